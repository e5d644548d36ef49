import Testing

@Suite("Statements from a pipe")
struct PipeTests {
  @Test("each line is a statement, blank lines and comments are none")
  func lines() throws {
    let result = try Invocation.pipe("# a comment\nlet x = 1\n\n   \nx + 1   # two\nx + 2\n")
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.output == "2\n3\n")
  }

  @Test("the last line needs no end", arguments: ["1 + 1", "1 + 1\n", "1 + 1\r\n"])
  func lastLine(text: String) throws {
    #expect(try Invocation.pipe(text).output == "2\n")
  }

  @Test("nothing in the pipe gives nothing", arguments: ["", "\n\n", "# only a comment\n"])
  func nothing(text: String) throws {
    let result = try Invocation.pipe(text)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.output.isEmpty)
  }

  @Test(
    "what is plainly unfinished goes on in the next line",
    arguments: [
      "count(\n  court\n)", "count(court where\n  not clues\n  or clues)", "1 +\n2",
      "count(court where case = \"x\" or\nlisted is known)",
    ])
  func unfinished(statement: String) throws {
    let folder = try SmallCity.folder()
    let result = try Invocation.pipe("load \"city\"\n\(statement)\n", options: ["--format", "json"], in: folder)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.lines.count == 2)
    #expect(result.lines.last?.hasSuffix(":3}]") == true)
  }

  @Test(
    "a line that starts with a bar goes on with the one above",
    arguments: [
      "court\n| select clues\n| take 1\n", "court\n  | select clues\n  | take 1\n", "失信被执行人\n｜选列 clues\n｜取前 1\n",
      "court |\nselect clues |\ntake 1\n",
    ])
  func barContinues(pipeline: String) throws {
    let folder = try SmallCity.folder()
    let result = try Invocation.pipe("load \"city\"\n\(pipeline)1 + 1\n", options: ["--format", "csv"], in: folder)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.lines.suffix(4).joined(separator: "\n") == "clues\nfalse\n1 + 1\n2")
  }

  @Test("an error tells its line, and nothing after it runs")
  func errorPlace() throws {
    let result = try Invocation.pipe("1 + 1\n\n1 + (\n  nope\n)\n3\n")
    #expect(result.exitCode == 3)
    #expect(result.output == "2\n")
    #expect(result.errors.contains("-:4:3"))
  }

  @Test("with --keep-going the rest runs, and the exit code is that of the first error")
  func keepsGoing() throws {
    let result = try Invocation.pipe("nope\nassert 1 = 2\n3\n", options: ["--keep-going"])
    #expect(result.exitCode == 3)
    #expect(result.output == "3\n")
  }

  @Test("what is not UTF-8 is told with its byte and line")
  func notUTF8() throws {
    let input = Array("1\n二 ".utf8) + [0xFF] + Array("\n3\n".utf8)
    let result = try Invocation(arguments: [], input: input).run()
    #expect(result.exitCode == 4)
    #expect(result.output == "1\n")
    #expect(result.errors == "error: standard input is not UTF-8 at byte 6, line 2\n")
    let persistent = try Invocation(arguments: ["--keep-going", "--language", "zh"], input: input).run()
    #expect(persistent.exitCode == 4)
    #expect(persistent.output == "1\n3\n")
    #expect(persistent.errors == "错误：标准输入第 2 行（字节 6）不是 UTF-8\n")
  }

  @Test("a byte order mark at the start is no part of the first statement")
  func byteOrderMark() throws {
    let result = try Invocation.pipe("\u{FEFF}1 + 1\n")
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.output == "2\n")
  }

  @Test("a very long line is one statement")
  func longLine() throws {
    let text = String(repeating: "1 + ", count: 250) + "1" + String(repeating: " ", count: 200_000)
    let result = try Invocation.pipe(text + "\n")
    #expect(result.exitCode == 0, "\(result.errors.suffix(200))")
    #expect(result.output == "251\n")
  }

  @Test("brackets without number end in an error and not in a crash")
  func deepNesting() throws {
    let text = String(repeating: "(", count: 20_000) + "1" + String(repeating: ")", count: 20_000)
    let result = try Invocation.pipe(text + "\n")
    #expect(result.exitCode == 3 || result.output == "1\n", "exit code \(result.exitCode)")
  }

  @Test("no prompt and no greeting stand in the output")
  func noPrompt() throws {
    let result = try Invocation.pipe("1\n")
    #expect(result.output == "1\n")
    #expect(result.errors.isEmpty)
  }
}
