import Foundation
import Language
import Testing
import Values
import Workbench

@Suite("Loading") struct LoadingTests {
  @Test("A dataset tells its lists, the day and what is reconciled")
  func dataset() throws {
    let summary = try Bench().answer("load \".\"")
    #expect(summary.contains("as of 2022-07-31"))
    #expect(summary.contains("1 of 1 published figures reconciled"))
    #expect(summary.contains("registry"))
  }

  @Test(
    "Details of a list without records can be asked about",
    arguments: [
      ("entities(searches)", "3   0 – 3"), ("searches | by entity.district", "not in registry         3"),
      ("searches | by entity.district entities", "not in registry          3   0 – 3"),
      ("searches | select entity.district | distinct", "unknown"),
    ])
  func emptyParent(question: String, expected: String) throws {
    let bench = try Bench(Bench.files(with: "court.csv", "案号,代码,发布时间,移出时间,线索\n"))
    try bench.run("load \".\"")
    #expect(try bench.answer(question).contains(expected))
  }

  @Test("All errors of a document are reported, each with its line, and what was loaded stays")
  func documentErrors() throws {
    let bench = try Bench(
      Bench.files(
        with: "policy.md", "# P\n\n```tuiyan\nlet x = )\n```\n\n```tuiyan\nlet x = 1\nscenario s = leave court\n```\n"))
    try bench.run("load \".\"")
    let before = try bench.snapshot()
    let message = try bench.failure("load \"policy.md\"")
    #expect(message.contains("policy.md:4"))
    #expect(message.contains("policy.md:9"))
    #expect(try bench.snapshot() == before)
  }

  @Test("A dataset that fails half-way leaves the one before")
  func failingDataset() throws {
    let bench = try Bench()
    try bench.run("load \".\"")
    try bench.write("```tuiyan\nlist registry from \"../registry.csv\" key none\n```\n", to: "other/README.md")
    let before = try bench.snapshot()
    #expect(try !bench.failure("load \"other\"").isEmpty)
    #expect(try bench.snapshot() == before)
    #expect(try bench.answer("court_ratio").contains("3.00%"))
  }

  @Test("A dataset replaces the lists and definitions before it, a policy adds to them")
  func replacing() throws {
    let bench = try Bench(Bench.files(with: "policy.md", "```tuiyan\nscenario s = exit court\n```\n"))
    try bench.run("load \".\"\nlet x = 1\nload \"policy.md\"")
    #expect(try bench.answer("x") == "1")
    #expect(try bench.answer("compare s on count(court)").contains("−3"))
    try bench.run("load \".\"")
    #expect(try !bench.failure("x").isEmpty)
    #expect(try bench.failure("explain s").contains("is not a scenario"))
  }

  @Test(
    "A sheet, a table and a query are lists like any other, in either tongue",
    arguments: [
      ("load cases from \"lists.xlsx\" sheet \"失信\"", "cases", "1"), ("导入 案件 来自“lists.xlsx”工作表 2", "案件", "1"),
      (
        "list cases of registry by code from \"lists.xlsx\" sheet 1 key case {\n  case \"案号\"\n  code \"代码\"\n}",
        "cases",
        "1"
      ),
      ("list cases from \"lists.db\" key case table \"court\" {\n  case \"案号\"\n  code \"代码\"\n}", "cases", "1"),
      ("load cases from \"lists.db\" query \"select 案号 from court union all select '乙'\"", "cases", "2"),
      ("名单 案件 来自“lists.db”查询“select 案号 from court”{\n  case “案号”\n}", "案件", "1"),
    ])
  func sheetsAndTables(statement: String, list: String, count: String) throws {
    let bench = try Bench()
    let books = ErrorFixture.folder.appendingPathComponent("Books")
    for name in ["lists.xlsx", "lists.db"] {
      try bench.write(Data(contentsOf: books.appendingPathComponent(name)), to: name)
    }
    try bench.run("load \".\"\n\(statement)")
    #expect(try bench.answer("count(\(list))").hasPrefix(count))
    let file = statement.contains("xlsx") ? "lists.xlsx" : "lists.db"
    try bench.run("save \"saved.md\"")
    #expect(try bench.read("saved.md").contains(file))
  }

  @Test("A policy may come before its data, and fails on use")
  func policyFirst() throws {
    let bench = try Bench(
      Bench.files(with: "policy.md", "# P\n\n```tuiyan\nscenario s = exit court where not clues\n```\n"))
    #expect(try bench.failure("load \"policy.md\"") == "")
    #expect(try bench.failure("explain s").contains("`court` is not a list"))
    try bench.run("load court from \"court.csv\"")
    #expect(try bench.failure("explain s").contains("clues"))
    #expect(try bench.failure("scenario t = exit nowhere").contains("`nowhere` is not a list"))
  }

  @Test("A measure cites the headings that its policy's block stands under")
  func clauses() throws {
    let bench = try Bench(
      Bench.files(
        with: "policy.md", "# Plan\n\n## Article 3\n\n> Leave at once.\n\n```tuiyan\nscenario s = exit court\n```\n"))
    let explanation = try bench.answer("load \".\"\nload \"policy.md\"\nexplain s")
    #expect(explanation.contains("Plan · Article 3"))
    #expect(explanation.contains("Leave at once."))
  }

  @Test("A list of which nothing is declared is inferred from its file and the lists before it")
  func inference() throws {
    let bench = try Bench()
    try bench.run("load registry from \"registry.csv\"")
    #expect(try bench.answer("entities(registry)") == "100")
    let summary = try bench.answer("load court from \"court.csv\"")
    #expect(summary.contains("court"))
    #expect(try bench.answer("entities(court)") == "3")
    #expect(try bench.answer("court | by entity.所属区 entities").contains("秦淮区"))
  }

  @Test("A CSV file is loaded as some list, and a message says how")
  func unnamedList() throws {
    #expect(try Bench().failure("load \"court.csv\"").contains("load court from \"court.csv\""))
  }

  @Test("A file that isn't there is named, with names that come near", arguments: ["cuort.csv", "court.cvs"])
  func missingFile(name: String) throws {
    let message = try Bench().failure("load court from \"\(name)\"")
    #expect(message.contains("there is no file `\(name)`"))
    #expect(message.contains("court.csv"))
  }

  @Test("A folder without a README.md says so")
  func bareFolder() throws {
    let bench = try Bench(["data/x.csv": "a\n1\n"])
    #expect(try bench.failure("load \"data\"").contains("the folder `data` has no README.md"))
  }

  @Test("Later lists and definitions see a list that was loaded anew")
  func reloading() throws {
    let bench = try Bench()
    try bench.run("load \".\"")
    try bench.write(Bench.searches + "(2021)苏3号,2021-07-02,否\n", to: "searches.csv")
    try bench.run("list searches of court by case from \"searches.csv\" {\n case text \"案号\"\n}")
    #expect(try bench.answer("count(searches)") == "4")
  }
}
