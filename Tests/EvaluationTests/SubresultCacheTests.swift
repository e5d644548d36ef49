// swift-format-ignore-file: NeverForceUnwrap, NeverUseForceTry

import Language
import Tables
import Testing
import Values

@testable import Evaluation

@Suite("Parts of answers that are kept") struct SubresultCacheTests {
  /// A world in which everything stands, seen with a cache or without.
  private struct Seen {
    let scope: GraphScope
    let frame: Frame

    init(records: Int, seed: Int, _ cache: SubresultCache?) throws {
      let graph = try SampleWorld(records: records, seed: seed).graph()
      scope = GraphScope(graph: graph)
      let everything = graph.lists.map { Standing(Bitmap(repeating: true, count: $0.rowCount)) }
      frame = Frame(graph: graph, asof: scope.asof, standing: everything, existing: everything, cache: cache)
    }

    func truth(_ text: String) throws -> TruthPlanes {
      try Evaluator(frame).truth(
        scope.check(text, in: .row(of: SampleWorld.court)), over: SampleWorld.court)
    }

    func values(_ aggregates: [String], where condition: String, by key: String) throws -> [[RangedValue]] {
      let evaluator = Evaluator(frame)
      let rows = Standing(Bitmap(repeating: true, count: frame.graph.lists[SampleWorld.court].rowCount))
        .keeping(try truth(condition))
      let grouping = try evaluator.grouping(
        of: rows.high, of: SampleWorld.court, by: [scope.check(key, in: .row(of: SampleWorld.court))])
      return try aggregates.map {
        try evaluator.values(
          of: scope.check($0, in: .group(of: SampleWorld.court)), grouping: grouping,
          selection: (SampleWorld.court, rows))
      }
    }
  }

