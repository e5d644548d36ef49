import Values

/// Reads statements. What can't be read is reported and skipped up to the statement's end, so that one run names
/// every error of a text.
public struct Parser {
  /// Statements as typed at a prompt: each line is one, unless it is plainly unfinished.
  public static func parse(_ source: SourceText) -> Program { parse(source, mode: .interactive) }

  /// Statements of a document, where an indented line or one that starts with `|` continues the one above.
  public static func parse(document source: SourceText) -> Program { parse(source, mode: .document) }

  /// Whether what was typed so far needs another line: an open bracket or quote, a trailing operator, comma or `|`.
  public static func isComplete(_ text: String) -> Bool {
    var lexer = Lexer(SourceText(text), mode: .interactive)
    let tokens = lexer.run()
    if lexer.endsInsideQuotes { return false }
    if lexer.endsInHelp { return true }
    if lexer.hasOpenBrackets { return false }
    guard let last = tokens.dropLast().last else { return true }
    switch last.kind {
    case .symbol(let symbol): return !symbol.continuesLine
    case .word(let word): return !Lexer.continuing.contains(word)
    default: return true
    }
  }

  private static func parse(_ source: SourceText, mode: Lexer.Mode) -> Program {
    var lexer = Lexer(source, mode: mode)
    let tokens = lexer.run()
    var parser = Parser(source: source, tokens: tokens, diagnostics: lexer.diagnostics)
    let statements = parser.program()
    let diagnostics = parser.diagnostics.sorted { start(of: $0) < start(of: $1) }
    return Program(statements: statements, diagnostics: diagnostics)
  }

  private static func start(of diagnostic: Diagnostic) -> Int { diagnostic.span?.range.lowerBound ?? 0 }

  /// How deep brackets and operators may nest before a text is refused.
  static let maximumDepth = 200
  /// How many operators one statement may have: a chain of them is a tree as deep as it is long.
  static let maximumOperators = 300

  let source: SourceText
  private let tokens: [Token]
  private var position = 0
  private var diagnostics: [Diagnostic]
  /// Where the lexer has found faults, in order, from the statement at hand on.
  private var faults: ArraySlice<Int>
  var depth = 0
  private var operators = 0
  /// Who notes what is asked for; nil where a text is read to be run.
  let recorder: ExpectationRecorder?

  init(source: SourceText, tokens: [Token], diagnostics: [Diagnostic], recorder: ExpectationRecorder? = nil) {
    self.source = source
    self.tokens = tokens
    self.diagnostics = diagnostics
    self.recorder = recorder
    faults = diagnostics.map(Parser.start)[...]
  }

  private mutating func program() -> [Statement] {
    var statements: [Statement] = []
    while position < tokens.count {
      if atEnd {
        position += 1
        continue
      }
      let first = position
      do throws(Diagnostic) {
        depth = 0
        operators = 0
        let statement = try statement()
        guard atEnd else { throw unfinished(statement) }
        statements.append(statement)
      } catch {
        // Where the lexer has found a fault before, what follows from it is not worth saying.
        let start = tokens[first].range.lowerBound
        faults = faults.drop { $0 < start }
        if !(faults.first.map { $0 <= max(Parser.start(of: error), start) } ?? false) { diagnostics.append(error) }
        skipStatement(from: first)
      }
    }
    return statements
  }

  /// Reads up to the end, for the sake of what is asked for there.
  mutating func readToCursor() {
    while position < tokens.count - 1 {
      if atEnd {
        advance()
        continue
      }
      let first = position
      do throws(Diagnostic) {
        (depth, operators) = (0, 0)
        _ = try statement()
        guard atEnd else { throw unexpected(expecting: .same("")) }
      } catch {
        let fault = position
        skipStatement(from: first)
        recorder?.noteFault(in: fault..<max(position, fault))
      }
    }
    if recorder?.expectations.isEmpty == true, isAt(tokens.count - 1), isAtStart { _ = try? statement() }
  }

  /// Whether a statement begins here.
  private var isAtStart: Bool { last.map { $0.kind == .end } ?? true }

