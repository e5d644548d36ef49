import Foundation
import Testing

/// What outlives a shell: its journal and its settings.
@Suite("Keeping", .serialized, .timeLimit(.minutes(3)))
struct KeepingTests {
  private let folder: TemporaryFolder
  private let home: TemporaryFolder

  init() throws {
    folder = try SmallCity.folder()
    home = try TemporaryFolder(named: "home")
  }

  private func window(_ arguments: String..., environment: [String: String] = [:]) throws -> TerminalWindow {
    let usual = ["XDG_CONFIG_HOME": home.path + "/config"]
    return try TerminalWindow(
      arguments, in: folder, home: home, environment: usual.merging(environment) { $1 }, columns: 120)
  }

  private func leave(_ window: TerminalWindow) throws {
    try window.waitForPrompt()
    try window.press(.endOfInput)
    #expect(try window.exitCode() == 0)
  }

  /// Types statements and kills the shell after the last.
  private func killed(after statements: String..., unfinished: String? = nil) throws {
    let window = try window()
    for statement in statements { _ = try window.run(statement) }
    try window.waitForPrompt()
    if let unfinished { try window.type(unfinished) }
    window.kill()
  }

  private var journals: String { "\(home.path)/state/tuiyan/journals" }

  @Test("What a killed shell had done is offered, brought back, and can be asked on and saved")
  func recover() throws {
    try killed(
      after: "load \"city\"", "let x = 5", "nope", "court | export \"out.csv\"", "metric m = x + 1", unfinished: "1 +")
    try FileManager.default.removeItem(atPath: "\(folder.path)/out.csv")
    let window = try window()
    try window.waitForPrompt()
    #expect(window.screen.text.contains("ended at"))
    let rows = try window.run("recover")
    #expect(rows.contains { $0.contains("metric m = x + 1") && $0.contains("done") })
    #expect(rows.contains { $0.contains("export") && $0.contains("left out") })
    #expect(!rows.contains { $0.contains("nope") })
    #expect(try window.run("m") == ["6"])
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/out.csv"))
    #expect(try window.run("undo").first == "taken back: metric m = x + 1")
    #expect(try window.run("save \"s.md\"").first?.hasPrefix("saved ") == true)
    #expect(try Invocation(arguments: ["check", "s.md"], folder: folder.path).run().exitCode == 0)
    #expect(try window.run("找回").first?.contains("nothing to recover") == true)
    try leave(window)
  }

  @Test("What was recovered is not lost when the next shell dies too")
  func twice() throws {
    try killed(after: "let x = 5")
    try killed(after: "recover", "let y = x + 1")
    let window = try window()
    _ = try window.run("recover")
    #expect(try window.run("x + y") == ["11"])
    try leave(window)
  }

  @Test("A shell that lives, and one that was left, are not offered; what is given up is not offered again")
  func others() throws {
    let first = try window()
    _ = try first.run("let x = 5")
    let second = try window()
    #expect(try second.run("recover").first?.contains("nothing to recover") == true)
    try leave(first)
    try leave(second)
    try killed(after: "let x = 5")
    let third = try window()
    #expect(try third.run("recover discard") == ["given up"])
    try leave(third)
    let fourth = try window()
    try fourth.waitForPrompt()
    #expect(!fourth.screen.text.contains("recover`"))
    try leave(fourth)
  }

  @Test("Killed at any moment, a shell has every statement before in its journal and its history", arguments: 0..<6)
  func crashes(round: Int) throws {
    let window = try window()
    let statements = (0...round).map { "let x\($0) = \"甲\\n\($0)\"" }
    for statement in statements { _ = try window.run(statement) }
    try window.type("let y = 1")
    if round.isMultiple(of: 2) { try window.press(.enter) }
    window.kill()
    let names = try FileManager.default.contentsOfDirectory(atPath: journals)
    let text = try String(contentsOfFile: "\(journals)/\(try #require(names.first))", encoding: .utf8)
    let kept = text.split(separator: "\n").filter { $0.hasPrefix("run\t") }
    #expect(kept.count >= statements.count)
    #expect(text.split(separator: "\n").count { $0 == "done" } >= statements.count)
    let attributes = try FileManager.default.attributesOfItem(atPath: "\(journals)/\(names[0])")
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let history = try String(contentsOfFile: "\(home.path)/state/tuiyan/history", encoding: .utf8)
    #expect(history.split(separator: "\n").count >= statements.count)
  }

  @Test("A saved file is the one before or the new one, whenever the shell is killed", arguments: 0..<8)
  func savedFiles(round: Int) throws {
    let window = try window()
    _ = try window.run("registry")
    for _ in 0..<3 { _ = try window.run("1 + 1") }
    _ = try window.run("save \"s.md\"")
    let before = try String(contentsOfFile: "\(folder.path)/s.md", encoding: .utf8)
    _ = try window.run("2 + 2")
    try window.waitForPrompt()
    try window.type("save \"s.md\"")
    try window.press(.enter)
    poll(nil, 0, CInt(round))
    window.kill()
    let after = try String(contentsOfFile: "\(folder.path)/s.md", encoding: .utf8)
    #expect(
      after == before || after.hasPrefix(before.prefix(20)) && after.contains("2 + 2") && after.hasSuffix("```\n"))
  }

  @Test("Settings outlive the shell that they were set in, and a script does not read them")
  func settings() throws {
    let first = try window()
    _ = try first.run("set rows 4")
    _ = try first.run("set seed 7")
    _ = try first.run("set language zh")
    try leave(first)
    let file = "\(home.path)/config/tuiyan/settings"
    #expect(try String(contentsOfFile: file, encoding: .utf8).hasSuffix("set rows 4\nset language zh\n"))
    let second = try window()
    try second.waitForPrompt()
    #expect(second.screen.rows.first?.hasPrefix("推演") == true)
    let rows = try second.run("设置")
    #expect(rows.contains { $0.contains("rows") && $0.contains("4") })
    #expect(rows.contains { $0.contains("seed") && $0.contains("0") }, "the seed decides results and is not kept")
    try leave(second)
    for arguments in [["--no-config"], ["--language", "en"]] {
      let window = try TerminalWindow(
        arguments, in: folder, home: home, environment: ["XDG_CONFIG_HOME": home.path + "/config"])
      try window.waitForPrompt()
      #expect(window.screen.rows.first?.hasPrefix("Tuiyan") == true)
      try leave(window)
    }
    let environment = ["XDG_CONFIG_HOME": home.path + "/config"]
    let script = try Invocation(
      arguments: ["--load", "city", "-e", "registry"], environment: environment, folder: folder.path
    ).run()
    #expect(script.lines.count == 7, "the shell would have shown four rows")
  }

  @Test("A setting that is unknown is told and does no harm")
  func unknownSetting() throws {
    try home.write("set colour red\nset rows 1\n", to: "config/tuiyan/settings")
    let window = try window("--load", "city")
    try window.waitForPrompt()
    let words = window.screen.rows.joined(separator: " ").split(separator: " ").joined(separator: " ")
    #expect(words.contains("there is no setting `colour`"))
    #expect(try window.run("registry").count == 3)
    try leave(window)
  }

  @Test("With the mask on, no name is on the screen")
  func mask() throws {
    let window = try window("--load", "city")
    _ = try window.run("set mask on")
    #expect(try window.run("registry | select name, code | take 1").last == "  某001   …013H")
    let rows = try window.run("why \"餐饮\" in court_exits")
    #expect(!rows.contains { $0.contains("丙餐饮") || $0.contains("TY000003X4") })
    try leave(window)
  }
}
