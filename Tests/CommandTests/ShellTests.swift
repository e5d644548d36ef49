import Foundation
import Testing

@Suite("The shell at a terminal", .serialized, .timeLimit(.minutes(3)))
struct ShellTests {
  private let folder: TemporaryFolder
  private let home: TemporaryFolder

  init() throws {
    folder = try SmallCity.folder()
    home = try TemporaryFolder(named: "home")
  }

  private func window(
    _ arguments: String..., environment: [String: String] = [:], columns: Int = 100
  ) throws -> TerminalWindow {
    try TerminalWindow(arguments, in: folder, home: home, environment: environment, columns: columns)
  }

  private func loadedWindow(columns: Int = 100) throws -> TerminalWindow {
    let window = try window("--load", "city", columns: columns)
    try window.waitForPrompt()
    return window
  }

  private func leave(_ window: TerminalWindow) throws {
    try window.waitForPrompt()
    try window.press(.endOfInput)
    #expect(try window.exitCode() == 0)
  }

  @Test("it greets, shows a prompt, and Ctrl-D leaves with 0")
  func greeting() throws {
    let window = try window()
    try window.waitForPrompt()
    #expect(window.screen.rows.first == "Tuiyan 推演 · help for help · Tab completes · Ctrl-D leaves")
    try leave(window)
    #expect(!window.screen.marksPastes, "the terminal is left as it was found")
  }

  @Test("it greets in Chinese where the locale is Chinese")
  func chineseGreeting() throws {
    let window = try window(environment: ["LANG": "zh_CN.UTF-8"])
    try window.waitForPrompt()
    #expect(window.screen.rows.first == "推演 Tuiyan · 输入 帮助 查看帮助 · Tab 补全 · Ctrl-D 退出")
    try leave(window)
  }

  @Test("a statement gives its result and the next prompt")
  func statement() throws {
    let window = try window()
    #expect(try window.run("1 + 1") == ["2"])
    #expect(try window.run("let x = 5") == [])
    #expect(try window.run("x + 1") == ["6"])
    try leave(window)
  }

  @Test("a Chinese statement is typed, mended in its middle, and run", arguments: [100, 24])
  func editInTheMiddle(columns: Int) throws {
    let window = try loadedWindow(columns: columns)
    try window.type("查 名单")
    try window.wait(forRow: "> 查 名单")
    try window.press(.left, times: 3)
    try window.wait(for: "cursor behind 查") { $0.cursorColumn == 4 }
    try window.type("看看")
    try window.wait(forRow: "> 查看看 名单")
    try window.press(.backspace)
    try window.wait(forRow: "> 查看 名单")
    #expect(window.screen.cursorColumn == 6)
    let rows = try window.runTyped()
    #expect(rows.contains { $0.contains("失信被执行人") })
    #expect(rows.contains { $0.contains("court") })
    try leave(window)
  }

  @Test("a line that wraps in the middle of Chinese can be mended")
  func wrappedLine() throws {
    let window = try window(columns: 20)
    try window.waitForPrompt()
    try window.type("\"一二三四五六七八九十甲乙丙丁\"")
    try window.wait(forText: "十甲乙丙丁\"")
    try window.press(.home)
    try window.wait(for: "cursor at the start") { $0.cursorColumn == 2 && $0.cursorRow.hasPrefix("> \"一") }
    try window.type("1 + 1 # ")
    try window.wait(forRow: "> 1 + 1 # \"一二三四")
    #expect(try window.runTyped().last == "2")
    try leave(window)
  }

  @Test("Ctrl-C clears the line and does not leave")
  func interrupt() throws {
    let window = try window()
    try window.waitForPrompt()
    try window.type("没有 这个")
    try window.wait(forRow: "> 没有 这个")
    try window.press(.interrupt)
    try window.waitForPrompt()
    #expect(window.screen.text.contains("> 没有 这个^C\n"))
    #expect(!window.screen.text.contains("error"))
    try window.press(.interrupt)
    try window.wait(for: "second ^C") { $0.rows.contains("> ^C") && $0.cursorRow == "> " }
    #expect(try window.run("2 + 2") == ["4"])
    try leave(window)
  }

  @Test("Ctrl-C drops a statement of several lines as a whole")
  func interruptContinuation() throws {
    let window = try window()
    try window.waitForPrompt()
    try window.type("1 + (")
    try window.press(.enter)
    try window.wait(forRow: ". ")
    try window.press(.interrupt)
    try window.waitForPrompt()
    #expect(try window.run("3") == ["3"])
    try leave(window)
  }

  @Test("an open bracket asks for another line with a prompt of its own", arguments: ["1 + (", "1 + （", "1 +"])
  func continuation(start: String) throws {
    let window = try window()
    try window.waitForPrompt()
    try window.type(start)
    try window.press(.enter)
    try window.wait(forRow: ". ")
    #expect(window.screen.rows.contains("> " + start))
    try window.type(start == "1 +" ? "2" : "2)")
    #expect(try window.runTyped() == ["3"])
    try leave(window)
  }

