import Values

/// Lays out whole texts: statements in the canonical layout, comments and blank lines where they were.
///
/// A comment at a statement's end stays there, one on lines of its own stays above what follows it. Several blank lines
/// become one.
public enum Formatter {
  /// Lays out a text.
  /// - Parameters:
  ///   - source: The statements.
  ///   - tongue: The tongue of the keywords; nil for each statement's own, which its first keyword tells.
  ///   - isDocument: Whether a line that is indented goes on with the one above.
  /// - Returns: The text, without a newline at its end.
  /// - Throws: `Failure` with all that is wrong with a text that can't be read.
  public static func format(
    _ source: SourceText, tongue: Tongue? = nil, isDocument: Bool = true
  ) throws(Failure) -> String {
    let program = isDocument ? Parser.parse(document: source) : Parser.parse(source)
    guard program.diagnostics.isEmpty else { throw Failure(program.diagnostics) }
    var lexer = Lexer(source, mode: isDocument ? .document : .interactive)
    let tokens = lexer.run()
    let text = FormattedText(source: source, tokens: tokens, comments: lexer.comments, isDocument: isDocument)
    return text.text(of: program.statements, in: tongue)
  }

  /// One statement in the canonical layout, in the tongue that it was written in, with the comments inside it.
  /// - Parameters:
  ///   - statement: The statement, of a text or made from one.
  ///   - tongue: The tongue for a statement without a keyword.
  /// - Returns: The statement's text, one line or more.
  public static func text(of statement: Statement, else tongue: Tongue) -> String {
    let own = SourceText(statement.text)
    var lexer = Lexer(own, mode: .document)
    let tokens = lexer.run()
    let start = statement.span.range.lowerBound
    let comments = lexer.comments.map { $0.lowerBound + start..<$0.upperBound + start }
    let text = FormattedText(source: statement.span.source, tokens: [], comments: comments, isDocument: true)
    let written = FormattedText.tongue(of: tokens[...], in: own) ?? tongue
    return text.lines(of: statement, in: written, around: comments[...]).joined(separator: "\n")
  }
}

/// The statements and comments of a text, put together anew.
private struct FormattedText {
  let source: SourceText
  let tokens: [Token]
  let comments: [Range<Int>]
  let isDocument: Bool
  private let bytes: [UInt8]

  init(source: SourceText, tokens: [Token], comments: [Range<Int>], isDocument: Bool) {
    self.source = source
    self.tokens = tokens
    self.comments = comments
    self.isDocument = isDocument
    bytes = Array(source.text.utf8)
  }

  // MARK: The text as a whole

  func text(of statements: [Statement], in wanted: Tongue?) -> String {
    var lines = FormattedLines(bytes: bytes)
    var tongue = wanted ?? .english
    // Both stand in the text's order, and so do statements: each is passed once.
    var pending = comments[...]
    var ahead = tokens[...]
    for statement in statements {
      let range = statement.span.range
      while let comment = pending.first, comment.lowerBound < range.lowerBound {
        pending.removeFirst()
        lines.add(comment: text(comment), at: comment)
      }
      ahead = ahead.drop { $0.range.lowerBound < range.lowerBound }
      let own = ahead.prefix { $0.range.lowerBound < range.upperBound }
      if wanted == nil { tongue = FormattedText.tongue(of: own, in: source) ?? tongue }
      let inside = pending.prefix { $0.lowerBound < range.upperBound }
      lines.add(self.lines(of: statement, in: tongue, around: inside), at: range)
      pending = pending.dropFirst(inside.count)
    }
    for comment in pending { lines.add(comment: text(comment), at: comment) }
    return lines.lines.joined(separator: "\n")
  }

  /// A comment without spaces at its end.
  private func text(_ comment: Range<Int>) -> String {
    var text = SourceSpan(source, comment).text
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }

  // MARK: Statements

