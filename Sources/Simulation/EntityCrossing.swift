import Evaluation
import Language
import Tables
import Values

/// How surely something is counted.
enum Certainty: Int, Comparable {
  case none, perhaps, headline, sure

  static func < (left: Certainty, right: Certainty) -> Bool { left.rawValue < right.rawValue }
}

/// The entities that some counts take in, all together, in one world and then in another.
///
/// They are looked at once, group by group: who left, stays or entered, and by how much a count changes, is added up
/// from how many are counted how surely before and after.
struct EntityCrossing {
  /// Who is counted in the first world.
  let before: Standing
  /// Who is counted in the second.
  let after: Standing
  /// How many entities each row of the registry stands for, where the registry is counted.
  let weights: Integers
  /// Those in doubt that no measure has touched: however the unknown facts turn out, they count alike in both worlds.
  /// Of all others it shows whether they do.
  private let untouched: Bitmap
  private let combinations: SetCombinations
  /// For each of the facts about an entity, the set that says it.
  private let sets: [Int]

  /// How surely an entity is counted before and after.
  struct Place {
    let before: Certainty
    let after: Certainty
    /// Whether it counts alike in both worlds though it may be in doubt.
    let isUntouched: Bool
  }

  init(of counted: [Aggregate], from first: World, to second: World, by grouping: Grouping?) throws {
    let graph = first.graph
    let (before, after) = (
      try EntityCrossing.entities(counted, in: first), try EntityCrossing.entities(counted, in: second)
    )
    var untouched = before.isExact ? Bitmap(count: 0) : before.high.subtracting(before.low)
    if !untouched.isEmpty {
      for aggregate in counted {
        let touched = try aggregate.touchedRows(between: first, and: second)
        untouched = untouched.subtracting(first.entities(of: touched, in: aggregate.list))
      }
    }
    let countsRegistry = counted.contains { $0.list == graph.registry }
    try self.init(
      before, after, untouched: untouched,
      weights: countsRegistry ? graph.registry.map { graph.lists[$0].weights } ?? [] : [],
      in: grouping?.entityGroups)
    guard counted.count == 1, let grouping else { return }
    for (world, facts) in [(first, 0), (second, 3)] {
      let counts = EntityCounts(low: total(in: facts), headline: total(in: facts + 1), high: total(in: facts + 2))
      world.evaluator.keep(counts, of: counted[0], in: grouping)
    }
  }

  private init(
    _ before: Standing, _ after: Standing, untouched: Bitmap, weights: Integers, in groups: RowGroups?
  ) throws {
    (self.before, self.after, self.untouched, self.weights) = (before, after, untouched, weights)
    var distinct: [Bitmap] = []
    var facts = [before.low, before.headline, before.high, after.low, after.headline, after.high]
    if !untouched.isEmpty { facts.append(untouched) }
    sets = facts.map { fact in
      if let known = distinct.firstIndex(of: fact) { return known }
      distinct.append(fact)
      return distinct.count - 1
    }
    combinations = try SetCombinations(of: distinct, weights: weights, in: groups)
  }

  private static func entities(_ counted: [Aggregate], in world: World) throws -> Standing {
    let parts = try counted.map { try world.evaluator.entities(of: $0) }
    return parts.isEmpty ? Standing(Bitmap(count: world.graph.entityCount)) : Standing(uniting: parts)
  }

  /// The crossing of all but some entities.
  func without(_ others: Bitmap, in groups: RowGroups?) throws -> EntityCrossing {
    func rest(_ set: Standing) -> Standing {
      Standing(
        low: set.low.subtracting(others), headline: set.headline.subtracting(others), high: set.high.subtracting(others)
      )
    }
    return try EntityCrossing(rest(before), rest(after), untouched: untouched, weights: weights, in: groups)
  }

  /// How many entities of each group have one of the facts.
  private func total(in fact: Int) -> [Int64] { combinations.total { $0 >> sets[fact] & 1 == 1 } }

  /// How many entities of each group are counted so before and after.
  func total(where isWanted: (Place) -> Bool) -> [Int64] {
    combinations.total { combination in
      func isIn(_ fact: Int) -> Bool { sets.indices.contains(fact) && combination >> sets[fact] & 1 == 1 }
      func certainty(_ first: Int) -> Certainty {
        isIn(first) ? .sure : isIn(first + 1) ? .headline : isIn(first + 2) ? .perhaps : .none
      }
      return isWanted(Place(before: certainty(0), after: certainty(3), isUntouched: isIn(6)))
    }
  }
}

/// Two worlds in the groups that they have in common. What counts of entities make of them is found out once for all
/// that is asked of one metric.
struct WorldPair {
  let first: World
  let second: World
  let groupings: GroupingPair
  private var crossings: [Key: EntityCrossing] = [:]

  /// Counts where they are written: texts in their conditions may be equal though written differently.
  private struct Key: Hashable {
    let counted: [Aggregate]
    let places: [SourceSpan?]
  }

  init(_ first: World, _ second: World, by groupings: GroupingPair) {
    (self.first, self.second, self.groupings) = (first, second, groupings)
  }

  /// The entities that some counts take in, in the groups of the first world.
  mutating func crossing(of counted: [Aggregate]) throws -> EntityCrossing {
    let key = Key(counted: counted, places: counted.map(\.condition?.span))
    if let known = crossings[key] { return known }
    let crossing = try EntityCrossing(of: counted, from: first, to: second, by: groupings.before)
    crossings[key] = crossing
    return crossing
  }
}
