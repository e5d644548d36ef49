import Values

extension Checker {
  /// A new value for a column of a list's rows, as an update sets it.
  /// - Parameters:
  ///   - value: What the column is to hold, over a row of the list.
  ///   - column: The column.
  ///   - list: The list: a position in the schema.
  /// - Returns: The column's position and the value, whose type fits the column's.
  /// - Throws: `Diagnostic` where there is no such column, where rows are bound by it, or where the types don't fit.
  public mutating func assignment(
    of value: Expression, to column: Name, in list: Int
  ) throws(Diagnostic) -> (column: Int, value: TypedExpression) {
    let schema = scope.schema.lists[list]
    guard let position = schema.column(named: column.text) else { throw unknown(column, in: .row(of: list)) }
    if let bond = schema.bonds[position] { throw Checker.fixed(column, bond) }
    let beside = Expression(kind: .name(column), span: column.span)
    let typed = try operand(value, beside: beside, in: .row(of: list))
    let type = schema.columns[position].type
    guard let found = typed.type else { return (position, typed) }
    guard Checker.canHold(found, in: type) else {
      let needsUnit = type == .money && found.isNumeric
      let error = mismatch(type.name, typed)
      throw Diagnostic(
        .statement, error.message, at: typed.span, notes: needsUnit ? Checker.unitNotes(typed) : [])
    }
    return (position, typed)
  }

  /// Whether a column of one type can hold values of another exactly.
  private static func canHold(_ value: ValueType, in column: ValueType) -> Bool {
    switch (column, value) {
    case (.text, .category), (.category, .text), (.decimal, .integer), (.decimal, .percentage), (.percentage, .decimal):
      true
    default: column == value
    }
  }

  private static func fixed(_ column: Name, _ bond: ColumnBond) -> Diagnostic {
    let reason =
      switch bond {
      case .key: Phrase("it tells the rows apart", "该列是主键")
      case .parent: Phrase("it says what a row belongs to", "该列表明记录的归属")
      case .standing:
        Phrase(
          "it decides when a record stands: use `exit` or `admit`", "该列决定记录何时在册：请用 `退出` 或 `新增`")
      case .weight: Phrase("it says how many entities a row stands for", "该列是户数权数")
      case .origin: Phrase("it names the list that a record came from", "该列是记录的来源名单")
      }
    return Diagnostic(
      .statement, Phrase("`\(column.text)` can't be updated", "“\(column.text)”不能更新"), at: column.span,
      notes: [reason])
  }
}
