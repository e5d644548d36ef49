// swift-format-ignore-file: NeverForceUnwrap, NeverUseForceTry

import Values

/// A condition in the language and in SQL.
struct Condition {
  let text: String
  let sql: String

  init(_ text: String, _ sql: String) { (self.text, self.sql) = (text, sql) }
}

/// Random conditions over court records (`c` in SQL) and over their searches (`s`).
struct Conditions {
  var dice: Dice
  /// Whether the condition may ask what is known: such questions have other answers once unknown facts turn out.
  var asksWhatIsKnown = true

  init(seed: Int, asksWhatIsKnown: Bool = true) {
    dice = Dice(seed)
    self.asksWhatIsKnown = asksWhatIsKnown
  }

  private mutating func pick<Element>(_ elements: [Element]) -> Element { elements.randomElement(using: &dice)! }

  private mutating func integer(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &dice) }

  private mutating func sign() -> (text: String, sql: String) {
    pick([("=", "="), ("!=", "<>"), ("<", "<"), ("<=", "<="), (">", ">"), (">=", ">=")])
  }

  private mutating func order() -> String { pick(["<", "<=", ">", ">="]) }

  private mutating func date() -> (text: String, sql: String) {
    let date = CalendarDate(dayNumber: Int32(integer(18_900...19_300)))
    return (date.description, String(date.dayNumber))
  }

  /// A condition over a court record.
  mutating func overRecord(_ depth: Int) -> Condition {
    guard depth > 0 else { return recordAtom() }
    switch integer(0...9) {
    case 0, 1, 2:
      let (left, right) = (overRecord(depth - 1), overRecord(depth - 1))
      return Condition("(\(left.text)) and (\(right.text))", "(\(left.sql)) AND (\(right.sql))")
    case 3, 4, 5:
      let (left, right) = (overRecord(depth - 1), overRecord(depth - 1))
      return Condition("(\(left.text)) or (\(right.text))", "(\(left.sql)) OR (\(right.sql))")
    case 6:
      let operand = overRecord(depth - 1)
      return Condition("not (\(operand.text))", "NOT (\(operand.sql))")
    case 7:
      let (condition, first, second) = (overRecord(0), overRecord(depth - 1), overRecord(0))
      return Condition(
        "(if \(condition.text) then \(first.text) else \(second.text))",
        Self.choice(condition.sql, first.sql, second.sql))
    case 8 where asksWhatIsKnown:
      let operand = overRecord(depth - 1)
      return pick([
        Condition("(\(operand.text)) is known", "(\(operand.sql)) IS NOT NULL"),
        Condition("(\(operand.text)) is unknown", "(\(operand.sql)) IS NULL"),
      ])
    default: return recordAtom()
    }
  }

  /// A choice between two truths, certain in doubt where both agree.
  private static func choice(_ condition: String, _ first: String, _ second: String) -> String {
    """
    CASE WHEN (\(condition)) IS TRUE THEN (\(first)) WHEN (\(condition)) IS FALSE THEN (\(second))
    WHEN (\(first)) IS (\(second)) THEN (\(first)) ELSE NULL END
    """
  }

  private mutating func recordAtom() -> Condition {
    let size = "(SELECT size FROM registry r WHERE r.code = c.code)"
    let (sign, sql) = sign()
    switch integer(0...(asksWhatIsKnown ? 25 : 22)) {
    case 0:
      let bound = integer(-3...6)
      return Condition("n \(sign) \(bound)", "c.n \(sql) \(bound)")
    case 1: return Condition("n \(sign) entity.size", "c.n \(sql) \(size)")
    case 2:
      let bound = integer(-3...9)
      return Condition("n + size * 2 - 1 \(sign) \(bound)", "c.n + \(size) * 2 - 1 \(sql) \(bound)")
    case 3:
      let fen = integer(-200...900)
      let yuan = try! Fraction(Int128(fen), over: 100)
      return Condition(
        "\(fen < 0 ? "0元 - " : "")\(yuan.magnitude.text(places: 2))元 \(sign) fine", "\(fen) \(sql) c.fine")
    case 4:
      let yuan = integer(0...9)
      return Condition("fine \(sign) \(yuan)元", "c.fine \(sql) \(yuan * 100)")
    case 5: return Condition("fine * 2 - n * 1.5元 \(sign) 3元", "c.fine * 2 - c.n * 150 \(sql) 300")
    case 6:
      let thousandths = integer(-3000...3000)
      let number = try! Fraction(Int128(thousandths), over: 1000)
      return Condition("rate \(sign) \(number.text(places: 3))", "c.rate * 10 \(sql) \(thousandths)")
    case 7: return Condition("rate * 2 + n \(sign) share", "c.rate * 200 + c.n * 10000 \(sql) c.share")
    case 8:
      let tenths = integer(0...1000)
      return Condition(
        "share \(sign) \(tenths / 10).\(tenths % 10)%", "c.share \(sql) \(tenths * 10)")
    case 9:
      let text = pick(["a", "ab", "玄武区", "", "没有"])
      return Condition("name \(sign) \"\(text)\"", "c.name \(sql) '\(text)'")
    case 10: return Condition("name \(sign) kind", "c.name \(sql) c.kind")
    case 11: return Condition("kind in (\"a\", \"江宁区\")", "c.kind IN ('a', '江宁区')")
    case 12: return Condition("not name in (\"b\", \"没有\")", "c.name NOT IN ('b', '没有')")
    case 13: return pick([Condition("clues", "c.clues"), Condition("clues = no", "c.clues = 0")])
    case 14:
      let (date, number) = date()
      return Condition("filed \(sign) \(date)", "c.filed \(sql) \(number)")
    case 15:
      let (date, number) = date()
      return Condition("filed + 30 days \(sign) \(date) + 1 week", "c.filed + 30 \(sql) \(number) + 7")
    case 16:
      let ((low, lowNumber), (high, highNumber)) = (date(), date())
      return Condition("filed between \(low) and \(high)", "c.filed BETWEEN \(lowNumber) AND \(highNumber)")
    case 17:
      let part = pick([("year(filed)", "%Y", 2022), ("day(filed)", "%d", 15)])
      return Condition(
        "\(part.0) \(sign) \(part.2)",
        "CAST(strftime('\(part.1)', c.filed * 86400, 'unixepoch') AS INTEGER) \(sql) \(part.2)")
    case 18: return Condition("period \(sign) 2022-03", "c.period \(sql) \(2022 * 12 + 2)")
    case 19:
      return pick([
        Condition("district = \"东\"", "(SELECT district FROM registry r WHERE r.code = c.code) = '东'"),
        Condition("n in (1, 2.5, 3)", "c.n IN (1, 2.5, 3)"), Condition("abs(n) \(sign) 2", "abs(c.n) \(sql) 2"),
        Condition("contains(name, \"区\")", "instr(c.name, '区') > 0"),
        Condition("starts(name, \"a\")", "substr(c.name, 1, 1) = 'a'"),
        Condition("asof - filed \(sign) 100", "19204 - c.filed \(sql) 100"),
      ])
    case 20: return countOfSearches(sign)
    case 21: return anySearch()
    case 22:
      // A number in doubt is an interval, so that only its order tells as much as each case on its own.
      let (order, condition) = (order(), overRecordAtomWithoutChildren())
      return Condition(
        "(if \(condition.text) then n else 2) \(order) 1",
        Self.choice(condition.sql, "c.n \(order) 1", "2 \(order) 1"))
    case 23: return Condition("coalesce(n, size, 9) \(sign) 3", "coalesce(c.n, \(size), 9) \(sql) 3")
    case 24: return Condition("n is unknown", "c.n IS NULL")
    default: return Condition("kind is known", "c.kind IS NOT NULL")
    }
  }

  private mutating func overRecordAtomWithoutChildren() -> Condition {
    pick([
      Condition("clues", "c.clues"), Condition("fine > 3元", "c.fine > 300"), Condition("name = \"a\"", "c.name = 'a'"),
    ])
  }

  // MARK: Searches

  /// A condition over a search.
  mutating func overSearch() -> Condition {
    let (sign, sql) = sign()
    let atom: Condition
    switch integer(0...4) {
    case 0: atom = Condition("not found", "NOT s.found")
    case 1: atom = Condition("minutes \(sign) 2", "s.minutes \(sql) 2")
    case 2: atom = Condition("found or minutes > 5", "s.found OR s.minutes > 5")
    case 3:
      atom = Condition(
        "minutes \(sign) court.n", "s.minutes \(sql) (SELECT n FROM court p WHERE p.key = s.key ORDER BY p.id LIMIT 1)")
    default:
      let (date, number) = date()
      atom = Condition("date \(sign) \(date)", "s.date \(sql) \(number)")
    }
    return atom
  }

  /// The number of a record's searches against a bound. It lies between those that surely and those that may count.
  private mutating func countOfSearches(_ sign: String) -> Condition {
    let condition = overSearch()
    let bound = integer(0...3)
    let count = "(SELECT count(*) FROM searches s WHERE s.key = c.key AND"
    let (low, high) = ("\(count) (\(condition.sql)) IS TRUE)", "\(count) (\(condition.sql)) IS NOT FALSE)")
    let (sure, never) =
      switch sign {
      case "<": ("\(high) < \(bound)", "\(low) >= \(bound)")
      case "<=": ("\(high) <= \(bound)", "\(low) > \(bound)")
      case ">": ("\(low) > \(bound)", "\(high) <= \(bound)")
      case ">=": ("\(low) >= \(bound)", "\(high) < \(bound)")
      case "=": ("\(low) = \(bound) AND \(high) = \(bound)", "\(low) > \(bound) OR \(high) < \(bound)")
      default: ("\(low) > \(bound) OR \(high) < \(bound)", "\(low) = \(bound) AND \(high) = \(bound)")
      }
    return Condition(
      "count(searches where \(condition.text)) \(sign) \(bound)",
      "CASE WHEN \(sure) THEN 1 WHEN \(never) THEN 0 ELSE NULL END")
  }

  private mutating func anySearch() -> Condition {
    let condition = overSearch()
    return Condition(
      "any(searches where \(condition.text))",
      """
      CASE WHEN EXISTS (SELECT 1 FROM searches s WHERE s.key = c.key AND (\(condition.sql)) IS TRUE) THEN 1
      WHEN EXISTS (SELECT 1 FROM searches s WHERE s.key = c.key AND (\(condition.sql)) IS NULL) THEN NULL ELSE 0 END
      """)
  }
}
