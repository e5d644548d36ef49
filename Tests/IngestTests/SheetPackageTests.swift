import Foundation
import Tables
import Testing
import Values

@testable import Ingest

@Suite("Packages of sheets") struct SheetPackageTests {
  private func load(
    _ bytes: [UInt8], part: FilePart? = nil, columns: [ColumnDeclaration] = [], encoding: TextEncoding? = nil
  ) throws -> LoadedFile {
    let file = try TemporaryFile(bytes, name: "data.xlsx")
    return try loadFile(
      FileDeclaration(
        list: "l", path: file.path, displayPath: "data.xlsx", encoding: encoding, part: part, columns: columns))
  }

  /// A sheet of one column `x` with one cell a row, beside a column that keeps rows from being blank.
  private func load(
    cells: [String], _ type: ValueType? = .text, strings: String = "<sst/>", styles: String = "<styleSheet/>",
    workbook: String? = nil
  ) throws -> LoadedFile {
    let head = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>x</t></is></c><c r=\"B1\" t=\"str\"><v>y</v></c></row>"
    let rows = cells.enumerated().map { place, cell in
      "<row r=\"\(place + 2)\">\(cell.replacingOccurrences(of: "A#", with: "A\(place + 2)"))"
        + "<c r=\"B\(place + 2)\" t=\"str\"><v>.</v></c></row>"
    }
    let sheet = "<worksheet><sheetData>\(head)\(rows.joined())</sheetData></worksheet>"
    var writer = PackageWriter(sheet: Array(sheet.utf8), strings: Array(strings.utf8), styles: Array(styles.utf8))
    if let workbook {
      writer = PackageWriter(
        sheet: Array(sheet.utf8), strings: Array(strings.utf8), styles: Array(styles.utf8), workbook: workbook)
    }
    return try load(writer.finished(), columns: [ColumnDeclaration(name: "x", type: type)])
  }

  private func message(_ body: () throws -> Void) throws -> (english: String, chinese: String) {
    let diagnostic = try #require(failure(body)?.diagnostics.first)
    return (diagnostic.message.english, diagnostic.message.chinese)
  }

  // MARK: Cells

  @Test(
    "A cell is read as its kind means it",
    arguments: [
      ("<c r=\"A#\"><v>12</v></c>", "12"), ("<c r=\"A#\"><v>1.1000000000000001</v></c>", "1.1"),
      ("<c r=\"A#\"><v>1.50</v></c>", "1.5"), ("<c r=\"A#\"><v>-0.25</v></c>", "-0.25"),
      ("<c r=\"A#\"><v>0.99999999999999989</v></c>", "1"), ("<c r=\"A#\"><v>1E-3</v></c>", "0.001"),
      ("<c r=\"A#\"><v>1.5e3</v></c>", "1500"), ("<c r=\"A#\"><v>9.1320115000000006E+17</v></c>", "9.1320115E+17"),
      ("<c r=\"A#\"><v>123456789012345678</v></c>", "1.23456789012346E+17"),
      ("<c r='A#' t='s'><v>1</v></c>", "乙"), ("<c r=\"A#\" t=\"s\"><v>0</v></c>", "甲&<"),
      ("<c r=\"A#\" t=\"b\"><v>1</v></c>", "TRUE"), ("<c r=\"A#\" t=\"b\"><v>false</v></c>", "FALSE"),
      ("<c r=\"A#\" t=\"str\"><f>A1</f><v>a&amp;b</v></c>", "a&b"),
      ("<c r=\"A#\" t=\"d\"><v>2022-07-31T00:00:00</v></c>", "2022-07-31T00:00:00"),
      ("<c r=\"A#\"><f>1+1</f><v>2</v></c>", "2"), ("<c t=\"n\"><v>7</v></c>", "7"),
      ("<x:c r=\"A#\"><x:v>8</x:v></x:c>", "8"), ("<c r=\"A#\" s=\"99\"><v>9</v></c>", "9"),
      (
        "<c r=\"A#\" t=\"inlineStr\"><is><r><t>富</t></r><r><t xml:space=\"preserve\"> 文</t></r><rPh><t>fu</t></rPh></is></c>",
        "富 文"
      ),
      ("<c r=\"A#\" t=\"inlineStr\"><is><t><![CDATA[<a>]]></t></is></c>", "<a>"),
      ("<c r=\"A#\" t=\"inlineStr\"><is><t>&#x4E2D;&#25991;&apos;_x005F_x0041_</t></is></c>", "中文'_x0041_"),
      ("<!-- <c> --><c r=\"A#\"><?x?><v>3</v></c>", "3"),
    ])
  func cells(cell: String, expected: String) throws {
    let strings = "<sst><si><t>甲&amp;&lt;</t></si><si><r><t>乙</t></r></si></sst>"
    #expect(try load(cells: [cell], strings: strings).values() == [.text(expected)])
  }

