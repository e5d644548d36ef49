import Values

/// One of the first rows of a file, as texts.
struct HeadRow {
  /// The line that it began on.
  let line: Int
  /// The cells, without the blanks around them.
  let cells: [String]
  /// Whether its bytes are text in the file's encoding.
  let isText: Bool
  /// Where the next row begins in the window, and on which line.
  let next: Int
  let nextLine: Int

  /// How many cells hold anything.
  var filledCount: Int { cells.count { !$0.isEmpty } }
}

/// Reads the first rows of a window as texts, whatever their number of cells; blank rows are left out.
func readHeadRows(
  _ bytes: Span<UInt8>, _ range: Range<Int>, isLast: Bool, dialect: Dialect, limit: Int
) -> [HeadRow] {
  let scanner = RowScanner(dialect)
  var fields = [Field](repeating: .none, count: 64)
  var rows: [HeadRow] = []
  var (position, line) = (range.lowerBound, 1)
  while position < range.upperBound, rows.count < limit {
    var row = scanHeadRow(scanner, bytes, position..<range.upperBound, isLast: isLast, &fields)
    if row.fieldCount > fields.count {
      fields = [Field](repeating: .none, count: row.fieldCount)
      row = scanHeadRow(scanner, bytes, position..<range.upperBound, isLast: isLast, &fields)
    }
    switch row.ending {
    case .incomplete: return rows
    case .unclosedQuote, .textAfterQuote:
      let lineEnd = firstIndex(of: dialect.lineEnd, in: bytes, position..<range.upperBound) ?? range.upperBound
      position = min(lineEnd + 1, range.upperBound)
      line += 1
    case .complete:
      let nextLine = line + 1 + row.innerLines
      if !scanner.isBlankRow(bytes, position..<row.end) {
        rows.append(
          HeadRow(
            line: line, cells: headCells(fields.prefix(row.fieldCount), bytes),
            isText: isText(bytes, position..<row.end), next: row.next, nextLine: nextLine))
      }
      (position, line) = (row.next, nextLine)
    }
  }
  return rows
}

private func scanHeadRow(
  _ scanner: RowScanner, _ bytes: Span<UInt8>, _ range: Range<Int>, isLast: Bool, _ fields: inout [Field]
) -> ScannedRow {
  fields.withMutableSpan {
    scanner.scanRow(bytes, from: range.lowerBound, to: range.upperBound, isLast: isLast, fields: &$0, at: 0)
  }
}

private func headCells(_ fields: ArraySlice<Field>, _ bytes: Span<UInt8>) -> [String] {
  var cells: [String] = []
  for field in fields {
    if field.isEscaped {
      cells.append(trimmed(replacing("\"\"", with: "\"", in: text(bytes, field.escapedRange))))
    } else {
      cells.append(text(bytes, field.trimmed(bytes).range))
    }
  }
  return cells
}

/// A text without the blanks around it.
func trimmed(_ text: String) -> String {
  let bytes = Array(text.utf8)
  let whole = Field(0..<bytes.count)
  return String(decoding: bytes[whole.trimmed(bytes.span).range], as: UTF8.self)
}
