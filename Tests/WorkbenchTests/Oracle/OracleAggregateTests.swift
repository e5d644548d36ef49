import Testing

@Suite("Figures over whole lists, asked of SQLite too") struct OracleAggregateTests {
  private static func figure(_ text: String, _ sql: String) -> Question {
    Question("metric r = \(text)\nr", "SELECT (\(sql)) AS r")
  }

  private static func range(_ text: String, low: String, headline: String, high: String) -> Question {
    Question("metric r = \(text)\nr", "SELECT (\(headline)) AS r, (\(low)) AS r_low, (\(high)) AS r_high")
  }

  private static func count(_ text: String, where condition: String) -> Question {
    let sure = "SELECT count(*) FROM court c WHERE (\(condition)) IS TRUE"
    return range(
      text, low: sure, headline: sure, high: "SELECT count(*) FROM court c WHERE (\(condition)) IS NOT FALSE")
  }

  /// Distinct codes, and for each record that can't be identified an entity of its own, or none.
  private static func entities(_ text: String, where condition: String) -> Question {
    func counted(_ truth: String, _ nameless: String) -> String {
      "SELECT count(DISTINCT c.code) \(nameless) FROM court c WHERE (\(condition)) IS \(truth)"
    }
    let one = "+ coalesce(sum(c.code IS NULL), 0)"
    return range(
      text, low: counted("TRUE", ""), headline: counted("TRUE", one), high: counted("NOT FALSE", one))
  }

  /// Penalties that may stand count in the headline: only what a question asks of them must be true.
  private static func penalties(_ text: String, _ select: String, where condition: String) -> Question {
    let rows = "FROM penalties p WHERE"
    return range(
      text, low: "SELECT \(select) \(rows) p.sure AND (\(condition)) IS TRUE",
      headline: "SELECT \(select) \(rows) (\(condition)) IS TRUE",
      high: "SELECT \(select) \(rows) (\(condition)) IS NOT FALSE")
  }

  static let counts: [Question] = [
    figure("count(court)", "SELECT count(*) FROM court"), figure("count(registry)", "SELECT count(*) FROM registry"),
    figure("entities(registry)", "SELECT coalesce(sum(weight), 0) FROM registry"),
    figure(
      "entities(registry where size is known)", "SELECT coalesce(sum(weight), 0) FROM registry WHERE size IS NOT NULL"),
    range(
      "entities(registry where size > 1)", low: "SELECT coalesce(sum(weight), 0) FROM registry WHERE size > 1",
      headline: "SELECT coalesce(sum(weight), 0) FROM registry WHERE size > 1",
      high: "SELECT coalesce(sum(weight), 0) FROM registry WHERE (size > 1) IS NOT FALSE"),
    count("count(court where n > 1)", where: "c.n > 1"),
    count("count(court where clues or n > 4)", where: "c.clues OR c.n > 4"),
    count("count(court where not (clues and n > 1))", where: "NOT (c.clues AND c.n > 1)"),
    count("count(court where unknown)", where: "NULL"),
    count("count(court where clues is unknown)", where: "c.clues IS NULL"),
    count(
      "count(court where district = \"东\")",
      where: "(SELECT district FROM registry r WHERE r.code = c.code) = '东'"),
    entities("entities(court)", where: "1"), entities("entities(court where clues)", where: "c.clues"),
    entities("entities(court where not clues or n < 0)", where: "NOT c.clues OR c.n < 0"),
    penalties("count(penalties)", "count(*)", where: "1"),
    penalties("count(penalties where fine > 3元)", "count(*)", where: "p.fine > 300"),
    figure("count(all penalties)", "SELECT count(*) FROM all_penalties"),
    figure("count(all searches where found is known)", "SELECT count(*) FROM all_searches WHERE found IS NOT NULL"),
    range(
      "entities(penalties where fine > 3元)",
      low: "SELECT count(DISTINCT code) FROM penalties p WHERE p.sure AND p.fine > 300",
      headline: "SELECT count(DISTINCT code) + count(*) - count(code) FROM penalties p WHERE p.fine > 300",
      high: "SELECT count(DISTINCT code) + count(*) - count(code) FROM penalties p WHERE (p.fine > 300) IS NOT FALSE"),
    range(
      "any(court where n > 5)", low: "SELECT count(*) > 0 FROM court WHERE n > 5",
      headline: "SELECT count(*) > 0 FROM court WHERE n > 5",
      high: "SELECT count(*) > 0 FROM court WHERE (n > 5) IS NOT FALSE"),
    figure("any(court)", "SELECT count(*) > 0 FROM court"),
    range(
      "share(court where clues)", low: "SELECT 1.0 * count(*) FILTER (WHERE clues) / count(*) FROM court",
      headline: "SELECT 1.0 * count(*) FILTER (WHERE clues) / count(*) FROM court",
      high: "SELECT 1.0 * count(*) FILTER (WHERE clues IS NOT FALSE) / count(*) FROM court"),
    range(
      "count(court where clues) / count(court)",
      low: "SELECT 1.0 * count(*) FILTER (WHERE clues) / count(*) FROM court",
      headline: "SELECT 1.0 * count(*) FILTER (WHERE clues) / count(*) FROM court",
      high: "SELECT 1.0 * count(*) FILTER (WHERE clues IS NOT FALSE) / count(*) FROM court"),
    figure("low(count(court where clues))", "SELECT count(*) FROM court WHERE clues"),
    figure("high(count(court where clues))", "SELECT count(*) FROM court WHERE clues IS NOT FALSE"),
    figure("headline(count(penalties))", "SELECT count(*) FROM penalties"),
    figure(
      "if count(court) > 20 then count(court) else 2",
      "SELECT CASE WHEN count(*) > 20 THEN count(*) ELSE 2 END FROM court"),
    figure("coalesce(max(court.n where n is known), 7)", "SELECT coalesce(max(n), 7) FROM court"),
    figure("count(court) between 10 and 50", "SELECT count(*) BETWEEN 10 AND 50 FROM court"),
    figure("count(court) in (0, 12)", "SELECT count(*) IN (0, 12) FROM court"),
    figure("max(court.n where n is known) is unknown", "SELECT max(n) IS NULL FROM court"),
  ]

