import Synchronization
import Tables
import Testing
import Values

@testable import Ingest

@Suite("Blocks") struct BlockTests {
  static let text = """
    案号,名称,金额（元）,日期
    "（2022）苏0115执1号","南京""某某""商贸, 有限公司",12.50,2022-07-31
    "多
    行",甲,,2022年7月1日
    短行,乙
    "戊"己,一行到此出错，其余部分不是另一行,3,2022-07-31
    （2022）苏0115执2号,"丙",1000,暂无

    末行,丁🙂,0.01,2022/7/1
    """

  static let columns = [
    ColumnDeclaration(name: "案号", type: .text), ColumnDeclaration(name: "名称", type: .text),
    ColumnDeclaration(name: "fine", type: .money, headings: ["金额（元）"]),
    ColumnDeclaration(name: "date", type: .date, headings: ["日期"]),
  ]

  @Test("Where blocks are cut changes nothing", arguments: Array(1...70) + [128, 1000])
  func cutsInUTF8(size: Int) throws {
    let whole = try load(Self.text, columns: Self.columns)
    let cut = try load(Self.text, columns: Self.columns, encoding: .utf8, sizes: .blocks(of: size))
    expectSame(cut, whole)
  }

  @Test("Where blocks are cut changes nothing in GB 18030 either", arguments: Array(1...70) + [128, 1000])
  func cutsInGB18030(size: Int) throws {
    let whole = try load(Self.text, columns: Self.columns)
    let cut = try load(bytes: gb18030(Self.text), columns: Self.columns, encoding: .gb18030, sizes: .blocks(of: size))
    expectSame(cut, whole)
  }

  @Test("Where blocks are cut changes nothing with CRLF", arguments: Array(1...70))
  func cutsInCRLF(size: Int) throws {
    let text = Self.text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
    let whole = try load(text, columns: Self.columns)
    expectSame(try load(text, columns: Self.columns, encoding: .utf8, sizes: .blocks(of: size)), whole)
    #expect(whole.table.lines == (try load(Self.text, columns: Self.columns)).table.lines)
  }

  @Test(
    "Where a block is cut into stretches changes nothing, whether quotation marks enclose fields or stand astray",
    arguments: Array(1...70) + [128, 1000], ["", "甲\"乙,一英寸为1\",2,2022-07-31\n", "甲,\"从此不闭合,2,2022-07-31\n"])
  func stretches(size: Int, stray: String) throws {
    let text = Self.text.replacing("（2022）苏0115执2号", with: stray + "（2022）苏0115执2号") + "\n" + stray
    let whole = try load(text, columns: Self.columns, sizes: .blocks(of: 4_096, stretch: 4_096))
    let cut = try load(text, columns: Self.columns, sizes: .blocks(of: 4_096, stretch: size))
    expectSame(cut, whole)
    #expect(cut.rowHashes == whole.rowHashes)
  }

  @Test("Where quotation marks enclose fields, the next row's beginning is guessed right from everywhere")
  func guesses() throws {
    let text = Array("a,b\n\"x,\ny\",\"say \"\"hi\"\"\n\"\n,\"\"\n\"\n\n\",z\nlast,row\n".utf8)
    let starts = [0, 4, 25, 29, 36, text.count]
    let reader = RowReader(Dialect(delimiter: Byte.comma, lineEnd: Byte.lineFeed), columnCount: 2)
    for position in text.indices.dropFirst() {
      let isQuoted = text[..<position].count { $0 == Byte.quote } % 2 == 1
      let guess = reader.guessRowStart(text.span, from: position, to: text.count, isQuoted: isQuoted)
      #expect(guess == starts.first { $0 >= position }, "from \(position)")
    }
  }

