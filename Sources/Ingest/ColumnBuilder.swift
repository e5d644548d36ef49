import Tables
import Values

/// Builds one column from batches of rows.
///
/// A builder sees nothing but its own cells, so the builders of one batch can work side by side.
protocol ColumnBuilder {
  /// Adds the cells of a batch, and reports those that can't be read.
  mutating func append(_ batch: borrowing RowBatch, _ bytes: Span<UInt8>, log: inout ProblemLog) throws(Failure)

  /// Makes room for the cells of so many rows, where that is known beforehand.
  mutating func reserve(_ rows: Int)

  /// Does what many threads do together, before columns are finished each by itself.
  mutating func prepareToFinish()

  /// The column of all cells added. Problems that only the whole column shows are reported by the lines of its rows.
  mutating func finish(lines: LineNumbers, log: inout ProblemLog) -> Column
}

extension ColumnBuilder {
  mutating func reserve(_ rows: Int) {}
  mutating func prepareToFinish() {}
}

/// Where a builder's column comes from and what it is called.
struct ColumnSource {
  let name: String
  /// The heading as the file has it.
  let heading: String
  /// The column's place in the file, from 0.
  let position: Int
}

/// Which cells of a column are unknown and which of those are blank.
struct CellStates {
  private var unknown: [UInt64] = []
  private var blank: [UInt64] = []
  private var hasUnknown = false
  private var hasBlank = false
  /// The number of rows so far.
  private(set) var count = 0

  /// Adds rows whose cells are known until they are marked.
  mutating func extend(by rows: Int) {
    count += rows
    let missing = Bitmap.wordCount(for: count) - unknown.count
    guard missing > 0 else { return }
    unknown.append(contentsOf: repeatElement(0, count: missing))
    blank.append(contentsOf: repeatElement(0, count: missing))
  }

  /// Marks a cell that holds nothing.
  mutating func markBlank(_ row: Int) {
    blank[row >> 6] |= 1 << UInt64(row & 63)
    hasBlank = true
    markUnknown(row)
  }

  /// Marks a cell that can't be read.
  mutating func markUnknown(_ row: Int) {
    unknown[row >> 6] |= 1 << UInt64(row & 63)
    hasUnknown = true
  }

  /// Whether a cell was marked.
  func isUnknown(_ row: Int) -> Bool { unknown[row >> 6] >> UInt64(row & 63) & 1 == 1 }

  /// The rows whose value is known; nil when all are.
  var known: Bitmap? { hasUnknown ? Bitmap(words: unknown.map { ~$0 }, count: count) : nil }

  /// The rows whose cell is blank; nil when none is.
  var blanks: Bitmap? { hasBlank ? Bitmap(words: blank, count: count) : nil }
}

/// Builds a column that the file lacks and may lack: blank in every row.
struct BlankColumnBuilder: ColumnBuilder {
  let name: String
  let type: ValueType
  private var count = 0

  init(name: String, type: ValueType) {
    self.name = name
    self.type = type
  }

  mutating func append(_ batch: borrowing RowBatch, _ bytes: Span<UInt8>, log: inout ProblemLog) {
    count += batch.rowCount
  }

  mutating func finish(lines: LineNumbers, log: inout ProblemLog) -> Column {
    let storage: ColumnStorage =
      switch type {
      case .flag: .flags(Bitmap(count: count))
      case .text, .category: .codes(Codes([UInt32](repeating: 0, count: count), distinct: 1), TextDictionary([""]))
      case .date, .month: .days([Int32](repeating: 0, count: count))
      case .integer, .decimal, .percentage, .duration: .integers(Integers(repeating: 0, count: count), places: 0)
      case .money: .integers(Integers(repeating: 0, count: count), places: 2)
      }
    return Column(
      name: name, type: type, storage: storage, known: Bitmap(count: count),
      blank: Bitmap(repeating: true, count: count))
  }
}
