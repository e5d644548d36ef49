import Tables
import Values

/// The forms that a result can be written in.
public enum OutputFormat: String, CaseIterable, Hashable, Sendable {
  /// Aligned columns for people at a terminal.
  case table
  /// Comma-separated values (RFC 4180) for other programs.
  case csv
  /// One JSON array of row objects a result, on a line of its own.
  case json
  /// A pipe table for documents.
  case markdown

  /// What writes the form. `width` is the terminal's in columns, nil for no limit; only the table heeds it.
  public func writer(width: Int? = nil) -> any AnswerFormat {
    switch self {
    case .table: TableFormat(width: width)
    case .csv: CSVFormat()
    case .json: JSONFormat()
    case .markdown: MarkdownFormat()
    }
  }
}

/// A form that answers are written in.
///
/// Forms for people write an answer's notes and how many rows were left out. Forms for machines write rows alone, the
/// same in every tongue: the notes are for standard error.
public protocol AnswerFormat: Sendable {
  /// Writes an answer, the last line's end included. Where the user stops the work, what is left is left out: whoever
  /// writes looks whether the work was stopped (`Interruption.check`) before what was written is used.
  func write(_ answer: Answer, tongue: Tongue, to stream: inout some TextOutputStream)
}

extension AnswerFormat {
  /// An answer as text, the last line's end included.
  public func text(of answer: Answer, tongue: Tongue) -> String {
    var text = ""
    write(answer, tongue: tongue, to: &text)
    return text
  }
}