  @Test("The first character above 127 is whole wherever a block cuts it", arguments: Array(1...40))
  func firstHighCharacter(size: Int) throws {
    let text = "a,b\n1,plain text goes before\n2,丙"
    for encoding in [TextEncoding.utf8, .gb18030, nil] {
      for bytes in [Array(text.utf8), gb18030(text)] where encoding != .utf8 || bytes == Array(text.utf8) {
        guard encoding != .gb18030 || bytes != Array(text.utf8) else { continue }
        let loaded = try load(bytes: bytes, encoding: encoding, sizes: .blocks(of: size))
        #expect(loaded.values("b").last == .text("丙"))
        #expect(loaded.problems.isEmpty)
      }
    }
  }

  @Test("A file's only character above 127 may stand at its end")
  func lastHighCharacter() throws {
    // These two bytes also begin a character of UTF-8.
    let loaded = try load(bytes: Array("a,b\n1,".utf8) + [0xE3, 0x81], encoding: .gb18030)
    #expect(loaded.values("b") == [.text("銇")])
    #expect(loaded.problems.isEmpty)
  }

  @Test("A table of many batches keeps every row in its place")
  func manyBatches() throws {
    let count = RowBatch.capacity * 3 + 17
    let rows = (0..<count).map { "\($0),n\($0 % 3),\($0 % 7 == 0 ? "" : "2022-01-0\($0 % 9 + 1)")" }
    let columns = zip(["i", "t", "d"], [ValueType.integer, .text, .date]).map { ColumnDeclaration(name: $0, type: $1) }
    let loaded = try load("i,t,d\n" + rows.joined(separator: "\n"), columns: columns, sizes: .blocks(of: 10_000))
    #expect(loaded.table.rowCount == count)
    #expect(loaded.values("i") == (0..<count).map { .integer(Int64($0)) })
    #expect(loaded.values("t") == (0..<count).map { .text("n\($0 % 3)") })
    #expect(loaded.blanks("d") == Array(stride(from: 0, to: count, by: 7)))
    #expect(Array(loaded.table.lines) == (0..<count).map { Int32($0 + 2) })
  }

  @Test("Whoever looks on sees each byte of the file once, in order", arguments: [1, 7, 64, 1_000])
  func lookingOn(size: Int) throws {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    for bytes in [Array(Self.text.utf8), mark + Array(Self.text.utf8), gb18030(Self.text), Array("a\n1\n".utf8)] {
      let file = try TemporaryFile(bytes)
      let seen = Mutex<[UInt8]>([])
      _ = try loadCSV(
        FileDeclaration(list: "l", path: file.path), sizes: .blocks(of: size),
        onBytes: { span in seen.withLock { all in for index in 0..<span.count { all.append(span[index]) } } })
      #expect(seen.withLock { $0 } == bytes)
    }
  }

  @Test("Progress goes up to the file's size, and reading stops when it is cancelled")
  func progressAndCancelling() throws {
    let bytes = Array(("a\n" + String(repeating: "1\n", count: 5_000)).utf8)
    let file = try TemporaryFile(bytes)
    let declaration = FileDeclaration(list: "l", path: file.path, displayPath: "a.csv")
    var steps: [Int] = []
    _ = try loadCSV(
      declaration, sizes: .blocks(of: 1_000),
      progress: { done, total in
        #expect(total == bytes.count)
        steps.append(done)
      })
    #expect(steps == steps.sorted())
    #expect(steps.last == bytes.count)
    #expect(steps.count > 5)
    let thrown = failure { _ = try loadCSV(declaration, isCancelled: { true }) }
    #expect(thrown?.diagnostics.first?.kind == .interrupted)
    #expect(thrown?.exitCode == 130)
  }

  private func expectSame(_ one: LoadedFile, _ other: LoadedFile, _ place: SourceLocation = #_sourceLocation) {
    #expect(one.table.lines == other.table.lines, sourceLocation: place)
    #expect(one.problems == other.problems, sourceLocation: place)
    #expect(one.rowsRead == other.rowsRead, sourceLocation: place)
    #expect(one.table.columns.map(\.name) == other.table.columns.map(\.name), sourceLocation: place)
    for column in other.table.columns {
      #expect(one.values(column.name) == other.values(column.name), sourceLocation: place)
      #expect(one.blanks(column.name) == other.blanks(column.name), sourceLocation: place)
    }
  }
}
