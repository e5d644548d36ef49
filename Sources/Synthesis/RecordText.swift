import Values

// How numbers, amounts and days are written.
extension [UInt8] {
  @inline(__always)
  mutating func append(number: Int64) {
    if number < 0 { append(UInt8(ascii: "-")) }
    append(digits: number.magnitude, width: 1)
  }

  @inline(__always)
  mutating func append(digits number: UInt64, width: Int) {
    let start = count
    var rest = number
    while rest > 0 || count - start < width {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    }
    var (low, high) = (start, count - 1)
    while low < high {
      swapAt(low, high)
      low += 1
      high -= 1
    }
  }

  /// An amount in a unit, without zeros at its end.
  mutating func append(fen: Int64, unit: Int64) {
    append(number: fen / unit)
    var rest = fen % unit
    guard rest > 0 else { return }
    append(UInt8(ascii: "."))
    var place = unit / 10
    while rest > 0 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / place))
      rest %= place
      place = Swift.max(1, place / 10)
    }
  }

  mutating func append(year day: Int32) {
    append(digits: UInt64(CalendarDate(dayNumber: day).components.year), width: 4)
  }

  mutating func append(month day: Int32) {
    let parts = CalendarDate(dayNumber: day).components
    append(digits: UInt64(parts.year), width: 4)
    append(UInt8(ascii: "-"))
    append(digits: UInt64(parts.month), width: 2)
  }

  mutating func append(day: Int32, style: DateStyle, _ signs: DateSigns, _ literals: EncodedLiterals) {
    let parts = CalendarDate(dayNumber: day).components
    let (year, month, date) = (UInt64(parts.year), UInt64(parts.month), UInt64(parts.day))
    append(digits: year, width: 4)
    switch style {
    case .iso:
      append(UInt8(ascii: "-"))
      append(digits: month, width: 2)
      append(UInt8(ascii: "-"))
      append(digits: date, width: 2)
    case .slashes, .timed:
      let sign = style == .slashes ? UInt8(ascii: "/") : UInt8(ascii: "-")
      append(sign)
      append(digits: month, width: 1)
      append(sign)
      append(digits: date, width: 1)
      if style == .timed { literals.append(signs.midnight, to: &self) }
    case .compact:
      append(digits: month, width: 2)
      append(digits: date, width: 2)
    case .chinese:
      literals.append(signs.year, to: &self)
      append(digits: month, width: 1)
      literals.append(signs.month, to: &self)
      append(digits: date, width: 1)
      literals.append(signs.day, to: &self)
    }
  }
}

/// The signs that days and codes need beside digits and letters.
struct DateSigns: Sendable {
  let year: Int
  let month: Int
  let day: Int
  let midnight: Int
  let wideSpace: Int
  /// Full-width forms of the digits and the letters A to Z.
  let wide: [Int]

  init(_ literals: inout LiteralPool) {
    year = literals.number(of: "年")
    month = literals.number(of: "月")
    day = literals.number(of: "日")
    midnight = literals.number(of: " 0:00:00")
    wideSpace = literals.number(of: "\u{3000}")
    wide = "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ".map { literals.number(of: String($0)) }
  }
}

/// Credit codes of the series `TY`, in which nothing in life has its code: 887,503,681 of them, each with both of its
/// check characters right.
enum MadeUpCode {
  private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
  static let count: UInt64 = 887_503_681

  /// Appends what follows the eight characters that `output` ends in: organisation code and check.
  static func append(serial: UInt64, to output: inout [UInt8]) {
    let start = output.count - 8
    output.append(UInt8(ascii: "T"))
    output.append(UInt8(ascii: "Y"))
    var (rest, place) = (serial, count / 31)
    for _ in 0..<6 {
      output.append(alphabet[Int(rest / place % 31)])
      rest %= place
      place = Swift.max(1, place / 31)
    }
    output.append(organisationCheck(output[(start + 8)...]))
    output.append(check(output[start...]))
  }

  /// GB 11714: weights over values 0–9 and A = 10 … Z = 35.
  private static func organisationCheck(_ body: ArraySlice<UInt8>) -> UInt8 {
    let weights: (Int, Int, Int, Int, Int, Int, Int, Int) = (3, 7, 9, 10, 5, 8, 4, 2)
    let first = body.startIndex
    func value(_ place: Int) -> Int {
      let character = Int(body[first + place])
      return character < 0x3A ? character - 0x30 : character - 0x37
    }
    let left = value(0) * weights.0 + value(1) * weights.1 + value(2) * weights.2 + value(3) * weights.3
    let right = value(4) * weights.4 + value(5) * weights.5 + value(6) * weights.6 + value(7) * weights.7
    return switch 11 - (left + right) % 11 {
    case 10: UInt8(ascii: "X")
    case 11: UInt8(ascii: "0")
    case let digit: UInt8(0x30 + digit)
    }
  }

  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 0, count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
    return values
  }()

  /// GB 32100: the powers of 3 modulo 31 as weights.
  private static func check(_ unchecked: ArraySlice<UInt8>) -> UInt8 {
    var (weight, sum) = (1, 0)
    for character in unchecked {
      sum += Int(values[Int(character)]) * weight
      weight = weight * 3 % 31
    }
    return alphabet[(31 - sum % 31) % 31]
  }
}

/// Days by their numbers.
enum Day {
  private static let first = Int64(CalendarDate(year: 1, month: 1, day: 1)?.dayNumber ?? 0)
  private static let last = Int64(CalendarDate(year: 9999, month: 12, day: 31)?.dayNumber ?? 0)

  /// The nearest day that can be written.
  static func clamped(_ day: Int64) -> Int64 { min(max(day, first), last) }

  /// The day some months later, clamped to the month's end.
  static func adding(months: Int64, to day: Int64) -> Int64 {
    let date = CalendarDate(dayNumber: Int32(day))
    let moved = try? date.adding(CalendarDuration(months: Int32(months)))
    return Int64((moved ?? date).dayNumber)
  }
}
