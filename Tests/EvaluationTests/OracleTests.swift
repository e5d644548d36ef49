import Evaluation
import GRDB
import Tables
import Testing
import Values

@testable import Language

@Suite("The same question to SQLite") struct OracleTests {
  static let sizes = [0, 1, 63, 64, 65, 4095, 4096, 4097]

  @Test("A condition is true and unknown for the rows that SQL's three-valued logic says", arguments: sizes, 1...3)
  func conditions(size: Int, seed: Int) throws {
    let world = SampleWorld(records: size, seed: seed)
    let scope = GraphScope(graph: try world.graph())
    let database = try world.database()
    var conditions = Conditions(seed: size &* 1000 &+ seed)
    for _ in 0..<(size > 100 ? 15 : 120) {
      let condition = conditions.overRecord(Int.random(in: 0...3, using: &conditions.dice))
      let planes = try scope.truth(condition.text, over: SampleWorld.court)
      let (yes, unknown) = try database.read { database in
        (
          try Int.fetchAll(database, sql: "SELECT id FROM court c WHERE (\(condition.sql)) IS TRUE ORDER BY id"),
          try Int.fetchAll(database, sql: "SELECT id FROM court c WHERE (\(condition.sql)) IS NULL ORDER BY id")
        )
      }
      #expect(planes.yes.rows == yes, "\(condition.text)")
      #expect(planes.unknown.rows == unknown, "\(condition.text)")
    }
  }

  @Test("Child rows see their parent's and their entity's columns", arguments: [1, 65, 4097])
  func searches(size: Int) throws {
    let world = SampleWorld(records: size, seed: 9)
    let scope = GraphScope(graph: try world.graph())
    let database = try world.database()
    let parent = "(SELECT id FROM court p WHERE p.key = s.key ORDER BY p.id LIMIT 1)"
    let questions = [
      Condition("n > minutes", "(SELECT n FROM court WHERE id = \(parent)) > s.minutes"),
      Condition("court.clues and not found", "(SELECT clues FROM court WHERE id = \(parent)) AND NOT s.found"),
      Condition(
        "entity.district = \"东\"",
        "(SELECT district FROM registry WHERE code = (SELECT code FROM court WHERE id = \(parent))) = '东'"),
      Condition(
        "court.count(searches) = 2",
        "(SELECT count(*) FROM searches t WHERE t.key = s.key) + 0 * (SELECT id FROM court WHERE id = \(parent)) = 2"),
    ]
    for question in questions {
      let planes = try scope.truth(question.text, over: SampleWorld.searches)
      let (yes, unknown) = try database.read { database in
        (
          try Int.fetchAll(database, sql: "SELECT id FROM searches s WHERE (\(question.sql)) IS TRUE ORDER BY id"),
          try Int.fetchAll(database, sql: "SELECT id FROM searches s WHERE (\(question.sql)) IS NULL ORDER BY id")
        )
      }
      #expect(planes.yes.rows == yes, "\(question.text)")
      #expect(planes.unknown.rows == unknown, "\(question.text)")
    }
  }

  /// A way to group court records, in the language and in SQL.
  static let groupings = [
    Condition("kind", "c.kind"), Condition("clues", "c.clues"), Condition("period", "c.period"), Condition("n", "c.n"),
    Condition("n > 2", "c.n > 2"),
    Condition(
      "entity.district",
      """
      CASE WHEN NOT EXISTS (SELECT 1 FROM registry r WHERE r.code = c.code) THEN '-'
      ELSE (SELECT district FROM registry r WHERE r.code = c.code) END
      """),
  ]

  private static let aggregates = [
    "count", "entities", "sum(n)", "min(n)", "max(n)", "mean(n)", "sum(fine)", "min(filed)", "max(share)",
    "count(clues)",
    "any(n > 5)",
  ]

