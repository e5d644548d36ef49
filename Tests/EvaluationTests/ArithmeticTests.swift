import Evaluation
import Language
import Tables
import Testing
import Values

/// A list of its own with some columns.
private func scope(_ columns: [Column]) throws -> GraphScope {
  GraphScope(graph: try GraphBuilder.build([input("rows", columns)]).graph)
}

@Suite("Numbers in conditions") struct ArithmeticTests {
  private static let fines: [Int64?] = [100, 299, 300, 301, 5_000_000, 10_000_000, nil]

  @Test(
    "An amount worked out from amounts is compared as an amount",
    arguments: [
      ("fine >= 1元 + 2元", [2, 3, 4, 5]), ("1元 + 2元 <= fine", [2, 3, 4, 5]), ("fine = 5万元 * 2", [5]),
      ("fine = 10万元 / 2", [4]), ("fine > 2 * 1.50元", [3, 4, 5]), ("fine < -(0元 - 3元)", [0, 1]),
      ("fine between 1元 + 1元 and 2 * 5万元 - 1元", [1, 2, 3, 4]), ("fine * 2 > 6元", [3, 4, 5]),
    ])
  func amounts(text: String, rows: [Int]) throws {
    let scope = try scope([Column("fine", .money, integers: Self.fines)])
    #expect(try scope.truth(text, over: 0).yes.rows == rows)
    #expect(try scope.truth(text, over: 0).unknown.rows == [6])
  }

  @Test(
    "What stands in an unknown cell is never computed with",
    arguments: ["n > rate", "n + rate > 1", "n = 1.5", "-n < rate", "abs(n) > rate"])
  func unknownCells(text: String) throws {
    let known = Bitmap([0], count: 2)
    let scope = try scope([
      Column(name: "n", type: .integer, storage: .integers([2, .min], places: 0), known: known),
      Column(name: "rate", type: .decimal, storage: .integers([1, .max], places: 9), known: known),
    ])
    #expect(try scope.truth(text, over: 0).unknown.rows == [1])
  }

  @Test(
    "A number is compared exactly with one that lies between its multiples or past 64 bits",
    arguments: [
      ("n > 1.5", [2]), ("n < 1.5", [0, 1]), ("n <= -0.5", [0]), ("n = 1.5", []), ("n != 1.5", [0, 1, 2]),
      ("n > 0.0000000001", [1, 2]),
      ("n < 99999999999999999999.5", [0, 1, 2]), ("n > 99999999999999999999.5", []),
      ("n > -99999999999999999999.5", [0, 1, 2]),
      ("n >= 100%", [1, 2]), ("1.5 < n", [2]), ("n in (1.0, 2.5)", [1]), ("n * 0.5 >= 0.5", [1, 2]),
      ("n / 3 * 3 > 0", [1, 2]),
    ])
  func thresholds(text: String, rows: [Int]) throws {
    let scope = try scope([Column("n", .integer, integers: [-1, 1, 2])])
    #expect(try scope.truth(text, over: 0).yes.rows == rows)
    #expect(try scope.truth(text, over: 0).unknown.isEmpty)
  }

  @Test(
    "A comparison gives the same rows however wide the column is kept",
    arguments: [
      [0, 255, 7], [256, 255, 0], [65_535, 65_536, 1], [4_294_967_295, 65_536, 0], [4_294_967_296, -1, 255],
    ])
  func widths(numbers: [Int64]) throws {
    let scope = try scope([Column("n", .integer, integers: numbers + [nil])])
    let signs: [(String, (Int64, Int64) -> Bool)] = [
      ("<", { $0 < $1 }), ("<=", { $0 <= $1 }), (">", { $0 > $1 }), (">=", { $0 >= $1 }), ("=", { $0 == $1 }),
      ("!=", { $0 != $1 }),
    ]
    for bound: Int64 in [-1, 0, 1, 7, 255, 256, 65_535, 65_536, 4_294_967_295, 4_294_967_296] {
      for (sign, holds) in signs {
        let planes = try scope.truth("n \(sign) \(bound)", over: 0)
        #expect(planes.yes.rows == numbers.indices.filter { holds(numbers[$0], bound) }, "\(sign) \(bound)")
        #expect(planes.unknown.rows == [3])
      }
    }
  }

  @Test("A quotient by zero is unknown, and an overflow is told with its place")
  func faults() throws {
    let scope = try scope([Column("n", .integer, integers: [0, 2, .max])])
    #expect(try scope.truth("4 / n > 1", over: 0).unknown.rows == [0])
    #expect(throws: Failure.self) { try scope.truth("n * 2 > 1", over: 0) }
    #expect(throws: Failure.self) { try scope.truth("n + 1 > 1", over: 0) }
    do {
      _ = try scope.truth("n > 1 and n * 3 > 1", over: 0)
    } catch let failure as Failure {
      #expect(failure.diagnostics.first?.span?.text == "n * 3")
    }
  }

