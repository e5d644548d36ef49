import Foundation
import Language
import Tables
import Testing
import Values
import Workbench

@Suite("Reaching a target") struct ReachTests {
  private func bench() throws -> Bench {
    let bench = try Bench()
    try bench.run(
      """
      load "."
      scenario clueless = exit court where not clues
      scenario later = prospective exempt court where clues
      scenario early(before = 2021-03-15) = exit court where listed < before
      scenario with_clues = exit court where clues
      scenario unrelated = exit searches
      """)
    return bench
  }

  @Test("It says what is missing, what measures supply, and which suffice")
  func stock() throws {
    let answer = try bench().answer("reach court_ratio < 2% with clueless, with_clues, early")
    #expect(answer.contains("2 exits are missing today of 3"), "\(answer)")
    #expect(answer.contains("clueless: 1 – 2 exits"))
    #expect(answer.contains("early: 1 exit\n"))
    #expect(answer.contains("smallest and cheapest set: clueless + with_clues, 2 exits"), "\(answer)")
  }

  @Test("What hangs on unknown facts is feasible only if some turn out so, with their number")
  func condition() throws {
    let answer = try bench().answer("reach court_ratio < 2% with clueless")
    #expect(answer.hasPrefix("only if 1 of 1 entities in doubt turn out to be off the lists"), "\(answer)")
    #expect(answer.contains("smallest set that may do: clueless"))
    #expect(try bench().answer("reach court_ratio < 1% with clueless").hasPrefix("not feasible"))
    #expect(try bench().answer("reach court_ratio < 50% with clueless").hasPrefix("met already"))
  }

  @Test("Measures that run out of records say so, though their pace would do")
  func exhausted() throws {
    let answer = try bench().answer(
      "reach court_ratio < 2% by 2022-12-31 with early, with_clues capacity 9 per month, inflow 1 per month")
    #expect(answer.contains("needs 2 exits a month, has 9"), "\(answer)")
    #expect(answer.contains("never met at this pace: 7 exits are needed by then, the measures supply 2"), "\(answer)")
  }

  @Test("Of a scenario of several measures no single one is said to suffice in part")
  func whole() throws {
    let bench = try bench()
    try bench.run("scenario earlier = exit court where listed < 2021-04-15\nscenario pair = clueless + earlier")
    #expect(try bench.answer("reach court_ratio <= 2% with earlier").contains("the first 1 of earlier's 2 records"))
    let answer = try bench.answer("reach court_ratio <= 2% with pair")
    #expect(answer.contains("smallest and cheapest set: pair") && !answer.contains("suffice"), "\(answer)")
  }

  @Test("The bound itself is kept by `<=` and not by `<`")
  func strictness() throws {
    #expect(try bench().answer("reach court_ratio < 2% with with_clues, early").contains("2 exits are missing"))
    #expect(try bench().answer("reach court_ratio <= 2% with with_clues, early").contains("1 exit is missing"))
  }

  @Test(
    "Mistakes point at their place and say what to do",
    arguments: [
      ("reach court_ratio < 2% with unrelated", "`court_ratio` does not depend on `unrelated`"),
      ("reach court_ratio < 2% with base", "does not depend on `base`"),
      ("reach court_ratio < 2% with later", "nothing here takes entities off today's lists"),
      ("reach court_ratio < 2% with clueless cost early 3", "`early` is not among the measures"),
      ("reach court_ratio < 2% by 2022-01-01 with clueless", "2022-01-01 has passed: the day is 2022-07-31"),
      ("reach court_ratio < 2% by 2100-01-01 with clueless", "fifty years at most"),
      ("reach court_ratio < 2% with clueless inflow 9000000000000000000 per month", "this number is too large"),
      ("reach court_ratio < 2% with clueless, early cost clueless 3", "what an exit by `early` costs is not said"),
      ("reach court_ratio < 2% with clueless, early cost clueless 3, early 5元", "some costs are amounts of money"),
      ("reach court_ratio < 2% by 2027-12-31 with clueless lag 5 working days", "working days"),
      ("reach court_ratio < 2% with clueless lag 3", "expected duration"),
      ("reach court_ratio < 2% with clueless inflow 3% per month", "expected a number of entities"),
      ("reach court_ratio < 2% with clueless capacity 0 - 3 per month", "expected a number from 0 up"),
      ("reach court_ratio < 2% with clueless sort nonsense", "`nonsense` is not a column of `court`"),
      ("reach court_ratio < 2% with clueless jurisdiction court", "expected a list and a condition"),
      ("reach court_ratio > 2% by 2023-01-01 with clueless", "kept below a bound"),
      ("reach court_ratio < 2% with early(before: 2021-01-01..2021-02-01), early(2021-01-01..2021-02-01)", "only one"),
      ("reach court_ratio < 2% with early(before: 2021-02-01..2021-01-01)", "holds one value at most"),
      (
        "reach court_ratio < 2% with early(before: 9223372036854775806..9223372036854775807 step 5)",
        "can't be stepped through so"
      ),
      (
        "reach court_ratio < 2% with early(before: 1 month..2147483647 months step 2147483647 months)",
        "can't be stepped"
      ),
    ])
  func mistakes(statement: String, message: String) throws {
    let failure = try bench().failure(statement)
    #expect(failure.contains(message), "\(failure)")
    #expect(failure.contains("^"))
  }

