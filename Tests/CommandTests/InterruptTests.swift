import Foundation
import GRDB
import Testing

/// Ctrl-C while statements run, and progress, over lists that take their time.
@Suite("Interrupting", .serialized, .timeLimit(.minutes(5)))
struct InterruptTests {
  private let folder: TemporaryFolder
  private let home: TemporaryFolder

  /// Enough rows for statements that last a while.
  private static let rows = 200_000

  init() throws {
    folder = try SmallCity.folder()
    home = try TemporaryFolder(named: "home")
    var text = "n,word,day\n"
    for row in 0..<InterruptTests.rows {
      text += "\(row &* 7919 % 100_003),w\(row % 9973),20\(10 + row % 12)-0\(1 + row % 9)-1\(row % 10)\n"
    }
    try folder.write(text, to: "big.csv")
  }

  /// A metric that counts far more rows than a moment allows, however fast the machine.
  private static let endless = (0..<40).map { "count(big where n * \($0 + 1) + \($0) > 5)" }.joined(separator: " + ")

  private func shell(_ environment: [String: String] = [:]) throws -> TerminalWindow {
    try TerminalWindow(["--load", "city"], in: folder, home: home, environment: environment, columns: 300)
  }

  @Test(
    "Ctrl-C stops a statement that is at work, and everything is as before",
    arguments: [
      "load big from \"big.csv\"", "load other from \"big.csv\"", "scenario slow = exit big where n > 5",
      "let slow = ENDLESS", "metric slow = ENDLESS", "big | sort word, n | export \"out.csv\"",
    ])
  func stop(statement: String) throws {
    let window = try shell()
    _ = try window.run("load big from \"big.csv\"")
    _ = try window.run("let kept = 5")
    let before = try window.run("show names") + window.run("show lists") + window.run("show scenarios")
    try window.waitForPrompt()
    let text = statement.replacing("ENDLESS", with: InterruptTests.endless)
    try window.type(text)
    // The key shall come when the statement runs, not while it is typed.
    try window.wait(for: "the statement typed") { $0.cursorRow.hasSuffix(text.suffix(8)) }
    try window.press(.enter)
    try window.wait(for: "the statement read") { !$0.cursorRow.hasSuffix(text.suffix(8)) }
    // The key comes while the statement runs or has just been done: whatever of the two, nothing is half done.
    try window.press(.interrupt)
    try window.wait(for: "the prompt again") { $0.cursorRow == "> " }
    #expect(!window.screen.text.contains("Interruption"))
    let after = try window.run("show names") + window.run("show lists") + window.run("show scenarios")
    let wasStopped = window.screen.text.contains("interrupted; nothing has changed")
    if wasStopped { #expect(after == before) }
    #expect(try window.run("kept + 1") == ["6"])
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix(".") }
    #expect(names.isEmpty, "nothing half written stays behind")
    try window.press(.endOfInput)
    #expect(try window.exitCode() == 0)
  }