  @Test("Counts, entities, any and share reach exactly their ends", arguments: counts, OracleWorld.seeds)
  func answersCounts(question: Question, seed: Int) async throws { try await ask(question, over: seed) }

  // MARK: Numbers

  /// A figure over the numbers of a column where a condition holds: the headline is over the rows for which it is true,
  /// and unknown where one of them has no number; the ends are unknown where any row that may count has none. Of the
  /// rows in SQL `sure` count in any case, `head` in the headline; `open` are the others, and `fixed` sums up the sure.
  private static func numbers(
    _ text: String, _ column: String, where condition: String, headline: String, low: String, high: String
  ) -> Question {
    let list = text.contains("(penalties.") ? "(SELECT * FROM penalties)" : "(SELECT *, 1 AS sure FROM court)"
    return Question(
      "metric r = \(text)\nr",
      """
      WITH rows AS (SELECT \(column) AS x, (\(condition)) IS TRUE AS head, c.sure AND (\(condition)) IS TRUE AS sure
          FROM \(list) c WHERE (\(condition)) IS NOT FALSE),
        known AS (SELECT count(*) = count(x) AS every, coalesce(sum(head AND x IS NULL), 0) = 0 AS headline FROM rows),
        open AS (SELECT x, row_number() OVER (ORDER BY x) AS up, row_number() OVER (ORDER BY x DESC) AS down
          FROM rows WHERE NOT sure),
        fixed AS (SELECT count(*) AS n, coalesce(sum(x), 0) AS total FROM rows WHERE sure)
      SELECT CASE WHEN known.headline THEN (\(headline)) END AS r, CASE WHEN every THEN (\(low)) END AS r_low,
        CASE WHEN every THEN (\(high)) END AS r_high FROM known
      """)
  }

  private static func sum(_ text: String, _ column: String, where condition: String) -> Question {
    numbers(
      text, column, where: condition, headline: "SELECT coalesce(sum(x), 0) FROM rows WHERE head",
      low: "SELECT coalesce(sum(CASE WHEN sure THEN x ELSE min(0, x) END), 0) FROM rows",
      high: "SELECT coalesce(sum(CASE WHEN sure THEN x ELSE max(0, x) END), 0) FROM rows")
  }

  private static func min(_ text: String, _ column: String, where condition: String) -> Question {
    numbers(
      text, column, where: condition, headline: "SELECT min(x) FROM rows WHERE head", low: "SELECT min(x) FROM rows",
      high: "SELECT min(x) FROM rows WHERE sure")
  }

  private static func max(_ text: String, _ column: String, where condition: String) -> Question {
    numbers(
      text, column, where: condition, headline: "SELECT max(x) FROM rows WHERE head",
      low: "SELECT max(x) FROM rows WHERE sure", high: "SELECT max(x) FROM rows")
  }

