import Evaluation
import Language
import Tables
import Values

/// Counts added and subtracted, as in `entities(court) + entities(penalties)`; what ratios are made of.
struct Tally {
  /// One count and whether it is subtracted.
  struct Term {
    let aggregate: Aggregate
    let isSubtracted: Bool
  }

  let terms: [Term]

  /// The tally that an expression is, or nil where it is none.
  init?(_ expression: TypedExpression) {
    switch expression.kind {
    case .aggregate(let aggregate) where aggregate.function == .entities || aggregate.function == .count:
      terms = [Term(aggregate: aggregate, isSubtracted: false)]
    case .arithmetic(let sign, let left, let right) where sign == .add || sign == .subtract:
      guard let left = Tally(left), let right = Tally(right) else { return nil }
      terms =
        left.terms
        + right.terms.map { Term(aggregate: $0.aggregate, isSubtracted: $0.isSubtracted != (sign == .subtract)) }
    default: return nil
    }
  }

  /// Whether it only adds up entities: then each entity's part in it can be told.
  var addsEntities: Bool { terms.allSatisfy { !$0.isSubtracted && $0.aggregate.function == .entities } }
}

/// What one count takes in: surely, in the headline, and perhaps. Its units are entities, or rows where rows are
/// counted or their entity can't be identified.
struct Presence {
  let list: Int
  /// The rows that the count is over.
  let rows: Standing
  /// The entities of those rows, as far as they are identified; none where rows are counted.
  let entities: Standing
  /// Rows that are units of their own: all where rows are counted, else those whose entity can't be identified.
  let loners: Bitmap
  /// Whether a loner surely counts, as a row does, or perhaps not, as a record without an entity.
  let lonersAreSure: Bool
  /// How many entities a row of the registry stands for; empty for other lists.
  let weights: Integers

  init(_ term: Aggregate, in world: World) throws {
    let graph = world.graph
    list = term.list
    rows = try world.evaluator.rows(of: term)
    lonersAreSure = term.function == .count
    if term.function == .count {
      weights = []
      entities = Standing(Bitmap(count: graph.entityCount))
      loners = Bitmap(repeating: true, count: graph.lists[list].rowCount)
    } else {
      weights = graph.lists[list].weights
      entities = try world.evaluator.entities(of: term)
      loners = graph.strays(of: list)
    }
  }

  /// What an entity counts for when it is counted.
  func weight(of entity: Int) -> Int64 { weights.isEmpty ? 1 : weights[entity] }

  /// Adds up entities, and loners among some rows, in groups.
  func add(
    _ entities: Bitmap, _ rows: Bitmap, times sign: Int64, into totals: inout [Int64], by grouping: Grouping?
  ) throws {
    try totals.add(entities, weights, in: grouping?.entityGroups, times: sign)
    try totals.add(rows & loners, [], in: grouping?.rows(of: list), times: sign)
  }
}

extension [Int64] {
  /// Adds what the members of a set weigh to the totals of their groups; past the weights each weighs one.
  mutating func add(_ members: Bitmap, _ weights: Integers, in groups: RowGroups?, times sign: Int64) throws {
    guard !members.isEmpty else { return }
    guard let groups else {
      if weights.isEmpty {
        self[0] += sign * Int64(members.population)
      } else {
        members.forEach { self[0] += sign * ($0 < weights.count ? weights[$0] : 1) }
      }
      return
    }
    for (group, sum) in try groups.sums(of: members, weights: weights).enumerated() where sum != 0 {
      self[group] += sign * sum
    }
  }
}

/// How much a tally changes from one world to another, in groups: at least, in the headline, at most.
///
/// Both worlds hang on the same unknown facts: what no measure touched cancels.
struct TallyChange {
  private(set) var low: [Int64]
  private(set) var headline: [Int64]
  private(set) var high: [Int64]

  init(of tally: Tally, between worlds: inout WorldPair) throws {
    let count = worlds.groupings.count
    let zeros = [Int64](repeating: 0, count: count)
    (low, headline, high) = (zeros, zeros, zeros)
    for term in tally.terms {
      let change = try TermChange(of: term.aggregate, between: &worlds)
      let (least, most) = term.isSubtracted ? (change.high, change.low) : (change.low, change.high)
      let sign: Int64 = term.isSubtracted ? -1 : 1
      for group in 0..<count {
        low[group] += sign * least[group]
        headline[group] += sign * change.headline[group]
        high[group] += sign * most[group]
      }
    }
  }
}

/// How much one count changes.
private struct TermChange {
  private(set) var low: [Int64]
  private(set) var headline: [Int64]
  private(set) var high: [Int64]

  init(of term: Aggregate, between worlds: inout WorldPair) throws {
    let zeros = [Int64](repeating: 0, count: worlds.groupings.count)
    (low, headline, high) = (zeros, zeros, zeros)
    let touched = try term.touchedRows(between: worlds.first, and: worlds.second)
    guard !touched.isEmpty else { return }
    if term.function != .count { try add(worlds.crossing(of: [term]), of: term, worlds) }
    try add(touched, of: term, worlds)
  }

  private mutating func add(_ crossing: EntityCrossing, of term: Aggregate, _ worlds: WorldPair) throws {
    // The least: gone wherever it may have been and may be gone; there only where it surely is and surely was not.
    if !term.onlyGains(from: worlds.first, to: worlds.second) {
      low.subtract(crossing.total { $0.before > .none && $0.after < .sure && !$0.isUntouched })
    }
    low.add(crossing.total { $0.before == .none && $0.after == .sure })
    // The most: gone only where it surely was and surely is gone.
    high.subtract(crossing.total { $0.before == .sure && $0.after == .none })
    if !term.onlyLoses(from: worlds.first, to: worlds.second) {
      high.add(crossing.total { $0.before < .sure && $0.after > .none && !$0.isUntouched })
    }
    headline.subtract(crossing.total { $0.before >= .headline && $0.after < .headline })
    headline.add(crossing.total { $0.before < .headline && $0.after >= .headline })
  }

