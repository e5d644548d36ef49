// swift-format-ignore-file: NeverForceUnwrap, NeverUseForceTry

import Evaluation
import Language
import Tables
import Testing
import Values

/// Numbers that look random and are the same on every machine.
struct Dice: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  mutating func one(of chances: Int) -> Bool { Int.random(in: 0..<chances, using: &self) == 0 }
}

extension Column {
  /// A column of some values; in the cells of unknown ones stands what no result may depend on.
  init(_ name: String, _ type: ValueType, integers: [Int64?], places: Int = 0) {
    self.init(
      name: name, type: type, storage: .integers(integers.map { $0 ?? 77 }, places: places),
      known: Bitmap(integers.indices.filter { integers[$0] != nil }, count: integers.count))
  }

  init(_ name: String, _ type: ValueType, days: [Int32?]) {
    self.init(
      name: name, type: type, storage: .days(days.map { $0 ?? 18_999 }),
      known: Bitmap(days.indices.filter { days[$0] != nil }, count: days.count))
  }

  init(_ name: String, flags: [Bool?]) {
    self.init(
      name: name, type: .flag, storage: .flags(Bitmap(flags.indices.filter { flags[$0] ?? true }, count: flags.count)),
      known: Bitmap(flags.indices.filter { flags[$0] != nil }, count: flags.count))
  }

  init(_ name: String, _ type: ValueType = .text, texts: [String?]) {
    var dictionary = TextDictionary()
    let codes = texts.map { $0.map { dictionary.code(adding: $0) } ?? 0 }
    self.init(
      name: name, type: type, storage: .codes(Codes(codes, distinct: dictionary.texts.count), dictionary),
      known: Bitmap(texts.indices.filter { texts[$0] != nil }, count: texts.count))
  }
}

/// A graph with a day, and nothing defined.
struct GraphScope: Scope {
  let graph: Graph
  var schema: Schema { graph.schema }
  let asof = CalendarDate(year: 2022, month: 7, day: 31)!
  let definedNames: [String] = []
  func definition(named name: String) -> Definition? { nil }
  func values(ofList list: Int, column: Int) -> [String] { [] }

  /// The expression that a text is, resolved in a context.
  func check(_ text: String, in context: Checker.Context) throws -> TypedExpression {
    let program = Parser.parse(SourceText("let x = \(text)"))
    if !program.diagnostics.isEmpty { throw Failure(program.diagnostics) }
    guard case .bind(_, let expression)? = program.statements.first?.kind else {
      throw Failure(.statement, .same("not an expression"))
    }
    var checker = Checker(self)
    return try checker.check(expression, in: context)
  }

  /// An evaluator for which every row stands, but for lists whose standing is given.
  func evaluator(standing: [Int: Standing] = [:]) -> Evaluator {
    let everything = graph.lists.map { Standing(Bitmap(repeating: true, count: $0.rowCount)) }
    return Evaluator(
      Frame(
        graph: graph, asof: asof, standing: everything.indices.map { standing[$0] ?? everything[$0] },
        existing: everything))
  }

  /// Where a condition over a list's rows is true and where it is unknown.
  func truth(_ text: String, over list: Int) throws -> TruthPlanes {
    try evaluator().truth(check(text, in: .row(of: list)), over: list)
  }

  func value(_ text: String) throws -> RangedValue { try evaluator().value(of: check(text, in: .whole)) }
}

/// A list as its columns alone give it.
func input(
  _ name: String, _ columns: [Column], parent: (list: String, column: String)? = nil, key: String? = nil,
  weight: String? = nil
) -> ListInput {
  ListInput(
    name: name, alias: nil,
    source: .file(Table(columns: columns, rowCount: columns.first?.count ?? 0), path: "\(name).csv", rowHashes: []),
    parent: parent, key: key, weight: weight)
}

/// An organisation code that differs for each number.
func organisationCode(_ number: Int) -> String {
  let digits = String(number)
  return "A" + String(repeating: "0", count: 8 - digits.count) + digits
}
