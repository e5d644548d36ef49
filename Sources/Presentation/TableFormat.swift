import Tables
import Values

/// Aligned columns without rules, for people at a terminal.
///
/// A table wider than the terminal has its widest texts cut short; one that still does not fit is written a line a
/// cell. Prose is written as it is given, and notes follow, indented as the rows are.
public struct TableFormat: AnswerFormat {
  /// The columns that a line may take; nil for no limit.
  public let width: Int?

  /// Tables within a width in columns, or of any width.
  public init(width: Int? = nil) { self.width = width }

  private static let indent = "  "
  private static let shortestText = 8

  /// Writes the prose or the table, then the notes.
  public func write(_ answer: Answer, tongue: Tongue, to stream: inout some TextOutputStream) {
    if let prose = answer.prose {
      for line in prose { stream.write(VisibleText.line(line.text(in: tongue)) + "\n") }
    } else {
      write(answer.table, tongue: tongue, to: &stream)
    }
    for note in answer.notes { stream.write(TableFormat.indent + VisibleText.line(note.text(in: tongue)) + "\n") }
  }

  private func write(_ table: ResultTable, tongue: Tongue, to stream: inout some TextOutputStream) {
    let readable = ReadableTable(table, in: tongue)
    let spacing = Spacing(of: readable.columns, within: width.map { $0 - TableFormat.indent.count })
    if spacing.isWithinLimit || readable.rowCount == 0 {
      if !readable.columns.isEmpty { stream.write(line(readable.columns.map(\.heading), readable, spacing)) }
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
    if let remark = table.remark(in: tongue) { stream.write(TableFormat.indent + remark + "\n") }
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
      var widths = columns.map { column in
        column.texts.reduce(TextWidth.columns(of: column.heading)) { max($0, TextWidth.columns(of: $1)) }
      }
      let gaps = max(0, columns.count - 1)
      let limit = limit ?? .max
      var excess = widths.reduce(0, +) + 3 * gaps - limit
      gap = excess > 0 ? 2 : 3
      if excess > 0 { excess -= gaps }
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
  }
}

extension String {
  /// The text without spaces at its end.
  var trimmingSpaces: String {
    guard let last = unicodeScalars.lastIndex(where: { $0 != " " }) else { return "" }
    return String(unicodeScalars[...last])
  }
}