  @Test(
    "Cells without a value are blank",
    arguments: ["<c r=\"A#\" s=\"1\"/>", "<c r=\"A#\"></c>", "<c r=\"A#\"><v></v></c>", "<c r=\"A#\"><v/></c>", ""])
  func blanks(cell: String) throws {
    #expect(try load(cells: [cell]).blanks() == [0])
  }

  @Test("A formula that failed, and one whose value was never stored, are reported")
  func faults() throws {
    let cells = ["<c r=\"A#\" t=\"e\"><v>#REF!</v></c>", "<c r=\"A#\"><f>B2&amp;\"x\"</f><v></v></c>"]
    let text = try load(cells: cells, .text)
    #expect(text.summaries == ["2 unreadable value kept", "3 unreadable value kept"])
    #expect(text.values() == [.text("#REF!"), .text("=B2&\"x\"")])
    let number = try load(cells: cells, .integer)
    #expect(number.summaries == ["2 unreadable value unknown", "3 unreadable value unknown"])
    #expect(number.values() == [.unknown, .unknown])
  }

  @Test(
    "A number is what its format makes of it",
    arguments: [
      (14, "", "44773", "2022-07-31"), (22, "", "44773.5", "2022-07-31 12:00:00"), (57, "", "44743", "2022-07"),
      (58, "", "44773", "2022-07-31"), (10, "", "0.0126", "1.26%"), (20, "", "0.75", "18:00:00"),
      (200, "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@", "44773", "2022-07-31"),
      (200, "[$-804]yyyy/m/d\\ h:mm:ss", "44773.999999999", "2022-08-01"), (200, "e\\.m", "44743", "2022-07"),
      (200, "yyyy", "44743", "2022"), (200, "[h]:mm", "1.25", "30:00:00"),
      (200, "m/d h:mm AM/PM", "44773", "2022-07-31"),
      (200, "0.0%", "1.5", "150%"), (200, "000000", "210000", "210000"), (200, "0000", "7", "0007"),
      (200, "#,##0.00\\ [$元-804]", "1234.5", "1234.5"), (200, "0.00E+00", "1234.5", "1234.5"),
      (200, "[Red]0.00;[Blue]-yyyy", "12", "12"), (200, "&quot;days&quot; 0", "12", "12"), (14, "", "-1", "-1"),
      (14, "", "text", "text"), (0, "", "44773", "44773"),
    ])
  func formats(number: Int, code: String, value: String, expected: String) throws {
    let styles = """
      <styleSheet><numFmts><numFmt numFmtId="200" formatCode="\(code)"/></numFmts><cellStyleXfs><xf numFmtId="14"/>\
      </cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="\(number)"/></cellXfs></styleSheet>
      """
    #expect(try load(cells: ["<c r=\"A#\" s=\"1\"><v>\(value)</v></c>"], styles: styles).values() == [.text(expected)])
  }

  @Test("Days are counted from 1904 where the workbook says so", arguments: [("1", "2026-08-01"), ("0", "2022-07-31")])
  func system(flag: String, expected: String) throws {
    let loaded = try load(
      cells: ["<c r=\"A#\" s=\"0\"><v>44773</v></c>"], .date,
      styles: "<styleSheet><cellXfs><xf numFmtId=\"14\"/></cellXfs></styleSheet>",
      workbook: "<workbook><workbookPr date1904=\"\(flag)\"/><sheets><sheet name=\"a\" r:id=\"s\"/></sheets></workbook>"
    )
    #expect(loaded.values() == [date(expected)])
  }

