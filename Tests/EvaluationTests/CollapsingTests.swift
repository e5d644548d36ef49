import Evaluation
import Tables
import Testing
import Values

@Suite("Rows that are the same are one") struct CollapsingTests {
  /// A registry and a list about it in which some rows stand twice, each row with a hash of what it holds.
  private static func inputs(rows: Int) -> [ListInput] {
    let codes = (0..<max(1, rows / 3)).map(organisationCode)
    func text(_ name: String, _ texts: [String]) -> Column {
      var dictionary = TextDictionary()
      let codes = texts.map { dictionary.code(adding: $0) }
      return Column(name: name, type: .text, storage: .codes(Codes(codes, distinct: dictionary.count), dictionary))
    }
    let numbers = (0..<rows).map { $0 * $0 % 11 }
    let records = Table(
      columns: [
        text("code", numbers.indices.map { codes[numbers[$0] % codes.count] }),
        Column(name: "n", type: .integer, storage: .integers(numbers.map { Int64($0) }, places: 0)),
      ], rowCount: rows, lines: LineNumbers((0..<rows).map { Int32($0 + 2) }))
    let hashes = numbers.map { UInt64($0 % 10) }
    return [
      input("registry", [text("code", codes)], key: "code"),
      ListInput(
        name: "court", alias: nil, source: .file(records, path: "court.csv", rowHashes: hashes),
        parent: ("registry", "code"), key: "code"),
    ]
  }

  @Test("It is the same whether they are made one before lists are bound or then", arguments: [0, 1, 2, 30, 300])
  func early(rows: Int) throws {
    let inputs = CollapsingTests.inputs(rows: rows)
    let (plain, plainProblems) = try GraphBuilder.build(inputs)
    let (early, earlyProblems) = try GraphBuilder.build(inputs.map { try $0.collapsingRows().collapsingRows() })
    #expect(earlyProblems == plainProblems)
    #expect(early.lists[1].entities == plain.lists[1].entities && early.entityCount == plain.entityCount)
    let (one, other) = (early.lists[1].table, plain.lists[1].table)
    #expect(one.lines == other.lines && one.rowCount == other.rowCount && one.rowCount == min(rows, 6))
    for row in 0..<one.rowCount {
      #expect(one.columns.map { $0.value(at: row) } == other.columns.map { $0.value(at: row) })
    }
    #expect(plainProblems.count { $0.kind == .duplicateRow } == rows - one.rowCount)
  }
}
