import Values

extension Checker {
  mutating func negation(
    of operand: Expression, in context: Context, at span: SourceSpan
  ) throws(Diagnostic) -> TypedExpression {
    let typed = try check(operand, in: context)
    guard typed.type.map({ $0.isNumeric || $0 == .duration }) ?? true else {
      throw mismatch(Phrase("a number", "数"), typed)
    }
    return TypedExpression(.negate(typed), typed.type, span)
  }

  mutating func binary(
    _ sign: BinaryOperator, _ left: Expression, _ right: Expression, in context: Context, at span: SourceSpan
  ) throws(Diagnostic) -> TypedExpression {
    switch sign {
    case .and:
      return try TypedExpression(
        .and(condition(left, in: context), condition(right, in: context)), .flag, span)
    case .or:
      return try TypedExpression(
        .or(condition(left, in: context), condition(right, in: context)), .flag, span)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      return try comparison(sign, left, right, in: context, at: span)
    case .add, .subtract, .multiply, .divide:
      let left = try check(left, in: context)
      let right = try check(right, in: context)
      let type = try arithmeticType(sign, left, right, at: span)
      return TypedExpression(.arithmetic(sign, left, right), type, span)
    }
  }

  mutating func comparison(
    _ sign: BinaryOperator, _ left: Expression, _ right: Expression, in context: Context, at span: SourceSpan
  ) throws(Diagnostic) -> TypedExpression {
    let first = try operand(left, beside: right, in: context)
    let second = try operand(right, beside: left, in: context)
    for side in [first, second] where side.kind == .literal(.unknown) {
      throw Diagnostic(
        .statement, Phrase("nothing equals unknown", "任何值都不等于不详"), at: span,
        notes: [Phrase("ask `is unknown` or `is known`", "请用 `为 不详` 或 `为 已知`")])
    }
    guard let firstType = first.type, let secondType = second.type,
      Checker.areComparable(firstType, secondType)
    else { throw incomparable(first, second, at: span) }
    if (firstType == .flag || firstType == .duration), sign != .equal, sign != .notEqual {
      throw Diagnostic(
        .statement,
        Phrase("\(firstType.name.english) values have no order", "\(Checker.name(firstType).chinese)没有大小之分"), at: span)
    }
    return TypedExpression(.compare(sign, first, second), .flag, span)
  }

  mutating func membership(
    _ operand: Expression, _ members: [Expression], in context: Context, at span: SourceSpan
  ) throws(Diagnostic) -> TypedExpression {
    let subject = try check(operand, in: context)
    var values: [Value] = []
    for member in members {
      let typed = try self.operand(member, beside: operand, in: context)
      guard case .literal(let value) = typed.kind, let type = value.type else {
        throw Diagnostic(
          .statement, Phrase("expected a plain value", "此处应为确定的值"), at: member.span,
          notes: typed.kind == .literal(.unknown)
            ? [Phrase("ask `is unknown` or `is known`", "请用 `为 不详` 或 `为 已知`")]
            : [Phrase("compare what varies with `=`, joined by `or`", "会变的值请用 `＝` 比较，以 `或` 连接")])
      }
      guard let subjectType = subject.type, Checker.areComparable(subjectType, type) else {
        throw incomparable(subject, typed, at: member.span)
      }
      values.append(value)
    }
    return TypedExpression(.isOneOf(subject, values), .flag, span)
  }

  /// One side of a comparison. A bare name that is a value of the column beside it gets its quotes as a suggestion.
  mutating func operand(
    _ expression: Expression, beside other: Expression, in context: Context
  ) throws(Diagnostic) -> TypedExpression {
    do throws(Diagnostic) {
      return try check(expression, in: context)
    } catch {
      guard case .name(let name) = expression.kind,
        let sibling = try? check(other, in: context), sibling.type?.isText == true,
        let values = values(of: sibling, in: context), values.contains(name.text)
      else { throw error }
      throw Diagnostic(
        .statement, error.message, at: error.span,
        notes: [Phrase("text is quoted: `\"\(name.text)\"`", "文本要加引号：`\"\(name.text)\"`")])
    }
  }

  private func values(of expression: TypedExpression, in context: Context) -> [String]? {
    switch expression.kind {
    case .column(let column): context.row.map { scope.values(ofList: $0, column: column) }
    case .ancestor(let list, let inner): values(of: inner, in: .row(of: list))
    default: nil
    }
  }