  @Test("Merged cells that go over rows are reported, those of titles are not")
  func merges() throws {
    let rows = (1...5).map { "<row><c t=\"str\"><v>\($0 == 2 ? "x" : "a\($0)")</v></c><c t=\"str\"><v>y</v></c></row>" }
    let sheet = """
      <worksheet><sheetData>\(rows.joined())</sheetData><mergeCells count="3"><mergeCell ref="A1:B1"/>\
      <mergeCell ref="A3:A5"/><mergeCell ref="A4:B4"/><mergeCell ref="Z3:Z5"/></mergeCells></worksheet>
      """
    let loaded = try load(
      PackageWriter(sheet: Array(sheet.utf8)).finished(), columns: [ColumnDeclaration(name: "x", type: .text)])
    #expect(loaded.summaries == ["3 unreadable value kept"])
    #expect(loaded.problems.first?.found == "A3:A5")
  }

  @Test("A row whose text is no UTF-8 is set aside")
  func badBytes() throws {
    let rows =
      Array("<row><c t=\"str\"><v>x</v></c></row><row><c t=\"str\"><v>a".utf8) + [0xFF] + Array("</v></c></row>".utf8)
    let sheet = Array("<worksheet><sheetData>".utf8) + rows + Array("</sheetData></worksheet>".utf8)
    let loaded = try load(PackageWriter(sheet: sheet).finished())
    #expect(loaded.summaries == ["2 unreadable bytes setAside"])
    #expect(loaded.rowsRead == 1)
  }

  // MARK: Refusals

  @Test(
    "A sheet that contradicts itself is refused",
    arguments: [
      ("<row r=\"2\"/><row r=\"2\"/>", "a row behind row 2 is out of place"),
      ("<row r=\"1048577\"/>", "a row behind row 0 is out of place"),
      ("<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>", "a cell in row 1 is out of place"),
      ("<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>", "a cell in row 1 is out of place"),
      ("<row r=\"3\"><c r=\"A4\"><v>1</v></c></row>", "a cell in row 3 is out of place"),
      ("<row><c t=\"s\"><v>5</v></c></row>", "a cell in row 1 breaks off or names a text that there is not"),
      ("<row><c t=\"s\"><v>-1</v></c></row>", "a cell in row 1 breaks off or names a text that there is not"),
      ("<row><c><v>5</c></row", "it breaks off"), ("<row><c><v", "it breaks off"), ("<row><", "it breaks off"),
      ("<row a=\"<\"/><row <", "its XML is broken behind row 1"),
      ("<!DOCTYPE a [<!ENTITY b \"c\">]>", "its XML is broken behind row 0"),
    ])
  func contradictions(rows: String, reason: String) throws {
    let isWhole = rows.hasSuffix(">") && !rows.hasPrefix("<!") && !rows.contains("</c></row")
    let sheet = "<worksheet><sheetData>" + rows + (isWhole ? "</sheetData></worksheet>" : "")
    let message = try message { _ = try load(PackageWriter(sheet: Array(sheet.utf8)).finished()) }
    #expect(message.english == "the sheet “名单” of data.xlsx is damaged: \(reason)" || rows.hasPrefix("<row><c><v>5"))
    #expect(message.chinese.hasPrefix("data.xlsx 的工作表“名单”已损坏："))
  }

  /// What a package may say of its sheet, and what is then said of it.
  private static let untruths: [(change: @Sendable (inout PackageWriter.Lies) -> Void, message: String)] = [
    ({ $0.isEncrypted = true }, "data.xlsx is encrypted with a password"),
    ({ $0.size = 10 }, "data.xlsx is refused: “xl/sheet.xml” in it is larger than the 10 bytes stated"),
    ({ $0.size = 5_000 }, "data.xlsx is damaged: it breaks off or contradicts itself"),
    ({ $0.isChecksumWrong = true }, "data.xlsx is damaged: it breaks off or contradicts itself"),
    ({ $0.compressedSize = 1 << 20 }, "data.xlsx is damaged: it breaks off or contradicts itself"),
    ({ $0.method = 8 }, "data.xlsx is damaged: it breaks off or contradicts itself"),
    (
      { $0.method = 12 },
      "data.xlsx is compressed in a way that spreadsheet programs don't use (method 12)"
    ),
    ({ $0.size = 1 << 30 }, "data.xlsx is refused: “xl/sheet.xml” in it would be 1024 MB from 0 KB"),
  ]

  @Test("A package that lies is refused", arguments: untruths.indices)
  func lying(place: Int) throws {
    var lies = PackageWriter.Lies()
    Self.untruths[place].change(&lies)
    let sheet = "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>"
    let message = try message { _ = try load(PackageWriter(sheet: Array(sheet.utf8), lies: lies).finished()) }
    #expect(message.english == Self.untruths[place].message)
  }

