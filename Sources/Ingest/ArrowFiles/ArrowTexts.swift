import Foundation
import Values

/// What clocks a column's times are to be read on.
enum Clock {
  /// Times without a zone are what a clock showed.
  case local
  /// Instants, shown on China's clocks.
  case china(TimeZone)
  /// Instants that some other zone shows: of which day they are in China they don't say.
  case elsewhere

  init(zone: String) {
    let chinese = ["Asia/Shanghai", "PRC", "Asia/Chongqing", "Asia/Chungking", "Asia/Harbin"]
    if chinese.contains(zone), let found = TimeZone(identifier: "Asia/Shanghai") {
      self = .china(found)
    } else if ["+08:00", "+0800", "+08"].contains(zone), let found = TimeZone(secondsFromGMT: 8 * 3600) {
      self = .china(found)
    } else {
      self = .elsewhere
    }
  }

  /// Writes a time, 10^places to the second: its day, and the time of day where that is not midnight.
  func write(_ time: Int64, places: Int, to texts: inout CellTexts) {
    let scale = (0..<places).reduce(Int64(1)) { scale, _ in scale * 10 }
    var seconds = floored(time, scale)
    // Far outside of any calendar, where sums would leave their range.
    guard seconds.magnitude < 1 << 50 else { return texts.append("time \(time)") }
    if case .china(let zone) = self {
      seconds += Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }
    let day = floored(seconds, 86_400)
    texts.append(day: day, isMonth: false)
    let rest = Int(seconds - day * 86_400)
    if rest > 0 {
      texts.append(" ")
      texts.append(rest / 3600, width: 2)
      texts.append(":")
      texts.append(rest / 60 % 60, width: 2)
      texts.append(":")
      texts.append(rest % 60, width: 2)
    }
    // Said as in CSV, where a time of another zone is not taken for one of China.
    if case .elsewhere = self { texts.append(rest > 0 ? "Z" : " 00:00:00Z") }
  }

  private func floored(_ number: Int64, _ divisor: Int64) -> Int64 {
    let (quotient, rest) = number.quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? quotient - 1 : quotient
  }
}

extension CellTexts {
  /// Adds a day, counted from 1970-01-01, in ISO 8601; one that no calendar has as its number.
  mutating func append(day: Int64, isMonth: Bool) {
    guard let number = Int32(exactly: day), number.magnitude < 3_000_000 else { return append("day \(day)") }
    let (year, month, dayOfMonth) = CalendarDate(dayNumber: number).components
    guard (0...9999).contains(year) else { return append("day \(day)") }
    append(year, width: 4)
    append("-")
    append(month, width: 2)
    guard !isMonth else { return }
    append("-")
    append(dayOfMonth, width: 2)
  }

  /// Adds a whole number divided by 10^scale; a negative scale multiplies.
  mutating func append(_ mantissa: Int128, scale: Int) {
    if mantissa < 0 { append("-") }
    var digits = String(mantissa.magnitude)
    guard scale > 0 else {
      if mantissa != 0 { digits += String(repeating: "0", count: -scale) }
      return append(digits)
    }
    if digits.count <= scale { digits = String(repeating: "0", count: scale + 1 - digits.count) + digits }
    var fraction = digits.suffix(scale)
    append(digits.dropLast(scale))
    while fraction.last == "0" { fraction = fraction.dropLast() }
    if !fraction.isEmpty {
      append(".")
      append(fraction)
    }
  }
}
