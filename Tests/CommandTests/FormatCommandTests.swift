import Foundation
import Testing

@Suite("tuiyan format") struct FormatCommandTests {
  private static let document = """
    # 标题

    court|by   district  is prose.

      ```tuiyan
      court|by   district   # why


      list l from 'l.csv' { a text
      bc date since }
      ```

    ```result
      a   b
    ```

    ```sql
    select   1
    ```

    ```tuiyan
    ```
    ```tuiyan
    court｜筛选 x>1
    """

  private static let formatted = """
    # 标题

    court|by   district  is prose.

      ```tuiyan
      court | by district # why

      list l from "l.csv" {
        a  text
        bc date since
      }
      ```

    ```result
      a   b
    ```

    ```sql
    select   1
    ```

    ```tuiyan
    ```
    ```tuiyan
    court | 筛选 x > 1

    """

  private func run(_ arguments: String..., in folder: TemporaryFolder, input: String = "") throws -> Invocation.Result {
    try Invocation(arguments: ["format"] + arguments, input: Array(input.utf8), folder: folder.path).run()
  }

  @Test("lays out the statements of a document and leaves the rest alone")
  func document() throws {
    let folder = try TemporaryFolder()
    try folder.write(FormatCommandTests.document, to: "d.md")
    let result = try run("d.md", in: folder)
    #expect(result.exitCode == 0 && result.output == "" && result.errors == "")
    #expect(try folder.read("d.md") == FormatCommandTests.formatted)
    #expect(try run("d.md", "--check", in: folder).exitCode == 0)
  }

  @Test("keeps the line ends of a document")
  func lineEnds() throws {
    let folder = try TemporaryFolder()
    let windows = FormatCommandTests.document.replacingOccurrences(of: "\n", with: "\r\n")
    try folder.write(windows, to: "d.md")
    #expect(try run("d.md", in: folder).exitCode == 0)
    #expect(try folder.read("d.md") == FormatCommandTests.formatted.replacingOccurrences(of: "\n", with: "\r\n"))
  }

  @Test("writes the keywords of a file of statements in the language asked for")
  func language() throws {
    let folder = try TemporaryFolder()
    try folder.write("失信被执行人｜按 所属区 主体数", to: "s.tuiyan")
    #expect(try run("--language", "en", "s.tuiyan", in: folder).exitCode == 0)
    #expect(try folder.read("s.tuiyan") == "失信被执行人 | by 所属区 entities\n")
    #expect(try run("--language", "zh", "s.tuiyan", in: folder).exitCode == 0)
    #expect(try folder.read("s.tuiyan") == "失信被执行人 | 按 所属区 主体数\n")
  }

  @Test("--check changes nothing and leaves with 1 where something would change")
  func check() throws {
    let folder = try TemporaryFolder()
    try folder.write("1+1\n", to: "a.tuiyan")
    try folder.write("1 + 1\n", to: "b.tuiyan")
    let result = try run("--check", "b.tuiyan", "a.tuiyan", in: folder)
    #expect(result.exitCode == 1)
    #expect(result.errors.contains("`a.tuiyan` is laid out otherwise") && !result.errors.contains("b.tuiyan"))
    #expect(try folder.read("a.tuiyan") == "1+1\n")
  }

  @Test(
    "prints standard input laid out",
    arguments: [("1+1", "1 + 1\n"), ("x\n\n```tuiyan\n1+1\n```\n", "x\n\n```tuiyan\n1 + 1\n```\n"), ("", "")])
  func input(text: String, expected: String) throws {
    let folder = try TemporaryFolder()
    let result = try run("-", in: folder, input: text)
    #expect(result.exitCode == 0)
    #expect(result.output == expected)
  }

  @Test("leaves a file that can't be read as statements alone, and goes on with the next")
  func faults() throws {
    let folder = try TemporaryFolder()
    try folder.write("```tuiyan\n1+1\n```\n\n```tuiyan\ncourt |\n```\n", to: "a.md")
    try folder.write("1+1", to: "b.tuiyan")
    let result = try run("a.md", "b.tuiyan", in: folder)
    #expect(result.exitCode == 3)
    #expect(result.errors.contains("a.md:6"))
    #expect(try folder.read("a.md").contains("1+1"))
    #expect(try folder.read("b.tuiyan") == "1 + 1\n")
    #expect(try run("nowhere.md", in: folder).exitCode == 4)
  }

  @Test("a saved session has its statements in the canonical layout")
  func saving() throws {
    let folder = try TemporaryFolder()
    let result = try Invocation.statements(
      "let   x=2 # two", "令 y＝x＋1", "save \"s.md\"", in: folder)
    #expect(result.exitCode == 0)
    let text = try folder.read("s.md")
    #expect(text.contains("```tuiyan\nlet x = 2\n```") && text.contains("```tuiyan\n令 y = x + 1\n```"))
  }
}