  @Test(
    "a paste of two lines is one entry, recalled as one",
    arguments: ["court |\nselect case | take 1", "court\n| select case | take 1", "失信被执行人\n｜选列 case｜取前 1"])
  func paste(text: String) throws {
    let window = try loadedWindow()
    let lines = text.split(separator: "\n").map(String.init)
    try window.wait(for: "paste marks") { $0.marksPastes }
    try window.paste(text)
    try window.wait(forRow: ". " + lines[1])
    #expect(window.screen.rows.suffix(2) == ["> " + lines[0], ". " + lines[1]])
    let rows = try window.runTyped()
    #expect(rows == ["  case", "  （2021）苏0115执1号"])
    try window.press(.up)
    try window.wait(for: "the entry again") { $0.rows.suffix(2) == ["> " + lines[0], ". " + lines[1]] }
    try window.press(.interrupt)
    try leave(window)
  }

  @Test("a paste with a line's end behind it does not run by itself")
  func pasteDoesNotRun() throws {
    let window = try window()
    try window.waitForPrompt()
    try window.wait(for: "paste marks") { $0.marksPastes }
    try window.paste("1 + 1\n")
    try window.wait(forRow: "> 1 + 1")
    #expect(try window.runTyped() == ["2"])
    try leave(window)
  }

  @Test("a paste can't type commands: what steers a terminal is left out")
  func hostilePaste() throws {
    let window = try window()
    try window.waitForPrompt()
    try window.wait(for: "paste marks") { $0.marksPastes }
    try window.paste("1 +\u{4}\u{1}\u{7F}\u{B} 1")
    try window.wait(forRow: "> 1 + 1")
    #expect(try window.runTyped() == ["2"])
    try leave(window)
  }

  @Test("Tab completes a name of what was loaded")
  func completion() throws {
    let window = try loadedWindow()
    try window.type("seri")
    try window.press(.tab)
    try window.wait(forRow: "> serious")
    try window.type("_")
    try window.press(.tab)
    try window.wait(forRow: "> serious_ratio")
    #expect(try window.runTyped() == ["3.00%   3 of 100"])
    try leave(window)
  }

  @Test("Tab shows the choices with what they mean, and takes them away again")
  func choices() throws {
    let window = try loadedWindow()
    try window.type("co")
    try window.press(.tab)
    try window.wait(forText: "失信被执行人 · list")
    #expect(window.screen.cursorRow == "> co")
    #expect(window.screen.text.contains("compare"))
    #expect(!window.screen.text.contains("court_exits"), "no statement begins with a scenario")
    #expect(window.screen.rows.last != "> co", "they stand below the line")
    try window.type("urt")
    try window.press(.enter)
    try window.wait(for: "answer") { $0.text.contains("> court\n") && $0.cursorRow == "> " }
    #expect(!window.screen.text.contains("失信被执行人 · list"))
    try leave(window)
  }

  @Test("Tab completes a Chinese name")
  func chineseCompletion() throws {
    let window = try loadedWindow()
    try window.type("查看 失信")
    try window.wait(forRow: "> 查看 失信")
    try window.press(.tab)
    try window.wait(forRow: "> 查看 失信被执行人")
    try window.press(.interrupt)
    try leave(window)
  }

  @Test("Tab completes a file's name inside quotes")
  func fileCompletion() throws {
    let window = try window()
    try window.waitForPrompt()
    try window.type("load \"ci")
    try window.press(.tab)
    try window.wait(forRow: "> load \"city/")
    try window.type("REA")
    try window.press(.tab)
    try window.wait(forRow: "> load \"city/README.md\"")
    #expect(try window.runTyped().contains { $0.contains("2022-07-31") })
    try leave(window)
  }

