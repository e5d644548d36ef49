import Values

/// A text cut into the tokens of the language, for blocks that have a grammar of their own.
public struct TokenSequence: Sendable {
  /// The tokens, the last one an end.
  public let tokens: [Token]
  /// What can't be a token, in the order of the text.
  public let diagnostics: [Diagnostic]

  /// Cuts a text up as what is typed is cut up: a line's end ends a statement unless it plainly goes on.
  public init(_ source: SourceText) {
    var lexer = Lexer(source, mode: .interactive)
    tokens = lexer.run()
    diagnostics = lexer.diagnostics
  }
}
