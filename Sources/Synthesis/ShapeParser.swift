import Language
import Values

/// Reads `shape` blocks.
///
/// ```
/// let first any("云 澄 栀")
/// registry {
///   entities 649000
///   rows listed
///   district "江宁区": 17, "鼓楼区": 10
/// }
/// court {
///   entities if status = "吊销" then 4% else 1%
///   rows 1: 80, 2: 20
///   duplicates 0.1%
///   clues "无", "有": 18%, blank: 3%
/// }
/// ```
public struct ShapeParser {
  /// The shape that blocks of a document describe together.
  /// - Throws: `Failure` with every fault that it found.
  public static func parse(_ sources: [SourceText]) throws(Failure) -> Shape {
    var shape = Shape()
    var diagnostics: [Diagnostic] = []
    for source in sources {
      var parser = ShapeParser(source)
      parser.run(&shape)
      diagnostics += parser.diagnostics
    }
    guard diagnostics.isEmpty else { throw Failure(diagnostics) }
    return shape
  }

  let source: SourceText
  private let tokens: [Token]
  private var position = 0
  private var diagnostics: [Diagnostic]
  var depth = 0

  private init(_ source: SourceText) {
    let sequence = TokenSequence(source)
    self.source = source
    tokens = sequence.tokens
    diagnostics = sequence.diagnostics
  }

  private mutating func run(_ shape: inout Shape) {
    skipEnds()
    while position < tokens.count - 1 {
      do throws(Diagnostic) {
        try statement(&shape)
        guard isAtEnd else { throw unexpected(expecting: Phrase("a new line", "换行")) }
      } catch {
        // What follows from a fault of the lexer is not worth saying.
        if diagnostics.isEmpty { diagnostics.append(error) }
        while position < tokens.count - 1 { position += 1 }
      }
      skipEnds()
    }
  }

  private mutating func statement(_ shape: inout Shape) throws(Diagnostic) {
    let name = try name(Phrase("`let` or a list's name", "`let` 或名单名称"))
    if name.text == "let" {
      shape.words.append(try definition(self.name(Phrase("a name for the words", "词表名称"))))
      return
    }
    try expect(.leftBrace)
    var list = Shape.ListShape(name: name)
    skipEnds()
    while !isAt(.rightBrace) {
      try line(&list)
      guard isAtEnd || isAt(.rightBrace) else { throw unexpected(expecting: Phrase("a new line or `}`", "换行或 `}`")) }
      skipEnds()
    }
    try expect(.rightBrace)
    shape.lists.append(list)
  }

  private mutating func line(_ list: inout Shape.ListShape) throws(Diagnostic) {
    if case .bracketedName = token.kind {
      list.definitions.append(try definition(name(Phrase("a column", "列名"))))
      return
    }
    let name = try name(Phrase("a column, `entities`, `rows` or a kind of dirt", "列名、`entities`、`rows` 或数据问题"))
    switch name.text {
    case "let": list.definitions.append(try definition(self.name(Phrase("a name", "名称"))))
    case "entities":
      if let size = takeInteger() { list.size = Int(size) } else { list.entities = try share() }
    case "records": list.records = try share()
    case "rows":
      if takeWord("listed") {
        list.keepsRemainders = true
      } else if !takeWord("all") {
        list.rows = try choice()
      }
    default:
      if let dirt = Shape.Dirt(rawValue: name.text) {
        list.dirt.append((dirt, try share()))
      } else {
        list.definitions.append(try definition(name))
      }
    }
  }

  private mutating func definition(_ name: Name) throws(Diagnostic) -> Shape.Definition {
    if takeWord("as") {
      return Shape.Definition(name: name, choice: .alternatives([]), style: try choice())
    }
    let choice = try choice()
    return Shape.Definition(name: name, choice: choice, style: takeWord("as") ? try self.choice() : nil)
  }
}

// What the grammar's functions share.
extension ShapeParser {
  var token: Token { tokens[min(position, tokens.count - 1)] }

  var isAtEnd: Bool { token.kind == .end }

  var start: Int { token.range.lowerBound }

  /// The span from an offset to the end of the last token taken.
  func span(from start: Int) -> SourceSpan {
    SourceSpan(source, start..<max(start, position > 0 ? tokens[position - 1].range.upperBound : start))
  }

  mutating func advance() { position = min(position + 1, tokens.count - 1) }

  mutating func skipEnds() {
    while isAtEnd, position < tokens.count - 1 { position += 1 }
  }

  func isAt(_ symbol: Symbol) -> Bool { token.kind == .symbol(symbol) }

  mutating func take(_ symbol: Symbol) -> Bool {
    guard isAt(symbol) else { return false }
    advance()
    return true
  }

  mutating func expect(_ symbol: Symbol) throws(Diagnostic) {
    guard take(symbol) else { throw unexpected(expecting: .same("`\(symbol.rawValue)`")) }
  }

  func isAtWord(_ word: String) -> Bool { token.kind == .word(word) }

  mutating func takeWord(_ word: String) -> Bool {
    guard isAtWord(word) else { return false }
    advance()
    return true
  }

  mutating func expectWord(_ word: String) throws(Diagnostic) {
    guard takeWord(word) else { throw unexpected(expecting: .same("`\(word)`")) }
  }

  mutating func takeInteger() -> Int64? {
    guard case .literal(.integer(let integer)) = token.kind else { return nil }
    advance()
    return integer
  }

  mutating func takeText() -> String? {
    guard case .text(let text) = token.kind else { return nil }
    advance()
    return text
  }

  mutating func quoted(_ expectation: Phrase) throws(Diagnostic) -> String {
    guard let text = takeText() else { throw unexpected(expecting: expectation) }
    return text
  }

  mutating func name(_ expectation: Phrase) throws(Diagnostic) -> Name {
    let start = start
    switch token.kind {
    case .word(let text), .bracketedName(let text):
      advance()
      return Name(text: text, span: span(from: start))
    default: throw unexpected(expecting: expectation)
    }
  }

  func unexpected(expecting expectation: Phrase) -> Diagnostic {
    let end = position > 0 ? tokens[position - 1].range.upperBound : 0
    let place = isAtEnd ? SourceSpan(source, end..<end) : SourceSpan(source, token.range)
    let found =
      isAtEnd ? Phrase("but the line ends here", "但此行到此结束") : Phrase("found `\(place.text)`", "却是 `\(place.text)`")
    let blank = expectation.chinese.hasPrefix("`") ? " " : ""
    return Diagnostic(
      .statement, Phrase("expected \(expectation.english), ", "此处应为\(blank)\(expectation.chinese)，") + found, at: place)
  }
}
