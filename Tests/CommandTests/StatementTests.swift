import Testing

@Suite("Statements on the command line")
struct StatementTests {
  @Test("one statement gives one result on standard output and nothing else")
  func oneStatement() throws {
    let result = try Invocation.statements("1 + 2")
    #expect(result.exitCode == 0)
    #expect(result.output == "3\n")
    #expect(result.errors.isEmpty)
  }

  @Test("several statements run in order over the same names")
  func severalStatements() throws {
    let result = try Invocation.statements("let x = 20", "let y = x + 1", "x + y")
    #expect(result.exitCode == 0)
    #expect(result.output == "41\n")
  }

  @Test("one argument may hold several statements, each on a line")
  func severalLines() throws {
    let result = try Invocation.statements("let x = 20\nx + 1\nx + 2")
    #expect(result.output == "21\n22\n")
  }

  @Test("a dataset given by --load is there before the first statement")
  func loadsFirst() throws {
    let folder = try SmallCity.folder()
    let result = try Invocation.statements(
      "serious_ratio", "court | select case, listed, clues, fine", options: ["--load", "city"], in: folder)
    #expect(result.exitCode == 0)
    #expect(
      result.output == """
        3.00%   3 of 100
          case                  listed       clues         fine
          （2021）苏0115执1号   2021-01-05   no      1,234.50元
          （2021）苏0115执2号   2021-02-05   no         unknown
          （2021）苏0115执3号   2021-03-05   yes       80,000元

        """)
    #expect(result.errors == "as of 2022-07-31\n1 of 1 published figures reconciled\n")
  }

  @Test("a load that is asked for shows what it read")
  func loadShows() throws {
    let result = try Invocation.statements("load \"city\"", in: SmallCity.folder())
    #expect(
      result.output == """
          list       also           rows   entities   problems
          registry   登记库            6        100          0
          court      失信被执行人      4          3          0
          searches   查控              5          3          0
          serious    严重失信名单      4          3          0
          as of 2022-07-31
          1 of 1 published figures reconciled

        """)
  }

  @Test("Chinese and English words ask the same question")
  func eitherTongue() throws {
    let folder = try SmallCity.folder()
    func output(_ statement: String) throws -> String {
      try Invocation.statements(statement, options: ["--load", "city"], in: folder).output
    }
    #expect(
      try output("court where not clues | by district count")
        == output("失信被执行人｜筛选 非 有效财产线索｜按 所属区 计数"))
    #expect(try output("show lists") == output("查看 名单"))
  }

  @Test("a list's own columns can be shown, whatever roles they have", arguments: ["registry", "court", "searches"])
  func columnsOfLists(list: String) throws {
    let folder = try SmallCity.folder()
    let result = try Invocation.statements("show \(list)", options: ["--load", "city"], in: folder)
    #expect(result.exitCode == 0, "\(result.errors.prefix(200))")
    #expect(result.output.contains("text"))
  }

  @Test("a list without any role can be shown")
  func columnsOfPlainList() throws {
    let folder = try TemporaryFolder()
    try folder.write("a,b\n1,x\n", to: "plain.csv")
    let result = try Invocation.statements("load plain from \"plain.csv\"", "show plain", in: folder)
    #expect(result.exitCode == 0, "\(result.errors.prefix(200))")
  }

  @Test("a script stops at its first error")
  func stopsAtFirstError() throws {
    let result = try Invocation.statements("1", "nope", "2")
    #expect(result.exitCode == 3)
    #expect(result.output == "1\n")
  }

  @Test("with --keep-going the rest runs, and the exit code is that of the first error")
  func keepsGoing() throws {
    let result = try Invocation.statements("nope", "assert 1 = 2", "2", options: ["--keep-going"])
    #expect(result.exitCode == 3)
    #expect(result.output == "2\n")
    #expect(result.errors.contains("nope"))
    #expect(result.errors.contains("1 = 2"))
  }

  @Test("a statement that fails changes nothing")
  func failureChangesNothing() throws {
    let result = try Invocation.statements(
      "let x = 1", "let x = 1 + nope", "x", options: ["--keep-going"])
    #expect(result.output == "1\n")
  }

  @Test("an error shows its place with a caret that is right for double-width text")
  func caret() throws {
    let result = try Invocation.statements("令 数＝1 + 没有")
    #expect(
      result.errors.hasPrefix(
        """
        error: `没有` is not defined
            令 数＝1 + 没有
                       ^^^^

        """))
  }

  @Test("an error offers near names")
  func nearNames() throws {
    let folder = try SmallCity.folder()
    let result = try Invocation.statements("serious_ratoi", options: ["--load", "city"], in: folder)
    #expect(result.errors.contains("did you mean `serious_ratio`"))
  }

  @Test("nothing is coloured where there is no terminal")
  func noColour() throws {
    let result = try Invocation.statements("1", "nope")
    #expect(!(result.output + result.errors).unicodeScalars.contains("\u{1B}"))
  }

  @Test("help goes to standard output and is no failure", arguments: ["--help", "-h"])
  func help(option: String) throws {
    let result = try Invocation(arguments: [option]).run()
    #expect(result.exitCode == 0)
    #expect(result.output.hasPrefix("OVERVIEW: Rehearse"))
    #expect(result.errors.isEmpty)
  }
}
