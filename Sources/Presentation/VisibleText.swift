/// Text from data in a form that is safe to show: what steers a terminal or hides from the eye is made visible.
///
/// Old control characters turn into their pictures (`␛` for escape, `␊` for a line's end), the rest into its number
/// (`\u{202E}`): C1 controls, direction overrides, separators, and marks without shape such as the zero width space,
/// for which two names can look alike and differ. The joiners that emoji and some scripts need stay.
public enum VisibleText {
  /// The text on one line.
  public static func line(_ text: some StringProtocol) -> String { showing(text) { _ in false } }

  /// The text with its line ends left alone.
  public static func lines(_ text: some StringProtocol) -> String { showing(text) { $0 == "\n" } }

  /// Whether a scalar is shown by a sign in its place.
  static func hides(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7F: return false
    case 0..<0xA0: return true
    case 0x200C, 0x200D, 0x3400...0x9FFF: return false
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: return true
    case .format: return scalar.properties.isDefaultIgnorableCodePoint
    default: return false
    }
  }

  /// What is shown in place of a scalar that hides.
  static func sign(for scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value).map(String.init) ?? "␀"
    case 0x7F: "␡"
    default: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    }
  }

  private static func showing(_ text: some StringProtocol, except isKept: (Unicode.Scalar) -> Bool) -> String {
    let scalars = text.unicodeScalars
    guard scalars.contains(where: { hides($0) && !isKept($0) }) else { return String(text) }
    var result = ""
    for scalar in scalars {
      if hides(scalar) && !isKept(scalar) {
        result += sign(for: scalar)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
