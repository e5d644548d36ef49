import Language
import Terminal

/// The colours of a statement as it is typed.
enum Highlighting {
  /// The styles of a text's parts, in offsets of Unicode scalars.
  static func styles(of text: String) -> [(range: Range<Int>, style: Style)] {
    let pieces = Parser.pieces(of: text)
    guard !pieces.isEmpty else { return [] }
    var offsets: [Int] = []
    for (offset, scalar) in text.unicodeScalars.enumerated() {
      offsets += repeatElement(offset, count: UTF8.width(scalar))
    }
    offsets.append(text.unicodeScalars.count)
    return pieces.compactMap { piece in
      style(of: piece.kind).map { (offsets[piece.range.lowerBound]..<offsets[piece.range.upperBound], $0) }
    }
  }

  private static func style(of kind: SyntaxPiece.Kind) -> Style? {
    switch kind {
    case .keyword: .keyword
    case .name: nil
    case .text: .text
    case .number: .number
    case .comment: .faint
    case .fault: .error
    }
  }
}
