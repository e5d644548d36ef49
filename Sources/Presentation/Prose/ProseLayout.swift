import Values

/// Markdown as people read it at a terminal: headings, paragraphs, lists and quotations broken to a width, without the
/// marks that say what they are, and without anything that would steer the terminal.
public struct ProseLayout: Sendable {
  /// What a line is, from which its look follows.
  public enum Role: Sendable, Hashable {
    /// A heading.
    case heading
    /// What is said.
    case text
    /// What somebody else said: the clause that a rule carries out.
    case quotation
    /// What is shown as it stands.
    case verbatim
  }

  /// A line with what it is.
  public struct Line: Sendable, Hashable {
    /// What it is.
    public let role: Role
    /// Its text, which has no control characters.
    public let text: String
  }

  /// The columns that a line may take.
  private let width: Int

  /// A layout within a width.
  public init(width: Int) { self.width = max(20, width) }

  /// The lines of a stretch of Markdown, none empty at its ends and no two empty ones in a row.
  public func lines(of markdown: some Sequence<String>) -> [Line] {
    var reader = ProseReader()
    for line in markdown { reader.read(line) }
    var lines: [Line] = []
    for (position, part) in reader.finish().enumerated() {
      if position > 0, !part.isJoined { lines.append(Line(role: .text, text: "")) }
      lines += laidOut(part)
    }
    return lines
  }

  private func laidOut(_ part: ProsePart) -> [Line] {
    switch part.kind {
    case .heading: return wrapped(part.text, as: .heading)
    case .paragraph: return wrapped(part.text, as: .text)
    case .quotation:
      return TextWrap.lines(of: part.text, within: width - 4).map { Line(role: .quotation, text: "  │ \($0)") }
    case .item(let mark, let indent):
      let lead = String(repeating: " ", count: indent) + mark + " "
      let columns = TextWidth.columns(of: lead)
      return TextWrap.lines(of: lead + part.text, within: width, hanging: columns).map { Line(role: .text, text: $0) }
    case .verbatim:
      return [Line(role: .verbatim, text: "    " + part.text)]
    case .table(let rows): return table(rows).map { Line(role: .text, text: $0) }
    }
  }

  private func wrapped(_ text: String, as role: Role) -> [Line] {
    TextWrap.lines(of: text, within: width).map { Line(role: role, text: $0) }
  }

  /// A table in columns where it fits, else each row as a line of its own, broken where it must be.
  private func table(_ rows: [[String]]) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { $0.indices.contains(column) ? TextWidth.columns(of: $0[column]) : 0 }.max() ?? 0
    }
    guard widths.reduce(0, +) + 3 * max(0, count - 1) + 2 <= width else {
      return rows.flatMap { TextWrap.lines(of: "  " + $0.joined(separator: " · "), within: width, hanging: 4) }
    }
    return rows.map { row in
      let cells = zip(row, widths).map { TextWidth.padded($0, to: $1) }
      return ("  " + cells.joined(separator: "   ")).trimmingSpaces
    }
  }
}
