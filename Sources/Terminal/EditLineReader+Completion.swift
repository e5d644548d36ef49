extension EditLineReader {
  /// Inserts the only candidate, or what all candidates begin with, or shows them below the line.
  func complete() -> EditCommand.Result {
    footer = .none
    let text = editor.text
    let completion = options.complete(String(scalars: text), editor.caret)
    let range = completion.replace.clamped(to: 0..<text.count)
    guard !completion.candidates.isEmpty else { return .impossible }
    if let insertion = completion.insertion(over: String(scalars: text[range])) {
      editor.replace(range, with: insertion)
    } else {
      footer = .candidates(Completion(replace: range, candidates: completion.candidates))
    }
    return .edited
  }
}
