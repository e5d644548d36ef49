import Presentation
import Tables
import Values

/// Answers as text.
enum Rendering {
  /// A result as a session keeps it: the table format with as many rows as people are shown, without a limit of width,
  /// without a last newline.
  static func sessionText(_ answer: Answer, _ settings: Settings) -> String {
    var answer = answer
    if answer.form == .table { answer.table.limit(to: settings.rowLimit) }
    var text = TableFormat(width: nil).text(of: answer, tongue: settings.tongue)
    while text.hasSuffix("\n") { text.removeLast() }
    return text
  }
}

extension ResultTable {
  /// Leaves out the rows past a limit, and says how many they are.
  mutating func limit(to count: Int) {
    guard rows.count > count else { return }
    omitted += rows.count - count
    rows.removeLast(rows.count - count)
  }
}
