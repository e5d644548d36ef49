import Glibc
import Testing

@testable import Terminal

@Suite struct PlainReaderTests {
  private var options: PlainReader.Options {
    var options = PlainReader.Options()
    options.isComplete = { text in
      text.filter { $0 == "(" }.count <= text.filter { $0 == ")" }.count && !text.hasSuffix("|")
    }
    return options
  }

  private func events(_ bytes: [UInt8], options: PlainReader.Options? = nil) throws -> [StatementEvent] {
    try events(of: PlainReader(bytes: bytes, options: options ?? self.options))
  }

  private func events(of reader: PlainReader) throws -> [StatementEvent] {
    var events: [StatementEvent] = []
    while events.last != .endOfInput { events.append(try reader.next()) }
    return events
  }

  @Test("Each line is a statement with its number, blank lines are none")
  func lines() throws {
    let found = try events(Array("a\n\n  \n企业 = 1\n".utf8))
    #expect(found == [.statement("a", line: 1), .statement("企业 = 1", line: 4), .endOfInput])
  }

  @Test("Lines are joined until the statement is complete")
  func joinedLines() throws {
    let found = try events(Array("x\ncount(\n\n企业)\ncourt |\nby 区县".utf8))
    #expect(
      found == [
        .statement("x", line: 1), .statement("count(\n\n企业)", line: 2),
        .statement("court |\nby 区县", line: 5), .endOfInput,
      ])
  }

  @Test("An unfinished statement at the end is handed over for its error to be told")
  func unfinished() throws {
    #expect(try events(Array("count(\n".utf8)) == [.statement("count(", line: 1), .endOfInput])
  }

  @Test("A line may go on with the complete statement above it")
  func continuingLines() throws {
    var options = options
    options.continuesStatement = { $0.hasPrefix("|") }
    let found = try events(Array("court\n| by 区县\n| sort\nx\n\n| odd\n".utf8), options: options)
    #expect(
      found == [
        .statement("court\n| by 区县\n| sort", line: 1), .statement("x", line: 4), .statement("| odd", line: 6),
        .endOfInput,
      ])
  }

  @Test("Nothing, a byte order mark and Windows line ends")
  func edges() throws {
    #expect(try events([]) == [.endOfInput])
    #expect(try events([0xEF, 0xBB, 0xBF]) == [.endOfInput])
    let found = try events([0xEF, 0xBB, 0xBF] + Array("a\r\nb(\r\n)\r\n".utf8))
    #expect(found == [.statement("a", line: 1), .statement("b(\n)", line: 2), .endOfInput])
  }

  @Test(
    "Bad UTF-8 is told with its byte and line, and reading goes on",
    arguments: [
      ([0xFF], 0),
      (Array("企".utf8).dropLast(), 0),
      (Array("企业".utf8) + [0x80], 6),
      (Array("ab".utf8) + [0xC0, 0xAF], 2),
      (Array("x".utf8) + [0xED, 0xA0, 0x80], 1),
      ([0xCF, 0xF3, 0xD2, 0xB5], 0),
    ] as [([UInt8], Int)])
  func badUnicode(bytes: [UInt8], offset: Int) throws {
    let before = Array("一\r\n".utf8)
    let found = try events(before + bytes + Array("\n二\n".utf8))
    #expect(
      found == [
        .statement("一", line: 1), .invalidInput(byteOffset: before.count + offset, line: 2), .statement("二", line: 3),
        .endOfInput,
      ])
  }

  @Test("Bad UTF-8 drops the statement that it was to continue")
  func badUnicodeInside() throws {
    let found = try events(Array("f(\n".utf8) + [0xFF, 0x0A] + Array("g\n".utf8))
    #expect(found == [.invalidInput(byteOffset: 3, line: 2), .statement("g", line: 3), .endOfInput])
  }

  @Test("A pipe gives the same as memory, however the bytes are cut", arguments: [1, 2, 3, 7, 1000])
  func pipe(size: Int) async throws {
    var bytes = Array("a\ncount(企业\n规模)\r\n".utf8)
    bytes += [0x41, 0xE4, 0xBC, 0x0A]
    bytes += Array("最后".utf8)
    let pipe = try TestPipe()
    let reader = PlainReader(descriptor: pipe.reading, options: options)
    for start in stride(from: 0, to: bytes.count, by: size) { pipe.write(bytes[start...].prefix(size)) }
    pipe.finish()
    #expect(try events(of: reader) == events(bytes))
  }

  @Test("A statement comes as soon as its line has ended, before the input does")
  func promptAnswer() throws {
    let pipe = try TestPipe()
    let reader = PlainReader(descriptor: pipe.reading, options: options)
    pipe.write("first\nsec".utf8)
    #expect(try reader.next() == .statement("first", line: 1))
    pipe.write("ond\n".utf8)
    #expect(try reader.next() == .statement("second", line: 2))
  }

  @Test("A long input keeps its offsets over many blocks")
  func manyBlocks() throws {
    let line = Array((String(repeating: "企业", count: 50) + "\n").utf8)
    let bytes = Array(repeatElement(line, count: 3000).joined()) + [0x61, 0xFF]
    let directory = try TestDirectory()
    let path = directory.path + "/input"
    let descriptor = open(path, O_RDWR | O_CREAT, 0o600)
    defer { close(descriptor) }
    Descriptor(number: descriptor).write(bytes)
    lseek(descriptor, 0, SEEK_SET)
    let found = try events(of: PlainReader(descriptor: descriptor, options: options))
    #expect(found == (try events(bytes)))
    #expect(found.count == 3002)
    #expect(found.suffix(2) == [.invalidInput(byteOffset: 3000 * line.count + 1, line: 3001), .endOfInput])
  }
}
