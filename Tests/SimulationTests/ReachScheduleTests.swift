import Evaluation
import Language
import Tables
import Testing
import Values

@testable import Simulation

@Suite("Reaching a goal: by a day, and along a parameter") struct ReachScheduleTests {
  private static let start = CalendarDate(dayNumber: 19_204)

  private func balance(_ bound: Int) throws -> GoalBalance {
    var lot = Lot(1)
    let rehearsal = try ReachRehearsal(
      Facts.random(using: &lot), goal: "entities(serious) / entities(registry)", .less, .percentage(.percent(bound)),
      measures: ["exit court"])
    return try #require(GoalBalance(rehearsal.goal))
  }

  private func outcome(_ count: Int64, of whole: Int64, work: [ReachWorkload.Item]) -> ReachOutcome {
    ReachOutcome(
      chosen: [], counted: RangedCount(count), whole: RangedCount(whole), verdict: .no, isMetInHeadline: false,
      exits: [], work: [.low: work, .headline: work, .high: work])
  }

  @Test("Month by month it is what stepping through the months gives", arguments: 0..<100)
  func reference(seed: Int) throws {
    var lot = Lot(seed)
    func number(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &lot) }
    let (count, whole, pool) = (number(100...900), number(5000...20_000), number(0...400))
    let (capacity, inflow, growth, lag) = (number(1...60), number(0...20), number(0...30), Int(number(0...4)))
    let timeline = ReachTimeline(
      start: Self.start, deadline: nil, capacity: PeriodRate(amount: Fraction(capacity), period: .month),
      inflow: PeriodRate(amount: Fraction(inflow), period: .month), lag: CalendarDuration(months: Int32(lag)),
      growth: .number(PeriodRate(amount: Fraction(growth), period: .month)))
    let schedule = ReachSchedule(
      timeline, try balance(4), from: outcome(count, of: whole, work: []),
      to: outcome(count - pool, of: whole, work: [.init(options: 1, entities: pool)]), capacities: [nil], .headline)
    // One month after another: who comes, who is taken off, whose exit shows.
    var (stock, left, size) = (count, pool, whole)
    var exits: [Int64] = []
    var first: Int?
    for month in 0...30 {
      if month > 0 {
        let taken = min(capacity, left)
        exits.append(taken)
        (stock, left, size) = (stock + inflow - taken, left - taken, size + growth)
      }
      let shown = count + inflow * Int64(month) - exits.prefix(max(0, month - lag)).reduce(0, +)
      let state = try schedule.month(month)
      #expect(state.stock == stock)
      #expect(state.shown == shown)
      #expect(state.whole == size)
      #expect(state.isMet == (shown * 100 < 4 * size))
      if state.isMet, first == nil { first = month }
    }
    if let first { #expect(try schedule.firstMet()?.number == first) }
    // The pace that is needed does, and one less doesn't.
    let (missing, pace) = try schedule.need(by: 12)
    if let missing, let pace, pace > 0, lag < 12 {
      func isMet(_ pace: Int64) -> Bool {
        let shown = count + inflow * 12 - pace * Int64(12 - lag)
        return shown * 100 < 4 * (whole + growth * 12)
      }
      #expect(isMet(pace) && !isMet(pace - 1))
      #expect(missing <= pace * Int64(12 - lag))
    }
  }

  @Test("A month's last day is followed by months' last days")
  func lastDays() throws {
    let timeline = ReachTimeline(
      start: Self.start, deadline: CalendarDate(year: 2023, month: 3, day: 31), capacity: nil, inflow: nil, lag: nil,
      growth: nil)
    #expect(try timeline.day(after: 7).description == "2023-02-28")
    #expect(try timeline.day(after: 8).description == "2023-03-31")
    #expect(try timeline.monthsToDeadline() == 8)
  }

  @Test("186 exits in seven months take until the 64th for 1,688")
  func paceOf2022() throws {
    let timeline = ReachTimeline(
      start: Self.start, deadline: nil,
      capacity: PeriodRate(amount: try Fraction(186, over: 7), period: .month), inflow: nil, lag: nil, growth: nil)
    let schedule = ReachSchedule(
      timeline, try balance(1), from: outcome(8177, of: 649_000, work: []),
      to: outcome(4835, of: 649_000, work: [.init(options: 1, entities: 3342)]), capacities: [nil], .headline)
    #expect(try schedule.firstMet()?.number == 64)
  }

  @Test("Rates by week, quarter and year come to what the calendar makes of them")
  func periods() throws {
    func total(_ period: Period) throws -> Fraction {
      try PeriodRate(amount: Fraction(12), period: period).total(months: 6, days: 182)
    }
    #expect(try total(.week) == Fraction(312))
    #expect(try total(.month) == Fraction(72))
    #expect(try total(.quarter) == Fraction(24))
    #expect(try total(.year) == Fraction(6))
  }

