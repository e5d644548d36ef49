import Tables
import Testing
import Values

@testable import Ingest

@Suite("Dates and months") struct DateTests {
  @Test("The short way to read a day agrees with the long one on whatever ten bytes hold", arguments: 0..<20)
  func plainDays(seed: Int) {
    var random = SeededGenerator(state: UInt64(seed))
    for _ in 0..<2_000 {
      let (year, month, day) = (
        Int.random(in: 1_890...2_110, using: &random), Int.random(in: 0...14, using: &random),
        Int.random(in: 0...33, using: &random)
      )
      func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      var bytes = Array("\(year)-\(padded(month))-\(padded(day))".utf8)
      let isSpoilt = Int.random(in: 0..<4, using: &random) == 0
      if isSpoilt { bytes[Int.random(in: 0..<10, using: &random)] = UInt8.random(in: 0...255, using: &random) }
      let plain = readPlainDate(bytes.span, Field(0..<10))
      // The long way also reads days with blanks inside; those the short one leaves to it.
      if case .day(let day) = readDate(bytes.span) {
        #expect(plain == day || isSpoilt && plain == nil)
      } else {
        #expect(plain == nil)
      }
    }
    for day in [CalendarDate(year: 1901, month: 1, day: 1), CalendarDate(year: 9999, month: 12, day: 31)] {
      let bytes = Array((day?.description ?? "").utf8)
      #expect(readPlainDate(bytes.span, Field(0..<10)) == day)
    }
  }

  @Test(
    "A day is read in every form that files have",
    arguments: [
      "2022-07-01", "2022-7-1", "2022/7/1", "2022/07/01", "2022.7.1", "20220701", "2022年7月1日", "2022年07月01日",
      "2022 年 7 月 1 日", "2022年7月1", "2022年7月1号", "２０２２－７－１", "2022-7-1 0:00:00", "2022-07-01T00:00:00",
      "2022-07-01 00:00", "2022-07-01 13:45:59.123", "2022-07-01T08:00:00+08:00", "2022/7/1 9:30", "20220701 00:00:00",
      " \u{3000}2022-07-01\t", "\u{A0}2022-7-1",
    ])
  func forms(text: String) throws {
    let loaded = try loadCells([text], .date)
    #expect(loaded.values() == [date("2022-07-01")])
    #expect(loaded.problems.isEmpty)
  }

  @Test(
    "What is no day is unknown and reported, never guessed",
    arguments: [
      "2022-09-31", "2022-13-01", "2022-02-29", "20220931", "7/31/2022", "31.7.2022", "2022-7/1", "2022-07", "2022年7月",
      "明天", "2022-07-31x", "44773", "2022-07-31 25:00", "2022-07-31T16:00:00Z", "2022-07-31+00:00", "202207", "1", "0",
      "99999-1-1", "2022--1", "2022-07-", "2022年", "20220701-20220801",
    ])
  func unreadable(text: String) throws {
    let loaded = try loadCells(["2022-01-01", text], .date)
    #expect(loaded.values() == [date("2022-01-01"), .unknown])
    #expect(loaded.blanks() == [])
    #expect(loaded.summaries == ["3 unreadable value unknown"])
    #expect(loaded.problems.first?.found == text)
    #expect(loaded.problems.first?.heading == "x")
  }

  @Test(
    "A day before any record stands for an unknown one",
    arguments: [
      "1900-1-1", "1900-01-01", "1900-12-31", "0001-01-01", "0000-00-00", "00000000", "19000101", "1900年1月1日",
    ])
  func sentinels(text: String) throws {
    let loaded = try loadCells([text], .date)
    #expect(loaded.values() == [.unknown])
    #expect(loaded.blanks() == [])
    #expect(loaded.summaries == ["2 sentinel date unknown"])
  }

  @Test(
    "The first day that counts is in 1901, and a far future is a date",
    arguments: [
      ("1901-01-01", "1901-01-01"), ("2099-12-31", "2099-12-31"), ("9999-9-9", "9999-09-09"),
      ("9999-12-31", "9999-12-31"),
      ("99991231", "9999-12-31"),
    ])
  func bounds(text: String, expected: String) throws {
    let loaded = try loadCells([text], .date)
    #expect(loaded.values() == [date(expected)])
    #expect(loaded.problems.isEmpty)
  }

  @Test(
    "Words for nothing are blank, also those for no end",
    arguments: [
      "", " ", "暂无", "无", "/", "／", "-", "--", "—", "——", "— —", "－", "NULL", "null", "N/A", "\\n", "[]号", "无处罚期限",
      "长期",
    ])
  func blank(text: String) throws {
    let loaded = try loadCells([text], .date)
    #expect(loaded.values() == [.unknown])
    #expect(loaded.blanks() == [0])
    #expect(loaded.problems.isEmpty)
  }

  @Test(
    "A month is read in every form, or from a day",
    arguments: [
      "2022-07", "2022-7", "2022/7", "2022.7", "2022年7月", "2022年07月份", "202207", "2022-07-31", "20220731",
      "2022年7月31日 0:00:00", "２０２２年７月",
    ])
  func months(text: String) throws {
    let loaded = try loadCells([text], .month)
    #expect(loaded.values() == [month(2022, 7)])
    #expect(loaded.problems.isEmpty)
  }

  @Test("What is no month is unknown and reported", arguments: ["2022-13", "202213", "7月", "2022", "第三季度"])
  func badMonths(text: String) throws {
    let loaded = try loadCells([text], .month)
    #expect(loaded.values() == [.unknown])
    #expect(loaded.problemTotals == [.badValue: 1])
  }

  @Test("Every day from 1901 to 2100 is read in the plain form and the short")
  func everyDay() throws {
    let first = try #require(CalendarDate(year: 1901, month: 1, day: 1)).dayNumber
    let last = try #require(CalendarDate(year: 2100, month: 12, day: 31)).dayNumber
    let days = (first...last).map { CalendarDate(dayNumber: $0) }
    let rows = days.map { day in
      let parts = day.components
      return "\(day),\(parts.year)-\(parts.month)-\(parts.day)"
    }
    let columns = ["a", "b"].map { ColumnDeclaration(name: $0, type: .date) }
    let loaded = try load("a,b\n" + rows.joined(separator: "\n"), columns: columns)
    #expect(loaded.values("a") == days.map { .date($0) })
    #expect(loaded.values("b") == days.map { .date($0) })
  }
}
