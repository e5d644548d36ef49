@testable import Language
import Testing
import Values

/// An expression of each type over a row of the court list, by the type's letter in the tables below.
private let operands: [(letter: Character, text: String)] = [
  ("i", "n"), ("d", "rate"), ("p", "share"), ("m", "fine"), ("t", "memo"), ("c", "kind"), ("f", "clues"),
  ("D", "filed"),
  ("M", "period"), ("u", "6 months"),
]

private let typeNames: [Character: String] = [
  "i": "integer", "d": "decimal", "p": "percentage", "m": "money", "t": "text", "c": "category", "f": "flag",
  "D": "date", "M": "month", "u": "duration",
]

/// One operator between two types: the result's letter, or a point where it has no meaning.
struct TypedOperation: Sendable, CustomTestStringConvertible {
  let text: String
  let expected: Character
  var testDescription: String { text }

  /// All cells of a table with a row for each left and a column for each right type.
  static func table(_ sign: String, _ rows: [String]) -> [TypedOperation] {
    zip(operands, rows).flatMap { left, row in
      zip(operands, row).map { right, expected in
        TypedOperation(text: "\(left.text) \(sign) \(right.text)", expected: expected)
      }
    }
  }
}

@Suite("The types of expressions") struct CheckerTypeTests {
  static let arithmetic =
    TypedOperation.table(
      "+",
      [
        "idd.......", "ddd.......", "ddp.......", "...m......", "..........", "..........", "..........", ".........D",
        "..........", ".......D.u",
      ])
    + TypedOperation.table(
      "-",
      [
        "idd.......", "ddd.......", "ddp.......", "...m......", "..........", "..........", "..........", ".......i.D",
        "..........", ".........u",
      ])
    + TypedOperation.table(
      "*",
      [
        "iddm......", "dddm......", "dddm......", "mmm.......", "..........", "..........", "..........", "..........",
        "..........", "..........",
      ])
    + TypedOperation.table(
      "/",
      [
        "ddd.......", "ddd.......", "ddd.......", "mmmd......", "..........", "..........", "..........", "..........",
        "..........", "..........",
      ])

  @Test("Arithmetic of two types has a type, or is refused", arguments: arithmetic)
  func arithmeticType(operation: TypedOperation) {
    let type = TestScope().type(operation.text)
    if let expected = typeNames[operation.expected] {
      #expect(type == expected)
    } else {
      #expect(type.hasSuffix("has no meaning"))
    }
  }

  static let comparisons: [TypedOperation] = ["=", "!=", "<", "<=", ">", ">="].flatMap { sign in
    let unordered: Character = sign == "=" || sign == "!=" ? "f" : "o"
    return TypedOperation.table(
      sign,
      [
        "fff.......", "fff.......", "fff.......", "...f......", "....ff....", "....ff....", "......\(unordered)...",
        ".......f..", "........f.", ".........\(unordered)",
      ])
  }

  @Test(
    "Types can be compared with their like, numbers with numbers; flags and durations have no order",
    arguments: comparisons)
  func comparisonType(operation: TypedOperation) {
    let type = TestScope().type(operation.text)
    switch operation.expected {
    case "f": #expect(type == "flag")
    case "o": #expect(type.hasSuffix("values have no order"))
    default: #expect(type.contains("can't be compared with"))
    }
  }

  @Test(
    "And, or and not take conditions alone", arguments: operands.map(\.text), ["and", "or"])
  func logic(operand: String, sign: String) {
    let expected = operand == "clues"
    #expect((TestScope().type("\(operand) \(sign) clues") == "flag") == expected)
    #expect((TestScope().type("clues \(sign) \(operand)") == "flag") == expected)
    #expect((TestScope().type("not \(operand)") == "flag") == expected)
  }

  @Test(
    "A sign turns numbers and spans of time",
    arguments: zip(operands.map(\.text), ["integer", "decimal", "percentage", "money", "", "", "", "", "", "duration"]))
  func negation(operand: String, type: String) {
    #expect(TestScope().type("-\(operand)") == type || type.isEmpty)
    if type.isEmpty { #expect(TestScope().type("-(\(operand))").hasPrefix("expected a number")) }
  }

  @Test(
    "Functions and aggregates have their types",
    arguments: [
      ("round(rate, 2)", "decimal"), ("round(fine)", "money"), ("abs(n)", "integer"), ("year(filed)", "integer"),
      ("year(period)", "integer"), ("month(filed)", "month"), ("day(filed)", "integer"),
      ("contains(memo, \"a\")", "flag"),
      ("starts(kind, \"a\")", "flag"), ("coalesce(n, 0)", "integer"), ("coalesce(n, rate)", "decimal"),
      ("coalesce(memo, kind)", "text"), ("count(searches)", "integer"), ("any(searches where found)", "flag"),
      ("max(searches.date)", "date"), ("sum(searches.minutes)", "integer"), ("entity.count(penalties)", "integer"),
      ("entity.sum(penalties.amount)", "money"), ("entity.district", "category"), ("district", "category"),
      ("court.n", "integer"), ("asof", "date"), ("asof - filed", "integer"), ("if clues then n else rate", "decimal"),
      ("if clues then unknown else fine", "money"), ("if clues then memo else kind", "text"), ("unknown", "unknown"),
      ("n is known", "flag"), ("n in (1, 2.5, 3%)", "flag"), ("kind in (\"a\")", "flag"),
      ("n between 1 and 2.5", "flag"),
      ("件数 + [利率]", "decimal"), ("计数(查控)", "integer"),
    ])
  func rowExpressions(text: String, type: String) {
    #expect(TestScope().type(text) == type)
  }

  @Test(
    "Over whole lists a quotient of two counts is a share, and a mean of whole numbers a decimal",
    arguments: [
      ("count(court)", "integer"), ("entities(court) / entities(registry)", "percentage"),
      ("count(court) / 2", "decimal"),
      ("(count(court) - count(penalties)) / count(all court)", "percentage"),
      ("headline(count(court)) / count(court)", "percentage"),
      ("mean(court.n)", "decimal"), ("mean(court.fine)", "money"), ("min(court.filed)", "date"),
      ("sum(penalties.amount where amount > 1元)", "money"), ("any(court where clues)", "flag"),
      ("count(court where district = \"玄武区\")", "integer"), ("low(count(court)) + 1", "integer"),
    ])
  func wholeExpressions(text: String, type: String) {
    #expect(TestScope().type(text, in: .whole) == type)
  }

  @Test(
    "In a group bare aggregates are over its rows",
    arguments: [
      ("count", "integer"), ("entities", "integer"), ("count(clues)", "integer"), ("sum(fine)", "money"),
      ("mean(n)", "decimal"),
      ("max(filed)", "date"), ("count(clues) / count", "percentage"), ("any(clues)", "flag"),
      ("sum(fine where clues)", "money"),
    ])
  func groupExpressions(text: String, type: String) {
    #expect(TestScope().type(text, in: .group(of: TestScope.court)) == type)
  }

  @Test("A column comes before a definition")
  func precedence() {
    var scope = TestScope()
    scope.definitions["fine"] = .value(.integer(1))
    scope.definitions["k"] = .value(.integer(1))
    #expect(scope.type("fine") == "money")
    #expect(scope.type("k + 1") == "integer")
  }
}
