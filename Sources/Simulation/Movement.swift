import Evaluation
import Language
import Tables
import Values

/// Which entities a metric counts no longer, still, and anew, from one world to another: how many in each group.
///
/// What a metric counted before is those who left and those who stay, what it counts after those who stay and those who
/// entered. A record whose entity can't be identified counts as one in the headline, and as none at the low end. Who is
/// in another group afterwards has left the one and entered the other.
struct Movement {
  private(set) var left: [RangedValue] = []
  private(set) var stay: [RangedValue] = []
  private(set) var entered: [RangedValue] = []

  /// Who of those that some aggregates count moves.
  init(_ counted: [Aggregate], from first: World, to second: World, by groupings: GroupingPair) throws {
    let before = try Membership(counted, in: first)
    let after = try Membership(counted, in: second)
    let touched = try Membership.touched(counted, between: first, and: second)
    let canLeave = !counted.allSatisfy { $0.onlyGains(from: first, to: second) }
    let canEnter = !counted.allSatisfy { $0.onlyLoses(from: first, to: second) }
    var sums = Sums(groupings, weights: before.weights)
    try sums.add(before.entities, after.entities, touched.entities, canLeave: canLeave, canEnter: canEnter)
    for list in before.loners.keys.sorted() {
      guard let was = before.loners[list], let now = after.loners[list], let changed = touched.rows[list] else {
        continue
      }
      try sums.add(loners: was, now, of: list, changed, canLeave: canLeave, canEnter: canEnter)
    }
    left = sums.left.ranges
    stay = sums.stay.ranges
    entered = sums.entered.ranges
  }
}

/// Who is counted: entities, and records whose entity can't be identified.
private struct Membership {
  /// The entities counted surely, in the headline, and perhaps.
  private(set) var entities: Standing
  /// For each list with rows of its own, the records without an identifiable entity.
  private(set) var loners: [Int: Standing] = [:]
  /// How many entities each row of the registry stands for, where the registry is counted.
  private(set) var weights: Integers = []

  init(_ counted: [Aggregate], in world: World) throws {
    let graph = world.graph
    let nobody = Bitmap(count: graph.entityCount)
    entities = Standing(nobody)
    for aggregate in counted where !graph.lists[aggregate.list].entities.isEmpty {
      let rows = try world.evaluator.rows(of: aggregate)
      if aggregate.list == graph.registry { weights = graph.lists[aggregate.list].weights }
      let found = try world.evaluator.entities(of: aggregate)
      entities = counted.count == 1 ? found : entities.joined(found)
      for leaf in graph.leaves(of: aggregate.list) {
        let strays = graph.strays(of: leaf.list)
        let part = Standing(
          low: rows.low.slice(leaf.rows) & strays, headline: rows.headline.slice(leaf.rows) & strays,
          high: rows.high.slice(leaf.rows) & strays)
        loners[leaf.list] = loners[leaf.list]?.joined(part) ?? part
      }
    }
  }

  /// The entities, and the rows of lists, for which what is counted may differ between two worlds.
  static func touched(
    _ counted: [Aggregate], between first: World, and second: World
  ) throws -> (entities: Bitmap, rows: [Int: Bitmap]) {
    var entities = Bitmap(count: first.graph.entityCount)
    var rows: [Int: Bitmap] = [:]
    for aggregate in counted where !first.graph.lists[aggregate.list].entities.isEmpty {
      let touched = try aggregate.touchedRows(between: first, and: second)
      entities = entities | first.entities(of: touched, in: aggregate.list)
      for leaf in first.graph.leaves(of: aggregate.list) {
        let part = touched.slice(leaf.rows)
        rows[leaf.list] = rows[leaf.list].map { $0 | part } ?? part
      }
    }
    return (entities, rows)
  }
}

/// Sums over groups, in three readings.
private struct Sums {
  struct Reading {
    var low: [Int64]
    var headline: [Int64]
    var high: [Int64]

    init(count: Int) {
      low = [Int64](repeating: 0, count: count)
      (headline, high) = (low, low)
    }

