/// An arithmetic fault that a user can cause with ordinary numbers.
public enum ArithmeticFault: Error, Hashable, Sendable {
  case overflow
  case divisionByZero
  /// A date outside the years 1 to 9999.
  case noSuchYear

  /// One sentence that says so.
  public var message: Phrase {
    switch self {
    case .overflow: Phrase("this number is too large to compute", "数值过大，无法计算")
    case .divisionByZero: Phrase("this divides by zero", "除数为零")
    case .noSuchYear: Phrase("this leads outside the years 1 to 9999", "日期超出公元 1 年至 9999 年")
    }
  }
}

/// An exact rational number: a coprime pair of 128-bit integers with a positive denominator.
///
/// Every number that a metric gives is one, so that 8,177 of 649,000 is compared with 1 % as integers are.
public struct Fraction: Hashable, Sendable {
  /// The numerator, which carries the sign.
  public let numerator: Int128
  /// The denominator, always positive.
  public let denominator: Int128

  /// A whole number.
  public init(_ integer: some BinaryInteger) {
    numerator = Int128(integer)
    denominator = 1
  }

  /// A quotient in lowest terms.
  /// - Throws: `ArithmeticFault` where the denominator is zero or a part can't be negated.
  public init(_ numerator: Int128, over denominator: Int128) throws {
    guard denominator != 0 else { throw ArithmeticFault.divisionByZero }
    guard numerator != .min, denominator != .min else { throw ArithmeticFault.overflow }
    let divisor = Fraction.greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
    let sign: Int128 = denominator < 0 ? -1 : 1
    self.numerator = sign * numerator / Int128(divisor)
    self.denominator = sign * denominator / Int128(divisor)
  }

  /// The number that a decimal literal such as `-12.50` writes.
  /// - Throws: `ArithmeticFault.overflow` where it has more digits than 128 bits hold.
  /// - Returns: nil where the text is no such literal.
  public init?(decimal text: some StringProtocol) throws {
    var mantissa: Int128 = 0
    var scale: Int128 = 1
    var digits = 0
    var isFraction = false
    var isNegative = false
    for (position, byte) in text.utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "-") where position == 0: isNegative = true
      case UInt8(ascii: "+") where position == 0: break
      case UInt8(ascii: ".") where !isFraction: isFraction = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let (shifted, first) = mantissa.multipliedReportingOverflow(by: 10)
        let (sum, second) = shifted.addingReportingOverflow(Int128(byte - UInt8(ascii: "0")))
        let (grown, third) = isFraction ? scale.multipliedReportingOverflow(by: 10) : (scale, false)
        guard !first, !second, !third else { throw ArithmeticFault.overflow }
        (mantissa, scale) = (sum, grown)
        digits += 1
      default: return nil
      }
    }
    guard digits > 0 else { return nil }
    try self.init(isNegative ? -mantissa : mantissa, over: scale)
  }

  /// Zero.
  public static let zero = Fraction(0)

  /// Whether there is nothing after the point.
  public var isWhole: Bool { denominator == 1 }

  /// The nearest binary number, for charts and for output formats that know no other.
  public var approximation: Double { Double(numerator) / Double(denominator) }

  /// The number rounded to some decimal places; a half goes away from zero (四舍五入).
  /// - Throws: `ArithmeticFault.overflow` where the scaled number leaves 128 bits.
  public func rounded(places: Int) throws -> Fraction {
    let power = try Fraction.power(ofTen: abs(places))
    let scaled = try places >= 0 ? self * power : self / power
    let whole = Fraction(scaled.roundedToInteger)
    return try places >= 0 ? whole / power : whole * power
  }

  /// The nearest whole number; a half goes away from zero.
  public var roundedToInteger: Int128 {
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    let isHalfOrMore = remainder.magnitude >= denominator.magnitude - remainder.magnitude
    return isHalfOrMore ? quotient + numerator.signum() : quotient
  }

  /// Ten to some power.
  public static func power(ofTen exponent: Int) throws -> Fraction {
    guard (0...38).contains(exponent) else { throw ArithmeticFault.overflow }
    return Fraction((0..<exponent).reduce(Int128(1)) { product, _ in product * 10 })
  }

  private static func greatestCommonDivisor(_ first: UInt128, _ second: UInt128) -> UInt128 {
    // Most numbers have room in 64 bits, which the processor divides by itself.
    if (first | second).leadingZeroBitCount >= 64 {
      var (larger, smaller) = (UInt64(truncatingIfNeeded: first), UInt64(truncatingIfNeeded: second))
      while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
      return UInt128(larger)
    }
    var (larger, smaller) = (first, second)
    while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
    return larger
  }
}

