import Values

extension Parser {
  private static let anExpression = Phrase("a value", "一个值")

  /// `or`, the loosest operator.
  mutating func expression() throws(Diagnostic) -> Expression {
    try nested { parser throws(Diagnostic) in
      let start = parser.start
      if parser.take(.if) { return try parser.conditional(from: start) }
      var left = try parser.conjunction()
      while parser.take(.or, behind: left) {
        try parser.countOperator()
        let right = try parser.conjunction()
        left = Expression(kind: .binary(.or, left, right), span: parser.span(from: start))
      }
      return left
    }
  }

  private mutating func conditional(from start: Int) throws(Diagnostic) -> Expression {
    let condition = try expression()
    try expect(.then)
    let positive = try expression()
    try expect(.else)
    let negative = try expression()
    return Expression(kind: .conditional(condition, positive, negative), span: span(from: start))
  }

  private mutating func conjunction() throws(Diagnostic) -> Expression {
    let start = start
    var left = try negation()
    while take(.and, behind: left) {
      try countOperator()
      let right = try negation()
      left = Expression(kind: .binary(.and, left, right), span: span(from: start))
    }
    return left
  }

  private mutating func negation() throws(Diagnostic) -> Expression {
    let start = start
    guard take(.not) else { return try comparison() }
    let operand = try nested { parser throws(Diagnostic) in try parser.negation() }
    return Expression(kind: .unary(.not, operand), span: span(from: start))
  }

  private mutating func comparison() throws(Diagnostic) -> Expression {
    let start = start
    let left = try sum()
    return try within(.operand(left)) { parser throws(Diagnostic) in try parser.comparison(of: left, from: start) }
  }

  /// What is said of an operand that was read.
  private mutating func comparison(of left: Expression, from start: Int) throws(Diagnostic) -> Expression {
    if let comparison = takeComparison() {
      let right = try other(than: left)
      if takeComparison() != nil {
        throw Diagnostic(
          .statement, Phrase("comparisons can't be chained", "比较不能连写"), at: span(from: start),
          notes: [Phrase("use `between a and b`, or join two with `and`", "请用 `介于 a 至 b`，或用 `且` 连接两个比较")])
      }
      return Expression(kind: .binary(comparison, left, right), span: span(from: start))
    }
    if take(.between) {
      let low = try other(than: left)
      try expectJoint()
      let high = try other(than: left)
      return Expression(kind: .between(left, low, high), span: span(from: start))
    }
    if take(.is) {
      let isNegated = take(.not)
      if take(.known) {
        return Expression(kind: .knownness(left, isKnown: !isNegated), span: span(from: start))
      }
      guard take(.unknown) else {
        throw unexpected(
          expecting: Phrase("`known` or `unknown`", "`已知` 或 `不详`"),
          notes: [Phrase("values are compared with `=`", "比较取值请用 `＝`")])
      }
      return Expression(kind: .knownness(left, isKnown: isNegated), span: span(from: start))
    }
    expecting([.not])
    let isNegated = at(.not) && kind(ahead: 1).map(isIn) == true
    if isNegated { advance() }
    if take(.in) {
      try expect(.leftParenthesis, notes: [Phrase("the values stand in brackets: `in (…)`", "取值要写在括号里：`属于 (…)`")])
      let members = try within(.comparison(with: left)) { parser throws(Diagnostic) in
        try parser.separated { parser throws(Diagnostic) in try parser.expression() }
      }
      try expect(.rightParenthesis)
      let membership = Expression(kind: .membership(left, members), span: span(from: start))
      return isNegated ? Expression(kind: .unary(.not, membership), span: span(from: start)) : membership
    }
    return left
  }

  /// The other side of a comparison.
  private mutating func other(than left: Expression) throws(Diagnostic) -> Expression {
    try within(.comparison(with: left)) { parser throws(Diagnostic) in try parser.sum() }
  }

  private func isIn(_ kind: Token.Kind) -> Bool {
    guard case .word(let word) = kind else { return false }
    return Keyword(form: word) == .in
  }

  /// The word between the two ends of `between`.
  mutating func expectJoint() throws(Diagnostic) {
    guard take(.and) || takeWord("至") else { throw unexpected(expecting: Phrase("`and`", "`至`")) }
  }

