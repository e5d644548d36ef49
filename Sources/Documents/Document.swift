import Values

/// A document as the program reads it: prose, with fenced blocks of statements and of the results they gave.
public struct Document: Sendable, Hashable {
  /// What a fenced block holds.
  public enum Kind: Sendable, Hashable {
    /// Statements.
    case program
    /// What the statements above gave.
    case result
    /// What the results rest on: files, versions, the day.
    case provenance
    /// What a dataset looks like, for making one up.
    case shape
  }

  /// A fenced block.
  public struct Block: Sendable, Hashable {
    /// What it holds.
    public let kind: Kind
    /// The text between the fences, without the last newline.
    public let text: String
    /// The line of the text's first line, counted from 1.
    public let firstLine: Int
    /// The lines of the block, fences included, counted from 0.
    public let lines: Range<Int>
    /// The headings that it stands under, outermost first.
    public let headings: [String]
    /// The last quotation (`>`) before it under the same heading: the clause that a measure carries out.
    public let quotation: String?
  }

  /// The path that it was read from, as the user wrote it.
  public let name: String
  /// Its lines.
  public let lines: [String]
  /// Its blocks, in order.
  public let blocks: [Block]

  /// The first heading, or the name.
  public var title: String { blocks.lazy.compactMap(\.headings.first).first ?? name }

  /// A document of statements alone, as a plain `.tuiyan` file is one.
  public init(program text: String, name: String) {
    self.name = name
    let text = text.replacingLineEnds()
    lines = text.lines
    blocks = [
      Block(
        kind: .program, text: text, firstLine: 1, lines: 0..<lines.count, headings: [], quotation: nil)
    ]
  }

  /// A Markdown document.
  public init(markdown text: String, name: String) {
    self.name = name
    let lines = text.replacingLineEnds().lines
    self.lines = lines
    var reader = MarkdownReader()
    for (number, line) in lines.enumerated() { reader.read(line, number) }
    blocks = reader.finish(at: lines.count)
  }
}

/// Reads Markdown line by line, as far as the program needs it: headings, quotations and fenced blocks.
private struct MarkdownReader {
  private struct Fence {
    let mark: Character
    let length: Int
    let indent: Int
    let kind: Document.Kind?
    let line: Int
    var text: [String] = []
  }

  private var blocks: [Document.Block] = []
  private var headings: [(level: Int, text: String)] = []
  private var quotation: [String] = []
  private var isQuoting = false
  private var fence: Fence?

  mutating func read(_ line: String, _ number: Int) {
    let indent = line.prefix { $0 == " " }.count
    let content = line.dropFirst(indent)
    if let open = fence {
      if indent < 4, closes(content, open) {
        close(open, at: number)
      } else {
        fence?.text.append(String(line.dropFirst(min(indent, open.indent))))
      }
      return
    }
    if indent < 4, let opened = self.fence(opening: content, indent: indent, line: number) {
      fence = opened
      isQuoting = false
    } else if indent < 4, let heading = heading(content) {
      headings.removeAll { $0.level >= heading.level }
      headings.append(heading)
      quotation = []
      isQuoting = false
    } else if indent < 4, content.hasPrefix(">") {
      if !isQuoting { quotation = [] }
      isQuoting = true
      quotation.append(content.dropFirst().trimmed)
    } else {
      isQuoting = false
    }
  }

  mutating func finish(at end: Int) -> [Document.Block] {
    if let open = fence { close(open, at: end) }
    return blocks
  }

  private func fence(opening content: Substring, indent: Int, line: Int) -> Fence? {
    guard let mark = content.first, mark == "`" || mark == "~" else { return nil }
    let length = content.prefix { $0 == mark }.count
    let info = content.dropFirst(length).trimmed
    guard length >= 3, mark == "~" || !info.contains("`") else { return nil }
    let kinds: [String: Document.Kind] = [
      "tuiyan": .program, "result": .result, "provenance": .provenance, "shape": .shape,
    ]
    return Fence(
      mark: mark, length: length, indent: indent, kind: kinds[String(info.prefix { $0 != " " })], line: line)
  }

  private func closes(_ content: Substring, _ fence: Fence) -> Bool {
    let length = content.prefix { $0 == fence.mark }.count
    return length >= fence.length && content.dropFirst(length).trimmed.isEmpty
  }

  private mutating func close(_ open: Fence, at number: Int) {
    fence = nil
    guard let kind = open.kind else { return }
    blocks.append(
      Document.Block(
        kind: kind, text: open.text.joined(separator: "\n"), firstLine: open.line + 2, lines: open.line..<number + 1,
        headings: headings.map(\.text), quotation: quotation.isEmpty ? nil : quotation.joined(separator: "\n")))
  }

  private func heading(_ content: Substring) -> (level: Int, text: String)? {
    let level = content.prefix { $0 == "#" }.count
    guard (1...6).contains(level), content.dropFirst(level).first.map({ $0 == " " }) ?? true else { return nil }
    let text = content.dropFirst(level).trimmed
    return (level, text)
  }
}

extension Substring {
  /// The text without spaces and tabs at its ends.
  fileprivate var trimmed: String {
    var text = self
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return String(text)
  }
}

extension String {
  /// Line ends of other systems as newlines. "\r\n" is one character of a Swift string.
  func replacingLineEnds() -> String {
    utf8.contains(0x0D) ? String(map { $0 == "\r\n" || $0 == "\r" ? "\n" : $0 }) : self
  }

  /// The lines of a text that has only newlines between them.
  fileprivate var lines: [String] {
    utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(Substring($0)) }
  }
}
