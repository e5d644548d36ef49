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
  init(_ counted: [Aggregate], between worlds: inout WorldPair) throws {
    let (first, second) = (worlds.first, worlds.second)
    let canLeave = !counted.allSatisfy { $0.onlyGains(from: first, to: second) }
    let canEnter = !counted.allSatisfy { $0.onlyLoses(from: first, to: second) }
    var sums = Sums(worlds.groupings, canLeave: canLeave, canEnter: canEnter)
    try sums.add(worlds.crossing(of: counted))
    for loners in try Loners.all(counted, from: first, to: second) { try sums.add(loners) }
    left = sums.left.ranges
    stay = sums.stay.ranges
    entered = sums.entered.ranges
  }
}

/// The records of a list of its own that are counted and whose entity can't be identified.
private struct Loners {
  let list: Int
  let before: Standing
  let after: Standing
  /// Those for which what is counted may differ between the worlds.
  let touched: Bitmap

  /// The records that some aggregates count, list by list.
  static func all(_ counted: [Aggregate], from first: World, to second: World) throws -> [Loners] {
    let graph = first.graph
    var found: [Int: Loners] = [:]
    for aggregate in counted {
      let leaves = graph.leaves(of: aggregate.list).filter { !graph.strays(of: $0.list).isEmpty }
      guard !leaves.isEmpty else { continue }
      let (before, after) = (try first.evaluator.rows(of: aggregate), try second.evaluator.rows(of: aggregate))
      let touched = try aggregate.touchedRows(between: first, and: second)
      for leaf in leaves {
        let strays = graph.strays(of: leaf.list)
        func part(_ rows: Standing) -> Standing {
          Standing(
            low: rows.low.slice(leaf.rows) & strays, headline: rows.headline.slice(leaf.rows) & strays,
            high: rows.high.slice(leaf.rows) & strays)
        }
        let loners = Loners(
          list: leaf.list, before: part(before), after: part(after), touched: touched.slice(leaf.rows))
        found[leaf.list] = found[leaf.list]?.joined(loners) ?? loners
      }
    }
    return found.values.sorted { $0.list < $1.list }
  }

  private func joined(_ other: Loners) -> Loners {
    Loners(
      list: list, before: Standing(uniting: [before, other.before]), after: Standing(uniting: [after, other.after]),
      touched: touched | other.touched)
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
  private let canLeave: Bool
  private let canEnter: Bool

  init(_ groupings: GroupingPair, canLeave: Bool, canEnter: Bool) {
    self.groupings = groupings
    (self.canLeave, self.canEnter) = (canLeave, canEnter)
    left = Reading(count: groupings.count)
    (stay, entered) = (left, left)
  }

  mutating func add(_ crossing: EntityCrossing) throws {
    var steady = crossing
    if let moved = groupings.moved {
      steady = try crossing.without(moved, in: groupings.before?.entityGroups)
      try add(crossing.before, moved, crossing.weights, in: groupings.before, to: &left)
      try add(crossing.after, moved, crossing.weights, in: groupings.after, to: &entered)
    }
    let nobody = [Int64](repeating: 0, count: groupings.count)
    left.add(
      low: steady.total { $0.before == .sure && $0.after == .none },
      headline: steady.total { $0.before >= .headline && $0.after < .headline },
      high: canLeave ? steady.total { $0.before > .none && $0.after < .sure && !$0.isUntouched } : nobody)
    stay.add(
      low: steady.total { $0.before == .sure && $0.after == .sure },
      headline: steady.total { $0.before >= .headline && $0.after >= .headline },
      high: steady.total { $0.before > .none && $0.after > .none })
    entered.add(
      low: steady.total { $0.before == .none && $0.after == .sure },
      headline: steady.total { $0.before < .headline && $0.after >= .headline },
      high: canEnter ? steady.total { $0.before < .sure && $0.after > .none && !$0.isUntouched } : nobody)
  }

  /// Entities that are in another group afterwards.
  private func add(
    _ entities: Standing, _ moved: Bitmap, _ weights: Integers, in grouping: Grouping?, to reading: inout Reading
  ) throws {
    let groups = grouping?.entityGroups
    try reading.low.add(entities.low & moved, weights, in: groups, times: 1)
    try reading.headline.add(entities.headline & moved, weights, in: groups, times: 1)
    try reading.high.add(entities.high & moved, weights, in: groups, times: 1)
  }

  /// Records without an identifiable entity: each may be about one that is counted already.
  mutating func add(_ loners: Loners) throws {
    let (before, after, touched) = (loners.before, loners.after, loners.touched)
    let groups = groupings.before?.rows(of: loners.list)
    func sum(_ rows: Bitmap, into totals: inout [Int64]) throws { try totals.add(rows, [], in: groups, times: 1) }
    try sum(before.headline.subtracting(after.headline), into: &left.headline)
    if canLeave { try sum(before.high.subtracting(after.low) & touched, into: &left.high) }
    try sum(before.headline & after.headline, into: &stay.headline)
    try sum(before.high & after.high, into: &stay.high)
    try sum(after.headline.subtracting(before.headline), into: &entered.headline)
    if canEnter { try sum(after.high.subtracting(before.low) & touched, into: &entered.high) }
  }
}