extension Fraction: Comparable {
  /// Compares as integers by cross-multiplication in 256 bits: no rounding, no overflow.
  public static func < (left: Fraction, right: Fraction) -> Bool {
    let first = left.numerator.multipliedFullWidth(by: right.denominator)
    let second = right.numerator.multipliedFullWidth(by: left.denominator)
    return first.high == second.high ? first.low < second.low : first.high < second.high
  }
}

extension Fraction {
  /// The exact sum. - Throws: `ArithmeticFault.overflow`.
  public static func + (left: Fraction, right: Fraction) throws -> Fraction {
    if left.denominator == right.denominator {
      let (sum, didOverflow) = left.numerator.addingReportingOverflow(right.numerator)
      guard !didOverflow else { throw ArithmeticFault.overflow }
      return try Fraction(sum, over: left.denominator)
    }
    return try Fraction(
      checked(
        checked(left.numerator, times: right.denominator), plus: checked(right.numerator, times: left.denominator)),
      over: checked(left.denominator, times: right.denominator))
  }

  /// The exact difference. - Throws: `ArithmeticFault.overflow`.
  public static func - (left: Fraction, right: Fraction) throws -> Fraction { try left + (-right) }

  /// The exact product. - Throws: `ArithmeticFault.overflow`.
  public static func * (left: Fraction, right: Fraction) throws -> Fraction {
    try Fraction(
      checked(left.numerator, times: right.numerator), over: checked(left.denominator, times: right.denominator))
  }

  /// The exact quotient. - Throws: `ArithmeticFault`.
  public static func / (left: Fraction, right: Fraction) throws -> Fraction {
    guard right.numerator != 0 else { throw ArithmeticFault.divisionByZero }
    return try Fraction(
      checked(left.numerator, times: right.denominator), over: checked(left.denominator, times: right.numerator))
  }

  /// The number with its sign turned. The initialisers keep the one numerator that has no opposite out.
  public static prefix func - (number: Fraction) -> Fraction {
    Fraction(unchecked: -number.numerator, over: number.denominator)
  }

  /// The number without its sign.
  public var magnitude: Fraction { numerator < 0 ? -self : self }

  private init(unchecked numerator: Int128, over denominator: Int128) {
    self.numerator = numerator
    self.denominator = denominator
  }

  private static func checked(_ left: Int128, times right: Int128) throws -> Int128 {
    let (product, didOverflow) = left.multipliedReportingOverflow(by: right)
    guard !didOverflow else { throw ArithmeticFault.overflow }
    return product
  }

  private static func checked(_ left: Int128, plus right: Int128) throws -> Int128 {
    let (sum, didOverflow) = left.addingReportingOverflow(right)
    guard !didOverflow else { throw ArithmeticFault.overflow }
    return sum
  }
}

extension Fraction {
  /// The number in decimal notation with a fixed number of places, a half rounded away from zero.
  public func text(places: Int, grouping: Bool = false) -> String {
    let digits = DecimalNotation(self, places: places)
    return (digits.isNegative ? "-" : "") + digits.text(isGrouped: grouping)
  }

  /// The number in decimal notation with as many places as it needs, at most some.
  public func shortestText(maximumPlaces: Int = 12, grouping: Bool = false) -> String {
    let digits = DecimalNotation(self, places: isWhole ? 0 : maximumPlaces)
    return (digits.isNegative ? "-" : "") + digits.text(isGrouped: grouping, trimsZeros: true)
  }
}
