import Testing

@Suite("Groups, asked of SQLite too") struct OracleGroupTests {
  /// What groups are made by: in the language, in SQL, and in which order they come (texts as they first appear in the
  /// file, all else ascending, unknown last).
  private struct Key {
    let text: String
    let sql: String
    let order: String
  }

  private static let district = "(SELECT district FROM registry r WHERE r.code = c.code)"

  private static func first(_ column: String) -> String {
    "(SELECT min(id) FROM court f WHERE f.\(column) = c.\(column)) NULLS LAST"
  }

  private static let keys = [
    Key(text: "kind", sql: "c.kind", order: first("kind")), Key(text: "name", sql: "c.name", order: first("name")),
    Key(text: "clues", sql: "c.clues", order: "c.clues NULLS LAST"),
    Key(text: "n", sql: "c.n", order: "c.n NULLS LAST"),
    Key(text: "fine", sql: "c.fine", order: "c.fine NULLS LAST"),
    Key(text: "period", sql: "c.period", order: "c.period NULLS LAST"),
    Key(text: "filed", sql: "c.filed", order: "c.filed NULLS LAST"),
    Key(text: "n > 2", sql: "c.n > 2", order: "c.n > 2 NULLS LAST"),
    Key(
      text: "year(filed)", sql: "CAST(strftime('%Y', c.filed) AS INTEGER)", order: "strftime('%Y', c.filed) NULLS LAST"),
    Key(text: "month(filed)", sql: "strftime('%Y-%m', c.filed)", order: "strftime('%Y-%m', c.filed) NULLS LAST"),
    Key(text: "n - size", sql: "c.n - \(size)", order: "c.n - \(size) NULLS LAST"),
    Key(text: "name is known", sql: "c.name IS NOT NULL", order: "c.name IS NOT NULL"),
    Key(
      text: "entity.district",
      sql:
        "CASE WHEN c.code IN (SELECT code FROM registry WHERE code IS NOT NULL) THEN \(district) ELSE 'not in registry' END",
      order: """
        CASE WHEN c.code IN (SELECT code FROM registry WHERE code IS NOT NULL) THEN 0 ELSE 1 END,
        (SELECT min(id) FROM registry f WHERE f.district = \(district)) NULLS LAST
        """),
  ]

  private static let size = "(SELECT size FROM registry r WHERE r.code = c.code)"

  /// What is computed of each group: its name, and in SQL over rows of which `w` says whether they fit.
  private static let aggregates: [(text: String, sql: [String])] = [
    ("count", ["sum(w IS TRUE)", "sum(w IS TRUE)", "count(*)"]),
    (
      "entities",
      [
        "count(DISTINCT CASE WHEN w THEN code END) + sum(w IS TRUE AND code IS NULL)",
        "count(DISTINCT CASE WHEN w THEN code END)", "count(DISTINCT code) + sum(code IS NULL)",
      ]
    ),
    ("count(clues)", ["sum((w AND clues) IS TRUE)", "sum((w AND clues) IS TRUE)", "sum((w AND clues) IS NOT FALSE)"]),
    (
      "any(n > 5)",
      ["max((w AND n > 5) IS TRUE)", "max((w AND n > 5) IS TRUE)", "max((w AND n > 5) IS NOT FALSE)"]
    ),
    (
      "sum(n where n is known)",
      [
        "coalesce(sum(n) FILTER (WHERE w), 0)", "coalesce(sum(CASE WHEN w THEN n ELSE min(0, n) END), 0)",
        "coalesce(sum(CASE WHEN w THEN n ELSE max(0, n) END), 0)",
      ]
    ),
    (
      "sum(fine)",
      [
        "CASE WHEN sum(w IS TRUE AND fine IS NULL) = 0 THEN coalesce(sum(fine) FILTER (WHERE w), 0) END",
        "CASE WHEN count(*) = count(fine) THEN sum(CASE WHEN w THEN fine ELSE min(0, fine) END) END",
        "CASE WHEN count(*) = count(fine) THEN sum(CASE WHEN w THEN fine ELSE max(0, fine) END) END",
      ]
    ),
    ("min(n where n is known)", ["min(n) FILTER (WHERE w)", "min(n)", "min(n) FILTER (WHERE w)"]),
    (
      "max(filed where filed is known)",
      ["max(filed) FILTER (WHERE w)", "max(filed) FILTER (WHERE w)", "max(filed)"]
    ),
  ]

  private static func question(_ keys: [Key], where condition: (text: String, sql: String)?) -> Question {
    let figures = aggregates.map { aggregate in
      zip(["", "_low", "_high"], aggregate.sql).map { "\($1) AS \"\(aggregate.text)\($0)\"" }.joined(separator: ", ")
    }
    let columns = keys.map { "\($0.sql) AS \"\($0.text)\"" } + figures
    return Question(
      """
      court\(condition.map { " where \($0.text)" } ?? "") | by \(keys.map { "(\($0.text))" }.joined(separator: ", ")) \
      \(aggregates.map(\.text).joined(separator: ", "))
      """,
      """
      WITH chosen AS (SELECT *, (\(condition?.sql ?? "1")) AS w FROM court c WHERE (\(condition?.sql ?? "1")) IS NOT FALSE)
      SELECT \(columns.joined(separator: ", ")) FROM chosen c
      GROUP BY \(keys.map(\.sql).joined(separator: ", ")) ORDER BY \(keys.map(\.order).joined(separator: ", "))
      """)
  }