  @Test("Money is rounded to 分, a half away from zero")
  func rounding() throws {
    let scope = try scope([Column("fine", .money, integers: [1, 3, -1, 249])])
    let values = try scope.evaluator().values(scope.check("fine / 2", in: .row(of: 0)), over: 0, at: [0, 1, 2, 3])
    #expect(values.map(\.headline) == [.money(1), .money(2), .money(-1), .money(125)])
    let rounded = try scope.evaluator().values(scope.check("round(fine, 0)", in: .row(of: 0)), over: 0, at: [0, 3])
    #expect(rounded.map(\.headline) == [.money(0), .money(200)])
  }

  @Test("A span of time that differs from row to row is refused before anything runs")
  func chosenDuration() throws {
    let scope = try scope([
      Column("filed", .date, days: [0, 0]), Column("clues", flags: [true, false]),
    ])
    let refusal = #expect(throws: Diagnostic.self) {
      try scope.check("filed + (if clues then 1 month else 10 days)", in: .row(of: 0))
    }
    #expect(refusal?.message.english == "a span of time can't differ from row to row")
  }

  @Test("Dates move by months to the month's end")
  func months() throws {
    let day = CalendarDate(year: 2022, month: 1, day: 31)!
    let scope = try scope([Column("filed", .date, days: [day.dayNumber, nil])])
    #expect(try scope.truth("filed + 1 month = 2022年2月底", over: 0).yes.rows == [0])
    #expect(try scope.truth("filed - (1 month + 1 day) = 2021-12-30", over: 0).yes.rows == [0])
    #expect(try scope.truth("month(filed) = 2022-01", over: 0).unknown.rows == [1])
  }

  @Test("Texts are compared by their characters' numbers, and an empty part is in every text")
  func texts() throws {
    let scope = try scope([Column("name", texts: ["B", "a", "区", "", nil])])
    #expect(try scope.truth("name < \"a\"", over: 0).yes.rows == [0, 3])
    #expect(try scope.truth("contains(name, \"\")", over: 0).yes.rows == [0, 1, 2, 3])
    #expect(try scope.truth("starts(name, \"\")", over: 0).yes.rows == [0, 1, 2, 3])
    #expect(try scope.truth("coalesce(name, \"x\") = \"x\"", over: 0).yes.rows == [4])
  }

  @Test(
    "A column of unknown cells alone is unknown everywhere",
    arguments: ["name = \"a\"", "name < other", "contains(name, \"a\")", "name in (\"a\")"])
  func nothingKnown(text: String) throws {
    let scope = try scope([Column("name", texts: [nil, nil]), Column("other", texts: ["a", nil])])
    #expect(try scope.truth(text, over: 0).unknown.rows == [0, 1])
    #expect(try scope.truth("name is unknown", over: 0).yes.rows == [0, 1])
  }
}

@Suite("Lists bound to one another") struct GraphBuilderTests {
  private static let registry = input(
    "registry",
    [
      Column("code", texts: [organisationCode(0), organisationCode(1), organisationCode(0), nil, nil]),
      Column("weight", .integer, integers: [1, 1, 1, 8, nil]),
    ], key: "code", weight: "weight")

  private static let court = input(
    "court",
    [
      Column("key", texts: ["A-1", "a-2", "B", "B"]),
      Column("code", texts: [organisationCode(0), organisationCode(7), "不详", organisationCode(1)]),
      Column("n", .integer, integers: [1, 2, 3, 4]),
    ], parent: ("registry", "code"), key: "key")

  @Test("A code that stands twice in the registry counts once, and a row without one by its weight")
  func registry() throws {
    let (graph, problems) = try GraphBuilder.build([Self.registry])
    #expect(graph.lists[0].rowCount == 4)
    #expect(graph.lists[0].weights == [1, 1, 0, 8])
    #expect(problems.map(\.kind).contains(.nameless))
    #expect(try GraphScope(graph: graph).value("entities(registry)") == RangedValue(.integer(10)))
  }

  @Test("Keys are matched whatever their case, width and spaces, and a row belongs to every parent that matches")
  func details() throws {
    let searches = input(
      "searches",
      [Column("key", texts: ["a-1", "Ａ－２", " b", "C", nil]), Column("n", .integer, integers: [1, 2, 3, 4, 5])],
      parent: ("court", "key"))
    let (graph, problems) = try GraphBuilder.build([Self.registry, Self.court, searches])
    let scope = GraphScope(graph: graph)
    let counts = try scope.evaluator().values(
      scope.check("sum(searches.n)", in: .row(of: 1)), over: 1, at: [0, 1, 2, 3])
    #expect(counts.map(\.headline) == [.integer(1), .integer(2), .integer(3), .integer(3)])
    #expect(problems.filter { $0.kind == .noParent }.count == 2)
    #expect(problems.filter { $0.kind == .notInRegistry }.count == 1)
    #expect(problems.filter { $0.kind == .unidentified }.count == 1)
    #expect(problems.filter { $0.kind == .conflictingKey && $0.list == "court" }.count == 1)
  }

