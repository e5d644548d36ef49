import Tables
import Values

/// A pipe table for documents, its columns padded so that the source reads well too.
///
/// Prose is written as a block of code, which keeps its alignment. What stands under a table, and the notes, are one
/// paragraph in italics.
public struct MarkdownFormat: AnswerFormat {
  /// The form knows no choices.
  public init() {}

  private static let markup: Set<Unicode.Scalar> = ["\\", "|", "`", "*", "<", "[", "]", "~"]

  /// Writes the prose or the table, then the notes.
  public func write(_ answer: Answer, tongue: Tongue, to stream: inout some TextOutputStream) {
    var remarks = answer.notes.map { $0.text(in: tongue) }
    var hasBody = true
    if answer.form != .table {
      var body = ""
      TableFormat().writeBody(of: answer, tongue: tongue, to: &body)
      stream.write(block(body.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)))
    } else {
      let table = ReadableTable(answer.table, in: tongue)
      stream.write(rows(of: table))
      hasBody = !table.columns.isEmpty
      if let remark = answer.table.remark(in: tongue) { remarks.insert(remark, at: 0) }
    }
    guard !remarks.isEmpty else { return }
    let italics = remarks.map { "*\(MarkdownFormat.escaped(VisibleText.line($0)))*" }
    // A backslash at a line's end breaks the line inside the paragraph.
    stream.write((hasBody ? "\n" : "") + italics.joined(separator: "\\\n") + "\n")
  }

  private func rows(of table: ReadableTable) -> String {
    guard !table.columns.isEmpty else { return "" }
    let columns = table.columns.map { column in
      let texts = ([column.heading] + column.texts).map(MarkdownFormat.escaped)
      let width = texts.reduce(3) { max($0, TextWidth.columns(of: $1)) }
      let dashes = String(repeating: "-", count: width - 1)
      let rule = column.alignment == .left ? ":" + dashes : dashes + ":"
      return [texts[0], rule].map { TextWidth.padded($0, to: width, alignment: column.alignment) }
        + texts.dropFirst().map { TextWidth.padded($0, to: width, alignment: column.alignment) }
    }
    return (0..<table.rowCount + 2).map { row in
      if row & 0xFF == 0, Interruption.isRequested { return "" }
      return "| " + columns.map { $0[row] }.joined(separator: " | ") + " |\n"
    }.joined()
  }

  /// A fenced block, its fence longer than any run of backticks inside.
  private func block(_ lines: [String]) -> String {
    var longest = 0
    for line in lines {
      var run = 0
      for byte in line.utf8 {
        run = byte == UInt8(ascii: "`") ? run + 1 : 0
        longest = max(longest, run)
      }
    }
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return fence + "text\n" + lines.map { $0 + "\n" }.joined() + fence + "\n"
  }

  private static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: markup.contains) else { return text }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      if markup.contains(scalar) { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
  }
}
