import Testing

@Suite("Dates, asked of SQLite too") struct OracleDateTests {
  private static func value(_ text: String, _ sql: String) -> Question {
    Question(
      "court | derive r = \(text) | select id, r", "SELECT c.id AS id, (\(sql)) AS r FROM court c ORDER BY c.id")
  }

  /// A date some months later, on the same day of the month or, where the month is too short, on its last. SQLite's own
  /// `date(x, '+1 month')` runs over into the month after instead.
  private static func later(_ date: String, months: Int) -> String {
    let first = "date(\(date), 'start of month', '\(months) months')"
    let last = "date(\(first), '+1 month', '-1 day')"
    let day = "min(CAST(strftime('%d', \(date)) AS INTEGER), CAST(strftime('%d', \(last)) AS INTEGER))"
    return "date(\(first), '+' || (\(day) - 1) || ' days')"
  }

  /// The greatest number of months that can be added to the earlier of two dates without passing the later, negative
  /// where the first is the later. The worlds' dates lie less than 100 months apart.
  private static func months(from first: String, to second: String) -> String {
    """
    CASE WHEN \(first) IS NOT NULL AND \(second) IS NOT NULL THEN sign(julianday(\(second)) - julianday(\(first))) * (
      WITH RECURSIVE step(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM step WHERE k < 100),
        pair(a, b) AS (SELECT min(\(first), \(second)), max(\(first), \(second)))
      SELECT max(k) FROM step, pair WHERE date(date(a, 'start of month', k || ' months'), '+' ||
        (min(CAST(strftime('%d', a) AS INTEGER),
          CAST(strftime('%d', date(a, 'start of month', (k + 1) || ' months', '-1 day')) AS INTEGER)) - 1)
        || ' days') <= b
    ) END
    """
  }

  static let dates: [Question] = [
    value("year(filed)", "CAST(strftime('%Y', c.filed) AS INTEGER)"),
    value("month(filed)", "strftime('%Y-%m', c.filed)"),
    value("day(filed)", "CAST(strftime('%d', c.filed) AS INTEGER)"),
    value("year(period)", "CAST(substr(c.period, 1, 4) AS INTEGER)"),
    value("month(filed) = period", "strftime('%Y-%m', c.filed) = c.period"),
    value("filed + 30 days", "date(c.filed, '+30 days')"), value("filed - 45 days", "date(c.filed, '-45 days')"),
    value("filed + 2 weeks", "date(c.filed, '+14 days')"), value("filed + 0 days", "c.filed"),
    value("filed + 1 month", later("c.filed", months: 1)), value("filed - 1 month", later("c.filed", months: -1)),
    value("1 month + filed", later("c.filed", months: 1)), value("filed + 6 months", later("c.filed", months: 6)),
    value("filed + 1 year", later("c.filed", months: 12)), value("filed - 1 year", later("c.filed", months: -12)),
    value("filed - 11 months", later("c.filed", months: -11)),
    value("filed + 1 month + 1 day", "date(\(later("c.filed", months: 1)), '+1 day')"),
    value("filed + 1 month - 1 month", later("(\(later("c.filed", months: 1)))", months: -1)),
    value("asof - filed", "CAST(julianday('2022-07-31') - julianday(c.filed) AS INTEGER)"),
    value("heard - filed", "CAST(julianday(c.heard) - julianday(c.filed) AS INTEGER)"),
    value("filed >= asof - 6 months", "c.filed >= '2022-01-31'"),
    value("filed > asof - 17 months", "c.filed > '2021-02-28'"),
    value("filed + 1 month <= heard", "\(later("c.filed", months: 1)) <= c.heard"),
    value("months_between(filed, heard)", months(from: "c.filed", to: "c.heard")),
    value("months_between(filed, asof)", months(from: "c.filed", to: "'2022-07-31'")),
    value("months_between(filed, filed)", "CASE WHEN c.filed IS NOT NULL THEN 0 END"),
    value("coalesce(filed, heard)", "coalesce(c.filed, c.heard)"),
    value("coalesce(filed, 2020-02-29)", "coalesce(c.filed, '2020-02-29')"),
    value("filed in (2022-01-31, 2020-02-29)", "c.filed IN ('2022-01-31', '2020-02-29')"),
    value("filed = 2022年3月底", "c.filed = '2022-03-31'"),
  ]

  @Test("Parts of dates, durations, differences and months between", arguments: dates, OracleWorld.seeds)
  func answersDates(question: Question, seed: Int) async throws { try await ask(question, over: seed) }

  /// A day in each of the shapes that a month's end gives, so that every clamp is taken in every world.
  static let clamped: [(String, Int)] = [
    ("2022-01-31", 1), ("2022-01-31", -2), ("2020-02-29", 12), ("2020-02-29", -12), ("2020-02-29", 48),
    ("2022-12-31", 2), ("2021-05-31", -1), ("2022-08-30", 6), ("2019-08-31", 6), ("2022-03-31", -13),
  ]

  @Test("A month's end clamps", arguments: clamped)
  func answersClamped(date: String, months: Int) async throws {
    try await ask(
      Question(
        "metric r = \(date) \(months < 0 ? "-" : "+") \(abs(months)) months\nr",
        "SELECT \(Self.later("'\(date)'", months: months)) AS r"), over: 0)
  }
}