  /// Adds the records that are units of their own, among those that some measure has touched.
  private mutating func add(_ touched: Bitmap, of term: Aggregate, _ worlds: WorldPair) throws {
    let units: Bitmap? = term.function == .count ? nil : worlds.first.graph.strays(of: term.list)
    if let units, units.isEmpty { return }
    let groups = worlds.groupings.before?.rows(of: term.list)
    let (before, after) = (
      try worlds.first.evaluator.rows(of: term), try worlds.second.evaluator.rows(of: term)
    )
    func rows(_ set: Bitmap) -> Bitmap { units.map { set & $0 } ?? set }
    /// Whoever a record is about that can't be identified may be counted already.
    func sure(_ set: Standing) -> Bitmap { units == nil ? set.low & touched : Bitmap(count: touched.count) }
    func possible(_ set: Standing) -> Bitmap { set.high & touched }
    func sum(_ set: Bitmap, into totals: inout [Int64], times sign: Int64) throws {
      try totals.add(rows(set), [], in: groups, times: sign)
    }
    if !term.onlyGains(from: worlds.first, to: worlds.second) {
      try sum(possible(before).subtracting(sure(after)), into: &low, times: -1)
    }
    try sum(sure(after).subtracting(possible(before)), into: &low, times: 1)
    try sum(sure(before).subtracting(possible(after)), into: &high, times: -1)
    if !term.onlyLoses(from: worlds.first, to: worlds.second) {
      try sum(possible(after).subtracting(sure(before)), into: &high, times: 1)
    }
    try sum(before.headline.subtracting(after.headline), into: &headline, times: -1)
    try sum(after.headline.subtracting(before.headline), into: &headline, times: 1)
  }
}

extension [Int64] {
  fileprivate mutating func add(_ others: [Int64]) { for place in indices { self[place] += others[place] } }
  fileprivate mutating func subtract(_ others: [Int64]) { for place in indices { self[place] -= others[place] } }
}

extension Aggregate {
  /// The rows on which a count may differ between two worlds, whatever the unknown facts.
  func touchedRows(between first: World, and second: World) throws -> Bitmap {
    var touched = first.touched(in: list) | second.touched(in: list)
    guard let condition else { return touched }
    // A condition that looks at other records may turn with them.
    if condition.readsRecords {
      let (before, after) = (
        try first.evaluator.truth(condition, over: list), try second.evaluator.truth(condition, over: list)
      )
      touched = touched | before.unknown | after.unknown | (before.yes ^ after.yes)
    } else {
      touched = touched | first.rowsReadAnew(by: condition, over: list) | second.rowsReadAnew(by: condition, over: list)
    }
    return touched
  }

  /// Whether a count can only lose rows from one world to another, whatever the unknown facts. One is the base.
  func onlyLoses(from first: World, to second: World) -> Bool {
    (first.isBase && !second.mayHaveGained(list) && isSteady(in: second))
      || (second.isBase && !first.mayHaveLost(list) && isSteady(in: first))
  }

  /// Whether a count can only gain rows from one world to another, whatever the unknown facts.
  func onlyGains(from first: World, to second: World) -> Bool { onlyLoses(from: second, to: first) }

  /// Whether the condition on a row gives the same in a world as in the base.
  private func isSteady(in world: World) -> Bool {
    guard let condition else { return true }
    return !condition.readsRecords && world.rowsReadAnew(by: condition, over: list).isEmpty
  }
}

extension World {
  /// The rows of a list for which an expression may give something else than in the base because an update has set a
  /// cell that it reads, be it of the row or of what the row belongs to. What it counts is not looked at.
  func rowsReadAnew(by expression: TypedExpression, over list: Int) -> Bitmap {
    let rowCount = graph.lists[list].rowCount
    switch expression.kind {
    case .column(let column): return touchedCells(of: list, column: column)
    case .ancestor(let ancestor, let inner):
      let rows = rowsReadAnew(by: inner, over: ancestor)
      guard !rows.isEmpty else { return Bitmap(count: rowCount) }
      let owners = graph.rows(of: ancestor, from: list)
      return Bitmap(owners.indices.filter { owners[$0] >= 0 && rows.contains(Int(owners[$0])) }, count: rowCount)
    case .aggregate, .after: return Bitmap(count: rowCount)
    default:
      return expression.children.reduce(Bitmap(count: rowCount)) { $0 | rowsReadAnew(by: $1, over: list) }
    }
  }
}

extension TypedExpression {
  /// Whether it looks at records other than the row at hand, which stand or don't.
  var readsRecords: Bool {
    if case .aggregate = kind { return true }
    return children.contains(where: \.readsRecords)
  }

  /// The lists whose records it counts or adds up, conditions included.
  var listsRead: Set<Int> {
    var lists = children.reduce(into: Set<Int>()) { $0.formUnion($1.listsRead) }
    if case .aggregate(let aggregate) = kind { lists.insert(aggregate.list) }
    return lists
  }

  /// Whatever it counts or adds up in the world at hand, outermost.
  var aggregates: [Aggregate] {
    switch kind {
    case .aggregate(let aggregate): [aggregate]
    case .after: []
    default: children.flatMap(\.aggregates)
    }
  }

  /// The lists whose rows it looks at by way of what a row belongs to.
  var ancestorsRead: Set<Int> {
    var lists = children.reduce(into: Set<Int>()) { $0.formUnion($1.ancestorsRead) }
    if case .ancestor(let list, _) = kind { lists.insert(list) }
    return lists
  }
}
