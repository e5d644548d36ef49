import Language
import Values

/// A goal's count month by month, in one reading: what comes, what leaves, what the superior's list still shows.
public struct ReachSchedule: Sendable {
  /// The end of a month.
  public struct Month: Sendable, Hashable {
    /// How many months after the day of the stock; 0 is that day.
    public let number: Int
    /// The day.
    public let day: CalendarDate
    /// How many have come onto the lists so far.
    public let arrived: Int64
    /// How many exits have been carried out so far.
    public let carriedOut: Int64
    /// How many entities are on the lists.
    public let stock: Int64
    /// How many the superior's list still shows: the official count.
    public let shown: Int64
    /// The whole that it is a share of.
    public let whole: Int64
    /// Whether the official count keeps the bound.
    public let isMet: Bool
  }

  let timeline: ReachTimeline
  let balance: GoalBalance
  /// The count before and its whole.
  let count: Int64
  let whole: Int64
  /// By how much the whole falls when all have left.
  let struck: Int64
  let workload: ReachWorkload
  /// What each option can free in a period; nil for no bound.
  let capacities: [PeriodRate?]

  /// The schedule of an outcome in one reading.
  init(
    _ timeline: ReachTimeline, _ balance: GoalBalance, from base: ReachOutcome, to outcome: ReachOutcome,
    capacities: [PeriodRate?], _ reading: Reading
  ) {
    self.timeline = timeline
    self.balance = balance
    self.capacities = capacities
    count = base.counted[reading]
    // The fewer there are in the whole, the higher the share.
    let opposite: Reading = reading == .high ? .low : reading == .low ? .high : .headline
    whole = base.whole[opposite]
    struck = max(0, whole - outcome.whole[opposite])
    workload = ReachWorkload(outcome.work[reading] ?? [])
  }

  /// How many exits are carried out in some months.
  func carriedOut(after months: Int) throws -> Int64 {
    guard months > 0 else { return 0 }
    let freed = workload.freed(
      within: try capacities.map { try $0.map { try timeline.allowed(by: $0, after: months) } })
    return try timeline.capacity.map { min(freed, try timeline.allowed(by: $0, after: months)) } ?? freed
  }

  /// The state after some months.
  func month(_ number: Int) throws -> Month {
    let arrived = try timeline.inflow(after: number)
    let carriedOut = try self.carriedOut(after: number)
    let gone = try self.carriedOut(after: timeline.monthShown(in: number))
    // Whoever is struck leaves the whole with the others, in proportion.
    let lost = workload.total > 0 ? (struck * gone + workload.total - 1) / workload.total : 0
    let whole = self.whole + (try timeline.growth(of: self.whole, after: number)) - lost
    let shown = count + arrived - gone
    return Month(
      number: number, day: try timeline.day(after: number), arrived: arrived, carriedOut: carriedOut,
      stock: count + arrived - carriedOut, shown: shown, whole: whole,
      isMet: balance.isMet(balance.excess(shown, of: whole)))
  }

  /// The first month at whose end the official count keeps the bound; nil for none within fifty years.
  func firstMet() throws -> Month? {
    for number in 0...ReachTimeline.mostMonths {
      try Interruption.check()
      let month = try month(number)
      if month.isMet { return month }
      // When nobody is left to leave and the whole doesn't grow, it never gets better.
      if timeline.growth == nil, try carriedOut(after: timeline.monthShown(in: number)) == workload.total { return nil }
    }
    return nil
  }

  /// The least number of exits a month that meets the goal by a month: all that are missing then, over the months whose
  /// exits show by then.
  /// - Returns: What is missing by then, and the pace; nil paces where no exit would show, or none would do.
  func need(by number: Int) throws -> (exits: Int64?, pace: Int64?) {
    let whole = self.whole + (try timeline.growth(of: self.whole, after: number))
    let missing = balance.missingExits(count + (try timeline.inflow(after: number)), of: whole)
    let months = Int64(try timeline.monthShown(in: number))
    return (missing, missing.flatMap { months > 0 ? ($0 + months - 1) / months : $0 == 0 ? 0 : nil })
  }
}
