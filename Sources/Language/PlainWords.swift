import Values

/// Says a condition in words: 以上 and 以下 include their number, as `>=` and `<=` do.
///
/// What it has no words for stays as it is written.
public struct PlainWords: Sendable {
  private let naming: Naming
  private let tongue: Tongue

  /// The words of a tongue, with the names around a condition.
  public init(tongue: Tongue, naming: Naming) {
    self.tongue = tongue
    self.naming = naming
  }

  /// The condition in words.
  public func text(of condition: Expression) -> String {
    switch condition.kind {
    case .binary(.and, let left, let right): return joined(left, right, Phrase(" and ", "，且"))
    case .binary(.or, let left, let right): return joined(left, right, Phrase(" or ", "，或"))
    case .binary(let sign, let left, let right) where sign.isComparison:
      return subject(left) + pick(comparison(sign, isDay: isDay(left) || isDay(right), subject(right)))
    case .between(let operand, let low, let high):
      return subject(operand)
        + pick(Phrase(" from \(subject(low)) to \(subject(high))", "在 \(subject(low)) 至 \(subject(high)) 之间"))
    case .unary(.not, let inner) where isPlainFlag(inner): return subject(inner) + pick(Phrase(": no", "为否"))
    case .name, .member: return subject(condition) + pick(Phrase(": yes", "为是"))
    case .knownness(let operand, let isKnown):
      return subject(operand)
        + pick(isKnown ? Phrase(" is known", "已知") : Phrase(" is unknown", "不详"))
    case .membership(let operand, let members):
      let list = members.map(subject)
      return subject(operand)
        + pick(
          Phrase(
            " is one of \(list.joined(separator: ", "))", "为\(list.joined(separator: "、"))之一"))
    default: return printed(condition)
    }
  }

  private func joined(_ left: Expression, _ right: Expression, _ word: Phrase) -> String {
    func part(_ expression: Expression) -> String {
      switch expression.kind {
      case .binary(.and, _, _), .binary(.or, _, _):
        pick(Phrase("(\(text(of: expression)))", "（\(text(of: expression))）"))
      default: text(of: expression)
      }
    }
    return part(left) + pick(word) + part(right)
  }

  private func comparison(_ sign: BinaryOperator, isDay: Bool, _ bound: String) -> Phrase {
    switch (sign, isDay) {
    case (.greaterOrEqual, true): Phrase(" is not before \(bound)", "不早于 \(bound)")
    case (.lessOrEqual, true): Phrase(" is not after \(bound)", "不晚于 \(bound)")
    case (.greater, true): Phrase(" is after \(bound)", "晚于 \(bound)")
    case (.less, true): Phrase(" is before \(bound)", "早于 \(bound)")
    case (.greaterOrEqual, false): Phrase(" is \(bound) or more", "在 \(bound) 以上（含）")
    case (.lessOrEqual, false): Phrase(" is \(bound) or less", "在 \(bound) 以下（含）")
    case (.greater, false): Phrase(" is more than \(bound)", "超过 \(bound)")
    case (.less, false): Phrase(" is less than \(bound)", "不足 \(bound)")
    case (.notEqual, _): Phrase(" is not \(bound)", "不是 \(bound)")
    default: Phrase(" is \(bound)", "为 \(bound)")
    }
  }

  /// What a condition is about, or what it is compared with.
  private func subject(_ expression: Expression) -> String {
    switch expression.kind {
    case .name(let name) where Keyword(form: name.text) == .asof: return pick(PlainWords.today)
    case .binary(.subtract, let day, let span) where isDay(day):
      return pick(Phrase("\(printed(span)) before \(subject(day))", "\(subject(day))前 \(printed(span))"))
    case .binary(.add, let day, let span) where isDay(day):
      return pick(Phrase("\(printed(span)) after \(subject(day))", "\(subject(day))后 \(printed(span))"))
    default: break
    }
    guard case .call(nil, let function, let arguments) = expression.kind, Keyword(form: function.text) == .count,
      arguments.count == 1, case .selection(let source, let condition) = arguments[0].value.kind
    else { return printed(expression) }
    let rows = printed(source)
    let inner = PlainWords(tongue: tongue, naming: naming.within(source)).text(of: condition)
    return pick(Phrase("the number of \(rows) with \(inner)", "\(rows)中“\(inner)”的条数"))
  }

  private func isPlainFlag(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .name, .member: true
    default: false
    }
  }

  /// Whether an expression is a day as far as it can be seen without types.
  private func isDay(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .literal(.date), .literal(.month): true
    case .name(let name): Keyword(form: name.text) == .asof
    case .binary(let sign, let left, let right) where sign == .add || sign == .subtract:
      isDay(left) != isDay(right)
    default: false
    }
  }

  private func printed(_ expression: Expression) -> String {
    ExpressionPrinter(tongue: tongue, naming: naming).text(of: expression)
  }

  private static let today = Phrase("the day asked about", "观察日")

  private func pick(_ phrase: Phrase) -> String { phrase.text(in: tongue) }
}
