/// A stretch of a statement that stands on a line of its own when the whole is too long, and what may stand on lines
/// below it.
struct Piece {
  /// The words of its first line.
  var text: String
  /// Where it stands in the source, as far as its syntax tells.
  var range: Range<Int>?
  /// What goes on below it, each beginning with a word that can't begin a statement.
  var continuations: [Piece] = []

  /// All on one line.
  var flat: String { ([text] + continuations.map(\.flat)).joined(separator: " ") }
}

/// A statement in pieces, before it is known how many lines they take.
struct StatementLayout {
  /// How the statement begins.
  var head: Piece
  /// The stages of a pipeline.
  var stages: [Piece] = []
  /// What stands in braces, one a line.
  var body: [Piece]?

  /// The columns that a line may take.
  static let width = 100

  /// A line of a statement.
  struct Line {
    var text: String
    /// Where its piece begins in the source; nil where that is unknown.
    let start: Int?
    /// Whether a comment may stand on a line above it.
    let isCommentableAbove: Bool
  }

  /// The lines of the statement.
  /// - Parameters:
  ///   - comments: Where comments stand within the statement; what holds one is not put on one line.
  ///   - isDocument: Whether indented lines go on with the statement above.
  /// - Returns: At least one.
  func lines(around comments: [Range<Int>] = [], isDocument: Bool = true) -> [Line] {
    var writer = LineWriter(comments: comments)
    if let body {
      let isEmpty = body.isEmpty && comments.isEmpty
      writer.append(head.text + (isEmpty ? " {}" : " {"), head)
      guard !isEmpty else { return writer.lines }
      for piece in body { writer.write(piece, indent: 2, isCommentable: (above: true, below: false)) }
      writer.lines.append(Line(text: "}", start: nil, isCommentableAbove: true))
      return writer.lines
    }
    let flat = ([head] + stages).map(\.flat).joined(separator: " ")
    if comments.isEmpty, columns(of: flat) <= StatementLayout.width {
      writer.append(flat, head)
      return writer.lines
    }
    let isBroken = stages.isEmpty && !comments.isEmpty
    writer.write(
      head, indent: 0, below: stages.isEmpty ? 2 : 4, isCommentable: (above: false, below: isDocument),
      isBroken: isBroken)
    for stage in stages { writer.write(stage, indent: 2, isCommentable: (above: isDocument, below: isDocument)) }
    return writer.lines
  }
}

/// Puts pieces on lines.
private struct LineWriter {
  let comments: [Range<Int>]
  var lines: [StatementLayout.Line] = []

  init(comments: [Range<Int>]) { self.comments = comments }

  /// Writes a piece on one line if it fits and holds no comment, else with what goes on below it.
  mutating func write(
    _ piece: Piece, indent: Int, below: Int? = nil, isCommentable: (above: Bool, below: Bool), isBroken: Bool = false
  ) {
    let margin = String(repeating: " ", count: indent)
    let holdsComment = comments.contains { comment in piece.range.map { $0.overlaps(comment) } ?? false }
    let flat = margin + piece.flat
    guard isBroken || holdsComment || columns(of: flat) > StatementLayout.width else {
      return append(flat, piece, isCommentableAbove: isCommentable.above)
    }
    append(margin + piece.text, piece, isCommentableAbove: isCommentable.above)
    for next in piece.continuations {
      write(next, indent: below ?? indent + 2, isCommentable: (above: isCommentable.below, below: isCommentable.below))
    }
  }

  mutating func append(_ text: String, _ piece: Piece, isCommentableAbove: Bool = false) {
    lines.append(.init(text: text, start: piece.range?.lowerBound, isCommentableAbove: isCommentableAbove))
  }
}

/// The columns that a text takes where East Asian wide characters take two.
func columns(of text: String) -> Int {
  text.unicodeScalars.reduce(0) { total, scalar in
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      total + 2
    default: total + 1
    }
  }
}
