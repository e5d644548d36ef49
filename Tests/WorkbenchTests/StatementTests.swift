import Foundation
import Language
import Testing
import Values
import Workbench

@Suite("Statements") struct StatementTests {
  @Test(
    "A statement that fails changes nothing",
    arguments: [
      "let x = count(nowhere)", "metric m = sum(court.nothing)", "scenario s = exit nowhere", "asof count(court)",
      "target t = count(court)", "assert count(court) = 4", "set rows 0", "set colour red", "load \"nowhere.csv\"",
      "load court from \"nowhere.csv\"", "list court of registry by none from \"court.csv\" { code text \"代码\" }",
      "list both = court, nowhere", "scenario base = exit court", "compare base, nobody on count(court)", "save \"/\"",
      "load \"broken.md\"", "why \"nobody\" in base", "explain nobody", "court | by nothing", "count(court",
    ])
  func atomicity(statement: String) throws {
    let bench = try Bench(Bench.files(with: "broken.md", "```tuiyan\nlet y = 1\nlet x = nowhere\n```\n"))
    try bench.run("load \".\"\nlet limit = 2\nscenario s0 = exit court where not clues\ntarget t0 = court_ratio < 1%")
    let before = try bench.snapshot()
    #expect(try bench.failure(statement).hasPrefix("error: "))
    #expect(try bench.snapshot() == before)
  }

  @Test(
    "A second definition of a name replaces the first and says so",
    arguments: ["let x = 1", "metric m = count(court)", "scenario s = exit court", "target t = count(court) < 2"])
  func redefinition(statement: String) throws {
    let bench = try Bench()
    try bench.run("load \".\"")
    #expect(try bench.run(statement).isEmpty)
    let name = statement.split(separator: " ")[1]
    #expect(try bench.answer(statement) == "\(name) replaces the one defined before")
  }

  @Test("A metric is computed anew at each use, a binding once")
  func metricsAndBindings() throws {
    let bench = try Bench()
    try bench.run("load \".\"\nmetric m = count(court)\nlet x = count(court)\nasof 2021-04-15")
    #expect(try bench.answer("m") == "2")
    #expect(try bench.answer("x") == "3")
    #expect(try bench.answer("metric n = m + x\nn") == "5")
    #expect(try bench.answer("asof 2020-01-01\nn") == "3")
  }

  @Test("A binding of a range is refused, its headline is not")
  func rangedBinding() throws {
    let bench = try Bench()
    try bench.run("load \".\"")
    #expect(try bench.failure("let x = count(court where clues)").contains("`x` would be a range"))
    #expect(try bench.answer("let x = headline(count(court where clues))\nx") == "1")
  }

  @Test("Statements before the one that fails have run")
  func order() throws {
    let bench = try Bench()
    #expect(try bench.failure("let x = 1\nlet y = nowhere").contains("nowhere"))
    #expect(try bench.answer("x") == "1")
    #expect(try !bench.failure("y").isEmpty)
  }

  @Test("Where a text can't be read, nothing of it runs")
  func syntaxErrors() throws {
    let bench = try Bench()
    let message = try bench.failure("let x = 1\nlet y = )")
    #expect(message.contains("error: "))
    #expect(try !bench.failure("x").isEmpty)
  }

  // MARK: Assertions

  @Test("An assertion that holds says so")
  func assertion() throws {
    let bench = try Bench()
    #expect(try bench.answer("load \".\"\nassert count(court) = 3") == "holds")
  }

  @Test(
    "An assertion that doesn't hold says what its sides are",
    arguments: [
      ("assert count(court) = 4", "`count(court) = 4` does not hold", "`count(court)` is 3"),
      (
        "assert count(court where clues) = 1", "`count(court where clues) = 1` does not hold for the whole range",
        "`count(court where clues)` is 1 (1 – 2)"
      ),
      ("assert count(court) > count(searches) + 1", "does not hold", "`count(searches) + 1` is 4"),
    ])
  func assertionMessages(statement: String, message: String, note: String) throws {
    let bench = try Bench()
    try bench.run("load \".\"")
    let failure = try bench.failure(statement)
    #expect(failure.contains(message))
    #expect(failure.contains(note))
    #expect(throws: Failure.self) { try bench.run(statement) }
  }

  @Test("The exit code of an assertion is 1, of a statement 3, of data 4, of the environment 5")
  func exitCodes() throws {
    let bench = try Bench()
    try bench.run("load \".\"")
    let cases: [(String, Int32)] = [
      ("assert count(court) = 4", 1), ("count(nowhere)", 3), ("load \"nowhere\"", 4), ("save \"README.md/x.md\"", 5),
    ]
    for (statement, code) in cases {
      let failure = #expect(throws: Failure.self) { try bench.run(statement) }
      #expect(failure?.exitCode == code, "\(statement)")
    }
  }
}
