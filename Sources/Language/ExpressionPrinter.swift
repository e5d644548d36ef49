import Values

/// Writes expressions in one canonical layout, in either tongue.
public struct ExpressionPrinter: Sendable {
  /// The tongue of the keywords.
  public let tongue: Tongue
  /// What names are called in that tongue; without it they stay as they were written.
  private var naming: Naming?
  /// Words of the language that stand where a name could, and are to be written in the tongue; nil to write values in
  /// one notation and all words as the naming has them. With a set, numbers and dates keep the notation they have.
  var words: Set<Keyword>?

  /// A printer for a tongue.
  public init(tongue: Tongue, naming: Naming? = nil) {
    self.tongue = tongue
    self.naming = naming
  }

  private func within(_ source: Expression) -> ExpressionPrinter {
    var printer = self
    printer.naming = naming?.within(source)
    return printer
  }

  private func name(_ text: String) -> String {
    ExpressionPrinter.name(naming?.name(text, in: tongue) ?? text)
  }

  /// How tightly an operator binds; looser operands get brackets.
  enum Tightness: Int, Comparable {
    case selection, or, and, not, comparison, sum, product, sign, primary
    static func < (left: Tightness, right: Tightness) -> Bool { left.rawValue < right.rawValue }
  }

  /// The expression's text; parsing it again gives the same tree.
  public func text(of expression: Expression) -> String { text(expression, within: .selection) }

  func word(_ keyword: Keyword) -> String { keyword.words.text(in: tongue) }

  func text(_ expression: Expression, within context: Tightness) -> String {
    let (text, tightness) = parts(expression)
    return tightness < context ? "(\(text))" : text
  }

  private func parts(_ expression: Expression) -> (text: String, tightness: Tightness) {
    switch expression.kind {
    case .literal(let value): return (notation(of: value, in: expression.span) ?? literal(value), .primary)
    case .name(let name):
      return (ownWord(name) ?? self.name(name.text), .primary)
    case .member(let receiver, let name):
      return ("\(self.receiver(receiver)).\(within(receiver).name(name.text))", .primary)
    case .call(let receiver, let name, let arguments):
      let prefix = receiver.map { self.receiver($0) + "." } ?? ""
      let inner = (receiver.map(within) ?? self).insideCall
      let list = arguments.map { inner.text($0) }
      let keyword = Keyword(form: name.text).flatMap { $0.isReserved ? nil : $0 }
      let function = keyword.map(word) ?? self.name(name.text)
      return ("\(prefix)\(function)(\(list.joined(separator: ", ")))", .primary)
    case .unary(.not, let operand): return ("\(word(.not)) \(text(operand, within: .not))", .not)
    case .unary(.negate, let operand): return ("-\(text(operand, within: .sign))", .sign)
    case .binary(let sign, let left, let right): return binary(sign, left, right)
    case .between(let operand, let low, let high):
      let joint = tongue == .chinese ? "至" : Keyword.and.rawValue
      let ends = "\(text(low, within: .sum)) \(joint) \(text(high, within: .sum))"
      return ("\(text(operand, within: .sum)) \(word(.between)) \(ends)", .comparison)
    case .membership(let operand, let members):
      let list = members.map { text($0, within: .or) }.joined(separator: ", ")
      return ("\(text(operand, within: .sum)) \(word(.in)) (\(list))", .comparison)
    case .knownness(let operand, let isKnown):
      let state = isKnown ? Keyword.known : Keyword.unknown
      return ("\(text(operand, within: .sum)) \(word(.is)) \(word(state))", .comparison)
    case .conditional(let condition, let first, let second):
      let branches = "\(text(first, within: .or)) \(word(.else)) \(text(second, within: .or))"
      return ("\(word(.if)) \(text(condition, within: .or)) \(word(.then)) \(branches)", .selection)
    case .all(let inner): return ("\(word(.all)) \(text(inner, within: .primary))", .sign)
    case .selection(let source, let condition):
      let keyword = tongue == .chinese ? "当" : word(.where)
      return (
        "\(text(source, within: .or)) \(keyword) \(within(source).text(condition, within: .or))", .selection
      )
    }
  }

  func text(_ argument: Argument) -> String {
    guard let label = argument.label else { return text(argument.value, within: .selection) }
    guard Keyword(form: label.text) == .in else {
      return "\(ExpressionPrinter.name(label.text)): \(text(argument.value, within: .selection))"
    }
    // `in: base` names a world; 属于 is said of values.
    var printer = self
    printer.words?.insert(.base)
    return "\(tongue == .chinese ? "于" : word(.in)): \(printer.text(argument.value, within: .selection))"
  }