  private mutating func takeWord(_ wanted: String) -> Bool {
    guard case .word(wanted) = token.kind else { return false }
    advance()
    return true
  }

  private mutating func takeComparison() -> BinaryOperator? {
    for symbol in [Symbol.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual] {
      expecting(.symbol(symbol))
    }
    guard case .symbol(let symbol) = token.kind else { return nil }
    let comparison: BinaryOperator? =
      switch symbol {
      case .equal, .doubleEqual: .equal
      case .notEqual: .notEqual
      case .less: .less
      case .lessOrEqual: .lessOrEqual
      case .greater: .greater
      case .greaterOrEqual: .greaterOrEqual
      default: nil
      }
    if comparison != nil { advance() }
    return comparison
  }

  mutating func sum() throws(Diagnostic) -> Expression {
    let start = start
    var left = try product()
    while at(.plus) || at(.minus) {
      let sign: BinaryOperator = at(.plus) ? .add : .subtract
      advance()
      try countOperator()
      let right = try product()
      left = Expression(kind: .binary(sign, left, right), span: span(from: start))
    }
    return left
  }

  private mutating func product() throws(Diagnostic) -> Expression {
    let start = start
    var left = try signed()
    while at(.times) || at(.divide) {
      let sign: BinaryOperator = at(.times) ? .multiply : .divide
      advance()
      try countOperator()
      let right = try signed()
      left = Expression(kind: .binary(sign, left, right), span: span(from: start))
    }
    return left
  }

  private mutating func signed() throws(Diagnostic) -> Expression {
    let start = start
    guard take(.minus) else { return try postfix() }
    let operand = try nested { parser throws(Diagnostic) in try parser.signed() }
    return Expression(kind: .unary(.negate, operand), span: span(from: start))
  }

  private mutating func postfix() throws(Diagnostic) -> Expression {
    let start = start
    var expression = try primary()
    while true {
      if at(.dot) { try countOperator() }
      if take(.dot) {
        let receiver = expression
        let member = try within(.member(of: receiver)) { parser throws(Diagnostic) in
          try parser.name(Phrase("a column", "列名"), as: .member)
        }
        if at(.leftParenthesis) {
          let arguments = try arguments(of: member, receiver: receiver)
          expression = Expression(
            kind: .call(receiver: expression, member, arguments), span: span(from: start))
        } else {
          expression = Expression(kind: .member(expression, member), span: span(from: start))
        }
      } else if at(.leftParenthesis), case .name(let name) = expression.kind {
        let arguments = try arguments(of: name)
        expression = Expression(kind: .call(receiver: nil, name, arguments), span: span(from: start))
      } else {
        return expression
      }
    }
  }

  mutating func arguments() throws(Diagnostic) -> [Argument] {
    try expect(.leftParenthesis)
    if take(.rightParenthesis) { return [] }
    let arguments = try separated { parser throws(Diagnostic) in try parser.argument() }
    try expect(.rightParenthesis)
    return arguments
  }

  /// The arguments of a function.
  private mutating func arguments(of name: Name, receiver: Expression? = nil) throws(Diagnostic) -> [Argument] {
    guard recorder != nil else { return try arguments() }
    try expect(.leftParenthesis)
    if take(.rightParenthesis) { return [] }
    var position = 0
    let arguments = try separated { parser throws(Diagnostic) in
      defer { position += 1 }
      return try parser.within(.argument(name, receiver: receiver, position: position)) { parser throws(Diagnostic) in
        try parser.argument()
      }
    }
    try expect(.rightParenthesis)
    return arguments
  }

  private mutating func argument() throws(Diagnostic) -> Argument {
    var label: Name?
    if kind(ahead: 1) == .symbol(.colon) {
      label = at(.in) ? try worldLabel() : try name(Phrase("a parameter's name", "参数名"))
      advance()
    }
    if label == nil { expecting(.name(.parameter)) }
    guard let label else { return Argument(label: nil, value: try selection()) }
    return Argument(
      label: label, value: try within(.label(label)) { parser throws(Diagnostic) in try parser.selection() })
  }

