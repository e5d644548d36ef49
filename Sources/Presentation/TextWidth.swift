/// How many columns of a terminal a text takes: two for East Asian wide characters and emoji, none for marks.
///
/// Characters of ambiguous width (`“ — … ①`) count one. Control characters count none: whoever shows data makes
/// them visible first (see `VisibleText`).
public enum TextWidth {
  /// The side of a column that its texts stand on.
  public enum Alignment: Hashable, Sendable {
    /// Texts begin where the column begins.
    case left
    /// Texts end where the column ends.
    case right
  }

  /// The columns that a text takes.
  public static func columns(of text: some StringProtocol) -> Int {
    var total = 0
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x20..<0x7F: total += 1
      case 0x3001...0x3029, 0x4E00...0x9FFF, 0xFF01...0xFF5E: total += 2
      // Only what stands outside these ranges joins others to one character.
      default: return text.reduce(0) { $0 + columns(of: $1) }
      }
    }
    return total
  }

  /// The columns that one character takes, be it a single scalar or a sequence such as a flag or a family.
  public static func columns(of character: Character) -> Int {
    var total = 0
    var last = 0
    var previous: Unicode.Scalar?
    for scalar in character.unicodeScalars {
      if scalar == emojiSelector, last == 1, let previous, previous.properties.isEmoji {
        total += 1
        last = 2
      } else if let previous, isDrawnOver(previous, scalar) {
        last = 0
      } else {
        last = columns(of: scalar)
        total += last
      }
      previous = scalar
    }
    return total
  }

  /// The text with spaces that bring it to a number of columns; a text that is wider stays as it is.
  public static func padded(_ text: some StringProtocol, to columns: Int, alignment: Alignment = .left) -> String {
    let spaces = String(repeating: " ", count: max(0, columns - self.columns(of: text)))
    return alignment == .left ? text + spaces : spaces + text
  }

  /// The text, or its beginning and `…` where it takes more than a number of columns.
  public static func truncated(_ text: some StringProtocol, to columns: Int) -> String {
    guard self.columns(of: text) > columns else { return String(text) }
    guard columns > 0 else { return "" }
    var room = columns - 1
    let beginning = text.prefix { character in
      room -= self.columns(of: character)
      return room >= 0
    }
    return beginning + "…"
  }
}

extension TextWidth {
  private static let emojiSelector: Unicode.Scalar = "\u{FE0F}"
  private static let joiner: Unicode.Scalar = "\u{200D}"

  private static func columns(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20..<0x7F: 1
    case 0x4E00...0x9FFF: 2
    case 0..<0x20, 0x7F..<0xA0: 0
    // The soft hyphen and the filler of a leading consonant are drawn, though Unicode lets programs ignore them.
    case 0xAD: 1
    case 0x115F: 2
    // Vowels and final consonants of Hangul join the leading consonant before them.
    case 0x1160...0x11FF, 0xD7B0...0xD7FF: 0
    default: isMark(scalar) ? 0 : WideScalars.contains(scalar) ? 2 : 1
    }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark, .lineSeparator, .paragraphSeparator: true
    default: scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  /// Whether a scalar of a character adds nothing to the one before it: the second half of a flag, a tone of skin,
  /// an emoji joined to another.
  private static func isDrawnOver(_ previous: Unicode.Scalar, _ scalar: Unicode.Scalar) -> Bool {
    let regionalIndicators: ClosedRange<UInt32> = 0x1F1E6...0x1F1FF
    if regionalIndicators.contains(scalar.value) { return regionalIndicators.contains(previous.value) }
    if scalar.properties.isEmojiModifier { return true }
    return previous == joiner && scalar.properties.isEmoji
  }
}
