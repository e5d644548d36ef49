import Evaluation
import Language
import Tables
import Testing
import Values

@testable import Simulation

@Suite("Attribution") struct AttributionTests {
  /// Every order of some parts.
  static func orders(of count: Int) -> [[Int]] {
    guard count > 0 else { return [[]] }
    return orders(of: count - 1).flatMap { order in
      (0...order.count).map { place in
        var longer = order
        longer.insert(count - 1, at: place)
        return longer
      }
    }
  }

  /// The mean of what each part adds over all orders, each of them walked.
  static func walked(_ count: Int, _ worth: ([Int]) throws -> Fraction) throws -> [Fraction] {
    let orders = orders(of: count)
    var sums = [Fraction](repeating: .zero, count: count)
    for order in orders {
      var members: [Int] = []
      for part in order {
        let before = try worth(members.sorted())
        members.append(part)
        sums[part] = try sums[part] + (try worth(members.sorted()) - before)
      }
    }
    return try sums.map { try $0 / Fraction(orders.count) }
  }

  @Test("Shapley's shares are the means over all orders", arguments: 0..<30)
  func permutations(seed: Int) throws {
    var lot = Lot(seed)
    let count = Int.random(in: 1...5, using: &lot)
    let worths = try (0..<1 << count).map { _ in
      try Fraction(Int128(Int.random(in: -50...50, using: &lot)), over: Int128(lot.pick([1, 2, 7, 649_000])))
    }
    func worth(_ members: [Int]) -> Fraction { worths[members.reduce(0) { $0 | 1 << $1 }] }
    let shares = try Shapley.shares(of: count, worths: worths).map { try $0.value() }
    #expect(try shares == Self.walked(count, worth))
  }

  @Test("The shares of a rehearsal are the means over separate runs, and add up in every reading", arguments: 0..<24)
  func rehearsals(seed: Int) throws {
    var lot = Lot(seed)
    let rehearsal = try Rehearsal(Facts.random(using: &lot))
    let count = Int.random(in: 1...4, using: &lot)
    let measures = try (0..<count).flatMap { _ in
      try rehearsal.measures(lot.pick(Repertoire.exits + Repertoire.strikes))
    }
    for text in ["entities(serious)", "entities(serious) / entities(registry)", "count(court) - count(tax)"] {
      let metric = try rehearsal.named(text)
      func worth(_ members: [Int]) throws -> Fraction {
        let world = try ScenarioRun(members.map { measures[$0] }, over: rehearsal.world).world
        return try MetricEvaluation(metric.expression).values(in: world)[0].headline.number ?? .zero
      }
      let study = Attribution(of: [metric], to: measures, over: rehearsal.world, seed: 0)
      /// The shares; nil only where some set leaves the ratio without a value.
      func found(_ reading: AttributionReading) throws -> Attribution.Shares? {
        do {
          return try study.shares(in: reading)[0]
        } catch let failure as Failure where failure.diagnostics[0].message.english.contains("has no value") {
          return nil
        }
      }
      guard let shares = try found(.headline) else { continue }
      #expect(shares.shapley == (try Self.walked(measures.count, worth)), "\(text)")
      for measure in measures.indices {
        let step = try worth(Array(0...measure)) - worth(Array(0..<measure))
        #expect(shares.inOrder[measure] == step, "\(text)")
      }
      for reading in AttributionReading.allCases {
        guard let shares = try found(reading) else { continue }
        let effect = try shares.after - shares.before
        #expect(try FractionSum.total(shares.inOrder) == effect)
        #expect(try FractionSum.total(shares.shapley) == effect)
      }
    }
  }