  /// The lines of a statement with the comments inside it.
  func lines(of statement: Statement, in tongue: Tongue, around inside: ArraySlice<Range<Int>>) -> [String] {
    // What stands behind `help` is taken as it is.
    if case .help = statement.kind { return [StatementPrinter(tongue: tongue).text(of: statement)] }
    let layout = StatementPrinter(tongue: tongue).layout(of: statement)
    var lines = layout.lines(around: Array(inside), isDocument: isDocument)
    var above: [Int: [String]] = [:]
    var behind: [Int: [String]] = [:]
    for comment in inside {
      if isAlone(comment), let place = place(above: comment, in: lines) {
        above[place, default: []].append(text(comment))
      } else {
        behind[place(behind: comment, in: lines), default: []].append(text(comment))
      }
    }
    // Where all comments come to stand at the end, none of them keeps the statement from standing on one line.
    if above.isEmpty, let texts = behind[lines.count - 1], behind.count == 1 {
      lines = layout.lines(isDocument: isDocument)
      behind = [lines.count - 1: texts]
    }
    return lines.enumerated().flatMap { position, line in
      let margin = line.text == "}" ? "  " : String(line.text.prefix { $0 == " " })
      return (above[position] ?? []).map { margin + $0 }
        + [([line.text] + (behind[position] ?? [])).joined(separator: " ")]
    }
  }

  /// The line that a comment on a line of its own stood above; nil where none may stand there.
  private func place(above comment: Range<Int>, in lines: [StatementLayout.Line]) -> Int? {
    let next = lines.firstIndex { $0.start.map { $0 > comment.lowerBound } ?? false }
    let place = next ?? lines.count - 1
    guard next != nil || lines[place].text == "}" else { return nil }
    return lines[place].isCommentableAbove ? place : nil
  }

  /// The line at whose end a comment stood. Clauses without a place of their own belong to the line above them.
  private func place(behind comment: Range<Int>, in lines: [StatementLayout.Line]) -> Int {
    var place = lines.lastIndex { $0.start.map { $0 < comment.lowerBound } ?? false } ?? 0
    while place + 1 < lines.count, lines[place + 1].start == nil, lines[place + 1].text != "}" { place += 1 }
    return place
  }

  /// Whether nothing stands before a comment on its line.
  private func isAlone(_ comment: Range<Int>) -> Bool {
    let before = bytes[..<comment.lowerBound].reversed().prefix { $0 != UInt8(ascii: "\n") }
    return before.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
  }

  // MARK: Tongues

  /// The tongue of the first keyword, or else of a value's unit; nil where there is neither.
  static func tongue(of tokens: ArraySlice<Token>, in source: SourceText) -> Tongue? {
    for position in tokens.indices {
      guard case .word(let word) = tokens[position].kind, Keyword(form: word) != nil else { continue }
      if position > tokens.startIndex, tokens[position - 1].kind == .symbol(.dot) { continue }
      return word.utf8.allSatisfy { $0 < 0x80 } ? .english : .chinese
    }
    let hasUnit = tokens.contains { token in
      guard case .literal(.duration) = token.kind else { return false }
      return SourceSpan(source, token.range).text.unicodeScalars.contains { !$0.isASCII }
    }
    return hasUnit ? .chinese : nil
  }
}

/// Lines put below each other, with a blank one wherever there was one.
private struct FormattedLines {
  let bytes: [UInt8]
  private(set) var lines: [String] = []
  /// Where what was added last ends in the source.
  private var end = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  private func newlines(before start: Int) -> Int {
    bytes[end..<start].count { $0 == UInt8(ascii: "\n") }
  }

  mutating func add(_ added: [String], at range: Range<Int>) {
    if !lines.isEmpty, newlines(before: range.lowerBound) > 1 { lines.append("") }
    lines += added
    end = range.upperBound
  }

  /// Adds a comment: behind the last line where it stood on that line.
  mutating func add(comment: String, at range: Range<Int>) {
    if let last = lines.indices.last, newlines(before: range.lowerBound) == 0 {
      lines[last] += " " + comment
      end = range.upperBound
    } else {
      add([comment], at: range)
    }
  }
}
