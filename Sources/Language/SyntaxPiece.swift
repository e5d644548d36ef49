import Values

/// A part of a text with what it is, as far as the text can be read.
public struct SyntaxPiece: Sendable, Hashable {
  /// What a part is.
  public enum Kind: Sendable, Hashable {
    /// A word of the language, where it means what the language says.
    case keyword
    /// A name, though it may be spelt like a word of the language.
    case name
    /// A quoted text, finished or not.
    case text
    /// A number, an amount, a date.
    case number
    /// From `#` to the line's end.
    case comment
    /// What can't be written.
    case fault
  }

  /// What it is.
  public let kind: Kind
  /// Where it stands, in UTF-8 offsets.
  public let range: Range<Int>
}

extension Parser {
  /// The parts of what is being typed, in order; signs and what the parser did not get to are none.
  public static func pieces(of text: String) -> [SyntaxPiece] {
    let source = SourceText(text)
    var lexer = Lexer(source, mode: .interactive)
    let tokens = lexer.run()
    let recorder = ExpectationRecorder(cursor: tokens.count)
    var parser = Parser(source: source, tokens: tokens, diagnostics: [], recorder: recorder)
    parser.readToCursor()
    var pieces = lexer.comments.map { SyntaxPiece(kind: .comment, range: $0) }
    for (position, token) in tokens.enumerated() {
      switch token.kind {
      case .literal: pieces.append(SyntaxPiece(kind: .number, range: token.range))
      case .text: pieces.append(SyntaxPiece(kind: .text, range: token.range))
      case .bracketedName: pieces.append(SyntaxPiece(kind: .name, range: token.range))
      case .word(let word):
        let isCalled = position + 1 < tokens.count && tokens[position + 1].kind == .symbol(.leftParenthesis)
        let isName = recorder.names.contains(position) && !(isCalled && Keyword(form: word)?.isFunction == true)
        guard isName || recorder.hasRead(position) || Keyword(form: word)?.isReserved == true else { continue }
        pieces.append(SyntaxPiece(kind: isName ? .name : .keyword, range: token.range))
      case .symbol, .end: break
      }
    }
    for diagnostic in lexer.diagnostics where !lexer.endsInsideQuotes && !lexer.endsInsideBracketedName {
      if let range = diagnostic.span?.range { pieces.append(SyntaxPiece(kind: .fault, range: range)) }
    }
    return pieces
  }
}

extension Keyword {
  /// Whether the word can be called with arguments.
  fileprivate var isFunction: Bool {
    AggregateFunction(rawValue: rawValue) != nil || Function(rawValue: rawValue) != nil
      || Reading(rawValue: rawValue) != nil || self == .share || self == .listed
  }
}
