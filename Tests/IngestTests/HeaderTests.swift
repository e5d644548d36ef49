import Tables
import Testing
import Values

@testable import Ingest

@Suite("Headings") struct HeaderTests {
  @Test(
    "Headings are compared without regard to width, blanks, dashes, brackets and 做/作",
    arguments: [
      ("行政相对人代码_1", "行政相对人代码-1"), ("行政相对人代码_3", "行政相对人代码＿３"), ("罚款金额（万元）", "罚款金额(万元)"),
      ("罚款金额（万元）", "罚款金额（单位：万元）"), ("做出执行依据单位", "作出执行依据单位"), ("案号", " 案　号 "),
      ("案号", "案\u{200B}号"), ("处罚决定日期", "处罚决定\n日期"), ("cf_xdr_mc", "CF_XDR_MC"), ("占比（％）", "占比(%)"),
      ("名称〔全称〕", "名称（全称）"),
    ])
  func matching(declared: String, written: String) throws {
    let column = ColumnDeclaration(name: "x", type: .text, headings: [declared])
    let loaded = try load("\"\(written)\",other\n甲,1\n", columns: [column])
    #expect(loaded.values() == [.text("甲")])
    #expect(loaded.table.columns.first?.name == "x")
    #expect(loaded.table.column("x")?.heading == trimmed(written))
  }

  @Test("Headings that differ in more than writing don't match", arguments: [("罚款金额（元）", "罚款金额（万元）"), ("案号", "案 由")])
  func differing(declared: String, written: String) throws {
    let column = ColumnDeclaration(name: "x", headings: [declared])
    #expect(failure { _ = try load("\(written),other\n甲,1\n", columns: [column]) } != nil)
  }

  @Test("Of several accepted headings the best one that is there is taken")
  func alternatives() throws {
    let column = ColumnDeclaration(name: "code", headings: ["统一社会信用代码", "组织机构代码", "代码"])
    let loaded = try load("代码,组织机构代码\n1,2\n", columns: [column])
    #expect(loaded.table.column("code")?.heading == "组织机构代码")
    #expect(loaded.values("code") == [.integer(2)])
  }

  @Test("Without headings the name itself is the heading, and other columns are left out")
  func nameAsHeading() throws {
    let loaded = try load("b,案号,c\n1,甲,2\n", columns: [ColumnDeclaration(name: "案号")])
    #expect(loaded.table.columns.map(\.name) == ["案号"])
    #expect(loaded.values("案号") == [.text("甲")])
  }

  @Test("Two columns of the table may come from one of the file")
  func sharedColumn() throws {
    let columns = [
      ColumnDeclaration(name: "day", type: .date, headings: ["日期"]),
      ColumnDeclaration(name: "month", type: .month, headings: ["日期"]),
    ]
    let loaded = try load("日期\n2022-07-31\n", columns: columns)
    #expect(loaded.values("day") == [date("2022-07-31")])
    #expect(loaded.values("month") == [month(2022, 7)])
  }

  @Test("Titles above the headings are passed over")
  func titles() throws {
    let text = "某市失信名单,,\n填报单位：某局,,日期：2022-7-31\n\n案号,名称,日期\n甲,乙,2022-1-1\n"
    let declared = try load(text, columns: [ColumnDeclaration(name: "案号"), ColumnDeclaration(name: "日期")])
    #expect(declared.headerLine == 4)
    #expect(declared.values("日期") == [date("2022-1-1")])
    #expect(declared.table.lines == [5])
    let inferred = try load("某市失信名单,,\n案号,名称,日期\n甲,乙,2022-1-1\n")
    #expect(inferred.headerLine == 2)
    #expect(inferred.table.columns.map(\.name) == ["案号", "名称", "日期"])
  }

  @Test("Headings are sought on the first twenty lines only")
  func farHeadings() throws {
    let column = [ColumnDeclaration(name: "案号")]
    let near = String(repeating: "标题,\n", count: 19) + "案号,b\n甲,1\n"
    #expect(try load(near, columns: column).headerLine == 20)
    let far = String(repeating: "标题,\n", count: 20) + "案号,b\n甲,1\n"
    #expect(failure { _ = try load(far, columns: column) } != nil)
  }

