import Evaluation
import Language
import Tables
import Values

/// The headline of a metric after every set of some measures, from counts of what each set takes: where measures take
/// what they surely take, and where they take all that they may.
///
/// A record's mask says which measures take it, and it is left where none of a set is among them. An entity counts as
/// long as one of its records is left: it hangs on the masks of its records, of which few are needed. Entities with the
/// same ones are counted together, once for all sets.
struct MeasureMasks {
  private let expression: TypedExpression
  private let counted: [Count]
  /// What the count is divided by; nil for a count.
  private let whole: Value?
  private let setCount: Int

  /// How many units have which masks, added or subtracted.
  private struct Count {
    let families: MaskFamilies
    let sign: Int64
  }

  /// Up to how many measures masks are counted.
  private static let limit = 16

  /// Whether a metric hangs on nothing but which records each of some measures takes.
  static func counts(_ expression: TypedExpression, _ reaches: AttributionReaches) -> Bool {
    guard reaches.base.isBase, reaches.reaches.allSatisfy({ $0 != nil }), reaches.measures.count <= limit,
      reaches.measures.allSatisfy(\.action.onlyTakes), let parts = parts(of: expression)
    else { return false }
    let schema = reaches.base.graph.schema
    let written = reaches.measures.reduce(into: Set<Int>()) { $0.formUnion(schema.lists(holding: $1.list)) }
    // Members of a list made of others are written with it, and lists made of them too.
    let touched = written.union(written.flatMap { schema.lists(holding: $0) })
    let wholes = parts.whole?.terms ?? []
    let isApart = (parts.counted.terms + wholes).allSatisfy { term in
      term.aggregate.condition.map { $0.listsRead.isDisjoint(with: touched) && !$0.looksAtScenarios } ?? true
    }
    return isApart && wholes.allSatisfy { !touched.contains($0.aggregate.list) }
  }

  /// A count, or the two counts of a share.
  private static func parts(of expression: TypedExpression) -> (counted: Tally, whole: Tally?)? {
    if expression.type == .integer, let tally = Tally(expression) { return (tally, nil) }
    guard case .arithmetic(.divide, let left, let right) = expression.kind, expression.type == .percentage,
      let counted = Tally(left), let whole = Tally(right)
    else { return nil }
    return (counted, whole)
  }

  /// Prepares a metric; nil where it hangs on more than which records each measure takes.
  /// - Throws: `Failure` where a condition can't be computed; `Interruption`.
  init?(of expression: TypedExpression, _ known: AttributionReaches) throws {
    guard MeasureMasks.counts(expression, known), let parts = MeasureMasks.parts(of: expression) else { return nil }
    let acting = zip(known.measures, known.reaches).compactMap { measure, reach in
      reach.map { (measure: measure, acting: $0.acting) }
    }
    self.expression = expression
    setCount = 1 << acting.count
    if case .arithmetic(.divide, _, let right) = expression.kind {
      whole = try known.base.evaluator.value(of: right).headline
    } else {
      whole = nil
    }
    var counts: [Count] = []
    for term in parts.counted.terms {
      guard let families = try MaskFamilies(term.aggregate, known.base, acting) else { return nil }
      counts.append(Count(families: families, sign: term.isSubtracted ? -1 : 1))
    }
    counted = counts
  }

  /// The metric after each set of measures: bit i of a position says whether measure i is in the set.
  func values(_ reading: MaskedRows.Reading) throws -> [Value] {
    var totals = [Int64](repeating: 0, count: setCount)
    for count in counted {
      for (set, number) in try count.families.remaining(reading).enumerated() { totals[set] += count.sign * number }
    }
    return try totals.map { total in
      try whole.map { try Scalars.apply(.divide, .integer(total), $0, type: expression.type) } ?? .integer(total)
    }
  }
}
