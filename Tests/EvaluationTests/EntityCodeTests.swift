// swift-format-ignore-file: NeverForceUnwrap, NeverUseForceTry

import Evaluation
import Tables
import Testing
import Values

@Suite("Entities by their codes") struct EntityCodeTests {
  /// A registry with several ways to write a code, a row without one and a code that stands twice; a list with codes
  /// that the registry lacks.
  private static let graph = try! GraphBuilder.build([
    input(
      "registry",
      [
        Column(
          "code",
          texts: [
            "91320102MA1MXY1239", "12345678-X", nil, "９１３２０１０２ma1mxy1239", "91320102MA1MXY2222", "不详",
          ])
      ], key: "code"),
    input(
      "court", [Column("code", texts: ["91320102MA1MXY1239", "ZZ0000001", "12345678X", "zz000000-2", "?"])],
      parent: ("registry", "code")),
  ]).graph

  @Test(
    "A code leads to the first row of the registry that has it, or to an entity outside",
    arguments: [("MA1MXY123", 0), ("12345678X", 1), ("MA1MXY222", 4), ("ZZ0000001", 6), ("ZZ0000002", 7)])
  func known(code: String, entity: Int32) {
    #expect(Self.graph.entityCodes.entity(code) == entity)
  }

  @Test("A code that no list has leads nowhere", arguments: ["ZZ0000003", "", "91320102MA1MXY1239", "ma1mxy123"])
  func unknown(code: String) {
    #expect(Self.graph.entityCodes.entity(code) == nil)
  }

  @Test("Records are bound to the entities of their codes, and only those outside keep theirs here")
  func binding() {
    #expect(Self.graph.lists[1].entities == [0, 6, 1, 7, -1])
    #expect(Self.graph.lists[0].weights.array == [1, 1, 1, 0, 1, 1])
    #expect(Self.graph.entityCodes.code(ofStranger: 6) == "ZZ0000001")
    #expect(Self.graph.entityCodes.code(ofStranger: 8) == nil)
    #expect(Self.graph.entityCodes.code(ofStranger: 0) == nil)
  }

  @Test("Thousands of codes each keep their entity while the table of them grows")
  func growing() throws {
    let codes = (0..<5000).map { organisationCode($0) }
    let graph = try GraphBuilder.build([
      input("registry", [Column("code", texts: [nil])], key: "code"),
      input("court", [Column("code", texts: codes + codes.reversed())], parent: ("registry", "code")),
    ]).graph
    #expect(graph.entityCount == 5001)
    let ascending = (1...5000).map { Int32($0) }
    #expect(Array(graph.lists[1].entities) == ascending + ascending.reversed())
  }
}

@Suite("Keys as they are matched") struct MatchKeyTests {
  @Test(
    "Case, width, blanks and kinds of brackets make no difference",
    arguments: [
      ("（2022）苏0102执12号", "(2022)苏0102执12号"), ("〔2022〕ａｂ 1\u{3000}", "[2022]AB1"), ("\u{FEFF}x\t\u{A0}【y】", "X[Y]"),
      ("straße", "STRASSE"), ("Ж\u{A0}é", "ЖÉ"), ("", ""), ("号—１", "号—1"),
    ])
  func normalised(raw: String, key: String) {
    #expect(MatchKey.normalised(raw) == key)
    #expect(MatchKey.normalised(key) == key)
  }

  @Test("Rows belong to every parent with their key, in whatever form Unicode lets it be written")
  func parents() throws {
    let graph = try GraphBuilder.build([
      input("registry", [Column("code", texts: [organisationCode(1)])], key: "code"),
      input(
        "court",
        [
          Column("case", texts: ["a1", "豈", "A１", nil, "e\u{301}"]),
          Column("code", texts: [organisationCode(1), nil, nil, nil, organisationCode(1)]),
        ], parent: ("registry", "code"), key: "case"),
      input(
        "searches", [Column("case", texts: ["A 1", "\u{F900}", "豈", "\u{E9}", nil, "b"])],
        parent: ("court", "case")),
    ])
    let searches = graph.graph.lists[2]
    #expect(searches.parentRows == [0, 1, 1, 4, -1, -1])
    #expect(
      searches.links.map { links in (0..<5).map { Array(links.children(of: $0)) } } == [[0], [1, 2], [0], [], [3]])
    #expect(searches.entities == [0, -1, -1, 0, -1, -1])
    #expect(graph.problems.count { $0.kind == .noParent } == 2)
  }
}
