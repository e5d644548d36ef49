import Tables
import Values

/// Takes rows off a window into batches, and sets aside what is no row of the file's shape.
struct RowReader {
  private let scanner: RowScanner
  private let columnCount: Int
  private let displayPath: String
  private let maximumRowSize: Int
  /// The line on which the next row begins.
  private var line: Int
  /// Cells of the present batch in which doubled quotation marks are still to be read as single ones.
  private var escaped: [Int] = []
  /// How many rows with data there were, those set aside included.
  private(set) var rowsRead = 0

  /// A row that is longer than this is taken for the work of a quotation mark that nothing closes.
  static let usualMaximumRowSize = 8 << 20

  init(
    _ dialect: Dialect, columnCount: Int, line: Int, displayPath: String,
    maximumRowSize: Int = RowReader.usualMaximumRowSize
  ) {
    scanner = RowScanner(dialect)
    self.columnCount = columnCount
    self.line = line
    self.displayPath = displayPath
    self.maximumRowSize = maximumRowSize
  }

  /// Fills a batch with the window's next rows, until it is full or no whole row is left.
  mutating func fill(
    _ batch: inout RowBatch, from window: inout TextWindow, log: inout ProblemLog
  ) throws(Failure) {
    escaped.removeAll(keepingCapacity: true)
    let position = try scan(
      window.bytes.span, window.start..<window.end, isLast: window.isLast, isClean: window.isClean, into: &batch,
      log: &log)
    for index in escaped { batch.setField(index, window.unescape(batch.fields[index])) }
    window.advance(to: position)
  }

  private mutating func scan(
    _ bytes: Span<UInt8>, _ range: Range<Int>, isLast: Bool, isClean: Bool, into batch: inout RowBatch,
    log: inout ProblemLog
  ) throws(Failure) -> Int {
    var position = range.lowerBound
    while position < range.upperBound, !batch.isFull {
      let isTooLong = !isLast && range.upperBound - position > maximumRowSize
      let row = batch.withNextRow { fields, cursor in
        scanner.scanRow(
          bytes, from: position, to: range.upperBound, isLast: isLast || isTooLong, fields: &fields, at: cursor,
          step: RowBatch.capacity)
      }
      switch row.ending {
      case .incomplete: return position
      case .unclosedQuote, .textAfterQuote:
        let lineEnd = firstIndex(of: scanner.dialect.lineEnd, in: bytes, position..<range.upperBound)
        // The fault is seen before the line's end is there: its rest is no row of its own.
        guard lineEnd != nil || isLast || isTooLong else { return position }
        position = setAsideQuoted(row.ending, bytes, position..<range.upperBound, lineEnd: lineEnd, log: &log)
      case .complete:
        if isTooLong, row.next == range.upperBound { throw lineTooLong }
        keep(row, bytes, position..<row.end, isClean: isClean, in: &batch, log: &log)
        position = row.next
        line += 1 + row.innerLines
      }
    }
    return position
  }

  private mutating func keep(
    _ row: ScannedRow, _ bytes: Span<UInt8>, _ range: Range<Int>, isClean: Bool, in batch: inout RowBatch,
    log: inout ProblemLog
  ) {
    if scanner.isBlankRow(bytes, range) { return }
    rowsRead += 1
    guard isClean || isText(bytes, range) else {
      log.report(
        .badBytes, line: line, found: excerpt(bytes, range),
        expected: Phrase("text in the file's encoding, without NUL", "符合文件编码且不含 NUL 的文本"), outcome: .setAside)
      return
    }
    guard row.fieldCount == columnCount else {
      log.report(
        .raggedRow, line: line, found: excerpt(bytes, range),
        expected: Phrase(
          "expected \(columnCount) columns, found \(row.fieldCount)", "应有 \(columnCount) 列，实有 \(row.fieldCount) 列"),
        outcome: .setAside)
      return
    }
    if row.hasEscapes {
      for index in batch.nextRow where batch.fields[index].isEscaped { escaped.append(index) }
    }
    batch.keepRow(line: line, hash: hashBytes(bytes, Field(range)))
  }

  /// Sets aside the line on which a quoted field went wrong, and goes on with the line after it: what one stray
  /// quotation mark would swallow are rows of their own.
  private mutating func setAsideQuoted(
    _ ending: ScannedRow.Ending, _ bytes: Span<UInt8>, _ range: Range<Int>, lineEnd: Int?, log: inout ProblemLog
  ) -> Int {
    let lineEnd = lineEnd ?? range.upperBound
    rowsRead += 1
    log.report(
      .raggedRow, line: line, found: excerpt(bytes, range.lowerBound..<lineEnd),
      expected: ending == .unclosedQuote
        ? Phrase("a quotation mark that closes the one opened on this line", "与本行起始引号配对的右引号")
        : Phrase("a delimiter after a closing quotation mark; one inside is doubled", "右引号后应为分隔符；字段内的引号须双写"),
      outcome: .setAside)
    line += 1
    return min(lineEnd + 1, range.upperBound)
  }

  private var lineTooLong: Failure {
    Failure(
      .data,
      Phrase(
        "\(displayPath) line \(line) is longer than \(maximumRowSize >> 20) MB: this is no CSV file",
        "\(displayPath) 第 \(line) 行超过 \(maximumRowSize >> 20) MB，不是 CSV 文件"))
  }
}
