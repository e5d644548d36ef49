import Values

/// The line of a source text that a span begins on, with carets under the span.
struct SourceExcerpt {
  /// The number of the line in its file.
  let line: Int
  /// The character of the line that the span begins with, counted from 1.
  let column: Int
  /// The line made visible, or the part of it around the span where it is long.
  let text: String
  /// Carets that stand right under the text of the span, spaces before them.
  let carets: String

  /// The excerpt for a span, shown in at most `width` columns.
  init(_ span: SourceSpan, width: Int) {
    let bytes = Array(span.source.text.utf8)
    let offset = SourceExcerpt.start(of: span, in: bytes)
    let bounds = SourceExcerpt.line(around: offset, in: bytes)
    let start = min(offset, bounds.upperBound)
    let end = min(max(start, span.range.upperBound), bounds.upperBound)
    let cells = SourceExcerpt.cells(String(decoding: bytes[bounds], as: UTF8.self))
    let covered = SourceExcerpt.positions(of: start - bounds.lowerBound..<end - bounds.lowerBound, in: cells)

    line = span.source.firstLine + SourceExcerpt.lineEnds(in: bytes[..<bounds.lowerBound])
    column = covered.lowerBound + 1
    let window = SourceExcerpt.window(of: cells.map(\.columns), around: covered, width: width)
    let opening = window.lowerBound > 0 ? "…" : ""
    let closing = window.upperBound < cells.count ? "…" : ""
    text = (opening + cells[window].map(\.text).joined() + closing).trimmingSpaces
    let before = cells[window.lowerBound..<covered.lowerBound].reduce(opening.count) { $0 + $1.columns }
    let under = cells[covered.clamped(to: window)].reduce(0) { $0 + $1.columns }
    carets = String(repeating: " ", count: before) + String(repeating: "^", count: max(1, under))
  }
}

extension SourceExcerpt {
  /// A character of the line as it is shown.
  private struct ShownCharacter {
    let text: String
    let columns: Int
    /// The UTF-8 offset in the line where the character ends.
    let end: Int
  }

  private static let newline = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// The offset where a span begins. What is missing at the text's end is missed on its last line that has words.
  private static func start(of span: SourceSpan, in bytes: [UInt8]) -> Int {
    guard span.range.lowerBound >= bytes.count else { return span.range.lowerBound }
    return bytes.lastIndex { $0 != newline && $0 != carriageReturn }.map { $0 + 1 } ?? 0
  }

  /// The offsets of the line that holds an offset, without its end.
  private static func line(around offset: Int, in bytes: [UInt8]) -> Range<Int> {
    // The second half of a Windows line end belongs to the line that it ends.
    let isInsideLineEnd =
      offset > 0 && offset < bytes.count && bytes[offset] == newline && bytes[offset - 1] == carriageReturn
    let offset = isInsideLineEnd ? offset - 1 : offset
    let isLineEnd = { (byte: UInt8) in byte == newline || byte == carriageReturn }
    let start = bytes[..<offset].lastIndex(where: isLineEnd).map { $0 + 1 } ?? 0
    return start..<(bytes[offset...].firstIndex(where: isLineEnd) ?? bytes.count)
  }

  private static func lineEnds(in bytes: ArraySlice<UInt8>) -> Int {
    bytes.indices.count { position in
      switch bytes[position] {
      case newline: true
      case carriageReturn: position + 1 == bytes.endIndex || bytes[position + 1] != newline
      default: false
      }
    }
  }

  private static func cells(_ line: String) -> [ShownCharacter] {
    var end = 0
    return line.map { character in
      let text = character == "\t" ? " " : VisibleText.line(String(character))
      end += character.utf8.count
      return ShownCharacter(text: text, columns: TextWidth.columns(of: text), end: end)
    }
  }

  /// The characters that some bytes of the line touch.
  private static func positions(of bytes: Range<Int>, in cells: [ShownCharacter]) -> Range<Int> {
    let first = cells.firstIndex { $0.end > bytes.lowerBound } ?? cells.count
    let last = bytes.isEmpty ? first : cells.firstIndex { $0.end >= bytes.upperBound }.map { $0 + 1 } ?? cells.count
    return first..<max(first, last)
  }

  /// The characters to show: all, or as many as fit around the span, the signs that some are left out included.
  private static func window(of columns: [Int], around span: Range<Int>, width: Int) -> Range<Int> {
    guard columns.reduce(0, +) > width else { return 0..<columns.count }
    var room = width - 2
    var end = span.lowerBound
    while end < span.upperBound, columns[end] <= room {
      room -= columns[end]
      end += 1
    }
    var start = span.lowerBound
    // What follows the span explains less than what leads to it, but neither side may take all the room.
    var leading = max(room / 2, room - columns[end...].reduce(0, +))
    while start > 0, columns[start - 1] <= leading {
      start -= 1
      leading -= columns[start]
      room -= columns[start]
    }
    while end < columns.count, columns[end] <= room {
      room -= columns[end]
      end += 1
    }
    return start..<end
  }
}