  /// The least mean of the sure numbers and any of the open ones is that with some of the least of these.
  private static func mean(
    _ text: String, _ column: String, where condition: String, as shape: (String) -> String = { $0 }
  ) -> Question {
    func end(_ function: String, _ order: String) -> String {
      """
      WITH prefixes AS (SELECT 0 AS k, 0 AS added UNION ALL SELECT o.\(order),
          (SELECT sum(p.x) FROM open p WHERE p.\(order) <= o.\(order)) FROM open o)
      SELECT \(shape("\(function)((fixed.total + added) * 1.0 / (fixed.n + k))")) FROM prefixes, fixed WHERE fixed.n + k > 0
      """
    }
    return numbers(
      text, column, where: condition, headline: "SELECT \(shape("avg(x)")) FROM rows WHERE head",
      low: end("min", "up"), high: end("max", "down"))
  }

  private static func fen(_ sql: String) -> String { "CAST(round(\(sql)) AS INTEGER)" }

  static let sums: [Question] = [
    sum("sum(court.n)", "c.n", where: "1"), sum("sum(court.n where n is known)", "c.n", where: "c.n IS NOT NULL"),
    sum("sum(court.n where n > 0)", "c.n", where: "c.n > 0"),
    sum("sum(court.n where clues and n is known)", "c.n", where: "c.clues AND c.n IS NOT NULL"),
    sum("sum(court.fine where fine is known and kind = \"甲\")", "c.fine", where: "c.fine IS NOT NULL AND c.kind = '甲'"),
    sum("sum(court.share where share is known)", "c.share / 10000.0", where: "c.share IS NOT NULL"),
    sum("sum(court.n where clues is known)", "c.n", where: "c.clues IS NOT NULL"),
    sum("sum(court.n where no)", "c.n", where: "0"),
    min("min(court.n)", "c.n", where: "1"), min("min(court.n where n is known)", "c.n", where: "c.n IS NOT NULL"),
    min("min(court.n where clues and n is known)", "c.n", where: "c.clues AND c.n IS NOT NULL"),
    min("min(court.filed where filed is known and clues)", "c.filed", where: "c.filed IS NOT NULL AND c.clues"),
    min("min(court.period where period is known)", "c.period", where: "c.period IS NOT NULL"),
    max("max(court.n where n is known and not clues)", "c.n", where: "c.n IS NOT NULL AND NOT c.clues"),
    max("max(court.fine where fine is known)", "c.fine", where: "c.fine IS NOT NULL"),
    max("max(court.rate where rate > 0)", "c.rate / 100.0", where: "c.rate > 0"),
    max("max(court.filed where filed is known)", "c.filed", where: "c.filed IS NOT NULL"),
    mean("mean(court.n)", "c.n", where: "1"), mean("mean(court.n where n is known)", "c.n", where: "c.n IS NOT NULL"),
    mean("mean(court.n where clues and n is known)", "c.n", where: "c.clues AND c.n IS NOT NULL"),
    mean("mean(court.rate where rate is known)", "c.rate / 100.0", where: "c.rate IS NOT NULL"),
    mean(
      "mean(court.share where share is known and n > 1)", "c.share / 10000.0", where: "c.share IS NOT NULL AND c.n > 1"),
    mean("mean(court.fine where fine is known)", "c.fine", where: "c.fine IS NOT NULL", as: fen),
    mean("mean(court.fine where fine is known and clues)", "c.fine", where: "c.fine IS NOT NULL AND c.clues", as: fen),
    sum("sum(penalties.fine where fine is known)", "c.fine", where: "c.fine IS NOT NULL"),
    sum(
      "sum(penalties.fine where fine is known and severity = \"一般\")", "c.fine",
      where: "c.fine IS NOT NULL AND c.severity = '一般'"),
    min("min(penalties.fine where fine is known)", "c.fine", where: "c.fine IS NOT NULL"),
    max("max(penalties.decided where decided is known)", "c.decided", where: "c.decided IS NOT NULL"),
    mean("mean(penalties.fine where fine is known)", "c.fine", where: "c.fine IS NOT NULL", as: fen),
    sum("sum(court.n where n is known) * 2 - 1", "c.n * 2", where: "c.n IS NOT NULL").shifted(by: -1),
  ]

  @Test("Sums, means, least and greatest, and their ends", arguments: sums, OracleWorld.seeds)
  func answersSums(question: Question, seed: Int) async throws { try await ask(question, over: seed) }

  // MARK: Ranks

