import Tables
import Testing
import Values

@testable import Presentation

private func fraction(_ numerator: Int128, _ denominator: Int128 = 1) -> Fraction {
  // swift-format-ignore: NeverUseForceTry
  try! Fraction(numerator, over: denominator)
}

@Suite struct ValueTextTests {
  @Test(
    "A value reads as its type is written",
    arguments: [
      (Value.unknown, "unknown", "不详"),
      (.flag(true), "yes", "是"),
      (.flag(false), "no", "否"),
      (.integer(649_000), "649,000", "649,000"),
      (.integer(-1_234_567), "−1,234,567", "−1,234,567"),
      (.integer(.min), "−9,223,372,036,854,775,808", "−9,223,372,036,854,775,808"),
      (.decimal(fraction(1, 3)), "0.333333", "0.333333"),
      (.decimal(fraction(2, 3)), "0.666667", "0.666667"),
      (.decimal(fraction(25_000, 2)), "12,500", "12,500"),
      (.decimal(fraction(-1234_5, 10)), "−1,234.5", "−1,234.5"),
      (.decimal(fraction(-1, 100_000_000)), "0", "0"),
      (.percentage(fraction(8177, 649_000)), "1.26%", "1.26%"),
      (.percentage(.zero), "0.00%", "0.00%"),
      (.percentage(fraction(125, 100_000)), "0.13%", "0.13%"),
      (.percentage(fraction(999_999, 1_000_000)), "100.00%", "100.00%"),
      (.percentage(fraction(-1, 200)), "−0.50%", "−0.50%"),
      (.percentage(fraction(1234)), "123,400.00%", "123,400.00%"),
      (.money(500_000), "5,000元", "5,000元"),
      (.money(500_050), "5,000.50元", "5,000.50元"),
      (.money(-5), "−0.05元", "−0.05元"),
      (.text("江宁区\n"), "江宁区␊", "江宁区␊"),
      (.date(CalendarDate(year: 2022, month: 7, day: 31)!), "2022-07-31", "2022-07-31"),
      (.month(CalendarMonth(year: 2022, month: 7)!), "2022-07", "2022-07"),
      (.duration(CalendarDuration(months: 6)), "6 months", "6个月"),
      (.duration(CalendarDuration(months: 1, days: 3)), "1 month 3 days", "1个月3天"),
      (.duration(CalendarDuration(days: -10)), "−10 days", "−10天"),
      (.duration(CalendarDuration()), "0 days", "0天"),
      (.duration(CalendarDuration(workingDays: 5)), "5 working days", "5个工作日"),
      (.duration(CalendarDuration(months: 1, workingDays: -1)), "1 month −1 working day", "1个月−1个工作日"),
    ])
  func plain(value: Value, english: String, chinese: String) {
    #expect(ValueText(tongue: .english).text(of: value) == english)
    #expect(ValueText(tongue: .chinese).text(of: value) == chinese)
  }

  @Test(
    "A difference is signed, of percentages in points",
    arguments: [
      (Value.percentage(fraction(-51, 10_000)), "−0.51 pp", "−0.51 个百分点"),
      (.percentage(fraction(51, 10_000)), "+0.51 pp", "+0.51 个百分点"),
      (.percentage(.zero), "0.00 pp", "0.00 个百分点"),
      (.percentage(fraction(-1, 1_000_000)), "0.00 pp", "0.00 个百分点"),
      (.integer(-3342), "−3,342", "−3,342"),
      (.integer(12), "+12", "+12"),
      (.integer(0), "0", "0"),
      (.decimal(fraction(3, 2)), "+1.5", "+1.5"),
      (.money(-500_050), "−5,000.50元", "−5,000.50元"),
      (.unknown, "unknown", "不详"),
    ])
  func differences(value: Value, english: String, chinese: String) {
    #expect(ValueText(tongue: .english).text(of: value, display: .difference) == english)
    #expect(ValueText(tongue: .chinese).text(of: value, display: .difference) == chinese)
  }

