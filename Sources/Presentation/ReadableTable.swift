import Tables
import Values

/// A result as people read it: a text for each cell, and ranges in columns of their own.
struct ReadableTable {
  /// One column, read from top to bottom.
  struct Column {
    /// The text at the column's head.
    let heading: String
    /// Numbers stand on the right.
    let alignment: TextWidth.Alignment
    /// Whether the column holds words, which can be cut short where numbers can't.
    let isWords: Bool
    /// A text for each row.
    let texts: [String]
  }

  /// The columns, each range beside the column that it belongs to.
  let columns: [Column]
  /// The number of rows.
  let rowCount: Int

  /// The texts of a result in a tongue.
  init(_ table: ResultTable, in tongue: Tongue) {
    let words = ValueText(tongue: tongue)
    rowCount = table.rows.count
    columns = table.columns.enumerated().flatMap { position, column -> [Column] in
      guard column.detail != .hidden, !Interruption.isRequested else { return [] }
      let cells = table.rows.map { $0.indices.contains(position) ? $0[position] : .empty }
      let values = ReadableTable.column(column, of: cells, in: words)
      guard column.detail == .full else { return [values] }
      return [values] + (ReadableTable.ranges(of: column, cells, in: words).map { [$0] } ?? [])
    }
  }

  private static func column(_ column: ResultColumn, of cells: [Cell], in words: ValueText) -> Column {
    let types = Set(cells.compactMap(\.headline.type))
    let isNumeric =
      types.isEmpty ? column.display == .difference || column.display == .relative : types.allSatisfy(\.isNumeric)
    return Column(
      heading: VisibleText.line(column.heading.text(in: words.tongue)),
      alignment: isNumeric ? .right : .left,
      isWords: types.contains(where: \.isText),
      texts: cells.map { words.text(of: $0, display: column.display) })
  }

  private static func ranges(of column: ResultColumn, _ cells: [Cell], in words: ValueText) -> Column? {
    let texts = cells.map { cell in
      guard case .ranged(let range) = cell, !range.isExact else { return "" }
      return words.rangeText(range.low, range.high, display: column.display)
    }
    guard texts.contains(where: { !$0.isEmpty }) else { return nil }
    return Column(
      heading: Phrase("range", "区间").text(in: words.tongue), alignment: .left, isWords: false, texts: texts)
  }
}

extension ResultTable {
  /// What stands under the rows: that there are none, or how many more there are.
  func remark(in tongue: Tongue) -> String? {
    if omitted > 0 {
      let count = ValueText(tongue: tongue).text(of: .integer(Int64(omitted)))
      return Phrase("… \(count) more row\(omitted == 1 ? "" : "s")", "… 另有 \(count) 行").text(in: tongue)
    }
    return rows.isEmpty && !columns.isEmpty ? Phrase("no rows", "没有记录").text(in: tongue) : nil
  }

  /// What shows the rows that a limit left out.
  func advice(in tongue: Tongue) -> String {
    guard omitted > 0 else { return "" }
    let all = rows.count + omitted
    return Phrase(
      " (`set rows \(all)` shows them, `| export \"x.csv\"` writes them all)",
      "（`设置 行数 \(all)` 可全部显示，`｜导出 \"x.csv\"` 可全部写出）"
    ).text(in: tongue)
  }
}
