/// The working days of mainland China: Monday to Friday, less the days off and plus the weekend days worked instead
/// (调休) that the General Office of the State Council announces year by year.
public struct WorkingCalendar: Sendable {
  /// A day whose year's days off are not known, or a count that leads to one.
  public struct Uncovered: Error, Hashable, Sendable {
    /// The day that was asked about, or that the count started from.
    public let date: CalendarDate
    /// The years that are known.
    public let years: ClosedRange<Int>

    /// One sentence that names the day and the years.
    public var message: Phrase {
      let known = "\(years.lowerBound)–\(years.upperBound)"
      guard years.contains(date.components.year) else {
        return Phrase(
          "\(date) is outside \(known), the years whose official days off are known",
          "\(date) 不在已知节假日安排的年份（\(known) 年）之内")
      }
      return Phrase(
        "counting working days from \(date) leads outside \(known), the years whose official days off are known",
        "自 \(date) 起计算工作日，超出已知节假日安排的年份（\(known) 年）")
    }
  }

  /// The years whose days off are known.
  public let years: ClosedRange<Int>
  private let firstDay: Int32
  /// Every working day, in order.
  private let workedDays: [Int32]
  /// For each day from the first on, how many working days there are up to and including it.
  private let counts: [Int32]

  /// The official calendar of the years that `Resources/holidays.csv` covers.
  public static let mainland = WorkingCalendar(table: String(decoding: PackageResources.holidays_csv, as: UTF8.self))

  /// A calendar from lines of `date,kind,name` in the order of dates; `#` starts a comment. It covers the years from
  /// that of the first date to that of the last.
  ///
  /// - Precondition: Each line is well formed, and there is one.
  init(table: String) {
    var exceptions: [Int32: Bool] = [:]
    var covered: (first: Int, last: Int)?
    for line in table.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") && line != "date,kind,name" {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      let parts = cells[0].split(separator: "-").compactMap { Int($0) }
      guard cells.count == 3, parts.count == 3, cells[1] == "holiday" || cells[1] == "workday",
        let date = CalendarDate(year: parts[0], month: parts[1], day: parts[2])
      else { preconditionFailure("the table of days off has a malformed line: \(line)") }
      exceptions[date.dayNumber] = cells[1] == "workday"
      covered = (covered?.first ?? parts[0], parts[0])
    }
    guard let covered, let first = CalendarDate(year: covered.first, month: 1, day: 1),
      let last = CalendarDate(year: covered.last, month: 12, day: 31)
    else { preconditionFailure("the table of days off is empty") }
    years = covered.first...covered.last
    firstDay = first.dayNumber
    let working = (first.dayNumber...last.dayNumber).filter { exceptions[$0] ?? !CalendarDate(dayNumber: $0).isWeekend }
    workedDays = working
    var counts: [Int32] = []
    var next = 0
    for day in first.dayNumber...last.dayNumber {
      if next < working.count, working[next] == day { next += 1 }
      counts.append(Int32(next))
    }
    self.counts = counts
  }

  /// Whether the day is worked.
  /// - Throws: `Uncovered` outside the years.
  public func isWorkingDay(_ date: CalendarDate) throws -> Bool {
    try count(through: date) > count(before: date)
  }

  /// The day that is some working days later, the first day excluded (民法典 201); a negative number counts backwards.
  /// No working days later is the day itself, worked or not.
  /// - Throws: `Uncovered` where the count starts or ends outside the years.
  public func adding(workingDays number: Int32, to date: CalendarDate) throws -> CalendarDate {
    guard number != 0 else { return date }
    let index = try number > 0 ? count(through: date) + Int(number) - 1 : count(before: date) + Int(number)
    guard workedDays.indices.contains(index) else { throw Uncovered(date: date, years: years) }
    return CalendarDate(dayNumber: workedDays[index])
  }

  /// How many working days there are after the first day, up to and including the second; negative where the second
  /// is the earlier one, counted backwards in the same manner. `adding(workingDays:to:)` undone.
  /// - Throws: `Uncovered` where either day is outside the years.
  public func workingDays(from first: CalendarDate, to second: CalendarDate) throws -> Int {
    try first <= second
      ? count(through: second) - count(through: first) : count(before: second) - count(before: first)
  }

  /// The day itself if it is worked, else the next that is: a period whose last day is a legal day off ends on the day
  /// after the days off (民法典 203).
  /// - Throws: `Uncovered` where the day or the next working day is outside the years.
  public func rollingOver(_ date: CalendarDate) throws -> CalendarDate {
    try isWorkingDay(date) ? date : adding(workingDays: 1, to: date)
  }

  private func count(through date: CalendarDate) throws -> Int {
    let index = Int(date.dayNumber) - Int(firstDay)
    guard counts.indices.contains(index) else { throw Uncovered(date: date, years: years) }
    return Int(counts[index])
  }

  private func count(before date: CalendarDate) throws -> Int {
    let through = try count(through: date)
    return through > 0 && workedDays[through - 1] == date.dayNumber ? through - 1 : through
  }
}

extension CalendarDate {
  /// Whether the day is a Saturday or a Sunday.
  fileprivate var isWeekend: Bool {
    // 1970-01-01 was a Thursday.
    let daysAfterSaturday = (dayNumber % 7 + 5 + 7) % 7
    return daysAfterSaturday < 2
  }

  /// The last day of a period that starts with this day, counted as the law counts (民法典 201–203): the first day
  /// excluded, the corresponding day of the month or, where there is none, the month's last day; and where that is a
  /// day off, the next working day.
  /// - Throws: `WorkingCalendar.Uncovered` where the last day's year is not known, `ArithmeticFault.noSuchYear` outside
  ///   years 1 to 9999.
  public func deadline(after period: CalendarDuration) throws -> CalendarDate {
    try WorkingCalendar.mainland.rollingOver(adding(period))
  }

  /// The whole months from this day to another, by corresponding days clamped to the month's end; negative where the
  /// other is the earlier one.
  public func wholeMonths(to other: CalendarDate) -> Int {
    guard self <= other else { return -other.wholeMonths(to: self) }
    let (first, last) = (components, other.components)
    let months = (last.year - first.year) * 12 + last.month - first.month
    let correspondingDay = min(first.day, CalendarDate.days(inMonth: last.month, of: last.year))
    return last.day < correspondingDay ? months - 1 : months
  }
}