  @Test(
    "Conditions by lot are true and unknown for the same rows with every bound, asked twice",
    arguments: [0, 700, 4_000, 40_000, SubresultCache.defaultLimit], [65, 4097])
  func conditions(limit: Int, size: Int) throws {
    let cache = SubresultCache(limit: limit)
    let (kept, computed) = (try Seen(records: size, seed: 5, cache), try Seen(records: size, seed: 5, nil))
    var conditions = Conditions(seed: size)
    let asked = (0..<(size > 100 ? 12 : 80)).map { _ in
      conditions.overRecord(Int.random(in: 0...3, using: &conditions.dice)).text
    }
    for text in asked + asked.reversed() {
      #expect(try kept.truth(text) == computed.truth(text), "\(text)")
      #expect(cache.statistics.bytes <= limit)
    }
    if limit == 0 { #expect(cache.statistics.hits == 0) }
    if limit == SubresultCache.defaultLimit { #expect(cache.statistics.hits > asked.count) }
  }

  @Test(
    "Groups are the same with every bound, asked twice", arguments: [0, 2_000, 60_000, SubresultCache.defaultLimit])
  func groups(limit: Int) throws {
    let cache = SubresultCache(limit: limit)
    let (kept, computed) = (try Seen(records: 700, seed: 2, cache), try Seen(records: 700, seed: 2, nil))
    let aggregates = ["count", "entities", "sum(n)", "max(n) - min(n)", "mean(fine)"]
    var conditions = Conditions(seed: 11)
    for _ in 0..<6 {
      let condition = conditions.overRecord(1).text
      for key in OracleTests.groupings.map(\.text) + ["count(searches)"] {
        let expected = try computed.values(aggregates, where: condition, by: key)
        for _ in 0..<2 { #expect(try kept.values(aggregates, where: condition, by: key) == expected, "\(key)") }
      }
    }
  }

  @Test("A changed number costs its comparison; what is counted around it is found")
  func changedNumber() throws {
    let cache = SubresultCache()
    let seen = try Seen(records: 300, seed: 1, cache)
    _ = try seen.truth("count(searches where not found) >= 2 and not clues and fine < 3元")
    let before = cache.statistics
    _ = try seen.truth("count(searches where not found) >= 3 and not clues and fine < 3元")
    let after = cache.statistics
    #expect(after.misses == before.misses + 1)
    #expect(after.entries == before.entries + 1)
    // What was counted, and the comparison with the amount.
    #expect(after.hits == before.hits + 2)
  }

  @Test("Texts that are equal but written in other characters are told apart")
  func canonicalTexts() throws {
    let cache = SubresultCache()
    let (kept, computed) = (try Seen(records: 65, seed: 1, cache), try Seen(records: 65, seed: 1, nil))
    for text in ["contains(name, \"\u{E9}\")", "contains(name, \"e\u{301}\")"] {
      #expect(try kept.truth(text) == computed.truth(text))
    }
    #expect(cache.statistics.hits == 0)
  }

  @Test("A list whose rows stand as before keeps its version; one that has changed gets another")
  func versions() throws {
    let cache = SubresultCache()
    let seen = try Seen(records: 40, seed: 3, cache)
    var standing = seen.frame.standing
    standing[SampleWorld.court].low.remove(7)
    let next = Frame(
      graph: seen.frame.graph, asof: seen.frame.asof, standing: standing, existing: seen.frame.existing,
      following: seen.frame)
    #expect(next.standingVersions[SampleWorld.court] != seen.frame.standingVersions[SampleWorld.court])
    #expect(next.standingVersions[SampleWorld.searches] == seen.frame.standingVersions[SampleWorld.searches])
    #expect(next.existingVersions == seen.frame.existingVersions)
    #expect(next.cache === cache)
  }

  // MARK: The bound

  private static func key(_ list: Int, in frame: Frame) -> SubresultKey {
    SubresultKey(.groups([], of: [list]), over: 0, in: frame)!
  }

  @Test("The part least lately used goes first, and bytes are counted as they come and go")
  func leastRecentlyUsed() throws {
    let frame = try Seen(records: 1, seed: 1, nil).frame
    let part = Buffer<Int32>(repeating: 7, count: 100)
    let one = SubresultCache()
    one.keep(part, for: Self.key(1, in: frame))
    let size = one.statistics.bytes
    #expect(size >= 400)
    let cache = SubresultCache(limit: size * 2)
    cache.keep(part, for: Self.key(1, in: frame))
    cache.keep(part, for: Self.key(2, in: frame))
    #expect(cache.statistics.bytes == 2 * size)
    #expect(cache.value(for: Self.key(1, in: frame)) != nil)
    cache.keep(part, for: Self.key(3, in: frame))
    #expect(cache.value(for: Self.key(2, in: frame)) == nil)
    #expect(cache.value(for: Self.key(1, in: frame)) as? Buffer<Int32> == part)
    #expect(cache.value(for: Self.key(3, in: frame)) as? Buffer<Int32> == part)
    #expect(cache.statistics.entries == 2 && cache.statistics.bytes == 2 * size)
    cache.limit = size
    #expect(cache.statistics.entries == 1 && cache.statistics.bytes == size)
    #expect(cache.value(for: Self.key(3, in: frame)) != nil)
    cache.limit = 0
    #expect(cache.statistics.entries == 0 && cache.statistics.bytes == 0)
  }

  @Test("What is larger than the bound is not kept and drives nothing out")
  func tooLarge() throws {
    let frame = try Seen(records: 1, seed: 1, nil).frame
    let cache = SubresultCache(limit: 2_000)
    cache.keep(Buffer<Int32>(repeating: 1, count: 10), for: Self.key(1, in: frame))
    cache.keep(Buffer<Int32>(repeating: 1, count: 1_000), for: Self.key(2, in: frame))
    #expect(cache.statistics.entries == 1)
    #expect(cache.value(for: Self.key(1, in: frame)) != nil)
  }

  // MARK: Narrow numbers

  static let vectors: [NumberVector] = [
    NumberVector(low: [], places: 0), NumberVector(low: [0, 3, 255], places: 0),
    NumberVector(low: [0, 3, 255], high: [1, 3, 256], unknown: Bitmap([1], count: 3), places: 2),
    NumberVector(low: [-1, 3, 70_000], high: [0, 4, 80_000], places: 0),
    NumberVector(low: [.min, 0, .max], unknown: Bitmap([0], count: 3), places: 9),
  ]

  @Test("Narrow numbers are those that they were made of, and compare as those do", arguments: vectors)
  func narrow(vector: NumberVector) throws {
    let narrow = NarrowNumbers(vector)
    #expect(narrow.vector.low == vector.low)
    #expect(narrow.vector.high == vector.high)
    #expect(narrow.vector.unknown == vector.unknown)
    #expect(narrow.places == vector.places)
    let rows = 0..<vector.low.count
    for sign in [BinaryOperator.less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual] {
      for number in Set(vector.low + vector.upper + [-1, 0, 1, 3, 4]) {
        let wide = NumberThreshold(operand: StoredNumbers(vector: vector), sign: sign, threshold: number)
        guard let kernel = narrow.threshold(sign, number) else { continue }
        #expect(try kernel.truth(rows) == wide.truth(rows), "\(sign) \(number)")
      }
    }
  }
}
