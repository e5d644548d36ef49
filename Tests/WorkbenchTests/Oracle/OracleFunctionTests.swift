import Testing

@Suite("Functions of a record's values, asked of SQLite too") struct OracleFunctionTests {
  /// An expression over court records, and over `c` in SQL; what stands in the answer is its value in each row.
  private static func value(_ text: String, _ sql: String) -> Question {
    Question(
      "court | derive r = \(text) | select id, r", "SELECT c.id AS id, (\(sql)) AS r FROM court c ORDER BY c.id")
  }

  private static let size = "(SELECT size FROM registry r WHERE r.code = c.code)"

  /// A half away from zero: a whole number of units as a number of a coarser unit.
  private static func rounded(_ sql: String, by unit: Int) -> String {
    "sign(\(sql)) * ((abs(\(sql)) + \(unit / 2)) / \(unit))"
  }

  static let numbers: [Question] = [
    value("n + 2", "c.n + 2"), value("n - size", "c.n - \(size)"), value("n * n", "c.n * c.n"), value("-n", "-c.n"),
    value("n / 2", "c.n / 2.0"), value("n / size", "round(1.0 * c.n / \(size), 9)"),
    value("rate + n", "c.rate / 100.0 + c.n"), value("rate * rate", "c.rate * c.rate / 10000.0"),
    value("rate / 3", "round(c.rate / 300.0, 9)"), value("share + 5%", "(c.share + 500) / 10000.0"),
    value("share * 2", "c.share * 2 / 10000.0"), value("fine + 1.50元", "c.fine + 150"),
    value("fine * 2 - fine", "c.fine"), value("fine / 3", "CAST(round(c.fine / 3.0) AS INTEGER)"),
    value("fine * share", rounded("(c.fine * c.share)", by: 10_000)), value("fine / 2元", "c.fine / 200.0"),
    value("fine / fine", "CASE WHEN c.fine <> 0 THEN 1 END"),
    value("n + unknown", "NULL"),
    value("abs(n)", "abs(c.n)"), value("abs(rate)", "abs(c.rate) / 100.0"), value("abs(fine)", "abs(c.fine)"),
    value("abs(n - size)", "abs(c.n - \(size))"), value("abs(share - 50%)", "abs(c.share - 5000) / 10000.0"),
    value("round(rate)", rounded("c.rate", by: 100)), value("round(rate, 1)", "\(rounded("c.rate", by: 10)) / 10.0"),
    value("round(rate, 2)", "c.rate / 100.0"), value("round(rate, 5)", "c.rate / 100.0"),
    value("round(n)", "c.n"), value("round(fine)", "c.fine"),
    value("round(fine, 0)", "\(rounded("c.fine", by: 100)) * 100"),
    value("round(fine, 1)", "\(rounded("c.fine", by: 10)) * 10"),
    value("round(share, 2)", "\(rounded("c.share", by: 100)) / 100.0"),
    value("round(n / 3, 2)", "round(c.n / 3.0, 2)"),
    value("coalesce(n, size, 9)", "coalesce(c.n, \(size), 9)"), value("coalesce(n, size)", "coalesce(c.n, \(size))"),
    value("coalesce(fine, 0元)", "coalesce(c.fine, 0)"), value("coalesce(rate, n)", "coalesce(c.rate / 100.0, c.n)"),
    value("coalesce(unknown, n)", "c.n"), value("coalesce(share, 50%)", "coalesce(c.share, 5000) / 10000.0"),
    value("entity.size * 2", "\(size) * 2"),
  ]

  @Test("Arithmetic, abs, round and coalesce", arguments: numbers, OracleWorld.seeds)
  func answersNumbers(question: Question, seed: Int) async throws { try await ask(question, over: seed) }

