import Evaluation
import Language
import Tables
import Values

/// In which order entities leave when a run's records are taken one by one.
struct DecompositionOrder {
  /// A column that records are ordered by: an expression for each list that a measure acts on.
  struct Key: Sendable {
    let expressions: [Int: TypedExpression]
    let isDescending: Bool
  }

  /// A record of a list that has records of its own.
  private struct Record: Hashable {
    let list: Int
    let row: Int
  }

  private let run: ScenarioRun
  /// The place of each record that the run surely takes.
  private var places: [Record: Int] = [:]
  /// The place of each entity that it surely strikes.
  private var strikes: [Int: Int] = [:]

  /// Orders the records that a run takes: by the keys, unknown values last, then measure by measure as they stand.
  init(_ run: ScenarioRun, by keys: [Key]) throws {
    self.run = run
    struct Candidate {
      let step: Int
      let row: Int
      let values: [Value]
    }
    var candidates: [Candidate] = []
    for (number, step) in run.steps.enumerated() {
      let rows = step.taken.rows
      let columns = try keys.map { key in
        try key.expressions[step.measure.list].map {
          try step.before.evaluator.values($0, over: step.measure.list, at: rows).map(\.headline)
        }
      }
      for (position, row) in rows.enumerated() {
        candidates.append(
          Candidate(step: number, row: row, values: columns.map { $0?[position] ?? .unknown }))
      }
    }
    candidates.sort { first, second in
      for (key, values) in zip(keys, zip(first.values, second.values)) where values.0 != values.1 {
        if values.0 == .unknown || values.1 == .unknown { return values.1 == .unknown }
        return key.isDescending ? values.1 < values.0 : values.0 < values.1
      }
      return (first.step, first.row) < (second.step, second.row)
    }
    let graph = run.base.graph
    for (place, candidate) in candidates.enumerated() {
      let measure = run.steps[candidate.step].measure
      if measure.action == .strike {
        let entity =
          measure.list == graph.registry ? candidate.row : Int(graph.lists[measure.list].entities[candidate.row])
        let step = run.steps[candidate.step]
        if entity >= 0, entity < graph.registeredCount, step.before.population.headline.contains(entity),
          !step.after.population.headline.contains(entity)
        {
          strikes[entity] = min(strikes[entity] ?? place, place)
        }
      } else {
        let record = DecompositionOrder.record(measure.list, candidate.row, graph)
        places[record] = min(places[record] ?? place, place)
      }
    }
  }

  /// The record that a row of a list is, be the list made of others or not.
  private static func record(_ list: Int, _ row: Int, _ graph: Graph) -> Record {
    guard let member = graph.lists[list].members.first(where: { $0.rows.contains(row) }) else {
      return Record(list: list, row: row)
    }
    return record(member.list, row - member.rows.lowerBound, graph)
  }

  /// The groups of what no longer counts after the run, in the order in which it leaves.
  ///
  /// An entity leaves with the last of its records that counts; a record whose entity can't be identified by itself.
  func leaving(_ tally: Tally, by grouping: Grouping?) throws -> [Int] {
    var leaving: [(place: Int, number: Int, group: Int)] = []
    for term in tally.terms {
      let list = term.aggregate.list
      let before = try run.base.evaluator.rows(of: term.aggregate).headline
      let after = try run.world.evaluator.rows(of: term.aggregate).headline
      let owners = run.base.graph.lists[list].entities
      let staying = run.world.entities(of: after, in: list)
      let groups = grouping?.rows(of: list)
      var entities: [Int: (place: Int, group: Int)] = [:]
      before.forEach { row in
        let owner = Int(owners[row])
        let group = groups.map { Int($0[row]) } ?? 0
        let place = place(of: row, in: list, owner: owner)
        if owner < 0 {
          if !after.contains(row) { leaving.append((place, row, group)) }
        } else if !staying.contains(owner) {
          entities[owner] = (max(entities[owner]?.place ?? 0, place), group)
        }
      }
      leaving += entities.map { (place: $0.value.place, number: $0.key, group: $0.value.group) }
    }
    return leaving.sorted { ($0.place, $0.number, $0.group) < ($1.place, $1.number, $1.group) }.map(\.group)
  }

  private func place(of row: Int, in list: Int, owner: Int) -> Int {
    let taken = places[DecompositionOrder.record(list, row, run.base.graph)] ?? .max
    return min(taken, strikes[owner] ?? .max)
  }
}
