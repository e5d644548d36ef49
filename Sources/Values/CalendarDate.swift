/// A day of the Gregorian calendar, kept as days since 1970-01-01.
public struct CalendarDate: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01; negative before.
  public let dayNumber: Int32

  /// The day with a number. Years -9999 to 9999 can be written; the number itself knows no bound.
  public init(dayNumber: Int32) { self.dayNumber = dayNumber }

  /// The day with a year (1 to 9999), month and day, or nil where the calendar has none, as 2022-09-31.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= CalendarDate.days(inMonth: month, of: year)
    else { return nil }
    // Howard Hinnant's days_from_civil: eras of 400 years, years that begin in March.
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    dayNumber = Int32(era * 146_097 + dayOfEra - 719_468)
  }

  /// Year, month (1 to 12) and day (1 to 31).
  public var components: (year: Int, month: Int, day: Int) {
    let shifted = Int(dayNumber) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// The month that the day lies in.
  public var month: CalendarMonth { CalendarMonth(unchecked: components.year, components.month) }

  /// How many days a month of a year has.
  public static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    default: 31
    }
  }

  /// Earlier days come first.
  public static func < (left: CalendarDate, right: CalendarDate) -> Bool { left.dayNumber < right.dayNumber }
}

extension CalendarDate: CustomStringConvertible {
  /// ISO 8601: `2022-07-31`.
  public var description: String {
    let parts = components
    return "\(padded(parts.year, 4))-\(padded(parts.month, 2))-\(padded(parts.day, 2))"
  }
}

/// A month of a year, kept as months since year 0.
public struct CalendarMonth: Hashable, Comparable, Sendable {
  /// Months since January of year 0.
  public let monthNumber: Int32

  /// The month with a number.
  public init(monthNumber: Int32) { self.monthNumber = monthNumber }

  /// A month (1 to 12) of a year (1 to 9999), or nil where there is none.
  public init?(year: Int, month: Int) {
    guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
    self.init(unchecked: year, month)
  }

  init(unchecked year: Int, _ month: Int) { monthNumber = Int32(year * 12 + month - 1) }

  /// Year and month (1 to 12).
  public var components: (year: Int, month: Int) { (Int(monthNumber) / 12, Int(monthNumber) % 12 + 1) }

  /// The first day of the month, or nil outside years 1 to 9999.
  public var firstDay: CalendarDate? { CalendarDate(year: components.year, month: components.month, day: 1) }

  /// The last day of the month, or nil outside years 1 to 9999.
  public var lastDay: CalendarDate? {
    let (year, month) = components
    return CalendarDate(year: year, month: month, day: CalendarDate.days(inMonth: month, of: year))
  }

  /// Earlier months come first.
  public static func < (left: CalendarMonth, right: CalendarMonth) -> Bool { left.monthNumber < right.monthNumber }
}

extension CalendarMonth: CustomStringConvertible {
  /// ISO 8601: `2022-07`.
  public var description: String { "\(padded(components.year, 4))-\(padded(components.month, 2))" }
}

/// A span of calendar time, in months, in days or in working days, which can't be turned into one another.
public struct CalendarDuration: Hashable, Sendable {
  /// Whole months; years count twelve.
  public let months: Int32
  /// Whole days; weeks count seven.
  public let days: Int32
  /// Days that are worked in mainland China, by `WorkingCalendar.mainland`.
  public let workingDays: Int32

  /// A span of months, days and working days, any of them negative for one that looks back. Each is kept within
  /// ±2,147,483,647, so that every span has an opposite.
  public init(months: Int32 = 0, days: Int32 = 0, workingDays: Int32 = 0) {
    self.months = max(months, -.max)
    self.days = max(days, -.max)
    self.workingDays = max(workingDays, -.max)
  }

  /// The span that looks the other way.
  public static prefix func - (duration: CalendarDuration) -> CalendarDuration {
    CalendarDuration(months: -duration.months, days: -duration.days, workingDays: -duration.workingDays)
  }
}

extension CalendarDuration: CustomStringConvertible {
  /// `6 months`, `1 month 3 days`, `10 days`, `5 working days`.
  public var description: String {
    let parts = [(months, "month"), (days, "day"), (workingDays, "working day")].filter { $0.0 != 0 }
    guard !parts.isEmpty else { return "0 days" }
    return parts.map { "\($0.0) \($0.1)\(abs($0.0) == 1 ? "" : "s")" }.joined(separator: " ")
  }
}

extension CalendarDate {
  /// The day some time later: months first, clamped to the month's end, then days, then working days.
  /// - Throws: `ArithmeticFault.noSuchYear` outside years 1 to 9999; `WorkingCalendar.Uncovered` where working days are
  ///   counted outside the years whose days off are known.
  public func adding(_ duration: CalendarDuration) throws -> CalendarDate {
    let moved = try duration.months == 0 ? self : addingMonths(duration.months)
    let (number, didOverflow) = moved.dayNumber.addingReportingOverflow(duration.days)
    let result = CalendarDate(dayNumber: number)
    guard !didOverflow, (1...9999).contains(result.components.year) else { throw ArithmeticFault.noSuchYear }
    return try WorkingCalendar.mainland.adding(workingDays: duration.workingDays, to: result)
  }

  private func addingMonths(_ months: Int32) throws -> CalendarDate {
    let (year, month, day) = components
    let (number, didOverflow) = Int32(year * 12 + month - 1).addingReportingOverflow(months)
    let target = CalendarMonth(monthNumber: number)
    guard !didOverflow, number >= 12, let last = target.lastDay else { throw ArithmeticFault.noSuchYear }
    let parts = last.components
    guard let result = CalendarDate(year: parts.year, month: parts.month, day: min(day, parts.day)) else {
      throw ArithmeticFault.noSuchYear
    }
    return result
  }
}

private func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
