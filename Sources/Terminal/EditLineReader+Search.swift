extension EditLineReader {
  /// Searches the history while the pattern is typed, newest statement first.
  ///
  /// Ctrl-R goes on to older statements, Ctrl-S to newer ones. Ctrl-G gives the line back as it was; every other key
  /// that is no text ends the search and then does what it always does.
  func search() -> EditCommand.Result {
    let draft = (text: String(scalars: editor.text), caret: editor.caret)
    var pattern = ""
    var found: Int?
    footer = .search(pattern: pattern, isFound: true)
    defer { footer = .none }
    while let key = editor.readKey() {
      switch key {
      case "\u{12}": look(for: pattern, from: found ?? statements.statements.count, found: &found)
      case "\u{13}": look(for: pattern, from: found ?? -1, backwards: false, found: &found)
      case "\u{07}":
        show(draft.text, caret: draft.caret)
        return .edited
      case "\u{7F}", "\u{08}":
        pattern = String(scalars: pattern.unicodeScalars.dropLast())
        found = nil
        look(for: pattern, from: statements.statements.count, found: &found)
      case _ where CellWidth.of(key) != nil:
        pattern.unicodeScalars.append(key)
        look(for: pattern, from: found.map { $0 + 1 } ?? statements.statements.count, found: &found)
      default:
        editor.push(String(key))
        return .edited
      }
    }
    return .impossible
  }

  private func look(for pattern: String, from index: Int, backwards: Bool = true, found: inout Int?) {
    let match = statements.find(pattern, from: index, backwards: backwards)
    footer = .search(pattern: pattern, isFound: match != nil)
    guard let match else { return }
    found = match.index
    show(statements.statements[match.index], caret: match.offset)
  }

  private func show(_ text: String, caret: Int) {
    editor.replace(0..<editor.text.count, with: text)
    editor.caret = caret
  }
}