  @Test("Ctrl-C stops a database's query that would work for hours before its first row")
  func query() throws {
    let database = try DatabaseQueue(path: folder.path + "/data.db")
    try database.write { try $0.execute(sql: "create table t (n)") }
    try database.close()
    let window = try shell()
    try window.waitForPrompt()
    let counting = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) as most from n"
    try window.type("load endless from \"data.db\" query \"\(counting)\"\n")
    try window.wait(for: "the statement read") { $0.cursorRow.isEmpty }
    usleep(200_000)
    try window.press(.interrupt)
    try window.wait(for: "the prompt again") { $0.cursorRow == "> " }
    #expect(window.screen.text.contains("interrupted; nothing has changed"))
    try window.press(.endOfInput)
    #expect(try window.exitCode() == 0)
  }

  @Test("Enter and Ctrl-C within the same moment leave the shell with a prompt, whichever it sees first")
  func bothKeys() throws {
    let window = try shell()
    var chance = SystemRandomNumberGenerator()
    for number in 0..<60 {
      try window.waitForPrompt()
      let statement = "\(number) + 1"
      try window.type(statement)
      try window.wait(forRow: "> " + statement)
      let before = window.transcript.count
      try window.press(.enter)
      usleep(UInt32.random(in: 0...1500, using: &chance))
      try window.press(.interrupt)
      try window.wait(for: "prompt after the keys") {
        guard $0.cursorRow == "> " else { return false }
        let new = String(decoding: window.transcript[before...], as: UTF8.self)
        return new.contains("^C") || new.contains("interrupted")
      }
    }
    #expect(try window.run("40 + 2") == ["42"])
    try window.press(.endOfInput)
    #expect(try window.exitCode() == 0)
  }

  @Test(
    "Ctrl-C ends a script with 130, says so, and leaves no file half written",
    arguments: [
      ["-e", "load big from \"big.csv\"", "-e", "big | sort word | export \"out.csv\"", "--keep-going"],
      ["run", "slow.md"], ["check", "slow.md"],
      ["synthesize", Checkout.nanjing, "--entities", "700000000", "--out", "made"],
    ])
  func scripts(arguments: [String]) throws {
    let questions = Array(repeating: "big | sort word, n, day | take 1", count: 400).joined(separator: "\n")
    try folder.write(
      "# Slow\n\n```tuiyan\nload big from \"big.csv\"\n\(questions)\n```\n\n```result\n```\n", to: "slow.md")
    let statements =
      arguments[0] == "-e" ? Array(repeating: ["-e", "big | sort word, n | take 1"], count: 400).flatMap { $0 } : []
    let scratch = try TemporaryFolder(named: "scratch")
    let streams = ["output", "errors"].map { "\(scratch.path)/\($0)" }
    let child = try ChildProcess(
      ChildProcess.Launch(
        path: BuiltProgram.tuiyan().path,
        arguments: statements.isEmpty ? arguments : Array(arguments.prefix(2)) + statements + arguments.dropFirst(2),
        environment: ["HOME": home.path, "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"], folder: folder.path,
        streams: [.file("/dev/null", flags: O_RDONLY)] + streams.map { .file($0, flags: O_WRONLY | O_CREAT) }))
    // Long enough to have begun, on a slow machine too; the work itself lasts minutes.
    #expect(child.wait(until: .now + .seconds(3)) == nil, "it has ended by itself")
    child.send(signal: SIGINT)
    #expect(child.wait(until: .now + .seconds(20)) == 130)
    #expect(try String(contentsOfFile: streams[1], encoding: .utf8).contains("interrupted"))
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(left.sorted() == ["big.csv", "city", "slow.md"])
  }

  @Test("Long work tells how far it is, on one line that is gone when there is more to see")
  func progress() throws {
    let window = try shell(["LANG": "zh_CN.UTF-8"])
    try window.waitForPrompt()
    // Far more than is read before progress is told.
    let rowsOnce = try folder.read("big.csv").dropFirst("n,word,day\n".count)
    let text = "abcdefghij".map { rowsOnce.replacing(",w", with: ",\($0)") }.joined()
    try folder.write("n,word,day\n" + text, to: "huge.csv")
    let rows = try window.run("load huge from \"huge.csv\"")
    #expect(!rows.contains { $0.contains("读取") }, "\(rows)")
    let seen = String(decoding: window.transcript, as: UTF8.self)
    #expect(seen.contains("\r读取 huge.csv ") && seen.contains(" MB/秒"))
  }

  @Test("A dumb terminal, and standard error that is none, get no progress")
  func noProgress() throws {
    let lists = (0..<3).map { "list l\($0) from \"big.csv\"" }.joined(separator: "\n")
    try folder.write("```tuiyan\n\(lists)\n```\n", to: "many.md")
    let result = try Invocation.statements("load \"many.md\"", in: folder)
    #expect(result.errors.isEmpty)
    let window = try shell(["TERM": "dumb"])
    try window.waitForPrompt()
    try window.type("load \"many.md\"\n")
    try window.wait(for: "answer") { $0.text.contains("l2") && $0.cursorRow == "> " }
    #expect(!String(decoding: window.transcript, as: UTF8.self).contains("reading"))
  }
}
