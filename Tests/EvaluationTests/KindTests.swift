import Language
import Tables
import Testing
import Values

@testable import Evaluation

/// Rows that are alike, and texts that hold a part, beside what values and strings say.
@Suite("What is alike, and what stands in texts") struct KindTests {
  private static let sizes = [0, 1, 63, 64, 65, 4_095, 4_096, 4_097]

  /// Texts some of which Unicode takes for equal, or that look as if they held others.
  private static let texts = [
    "", "a", "b", "ab", "（2021）苏1号", "（2021）苏11号", "苏", "江苏省", "e\u{301}", "\u{E9}", "e", "\r\n", "\n", "x\r\ny",
    "\u{F900}",
    "\u{8C48}", "か\u{3099}", "が", "ﾊﾟ", "〔2021〕", "〔", "号", "\u{8C48}\u{302A}",
  ]

  private func evaluator(_ columns: [Column], rows: Int) throws -> Evaluator {
    let schema = Schema([
      ListSchema(
        name: "list", alias: nil,
        columns: columns.map { ColumnSchema(name: $0.name, heading: $0.heading, type: $0.type) }, parent: nil)
    ])
    let graph = Graph(
      schema: schema, lists: [ListData(table: Table(columns: columns, rowCount: rows))], entityCount: 0, registry: nil,
      entityCodes: EntityCodes())
    let all = [Standing(Bitmap(repeating: true, count: rows))]
    return Evaluator(
      Frame(graph: graph, asof: CalendarDate(dayNumber: 19_000), standing: all, existing: all))
  }

  private func textColumn(_ texts: [String?]) -> Column {
    var dictionary = TextDictionary()
    let codes = texts.map { dictionary.code(adding: $0 ?? "") }
    return Column(
      name: "text", type: .text, storage: .codes(Codes(codes, distinct: max(1, dictionary.count)), dictionary),
      known: Bitmap(texts.indices.filter { texts[$0] != nil }, count: texts.count))
  }

  private func column(_ position: Int, _ type: ValueType) -> TypedExpression {
    let source = SourceText("x")
    return .column(position, type: type, at: SourceSpan(source, 0..<1))
  }

  @Test("The first row of each kind is the first with its values", arguments: sizes, [4, 14, 23])
  func kinds(count: Int, spread: Int) throws {
    var dice = Dice(count &* 31 &+ spread)
    let texts = (0..<count).map { _ in
      dice.one(of: 6) ? nil : KindTests.texts[Int.random(in: 0..<spread, using: &dice)]
    }
    let numbers = (0..<count).map { _ -> Int64? in
      dice.one(of: 6) ? nil : [.min, .max, -1, 0, 1, 77, 1 << 40][Int.random(in: 0..<7, using: &dice)]
    }
    let flags = (0..<count).map { _ in dice.one(of: 4) ? nil : dice.one(of: 2) }
    let columns = [textColumn(texts), Column("number", .integer, integers: numbers), Column("flag", flags: flags)]
    let evaluator = try evaluator(columns, rows: count)
    let keys = [column(0, .text), column(1, .integer), column(2, .flag)]
    let rows = (0..<count).filter { _ in !dice.one(of: 5) }.reversed() as [Int]
    for chosen in [[], [0], [1], [2], [0, 1], [2, 1, 0]] {
      var seen: Set<[Value]> = []
      let expected = rows.filter { row in
        seen.insert(
          chosen.map { key in
            switch key {
            case 0: texts[row].map { .text($0) } ?? .unknown
            case 1: numbers[row].map { .integer($0) } ?? .unknown
            default: flags[row].map { .flag($0) } ?? .unknown
            }
          }
        ).inserted
      }
      #expect(try evaluator.firstOfEachKind(rows, of: 0, by: chosen.map { keys[$0] }) == expected)
    }
  }

  @Test("A part that bytes find is found as characters find it", arguments: texts)
  func parts(part: String) throws {
    // Dictionaries of one text are told from their bytes wherever that text allows it.
    for text in KindTests.texts {
      guard let found = try TextDictionary([text]).codesContaining(part) else { continue }
      #expect(found == [text.contains(part)], "\(text)")
    }
    #expect(try TextDictionary(["（2021）苏1号", "江苏省", "ab"]).codesContaining("苏") == [true, true, false])
    #expect(try TextDictionary(["e\u{301}"]).codesContaining("e") == nil)
    #expect(try TextDictionary(["x\r\ny"]).codesContaining("\n") == nil)
  }

  @Test("Texts are put in the order of their scalars, those that are equal side by side", arguments: sizes)
  func order(count: Int) throws {
    var dice = Dice(count)
    let texts = (0..<count).map { _ in
      KindTests.texts[Int.random(in: 0..<KindTests.texts.count, using: &dice)]
        + String(repeating: "苏a", count: Int.random(in: 0..<4, using: &dice))
        + KindTests.texts[Int.random(in: 0..<8, using: &dice)]
    }
    let evaluator = try evaluator([textColumn(texts)], rows: count)
    let ordered = try evaluator.ordered(Array(0..<count), of: 0, by: [(column(0, .text), false)]).map { texts[$0] }
    // Of texts that are equal the one that comes first stands for all.
    var least: [String: [UInt8]] = [:]
    for text in texts {
      let bytes = Array(text.utf8)
      if let other = least[text], !bytes.lexicographicallyPrecedes(other) { continue }
      least[text] = bytes
    }
    let keys = ordered.map { least[$0] ?? [] }
    #expect(zip(keys, keys.dropFirst()).allSatisfy { !$1.lexicographicallyPrecedes($0) })
  }
}
