import Foundation
import Tables
import Testing
import Values

@testable import Ingest

/// A file of the folder `Fixtures`, which `make.py` there writes.
func fixture(_ name: String) throws -> String {
  try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures/\(name)").path
}

/// What a table is, row by row, and all that was wrong in it.
func outline(_ loaded: LoadedFile) -> [String] {
  var lines = ["header \(loaded.headerLine), \(loaded.rowsRead) rows"]
  lines += loaded.table.columns.map { "\($0.name) \($0.heading) \($0.type)" }
  for row in 0..<loaded.table.rowCount {
    let cells = loaded.table.columns.map { column in
      column.blank?.contains(row) == true ? "" : "\(column.value(at: row))"
    }
    lines.append("\(loaded.table.lines[row]): \(cells.joined(separator: " | "))")
  }
  lines += loaded.problems.map {
    "\($0.line) \($0.kind.rawValue) \($0.heading ?? "") \($0.found ?? "") \($0.expected.english) \($0.outcome)"
  }
  return lines
}

@Suite("Sheets and their CSV files") struct SheetTwinTests {
  private static let records: [ColumnDeclaration] = [
    ColumnDeclaration(name: "case", type: .text, headings: ["案号"]),
    ColumnDeclaration(name: "code", type: .text, headings: ["代码"]),
    ColumnDeclaration(name: "district", type: .category, headings: ["所属区"]),
    ColumnDeclaration(name: "listed", type: .date, headings: ["发布时间"]),
    ColumnDeclaration(name: "month", type: .month, headings: ["上报期"]),
    ColumnDeclaration(name: "clues", type: .flag, headings: ["线索"], yes: ["有"], no: ["无"]),
    ColumnDeclaration(name: "checked", type: .flag, headings: ["已核"]),
    ColumnDeclaration(name: "fine", type: .money, headings: ["罚款金额（万元）"]),
    ColumnDeclaration(name: "part", type: .percentage, headings: ["占比"]),
    ColumnDeclaration(name: "weight", type: .integer, headings: ["户数"]),
    ColumnDeclaration(name: "rate", type: .decimal, headings: ["利率"]),
    ColumnDeclaration(name: "post", type: .text, headings: ["邮编"]),
  ]

  private func load(_ name: String, _ part: FilePart? = nil, _ columns: [ColumnDeclaration]) throws -> LoadedFile {
    try loadFile(FileDeclaration(list: "l", path: fixture(name), part: part, columns: columns))
  }

  @Test(
    "A sheet and its CSV file give the same table and the same problems",
    arguments: ["shared-strings.xlsx", "inline-strings.xlsx", "from-1904.xlsx", "openpyxl.xlsx"],
    [
      (FilePart.sheet("失信被执行人"), "records.csv", records), (.sheetNumber(1), "records.csv", []),
      (.sheetNumber(2), "fines.csv", []), (.sheet("罚款＆其他"), "fines.csv", []),
    ] as [(FilePart, String, [ColumnDeclaration])])
  func twins(workbook: String, sheet: (part: FilePart, twin: String, columns: [ColumnDeclaration])) throws {
    let columns = sheet.columns
    let expected = try load(sheet.twin, nil, columns)
    let found = try load(workbook, sheet.part, columns)
    #expect(outline(found) == outline(expected))
    #expect(expected.table.rowCount > 4)
    #expect(Set(found.rowHashes).count == Set(expected.rowHashes).count)
  }

  @Test("Days around the one that 1900 did not have are read as they are shown")
  func earlyDays() throws {
    let columns = [
      ColumnDeclaration(name: "n", type: .integer), ColumnDeclaration(name: "日期", type: .date),
      ColumnDeclaration(name: "text", type: .text, headings: ["日期"]),
    ]
    let expected = try load("early.csv", nil, columns)
    for workbook in ["shared-strings.xlsx", "openpyxl.xlsx"] {
      let found = try load(workbook, .sheet("early"), columns)
      #expect(outline(found) == outline(expected))
      #expect(
        found.values("text")
          == [
            "1900-01-01", "1900-02-28", "1900-02-29", "1900-03-01", "1901-01-01", "9999-12-31", "2958466",
          ].map { .text($0) })
    }
  }

  @Test("Blocks of any size give the same table", arguments: [1, 7, 64, 333, 4096])
  func blocks(size: Int) throws {
    for workbook in ["shared-strings.xlsx", "inline-strings.xlsx"] {
      let declaration = FileDeclaration(list: "l", path: try fixture(workbook), part: .sheetNumber(1))
      #expect(outline(try loadWorkbook(declaration, blockSize: size)) == outline(try loadWorkbook(declaration)))
    }
  }

  @Test("The beginning of a sheet tells its headings and types")
  func header() throws {
    let header = try readHeader(FileDeclaration(list: "l", path: fixture("shared-strings.xlsx"), part: .sheetNumber(2)))
    #expect(header.headings == ["", "代码", "", "金额（元）", "日期"])
    #expect(header.columns.map(\.type) == [.text, .money, .date])
    #expect(header.line == 3)
    #expect(header.delimiter == nil)
    #expect(header.samples.first == ["", "A1", "", "1000.5", "2022-01-28"])
  }
}
