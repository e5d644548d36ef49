import Language
import Values

extension Period {
  /// The last day of the stretch that a day lies in; weeks end on Sunday.
  public func end(holding day: CalendarDate) -> CalendarDate {
    let (year, month, _) = day.components
    switch self {
    case .week:
      // 1970-01-01 was a Thursday.
      let sinceMonday = ((day.dayNumber + 3) % 7 + 7) % 7
      return CalendarDate(dayNumber: day.dayNumber + 6 - sinceMonday)
    case .month: return Period.lastDay(year, month)
    case .quarter: return Period.lastDay(year, (month + 2) / 3 * 3)
    case .year: return Period.lastDay(year, 12)
    }
  }

  private static func lastDay(_ year: Int, _ month: Int) -> CalendarDate {
    let days = CalendarDate.days(inMonth: month, of: year)
    return CalendarDate(year: year, month: month, day: days) ?? CalendarDate(dayNumber: year < 1 ? .min : .max)
  }

  /// The days at which a trend is taken: a first one, then the end of each stretch after it, and at last the last day,
  /// be it the end of a stretch or not.
  /// - Parameters:
  ///   - first: The first day.
  ///   - last: The last day.
  ///   - limit: How many stretches there may be.
  /// - Returns: The days, ascending; nil where there would be more.
  public func ends(from first: CalendarDate, to last: CalendarDate, limit: Int) -> [CalendarDate]? {
    var days = [first]
    while let day = days.last, day < last {
      guard days.count <= limit else { return nil }
      days.append(min(end(holding: CalendarDate(dayNumber: day.dayNumber + 1)), last))
    }
    return days
  }

  /// The day before which so many stretches end, the last of them with or after a day.
  public func start(_ count: Int, before last: CalendarDate) -> CalendarDate {
    var day = end(holding: last)
    for _ in 0..<count { day = endBefore(day) }
    return day
  }

  /// The last day of the stretch before the one that a day lies in.
  public func endBefore(_ day: CalendarDate) -> CalendarDate {
    var earlier = day
    let end = end(holding: day)
    // A stretch is no longer than a leap year; going back by weeks can't jump over a month.
    while self.end(holding: earlier) == end { earlier = CalendarDate(dayNumber: earlier.dayNumber - 7) }
    return self.end(holding: earlier)
  }
}
