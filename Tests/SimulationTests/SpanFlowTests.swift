import Evaluation
import Language
import Simulation
import Tables
import Testing
import Values

/// What comes and goes, beside a count that goes through every day of every enterprise by itself.
@Suite("What comes and goes in many records", .serialized) struct SpanFlowTests {
  /// Periods of several lengths, one of a single day.
  private static let days = [-60, -45, -30, -29, -12, 0].map {
    CalendarDate(dayNumber: Facts.asof.dayNumber + Int32($0))
  }

  /// Court records by lot, whose dates are often unknown, on the days that end periods, or beside them.
  private func facts(rows: Int, using lot: inout Lot) -> Facts {
    func day() -> CalendarDate {
      let near = lot.once(in: 3) ? lot.pick([-1, 0, 1]) : Int.random(in: -9...9, using: &lot)
      return CalendarDate(dayNumber: lot.pick(Self.days).dayNumber + Int32(near))
    }
    func fact(blankOnceIn number: Int) -> DayFact {
      lot.once(in: number) ? .blank : lot.once(in: 6) ? .unreadable : .day(day())
    }
    var facts = Facts()
    // Some records are about enterprises that the registry hasn't got.
    let enterprises = max(1, rows / 3)
    facts.enterprises = (0..<max(1, enterprises * 4 / 5)).map {
      Facts.Enterprise(organisation: $0, district: lot.pick(["north", "south"]))
    }
    facts.court = (0..<rows).map { row in
      Facts.CourtRecord(
        organisation: lot.once(in: 40) ? nil : Int.random(in: 0..<enterprises, using: &lot), number: row,
        listed: fact(blankOnceIn: 9), left: fact(blankOnceIn: 2), clues: lot.perhaps([true, false], unknownOnceIn: 8))
    }
    return facts
  }

  // MARK: The count beside it

  /// Three numbers a period: at least, in the headline, at most.
  private struct Numbers: Equatable {
    var low = 0
    var headline = 0
    var high = 0
    var range: RangedValue {
      RangedValue(low: .integer(Int64(low)), headline: .integer(Int64(headline)), high: .integer(Int64(high)))
    }
  }

  /// On which days some records of one unit are there.
  private struct Calendar {
    var isThere: [Bool]
    init(_ records: [Record], _ days: ClosedRange<Int32>) {
      isThere = [Bool](repeating: false, count: days.count)
      for record in records {
        for day in max(
          record.first, days.lowerBound)..<max(record.first, days.lowerBound, min(record.end, days.upperBound + 1))
        {
          isThere[Int(day - days.lowerBound)] = true
        }
      }
    }
    var start: Bool { isThere[0] }
    var end: Bool { isThere[isThere.count - 1] }
    var enters: Bool { end ? isThere.contains(false) : !start && isThere.contains(true) }
    var leaves: Bool { start ? isThere.contains(false) : !end && isThere.contains(true) }
    func isThere(after day: Int?) -> Bool { day.map { isThere[$0...].contains(true) } ?? false }
    func isThere(before day: Int?) -> Bool { day.map { isThere[...$0].contains(true) } ?? false }
  }

  /// From when until before when a record may stand, and what it counts as.
  private struct Record {
    var first = Int32(-100_000)
    var end = Int32(100_000)
    let areDatesKnown: Bool
    let clues: Bool?

    init(_ record: Facts.CourtRecord) {
      if case .day(let listed) = record.listed { first = listed.dayNumber }
      if case .day(let left) = record.left { end = left.dayNumber }
      if case .day = record.listed { areDatesKnown = record.left != .unreadable } else { areDatesKnown = false }
      clues = record.clues
    }
  }

  /// Who of the units came and who left in a period.
  private func expected(
    _ units: [[Record]], strays: [Record], hasCondition: Bool, _ days: ClosedRange<Int32>
  ) -> (entered: Numbers, left: Numbers) {
    var (entered, left) = (Numbers(), Numbers())
    var bridges = 0
    for (records, isStray) in units.map({ ($0, false) }) + strays.map({ ([$0], true) }) {
      let records = hasCondition ? records.filter { $0.clues != true } : records
      let sure = Calendar(
        records.filter { $0.areDatesKnown && (!hasCondition || $0.clues == false) }, days)
      let headline = Calendar(records.filter { !hasCondition || $0.clues == false }, days)
      let possible = Calendar(records, days)
      if isStray, possible.isThere.contains(true) { bridges += 1 }
      let firstGap = possible.isThere.firstIndex(of: false)
      let lastGap = possible.isThere.lastIndex(of: false)
      let mayMove = possible.isThere.contains(true) && sure.isThere.contains(false)
      if !isStray, sure.isThere(after: firstGap), sure.end || !possible.start { entered.low += 1 }
      if !isStray, sure.isThere(before: lastGap), sure.start || !possible.end { left.low += 1 }
      if headline.enters { entered.headline += 1 }
      if headline.leaves { left.headline += 1 }
      if mayMove, !(sure.start && !possible.end) { entered.high += 1 }
      if mayMove, !(sure.end && !possible.start) { left.high += 1 }
    }
    entered.low = max(0, entered.low - bridges)
    left.low = max(0, left.low - bridges)
    return (entered, left)
  }