  /// Whether a token is the one at hand.
  func isAt(_ token: Int) -> Bool { position == token }

  /// Why a statement does not end where it should: as a rule because its verb is mistyped.
  private func unfinished(_ statement: Statement) -> Diagnostic {
    guard case .pipeline(let pipeline) = statement.kind, pipeline.stages.isEmpty,
      case .expression(let expression) = pipeline.source, case .name(let name) = expression.kind
    else { return unexpectedEnd(after: statement) }
    // These are whole statements by themselves, and names where something follows them.
    if let keyword = Keyword(form: name.text), [.undo, .tour].contains(keyword) {
      return unexpected(expecting: Parser.end)
    }
    if Keyword(form: name.text) == .last { return unexpected(expecting: Parser.behindLast) }
    let verbs = Parser.verbs.flatMap { [$0.words.english, $0.words.chinese] }
    return Diagnostic(
      .statement, Phrase("no statement begins with `\(name.text)`", "没有以“\(name.text)”开头的语句"), at: name.span,
      notes: Nearness.notes(name.text, verbs) + [Phrase("`help` lists all that can be written", "`帮助` 列出全部写法")])
  }

  private static let behindLast = Phrase(
    "`csv`, `json`, `markdown`, `table` or `|` behind `last`", "`csv`、`json`、`markdown`、`表格` 或 `｜`（接在“上次”之后）")

  static let verbs: [Keyword] =
    [
      .load, .list, .let, .given, .lock, .metric, .scenario, .target, .duty, .why, .explain, .examples, .show, .set,
      .save, .undo, .recover, .assert, .help, .tour, .asof,
    ] + studies

  /// Goes to the end of the statement that begins with a token: past the brace that closes what it opened.
  private mutating func skipStatement(from first: Int) {
    var braces = 0
    for index in first..<tokens.count {
      switch tokens[index].kind {
      case .symbol(.leftBrace): braces += 1
      case .symbol(.rightBrace): braces -= 1
      case .end where braces <= 0 && index >= position:
        position = index
        return
      default: break
      }
    }
    position = tokens.count
  }
}

// What the grammar's functions share.
extension Parser {
  var token: Token { position < tokens.count ? tokens[position] : tokens[tokens.count - 1] }

  var start: Int { token.range.lowerBound }

  /// Whether the statement ends here.
  var atEnd: Bool {
    if case .end = token.kind { return true }
    return false
  }

  mutating func advance() { position = min(position + 1, tokens.count) }

  /// The span from an offset to the end of the last token taken.
  func span(from start: Int) -> SourceSpan {
    let end = position > 0 ? tokens[position - 1].range.upperBound : start
    return SourceSpan(source, start..<max(start, end))
  }

  /// The token before the one at hand.
  var last: Token? { position > 0 ? tokens[position - 1] : nil }

  func at(_ symbol: Symbol) -> Bool { token.kind == .symbol(symbol) }

  func at(_ keywords: Keyword...) -> Bool {
    guard case .word(let word) = token.kind, let keyword = Keyword(form: word) else { return false }
    return keywords.contains(keyword)
  }

  var keyword: Keyword? {
    guard case .word(let word) = token.kind else { return nil }
    return Keyword(form: word)
  }

  /// The kind of a token further on.
  func kind(ahead distance: Int) -> Token.Kind? {
    position + distance < tokens.count ? tokens[position + distance].kind : nil
  }

  mutating func take(_ symbol: Symbol) -> Bool {
    expecting(.symbol(symbol))
    guard at(symbol) else { return false }
    advance()
    return true
  }

  mutating func take(_ keyword: Keyword) -> Bool {
    expecting(.keyword(keyword))
    guard at(keyword) else { return false }
    advance()
    return true
  }

  mutating func skipEnds() {
    while position < tokens.count - 1, atEnd { position += 1 }
  }

  mutating func expect(_ symbol: Symbol, notes: [Phrase] = []) throws(Diagnostic) {
    guard take(symbol) else { throw unexpected(expecting: .same("`\(symbol.rawValue)`"), notes: notes) }
  }

