import Tables
import Values

/// Aligned columns without rules, for people at a terminal.
///
/// A table wider than the terminal has headings over several lines, then its widest texts cut short; one that still does
/// not fit is written a line a cell. Prose and notes, indented as the rows are, go on in the next line where they are
/// longer than the terminal is wide.
public struct TableFormat: AnswerFormat {
  /// The columns that a line may take; nil for no limit.
  public let width: Int?

  /// Tables within a width in columns, or of any width.
  public init(width: Int? = nil) { self.width = width }

  private static let indent = "  "
  private static let shortestText = 8

  /// The pieces of a heading between which it may be broken: after `_`, an opening bracket or a space.
  private static func pieces(of heading: String) -> [String] {
    var pieces: [String] = []
    for character in heading {
      if let last = pieces.last?.last, !"_( ".contains(last) {
        pieces[pieces.count - 1].append(character)
      } else {
        pieces.append(String(character))
      }
    }
    return pieces
  }

  /// The least columns that leave a heading readable: those of its longest piece, as far as that is a word of letters.
  private static func shortestHeading(of heading: String) -> Int {
    let widths = pieces(of: heading).map { piece in
      piece.unicodeScalars.allSatisfy(\.isASCII) ? min(12, TextWidth.columns(of: piece)) : 6
    }
    return max(6, widths.max() ?? 0)
  }

  /// A heading on lines of a width, broken between its pieces where they are short enough.
  private static func broken(_ heading: String, within width: Int) -> [String] {
    guard TextWidth.columns(of: heading) > width else { return [heading] }
    var lines: [String] = []
    for piece in pieces(of: heading) {
      if let last = lines.last, TextWidth.columns(of: last + piece) <= width {
        lines[lines.count - 1] = last + piece
      } else {
        lines += TextWrap.lines(of: piece, within: width)
      }
    }
    return lines.map(\.trimmingSpaces)
  }

  /// Writes the prose or the table, then the notes.
  public func write(_ answer: Answer, tongue: Tongue, to stream: inout some TextOutputStream) {
    writeBody(of: answer, tongue: tongue, to: &stream)
    for note in answer.notes { write(remark: note.text(in: tongue), to: &stream) }
  }

  /// Writes what people see of an answer, its notes left aside.
  func writeBody(of answer: Answer, tongue: Tongue, to stream: inout some TextOutputStream) {
    switch answer.form {
    case .table: write(answer.table, tongue: tongue, to: &stream)
    case .prose(let lines): write(lines: lines.map { $0.text(in: tongue) }, to: &stream)
    case .tables(let tables, let remark):
      for table in tables {
        if let caption = table.caption { write(remark: caption.text(in: tongue), to: &stream) }
        write(table, tongue: tongue, to: &stream)
      }
      if let remark { write(remark: remark.text(in: tongue), to: &stream) }
    case .chart(let column):
      let chart = Chart(answer.table, column: column, in: tongue, width: min(Chart.width, width ?? Chart.width))
      guard let drawing = chart?.drawing() else { return write(answer.table, tongue: tongue, to: &stream) }
      write(lines: drawing.lines, to: &stream)
      if drawing.omitted > 0 {
        let remark = Phrase(
          "… \(drawing.omitted) more rows: `take` chooses which", "… 另有 \(drawing.omitted) 行，可用 `取前` 选取")
        write(remark: remark.text(in: tongue), to: &stream)
      }
    }
  }

  private func write(lines: [String], to stream: inout some TextOutputStream) {
    for line in lines {
      let text = VisibleText.line(line)
      write(text, hanging: text.prefix { $0 == " " }.count + TableFormat.indent.count, to: &stream)
    }
  }

  private func write(remark text: String, to stream: inout some TextOutputStream) {
    write(TableFormat.indent + VisibleText.line(text), hanging: 2 * TableFormat.indent.count, to: &stream)
  }

  private func write(_ text: String, hanging: Int, to stream: inout some TextOutputStream) {
    guard let width, !text.isEmpty else { return stream.write(text + "\n") }
    for line in TextWrap.lines(of: text, within: width, hanging: hanging) { stream.write(line + "\n") }
  }

