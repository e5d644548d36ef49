// swift-format-ignore-file: NeverForceUnwrap, NeverUseForceTry

import Testing
@testable import Values

private func day(_ text: String) -> CalendarDate { CalendarDate(iso: text)! }

@Suite("Working days") struct WorkingCalendarTests {
  private static let calendar = WorkingCalendar.mainland
  private static let everyDay = (day("2013-01-01").dayNumber...day("2026-12-31").dayNumber).map {
    CalendarDate(dayNumber: $0)
  }

  @Test("The calendar covers the years of the notices")
  func years() { #expect(Self.calendar.years == 2013...2026) }

  @Test(
    "Each day of the sample is worked or off as it says",
    arguments: [(sampleOfDaysWorked, true), (sampleOfDaysOff, false)])
  func sample(text: String, isWorked: Bool) throws {
    let days = text.split(whereSeparator: \.isWhitespace).map { CalendarDate(iso: $0)! }
    #expect(days.count > 140)
    let wrong = try days.filter { try Self.calendar.isWorkingDay($0) != isWorked }
    #expect(wrong == [])
  }

  @Test(
    "A year has as many working days as its notices leave",
    arguments: zip(
      2013...2026, [250, 250, 249, 250, 249, 250, 250, 249, 250, 249, 249, 251, 248, 248]))
  func workingDaysOfYear(year: Int, count: Int) throws {
    let days = try Self.everyDay.filter { try $0.components.year == year && Self.calendar.isWorkingDay($0) }
    #expect(days.count == count)
  }

  @Test("The days of 2026 are off and worked as its notice lists them, and by the week otherwise")
  func notice() throws {
    let off = [
      ("01-01", "01-03"), ("02-15", "02-23"), ("04-04", "04-06"), ("05-01", "05-05"), ("06-19", "06-21"),
      ("09-25", "09-27"), ("10-01", "10-07"),
    ].map { day("2026-\($0)")...day("2026-\($1)") }
    let worked = ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"].map { day("2026-\($0)") }
    let saturday = day("2026-01-03").dayNumber
    for date in Self.everyDay where date.components.year == 2026 {
      let isWeekend = (date.dayNumber - saturday + 7) % 7 < 2
      let isWorked = worked.contains(date) || !(isWeekend || off.contains { $0.contains(date) })
      #expect(try Self.calendar.isWorkingDay(date) == isWorked, "\(date)")
    }
  }

  @Test("Working days are counted as another implementation counts them", arguments: sampleOfCounts)
  func counts(start: String, number: Int32, end: String) throws {
    #expect(try Self.calendar.adding(workingDays: number, to: day(start)) == day(end))
    #expect(try Self.calendar.workingDays(from: day(start), to: day(end)) == Int(number))
  }

  @Test(
    "Five working days over a holiday and twenty over the National Day's",
    arguments: [
      ("2022-01-28", 5, "2022-02-09"), ("2022-01-29", 5, "2022-02-10"), ("2023-01-18", 5, "2023-01-30"),
      ("2022-09-20", 20, "2022-10-21"), ("2022-07-01", 20, "2022-07-29"), ("2022-07-31", 5, "2022-08-05"),
      ("2022-02-01", 1, "2022-02-07"), ("2022-02-01", -1, "2022-01-30"), ("2022-02-01", 0, "2022-02-01"),
    ] as [(String, Int32, String)])
  func holidays(start: String, number: Int32, end: String) throws {
    #expect(try day(start).adding(CalendarDuration(workingDays: number)) == day(end))
  }

  @Test("Adding working days and counting them are each other's inverse", arguments: [1, 2, 5, 20, 250])
  func inverse(number: Int32) throws {
    for date in Self.everyDay where (2015...2024).contains(date.components.year) {
      for number in [number, -number] {
        let reached = try Self.calendar.adding(workingDays: number, to: date)
        let isWorkingDay = try Self.calendar.isWorkingDay(reached)
        let counted = try Self.calendar.workingDays(from: date, to: reached)
        guard isWorkingDay, counted == Int(number) else {
          Issue.record("\(number) working days from \(date) lead to \(reached), counted as \(counted)")
          return
        }
      }
    }
  }

  @Test("Working days between two days are the ones that a walk from day to day finds")
  func walk() throws {
    for start in Self.everyDay.dropLast(40) {
      var found = 0
      for step in 1...40 {
        let end = CalendarDate(dayNumber: start.dayNumber + Int32(step))
        found += try Self.calendar.isWorkingDay(end) ? 1 : 0
        guard try Self.calendar.workingDays(from: start, to: end) == found else {
          Issue.record("from \(start) to \(end) there are \(found)")
          return
        }
      }
    }
  }

  @Test(
    "A day outside the known years is refused with the years",
    arguments: ["2012-12-31", "2027-01-01", "0001-01-01", "9999-12-31"])
  func uncovered(text: String) {
    let error = WorkingCalendar.Uncovered(date: day(text), years: 2013...2026)
    #expect(throws: error) { try Self.calendar.isWorkingDay(day(text)) }
    #expect(throws: error) { try Self.calendar.rollingOver(day(text)) }
    #expect(throws: error) { try Self.calendar.adding(workingDays: 1, to: day(text)) }
    #expect(throws: error) { try Self.calendar.adding(workingDays: -1, to: day(text)) }
    #expect(throws: error) { try Self.calendar.workingDays(from: day("2022-01-01"), to: day(text)) }
    #expect(error.message.english.contains(text) && error.message.english.contains("2013–2026"))
    #expect(error.message.chinese.contains(text) && error.message.chinese.contains("2013–2026 年"))
  }

  @Test("A count that leaves the known years is refused, however long it is")
  func leaving() throws {
    let last = day("2026-12-31")
    let error = WorkingCalendar.Uncovered(date: last, years: 2013...2026)
    for number: Int32 in [1, .max, -.max, .min] {
      #expect(throws: error) { try Self.calendar.adding(workingDays: number, to: last) }
    }
    #expect(try Self.calendar.adding(workingDays: -1, to: last) == day("2026-12-30"))
    #expect(throws: WorkingCalendar.Uncovered.self) {
      try Self.calendar.adding(workingDays: -1, to: day("2013-01-04"))
    }
    #expect(try Self.calendar.adding(workingDays: -1, to: day("2013-01-05")) == day("2013-01-04"))
  }
}

