import Evaluation
import Foundation
import Language
import Tables
import Testing
import Values

@testable import Simulation

@Suite("Sweeps") struct SweepTests {
  /// A measure with a parameter `#` and the values that it takes.
  struct Template: Sendable, CustomTestStringConvertible {
    let body: String
    let values: [String]
    let isOnePass: Bool

    var testDescription: String { body }

    func measures(in rehearsal: Rehearsal) throws -> [[Measure]] {
      try values.map { try rehearsal.measures(body.replacingOccurrences(of: "#", with: $0)) }
    }
  }

  static let counts = ["0", "1", "2", "3", "9"]
  static let days = ["0 days", "1 day", "30 days", "13 months", "400 days", "901 days"]

  static let templates = [
    Template(
      body: "exit court where count(searches where not found) >= # and not clues", values: counts, isOnePass: true),
    Template(body: "exit court where not (count(searches) < #)", values: counts.reversed(), isOnePass: true),
    Template(body: "exit court where # <= count(searches where found)", values: counts, isOnePass: true),
    Template(body: "exit court where clues or count(searches) > #", values: counts, isOnePass: true),
    Template(body: "exit court where count(searches) <= # except when clues", values: counts, isOnePass: true),
    Template(body: "exit court except when count(searches where not found) >= #", values: counts, isOnePass: true),
    Template(body: "exit court where listed <= asof - #", values: days, isOnePass: true),
    Template(body: "exempt penalties where decided > asof - #", values: days.reversed(), isOnePass: true),
    Template(
      body: "exit penalties where fine >= #", values: ["0元", "500元", "500.01元", "1000元", "9999元"], isOnePass: true),
    Template(
      body: "exit penalties where fine < # except when corrected", values: ["9999元", "500元", "0元", "500.01元"],
      isOnePass: true),
    Template(
      body: "repair penalties where severity = \"minor\" and # >= fine", values: ["1000元", "1元", "5000元"],
      isOnePass: true),
    Template(body: "exempt tax where not (published < asof - #) or paid", values: days, isOnePass: true),
    Template(body: "exit serious where entity.count(court) >= #", values: counts, isOnePass: true),
    Template(body: "strike registry where count(penalties) > #", values: counts, isOnePass: true),
    Template(body: "exit court where count(searches) = #", values: counts, isOnePass: false),
    Template(
      body: "exit court where entity.count(penalties where decided >= asof - #) >= 1", values: days, isOnePass: false),
    Template(body: "exit serious where entity.size = #", values: ["\"small\"", "\"large\""], isOnePass: false),
    Template(
      body: "exit court where count(searches) >= # and entity.count(penalties) >= #", values: counts, isOnePass: false),
  ]

  private func rehearsal(_ seed: Int) throws -> Rehearsal {
    var lot = Lot(seed)
    return try Rehearsal(Facts.random(using: &lot))
  }

