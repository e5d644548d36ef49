// swift-format-ignore-file: NeverForceUnwrap, NeverUseForceTry

import Testing
import Values

/// The fraction that two whole numbers make.
private func fraction(_ numerator: Int128, _ denominator: Int128 = 1) -> Fraction {
  try! Fraction(numerator, over: denominator)
}

@Suite("Fractions") struct FractionTests {
  @Test("A fraction is kept in lowest terms with a positive denominator")
  func lowestTerms() {
    #expect(fraction(6, -4) == fraction(-3, 2))
    #expect(fraction(-6, -4).numerator == 3)
    #expect(fraction(0, -7) == .zero)
    #expect(fraction(0, -7).denominator == 1)
  }

  @Test("Nothing can be divided by zero")
  func divisionByZero() {
    #expect(throws: ArithmeticFault.divisionByZero) { try Fraction(1, over: 0) }
    #expect(throws: ArithmeticFault.divisionByZero) { try fraction(1) / .zero }
  }

  @Test("Arithmetic is exact: what is added can be taken away again", arguments: 1...40)
  func exactness(step: Int) throws {
    let left = fraction(Int128(step * 7919 % 1000 - 500), Int128(step))
    let right = fraction(Int128(step * 104_729 % 900 - 450), Int128(step % 13 + 1))
    #expect(try (left + right) - right == left)
    #expect(try left + right == right + left)
    #expect(try left * right == right * left)
    if right != .zero { #expect(try (left * right) / right == left) }
    #expect(try left - left == .zero)
  }

  @Test("A third added three times is one")
  func thirds() throws {
    #expect(try fraction(1, 3) + fraction(1, 3) + fraction(1, 3) == fraction(1))
  }

  @Test(
    "A half is rounded away from zero",
    arguments: [
      ("0.5", 0, "1"), ("-0.5", 0, "-1"), ("0.4999", 0, "0"), ("-0.4999", 0, "0"), ("1.5", 0, "2"), ("2.5", 0, "3"),
      ("1.005", 2, "1.01"), ("-1.005", 2, "-1.01"), ("1.00499", 2, "1"), ("0.012599", 4, "0.0126"),
      ("150", -2, "200"), ("-150", -2, "-200"), ("149", -2, "100"),
    ])
  func rounding(number: String, places: Int, rounded: String) throws {
    #expect(try Fraction(decimal: number)!.rounded(places: places) == Fraction(decimal: rounded)!)
  }

  @Test("Comparison never overflows, even of the largest numbers")
  func comparisonOfLargeNumbers() {
    let huge = Int128.max
    #expect(fraction(huge - 1, huge) < fraction(huge, huge - 1))
    #expect(fraction(huge - 2, huge - 1) < fraction(huge - 1, huge))
    #expect(fraction(-huge, 3) < fraction(-huge, 5))
    #expect(!(fraction(huge, 7) < fraction(huge, 7)))
    #expect(fraction(-1, huge) < .zero)
    #expect(fraction(-huge) < fraction(huge))
  }

  @Test("Small fractions are ordered as their cross products are")
  func order() {
    let all = (-6...6).flatMap { numerator in (1...6).map { (Int128(numerator), Int128($0)) } }
    for left in all {
      for right in all {
        #expect((fraction(left.0, left.1) < fraction(right.0, right.1)) == (left.0 * right.1 < right.0 * left.1))
      }
    }
  }

  @Test("Overflow is thrown and never wraps")
  func overflow() {
    let huge = fraction(Int128.max)
    #expect(throws: ArithmeticFault.overflow) { try huge + fraction(1) }
    #expect(throws: ArithmeticFault.overflow) { try huge * fraction(2) }
    #expect(throws: ArithmeticFault.overflow) { try huge / fraction(1, 2) }
    #expect(throws: ArithmeticFault.overflow) { try Fraction(Int128.min, over: 3) }
    #expect(throws: ArithmeticFault.overflow) { try huge.rounded(places: 2) }
    #expect(throws: ArithmeticFault.overflow) { try Fraction.power(ofTen: 39) }
  }

  @Test(
    "Only decimal literals are read as numbers",
    arguments: [
      ("12.50", Optional(fraction(25, 2))), ("-0.25", fraction(-1, 4)), ("+3", fraction(3)), ("007", fraction(7)),
      (".5", fraction(1, 2)), ("5.", fraction(5)), ("", nil), (".", nil), ("-", nil), ("1.2.3", nil), ("1e3", nil),
      ("1-2", nil), ("１", nil),
    ])
  func decimals(text: String, number: Fraction?) throws {
    #expect(try Fraction(decimal: text) == number)
  }

  @Test("A literal with more digits than 128 bits hold is an overflow")
  func longLiteral() {
    #expect(throws: ArithmeticFault.overflow) { try Fraction(decimal: String(repeating: "9", count: 40)) }
  }

  @Test(
    "Text has a fixed number of places, a half rounded away from zero",
    arguments: [
      (fraction(1, 8), 2, "0.13"), (fraction(-1, 8), 2, "-0.13"), (fraction(1, 3), 4, "0.3333"),
      (fraction(-1, 1000), 2, "0.00"), (fraction(5), 0, "5"), (fraction(5), 2, "5.00"),
      (fraction(999, 1000), 2, "1.00"),
    ])
  func text(number: Fraction, places: Int, text: String) {
    #expect(number.text(places: places) == text)
  }

  @Test("Thousands are separated where that is asked for")
  func grouping() {
    #expect(fraction(1_234_567).text(places: 0, grouping: true) == "1,234,567")
    #expect(fraction(-123_456, 100).text(places: 2, grouping: true) == "-1,234.56")
    #expect(fraction(123).text(places: 0, grouping: true) == "123")
    #expect(fraction(-123).text(places: 0, grouping: true) == "-123")
  }

  @Test("The shortest text has as many places as the number needs")
  func shortestText() {
    #expect(fraction(1, 8).shortestText() == "0.125")
    #expect(fraction(10).shortestText() == "10")
    #expect(fraction(2, 3).shortestText(maximumPlaces: 3) == "0.667")
    #expect(fraction(-1, 4).shortestText() == "-0.25")
  }

  @Test("Text gives every digit of a number that 128 bits hold")
  func longText() throws {
    let number = try Fraction(decimal: "123456789012345678901234567890.5")!
    #expect(number.text(places: 12) == "123456789012345678901234567890.500000000000")
    #expect(number.shortestText() == "123456789012345678901234567890.5")
  }

  @Test("The magnitude has no sign")
  func magnitude() {
    #expect(fraction(-5, 3).magnitude == fraction(5, 3))
    #expect(fraction(5, 3).magnitude == fraction(5, 3))
  }
}