  @Test("Counting by masks gives what running every set gives, in every reading", arguments: 0..<60)
  func masks(seed: Int) throws {
    var lot = Lot(seed)
    let rehearsal = try Rehearsal(Facts.random(using: &lot))
    let simple = Repertoire.exits.filter { !$0.contains("entity.count") } + ["exit serious where list = \"court\""]
    let count = Int.random(in: 1...6, using: &lot)
    let measures = try (0..<count).flatMap { _ in try rehearsal.measures(lot.pick(simple)) }
    let reaches = try AttributionReaches(measures, over: rehearsal.world)
    let metrics =
      SweepTests.countingMetrics + [
        "entities(all penalties)", "count(all court) / count(all penalties)", "entities(searches where not found)",
      ]
    var byMasks = 0
    for reading in AttributionReading.allCases {
      let worlds = AttributionWorlds(reaches, reading: reading)
      for text in metrics {
        let metric = try rehearsal.metric(text)
        guard let masks = try MeasureMasks(of: metric.expression, reaches) else { continue }
        byMasks += 1
        let run = try worlds.overAllSets { try $0.evaluator.value(of: metric.expression).headline }
        #expect(try masks.values(reading.taking) == run, "\(text), \(reading)")
      }
    }
    let study = Attribution(
      of: try metrics.map { try rehearsal.named($0) }, to: measures, over: rehearsal.world, seed: 0)
    if let shares = try? study.sharesInAllReadings() {
      #expect(try shares == AttributionReading.allCases.map { try study.shares(in: $0) })
    }
    #expect(byMasks > 20 || reaches.reaches.contains { $0 == nil })
  }

  @Test("Where nothing is unknown the three readings are one", arguments: 0..<12)
  func resolved(seed: Int) throws {
    var lot = Lot(seed)
    let rehearsal = try Rehearsal(Facts.random(using: &lot, hasStrays: false).resolved(using: &lot))
    // What the registry says of an enterprise that it does not hold stays unknown.
    let exits = Repertoire.exits.filter { !$0.contains("entity.size") }
    let measures = try (0..<3).flatMap { _ in try rehearsal.measures(lot.pick(exits)) }
    let study = Attribution(
      of: [try rehearsal.named("entities(serious)")], to: measures, over: rehearsal.world, seed: 0)
    #expect(Set(try AttributionReading.allCases.map { try study.shares(in: $0) }).count == 1)
  }

  @Test("None of the unknown conditions holds, or all do: later measures see what that leaves")
  func readings() throws {
    var facts = Facts()
    facts.enterprises = [.init(organisation: 1)]
    facts.court = [.init(organisation: 1, number: 1, clues: nil)]
    facts.tax = [.init(organisation: 1)]
    let rehearsal = try Rehearsal(facts)
    let measures = try rehearsal.measures("exit court where clues", "exit tax where entity.count(court) = 1")
    let study = Attribution(of: [try rehearsal.named("count(serious)")], to: measures, over: rehearsal.world, seed: 0)
    let after = try AttributionReading.allCases.map { try study.shares(in: $0)[0].after }
    // In doubt neither leaves; if the first stays for sure the second goes, and the other way round.
    #expect(after == [Fraction(2), Fraction(1), Fraction(1)])
    #expect(try study.shares(in: .none)[0].inOrder == [Fraction(0), Fraction(-1)])
    #expect(try study.shares(in: .all)[0].inOrder == [Fraction(-1), Fraction(0)])
    // Alone the second always acts, so that over all orders it has a part even where it comes too late.
    #expect(try study.shares(in: .all)[0].shapley == [Fraction(-1, over: 2), Fraction(-1, over: 2)])
  }

  @Test("Orders by lot come near, add up exactly, and are the same for the same seed", arguments: 0..<5)
  func lot(seed: Int) throws {
    var lot = Lot(seed)
    let worths = try (0..<16).map { _ in try Fraction(Int128(Int.random(in: 0...99, using: &lot)), over: 7) }
    func worth(_ members: [Int]) -> Fraction { worths[members.reduce(0) { $0 | 1 << $1 }] }
    let exact = try Shapley.shares(of: 4, worths: worths).map { try $0.value() }
    let (sums, errors) = try Shapley.drawnShares(of: 4, orders: 900, seed: seed, worth: worth)
    let drawn = try sums.map { try $0.value() }
    for part in 0..<4 {
      #expect(abs(drawn[part].approximation - exact[part].approximation) <= 5 * errors[part])
      #expect(errors[part] > 0)
    }
    #expect(try drawn.reduce(.zero) { try $0 + $1 } == worths[15] - worths[0])
    let again = try Shapley.drawnShares(of: 4, orders: 900, seed: seed, worth: worth)
    #expect(try again.shares.map { try $0.value() } == drawn)
    let other = try Shapley.drawnShares(of: 4, orders: 900, seed: seed + 1, worth: worth)
    #expect(try other.shares.map { try $0.value() } != drawn)
  }

