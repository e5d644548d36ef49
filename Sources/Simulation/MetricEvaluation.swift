import Evaluation
import Language
import Tables
import Values

/// Computes metrics over worlds, with ranges as narrow as the facts allow.
///
/// A ratio whose two parts hang on the same facts takes its extremes jointly, entity by entity: an enterprise that may
/// have been struck is in neither part or in both, never in one alone.
public struct MetricEvaluation: Sendable {
  /// The metric.
  public let expression: TypedExpression

  /// The computation of a metric.
  public init(_ expression: TypedExpression) { self.expression = expression }

  private var ratio: (numerator: Tally, denominator: Tally)? {
    guard case .arithmetic(.divide, let left, let right) = expression.kind, let numerator = Tally(left),
      let denominator = Tally(right)
    else { return nil }
    return (numerator, denominator)
  }

  /// The metric in a world, once for each group.
  public func values(in world: World, by grouping: Grouping? = nil) throws -> [RangedValue] {
    let values = try world.evaluator.values(of: expression, grouping: grouping)
    guard let ratio, ratio.numerator.addsEntities, ratio.denominator.addsEntities else { return values }
    let denominators = try ratio.denominator.terms.map { try world.evaluator.rows(of: $0.aggregate) }
    guard denominators.contains(where: { !$0.isExact }) else { return values }
    return try JointRatio(ratio.numerator, ratio.denominator, in: world, by: grouping).narrowing(values)
  }

  /// What the metric counts or adds up: of a quotient, what is divided.
  var counted: [Aggregate] {
    if case .arithmetic(.divide, let left, _) = expression.kind { return left.aggregates }
    return expression.aggregates
  }

  /// The lists that the metric counts.
  public var lists: [Int] { expression.listsRead.sorted() }

  /// How much the metric changes from one world to another, once for each group, where each world has its own.
  func changes(between worlds: inout WorldPair) throws -> [RangedValue] {
    let groupings = worlds.groupings
    let steady = try steadyChanges(between: &worlds)
    guard groupings.hasMoves else { return steady }
    let before = try values(in: worlds.first, by: groupings.before)
    let after = try values(in: worlds.second, by: groupings.after)
    let type: ValueType? = expression.type
    return try steady.indices.map { group in
      // Where nobody moved in or out, what no measure touched cancels as ever.
      guard groupings.groupsWithMoves.contains(group) else { return steady[group] }
      let (before, after) = (before[group], after[group])
      return RangedValue(
        low: try Scalars.apply(.subtract, after.low, before.high, type: type),
        headline: try Scalars.apply(.subtract, after.headline, before.headline, type: type),
        high: try Scalars.apply(.subtract, after.high, before.low, type: type))
    }
  }

  /// How much the metric changes from one world to another, once for each group.
  public func changes(from first: World, to second: World, by grouping: Grouping? = nil) throws -> [RangedValue] {
    var worlds = WorldPair(first, second, by: GroupingPair(grouping))
    return try steadyChanges(between: &worlds)
  }

  /// How much the metric changes, once for each group of the first world.
  private func steadyChanges(between worlds: inout WorldPair) throws -> [RangedValue] {
    let (first, second, grouping) = (worlds.first, worlds.second, worlds.groupings.before)
    if let tally = Tally(expression) {
      let change = try TallyChange(of: tally, between: &worlds)
      return change.headline.indices.map {
        RangedValue(
          low: .integer(change.low[$0]), headline: .integer(change.headline[$0]), high: .integer(change.high[$0]))
      }
    }
    if let ratio, let shares = try changes(of: ratio.numerator, over: ratio.denominator, between: &worlds) {
      return shares
    }
    let (before, after) = (try values(in: first, by: grouping), try values(in: second, by: grouping))
    let isUntouched = [first, second].allSatisfy { world in
      expression.listsRead.allSatisfy { world.touched(in: $0).isEmpty }
        && expression.listsRead.union(expression.ancestorsRead).allSatisfy { !world.hasTouchedCells(in: $0) }
    }
    let type: ValueType? = expression.type
    return try zip(before, after).map { before, after in
      let headline = try Scalars.apply(.subtract, after.headline, before.headline, type: type)
      guard !isUntouched else { return RangedValue(headline) }
      return RangedValue(
        low: try Scalars.apply(.subtract, after.low, before.high, type: type), headline: headline,
        high: try Scalars.apply(.subtract, after.high, before.low, type: type))
    }
  }

  /// The change of a ratio whose denominator is the same in both worlds; nil where it isn't.
  private func changes(
    of numerator: Tally, over denominator: Tally, between worlds: inout WorldPair
  ) throws -> [RangedValue]? {
    let (first, second) = (worlds.first, worlds.second)
    for term in denominator.terms {
      let rows = try first.evaluator.rows(of: term.aggregate)
      guard rows.isExact, try second.evaluator.rows(of: term.aggregate) == rows else { return nil }
    }
    let wholes = try first.evaluator.values(of: denominatorExpression, grouping: worlds.groupings.before)
    guard wholes.allSatisfy(\.isExact) else { return nil }
    let change = try TallyChange(of: numerator, between: &worlds)
    func share(_ part: Int64, _ whole: Value) throws -> Value {
      guard case .integer(let count) = whole, count > 0 else { return .unknown }
      return .percentage(try Fraction(Int128(part), over: Int128(count)))
    }
    return try wholes.enumerated().map { group, whole in
      RangedValue(
        low: try share(change.low[group], whole.headline), headline: try share(change.headline[group], whole.headline),
        high: try share(change.high[group], whole.headline))
    }
  }

  private var denominatorExpression: TypedExpression {
    if case .arithmetic(.divide, _, let denominator) = expression.kind { denominator } else { expression }
  }
}
