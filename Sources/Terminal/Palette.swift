import Glibc

/// What a piece of text is, from which its colour follows.
public enum Style: Sendable, CaseIterable {
  /// A word of the language.
  case keyword
  /// A quoted text.
  case text
  /// A number, an amount, a date.
  case number
  /// A name that the user or the data gave.
  case name
  /// What is wrong.
  case error
  /// What deserves a look.
  case warning
  /// A heading over a table or a page.
  case heading
  /// What may be overlooked: footers, notes, units.
  case faint
  /// The shell's prompt.
  case prompt
}

/// Turns text and its style into what the terminal shows: coloured by ANSI sequences, or plain.
public struct Palette: Sendable, Equatable {
  /// Whether colours are shown at all.
  public let isColoured: Bool

  /// A palette that colours or does not.
  public init(isColoured: Bool) {
    self.isColoured = isColoured
  }

  /// The palette without colours.
  public static let plain = Palette(isColoured: false)

  /// The palette for a descriptor: plain when colours are not wanted (`--no-color`, or `NO_COLOR` is set and not
  /// empty) or when it does not lead to a terminal that understands them.
  public static func suited(to descriptor: CInt = STDOUT_FILENO, wantsColour: Bool = true) -> Palette {
    Palette(isColoured: wantsColour && environment("NO_COLOR") == nil && isTerminal(descriptor))
  }

  /// The text in its style. The style ends at the text's end; line ends inside keep it.
  public func apply(_ style: Style, to text: String) -> String {
    guard isColoured, !text.isEmpty else { return text }
    let opening = opening(style)
    return opening.isEmpty ? text : opening + text + Palette.closing
  }

  /// The sequence that starts a style, empty on a plain palette and for styles that look like ordinary text.
  func opening(_ style: Style) -> String {
    guard isColoured else { return "" }
    let code: String
    // The sixteen basic colours follow the user's theme, so these stay legible on dark and on light.
    switch style {
    case .keyword: code = "35"
    case .text: code = "32"
    case .number: code = "36"
    case .name: return ""
    case .error: code = "1;31"
    case .warning: code = "33"
    case .heading: code = "1"
    case .faint: code = "2"
    case .prompt: code = "1;36"
    }
    return "\u{1B}[\(code)m"
  }

  /// The sequence that ends every style.
  static let closing = "\u{1B}[0m"
}
