// swift-format-ignore-file: NeverForceUnwrap, NeverUseForceTry

import Language
import Testing
import Values

@Suite("Spans of working days and functions of dates") struct WorkingDayTests {
  @Test(
    "Working days are written glued or spaced, in either tongue",
    arguments: [
      ("5 working days", 5), ("5 working day", 5), ("1 working day", 1), ("5个工作日", 5), ("5 个工作日", 5), ("２０个工作日", 20),
      ("5\u{3000}working\u{3000}days", 5),
    ] as [(String, Int32)])
  func literals(text: String, count: Int32) {
    #expect(expression(text)?.kind == .literal(.duration(CalendarDuration(workingDays: count))))
  }

  @Test("A span of working days is one operand")
  func operands() {
    let first = outline(expression("filed + 5 working days - 2 days")!)
    #expect(first == outline(expression("filed+5个工作日-2天")!))
    #expect(first == outline(expression("(filed + 5 working days) - 2 days")!))
  }

  @Test("`working` alone is no unit", arguments: ["5 working", "5 working hours", "1.5个工作日"])
  func noUnit(text: String) {
    #expect(!Parser.parse(SourceText("let x = \(text)")).diagnostics.isEmpty)
  }

  @Test(
    "Spans print as they read",
    arguments: [
      (CalendarDuration(workingDays: 1), "1 working day", "1个工作日"),
      (CalendarDuration(workingDays: 20), "20 working days", "20个工作日"),
      (CalendarDuration(months: 1, workingDays: 5), "(1 month + 5 working days)", "(1个月 + 5个工作日)"),
      (
        CalendarDuration(months: 1, days: 2, workingDays: 5), "(1 month + 2 days + 5 working days)",
        "(1个月 + 2天 + 5个工作日)"
      ),
    ])
  func printing(span: CalendarDuration, english: String, chinese: String) {
    #expect(ExpressionPrinter(tongue: .english).literal(.duration(span)) == english)
    #expect(ExpressionPrinter(tongue: .chinese).literal(.duration(span)) == chinese)
  }

  @Test(
    "Expressions over dates are written with the words of the tongue, and read back",
    arguments: [
      ("deadline(filed, 20 working days) < asof", "届满日(filed, 20个工作日) < asof"),
      ("working_days(filed, asof) > 20", "工作日数(filed, asof) > 20"),
      ("months_between(filed, asof) >= 6", "相隔月数(filed, asof) >= 6"),
    ])
  func roundTrip(english: String, chinese: String) {
    for text in [english, chinese] {
      let parsed = expression(text)!
      #expect(ExpressionPrinter(tongue: .english).text(of: parsed) == english)
      #expect(ExpressionPrinter(tongue: .chinese).text(of: parsed) == chinese)
    }
  }

  @Test(
    "Functions of dates have types",
    arguments: [
      ("deadline(filed, 6 months)", "date"), ("届满日(filed, 5个工作日)", "date"),
      ("deadline(filed, 1 month + 5 working days)", "date"), ("working_days(filed, asof)", "integer"),
      ("相隔月数(filed, asof)", "integer"), ("filed + 5 working days", "date"), ("5 working days", "duration"),
      ("deadline(filed, 5)", "expected a span of time, as `6 months`, found integer"),
      ("deadline(n, 6 months)", "expected a date, found integer"),
      ("deadline(filed)", "`deadline` takes 2 arguments"),
      ("deadline(filed, if clues then 1 month else 5 working days)", "a span of time can't differ from row to row"),
      ("working_days(filed)", "`working_days` takes 2 arguments"),
      ("working_days(filed, period)", "expected a date, found month"),
      ("months_between(period, period)", "expected a date, found month"),
    ])
  func types(text: String, type: String) { #expect(TestScope().type(text) == type) }

  @Test("A column may be called like a function of dates")
  func names() {
    #expect(outline(expression("deadline = working_days")!) == outline(expression("[deadline] = [working_days]")!))
  }
}