@Suite("Periods counted as the law counts") struct DeadlineTests {
  @Test(
    "A period ends on the corresponding day, clamped to the month's end, and rolls over days off",
    arguments: [
      ("2022-03-15", CalendarDuration(months: 1), "2022-04-15"),
      ("2022-01-31", CalendarDuration(months: 1), "2022-02-28"),
      ("2023-10-31", CalendarDuration(months: 4), "2024-02-29"),
      ("2022-07-31", CalendarDuration(months: 2), "2022-09-30"),
      // The corresponding days are the first day of a week off, a Saturday, and a Saturday that is worked.
      ("2022-04-01", CalendarDuration(months: 6), "2022-10-08"),
      ("2022-06-16", CalendarDuration(months: 1), "2022-07-18"),
      ("2022-04-08", CalendarDuration(months: 6), "2022-10-08"),
      ("2022-04-25", CalendarDuration(days: 7), "2022-05-05"),
      ("2022-01-28", CalendarDuration(workingDays: 5), "2022-02-09"),
      ("2022-10-01", CalendarDuration(), "2022-10-08"),
    ])
  func deadline(start: String, period: CalendarDuration, end: String) throws {
    #expect(try day(start).deadline(after: period) == day(end))
  }

  @Test("Only the last day of a period need be known")
  func years() throws {
    #expect(try day("2012-07-04").deadline(after: CalendarDuration(months: 6)) == day("2013-01-04"))
    let error = WorkingCalendar.Uncovered(date: day("2027-01-04"), years: 2013...2026)
    #expect(throws: error) { try day("2026-07-04").deadline(after: CalendarDuration(months: 6)) }
  }

  @Test(
    "Whole months are counted by corresponding days",
    arguments: [
      ("2022-01-31", "2022-02-28", 1), ("2022-01-31", "2022-02-27", 0), ("2022-01-15", "2022-03-14", 1),
      ("2022-01-15", "2022-03-15", 2), ("2020-02-29", "2021-02-28", 12), ("2022-07-31", "2022-07-31", 0),
      ("2022-03-15", "2022-01-15", -2), ("2022-03-14", "2022-01-15", -1), ("2022-02-28", "2022-01-31", -1),
    ])
  func wholeMonths(start: String, end: String, months: Int) {
    #expect(day(start).wholeMonths(to: day(end)) == months)
  }

  @Test("Whole months are the most that can be added without passing the day")
  func mostMonths() throws {
    let start = day("2023-11-29").dayNumber
    for first in (start..<start + 100).map(CalendarDate.init(dayNumber:)) {
      for last in (first.dayNumber..<first.dayNumber + 130).map(CalendarDate.init(dayNumber:)) {
        let months = first.wholeMonths(to: last)
        let reached = try first.adding(CalendarDuration(months: Int32(months)))
        let next = try first.adding(CalendarDuration(months: Int32(months) + 1))
        guard reached <= last, next > last else {
          Issue.record("from \(first) to \(last) there are not \(months)")
          return
        }
      }
    }
  }

  @Test("A span of working days is written, negated and ordered like any other")
  func spans() {
    let span = CalendarDuration(workingDays: 5)
    #expect(span.description == "5 working days")
    #expect((-CalendarDuration(workingDays: 1)).description == "-1 working day")
    #expect(CalendarDuration(workingDays: .min).workingDays == -.max)
    #expect(span != CalendarDuration(days: 5))
    #expect(Value.duration(CalendarDuration()) < .duration(span))
  }

  @Test("Of a span of several parts the working days come last")
  func mixed() throws {
    // The month leads to the last day worked before the National Day.
    let span = CalendarDuration(months: 1, workingDays: 1)
    #expect(try day("2022-08-30").adding(span) == day("2022-10-08"))
  }
}