  mutating func expect(_ keyword: Keyword, notes: [Phrase] = []) throws(Diagnostic) {
    guard take(keyword) else { throw unexpected(expecting: keyword.words.map { "`\($0)`" }, notes: notes) }
  }

  /// A name: a bracketed one, or a word that is not reserved.
  mutating func name(
    _ expectation: Phrase, as role: Expectation.NameRole = .new
  ) throws(Diagnostic) -> Name {
    let start = start
    expecting(.name(role))
    recorder?.noteName(at: position)
    switch token.kind {
    case .bracketedName(let text):
      advance()
      return Name(text: text, span: span(from: start))
    case .word(let word):
      if let keyword = Keyword(form: word), keyword.isReserved {
        throw Diagnostic(
          .statement,
          Phrase(
            "expected \(expectation.english), found `\(word)`, a word of the language",
            "此处应为\(expectation.chinese)，却是保留词 `\(word)`"), at: here,
          notes: [Phrase("to use it as a name, write `[\(word)]`", "要用作名称，请写成 `[\(word)]`")])
      }
      advance()
      return Name(text: word, span: span(from: start))
    default: throw unexpected(expecting: expectation)
    }
  }

  /// A quoted text.
  mutating func quoted(
    _ expectation: Phrase, as role: Expectation.TextRole = .free
  ) throws(Diagnostic) -> PathLiteral {
    let start = start
    expecting(.text(role))
    guard case .text(let text) = token.kind else { throw unexpected(expecting: expectation) }
    advance()
    return PathLiteral(path: text, span: span(from: start))
  }

  mutating func optionalQuoted() -> String? {
    guard case .text(let text) = token.kind else { return nil }
    advance()
    return text
  }

  /// The place of the next token; at a statement's end, the place right after the last one.
  var here: SourceSpan {
    if atEnd {
      let end = position > 0 ? tokens[position - 1].range.upperBound : token.range.lowerBound
      return SourceSpan(source, end..<end)
    }
    return SourceSpan(source, token.range)
  }

  func unexpected(expecting expectation: Phrase, notes: [Phrase] = []) -> Diagnostic {
    let quotes = expectation.chinese.hasPrefix("`")
    let found =
      atEnd
      ? Phrase("but the statement ends here", "但语句到此结束")
      : Phrase("found `\(here.text)`", "却是 `\(here.text)`")
    return Diagnostic(
      .statement,
      Phrase("expected \(expectation.english), ", "此处应为\(quotes ? " " : "")\(expectation.chinese)，") + found, at: here,
      notes: notes)
  }

  /// One or more things with commas between.
  mutating func separated<Element>(
    _ element: (inout Parser) throws(Diagnostic) -> Element
  ) throws(Diagnostic) -> [Element] {
    var elements = [try element(&self)]
    while take(.comma) { elements.append(try element(&self)) }
    return elements
  }

  /// Counts an operator that was just taken.
  mutating func countOperator() throws(Diagnostic) {
    operators += 1
    guard operators <= Parser.maximumOperators else {
      throw Diagnostic(
        .statement,
        Phrase(
          "this statement has more than \(Parser.maximumOperators) operators", "语句中的运算符超过 \(Parser.maximumOperators) 个"),
        at: here,
        notes: [
          Phrase(
            "use `in (…)` for many values, or name a part with `let` or `metric`",
            "多个取值可用 `属于 (…)`，或用 `令`、`指标` 给其中一部分命名")
        ])
    }
  }

  /// Runs a rule one level deeper.
  mutating func nested<Result>(
    _ rule: (inout Parser) throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Parser.maximumDepth else {
      throw Diagnostic(
        .statement,
        Phrase(
          "this is nested more than \(Parser.maximumDepth) levels deep", "嵌套超过 \(Parser.maximumDepth) 层"), at: here,
        notes: [Phrase("name a part of it with `let` or `metric`", "可用 `令` 或 `指标` 给其中一部分命名")])
    }
    return try rule(&self)
  }
}

extension Diagnostic: Error {}
