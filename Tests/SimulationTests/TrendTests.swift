import Evaluation
import Language
import Simulation
import Tables
import Testing
import Values

@Suite("Trends") struct TrendTests {
  /// Days around those that random facts name, so that much happens between them.
  private static let days = [-950, -500, -210, -31, -1, 0].map {
    CalendarDate(dayNumber: Facts.asof.dayNumber + Int32($0))
  }
  private static let metrics = [
    "entities(court)", "entities(serious)", "entities(serious) / entities(registry)",
    "(entities(serious) + entities(penalties)) / entities(registry)", "count(penalties)", "count(serious)",
    "entities(court where not clues)", "entities(all tax)", "entities(penalties where severity = \"minor\")",
    "entities(serious where entity.size = \"small\")", "count(court where clues) / count(court)",
  ]
  /// Metrics whose conditions look at what changes with the days.
  private static let moving = [
    "entities(court where entity.count(penalties) > 0)", "count(court where count(searches where not found) >= 2)",
  ]

  private func table(_ world: World, _ metric: String, by key: String? = nil) throws -> ResultTable {
    let rehearsal = try Rehearsal(world)
    let expression = try rehearsal.metric(metric).expression
    let series = Trend.Series(
      name: "m", heading: .same("m"), expressions: Self.days.map { _ in expression })
    let keys = try key.map { [try rehearsal.key($0)] } ?? []
    return try Trend(base: world, series: [series], days: Self.days, keys: keys).result().answer.table
  }

  private func range(_ cell: Cell) -> RangedValue {
    switch cell {
    case .value(let value): RangedValue(value)
    case .ranged(let range): range
    default: RangedValue(.unknown)
    }
  }

  private func integer(_ value: Value) throws -> Int64 {
    guard case .integer(let number) = value else { throw Failure(.statement, Phrase("no number", "不是数")) }
    return number
  }

  @Test("On each day the metric is what a world made for that day gives", arguments: 0..<12)
  func recount(seed: Int) throws {
    var lot = Lot(seed)
    let facts = Facts.random(using: &lot)
    for metric in Self.metrics + Self.moving {
      let rows = try table(facts.world(), metric).rows
      for (row, day) in zip(rows, Self.days) {
        let rehearsal = try Rehearsal(facts.world(on: day))
        #expect(range(row[1]) == (try rehearsal.value(metric)), "\(metric) on \(day)")
      }
    }
  }

  @Test("What was there, with what came and without what left, is what is there, in each group", arguments: 0..<12)
  func reconciliation(seed: Int) throws {
    var lot = Lot(seed)
    let world = try Facts.random(using: &lot).world()
    for metric in Self.metrics + Self.moving {
      for key in [nil, "district"] {
        // The program would stop by itself; the table is checked all the same.
        let rows = try table(world, metric, by: key).rows
        let groups = Set(rows.map { key == nil ? Cell.empty : $0[1] })
        for row in rows where row[0].headline.type == .date && row[row.count - 4] != .empty {
          let numbers = try row.suffix(4).map { try integer(range($0).headline) }
          #expect(numbers[0] + numbers[1] - numbers[2] == numbers[3], "\(metric)")
        }
        #expect(rows.count == (Self.days.count + 1) * groups.count, "\(metric)")
      }
    }
  }

  /// Who stands, day by day, told by going through all days one by one.
  private func walk(_ facts: Facts, from: CalendarDate, to: CalendarDate) throws -> (entered: Int64, left: Int64) {
    var members: [Int: (first: Bool, last: Bool, wasThere: Bool, wasGone: Bool)] = [:]
    for number in from.dayNumber...to.dayNumber {
      let world = try facts.world(on: CalendarDate(dayNumber: number))
      let list = try Rehearsal(world).list("serious")
      let there = world.entities(of: world.standing(of: list).headline, in: list)
      for entity in 0..<world.graph.entityCount {
        let stands = there.contains(entity)
        var member = members[entity] ?? (stands, stands, stands, !stands)
        member.last = stands
        member.wasThere = member.wasThere || stands
        member.wasGone = member.wasGone || !stands
        members[entity] = member
      }
    }
    var (entered, left): (Int64, Int64) = (0, 0)
    for member in members.values {
      let movedWithin = member.first ? member.wasGone : member.wasThere
      if member.first != member.last ? member.last : movedWithin { entered += 1 }
      if member.first != member.last ? member.first : movedWithin { left += 1 }
    }
    return (entered, left)
  }

  @Test("Who came and who left is what a walk through all days finds", arguments: 0..<8)
  func moves(seed: Int) throws {
    var lot = Lot(seed)
    var facts = Facts.random(using: &lot, hasStrays: false)
    // Much happens within the one period that is walked.
    for row in facts.court.indices where !lot.once(in: 4) {
      let start = Facts.asof.dayNumber - Int32.random(in: 0...40, using: &lot)
      facts.court[row].listed = .day(CalendarDate(dayNumber: start))
      facts.court[row].left = .day(CalendarDate(dayNumber: start + Int32.random(in: 0...20, using: &lot)))
    }
    let from = CalendarDate(dayNumber: Facts.asof.dayNumber - 31)
    let walked = try walk(facts, from: from, to: Facts.asof)
    let rehearsal = try Rehearsal(facts.world())
    let expression = try rehearsal.metric("entities(serious)").expression
    let series = Trend.Series(name: "m", heading: .same("m"), expressions: [expression, expression])
    let rows = try Trend(base: rehearsal.world, series: [series], days: [from, Facts.asof], keys: []).result().answer
      .table.rows
    #expect(range(rows[1][3]).headline == .integer(walked.entered))
    #expect(range(rows[1][4]).headline == .integer(walked.left))
  }

