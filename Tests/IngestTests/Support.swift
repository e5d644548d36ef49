import Foundation
import Tables
import Values

@testable import Ingest

/// A file that lives as long as the test uses it.
final class TemporaryFile {
  let path: String

  init(_ bytes: [UInt8], name: String = "data.csv") throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ingest-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appendingPathComponent(name)
    try Data(bytes).write(to: file)
    path = file.path
  }

  var folder: String { URL(fileURLWithPath: path).deletingLastPathComponent().path }

  deinit { try? FileManager.default.removeItem(atPath: folder) }
}

extension ReadingSizes {
  /// Blocks so small that rows, characters and quoted fields are cut in every way.
  static func blocks(of size: Int, stretch: Int? = nil) -> ReadingSizes {
    ReadingSizes(block: size, head: size, row: 1 << 16, stretch: stretch ?? max(1, size / 3))
  }
}

func load(
  bytes: [UInt8], columns: [ColumnDeclaration] = [], encoding: TextEncoding? = nil, delimiter: UInt8? = nil,
  sizes: ReadingSizes = .usual
) throws -> LoadedFile {
  let file = try TemporaryFile(bytes)
  return try loadCSV(
    FileDeclaration(
      list: "list", path: file.path, displayPath: "data.csv", encoding: encoding, columns: columns,
      delimiter: delimiter),
    sizes: sizes)
}

func load(
  _ text: String, columns: [ColumnDeclaration] = [], encoding: TextEncoding? = nil, delimiter: UInt8? = nil,
  sizes: ReadingSizes = .usual
) throws -> LoadedFile {
  try load(bytes: Array(text.utf8), columns: columns, encoding: encoding, delimiter: delimiter, sizes: sizes)
}

/// Loads a file of one column with one cell a line, each quoted.
func loadCells(
  _ cells: [String], _ type: ValueType?, heading: String = "x", yes: [String] = [], no: [String] = [],
  unit: MoneyUnit? = nil
) throws -> LoadedFile {
  // A second column keeps rows with an empty cell from being blank rows.
  let lines = cells.map { "\"" + $0.replacingOccurrences(of: "\"", with: "\"\"") + "\",." }
  return try load(
    "\"\(heading)\",y\n" + lines.joined(separator: "\n"),
    columns: [ColumnDeclaration(name: "x", type: type, headings: [heading], yes: yes, no: no, unit: unit)])
}

/// Text in GB 18030, made by another converter than the one under test.
func gb18030(_ text: String) -> [UInt8] {
  let encoding = String.Encoding(rawValue: 0x8000_0632)
  return text.data(using: encoding).map { Array($0) } ?? []
}

extension LoadedFile {
  /// The values of a column.
  func values(_ name: String = "x") -> [Value] {
    guard let column = table.column(name) else { return [] }
    return (0..<column.count).map { column.value(at: $0) }
  }

  /// The rows whose cell is blank.
  func blanks(_ name: String = "x") -> [Int] { table.column(name)?.blank?.rows ?? [] }

  /// Kind, line and outcome of each problem, in short.
  var summaries: [String] { problems.map { "\($0.line) \($0.kind.rawValue) \($0.outcome)" } }
}

/// The failure that a body throws, or nil.
func failure(_ body: () throws -> Void) -> Failure? {
  do {
    try body()
    return nil
  } catch {
    return error as? Failure
  }
}

/// The date that ISO 8601 text writes.
func date(_ text: String) -> Value {
  let parts = text.split(separator: "-").compactMap { Int($0) }
  return CalendarDate(year: parts[0], month: parts[1], day: parts[2]).map { .date($0) } ?? .unknown
}

func month(_ year: Int, _ month: Int) -> Value {
  CalendarMonth(year: year, month: month).map { .month($0) } ?? .unknown
}

/// Numbers that look random and are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