  private func expectSeparateRuns(_ sweep: Sweep, _ rehearsal: Rehearsal) throws {
    let metrics = sweep.metrics.map { MetricEvaluation($0.expression) }
    for grouping in [nil, try rehearsal.grouping(by: "district", for: metrics)] {
      let outcomes = try sweep.outcomes(in: grouping)
      for (point, measures) in sweep.points.enumerated() {
        let world = try ScenarioRun(measures, over: sweep.base).world
        for (number, metric) in metrics.enumerated() {
          let values = try metric.values(in: world, by: grouping)
          let changes = try metric.changes(from: sweep.base, to: world, by: grouping)
          #expect(outcomes[point][number].map(\.value) == values, "\(sweep.metrics[number].name) at \(point)")
          #expect(
            outcomes[point][number].map(\.change) == changes, "change of \(sweep.metrics[number].name) at \(point)")
        }
      }
    }
  }

  static let metrics = [
    "entities(serious)", "entities(serious) / entities(registry)", "entities(penalties)",
    "count(court where not clues)",
    "count(penalties where entity.count(court) > 0)",
  ]

  @Test("A sweep gives what separate runs give, ranges and all", arguments: templates)
  func line(template: Template) throws {
    for seed in 0..<6 {
      let rehearsal = try rehearsal(seed)
      let points = try template.measures(in: rehearsal)
      #expect(try SweepReaches(points, over: rehearsal.world).isOnePass(0) == template.isOnePass)
      let sweep = Sweep(
        parameters: [.init(name: "n", values: template.values.map { .text($0) })], points: points,
        metrics: try Self.metrics.map { try rehearsal.named($0) }, keys: [], base: rehearsal.world)
      try expectSeparateRuns(sweep, rehearsal)
    }
  }

  /// Sweeps of one threshold over measures that take records, with others beside them that take the same at each point.
  static let takingTemplates = templates.filter { $0.isOnePass && !$0.body.hasPrefix("strike") }
  static let countingMetrics = [
    "entities(serious)", "entities(serious) / entities(registry)", "entities(penalties)", "count(penalties)",
    "count(court where not clues)", "entities(court) + entities(penalties) - count(tax)", "entities(court where clues)",
    "(entities(serious) + entities(penalties)) / entities(registry)",
    "entities(court) / entities(registry where size = \"small\")", "entities(penalties where fine >= 500元)",
    "count(searches where court.clues)", "entities(serious where entity.size = \"small\")",
  ]

  @Test("One pass over a threshold gives what runs point by point give, whatever else is taken", arguments: 0..<60)
  func onePass(seed: Int) throws {
    var lot = Lot(seed)
    let rehearsal = try rehearsal(seed)
    let template = lot.pick(Self.takingTemplates)
    let others = [
      "exit court where not clues", "exit tax where paid", "exempt penalties where severity = \"minor\"",
      "exit serious where entity.size = \"large\"", "repair penalties where corrected", "exit tax",
    ]
    let (before, after) = (lot.once(in: 2) ? [lot.pick(others)] : [], lot.once(in: 2) ? [lot.pick(others)] : [])
    let points = try template.values.map { value in
      try (before + [template.body.replacingOccurrences(of: "#", with: value)] + after).flatMap {
        try rehearsal.measures($0)
      }
    }
    let metrics = try Self.countingMetrics.map { try rehearsal.named($0) }
    let flips = try SweepReaches(points, over: rehearsal.world).flips()
    var inOnePass = 0
    for metric in metrics {
      let sweep = Sweep(
        parameters: [.init(name: "n", values: template.values.map { .text($0) })], points: points, metrics: [metric],
        keys: [], base: rehearsal.world)
      try expectSeparateRuns(sweep, rehearsal)
      guard let flips, let line = SweepLine(metric.expression) else { continue }
      if try line.outcomes(from: rehearsal.world, flips, by: nil) != nil { inOnePass += 1 }
    }
    // A measure that hangs on what another takes is run point by point.
    #expect(flips == nil || inOnePass > 4)
  }

  /// A small world in which it is known of each record whether it stands, for every second seed.
  private func settledRehearsal(_ seed: Int) throws -> Rehearsal {
    var lot = Lot(seed)
    var facts = Facts.random(using: &lot)
    guard seed % 2 == 1 else { return try Rehearsal(facts) }
    func known(_ day: DayFact) -> DayFact { day == .unreadable ? .day(Facts.longAgo) : day }
    for row in facts.court.indices {
      facts.court[row].listed = known(facts.court[row].listed)
      facts.court[row].left = known(facts.court[row].left)
    }
    for row in facts.tax.indices {
      facts.tax[row].published = known(facts.tax[row].published)
      facts.tax[row].withdrawn = known(facts.tax[row].withdrawn)
    }
    for row in facts.penalties.indices {
      facts.penalties[row].decided = known(facts.penalties[row].decided)
      facts.penalties[row].shownUntil = known(facts.penalties[row].shownUntil)
    }
    return try Rehearsal(facts)
  }

  @Test(
    "A grid of two thresholds over different lists in one pass gives what runs point by point give", arguments: 0..<40)
  func gridInOnePass(seed: Int) throws {
    var lot = Lot(seed)
    let rehearsal = try settledRehearsal(seed)
    func list(_ template: Template) -> Substring { template.body.split(separator: " ")[1] }
    let templates = Self.takingTemplates.filter { list($0) != "serious" }
    let first = lot.pick(templates)
    let second = lot.pick(templates.filter { list($0) != list(first) })
    let others = ["exit court where not clues", "exit tax where paid", "repair penalties where corrected"]
    let fixed = try lot.once(in: 2) ? rehearsal.measures(lot.pick(others)) : []
    let (rows, columns) = (try first.measures(in: rehearsal), try second.measures(in: rehearsal))
    let points = rows.flatMap { row in columns.map { row + fixed + $0 } }
    let flips = try SweepReaches(points, over: rehearsal.world).flips()
    var inOnePass = 0
    for text in Self.countingMetrics {
      let metric = try rehearsal.named(text)
      let sweep = Sweep(
        parameters: [
          .init(name: "a", values: first.values.map { .text($0) }),
          .init(name: "b", values: second.values.map { .text($0) }),
        ], points: points, metrics: [metric], keys: [], base: rehearsal.world)
      try expectSeparateRuns(sweep, rehearsal)
      guard let flips, let line = SweepLine(metric.expression) else { continue }
      if try line.outcomes(from: rehearsal.world, flips, by: nil) != nil { inOnePass += 1 }
    }
    #expect(try #require(flips).sizes.count == 2)
    #expect(inOnePass > (seed % 2 == 1 ? 2 : 1))
  }

  @Test("Of thresholds as many are reached as are not above a number", arguments: 0..<40)
  func ladder(seed: Int) {
    var lot = Lot(seed)
    let width = lot.pick([3, 100, 70_000, Int64.max / 3])
    var thresholds = (0..<lot.pick([1, 2, 50, 900])).map { _ in Int64.random(in: -width...width, using: &lot) }
    if lot.once(in: 4) { thresholds += [.min, .max] }
    thresholds = Set(thresholds).sorted()
    let ladder = ThresholdLadder(thresholds)
    let numbers = thresholds + [.min, .max, 0] + (0..<50).map { _ in Int64.random(in: -width...width, using: &lot) }
    for number in numbers { #expect(ladder.reached(by: number) == thresholds.count { $0 <= number }) }
  }

  @Test("A grid gives what separate runs give, also where a measure reads what another writes", arguments: 0..<12)
  func grid(seed: Int) throws {
    var lot = Lot(seed)
    let rehearsal = try rehearsal(seed)
    let (first, second) = (lot.pick(Self.templates), lot.pick(Self.templates))
    let fixed = try rehearsal.measures(lot.pick(Repertoire.exits + Repertoire.strikes))
    let (rows, columns) = (try first.measures(in: rehearsal), try second.measures(in: rehearsal))
    let sweep = Sweep(
      parameters: [
        .init(name: "a", values: first.values.map { .text($0) }),
        .init(name: "b", values: second.values.map { .text($0) }),
      ],
      points: rows.flatMap { row in columns.map { row + fixed + $0 } },
      metrics: try Self.metrics.map { try rehearsal.named($0) }, keys: [], base: rehearsal.world)
    try expectSeparateRuns(sweep, rehearsal)
    let answer = try sweep.answer()
    #expect(answer.table.rows.count == first.values.count * second.values.count)
    let grid = try #require(sweep.grid(of: 0, from: answer))
    #expect(grid.rows.count == first.values.count && grid.columns.count == 1 + second.values.count)
    let last = answer.table.rows.last.map { $0[2].headline }
    #expect(grid.rows.last?.last?.headline == last)
  }

  @Test("A sweep says where no value changes a metric")
  func idle() throws {
    let rehearsal = try rehearsal(1)
    let points = try ["100", "200"].map { try rehearsal.measures("exit court where count(searches) >= \($0)") }
    let sweep = Sweep(
      parameters: [.init(name: "n", values: [.integer(100), .integer(200)])], points: points,
      metrics: [try rehearsal.named("count(court)")], keys: [], base: rehearsal.world)
    #expect(try sweep.answer().notes.contains { $0.english == "count(court): no value changes it" })
  }
}

