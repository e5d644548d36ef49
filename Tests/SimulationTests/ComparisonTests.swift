import Evaluation
import Language
import Simulation
import Tables
import Testing
import Values

@Suite("Comparisons") struct ComparisonTests {
  /// The rows of a comparison of scenarios a and a + b with the base, by the columns' names.
  private func rows(
    _ rehearsal: Rehearsal, on metric: String, against reference: [String] = [], by key: String? = nil,
    isGroupedAfter: Bool = false
  ) throws -> [[String: Cell]] {
    func candidate(_ names: [String]) throws -> ScenarioComparison.Candidate {
      .init(label: names.isEmpty ? "base" : names.joined(separator: " + "), run: try rehearsal.run(names))
    }
    let table = try ScenarioComparison(
      candidates: [candidate(["a"]), candidate(["a", "b"])], reference: candidate(reference),
      metrics: [
        NamedMetric(name: "m", heading: .same("m"), expression: try rehearsal.metric(metric).expression)
      ],
      keys: key.map { [EntityKey(name: $0, heading: .same($0), expression: try rehearsal.property($0))] } ?? [],
      isGroupedAfter: isGroupedAfter
    ).answer().table
    return table.rows.map { row in
      Dictionary(uniqueKeysWithValues: zip(table.columns.map(\.name), row))
    }
  }

  private func range(_ row: [String: Cell], _ column: String) throws -> RangedValue {
    guard case .ranged(let range)? = row[column] else { throw Missing(column: column) }
    return range
  }

  private struct Missing: Error { let column: String }

  private func integer(_ value: Value) -> Int64 { if case .integer(let integer) = value { integer } else { .min } }

  private static let counts = [
    "entities(serious)", "entities(court where not clues)", "entities(penalties where severity = \"minor\")",
    "entities(court where count(searches where not found) >= 2)", "entities(registry where status = \"open\")",
    "entities(all court)",
  ]

  private func rehearsal(_ seed: Int, hasStrays: Bool = true) throws -> (facts: Facts, scenarios: String) {
    var lot = Lot(seed)
    let facts = Facts.random(using: &lot, hasStrays: hasStrays)
    return (
      facts, Repertoire.scenarios(using: &lot, withStrikes: true, withUpdates: true, withAdmissions: true)
    )
  }

  @Test("Who left and who stay were counted before, who stay and who entered are counted after", arguments: 0..<16)
  func identities(seed: Int) throws {
    let (facts, scenarios) = try rehearsal(seed)
    let rehearsal = try Rehearsal(facts, scenarios)
    for metric in Self.counts {
      for (key, isAfter) in [(String?.none, false), ("district", false), ("size", true)] {
        let before = key == nil ? integer(try rehearsal.value(metric).headline) : nil
        for row in try rows(rehearsal, on: metric, by: key, isGroupedAfter: isAfter) {
          let (left, stay) = (try range(row, "left"), try range(row, "stay"))
          let (entered, change) = (try range(row, "entered"), try range(row, "m_change"))
          let after = try range(row, "m")
          #expect(integer(after.headline) == integer(stay.headline) + integer(entered.headline), "\(metric)")
          #expect(integer(change.headline) == integer(entered.headline) - integer(left.headline), "\(metric)")
          if let before { #expect(before == integer(left.headline) + integer(stay.headline), "\(metric)") }
          for range in [left, stay, entered] {
            #expect(range.low <= range.headline && range.headline <= range.high, "\(metric)")
          }
        }
      }
    }
  }

  @Test("Parts that are kept give what is computed anew", arguments: 0..<8)
  func keeping(seed: Int) throws {
    let (facts, scenarios) = try rehearsal(seed)
    let plain = try Rehearsal(facts, scenarios)
    let keeping = try Rehearsal(facts.world(cache: SubresultCache(limit: 1 << 24)), scenarios)
    for metric in Self.counts + ["entities(serious) / entities(registry)"] {
      for reference in [[], ["c"]] {
        #expect(
          try rows(keeping, on: metric, against: reference, by: "district")
            == rows(plain, on: metric, against: reference, by: "district"), "\(metric)")
      }
    }
  }

