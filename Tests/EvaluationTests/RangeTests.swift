import Evaluation
import Language
import Tables
import Testing
import Values

/// A world so small that every way its unknown facts could turn out can be written down.
private struct TinyWorld {
  /// The entity of each record: a row of the registry, or one that is not there; nil where it can't be identified.
  var entities: [Int?]
  var clues: [Bool?]
  var n: [Int64?]
  /// The record that each search belongs to.
  var parents: [Int]
  var found: [Bool?]
  var minutes: [Int64?]
  /// Records that may stand but need not.
  var mayStand: [Bool?]

  init(seed: Int) {
    var dice = Dice(seed)
    let count = Int.random(in: 1...4, using: &dice)
    var unknowns = 6
    func maybe<Wrapped>(_ value: Wrapped) -> Wrapped? {
      guard unknowns > 0, dice.one(of: 3) else { return value }
      unknowns -= 1
      return nil
    }
    mayStand = (0..<count).map { _ in maybe(!dice.one(of: 5)) }
    parents = (0..<Int.random(in: 0...5, using: &dice)).map { _ in Int.random(in: 0..<count, using: &dice) }
    found = parents.map { _ in maybe(dice.one(of: 2)) }
    clues = mayStand.map { _ in maybe(dice.one(of: 2)) }
    n = mayStand.map { _ in maybe(Int64.random(in: -2...2, using: &dice)) }
    minutes = parents.map { _ in maybe(Int64.random(in: -2...2, using: &dice)) }
    entities = mayStand.map { _ in Int.random(in: 0...2, using: &dice) }
  }

  /// Every world without unknown facts that this one may be.
  var resolutions: [TinyWorld] {
    var worlds = [self]
    func resolve<Fact>(_ path: WritableKeyPath<TinyWorld, [Fact?]>, _ choices: [Fact]) {
      for index in self[keyPath: path].indices where self[keyPath: path][index] == nil {
        worlds = worlds.flatMap { world in
          choices.map { choice in
            var resolved = world
            resolved[keyPath: path][index] = choice
            return resolved
          }
        }
      }
    }
    resolve(\.clues, [false, true])
    resolve(\.found, [false, true])
    resolve(\.mayStand, [false, true])
    resolve(\.n, [-2, 0, 2])
    resolve(\.minutes, [-2, 2])
    return worlds
  }

  func scope() throws -> GraphScope {
    GraphScope(
      graph: try GraphBuilder.build([
        input(
          "registry",
          [
            Column("code", texts: [organisationCode(0), organisationCode(1)]),
            Column("size", .integer, integers: [1, 2]),
          ],
          key: "code"),
        input(
          "court",
          [
            Column("key", texts: clues.indices.map { "CASE\($0)" }),
            Column("code", texts: entities.map { $0.map(organisationCode) }), Column("clues", flags: clues),
            Column("n", .integer, integers: n),
          ], parent: ("registry", "code"), key: "key"),
        input(
          "searches",
          [
            Column("key", texts: parents.map { "CASE\($0)" }), Column("found", flags: found),
            Column("minutes", .integer, integers: minutes),
          ], parent: ("court", "key")),
      ]).graph)
  }

  func evaluator(_ scope: GraphScope) -> Evaluator {
    let count = mayStand.count
    let low = Bitmap((0..<count).filter { mayStand[$0] == true }, count: count)
    let high = Bitmap((0..<count).filter { mayStand[$0] != false }, count: count)
    return scope.evaluator(standing: [1: Standing(low: low, headline: low, high: high)])
  }

  func value(_ text: String) throws -> RangedValue {
    let scope = try scope()
    return try evaluator(scope).value(of: scope.check(text, in: .whole))
  }

  func truth(_ text: String) throws -> TruthPlanes {
    let scope = try scope()
    return try evaluator(scope).truth(scope.check(text, in: .row(of: 1)), over: 1)
  }
}

@Suite("Every way the unknown facts could turn out") struct RangeTests {
  private static let conditions = [
    "clues", "not clues", "n > 0", "clues or n > 0", "clues and not (n = 2)", "count(searches where not found) >= 2",
    "count(searches where not found) = 1", "count(searches where not found) != 1", "any(searches where found)",
    "not any(searches where found and minutes > 0)", "count(searches) > 1", "if clues then n > 0 else n < 0",
  ]

  @Test(
    "Counts and entities of standing records lie within their range and reach both its ends", arguments: conditions,
    1...12)
  func countsReachTheirEnds(condition: String, seed: Int) throws {
    let world = TinyWorld(seed: seed)
    for function in ["count", "entities"] {
      let text = "\(function)(court where \(condition))"
      let range = try world.value(text)
      let resolved = try world.resolutions.map { try $0.value(text) }
      #expect(resolved.allSatisfy { $0.isExact })
      #expect(resolved.map(\.headline).min() == range.low, "\(text)")
      #expect(resolved.map(\.headline).max() == range.high, "\(text)")
      #expect(range.low <= range.headline && range.headline <= range.high)
    }
  }

