/// How a prompt and the statement being typed fall into rows, and where the caret stands.
struct EditAreaLayout: Equatable {
  /// The rows from the prompt to the last line.
  let rows: [ScreenRow]

  /// The row of the caret, counted from 0 at the prompt.
  let caretRow: Int

  /// The column of the caret, counted from 0.
  let caretColumn: Int

  /// What is laid out.
  struct Content {
    var text: [Unicode.Scalar] = []
    /// An offset into `text`; its count means behind the last scalar.
    var caret = 0
    /// The style of each scalar; may be shorter than `text`.
    var styles: [Style?] = []
    var prompt = ""
    var continuationPrompt = ""
  }

  init(_ content: Content, columns: Int, palette: Palette) {
    var builder = ScreenRowBuilder(columns: columns, palette: palette)
    var caret = (row: 0, column: 0)
    builder.append(content.prompt, style: .prompt)
    for (offset, scalar) in content.text.enumerated() {
      let cells = EditAreaLayout.cells(of: scalar, at: builder.column, columns: builder.columns)
      if offset == content.caret { caret = builder.place(forWidth: cells.first?.width ?? 0) }
      if scalar == "\n" {
        builder.close()
        builder.append(content.continuationPrompt, style: .prompt)
        continue
      }
      let style = offset < content.styles.count ? content.styles[offset] : nil
      for cell in cells { builder.append(cell.scalar, width: cell.width, style: style) }
    }
    if content.caret >= content.text.count {
      caret = builder.place(forWidth: 1)
      // A full row leaves no cell for the caret: a space makes the terminal wrap, and the caret stands on it.
      if caret.row > builder.rows.count { builder.append(" ", width: 1, style: nil) }
    }
    builder.close()
    rows = builder.rows
    (caretRow, caretColumn) = caret
  }

  private typealias Cell = (scalar: Unicode.Scalar, width: Int)

  /// A scalar as it is shown: a tab as spaces, a control character as `^X`, what has no picture as `�`.
  private static func cells(of scalar: Unicode.Scalar, at column: Int, columns: Int) -> [Cell] {
    if let width = CellWidth.of(scalar) { return [(scalar, width)] }
    switch scalar {
    case "\n": return []
    case "\t":
      let start = column >= columns ? 0 : column
      return Array(repeating: (" ", 1), count: 8 - start % 8)
    case let control where control.value < 0x20 || control.value == 0x7F:
      return [("^", 1), (Unicode.Scalar(UInt8(control.value ^ 0x40)), 1)]
    default: return [("\u{FFFD}", 1)]
    }
  }
}