  /// A choice in doubt is an interval that holds both; a row's number shows its least.
  private static func choice(_ text: String, _ condition: String, _ first: String, _ second: String) -> Question {
    func end(_ function: String) -> String {
      """
      CASE WHEN (\(condition)) IS TRUE THEN \(first) WHEN (\(condition)) IS FALSE THEN \(second)
      ELSE \(function)(\(first), \(second)) END
      """
    }
    return Question(
      "court | derive r = \(text) | select id, r",
      """
      SELECT c.id AS id, \(end("min")) AS r, \(end("min")) AS r_low, \(end("max")) AS r_high FROM court c ORDER BY c.id
      """)
  }

  /// A choice in doubt between what has no order is unknown, unless both are the same.
  private static func certain(_ text: String, _ condition: String, _ first: String, _ second: String) -> Question {
    value(
      text,
      """
      CASE WHEN (\(condition)) IS TRUE THEN \(first) WHEN (\(condition)) IS FALSE THEN \(second)
      WHEN \(first) = \(second) THEN \(first) END
      """)
  }

  static let choices: [Question] = [
    choice("if clues then n else 2", "c.clues", "c.n", "2"),
    choice("if n > 2 then n else -n", "c.n > 2", "c.n", "-c.n"),
    choice("if clues and n > 0 then size else n", "c.clues AND c.n > 0", size, "c.n"),
    choice("if not clues then fine else 1.00元", "NOT c.clues", "c.fine", "100"),
    choice("if clues then filed else heard", "c.clues", "c.filed", "c.heard"),
    choice("if clues then period else 2022-01", "c.clues", "c.period", "'2022-01'"),
    choice("if unknown then n else 3", "NULL", "c.n", "3"),
    choice("if clues is known then n else size", "c.clues IS NOT NULL", "c.n", size),
    certain("if clues then name else kind", "c.clues", "c.name", "c.kind"),
    certain("if n > 2 then \"x\" else kind", "c.n > 2", "'x'", "c.kind"),
    certain("if clues then n > 2 else size > 2", "c.clues", "(c.n > 2)", "(\(size) > 2)"),
    certain("if clues then clues else no", "c.clues", "c.clues", "0"),
  ]

  @Test("If and else", arguments: choices, OracleWorld.seeds)
  func answersChoices(question: Question, seed: Int) async throws { try await ask(question, over: seed) }

  static let truths: [Question] = [
    value("n between 0 and 3", "c.n BETWEEN 0 AND 3"), value("not n between 0 and 3", "c.n NOT BETWEEN 0 AND 3"),
    value("n between size and 4", "c.n BETWEEN \(size) AND 4"), value("n between 3 and 0", "c.n BETWEEN 3 AND 0"),
    value("fine between 1元 and 5.55元", "c.fine BETWEEN 100 AND 555"),
    value("rate between -0.5 and 1.005", "c.rate * 10 BETWEEN -500 AND 1005"),
    value("share between 12.3% and 0.5", "c.share BETWEEN 1230 AND 5000"),
    value("filed between heard and 2022-06-30", "c.filed BETWEEN c.heard AND '2022-06-30'"),
    value("period between 2021-03 and 2022-02", "c.period BETWEEN '2021-03' AND '2022-02'"),
    value("name between \"a\" and \"b\"", "c.name BETWEEN 'a' AND 'b'"),
    value("n in (1, 2.5, 3)", "c.n IN (1, 2.5, 3)"), value("n not in (1, 2)", "c.n NOT IN (1, 2)"),
    value("kind in (\"甲\", \"没有\")", "c.kind IN ('甲', '没有')"),
    value("not name in (\"a\", \"区\")", "c.name NOT IN ('a', '区')"),
    value("clues in (yes)", "c.clues IN (1)"), value("rate in (0.5, 1)", "c.rate IN (50, 100)"),
    value("period in (2021-03, 2022-02)", "c.period IN ('2021-03', '2022-02')"),
    value("n is unknown", "c.n IS NULL"), value("name is known", "c.name IS NOT NULL"),
    value("(n > 2) is unknown", "(c.n > 2) IS NULL"), value("clues is not known", "c.clues IS NULL"),
    value("n / size is known", "1.0 * c.n / \(size) IS NOT NULL"),
    value("entity.district is unknown", "(SELECT district FROM registry r WHERE r.code = c.code) IS NULL"),
    value("clues = (n > 2)", "c.clues = (c.n > 2)"), value("clues != (n > 2)", "c.clues <> (c.n > 2)"),
    value("name = kind", "c.name = c.kind"), value("name < kind", "c.name < c.kind"),
    value("name >= \"a_\"", "c.name >= 'a_'"), value("filed <= heard", "c.filed <= c.heard"),
    value("coalesce(clues, n > 2)", "coalesce(c.clues, c.n > 2)"), value("coalesce(clues, no)", "coalesce(c.clues, 0)"),
    value("clues and n > 0", "c.clues AND c.n > 0"), value("clues or n > 0", "c.clues OR c.n > 0"),
    value("not (clues or n > 0)", "NOT (c.clues OR c.n > 0)"),
    value("not clues and unknown", "NOT c.clues AND NULL"), value("clues or unknown", "c.clues OR NULL"),
    value("not not clues", "c.clues"),
  ]

