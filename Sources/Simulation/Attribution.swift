import Evaluation
import Language
import Tables
import Values

/// An effect shared out among the measures that have it: in the written order, and by Shapley over all orders.
///
/// The worth of a set of measures is the metric after the set is run in the written order. Each share is told for three
/// readings; in each of them the shares add up to the whole effect exactly.
public struct Attribution: Sendable {
  /// The shares of one metric in one reading.
  public struct Shares: Sendable, Hashable {
    /// The metric on the base.
    public let before: Fraction
    /// The metric after all measures.
    public let after: Fraction
    /// What each measure adds to those written before it.
    public let inOrder: [Fraction]
    /// What each measure adds on average over all orders.
    public let shapley: [Fraction]
    /// The standard errors of `shapley` where orders were drawn by lot; else empty.
    public let errors: [Fraction]
    /// Whether shares were rounded, at eighteen decimal places, for want of room.
    public let isRounded: Bool

    /// The whole effect.
    var effect: Fraction { get throws { try after - before } }
  }

  /// The measures, in the written order.
  public let measures: [Measure]
  /// The metrics, each a number.
  public let metrics: [NamedMetric]
  /// The world before.
  public let base: World
  /// The seed of orders drawn by lot.
  public let seed: Int

  /// An attribution.
  public init(of metrics: [NamedMetric], to measures: [Measure], over base: World, seed: Int) {
    self.metrics = metrics
    self.measures = measures
    self.base = base
    self.seed = seed
  }

  /// Whether every set of measures is computed; else orders are drawn by lot.
  public var isExact: Bool { measures.count <= Shapley.exactLimit }

  /// The shares in a reading: a metric's each.
  /// - Throws: `Failure` where a metric has no value after some of the measures, or the shares don't add up;
  ///   `Interruption`.
  public func shares(in reading: AttributionReading) throws -> [Shares] {
    try shares(in: [reading], AttributionReaches(measures, over: base))[0]
  }

  /// The shares in every reading.
  func sharesInAllReadings() throws -> [[Shares]] {
    try shares(in: AttributionReading.allCases, AttributionReaches(measures, over: base))
  }

  /// The shares in some readings, where it is known where the measures hold.
  private func shares(in readings: [AttributionReading], _ reaches: AttributionReaches) throws -> [[Shares]] {
    guard isExact else { return try readings.map { try drawnShares(AttributionWorlds(reaches, reading: $0)) } }
    let masks = try metrics.map { try MeasureMasks(of: $0.expression, reaches) }
    guard masks.contains(where: { $0 == nil }) else {
      // Several readings take the same.
      var known: [MaskedRows.Reading: [Shares]] = [:]
      return try readings.map { reading in
        let shares = try known[reading.taking] ?? exactShares(countedWorths(masks, reading.taking))
        known[reading.taking] = shares
        return shares
      }
    }
    return try readings.map { try exactShares(worths(masks, AttributionWorlds(reaches, reading: $0))) }
  }

  private func exactShares(_ worths: [[Fraction]]) throws -> [Shares] {
    try metrics.indices.map { metric in
      let worths = worths[metric]
      let stages = (0...measures.count).map { worths[1 << $0 - 1] }
      return try settled(stages, Shapley.shares(of: measures.count, worths: worths), errors: [], metric)
    }
  }

  /// For each metric its worth after every set of measures, counted from the records that each set takes.
  private func countedWorths(_ masks: [MeasureMasks?], _ reading: MaskedRows.Reading) throws -> [[Fraction]] {
    try zip(metrics, masks).map { metric, masks in try masks?.values(reading).map { try worth(metric, $0) } ?? [] }
  }

  /// For each metric its worth after every set of measures: counted where that is all there is to it, else run set by
  /// set.
  private func worths(_ masks: [MeasureMasks?], _ worlds: AttributionWorlds) throws -> [[Fraction]] {
    var worths = try countedWorths(masks, worlds.reading.taking)
    let others = metrics.indices.filter { masks[$0] == nil }
    let run = try worlds.overAllSets { world in try others.map { try worth(metrics[$0], in: world) } }
    for (position, metric) in others.enumerated() { worths[metric] = run.map { $0[position] } }
    return worths
  }

