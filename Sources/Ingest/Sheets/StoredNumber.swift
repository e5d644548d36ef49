import Values

/// A number as a sheet stores it, digit by digit: `1234.5600000000001`, `9.1320115E+17`.
///
/// A spreadsheet keeps binary fractions and writes them with up to 17 digits, but works with, and shows, 15: the rest is
/// noise of the conversion.
struct StoredNumber {
  private var isNegative = false
  /// The digits from the first that is not zero to the last.
  private var digits: [UInt8] = []
  /// How many of the digits stand before the point; negative for zeros behind it.
  private var whole = 0

  /// How many digits a spreadsheet holds.
  static let precision = 15

  /// Reads a number; false where a text is none.
  mutating func read(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    digits.removeAll(keepingCapacity: true)
    (isNegative, whole) = (false, 0)
    guard range.count <= 400, var position = range.first else { return false }
    if bytes[position] == Byte.hyphen || bytes[position] == Byte.plus {
      isNegative = bytes[position] == Byte.hyphen
      position += 1
    }
    var (count, hasPoint) = (0, false)
    while position < range.upperBound {
      let digit = bytes[position] &- Byte.zero
      if digit <= 9 {
        count += 1
        if digit > 0 || !digits.isEmpty { digits.append(digit) }
        if hasPoint ? digits.isEmpty : !digits.isEmpty { whole += hasPoint ? -1 : 1 }
      } else if bytes[position] == Byte.point, !hasPoint {
        hasPoint = true
      } else {
        break
      }
      position += 1
    }
    guard count > 0, readExponent(bytes, position..<range.upperBound) else { return false }
    round()
    return true
  }

  private mutating func readExponent(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard !range.isEmpty else { return true }
    guard bytes[range.lowerBound] | 0x20 == UInt8(ascii: "e"), range.count <= 6,
      let exponent = Int(text(bytes, range.lowerBound + 1..<range.upperBound)), abs(exponent) <= 400
    else { return false }
    whole += exponent
    return true
  }

  private mutating func round() {
    if digits.count > StoredNumber.precision {
      let roundsUp = digits[StoredNumber.precision] >= 5
      digits.removeLast(digits.count - StoredNumber.precision)
      if roundsUp {
        while digits.last == 9 { digits.removeLast() }
        if digits.isEmpty {
          digits = [1]
          whole += 1
        } else {
          digits[digits.count - 1] += 1
        }
      }
    }
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { (isNegative, whole) = (false, 0) }
  }

  /// Multiplies by a power of ten.
  mutating func scale(byTenTo exponent: Int) { if !digits.isEmpty { whole += exponent } }

  /// The number without its sign as a whole number of up to 15 digits; nil where it is none.
  var magnitude: Int? {
    guard !isNegative, digits.count <= whole || digits.isEmpty, whole <= StoredNumber.precision else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1) }
      * (0..<max(0, whole - digits.count)).reduce(1) { power, _ in power * 10 }
  }

  /// Days and the seconds of the last one, rounded; nil for negative numbers and such as no calendar has.
  var daysAndSeconds: (days: Int, seconds: Int)? {
    guard !isNegative, whole <= 7 else { return nil }
    var days = 0
    for place in 0..<max(0, whole) { days = days * 10 + (place < digits.count ? Int(digits[place]) : 0) }
    var (fraction, weight) = (0.0, 0.1)
    for place in min(whole, 0)..<max(whole, digits.count) where place >= whole {
      if place >= 0, place < digits.count { fraction += Double(digits[place]) * weight }
      weight /= 10
    }
    let seconds = Int((fraction * 86_400).rounded())
    return seconds == 86_400 ? (days + 1, 0) : (days, seconds)
  }

  /// Writes the number in decimal. One with more digits than a spreadsheet keeps is written with an exponent, by which
  /// the loss is seen.
  func write(to texts: inout CellTexts) {
    guard !digits.isEmpty else { return texts.append(Byte.zero) }
    if isNegative { texts.append(Byte.hyphen) }
    guard whole <= StoredNumber.precision, whole > -StoredNumber.precision else { return writeExponent(to: &texts) }
    if whole <= 0 {
      texts.append("0.")
      texts.append(repeating: Byte.zero, count: -whole)
    }
    for (place, digit) in digits.enumerated() {
      if place == whole, place > 0 { texts.append(Byte.point) }
      texts.append(Byte.zero + digit)
    }
    texts.append(repeating: Byte.zero, count: max(0, whole - digits.count))
  }

  private func writeExponent(to texts: inout CellTexts) {
    for (place, digit) in digits.enumerated() {
      if place == 1 { texts.append(Byte.point) }
      texts.append(Byte.zero + digit)
    }
    texts.append(whole > 0 ? "E+" : "E-")
    texts.append(abs(whole - 1), width: 2)
  }
}

extension CellTexts {
  /// Adds a sheet's number as its format means it. What is no number is added as it stands.
  @inline(__always)
  mutating func appendNumber(
    _ bytes: Span<UInt8>, _ range: Range<Int>, format: CellFormat, calendar: SerialCalendar,
    scratch: inout StoredNumber
  ) {
    if format == .number, isPlainNumber(bytes, range) {
      append(bytes, range)
    } else {
      appendSlowly(bytes, range, format: format, calendar: calendar, scratch: &scratch)
    }
  }

  /// Whether a number is written as a cell of text would write it: few digits, no exponent, no zeros at its end.
  @inline(__always)
  private func isPlainNumber(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count <= StoredNumber.precision, !range.isEmpty else { return false }
    var hasPoint = false
    for offset in range {
      let byte = bytes[offset]
      if byte &- Byte.zero > 9 {
        if byte == Byte.point, !hasPoint {
          hasPoint = true
        } else if byte != Byte.hyphen || offset > range.lowerBound {
          return false
        }
      }
    }
    return !hasPoint || bytes[range.upperBound &- 1] &- Byte.zero &- 1 < 9
  }

  @inline(never)
  private mutating func appendSlowly(
    _ bytes: Span<UInt8>, _ range: Range<Int>, format: CellFormat, calendar: SerialCalendar,
    scratch: inout StoredNumber
  ) {
    // Most dates are whole days of a few digits.
    if case .date(let parts) = format, range.count <= 6, let days = digits(bytes, range),
      calendar.append(days: days, seconds: 0, showing: parts, to: &self)
    {
      return
    }
    let trimmed = Field(range).trimmed(bytes).range
    guard scratch.read(bytes, trimmed) else { return append(bytes, range) }
    switch format {
    case .number: scratch.write(to: &self)
    case .percentage:
      scratch.scale(byTenTo: 2)
      scratch.write(to: &self)
      append(UInt8(ascii: "%"))
    case .padded(let width):
      guard let number = scratch.magnitude, width <= StoredNumber.precision else { return scratch.write(to: &self) }
      append(number, width: width)
    case .date(let parts):
      if !calendar.append(scratch, showing: parts, to: &self) { scratch.write(to: &self) }
    }
  }
}
