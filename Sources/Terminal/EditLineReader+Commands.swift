extension EditLineReader {
  /// Carries out the command of a key.
  func perform(_ command: EditCommand) -> EditCommand.Result {
    switch command {
    case .accept: accept()
    case .newLine: insert("\n")
    case .complete: complete()
    case .paste: paste()
    case .search: search()
    case .up: moveUp() ? .edited : recall { $0.previous(from: $1) }
    case .down: moveDown() ? .edited : recall { $0.next(from: $1) }
    case .olderStatement: recall { $0.previous(from: $1) }
    case .newerStatement: recall { $0.next(from: $1) }
    case .lineStart: move(to: currentLine.lowerBound)
    case .lineEnd: move(to: currentLine.upperBound)
    case .deleteNext: deleteNext()
    case .clearScreen: clearScreen()
    case .ignore: .nothing
    }
  }

  /// Ends a complete statement; opens a new line below the caret's in one that is not.
  private func accept() -> EditCommand.Result {
    let text = String(scalars: editor.text)
    if !text.isBlank, !options.isComplete(text) {
      // At the line's end and not at the caret, as Enter does in a shell: a word is never torn.
      editor.caret = currentLine.upperBound
      return insert("\n")
    }
    leaveArea()
    handOver()
    outcome = .accepted(text)
    return .accepted
  }

  private func insert(_ text: String) -> EditCommand.Result {
    editor.insert(text)
    return .edited
  }

  private func move(to offset: Int) -> EditCommand.Result {
    editor.caret = offset
    return .edited
  }

  /// libedit's own command for this key puts the character in the place of what Ctrl-K has cut.
  private func deleteNext() -> EditCommand.Result {
    let caret = editor.caret
    guard caret < editor.text.count else { return .impossible }
    editor.replace(caret..<(caret + 1), with: "")
    return .edited
  }

  /// Takes everything up to the end mark as one piece of text.
  private func paste() -> EditCommand.Result {
    isPasting = true
    defer { isPasting = false }
    var scalars: [Unicode.Scalar] = []
    let end = Array(Sequences.endOfPaste.unicodeScalars)
    while let scalar = editor.readKey() {
      scalars.append(scalar)
      guard scalar == end.last, scalars.suffix(end.count).elementsEqual(end) else { continue }
      let pasted = options.readPaste(PastedText.clean(scalars.dropLast(end.count)))
      if let note = pasted.note { footer = .note(note) }
      return insert(pasted.text)
    }
    return .impossible
  }

  private func clearScreen() -> EditCommand.Result {
    screen.write(Sequences.clearScreen)
    painter.forget()
    return .edited
  }

  private func recall(_ choose: (inout StatementHistory, String) -> String?) -> EditCommand.Result {
    let text = editor.text
    guard let statement = choose(&statements, String(scalars: text)) else { return .impossible }
    editor.replace(0..<text.count, with: statement)
    return .edited
  }

  // MARK: Lines of a statement

  /// The offsets of the line that the caret is in, without its line end.
  private var currentLine: Range<Int> { editor.text.line(around: editor.caret) }

  private func moveUp() -> Bool {
    let text = editor.text
    let line = text.line(around: editor.caret)
    guard line.lowerBound > 0 else { return false }
    moveCaret(to: text.line(around: line.lowerBound - 1), in: text)
    return true
  }

  private func moveDown() -> Bool {
    let text = editor.text
    let line = text.line(around: editor.caret)
    guard line.upperBound < text.count else { return false }
    moveCaret(to: text.line(around: line.upperBound + 1), in: text)
    return true
  }

  /// Moves to another line, as far as possible below or above where the caret is on the screen.
  private func moveCaret(to target: Range<Int>, in text: [Unicode.Scalar]) {
    let here = text[currentLine.lowerBound..<editor.caret]
    var room = CellWidth.of(String(scalars: here))
    var offset = target.lowerBound
    while offset < target.upperBound {
      room -= CellWidth.of(text[offset]) ?? 1
      if room < 0 { break }
      offset += 1
    }
    editor.caret = offset
  }
}

/// Makes pasted text fit for a statement.
enum PastedText {
  /// Line ends become `\n`, those at the end go, and so do control characters, which could be commands in disguise.
  static func clean(_ scalars: some Collection<Unicode.Scalar>) -> String {
    var clean: [Unicode.Scalar] = []
    var previous: Unicode.Scalar?
    for scalar in scalars {
      switch scalar {
      case "\n" where previous == "\r": break
      case "\r", "\n": clean.append("\n")
      case "\t": clean.append(scalar)
      default: if scalar.properties.generalCategory != .control { clean.append(scalar) }
      }
      previous = scalar
    }
    while clean.last == "\n" { clean.removeLast() }
    return String(scalars: clean)
  }
}

extension [Unicode.Scalar] {
  /// The offsets of the line around a position, without its line end.
  func line(around offset: Int) -> Range<Int> {
    let start = self[..<offset].lastIndex(of: "\n").map { $0 + 1 } ?? 0
    let end = self[offset...].firstIndex(of: "\n") ?? count
    return start..<end
  }
}
