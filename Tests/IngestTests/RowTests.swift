import Tables
import Testing
import Values

@testable import Ingest

@Suite("Rows and fields") struct RowTests {
  @Test(
    "Lines may end in LF, CRLF or CR, and the last may have no end",
    arguments: ["a,b\n1,x\n2,y\n", "a,b\r\n1,x\r\n2,y\r\n", "a,b\r1,x\r2,y\r", "a,b\n1,x\n2,y", "a,b\r\n1,x\r\n2,y"])
  func lineEnds(text: String) throws {
    let loaded = try load(text)
    #expect(loaded.values("a") == [.integer(1), .integer(2)])
    #expect(loaded.values("b") == [.text("x"), .text("y")])
    #expect(loaded.table.lines == [2, 3])
    #expect(loaded.problems.isEmpty)
  }

  @Test("A quoted field holds delimiters, line ends and doubled quotation marks")
  func quotedFields() throws {
    let loaded = try load("a,b\n\"x,y\",\"one\ntwo\"\n\"say \"\"hi\"\"\",\"\"\"\"\n\"\",last\n")
    #expect(loaded.values("a") == [.text("x,y"), .text("say \"hi\""), .unknown])
    #expect(loaded.values("b") == [.text("one\ntwo"), .text("\""), .text("last")])
    #expect(loaded.table.lines == [2, 4, 5])
  }

  @Test("Line numbers count the line ends inside quoted fields, CRLF once")
  func physicalLines() throws {
    let loaded = try load("a,b\r\n\"1\r\n\r\n2\",x\r\n\r\n3,y\r\n4\r\n")
    #expect(loaded.table.lines == [2, 6])
    #expect(loaded.problems.map(\.line) == [7])
  }

  @Test("Blanks after a closing quotation mark don't matter")
  func blanksAfterQuote() throws {
    let loaded = try load("a,b\n\"1\" ,\"x\" \t\r\n\"2\",\"y\" ")
    #expect(loaded.values("b") == [.text("x"), .text("y")])
    #expect(loaded.problems.isEmpty)
  }

  @Test("A quotation mark inside an unquoted field is a character like others")
  func quoteInsideField() throws {
    let loaded = try load("a,b\n5\" pipe,x\"\"y\n")
    #expect(loaded.values("a") == [.text("5\" pipe")])
    #expect(loaded.values("b") == [.text("x\"\"y")])
  }

  @Test("Rows of empty fields are skipped, whatever blanks they hold")
  func blankRows() throws {
    let loaded = try load("a,b\n\n1,x\n,\n \t,\u{3000}\n\"\",\"\"\n,,,,\n2,y\n\u{A0}\n")
    #expect(loaded.values("a") == [.integer(1), .integer(2)])
    #expect(loaded.table.lines == [3, 8])
    #expect(loaded.problems.isEmpty)
    #expect(loaded.rowsRead == 2)
  }

  @Test("A row with too few or too many fields is set aside, and says how many it has")
  func raggedRows() throws {
    let loaded = try load("a,b,c\n1,2,3\n1,2\n1,2,3,4\n4,5,6\n")
    #expect(loaded.values("a") == [.integer(1), .integer(4)])
    #expect(loaded.summaries == ["3 ragged row setAside", "4 ragged row setAside"])
    #expect(loaded.problems.map(\.expected.english) == ["expected 3 columns, found 2", "expected 3 columns, found 4"])
    #expect(loaded.problems.first?.expected.chinese == "应有 3 列，实有 2 列")
    #expect(loaded.problems.first?.found == "1,2")
    #expect(loaded.problems.first?.file == "data.csv")
    #expect(loaded.problemTotals == [.raggedRow: 2])
    #expect(loaded.rowsRead == 4)
  }

  @Test("A quotation mark that nothing closes costs its own line, not the rest of the file")
  func unclosedQuote() throws {
    let loaded = try load("a,b\n1,x\n2,\"open\n3,y\n4,z\n")
    #expect(loaded.values("a") == [.integer(1), .integer(3), .integer(4)])
    #expect(loaded.summaries == ["3 ragged row setAside"])
    #expect(loaded.problems.first?.found == "2,\"open")
    #expect(loaded.table.lines == [2, 4, 5])
  }

  @Test("A stray quotation mark that a later field's mark seems to close costs its own line")
  func strayQuote() throws {
    let loaded = try load("a,b\n1,\"open\n2,\"x, y\"\n3,z\n")
    #expect(loaded.values("a") == [.integer(2), .integer(3)])
    #expect(loaded.summaries == ["2 ragged row setAside"])
  }

  @Test("Text after a closing quotation mark sets the row aside")
  func textAfterQuote() throws {
    let loaded = try load("a,b\n1,\"他说\"你好\"\"\n2,y\n")
    #expect(loaded.values("a") == [.integer(2)])
    #expect(loaded.summaries == ["2 ragged row setAside"])
  }

  @Test("A quoted field that outgrows any row is taken for an unclosed one")
  func endlessQuote() throws {
    let filler = String(repeating: "3,y\n", count: 40_000)
    let loaded = try load("a,b\n1,x\n2,\"open\n" + filler, sizes: .blocks(of: 4096))
    #expect(loaded.table.rowCount == 40_001)
    #expect(loaded.summaries == ["3 ragged row setAside"])
  }

  @Test("A line that never ends is no CSV file")
  func endlessLine() throws {
    let text = "a,b\n1," + String(repeating: "x", count: 200_000)
    let thrown = failure { _ = try load(text, sizes: .blocks(of: 4096)) }
    #expect(thrown?.diagnostics.first?.message.english.contains("line 2 is longer") == true)
  }

  @Test(
    "The delimiter is told from the bytes",
    arguments: [("a,b\n1,x\n", ","), ("a;b\n1;x\n", ";"), ("a\tb\n1\tx\n", "\t"), ("a|b\n1|x\n", "|")])
  func delimiters(text: String, delimiter: String) throws {
    let file = try TemporaryFile(Array(text.utf8))
    let header = try readHeader(FileDeclaration(list: "l", path: file.path))
    #expect([header.delimiter] == Array(delimiter.utf8))
    #expect(header.headings == ["a", "b"])
  }

  @Test("Commas in the text of a tab-separated file don't make it comma-separated")
  func commasInTabFile() throws {
    let loaded = try load("名称\t地址\t日期\n甲\t一路,二号\t2022-1-1\n乙\t三路,四号\t2022-1-2\n")
    #expect(loaded.values("地址") == [.text("一路,二号"), .text("三路,四号")])
  }

  @Test("A declared delimiter wins, and declared headings decide between several")
  func declaredDelimiter() throws {
    let semicolons = try load("a;b\n1,5;2\n", delimiter: UInt8(ascii: ";"))
    #expect(semicolons.values("a") == [.text("1,5")])
    let columns = [ColumnDeclaration(name: "a,b"), ColumnDeclaration(name: "c")]
    #expect(try load("a,b;c\n1,5;2\n", columns: columns).values("c") == [.integer(2)])
  }

  @Test("A file of one column needs no delimiter")
  func oneColumn() throws {
    #expect(try load("a\n1\n2\n").values("a") == [.integer(1), .integer(2)])
  }

  @Test("A file of headings alone is a table without rows")
  func headingsOnly() throws {
    let loaded = try load("a,b\n")
    #expect(loaded.table.rowCount == 0)
    #expect(loaded.table.columns.map(\.name) == ["a", "b"])
  }
}
