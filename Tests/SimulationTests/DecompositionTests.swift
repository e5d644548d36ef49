import Evaluation
import Language
import Tables
import Testing
import Values

@testable import Simulation

@Suite("Decomposition") struct DecompositionTests {
  private func groups(_ lot: inout Lot) -> (stocks: [Int64], populations: [Int64]) {
    let count = Int.random(in: 1...6, using: &lot)
    return (
      (0..<count).map { _ in Int64.random(in: 0...40, using: &lot) },
      (0..<count).map { _ in lot.pick([0, 1, 3, 100, 101, 1_000, 7_919, 66_198]) }
    )
  }

  /// One unit after another, each from the group whose ratio is then the highest.
  private func oneByOne(_ total: Int64, _ stocks: [Int64], _ populations: [Int64]) -> [Int64] {
    var shares = stocks.map { _ in Int64(0) }
    // Ratios compare as products.
    func isHigher(_ first: Int, _ second: Int) -> Bool {
      (stocks[first] - shares[first]) * populations[second] > (stocks[second] - shares[second]) * populations[first]
    }
    for _ in 0..<total {
      let open = stocks.indices.filter { stocks[$0] > shares[$0] }
      guard let first = open.first(where: { populations[$0] == 0 }) ?? open.first else { break }
      let next = populations[first] == 0 ? first : open.reduce(first) { isHigher($1, $0) ? $1 : $0 }
      shares[next] += 1
    }
    return shares
  }

  @Test("Leveling takes each unit from where the ratio is the highest", arguments: 0..<60)
  func leveling(seed: Int) {
    var lot = Lot(seed)
    let (stocks, populations) = groups(&lot)
    let total = Int64.random(in: 0...stocks.reduce(0, +), using: &lot)
    #expect(DecompositionShares.leveling(total, of: stocks, over: populations) == oneByOne(total, stocks, populations))
  }

  @Test("No other way to share out leaves a lower highest ratio", arguments: 0..<20)
  func optimum(seed: Int) throws {
    var lot = Lot(seed)
    let stocks = (0..<3).map { _ in Int64.random(in: 0...6, using: &lot) }
    let populations: [Int64] = (0..<3).map { _ in lot.pick([3, 5, 8, 13]) }
    let total = Int64.random(in: 0...stocks.reduce(0, +), using: &lot)
    func highest(_ shares: [Int64]) throws -> Fraction {
      try stocks.indices.map { try Fraction(Int128(stocks[$0] - shares[$0]), over: Int128(populations[$0])) }.max()!
    }
    var best: Fraction?
    for first in 0...stocks[0] {
      for second in 0...stocks[1] where (0...stocks[2]).contains(total - first - second) {
        let found = try highest([first, second, total - first - second])
        best = best.map { min($0, found) } ?? found
      }
    }
    #expect(try highest(DecompositionShares.leveling(total, of: stocks, over: populations)) == best)
  }

  @Test("Shares in proportion add up, keep the quota, and stay within what there is", arguments: 0..<60)
  func proportion(seed: Int) throws {
    var lot = Lot(seed)
    let weights = groups(&lot).stocks
    let sum = weights.reduce(0, +)
    let total = Int64.random(in: 0...sum, using: &lot)
    let shares = DecompositionShares.proportional(total, to: weights)
    #expect(shares.reduce(0, +) == (sum > 0 ? total : 0))
    for (share, weight) in zip(shares, weights) where sum > 0 {
      let quota = Int128(weight) * Int128(total)
      #expect(Int128(share) * Int128(sum) > quota - Int128(sum) && Int128(share) * Int128(sum) < quota + Int128(sum))
      #expect(share <= weight)
    }
  }

  @Test("The largest remainders get the units that are left, the first of several")
  func remainders() {
    #expect(DecompositionShares.proportional(4, to: [1, 1, 1]) == [2, 1, 1])
    #expect(DecompositionShares.proportional(10, to: [47, 16, 15, 12, 10]) == [5, 2, 1, 1, 1])
    #expect(DecompositionShares.proportional(0, to: [0, 0]) == [0, 0])
  }

  private static let exits = Repertoire.exits.filter { !$0.contains("penalties") }

