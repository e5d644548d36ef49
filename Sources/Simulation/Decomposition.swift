import Evaluation
import Language
import Tables
import Values

/// A city's distance from a bound, in exits of entities, shared out among groups by several methods side by side.
///
/// All counts are headlines. The parts of every method, and what none of the groups can cover, add up to the distance.
public struct Decomposition: Sendable {
  /// How the exits are shared out.
  public enum Method: String, Sendable, Hashable, CaseIterable {
    /// 等比: every group above one ratio is brought down to it.
    case equal
    /// 按存量: in proportion to the listed entities.
    case stock
    /// 按能力: in proportion to what some measures can take there.
    case capacity
    /// 先易后难: the measures' records in a named order until there are enough.
    case easiest
  }

  /// What some measures can take, and in which order.
  public struct Supply: Sendable {
    /// What the measures do to the base.
    public let run: ScenarioRun
    /// The columns that their records are ordered by: for each list that a measure acts on an expression over its rows,
    /// and whether the largest comes first.
    public let order: [(expressions: [Int: TypedExpression], isDescending: Bool)]

    /// What a run can take.
    public init(run: ScenarioRun, order: [(expressions: [Int: TypedExpression], isDescending: Bool)]) {
      self.run = run
      self.order = order
    }
  }

  /// One method's parts.
  public struct Shares: Sendable, Hashable {
    /// The method.
    public let method: Method
    /// A part for each group; nothing for groups that none can be assigned to.
    public let parts: [Int64]
    /// What the groups can't cover.
    public let uncovered: Int64
  }

  /// What was found.
  public struct Result: Sendable {
    /// What each group has in common.
    public let groups: [[GroupKey]]
    /// Whether a group can be given a part: records whose entity is not in the registry, and entities whose key is
    /// unknown, belong to nobody.
    public let isAssignable: [Bool]
    /// What is counted in each group now.
    public let listed: [Int64]
    /// What each group's ratio is over.
    public let registered: [Int64]
    /// The same two for the whole.
    public let whole: (listed: Int64, registered: Int64)
    /// How many exits are missing; for the least and the most that may be listed as well.
    public let gap: (low: Int64, headline: Int64, high: Int64)
    /// The methods' parts.
    public let shares: [Shares]
  }

  /// The metric and its bound, an upper one.
  public let goal: Goal
  /// What entities are grouped by.
  public let keys: [EntityKey]
  /// The world before.
  public let base: World
  /// What can be taken; nil where only stocks are asked about.
  public let supply: Supply?
  private let numerator: TypedExpression
  private let denominator: TypedExpression
  private let tally: Tally
  private let isRatio: Bool

  /// A decomposition.
  /// - Returns: nil where the metric counts no entities, as a number of them or as their share of others.
  public init?(of goal: Goal, by keys: [EntityKey], over base: World, with supply: Supply?) {
    guard let registry = base.graph.registry else { return nil }
    let expression = goal.metric.expression
    if case .arithmetic(.divide, let part, let whole) = expression.kind {
      guard let tally = Tally(part), tally.addsEntities, Tally(whole)?.addsEntities == true else { return nil }
      (numerator, denominator, self.tally, isRatio) = (part, whole, tally, true)
    } else {
      guard let tally = Tally(expression), tally.addsEntities else { return nil }
      (numerator, denominator) = (expression, .counting(Aggregate(.entities, list: registry)))
      (self.tally, isRatio) = (tally, false)
    }
    // What is counted over the registry itself leaves by no exit.
    guard !tally.terms.contains(where: { $0.aggregate.list == registry }) else { return nil }
    self.goal = goal
    self.keys = keys
    self.base = base
    self.supply = supply
  }