  @Test("As many are freed as the scarcest options allow, whoever could free them", arguments: 0..<200)
  func flow(seed: Int) throws {
    var lot = Lot(seed)
    let items = (0..<6).map { _ in
      ReachWorkload.Item(
        options: UInt64.random(in: 1..<16, using: &lot), entities: Int64.random(in: 0...9, using: &lot))
    }
    let capacities: [Int64?] = (0..<4).map { _ in lot.once(in: 4) ? nil : Int64.random(in: 0...15, using: &lot) }
    let workload = ReachWorkload(items)
    // The least cut: some options are full, and who could be freed by none but them waits.
    let cuts = (0..<UInt64(16)).compactMap { full -> Int64? in
      var cut: Int64 = 0
      for option in 0..<4 where full >> UInt64(option) & 1 == 1 {
        guard let capacity = capacities[option] else { return nil }
        cut += capacity
      }
      return items.reduce(cut) { $1.options & ~full == 0 ? $0 : $0 + $1.entities }
    }
    #expect(workload.freed(within: capacities) == cuts.min())
  }

  @Test("A verdict by a day holds however the unknown facts turn out", arguments: 0..<120)
  func resolution(seed: Int) throws {
    var lot = Lot(seed)
    let facts = Facts.random(using: &lot)
    let bound = Value.percentage(.percent(Int.random(in: 1...40, using: &lot)))
    let measures = (0..<3).map { _ in lot.pick(Repertoire.exits) }
    let timeline = ReachTimeline(
      start: Facts.asof, deadline: try Facts.asof.adding(CalendarDuration(months: 4)),
      capacity: lot.once(in: 2) ? nil : PeriodRate(amount: try Fraction(1, over: 2), period: .month), inflow: nil,
      lag: CalendarDuration(days: 10), growth: .number(PeriodRate(amount: Fraction(1), period: .month)))
    let capacity = PeriodRate(amount: Fraction(1), period: .quarter)
    func verdict(_ facts: Facts) throws -> (verdict: Truth, isMet: Bool) {
      let asked = try ReachRehearsal(
        facts, goal: "entities(serious) / entities(registry)", .lessOrEqual, bound, measures: measures)
      let options = asked.options.enumerated().map { position, option in
        ReachStudy.Option(
          label: option.label, measures: option.measures, capacity: position == 1 ? capacity : nil)
      }
      let study = ReachStudy(base: asked.rehearsal.world, goal: asked.goal, options: options, timeline: timeline)
      let evaluation = try ReachEvaluation(asked.goal, MeasureSelection(options.map(\.measures), over: study.base))
      let (before, after) = (try evaluation.outcome(of: []), try evaluation.outcome(of: [0, 1, 2]))
      let balance = try #require(evaluation.balance)
      let schedule = try #require(study.schedule(of: after, from: before, balance, .headline))
      return (try study.verdict(of: after, from: before, evaluation), try schedule.month(4).isMet)
    }
    let open = try verdict(facts).verdict
    for _ in 0..<5 {
      let outcome = lot.once(in: 2) ? facts.withoutStrays : facts
      let closed = try verdict(outcome.resolved(using: &lot))
      if open == .yes { #expect(closed.isMet) }
      if open == .no { #expect(!closed.isMet) }
    }
  }

  // MARK: Flips

  @Test("Flips are where trying every value finds them", arguments: 0..<80)
  func flips(seed: Int) throws {
    var lot = Lot(seed)
    let last = Int64.random(in: 2...3000, using: &lot)
    let (first, second) = (Int64.random(in: 1...last, using: &lot), Int64.random(in: 1...last, using: &lot))
    func verdict(_ value: Int64) -> Truth {
      value < min(first, second) ? .yes : value < max(first, second) ? .unknown : .no
    }
    let values = (1...last).map { Value.integer($0) }
    let point = try ReachFlipPoint(among: values, isRange: true) { value in
      guard case .integer(let number) = value else { throw ArithmeticFault.overflow }
      return .init(value: value, verdict: verdict(number), metric: RangedValue(value), exits: 0)
    }
    let expected = (1..<last).filter { verdict($0) != verdict($0 + 1) }
    #expect(point.flips.map(\.before.value) == expected.map { .integer($0) })
    #expect(point.flips.map(\.after.value) == expected.map { .integer($0 + 1) })
  }

  @Test(
    "Values between two are halved down to their smallest unit",
    arguments: [
      (.integer(1), .integer(2), nil), (.integer(1), .integer(4), .integer(2)), (.money(100), .money(102), .money(101)),
      (.money(100), .money(101), nil), (.decimal(.zero), .decimal(Fraction(1)), .decimal(.percent(50))),
      (.percentage(.zero), .percentage(.percent(1)), .percentage((try? Fraction(1, over: 200)) ?? .zero)),
      (
        .duration(CalendarDuration(months: 1)), .duration(CalendarDuration(months: 3)),
        .duration(CalendarDuration(months: 2))
      ),
      (.duration(CalendarDuration(months: 1)), .duration(CalendarDuration(days: 3)), nil),
    ] as [(Value, Value, Value?)])
  func middles(first: Value, second: Value, middle: Value?) { #expect(first.middle(to: second) == middle) }
}
