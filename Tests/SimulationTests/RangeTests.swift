import Evaluation
import Foundation
import Language
import Simulation
import Tables
import Testing
import Values

@Suite("Ranges") struct RangeTests {
  /// Whether a value that unknown facts may lead to lies in the range that was given without them. A quotient whose
  /// divisor may be nothing has no value then, and its range no end.
  private func holds(_ range: RangedValue, _ outcome: RangedValue) -> Bool {
    let isAbove = range.low == .unknown || outcome.low == .unknown || range.low <= outcome.low
    let isBelow = range.high == .unknown || outcome.high == .unknown || outcome.high <= range.high
    return isAbove && isBelow
  }

  /// Metrics that some way in which the unknown facts may turn out leads out of their ranges.
  private func escapes(
    seed: Int, withStrikes: Bool, withUpdates: Bool = false, withAdmissions: Bool = false, withStrays: Bool,
    metrics: [String]
  ) throws -> Set<String> {
    var lot = Lot(seed)
    let facts = Facts.random(using: &lot, hasStrays: withStrays)
    let scenarios = Repertoire.scenarios(
      using: &lot, withStrikes: withStrikes, withUpdates: withUpdates, withAdmissions: withAdmissions)
    let open = try Outcome(Rehearsal(facts, scenarios), metrics)
    var escapes: Set<String> = []
    for _ in 0..<6 {
      let outcome = withStrays && lot.once(in: 2) ? facts.withoutStrays : facts
      let closed = try Outcome(Rehearsal(outcome.resolved(using: &lot), scenarios), metrics)
      for (key, value) in closed.values {
        // A group that nobody is left in has no counterpart.
        guard let range = open.values[key] else { continue }
        if !holds(range, value) { escapes.insert(key) }
      }
    }
    return escapes
  }

  /// All that is asked of one world: metrics after scenarios, their changes from one to another, in groups and not.
  private struct Outcome {
    var values: [String: RangedValue] = [:]

    init(_ rehearsal: Rehearsal, _ metrics: [String]) throws {
      let worlds = try [
        ("base", rehearsal.world), ("a", rehearsal.run("a").world), ("a + b", rehearsal.run("a", "b").world),
        ("c", rehearsal.run("c").world),
      ]
      for text in metrics {
        let metric = try rehearsal.metric(text)
        let grouping = try rehearsal.grouping(by: "district", for: [metric])
        for (name, world) in worlds {
          values["\(text) after \(name)"] = try metric.values(in: world)[0]
          for (group, value) in try metric.values(in: world, by: grouping).enumerated() {
            values["\(text) after \(name) in \(grouping.keys[group])"] = value
          }
          for (other, first) in [worlds[0], worlds[3]] where other != name {
            values["\(text) from \(other) to \(name)"] = try metric.changes(from: first, to: world)[0]
          }
        }
      }
    }
  }

  @Test("A range holds every way that unknown facts can turn out", arguments: 0..<24)
  func enclosure(seed: Int) throws {
    let escapes = try escapes(
      seed: seed, withStrikes: false, withStrays: false, metrics: Repertoire.entityMetrics + Repertoire.recordMetrics)
    #expect(escapes.isEmpty, "\(escapes.sorted())")
  }

  @Test("A range holds every outcome where entities may leave the population too", arguments: 100..<124)
  func enclosureWithStrikes(seed: Int) throws {
    let escapes = try escapes(
      seed: seed, withStrikes: true, withStrays: false, metrics: Repertoire.entityMetrics + Repertoire.recordMetrics)
    #expect(escapes.isEmpty, "\(escapes.sorted())")
  }

  @Test("A range holds every outcome of records that can't be identified", arguments: 200..<216)
  func enclosureWithStrays(seed: Int) throws {
    let escapes = try escapes(
      seed: seed, withStrikes: true, withStrays: true, metrics: Repertoire.entityMetrics)
    #expect(escapes.isEmpty, "\(escapes.sorted())")
  }

  @Test("A range holds every outcome where records and the registry are updated", arguments: 500..<524)
  func enclosureWithUpdates(seed: Int) throws {
    let escapes = try escapes(
      seed: seed, withStrikes: seed % 4 == 0, withUpdates: true, withStrays: false,
      metrics: Repertoire.entityMetrics + Repertoire.recordMetrics + Repertoire.amountMetrics)
    #expect(escapes.isEmpty, "\(escapes.sorted())")
  }