@Suite("Ranges of values") struct SweepRangeTests {
  private static func date(_ year: Int, _ month: Int, _ day: Int) -> Value {
    CalendarDate(year: year, month: month, day: day).map { .date($0) } ?? .unknown
  }
  private static func months(_ count: Int32) -> Value { .duration(CalendarDuration(months: count)) }
  private static func percent(_ number: Int128, _ whole: Int128 = 100) -> Value {
    (try? Fraction(number, over: whole)).map { .percentage($0) } ?? .unknown
  }

  private static var half: Value { (try? Fraction(1, over: 2)).map { .decimal($0) } ?? .unknown }

  static let ranges: [(SweepRange, [Value])] = [
    (SweepRange(from: .integer(1), to: .integer(4)), [.integer(1), .integer(2), .integer(3), .integer(4)]),
    (SweepRange(from: .integer(5), to: .integer(1), step: .integer(-2)), [.integer(5), .integer(3), .integer(1)]),
    (SweepRange(from: .integer(1), to: .integer(2), step: .integer(3)), [.integer(1)]),
    (
      SweepRange(from: .integer(0), to: .integer(1), step: half),
      [.decimal(.zero), half, .decimal(Fraction(1))]
    ),
    (SweepRange(from: percent(1), to: percent(3)), [percent(1), percent(2), percent(3)]),
    (SweepRange(from: percent(1), to: percent(2), step: percent(1, 200)), [percent(1), percent(3, 200), percent(2)]),
    (SweepRange(from: .money(100), to: .money(250), step: .money(75)), [.money(100), .money(175), .money(250)]),
    (SweepRange(from: .money(100), to: .money(300)), [.money(100), .money(200), .money(300)]),
    (SweepRange(from: months(3), to: months(12), step: months(3)), [months(3), months(6), months(9), months(12)]),
    (
      SweepRange(from: date(2022, 1, 30), to: date(2022, 2, 1)),
      [date(2022, 1, 30), date(2022, 1, 31), date(2022, 2, 1)]
    ),
    (
      SweepRange(from: date(2022, 1, 31), to: date(2022, 4, 30), step: months(1)),
      [date(2022, 1, 31), date(2022, 2, 28), date(2022, 3, 31), date(2022, 4, 30)]
    ),
    (
      SweepRange(
        from: .month(CalendarMonth(monthNumber: 24263)), to: .month(CalendarMonth(monthNumber: 24266)), step: months(3)),
      [.month(CalendarMonth(monthNumber: 24263)), .month(CalendarMonth(monthNumber: 24266))]
    ),
  ]

