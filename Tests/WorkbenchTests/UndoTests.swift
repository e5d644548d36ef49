import Language
import Testing
import Values
import Workbench

@Suite("Taking back") struct UndoTests {
  @Test(
    "Undo takes the last definition back and says what is so again",
    arguments: [
      ("let x = 5", "let x = 6", "x", "`x` is 5 again"),
      ("metric m = 1 + 1", "metric m = 3", "m", "`m` is 1 + 1 again"),
      ("scenario s = exit court", "scenario s = exit court where clues", "explain s", "as it was defined before"),
      ("target t = court_ratio < 1%", "target t = court_ratio < 2%", "show targets", "as it was defined before"),
      ("given g = 1", "given g = 2", "g", "`g` is 1 again"),
      ("given g = 1", "lock g", "show givens", "`g` can be given again"),
      ("asof 2021-04-15", "asof 2021-05-15", "count(court)", "about 2021-04-15 again"),
      ("set rows 2", "set rows 1", "court", "`rows` is 2 again"),
      ("list both = court, court", "list both = court", "count(both)", "as it was defined before"),
      ("let x = 1", "load \"other.md\"", "show lists", "loaded as before: registry, court, searches"),
    ])
  func undo(first: String, second: String, question: String, words: String) throws {
    let bench = try Bench(Bench.files(with: "other.md", "```tuiyan\nlist court from \"court.csv\"\n```\n"))
    try bench.run("load \".\"")
    let before = try bench.run("\(first)\n\(question)").last
    try bench.run(second)
    #expect(try bench.answer(question) != before)
    #expect(try bench.answer("undo").contains(words))
    #expect(try bench.answer(question) == before)
  }

  @Test("Several undos in a row go back to the beginning, and then there is nothing to take back")
  func severalInARow() throws {
    let bench = try Bench()
    let empty = try bench.snapshot()
    try bench.run("load \".\"\nlet x = 1\nlet x = 2\n撤回")
    #expect(try bench.answer("x") == "1")
    #expect(try bench.answer("undo").contains("`x` is not defined any more"))
    #expect(try bench.answer("undo").contains("nothing is loaded any more"))
    #expect(try bench.snapshot() == empty)
    #expect(try bench.failure("undo").contains("nothing to take back"))
  }

  @Test("A definition after an undo is made over what was there before")
  func goingOn() throws {
    let bench = try Bench()
    try bench.run("load \".\"\nasof 2021-03-15\nundo\nasof 2021-04-15")
    #expect(try bench.answer("count(court)") == "2")
    try bench.run("undo\nlist both = court\nundo")
    #expect(try bench.failure("count(both)").hasPrefix("error: "))
    #expect(try bench.answer("asof").contains("2022-07-31"))
  }

  @Test("A definition that was taken back at once is not saved; one that was asked of is, with the undo")
  func saving() throws {
    let bench = try Bench(writable: ["."])
    try bench.run("load \".\"\nlet x = 1\nundo\nlet y  = 2\ny\nundo\nsave \"s.md\"")
    let saved = try bench.read("s.md")
    #expect(!saved.contains("let x"))
    #expect(saved.contains("let y = 2") && saved.contains("undo"))
    let check = try DocumentSession(file: bench.folder + "/s.md", workbench: Workbench()).check()
    #expect(check.holds, "\(check.differences)")
  }

  @Test("What is taken back inside a document that is loaded is an error")
  func loaded() throws {
    let bench = try Bench(Bench.files(with: "undo.md", "```tuiyan\nlet x = 1\nundo\n```\n"))
    #expect(try bench.failure("load \"undo.md\"").contains("can't stand in a document"))
    #expect(try bench.failure("x").contains("not defined"))
  }
}

@Suite("The last result") struct LastResultTests {
  private func bench() throws -> Bench {
    let bench = try Bench()
    try bench.run("load \".\"")
    return bench
  }

  @Test(
    "The last result is shown in the form that is asked for",
    arguments: [
      ("last csv", "district,count\n玄武区,2\n秦淮区,2"),
      ("last", "  district   records\n  玄武区           2\n  秦淮区           2"),
      ("上次 json", "[{\"district\":\"玄武区\",\"count\":2},{\"district\":\"秦淮区\",\"count\":2}]"),
      ("last markdown | take 1", "| district | records |\n| :------- | ------: |\n| 玄武区   |       2 |"),
      ("最近 表格 | take 1", "  district   records\n  玄武区           2"),
    ])
  func forms(statement: String, text: String) throws {
    let bench = try bench()
    try bench.run("registry | by district")
    #expect(try bench.answer(statement) == text)
  }

  @Test("A chart is drawn again, or shown as the table that it was drawn of, within the limit of rows")
  func charts() throws {
    let bench = try bench()
    let chart = try bench.answer("registry | by district | chart")
    #expect(chart.contains("█"))
    #expect(try bench.answer("last") == chart)
    #expect(try bench.answer("last table") == "  district   records\n  玄武区           2\n  秦淮区           2")
    try bench.run("set rows 1\nregistry | by district | chart")
    #expect(try bench.answer("last table").hasPrefix("  district   records\n  玄武区           2\n  … 1 more row"))
  }

  @Test("It goes on from all rows and their columns, not from those that were shown")
  func goingOn() throws {
    let bench = try bench()
    try bench.run("set rows 1\ncourt")
    #expect(try bench.answer("last csv").split(separator: "\n").count == 4)
    #expect(try bench.answer("last | where clues | select case").hasPrefix("  case\n  (2021)苏2号"))
  }

  @Test("Definitions and failures leave it, and it is the world of then that is asked")
  func staying() throws {
    let bench = try bench()
    try bench.run("court | where not clues\nlet x = 1\nasof 2021-03-15")
    #expect(try bench.failure("nope") != "")
    #expect(try bench.answer("last | select case").contains("(2021)苏1号"))
  }

  @Test("Without a result, or with a form that is none, it is an error")
  func errors() throws {
    let bench = try Bench()
    #expect(try bench.failure("last").contains("no result yet"))
    try bench.run("1 + 1")
    #expect(try bench.failure("last cvs").contains("csv"))
  }

  @Test("A list or name called last is found in brackets, and the function stays")
  func names() throws {
    let bench = try bench()
    try bench.run("let last = 5")
    #expect(try bench.answer("[last] + 1") == "6")
    #expect(try bench.answer("last(searches.date)").contains("2021-07-01"))
  }
}