  @Test(
    "A condition is unknown only where the unknown facts decide it, and certain wherever they don't",
    arguments: conditions.filter { !$0.hasPrefix("if") && !$0.contains(" and ") }, 1...12)
  func conditionsAreExact(condition: String, seed: Int) throws {
    let world = TinyWorld(seed: seed)
    let planes = try world.truth(condition)
    let resolved = try world.resolutions.map { try $0.truth(condition) }
    for row in world.clues.indices {
      let answers = Set(resolved.map { $0.yes.contains(row) })
      #expect(planes.yes.contains(row) == (answers == [true]), "\(condition)")
      #expect(planes.unknown.contains(row) == (answers.count == 2), "\(condition)")
    }
  }

  @Test("Sums, means and extremes lie within their range", arguments: 1...60)
  func enclosure(seed: Int) throws {
    let world = TinyWorld(seed: seed)
    let questions = [
      "sum(court.n where clues)", "min(court.n where clues)", "max(court.n where clues)", "mean(court.n where clues)",
      "sum(court.n where n > 0)", "min(court.n)", "max(court.n)", "mean(court.n)",
      "count(court where clues) / count(court)", "count(court) - count(court where clues)",
      "sum(court.n where clues) * count(court)", "abs(sum(court.n where clues))",
      "if count(court where clues) > 1 then 5 else sum(court.n)", "-max(court.n)", "sum(searches.minutes where found)",
      "median(court.n where clues)", "quantile(court.n where clues, 25%)", "quantile(court.n, 90%)", "median(court.n)",
      "share(court where clues)", "median(searches.minutes where found)",
      "max(searches.minutes where found)", "count(court) * 2 - count(searches where found) / 3",
    ]
    for question in questions {
      let range = try world.value(question)
      for resolution in world.resolutions {
        let value = try resolution.value(question).headline
        if value != .unknown, range.low != .unknown { #expect(range.low <= value, "\(question)") }
        if value != .unknown, range.high != .unknown { #expect(value <= range.high, "\(question)") }
      }
    }
  }

  @Test("What a random condition holds for certain no turn of the facts takes back", arguments: 1...60)
  func randomConditions(seed: Int) throws {
    let world = TinyWorld(seed: seed)
    let scope = try world.scope()
    var dice = Dice(seed &* 977)
    func atom() -> String {
      [
        "clues", "n > 0", "n = 2", "n <= size", "count(searches where found) > 1", "sum(searches.minutes) >= 1",
        "count(searches where found) = n", "max(searches.minutes where found) > 0", "any(searches where minutes > n)",
        "count(searches where found) + n < 2", "n * n > 1", "abs(n) = 2", "(if clues then n else 1) > 0",
        "count(searches) - count(searches where found) <= 1", "sum(searches.minutes where not found) != 0",
        "min(searches.minutes where found or court.clues) < n", "clues = (n > 0)", "n between -1 and 1", "n in (0, 2)",
      ].randomElement(using: &dice)!
    }
    func condition(_ depth: Int) -> String {
      switch depth == 0 ? 9 : Int.random(in: 0...6, using: &dice) {
      case 0, 1: "(\(condition(depth - 1))) and (\(condition(depth - 1)))"
      case 2, 3: "(\(condition(depth - 1))) or (\(condition(depth - 1)))"
      case 4: "not (\(condition(depth - 1)))"
      case 5: "(if \(condition(0)) then \(condition(depth - 1)) else \(condition(0)))"
      default: atom()
      }
    }
    let resolutions = Array(world.resolutions.shuffled(using: &dice).prefix(60))
    for _ in 0..<4 {
      let text = condition(2)
      let planes = try world.evaluator(scope).truth(scope.check(text, in: .row(of: 1)), over: 1)
      for resolution in resolutions {
        let resolved = try resolution.truth(text)
        #expect((planes.yes & resolved.no).isEmpty, "\(text)")
        #expect((planes.no & resolved.yes).isEmpty, "\(text)")
      }
    }
  }

  @Test("A record that can't be identified counts for one entity in the headline and none at the low end")
  func unidentified() throws {
    var world = TinyWorld(seed: 1)
    world.entities = [0, nil, 0, nil]
    world.clues = [true, true, true, false]
    world.n = [0, 0, 0, 0]
    world.mayStand = [true, true, true, true]
    #expect(
      try world.value("entities(court where clues)")
        == RangedValue(low: .integer(1), headline: .integer(2), high: .integer(2)))
  }

  @Test("Readings take one end of a range")
  func readings() throws {
    var world = TinyWorld(seed: 1)
    world.entities = [0, 1]
    world.clues = [true, nil]
    world.n = [0, 0]
    world.mayStand = [true, true]
    world.parents = []
    world.found = []
    world.minutes = []
    #expect(try world.value("low(count(court where clues))") == RangedValue(.integer(1)))
    #expect(try world.value("headline(count(court where clues))") == RangedValue(.integer(1)))
    #expect(try world.value("high(count(court where clues))") == RangedValue(.integer(2)))
    #expect(
      try world.value("count(court where clues) >= 2")
        == RangedValue(low: .flag(false), headline: .flag(false), high: .flag(true)))
    #expect(
      try world.value("count(court where clues) / count(court) > 40%") == RangedValue(.flag(true)))
  }
}
