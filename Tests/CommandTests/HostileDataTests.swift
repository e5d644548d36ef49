import Testing

@Suite("Data that means harm")
struct HostileDataTests {
  /// Names and values that steer a terminal, hide, or break lines and tables.
  static let list = """
    案号,名\u{1B}[31m称,na\u{202E}me
    1,a\u{1B}]0;title\u{7}b,\u{202E}abc
    2,x\u{9B}31my,"two
    lines | and\ta tab"
    3,\u{7F}\u{8}\u{1B}[2J,\u{200B}\u{2028}z

    """

  private func evilFolder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(HostileDataTests.list, to: "evil.csv")
    return folder
  }

  /// Whether a text holds anything that steers a terminal or turns its letters round.
  private func steers(_ text: String) -> Bool {
    text.unicodeScalars.contains { scalar in
      guard scalar != "\n" else { return false }
      return scalar.properties.generalCategory == .control || [0x202E, 0x2028, 0x200B].contains(scalar.value)
    }
  }

  static let questions = [
    "evil", "show evil", "show problems", "evil | by [na\u{202E}me]", "show lists", "nope", "evil.名",
  ]

  @Test(
    "nothing in data steers the terminal of who reads a table", arguments: ["table", "markdown", "json"], questions)
  func readableFormats(format: String, question: String) throws {
    let result = try Invocation.statements(
      "load evil from \"evil.csv\"", question, options: ["--format", format, "--keep-going"], in: evilFolder())
    #expect(result.exitCode == 0 || result.exitCode == 3, "\(result.errors.prefix(300))")
    #expect(!steers(result.output), "\(result.output.debugDescription)")
    #expect(!steers(result.errors), "\(result.errors.debugDescription)")
  }

  @Test("a value with a line's end takes one line of a table", arguments: ["table", "markdown"])
  func oneLineEach(format: String) throws {
    let result = try Invocation.statements(
      "load evil from \"evil.csv\"", "evil", options: ["--format", format], in: evilFolder())
    #expect(result.lines.count { $0.contains("lines") } == 1)
    #expect(result.lines.contains { $0.contains("two␊lines") })
    #expect(result.output.contains("␛]0;title␇") || result.output.contains("␛\\]0;title␇"))
  }

  @Test("CSV gives text as it is, for programs")
  func csvIsExact() throws {
    let result = try Invocation.statements(
      "load evil from \"evil.csv\"", "evil | take 1", options: ["--format", "csv"], in: evilFolder())
    #expect(result.output.hasSuffix("1,a\u{1B}]0;title\u{7}b,\u{202E}abc\n"))
  }

  @Test(
    "a statement or a path with escape sequences is shown without them",
    arguments: [
      ["-e", "load \"e\u{1B}[31m.csv\""], ["-e", "1 + \u{1B}[31mnope"], ["-e", "why \"\u{1B}[31m\" in base"],
      ["-e", "save \"/proc/\u{1B}[31m.md\""], ["run", "\u{1B}[31m.md"], ["check", "\u{1B}[31m.md"],
      ["-e", "[\u{1B}]0;x\u{7}]"], ["-e", "assert \"\u{1B}[31m\" = \"b\""], ["-e", "let x = \"\u{1B}[31m\"\nx"],
    ])
  func messages(arguments: [String]) throws {
    let result = try Invocation(arguments: arguments).run()
    #expect(!steers(result.output + result.errors), "\((result.output + result.errors).debugDescription)")
  }

  @Test(
    "a session's statements and name are shown without escape sequences", arguments: [["run", "--echo"], ["check"]])
  func session(command: [String]) throws {
    let folder = try TemporaryFolder()
    let name = "t\u{1B}[31m.md"
    try folder.write("# T\n\n```tuiyan\n1 + 1 # \u{1B}[2J\n\"\u{1B}[31m\" = \"\"\n```\n", to: name)
    if command == ["check"] {
      _ = try Invocation(arguments: ["check", "--accept", name], folder: folder.path).run()
    }
    let result = try Invocation(arguments: command + [name], folder: folder.path).run()
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(!steers(result.output), "\(result.output.debugDescription)")
  }

  @Test("very long values and very many columns are read and shown")
  func longLines() throws {
    let folder = try TemporaryFolder()
    let long = String(repeating: "长", count: 100_000)
    try folder.write("a,b\n\(long),1\n" + String(repeating: "x", count: 300_000) + ",2\n", to: "long.csv")
    let wide = (1...2000).map { "c\($0)" }.joined(separator: ",")
    try folder.write(wide + "\n" + wide + "\n", to: "wide.csv")
    let result = try Invocation.statements(
      "load long from \"long.csv\"", "long where a = \"\(String(long.prefix(20_000)))\" | select b", "long | take 1",
      "load wide from \"wide.csv\"", "wide | select c2000", in: folder)
    #expect(result.exitCode == 0, "\(result.errors.suffix(300))")
    #expect(result.output.contains(long))
    #expect(result.output.hasSuffix("  c2000\n  c2000\n"))
  }

  @Test("a name with a line's end can't add a line to a trace")
  func traceOfHostileName() throws {
    let folder = try SmallCity.folder()
    try folder.write(
      SmallCity.registry.replacing("甲商贸", with: "\"甲\n  leaves every list\u{1B}[31m\""), to: "city/registry.csv")
    let result = try Invocation.statements(
      "why \"91320102TY0000013H\" in base", options: ["--load", "city"], in: folder)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.lines.contains { $0.contains("甲␊  leaves every list␛[31m") }, "\(result.output)")
  }

  @Test("a row of the wrong length is set aside and told of")
  func raggedRows() throws {
    let folder = try TemporaryFolder()
    try folder.write("a,b\n1,2\n3\n4,5,6\n7,8\n", to: "ragged.csv")
    let result = try Invocation.statements(
      "load ragged from \"ragged.csv\"", "ragged | select a", options: ["--format", "csv"], in: folder)
    #expect(result.exitCode == 0)
    #expect(result.output.hasSuffix("a\n1\n7\n"), "\(result.output)")
    #expect(result.errors.contains("2 problems"))
  }

  @Test("paths with spaces, quotes and Chinese work everywhere", arguments: ["有 空格 目录", "it's", "a,b;c #d", "【南京】"])
  func paths(name: String) throws {
    let folder = try SmallCity.folder(named: name)
    try SmallCity.write(to: folder, as: name)
    let result = try Invocation.statements(
      "serious_ratio", "save \"\(name)/记 录.md\"", options: ["--load", name], in: folder)
    #expect(result.exitCode == 0, "\(result.errors)")
    let check = try Invocation(arguments: ["check", "\(name)/记 录.md"], folder: folder.path).run()
    #expect(check.exitCode == 0, "\(check.errors)")
    #expect(check.output == "\(name)/记 录.md: 2 results as written\n")
  }

  @Test("what stands on the command line or in a session's prose steers nothing when it is repeated")
  func repetition() throws {
    let folder = try TemporaryFolder()
    let name = "s\u{1B}[31m.md"
    try folder.write(
      "# A\u{1B}]0;x\u{7}\n\n\u{202E}prose\n\n```tuiyan\n1 + 1\n```\n\n```result\n3\u{9B}\n```\n", to: name)
    for arguments in [
      ["replay", name], ["replay", "--step", name], ["run", "--\u{1B}[2J"], ["replay", "no\u{1B}.md"],
    ] {
      let result = try Invocation(arguments: arguments, folder: folder.path).run()
      #expect(result.exitCode != 0)
      #expect(!steers(result.output) && !steers(result.errors), "\(arguments)")
    }
  }

  @Test("a sheet's formulas are text like any other", arguments: ["=1+1", "@SUM(A1)", "+1+1"])
  func formulas(text: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("a,b\n\(text),x\n", to: "sheet.csv")
    let result = try Invocation.statements(
      "load sheet from \"sheet.csv\"", "sheet", options: ["--format", "json"], in: folder)
    #expect(result.output.hasSuffix("[{\"a\":\"\(text)\",\"b\":\"x\"}]\n"))
  }
}
