import Evaluation
import Language
import Tables
import Values

/// A sum of counts of entities, as in `entities(court) + entities(penalties)`; what ratios are made of.
struct Tally {
  let terms: [Aggregate]

  /// The tally that an expression is, or nil where it is none.
  init?(_ expression: TypedExpression) {
    switch expression.kind {
    case .aggregate(let aggregate) where aggregate.function == .entities:
      terms = [aggregate]
    case .arithmetic(.add, let left, let right):
      guard let left = Tally(left), let right = Tally(right) else { return nil }
      terms = left.terms + right.terms
    default: return nil
    }
  }
}

/// Which entities one count takes in: surely, in the headline, and perhaps.
struct Presence {
  let list: Int
  /// The rows that the count is over.
  let rows: Standing
  /// The entities of those rows, as far as they are identified.
  let entities: Standing
  /// How many entities a row of the registry stands for; empty for other lists.
  let weights: [Int64]
  /// Rows whose entity can't be identified: each counts as an entity of its own, or not.
  let unidentified: Bitmap

  init(_ term: Aggregate, in world: World) throws {
    let graph = world.graph
    list = term.list
    rows = try world.evaluator.rows(of: term)
    weights = graph.lists[list].weights
    entities = Standing(
      low: world.entities(of: rows.low, in: list), headline: world.entities(of: rows.headline, in: list),
      high: world.entities(of: rows.high, in: list))
    var unidentified = Bitmap(count: graph.lists[list].rowCount)
    for (row, entity) in graph.lists[list].entities.enumerated() where entity < 0 { unidentified.insert(row) }
    self.unidentified = unidentified
  }

  /// What an entity counts for when it is counted.
  func weight(of entity: Int) -> Int64 { weights.isEmpty ? 1 : weights[entity] }

  /// Adds up entities, and records without one, in groups.
  func sum(_ entities: Bitmap, _ strays: Bitmap, into totals: inout [Int64], times sign: Int64, by grouping: Grouping?)
  {
    let groups = grouping?.entityGroups ?? []
    entities.forEach { totals[groups.isEmpty ? 0 : Int(groups[$0])] += sign * weight(of: $0) }
    let rowGroups = grouping?.rows(of: list)
    strays.forEach { row in
      let group = rowGroups.map { Int($0[row]) } ?? 0
      if group >= 0 { totals[group] += sign }
    }
  }
}

/// How much a tally changes from one world to another, in groups: at least, in the headline, at most.
///
/// Both worlds hang on the same unknown facts: what no measure touched cancels.
struct TallyChange {
  var low: [Int64]
  var headline: [Int64]
  var high: [Int64]

  init(of tally: Tally, from first: World, to second: World, by grouping: Grouping?) throws {
    let count = grouping?.count ?? 1
    (low, headline, high) = (
      [Int64](repeating: 0, count: count), [Int64](repeating: 0, count: count), [Int64](repeating: 0, count: count)
    )
    for term in tally.terms {
      add(try Presence(term, in: first), try Presence(term, in: second), second, grouping)
    }
  }

  private mutating func add(_ first: Presence, _ second: Presence, _ world: World, _ grouping: Grouping?) {
    guard first.rows != second.rows else { return }
    let touchedRows =
      (first.rows.low ^ second.rows.low) | (first.rows.high ^ second.rows.high)
      | (first.rows.headline ^ second.rows.headline)
    let touched = world.entities(of: touchedRows, in: first.list)
    // Where one world only ever lost records, no unknown fact can make it gain one.
    let onlyLost = second.rows.low.isSubset(of: first.rows.low) && second.rows.high.isSubset(of: first.rows.high)
    let onlyGained = first.rows.low.isSubset(of: second.rows.low) && first.rows.high.isSubset(of: second.rows.high)
    let (a, b) = (first.entities, second.entities)
    let none = Bitmap(count: first.unidentified.count)
    let strays = touchedRows & first.unidentified
    let strayBefore = strays & first.rows.high
    let strayAfter = strays & second.rows.high
    // The least: gone wherever it may have been and may be gone; there only where it surely is and surely was not.
    if !onlyGained {
      first.sum((touched & a.high).subtracting(b.low), strayBefore, into: &low, times: -1, by: grouping)
    }
    first.sum((touched & b.low).subtracting(a.high), none, into: &low, times: 1, by: grouping)
    // The most: gone only where it surely was and surely is gone.
    first.sum((touched & a.low).subtracting(b.high), none, into: &high, times: -1, by: grouping)
    if !onlyLost { first.sum((touched & b.high).subtracting(a.low), strayAfter, into: &high, times: 1, by: grouping) }
    first.sum(
      a.headline.subtracting(b.headline), strays & first.rows.headline, into: &headline, times: -1, by: grouping)
    first.sum(
      b.headline.subtracting(a.headline), strays & second.rows.headline, into: &headline, times: 1, by: grouping)
  }
}