  @Test(
    "A relative change is signed, in per cent with one place",
    arguments: [
      (Value.percentage(fraction(-409, 1000)), "−40.9%"),
      (.decimal(fraction(1, 8)), "+12.5%"),
      (.integer(0), "0.0%"),
      (.integer(12), "+1,200.0%"),
      (.unknown, "unknown"),
    ])
  func relative(value: Value, expected: String) {
    #expect(ValueText(tongue: .english).text(of: value, display: .relative) == expected)
  }

  @Test(
    "A label has no separators",
    arguments: [(Value.integer(2022), "2022"), (.integer(-12_345), "−12345"), (.text("2022"), "2022")])
  func labels(value: Value, expected: String) {
    #expect(ValueText(tongue: .english).text(of: value, display: .label) == expected)
  }

  @Test(
    "A range shows as many places as its ends need to differ, up to six",
    arguments: [
      (Value.percentage(fraction(71, 10_000)), Value.percentage(fraction(75, 10_000)), "0.71% – 0.75%"),
      (.percentage(fraction(71_11, 1_000_000)), .percentage(fraction(71_14, 1_000_000)), "0.7111% – 0.7114%"),
      (.percentage(fraction(1, 10_000_000_000)), .percentage(fraction(2, 10_000_000_000)), "0.000000% – 0.000000%"),
      (.percentage(fraction(1, 100)), .percentage(fraction(1, 100)), "1.00%"),
      (.integer(7641), .integer(7872), "7,641 – 7,872"),
      (.unknown, .integer(3), "unknown – 3"),
      (.money(100), .money(250), "1元 – 2.50元"),
    ])
  func ranges(low: Value, high: Value, expected: String) {
    #expect(ValueText(tongue: .english).rangeText(low, high) == expected)
  }

  @Test(
    "A range has the unit and the sign of its display at both ends",
    arguments: [
      (ResultColumn.Display.difference, Tongue.english, "−0.55 pp – −0.51 pp"),
      (.difference, .chinese, "−0.55 个百分点 – −0.51 个百分点"),
      (.relative, .english, "−0.6% – −0.5%"),
      (.plain, .chinese, "−0.55% – −0.51%"),
    ])
  func rangeDisplays(
    display: ResultColumn.Display, tongue: Tongue, expected: String
  ) {
    let ends = (Value.percentage(fraction(-55, 10_000)), Value.percentage(fraction(-51, 10_000)))
    #expect(ValueText(tongue: tongue).rangeText(ends.0, ends.1, display: display) == expected)
  }

  @Test("A number whose parts fill 128 bits is still rounded to places") func wideParts() throws {
    let number = try Fraction(100_000_000_000_000_000_000_000_000_000_000_000_001, over: .max)
    let text = ValueText(tongue: .english)
    #expect(text.text(of: .decimal(number)) == "0.587747")
    #expect(text.text(of: .percentage(number)) == "58.77%")
  }
}

@Suite struct DecimalNotationTests {
  @Test(
    "A number is exact where 17 digits can say it",
    arguments: [
      (fraction(63, 5000), "0.0126"),
      (fraction(-5, 4), "-1.25"),
      (fraction(0), "0"),
      (fraction(12), "12"),
      (fraction(1, 3), nil),
      (fraction(1, 1 << 20), "0.00000095367431640625"),
      (fraction(1, 1 << 30), nil),
      (fraction(12_345_678_901_234_567), "12345678901234567"),
      (fraction(123_456_789_012_345_678), nil),
      (fraction(100_000_000_000_000_000_000), "100000000000000000000"),
      (fraction(1, 100_000_000_000_000_000_000), "0.00000000000000000001"),
    ])
  func exact(number: Fraction, expected: String?) {
    #expect(DecimalNotation.exact(number, significantDigits: 17) == expected)
  }
}