  @Test("However the unknown facts turn out, every number lies in its range", arguments: 0..<10)
  func ranges(seed: Int) throws {
    var lot = Lot(seed)
    let facts = Facts.random(using: &lot)
    for metric in Self.metrics + Self.moving {
      let rows = try table(facts.world(), metric).rows.dropLast()
      for _ in 0..<8 {
        // A record of nobody is a record; only of entities it may be about one that counts anyway.
        let ways = metric.contains("count(") ? [facts] : [facts, facts.withoutStrays]
        for resolved in ways.map({ $0.resolved(using: &lot) }) {
          for (row, actual) in zip(rows, try table(resolved.world(), metric).rows) {
            for (cell, found) in zip(row.dropFirst(), actual.dropFirst()) {
              let (bounds, value) = (range(cell), range(found).headline)
              guard bounds.low != .unknown, bounds.high != .unknown, value != .unknown else { continue }
              #expect(bounds.low <= value && value <= bounds.high, "\(metric): \(row)")
            }
          }
        }
      }
    }
  }

  @Test("An enterprise that leaves and comes back within a period is in both numbers, and gone in none")
  func comingBack() throws {
    func day(_ back: Int32) -> DayFact { .day(CalendarDate(dayNumber: Facts.asof.dayNumber - back)) }
    var facts = Facts()
    facts.enterprises = (0..<3).map { Facts.Enterprise(organisation: $0) }
    facts.court = [
      // Leaves and is listed again.
      .init(organisation: 0, number: 0, listed: day(100), left: day(20)),
      .init(organisation: 0, number: 1, listed: day(10)),
      // Comes and goes.
      .init(organisation: 1, number: 2, listed: day(20), left: day(10)),
      // A new record on the day that the old one ends: never gone.
      .init(organisation: 2, number: 3, listed: day(100), left: day(15)),
      .init(organisation: 2, number: 4, listed: day(15)),
    ]
    let rehearsal = try Rehearsal(facts.world())
    let expression = try rehearsal.metric("entities(court)").expression
    let first = CalendarDate(dayNumber: Facts.asof.dayNumber - 31)
    let series = Trend.Series(name: "m", heading: .same("m"), expressions: [expression, expression])
    let rows = try Trend(base: rehearsal.world, series: [series], days: [first, Facts.asof], keys: []).result().answer
      .table.rows
    #expect(rows[1].dropFirst(2).map(\.headline) == [2, 2, 2, 2].map(Value.integer))
  }

  @Test("Equal groups share a rank, and the next comes after all of them")
  func ranks() throws {
    var facts = Facts()
    facts.enterprises = ["a", "a", "b", "b", "c", "c"].enumerated().map {
      Facts.Enterprise(organisation: $0, district: $1)
    }
    facts.court = [0, 2].map { .init(organisation: $0, number: $0) }
    let rows = try table(facts.world(), "entities(court) / entities(registry)", by: "district").rows
    #expect(rows.suffix(6).prefix(3).map { $0[3].headline } == [1, 1, 3].map(Value.integer))
  }

  @Test(
    "A period ends on Sunday, or on the last day of its month, quarter or year",
    arguments: [
      (Period.week, "2022-07-31", "2022-07-31"), (.week, "2022-08-01", "2022-08-07"),
      (.month, "2024-02-01", "2024-02-29"),
      (.quarter, "2022-04-30", "2022-06-30"), (.year, "2022-01-01", "2022-12-31"),
    ])
  func periodEnds(period: Period, day: String, end: String) throws {
    let date = try #require(Self.date(day))
    #expect(period.end(holding: date).description == end)
    #expect(period.endBefore(date) < date)
    #expect(period.end(holding: CalendarDate(dayNumber: period.endBefore(date).dayNumber + 1)).description == end)
  }

  @Test("The last period ends with the last day, whole or not")
  func ends() throws {
    let (first, last) = (try #require(Self.date("2022-05-15")), try #require(Self.date("2022-07-10")))
    let days = try #require(Period.month.ends(from: first, to: last, limit: 3))
    #expect(days.map(\.description) == ["2022-05-15", "2022-05-31", "2022-06-30", "2022-07-10"])
    #expect(Period.month.ends(from: first, to: last, limit: 2) == nil)
    #expect(Period.week.ends(from: first, to: first, limit: 0) == [first])
  }

  private static func date(_ text: String) -> CalendarDate? {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    return CalendarDate(year: parts[0], month: parts[1], day: parts[2])
  }
}
