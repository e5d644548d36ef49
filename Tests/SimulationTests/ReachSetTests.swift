import Evaluation
import Language
import Tables
import Testing
import Values

@testable import Simulation

@Suite("Reaching a goal: part of a measure, and sets that must be run") struct ReachSetTests {
  // MARK: Part of a measure

  /// Six enterprises; the first has the earliest and the latest record, the others one each, a day apart.
  private var facts: Facts {
    var facts = Facts()
    facts.enterprises = (0..<6).map { Facts.Enterprise(organisation: $0) }
    func record(_ organisation: Int, _ day: Int32, _ number: Int) -> Facts.CourtRecord {
      .init(
        organisation: organisation, number: number,
        listed: .day(CalendarDate(dayNumber: Facts.longAgo.dayNumber + day)))
    }
    facts.court =
      [record(0, 0, 0)] + (1..<6).map { record($0, Int32($0), $0) } + [record(0, 10, 6)]
    return facts
  }

  private func partialUse(below bound: Int64, isDescending: Bool) throws -> ReachPartialUse? {
    let rehearsal = try ReachRehearsal(
      facts, goal: "entities(court)", .lessOrEqual, .integer(bound), measures: ["exit court"])
    let list = try #require(rehearsal.rehearsal.world.graph.schema.list(named: "court"))
    let column = try #require(rehearsal.rehearsal.world.graph.schema.lists[list].column(named: "listed"))
    let listed = TypedExpression.column(column, of: rehearsal.rehearsal.world.graph.schema.lists[list])
    let study = ReachStudy(
      base: rehearsal.rehearsal.world, goal: rehearsal.goal, options: rehearsal.options,
      orders: [ReachOrder(list: list, keys: [.init(expression: listed, isDescending: isDescending)])])
    return try study.findings().smallest?.partialUse
  }

  @Test(
    "Records are taken in the order asked for until the goal is met: an entity leaves with its last record",
    arguments: [
      (5, false, 2), (4, false, 3), (1, false, 6), (0, false, 7), (5, true, 2), (2, true, 5), (1, true, 6),
      (0, true, 7),
    ] as [(Int64, Bool, Int)])
  func partialUse(bound: Int64, isDescending: Bool, records: Int) throws {
    let use = try #require(try partialUse(below: bound, isDescending: isDescending))
    #expect(use.records == records)
    #expect(use.recordsInAll == 7)
    #expect(use.exits == 6 - bound)
  }

  @Test("Where some records are needed, fewer were tried and did not do", arguments: 0..<120)
  func leastUse(seed: Int) throws {
    var lot = Lot(seed)
    let rehearsal = try ReachRehearsal(
      Facts.random(using: &lot), goal: "entities(serious)", .lessOrEqual,
      .integer(Int64.random(in: 0...6, using: &lot)),
      measures: (0..<2).map { _ in lot.pick(Repertoire.exits) })
    let evaluation = try rehearsal.evaluation()
    var tried: Set<Bool> = []
    for chosen in [[0], [0, 1]] where try evaluation.outcomeOfRun(chosen).outcome.verdict == .yes {
      tried = []
      let use = try ReachPartialUse(of: chosen, in: [], evaluation.selection) { world in
        let value = try MetricEvaluation(rehearsal.goal.metric.expression).values(in: world)[0]
        let isEnough = rehearsal.goal.isMet(by: value) == .yes
        tried.insert(isEnough)
        return isEnough
      }
      guard let use, use.records > 0 else { continue }
      #expect(tried == [true, false])
      #expect(use.records <= use.recordsInAll)
    }
  }

  // MARK: Sets that must be run

  private func enumeration(_ sizes: [Int64], gap: Int64) -> ReachEnumeration {
    ReachEnumeration(
      optionCount: sizes.count, costs: sizes.map { _ in Fraction(1) }, meets: { $0.exits.reduce(0, +) >= gap },
      outcome: { chosen in
        ReachOutcome(
          chosen: chosen, counted: RangedCount(0), whole: RangedCount(1), verdict: .no, isMetInHeadline: false,
          exits: chosen.map { sizes[$0] }, work: [:])
      })
  }

  @Test("Every set of twelve measures is carried out")
  func twelve() throws {
    var enumeration = enumeration([3, 9, 14, 1, 27, 5, 8, 2, 11, 6, 4, 7], gap: 43)
    let (smallest, cheapest) = try enumeration.run()
    // 9 + 27 + 7 is the first in the written order of the threes that come to no more than is needed.
    #expect(smallest?.options == [1, 4, 11])
    #expect(cheapest?.measure.first == Fraction(43))
    #expect(smallest?.bound == nil && cheapest?.bound == nil)
  }

  @Test("Of fourteen the sets that are carried out give a bound, and a set that does is found")
  func fourteen() throws {
    var enumeration = enumeration(Array(repeating: 1, count: 14), gap: 10)
    let (smallest, _) = try enumeration.run()
    #expect(smallest?.options.count == 10)
    #expect(smallest?.bound == Fraction(6))
  }
}