  @Test(
    "Counts, entities, sums, means and extremes by group are those of SQL", arguments: [0, 1, 64, 65, 4096, 4097],
    groupings.indices)
  func groups(size: Int, index: Int) throws {
    let world = SampleWorld(records: size, seed: 4)
    let scope = GraphScope(graph: try world.graph())
    let database = try world.database()
    let evaluator = scope.evaluator()
    let key = Self.groupings[index]
    var conditions = Conditions(seed: size &+ index)
    let condition = conditions.overRecord(1)
    let rows = try scope.truth(condition.text, over: SampleWorld.court).yes
    let grouping = try evaluator.grouping(
      of: rows, of: SampleWorld.court, by: [scope.check(key.text, in: .row(of: SampleWorld.court))])
    let columns = try Self.aggregates.map { aggregate in
      try evaluator.values(
        of: scope.check(aggregate, in: .group(of: SampleWorld.court)), grouping: grouping,
        selection: (SampleWorld.court, Standing(rows)))
    }
    let expected = try database.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT \(key.sql) AS key, count(*) AS count, count(DISTINCT c.code) AS entities,
            sum(c.code IS NULL) AS nameless, count(c.n) AS known, sum(c.n) AS sum, min(c.n) AS min, max(c.n) AS max,
            sum(c.fine) AS fine, count(c.fine) AS fines, min(c.filed) AS filed, count(c.filed) AS dates,
            max(c.share) AS share, count(c.share) AS shares, sum(c.clues IS TRUE) AS clues,
            sum(c.clues IS NOT FALSE) AS maybeClues, sum(c.n > 5) AS above, sum(c.n IS NULL) AS unknownN
          FROM court c WHERE (\(condition.sql)) IS TRUE GROUP BY 1
          """)
    }
    #expect(grouping.count == expected.count)
    let positions = Dictionary(uniqueKeysWithValues: grouping.keys.enumerated().map { ($1[0], $0) })
    for row in expected {
      guard let group = positions[Self.groupKey(row["key"], of: key.text)] else {
        Issue.record("no group \(String(describing: row["key"])) by \(key.text)")
        continue
      }
      let values = columns.map { $0[group] }
      let count: Int64 = row["count"]
      func exact(_ value: Value?, known column: String) -> RangedValue {
        RangedValue(row[column] as Int64 == count ? value ?? .unknown : .unknown)
      }
      #expect(values[0] == RangedValue(.integer(count)))
      let (entities, nameless): (Int64, Int64) = (row["entities"], row["nameless"])
      #expect(values[1].low == .integer(entities))
      #expect(values[1].headline == .integer(entities + nameless))
      #expect(values[1].high == .integer(entities + nameless))
      let sum: Int64? = row["sum"]
      #expect(values[2] == exact(sum.map(Value.integer), known: "known"))
      #expect(values[3] == exact((row["min"] as Int64?).map(Value.integer), known: "known"))
      #expect(values[4] == exact((row["max"] as Int64?).map(Value.integer), known: "known"))
      #expect(values[5] == exact(sum.map { .decimal(try! Fraction(Int128($0), over: Int128(count))) }, known: "known"))
      #expect(values[6] == exact((row["fine"] as Int64?).map(Value.money), known: "fines"))
      #expect(
        values[7] == exact((row["filed"] as Int32?).map { .date(CalendarDate(dayNumber: $0)) }, known: "dates"))
      #expect(
        values[8]
          == exact(
            (row["share"] as Int64?).map { .percentage(try! Fraction(Int128($0), over: 10_000)) }, known: "shares"))
      let (clues, maybeClues): (Int64, Int64) = (row["clues"], row["maybeClues"])
      #expect(
        values[9] == RangedValue(low: .integer(clues), headline: .integer(clues), high: .integer(maybeClues)))
      let (above, unknown): (Int64?, Int64) = (row["above"], row["unknownN"])
      let isAbove = (above ?? 0) > 0
      #expect(
        values[10]
          == RangedValue(low: .flag(isAbove), headline: .flag(isAbove), high: .flag(isAbove || unknown > 0)))
    }
  }

  private static func groupKey(_ key: DatabaseValue, of text: String) -> GroupKey {
    switch (text, key.storage) {
    case (_, .null): .value(.unknown)
    case (_, .string("-")): .notInRegistry
    case (_, .string(let text)): .value(.text(text))
    case ("period", .int64(let month)): .value(.month(CalendarMonth(monthNumber: Int32(month))))
    case ("n", .int64(let integer)): .value(.integer(integer))
    case (_, .int64(let flag)): .value(.flag(flag != 0))
    default: .value(.unknown)
    }
  }

  @Test("Figures over whole lists are those of SQL", arguments: sizes)
  func wholes(size: Int) throws {
    let world = SampleWorld(records: size, seed: 5)
    let scope = GraphScope(graph: try world.graph())
    try world.database().read { database in
      func integer(_ sql: String) throws -> Int64 { try Int64.fetchOne(database, sql: sql) ?? 0 }
      #expect(try scope.value("count(court)") == RangedValue(.integer(Int64(size))))
      #expect(try scope.value("count(registry)") == RangedValue(.integer(integer("SELECT count(*) FROM registry"))))
      #expect(
        try scope.value("entities(registry)") == RangedValue(.integer(integer("SELECT sum(weight) FROM registry"))))
      let (low, high) = (
        try integer("SELECT count(*) FROM court WHERE n > 1"),
        try integer("SELECT count(*) FROM court WHERE n > 1 OR n IS NULL")
      )
      #expect(
        try scope.value("count(court where n > 1)")
          == RangedValue(low: .integer(low), headline: .integer(low), high: .integer(high)))
      #expect(
        try scope.value("sum(court.n where n is known)")
          == RangedValue(.integer(integer("SELECT sum(n) FROM court"))))
      #expect(
        try scope.value("entities(searches where found is known and entity.code is known)")
          == RangedValue(
            .integer(
              integer(
                """
                SELECT count(DISTINCT r.code) FROM searches s JOIN registry r ON r.code =
                (SELECT code FROM court p WHERE p.key = s.key ORDER BY p.id LIMIT 1) WHERE s.found IS NOT NULL
                """))))
    }
  }

  @Test("What belongs to each record is counted and added up as SQL does", arguments: sizes)
  func children(size: Int) throws {
    let world = SampleWorld(records: size, seed: 6)
    let scope = GraphScope(graph: try world.graph())
    let expected = try world.database().read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT c.id, sum(s.id IS NOT NULL) AS count, sum(s.found IS TRUE) AS low,
            sum(s.id IS NOT NULL AND s.found IS NOT FALSE) AS high, count(s.minutes) AS known, sum(s.minutes) AS sum,
            max(s.minutes) AS max
          FROM court c LEFT JOIN searches s ON s.key = c.key GROUP BY c.id ORDER BY c.id
          """)
    }
    let rows = Array(0..<size)
    func values(_ text: String) throws -> [RangedValue] {
      try scope.evaluator().values(
        scope.check(text, in: .row(of: SampleWorld.court)), over: SampleWorld.court, at: rows)
    }
    let counts = try values("count(searches)")
    let found = try values("count(searches where found)")
    let sums = try values("sum(searches.minutes)")
    let greatest = try values("max(searches.minutes)")
    let knownSums = try values("sum(searches.minutes where minutes is known)")
    func integers(_ column: String) -> [Int64?] { expected.map { $0[column] } }
    func exact(_ column: String, of nothing: Value) -> [RangedValue] {
      zip(integers(column), zip(integers("known"), integers("count"))).map { value, counts in
        RangedValue(counts.0 == counts.1 ? value.map(Value.integer) ?? nothing : .unknown)
      }
    }
    #expect(counts == integers("count").map { RangedValue(.integer($0!)) })
    #expect(
      found
        == zip(integers("low"), integers("high")).map {
          RangedValue(low: .integer($0!), headline: .integer($0!), high: .integer($1!))
        })
    #expect(sums == exact("sum", of: .integer(0)))
    #expect(knownSums == integers("sum").map { RangedValue(.integer($0 ?? 0)) })
    #expect(greatest == exact("max", of: .unknown))
  }
}
