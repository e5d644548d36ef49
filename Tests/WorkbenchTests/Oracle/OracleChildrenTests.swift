import Testing

@Suite("Records that belong to one another, asked of SQLite too") struct OracleChildrenTests {
  private static func value(_ text: String, _ sql: String) -> Question {
    Question(
      "court | derive r = \(text) | select id, r", "SELECT c.id AS id, (\(sql)) AS r FROM court c ORDER BY c.id")
  }

  /// A number that unknown facts leave open; a row's number shows its least.
  private static func range(_ text: String, low: String, high: String, of list: String = "court") -> Question {
    Question(
      "\(list) | derive r = \(text) | select id, r",
      """
      SELECT c.id AS id, (\(low)) AS r, (\(low)) AS r_low, (\(high)) AS r_high
      FROM \(list == "entities" ? "registry" : list) c \(list == "entities" ? "WHERE c.code IS NOT NULL" : "") ORDER BY c.id
      """)
  }

  private static let own = "s.key = c.key"

  private static func searches(_ select: String, _ condition: String = "1", by link: String = own) -> String {
    "(SELECT \(select) FROM searches s WHERE \(link) AND (\(condition)))"
  }

  /// How many searches there are: those that stand surely and fit, and those that may.
  private static func count(_ text: String, where condition: String) -> Question {
    range(
      text, low: searches("count(*)", "s.sure AND (\(condition)) IS TRUE"),
      high: searches("count(*)", "(\(condition)) IS NOT FALSE"))
  }

  /// A sum, of which each search that may count takes part where it pulls the end further.
  private static func sum(_ text: String, where condition: String) -> Question {
    let sure = "(s.sure AND (\(condition)) IS TRUE)"
    func end(_ pull: String) -> String {
      """
      (SELECT CASE WHEN count(*) = count(s.minutes)
      THEN coalesce(sum(CASE WHEN \(sure) THEN s.minutes ELSE \(pull)(0, s.minutes) END), 0) END
      FROM searches s WHERE \(own) AND (\(condition)) IS NOT FALSE)
      """
    }
    return range(text, low: end("min"), high: end("max"))
  }

  /// A least (or greatest) number: unknown unless one search surely counts and all that may have a number.
  private static func extreme(_ function: String, _ text: String, where condition: String) -> Question {
    func end(_ rows: String) -> String {
      """
      (SELECT CASE WHEN count(*) = count(s.minutes) AND sum(s.sure AND (\(condition)) IS TRUE) > 0
      THEN \(function)(s.minutes) FILTER (WHERE \(rows)) END
      FROM searches s WHERE \(own) AND (\(condition)) IS NOT FALSE)
      """
    }
    let (all, sure) = (end("1"), end("s.sure AND (\(condition)) IS TRUE"))
    return function == "min" ? range(text, low: all, high: sure) : range(text, low: sure, high: all)
  }

  static let searchesOfRecords: [Question] = [
    count("count(searches)", where: "1"), count("count(searches where not found)", where: "NOT s.found"),
    count("count(searches where found and minutes > 2)", where: "s.found AND s.minutes > 2"),
    // A search of several records with one key sees the columns of the first.
    count(
      "count(searches where found or minutes > court.n)",
      where: "s.found OR s.minutes > (SELECT n FROM court p WHERE p.key = s.key ORDER BY p.id LIMIT 1)"),
    count("count(searches where date >= asof - 12 months)", where: "s.date >= '2021-07-31'"),
    count("count(searches where found is unknown)", where: "s.found IS NULL"),
    value("count(all searches)", "SELECT count(*) FROM all_searches s WHERE \(own)"),
    sum("sum(searches.minutes)", where: "1"), sum("sum(searches.minutes where found)", where: "s.found"),
    sum("sum(searches.minutes where minutes is known)", where: "s.minutes IS NOT NULL"),
    sum("sum(searches.minutes where minutes is known and found)", where: "s.minutes IS NOT NULL AND s.found"),
    extreme("min", "min(searches.minutes)", where: "1"), extreme("max", "max(searches.minutes)", where: "1"),
    extreme("min", "min(searches.minutes where minutes > 0)", where: "s.minutes > 0"),
    extreme(
      "max", "max(searches.minutes where minutes is known and found)", where: "s.minutes IS NOT NULL AND s.found"),
    value(
      "any(searches)",
      "CASE WHEN \(searches("sum(s.sure)")) > 0 THEN 1 WHEN \(searches("count(*)")) = 0 THEN 0 END"),
    value(
      "any(searches where found)",
      """
      CASE WHEN \(searches("count(*)", "s.sure AND s.found")) > 0 THEN 1
      WHEN \(searches("count(*)", "s.found IS NOT FALSE")) = 0 THEN 0 END
      """),
    value(
      "not any(searches where not found and minutes > 0)",
      """
      CASE WHEN \(searches("count(*)", "s.sure AND NOT s.found AND s.minutes > 0")) > 0 THEN 0
      WHEN \(searches("count(*)", "(NOT s.found AND s.minutes > 0) IS NOT FALSE")) = 0 THEN 1 END
      """),
    value(
      "count(searches where not found) >= 2",
      """
      CASE WHEN \(searches("count(*)", "s.sure AND NOT s.found")) >= 2 THEN 1
      WHEN \(searches("count(*)", "(NOT s.found) IS NOT FALSE")) < 2 THEN 0 END
      """),
    value(
      "count(searches) = 0",
      "CASE WHEN \(searches("count(*)")) = 0 THEN 1 WHEN \(searches("sum(s.sure)")) > 0 THEN 0 END"),
  ]

