import Foundation
import Language
import Testing
import Values
import Workbench

@Suite("Bad data") struct BadDataTests {
  struct Flaw: CustomTestStringConvertible {
    let kind: String
    let file: String
    let text: String
    let line: Int
    var column: String?
    var found: String?
    let expected: String
    var testDescription: String { kind }
  }

  private static func court(_ row: String) -> String { Bench.court + row + "\n" }

  static let flaws = [
    Flaw(
      kind: "ragged row", file: "court.csv", text: court("(2021)苏4号,91320115TY6573138H"), line: 5,
      expected: "expected 5 columns, found 2"),
    Flaw(
      kind: "unreadable value", file: "court.csv", text: court("(2021)苏4号,91320115TY6573138H,2022-09-31,,无"), line: 5,
      column: "发布时间", found: "2022-09-31", expected: "a day that the calendar has"),
    Flaw(
      kind: "unreadable value", file: "court.csv", text: court("(2021)苏4号,91320115TY6573138H,2022-03-01,,也许"), line: 5,
      column: "线索", found: "也许", expected: "有"),
    Flaw(
      kind: "sentinel date", file: "court.csv", text: court("(2021)苏4号,91320115TY6573138H,1900-01-01,,无"), line: 5,
      column: "发布时间", found: "1900-01-01", expected: "1901"),
    Flaw(
      kind: "duplicate row", file: "court.csv", text: court("(2021)苏1号,91320102TY0036243J,2021-03-01,,无"), line: 5,
      found: "line 2", expected: "the same row stands in line 2"),
    Flaw(
      kind: "conflicting key", file: "court.csv", text: court("(2021)苏1号,91320102TY0036243J,2021-03-02,,无"), line: 5,
      column: "案号", found: "(2021)苏1号", expected: "line 2 has the same key and other content"),
    Flaw(
      kind: "no such parent", file: "searches.csv",
      text: Bench.searches + "(2021)苏9号,2021-07-01,否\n", line: 5, column: "案号", found: "(2021)苏9号",
      expected: "a key of `court`"),
    Flaw(
      kind: "not in registry", file: "court.csv", text: court("(2021)苏4号,91320104TY0781016Y,2021-03-02,,无"), line: 5,
      column: "代码", found: "91320104TY0781016Y", expected: "an enterprise of the registry"),
    Flaw(
      kind: "unidentifiable code", file: "court.csv", text: court("(2021)苏4号,320100000012345,2021-03-02,,无"), line: 5,
      column: "代码", found: "320100000012345", expected: "a unified social credit code"),
    Flaw(
      kind: "bad weight", file: "registry.csv",
      text: Bench.registry + "91320104TY0781016Y,丁公司,玄武区,2\n", line: 6, found: "2",
      expected: "a row with a code stands for one entity"),
    Flaw(
      kind: "neither code nor weight", file: "registry.csv", text: Bench.registry + ",丁公司,玄武区,\n",
      line: 6, column: "统一社会信用代码", expected: "a code, or how many entities the row stands for"),
    Flaw(
      kind: "conflicting key", file: "registry.csv",
      text: Bench.registry + "91320102TY0036243J,另一公司,玄武区,1\n", line: 6, column: "统一社会信用代码",
      found: "91320102TY0036243J", expected: "line 2 has the same code; counted once"),
  ]

  @Test("What is wrong is shown with file, line, column and what was expected", arguments: flaws)
  func problems(flaw: Flaw) throws {
    let bench = try Bench(Bench.files(with: flaw.file, flaw.text).filter { $0.key != "README.md" })
    // The registry's count is another with a faulty row more, which is not what is asked here.
    try bench.write(Bench.readme.replacingOccurrences(of: "assert", with: "# assert"), to: "README.md")
    try bench.run("load \".\"")
    let row = try bench.answer("show problems | where problem = \"\(flaw.kind)\"")
    for part in [flaw.file, flaw.kind, String(flaw.line), flaw.column ?? "", flaw.found ?? "", flaw.expected] {
      #expect(part.isEmpty || row.contains(part), "no `\(part)` in\n\(row)")
    }
  }

  @Test("A clean dataset has no problems")
  func clean() throws {
    let bench = try Bench()
    try bench.run("load \".\"")
    let problems = try bench.answer("show problems")
    #expect(!problems.contains(".csv"), "\(problems)")
  }

  private static let declaration = """
    list court of registry by code from "court.csv" key case {
      case text "案号"
      code text "被执行代码"
    }
    """

  @Test("A heading that isn't there is a failure that names the ones near")
  func missingHeading() throws {
    let bench = try Bench(
      Bench.files(with: "court.csv", Bench.court.replacingOccurrences(of: "代码", with: "被执行人代码")))
    let message = try bench.failure("load registry from \"registry.csv\"\n" + Self.declaration)
    #expect(message.contains("court.csv"))
    #expect(message.contains("被执行代码"))
    #expect(message.contains("被执行人代码"))
  }

  @Test("A file in no encoding that can be read is refused, and nothing before is lost")
  func encoding() throws {
    let bench = try Bench()
    try bench.run("load \".\"")
    let before = try bench.snapshot()
    try bench.write(Data([0xFF, 0xFF, 0x80, 0x2C, 0xFE, 0xFF, 0x0A, 0x81, 0x20, 0x2C, 0xFF, 0x0A]), to: "broken.csv")
    let message = try bench.failure("load broken from \"broken.csv\"")
    #expect(message.contains("broken.csv"))
    #expect(try bench.snapshot() == before)
  }

  @Test("An encoding that is declared and does not fit says where", arguments: ["utf8", "gb18030"])
  func declaredEncoding(encoding: String) throws {
    let bench = try Bench()
    let bytes = Data("案号,代码\n1,".utf8) + Data([0xFF, 0x0A])
    try bench.write(bytes, to: "x.csv")
    let load = "list x from \"x.csv\" encoding \(encoding)"
    let message = try bench.failure(load)
    let problems = message.isEmpty ? try bench.answer("show problems") : message
    #expect(problems.contains("x.csv"))
  }

  @Test("An empty file is refused")
  func emptyFile() throws {
    let bench = try Bench(["x.csv": ""])
    #expect(try bench.failure("load x from \"x.csv\"").contains("x.csv is empty"))
  }

  @Test("Nothing that was loaded is lost when a list can't be read", arguments: ["nowhere.csv", "empty.csv"])
  func nothingLost(file: String) throws {
    let bench = try Bench(Bench.files(with: "empty.csv", ""))
    try bench.run("load \".\"")
    let before = try bench.snapshot()
    #expect(try !bench.failure("load court from \"\(file)\"").isEmpty)
    #expect(try bench.snapshot() == before)
  }
}
