import Testing

@Suite("Stages, asked of SQLite too") struct OracleStageTests {
  static let rows: [Question] = [
    Question("court where clues | select id", "SELECT id FROM court WHERE clues"),
    Question("court where n > 1 | where not clues | select id", "SELECT id FROM court WHERE n > 1 AND NOT clues"),
    Question(
      "court where not (clues and n > 1 or kind = \"甲\") | select id",
      "SELECT id FROM court WHERE NOT (clues AND n > 1 OR kind = '甲')"),
    Question("court | where n is unknown | select id, n", "SELECT id, n FROM court WHERE n IS NULL"),
    Question(
      "court | select id, n + 1, name", "SELECT id, n + 1 AS \"n + 1\", name FROM court"),
    Question(
      "court | derive a = n * 2 | derive b = a + size | where b > 3 | select id, b",
      """
      SELECT id, n * 2 + (SELECT size FROM registry r WHERE r.code = c.code) AS b FROM court c
      WHERE n * 2 + (SELECT size FROM registry r WHERE r.code = c.code) > 3
      """),
    Question("court | select id | derive a = n | where a > 0", "SELECT id, n AS a FROM court WHERE n > 0"),
    Question("court | derive n = n + 1 | select id, n", "SELECT id, n + 1 AS n FROM court"),
    Question("court | take 5 | select id", "SELECT id FROM court ORDER BY id LIMIT 5"),
    Question("court | take 5 | where clues | select id", "SELECT id FROM (SELECT * FROM court LIMIT 5) WHERE clues"),
    Question("court where clues | take 5 | select id", "SELECT id FROM court WHERE clues LIMIT 5"),
    Question("court where clues | take 5 | count", "SELECT min(5, count(*)) AS count FROM court WHERE clues"),
    Question("entities | select id", "SELECT id FROM registry WHERE code IS NOT NULL"),
    Question(
      "registry | select id, code, district, size, weight", "SELECT id, code, district, size, weight FROM registry"),
    Question("penalties | select id, ended", "SELECT id, ended FROM penalties ORDER BY id"),
    Question("all penalties where fine > 3元 | select id, fine", "SELECT id, fine FROM all_penalties WHERE fine > 300"),
    Question("searches where found | select id", "SELECT id FROM searches WHERE found"),
    Question(
      "searches | by entity.district entities",
      """
      WITH s AS (SELECT (SELECT code FROM court p WHERE p.key = s.key ORDER BY p.id LIMIT 1) AS code, sure FROM searches s)
      SELECT CASE WHEN r.id IS NULL THEN 'not in registry' ELSE r.district END AS "entity.district",
        count(DISTINCT s.code) + sum(s.code IS NULL) AS entities,
        count(DISTINCT CASE WHEN sure THEN s.code END) AS entities_low,
        count(DISTINCT s.code) + sum(s.code IS NULL) AS entities_high
      FROM s LEFT JOIN registry r ON r.code = s.code GROUP BY 1 ORDER BY
        r.id IS NULL, (SELECT min(id) FROM registry f WHERE f.district = r.district) NULLS LAST
      """),
  ]

  @Test("Where, derive, select and take", arguments: rows, OracleWorld.seeds)
  func answersRows(question: Question, seed: Int) async throws { try await ask(question, over: seed) }

  private static func sorted(_ keys: String, _ order: String) -> Question {
    Question("court | sort \(keys) | select id", "SELECT id FROM court c ORDER BY \(order), id")
  }

