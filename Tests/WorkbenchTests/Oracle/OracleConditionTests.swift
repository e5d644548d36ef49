// swift-format-ignore-file: NeverForceUnwrap

import Testing

@Suite("Random conditions, asked of SQLite too") struct OracleConditionTests {
  /// Conditions over court records, of which SQL's three-valued logic says what Kleene's does.
  private static let atoms = [
    ("clues", "c.clues"), ("n > 1", "c.n > 1"), ("n = 2", "c.n = 2"), ("fine <= 3.33元", "c.fine <= 333"),
    ("fine + 1元 > 2元", "c.fine + 100 > 200"), ("kind = \"甲\"", "c.kind = '甲'"),
    ("filed <= heard", "c.filed <= c.heard"),
    ("share >= 50%", "c.share >= 5000"), ("rate < n", "c.rate < c.n * 100"), ("(unknown or no)", "(NULL OR 0)"),
    ("yes", "1"),
    ("kind is unknown", "c.kind IS NULL"), ("n between -1 and 2", "c.n BETWEEN -1 AND 2"),
    ("period in (2021-03, 2022-02)", "c.period IN ('2021-03', '2022-02')"), ("starts(name, \"a\")", "c.name LIKE 'a%'"),
    ("filed >= asof - 2 years", "c.filed >= '2020-07-31'"),
    ("district = \"东\"", "(SELECT district FROM registry r WHERE r.code = c.code) = '东'"),
  ]

  private static func condition(_ depth: Int, _ dice: inout Dice) -> (text: String, sql: String) {
    guard depth > 0 else { return atoms.randomElement(using: &dice)! }
    let (first, second) = (condition(depth - 1, &dice), condition(depth - 1, &dice))
    return switch Int.random(in: 0...6, using: &dice) {
    case 0, 1: ("(\(first.text)) and (\(second.text))", "(\(first.sql)) AND (\(second.sql))")
    case 2, 3: ("(\(first.text)) or (\(second.text))", "(\(first.sql)) OR (\(second.sql))")
    case 4: ("not (\(first.text))", "NOT (\(first.sql))")
    case 5: ("((\(first.text)) is unknown) = (\(second.text))", "((\(first.sql)) IS NULL) = (\(second.sql))")
    default: ("(\(first.text)) and not (\(second.text))", "(\(first.sql)) AND NOT (\(second.sql))")
    }
  }

  static let conditions: [Question] = {
    var dice = Dice(seed: 2022)
    return (0..<40).map { number in
      let condition = condition(1 + number % 4, &dice)
      return Question(condition.text, condition.sql)
    }
  }()

  @Test("The rows for which it is true, a note of the unknown, and the range", arguments: conditions, OracleWorld.seeds)
  func answersConditions(condition: Question, seed: Int) async throws {
    let sure = "SELECT count(*) FROM court c WHERE (\(condition.sql)) IS TRUE"
    try await ask(
      Question(
        "court where \(condition.text) | select id",
        "SELECT c.id AS id FROM court c WHERE (\(condition.sql)) IS TRUE ORDER BY c.id"), over: seed)
    try await askNotes(
      Question(
        "court where \(condition.text) | select id", "SELECT count(*) FROM court c WHERE (\(condition.sql)) IS NULL"),
      over: seed)
    try await ask(
      Question(
        "metric r = count(court where \(condition.text))\nr",
        """
        SELECT (\(sure)) AS r, (\(sure)) AS r_low,
          (SELECT count(*) FROM court c WHERE (\(condition.sql)) IS NOT FALSE) AS r_high
        """), over: seed)
  }
}
