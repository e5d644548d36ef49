import Values

/// Writes statements in one canonical layout, in either tongue.
///
/// The words of the language are written in the tongue. Names and quotations stay as they are, numbers and dates keep
/// their notation.
public struct StatementPrinter: Sendable {
  /// The tongue of the keywords.
  public let tongue: Tongue
  let expressions: ExpressionPrinter

  /// A printer for a tongue.
  public init(tongue: Tongue) { self.init(tongue: tongue, words: [.asof]) }

  /// A printer for a place where some words of the language may stand as names do.
  init(tongue: Tongue, words: Set<Keyword>) {
    self.tongue = tongue
    var printer = ExpressionPrinter(tongue: tongue)
    printer.words = words
    expressions = printer
  }

  /// The statement's text, one line or more; parsing it again as part of a document gives the same tree.
  public func text(of statement: Statement) -> String {
    layout(of: statement).lines().map(\.text).joined(separator: "\n")
  }

  func layout(of statement: Statement) -> StatementLayout {
    var layout = layout(of: statement.kind)
    layout.head.range = layout.head.range ?? statement.span.range
    return layout
  }

  private func layout(of kind: Statement.Kind) -> StatementLayout {
    switch kind {
    case .pipeline(let pipeline): return self.pipeline(pipeline)
    case .load(let path, nil, _): return line(word(.load), quoted(path.path))
    case .load(let path, let list?, let part):
      let words = [word(.load), name(list), word(.from), quoted(path.path)] + (part.map(self.part) ?? [])
      return line(words.joined(separator: " "))
    case .asof(let day): return line(word(.asof), plain(day))
    case .list(let declaration): return list(declaration)
    case .bind(let name, let value):
      return StatementLayout(head: conjunction(value, after: "\(word(.let)) \(self.name(name)) ="))
    case .given(let definition): return given(definition)
    case .lock(let name): return line(word(.lock), self.name(name))
    case .metric(let name, let alias, let value):
      return StatementLayout(head: conjunction(value, after: "\(word(.metric)) \(titled(name, alias)) ="))
    case .scenario(let definition): return scenario(definition)
    case .target(let definition): return target(definition)
    case .duty(let definition): return duty(definition)
    case .assert(let condition, let otherwise):
      var head = conjunction(condition, after: word(.assert), isRows: false)
      guard let otherwise else { return StatementLayout(head: head) }
      var rows = pipeline(otherwise)
      rows.head.text = "\(word(.else)) \(rows.head.text)"
      head.range = nil
      head.continuations.append(rows.head)
      return StatementLayout(head: head, stages: rows.stages)
    case .why(let question): return line(why(question))
    case .explain(let scenario): return line(word(.explain), self.scenario(scenario))
    case .examples(let scenario):
      return tongue == .chinese
        ? line(word(.examples), self.scenario(scenario))
        : line(word(.examples), word(.of), self.scenario(scenario))
    case .tour: return line(word(.tour))
    case .save(let path): return line(word(.save), quoted(path.path))
    case .set(let name, let value): return line(word(.set), self.name(name), plain(value))
    case .undo: return line(word(.undo))
    case .recover(discards: false): return line(word(.recover))
    case .recover(discards: true):
      return line(word(.recover), StatementPrinter.discardWords[tongue == .chinese ? 1 : 0])
    case .help(let request): return help(request)
    }
  }

  /// What behind `recover` gives up what could be brought back, the English word first.
  static let discardWords = ["discard", "丢弃"]

  private func help(_ request: HelpRequest) -> StatementLayout {
    func own(_ words: [String]) -> String { words[tongue == .chinese ? 1 : 0] }
    switch request {
    case .overview: return line(word(.help))
    case .topic(let topic): return line(word(.help), plain(topic))
    case .find(let text): return line(word(.help), "--" + own(HelpRequest.findWords), plain(text))
    case .reference: return line(word(.help), own(HelpRequest.referenceWords))
    }
  }

  /// Words that can be read behind `help` as they stand; any other text in quotes.
  private func plain(_ text: String) -> String {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    let isPlain = words.allSatisfy { word in
      !word.isEmpty && word.unicodeScalars.allSatisfy { Lexer.isWordScalar($0) && Lexer.narrow($0) == $0 }
    }
    return isPlain ? text : quoted(text)
  }

  // MARK: Words

  func word(_ keyword: Keyword) -> String { keyword.words.text(in: tongue) }

  /// `in` before a scenario.
  var world: String { tongue == .chinese ? "于" : word(.in) }

  /// `where` inside a measure or behind a source.
  var condition: String { tongue == .chinese ? "当" : word(.where) }

  func name(_ name: Name) -> String { ExpressionPrinter.name(name.text) }

  /// A name with its second name.
  func titled(_ name: Name, _ alias: String?) -> String {
    [self.name(name), alias.map(quoted)].compactMap { $0 }.joined(separator: " ")
  }

  func quoted(_ text: String) -> String { expressions.literal(.text(text)) }

  func cited(_ citation: String?) -> String? { citation.map { "\(word(.cite)) \(quoted($0))" } }

  /// An expression where no selection can stand.
  func plain(_ expression: Expression) -> String { expressions.text(expression, within: .or) }

  private func line(_ words: String...) -> StatementLayout {
    StatementLayout(head: Piece(text: words.joined(separator: " ")))
  }

  /// A text whose first word would be read as something else, with that word in brackets.
  static func text(_ text: String, notBeginningWith words: Set<Keyword>) -> String {
    let first = String(String.UnicodeScalarView(text.unicodeScalars.prefix { Lexer.isWordScalar($0) }))
    guard let keyword = Keyword(form: first), words.contains(keyword) else { return text }
    return "[\(first)]" + text.dropFirst(first.count)
  }

  // MARK: Conditions

  /// An expression whose conditions may stand on lines of their own.
  ///
  /// Where it is said to give rows, a selection may stand there without brackets.
  func conjunction(_ expression: Expression, after prefix: String? = nil, isRows: Bool = true) -> Piece {
    let before = prefix.map { $0 + " " } ?? ""
    if isRows, case .selection(let source, let condition) = expression.kind {
      let conditions = conjuncts(condition, after: self.condition + " ")
      return Piece(
        text: before + expressions.text(source, within: .or), range: expression.span.range, continuations: conditions)
    }
    var pieces = conjuncts(expression, after: before)
    var first = pieces.removeFirst()
    first.continuations = pieces
    first.range = expression.span.range
    return first
  }

  /// The parts that `and` joins from the left, each but the first after the word.
  func conjuncts(_ expression: Expression, after prefix: String) -> [Piece] {
    guard case .binary(.and, let left, let right) = expression.kind else {
      return [Piece(text: prefix + plain(expression), range: expression.span.range)]
    }
    let last = Piece(text: "\(word(.and)) \(expressions.text(right, within: .not))", range: right.span.range)
    if case .binary(.and, _, _) = left.kind { return conjuncts(left, after: prefix) + [last] }
    return [Piece(text: prefix + expressions.text(left, within: .and), range: left.span.range), last]
  }
}