  @Test("Count, sum, min, max and any of what belongs to a record", arguments: searchesOfRecords, OracleWorld.seeds)
  func answersSearchesOfRecords(question: Question, seed: Int) async throws { try await ask(question, over: seed) }

  /// The value of the latest (or earliest) search; of several on one day the last (or first) in the file. Unknown where
  /// a search without a date, or one that may fit and is as late, may be the one.
  private static func outermost(_ text: String, _ column: String, where condition: String, isLast: Bool) -> Question {
    let order = isLast ? "DESC" : "ASC"
    let best = "ORDER BY s.date \(order), s.id \(order) LIMIT 1"
    let fits = "\(own) AND s.sure AND (\(condition)) IS TRUE"
    let day = "(SELECT s.date FROM searches s WHERE \(fits) \(best))"
    return value(
      text,
      """
      CASE WHEN \(searches("count(*)", "(\(condition)) IS NOT FALSE AND s.date IS NULL")) > 0 THEN NULL
      WHEN \(searches("count(*)", "(\(condition)) IS NULL AND s.date \(isLast ? ">=" : "<=") \(day)")) > 0 THEN NULL
      ELSE (SELECT \(column) FROM searches s WHERE \(fits) \(best)) END
      """)
  }

  static let outermost: [Question] = [
    outermost("last(searches.date)", "s.date", where: "1", isLast: true),
    outermost("first(searches.date)", "s.date", where: "1", isLast: false),
    outermost("last(searches.minutes)", "s.minutes", where: "1", isLast: true),
    outermost("first(searches.found)", "s.found", where: "1", isLast: false),
    outermost("last(searches.key)", "s.key", where: "1", isLast: true),
    outermost("last(searches.date where found)", "s.date", where: "s.found", isLast: true),
    outermost("first(searches.minutes where found)", "s.minutes", where: "s.found", isLast: false),
    outermost("last(searches.id where minutes > 2)", "s.id", where: "s.minutes > 2", isLast: true),
  ]

  @Test("First and last of what belongs to a record", arguments: outermost, OracleWorld.seeds)
  func answersOutermost(question: Question, seed: Int) async throws { try await ask(question, over: seed) }

  private static let parent = "(SELECT id FROM court p WHERE p.key = s.key ORDER BY p.id LIMIT 1)"
  private static let entity = "(SELECT code FROM court WHERE id = \(parent))"

  private static func ofSearch(_ text: String, _ sql: String) -> Question {
    Question(
      "searches | derive r = \(text) | select id, r", "SELECT s.id AS id, (\(sql)) AS r FROM searches s ORDER BY s.id")
  }

  static let parents: [Question] = [
    ofSearch("court.n", "SELECT n FROM court WHERE id = \(parent)"),
    ofSearch("kind", "SELECT kind FROM court WHERE id = \(parent)"),
    ofSearch("court.filed + 1 week", "SELECT date(filed, '+7 days') FROM court WHERE id = \(parent)"),
    ofSearch("court.clues and not found", "(SELECT clues FROM court WHERE id = \(parent)) AND NOT s.found"),
    ofSearch("minutes - n", "s.minutes - (SELECT n FROM court WHERE id = \(parent))"),
    ofSearch("entity.district", "SELECT district FROM registry WHERE code = \(entity)"),
    ofSearch("entity.size + 1", "SELECT size + 1 FROM registry WHERE code = \(entity)"),
    ofSearch("registry.size", "SELECT size FROM registry WHERE code = \(entity)"),
    ofSearch("court.code", "SELECT code FROM court WHERE id = \(parent)"),
    ofSearch("entity.code is known", "EXISTS (SELECT 1 FROM registry WHERE code = \(entity))"),
  ]

  @Test("A parent's and the entity's columns", arguments: parents, OracleWorld.seeds)
  func answersParents(question: Question, seed: Int) async throws { try await ask(question, over: seed) }

  /// What the registry knows of a record's entity; nothing where it has none.
  private static func ifRegistered(_ sql: String) -> String {
    "CASE WHEN c.code IN (SELECT code FROM registry WHERE code IS NOT NULL) THEN (\(sql)) END"
  }

