import Glibc
import Testing

@testable import Terminal

@Suite struct HistoryFileTests {
  let directory: TestDirectory
  let file: HistoryFile

  init() throws {
    directory = try TestDirectory()
    file = HistoryFile(path: directory.path + "/history")
  }

  private func contents() throws -> String {
    let descriptor = open(file.path, O_RDONLY)
    defer { close(descriptor) }
    guard case .bytes(let bytes) = try Descriptor(number: descriptor).take() else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func put(_ bytes: some Sequence<UInt8>) {
    let descriptor = open(file.path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    defer { close(descriptor) }
    Descriptor(number: descriptor).write(bytes)
  }

  @Test("A file that is not there yet holds nothing")
  func missingFile() throws {
    #expect(try file.load(last: 10) == [])
  }

  @Test(
    "A statement comes back as it was",
    arguments: ["court", "名单 = 失信\n| by 区县", "路径 \\n 不是换行\\", "\r\n\t", "\\\\n", "“引号” 👨‍👩‍👧 é"])
  func roundTrip(statement: String) throws {
    try file.append(statement)
    #expect(try file.load(last: 10) == [statement])
    #expect(try contents().split(separator: "\n").count == 1)
  }

  @Test("The last statements come, oldest first")
  func lastStatements() throws {
    for number in 1...5 { try file.append("第\(number)") }
    #expect(try file.load(last: 3) == ["第3", "第4", "第5"])
    #expect(try file.load(last: 0) == [])
    #expect(try file.load(last: 99).count == 5)
  }

  @Test("Bad lines are skipped and stay in the file")
  func badLines() throws {
    put("first\n".utf8)
    put([0xE4, 0xBC, 0x0A])
    put("bad \\x escape\nends with \\\n\nnul \0\n".utf8)
    try file.append("最后")
    #expect(try file.load(last: 10) == ["first", "最后"])
    #expect(try contents().contains("bad \\x escape"))
  }

  @Test("Bad lines do not count towards the limit")
  func badLinesAndLimit() throws {
    put("一\n\\x\n二\n\\x\n".utf8)
    #expect(try file.load(last: 2) == ["一", "二"])
  }

  @Test("A line that was cut short by a crash does not swallow the next statement")
  func unfinishedLine() throws {
    put("whole\nhalf".utf8)
    try file.append("next")
    #expect(try file.load(last: 10) == ["whole", "half", "next"])
  }

  @Test("The file is the owner's alone, even when it was not before")
  func permissions() throws {
    put("x\n".utf8)
    chmod(file.path, 0o644)
    try file.append("y")
    var status = stat()
    #expect(stat(file.path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
  }

  @Test("Writers side by side lose nothing and mix nothing")
  func writersSideBySide() async throws {
    let path = file.path
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          let file = HistoryFile(path: path)
          for number in 0..<100 {
            try file.append("\(writer):\(number)\n" + String(repeating: "企业", count: 500))
          }
        }
      }
      try await group.waitForAll()
    }
    let statements = try file.load(last: 1000)
    #expect(statements.count == 400)
    #expect(Set(statements).count == 400)
    for writer in 0..<4 {
      let own = statements.filter { $0.hasPrefix("\(writer):") }.compactMap { $0.split(separator: "\n").first }
      #expect(own.map(String.init) == (0..<100).map { "\(writer):\($0)" })
    }
  }

  @Test("A place that can't be written to is told")
  func unusablePlace() {
    let nowhere = HistoryFile(path: directory.path + "/missing/history")
    #expect(throws: TerminalFailure.unusableHistory(path: nowhere.path, code: ENOENT)) { try nowhere.append("x") }
    let folder = HistoryFile(path: directory.path)
    #expect(throws: TerminalFailure.unusableHistory(path: folder.path, code: EISDIR)) { try folder.append("x") }
    #expect(throws: TerminalFailure.unusableHistory(path: folder.path, code: EISDIR)) { try folder.load(last: 1) }
  }
}
