// swift-format-ignore-file: NeverForceUnwrap, NeverUseForceTry

import Evaluation
import Language
import Tables
import Testing
import Values

private func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
  CalendarDate(year: year, month: month, day: day)!
}

@Suite("Dates that count as the law counts") struct WorkingDayTests {
  /// Days before the Spring Festival, on one of its days, at a month's end, unknown; and when something was done.
  private static func scope(extra: Int32? = nil) throws -> GraphScope {
    GraphScope(
      graph: try GraphBuilder.build([
        input(
          "rows",
          [
            Column(
              "filed", .date,
              days: [day(2022, 1, 28).dayNumber, day(2022, 2, 1).dayNumber, day(2022, 7, 31).dayNumber, extra]),
            Column(
              "done", .date,
              days: [day(2022, 2, 9).dayNumber, day(2022, 1, 1).dayNumber, nil, day(2022, 7, 31).dayNumber]),
            Column("clues", flags: [nil, nil, true, true]),
          ])
      ]).graph)
  }

  @Test(
    "Functions and spans of working days give a value for each row",
    arguments: [
      ("filed + 5 working days", [.date(day(2022, 2, 9)), .date(day(2022, 2, 11)), .date(day(2022, 8, 5))]),
      ("filed - 1个工作日", [.date(day(2022, 1, 27)), .date(day(2022, 1, 30)), .date(day(2022, 7, 29))]),
      ("deadline(filed, 20 working days)", [.date(day(2022, 3, 2)), .date(day(2022, 3, 4)), .date(day(2022, 8, 26))]),
      ("deadline(filed, 6 months)", [.date(day(2022, 7, 28)), .date(day(2022, 8, 1)), .date(day(2023, 1, 31))]),
      ("届满日(filed, 2 months)", [.date(day(2022, 3, 28)), .date(day(2022, 4, 1)), .date(day(2022, 9, 30))]),
      ("working_days(filed, done)", [.integer(5), .integer(-21), .unknown]),
      ("months_between(done, filed)", [.integer(0), .integer(1), .unknown]),
      ("相隔月数(filed, asof)", [.integer(6), .integer(5), .integer(0)]),
    ] as [(String, [Value])])
  func rows(text: String, values: [Value]) throws {
    let scope = try Self.scope()
    let found = try scope.evaluator().values(scope.check(text, in: .row(of: 0)), over: 0, at: [0, 1, 2, 3])
    #expect(found.map(\.headline) == values + [.unknown])
    #expect(found.map(\.high) == values + [.unknown])
  }

  @Test("Rows are chosen by their deadlines")
  func conditions() throws {
    let scope = try Self.scope()
    #expect(try scope.truth("deadline(filed, 6 months) < asof", over: 0).yes.rows == [0])
    #expect(try scope.truth("working_days(filed, done) <= 5", over: 0).unknown.rows == [2, 3])
    #expect(try scope.truth("done > deadline(filed, 5 working days)", over: 0).yes.rows == [])
    #expect(try scope.truth("deadline(2022-04-01, 6 months) = 2022-10-08", over: 0).yes.rows == [0, 1, 2, 3])
  }

  @Test(
    "Once and for each row come to the same",
    arguments: [
      "2022-01-28 + 5 working days", "deadline(2022-04-01, 6 months)", "working_days(2022-01-28, asof)",
      "months_between(2022-01-31, 2022-02-28)", "working_days(asof, 2022-01-28)",
      "2022-01-28 + (5 working days + 2个工作日 - 1 working day)",
    ])
  func whole(text: String) throws {
    let scope = try Self.scope()
    let rows = try scope.evaluator().values(scope.check(text, in: .row(of: 0)), over: 0, at: [0])
    #expect(try scope.value(text) == rows[0])
  }

  @Test("What unknown rows leave open is an interval of dates, and one of the time between them")
  func ranges() throws {
    let scope = try Self.scope()
    // Only one row surely counts; the first two may.
    let earliest = "min(rows.filed where clues and filed is known)"
    #expect(
      try scope.value("deadline(\(earliest), 6 months)")
        == RangedValue(
          low: .date(day(2022, 7, 28)), headline: .date(day(2023, 1, 31)), high: .date(day(2023, 1, 31))))
    #expect(
      try scope.value("months_between(\(earliest), 2022-09-30)")
        == RangedValue(low: .integer(2), headline: .integer(2), high: .integer(8)))
    #expect(
      try scope.value("working_days(\(earliest), 2022-08-05)")
        == RangedValue(low: .integer(5), headline: .integer(5), high: .integer(129)))
  }

  @Test("An interval of dates in a row gives one of the time between them")
  func rowRanges() throws {
    let scope = try Self.scope()
    let text = "if clues then 2022-01-31 else 2022-03-31"
    func range(_ text: String) throws -> RangedValue {
      try scope.evaluator().values(scope.check(text, in: .row(of: 0)), over: 0, at: [0])[0]
    }
    let months = try range("months_between(\(text), 2022-06-30)")
    #expect((months.low, months.high) == (.integer(3), .integer(5)))
    let days = try range("working_days(2022-01-30, \(text))")
    #expect((days.low, days.high) == (.integer(0), .integer(39)))
    let deadline = try range("deadline(\(text), 1 month)")
    #expect((deadline.low, deadline.high) == (.date(day(2022, 2, 28)), .date(day(2022, 5, 5))))
  }

  private static let refusal = "outside 2013–2026, the years whose official days off are known"

  @Test(
    "A row's date past the known years makes that row unknown, and no other",
    arguments: [
      "filed + 5 working days", "deadline(filed, 6 months)", "working_days(filed, asof)",
      "working_days(asof, filed)", "filed - 3 working days",
    ])
  func uncoveredRow(text: String) throws {
    let scope = try Self.scope(extra: day(9999, 12, 31).dayNumber)
    let typed = try scope.check(text, in: .row(of: 0))
    let known = try scope.check("filed is known", in: .row(of: 0))
    let vector = try scope.evaluator().numbers(typed, over: 0)
    let filed = try scope.evaluator().truth(known, over: 0).yes
    let last = vector.low.count - 1
    #expect(vector.unknown?.contains(last) == true)
    #expect((0..<last).allSatisfy { (vector.unknown?.contains($0) ?? false) == !filed.contains($0) })
  }

  @Test(
    "A date past the known years is told once and for each row",
    arguments: ["2026-12-30 + 5 working days", "deadline(2026-12-31, 1 day)", "asof - 10000 working days"])
  func uncovered(text: String) throws {
    let scope = try Self.scope()
    let once = #expect(throws: Failure.self) { try scope.value(text) }
    let rows = #expect(throws: Failure.self) { try scope.truth("\(text) > asof", over: 0) }
    #expect(once?.diagnostics.first?.message.english.hasSuffix(Self.refusal) == true)
    #expect(rows?.diagnostics.first?.message == once?.diagnostics.first?.message)
  }

  @Test("Months past the known years need no table")
  func months() throws {
    let scope = try Self.scope(extra: day(2040, 1, 31).dayNumber)
    #expect(try scope.truth("filed + 1 month = 2040-02-29", over: 0).yes.rows == [3])
    #expect(try scope.truth("months_between(asof, filed) = 210", over: 0).yes.rows == [3])
  }
}
