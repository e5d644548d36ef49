import Tables
import Values

/// Finds the rows in a stretch of text, and sets aside what is no row of the file's shape.
struct RowReader {
  private let scanner: RowScanner
  private let columnCount: Int
  /// A row that is longer than this is taken for the work of a quotation mark that nothing closes.
  let maximumRowSize: Int

  static let usualMaximumRowSize = 8 << 20

  init(_ dialect: Dialect, columnCount: Int, maximumRowSize: Int = RowReader.usualMaximumRowSize) {
    scanner = RowScanner(dialect)
    self.columnCount = columnCount
    self.maximumRowSize = maximumRowSize
  }

  /// Finds the rows that begin where another one ends, up to the first that begins at or behind a boundary.
  func findRows(from start: Int, before boundary: Int, of window: TextWindow, into rows: inout FoundRows) {
    rows.restart(at: start)
    guard start < boundary else { return }
    let text = Text(window, cleanEnd: cleanEnd(from: start, boundary, window))
    while rows.next < boundary, rows.ending == .complete {
      rows.fillBatch(fieldCount: columnCount) { batch, rows in
        while rows.next < boundary, rows.ending == .complete, !batch.isFull {
          readRow(window.bytes.span, text, into: &batch, rows: &rows)
        }
      }
    }
  }

  /// What rows are looked for in.
  private struct Text {
    let end: Int
    let isLast: Bool
    /// Up to where the text is known to hold only characters: no invalid byte, no NUL.
    let cleanEnd: Int

    init(_ window: TextWindow, cleanEnd: Int) {
      (end, isLast) = (window.end, window.isLast)
      self.cleanEnd = cleanEnd
    }
  }

  /// The end of the last line that begins before a boundary if the text up to there holds only characters, else its
  /// start. No character goes across a line's end, quoted or not.
  private func cleanEnd(from start: Int, _ boundary: Int, _ window: TextWindow) -> Int {
    let bytes = window.bytes.span
    let end =
      firstIndex(of: scanner.dialect.lineEnd, in: bytes, boundary - 1..<window.end).map { $0 + 1 }
      ?? (window.isLast ? window.end : lastIndex(of: scanner.dialect.lineEnd, in: bytes, start..<boundary))
    guard let end, isText(bytes, start..<end) else { return start }
    return end
  }

  @inline(__always)
  private func readRow(_ bytes: Span<UInt8>, _ text: Text, into batch: inout RowBatch, rows: inout FoundRows) {
    let start = rows.next
    let isTooLong = !text.isLast && text.end - start > maximumRowSize
    let row = batch.withNextRow { fields, cursor in
      scanner.scanRow(
        bytes, from: start, to: text.end, isLast: text.isLast || isTooLong, fields: &fields, at: cursor,
        step: RowBatch.capacity)
    }
    switch row.ending {
    case .incomplete: rows.ending = .cut
    case .unclosedQuote, .textAfterQuote:
      let lineEnd = firstIndex(of: scanner.dialect.lineEnd, in: bytes, start..<text.end)
      // The fault is seen before the line's end is there: its rest is no row of its own.
      guard lineEnd != nil || text.isLast || isTooLong else {
        rows.ending = .cut
        return
      }
      setAsideQuoted(row.ending, bytes, start..<text.end, lineEnd: lineEnd, rows: &rows)
    case .complete:
      guard !isTooLong || row.next < text.end else {
        rows.ending = .rowTooLong
        return
      }
      keep(row, bytes, start..<row.end, isClean: row.end <= text.cleanEnd, in: &batch, rows: &rows)
      rows.next = row.next
      rows.line += 1 + row.innerLines
    }
  }

  @inline(__always)
  private func keep(
    _ row: ScannedRow, _ bytes: Span<UInt8>, _ range: Range<Int>, isClean: Bool, in batch: inout RowBatch,
    rows: inout FoundRows
  ) {
    if scanner.isBlankRow(bytes, range) { return }
    rows.rowsRead += 1
    guard isClean || isText(bytes, range) else {
      rows.log.report(
        .badBytes, line: rows.line, found: excerpt(bytes, range),
        expected: Phrase("text in the file's encoding, without NUL", "符合文件编码且不含 NUL 的文本"), outcome: .setAside)
      return
    }
    guard row.fieldCount == columnCount else {
      rows.log.report(
        .raggedRow, line: rows.line, found: excerpt(bytes, range),
        expected: Phrase(
          "expected \(columnCount) columns, found \(row.fieldCount)", "应有 \(columnCount) 列，实有 \(row.fieldCount) 列"),
        outcome: .setAside)
      return
    }
    if row.hasEscapes { rows.noteEscaped(in: batch) }
    batch.keepRow(line: rows.line, hash: hashBytes(bytes, Field(range)))
  }

  /// Sets aside the line on which a quoted field went wrong, and goes on with the line after it: what one stray
  /// quotation mark would swallow are rows of their own.
  private func setAsideQuoted(
    _ ending: ScannedRow.Ending, _ bytes: Span<UInt8>, _ range: Range<Int>, lineEnd: Int?, rows: inout FoundRows
  ) {
    let lineEnd = lineEnd ?? range.upperBound
    rows.rowsRead += 1
    rows.log.report(
      .raggedRow, line: rows.line, found: excerpt(bytes, range.lowerBound..<lineEnd),
      expected: ending == .unclosedQuote
        ? Phrase("a quotation mark that closes the one opened on this line", "与本行起始引号配对的右引号")
        : Phrase("a delimiter after a closing quotation mark; one inside is doubled", "右引号后应为分隔符；字段内的引号须双写"),
      outcome: .setAside)
    rows.line += 1
    rows.next = min(lineEnd + 1, range.upperBound)
  }
}

// Where a text is cut so that several threads look for its rows: each begins at a guess.
extension RowReader {
  /// Where the first row begins at or behind a place, if it is known whether the place lies within quotation marks;
  /// `limit` where none begins before that.
  ///
  /// It is right where quotation marks enclose fields and are doubled within them. A stray one makes it wrong, so that it
  /// must be compared with where the row before ends.
  func guessRowStart(_ bytes: Span<UInt8>, from position: Int, to limit: Int, isQuoted: Bool) -> Int {
    var (offset, isQuoted) = (position, isQuoted)
    let lineEnd = scanner.dialect.lineEnd
    if offset > 0, !isQuoted, bytes[offset - 1] == lineEnd { return offset }
    while offset < limit {
      let byte = bytes[offset]
      offset &+= 1
      if byte == Byte.quote {
        isQuoted.toggle()
      } else if byte == lineEnd, !isQuoted {
        return min(offset, limit)
      }
    }
    return limit
  }
}