  private func drawnShares(_ worlds: AttributionWorlds) throws -> [Shares] {
    var known: [[Int]: [Fraction]] = [:]
    func worths(_ chosen: [Int]) throws -> [Fraction] {
      if let worths = known[chosen] { return worths }
      let world = try worlds.world(after: chosen)
      let worths = try metrics.map { try worth($0, in: world) }
      known[chosen] = worths
      return worths
    }
    return try metrics.indices.map { metric in
      let stages = try (0...measures.count).map { try worths(Array(0..<$0))[metric] }
      let (shares, errors) = try Shapley.drawnShares(of: measures.count, orders: Shapley.drawnOrders, seed: seed) {
        try worths($0)[metric]
      }
      return try settled(stages, shares, errors: errors, metric)
    }
  }

  private func worth(_ metric: NamedMetric, in world: World) throws -> Fraction {
    try worth(metric, world.evaluator.value(of: metric.expression).headline)
  }

  private func worth(_ metric: NamedMetric, _ value: Value) throws -> Fraction {
    guard let number = value.number else {
      throw Failure(
        .statement,
        Phrase(
          "`\(metric.name)` has no value after some of the measures", "“\(metric.heading.chinese)”在部分措施之后没有数值"),
        at: metric.expression.span,
        notes: [Phrase("its parts can't be added up then", "因而无法分摊")])
    }
    return number
  }

  // MARK: The shares add up

  private func settled(
    _ stages: [Fraction], _ shapley: [FractionSum], errors: [Double], _ metric: Int
  ) throws -> Shares {
    let (before, after) = (stages[0], stages[stages.count - 1])
    let whole = try after - before
    let inOrder = zip(stages, stages.dropFirst()).map { first, second in
      var sum = FractionSum()
      sum.add(second, times: 1)
      sum.add(first, times: -1)
      return sum
    }
    let first = try Attribution.adding(inOrder, upTo: whole, of: metrics[metric].heading)
    let second = try Attribution.adding(shapley, upTo: whole, of: metrics[metric].heading)
    return Shares(
      before: before, after: after, inOrder: first.shares, shapley: second.shares,
      errors: try errors.map { try Attribution.fraction($0) }, isRounded: first.isRounded || second.isRounded)
  }

  /// Shares as fractions that add up to a whole.
  ///
  /// Where denominators differ from set to set, as when entities are struck, an exact share may need more than 128 bits.
  /// Then all but the largest are rounded at eighteen places, and that one is what is left.
  /// - Throws: `Failure` where they don't add up: an error of the program.
  static func adding(
    _ sums: [FractionSum], upTo whole: Fraction, of name: Phrase
  ) throws -> (shares: [Fraction], isRounded: Bool) {
    if let shares = try? sums.map({ try $0.value() }), let total = try? FractionSum.total(shares) {
      try check(total, whole, of: name)
      return (shares, false)
    }
    let units = try sums.map { try $0.roundedUnits() }
    guard let largest = units.indices.max(by: { units[$0].magnitude < units[$1].magnitude }) else { return ([], false) }
    var shares = try units.map { try Fraction($0, over: FractionSum.scale) }
    let others = units.indices.reduce(Int128(0)) { $1 == largest ? $0 : $0 + units[$1] }
    let rest = try FractionSum.total([whole, Fraction(-others, over: FractionSum.scale)])
    // Rounding moves what is left by no more than some thousand units; anything else is a mistake.
    let slip = try FractionSum.total([rest, -shares[largest]])
    try check(try slip.magnitude < Fraction(1, over: 1_000_000_000_000) ? .zero : slip, .zero, of: name)
    shares[largest] = rest
    try check(
      try FractionSum.total(shares.indices.filter { $0 != largest }.map { shares[$0] } + [rest]), whole, of: name)
    return (shares, true)
  }

  private static func check(_ total: Fraction, _ whole: Fraction, of name: Phrase) throws {
    guard total == whole else {
      throw Failure(
        .assertion,
        Phrase(
          "internal error: the shares of `\(name.english)` do not add up to its whole change",
          "内部错误：“\(name.chinese)”的各项分摊之和不等于总变化"),
        notes: [
          Phrase("no result is shown; please report this with the statement", "未给出结果；请连同该语句报告此问题")
        ])
    }
  }

  private static func fraction(_ number: Double) throws -> Fraction {
    guard number.isFinite, abs(number) < 1e15 else { throw ArithmeticFault.overflow }
    let scale = Int128(1_000_000_000_000)
    return try Fraction(Int128((number * 1e12).rounded()), over: scale)
  }
}