  static let orders: [Question] = [
    sorted("n", "n NULLS LAST"), sorted("n desc", "n DESC NULLS LAST"), sorted("n asc", "n NULLS LAST"),
    sorted("name", "name NULLS LAST"), sorted("kind desc", "kind DESC NULLS LAST"),
    sorted("clues", "clues NULLS LAST"), sorted("clues desc", "clues DESC NULLS LAST"),
    sorted("fine desc", "fine DESC NULLS LAST"), sorted("rate", "rate NULLS LAST"),
    sorted("filed desc", "filed DESC NULLS LAST"), sorted("period", "period NULLS LAST"),
    sorted("kind, n desc, filed", "kind NULLS LAST, n DESC NULLS LAST, filed NULLS LAST"),
    sorted("abs(n) desc, name", "abs(n) DESC NULLS LAST, name NULLS LAST"),
    sorted("(n > 2)", "n > 2 NULLS LAST"),
    sorted("entity.size", "(SELECT size FROM registry r WHERE r.code = c.code) NULLS LAST"),
    Question(
      "court where clues | sort n desc | take 3 | select id",
      "SELECT id FROM court WHERE clues ORDER BY n DESC NULLS LAST, id LIMIT 3"),
    Question(
      "court | sort n desc | take 9 | where clues | select id, n",
      "SELECT id, n FROM (SELECT * FROM court ORDER BY n DESC NULLS LAST, id LIMIT 9) WHERE clues"),
    Question("court | select id, n | sort", "SELECT id, n FROM court ORDER BY n DESC NULLS LAST, id"),
    Question(
      "court | sort n | sort kind | select id", "SELECT id FROM court ORDER BY kind NULLS LAST, n NULLS LAST, id"),
    Question(
      "court | derive waited = asof - filed | sort waited desc | take 4 | select id, waited",
      """
      SELECT id, CAST(julianday('2022-07-31') - julianday(filed) AS INTEGER) AS waited FROM court
      ORDER BY waited DESC NULLS LAST, id LIMIT 4
      """),
  ]

  @Test("Sort keeps the order of ties and puts unknown last", arguments: orders, OracleWorld.seeds)
  func answersOrders(question: Question, seed: Int) async throws { try await ask(question, over: seed) }

  static let distinct: [Question] = [
    Question("court | distinct kind | select id", "SELECT min(id) AS id FROM court GROUP BY kind ORDER BY 1"),
    Question(
      "court | distinct kind, clues | select id", "SELECT min(id) AS id FROM court GROUP BY kind, clues ORDER BY 1"),
    Question(
      "court | select kind, n | distinct", "SELECT kind, n FROM court GROUP BY kind, n ORDER BY min(id)"),
    Question("court | select clues | distinct", "SELECT clues FROM court GROUP BY clues ORDER BY min(id)"),
    Question("court | distinct (n > 2) | select id", "SELECT min(id) AS id FROM court GROUP BY n > 2 ORDER BY 1"),
    Question(
      "court | sort n desc | distinct kind | select id",
      """
      SELECT id FROM (SELECT id, n, row_number() OVER (PARTITION BY kind ORDER BY n DESC NULLS LAST, id) AS place FROM court)
      WHERE place = 1 ORDER BY n DESC NULLS LAST, id
      """),
    Question(
      "court where clues | distinct n | count",
      "SELECT count(*) AS count FROM (SELECT DISTINCT n FROM court WHERE clues)"),
    Question(
      "court | distinct entity.district | select id",
      "SELECT min(id) AS id FROM court c GROUP BY (SELECT district FROM registry r WHERE r.code = c.code) ORDER BY 1"),
    Question(
      "court | distinct year(filed) | count",
      "SELECT count(*) AS count FROM (SELECT DISTINCT substr(filed, 1, 4) FROM court)"),
  ]

  @Test(
    "Distinct keeps the first of those that are alike, unknown with unknown", arguments: distinct, OracleWorld.seeds)
  func answersDistinct(question: Question, seed: Int) async throws { try await ask(question, over: seed) }

  static let joins: [Question] = [
    Question(
      "court | join penalties | select id, penalties.id, penalties.fine",
      """
      SELECT c.id, p.id AS "penalties.id", p.fine AS "penalties.fine" FROM court c JOIN penalties p ON p.code = c.code
      ORDER BY c.id, p.id
      """),
    Question(
      "court where clues | sort n | join penalties | select id, n, penalties.id",
      """
      SELECT c.id, c.n, p.id AS "penalties.id" FROM court c JOIN penalties p ON p.code = c.code WHERE c.clues
      ORDER BY c.n NULLS LAST, c.id, p.id
      """),
    Question(
      "court | select id, n | join registry | select id, n, registry.district",
      """
      SELECT c.id, c.n, r.district AS "registry.district" FROM court c JOIN registry r ON r.code = c.code ORDER BY c.id
      """),
    Question(
      "searches | join penalties | select id, penalties.id",
      """
      SELECT s.id, p.id AS "penalties.id" FROM searches s
      JOIN court c ON c.id = (SELECT min(id) FROM court p WHERE p.key = s.key)
      JOIN penalties p ON p.code = c.code ORDER BY s.id, p.id
      """),
    Question(
      "entities | join court | select id, court.id",
      "SELECT r.id, c.id AS \"court.id\" FROM registry r JOIN court c ON c.code = r.code ORDER BY r.id, c.id"),
  ]

