/// A text that statements were read from, with a name for messages.
public final class SourceText: Sendable, Hashable {
  /// The file's path as the user wrote it, or nil for what was typed.
  public let name: String?
  /// The whole text.
  public let text: String
  /// The number of the text's first line in its file; above 1 for a block inside a document.
  public let firstLine: Int

  /// A text with its name and where it begins.
  public init(_ text: String, name: String? = nil, firstLine: Int = 1) {
    self.text = text
    self.name = name
    self.firstLine = firstLine
  }

  /// Two sources are the same when they are one object.
  public static func == (left: SourceText, right: SourceText) -> Bool { left === right }

  /// Hashes by identity.
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// A stretch of a source text, in UTF-8 offsets.
public struct SourceSpan: Hashable, Sendable {
  /// The text.
  public let source: SourceText
  /// The half-open range of UTF-8 offsets.
  public let range: Range<Int>

  /// A stretch of a text.
  public init(_ source: SourceText, _ range: Range<Int>) {
    self.source = source
    self.range = range
  }

  /// The words that the span covers.
  public var text: Substring {
    let utf8 = source.text.utf8
    let start = utf8.index(utf8.startIndex, offsetBy: min(range.lowerBound, utf8.count))
    let end = utf8.index(utf8.startIndex, offsetBy: min(range.upperBound, utf8.count))
    return source.text[start..<end]
  }

  /// The smallest span that covers both.
  public func union(_ other: SourceSpan) -> SourceSpan {
    SourceSpan(
      source, min(range.lowerBound, other.range.lowerBound)..<max(range.upperBound, other.range.upperBound))
  }
}

/// Something the user must know, as data: where, what, and what would mend it. Rendering is apart.
public struct Diagnostic: Hashable, Sendable {
  /// What kind of thing went wrong; it owns the exit code.
  public enum Kind: Hashable, Sendable {
    /// A check or an assertion did not hold.
    case assertion
    /// The command line.
    case commandLine
    /// A statement: its syntax, a type, a name.
    case statement
    /// Data: a file missing, unreadable, malformed.
    case data
    /// The environment: no space, no permission.
    case environment
    /// The user interrupted the work.
    case interrupted

    /// The process exit code for this kind.
    public var exitCode: Int32 {
      switch self {
      case .assertion: 1
      case .commandLine: 2
      case .statement: 3
      case .data: 4
      case .environment: 5
      case .interrupted: 130
      }
    }
  }

  /// What kind of fault it is.
  public let kind: Kind
  /// One sentence that says what is wrong.
  public let message: Phrase
  /// Where in a statement, if it is about one.
  public let span: SourceSpan?
  /// What would mend it, or what else to know, a sentence each.
  public let notes: [Phrase]

  /// A fault with its place and its mend.
  public init(_ kind: Kind, _ message: Phrase, at span: SourceSpan? = nil, notes: [Phrase] = []) {
    self.kind = kind
    self.message = message
    self.span = span
    self.notes = notes
  }
}

/// Why a statement could not be carried out: one diagnostic or more, in the order of the text.
public struct Failure: Error, Hashable, Sendable {
  /// At least one.
  public let diagnostics: [Diagnostic]

  /// A failure for several reasons at once.
  public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

  /// A failure for one reason.
  public init(_ kind: Diagnostic.Kind, _ message: Phrase, at span: SourceSpan? = nil, notes: [Phrase] = []) {
    self.init([Diagnostic(kind, message, at: span, notes: notes)])
  }

  /// The failure, with a place for the reasons that have none because whoever found them did not know it.
  public func placed(at span: SourceSpan?) -> Failure {
    Failure(diagnostics.map { $0.span == nil ? Diagnostic($0.kind, $0.message, at: span, notes: $0.notes) : $0 })
  }

  /// The exit code of the first reason.
  public var exitCode: Int32 { diagnostics.first?.kind.exitCode ?? 1 }
}
