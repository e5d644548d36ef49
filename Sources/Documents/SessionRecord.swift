import Values

/// A session as it is written down: statements, each with the result that it gave.
public struct SessionRecord: Sendable {
  /// One statement and its result.
  public struct Entry: Sendable, Hashable {
    /// The statement, as it is to be run again.
    public let statement: String
    /// The result as it was rendered; empty when there was none.
    public let result: String

    /// A statement with its result.
    public init(statement: String, result: String) {
      self.statement = statement
      self.result = result
    }
  }

  /// The title.
  public var title: Phrase
  /// The entries, in order.
  public var entries: [Entry]
  /// What the results rest on.
  public var provenance: Provenance

  /// A session to write down.
  public init(title: Phrase, entries: [Entry], provenance: Provenance) {
    self.title = title
    self.entries = entries
    self.provenance = provenance
  }

  /// The session as a Markdown document.
  public func markdown(in tongue: Tongue) -> String {
    var lines = ["# \(title.text(in: tongue))", ""]
    for entry in entries {
      lines += Fenced.lines("tuiyan", entry.statement) + [""]
      if !entry.result.isEmpty { lines += Fenced.lines("result", entry.result) + [""] }
    }
    lines += ["## \(Phrase("Provenance", "来源与版本").text(in: tongue))", ""]
    lines += Fenced.lines("provenance", provenance.text)
    return lines.joined(separator: "\n") + "\n"
  }
}

/// Fenced blocks as they are written.
enum Fenced {
  /// The lines of a block, with a fence longer than any inside it.
  static func lines(_ info: String, _ text: String) -> [String] {
    let rows: [Substring] = text.split(separator: "\n")
    let longest = rows.map { row in row.drop { $0 == " " }.prefix { $0 == "`" }.count }.max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    let body = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return ["\(fence)\(info)"] + body + [fence]
  }
}
