/// A number written out in decimal by long division: right whatever the size of its parts.
public struct DecimalNotation: Sendable, Hashable {
  /// The digits before the point, at least one.
  public let whole: String
  /// The digits after the point.
  public let fraction: String
  /// Whether the digits stand for less than zero: not where all of them came out zero.
  public let isNegative: Bool

  /// A number times ten to the power of `shift`, with some places, a half rounded away from zero (四舍五入).
  public init(_ number: Fraction, places: Int, shift: Int = 0) {
    let divisor = number.denominator.magnitude
    var (quotient, remainder) = number.numerator.magnitude.quotientAndRemainder(dividingBy: divisor)
    var digits = Array(String(quotient).utf8)
    for _ in 0..<places + shift {
      (quotient, remainder) = DecimalNotation.nextDigit(after: remainder, dividingBy: divisor)
      digits.append(DecimalNotation.zero + UInt8(quotient))
    }
    if remainder >= divisor - remainder { DecimalNotation.increment(&digits) }
    let written = digits.dropLast(places).drop { $0 == DecimalNotation.zero }
    whole = written.isEmpty ? "0" : String(decoding: written, as: UTF8.self)
    fraction = String(decoding: digits.suffix(places), as: UTF8.self)
    isNegative = number.numerator < 0 && digits.contains { $0 != DecimalNotation.zero }
  }

  /// A count with its thousands separated, as sentences hold it.
  public static func text(ofCount count: Int) -> String {
    DecimalNotation(Fraction(count), places: 0).text(isGrouped: true)
  }

  /// Whether every digit is zero.
  public var isZero: Bool { whole == "0" && fraction.allSatisfy { $0 == "0" } }

  /// The digits without the sign.
  public func text(isGrouped: Bool, trimsZeros: Bool = false) -> String {
    let kept = trimsZeros ? DecimalNotation.trimmed(fraction) : fraction
    return (isGrouped ? DecimalNotation.grouped(whole) : whole) + (kept.isEmpty ? "" : "." + kept)
  }
}

extension DecimalNotation {
  /// The number in full with a sign, or nil where its decimal notation has no end or too many significant digits.
  public static func exact(_ number: Fraction, significantDigits: Int) -> String? {
    let divisor = number.denominator.magnitude
    guard hasEnd(dividingBy: divisor) else { return nil }
    var (quotient, remainder) = number.numerator.magnitude.quotientAndRemainder(dividingBy: divisor)
    var digits = Array(String(quotient).utf8)
    let wholeCount = digits.count
    var significant = quotient == 0 ? 0 : remainder == 0 ? trimmed(String(quotient)).count : wholeCount
    while remainder != 0, significant <= significantDigits {
      (quotient, remainder) = nextDigit(after: remainder, dividingBy: divisor)
      digits.append(zero + UInt8(quotient))
      if significant > 0 || quotient > 0 { significant += 1 }
    }
    guard significant <= significantDigits else { return nil }
    if digits.count > wholeCount { digits.insert(UInt8(ascii: "."), at: wholeCount) }
    return (number.numerator < 0 ? "-" : "") + String(decoding: digits, as: UTF8.self)
  }

  /// Whether the notation of a fraction in lowest terms ends: when its denominator has no factor but 2 and 5.
  private static func hasEnd(dividingBy divisor: UInt128) -> Bool {
    var rest = divisor >> UInt128(divisor.trailingZeroBitCount)
    while rest.isMultiple(of: 5) { rest /= 5 }
    return rest == 1
  }

  private static let zero = UInt8(ascii: "0")

  private static func nextDigit(
    after remainder: UInt128, dividingBy divisor: UInt128
  ) -> (quotient: UInt128, remainder: UInt128) {
    let (product, didOverflow) = remainder.multipliedReportingOverflow(by: 10)
    guard didOverflow else { return product.quotientAndRemainder(dividingBy: divisor) }
    return divisor.dividingFullWidth(remainder.multipliedFullWidth(by: 10))
  }

  private static func increment(_ digits: inout [UInt8]) {
    for position in digits.indices.reversed() {
      guard digits[position] == UInt8(ascii: "9") else {
        digits[position] += 1
        return
      }
      digits[position] = zero
    }
    digits.insert(UInt8(ascii: "1"), at: 0)
  }

  private static func trimmed(_ digits: String) -> String {
    String(digits.reversed().drop { $0 == "0" }.reversed())
  }

  private static func grouped(_ digits: String) -> String {
    var result = ""
    for (position, digit) in digits.enumerated() {
      if position > 0, (digits.count - position).isMultiple(of: 3) { result.append(",") }
      result.append(digit)
    }
    return result
  }
}
