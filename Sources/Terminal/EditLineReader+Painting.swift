extension EditLineReader {
  /// What stands below the line.
  enum Footer {
    case none
    case search(pattern: String, isFound: Bool)
    case candidates(Completion)
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
    case .candidates(let completion):
      return CandidateTable.rows(
        of: stillFitting(completion), columns: size.columns - 1, limit: max(size.rows / 2, 1),
        palette: options.palette)
    }
  }

  /// The candidates that go on with what was typed since they were asked for; none when the caret left the word.
  private func stillFitting(_ completion: Completion) -> [Completion.Candidate] {
    let caret = editor.caret
    guard caret >= completion.replace.upperBound else { return [] }
    guard caret > completion.replace.upperBound else { return completion.candidates }
    let typed = String(scalars: editor.text[completion.replace.lowerBound..<caret])
    return completion.candidates.filter { $0.text.hasPrefix(typed) }
  }
}
