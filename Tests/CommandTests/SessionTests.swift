import Foundation
import Testing

@Suite("Sessions")
struct SessionTests {
  private func tuiyan(
    _ arguments: String..., in folder: TemporaryFolder, locale: String = "C.UTF-8"
  ) throws -> Invocation.Result {
    try Invocation(arguments: arguments, locale: locale, folder: folder.path).run()
  }

  /// A folder with the city and a session about it.
  private func savedSession(
    _ statements: String..., options: [String] = [], as file: String = "session.md", locale: String = "C.UTF-8"
  ) throws -> TemporaryFolder {
    let folder = try SmallCity.folder()
    let all = ["load \"city\""] + statements + ["save \"\(file)\""]
    let result = try Invocation(
      arguments: options + all.flatMap { ["-e", $0] }, locale: locale, folder: folder.path
    ).run()
    try #require(result.exitCode == 0, "\(result.errors)")
    return folder
  }

  private let question = "compare base, court_exits on serious_ratio"

  @Test("a saved session holds statements, results and what they rest on")
  func save() throws {
    let folder = try savedSession("serious_ratio", "help")
    let text = try folder.read("session.md")
    #expect(text.contains("```tuiyan\nserious_ratio\n```\n\n```result\n3.00%   3 of 100\n```\n"))
    #expect(!text.contains("help"))
    #expect(text.contains("\nlanguage 1\nasof 2022-07-31\ntongue en\nseed 0\nsha256 "))
    #expect(text.contains(" city/court.csv\n"))
  }

  @Test("a saved session checks as written, from any folder")
  func check() throws {
    let folder = try savedSession("serious_ratio", question)
    let here = try tuiyan("check", "session.md", in: folder)
    #expect(here.exitCode == 0, "\(here.errors)")
    #expect(here.output == "session.md: 3 results as written\n")
    let elsewhere = try Invocation(arguments: ["check", "\(folder.path)/session.md"]).run()
    #expect(elsewhere.exitCode == 0, "\(elsewhere.errors)")
  }

  @Test("a session saved in another folder finds what it loads")
  func saveElsewhere() throws {
    let folder = try savedSession("serious_ratio", as: "notes/deep/session.md")
    #expect(try folder.read("notes/deep/session.md").contains("load \"../../city\""))
    #expect(try tuiyan("check", "notes/deep/session.md", in: folder).exitCode == 0)
  }

  @Test("a session means the same to a reader of the other tongue", arguments: ["en", "zh"])
  func otherTongue(language: String) throws {
    let folder = try savedSession(question, options: ["--language", language])
    let other = language == "en" ? "zh_CN.UTF-8" : "en_US.UTF-8"
    let result = try tuiyan("check", "session.md", in: folder, locale: other)
    #expect(result.exitCode == 0, "\(result.errors)")
  }

  @Test("a session checks as written after settings were changed in it")
  func settings() throws {
    let folder = try savedSession("set rows 1", "court | select case")
    let result = try tuiyan("check", "session.md", in: folder)
    #expect(result.exitCode == 0, "\(result.errors)")
  }

  @Test("a session checks as written whatever form it was made or is checked in", arguments: ["json", "table"])
  func anyFormat(format: String) throws {
    let folder = try SmallCity.folder()
    try folder.write("number\n" + (1...100).map { "\($0)\n" }.joined(), to: "many.csv")
    _ = try Invocation.statements(
      "load many from \"many.csv\"", "many", "save \"session.md\"", options: ["--format", format], in: folder)
    for checked in ["json", "table"] {
      let result = try tuiyan("check", "--format", checked, "session.md", in: folder)
      #expect(result.exitCode == 0, "\(result.errors)")
    }
  }

