import Values

extension Expression {
  /// The expression with some names replaced by their values, and what that decides worked out: with `reading` bound
  /// to `"plan"`, `reading = "plan" or x` is `yes`.
  public func binding(_ values: [String: Value]) -> Expression {
    guard !values.isEmpty else { return self }
    return replacing(withinSelections: true) { part in part.name.flatMap { values[$0] }.map { .literal($0) } }
  }

  /// The expression with some columns replaced by what they were derived from. Inside `L where …` names are those of
  /// L and stay.
  public func unfolding(_ columns: [String: Expression]) -> Expression {
    guard !columns.isEmpty else { return self }
    return replacing(withinSelections: false) { part in part.name.flatMap { columns[$0]?.kind } }
  }

  /// The expression with the largest of its parts that have a replacement replaced.
  /// - Parameters:
  ///   - withinSelections: Whether the conditions of `L where …` are looked at too.
  ///   - replacement: What stands in for a part; nil where it stays.
  /// - Returns: The expression, with what literals decide worked out.
  public func replacing(withinSelections: Bool, _ replacement: (Expression) -> Kind?) -> Expression {
    func part(_ expression: Expression) -> Expression {
      expression.replacing(withinSelections: withinSelections, replacement)
    }
    func with(_ kind: Kind) -> Expression { Expression(kind: kind, span: span) }
    if let other = replacement(self) { return with(other) }
    switch kind {
    case .literal, .name, .member, .all: return self
    case .call(let receiver, let name, let arguments):
      return with(
        .call(
          receiver: receiver, name, arguments.map { Argument(label: $0.label, value: part($0.value)) }))
    case .unary(let sign, let operand): return with(.unary(sign, part(operand))).decided
    case .binary(let sign, let left, let right): return with(.binary(sign, part(left), part(right))).decided
    case .between(let operand, let low, let high): return with(.between(part(operand), part(low), part(high)))
    case .membership(let operand, let members): return with(.membership(part(operand), members.map(part)))
    case .knownness(let operand, let isKnown): return with(.knownness(part(operand), isKnown: isKnown))
    case .conditional(let condition, let first, let second):
      let condition = part(condition)
      if let answer = condition.answer { return part(answer ? first : second) }
      return with(.conditional(condition, part(first), part(second)))
    case .selection(let source, let condition):
      return withinSelections ? with(.selection(part(source), part(condition))) : self
    }
  }

  /// The name that it is, if it is one alone.
  private var name: String? {
    if case .name(let name) = kind { name.text } else { nil }
  }

  /// The answer that a literal yes or no is.
  var answer: Bool? {
    if case .literal(.flag(let answer)) = kind { answer } else { nil }
  }

  /// The expression after what its literals decide: equality of two texts, and the laws of and, or and not.
  private var decided: Expression {
    switch kind {
    case .unary(.not, let operand):
      return operand.answer.map { answering(!$0) } ?? self
    case .binary(.and, let left, let right):
      if left.answer == false || right.answer == false { return answering(false) }
      if left.answer == true { return right }
      return right.answer == true ? left : self
    case .binary(.or, let left, let right):
      if left.answer == true || right.answer == true { return answering(true) }
      if left.answer == false { return right }
      return right.answer == false ? left : self
    case .binary(let sign, let left, let right) where sign == .equal || sign == .notEqual:
      guard case .literal(let first) = left.kind, case .literal(let second) = right.kind, let type = first.type,
        type == second.type, type == .text || type == .flag
      else { return self }
      return answering((first == second) == (sign == .equal))
    default: return self
    }
  }

  private func answering(_ answer: Bool) -> Expression {
    Expression(kind: .literal(.flag(answer)), span: span)
  }
}
