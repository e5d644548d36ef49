import Language
import Values

// What a cell may hold, and how likely it is.
extension ShapeParser {
  /// Parts of 2³² that are all of them.
  static let whole = UInt64(1) << 32
  private static let greatestWeight = Fraction(1_000_000)

  mutating func share() throws(Diagnostic) -> Shape.Share {
    if takeWord("if") {
      let condition = try condition()
      try expectWord("then")
      let then = try share()
      try expectWord("else")
      return .conditional(condition, then: then, else: try share())
    }
    return .fixed(try percentage())
  }

  private mutating func percentage() throws(Diagnostic) -> UInt64 {
    guard case .literal(.percentage(let fraction)) = token.kind else {
      throw unexpected(expecting: Phrase("a share such as `1.2%`", "`1.2%` 这样的占比"))
    }
    guard fraction.numerator >= 0, fraction.numerator <= fraction.denominator else {
      throw Diagnostic(
        .statement, Phrase("a share is from 0% to 100%", "占比应在 0% 至 100% 之间"), at: SourceSpan(source, token.range))
    }
    advance()
    return UInt64(fraction.numerator * Int128(ShapeParser.whole) / fraction.denominator)
  }

  mutating func choice() throws(Diagnostic) -> Shape.Choice {
    depth += 1
    defer { depth -= 1 }
    guard depth < 100 else {
      throw Diagnostic(
        .statement, Phrase("this is nested too deeply", "嵌套过深"), at: SourceSpan(source, token.range))
    }
    if takeWord("if") {
      let condition = try condition()
      try expectWord("then")
      let then = try choice()
      try expectWord("else")
      return .conditional(condition, then: then, else: try choice())
    }
    if takeWord("by") { return try lookup() }
    return .alternatives(try alternatives())
  }

  private mutating func lookup() throws(Diagnostic) -> Shape.Choice {
    let column = try reference()
    var cases: [(key: String, choice: Shape.Choice)] = []
    try expect(.leftParenthesis)
    repeat {
      let key = try quoted(Phrase("a value of `\(column.column.text)` in quotes", "“\(column.column.text)”的取值，加引号"))
      try expect(.colon)
      cases.append((key, .alternatives(try alternative(isWeighted: false))))
    } while take(.comma)
    try expect(.rightParenthesis)
    return .lookup(column, cases)
  }

  private mutating func alternatives() throws(Diagnostic) -> [Shape.Alternative] {
    var alternatives = try alternative()
    while take(.comma) { alternatives += try alternative() }
    return alternatives
  }

  /// One alternative with its weight, or as many as `any("…")` has words.
  private mutating func alternative(isWeighted: Bool = true) throws(Diagnostic) -> [Shape.Alternative] {
    let start = start
    let kinds = try kinds()
    let weight = isWeighted && take(.colon) ? try self.weight() : .relative(1_000_000)
    let span = span(from: start)
    return kinds.map { kind in
      let part: Shape.Weight =
        switch weight {
        case .share(let share): .share(share / UInt64(kinds.count))
        case .relative(let weight): .relative(weight / UInt64(kinds.count))
        }
      return Shape.Alternative(kind: kind, weight: part, span: span)
    }
  }

  private mutating func weight() throws(Diagnostic) -> Shape.Weight {
    if case .literal(let value) = token.kind, value.type == .integer || value.type == .decimal,
      let number = value.number
    {
      guard number <= ShapeParser.greatestWeight else {
        throw Diagnostic(
          .statement, Phrase("a weight is at most 1,000,000", "权重至多 1,000,000"), at: SourceSpan(source, token.range))
      }
      advance()
      return .relative(UInt64(number.numerator * 1_000_000 / number.denominator))
    }
    return .share(try percentage())
  }

  private mutating func kinds() throws(Diagnostic) -> [Shape.Alternative.Kind] {
    let start = start
    switch token.kind {
    case .text(let text):
      advance()
      return [.template(text)]
    case .literal(.integer(let low)):
      advance()
      let range = try range(from: low) { if case .integer(let high) = $0 { high } else { nil } }
      return [.integers(range, step: takeWord("step") ? try step(.integer) : 1)]
    case .literal(.money(let low)):
      advance()
      let range = try range(from: low) { if case .money(let high) = $0 { high } else { nil } }
      return [.amounts(range, step: takeWord("step") ? try step(.money) : 1)]
    case .literal(let first):
      guard let days = first.days else { break }
      advance()
      return [.days(try self.days(from: days))]
    default: break
    }
    if takeWord("blank") { return [.blank] }
    if takeWord("any") {
      try expect(.leftParenthesis)
      let words = try quoted(Phrase("words in quotes", "带引号的词表")).split { $0 == " " || $0 == "\n" }
      try expect(.rightParenthesis)
      guard !words.isEmpty else {
        throw Diagnostic(.statement, Phrase("there are no words", "词表为空"), at: span(from: start))
      }
      return words.map { .template(String($0)) }
    }
    return [try named(from: start)]
  }

