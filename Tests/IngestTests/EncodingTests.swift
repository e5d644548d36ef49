import Tables
import Testing
import Values

@testable import Ingest

@Suite("Encodings") struct EncodingTests {
  static let text = "案号,名称\n（2022）苏0115执1234号,南京某某商贸有限公司\n甲,乙\n"
  static let names: [Value] = [.text("南京某某商贸有限公司"), .text("乙")]

  @Test("UTF-8 is told from the bytes, with a mark or without", arguments: [[], [0xEF, 0xBB, 0xBF]] as [[UInt8]])
  func utf8(mark: [UInt8]) throws {
    let loaded = try load(bytes: mark + Array(Self.text.utf8))
    #expect(loaded.encoding == .utf8)
    #expect(loaded.values("名称") == Self.names)
    #expect(loaded.table.columns.map(\.name) == ["案号", "名称"])
  }

  @Test(
    "GB 18030 is told from the bytes, with a mark or without", arguments: [[], [0x84, 0x31, 0x95, 0x33]] as [[UInt8]])
  func gb18030Detected(mark: [UInt8]) throws {
    let loaded = try load(bytes: mark + gb18030(Self.text))
    #expect(loaded.encoding == .gb18030)
    #expect(loaded.values("名称") == Self.names)
  }

  @Test("The encoding is told by the first bytes above 127, however late they come")
  func lateText() throws {
    let text = "id,name\n" + String(repeating: "1,abc\n", count: 400_000) + "2,南京市\n"
    for (bytes, encoding) in [(Array(text.utf8), TextEncoding.utf8), (gb18030(text), .gb18030)] {
      let loaded = try load(bytes: bytes)
      #expect(loaded.encoding == encoding)
      #expect(loaded.values("name").last == .text("南京市"))
    }
  }

  @Test("Four-byte codes, the euro sign and characters beyond the first plane are read")
  func fourByteCodes() throws {
    let text = "a,b\n㐀𠀀🙂€,é\nḿ,㎡\n"
    let loaded = try load(bytes: gb18030(text), encoding: .gb18030)
    #expect(loaded.values("a") == [.text("㐀𠀀🙂€"), .text("ḿ")])
    #expect(loaded.values("b") == [.text("é"), .text("㎡")])
  }

  @Test("Every character that GB 18030 has survives")
  func everyCharacter() throws {
    let scalars = (0x80...0x2FFFF).filter { !(0xD800...0xF8FF).contains($0) && $0 != 0xA0 && $0 != 0x3000 }
      .compactMap(Unicode.Scalar.init)
    let rows = stride(from: 0, to: scalars.count, by: 50).map { start in
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars[start..<min(start + 50, scalars.count)])
      return "x" + String(text) + "x"
    }
    let columns = [ColumnDeclaration(name: "a", type: .text), ColumnDeclaration(name: "b", type: .integer)]
    let file = "a,b\n" + rows.enumerated().map { "\($1),\($0)\n" }.joined()
    let loaded = try load(bytes: gb18030(file), columns: columns, encoding: .gb18030)
    #expect(loaded.problems.isEmpty)
    // Compared by bytes: some characters are the same as others in all but their codes.
    let read = loaded.values("a").map { Array(text(of: $0).utf8) }
    #expect(read == rows.map { Array($0.utf8) })
  }

  private func text(of value: Value) -> String { if case .text(let text) = value { text } else { "" } }

  @Test("A row with bytes that are no text is set aside, and the others stand")
  func badBytesInUTF8() throws {
    let bytes = Array("名称,数\n甲,1\n".utf8) + [0xE5, 0xFF] + Array(",2\n乙,3\n".utf8) + [0x61, 0x00, 0x2C, 0x34, 0x0A]
    let loaded = try load(bytes: bytes + Array("丙,5\n".utf8))
    #expect(loaded.values("数") == [.integer(1), .integer(3), .integer(5)])
    #expect(loaded.summaries == ["3 unreadable bytes setAside", "5 unreadable bytes setAside"])
    #expect(loaded.problems.first?.found?.contains("\u{FFFD}") == true)
  }

  @Test("A bad byte in GB 18030 costs its row and no delimiter", arguments: [0x80, 0xFF, 0xE5] as [UInt8])
  func badBytesInGB18030(bad: UInt8) throws {
    let bytes = gb18030("名称,数\n甲南京市江宁区,1\n乙") + [bad] + gb18030(",2\n丙,3\n")
    let loaded = try load(bytes: bytes, encoding: .gb18030)
    #expect(loaded.values("数") == [.integer(1), .integer(3)])
    #expect(loaded.summaries == ["3 unreadable bytes setAside"])
  }

  @Test("A file that ends inside a character reports its last row")
  func cutCharacter() throws {
    let utf8 = Array("名称,数\n甲,1\n乙,南".utf8).dropLast()
    #expect(try load(bytes: Array(utf8)).summaries == ["3 unreadable bytes setAside"])
    let other = gb18030("名称,数\n甲乙丙丁,1\n乙,南").dropLast()
    #expect(try load(bytes: Array(other)).summaries == ["3 unreadable bytes setAside"])
  }

  @Test("A row of NUL bytes is reported, not skipped")
  func nulBytes() throws {
    #expect(try load(bytes: Array("a,b\n1,2\n".utf8) + [0, 0, 0, 0x0A]).summaries == ["3 unreadable bytes setAside"])
  }

  @Test("A UTF-8 file with some damage is still UTF-8")
  func damagedUTF8() throws {
    let bytes = Array(Self.text.utf8) + [0xFF] + Array(",丁\n".utf8)
    let loaded = try load(bytes: bytes)
    #expect(loaded.encoding == .utf8)
    #expect(loaded.values("名称") == Self.names)
  }

  @Test("A declared encoding that the bytes deny is a failure that says which to declare")
  func wrongDeclaration() throws {
    let first = failure { _ = try load(bytes: gb18030(Self.text), encoding: .utf8) }
    #expect(first?.diagnostics.first?.message.english == "data.csv is not in UTF-8")
    #expect(first?.diagnostics.first?.notes.first?.english.contains("encoding gb18030") == true)
    let second = failure { _ = try load(Self.text, encoding: .gb18030) }
    #expect(second?.diagnostics.first?.message.chinese == "data.csv 是 UTF-8 编码，不是 GB 18030")
  }

  @Test(
    "What is no CSV file at all is refused with a hint",
    arguments: [
      ([0xFF, 0xFE, 0x61, 0x00], "UTF-16"), ([0x50, 0x4B, 0x03, 0x04, 0x14], "workbook"),
      ([0xD0, 0xCF, 0x11, 0xE0, 0xA1], "workbook"),
    ] as [([UInt8], String)])
  func otherFormats(bytes: [UInt8], word: String) throws {
    let thrown = failure { _ = try load(bytes: bytes) }
    #expect(thrown?.diagnostics.first?.message.english.contains(word) == true)
    #expect(thrown?.diagnostics.first?.notes.isEmpty == false)
    #expect(thrown?.exitCode == 4)
  }

  @Test(
    "Encodings are known by the names that people write",
    arguments: [
      ("UTF-8", TextEncoding.utf8), ("utf8", .utf8), ("GBK", .gb18030), ("gb2312", .gb18030), ("GB 18030", .gb18030),
      ("gb18030", .gb18030), ("cp936", .gb18030),
    ])
  func names(name: String, encoding: TextEncoding) { #expect(TextEncoding(name: name) == encoding) }

  @Test("An unknown encoding has no meaning", arguments: ["", "latin1", "utf-16", "big5"])
  func unknownNames(name: String) { #expect(TextEncoding(name: name) == nil) }
}
