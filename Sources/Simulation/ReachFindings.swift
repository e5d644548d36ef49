import Language
import Values

/// What a question after a goal found out.
public struct ReachFindings: Sendable {
  /// What options supply.
  public struct Supply: Sendable {
    /// Which: positions, ascending.
    public let options: [Int]
    /// How many entities leave the count.
    public let exits: RangedCount
    /// The metric afterwards.
    public let value: RangedValue
    /// How many records can't be decided for want of facts.
    public let undecided: Int
  }

  /// A set of options that meets the goal, the best in some respect.
  public struct Chosen: Sendable {
    /// What becomes of the goal with it.
    public let outcome: ReachOutcome
    /// The metric afterwards.
    public let value: RangedValue
    /// What its exits cost.
    public let cost: Fraction
    /// What no set can undercut, where it is not proved that there is none better.
    public let bound: Fraction?
    /// How much of its last option suffices.
    public let partialUse: ReachPartialUse?
  }

  /// Today.
  public let before: ReachOutcome
  /// With all options, or with the smallest set where only fewer meet the goal.
  public let used: ReachOutcome
  /// The metric today.
  public let valueBefore: RangedValue
  /// The metric then.
  public let valueUsed: RangedValue
  /// Whether the goal can be met: whatever the unknown facts, only if some turn out so, or not.
  public let verdict: Truth
  /// What is missing today; nil where the metric is no count or share of entities that is to be low.
  public let gap: ReachGap?
  /// What each option supplies alone, and if there are several what all supply together.
  public let supplies: [Supply]
  /// The set with the fewest options, then the fewest exits.
  public let smallest: Chosen?
  /// The set with the least cost, then the fewest options.
  public let cheapest: Chosen?
  /// Month by month; nil where no day is asked about.
  public let forecast: ReachForecast?
  let balance: GoalBalance?
}

/// How many entities are missing for a goal today.
public struct ReachGap: Sendable, Hashable {
  /// Entities that must leave the count, by the reading of the count; nil where not even all would do.
  public let exits: Int64?
  /// At the best and the worst of what unknown facts leave open today.
  public let exitsRange: (low: Int64?, high: Int64?)
  /// Entities that must leave the count and the whole; nil where the whole counts no entities.
  public let strikes: Int64?
  /// The wholes that are open, and the exits at both ends.
  public let band: Band?

  /// What an open whole does to the gap.
  public struct Band: Sendable, Hashable {
    /// The wholes.
    public let wholes: ClosedRange<Int64>
    /// The exits that are missing at the greatest whole, and at the least.
    public let exits: ClosedRange<Int64>
  }

  init(_ balance: GoalBalance, _ before: ReachOutcome, _ openWhole: ReachStudy.OpenWhole?) throws {
    let (count, whole) = (before.counted, before.whole)
    exits = balance.missingExits(count.headline, of: whole.headline)
    exitsRange = (
      balance.missingExits(count.low, of: whole.high), balance.missingExits(count.high, of: whole.low)
    )
    strikes = balance.missingStrikes(count.headline, of: whole.headline)
    let wholes: ClosedRange<Int64>? =
      switch openWhole {
      case nil: nil
      case .bounds(let bounds)?: bounds
      case .rounding(let places)?:
        try GoalBalance.wholes(of: count.headline, roundedTo: places, from: whole.headline)
      }
    band = wholes.flatMap { wholes in
      guard let least = balance.missingExits(count.headline, of: wholes.upperBound),
        let most = balance.missingExits(count.headline, of: wholes.lowerBound), least <= most
      else { return nil }
      return Band(wholes: wholes, exits: least...most)
    }
  }

  /// Every part.
  public static func == (left: ReachGap, right: ReachGap) -> Bool {
    left.exits == right.exits && left.exitsRange == right.exitsRange && left.strikes == right.strikes
      && left.band == right.band
  }

  /// Hashes what is missing.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(exits)
    hasher.combine(strikes)
    hasher.combine(band)
  }
}

/// When a goal is met, and the pace that it needs.
public struct ReachForecast: Sendable {
  /// The months in the three readings: at best, in the headline, at worst.
  public let schedules: (low: ReachSchedule, headline: ReachSchedule, high: ReachSchedule)
  /// The months until the goal's day; nil where it has none.
  public let monthsToDeadline: Int?
  /// The first month in the headline; nil where none comes within fifty years.
  public let firstMet: ReachSchedule.Month?
  /// The first month at best and at worst.
  public let firstMetRange: (low: ReachSchedule.Month?, high: ReachSchedule.Month?)
  /// What is missing by the goal's day, and the exits a month that would supply it.
  public let need: (exits: Int64?, pace: Int64?)?
  /// The exits a month that can be carried out; nil for no bound.
  public let pace: Fraction?

  init(
    _ study: ReachStudy, _ balance: GoalBalance, _ timeline: ReachTimeline, _ before: ReachOutcome,
    _ used: ReachOutcome
  ) throws {
    let capacities = study.options.map(\.capacity)
    func schedule(_ reading: Reading) -> ReachSchedule {
      ReachSchedule(timeline, balance, from: before, to: used, capacities: capacities, reading)
    }
    let monthsToDeadline = try timeline.monthsToDeadline()
    firstMet = try schedule(.headline).firstMet()
    firstMetRange = (try schedule(.low).firstMet(), try schedule(.high).firstMet())
    need = try monthsToDeadline.map { try schedule(.headline).need(by: $0) }
    self.schedules = (schedule(.low), schedule(.headline), schedule(.high))
    self.monthsToDeadline = monthsToDeadline
    // The mean over a year where nothing ends it before, so that weeks come out right.
    let months = max(1, monthsToDeadline ?? 12)
    let days = Int(try timeline.day(after: months).dayNumber - timeline.start.dayNumber)
    func monthly(_ rate: PeriodRate) throws -> Fraction {
      try rate.total(months: months, days: days) / Fraction(months)
    }
    var own: Fraction? = .zero
    for option in study.options {
      own = try own.flatMap { sum in try option.capacity.map { try sum + monthly($0) } }
    }
    let common = try timeline.capacity.map(monthly)
    pace = [own, common].compactMap { $0 }.min()
  }

  /// The months that a table shows: up to the goal's day and the first month in which it is met.
  func shownMonths() -> Int {
    max(monthsToDeadline ?? 0, firstMet?.number ?? 0)
  }
}
