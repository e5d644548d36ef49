import Evaluation
import Language
import Tables
import Testing
import Values

@testable import Simulation

@Suite("Reaching a goal: sets of measures") struct ReachSearchTests {
  private static let metrics = [
    "entities(serious) / entities(registry)", "entities(court)", "entities(serious) + entities(penalties)",
    "(entities(serious) + entities(penalties)) / entities(registry)", "entities(court where not clues)",
    "entities(serious) / entities(registry where size = \"small\")", "entities(serious) / 40",
    "entities(registry where status = \"revoked\") / entities(registry)",
  ]

  private static let measures = Repertoire.exits + Repertoire.strikes

  private func rehearsal(_ seed: Int, options: Int, costs: Bool = false) throws -> ReachRehearsal {
    var lot = Lot(seed)
    let facts = Facts.random(using: &lot)
    let metric = lot.pick(Self.metrics)
    let bound: Value =
      metric.contains("/")
      ? .percentage(.percent(Int.random(in: 1...60, using: &lot))) : .integer(Int64.random(in: 1...6, using: &lot))
    return try ReachRehearsal(
      facts, goal: metric, lot.pick([.less, .lessOrEqual]), bound,
      measures: (0..<options).map { _ in lot.pick(Self.measures) },
      costs: costs ? (0..<options).map { _ in Int64.random(in: 0...5, using: &lot) } : [])
  }

  @Test("A table of entities says of every set what carrying it out says", arguments: 0..<150)
  func tabulation(seed: Int) throws {
    let rehearsal = try rehearsal(seed, options: 4)
    let evaluation = try rehearsal.evaluation()
    guard let tabulation = evaluation.tabulation else { return }
    for set in rehearsal.sets {
      let (run, value) = try evaluation.outcomeOfRun(set)
      let table = tabulation.outcome(of: set)
      #expect(table.counted == run.counted, "\(set)")
      #expect(table.whole == run.whole, "\(set)")
      #expect(table.exits == run.exits, "\(set)")
      guard value.low != .unknown, value.high != .unknown, value.headline != .unknown else { continue }
      #expect(table.verdict == run.verdict, "\(set) \(value)")
      #expect(table.isMetInHeadline == run.isMetInHeadline, "\(set)")
    }
  }

  @Test("Enough of the worlds by lot can be told from a table")
  func tabulationsExist() throws {
    let tables = try (0..<150).filter { try rehearsal($0, options: 4).evaluation().tabulation != nil }
    #expect(tables.count > 30)
  }

  @Test("The smallest set and the cheapest are those of all sets", arguments: 0..<150)
  func enumeration(seed: Int) throws {
    let rehearsal = try rehearsal(seed, options: 5, costs: seed.isMultiple(of: 2))
    let evaluation = try rehearsal.evaluation()
    let findings = try rehearsal.study.findings()
    let costs = rehearsal.options.map { $0.cost?.number ?? Fraction(1) }
    let outcomes = try rehearsal.sets.map { try evaluation.outcomeOfRun($0).outcome }
    let verdict: Truth =
      outcomes.contains { $0.verdict == .yes } ? .yes : outcomes.contains { $0.verdict == .unknown } ? .unknown : .no
    guard outcomes.allSatisfy({ $0.whole.low > 0 }) else { return }
    #expect(findings.verdict == verdict)
    let good = outcomes.filter { verdict == .yes ? $0.verdict == .yes : $0.verdict != .no }
    func cost(_ outcome: ReachOutcome) throws -> Fraction {
      try zip(outcome.chosen, outcome.exits).reduce(.zero) { try $0 + costs[$1.0] * Fraction($1.1) }
    }
    let smallest = good.map { ($0.chosen.count, $0.exits.reduce(0, +)) }.min { $0 < $1 }
    let cheapest = try good.map { (try cost($0), $0.chosen.count) }.min { $0 < $1 }
    #expect(findings.smallest.map { $0.outcome.chosen.count } == smallest?.0)
    #expect(findings.smallest.map { $0.outcome.exits.reduce(0, +) } == smallest?.1)
    #expect(findings.cheapest?.cost == cheapest?.0)
    #expect(findings.cheapest.map { $0.outcome.chosen.count } == cheapest?.1)
    #expect(findings.smallest?.bound == nil && findings.cheapest?.bound == nil)
  }

