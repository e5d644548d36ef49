import Tables
import Values

/// Comma-separated values as RFC 4180 has them, with a row of the language's own names and `\n` at each line's end.
///
/// Values are those of `JSONFormat`: unrounded, without separators, ranges as `x_low` and `x_high`. Unknown is an empty
/// field. Text is exact: nothing is made visible, nor guarded against spreadsheets that take `=` for a formula. Notes
/// are not written.
public struct CSVFormat: AnswerFormat {
  /// The form knows no choices.
  public init() {}

  /// Writes the names and the rows, the same in every tongue.
  public func write(_ answer: Answer, tongue: Tongue, to stream: inout some TextOutputStream) {
    try? write(ComputedRows(answer.table), to: &stream)
  }

  /// Writes the names and the rows.
  /// - Throws: `Interruption`.
  public func write(_ rows: ComputedRows, to stream: inout some TextOutputStream) throws {
    let table = try MachineTable(rows)
    guard !table.names.isEmpty else { return }
    stream.write(CSVFormat.line(table.names))
    for position in 0..<table.rowCount {
      if position & 0xFF == 0 { try Interruption.check() }
      stream.write(CSVFormat.line(table.row(position).map(CSVFormat.text)))
    }
  }

  private static func text(of value: MachineValue) -> String {
    switch value {
    case .null: ""
    case .literal(let text), .string(let text): text
    }
  }

  private static func line(_ fields: [String]) -> String {
    // Readers pass over an empty line, so a lone empty field is quoted.
    guard fields != [""] else { return "\"\"\n" }
    return fields.map(quoted).joined(separator: ",") + "\n"
  }

  private static func quoted(_ field: String) -> String {
    let isSpecial = field.utf8.contains { byte in
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r")
    }
    guard isSpecial else { return field }
    var result = "\""
    for scalar in field.unicodeScalars {
      if scalar == "\"" { result += "\"" }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }
}