  private func rows(_ facts: Facts, _ metric: String, by key: String?) throws -> [[Cell]] {
    let rehearsal = try Rehearsal(facts.world())
    let expression = try rehearsal.metric(metric).expression
    let series = Trend.Series(name: "m", heading: .same("m"), expressions: Self.days.map { _ in expression })
    let keys = try key.map { [try rehearsal.key($0)] } ?? []
    return try Trend(base: rehearsal.world, series: [series], days: Self.days, keys: keys).result().answer.table.rows
  }

  private func range(_ cell: Cell) -> RangedValue {
    switch cell {
    case .value(let value): RangedValue(value)
    case .ranged(let range): range
    default: RangedValue(.unknown)
    }
  }

  @Test(
    "Who came and who left is what every day of every unit gives, whatever is unknown",
    arguments: [1, 2, 63, 64, 65, 4_095, 4_096, 4_097], [1, 5])
  func everyDay(count: Int, threads: Int) throws {
    defer { Threads.use(0) }
    Threads.use(threads)
    var lot = Lot(count)
    let facts = facts(rows: count, using: &lot)
    for metric in [
      "entities(court)", "entities(court where not clues)", "count(court)", "count(court where not clues)",
    ] {
      let hasCondition = metric.contains("where")
      let identified = facts.court.filter { $0.organisation != nil }
      let countsRows = metric.hasPrefix("count")
      let units =
        countsRows
        ? facts.court.map { [Record($0)] }
        : Dictionary(grouping: identified) { $0.organisation }.values.map { $0.map { Record($0) } }
      let strays = countsRows ? [] : facts.court.filter { $0.organisation == nil }.map { Record($0) }
      let whole = try rows(facts, metric, by: nil)
      for (period, ends) in zip(Self.days, Self.days.dropFirst()).enumerated() {
        let days = ends.0.dayNumber...ends.1.dayNumber
        let (entered, left) = expected(units, strays: strays, hasCondition: hasCondition, days)
        #expect(range(whole[period + 1][3]) == entered.range, "entered \(metric) by \(ends.1)")
        #expect(range(whole[period + 1][4]) == left.range, "left \(metric) by \(ends.1)")
      }
    }
  }

  @Test("The groups' numbers are those of lists that hold one group each", arguments: [1, 64, 65, 4_097], [1, 5])
  func groups(count: Int, threads: Int) throws {
    defer { Threads.use(0) }
    Threads.use(threads)
    var lot = Lot(count)
    let facts = facts(rows: count, using: &lot)
    let districts = Dictionary(
      facts.enterprises.map { ($0.organisation, $0.district) }, uniquingKeysWith: { first, _ in first })
    let grouped = try rows(facts, "entities(court where not clues)", by: "district")
    for district in ["north", "south"] where facts.enterprises.contains(where: { $0.district == district }) {
      var part = facts
      part.court = facts.court.filter { $0.organisation.map { districts[$0] == district } ?? false }
      let alone = try rows(part, "entities(court where not clues)", by: nil)
      let own = grouped.filter { $0[1] == .value(.text(district)) }
      #expect(own.count == alone.count)
      // The groups have ranks, and a column for their name.
      for (row, wanted) in zip(own, alone) { #expect(row[4...] == wanted[2...], "\(district): \(row)") }
    }
  }

  @Test("Without a record nobody comes and nobody leaves")
  func nothing() throws {
    var facts = Facts()
    facts.enterprises = [Facts.Enterprise(organisation: 0)]
    for row in try rows(facts, "entities(court)", by: nil).dropFirst() {
      #expect(row.suffix(3).dropLast().map(\.headline) == [.integer(0), .integer(0)])
    }
  }
}