  @Test("A range steps through its values, both ends among them where a step ends there", arguments: ranges)
  func values(range: SweepRange, values: [Value]) throws {
    #expect(try range.values() == values)
  }

  static let faults: [(SweepRange, SweepRange.Fault)] = [
    (SweepRange(from: .integer(1), to: .integer(4), step: .integer(0)), .endless),
    (SweepRange(from: .integer(4), to: .integer(1)), .endless),
    (SweepRange(from: months(1), to: months(4), step: months(-1)), .endless),
    (SweepRange(from: date(2022, 1, 1), to: date(2022, 2, 1), step: .duration(CalendarDuration())), .endless),
    (SweepRange(from: .integer(1), to: .integer(10_001)), .tooMany),
    (SweepRange(from: .text("a"), to: .text("b")), .noSteps),
    (SweepRange(from: .integer(1), to: months(2)), .noSteps),
    (SweepRange(from: .integer(1), to: percent(200)), .noSteps),
    (SweepRange(from: months(1), to: .duration(CalendarDuration(days: 90))), .noSteps),
    (SweepRange(from: months(1), to: months(3), step: .duration(CalendarDuration(days: 5))), .foreignStep),
    (SweepRange(from: .money(1), to: .money(5), step: .integer(1)), .foreignStep),
    (SweepRange(from: date(9999, 12, 30), to: date(9999, 12, 31)), .overflow),
    (SweepRange(from: .integer(.max - 1), to: .integer(.max)), .overflow),
  ]

  @Test("A range that doesn't end, has no steps or too many is refused", arguments: faults)
  func refusal(range: SweepRange, fault: SweepRange.Fault) {
    #expect(throws: fault) { try range.values() }
  }

  @Test("Ten thousand values are as many as there may be")
  func most() throws {
    #expect(try SweepRange(from: .integer(1), to: .integer(10_000)).values().count == 10_000)
  }
}
