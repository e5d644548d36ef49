// swift-format-ignore-file: NeverForceUnwrap, NeverUseForceTry

import Testing
import Values

private func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
  CalendarDate(year: year, month: month, day: day)!
}

@Suite("Days, months and spans of time") struct CalendarDateTests {
  @Test("Every day from 1900 to 2100 has the next number and reads back", arguments: [1900, 1950, 2000, 2050])
  func roundTrip(first: Int) {
    var number = day(first, 1, 1).dayNumber
    for year in first...first + 50 {
      for month in 1...12 {
        for dayOfMonth in 1...CalendarDate.days(inMonth: month, of: year) {
          let date = CalendarDate(year: year, month: month, day: dayOfMonth)
          let parts = CalendarDate(dayNumber: number).components
          guard date?.dayNumber == number, parts == (year, month, dayOfMonth) else {
            Issue.record("\(year)-\(month)-\(dayOfMonth) has the number \(number)")
            return
          }
          number += 1
        }
      }
    }
  }

  @Test("Days are counted from 1970")
  func epoch() {
    #expect(day(1970, 1, 1).dayNumber == 0)
    #expect(day(1969, 12, 31).dayNumber == -1)
    #expect(day(2000, 3, 1).dayNumber == 11_017)
  }

  @Test(
    "The calendar has no such day",
    arguments: [
      (2022, 9, 31), (2022, 2, 29), (1900, 2, 29), (2022, 0, 1), (2022, 13, 1), (2022, 1, 0), (0, 1, 1), (10_000, 1, 1),
    ])
  func noSuchDay(year: Int, month: Int, day: Int) {
    #expect(CalendarDate(year: year, month: month, day: day) == nil)
  }

  @Test("Leap years follow the Gregorian rule")
  func leapYears() {
    #expect(CalendarDate.days(inMonth: 2, of: 2000) == 29)
    #expect(CalendarDate.days(inMonth: 2, of: 1900) == 28)
    #expect(CalendarDate.days(inMonth: 2, of: 2024) == 29)
    #expect(CalendarDate.days(inMonth: 2, of: 2023) == 28)
  }

  @Test(
    "Adding months stays within the month that is reached",
    arguments: [
      (day(2022, 1, 31), 1, day(2022, 2, 28)), (day(2024, 1, 31), 1, day(2024, 2, 29)),
      (day(2022, 3, 31), -1, day(2022, 2, 28)), (day(2022, 8, 31), 6, day(2023, 2, 28)),
      (day(2020, 2, 29), 12, day(2021, 2, 28)), (day(2022, 12, 15), 1, day(2023, 1, 15)),
      (day(2022, 1, 15), -1, day(2021, 12, 15)), (day(2022, 5, 31), 0, day(2022, 5, 31)),
    ] as [(CalendarDate, Int32, CalendarDate)])
  func clamping(start: CalendarDate, months: Int32, end: CalendarDate) throws {
    #expect(try start.adding(CalendarDuration(months: months)) == end)
  }

  @Test("Adding months to any day reaches the same day of the month, or the month's last", arguments: Int32(-25)...25)
  func clampingEverywhere(months: Int32) throws {
    for number in day(2019, 12, 1).dayNumber...day(2021, 2, 1).dayNumber {
      let start = CalendarDate(dayNumber: number)
      let end = try start.adding(CalendarDuration(months: months))
      #expect(end.month.monthNumber == start.month.monthNumber + months)
      #expect(end.components.day == min(start.components.day, end.month.lastDay!.components.day))
    }
  }

  @Test("Months are added before days")
  func monthsFirst() throws {
    #expect(try day(2022, 1, 31).adding(CalendarDuration(months: 1, days: 1)) == day(2022, 3, 1))
  }

  @Test("Time outside the years 1 to 9999 is an overflow")
  func overflow() {
    #expect(throws: ArithmeticFault.noSuchYear) { try day(9999, 12, 31).adding(CalendarDuration(days: 1)) }
    #expect(throws: ArithmeticFault.noSuchYear) { try day(1, 1, 1).adding(CalendarDuration(days: -1)) }
    #expect(throws: ArithmeticFault.noSuchYear) { try day(2022, 1, 1).adding(CalendarDuration(months: .max)) }
    #expect(throws: ArithmeticFault.noSuchYear) { try day(2022, 1, 1).adding(CalendarDuration(months: .min)) }
    #expect(throws: ArithmeticFault.noSuchYear) { try day(2022, 1, 1).adding(CalendarDuration(days: .max)) }
    #expect(throws: ArithmeticFault.noSuchYear) { try day(2022, 1, 1).adding(CalendarDuration(days: .min)) }
  }

  @Test("A month has a first and a last day")
  func months() {
    let month = CalendarMonth(year: 2022, month: 2)!
    #expect(month.firstDay == day(2022, 2, 1))
    #expect(month.lastDay == day(2022, 2, 28))
    #expect(day(2022, 2, 14).month == month)
    #expect(CalendarMonth(year: 2022, month: 13) == nil)
    #expect(CalendarMonth(year: 2021, month: 12)! < month)
  }

  @Test("Days, months and spans are written as ISO 8601 and in words")
  func descriptions() {
    #expect(day(2022, 7, 1).description == "2022-07-01")
    #expect(day(33, 7, 1).description == "0033-07-01")
    #expect(CalendarMonth(year: 2022, month: 7)!.description == "2022-07")
    #expect(CalendarDuration(months: 6).description == "6 months")
    #expect(CalendarDuration(months: 1, days: 3).description == "1 month 3 days")
    #expect(CalendarDuration().description == "0 days")
    #expect((-CalendarDuration(months: 2, days: 1)).description == "-2 months -1 day")
  }
}
