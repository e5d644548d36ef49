@testable import Language
import Testing
import Values

/// A mistake: the marked text, where it is made, the message and a note that mends it.
struct Mistake: Sendable, CustomTestStringConvertible {
  let marked: String
  let context: Checker.Context
  let message: String
  let note: String?
  var testDescription: String { MarkedText(marked).text }

  init(
    _ marked: String, in context: Checker.Context = .row(of: TestScope.court), _ message: String, _ note: String? = nil
  ) {
    (self.marked, self.context, self.message, self.note) = (marked, context, message, note)
  }
}

@Suite("Messages about names and types") struct CheckerMessageTests {
  static let mistakes: [Mistake] = [
    Mistake("1️⃣distric2️⃣ = \"玄武区\"", "`distric` is not a column of `court`", "did you mean `district`?"),
    Mistake("1️⃣立案時间2️⃣ > asof", "`立案時间` is not a column of `court`", "did you mean `立案时间`?"),
    Mistake("1️⃣zzzzzz2️⃣ > 1", "`zzzzzz` is not a column of `court`"),
    Mistake("district = 1️⃣玄武区2️⃣", "`玄武区` is not a column of `court`", "text is quoted: `\"玄武区\"`"),
    Mistake("kind in (\"失信\", 1️⃣限制消费2️⃣)", "`限制消费` is not a column of `court`", "text is quoted: `\"限制消费\"`"),
    Mistake("1️⃣fine > 502️⃣", "money can't be compared with integer", "write the unit: `50元` or `50万元`"),
    Mistake("1️⃣50 <= [罚款金额（万元）]2️⃣", "integer can't be compared with money", "write the unit: `50元` or `50万元`"),
    Mistake("fine in (1️⃣502️⃣)", "money can't be compared with integer", "write the unit: `50元` or `50万元`"),
    Mistake("1️⃣fine + 12️⃣ > 5元", "money + integer has no meaning"),
    Mistake("1️⃣fine = unknown2️⃣", "nothing equals unknown", "ask `is unknown` or `is known`"),
    Mistake("1️⃣不详 ≠ fine2️⃣", "nothing equals unknown", "ask `is unknown` or `is known`"),
    Mistake(
      "1️⃣filed > \"2022-07-31\"2️⃣", "date can't be compared with text", "a date is written without quotes: 2022-07-31"),
    Mistake("1️⃣filed = 2022-072️⃣", "date can't be compared with month", "take the month of the date: `month(…)`"),
    Mistake("1️⃣clues > no2️⃣", "yes/no values have no order"),
    Mistake("not 1️⃣n2️⃣", "expected a condition, found integer"),
    Mistake("clues and 1️⃣memo2️⃣", "expected a condition, found text"),
    Mistake("-1️⃣memo2️⃣ = 1", "expected a number, found text"),
    Mistake("n in (1️⃣rate2️⃣)", "expected a plain value"),
    Mistake("1️⃣if clues then n else memo2️⃣", "these are integer and text", "both must be of one type"),
    Mistake(
      "1️⃣court2️⃣ + 1", in: .whole, "`court` is a list, not a value", "count it: `count(court)`"),
    Mistake("1️⃣court where clues2️⃣", in: .whole, "rows are not a value", "count them: `count(…)`"),
    Mistake("1️⃣cuort2️⃣", in: .whole, "`cuort` is not defined", "did you mean `court`?"),
    Mistake(
      "1️⃣court2️⃣.filed > asof", in: .whole, "there is no row here to read a column of", "add it up: `sum(penalties.fine)`"
    ),
    Mistake(
      "1️⃣searches2️⃣.date > asof", "a row of `court` can have many rows of `searches`",
      "count them, or take one: `max(searches.…)`"),
    Mistake(
      "1️⃣notes2️⃣.length > 1", "`notes` is not what a row of `court` belongs to", "it belongs to: court, registry, entity"),
    Mistake(
      "count(1️⃣penalties2️⃣) > 1", "rows of `penalties` do not belong to a row of `court`",
      "the entity's own are counted with `entity.count(penalties)`"),
    Mistake("count(1️⃣serches2️⃣) > 1", "`serches` is not a list", "did you mean `searches`?"),
    Mistake("count(1️⃣n + 12️⃣) > 1", "expected a list, as in `count(court where …)`"),
    Mistake("1️⃣sum(searches)2️⃣ > 1", "say which column: `sum(penalties.fine)`"),
    Mistake("1️⃣mean(searches.minutes)2️⃣ > 1", "`mean` is taken over whole lists", "divide `sum(…)` by `count(…)`"),
    Mistake("1️⃣entities(searches)2️⃣ > 1", "entities are counted over whole lists", "count the rows: `count(…)`"),
    Mistake("1️⃣entities(notes)2️⃣", in: .whole, "`notes` belongs to no entity", "count its rows: `count(…)`"),
    Mistake("sum(searches.1️⃣found2️⃣) > 1", "expected a number, found yes/no"),
    Mistake("1️⃣conut2️⃣(searches) > 1", "there is no function `conut`", "did you mean `count`?"),
    Mistake("n.1️⃣round2️⃣(1)", "`round` does not go after a dot"),
    Mistake("1️⃣round()2️⃣", "`round` takes 1–2 arguments"),
    Mistake("round(rate, 1️⃣n2️⃣)", "expected a number of places from 0 to 18, found integer"),
    Mistake("year(1️⃣n2️⃣)", "expected a date, found integer"),
    Mistake("contains(memo, 1️⃣kind2️⃣)", "expected a quoted text, found category"),
    Mistake("count(1️⃣n2️⃣: searches)", "`count` has no parameter `n`"),
    Mistake("1️⃣low(n)2️⃣", "a row's value has no range to read"),
    Mistake("court.1️⃣fild2️⃣ > asof", "`fild` is not a column of `court`", "did you mean `filed`?"),
    Mistake("count(searches where 1️⃣fuond2️⃣)", "`fuond` is not a column of `searches`", "did you mean `found`?"),
    Mistake("1️⃣按所属区计数2️⃣ = 1", "`按所属区计数` is not a column of `court`", "put spaces between the words: `按 所属区 计数`"),
  ]

