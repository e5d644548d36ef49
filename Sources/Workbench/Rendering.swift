import Presentation
import Tables
import Values

/// Answers as text.
enum Rendering {
  /// A result as a session keeps it: the table format without a limit of width, without a last newline.
  static func sessionText(_ answer: Answer, _ tongue: Tongue) -> String {
    var text = TableFormat(width: nil).text(of: answer, tongue: tongue)
    while text.hasSuffix("\n") { text.removeLast() }
    return text
  }
}
