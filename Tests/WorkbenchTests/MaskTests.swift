import Language
import Presentation
import Tables
import Testing
import Values

@testable import Workbench

@Suite("Hiding names") struct MaskTests {
  private func masked(_ statement: String, in bench: Bench) throws -> String {
    var text = ""
    try bench.workbench.run(SourceText(statement), origin: .typed(in: bench.folder)) { outcome in
      let mask = try #require(bench.workbench.mask)
      text = outcome.answer.map { TableFormat().text(of: mask.masked($0), tongue: .english) } ?? ""
    }
    return text
  }

  private func bench() throws -> Bench {
    let bench = try Bench()
    try bench.run("load \".\"\nscenario s = exit court where not clues\nset mask on")
    return bench
  }

  @Test(
    "No name and no code is left of any answer",
    arguments: [
      "registry", "court", "registry | select name, code", "why \"甲公司\" in s", "why \"91320102TY0036243J\" in s",
      "why 1 of s", "show problem_lines", "last", "registry | by name", "registry | by name | chart",
      "compare s on count(court)",
    ])
  func answers(statement: String) throws {
    let bench = try bench()
    try bench.run("registry | select name")
    let text = try masked(statement, in: bench)
    #expect(!["甲公司", "乙公司", "丙公司", "TY0036243", "TY0039882", "TY6573138"].contains(where: text.contains), "\(text)")
  }

  @Test("A name has one mask in a session, wherever it stands; codes keep their last four characters")
  func consistency() throws {
    let bench = try bench()
    let rows = try masked("registry | where weight = 1 | sort name desc | select name, code", in: bench)
    #expect(rows.contains("某001   …243J") || rows.contains("某002   …243J") || rows.contains("某003   …243J"))
    let mask = try #require(["某001", "某002", "某003"].first { rows.contains("\($0)   …243J") })
    #expect(try masked("why \"甲公司\" in s", in: bench).contains(mask))
  }

  @Test("Errors hide names too, and case numbers, districts and figures stay")
  func otherTexts() throws {
    let bench = try bench()
    let mask = try #require(bench.workbench.mask)
    let failure = Failure(
      .statement, Phrase("2 have `公司`", "2"), notes: [.same("甲公司 91320102TY0036243J"), .same("乙公司")])
    let text = DiagnosticRenderer(tongue: .english).text(of: mask.masked(failure))
    #expect(text.contains("某001 …243J") && text.contains("某002"))
    #expect(!mask.hides("(2021)苏1号 秦淮区 1,234,567 2022-07-31 98.53%"))
  }

  @Test(
    "The line that an error quotes hides names, and its carets stay under the words at fault",
    arguments: [
      ("registry where name = \"甲公司\" and nmae = 1", "nmae"), ("why \"甲公司\" in t", "t"),
      ("court where code = \"91320102TY0036243J\" and 3", "3"), ("why \"乙公司丙公司戊\" in s", "\"某001某002戊\""),
    ])
  func quotedLines(statement: String, fault: String) throws {
    let bench = try bench()
    let mask = try #require(bench.workbench.mask)
    let failure = try #require(throws: Failure.self) { try bench.run(statement) }
    let masked = mask.masked(failure)
    #expect(masked.diagnostics.first?.span.map { String($0.text) } == fault)
    let text = DiagnosticRenderer(tongue: .chinese).text(of: masked)
    #expect(!["甲公司", "乙公司", "丙公司", "TY0036243"].contains(where: text.contains), "\(text)")
  }

  @Test("Saved and exported files are not masked, and the answer says so")
  func files() throws {
    let bench = try bench()
    #expect(try bench.answer("registry | export \"r.csv\"").contains("unmasked in r.csv"))
    #expect(try bench.read("r.csv").contains("甲公司"))
    #expect(try bench.answer("save \"s.md\"").contains("unmasked in s.md"))
  }
}

@Suite("Kept settings") struct SettingsFileTests {
  private func file(_ text: String?, in bench: Bench) throws -> SettingsFile {
    if let text { try bench.write(text, to: "tuiyan/settings") }
    return try #require(SettingsFile(environment: ["XDG_CONFIG_HOME": bench.folder]))
  }

  @Test("What is kept is read again; comments and lines of the user's own stay")
  func roundTrip() throws {
    let bench = try Bench([:])
    let file = try file("# mine\n设置 行数 20\nset colour red\n", in: bench)
    var settings = Settings()
    settings.rowLimit = 7
    settings.isMasked = true
    try file.keep([.rows, .mask], of: settings)
    #expect(try bench.read("tuiyan/settings") == "# mine\nset rows 7\nset colour red\nset mask on\n")
    #expect(file.read().values.map(\.0) == [.rows, .mask])
  }

  @Test(
    "What can't be read is told with its line and left out",
    arguments: ["set colour red", "set rows none", "court | count", "set rows", "\u{FFFD}", "set mask 3"])
  func warnings(line: String) throws {
    let bench = try Bench([:])
    let read = try file("set rows 9\n\(line)\n", in: bench).read()
    #expect(read.values.map(\.1) == ["9"])
    #expect(read.warnings.count == 1 && read.warnings[0].english.contains("settings:2: "))
  }

  @Test("Without a file nothing is set")
  func missing() throws {
    let read = try file(nil, in: Bench([:])).read()
    #expect(read.values.isEmpty && read.warnings.isEmpty)
  }
}