  @Test("A mistake is told at its place with what would mend it", arguments: mistakes)
  func mistake(_ mistake: Mistake) {
    let marked = MarkedText(mistake.marked)
    let lead = "let x = ".utf8.count
    switch TestScope().check(marked.text, in: mistake.context) {
    case .success(let typed):
      Issue.record("\(marked.text) is taken for \(typed.type?.rawValue ?? "unknown")")
    case .failure(let diagnostic):
      #expect(diagnostic.message.english == mistake.message)
      #expect(diagnostic.span?.range == marked.range.lowerBound + lead..<marked.range.upperBound + lead)
      if let note = mistake.note { #expect(diagnostic.notes.map(\.english).contains(note), "\(diagnostic.notes)") }
      #expect(diagnostic.notes.allSatisfy { !$0.chinese.isEmpty })
    }
  }

  @Test("A metric that is defined by itself, directly or in turn, is refused")
  func circularMetrics() {
    var scope = TestScope()
    scope.definitions["a"] = .metric(expression("b + 1")!)
    scope.definitions["b"] = .metric(expression("a / 2")!)
    #expect(scope.type("a", in: .whole) == "`a` is defined by itself")
  }

  @Test("A metric is no property of a row")
  func metricInRow() {
    var scope = TestScope()
    scope.definitions["总占比"] = .metric(expression("count(court)")!)
    #expect(scope.type("n > 总占比") == "the metric `总占比` is not a property of a row")
  }
}

@Suite("Names that come near") struct NearnessTests {
  @Test(
    "Near names are those within a slip or a third of the length, the nearest first",
    arguments: [
      ("distric", ["district", "street"], ["district"]), ("cuort", ["court", "count", "sort"], ["court"]),
      ("COURT", ["court"], ["court"]), ("区", ["县", "街"], []), ("县区", ["县", "所属区", "区县", "街道"], ["区县", "县"]),
      ("penaltees", ["penalty", "penalties"], ["penalties", "penalty"]), ("x", ["y", "xy"], []), ("", ["a"], []),
      ("abcdef", ["uvwxyz"], []),
    ] as [(String, [String], [String])])
  func near(name: String, candidates: [String], expected: [String]) {
    #expect(Nearness.names(near: name, among: candidates) == expected)
  }

  @Test("At most three names are offered, in a settled order")
  func atMostThree() {
    let candidates = ["name5", "name1", "name4", "name2", "name3"]
    #expect(Nearness.names(near: "name", among: candidates) == ["name1", "name2", "name3"])
    #expect(Nearness.names(near: "name", among: candidates.shuffled()) == ["name1", "name2", "name3"])
  }

  @Test("A run of Chinese is cut into known words, as few as there can be")
  func split() {
    #expect(Nearness.split("按区计数", known: ["区"]) == "按 区 计数")
    #expect(Nearness.split("按县区计数", known: ["县", "区", "县区"]) == "按 县区 计数")
    #expect(Nearness.split("按街道计数", known: ["区"]) == nil)
    #expect(Nearness.split("court", known: ["co", "urt"]) == nil)
    #expect(Nearness.split("计数", known: []) == nil)
  }
}
