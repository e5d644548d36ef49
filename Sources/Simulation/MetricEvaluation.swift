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
    guard let ratio else { return values }
    let denominators = try ratio.denominator.terms.map { try Presence($0, in: world) }
    guard denominators.contains(where: { !$0.rows.isExact }) else { return values }
    return try JointRatio(ratio.numerator, ratio.denominator, in: world, by: grouping).narrowing(values)
  }

  /// The lists that the metric counts.
  public var lists: [Int] {
    func lists(_ expression: TypedExpression) -> [Int] {
      let own: [Int] = if case .aggregate(let aggregate) = expression.kind { [aggregate.list] } else { [] }
      return own + expression.children.flatMap(lists)
    }
    return Array(Set(lists(expression))).sorted()
  }

  /// How much the metric changes from one world to another, once for each group.
  public func changes(from first: World, to second: World, by grouping: Grouping? = nil) throws -> [RangedValue] {
    if let tally = Tally(expression) {
      let change = try TallyChange(of: tally, from: first, to: second, by: grouping)
      return change.headline.indices.map {
        RangedValue(
          low: .integer(change.low[$0]), headline: .integer(change.headline[$0]), high: .integer(change.high[$0]))
      }
    }
    if let ratio, let shares = try changes(of: ratio.numerator, over: ratio.denominator, first, second, grouping) {
      return shares
    }
    let (before, after) = (try values(in: first, by: grouping), try values(in: second, by: grouping))
    let type: ValueType? = expression.type
    return try zip(before, after).map { before, after in
      RangedValue(
        low: try Scalars.apply(.subtract, after.low, before.high, type: type),
        headline: try Scalars.apply(.subtract, after.headline, before.headline, type: type),
        high: try Scalars.apply(.subtract, after.high, before.low, type: type))
    }
  }

  /// The change of a ratio whose denominator is the same in both worlds; nil where it isn't.
  private func changes(
    of numerator: Tally, over denominator: Tally, _ first: World, _ second: World, _ grouping: Grouping?
  ) throws -> [RangedValue]? {
    for term in denominator.terms {
      let rows = try first.evaluator.rows(of: term)
      guard rows.isExact, try second.evaluator.rows(of: term) == rows else { return nil }
    }
    let change = try TallyChange(of: numerator, from: first, to: second, by: grouping)
    var totals = [Int64](repeating: 0, count: change.headline.count)
    for term in denominator.terms {
      let presence = try Presence(term, in: first)
      presence.sum(presence.entities.low, Bitmap(count: presence.rows.low.count), into: &totals, times: 1, by: grouping)
    }
    func share(_ part: Int64, _ whole: Int64) throws -> Value {
      whole == 0 ? .unknown : .percentage(try Fraction(Int128(part), over: Int128(whole)))
    }
    return try totals.indices.map { group in
      RangedValue(
        low: try share(change.low[group], totals[group]), headline: try share(change.headline[group], totals[group]),
        high: try share(change.high[group], totals[group]))
    }
  }
}

/// The extremes of a ratio of tallies when some entities may have left the population.
private struct JointRatio {
  /// What an entity in doubt adds to the two parts if it stayed.
  private struct Part: Hashable {
    let numerator: Int64
    let denominator: Int64
  }

  private var sure: [(low: Int64, high: Int64, denominator: Int64)]
  private var doubtful: [(low: [Part: Int64], high: [Part: Int64])]

  init(_ numerator: Tally, _ denominator: Tally, in world: World, by grouping: Grouping?) throws {
    let count = grouping?.count ?? 1
    sure = Array(repeating: (0, 0, 0), count: count)
    doubtful = Array(repeating: ([:], [:]), count: count)
    // As if nobody in doubt had been struck: what they would add then is what they add if they stay.
    let kept = world.keepingDoubtful
    let numerators = try numerator.terms.map { try Presence($0, in: kept) }
    let denominators = try denominator.terms.map { try Presence($0, in: kept) }
    let certain = try denominator.terms.map { try Presence($0, in: world).entities.low }
    let groups = grouping?.entityGroups ?? []
    var inDoubt = Bitmap(count: world.graph.entityCount)
    for (presence, low) in zip(denominators, certain) { inDoubt = inDoubt | presence.entities.high.subtracting(low) }

    func totals(_ presences: [Presence], _ pick: (Presence) -> Bitmap, strays: (Presence) -> Bitmap) -> [Int64] {
      var totals = [Int64](repeating: 0, count: count)
      for presence in presences {
        presence.sum(pick(presence).subtracting(inDoubt), strays(presence), into: &totals, times: 1, by: grouping)
      }
      return totals
    }
    let low = totals(numerators, { $0.entities.low }, strays: { Bitmap(count: $0.rows.low.count) })
    let high = totals(numerators, { $0.entities.high }, strays: { $0.rows.high & $0.unidentified })
    let whole = totals(denominators, { $0.entities.low }, strays: { Bitmap(count: $0.rows.low.count) })
    for group in 0..<count { sure[group] = (low[group], high[group], whole[group]) }
    inDoubt.forEach { entity in
      let group = groups.isEmpty ? 0 : Int(groups[entity])
      func weight(_ presences: [Presence], _ pick: (Presence) -> Bitmap) -> Int64 {
        presences.reduce(0) { $0 + (pick($1).contains(entity) ? $1.weight(of: entity) : 0) }
      }
      let whole = weight(denominators) { $0.entities.high }
      let least = Part(numerator: weight(numerators) { $0.entities.low }, denominator: whole)
      let most = Part(numerator: weight(numerators) { $0.entities.high }, denominator: whole)
      doubtful[group].low[least, default: 0] += 1
      doubtful[group].high[most, default: 0] += 1
    }
  }

  /// The values with their ranges replaced by the joint ones.
  func narrowing(_ values: [RangedValue]) throws -> [RangedValue] {
    try values.enumerated().map { group, value in
      RangedValue(
        low: try extreme(sure[group].low, sure[group].denominator, doubtful[group].low, isLeast: true),
        headline: value.headline,
        high: try extreme(sure[group].high, sure[group].denominator, doubtful[group].high, isLeast: false))
    }
  }

  /// The least (or greatest) ratio: entities in doubt join, the most extreme first, as long as they pull it further.
  private func extreme(
    _ numerator: Int64, _ denominator: Int64, _ parts: [Part: Int64], isLeast: Bool
  ) throws -> Value {
    var (numerator, denominator) = (Int128(numerator), Int128(denominator))
    func ratio(_ part: Part) throws -> Fraction {
      try Fraction(Int128(part.numerator), over: max(1, Int128(part.denominator)))
    }
    let ordered = try parts.map { (part: $0.key, count: $0.value, ratio: try ratio($0.key)) }
      .sorted { isLeast ? $0.ratio < $1.ratio : $1.ratio < $0.ratio }
    for (part, count, share) in ordered where part.denominator > 0 {
      let pulls =
        try denominator == 0
        || (isLeast
          ? share < Fraction(numerator, over: denominator) : Fraction(numerator, over: denominator) < share)
      guard pulls else { break }
      numerator += Int128(part.numerator) * Int128(count)
      denominator += Int128(part.denominator) * Int128(count)
    }
    return denominator == 0 ? .unknown : .percentage(try Fraction(numerator, over: denominator))
  }
}
