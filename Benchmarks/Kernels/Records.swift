import Evaluation
import Language
import Tables
import Values

/// Numbers that look random and are the same on every machine.
struct Dice {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }

  mutating func roll(_ sides: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    word ^= word >> 31
    return Int(word.multipliedFullWidth(by: UInt64(sides)).high)
  }
}

/// The made-up records that kernels and raw loops are both asked about: plain arrays here, lists in `Lists`.
struct Records {
  static let severities = ["一般", "轻微", "严重"]
  static let agencies = (1...140).map { "第\($0)执法队" }
  static let minor: UInt8 = 1

  let entityCount: Int
  let caseCount: Int

  // A penalty a row.
  let severity: [UInt8]
  let agency: [UInt8]
  /// 0 no, 1 yes, 2 unknown.
  let corrected: [UInt8]
  /// In fen.
  let fine: [Int64]
  let decided: [Int32]
  let entity: [Int32]

  // A search a row, and whether it found assets: 0 no, 1 yes, 2 unknown.
  let parent: [Int32]
  let found: [UInt8]

  /// As many penalties as searches, a tenth as many entities and a third as many cases.
  init(rows: Int) {
    let entityCount = max(1, rows / 10)
    let caseCount = max(1, rows / 3)
    var dice = Dice(2022)
    severity = (0..<rows).map { _ in UInt8(dice.roll(3)) }
    agency = (0..<rows).map { _ in UInt8(dice.roll(140)) }
    corrected = (0..<rows).map { _ in [1, 1, 1, 0, 2][dice.roll(5)] }
    fine = (0..<rows).map { _ in Int64(dice.roll(2000) + 1) * 50_000 }
    decided = (0..<rows).map { _ in Int32(17_897 + dice.roll(1300)) }
    entity = (0..<rows).map { _ in Int32(dice.roll(entityCount)) }
    parent = (0..<rows).map { _ in Int32(dice.roll(caseCount)) }
    found = (0..<rows).map { _ in [0, 0, 0, 0, 0, 0, 0, 1, 1, 2][dice.roll(10)] }
    self.entityCount = entityCount
    self.caseCount = caseCount
  }

  var rowCount: Int { severity.count }
}

/// The records as lists of the language.
struct Lists: Scope {
  let graph: Graph
  let asof: CalendarDate
  let definedNames: [String] = []
  var schema: Schema { graph.schema }

  init(_ records: Records) throws {
    guard let asof = CalendarDate(year: 2022, month: 7, day: 31) else { throw Missing("the day") }
    self.asof = asof
    let codes = Lists.texts((0..<records.entityCount).map { "A" + Lists.digits($0) })
    let cases = Lists.texts((0..<records.caseCount).map(Lists.digits))
    graph = try GraphBuilder.build([
      Lists.input("registry", [Lists.column("code", codes, at: 0..<Int32(records.entityCount))], key: "code"),
      Lists.input(
        "penalties",
        [
          Lists.column("code", codes, at: records.entity),
          Lists.column("severity", Lists.texts(Records.severities), at: records.severity),
          Lists.column("agency", Lists.texts(Records.agencies), at: records.agency),
          Lists.column("corrected", records.corrected),
          Column(name: "fine", type: .money, storage: .integers(records.fine, places: 0), known: nil),
          Column(name: "decided", type: .date, storage: .days(records.decided), known: nil),
        ], parent: ("registry", "code")),
      Lists.input(
        "court",
        [
          Lists.column("case", cases, at: 0..<Int32(records.caseCount)),
          Lists.column("code", codes, at: (0..<records.caseCount).map { $0 % records.entityCount }),
        ], parent: ("registry", "code"), key: "case"),
      Lists.input(
        "searches", [Lists.column("case", cases, at: records.parent), Lists.column("found", records.found)],
        parent: ("court", "case")),
    ]).graph
  }

  func definition(named name: String) -> Definition? { nil }
  func values(ofList list: Int, column: Int) -> [String] { [] }

  /// An evaluator for which all rows stand, and which keeps nothing between questions.
  var evaluator: Evaluator {
    let all = graph.lists.map { Standing(Bitmap(repeating: true, count: $0.rowCount)) }
    return Evaluator(Frame(graph: graph, asof: asof, standing: all, existing: all))
  }

  func list(_ name: String) throws -> Int {
    guard let list = schema.lists.firstIndex(where: { $0.name == name }) else { throw Missing(name) }
    return list
  }

  /// The expression that a text is.
  func expression(_ text: String, in context: Checker.Context) throws -> TypedExpression {
    guard case .bind(_, let expression)? = Parser.parse(SourceText("let x = \(text)")).statements.first?.kind else {
      throw Missing(text)
    }
    var checker = Checker(self)
    return try checker.check(expression, in: context)
  }

  private static func digits(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
  }

  private static func texts(_ texts: [String]) -> TextDictionary {
    var dictionary = TextDictionary()
    for text in texts { _ = dictionary.code(adding: text) }
    return dictionary
  }

  private static func column(
    _ name: String, _ dictionary: TextDictionary, at places: some Sequence<some BinaryInteger>
  ) -> Column {
    Column(
      name: name, type: .category,
      storage: .codes(Codes(places.map { UInt32($0) }, distinct: dictionary.texts.count), dictionary), known: nil)
  }

  private static func column(_ name: String, _ flags: [UInt8]) -> Column {
    Column(
      name: name, type: .flag, storage: .flags(bitmap(flags) { $0 == 1 }), known: bitmap(flags) { $0 != 2 })
  }

  private static func bitmap(_ flags: [UInt8], _ test: (UInt8) -> Bool) -> Bitmap {
    Bitmap(flags.indices.filter { test(flags[$0]) }, count: flags.count)
  }

  private static func input(
    _ name: String, _ columns: [Column], parent: (list: String, column: String)? = nil, key: String? = nil
  ) -> ListInput {
    ListInput(
      name: name, alias: nil,
      source: .file(
        Table(columns: columns, rowCount: columns.first?.count ?? 0), path: "\(name).csv", rowHashes: []),
      parent: parent, key: key)
  }
}

/// Something that the program is sure to have, and hasn't.
struct Missing: Error {
  let what: String
  init(_ what: String) { self.what = what }
}
