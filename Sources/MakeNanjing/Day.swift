/// A day of the Gregorian calendar, as its number of days since 1970-01-01.
struct Day: Comparable, Hashable, Sendable {
  let number: Int

  init(number: Int) {
    self.number = number
  }

  /// The civil date's number, by Howard Hinnant's `days_from_civil`.
  init(_ year: Int, _ month: Int, _ day: Int) {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = era * 146_097 + dayOfEra - 719_468
  }

  static func < (left: Day, right: Day) -> Bool { left.number < right.number }
  static func + (day: Day, days: Int) -> Day { Day(number: day.number + days) }
  static func - (day: Day, days: Int) -> Day { Day(number: day.number - days) }

  var civil: (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthIndex = (5 * dayOfYear + 2) / 153
    let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthIndex + 2) / 5 + 1)
  }

  /// The same day some months on, or that month's last day where it has no such day.
  func adding(months: Int) -> Day {
    let (year, month, day) = civil
    let index = year * 12 + month - 1 + months
    let first = Day(index / 12, index % 12 + 1, 1)
    let next = Day((index + 1) / 12, (index + 1) % 12 + 1, 1)
    return first + min(day, next.number - first.number) - 1
  }

  /// The ways in which the offices write a day.
  enum Style: Sendable {
    case iso, slashes, compact, spreadsheet, chinese, paddedChinese
  }

  func text(_ style: Style = .iso) -> String {
    let (year, month, day) = civil
    switch style {
    case .iso: return "\(year)-\(twoDigits(month))-\(twoDigits(day))"
    case .slashes: return "\(year)/\(month)/\(day)"
    case .compact: return "\(year)\(twoDigits(month))\(twoDigits(day))"
    case .spreadsheet: return "\(year)-\(month)-\(day) 0:00:00"
    case .chinese: return "\(year)年\(month)月\(day)日"
    case .paddedChinese: return "\(year)年\(twoDigits(month))月\(twoDigits(day))日"
    }
  }

  private func twoDigits(_ value: Int) -> String {
    value < 10 ? "0\(value)" : "\(value)"
  }
}

extension SplitMix64 {
  mutating func day(_ first: Day, _ last: Day) -> Day {
    Day(number: within(first.number...last.number))
  }
}

/// A cell of a date column: a day, or what an office typed in its place.
enum DateCell: Sendable {
  case day(Day)
  case typed(String)

  static let blank = DateCell.typed("")

  func text(_ style: Day.Style = .iso) -> String {
    switch self {
    case .day(let day): day.text(style)
    case .typed(let text): text
    }
  }
}
