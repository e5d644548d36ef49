import Testing

@Suite("Stages of a question") struct StageTests {
  private func bench() throws -> Bench {
    let bench = try Bench()
    try bench.run("load \".\"")
    return bench
  }

  @Test("A derived column can be shown, sorted by and grouped by")
  func derive() throws {
    let bench = try bench()
    #expect(
      try bench.answer("court | derive waited = asof - listed | sort waited desc | select case, waited | take 1")
        == "  case          waited\n  (2021)苏1号      517")
    #expect(
      try bench.answer("court | derive waited = asof - listed | sort | take 1 | select case")
        == "  case\n  (2021)苏1号")
    #expect(
      try bench.answer("court | derive early = listed < 2021-04-15 | by early")
        == "  early   records\n  no            1\n  yes           2")
    #expect(
      try bench.answer("court | by clues | derive double = count * 2 | sort double desc | take 1 | select double")
        == "  double\n       2")
  }

  @Test("A derived name stays out of the rows of other lists")
  func deriveScope() throws {
    #expect(
      try bench().answer("court | derive found = clues | where count(searches where not found) >= 2 | select case")
        == "  case\n  (2021)苏1号")
  }

  @Test("Distinct keeps the first row of those that are alike")
  func distinct() throws {
    let bench = try bench()
    #expect(try bench.answer("searches | distinct case | select date") == "  date\n  2021-06-01\n  2021-07-01")
    #expect(try bench.answer("searches | select found | distinct") == "  found\n  no")
    #expect(try bench.answer("court | by clues | select count | distinct") == "  records\n        1")
  }

  @Test("Join sets standing records of the same entity side by side")
  func join() throws {
    let bench = try bench()
    #expect(
      try bench.answer("court where clues | join registry | select case, registry.name")
        == "  case          registry.name\n  (2021)苏2号   乙公司\n  for 1 record the condition is unknown; the headline leaves it out"
    )
    #expect(try bench.failure("court | join nowhere").contains("`nowhere` is not a list"))
  }

  @Test("Entities can be asked in which lists they stand, in this world and after a scenario")
  func listed() throws {
    let bench = try bench()
    try bench.run("scenario out(n = 2) = exit court where count(searches where not found) >= n and not clues")
    #expect(
      try bench.answer("entities where listed(court, in: base) and not listed(court, in: out) | select name")
        == "  name\n  甲公司")
    #expect(try bench.answer("entities where listed(court, in: out(n: 9)) | count") == "  records\n        3")
    #expect(try bench.answer("count(court where listed(court, in: out))") == "2")
    #expect(try bench.failure("entities where listed(court, in: nowhere)").contains("is not a scenario"))
    #expect(try bench.failure("listed(court)").contains("asked of a row's entity"))
  }

  @Test(
    "The earliest and the latest record give their values",
    arguments: [
      ("court | select case, first(searches.date), last(searches.date)", "(2021)苏1号   2021-06-01"),
      ("court where last(searches.date) is unknown | select case", "(2021)苏3号"),
      ("last(searches.case)", "(2021)苏2号"), ("first(court.listed where clues)", "2021-04-01"),
    ])
  func outermost(question: String, expected: String) throws {
    #expect(try bench().answer(question).contains(expected))
  }

  @Test(
    "Functions of many values, and of texts",
    arguments: [
      ("median(court.listed where clues)", "expected a number, found date"), ("share(court where clues)", "33.33%"),
      ("quantile(registry.weight, 50%)", "1"), ("median(registry.weight)", "1"),
      ("quantile(registry.weight, 100%)", "97"),
      ("count(court where matches(case, \"*苏?号\"))", "3"), ("count(court where matches(case, \"*1\"))", "0"),
      ("quantile(registry.weight)", "a quantile needs a part"),
    ])
  func functions(question: String, expected: String) throws {
    let bench = try bench()
    let text = try bench.failure(question)
    #expect(text.isEmpty ? try bench.answer(question).hasPrefix(expected) : text.contains(expected), "\(text)")
  }

  @Test("Export writes all rows in the form that the name ends in, and only where it may")
  func export() throws {
    let bench = try bench()
    #expect(
      try bench.answer("set rows 1\ncourt | select case, clues | export \"out/court.csv\"")
        == "3 rows written to out/court.csv")
    #expect(try bench.read("out/court.csv") == "case,clues\n(2021)苏1号,false\n(2021)苏2号,true\n(2021)苏3号,\n")
    #expect(try bench.failure("court | export \"court.xls\"").contains(".csv, .json, .md, .txt or .arrow"))
    #expect(try bench.failure("court | export \"x.csv\" | take 1").contains("comes last"))
    #expect(try bench.failure("court | export \"x.csv\"", in: true).contains("may not write"))
  }
}

