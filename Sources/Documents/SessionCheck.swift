import Values

/// Replays a session's statements and compares each block's result with the one that was written down.
public struct SessionCheck: Sendable {
  /// Where a result is not what it was.
  public struct Difference: Sendable, Hashable {
    /// The line of the document at which the two part, counted from 1.
    public let line: Int
    /// What stands there; nil past the end of the written result.
    public let written: String?
    /// What the replay gave; nil past its end.
    public let replayed: String?
    /// The statements whose result it is.
    public let statements: String
  }

  /// The results that differ, in order.
  public private(set) var differences: [Difference] = []
  /// How many results were compared.
  public private(set) var compared = 0
  /// Files whose content has changed since, by their paths in the document.
  public private(set) var changedFiles: [String] = []
  /// The document with its results as they are now.
  public private(set) var accepted = ""

  /// Whether every result is what it was, even if a file it rests on has changed.
  public var holds: Bool { differences.isEmpty }

  /// Replays a document.
  /// - Parameters:
  ///   - document: The session.
  ///   - run: Runs a block's statements and gives their rendered result, without a last newline.
  ///   - provenance: What the results rest on, asked for at the end.
  public init(
    _ document: Document, run: (Document.Block) throws -> String, provenance: () throws -> Provenance
  ) rethrows {
    var replacements: [(lines: Range<Int>, text: [String])] = []
    for (position, block) in document.blocks.enumerated() where block.kind == .program {
      let replayed = try run(block)
      let next = document.blocks.dropFirst(position + 1).first
      if let next, next.kind == .result {
        compared += 1
        if next.text != replayed { differences.append(SessionCheck.difference(next, replayed, block)) }
        let text = replayed.isEmpty ? [] : Fenced.lines("result", replayed)
        replacements.append((next.lines, text))
      } else if !replayed.isEmpty {
        // A result that was never written down: `--accept` adds it, and until then it counts as a difference.
        compared += 1
        differences.append(
          Difference(
            line: block.lines.upperBound + 1, written: nil, replayed: replayed.firstLine, statements: block.text))
        replacements.append(
          (block.lines.upperBound..<block.lines.upperBound, [""] + Fenced.lines("result", replayed)))
      }
    }
    if let block = document.blocks.last(where: { $0.kind == .provenance }) {
      let now = try provenance()
      changedFiles = Provenance(block: block.text).changes(to: now)
      replacements.append((block.lines, Fenced.lines("provenance", now.text)))
    }
    var lines = document.lines
    for replacement in replacements.sorted(by: { $0.lines.lowerBound > $1.lines.lowerBound }) {
      lines.replaceSubrange(replacement.lines, with: replacement.text)
    }
    accepted = lines.joined(separator: "\n")
  }

  private static func difference(
    _ block: Document.Block, _ replayed: String, _ program: Document.Block
  ) -> Difference {
    let before = block.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let after = replayed.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let same = zip(before, after).prefix { $0 == $1 }.count
    return Difference(
      line: block.firstLine + same, written: before.dropFirst(same).first, replayed: after.dropFirst(same).first,
      statements: program.text)
  }
}

extension String {
  fileprivate var firstLine: String { split(separator: "\n", maxSplits: 1).first.map(String.init) ?? "" }
}