  static let groups: [Question] =
    keys.flatMap { key in
      [question([key], where: nil), question([key], where: ("n > 1 or clues", "c.n > 1 OR c.clues"))]
    } + [
      question([keys[0], keys[2]], where: nil), question([keys[2], keys[0]], where: ("n > 1", "c.n > 1")),
      question([keys[5], keys[12]], where: nil), question([keys[12], keys[3]], where: ("not clues", "NOT c.clues")),
      question([keys[2], keys[3], keys[0]], where: nil),
    ]

  @Test("Counts, entities, any, sums and extremes by group, unknown keys last", arguments: groups, OracleWorld.seeds)
  func answersGroups(question: Question, seed: Int) async throws { try await ask(question, over: seed) }

  static let others: [Question] = [
    Question("court | by kind", "SELECT kind, count(*) AS count FROM court c GROUP BY 1 ORDER BY \(first("kind"))"),
    Question(
      "court | by clues mean(n where n is known), median(n where n is known)",
      """
      SELECT clues, avg(n) AS "mean(n where n is known)", (SELECT avg(x) FROM (
          SELECT n AS x, row_number() OVER (ORDER BY n) AS place, count(*) OVER () AS size FROM court d
          WHERE d.clues IS c.clues AND n IS NOT NULL) WHERE place IN ((size + 1) / 2, (size + 2) / 2)
        ) AS "median(n where n is known)"
      FROM court c GROUP BY clues ORDER BY clues NULLS LAST
      """),
    Question(
      "court | by kind share(clues is known), count / 2",
      """
      SELECT kind, avg(clues IS NOT NULL) AS "share(clues is known)", count(*) / 2.0 AS "count / 2"
      FROM court c GROUP BY kind ORDER BY \(first("kind"))
      """),
    Question(
      "penalties | by severity",
      """
      SELECT severity, count(*) AS count, sum(sure) AS count_low, count(*) AS count_high FROM penalties c
      GROUP BY severity ORDER BY (SELECT min(id) FROM all_penalties f WHERE f.severity = c.severity) NULLS LAST
      """),
    Question(
      "all penalties | by severity",
      """
      SELECT severity, count(*) AS count FROM all_penalties c
      GROUP BY severity ORDER BY (SELECT min(id) FROM all_penalties f WHERE f.severity = c.severity) NULLS LAST
      """),
    Question(
      "all penalties | by severity last(id where decided is known), first(fine where decided is known)",
      """
      SELECT severity, (SELECT id FROM all_penalties d WHERE d.severity IS c.severity AND d.decided IS NOT NULL
          ORDER BY d.decided DESC, d.id DESC LIMIT 1) AS "last(id where decided is known)",
        (SELECT fine FROM all_penalties d WHERE d.severity IS c.severity AND d.decided IS NOT NULL
          ORDER BY d.decided, d.id LIMIT 1) AS "first(fine where decided is known)"
      FROM all_penalties c
      GROUP BY severity ORDER BY (SELECT min(id) FROM all_penalties f WHERE f.severity = c.severity) NULLS LAST
      """),
    Question(
      "registry | by size entities",
      "SELECT size, sum(weight) AS entities FROM registry GROUP BY size ORDER BY size NULLS LAST"),
    Question(
      "searches | by court.kind count",
      """
      SELECT (SELECT kind FROM court p WHERE p.key = s.key ORDER BY p.id LIMIT 1) AS "court.kind",
        count(*) AS count, sum(sure) AS count_low, count(*) AS count_high FROM searches s GROUP BY 1
      ORDER BY (SELECT min(id) FROM court f
        WHERE f.kind = (SELECT kind FROM court p WHERE p.key = s.key ORDER BY p.id LIMIT 1)) NULLS LAST
      """),
    Question("court | count", "SELECT count(*) AS count FROM court"),
    Question(
      "court where clues | count, sum(n where n is known)",
      """
      SELECT count(*) FILTER (WHERE clues) AS count, count(*) FILTER (WHERE clues) AS count_low,
        count(*) FILTER (WHERE clues IS NOT FALSE) AS count_high,
        coalesce(sum(n) FILTER (WHERE clues), 0) AS "sum(n where n is known)",
        coalesce(sum(CASE WHEN clues THEN n WHEN clues IS NULL THEN min(0, n) END), 0) AS "sum(n where n is known)_low",
        coalesce(sum(CASE WHEN clues THEN n WHEN clues IS NULL THEN max(0, n) END), 0) AS "sum(n where n is known)_high"
      FROM court
      """),
  ]

  @Test("Other groups, and none", arguments: others, OracleWorld.seeds)
  func answersOthers(question: Question, seed: Int) async throws { try await ask(question, over: seed) }
}
