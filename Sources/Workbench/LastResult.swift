import Language
import Presentation
import Tables
import Values

/// The result of the last question, for `last`.
struct LastResult: Sendable {
  /// What is left of the question, not yet cut to a number of rows.
  let flow: PipelineRunner.Flow

  /// The form that a word asks for.
  static func format(_ name: Name) throws(Diagnostic) -> OutputFormat {
    let forms = OutputFormat.allCases.map(\.rawValue)
    if let format = OutputFormat(rawValue: name.text.lowercased()) { return format }
    if name.text == "表格" { return .table }
    throw Diagnostic(
      .statement, Phrase("there is no form `\(name.text)`", "没有格式“\(name.text)”"), at: name.span,
      notes: Nearness.notes(name.text, forms + ["表格"])
        + [Phrase("forms: \(forms.joined(separator: ", "))", "格式：表格、csv、json、markdown")])
  }

  /// An answer as people read it in a form; machines get its table all the same. A chart is a table again, with no more
  /// rows than `rowLimit`.
  static func answer(_ answer: Answer, as format: OutputFormat, rowLimit: Int) -> Answer {
    var answer = answer
    if case .chart = answer.form, format == .table {
      answer.form = .table
      answer.table.limit(to: rowLimit)
    }
    guard format != .table else { return answer }
    func lines(_ tongue: Tongue) -> [Substring] {
      format.writer().text(of: answer, tongue: tongue).split(separator: "\n", omittingEmptySubsequences: false)
        .dropLast()
    }
    answer.form = .prose(zip(lines(.english), lines(.chinese)).map { Phrase(String($0), String($1)) })
    if format == .markdown { answer.notes = [] }
    return answer
  }
}
