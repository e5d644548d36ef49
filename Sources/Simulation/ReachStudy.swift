import Evaluation
import Language
import Tables
import Values

/// Whether a goal can be met with some measures: what is missing, what they supply, which of them suffice, and when.
public struct ReachStudy: Sendable {
  /// Something that may be used: joined scenarios.
  public struct Option: Sendable {
    /// As results name it.
    public let label: String
    /// Its measures, in order.
    public let measures: [Measure]
    /// What an exit costs; nil where nothing was said: then each counts as one.
    public let cost: Value?
    /// How many exits it can carry out in a period; nil for no bound.
    public let capacity: PeriodRate?

    /// Something that may be used.
    public init(label: String, measures: [Measure], cost: Value? = nil, capacity: PeriodRate? = nil) {
      self.label = label
      self.measures = measures
      self.cost = cost
      self.capacity = capacity
    }
  }

  /// Exact search up to so many options where no measure looks at what another writes.
  static let mostOptions = 24
  /// Branches after which a search among more options stops.
  static let mostSteps = 200_000

  /// The world before.
  public let base: World
  /// What is to be met.
  public let goal: Goal
  /// What may be used, in the written order.
  public let options: [Option]
  /// What happens until the goal's day; nil where only today's stock is asked about.
  public let timeline: ReachTimeline?
  /// How records come one after another where an option is used in part.
  public let orders: [ReachOrder]
  /// That order as it was written; nil for the data's.
  public let orderText: Phrase?
  /// The wholes that the goal's published figure leaves open; nil where the whole is known.
  public let openWhole: OpenWhole?
  /// What else is to be said, such as which measures were set aside.
  public let remarks: [Phrase]

  /// Why the whole of a share is not known to the last entity.
  public enum OpenWhole: Sendable, Hashable {
    /// It is a published figure: whatever gives the same share at so many places is possible.
    case rounding(places: Int)
    /// It was given with bounds.
    case bounds(ClosedRange<Int64>)
  }

  /// A question.
  public init(
    base: World, goal: Goal, options: [Option], timeline: ReachTimeline? = nil, orders: [ReachOrder] = [],
    orderText: Phrase? = nil, openWhole: OpenWhole? = nil, remarks: [Phrase] = []
  ) {
    self.base = base
    self.goal = goal
    self.options = options
    self.timeline = timeline
    self.orders = orders
    self.orderText = orderText
    self.openWhole = openWhole
    self.remarks = remarks
  }

  /// All options' positions.
  var everyOption: [Int] { Array(options.indices) }

  /// What an exit by each option costs, as numbers.
  var costs: [Fraction] { options.map { $0.cost?.number ?? Fraction(1) } }

  /// Whether a cost was given.
  var hasCosts: Bool { options.contains { $0.cost != nil } }

  /// The answer: prose for people; a row a measure and set for machines, or a row a month where a day is asked about.
  public func answer() throws -> Answer { try ReachReport(of: findings(), in: self).answer() }

  /// What was found out.
  public func findings() throws -> ReachFindings {
    let evaluation = try ReachEvaluation(goal, MeasureSelection(options.map(\.measures), over: base))
    let before = try evaluation.outcome(of: [])
    let together = try evaluation.outcome(of: everyOption)
    let whole = try self.verdict(of: together, from: before, evaluation)
    var verdict = whole
    var choices: (smallest: ReachChoice?, cheapest: ReachChoice?) = (nil, nil)
    // Where a measure may stand in the way of another, some may do what all of them don't.
    if whole == .yes || !isMonotone(evaluation) {
      choices = try search(evaluation, before, isSure: true)
      if choices.smallest != nil { verdict = .yes }
    }
    if choices.smallest == nil, whole == .unknown || !isMonotone(evaluation) {
      choices = try search(evaluation, before, isSure: false)
      if choices.smallest != nil { verdict = .unknown }
    }
    let isSure = verdict == .yes
    func set(_ choice: ReachChoice?) throws -> ReachFindings.Chosen? {
      guard let choice else { return nil }
      let outcome = try evaluation.outcome(of: choice.options)
      let cost = try zip(choice.options, outcome.exits).reduce(Fraction.zero) { try $0 + costs[$1.0] * Fraction($1.1) }
      return .init(
        outcome: outcome, value: try evaluation.value(after: choice.options), cost: cost, bound: choice.bound,
        partialUse: try partialUse(of: choice.options, evaluation, isSure: isSure))
    }
    // What the verdict speaks of: all options, or where they get in one another's way the smallest set that does.
    let used = verdict == whole ? everyOption : choices.smallest?.options ?? everyOption
    let outcome = try evaluation.outcome(of: used)
    return ReachFindings(
      before: before, used: outcome, valueBefore: try evaluation.value(after: []),
      valueUsed: try evaluation.value(after: used), verdict: verdict,
      gap: try evaluation.balance.map { try ReachGap($0, before, openWhole) },
      supplies: try supplies(evaluation), smallest: try set(choices.smallest), cheapest: try set(choices.cheapest),
      forecast: try evaluation.balance.flatMap { balance in
        try timeline.map { try ReachForecast(self, balance, $0, before, outcome) }
      }, balance: evaluation.balance)
  }

  /// What comes of all options together, for one value of a parameter of theirs.
  public func trial(of value: Value) throws -> ReachFlipPoint.Trial {
    // Only what each measure can carry out in a month makes it matter who could free whom.
    let evaluation = try ReachEvaluation(
      goal, MeasureSelection(options.map(\.measures), over: base), isTabulated: timeline != nil)
    let before = try evaluation.outcome(of: [])
    let together = try evaluation.outcome(of: everyOption)
    let metric = try evaluation.value(after: everyOption)
    return .init(
      value: value, verdict: try verdict(of: together, from: before, evaluation), metric: metric,
      exits: together.exits.reduce(0, +))
  }