  @Test("A package that breaks off is refused wherever it does")
  func truncation() throws {
    let whole = PackageWriter(sheet: Array("<worksheet><sheetData/></worksheet>".utf8)).finished()
    for length in stride(from: 4, to: whole.count, by: 13) {
      #expect(try message { _ = try load(Array(whole[..<length])) }.english.contains("damaged"))
    }
    let counted = PackageWriter(sheet: []).finished(count: 40)
    #expect(try message { _ = try load(counted) }.english.contains("damaged"))
  }

  @Test("A real bomb is refused before it is decompressed")
  func bomb() throws {
    // Deflate: a block with one zero, then the longest back references again and again, a thousand to one.
    let path = try fixture("bomb.xlsx")
    let message = try message { _ = try loadFile(FileDeclaration(list: "l", path: path, displayPath: "bomb.xlsx")) }
    #expect(message.english.contains("is refused"))
    #expect(message.chinese.contains("被拒绝读取"))
  }

  @Test("Other files are told from workbooks, with what to do")
  func otherKinds() throws {
    func compound(_ entry: String) -> [UInt8] {
      var bytes = [UInt8](repeating: 0, count: 2048)
      bytes.replaceSubrange(0..<8, with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
      bytes[30] = 9
      let name = entry.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] as [UInt8] }
      bytes.replaceSubrange(640..<640 + name.count, with: name)
      return bytes
    }
    #expect(
      try message { _ = try load(compound("Workbook")) }.english == "data.xlsx is a workbook of the old kind (.xls)")
    #expect(
      try message { _ = try load(compound("EncryptedPackage")) }.english == "data.xlsx is encrypted with a password")
    var document = PackageWriter()
    document.add("mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8))
    document.add("content.xml", [])
    #expect(try message { _ = try load(document.finished()) }.english == "data.xlsx is an OpenDocument file")
    var other = PackageWriter()
    other.add("a.txt", [])
    #expect(try message { _ = try load(other.finished()) }.english == "data.xlsx is a package that holds no workbook")
  }

  // MARK: Sheets

  @Test(
    "The sheet that is meant is found, or the sheets are listed",
    arguments: [
      (FilePart.sheet("没有"), "has no sheet “没有”"), (.sheetNumber(9), "has no sheet 9"),
      (.sheetNumber(0), "has no sheet 0"), (nil, "3 sheets of data.xlsx hold rows: say which is meant"),
      (.sheet("空表"), "the sheet “空表” of data.xlsx is empty"), (.table("t"), "holds sheets, no tables"),
    ] as [(FilePart?, String)])
  func choices(part: FilePart?, expected: String) throws {
    let declaration = FileDeclaration(
      list: "l", path: try fixture("shared-strings.xlsx"), displayPath: "data.xlsx", part: part)
    let failure = try #require(failure { _ = try loadFile(declaration) })
    #expect(failure.diagnostics.first?.message.english.contains(expected) == true)
    #expect(failure.diagnostics.first?.notes.isEmpty == false)
  }

  @Test("The only sheet that holds anything needs no name; a hidden one does not count")
  func onlySheet() throws {
    let workbook = """
      <workbook><sheets><sheet name="h" state="hidden" r:id="s"/><sheet name="a" r:id="s"/></sheets></workbook>
      """
    let sheet =
      "<worksheet><sheetData><row><c t=\"str\"><v>x</v></c></row><row><c><v>1</v></c></row></sheetData></worksheet>"
    #expect(try load(PackageWriter(sheet: Array(sheet.utf8), workbook: workbook).finished()).values() == [.integer(1)])
  }

  @Test("A workbook has no encoding to declare, and a text file no sheets")
  func mismatches() throws {
    let workbook = PackageWriter(sheet: Array("<worksheet/>".utf8)).finished()
    #expect(
      try message { _ = try load(workbook, encoding: .utf8) }.english
        == "data.xlsx is a workbook and has no encoding to declare")
    #expect(
      try message { _ = try load(Array("a,b\n".utf8), part: .sheetNumber(1)) }.english
        == "data.xlsx holds text, no sheets")
    #expect(try message { _ = try load(workbook) }.english == "the sheet “名单” of data.xlsx is empty")
  }
}
