import Tables
import Values

/// One JSON array of row objects a result, on a line of its own, with the language's own names as keys.
///
/// Numbers are unrounded; unknown is null; amounts are decimal strings in 元; a column `x` with ranges has `x_low` and
/// `x_high` right after it in every row. Notes are not written.
public struct JSONFormat: AnswerFormat {
  /// The form knows no choices.
  public init() {}

  /// Writes the rows, the same in every tongue.
  public func write(_ answer: Answer, tongue: Tongue, to stream: inout some TextOutputStream) {
    try? write(ComputedRows(answer.table), to: &stream)
  }

  /// Writes the rows.
  /// - Throws: `Interruption`.
  public func write(_ rows: ComputedRows, to stream: inout some TextOutputStream) throws {
    let table = try MachineTable(rows)
    let keys = table.names.map { JSONFormat.quoted($0) + ":" }
    stream.write("[")
    for position in 0..<table.rowCount {
      if position & 0xFF == 0 { try Interruption.check() }
      let members = zip(keys, table.row(position)).map { $0 + JSONFormat.text(of: $1) }
      stream.write((position > 0 ? "," : "") + "{" + members.joined(separator: ",") + "}")
    }
    stream.write("]\n")
  }

  private static func text(of value: MachineValue) -> String {
    switch value {
    case .null: "null"
    case .literal(let text): text
    case .string(let text): quoted(text)
    }
  }

  /// A JSON string. What would steer a terminal is escaped too, which changes nothing for who reads the JSON.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where VisibleText.hides(scalar):
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