  @Test("a result that differs is 1 and shows the first line that does")
  func difference() throws {
    let folder = try savedSession("serious_ratio", "1 + 1")
    let text = try folder.read("session.md").replacing("3.00%   3 of 100", with: "4.00%   4 of 100")
    try folder.write(text, to: "session.md")
    let result = try tuiyan("check", "session.md", in: folder)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.firstIndex { $0.contains("4.00%") })
    #expect(result.exitCode == 1)
    #expect(result.output.isEmpty)
    #expect(result.errors.hasPrefix("error: session.md:\(line + 1): 1 of 3 results differ, the first here\n"))
    #expect(result.errors.contains("4.00%   4 of 100"))
    #expect(result.errors.contains("3.00%   3 of 100"))
    #expect(try folder.read("session.md") == text, "a check writes nothing")
  }

  @Test("a file that has changed is told even where no result has")
  func changedFile() throws {
    let folder = try savedSession("1 + 1")
    try folder.write(SmallCity.searches + "\n", to: "city/searches.csv")
    let result = try tuiyan("check", "session.md", in: folder)
    #expect(result.errors.contains("city/searches.csv"))
  }

  @Test("--accept writes the results as they are, keeps the prose, and then all holds")
  func accept() throws {
    let folder = try SmallCity.folder()
    try folder.write(
      """
      # A walk

      Some words.

      ```tuiyan
      load "city"
      ```

      More words.

      ```tuiyan
      serious_ratio
      ```

      ```result
      old
      ```

      Last words.

      """, to: "walk.md")
    #expect(try tuiyan("check", "walk.md", in: folder).exitCode == 1)
    let accepted = try tuiyan("check", "--accept", "walk.md", in: folder)
    #expect(accepted.exitCode == 0, "\(accepted.errors)")
    #expect(accepted.output == "walk.md: 2 results rewritten\n")
    let text = try folder.read("walk.md")
    #expect(text.hasPrefix("# A walk\n\nSome words.\n\n```tuiyan\nload \"city\"\n```\n\n```result\n  list"))
    #expect(text.hasSuffix("```result\n3.00%   3 of 100\n```\n\nLast words.\n"))
    #expect(try tuiyan("check", "walk.md", in: folder).output == "walk.md: 2 results as written\n")
  }

  static let failing = """
    # A mistake

    ```tuiyan
    load "city"
    ```

    ```tuiyan
    serious_ratoi
    ```

    ```tuiyan
    1 + 1
    ```

    """

  @Test("a statement that is expected to fail holds its error as its result")
  func expectedError() throws {
    let folder = try SmallCity.folder()
    try folder.write(SessionTests.failing, to: "mistake.md")
    #expect(try tuiyan("check", "--accept", "mistake.md", in: folder).exitCode == 0)
    let text = try folder.read("mistake.md")
    #expect(text.contains("```result\nerror: `serious_ratoi` is not defined\n"))
    #expect(text.contains("did you mean `serious_ratio`"))
    #expect(text.contains("```result\n2\n```"), "what follows runs")
    let again = try tuiyan("check", "mistake.md", in: folder)
    #expect(again.exitCode == 0, "results above have moved the statement: \(again.errors)")
  }

  @Test("an expected error is the same however the session's path is written")
  func expectedErrorElsewhere() throws {
    let folder = try SmallCity.folder()
    try folder.write(SessionTests.failing, to: "mistake.md")
    for _ in 1...2 { _ = try tuiyan("check", "--accept", "mistake.md", in: folder) }
    let result = try Invocation(arguments: ["check", "\(folder.path)/mistake.md"]).run()
    #expect(result.exitCode == 0, "\(result.errors)")
  }

  @Test("several sessions are checked each by itself; one that differs does not hide the others")
  func severalSessions() throws {
    let folder = try savedSession("1 + 1")
    try folder.write("# B\n\n```tuiyan\nlet x = 1\nx\n```\n\n```result\n2\n```\n", to: "b.md")
    try folder.write("# C\n\n```tuiyan\nx\n```\n", to: "c.md")
    let result = try tuiyan("check", "b.md", "session.md", "c.md", in: folder)
    #expect(result.exitCode == 1)
    #expect(result.output == "session.md: 2 results as written\n")
    #expect(result.errors.contains("b.md:9"))
    #expect(result.errors.contains("`x` is not defined"), "nothing of one session is known to the next")
  }

  @Test("run prints the results of a document, and of a file of statements")
  func run() throws {
    let folder = try savedSession("serious_ratio")
    #expect(try tuiyan("run", "session.md", in: folder).output.hasSuffix("reconciled\n3.00%   3 of 100\n"))
    try folder.write("let x = 1\ncount(\n  registry\n)\n1 +\n  x\n", to: "plain.tuiyan")
    let both = try tuiyan("run", "session.md", "plain.tuiyan", in: folder)
    #expect(both.exitCode == 0, "\(both.errors)")
    #expect(both.output.hasSuffix("3 of 100\n100\n2\n") || both.output.hasSuffix("3 of 100\n6\n2\n"))
  }

  @Test("run --echo shows each statement above its result, further lines with a dot")
  func echo() throws {
    let folder = try TemporaryFolder()
    try folder.write("# T\n\n```tuiyan\nlet x = 1\nx +\n  1\n```\n", to: "t.md")
    let result = try tuiyan("run", "--echo", "t.md", in: folder)
    #expect(result.output == "> let x = 1\n> x +\n.   1\n2\n")
  }

  @Test("in a document an indented line, or one with a bar, goes on with the one above")
  func continuation() throws {
    let folder = try SmallCity.folder()
    try folder.write("# T\n\n```tuiyan\nload \"city\"\ncourt\n  where clues\n| select case\n```\n", to: "t.md")
    let result = try tuiyan("run", "t.md", in: folder)
    #expect(result.output.hasSuffix("  case\n  （2021）苏0115执3号\n"), "\(result.errors)")
  }

  @Test("all errors of a document are told at once, with their lines, and nothing runs")
  func allErrors() throws {
    let folder = try TemporaryFolder()
    try folder.write("# T\n\n```tuiyan\n1 + 1\n2 +* 2\n```\n\nWords.\n\n```tuiyan\n3 )\n```\n", to: "t.md")
    let result = try tuiyan("run", "t.md", in: folder)
    #expect(result.exitCode == 3)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("t.md:5:"))
    #expect(result.errors.contains("t.md:11:"))
  }

  @Test("accepting into a file that may not be written is 5 and leaves it as it is", .enabled(if: getuid() != 0))
  func acceptReadOnly() throws {
    let folder = try TemporaryFolder(named: "read only")
    try folder.write("# T\n\n```tuiyan\n1 + 1\n```\n", to: "t.md")
    try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder.path)
    defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path) }
    #expect(try tuiyan("check", "--accept", "t.md", in: folder).exitCode == 5)
  }
}