  @Test("Ranges of who left, stay and entered hold every way that unknown facts can turn out", arguments: 0..<24)
  func enclosure(seed: Int) throws {
    let (facts, scenarios) = try rehearsal(seed, hasStrays: false)
    let reference = seed % 2 == 0 ? [] : ["c"]
    var lot = Lot(seed + 1000)
    let open = try Rehearsal(facts, scenarios)
    for _ in 0..<5 {
      let closed = try Rehearsal(facts.resolved(using: &lot), scenarios)
      for metric in Self.counts + ["entities(serious) / entities(registry)"] {
        let ranges = try rows(open, on: metric, against: reference)
        for (range, outcome) in zip(ranges, try rows(closed, on: metric, against: reference)) {
          for column in ["left", "stay", "entered", "m_relative"] {
            let (wide, narrow) = (try self.range(range, column), try self.range(outcome, column))
            #expect(holds(wide, narrow), "\(column) of \(metric): \(narrow) in \(wide)")
          }
        }
      }
    }
  }

  private func holds(_ range: RangedValue, _ outcome: RangedValue) -> Bool {
    (range.low == .unknown || outcome.low == .unknown || range.low <= outcome.low)
      && (range.high == .unknown || outcome.high == .unknown || outcome.high <= range.high)
  }

  // MARK: By example

  /// Three enterprises with a court record each, one more that left, in two districts.
  private var facts: Facts {
    var facts = Facts()
    facts.enterprises = (0..<4).map { Facts.Enterprise(organisation: $0, district: $0 < 2 ? "north" : "south") }
    facts.court = (0..<4).map { .init(organisation: $0, number: $0, clues: $0 == 1 ? nil : false) }
    facts.court[3].left = .day(Facts.longAgo)
    return facts
  }

  private func integers(_ low: Int64, _ headline: Int64, _ high: Int64) -> RangedValue {
    RangedValue(low: .integer(low), headline: .integer(headline), high: .integer(high))
  }

  @Test("Where unknown facts decide who leaves, the numbers are ranges")
  func exits() throws {
    let rehearsal = try Rehearsal(
      facts.world(), "scenario a = exit court where not clues", "scenario b = admit court where case = \"case 3\"")
    let rows = try rows(rehearsal, on: "entities(court)")
    #expect(try range(rows[0], "left") == integers(2, 2, 3))
    #expect(try range(rows[0], "stay") == integers(0, 1, 1))
    #expect(try range(rows[0], "entered") == integers(0, 0, 0))
    #expect(try range(rows[0], "m_relative").headline == .percentage(try Fraction(-2, over: 3)))
    #expect(try range(rows[0], "m_relative").low == .percentage(Fraction(-1)))
    #expect(try range(rows[1], "entered") == integers(1, 1, 1))
  }

  @Test("Groups are the base's, or on request each world's own, and then who moves leaves one and enters another")
  func moves() throws {
    let rehearsal = try Rehearsal(
      facts.world(), "scenario a = update registry set district = \"south\" where district = \"north\"",
      "scenario b = exit court where case = \"case 0\"")
    let before = try rows(rehearsal, on: "entities(court)", by: "district")
    #expect(try before.map { try range($0, "m").headline } == [2, 1, 1, 1].map { .integer($0) })
    let after = try rows(rehearsal, on: "entities(court)", by: "district", isGroupedAfter: true)
    #expect(try after.map { try range($0, "m").headline } == [0, 3, 0, 2].map { .integer($0) })
    #expect(try after.map { try range($0, "left").headline } == [2, 0, 2, 0].map { .integer($0) })
    #expect(try after.map { try range($0, "entered").headline } == [0, 2, 0, 1].map { .integer($0) })
    #expect(try after.map { try range($0, "m_change").headline } == [-2, 2, -2, 1].map { .integer($0) })
  }

  @Test("A new group that an update makes has a row of its own")
  func newGroups() throws {
    let rehearsal = try Rehearsal(
      facts.world(), "scenario a = update registry set district = \"east\" where district = \"north\"",
      "scenario b = exit court")
    let rows = try rows(rehearsal, on: "entities(court)", by: "district", isGroupedAfter: true)
    #expect(
      rows.compactMap { $0["district"]?.headline }
        == ["north", "south", "east", "north", "south", "east"].map { .text($0) })
    #expect(try rows.map { try range($0, "m").headline } == [0, 1, 2, 0, 0, 0].map { .integer($0) })
  }
}