  /// The number at a part of the way from the first to the last of the numbers in order, in a straight line between two.
  private static func quantile(
    _ text: String, _ column: String, where condition: String, at part: Double, as shape: (String) -> String = { $0 }
  ) -> Question {
    figure(
      text,
      """
      WITH ranked AS (SELECT \(column) AS x, row_number() OVER (ORDER BY \(column)) - 1 AS rank,
          (count(*) OVER () - 1) * \(part) AS place FROM court c WHERE (\(condition)) IS TRUE),
        below AS (SELECT x, rank, place FROM ranked WHERE rank <= place + 1e-9 ORDER BY rank DESC LIMIT 1)
      SELECT \(shape("below.x + (below.place - below.rank) * (coalesce((SELECT x FROM ranked WHERE rank = below.rank + 1), below.x) - below.x)"))
      FROM below
      """)
  }

  static let quantiles: [Question] =
    [
      quantile("median(court.n where n is known)", "c.n", where: "c.n IS NOT NULL", at: 0.5),
      quantile("median(court.fine where fine is known)", "c.fine", where: "c.fine IS NOT NULL", at: 0.5, as: fen),
      quantile("median(court.rate where rate is known)", "c.rate / 100.0", where: "c.rate IS NOT NULL", at: 0.5),
    ]
    + [("0%", 0), ("10%", 0.1), ("25%", 0.25), ("0.9", 0.9), ("100%", 1)].map { part, number in
      quantile("quantile(court.n where n is known, \(part))", "c.n", where: "c.n IS NOT NULL", at: number)
    }

  @Test("Medians and quantiles", arguments: quantiles, OracleWorld.seeds)
  func answersQuantiles(question: Question, seed: Int) async throws { try await ask(question, over: seed) }

  /// Unknown where a record that may be the one has no date, or may not count.
  private static func outermost(_ text: String, _ column: String, where condition: String, isLast: Bool) -> Question {
    let order = isLast ? "DESC" : "ASC"
    let best =
      "FROM penalties p WHERE p.sure AND (\(condition)) IS TRUE ORDER BY p.decided \(order), p.id \(order) LIMIT 1"
    let rival = """
      SELECT count(*) FROM penalties p WHERE (\(condition)) IS NOT FALSE AND (p.decided IS NULL
      OR NOT (p.sure AND (\(condition)) IS TRUE) AND p.decided \(isLast ? ">=" : "<=") (SELECT p.decided \(best)))
      """
    return figure(text, "CASE WHEN (\(rival)) = 0 THEN (SELECT \(column) \(best)) END")
  }

  static let outermost: [Question] = [
    outermost("last(penalties.fine where decided is known)", "p.fine", where: "p.decided IS NOT NULL", isLast: true),
    outermost(
      "first(penalties.decided where decided is known)", "p.decided", where: "p.decided IS NOT NULL", isLast: false),
    outermost("last(penalties.severity)", "p.severity", where: "1", isLast: true),
    outermost(
      "last(penalties.id where decided is known and fine > 3元)", "p.id",
      where: "p.decided IS NOT NULL AND p.fine > 300",
      isLast: true),
    outermost(
      "first(penalties.id where decided is known and severity = \"一般\")", "p.id",
      where: "p.decided IS NOT NULL AND p.severity = '一般'", isLast: false),
  ]

  @Test("The first and the last of a list", arguments: outermost, OracleWorld.seeds)
  func answersOutermost(question: Question, seed: Int) async throws { try await ask(question, over: seed) }

  // MARK: Notes

  static let notes: [Question] = [
    Question("metric r = sum(court.n)\nr", "SELECT count(*) FROM court WHERE n IS NULL"),
    Question("metric r = mean(court.fine where clues)\nr", "SELECT count(*) FROM court WHERE fine IS NULL AND clues"),
    Question("metric r = max(court.n where n is known)\nr", "SELECT 0"),
    Question("court where clues | count", "SELECT count(*) FROM court WHERE clues IS NULL"),
    Question(
      "court where clues | sum(n)",
      "SELECT count(*) FILTER (WHERE clues IS NULL) FROM court UNION ALL SELECT count(*) FILTER (WHERE clues AND n IS NULL) FROM court"
    ),
    Question(
      "court where n > 2 | where clues",
      "SELECT count(*) FILTER (WHERE n IS NULL) FROM court UNION ALL SELECT count(*) FILTER (WHERE n > 2 AND clues IS NULL) FROM court"
    ),
  ]

  @Test("Notes say how many rows are unknown, and how many values", arguments: notes, OracleWorld.seeds)
  func answersNotes(question: Question, seed: Int) async throws { try await askNotes(question, over: seed) }
}

extension Question {
  /// The question with a number added to every answer of SQL's.
  fileprivate func shifted(by number: Int) -> Question {
    Question(text, "SELECT r + \(number) AS r, r_low + \(number) AS r_low, r_high + \(number) AS r_high FROM (\(sql))")
  }
}
