import Evaluation
import Language
import Tables
import Values

/// A metric along a sweep in which more and more records are taken: a count of records or entities, or a share of one
/// that no measure changes.
struct SweepLine {
  private let expression: TypedExpression
  private let counted: Tally
  private let whole: Tally?
  private let wholeExpression: TypedExpression?

  /// The line of a metric; nil where it is made otherwise.
  init?(_ expression: TypedExpression) {
    self.expression = expression
    if expression.type == .integer, let tally = Tally(expression) {
      (counted, whole, wholeExpression) = (tally, nil, nil)
    } else if case .arithmetic(.divide, let left, let right) = expression.kind, expression.type == .percentage,
      let part = Tally(left), let whole = Tally(right), whole.terms.allSatisfy({ !$0.isSubtracted })
    {
      (counted, self.whole, wholeExpression) = (part, whole, right)
    } else {
      return nil
    }
  }

  /// The metric and its change at every place, group by group; nil where they hang on more than what is taken.
  func outcomes(from base: World, _ flips: SweepFlips, by grouping: Grouping?) throws -> [[Sweep.Outcome]]? {
    guard try isSteady(whole, in: base, flips), let counts = try SweepCounts(counted, in: base, flips, by: grouping)
    else { return nil }
    let wholes = try wholeExpression.map { try base.evaluator.values(of: $0, grouping: grouping) }
    guard wholes?.allSatisfy(\.isExact) ?? true else { return nil }
    return try (0..<flips.count).map { place in
      try Interruption.check()
      return try (0..<(grouping?.count ?? 1)).map { group in
        func ranged(
          _ low: SweepCounts.Series, _ headline: SweepCounts.Series, _ high: SweepCounts.Series,
          _ value: (Int64, Value?) throws -> Value
        ) throws -> RangedValue {
          let whole = wholes?[group].headline
          let (least, most) = (low.number(group, at: place), high.number(group, at: place))
          let number = headline.number(group, at: place)
          let likely = try value(number, whole)
          return RangedValue(
            low: least == number ? likely : try value(least, whole), headline: likely,
            high: most == number ? likely : try value(most, whole))
        }
        return Sweep.Outcome(
          value: try ranged(counts.low, counts.headline, counts.high, value),
          change: try ranged(counts.lowChange, counts.headlineChange, counts.highChange, change))
      }
    }
  }

  /// Whether what is divided by is without doubt and no measure touches it.
  private func isSteady(_ whole: Tally?, in base: World, _ flips: SweepFlips) throws -> Bool {
    try whole?.terms.allSatisfy { term in
      let aggregate = term.aggregate
      guard aggregate.condition?.readsRecords != true,
        base.graph.leaves(of: aggregate.list).allSatisfy({ flips.records[$0.list] == nil })
      else { return false }
      return try base.evaluator.rows(of: aggregate).isExact
    } ?? true
  }

  private func value(_ number: Int64, _ whole: Value?) throws -> Value {
    guard let whole else { return .integer(number) }
    return try Scalars.apply(.divide, .integer(number), whole, type: expression.type)
  }

  private func change(_ number: Int64, _ whole: Value?) throws -> Value {
    guard let whole else { return .integer(number) }
    guard case .integer(let count) = whole, count > 0 else { return .unknown }
    return .percentage(try Fraction(Int128(number), over: Int128(count)))
  }
}
