import Foundation

/// A sheet as it will be written: headings, and rows of as many fields. Ragged rows are the dirt that breaks that rule.
struct Sheet {
  let headings: [String]
  var rows: [[String]]

  init(_ headings: String, rows: [[String]]) {
    self.headings = headings.split(separator: ",").map(String.init)
    self.rows = rows
  }
}

/// How a sheet becomes bytes.
struct FileForm: Sendable {
  var encoding = String.Encoding.utf8
  var byteOrderMark = false
  var lineEnd = "\n"

  /// GB18030, as Excel on a Chinese Windows and the courts' systems save it.
  static let gb18030 = FileForm(encoding: String.Encoding(rawValue: 0x8000_0632))
  /// UTF-8 as Excel saves it when asked: a byte order mark and Windows line ends.
  static let excel = FileForm(byteOrderMark: true, lineEnd: "\r\n")

  /// The sheet's bytes, or nil if the encoding has no form for some character.
  func bytes(of sheet: Sheet) -> Data? {
    var text = byteOrderMark ? "\u{FEFF}" : ""
    for row in [sheet.headings] + sheet.rows {
      text += row.map(FileForm.field).joined(separator: ",")
      text += lineEnd
    }
    return text.data(using: encoding)
  }

  /// A field in quotes where a comma, a quote or a line end asks for them (RFC 4180).
  private static func field(_ value: String) -> String {
    guard value.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else { return value }
    return "\"" + value.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