  /// A form of writing, or a day some time from another.
  private mutating func named(from start: Int) throws(Diagnostic) -> Shape.Alternative.Kind {
    switch token.kind {
    case .word, .bracketedName: break
    default: throw unexpected(expecting: Phrase("a value, a range or `blank`", "取值、区间或 `blank`"))
    }
    let reference = try reference()
    let isBefore = isAt(.minus)
    guard take(.plus) || take(.minus) else {
      if reference.list == nil { return .style(reference.column.text) }
      throw unexpected(expecting: Phrase("`+` or `-` and a time", "`+` 或 `-` 和时长"))
    }
    guard let low = takeInteger() else { throw unexpected(expecting: Phrase("a number of days or months", "天数或月数")) }
    let range = try self.range(from: low) { if case .integer(let high) = $0 { high } else { nil } }
    let inMonths = takeWord("months") || takeWord("month")
    guard inMonths || takeWord("days") || takeWord("day") else {
      throw unexpected(expecting: Phrase("`days` or `months`", "`days` 或 `months`"))
    }
    guard range.upperBound <= 100_000 else {
      throw Diagnostic(.statement, Phrase("this time is too long", "时长过长"), at: span(from: start))
    }
    let (low32, high32) = (Int32(range.lowerBound), Int32(range.upperBound))
    return .after(reference, isBefore ? -high32 ... -low32 : low32...high32, inMonths: inMonths)
  }

  private mutating func step(_ type: ValueType) throws(Diagnostic) -> Int64 {
    switch token.kind {
    case .literal(.integer(let step)) where type == .integer && step > 0,
      .literal(.money(let step)) where type == .money && step > 0:
      advance()
      return step
    default: throw unexpected(expecting: Phrase("a step greater than none", "大于零的步长"))
    }
  }

  /// The range that begins with a value that was just read: that value alone, unless `..` follows.
  private mutating func range<Bound: Comparable>(
    from low: Bound, _ bound: (Value) -> Bound?
  ) throws(Diagnostic) -> ClosedRange<Bound> {
    guard take(.range) else { return low...low }
    guard case .literal(let value) = token.kind, let high = bound(value) else {
      throw unexpected(expecting: Phrase("the range's end", "区间的终点"))
    }
    guard low <= high else {
      throw Diagnostic(
        .statement, Phrase("a range goes from the least to the most", "区间应从小到大"), at: SourceSpan(source, token.range))
    }
    advance()
    return low...high
  }

  private mutating func days(from first: ClosedRange<Int32>) throws(Diagnostic) -> ClosedRange<Int32> {
    guard isAt(.range) else { return first }
    return try range(from: first.lowerBound) { $0.days?.upperBound }
  }

  mutating func reference() throws(Diagnostic) -> Shape.Reference {
    let first = try name(Phrase("a column", "列名"))
    guard take(.dot) else { return Shape.Reference(list: nil, column: first) }
    return Shape.Reference(list: first, column: try name(Phrase("a column", "列名")))
  }
}

// Conditions.
extension ShapeParser {
  mutating func condition() throws(Diagnostic) -> Shape.Condition {
    var condition = try conjunction()
    while takeWord("or") { condition = .or(condition, try conjunction()) }
    return condition
  }

  private mutating func conjunction() throws(Diagnostic) -> Shape.Condition {
    var condition = try comparison()
    while takeWord("and") { condition = .and(condition, try comparison()) }
    return condition
  }

  private mutating func comparison() throws(Diagnostic) -> Shape.Condition {
    if takeWord("not") { return .not(try comparison()) }
    if takeWord("listed") {
      try expect(.leftParenthesis)
      let list = try name(Phrase("a list", "名单"))
      try expect(.rightParenthesis)
      return .listed(list)
    }
    let column = try reference()
    if takeWord("is") {
      if takeWord("known") { return .known(column) }
      try expectWord("unknown")
      return .not(.known(column))
    }
    if takeWord("in") {
      try expect(.leftParenthesis)
      var texts = [try comparedText()]
      while take(.comma) { texts.append(try comparedText()) }
      try expect(.rightParenthesis)
      return .among(column, texts)
    }
    let isOpposite = isAt(.notEqual)
    guard take(.equal) || take(.notEqual) else {
      throw unexpected(expecting: Phrase("`=`, `!=`, `in` or `is`", "`=`、`!=`、`in` 或 `is`"))
    }
    let isEqual = Shape.Condition.among(column, [try comparedText()])
    return isOpposite ? .not(isEqual) : isEqual
  }

  private mutating func comparedText() throws(Diagnostic) -> (text: String, span: SourceSpan) {
    let start = start
    let text = try quoted(Phrase("a value in quotes", "带引号的取值"))
    return (text, span(from: start))
  }
}

extension Value {
  /// The days that a day or a month holds, by their numbers.
  fileprivate var days: ClosedRange<Int32>? {
    switch self {
    case .date(let date): date.dayNumber...date.dayNumber
    case .month(let month):
      month.firstDay.flatMap { first in month.lastDay.map { first.dayNumber...$0.dayNumber } }
    default: nil
    }
  }
}
