/// One part of a stretch of prose.
struct ProsePart {
  enum Kind {
    case heading, paragraph, quotation, verbatim
    case item(mark: String, indent: Int)
    case table([[String]])
  }

  let kind: Kind
  /// Its words on one line.
  let text: String
  /// Whether it follows what stands before it without an empty line.
  var isJoined = false
}

/// Reads Markdown line by line into its parts. What it does not know is a paragraph.
struct ProseReader {
  private var parts: [ProsePart] = []
  private var open: (kind: ProsePart.Kind, text: String)?
  private var rows: [[String]] = []
  private var fence: String?
  /// Whether the last line belongs to a list, a table or what is shown verbatim, so that the next joins it.
  private var joins = false

  /// Takes the next line.
  mutating func read(_ line: String) {
    let shown = VisibleText.line(line)
    let content = shown.trimmingBothEnds
    let mark = ["```", "~~~"].first { content.hasPrefix($0) }
    if let fence {
      if mark == fence { (self.fence, joins) = (nil, false) } else { add(.verbatim, shown) }
      return
    }
    if let mark {
      close()
      joins = false
      fence = mark
    } else if content.isEmpty || content.hasPrefix("<!--") {
      close()
      joins = false
    } else if content.first == "|" {
      read(row: content)
    } else {
      read(content: content, indent: shown.prefix { $0 == " " }.count)
    }
  }

  /// All parts.
  mutating func finish() -> [ProsePart] {
    close()
    return parts
  }

  private mutating func read(content: String, indent: Int) {
    if !rows.isEmpty { close() }
    let level = content.prefix { $0 == "#" }.count
    if (1...6).contains(level), content.dropFirst(level).first == " " {
      close()
      joins = false
      add(.heading, ProseReader.plain(content.dropFirst(level)))
      joins = false
    } else if content.first == ">" {
      continueOrOpen(.quotation, content.dropFirst())
    } else if let (mark, rest) = ProseReader.item(content) {
      close()
      open = (.item(mark: mark, indent: min(indent, 8)), ProseReader.plain(rest))
    } else if open != nil, !isQuoting {
      continueOrOpen(.paragraph, content[...])
    } else {
      close()
      open = (.paragraph, ProseReader.plain(content[...]))
    }
  }

  private var isQuoting: Bool {
    if case .quotation? = open?.kind { true } else { false }
  }

  private mutating func continueOrOpen(_ kind: ProsePart.Kind, _ content: Substring) {
    let text = ProseReader.plain(content)
    if case .quotation = kind, !isQuoting { close() }
    guard let former = open else {
      open = (kind, text)
      return
    }
    open = (former.kind, ProseReader.joined(former.text, text))
  }

  private mutating func read(row content: String) {
    if open != nil { close() }
    let cells = content.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
    let isRule = !cells.isEmpty && cells.allSatisfy { !$0.isEmpty && $0.allSatisfy { "-: ".contains($0) } }
    guard !isRule else { return }
    rows.append(cells.map { ProseReader.plain($0) })
  }

  private mutating func add(_ kind: ProsePart.Kind, _ text: String) {
    parts.append(ProsePart(kind: kind, text: text, isJoined: joins && !parts.isEmpty))
    joins = true
  }

  private mutating func close() {
    if !rows.isEmpty {
      joins = false
      add(.table(rows), "")
      (rows, joins) = ([], false)
    }
    guard let (kind, text) = open else { return }
    open = nil
    if case .item = kind {} else { joins = false }
    add(kind, text)
    if case .item = kind {} else { joins = false }
  }

  // MARK: Words

  /// Two lines of a paragraph as one. Between Chinese characters a line's end is no space.
  private static func joined(_ first: String, _ second: String) -> String {
    guard let last = first.last, let next = second.first else { return first + second }
    let isChinese = TextWidth.columns(of: last) == 2 && TextWidth.columns(of: next) == 2
    return first + (isChinese ? "" : " ") + second
  }

  /// What marks an item, and its words.
  private static func item(_ content: String) -> (mark: String, rest: Substring)? {
    for mark in ["- ", "* ", "+ "] where content.hasPrefix(mark) { return ("•", content.dropFirst(2)) }
    let digits = content.prefix { $0.isASCII && $0.isNumber }
    guard (1...3).contains(digits.count), content.dropFirst(digits.count).hasPrefix(". ") else { return nil }
    return ("\(digits).", content.dropFirst(digits.count + 2))
  }

  /// The words without the marks of emphasis and without the addresses of links. Code keeps its marks and all between.
  private static func plain(_ text: Substring) -> String {
    let pieces = String(text).trimmingBothEnds.split(separator: "`", omittingEmptySubsequences: false)
    return pieces.enumerated().map { position, piece in
      position.isMultiple(of: 2) ? withoutMarks(piece) : String(piece)
    }.joined(separator: "`")
  }

  private static func withoutMarks(_ text: Substring) -> String {
    var result = ""
    var rest = text.replacing("**", with: "")[...]
    while let start = rest.firstIndex(of: "["), let end = rest[start...].firstIndex(of: "]") {
      let after = rest.index(after: end)
      guard after < rest.endIndex, rest[after] == "(", let close = rest[after...].firstIndex(of: ")") else {
        result += rest[..<after]
        rest = rest[after...]
        continue
      }
      result += rest[..<start] + rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}

extension String {
  /// The text without spaces and tabs at its ends.
  fileprivate var trimmingBothEnds: String {
    var text = self[...]
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