  /// Shares the exits out.
  /// - Throws: `Failure` where a metric can't be computed, the bound can't be kept by exits, or parts don't add up.
  public func result() throws -> Result {
    let lists = Array(numerator.listsRead.union(denominator.listsRead)).sorted()
    let grouping = try base.evaluator.groupingByEntity(of: lists, by: keys.map(\.expression))
    let listed = try base.evaluator.values(of: numerator, grouping: grouping).map { Decomposition.count($0.headline) }
    let registered = try base.evaluator.values(of: denominator, grouping: grouping).map {
      Decomposition.count($0.headline)
    }
    let now = try base.evaluator.value(of: numerator)
    let whole = (
      listed: Decomposition.count(now.headline),
      registered: Decomposition.count(try base.evaluator.value(of: denominator).headline)
    )
    let gap = (
      low: try self.gap(Decomposition.count(now.low), over: whole.registered),
      headline: try self.gap(whole.listed, over: whole.registered),
      high: try self.gap(Decomposition.count(now.high), over: whole.registered)
    )
    let isAssignable = grouping.keys.map { key in !key.contains { $0 == .notInRegistry || $0 == .value(.unknown) } }
    func assignable(_ counts: [Int64]) -> [Int64] { zip(counts, isAssignable).map { $1 ? max($0, 0) : 0 } }
    let stocks = assignable(listed)
    var shares = [
      try self.shares(.equal, of: gap.headline, among: stocks) {
        DecompositionShares.leveling($0, of: stocks, over: registered)
      },
      try self.shares(.stock, of: gap.headline, among: stocks) { DecompositionShares.proportional($0, to: stocks) },
    ]
    if let supply {
      let changes = try MetricEvaluation(numerator).changes(from: base, to: supply.run.world, by: grouping)
      let capacities = assignable(changes.map { -Decomposition.count($0.headline) })
      shares.append(
        try self.shares(.capacity, of: gap.headline, among: capacities) {
          DecompositionShares.proportional($0, to: capacities)
        })
      let order = try DecompositionOrder(
        supply.run, by: supply.order.map { .init(expressions: $0.expressions, isDescending: $0.isDescending) })
      let leaving = try order.leaving(tally, by: grouping).filter { isAssignable[$0] }
      var available = stocks.map { _ in Int64(0) }
      for group in leaving { available[group] += 1 }
      shares.append(
        try self.shares(.easiest, of: gap.headline, among: available) { total in
          leaving.prefix(Int(total)).reduce(into: stocks.map { _ in Int64(0) }) { $0[$1] += 1 }
        })
    }
    return Result(
      groups: Array(grouping.keys), isAssignable: isAssignable, listed: listed, registered: registered, whole: whole,
      gap: gap, shares: shares)
  }

  /// One method's parts, with the proof that they add up.
  private func shares(
    _ method: Method, of gap: Int64, among available: [Int64], _ share: (Int64) -> [Int64]
  ) throws -> Shares {
    let covered = min(gap, available.reduce(0, +))
    let parts = share(covered)
    guard parts.reduce(0, +) + (gap - covered) == gap, zip(parts, available).allSatisfy({ (0...$1).contains($0) })
    else {
      throw Failure(
        .assertion,
        Phrase(
          "internal error: the parts by `\(method.rawValue)` do not add up to \(gap) within what there is",
          "内部错误：“\(method.heading.chinese)”各份之和不等于 \(gap)，或超出所有"),
        notes: [Phrase("no result is shown; please report this with the statement", "未给出结果；请连同该语句报告此问题")])
    }
    return Shares(method: method, parts: parts, uncovered: gap - covered)
  }

  /// How many of the listed must leave for the bound to be kept: found by halving, since fewer never keep it worse.
  private func gap(_ listed: Int64, over registered: Int64) throws -> Int64 {
    func isMet(_ exits: Int64) throws -> Bool {
      guard isRatio else { return goal.isMet(by: .integer(listed - exits)) }
      guard registered > 0 else { return false }
      return goal.isMet(by: .percentage(try Fraction(Int128(listed - exits), over: Int128(registered))))
    }
    guard try isMet(listed) else {
      throw Failure(
        .statement,
        Phrase(
          "no exits keep this bound, were every entity to leave", "即使全部退出，也达不到该界限"),
        at: nil, notes: [])
    }
    var (low, high): (Int64, Int64) = (0, listed)
    while low < high {
      let middle = (low + high) / 2
      if try isMet(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private static func count(_ value: Value) -> Int64 { if case .integer(let count) = value { count } else { 0 } }
}

extension Decomposition.Method {
  /// What its column is called.
  public var heading: Phrase {
    switch self {
    case .equal: Phrase("equal", "等比")
    case .stock: Phrase("stock", "按存量")
    case .capacity: Phrase("capacity", "按能力")
    case .easiest: Phrase("easiest", "先易后难")
    }
  }
}
