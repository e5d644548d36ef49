extension EditLineReader {
  /// Inserts the only candidate, or what all candidates begin with, or shows them below the line.
  func complete() -> EditCommand.Result {
    footer = .none
    // Files come and go: each time that somebody asks, they are looked up anew.
    latestCompletion = nil
    let completion = completion()
    guard !completion.candidates.isEmpty else { return .impossible }
    if let insertion = completion.insertion(over: String(scalars: editor.text[completion.replace])) {
      let end = completion.replace.upperBound + completion.tail(of: insertion, in: editor.text)
      editor.replace(completion.replace.lowerBound..<end, with: insertion)
      guard completion.candidates.count > 1 else { return .edited }
    }
    footer = .candidates(start: self.completion().replace.lowerBound)
    return .edited
  }

  /// What could stand at the caret now. Looked up once for what is inserted and what is painted: there may be a hundred
  /// thousand candidates.
  func completion() -> Completion {
    let text = editor.text
    if let latestCompletion, latestCompletion.caret == editor.caret, latestCompletion.text == text {
      return latestCompletion.completion
    }
    var completion = options.complete(String(scalars: text), editor.caret)
    completion.replace = completion.replace.clamped(to: 0..<text.count)
    latestCompletion = (text, editor.caret, completion)
    return completion
  }
}