@Suite("What is given") struct GivenTests {
  @Test("A given has a type, bounds, and values from a day on, each with its source")
  func dated() throws {
    let bench = try Bench()
    try bench.run(
      """
      load "."
      given shortest "最短公示期" {
        3 months since 2019-07-01 cite "2019"
        6 months since 2021-09-01 cite "2021"
        unknown since 2026-04-01
      }
      """)
    #expect(try bench.answer("shortest") == "6 months")
    #expect(try bench.answer("asof 2020-01-01\n最短公示期") == "3 months")
    #expect(
      try bench.failure("asof 2026-04-01\nshortest").contains("`shortest` ended on 2026-04-01; the day is 2026-04-01"))
    #expect(try bench.failure("asof 2018-01-01\nshortest").contains("has a value only from 2019-07-01"))
    #expect(try bench.answer("show givens").contains("2021-09-01"))
  }

  @Test(
    "What does not fit a given is refused",
    arguments: [
      ("given n integer between 1 and 9 = 12", "must lie in 1 – 9"),
      ("given n integer = 1.5", "`n` is integer, this is decimal"),
      ("given n integer between 9 and 1", "the wrong way round"),
      ("given n percentage\nlet y = n + 1%", "`n` has no value yet"),
      ("given n = 1\nlock n\ngiven n = 2", "`n` is locked"), ("given n = 1\nlock n\nlet n = 2", "`n` is locked"),
      ("lock nothing", "`nothing` is not given"),
      ("given n integer = 3\ngiven n = 4%", "`n` is integer, this is percentage"),
    ])
  func refused(statements: String, expected: String) throws {
    #expect(try Bench().failure(statements).contains(expected))
  }

  @Test("A given that is given anew keeps its type and bounds and answers at once")
  func again() throws {
    let bench = try Bench()
    #expect(try bench.run("given mean \"均值\" percentage between 0% and 5%\ngiven 均值 = 1.1%\nmean * 2").last == "0.022")
    #expect(try bench.failure("given mean = 6%").contains("must lie in 0% – 5%"))
  }
}

@Suite("Charts of a question") struct ChartStageTests {
  @Test("A chart is drawn of groups, and machines get their table")
  func chart() throws {
    let bench = try Bench()
    try bench.run("load \".\"")
    let lines = try bench.answer("court | by clues | chart").split(separator: "\n")
    #expect(lines.count == 3 && lines.contains { $0.contains("█") })
    #expect(try bench.answer("court | by clues | chart count").split(separator: "\n") == lines)
  }

  @Test("A chart that can't be drawn is refused")
  func refused() throws {
    let bench = try Bench()
    try bench.run("load \".\"")
    #expect(try bench.failure("court | chart").contains("a chart is drawn of groups"))
    #expect(try bench.failure("court | by clues | chart | take 1").contains("`chart` comes last"))
    #expect(try bench.failure("court | by clues | chart fines").contains("no column `fines`"))
    #expect(try bench.failure("court | by clues | select clues | chart").contains("no number to draw"))
  }
}