  @Test("Up brings back statements of the session before")
  func history() throws {
    let first = try window()
    _ = try first.run("查看 名单")
    _ = try first.run("1 + 1")
    try leave(first)
    let second = try window()
    try second.waitForPrompt()
    try second.press(.up)
    try second.wait(forRow: "> 1 + 1")
    try second.press(.up)
    try second.wait(forRow: "> 查看 名单")
    try second.press(.interrupt)
    try leave(second)
    let file = "\(home.path)/state/tuiyan/history"
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "查看 名单\n1 + 1\n")
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o600, "a history is for its owner alone")
  }

  @Test("an error does not leave the shell", arguments: ["nope", "1 +* 2", "load \"gone\"", "assert 1 = 2", "load 1"])
  func errors(statement: String) throws {
    let window = try window()
    let rows = try window.run(statement)
    #expect(rows.first?.hasPrefix("error: ") == true)
    #expect(try window.run("1 + 1") == ["2"])
    try leave(window)
  }

  @Test("a dataset that --load does not find is told, and the shell is there")
  func missingLoad() throws {
    let window = try window("--load", "gone")
    try window.waitForPrompt()
    #expect(window.screen.text.contains("error: there is no file `gone`"))
    try leave(window)
  }

  @Test("a table wider than the window is fitted to it", arguments: [40, 60])
  func narrowWindow(columns: Int) throws {
    let window = try loadedWindow(columns: columns)
    let rows = try window.run("registry")
    #expect(rows.count >= 6)
    #expect(rows.contains { $0.contains("913201") })
    // A row that was too long would have wrapped and begun at the first cell.
    #expect(rows.allSatisfy { $0.isEmpty || $0.hasPrefix("  ") }, "\(rows)")
    try leave(window)
  }

  @Test("data can't steer the window")
  func hostileData() throws {
    try folder.write("a,b\nw\u{1B}[2J\u{1B}]0;x\u{7}y,\u{9B}31m\n", to: "evil.csv")
    let window = try window()
    _ = try window.run("load evil from \"evil.csv\"")
    let rows = try window.run("evil")
    #expect(rows.last?.contains("w␛[2J␛]0;x␇y") == true, "\(rows)")
    #expect(window.screen.rows.first?.hasPrefix("Tuiyan") == true)
    try leave(window)
  }

  @Test("errors are coloured at a terminal, and not with --no-color, NO_COLOR or a dumb terminal")
  func colours() throws {
    let red = Array("\u{1B}[1;31merror".utf8)
    func showsRed(_ arguments: [String] = [], _ environment: [String: String] = [:]) throws -> Bool {
      let window = try TerminalWindow(arguments, in: folder, home: home, environment: environment)
      _ = try window.run("nope")
      try leave(window)
      return window.transcript.indices.contains { window.transcript[$0...].starts(with: red) }
    }
    #expect(try showsRed())
    #expect(try !showsRed(["--no-color"]))
    #expect(try !showsRed([], ["NO_COLOR": "1"]))
    #expect(try !showsRed([], ["TERM": "dumb"]))
  }

  @Test("a dumb terminal gets prompts, answers and no control sequences")
  func dumbTerminal() throws {
    let window = try window(environment: ["TERM": "dumb"])
    try window.waitForPrompt()
    try window.type("\"南京\" = \"南京\"\n")
    try window.wait(for: "answer") { $0.rows.contains("yes") && $0.cursorRow == "> " }
    try window.type("1 + (\n")
    try window.wait(forRow: ". ")
    try window.type("2)\n")
    try window.wait(for: "answer") { $0.rows.contains("3") && $0.cursorRow == "> " }
    try leave(window)
    #expect(!window.transcript.contains(0x1B))
  }

  @Test("Ctrl-C at a dumb terminal does not leave")
  func dumbInterrupt() throws {
    let window = try window(environment: ["TERM": "dumb"])
    try window.waitForPrompt()
    try window.type("1 + (\n")
    try window.wait(forRow: ". ")
    try window.press(.interrupt)
    try window.waitForPrompt()
    try window.type("5\n")
    try window.wait(for: "answer") { $0.rows.contains("5") && $0.cursorRow == "> " }
    try leave(window)
  }

  @Test("the C locale takes and shows Chinese")
  func plainLocale() throws {
    let window = try window("--load", "city", environment: ["LC_ALL": "C"])
    try window.waitForPrompt()
    try window.type("查 名单")
    try window.wait(forRow: "> 查 名单")
    try window.press(.left, times: 3)
    try window.type("看")
    try window.wait(forRow: "> 查看 名单")
    #expect(try window.runTyped().contains { $0.contains("失信被执行人") })
    try leave(window)
  }

  @Test(
    "Ctrl-D typed behind a statement leaves when that is done, whatever the terminal did meanwhile", arguments: 0..<12)
  func endOfInputAhead(milliseconds: Int) throws {
    let window = try window("--load", "city")
    try window.waitForPrompt()
    try window.type("registry | by district\r")
    usleep(UInt32(milliseconds) * 1_000)
    try window.press(.endOfInput)
    #expect(try window.exitCode() == 0)
  }

  @Test("Ctrl-D in a line that is not empty does not leave")
  func endOfInputInLine() throws {
    let window = try window()
    try window.waitForPrompt()
    try window.type("1 + 1")
    try window.wait(forRow: "> 1 + 1")
    try window.press(.endOfInput)
    try window.press(.backspace)
    try window.wait(forRow: "> 1 + ")
    try window.type("3")
    try window.wait(forRow: "> 1 + 3")
    #expect(try window.runTyped() == ["4"])
    try leave(window)
  }

  @Test("what is saved at the terminal checks as written")
  func save() throws {
    let window = try window()
    _ = try window.run("load \"city\"")
    _ = try window.run("compare base, court_exits on serious_ratio")
    _ = try window.run("nope")
    #expect(try window.run("save \"s.md\"") == ["saved 2 statements to s.md"])
    try leave(window)
    let check = try Invocation(arguments: ["check", "s.md"], folder: folder.path).run()
    #expect(check.exitCode == 0, "\(check.errors)")
  }
}