  @Test("Join sets the standing records of the same entity side by side", arguments: joins, OracleWorld.seeds)
  func answersJoins(question: Question, seed: Int) async throws { try await ask(question, over: seed) }

  private static let byKind = "SELECT kind, count(*) AS count, min(id) AS place FROM court GROUP BY kind"

  private static func first(_ key: String) -> String {
    "CASE WHEN \(key) IS NULL THEN 1 ELSE 0 END, (SELECT min(f.id) FROM court f WHERE f.kind = \(key))"
  }

  static let tables: [Question] = [
    Question("court | by kind | sort", "SELECT kind, count FROM (\(byKind)) g ORDER BY count DESC, \(first("g.kind"))"),
    Question(
      "court | by kind | where count > 3",
      "SELECT kind, count FROM (\(byKind)) g WHERE count > 3 ORDER BY \(first("g.kind"))"),
    Question(
      "court | by kind | sort count, kind desc | take 2",
      "SELECT kind, count FROM (\(byKind)) g ORDER BY count, kind DESC NULLS LAST LIMIT 2"),
    Question(
      "court | by kind | where kind is unknown | select count",
      "SELECT count(*) AS count FROM court WHERE kind IS NULL GROUP BY kind"
    ),
    Question(
      "court | by kind | derive double = count * 2 | select double",
      "SELECT count * 2 AS double FROM (\(byKind)) g ORDER BY \(first("g.kind"))"),
    Question(
      "court | by n | where n between 0 and 2 or n is unknown | sort n desc",
      "SELECT n, count(*) AS count FROM court WHERE n BETWEEN 0 AND 2 OR n IS NULL GROUP BY n ORDER BY n DESC NULLS LAST"
    ),
    Question(
      "court | by kind max(n where n is known) | sort",
      """
      SELECT kind, max(n) AS "max(n where n is known)" FROM court g GROUP BY kind
      ORDER BY max(n) DESC NULLS LAST, \(first("g.kind"))
      """),
    Question(
      "court | by n count | select count | distinct",
      """
      SELECT count FROM (SELECT n, count(*) AS count, row_number() OVER (PARTITION BY count(*) ORDER BY n NULLS LAST) AS place
      FROM court GROUP BY n) WHERE place = 1 ORDER BY n NULLS LAST
      """),
    Question(
      "court | by year(filed), kind | sort count desc, kind | take 4",
      """
      SELECT CAST(strftime('%Y', filed) AS INTEGER) AS "year(filed)", kind, count(*) AS count FROM court GROUP BY 1, 2
      ORDER BY 3 DESC, 2 NULLS LAST, 1 NULLS LAST LIMIT 4
      """),
    Question(
      "court | by filed | where filed > asof - 1 year | sort filed",
      "SELECT filed, count(*) AS count FROM court WHERE filed > '2021-07-31' GROUP BY filed ORDER BY filed"),
    Question(
      "let bound = 2\ncourt | by clues, n | where count >= bound | sort n, clues",
      """
      SELECT clues, n, count(*) AS count FROM court GROUP BY clues, n HAVING count(*) >= 2
      ORDER BY n NULLS LAST, clues NULLS LAST
      """),
    Question(
      "court where n is unknown | by clues max(n) | where [max(n)] > 1",
      "SELECT clues, NULL AS \"max(n)\" FROM court WHERE 0"),
    Question(
      "court | by clues sum(fine where fine is known) | derive more = [sum(fine where fine is known)] + 1.50元 | select more",
      "SELECT coalesce(sum(fine), 0) + 150 AS more FROM court GROUP BY clues ORDER BY clues NULLS LAST"),
    Question(
      "court | by (n between 0 and 2) | where [n between 0 and 2] | select count",
      "SELECT count(*) AS count FROM court WHERE n BETWEEN 0 AND 2 GROUP BY n BETWEEN 0 AND 2"),
    Question(
      "court where clues | by kind | where count >= 1",
      """
      SELECT * FROM (SELECT kind, sum(clues IS TRUE) AS count, sum(clues IS TRUE) AS count_low, count(*) AS count_high
        FROM court WHERE clues IS NOT FALSE GROUP BY kind) g WHERE count >= 1 ORDER BY \(first("g.kind"))
      """),
  ]

  @Test("Stages over groups see their headline", arguments: tables, OracleWorld.seeds)
  func answersTables(question: Question, seed: Int) async throws { try await ask(question, over: seed) }
}
