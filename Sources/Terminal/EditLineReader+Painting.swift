extension EditLineReader {
  /// What stands below the line.
  enum Footer {
    case none
    case search(pattern: String, isFound: Bool)
    /// What could stand in the word that begins at an offset.
    case candidates(start: Int)
    /// Something to say until the next key.
    case note(String)
  }

  /// Where the prompt and the text fall in the window, with the caret where it is or at `caret`.
  func layout(caret: Int? = nil) -> EditAreaLayout {
    let text = editor.text
    let content = EditAreaLayout.Content(
      text: text, caret: caret ?? editor.caret, styles: styles(of: text),
      prompt: options.prompt, continuationPrompt: options.continuationPrompt)
    return EditAreaLayout(content, columns: size.columns, palette: options.palette)
  }

  /// Brings the edit area on the screen up to date.
  func paint(caret: Int? = nil) {
    let layout = layout(caret: caret)
    screen.write(painter.paint(layout, footer: footerRows(), size: size))
  }

  /// Leaves the text on the screen, the footer away, and goes to a new row.
  func leaveArea() {
    footer = .none
    paint(caret: editor.text.count)
    screen.write(painter.leave())
  }

  private func styles(of text: [Unicode.Scalar]) -> [Style?] {
    guard options.palette.isColoured, let colourise = options.colourise else { return [] }
    var styles = [Style?](repeating: nil, count: text.count)
    for (range, style) in colourise(String(scalars: text)) {
      for offset in range.clamped(to: 0..<text.count) { styles[offset] = style }
    }
    return styles
  }

  private func footerRows() -> [ScreenRow] {
    switch footer {
    case .none: return []
    case .search(let pattern, let isFound):
      var builder = ScreenRowBuilder(columns: size.columns, palette: options.palette)
      let room = size.columns - CellWidth.of(options.searchLabel)
      builder.append(options.searchLabel, style: .prompt)
      builder.append(CellWidth.truncate(pattern, to: room), style: isFound || pattern.isEmpty ? nil : .error)
      builder.close()
      return Array(builder.rows.prefix(1))
    case .note(let text):
      let note = CellWidth.truncate(text, to: size.columns - 1)
      return [ScreenRow(text: options.palette.apply(.faint, to: note), width: CellWidth.of(note))]
    case .candidates(let start):
      // Asked for anew: what goes on with the letters that were typed since, and nothing once the caret left the word.
      let completion = completion()
      guard completion.replace.lowerBound == start else { return [] }
      return CandidateTable.rows(
        of: completion.candidates, omitted: completion.omitted, columns: size.columns - 1,
        limit: max(size.rows / 2, 1), palette: options.palette)
    }
  }
}