    mutating func add(low: [Int64], headline: [Int64], high: [Int64]) {
      for group in self.headline.indices {
        self.low[group] += low[group]
        self.headline[group] += headline[group]
        self.high[group] += high[group]
      }
    }

    var ranges: [RangedValue] {
      headline.indices.map {
        RangedValue(low: .integer(low[$0]), headline: .integer(headline[$0]), high: .integer(high[$0]))
      }
    }
  }

  private(set) var left: Reading
  private(set) var stay: Reading
  private(set) var entered: Reading
  private let groupings: GroupingPair
  private let weights: Integers

  init(_ groupings: GroupingPair, weights: Integers) {
    self.groupings = groupings
    self.weights = weights
    left = Reading(count: groupings.count)
    (stay, entered) = (left, left)
  }

  mutating func add(
    _ before: Standing, _ after: Standing, _ touched: Bitmap, canLeave: Bool, canEnter: Bool
  ) throws {
    let moved = groupings.moved
    let (was, now) = (before.without(moved), after.without(moved))
    let weights = weights
    func sum(_ entities: Bitmap, into totals: inout [Int64], by grouping: Grouping?) throws {
      try totals.add(entities, weights, in: grouping?.entityGroups, times: 1)
    }
    let first = groupings.before
    try sum(was.low.subtracting(now.high), into: &left.low, by: first)
    try sum(was.headline.subtracting(now.headline), into: &left.headline, by: first)
    if canLeave { try sum(was.high.subtracting(now.low) & touched, into: &left.high, by: first) }
    let staying = Standing(
      low: was.low & (now.low | ~touched), headline: was.headline & now.headline, high: was.high & now.high)
    if weights.isEmpty, let groups = first?.entityGroups {
      let counts = try groups.counts(of: staying)
      stay.add(low: counts.low, headline: counts.headline, high: counts.high)
    } else {
      try sum(staying.low, into: &stay.low, by: first)
      try sum(staying.headline, into: &stay.headline, by: first)
      try sum(staying.high, into: &stay.high, by: first)
    }
    try sum(now.low.subtracting(was.high), into: &entered.low, by: first)
    try sum(now.headline.subtracting(was.headline), into: &entered.headline, by: first)
    if canEnter { try sum(now.high.subtracting(was.low) & touched, into: &entered.high, by: first) }
    guard !moved.isEmpty else { return }
    try sum(before.low & moved, into: &left.low, by: first)
    try sum(before.headline & moved, into: &left.headline, by: first)
    try sum(before.high & moved, into: &left.high, by: first)
    try sum(after.low & moved, into: &entered.low, by: groupings.after)
    try sum(after.headline & moved, into: &entered.headline, by: groupings.after)
    try sum(after.high & moved, into: &entered.high, by: groupings.after)
  }

  /// Records without an identifiable entity: each may be about one that is counted already.
  mutating func add(
    loners before: Standing, _ after: Standing, of list: Int, _ touched: Bitmap, canLeave: Bool, canEnter: Bool
  ) throws {
    let groups = groupings.before?.rows(of: list)
    func sum(_ rows: Bitmap, into totals: inout [Int64]) throws { try totals.add(rows, [], in: groups, times: 1) }
    try sum(before.headline.subtracting(after.headline), into: &left.headline)
    if canLeave { try sum(before.high.subtracting(after.low) & touched, into: &left.high) }
    try sum(before.headline & after.headline, into: &stay.headline)
    try sum(before.high & after.high, into: &stay.high)
    try sum(after.headline.subtracting(before.headline), into: &entered.headline)
    if canEnter { try sum(after.high.subtracting(before.low) & touched, into: &entered.high) }
  }
}

extension Standing {
  /// Members of either.
  fileprivate func joined(_ other: Standing) -> Standing {
    Standing(low: low | other.low, headline: headline | other.headline, high: high | other.high)
  }

  /// All but some.
  fileprivate func without(_ others: Bitmap) -> Standing {
    Standing(
      low: low.subtracting(others), headline: headline.subtracting(others), high: high.subtracting(others))
  }
}
