import Values

/// Something that could come next at one place of a text, as the parser asked for it there.
public struct Expectation: Sendable {
  /// What could come.
  public enum Kind: Sendable, Hashable {
    /// A word of the language.
    case keyword(Keyword)
    /// A word that is none of the language's keywords, as a type or a unit.
    case word(Phrase)
    /// A sign.
    case symbol(Symbol)
    /// A name.
    case name(NameRole)
    /// A value, as every operand of an expression is one.
    case value
    /// A quoted text.
    case text(TextRole)
    /// What help is asked about.
    case topic
  }

  /// What a name stands for.
  public enum NameRole: Sendable {
    case new, list, column, member, scenario, given, setting, showing, parameter
  }

  /// What a quoted text is.
  public enum TextRole: Sendable {
    /// A file or a folder that is read.
    case input
    /// A file that is written.
    case output
    /// Part of an entity's name.
    case entity
    /// Words that nobody but the user knows.
    case free
  }

  /// Something already read, around the place.
  public enum Surrounding: Sendable {
    /// A question's source, where a list's rows are asked for.
    case source
    /// A stage behind a source and other stages; its aggregates are over groups.
    case stage(Pipeline.Source, [Stage], isOverGroups: Bool)
    /// A condition on what an expression names.
    case rows(of: Expression)
    /// Behind the dot of a record or a list.
    case member(of: Expression)
    /// A condition on a list's rows, or values for its columns.
    case list(Name)
    /// The other side of a comparison.
    case comparison(with: Expression)
    /// Behind an operand that an operator may follow.
    case operand(Expression)
    /// An argument of a function.
    case argument(Name, receiver: Expression?, position: Int)
    /// Arguments of a scenario.
    case scenario(Name)
    /// A value for one of a call's parameters.
    case label(Name)
    /// What is to be reached.
    case goal
    /// What splits the entities into groups.
    case keys
    /// A value for a setting.
    case setting(Name)
  }

  /// What could come.
  public let kind: Kind
  /// What stands around the place, the outermost first.
  public let surroundings: [Surrounding]
}

/// A text that stops at a cursor: what is being typed there, and what could stand in its place.
public struct Continuation: Sendable {
  /// How what is being typed begins.
  public enum Opening: Sendable, Hashable {
    /// With nothing, or with letters of a word.
    case word
    /// With this bracket of a bracketed name.
    case bracket(Unicode.Scalar)
    /// With this quotation mark.
    case quote(Unicode.Scalar)
  }

  /// How it begins.
  public let opening: Opening
  /// What was typed of it, behind a quotation mark or a bracket; empty where a word may begin.
  public let typed: String
  /// Where it begins, in UTF-8 offsets: behind a quotation mark or a bracket.
  public let start: Int
  /// What could stand there, in the order in which the parser looked for it; empty where the text before can't be read.
  public let expectations: [Expectation]
}

extension Parser {
  /// What could stand at the end of a text in place of the word, name or quotation that is being typed there.
  ///
  /// The text is read as what is typed at a prompt is, and whatever the parser would take there is noted.
  /// - Returns: Nil within comments and numbers, where nothing is to be completed.
  public static func continuation(of text: String) -> Continuation? {
    let source = SourceText(text)
    var lexer = Lexer(source, mode: .interactive)
    var tokens = lexer.run()
    let end = text.utf8.count
    if let comment = lexer.comments.last, comment.upperBound == end { return nil }
    // A line's end closes the statement before it; what comes next starts behind that.
    if let last = tokens.last, last.range.isEmpty { tokens.removeLast() }
    var opening = Continuation.Opening.word
    var (typed, start) = ("", end)
    if let last = tokens.last, last.range.upperBound == end {
      switch last.kind {
      case .word:
        typed = String(decoding: Array(text.utf8)[last.range], as: UTF8.self)
        start = last.range.lowerBound
        tokens.removeLast()
      case .literal: return nil
      case .text(let content) where lexer.endsInsideQuotes:
        let mark = text.unicodeScalars[text.utf8.index(text.startIndex, offsetBy: last.range.lowerBound)]
        (opening, typed) = (.quote(mark), content)
        start = last.range.lowerBound + UTF8.width(mark)
        tokens.removeLast()
      case .bracketedName(let content) where lexer.endsInsideBracketedName:
        let mark = text.unicodeScalars[text.utf8.index(text.startIndex, offsetBy: last.range.lowerBound)]
        (opening, typed) = (.bracket(mark), content)
        start = last.range.lowerBound + UTF8.width(mark)
        tokens.removeLast()
      default: break
      }
    }
    let recorder = ExpectationRecorder(cursor: tokens.count)
    tokens.append(Token(kind: .end, range: end..<end))
    var parser = Parser(source: source, tokens: tokens, diagnostics: [], recorder: recorder)
    parser.readToCursor()
    return Continuation(opening: opening, typed: typed, start: start, expectations: recorder.expectations)
  }
}

/// Notes what the parser asks for at one token, and which tokens it takes for names.
final class ExpectationRecorder {
  let cursor: Int
  private(set) var expectations: [Expectation] = []
  private(set) var names: Set<Int> = []
  /// The tokens that no statement could be made of.
  private var unread: Set<Int> = []
  private var surroundings: [Expectation.Surrounding] = []

  init(cursor: Int) { self.cursor = cursor }

  func note(_ kind: Expectation.Kind) {
    expectations.append(Expectation(kind: kind, surroundings: surroundings))
  }

  func noteFault(in tokens: Range<Int>) { unread.formUnion(tokens) }

  /// Whether a token is part of what could be read.
  func hasRead(_ token: Int) -> Bool { !unread.contains(token) }

  func noteName(at position: Int) { names.insert(position) }

  /// What stands directly around the place at hand.
  var innermost: Expectation.Surrounding? { surroundings.last }

  func enter(_ surrounding: Expectation.Surrounding) { surroundings.append(surrounding) }

  func leave() { surroundings.removeLast() }
}

extension Parser {
  /// Notes that something could stand here, if this is the place that is asked about.
  func expecting(_ kind: @autoclosure () -> Expectation.Kind) {
    guard let recorder, isAt(recorder.cursor) else { return }
    recorder.note(kind())
  }

  /// Notes that words of the language could stand here.
  func expecting(_ keywords: @autoclosure () -> [Keyword]) {
    guard let recorder, isAt(recorder.cursor) else { return }
    for keyword in keywords() { recorder.note(.keyword(keyword)) }
  }

  /// Takes a word that joins what was read to something else.
  mutating func take(_ keyword: Keyword, behind operand: Expression) -> Bool {
    guard let recorder else { return take(keyword) }
    recorder.enter(.operand(operand))
    defer { recorder.leave() }
    return take(keyword)
  }

  /// Runs a rule for a part of something whose beginning was read.
  mutating func within<Result>(
    _ surrounding: @autoclosure () -> Expectation.Surrounding, _ rule: (inout Parser) throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    guard let recorder else { return try rule(&self) }
    recorder.enter(surrounding())
    defer { recorder.leave() }
    return try rule(&self)
  }
}