  @Test("A range holds every outcome where records are put onto lists", arguments: 600..<624)
  func enclosureWithAdmissions(seed: Int) throws {
    let escapes = try escapes(
      seed: seed, withStrikes: seed % 4 == 0, withUpdates: seed % 2 == 0, withAdmissions: true,
      withStrays: seed % 8 == 1, metrics: Repertoire.entityMetrics + (seed % 8 == 1 ? [] : Repertoire.recordMetrics))
    #expect(escapes.isEmpty, "\(escapes.sorted())")
  }

  // MARK: Exactness

  @Test("A share's range is no wider than the outcomes where entities may be struck", arguments: 300..<320)
  func jointRatio(seed: Int) throws {
    var lot = Lot(seed)
    var facts = Facts()
    for organisation in 0..<3 {
      facts.enterprises.append(
        .init(
          organisation: organisation, district: lot.pick(["north", "south"]),
          status: lot.perhaps(Facts.states, unknownOnceIn: 2)))
      if lot.once(in: 2) {
        facts.court.append(
          .init(organisation: organisation, number: organisation, clues: lot.perhaps([true, false], unknownOnceIn: 2)))
      }
      if lot.once(in: 3) { facts.tax.append(.init(organisation: organisation)) }
    }
    facts.enterprises.append(.init(weight: 4, status: lot.perhaps(Facts.states, unknownOnceIn: 2)))
    facts.enterprises.append(.init(weight: 3, district: "south"))
    let scenario = "scenario s = {\n exit court where clues\n strike registry where status = \"revoked\"\n}"
    let ratios = [
      "entities(serious) / entities(registry)", "(entities(court) + entities(tax)) / entities(registry)",
      "entities(court) / entities(registry where district = \"south\")",
    ]
    let open = try Rehearsal(facts, scenario)
    let outcomes = try facts.everyOutcome.map { try Rehearsal($0, scenario) }
    for ratio in ratios {
      let values = try outcomes.map { try $0.value(ratio, after: "s").headline }
      let range = try open.value(ratio, after: "s")
      if ratio == ratios[2] {
        for value in values { #expect(holds(range, RangedValue(value)), "\(ratio)") }
      } else {
        #expect(range.low == values.min(), "least of \(ratio)")
        #expect(range.high == values.max(), "most of \(ratio)")
      }
    }
    try expectGroupsExact(open, outcomes, ratios[0])
  }

  private func expectGroupsExact(_ open: Rehearsal, _ outcomes: [Rehearsal], _ ratio: String) throws {
    let metric = try open.metric(ratio)
    let grouping = try open.grouping(by: "district", for: [metric])
    let ranges = try metric.values(in: open.run("s").world, by: grouping)
    let values = try outcomes.map { outcome in
      let metric = try outcome.metric(ratio)
      return try metric.values(
        in: outcome.run("s").world, by: outcome.grouping(by: "district", for: [metric]))
    }
    for group in ranges.indices {
      let headlines = values.map { $0[group].headline }
      // A group that may lose its last member has no share then.
      guard !headlines.contains(.unknown) else { continue }
      #expect(ranges[group].low == headlines.min())
      #expect(ranges[group].high == headlines.max())
    }
  }

  @Test("Without unknown facts every answer is exact", arguments: 400..<424)
  func exactness(seed: Int) throws {
    var lot = Lot(seed)
    let facts = Facts.random(using: &lot).resolved(using: &lot)
    // Without records outside the registry no property of an entity is unknown either.
    var inside = facts
    inside.court.removeAll { $0.organisation! >= 6 }
    inside.tax.removeAll { $0.organisation! >= 6 }
    inside.penalties.removeAll { $0.organisation! >= 6 }
    // Nor does anybody make a fact unknown.
    let scenarios = Repertoire.scenarios(using: &lot, withStrikes: true, withUpdates: true, withAdmissions: true)
      .replacingOccurrences(of: "= unknown", with: "= no").replacingOccurrences(of: "= court.clues", with: "= no")
    let rehearsal = try Rehearsal(inside, scenarios)
    for metric in Repertoire.entityMetrics + Repertoire.recordMetrics {
      #expect(try rehearsal.value(metric, after: "a", "b").isExact, "\(metric)")
      #expect(try rehearsal.change(metric, after: "a", "b").isExact, "\(metric)")
    }
  }

  @Test("What no measure touched cancels out of a difference")
  func cancelling() throws {
    var facts = Facts()
    facts.enterprises = (0..<3).map { Facts.Enterprise(organisation: $0) }
    facts.court = [
      .init(organisation: 0, number: 0, listed: .unreadable), .init(organisation: 1, number: 1),
      .init(organisation: 2, number: 2, clues: nil), .init(organisation: nil, number: 3),
    ]
    let rehearsal = try Rehearsal(facts, "scenario s = exit court where case = \"case 1\"")
    #expect(try rehearsal.value("entities(court)") == range(2, 4, 4))
    #expect(try rehearsal.value("entities(court)", after: "s") == range(1, 3, 3))
    #expect(try rehearsal.change("entities(court)", after: "s") == range(-1, -1, -1))
  }

  @Test("What no measure touched cancels out of a difference of record counts too")
  func cancellingRecords() throws {
    var facts = Facts()
    facts.enterprises = (0..<2).map { Facts.Enterprise(organisation: $0) }
    facts.court = [.init(organisation: 0, number: 0, listed: .unreadable), .init(organisation: 1, number: 1)]
    let rehearsal = try Rehearsal(facts, "scenario s = exit court where case = \"case 1\"")
    #expect(try rehearsal.change("count(court)", after: "s") == range(-1, -1, -1))
    #expect(try rehearsal.change("entities(court) - entities(tax)", after: "s") == range(-1, -1, -1))
  }

  @Test("A record that may stand and may be taken may make a difference")
  func doubtUponDoubt() throws {
    var facts = Facts()
    facts.enterprises = [.init(organisation: 0)]
    facts.court = [.init(organisation: 0, number: 0, listed: .unreadable, clues: nil)]
    let rehearsal = try Rehearsal(facts, "scenario s = exit court where clues")
    #expect(try rehearsal.change("entities(court)", after: "s") == range(-1, 0, 0))
  }

  @Test("Of two scenarios that may each take a record, either may take more")
  func eitherMore() throws {
    var facts = Facts()
    facts.enterprises = [.init(organisation: 0, size: nil)]
    facts.court = [.init(organisation: 0, number: 0, clues: nil)]
    let rehearsal = try Rehearsal(
      facts, "scenario a = exit court where clues\nscenario b = exit court where entity.size = \"small\"")
    let change = try rehearsal.metric("entities(court)").changes(
      from: rehearsal.run("a").world, to: rehearsal.run("b").world)[0]
    #expect(change == range(-1, 0, 1))
  }

  @Test("Who may not be in the divisor may still be in the dividend")
  func unevenRatio() throws {
    var facts = Facts()
    facts.enterprises = (0..<2).map { Facts.Enterprise(organisation: $0) }
    facts.court = [.init(organisation: 0, number: 0, listed: .unreadable), .init(organisation: 1, number: 1)]
    facts.penalties = [.init(organisation: 0)]
    let ratio = try Rehearsal(facts).value("entities(penalties) / entities(court)")
    #expect(ratio.low == .percentage(try Fraction(1, over: 2)))
    #expect(ratio.high == .percentage(Fraction(1)))
  }

  private func range(_ low: Int64, _ headline: Int64, _ high: Int64) -> RangedValue {
    RangedValue(low: .integer(low), headline: .integer(headline), high: .integer(high))
  }

  @Test("A comparison of a count is unknown exactly when the unknown rows decide it")
  func decidingRows() throws {
    var facts = Facts()
    facts.enterprises = (0..<4).map { Facts.Enterprise(organisation: $0) }
    facts.court = (0..<4).map { .init(organisation: $0, number: $0) }
    let found: [[Bool?]] = [[false, false], [false, nil], [true, nil], [false, false, nil]]
    facts.searches = found.enumerated().flatMap { number, results in
      results.map { Facts.Search(number: number, found: $0) }
    }
    let rehearsal = try Rehearsal(
      facts, "scenario s = exit court where count(searches where not found) >= 2 and not clues")
    let step = try rehearsal.run("s").steps[0]
    #expect(step.taken.rows == [0, 3])
    #expect(step.open.rows == [1])
  }
}

extension Facts {
  /// Every way in which unknown states of enterprises and clues of court records may turn out.
  fileprivate var everyOutcome: [Facts] {
    var outcomes = [self]
    for row in enterprises.indices where enterprises[row].status == nil {
      outcomes = outcomes.flatMap { facts in
        Facts.states.map { state in
          var outcome = facts
          outcome.enterprises[row].status = state
          return outcome
        }
      }
    }
    for row in court.indices where court[row].clues == nil {
      outcomes = outcomes.flatMap { facts in
        [true, false].map { clues in
          var outcome = facts
          outcome.court[row].clues = clues
          return outcome
        }
      }
    }
    return outcomes
  }
}
