import Testing

@Suite("Exit codes")
struct ExitCodeTests {
  @Test("an assertion that does not hold is 1 and shows why")
  func assertion() throws {
    let result = try Invocation.statements("assert 1 = 2")
    #expect(result.exitCode == 1)
    #expect(result.output.isEmpty)
    #expect(result.errors.hasPrefix("error: `1 = 2` does not hold"))
  }

  @Test(
    "a command line that can't be read is 2",
    arguments: [
      ["--nope"], ["--format", "xml", "-e", "1"], ["--language", "fr", "-e", "1"], ["-e"], ["run"], ["check"],
      ["run", "--nope", "x.md"],
    ])
  func commandLine(arguments: [String]) throws {
    let result = try Invocation(arguments: arguments).run()
    #expect(result.exitCode == 2)
    #expect(result.output.isEmpty)
    #expect(!result.errors.isEmpty)
  }

  @Test(
    "a statement with a mistake is 3",
    arguments: ["1 +", "nope", "1 + \"a\"", "let = 3", "\"open", "\u{1}", "show nothing", "set colour red"])
  func statement(text: String) throws {
    let result = try Invocation.statements(text)
    #expect(result.exitCode == 3)
    #expect(result.output.isEmpty)
    #expect(result.errors.hasPrefix("error: "))
  }

  @Test(
    "a file that is not there is 4",
    arguments: [
      ["-e", "load \"gone\""], ["-e", "load court from \"gone.csv\""], ["--load", "gone", "-e", "1"],
      ["run", "gone.md"], ["check", "gone.md"],
    ])
  func missingFile(arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let result = try Invocation(arguments: arguments, folder: folder.path).run()
    #expect(result.exitCode == 4)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("gone"))
  }

  @Test(
    "a list that can't be read as one is 4",
    arguments: [
      [], Array("\0\u{1}\u{2}\0".utf8), Array("\u{1F}\u{8B}\u{8}\0\0".utf8),
    ] as [[UInt8]])
  func malformedList(bytes: [UInt8]) throws {
    let folder = try TemporaryFolder()
    try folder.write(bytes, to: "list.csv")
    let result = try Invocation.statements("load court from \"list.csv\"", in: folder)
    #expect(result.exitCode == 4, "\(result.output)")
    #expect(result.errors.contains("list.csv"))
  }

  @Test("a declared column that the file lacks is 4")
  func missingColumn() throws {
    let folder = try SmallCity.folder()
    try folder.write("代码,案号\n1,2\n", to: "city/court.csv")
    let result = try Invocation.statements("load \"city\"", in: folder)
    #expect(result.exitCode == 4)
    #expect(result.errors.contains("court.csv"))
  }

  @Test("a document that is not UTF-8 is 4")
  func documentNotUTF8() throws {
    let folder = try TemporaryFolder()
    try folder.write([0x23, 0x20, 0xC4, 0xCF, 0xBE, 0xA9, 0x0A], to: "session.md")
    let result = try Invocation(arguments: ["run", "session.md"], folder: folder.path).run()
    #expect(result.exitCode == 4)
    #expect(result.errors.contains("session.md"))
  }

  @Test("a session that can't be written is 5", arguments: ["/proc/session.md", "/dev/full/session.md"])
  func unwritablePlace(path: String) throws {
    let result = try Invocation.statements("1", "save \"\(path)\"")
    #expect(result.exitCode == 5)
    #expect(result.errors.contains(path))
  }

  @Test("standard output on a full disk is 5 and says so")
  func fullDisk() throws {
    let result = try Invocation(arguments: ["-e", "1 + 1"], outputFile: "/dev/full").run()
    #expect(result.exitCode == 5)
    #expect(result.errors.contains("standard output"))
  }

  @Test("a document may write nothing unless it is allowed to")
  func documentMayNotWrite() throws {
    let folder = try TemporaryFolder()
    try folder.write("1 + 1\nsave \"copy.md\"\n", to: "writes.tuiyan")
    let refused = try Invocation(arguments: ["run", "writes.tuiyan"], folder: folder.path).run()
    #expect(refused.exitCode == 5)
    #expect(refused.errors.contains("--allow-write"))
    #expect(throws: (any Error).self) { try folder.read("copy.md") }
    let allowed = try Invocation(arguments: ["run", "writes.tuiyan", "--allow-write", "."], folder: folder.path).run()
    #expect(allowed.exitCode == 0, "\(allowed.errors)")
    #expect(try folder.read("copy.md").contains("1 + 1"))
  }
}
