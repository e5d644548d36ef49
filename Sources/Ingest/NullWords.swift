/// The words that stand in a cell for nothing at all.
struct NullWords {
  private let words: Set<String>

  /// Nothing, whatever the column holds: a word for none yet, an empty pattern of a document number, an export's null.
  private static let everywhere: Set<String> = [
    "暂无", "null", "n/a", "#n/a", "\\n", "[]号", "()号", "〔〕号", "【】号",
  ]

  /// For text and categories. 无 is kept: beside other words it says that there is none, which is an answer.
  static let text = NullWords(words: everywhere)
  /// For numbers and flags. A flag column whose own words include 无 is asked for those first.
  static let value = NullWords(words: everywhere.union(["无"]))
  /// For dates and months, where "without end" is written out.
  static let date = NullWords(words: everywhere.union(["无", "无处罚期限", "无期限", "无固定期限", "长期", "永久"]))

  /// The most bytes that a cell which says nothing has.
  static let longest = 24

  /// Whether a folded cell says nothing: one of the words, or only dashes or strokes.
  func contains(_ folded: borrowing FoldedText) -> Bool {
    guard folded.bytes.count <= NullWords.longest else { return false }
    let text = String(decoding: folded.bytes, as: UTF8.self).filter { $0 != " " }
    return words.contains(text) || text.allSatisfy { Self.strokes.contains($0) }
  }

  /// Whether a cell that says nothing can begin with a byte, folded or not. It spares most cells the comparison.
  static func canBegin(with byte: UInt8) -> Bool {
    switch byte {
    // The first bytes of dashes, 暂, 无, 永, 长, brackets and full-width ASCII.
    case 0xE2, 0xE3, 0xE6, 0xE9, 0xEF: true
    case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "#"): true
    case UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "["), UInt8(ascii: "("): true
    default: false
    }
  }

  /// Whether a text says nothing in a column of texts.
  static func isNothing(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count <= longest, let first = range.first, canBegin(with: bytes[first]) else { return range.isEmpty }
    var folded = FoldedText()
    folded.fold(bytes, range)
    return text.contains(folded)
  }

  private static let strokes: Set<Character> = ["-", "‐", "‑", "‒", "–", "—", "―", "─", "━", "/", "\\"]
}