  /// The `in` of `listed(court, in: base)`: a reserved word that is a label here.
  private mutating func worldLabel() throws(Diagnostic) -> Name {
    let start = start
    advance()
    return Name(text: Keyword.in.rawValue, span: span(from: start))
  }

  /// An expression, or `L where c`, the one form of selection.
  mutating func selection() throws(Diagnostic) -> Expression {
    let start = start
    let source = try expression()
    guard take(.where) else { return source }
    let condition = try within(.rows(of: source)) { parser throws(Diagnostic) in try parser.expression() }
    return Expression(kind: .selection(source, condition), span: span(from: start))
  }

  private mutating func primary() throws(Diagnostic) -> Expression {
    let start = start
    expecting(.value)
    switch token.kind {
    case .literal(let value):
      advance()
      return Expression(kind: .literal(try withUnit(value)), span: span(from: start))
    case .text(let text):
      advance()
      return Expression(kind: .literal(.text(text)), span: span(from: start))
    case .bracketedName(let text):
      advance()
      let place = span(from: start)
      return Expression(kind: .name(Name(text: text, span: place)), span: place)
    case .symbol(.leftParenthesis):
      advance()
      let inner = try selection()
      try expect(.rightParenthesis)
      return Expression(kind: inner.kind, span: span(from: start))
    case .word(let word):
      return try wordExpression(word, from: start)
    default:
      throw unexpected(expecting: Parser.anExpression)
    }
  }

  private mutating func wordExpression(_ word: String, from start: Int) throws(Diagnostic) -> Expression {
    switch Keyword(form: word) {
    case .yes?:
      advance()
      return Expression(kind: .literal(.flag(true)), span: span(from: start))
    case .no?:
      advance()
      return Expression(kind: .literal(.flag(false)), span: span(from: start))
    case .unknown?:
      advance()
      return Expression(kind: .literal(.unknown), span: span(from: start))
    case .all? where nameFollows:
      advance()
      expecting(.name(.list))
      let list = try nested { parser throws(Diagnostic) in try parser.postfix() }
      return Expression(kind: .all(list), span: span(from: start))
    case let keyword? where keyword.isReserved:
      throw unexpected(expecting: Parser.anExpression)
    default:
      let name = try name(Parser.anExpression)
      return Expression(kind: .name(name), span: name.span)
    }
  }

  private var nameFollows: Bool {
    switch kind(ahead: 1) {
    case .word(let word)?: !(Keyword(form: word)?.isReserved ?? false)
    case .bracketedName?: true
    default: false
    }
  }

  /// `6 months`, `5 working days`: a whole number followed by a unit of time.
  private mutating func withUnit(_ value: Value) throws(Diagnostic) -> Value {
    guard case .integer(let integer) = value else { return value }
    for word in Parser.timeUnits { expecting(.word(word)) }
    guard let count = Int32(exactly: integer), case .word(let word) = token.kind else { return value }
    if takeWorkingDays() { return .duration(CalendarDuration(workingDays: count)) }
    let unit: (months: Int32, days: Int32)? =
      switch word {
      case "month", "months", "个月": (1, 0)
      case "year", "years", "年": (12, 0)
      case "day", "days", "天", "日": (0, 1)
      case "week", "weeks", "周": (0, 7)
      default: nil
      }
    guard let unit else { return value }
    let (months, first) = count.multipliedReportingOverflow(by: unit.months)
    let (days, second) = count.multipliedReportingOverflow(by: unit.days)
    guard !first, !second else { throw Diagnostic(.statement, NumberLiteral.Fault.tooLarge.message, at: here) }
    advance()
    return .duration(CalendarDuration(months: months, days: days))
  }

  private static let timeUnits = [
    Phrase("days", "天"), Phrase("weeks", "周"), Phrase("months", "个月"), Phrase("years", "年"),
    Phrase("working days", "个工作日"),
  ]

  private mutating func takeWorkingDays() -> Bool {
    if takeWord("个工作日") { return true }
    guard case .word("working") = token.kind, case .word(let unit)? = kind(ahead: 1), unit == "day" || unit == "days"
    else { return false }
    advance()
    advance()
    return true
  }
}
