import Evaluation
import Language
import Simulation
import Testing
import Values

@Suite("Worlds with parts of answers kept") struct KeepingTests {
  @Test(
    "Measures and metrics by lot give the same with every bound, in whatever order they are asked", arguments: 0..<24)
  func worlds(seed: Int) throws {
    var lot = Lot(seed)
    let facts = Facts.random(using: &lot)
    let limit = lot.pick([0, 900, 3_000, 20_000, SubresultCache.defaultLimit])
    let cache = SubresultCache(limit: limit)
    let scenarios = Repertoire.scenarios(using: &lot, withStrikes: true, withUpdates: true, withAdmissions: true)
    let kept = try Rehearsal(facts.world(cache: cache), scenarios)
    let computed = try Rehearsal(facts.world(), scenarios)
    let metrics =
      Repertoire.entityMetrics + Repertoire.recordMetrics + Repertoire.amountMetrics + [
        "count(court where last(searches.found))", "max(penalties.fine where entity.last(court.clues))",
      ]
    for _ in 0..<8 {
      let names = lot.pick([["a"], ["b"], ["a", "b"], ["b", "a", "c"], ["c"], []])
      let (first, second) = (try kept.run(names), try computed.run(names))
      for _ in 0..<6 {
        let text = lot.pick(metrics)
        let (left, right) = (try kept.metric(text), try computed.metric(text))
        let (groups, others) = (
          try kept.grouping(by: "district", for: [left]), try computed.grouping(by: "district", for: [right])
        )
        #expect(groups.keys.elementsEqual(others.keys))
        for isGrouped in [true, false] {
          #expect(
            try left.values(in: first.world, by: isGrouped ? groups : nil)
              == right.values(in: second.world, by: isGrouped ? others : nil), "\(text) after \(names)")
          #expect(
            try left.changes(from: first.base, to: first.world, by: isGrouped ? groups : nil)
              == right.changes(from: second.base, to: second.world, by: isGrouped ? others : nil),
            "change of \(text) by \(names)")
        }
      }
      #expect(cache.statistics.bytes <= limit)
    }
  }
}