  private func write(_ table: ResultTable, tongue: Tongue, to stream: inout some TextOutputStream) {
    let readable = ReadableTable(table, in: tongue)
    let spacing = Spacing(of: readable.columns, within: width.map { $0 - TableFormat.indent.count })
    if spacing.isWithinLimit || readable.rowCount == 0 {
      for headings in spacing.headings(of: readable.columns) { stream.write(line(headings, readable, spacing)) }
      for row in 0..<readable.rowCount {
        if row & 0xFF == 0, Interruption.isRequested { break }
        stream.write(line(readable.columns.map { $0.texts[row] }, readable, spacing))
      }
    } else {
      for row in 0..<readable.rowCount {
        if row & 0xFF == 0, Interruption.isRequested { break }
        stream.write((row > 0 ? "\n" : "") + stacked(readable, row, tongue))
      }
    }
    if let remark = table.remark(in: tongue) {
      write(remark: remark + (width == nil ? "" : table.advice(in: tongue)), to: &stream)
    }
  }

  private func line(_ texts: [String], _ table: ReadableTable, _ spacing: Spacing) -> String {
    let cells = zip(texts, zip(table.columns, spacing.widths)).map { text, place in
      TextWidth.padded(TextWidth.truncated(text, to: place.1), to: place.1, alignment: place.0.alignment)
    }
    let line = TableFormat.indent + cells.joined(separator: String(repeating: " ", count: spacing.gap))
    return line.trimmingSpaces + "\n"
  }

  /// A row as a line for each cell that has something to say.
  private func stacked(_ table: ReadableTable, _ row: Int, _ tongue: Tongue) -> String {
    let colon = Phrase(": ", "：").text(in: tongue)
    return table.columns.filter { !$0.texts[row].isEmpty }
      .map { TableFormat.indent + $0.heading + colon + $0.texts[row] + "\n" }.joined()
  }

  /// How wide each column is and how far they stand apart.
  private struct Spacing {
    var widths: [Int]
    let gap: Int
    let isWithinLimit: Bool

    init(of columns: [ReadableTable.Column], within limit: Int?) {
      let cells = columns.map { $0.texts.reduce(0) { max($0, TextWidth.columns(of: $1)) } }
      var widths = zip(columns, cells).map { max(TextWidth.columns(of: $0.heading), $1) }
      let gaps = max(0, columns.count - 1)
      let limit = limit ?? .max
      var excess = widths.reduce(0, +) + 3 * gaps - limit
      gap = excess > 0 ? 2 : 3
      if excess > 0 { excess -= gaps }
      // A heading on two lines loses nothing, so headings give way first.
      while excess > 0 {
        let least = zip(columns, cells).map { max($1, TableFormat.shortestHeading(of: $0.heading)) }
        let tall = columns.indices.filter { !columns[$0].isWords && widths[$0] > least[$0] }
        guard let widest = tall.max(by: { widths[$0] < widths[$1] }) else { break }
        widths[widest] -= 1
        excess -= 1
      }
      while excess > 0 {
        let wordy = columns.indices.filter { columns[$0].isWords && widths[$0] > TableFormat.shortestText }
        guard let widest = wordy.max(by: { widths[$0] < widths[$1] }) else { break }
        let next = wordy.filter { $0 != widest }.map { widths[$0] }.max() ?? TableFormat.shortestText
        let cut = min(excess, max(1, widths[widest] - next))
        widths[widest] -= cut
        excess -= cut
      }
      self.widths = widths
      isWithinLimit = excess <= 0
    }

    /// The headings line by line: those that are wider than their column go over several.
    func headings(of columns: [ReadableTable.Column]) -> [[String]] {
      let broken = zip(columns, widths).map { TableFormat.broken($0.heading, within: max($1, 1)) }
      let height = broken.map(\.count).max() ?? 0
      return (0..<height).map { line in
        broken.map { line < height - $0.count ? "" : $0[line - (height - $0.count)] }
      }
    }
  }
}

extension String {
  /// The text without spaces at its end.
  var trimmingSpaces: String {
    guard let last = unicodeScalars.lastIndex(where: { $0 != " " }) else { return "" }
    return String(unicodeScalars[...last])
  }
}
