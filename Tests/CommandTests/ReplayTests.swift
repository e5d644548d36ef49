import Foundation
import Testing

@Suite("A session shown", .timeLimit(.minutes(3)))
struct ReplayTests {
  private let folder: TemporaryFolder
  private let home: TemporaryFolder

  init() throws {
    folder = try SmallCity.folder()
    home = try TemporaryFolder(named: "home")
  }

  private let ratio = "3.00%   3 of 100"

  private func session(ratio: String, more: String = "") throws {
    try folder.write(
      """
      # A *short* session

      What the city's ratio is, 严重失信占比多少。

      ```tuiyan
      load "city"
      ```

      ```tuiyan
      serious_ratio
      ```

      ```result
      \(ratio)
      ```

      > A clause that somebody wrote.
      \(more)
      """, to: "session.md")
  }

  private func replay(_ options: String..., locale: String = "C.UTF-8") throws -> Invocation.Result {
    try Invocation(arguments: ["replay"] + options + ["session.md"], locale: locale, folder: folder.path).run()
  }

  @Test("without a terminal it is shown at once, prose and results", arguments: [[], ["--step"]])
  func pipe(options: [String]) throws {
    try session(ratio: ratio)
    let result = try Invocation(arguments: ["replay"] + options + ["session.md"], folder: folder.path).run()
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.lines.starts(with: ["A *short* session", "", "What the city's ratio is, 严重失信占比多少。", ""]))
    #expect(result.output.contains("> serious_ratio\n\(ratio)\n\n  │ A clause that somebody wrote.\n"))
    #expect(!result.output.contains("\u{1B}"))
  }

  @Test("a result that is not the one written down is pointed at, and the code is 1")
  func difference() throws {
    try session(ratio: "4.00%   4 of 100")
    let result = try replay()
    #expect(result.exitCode == 1)
    #expect(result.errors.contains("this differs from what was written down (session.md:14)"))
    #expect(result.errors.contains("written: 4.00%   4 of 100"))
    #expect(result.errors.contains("now:     \(ratio)"))
    #expect(try replay(locale: "zh_CN.UTF-8").errors.contains("与所记结果不同（session.md:14）"))
  }

  @Test("an error that is written down is shown as a result; another one ends it with its code")
  func failures() throws {
    try session(ratio: ratio, more: "\n```tuiyan\nnowhere\n```\n")
    let result = try replay()
    #expect(result.exitCode == 3)
    let message = result.errors.trimmingCharacters(in: .newlines)
    try session(ratio: ratio, more: "\n```tuiyan\nnowhere\n```\n\n```result\n\(message)\n```\n")
    let expected = try replay()
    #expect(expected.exitCode == 0, "\(expected.errors)")
    #expect(expected.output.contains("is not a name") || expected.output.contains("nowhere"))
    // Whoever reads Chinese sees it in Chinese: it is still what was written down.
    let chinese = try replay(locale: "zh_CN.UTF-8")
    #expect(chinese.exitCode == 0, "\(chinese.errors)")
    #expect(chinese.output.contains("错误："))
  }

  @Test("a file that is not there is 4, none at all is 2")
  func codes() throws {
    #expect(try Invocation(arguments: ["replay", "none.md"], folder: folder.path).run().exitCode == 4)
    #expect(try Invocation(arguments: ["replay"], folder: folder.path).run().exitCode == 2)
  }

  private func window(columns: Int = 80) throws -> TerminalWindow {
    try TerminalWindow(["replay", "--step", "session.md"], in: folder, home: home, columns: columns, height: 24)
  }

  private let hint = "Space next · t try a statement · q leave"

  @Test("at a terminal each statement waits for a key, and q leaves")
  func steps() throws {
    try session(ratio: ratio)
    let window = try window()
    try window.wait(forRow: hint)
    #expect(!window.screen.text.contains("load"))
    try window.type(" ")
    try window.wait(forText: "load \"city\"")
    try window.wait(forRow: hint)
    #expect(!window.screen.text.contains(ratio))
    try window.press(.enter)
    try window.wait(forText: ratio)
    try window.wait(for: "end") { $0.text.contains("somebody wrote") }
    #expect(try window.exitCode() == 0)
    #expect(!window.screen.text.contains(hint))
  }

  @Test("what the audience tries is done in a copy, and the session goes on as if it had not been")
  func attempt() throws {
    try session(ratio: ratio)
    let window = try window()
    try window.wait(forRow: hint)
    try window.type(" ")
    try window.wait(forRow: hint)
    try window.type("t")
    try window.wait(forRow: "? ")
    try window.type("metric serious_ratio = 1 + 1\rserious_ratio\r")
    try window.wait(for: "2") { $0.rows.contains("2") }
    try window.press(.endOfInput)
    try window.wait(forRow: hint)
    try window.type(" ")
    try window.wait(forText: ratio)
    #expect(try window.exitCode() == 0)
  }

  @Test(
    "q leaves with 0, Ctrl-C with 130, and the terminal is as it was", arguments: [("q", Int32(0)), ("\u{3}", 130)])
  func leaving(key: String, code: Int32) throws {
    try session(ratio: ratio)
    let window = try window()
    try window.wait(forRow: hint)
    try window.type(key)
    #expect(try window.exitCode() == code)
  }

  @Test("the tour needs no files, and in either tongue all its results are as written", arguments: ["C", "zh_CN"])
  func tour(locale: String) throws {
    let result = try Invocation(arguments: ["tour"], locale: "\(locale).UTF-8", folder: home.path).run()
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.errors == "")
    #expect(result.lines.first == (locale == "C" ? "A tour of Tuiyan" : "推演导览"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: home.path) == [], "it leaves nothing behind")
  }

  @Test("in the shell the tour leaves what was done before as it was")
  func tourInShell() throws {
    let window = try TerminalWindow([], in: folder, home: home, columns: 80, height: 24)
    _ = try window.run("let x = 5")
    try window.type("tour\r")
    try window.wait(forRow: hint)
    try window.type("t")
    try window.wait(forRow: "? ")
    try window.type("let x = 6\r")
    try window.press(.endOfInput)
    try window.wait(forRow: hint)
    try window.type("q")
    try window.waitForPrompt()
    #expect(try window.run("x") == ["5"])
  }
}
