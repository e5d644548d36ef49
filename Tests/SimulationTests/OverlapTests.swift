import Evaluation
import Language
import Tables
import Testing
import Values

@testable import Simulation

@Suite("Overlaps") struct OverlapTests {
  /// A record by the list that has it and its row there.
  private struct Record: Hashable {
    let list: Int
    let row: Int
  }

  /// What a measure takes by itself, found by running it and looking at what stands no more.
  private func taken(_ measure: Measure, _ rehearsal: Rehearsal) throws -> (records: Set<Record>, entities: Set<Int>) {
    let world = try ScenarioRun([measure], over: rehearsal.world).world
    var (records, entities) = (Set<Record>(), Set<Int>())
    let graph = rehearsal.world.graph
    for list in graph.lists.indices where graph.lists[list].members.isEmpty {
      let gone = rehearsal.world.standing(of: list).headline.subtracting(world.standing(of: list).headline)
      gone.forEach { row in
        if list == graph.registry {
          entities.insert(row)
        } else {
          records.insert(Record(list: list, row: row))
          if measure.action != .strike, graph.lists[list].entities[row] >= 0 {
            entities.insert(Int(graph.lists[list].entities[row]))
          }
        }
      }
    }
    return (records, entities)
  }

  private func weight(_ entities: Set<Int>, _ rehearsal: Rehearsal) -> Int64 {
    let weights = rehearsal.world.graph.lists[rehearsal.list("registry")].weights
    return entities.reduce(0) { $0 + ($1 < weights.count ? weights[$1] : 1) }
  }

  @Test("Headlines are what running each measure by itself and comparing gives", arguments: 0..<24)
  func enumeration(seed: Int) throws {
    var lot = Lot(seed)
    let rehearsal = try Rehearsal(Facts.random(using: &lot, hasStrays: false))
    let bodies = (0..<3).map { _ in lot.pick(Repertoire.exits + Repertoire.strikes) }
    let measures = try bodies.flatMap { try rehearsal.measures($0) }
    let overlap = try Overlap(of: measures, over: rehearsal.world)
    let taken = try measures.map { try self.taken($0, rehearsal) }
    func expect(_ taking: Overlap.Taking, _ records: Set<Record>, _ entities: Set<Int>) {
      #expect(taking.records.headline == .integer(Int64(records.count)), "\(bodies)")
      #expect(taking.entities.headline == .integer(weight(entities, rehearsal)), "\(bodies)")
    }
    for first in measures.indices {
      expect(overlap.taking(first), taken[first].records, taken[first].entities)
      let others = measures.indices.filter { $0 != first }
      expect(
        overlap.own(first), others.reduce(taken[first].records) { $0.subtracting(taken[$1].records) },
        others.reduce(taken[first].entities) { $0.subtracting(taken[$1].entities) })
      for second in others {
        expect(
          overlap.common(first, second), taken[first].records.intersection(taken[second].records),
          taken[first].entities.intersection(taken[second].entities))
      }
    }
  }

  @Test("A range holds every way that unknown facts can turn out", arguments: 0..<24)
  func enclosure(seed: Int) throws {
    var lot = Lot(seed)
    let facts = Facts.random(using: &lot, hasStrays: false)
    let bodies = (0..<3).map { _ in lot.pick(Repertoire.exits + Repertoire.strikes) }
    func takings(_ facts: Facts) throws -> [Overlap.Taking] {
      let rehearsal = try Rehearsal(facts)
      let overlap = try Overlap(of: bodies.flatMap { try rehearsal.measures($0) }, over: rehearsal.world)
      let all = bodies.indices
      return all.map(overlap.taking) + all.map(overlap.own)
        + all.flatMap { first in
          all.map { overlap.common(first, $0) }
        }
    }
    let open = try takings(facts)
    for _ in 0..<8 {
      for (range, outcome) in zip(open, try takings(facts.resolved(using: &lot))) {
        for (range, outcome) in [(range.records, outcome.records), (range.entities, outcome.entities)] {
          #expect(range.low <= range.headline && range.headline <= range.high)
          #expect(range.low <= outcome.low && outcome.high <= range.high, "\(bodies)")
        }
      }
    }
  }

  @Test("Two measures that take different records of one entity share the entity and no record")
  func entityAlone() throws {
    var facts = Facts()
    facts.enterprises = [.init(organisation: 1), .init(organisation: 2)]
    facts.court = [.init(organisation: 1, number: 1), .init(organisation: 2, number: 2)]
    facts.tax = [.init(organisation: 1)]
    let rehearsal = try Rehearsal(facts)
    let overlap = try Overlap(of: try rehearsal.measures("exit court", "exit tax"), over: rehearsal.world)
    #expect(overlap.common(0, 1).records == RangedValue(.integer(0)))
    #expect(overlap.common(0, 1).entities == RangedValue(.integer(1)))
    #expect(overlap.own(0).records == RangedValue(.integer(2)))
    #expect(overlap.own(0).entities == RangedValue(.integer(1)))
    let answer = try overlap.answer()
    #expect(answer.table.rows.count == 5)
  }

  @Test("A measure that reads what one before it changes is named")
  func dependence() throws {
    let rehearsal = try Rehearsal(Facts())
    let measures = try rehearsal.measures("exit court", "exit tax where entity.count(court) = 0")
    let notes = try Overlap(of: measures, over: rehearsal.world).answer().notes
    #expect(notes.contains { $0.english.contains("reads what a measure before it changes") })
    let reversed = try Overlap(of: measures.reversed(), over: rehearsal.world).answer().notes
    #expect(!reversed.contains { $0.english.contains("reads what a measure before it changes") })
  }
}
