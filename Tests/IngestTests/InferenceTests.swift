import Tables
import Testing
import Values

@testable import Ingest

@Suite("Inference") struct InferenceTests {
  @Test(
    "Types follow from the cells and the heading",
    arguments: [
      ("日期", ["2022-07-31", "", "2022/8/1"], .date), ("日期", ["2022年7月31日", "1900-1-1", "2022-09-31"], .date),
      ("日期", ["20220731", "20210101", "99991231"], .date), ("日期", ["2022-7-1 0:00:00", "暂无"], .date),
      ("年月", ["2022-07", "2022-08"], .month), ("年月", ["202207", "202208"], .month), ("月", ["2022年7月"], .month),
      ("户数", ["1", "20", "1,300", "-"], .integer), ("户数", ["1", "0", "1"], .integer),
      ("区划", ["320102", "320104"], .integer),
      ("数", ["12345678", "99999999"], .integer), ("数", ["-1", "+2"], .integer),
      ("得分", ["1.5", "2", "100.25"], .decimal), ("得分", ["1950.5", "2022.7"], .decimal),
      ("得分", ["0.5", "0.25"], .decimal),
      ("占比", ["1.26%", "0.5%"], .percentage), ("占比（%）", ["1.26", "50"], .percentage),
      ("罚款金额（万元）", ["1", "2.5", ""], .money), ("罚款金额（元）", ["2000元", "无"], .money), ("罚款金额", ["1", "2.5"], .decimal),
      ("线索", ["有", "无", "无"], .flag), ("履行", ["是", "否", ""], .flag), ("履行", ["Y", "N", "y"], .flag),
      ("是否", ["否"], .flag),
      ("备注", ["无", "无", "无"], .category), ("备注", ["无"], .text),
      ("区", ["江宁区", "鼓楼区", "江宁区", "江宁区", "鼓楼区"], .category), ("名称", ["甲公司", "乙公司", "丙公司"], .text),
      ("代码", ["913201000000000", "320100000000001"], .text), ("代码", ["00123", "00456"], .text),
      ("代码", ["91320102674737244W", "74218321-3"], .text), ("代码", ["9.13E+17", "9.13E+17x"], .text),
      ("空", ["", "/", ""], .text),
      ("案号", ["（2022）苏0115执1号", "（2022）苏0115执2号"], .text), ("混", ["1", "2", "x"], .text),
      ("位", ["1234567890123456"], .text),
    ] as [(String, [String], ValueType)])
  func types(heading: String, cells: [String], expected: ValueType) {
    #expect(inferType(heading: heading, cells: cells) == expected)
  }

  @Test("A few bad cells among many dates leave it a column of dates")
  func mostlyDates() {
    let cells = Array(repeating: "2022-07-31", count: 96) + ["某局", "见附件", "x", "y"]
    #expect(inferType(heading: "日期", cells: cells) == .date)
    #expect(inferType(heading: "日期", cells: cells + ["z", "w", "v"]) != .date)
  }

  @Test("One cell that is no number keeps a column from being numbers")
  func strictNumbers() {
    #expect(inferType(heading: "数", cells: (0..<999).map(String.init) + ["甲"]) == .text)
  }

  @Test("A value past the sampled rows that doesn't fit the inferred type is reported")
  func pastTheSample() throws {
    let rows = (0..<1_500).map { "\($0)" } + ["甲"]
    let loaded = try load("a\n" + rows.joined(separator: "\n"))
    #expect(loaded.table.columns[0].type == .integer)
    #expect(loaded.summaries == ["1502 unreadable value unknown"])
  }

  @Test("Without a declaration every column is taken and inferred")
  func everything() throws {
    let loaded = try load(
      "案号,罚款金额（元）,日期,线索,户数\n（2022）1号,10.5,2022-7-1,有,3\n（2022）2号,,2022-7-2,无,4\n")
    #expect(loaded.table.columns.map(\.type) == [.text, .money, .date, .flag, .integer])
    #expect(loaded.values("罚款金额（元）") == [.money(1050), .unknown])
  }
}