  @Test("Between, in, is known, comparisons, and, or, not", arguments: truths, OracleWorld.seeds)
  func answersTruths(question: Question, seed: Int) async throws { try await ask(question, over: seed) }

  static let texts: [Question] = [
    value("coalesce(name, kind, \"x\")", "coalesce(c.name, c.kind, 'x')"),
    value("coalesce(kind, name)", "coalesce(c.kind, c.name)"),
    value("contains(name, \"区\")", "c.name LIKE '%区%'"), value("contains(name, \"a\")", "c.name LIKE '%a%'"),
    value("contains(name, \"_\")", "c.name LIKE '%\\_%' ESCAPE '\\'"),
    value("contains(name, \"%\")", "c.name LIKE '%\\%%' ESCAPE '\\'"),
    value("contains(name, \"*\")", "c.name LIKE '%*%'"), value("contains(name, \"?c\")", "c.name LIKE '%?c%'"),
    value("contains(name, \"\")", "c.name LIKE '%'"), value("contains(kind, \"甲\")", "c.kind LIKE '%甲%'"),
    value("starts(name, \"a\")", "c.name LIKE 'a%'"), value("starts(name, \"A\")", "c.name LIKE 'A%'"),
    value("starts(name, \"a_\")", "c.name LIKE 'a\\_%' ESCAPE '\\'"),
    value("starts(name, \"南京\")", "c.name LIKE '南京%'"), value("starts(name, \"\")", "c.name LIKE '%'"),
    value("matches(name, \"a*\")", "c.name GLOB 'a*'"), value("matches(name, \"*区\")", "c.name GLOB '*区'"),
    value("matches(name, \"??区\")", "c.name GLOB '??区'"), value("matches(name, \"?\")", "c.name GLOB '?'"),
    value("matches(name, \"*\")", "c.name GLOB '*'"), value("matches(name, \"a?c\")", "c.name GLOB 'a?c'"),
    value("matches(name, \"*b*\")", "c.name GLOB '*b*'"), value("matches(name, \"南*玄*区\")", "c.name GLOB '南*玄*区'"),
    value("matches(name, \"[x]\")", "c.name GLOB '[[]x]'"), value("matches(name, \"5_%\")", "c.name = '5_%'"),
    value("matches(name, \"50%\")", "c.name GLOB '50%'"), value("matches(name, \"a**b\")", "c.name GLOB 'a**b'"),
    value("matches(name, \"\")", "c.name GLOB ''"), value("matches(name, \"*?b\")", "c.name GLOB '*?b'"),
    value("matches(entity.district, \"东*\")", "(SELECT district FROM registry r WHERE r.code = c.code) GLOB '东*'"),
    value("not contains(name, \"a\")", "c.name NOT LIKE '%a%'"),
  ]

  @Test("Contains, starts, matches and coalesce of texts", arguments: texts, OracleWorld.seeds)
  func answersTexts(question: Question, seed: Int) async throws { try await ask(question, over: seed) }
}
