/// A decimal number as a cell writes it: `mantissa` times ten to the minus `places`, without zeros at its end.
struct WrittenNumber: Equatable {
  var mantissa: Int64
  var places: Int
  /// Where the number ends in the cell; a unit may follow.
  var end: Int
}

/// What a cell that should hold a number holds.
enum NumberReading: Equatable {
  case number(WrittenNumber)
  /// More digits than 64 bits hold.
  case tooLarge
  case notANumber
}

/// Reads the number that a range begins with: a sign, digits with separated thousands or without, a decimal part.
///
/// `1,234.50` and `1234.5` read alike; `1,23` is no number, for its comma separates no thousands.
func readNumber(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> NumberReading {
  var offset = start
  var isNegative = false
  if offset < end, bytes[offset] == Byte.hyphen || bytes[offset] == Byte.plus {
    isNegative = bytes[offset] == Byte.hyphen
    offset &+= 1
  }
  var digits = DigitAccumulator()
  guard readWhole(bytes, &offset, to: end, into: &digits) else { return .notANumber }
  if offset < end, bytes[offset] == Byte.point {
    offset &+= 1
    while offset < end, case let digit = bytes[offset] &- Byte.zero, digit <= 9 {
      digits.appendDecimal(digit)
      offset &+= 1
    }
  }
  guard digits.count > 0 else { return .notANumber }
  guard let mantissa = digits.mantissa(isNegative: isNegative) else { return .tooLarge }
  return .number(WrittenNumber(mantissa: mantissa, places: digits.places, end: offset))
}

/// Reads a number of one to nine digits and nothing else; nil for anything else.
@inline(__always)
func readPlainInteger(_ bytes: Span<UInt8>, _ field: Field) -> Int64? {
  guard field.length > 0, field.length <= 9 else { return nil }
  var value: UInt32 = 0
  for offset in field.lowerBound..<field.upperBound {
    let digit = bytes[offset] &- Byte.zero
    guard digit <= 9 else { return nil }
    value = value &* 10 &+ UInt32(digit)
  }
  return Int64(value)
}

/// Reads the digits before the point; false where commas stand among them that separate no thousands.
@inline(__always)
private func readWhole(
  _ bytes: Span<UInt8>, _ offset: inout Int, to end: Int, into digits: inout DigitAccumulator
) -> Bool {
  var groupLength = 0
  var hasComma = false
  while offset < end {
    let byte = bytes[offset]
    let digit = byte &- Byte.zero
    if digit <= 9 {
      digits.append(digit)
      groupLength &+= 1
    } else if byte == Byte.comma {
      guard hasComma ? groupLength == 3 : (1...3).contains(groupLength) else { return false }
      hasComma = true
      groupLength = 0
    } else {
      break
    }
    offset &+= 1
  }
  return !hasComma || groupLength == 3
}

/// Digits on their way to a number.
private struct DigitAccumulator {
  private var magnitude: UInt64 = 0
  private var didOverflow = false
  private var pendingZeros = 0
  private(set) var places = 0
  private(set) var count = 0

  @inline(__always)
  mutating func append(_ digit: UInt8) {
    count &+= 1
    // Nineteen digits can't overflow 64 bits without a sign; only longer numbers are checked digit by digit.
    if count <= 19 {
      magnitude = magnitude &* 10 &+ UInt64(digit)
    } else {
      appendChecked(digit)
    }
  }

  /// Zeros at the end of the decimal part add nothing and are not kept: 1.50 is 15 with one place.
  @inline(__always)
  mutating func appendDecimal(_ digit: UInt8) {
    guard digit != 0 else {
      pendingZeros &+= 1
      if count == 0 { count = 1 }
      return
    }
    for _ in 0..<pendingZeros { append(0) }
    append(digit)
    places &+= pendingZeros &+ 1
    pendingZeros = 0
  }

  @inline(never)
  private mutating func appendChecked(_ digit: UInt8) {
    let (shifted, first) = magnitude.multipliedReportingOverflow(by: 10)
    let (sum, second) = shifted.addingReportingOverflow(UInt64(digit))
    magnitude = sum
    didOverflow = didOverflow || first || second
  }

  func mantissa(isNegative: Bool) -> Int64? {
    guard !didOverflow else { return nil }
    guard isNegative else { return Int64(exactly: magnitude) }
    guard magnitude <= 1 << 63 else { return nil }
    return Int64(truncatingIfNeeded: 0 &- magnitude)
  }
}

/// A number times ten to some power, or nil where 64 bits don't hold it.
/// - Precondition: the exponent is not negative.
func scaled(_ mantissa: Int64, byTenTo exponent: Int) -> Int64? {
  if mantissa == 0 { return 0 }
  guard exponent < powersOfTen.count else { return nil }
  let (product, didOverflow) = mantissa.multipliedReportingOverflow(by: powersOfTen[exponent])
  return didOverflow ? nil : product
}

private let powersOfTen: [Int64] = (0...18).map { exponent in (0..<exponent).reduce(1) { power, _ in power * 10 } }
