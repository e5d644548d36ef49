import Tables
import Values

/// Builds a column of days or of months.
struct DateColumnBuilder: ColumnBuilder {
  private let source: ColumnSource
  private let isMonth: Bool
  private var numbers: [Int32] = []
  private var states = CellStates()
  private var folded = FoldedText()

  init(_ source: ColumnSource, isMonth: Bool) {
    self.source = source
    self.isMonth = isMonth
  }

  mutating func append(_ batch: borrowing RowBatch, _ bytes: Span<UInt8>, log: inout ProblemLog) {
    let first = states.count
    states.extend(by: batch.rowCount)
    let cells = batch.fields.span.extracting(batch.places(of: source.position))
    for row in 0..<cells.count {
      let cell = cells[row].trimmed(bytes)
      if cell.length == 0 {
        states.markBlank(first &+ row)
        numbers.append(0)
      } else if let day = readPlainDate(bytes, cell) {
        numbers.append(isMonth ? day.month.monthNumber : day.dayNumber)
      } else {
        numbers.append(slowNumber(cell, bytes, row: first &+ row, line: batch.line(row), log: &log))
      }
    }
  }

  /// The number of a cell that is no plain date; 0 where it is unknown, which is marked and reported.
  private mutating func slowNumber(
    _ cell: Field, _ bytes: Span<UInt8>, row: Int, line: Int, log: inout ProblemLog
  ) -> Int32 {
    folded.fold(bytes, cell.range)
    let reading = readDate(folded.bytes.span)
    switch reading {
    case .day(let day): return isMonth ? day.month.monthNumber : day.dayNumber
    case .month(let month) where isMonth: return month.monthNumber
    case .unreadable where NullWords.date.contains(folded):
      states.markBlank(row)
      return 0
    case .sentinel, .impossible, .month, .unreadable:
      states.markUnknown(row)
      log.report(
        reading == .sentinel ? .sentinelDate : .badValue, line: line, heading: source.heading,
        found: excerpt(bytes, cell.range), expected: expected(for: reading), outcome: .unknown)
      return 0
    }
  }

  private func expected(for reading: DateReading) -> Phrase {
    switch reading {
    case .sentinel:
      Phrase("a date from 1901 on; an earlier one was put in for an unknown day", "1901 年及以后的日期；更早的是占位日期")
    case .impossible: Phrase("a day that the calendar has", "历法上存在的日期")
    case .month: Phrase("a date with its day", "含日的完整日期")
    default:
      isMonth
        ? Phrase("a month such as 2022-07 or 2022年7月", "月份，如 2022-07 或 2022年7月")
        : Phrase("a date such as 2022-07-31 or 2022年7月31日", "日期，如 2022-07-31 或 2022年7月31日")
    }
  }

  mutating func reserve(_ rows: Int) { numbers.reserveCapacity(rows) }

  mutating func finish(lines: LineNumbers, log: inout ProblemLog) -> Column {
    Column(
      name: source.name, heading: source.heading, type: isMonth ? .month : .date, storage: .days(numbers),
      known: states.known, blank: states.blanks)
  }
}
