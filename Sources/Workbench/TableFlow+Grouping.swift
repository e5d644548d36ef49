import Evaluation
import Language
import Tables
import Values

extension TableFlow {
  /// A table with a row a group of its rows, or one row for all. Aggregates see the headline values.
  func grouped(by keys: [Expression], _ aggregates: [Expression]) throws -> TableFlow {
    let view = try self.view()
    var checker = Checker(view.scope)
    let typedKeys = try keys.map { try checker.check(named($0), in: .row(of: 0)) }
    let wanted =
      aggregates.isEmpty
      ? [TypedExpression.counting(Aggregate(.count, list: 0))]
      : try aggregates.map { try checker.check(named($0), in: .group(of: 0)) }
    let everything = Bitmap(repeating: true, count: table.rows.count)
    let grouping = keys.isEmpty ? Grouping.whole : try view.evaluator.grouping(of: everything, of: 0, by: typedKeys)
    let values = try wanted.map {
      try view.evaluator.values(of: $0, grouping: grouping, selection: (list: 0, rows: Standing(everything)))
    }
    let positions = keys.map(position)
    let columns = zip(keys, positions).map(keyColumn) + aggregateColumns(aggregates)
    let firstRows = firstRows(of: grouping)
    let rows = try Interruption.map(0..<grouping.count) { group in
      positions.enumerated().map { key, position in
        // Words of the program keep both tongues.
        position.map { table.rows[firstRows[group]][$0] } ?? grouping.keys[group][key].cell
      } + values.map { $0[group].cell }
    }
    return TableFlow(
      ResultTable(columns: columns, rows: rows), types: (typedKeys + wanted).map(\.type),
      notes: notes + rangeNotes(wanted), in: scope, naming: naming, isGrouped: true)
  }

  private func keyColumn(_ key: Expression, _ position: Int?) -> ResultColumn {
    position.map { table.columns[$0] }
      ?? ResultColumn(ExpressionPrinter(tongue: .english, naming: naming).text(of: key))
  }

  private func aggregateColumns(_ aggregates: [Expression]) -> [ResultColumn] {
    guard !aggregates.isEmpty else { return [ResultColumn("count", heading: Phrase("rows", "行数"))] }
    let printer = ExpressionPrinter(tongue: .english, naming: naming)
    return aggregates.map { ResultColumn(printer.text(of: $0)) }
  }

  private func firstRows(of grouping: Grouping) -> [Int] {
    var first = [Int](repeating: 0, count: grouping.count)
    guard let groups = grouping.rows(of: 0) else { return first }
    for row in table.rows.indices.reversed() where groups[row] >= 0 { first[Int(groups[row])] = row }
    return first
  }

  /// What is said where values with ranges are put together.
  private func rangeNotes(_ aggregates: [TypedExpression]) -> [Phrase] {
    let used = aggregates.reduce(into: Set<Int>()) { $0.formUnion($1.columnsRead) }
    return used.sorted().compactMap { position in
      let isRanged = table.rows.contains { if case .ranged(let range) = $0[position] { !range.isExact } else { false } }
      guard isRanged else { return nil }
      let column = table.columns[position]
      return Phrase(
        "of \(column.name) the headline is taken; its ranges are left out",
        "“\(column.heading.chinese)”只取名义值，区间未计入")
    }
  }
}

extension TypedExpression {
  /// The columns that it reads, where there is one list.
  fileprivate var columnsRead: Set<Int> {
    var columns = children.reduce(into: Set<Int>()) { $0.formUnion($1.columnsRead) }
    if case .column(let column) = kind { columns.insert(column) }
    return columns
  }
}
