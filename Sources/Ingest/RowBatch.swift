import Tables

/// Some rows of a file as the places of their cells, column after column.
///
/// Columns are built a batch at a time, one after another: each builder's working set then stays in the cache, and
/// nothing but this index passes between the reading of rows and the building of columns.
struct RowBatch {
  /// How many rows a batch holds at most.
  static let capacity = 2_048

  /// The cells, `capacity` for each column. Longer than the rows need.
  private(set) var fields: [Field]
  /// The line that each row began on, counted from the first of those that it was found with.
  private var lines: [Int32] = []
  /// How many lines of the file come before those that lines are counted from.
  var linesBefore = 0
  /// A hash of each row's bytes, by which identical rows are found.
  private(set) var hashes: [UInt64] = []
  /// How many cells each row has.
  let fieldCount: Int

  init(fieldCount: Int) {
    self.fieldCount = fieldCount
    fields = [Field](repeating: .none, count: RowBatch.capacity * fieldCount)
    lines.reserveCapacity(RowBatch.capacity)
    hashes.reserveCapacity(RowBatch.capacity)
  }

  var rowCount: Int { lines.count }
  var isFull: Bool { lines.count == RowBatch.capacity }

  /// Where the cells of a column stand, one for each row.
  func places(of column: Int) -> Range<Int> { column * RowBatch.capacity..<column * RowBatch.capacity + rowCount }

  /// The line of the file that a row began on.
  func line(_ row: Int) -> Int { linesBefore + Int(lines[row]) }

  /// Adds the line of the file that each row began on.
  func appendLines(to all: inout LineCollection) {
    all.append(lines, offset: Int32(truncatingIfNeeded: linesBefore))
  }

  /// The cells to write the row that is being read into: its first at `start`, each of the others `capacity` behind the
  /// one before.
  mutating func withNextRow<Result>(_ body: (inout MutableSpan<Field>, _ start: Int) -> Result) -> Result {
    let start = lines.count
    return fields.withMutableSpan { body(&$0, start) }
  }

  /// Keeps the row that was just written.
  mutating func keepRow(line: Int, hash: UInt64) {
    lines.append(Int32(truncatingIfNeeded: line))
    hashes.append(hash)
  }

  /// The cells of the row that was just written and not yet kept.
  var nextRow: StrideTo<Int> { stride(from: rowCount, to: fieldCount * RowBatch.capacity, by: RowBatch.capacity) }

  mutating func setField(_ index: Int, _ field: Field) { fields[index] = field }

  mutating func removeAll() {
    linesBefore = 0
    lines.removeAll(keepingCapacity: true)
    hashes.removeAll(keepingCapacity: true)
  }
}