  @Test(
    "A verdict holds however the unknown facts turn out",
    arguments: 0..<120)
  func resolution(seed: Int) throws {
    var lot = Lot(seed)
    let facts = Facts.random(using: &lot)
    let metric = lot.pick(["entities(court)", "entities(serious) / entities(registry)", "entities(penalties)"])
    let bound: Value =
      metric.contains("/")
      ? .percentage(.percent(Int.random(in: 1...40, using: &lot))) : .integer(Int64.random(in: 0...5, using: &lot))
    let measures = (0..<3).map { _ in lot.pick(Repertoire.exits) }
    let open = try ReachRehearsal(facts, goal: metric, .lessOrEqual, bound, measures: measures)
    let verdict = try open.evaluation().outcome(of: [0, 1, 2]).verdict
    for _ in 0..<6 {
      let outcome = lot.once(in: 2) ? facts.withoutStrays : facts
      let closed = try ReachRehearsal(
        outcome.resolved(using: &lot), goal: metric, .lessOrEqual, bound, measures: measures)
      let value = try closed.evaluation().value(after: [0, 1, 2]).headline
      guard value != .unknown else { continue }
      if verdict == .yes { #expect(closed.goal.isMet(by: value)) }
      if verdict == .no { #expect(!closed.goal.isMet(by: value)) }
    }
  }

  // MARK: Many options

  /// Options with so many entities each, none shared, and a count that is to fall below a bound.
  private func disjoint(_ sizes: [Int64], below bound: Int64) throws -> ReachTabulation {
    var lot = Lot(1)
    let rehearsal = try ReachRehearsal(
      Facts.random(using: &lot), goal: "entities(court)", .lessOrEqual, .integer(bound), measures: ["exit court"])
    let groups = sizes.enumerated().map { option, size in
      let mask: [ReachTabulation.Mask] = [1 << ReachTabulation.Mask(option)]
      let part = ReachTabulation.Part(low: mask, headline: mask, high: mask, weight: 1)
      return ReachTabulation.Group(
        kind: .init(parts: [part], strikes: (0, 0), whole: RangedCount(0)), size: size)
    }
    return ReachTabulation(
      balance: try #require(GoalBalance(rehearsal.goal)), optionCount: sizes.count, groups: groups,
      remainder: RangedCount(1))
  }

  @Test("Twenty-four measures are weighed with proof", arguments: 0..<6)
  func proof(seed: Int) throws {
    var lot = Lot(seed)
    let sizes = (0..<24).map { _ in Int64.random(in: 1...400, using: &lot) }
    let total = sizes.reduce(0, +)
    let gap = total / 3
    let tabulation = try disjoint(sizes, below: total - gap)
    let ones = [Fraction](repeating: Fraction(1), count: 24)
    var bySize = ReachSearch(tabulation, .high, aim: .smallest, costs: ones)
    let smallest = try #require(try bySize.run())
    // The largest together are the fewest.
    var (needed, freed) = (0, Int64(0))
    for size in sizes.sorted(by: >) where freed < gap { (needed, freed) = (needed + 1, freed + size) }
    #expect(smallest.options.count == needed)
    #expect(smallest.bound == nil)
    var byCost = ReachSearch(tabulation, .high, aim: .cheapest, costs: ones)
    let cheapest = try #require(try byCost.run())
    // Every sum that some of them have.
    var sums: Set<Int64> = [0]
    for size in sizes { sums.formUnion(sums.map { $0 + size }) }
    #expect(cheapest.measure.first == Fraction(try #require(sums.filter { $0 >= gap }.min())))
  }

  @Test("The cheapest of twenty-four measures with prices is the cheapest of all sets", arguments: 0..<4)
  func prices(seed: Int) throws {
    var lot = Lot(seed)
    let sizes = (0..<24).map { _ in Int64.random(in: 1...60, using: &lot) }
    let prices = (0..<24).map { _ in Int64.random(in: 1...9, using: &lot) }
    let gap = sizes.reduce(0, +) / 2
    var search = ReachSearch(
      try disjoint(sizes, below: sizes.reduce(0, +) - gap), .high, aim: .cheapest, costs: prices.map { Fraction($0) })
    // The least cost of each number of exits, measure by measure.
    var least: [Int64: Int64] = [0: 0]
    for (size, price) in zip(sizes, prices) {
      for (exits, cost) in least {
        least[exits + size] = min(least[exits + size] ?? .max, cost + size * price)
      }
    }
    let cheapest = try #require(least.filter { $0.key >= gap }.values.min())
    #expect(try search.run()?.measure.first == Fraction(cheapest))
  }

  @Test("Past what can be proved, the bound is no more than what was found")
  func bound() throws {
    var lot = Lot(5)
    let sizes = (0..<40).map { _ in Int64.random(in: 100...110, using: &lot) }
    let tabulation = try disjoint(sizes, below: sizes.reduce(0, +) / 2)
    var search = ReachSearch(
      tabulation, .high, aim: .smallest, costs: Array(repeating: Fraction(1), count: 40), mostSteps: 2000)
    let found = try #require(try search.run())
    let bound = try #require(found.bound)
    #expect(bound <= found.measure.first)
    #expect(bound >= Fraction(15))
  }

  // MARK: The gap

  @Test("Strictly below one per cent of 649,000 takes 1,688 exits or 1,705 strikes; at most one per cent, 1,687")
  func gap() throws {
    var lot = Lot(1)
    let facts = Facts.random(using: &lot)
    func balance(_ sign: BinaryOperator) throws -> GoalBalance {
      let rehearsal = try ReachRehearsal(
        facts, goal: "entities(serious) / entities(registry)", sign, .percentage(.percent(1)), measures: ["exit court"])
      return try #require(GoalBalance(rehearsal.goal))
    }
    #expect(try balance(.less).missingExits(8177, of: 649_000) == 1688)
    #expect(try balance(.lessOrEqual).missingExits(8177, of: 649_000) == 1687)
    #expect(try balance(.less).missingStrikes(8177, of: 649_000) == 1705)
    #expect(try balance(.less).missingExits(6489, of: 649_000) == 0)
    #expect(try balance(.less).missingExits(6490, of: 649_000) == 1)
    #expect(try GoalBalance.wholes(of: 8177, roundedTo: 4, from: 649_000) == 646_404...651_553)
    #expect(try balance(.less).missingExits(8177, of: 646_404) == 1713)
    #expect(try balance(.less).missingExits(8177, of: 651_553) == 1662)
  }

  @Test("The gap is the least that suffices, by trying every number", arguments: 0..<200)
  func gapByTrying(seed: Int) throws {
    var lot = Lot(seed)
    let sign = lot.pick([BinaryOperator.less, .lessOrEqual])
    let bound = Int.random(in: 0...60, using: &lot)
    let rehearsal = try ReachRehearsal(
      Facts.random(using: &lot), goal: "entities(serious) / entities(registry)", sign, .percentage(.percent(bound)),
      measures: ["exit court"])
    let balance = try #require(GoalBalance(rehearsal.goal))
    let whole = Int64.random(in: 1...300, using: &lot)
    let count = Int64.random(in: 0...whole, using: &lot)
    func isMet(_ count: Int64, _ whole: Int64) -> Bool {
      sign == .less ? count * 100 < Int64(bound) * whole : count * 100 <= Int64(bound) * whole
    }
    #expect(balance.missingExits(count, of: whole) == (0...count).first { isMet(count - $0, whole) })
    #expect(balance.missingStrikes(count, of: whole) == (0...count).first { isMet(count - $0, whole - $0) })
  }
}