  private static func penalties(_ select: String, _ condition: String = "1") -> String {
    "SELECT \(select) FROM penalties p WHERE p.code = c.code AND (\(condition))"
  }

  /// Whether there is any: certainly, never, or unknown.
  private static func anyPenalty(_ condition: String = "1") -> String {
    """
    CASE WHEN EXISTS (\(penalties("1", "p.sure AND (\(condition)) IS TRUE"))) THEN 1
    WHEN NOT EXISTS (\(penalties("1", "(\(condition)) IS NOT FALSE"))) THEN 0 END
    """
  }

  private static func countPenalties(_ condition: String, isLow: Bool) -> String {
    penalties("count(*)", isLow ? "p.sure AND (\(condition)) IS TRUE" : "(\(condition)) IS NOT FALSE")
  }

  private static func entityCount(_ text: String, where condition: String, of list: String = "court") -> Question {
    range(
      text, low: ifRegistered(countPenalties(condition, isLow: true)),
      high: ifRegistered(countPenalties(condition, isLow: false)), of: list)
  }

  static let entities: [Question] = [
    entityCount("entity.count(penalties)", where: "1"),
    entityCount("entity.count(penalties where fine > 3元)", where: "p.fine > 300"),
    entityCount(
      "entity.count(penalties where decided >= asof - 12 months)", where: "p.decided >= '2021-07-31'"),
    entityCount("count(penalties where severity = \"严重\")", where: "p.severity = '严重'", of: "entities"),
    value("listed(penalties)", ifRegistered(anyPenalty())),
    value("not listed(penalties)", "NOT \(ifRegistered(anyPenalty()))"),
    value("listed(penalties, in: base)", ifRegistered(anyPenalty())),
    value("entity.any(penalties where fine > 3元)", ifRegistered(anyPenalty("p.fine > 300"))),
    value(
      "entity.count(all penalties)", ifRegistered("SELECT count(*) FROM all_penalties p WHERE p.code = c.code")),
    value(
      "entity.sum(all penalties.fine)",
      ifRegistered(
        "SELECT CASE WHEN count(*) = count(fine) THEN coalesce(sum(fine), 0) END FROM all_penalties p WHERE p.code = c.code"
      )),
    Question(
      "entities where listed(penalties) and not listed(court) | select id",
      """
      SELECT c.id AS id FROM registry c WHERE c.code IS NOT NULL AND EXISTS (\(penalties("1", "p.sure")))
      AND NOT EXISTS (SELECT 1 FROM court d WHERE d.code = c.code) ORDER BY c.id
      """),
    // An exit takes what surely matches off in any case, and what may match off the records that surely stand.
    Question(
      "scenario out = exit penalties where fine > 3元\nentities | derive r = listed(penalties, in: out) | select id, r",
      """
      SELECT c.id AS id, CASE WHEN EXISTS (\(penalties("1", "p.sure AND (p.fine > 300) IS FALSE"))) THEN 1
        WHEN NOT EXISTS (\(penalties("1", "(p.fine > 300) IS NOT TRUE"))) THEN 0 END AS r
      FROM registry c WHERE c.code IS NOT NULL ORDER BY c.id
      """),
    Question(
      """
      scenario out = exit penalties where fine > 3元 except when severity = "严重"
      entities where listed(penalties) and not listed(penalties, in: out) | select id
      """,
      """
      SELECT c.id AS id FROM registry c WHERE c.code IS NOT NULL AND EXISTS (\(penalties("1", "p.sure")))
      AND NOT EXISTS (\(penalties("1", "(p.fine > 300 AND NOT p.severity = '严重') IS NOT TRUE"))) ORDER BY c.id
      """),
    Question(
      "registry | derive r = count(court where clues) | select id, r",
      """
      SELECT r.id AS id, (SELECT count(*) FROM court c WHERE c.code = r.code AND c.clues) AS r,
        (SELECT count(*) FROM court c WHERE c.code = r.code AND c.clues) AS r_low,
        (SELECT count(*) FROM court c WHERE c.code = r.code AND c.clues IS NOT FALSE) AS r_high
      FROM registry r ORDER BY r.id
      """),
    // A search of several records with one key counts for the entity of the first.
    Question(
      "registry | derive r = count(all searches) | select id, r",
      """
      SELECT r.id AS id, (SELECT count(*) FROM all_searches s WHERE r.code = (SELECT code FROM court WHERE id = \(parent))) AS r
      FROM registry r ORDER BY r.id
      """),
  ]

  @Test("What belongs to the entity, and whether it is listed", arguments: entities, OracleWorld.seeds)
  func answersEntities(question: Question, seed: Int) async throws { try await ask(question, over: seed) }
}
