import Language
import Values

/// So much in a stretch of the calendar.
public struct PeriodRate: Sendable, Hashable {
  /// How much.
  public let amount: Fraction
  /// In which stretch.
  public let period: Period

  /// A rate.
  public init(amount: Fraction, period: Period) {
    self.amount = amount
    self.period = period
  }

  /// How much comes together over some months, of which there are so many days. A week is seven days.
  func total(months: Int, days: Int) throws -> Fraction {
    switch period {
    case .week: try amount * Fraction(Int128(days), over: 7)
    case .month: try amount * Fraction(months)
    case .quarter: try amount * Fraction(Int128(months), over: 3)
    case .year: try amount * Fraction(Int128(months), over: 12)
    }
  }
}

/// How the goal's date is come by: months from the day on which the stock was counted, and what happens in them.
public struct ReachTimeline: Sendable, Hashable {
  /// How the whole grows.
  public enum Growth: Sendable, Hashable {
    /// By a share of today's whole, in proportion to time.
    case share(PeriodRate)
    /// By a number of entities.
    case number(PeriodRate)
  }

  /// The day of the stock.
  public let start: CalendarDate
  /// The day by which; nil for the first month in which the goal is met.
  public let deadline: CalendarDate?
  /// How many exits can be carried out, all options together.
  public let capacity: PeriodRate?
  /// How many entities come onto the lists.
  public let inflow: PeriodRate?
  /// How long after its exit an entity is still counted.
  public let lag: CalendarDuration?
  /// How the whole grows.
  public let growth: Growth?

  /// A timeline; what is not given is nothing, and a capacity that is not given has no bound.
  public init(
    start: CalendarDate, deadline: CalendarDate?, capacity: PeriodRate?, inflow: PeriodRate?, lag: CalendarDuration?,
    growth: Growth?
  ) {
    self.start = start
    self.deadline = deadline
    self.capacity = capacity
    self.inflow = inflow
    self.lag = lag
    self.growth = growth
  }

  /// How far it looks for the first month: fifty years.
  static let mostMonths = 600

  /// The day some months on: a month's last day stays one.
  func day(after months: Int) throws -> CalendarDate {
    let day = try start.adding(CalendarDuration(months: Int32(months)))
    guard start == start.month.lastDay else { return day }
    return day.month.lastDay ?? day
  }

  private func days(in months: Int) throws -> Int { Int(try day(after: months).dayNumber - start.dayNumber) }

  /// How many whole months there are until the deadline.
  func monthsToDeadline() throws -> Int? {
    guard let deadline else { return nil }
    var months = 0
    while try day(after: months + 1) <= deadline { months += 1 }
    return months
  }

  /// How many have come onto the lists, a part of one counted whole.
  func inflow(after months: Int) throws -> Int64 {
    try inflow.map { try $0.total(months: months, days: days(in: months)).roundedUp } ?? 0
  }

  /// How many exits a rate allows, a part of one not counted.
  func allowed(by rate: PeriodRate, after months: Int) throws -> Int64 {
    try rate.total(months: months, days: days(in: months)).roundedDown
  }

  /// How much larger the whole is, a part of an entity not counted.
  func growth(of whole: Int64, after months: Int) throws -> Int64 {
    switch growth {
    case nil: 0
    case .number(let rate)?: try rate.total(months: months, days: days(in: months)).roundedDown
    case .share(let rate)?:
      try (rate.total(months: months, days: days(in: months)) * Fraction(whole)).roundedDown
    }
  }

  /// The last month whose exits no longer show in a month.
  func monthShown(in months: Int) throws -> Int {
    guard let lag else { return months }
    let day = try day(after: months)
    var shown = months
    while shown > 0, try self.day(after: shown).adding(lag) > day { shown -= 1 }
    return shown
  }
}

extension Fraction {
  /// The greatest whole number that is no more.
  var roundedDown: Int64 {
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    return Int64(clamping: remainder < 0 ? quotient - 1 : quotient)
  }

  /// The least whole number that is no less.
  var roundedUp: Int64 { -(-self).roundedDown }
}
