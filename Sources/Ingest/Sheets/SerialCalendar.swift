import Values

/// How a workbook counts its days.
enum SerialCalendar {
  /// Day 1 is 1900-01-01, and day 60 is 29 February 1900, which never was: an error kept for old files' sake.
  case from1900
  /// Day 0 is 1904-01-01.
  case from1904

  private static let lastDay = CalendarDate(year: 9999, month: 12, day: 31)?.dayNumber ?? .max

  /// The day of a whole number; nil for one that no calendar has.
  private func day(_ serial: Int) -> CalendarDate? {
    let first: (year: Int, month: Int, day: Int) =
      switch self {
      case .from1900: serial < 60 ? (1899, 12, 31) : (1899, 12, 30)
      case .from1904: (1904, 1, 1)
      }
    guard let start = CalendarDate(year: first.year, month: first.month, day: first.day) else { return nil }
    let day = CalendarDate(dayNumber: start.dayNumber + Int32(serial))
    return day.dayNumber <= SerialCalendar.lastDay ? day : nil
  }

  /// Writes what a date's format shows of a number: `2022-07-31`, `2022-07`, `2022`, with ` 09:30:00` where the format
  /// shows a time and there is one, or the time alone.
  /// - Returns: Whether the number is a date.
  func append(_ number: StoredNumber, showing parts: CellFormat.DateParts, to texts: inout CellTexts) -> Bool {
    guard let (days, seconds) = number.daysAndSeconds else { return false }
    return append(days: days, seconds: seconds, showing: parts, to: &texts)
  }

  /// Writes what a date's format shows of a day and the seconds of it that have gone by.
  func append(days: Int, seconds: Int, showing parts: CellFormat.DateParts, to texts: inout CellTexts) -> Bool {
    guard !parts.isDisjoint(with: [.year, .month, .day]) else {
      let hours = parts.contains(.elapsed) ? days * 24 : 0
      appendTime(seconds, hours: hours, to: &texts)
      return true
    }
    let (year, month, dayOfMonth): (Int, Int, Int)
    switch (self, days) {
    // Days that the format shows and no calendar has.
    case (.from1900, 0): (year, month, dayOfMonth) = (1900, 1, 0)
    case (.from1900, 60): (year, month, dayOfMonth) = (1900, 2, 29)
    default:
      guard let day = day(days) else { return false }
      (year, month, dayOfMonth) = day.components
    }
    texts.append(year, width: 4)
    // A format without the year, such as `m"月"d"日"`, hides what the cell does know.
    let hidesYear = !parts.contains(.year)
    if hidesYear || parts.contains(.month) || parts.contains(.day) {
      texts.append(Byte.hyphen)
      texts.append(month, width: 2)
    }
    if hidesYear || parts.contains(.day) || parts.contains(.time) {
      texts.append(Byte.hyphen)
      texts.append(dayOfMonth, width: 2)
    }
    if parts.contains(.time), seconds > 0 {
      texts.append(Byte.space)
      appendTime(seconds, hours: 0, to: &texts)
    }
    return true
  }

  private func appendTime(_ seconds: Int, hours: Int, to texts: inout CellTexts) {
    texts.append(hours + seconds / 3600, width: 2)
    texts.append(XMLByte.colon)
    texts.append(seconds / 60 % 60, width: 2)
    texts.append(XMLByte.colon)
    texts.append(seconds % 60, width: 2)
  }
}