  // MARK: The verdict

  /// The schedule of an outcome in a reading; nil where no day is asked about.
  func schedule(
    of outcome: ReachOutcome, from before: ReachOutcome, _ balance: GoalBalance, _ reading: Reading
  ) -> ReachSchedule? {
    timeline.map {
      ReachSchedule($0, balance, from: before, to: outcome, capacities: options.map(\.capacity), reading)
    }
  }

  /// Whether an outcome meets the goal on its day: whatever the unknown facts, for some ways they may turn out, or not.
  func verdict(of outcome: ReachOutcome, from before: ReachOutcome, _ evaluation: ReachEvaluation) throws -> Truth {
    guard let balance = evaluation.balance, let months = try timeline?.monthsToDeadline() else {
      return outcome.verdict
    }
    func isMet(_ reading: Reading) throws -> Bool {
      try schedule(of: outcome, from: before, balance, reading)?.month(months).isMet ?? false
    }
    return try isMet(.high) ? .yes : try isMet(.low) ? .unknown : .no
  }

  /// Whether the more options are used the better: where all of them only take records off a list that is to be short.
  private func isMonotone(_ evaluation: ReachEvaluation) -> Bool {
    let takeOnly = options.flatMap(\.measures).allSatisfy { [.exit, .exempt, .repair].contains($0.action) }
    return takeOnly && evaluation.tabulation != nil
  }

  // MARK: Supply

  /// What options supply: the entities that leave the count, or the change of a metric that counts none.
  private func supplies(_ evaluation: ReachEvaluation) throws -> [ReachFindings.Supply] {
    var sets = everyOption.map { [$0] }
    if options.count > 1 { sets.append(everyOption) }
    return try sets.map { set in
      try Interruption.check()
      let run = try evaluation.selection.run(set)
      let value = try MetricEvaluation(goal.metric.expression).values(in: run.world)[0]
      let exits: RangedCount
      if let balance = evaluation.balance {
        var worlds = WorldPair(base, run.world, by: GroupingPair(nil))
        let change = try TallyChange(of: balance.counted, between: &worlds)
        exits = RangedCount(low: -change.high[0], headline: -change.headline[0], high: -change.low[0])
      } else {
        exits = RangedCount(run.steps.reduce(0) { $0 + Int64(run.entitiesLeaving($1)) })
      }
      return .init(
        options: set, exits: exits, value: value, undecided: run.steps.reduce(0) { $0 + $1.open.population })
    }
  }

  // MARK: Sets

  private func search(
    _ evaluation: ReachEvaluation, _ before: ReachOutcome, isSure: Bool
  ) throws -> (smallest: ReachChoice?, cheapest: ReachChoice?) {
    func isGoodEnough(_ outcome: ReachOutcome) throws -> Bool {
      let verdict = try verdict(of: outcome, from: before, evaluation)
      return isSure ? verdict == .yes : verdict != .no
    }
    guard let tabulation = evaluation.tabulation, let balance = evaluation.balance else {
      let most = min(ReachEnumeration.mostRuns, 1 << min(options.count, 62))
      return try WorkProgress.telling(
        Phrase("trying sets of measures", "逐组试算措施"), total: most, unit: .steps
      ) { work throws in
        var enumeration = ReachEnumeration(optionCount: options.count, costs: costs, meets: isGoodEnough) { set in
          work.advance()
          return try evaluation.outcome(of: set)
        }
        return try enumeration.run()
      }
    }
    let reading: Reading = isSure ? .high : .low
    // What comes until the day moves the goal for every set alike.
    var shift: Int128 = 0
    if let timeline, let months = try timeline.monthsToDeadline() {
      let whole = before.whole[isSure ? .low : .high]
      shift = balance.excess(
        try timeline.inflow(after: months), of: try timeline.growth(of: whole, after: months))
    }
    let isDated = try timeline?.monthsToDeadline() != nil
    func best(_ aim: ReachAim) throws -> ReachChoice? {
      var search = ReachSearch(
        tabulation, reading, aim: aim, costs: costs, shift: shift,
        mostSteps: options.count > ReachStudy.mostOptions ? ReachStudy.mostSteps : .max
      ) { set in try !isDated || isGoodEnough(tabulation.outcome(of: set)) }
      return try search.run()
    }
    return (try best(.smallest), try best(.cheapest))
  }

  // MARK: Partial use

  private func partialUse(
    of chosen: [Int], _ evaluation: ReachEvaluation, isSure: Bool
  ) throws -> ReachPartialUse? {
    let months = try timeline?.monthsToDeadline()
    return try ReachPartialUse(of: chosen, in: orders, evaluation.selection) { world in
      guard let balance = evaluation.balance, let timeline, let months else {
        let value = try MetricEvaluation(goal.metric.expression).values(in: world)[0]
        return isSure ? goal.isMet(by: value) == .yes : goal.isMet(by: value) != .no
      }
      let (counted, whole) = try balance.counts(in: world)
      let (count, share) = isSure ? (counted.high, whole.low) : (counted.low, whole.high)
      let grown = share + (try timeline.growth(of: share, after: months))
      return balance.isMet(balance.excess(count + (try timeline.inflow(after: months)), of: grown))
    }
  }
}