  @Test("A missing heading is named with its file and line, near headings and all that are there")
  func missingHeading() throws {
    let columns = [ColumnDeclaration(name: "fine", headings: ["罚款金额"]), ColumnDeclaration(name: "案号")]
    let thrown = failure { _ = try load("案号,罚款金额（万元）,处罚机关\n甲,1,乙\n", columns: columns) }
    let diagnostic = try #require(thrown?.diagnostics.first)
    #expect(thrown?.diagnostics.count == 1)
    #expect(diagnostic.kind == .data)
    #expect(diagnostic.message == Phrase("data.csv line 1 has no heading “罚款金额”", "data.csv 第 1 行没有表头“罚款金额”"))
    #expect(
      diagnostic.notes.map(\.english) == [
        "near headings: “罚款金额（万元）”", "the headings there: “案号”, “罚款金额（万元）”, “处罚机关”",
      ])
  }

  @Test("All missing headings are reported at once")
  func severalMissing() throws {
    let columns = ["a", "b", "c"].map { ColumnDeclaration(name: $0) }
    #expect(failure { _ = try load("b,x\n1,2\n", columns: columns) }?.diagnostics.count == 2)
  }

  @Test("A column that a file may lack is blank throughout and reported")
  func optionalColumn() throws {
    let columns = [
      ColumnDeclaration(name: "a"), ColumnDeclaration(name: "left", type: .date, headings: ["移出时间"], isRequired: false),
    ]
    let loaded = try load("a,b\n1,2\n3,4\n", columns: columns)
    #expect(loaded.values("left") == [.unknown, .unknown])
    #expect(loaded.blanks("left") == [0, 1])
    #expect(loaded.summaries == ["1 missing heading unknown"])
  }

  @Test("Of columns with one heading the first is read, and that is reported")
  func duplicateHeadings() throws {
    let loaded = try load("备注,a,备 注\n甲,1,乙\n")
    #expect(loaded.table.columns.map(\.name) == ["备注", "a"])
    #expect(loaded.values("备注") == [.text("甲")])
    #expect(loaded.summaries == ["1 missing heading kept"])
    #expect(loaded.problems.first?.expected.english.contains("columns 1, 3") == true)
  }

  @Test("A column without heading is left out, and reported if it holds anything")
  func emptyHeadings() throws {
    #expect(try load("a,b,\n1,2,\n").problems.isEmpty)
    let loaded = try load("a,,b\n1,x,2\n")
    #expect(loaded.table.columns.map(\.name) == ["a", "b"])
    #expect(loaded.values("b") == [.integer(2)])
    #expect(loaded.summaries == ["1 missing heading kept"])
  }

  @Test("The header tells headings, types, units and sample rows before anything runs")
  func header() throws {
    let file = try TemporaryFile(Array("标题,,,\n案号,罚款金额（万元）,发布时间,线索\n\"甲\"\"\",1.5,2022-1-1,有\n乙,2,2022-1-2,无\n".utf8))
    let header = try readHeader(FileDeclaration(list: "l", path: file.path))
    #expect(header.line == 2)
    #expect(header.headings == ["案号", "罚款金额（万元）", "发布时间", "线索"])
    #expect(header.columns.map(\.type) == [.text, .money, .date, .flag])
    #expect(header.columns.map(\.unit) == [nil, .tenThousandYuan, nil, nil])
    #expect(header.samples == [["甲\"", "1.5", "2022-1-1", "有"], ["乙", "2", "2022-1-2", "无"]])
    #expect(header.encoding == .utf8)
  }

  @Test("The header's columns follow the declaration")
  func declaredHeader() throws {
    let file = try TemporaryFile(Array("a,b\n1,2\n".utf8))
    let columns = [
      ColumnDeclaration(name: "y", type: .text, headings: ["B"]), ColumnDeclaration(name: "z", isRequired: false),
    ]
    let header = try readHeader(FileDeclaration(list: "l", path: file.path, columns: columns))
    #expect(header.columns.map(\.name) == ["y", "z"])
    #expect(header.columns.map(\.heading) == ["b", nil])
  }

  @Test("A header that is no text is a failure")
  func unreadableHeader() throws {
    let thrown = failure { _ = try load(bytes: [0x61, 0x00, 0x2C, 0x62, 0x0A, 0x31, 0x2C, 0x32, 0x0A]) }
    #expect(thrown?.diagnostics.first?.message.english.contains("line 1: the headings are no text") == true)
  }
}