  /// Whether values of two types can be told equal or not.
  public static func areComparable(_ left: ValueType, _ right: ValueType) -> Bool {
    if left == right || (left.isText && right.isText) { return true }
    return left.isNumeric && right.isNumeric && left != .money && right != .money
  }

  private func incomparable(_ left: TypedExpression, _ right: TypedExpression, at span: SourceSpan) -> Diagnostic {
    return Diagnostic(
      .statement,
      Phrase(
        "\(Checker.name(left).english) can't be compared with \(Checker.name(right).english)",
        "\(Checker.name(left).chinese)与\(Checker.name(right).chinese)不能比较"), at: span,
      notes: Checker.comparisonNotes(left, right))
  }

  func mismatch(_ expected: Phrase, _ found: TypedExpression) -> Diagnostic {
    Diagnostic(
      .statement,
      Phrase(
        "expected \(expected.english), found \(Checker.name(found).english)",
        "此处应为\(expected.chinese)，却是\(Checker.name(found).chinese)"), at: found.span)
  }

  // MARK: Arithmetic

  private func arithmeticType(
    _ sign: BinaryOperator, _ left: TypedExpression, _ right: TypedExpression, at span: SourceSpan
  ) throws(Diagnostic) -> ValueType? {
    guard let first = left.type, let second = right.type else { return left.type ?? right.type }
    if sign == .divide, left.isCount, right.isCount { return .percentage }
    for span in [left, right] where span.type == .duration && !span.isConstant {
      throw Checker.varyingSpan(at: span.span)
    }
    if let type = Checker.result(of: sign, first, second) { return type }
    let names = (Checker.name(first), Checker.name(second))
    throw Diagnostic(
      .statement,
      Phrase(
        "\(names.0.english) \(sign.rawValue) \(names.1.english) has no meaning",
        "\(names.0.chinese) \(sign.rawValue) \(names.1.chinese)没有意义"), at: span,
      notes: Checker.arithmeticNotes(sign, left, right))
  }

  static func varyingSpan(at span: SourceSpan) -> Diagnostic {
    Diagnostic(.statement, Phrase("a span of time can't differ from row to row", "期限不能因行而异"), at: span)
  }

  /// The type of a result, or nil where the operation has no meaning, as money times money.
  static func result(of sign: BinaryOperator, _ left: ValueType, _ right: ValueType) -> ValueType? {
    switch (sign, left, right) {
    case (.add, .money, .money), (.subtract, .money, .money): return .money
    case (.multiply, .money, let other) where other.isNumeric && other != .money: return .money
    case (.multiply, let other, .money) where other.isNumeric && other != .money: return .money
    case (.divide, .money, .money): return .decimal
    case (.divide, .money, let other) where other.isNumeric: return .money
    case (_, .money, _), (_, _, .money): return nil
    case (.add, .date, .duration), (.subtract, .date, .duration), (.add, .duration, .date): return .date
    case (.subtract, .date, .date): return .integer
    case (.add, .duration, .duration), (.subtract, .duration, .duration): return .duration
    case (.add, .percentage, .percentage), (.subtract, .percentage, .percentage): return .percentage
    case (.add, .integer, .integer), (.subtract, .integer, .integer), (.multiply, .integer, .integer): return .integer
    default: return left.isNumeric && right.isNumeric ? .decimal : nil
    }
  }

  /// Two branches brought to one type.
  func unified(
    _ first: TypedExpression, _ second: TypedExpression, at span: SourceSpan
  ) throws(Diagnostic) -> (TypedExpression, TypedExpression, ValueType?) {
    guard let left = first.type, let right = second.type else {
      return (first, second, first.type ?? second.type)
    }
    if left == right { return (first, second, left) }
    if left.isText, right.isText { return (first, second, .text) }
    if left.isNumeric, right.isNumeric, left != .money, right != .money { return (first, second, .decimal) }
    throw Diagnostic(
      .statement,
      Phrase(
        "these are \(Checker.name(left).english) and \(Checker.name(right).english)",
        "两者分别为\(Checker.name(left).chinese)和\(Checker.name(right).chinese)"),
      at: span, notes: [Phrase("both must be of one type", "两者类型应相同")])
  }
}