  @Test("Measures on cases to come are set aside, and named")
  func prospective() throws {
    let answer = try bench().answer("reach court_ratio < 3% with clueless, later")
    #expect(answer.contains("later is no supply: it speaks of cases to come"), "\(answer)")
    #expect(!answer.contains("later:"))
  }

  @Test("Records outside the jurisdiction are no supply")
  func jurisdiction() throws {
    let answer = try bench().answer(
      "reach court_ratio < 3% with clueless, with_clues jurisdiction court where listed < 2021-03-15")
    #expect(answer.contains("clueless: 1 exit\n"), "\(answer)")
    #expect(answer.contains("with_clues: 0 exits"), "\(answer)")
    #expect(answer.contains("1 record that the measures fit lie outside the jurisdiction"), "\(answer)")
  }

  @Test("A whole that was given with bounds shows what they do to the gap")
  func band() throws {
    let bench = try bench()
    try bench.run(
      """
      given registered integer between 90 and 160 = 100
      metric share = entities(court) / registered
      """)
    let answer = try bench.answer("reach share < 2% with clueless, with_clues")
    #expect(answer.contains("0 – 2 over the whole's bounds (90 – 160)"), "\(answer)")
  }

  @Test("By a day each month has its row, and what is not given is said to be nothing")
  func months() throws {
    let statement = "reach court_ratio < 2% by 2022-12-31 with clueless, with_clues capacity 1 per month, lag 1 month"
    let answer = try bench().answer(statement)
    #expect(answer.hasPrefix("feasible by 2022-12-31 · needs 1 exit a month, has 1"), "\(answer)")
    #expect(answer.contains("met in 2022-10"), "\(answer)")
    #expect(answer.contains("assumed to be 0, as not given: inflow, growth"))
    let rows = try bench().answer(statement + " | select month, carried_out, shown").split(separator: "\n")
    #expect(rows.filter { $0.hasPrefix("  2022-") }.count == 6, "\(rows)")
    #expect(rows.dropFirst(3).first?.contains("2022-09") == true, "\(rows)")
  }

  @Test("Along a parameter the flip is exact to the day")
  func flip() throws {
    let answer = try bench().answer("reach court_ratio <= 2% with early(before: 2021-01-01..2022-01-01)")
    #expect(
      answer.hasPrefix("not feasible up to before = 2021-03-01, feasible from before = 2021-03-02"), "\(answer)")
    let table = try bench().answer(
      "reach court_ratio <= 2% with early(before: (2021-01-01, 2021-06-01)) | select before, exits")
    #expect(table.split(separator: "\n").count == 3, "\(table)")
  }

  @Test("A target brings its own bound and day")
  func target() throws {
    let bench = try bench()
    try bench.run("target two = court_ratio < 2% by 2022-12-31")
    let answer = try bench.answer("reach two with clueless, with_clues")
    #expect(answer.hasPrefix("feasible by 2022-12-31"), "\(answer)")
  }
}
