/// Some rows of a file as the places of their cells, row after row.
///
/// Columns are built a batch at a time, one after another: each builder's working set then stays in the cache, and
/// nothing but this index passes between the reading of rows and the building of columns.
struct RowBatch {
  /// How many rows a batch holds at most.
  static let capacity = 2_048

  /// The cells, `fieldCount` for each row. Longer than the rows need.
  private(set) var fields: [Field]
  /// The line that each row began on.
  private(set) var lines: [Int32] = []
  /// A hash of each row's bytes, by which identical rows are found.
  private(set) var hashes: [UInt64] = []
  /// How many cells each row has.
  let fieldCount: Int

  init(fieldCount: Int) {
    self.fieldCount = fieldCount
    // One cell more than a row needs, so that a row with too many is told from one that fits.
    fields = [Field](repeating: .none, count: RowBatch.capacity * fieldCount + 1)
    lines.reserveCapacity(RowBatch.capacity)
  }

  var rowCount: Int { lines.count }
  var isFull: Bool { lines.count == RowBatch.capacity }

  /// The cell of a row and a column, without the blanks around it.
  @inline(__always)
  func cell(_ row: Int, _ column: Int, _ bytes: Span<UInt8>) -> Field {
    fields[row &* fieldCount &+ column].trimmed(bytes)
  }

  /// The cell of a row and a column as it stands.
  func wholeCell(_ row: Int, _ column: Int) -> Field { fields[row &* fieldCount &+ column] }

  /// The line of a row.
  func line(_ row: Int) -> Int { Int(lines[row]) }

  /// The cells of the row that is being read, to write into.
  mutating func withNextRow<Result>(_ body: (inout MutableSpan<Field>, _ start: Int) -> Result) -> Result {
    let start = lines.count * fieldCount
    return fields.withMutableSpan { body(&$0, start) }
  }

  /// Keeps the row that was just written.
  mutating func keepRow(line: Int, hash: UInt64) {
    lines.append(Int32(truncatingIfNeeded: line))
    hashes.append(hash)
  }

  /// The cells of the row that was just written and not yet kept.
  var nextRow: Range<Int> { rowCount * fieldCount..<(rowCount + 1) * fieldCount }

  mutating func setField(_ index: Int, _ field: Field) { fields[index] = field }

  mutating func removeAll() {
    lines.removeAll(keepingCapacity: true)
    hashes.removeAll(keepingCapacity: true)
  }
}
