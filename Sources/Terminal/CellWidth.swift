import CLibEdit

/// How many terminal cells text takes: 2 for a Chinese character, 1 for a Latin letter, 0 for a combining accent.
enum CellWidth {
  /// The C library measures by the locale in force; reading this once makes sure that it is a UTF-8 one.
  static let isAvailable: Bool = cle_use_utf8()

  /// The cells of one scalar, or nil when it can't be shown (a control character, an unassigned code).
  static func of(_ scalar: Unicode.Scalar) -> Int? {
    if scalar.isASCII { return scalar.value >= 0x20 && scalar.value != 0x7F ? 1 : nil }
    guard isAvailable else { return nil }
    let width = cle_width(scalar.value)
    return width < 0 ? nil : Int(width)
  }

  /// The cells of a text without control sequences; what can't be shown counts as one.
  static func of(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + (of($1) ?? 1) }
  }

  /// The beginning of a text that fits into `limit` cells, closed with `…` when something was cut off.
  static func truncate(_ text: String, to limit: Int) -> String {
    guard of(text) > limit else { return text }
    guard limit > 0 else { return "" }
    var kept = ""
    var width = 0
    for character in text {
      let next = of(String(character))
      guard width + next <= limit - 1 else { break }
      kept.append(character)
      width += next
    }
    return kept + "…"
  }
}