  @Test("A list made of others that belong to the same records counts for those records")
  func unionOfDetails() throws {
    func details(_ name: String, _ keys: [String]) -> ListInput {
      input(
        name, [Column("key", texts: keys), Column("m", .integer, integers: keys.indices.map { Int64($0) })],
        parent: ("court", "key"))
    }
    let both = ListInput(name: "both", alias: nil, source: .union(["visits", "calls"]))
    let graph = try GraphBuilder.build([
      Self.registry, Self.court, details("visits", ["A-1", "A-1", "B"]), details("calls", ["a-2", "A-1"]), both,
    ]).graph
    #expect(graph.schema.lists[4].parent == 1)
    // Without links to the records, the rows themselves would be taken for numbers of entities.
    guard graph.lists[4].parentRows == [0, 0, 2, 1, 0] else {
      Issue.record("rows belong to the records \(graph.lists[4].parentRows)")
      return
    }
    let scope = GraphScope(graph: graph)
    let counts = try scope.evaluator().values(scope.check("count(both)", in: .row(of: 1)), over: 1, at: [0, 1, 2, 3])
    #expect(counts.map(\.headline) == [.integer(3), .integer(1), .integer(1), .integer(1)])
  }

  @Test("A list made of others has the rows of all, with unknown cells and scales of their own")
  func union() throws {
    func part(_ name: String, _ values: [Int64?], places: Int) -> ListInput {
      input(
        name,
        [
          Column("code", texts: values.map { _ in organisationCode(1) }),
          Column("rate", .decimal, integers: values, places: places),
          Column("kind", texts: values.map { $0.map { "k\($0)" } }),
        ], parent: ("registry", "code"))
    }
    let union = ListInput(name: "all_of", alias: nil, source: .union(["first", "second"]))
    let graph = try GraphBuilder.build([
      Self.registry, part("first", [15, nil], places: 1), part("second", [nil, 125, 7], places: 2), union,
    ]).graph
    let table = graph.lists[3].table
    let rates = table.column("rate")!
    #expect(
      (0..<5).map(rates.value(at:)) == [
        .decimal(try! Fraction(decimal: "1.5")!), .unknown, .unknown, .decimal(try! Fraction(decimal: "1.25")!),
        .decimal(try! Fraction(decimal: "0.07")!),
      ])
    let texts: [Value] = (0..<5).map { table.column("kind")!.value(at: $0) }
    #expect(texts == [.text("k15"), .unknown, .unknown, .text("k125"), .text("k7")])
    #expect(
      (0..<5).map { table.column("list")!.value(at: $0) }
        == ["first", "first", "second", "second", "second"].map(Value.text))
    #expect(try GraphScope(graph: graph).value("entities(all_of)") == RangedValue(.integer(1)))
  }

  @Test("A number that has no room for another list's decimal places never becomes another number")
  func unionOverflow() throws {
    let large: Int64 = 930_000_000_000
    let union = ListInput(name: "all_of", alias: nil, source: .union(["first", "second"]))
    let graph = try? GraphBuilder.build([
      input("first", [Column("rate", .decimal, integers: [large], places: 2)]),
      input("second", [Column("rate", .decimal, integers: [1], places: 9)]), union,
    ]).graph
    guard let graph else { return }
    let value = graph.lists[2].table.column("rate")!.value(at: 0)
    #expect(value == .unknown || value == .decimal(Fraction(9_300_000_000)))
  }

  @Test("Natural persons are set aside, and so is what belongs to them")
  func naturalPersons() throws {
    let court = input(
      "court",
      [Column("key", texts: ["A", "B"]), Column("code", texts: ["11010519491231002X", organisationCode(0)])],
      parent: ("registry", "code"), key: "key")
    let searches = input("searches", [Column("key", texts: ["A", "B"])], parent: ("court", "key"))
    let (graph, problems) = try GraphBuilder.build([Self.registry, court, searches])
    #expect(graph.lists[1].rowCount == 1)
    #expect(graph.lists[2].rowCount == 1)
    #expect(problems.filter { $0.kind == .naturalPerson }.map(\.list) == ["court", "searches"])
  }

  @Test("A list or a column that is not there is told with what comes near")
  func missing() {
    let searches = input("searches", [Column("key", texts: ["A"])], parent: ("cuort", "key"))
    #expect(throws: Failure.self) { try GraphBuilder.build([Self.registry, Self.court, searches]) }
    let wrongColumn = input("searches", [Column("key", texts: ["A"])], parent: ("court", "case"))
    #expect(throws: Failure.self) { try GraphBuilder.build([Self.registry, Self.court, wrongColumn]) }
  }
}
