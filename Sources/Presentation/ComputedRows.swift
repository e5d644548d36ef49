import Tables
import Values

/// The rows of a result, made as they are written: there may be as many as a list has, with texts of their own.
public struct ComputedRows: Sendable {
  /// The columns.
  public let columns: [ResultColumn]
  /// How many rows there are.
  public let count: Int
  /// For each column whether a cell of it may have a range.
  let mayHaveRanges: [Bool]
  private let cell: @Sendable (_ row: Int, _ column: Int) -> Cell

  /// Rows.
  /// - Parameters:
  ///   - columns: The columns, and whether a cell of theirs may have a range.
  ///   - count: How many rows there are.
  ///   - cell: What stands in a row's column.
  public init(
    _ columns: [(column: ResultColumn, mayHaveRanges: Bool)], count: Int,
    cell: @escaping @Sendable (_ row: Int, _ column: Int) -> Cell
  ) {
    self.columns = columns.map(\.column)
    mayHaveRanges = columns.map(\.mayHaveRanges)
    self.count = count
    self.cell = cell
  }

  /// The rows of a table. Cells that are missing at a row's end are empty.
  public init(_ table: ResultTable) {
    self.init(table.columns.map { ($0, true) }, count: table.rows.count) { row, column in
      let cells = table.rows[row]
      return cells.indices.contains(column) ? cells[column] : .empty
    }
  }

  /// What stands in a row's column.
  public subscript(row: Int, column: Int) -> Cell { cell(row, column) }

  /// Some of the rows, in the order given.
  public func selecting(_ rows: [Int]) -> ComputedRows {
    ComputedRows(Array(zip(columns, mayHaveRanges)), count: rows.count) { [cell] in cell(rows[$0], $1) }
  }

  /// The rows as a table, each made at once.
  /// - Throws: `Interruption`.
  public func table() throws -> ResultTable {
    let rows = try Interruption.map(0..<count) { row in columns.indices.map { cell(row, $0) } }
    return ResultTable(columns: columns, rows: rows)
  }
}