  @Test("Thirteen measures are shared out by lot, with an error each")
  func many() throws {
    var lot = Lot(3)
    let rehearsal = try Rehearsal(Facts.random(using: &lot))
    let measures = try Repertoire.exits.prefix(13).flatMap { try rehearsal.measures($0) }
    let study = Attribution(of: [try rehearsal.named("count(court)")], to: measures, over: rehearsal.world, seed: 7)
    #expect(!study.isExact)
    let shares = try study.shares(in: .headline)[0]
    #expect(shares.errors.count == 13)
    #expect(try shares.shapley.reduce(.zero) { try $0 + $1 } == shares.after - shares.before)
    let answer = try study.answer().answer
    #expect(answer.table.columns.last?.name == "standard_error")
    #expect(answer.notes.contains { $0.english.contains("seed 7") })
  }

  @Test("Shares over denominators that 128 bits can't hold together are rounded and add up all the same")
  func manyDenominators() throws {
    let worths = try (0..<16).map { (set: Int) -> Fraction in
      let denominator = Int128(648_961 + 2 * set * set)
      return try Fraction(Int128(8_177 - set), over: denominator)
    }
    let whole = try worths[15] - worths[0]
    let sums = Shapley.shares(of: 4, worths: worths)
    let (shares, isRounded) = try Attribution.adding(sums, upTo: whole, of: .same("m"))
    #expect(isRounded)
    #expect(try FractionSum.total(shares) == whole)
    for (part, share) in shares.enumerated() {
      let exact = worths.indices.reduce(0.0) { total, set in
        let isMember = set >> part & 1 == 1
        let weight = [6.0, 2.0, 2.0, 6.0][set.nonzeroBitCount - (isMember ? 1 : 0)] / 24
        return total + (isMember ? weight : -weight) * worths[set].approximation
      }
      #expect(abs(share.approximation - exact) < 1e-15)
    }
  }

  @Test("Shares that don't add up stop the program with a request to report it")
  func mistake() throws {
    var sum = FractionSum()
    sum.add(Fraction(1), times: 1)
    let failure = #expect(throws: Failure.self) {
      _ = try Attribution.adding([sum], upTo: Fraction(2), of: .same("m"))
    }
    #expect(failure?.diagnostics[0].message.english.hasPrefix("internal error") == true)
    #expect(failure?.diagnostics[0].notes.contains { $0.english.contains("report this") } == true)
  }

  @Test("A metric without a value after some measures can't be shared out")
  func valueless() throws {
    var facts = Facts()
    facts.enterprises = [.init(organisation: 1)]
    facts.court = [.init(organisation: 1, number: 1)]
    let rehearsal = try Rehearsal(facts)
    let study = Attribution(
      of: [try rehearsal.named("count(court) / count(serious)")], to: try rehearsal.measures("exit court"),
      over: rehearsal.world, seed: 0)
    #expect(throws: Failure.self) { try study.answer() }
  }

  @Test("Measures of one scenario are told apart by what they do")
  func labels() throws {
    let rehearsal = try Rehearsal(Facts(), "scenario a = {\n  exit court\n  exit tax where paid\n  exit tax\n}")
    let labels = Attribution.labels(of: try rehearsal.run("a").steps.map(\.measure), in: rehearsal.world.graph.schema)
    #expect(labels.map(\.english) == ["a: exit court", "a: exit tax (1)", "a: exit tax (2)"])
    #expect(labels.map(\.chinese) == ["a：退出court", "a：退出tax (1)", "a：退出tax (2)"])
  }
}
