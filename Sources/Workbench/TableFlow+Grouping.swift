import Evaluation
import Language
import Tables
import Values

extension TableFlow {
  /// A table with a row a group of its rows, or one row for all. Aggregates see the headline values.
  func grouped(by keys: [Expression], _ aggregates: [Expression]) throws -> TableFlow {
    var checker = Checker(viewScope)
    let typedKeys = try keys.map { try checker.check(named($0), in: .row(of: 0)) }
    let wanted =
      aggregates.isEmpty
      ? [TypedExpression.counting(Aggregate(.count, list: 0))]
      : try aggregates.map { try checker.check(named($0), in: .group(of: 0)) }
    let evaluator = try evaluator(reading: typedKeys + wanted)
    let everything = Bitmap(repeating: true, count: rowCount)
    let grouping = keys.isEmpty ? Grouping.whole : try evaluator.grouping(of: everything, of: 0, by: typedKeys)
    let positions = keys.map(position)
    let firstRows = firstRows(of: grouping)
    var cells = try zip(positions, grouping.keys.parts).map { position, keys in
      // Words of the program keep both tongues.
      try position.map { position in CellColumn.cells(try Interruption.map(firstRows) { cell($0, position) }) }
        ?? .keys(keys)
    }
    for expression in wanted {
      let values = try evaluator.values(
        of: expression, grouping: grouping, selection: (list: 0, rows: Standing(everything)))
      cells.append(.values(values))
    }
    let columns = zip(keys, positions).map(keyColumn) + aggregateColumns(aggregates)
    return TableFlow(
      zip(zip(columns, cells), typedKeys + wanted).map { ($0.0, $0.1, $1.type) }, count: grouping.count,
      notes: notes + rangeNotes(wanted), in: scope, naming: naming, isGrouped: true)
  }

  private func keyColumn(_ key: Expression, _ position: Int?) -> ResultColumn {
    position.map { columns[$0] }
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
    for row in (0..<rowCount).reversed() where groups[row] >= 0 { first[Int(groups[row])] = row }
    return first
  }

  /// What is said where values with ranges are put together.
  private func rangeNotes(_ aggregates: [TypedExpression]) -> [Phrase] {
    let used = aggregates.reduce(into: Set<Int>()) { $0.formUnion($1.columnsRead) }
    return used.sorted().compactMap { position in
      let isRanged = (0..<rowCount).contains { row in
        if case .ranged(let range) = cell(row, position) { !range.isExact } else { false }
      }
      guard isRanged else { return nil }
      let column = columns[position]
      return Phrase(
        "of \(column.name) the headline is taken; its ranges are left out",
        "“\(column.heading.chinese)”只取名义值，区间未计入")
    }
  }
}