  private func binary(_ sign: BinaryOperator, _ left: Expression, _ right: Expression) -> (String, Tightness) {
    switch sign {
    case .or:
      let first = text(left, within: isBracketed(besideOr: left) ? .not : .or)
      let second = text(right, within: isBracketed(besideOr: right) ? .not : .and)
      return ("\(first) \(word(.or)) \(second)", .or)
    case .and: return ("\(text(left, within: .and)) \(word(.and)) \(text(right, within: .not))", .and)
    case .add, .subtract:
      return ("\(text(left, within: .sum)) \(sign.rawValue) \(text(right, within: .product))", .sum)
    case .multiply, .divide:
      return ("\(text(left, within: .product)) \(sign.rawValue) \(text(right, within: .sign))", .product)
    default:
      return ("\(text(left, within: .sum)) \(sign.rawValue) \(text(right, within: .sum))", .comparison)
    }
  }

  /// Whether an expression that stands beside `or` gets brackets in a statement, though `and` binds tighter: people who
  /// read a rule should not have to know.
  private func isBracketed(besideOr expression: Expression) -> Bool {
    guard words != nil, case .binary(.and, _, _) = expression.kind else { return false }
    return true
  }

  /// The name in the tongue where it is a word of the language.
  private func ownWord(_ name: Name) -> String? {
    guard let keyword = Keyword(form: name.text), words?.contains(keyword) == true else { return nil }
    return word(keyword)
  }

  private func receiver(_ expression: Expression) -> String {
    var printer = self
    printer.words?.insert(.entity)
    return printer.text(expression, within: .primary)
  }

  /// A call's arguments are about rows, where `count` is a column.
  private var insideCall: ExpressionPrinter {
    var printer = self
    printer.words?.subtract([.count, .entities])
    return printer
  }

  /// A number or a date as it stands in the text, full-width forms narrowed: `5万元`, `2022年3月底`.
  private func notation(of value: Value, in span: SourceSpan) -> String? {
    switch value {
    case .integer, .decimal, .percentage, .money, .date, .month: break
    default: return nil
    }
    guard words != nil, span.range.count < 60 else { return nil }
    let text = String(String.UnicodeScalarView(span.text.unicodeScalars.map(Lexer.narrow)))
    var lexer = Lexer(SourceText(text), mode: .interactive)
    let tokens = lexer.run()
    return tokens.count == 2 && tokens[0].kind == .literal(value) && lexer.diagnostics.isEmpty
      && tokens[0].range.count == text.utf8.count ? text : nil
  }

  /// A value as it is written.
  public func literal(_ value: Value) -> String {
    switch value {
    case .unknown: return word(.unknown)
    case .flag(let flag): return word(flag ? .yes : .no)
    case .integer(let integer): return String(integer)
    case .decimal(let number):
      let text = number.shortestText(maximumPlaces: 38)
      return text.contains(".") ? text : text + ".0"
    case .percentage(let share):
      guard let hundredfold = try? share * Fraction(100) else { return "\(share.approximation * 100)%" }
      return hundredfold.shortestText(maximumPlaces: 38) + "%"
    case .money(let fen):
      if fen.isMultiple(of: 100) { return "\(fen / 100)元" }
      guard let yuan = try? Fraction(Int128(fen), over: 100) else { return "\(fen)" }
      return yuan.shortestText() + "元"
    case .text(let text):
      var escaped = String.UnicodeScalarView()
      for scalar in text.unicodeScalars {
        if scalar == "\\" || scalar == "\"" || scalar == "\n" { escaped.append("\\") }
        escaped.append(scalar == "\n" ? "n" : scalar)
      }
      return "\"\(String(escaped))\""
    case .date(let date): return date.description
    case .month(let month): return month.description
    case .duration(let duration): return self.duration(duration)
    }
  }

  /// A span of months, days and working days is the sum of its parts.
  private func duration(_ duration: CalendarDuration) -> String {
    func part(_ count: Int32, _ english: String, _ chinese: String) -> String {
      guard tongue == .english else { return "\(count)\(chinese)" }
      return "\(count) \(english)\(count == 1 ? "" : "s")"
    }
    let months = duration.months == 0 ? nil : part(duration.months, "month", "个月")
    let workingDays = duration.workingDays == 0 ? nil : part(duration.workingDays, "working day", "个工作日")
    let days = duration.days == 0 && (months ?? workingDays) != nil ? nil : part(duration.days, "day", "天")
    let parts = [months, days, workingDays].compactMap { $0 }
    return parts.count > 1 ? "(\(parts.joined(separator: " + ")))" : parts[0]
  }

  /// A name, in brackets where it would not be read as one.
  public static func name(_ name: String) -> String {
    let isWord = name.unicodeScalars.allSatisfy { Lexer.isWordScalar($0) && Lexer.narrow($0) == $0 }
    let startsWithDigit = name.unicodeScalars.first?.isASCIIDigit ?? true
    let keyword = Keyword(form: name)
    let isReserved = keyword?.isReserved == true || keyword == .all
    return isWord && !startsWithDigit && !isReserved ? name : "[\(name)]"
  }
}

extension Expression {
  /// The parts of a conjunction, in written order; the expression itself where it is none.
  public var conjuncts: [Expression] {
    if case .binary(.and, let left, let right) = kind { return left.conjuncts + right.conjuncts }
    return [self]
  }
}
