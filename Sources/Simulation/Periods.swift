import Values

/// Stretches of days one after another: each from after one day up to the next.
struct Periods {
  /// The opening day and the last day of each period, ascending.
  let days: [Int32]
  /// For each day after the opening one, the period that it lies in.
  private let periodOfDay: [UInt16]

  /// - Precondition: The days ascend, and there are fewer than 65,536 of them.
  init(_ days: [CalendarDate]) {
    self.days = days.map(\.dayNumber)
    periodOfDay = zip(self.days, self.days.dropFirst()).enumerated().flatMap { period, ends in
      [UInt16](repeating: UInt16(period), count: Int(ends.1) - Int(ends.0))
    }
  }

  /// The number of periods.
  var count: Int { days.count - 1 }
  /// The day before the first period.
  var opening: Int32 { days[0] }
  /// The last day of the last period.
  var closing: Int32 { days[days.count - 1] }

  /// The period that a day lies in: -1 up to the opening day, and the number of periods after the closing one.
  func period(of day: Int32) -> Int {
    guard day > opening else { return -1 }
    guard day <= closing else { return count }
    return Int(periodOfDay[Int(day) - Int(opening) - 1])
  }

  /// The periods of which a span that overlaps some of them holds a day, or the day before them.
  func touched(from first: Int32, before end: Int32) -> Range<Int> {
    max(0, period(of: first))..<min(count, period(of: end) + 1)
  }
}