  private func study(
    _ rehearsal: Rehearsal, _ metric: String, _ sign: BinaryOperator, _ bound: Value, with bodies: [String] = []
  ) throws -> Decomposition? {
    let key = try rehearsal.groupingKey("district")
    let measures = try bodies.flatMap { try rehearsal.measures($0) }
    let goal = Goal(
      name: .same("goal"), metric: try rehearsal.named(metric), comparison: sign, bound: bound, deadline: nil,
      source: nil)
    return Decomposition(
      of: goal, by: [key], over: rehearsal.world,
      with: bodies.isEmpty ? nil : .init(run: try ScenarioRun(measures, over: rehearsal.world), order: []))
  }

  @Test("Every method's parts and what is not covered add up to the distance", arguments: 0..<40)
  func sums(seed: Int) throws {
    var lot = Lot(seed)
    let rehearsal = try Rehearsal(Facts.random(using: &lot))
    let bodies = [lot.pick(Self.exits), lot.pick(Self.exits)]
    let bound = Value.integer(Int64.random(in: 0...4, using: &lot))
    let study = try #require(try study(rehearsal, "entities(serious)", .lessOrEqual, bound, with: bodies))
    let result = try study.result()
    let listed = try rehearsal.value("entities(serious)")
    #expect(.integer(result.whole.listed) == listed.headline)
    #expect(result.listed.reduce(0, +) == result.whole.listed)
    if case .integer(let bound) = bound { #expect(result.gap.headline == max(0, result.whole.listed - bound)) }
    for shares in result.shares {
      #expect(shares.parts.reduce(0, +) + shares.uncovered == result.gap.headline, "\(shares.method)")
      for group in shares.parts.indices where !result.isAssignable[group] { #expect(shares.parts[group] == 0) }
    }
    #expect(result.shares.map(\.method) == Decomposition.Method.allCases)
    #expect(result.shares[2].uncovered == result.shares[3].uncovered)
    _ = try study.answer()
  }

  @Test("The easiest come out one record after another, until there are enough", arguments: 0..<40)
  func easiest(seed: Int) throws {
    var lot = Lot(seed)
    let rehearsal = try Rehearsal(Facts.random(using: &lot))
    let body = lot.pick(["exit court where not clues", "exit court where listed < 2021-08-01", "exit court"])
    let study = try #require(try study(rehearsal, "entities(court)", .less, .integer(3), with: [body]))
    let result = try study.result()
    // Each record leaves by itself, as the rows stand, and who is listed is counted anew.
    let run = try ScenarioRun(try rehearsal.measures(body), over: rehearsal.world)
    let metric = try rehearsal.metric("entities(court)")
    let grouping = try rehearsal.grouping(by: "district", for: [metric])
    var world = rehearsal.world
    var parts = result.listed.map { _ in Int64(0) }
    let list = rehearsal.list("court")
    for row in run.steps[0].taken.rows {
      let before = try metric.values(in: world, by: grouping).map(\.headline.number)
      let rows = Bitmap([row], count: world.graph.lists[list].rowCount)
      world = world.taking(TruthPlanes(yes: rows, unknown: Bitmap(count: rows.count)), from: list, erasing: false)
      let after = try metric.values(in: world, by: grouping).map(\.headline.number)
      for group in parts.indices where before[group] != after[group] && result.isAssignable[group] {
        if parts.reduce(0, +) < result.gap.headline { parts[group] += 1 }
      }
    }
    #expect(result.shares[3].parts == parts)
  }

  @Test(
    "The bound is kept by as many exits as are found, and not by one less",
    arguments: [BinaryOperator.less, .lessOrEqual])
  func distance(sign: BinaryOperator) throws {
    var facts = Facts()
    facts.enterprises = (0..<5).map { .init(organisation: $0) } + [.init(organisation: nil, weight: 95)]
    facts.court = (0..<5).map { .init(organisation: $0, number: $0) }
    let rehearsal = try Rehearsal(facts)
    let study = try #require(
      try study(rehearsal, "entities(serious) / entities(registry)", sign, .percentage(Fraction(2, over: 100))))
    #expect(try study.result().gap.headline == (sign == .less ? 4 : 3))
  }

  @Test(
    "What counts no entities of lists can't be shared out",
    arguments: ["count(court)", "entities(registry)", "entities(court) - entities(tax)"])
  func foreign(metric: String) throws {
    #expect(try study(Rehearsal(Facts()), metric, .less, .integer(1)) == nil)
  }

  @Test("A bound below nothing is kept by no exits")
  func hopeless() throws {
    let study = try #require(try study(Rehearsal(Facts()), "entities(court)", .less, .integer(0)))
    #expect(throws: Failure.self) { try study.result() }
  }
}
