import Testing

@Suite("Duties and their days") struct DutyTests {
  private func due(_ duty: String) throws -> [String] {
    let lines = try Bench([:]).answer(
      "asof 2022-04-18\nduty d \"职责\" owner \"市信用办\" \(duty)\nshow duties | select due")
    return lines.split(separator: "\n").dropFirst().map { $0.split(separator: " ").first.map(String.init) ?? "" }
  }

  @Test("A day, and a month's last day where it has no such day")
  func days() throws {
    #expect(try due("by 2022年4月底") == ["2022-04-30"])
    #expect(
      try due("per month by 30 between 2022-01-01 and 2022-04-30")
        == ["2022-01-30", "2022-02-28", "2022-03-30", "2022-04-30"])
    #expect(try due("per month by 30 between 2024-02-01 and 2024-02-29") == ["2024-02-29"])
  }

  @Test("Only days between the two ends count, both included")
  func ends() throws {
    #expect(try due("per month by 15 between 2022-04-16 and 2022-06-15") == ["2022-05-15", "2022-06-15"])
    #expect(try due("per month between 2022-04-30 and 2022-05-30") == ["2022-04-30"])
  }

  @Test("Weeks begin on Monday; a quarter and a year end on their last day")
  func periods() throws {
    #expect(
      try due("per week by 5 between 2022-04-18 and 2022-05-06") == ["2022-04-22", "2022-04-29", "2022-05-06"])
    #expect(try due("per week between 1969-12-29 and 1970-01-11") == ["1970-01-04", "1970-01-11"])
    #expect(try due("per quarter between 2022-01-01 and 2022-12-31").count == 4)
    #expect(try due("per year between 2022-01-01 and 2023-12-31") == ["2022-12-31", "2023-12-31"])
  }

  @Test("Without ends a duty is shown for a year from the day that questions are about")
  func year() throws {
    let days = try due("per month by 30")
    #expect(days.first == "2022-04-30" && days.last == "2023-03-30" && days.count == 12)
  }

  @Test("What follows an event has no day; it stands last, with its terms")
  func event() throws {
    let bench = try Bench([:])
    try bench.run(
      "asof 2022-04-18\nduty r owner \"b\" within 5 working days of \"受理\" cite \"四\"\nduty d owner \"z\" by 2022-04-30"
    )
    let rows = try bench.answer("show duties | select duty, terms, working_days_left, source").split(separator: "\n")
    #expect(rows.count == 3 && rows[1].contains("d") && rows[1].contains("10"))
    #expect(rows[2].contains("within 5 working days of 受理") && rows[2].hasSuffix("四"))
  }

  @Test("Duties come by date, then by owner; a clause of a policy is their source")
  func order() throws {
    let bench = try Bench([
      "p.md": "# 方案\n\n## 四\n\n```tuiyan\nduty b owner \"乙\" by 2022-05-01\nduty a owner \"甲\" by 2022-05-01\n```\n"
    ])
    #expect(try bench.answer("load \"p.md\"").contains("duty"))
    let rows = try bench.answer("show duties | select duty, source").split(separator: "\n")
    #expect(rows.dropFirst().map { $0.split(separator: " ").first } == ["b", "a"] && rows[1].contains("方案 · 四"))
  }

  @Test(
    "What is no day, no span or no part of a period is refused",
    arguments: [
      ("by 5", "expected date, found integer"), ("within 2022-01-01 of \"x\"", "expected duration, found date"),
      ("per month by 32", "a day from 1 to 31"), ("per week by 8", "a day from 1 to 7"),
      ("per year by 3", "a quarter or a year ends on its last day"), ("sometimes", "`by` and a day, `per month`"),
    ])
  func refused(terms: String, message: String) throws {
    #expect(try Bench([:]).failure("duty d \(terms)").contains(message))
  }
}
