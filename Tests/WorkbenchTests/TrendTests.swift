import Testing

@Suite("Trends in words") struct TrendTests {
  private func bench() throws -> Bench {
    let court = """
      案号,代码,发布时间,移出时间,线索
      (2021)苏1号,91320102TY0036243J,2021-03-01,,无
      (2021)苏2号,91320102TY0039882B,2021-04-01,2022-05-10,有
      (2021)苏3号,91320115TY6573138H,2022-06-15,,
      (2021)苏4号,91320102TY0036243J,2022-07-01,2022-07-20,无

      """
    let bench = try Bench(Bench.files(with: "court.csv", court))
    try bench.run("load \".\"")
    return bench
  }

  @Test("A metric by month, with what came and left, and a row of totals")
  func months() throws {
    #expect(
      try bench().answer("trend court_ratio between 2022-04-30 and 2022-07-31 by month") == """
          day          court_ratio   opening   entered   left   closing
          2022-04-30         2.00%                                    2
          2022-05-31         1.00%         2         0      1         1
          2022-06-30         2.00%         1         1      0         2
          2022-07-31         2.00%         2         0      0         2
          total                            2         1      1         2
          registry has no dates: on every day it is counted as it is today
        """)
  }

  @Test("Groups have ranks, and the table can be asked on")
  func groups() throws {
    let bench = try bench()
    #expect(
      try bench.answer(
        "trend entities(court) between 2022-06-30 and 2022-07-31 by quarter, district | where day = 2022-07-31 | select district, [entities(court)_rank], [entities(court)_closing]"
      ) == """
          district   rank   closing
          玄武区        1         1
          秦淮区        1         1
        """)
    let years = try bench.answer("trend court_ratio by year | where day is known | count")
    #expect(years.hasPrefix("  count\n      3"), "\(years)")
  }

  @Test("Without days the trend begins before the first record, and shows so many periods at most")
  func usualDays() throws {
    let bench = try bench()
    #expect(try bench.answer("trend entities(court) by month").contains("2021-02-28"))
    let weeks = try bench.answer("trend entities(court) by week")
    #expect(weeks.contains("the records begin on 2021-03-01; the last 36 periods are shown"))
    #expect(weeks.contains("2022-07-31"))
  }

  @Test("A metric that asks for the day, or for what is given on it, means another day on each")
  func dated() throws {
    let bench = try bench()
    #expect(
      try bench.answer(
        "trend entities(court where listed >= asof - 60 days) between 2022-05-31 and 2022-07-31 by month"
      ).contains(
        "changes with the day"))
    let rows = try bench.answer(
      "trend entities(court where listed >= asof - 60 days) between 2022-05-31 and 2022-07-31 by month | select [entities(court where listed >= asof - 60 days)_closing]"
    )
    #expect(rows.hasPrefix("  closing\n        0\n        1\n        1\n        1\n  the condition"))
    try bench.run("given offset {\n0 since 2020-01-01\n 1 since 2022-07-01 }")
    #expect(
      try bench.answer("trend entities(court) + offset between 2022-06-30 and 2022-07-31 by month").contains(
        "no sum of counts"))
  }

  @Test(
    "What makes no sense is refused where it stands",
    arguments: [
      ("trend court_ratio between 2022-07-31 and 2022-01-31 by month", "the first day is after the last"),
      ("trend court_ratio between 2023-01-31 and 2023-07-31 by month", "2023-01-31 is after 2022-07-31"),
      ("trend court_ratio between 0001-01-01 and 2022-07-31 by week", "more than 5,000 periods"),
      ("trend entities(registry) by month", "has a record with a date"),
      ("trend court_ratio between 3 and 4 by month", "expected date"),
      ("trend court_ratio by month, clues", "`clues`"),
    ])
  func refused(statement: String, expected: String) throws {
    #expect(try bench().failure(statement).contains(expected))
  }

  @Test("A trend that would go past the day asked about ends there, and says so")
  func cut() throws {
    let text = try bench().answer("trend court_ratio between 2022-06-30 and 2022-12-31 by month")
    #expect(text.contains("the last day is 2022-07-31"))
    #expect(!text.contains("2022-08"))
  }
}
