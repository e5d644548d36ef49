import Tables
import Values

@testable import Ingest

/// What must hold of any table, whatever file it was loaded from.
enum TableProperties {
  /// A column of each type.
  static let declared: [ColumnDeclaration] = [
    ColumnDeclaration(name: "code", type: .text, headings: ["统一社会信用代码", "code"], isRequired: false),
    ColumnDeclaration(name: "district", type: .category, headings: ["所属区", "district"], isRequired: false),
    ColumnDeclaration(name: "clues", type: .flag, headings: ["有效财产线索"], yes: ["有"], no: ["无"], isRequired: false),
    ColumnDeclaration(name: "found", type: .flag, headings: ["发现可供执行财产", "found"], isRequired: false),
    ColumnDeclaration(name: "listed", type: .date, headings: ["发布时间", "查控时间", "date"], isRequired: false),
    ColumnDeclaration(name: "reported", type: .month, headings: ["案件上报期", "month"], isRequired: false),
    ColumnDeclaration(name: "weight", type: .integer, headings: ["户数", "weight"], isRequired: false),
    ColumnDeclaration(name: "rate", type: .decimal, headings: ["利率", "rate"], isRequired: false),
    ColumnDeclaration(name: "part", type: .percentage, headings: ["占比", "占比（%）"], isRequired: false),
    ColumnDeclaration(name: "fine", type: .money, headings: ["罚款金额（万元）", "罚款金额"], isRequired: false),
    ColumnDeclaration(name: "tax", type: .money, headings: ["税额"], unit: .yuan, isRequired: false),
  ]

  /// That every row, every cell and every problem is accounted for.
  static func check(_ loaded: LoadedFile) throws(Violation) {
    let table = loaded.table
    let setAside = (loaded.problemTotals[.raggedRow] ?? 0) + (loaded.problemTotals[.badBytes] ?? 0)
    try require(
      loaded.rowsRead == table.rowCount + setAside, "every row is in the table or set aside",
      "\(loaded.rowsRead) read, \(table.rowCount) kept, \(setAside) set aside")
    try require(
      loaded.rowHashes.count == table.rowCount && table.lines.count == table.rowCount,
      "every row has its hash and its line", "\(table.rowCount) rows")
    try require(
      zip(table.lines, table.lines.dropFirst()).allSatisfy { $0 < $1 }
        && table.lines.allSatisfy { $0 > loaded.headerLine }, "rows stand below the headings, in order",
      "\(table.lines)")
    try require(
      loaded.problems.count == min(loaded.problemTotals.values.reduce(0, +), LoadedFile.maximumProblems),
      "every problem is kept while there is room", "\(loaded.problemTotals)")
    for column in table.columns { try check(column, in: loaded) }
  }

  /// That a cell which can't be read is blank or reported, and that every other has a value.
  private static func check(_ column: Column, in loaded: LoadedFile) throws(Violation) {
    let lines = Set(loaded.problems.lazy.filter { $0.heading == column.heading }.map { Int32($0.line) })
    for row in 0..<loaded.table.rowCount {
      let value = column.value(at: row)
      if column.isKnown(row) {
        try require(value != .unknown, "a known cell has a value", "\(column.heading), row \(row)")
        try require(column.blank?.contains(row) != true, "a blank cell is unknown", "\(column.heading), row \(row)")
      } else if column.blank?.contains(row) != true {
        try require(
          lines.contains(loaded.table.lines[row]) || loaded.problems.count == LoadedFile.maximumProblems,
          "a cell that can't be read is reported", "\(column.heading), row \(row)")
      }
    }
  }

  /// That the size of the blocks makes no difference.
  static func checkSame(_ whole: LoadedFile, _ parts: LoadedFile) throws(Violation) {
    try require(
      whole.rowHashes == parts.rowHashes && whole.table.lines == parts.table.lines, "rows don't hang on blocks",
      "\(whole.table.lines), \(parts.table.lines)")
    let differing = zip(whole.problems, parts.problems).first { $0 != $1 }
    try require(
      whole.problems == parts.problems, "problems don't hang on blocks",
      "\(whole.problems.count), \(parts.problems.count), \(differing.map { "\($0)" } ?? "")")
    for (first, second) in zip(whole.table.columns, parts.table.columns) {
      for row in 0..<whole.table.rowCount {
        try require(
          first.value(at: row) == second.value(at: row), "values don't hang on blocks",
          "\(first.heading), row \(row): \(first.value(at: row)), \(second.value(at: row))")
      }
    }
  }
}
