import Evaluation
import Language
import Tables
import Values

/// Where the measures of a sweep hold, point by point, with nothing computed twice.
///
/// A measure that reads what no other writes is computed on the base: once where no parameter enters it, in one pass
/// where a parameter enters one monotone comparison, else once a value. All others are left to each point's own run.
struct SweepReaches {
  /// How the reach of the measure at one place of a scenario is found.
  private enum Source {
    /// It hangs on what the other measures leave.
    case anew
    /// Computed once a variant, as far as memory allows.
    case computed
    /// All but one moving comparison is computed.
    case moving(Moving)
  }

  /// A measure of which one comparison moves.
  private struct Moving {
    /// What the other parts of the condition leave, and the exceptions besides the one that moves.
    let matching: SweepTruth
    let excepting: SweepTruth
    let isException: Bool
    var comparison: SweepComparison
  }

  private let base: World
  private let variants: [[Measure]]
  /// For each point and place, which of the place's variants it has.
  private let variantsOfPoints: [[Int]]
  private var sources: [Source] = []
  private var kept: [[Int: ScenarioRun.Reach]]

  /// How many bytes of reaches are kept.
  private static let memoryLimit = 1 << 28

  /// Prepares the points of a sweep, each with the same number of measures.
  /// - Throws: `Failure` where a condition can't be computed.
  init(_ points: [[Measure]], over base: World) throws {
    self.base = base
    let places = points.first?.count ?? 0
    var variants: [[Measure]] = Array(repeating: [], count: places)
    // With room for all, so that no measure is hashed twice.
    var numbers = Array(repeating: [Measure: Int](minimumCapacity: points.count), count: places)
    var variantsOfPoints: [[Int]] = []
    for point in points {
      variantsOfPoints.append(
        point.enumerated().map { place, measure in
          // What doesn't move is that of the point before.
          if let last = variants[place].last, last == measure { return variants[place].count - 1 }
          let count = variants[place].count
          let number = numbers[place][measure, default: -1].numbered(count)
          if number == count { variants[place].append(measure) }
          return number
        })
    }
    self.variants = variants
    self.variantsOfPoints = variantsOfPoints
    kept = Array(repeating: [:], count: places)
    for place in 0..<places { sources.append(try source(of: place)) }
  }

  /// Whether the measure at a place is computed in one pass over all its values.
  func isOnePass(_ place: Int) -> Bool { if case .moving = sources[place] { true } else { false } }

  /// The measures of a point, each with where it holds as far as that is the same whatever ran before.
  mutating func measures(of point: Int) throws -> [(measure: Measure, reach: ScenarioRun.Reach?)] {
    try variantsOfPoints[point].enumerated().map { place, variant in
      (variants[place][variant], try reach(of: variant, at: place))
    }
  }

  /// When each record is taken, where one comparison alone moves along the sweep, or two that take records of different
  /// lists; nil where more does, where what a measure does hangs on the others, or where one does something else than
  /// taking records.
  func flips() throws -> SweepFlips? {
    var moving: [(place: Int, measure: Moving)] = []
    for (place, source) in sources.enumerated() {
      guard variants[place].allSatisfy({ $0.action.onlyTakes }) else { return nil }
      switch source {
      case .anew: return nil
      case .computed: guard variants[place].count == 1 else { return nil }
      case .moving(let measure): moving.append((place, measure))
      }
    }
    let lists = moving.map { moving in Set(base.graph.leaves(of: variants[moving.place][0].list).map(\.list)) }
    guard (1...2).contains(moving.count), moving.count == 1 || lists[0].isDisjoint(with: lists[1]) else { return nil }
    let turns = moving.map { $0.measure.comparison.turns(growing: !$0.measure.isException) }
    let sizes = turns.map(\.count)
    // Two parameters make a grid of which every place is a point; values in step with one another would not.
    guard sizes.count == 1 || sizes[0] * sizes[1] <= 2 * variantsOfPoints.count else { return nil }
    let places = variantsOfPoints.map { variants in
      moving.indices.reduce(0) { $0 * sizes[$1] + turns[$1].places[variants[moving[$1].place]] }
    }
    var flips = SweepFlips(sizes: sizes, places: places)
    for (axis, element) in moving.enumerated() {
      let (measure, turns) = (element.measure, turns[axis])
      func acting(_ truth: SweepTruth) -> SweepTruth {
        measure.isException
          ? measure.matching & !(measure.excepting | truth) : measure.matching & truth & !measure.excepting
      }
      let turning = SweepFlips.Turning(
        first: acting(turns.condition.first), doubt: acting(turns.condition.doubt), last: acting(turns.condition.last),
        turns: turns)
      try flips.add(turning, of: variants[element.place][0].list, along: axis, in: base)
    }
    for measure in variants.compactMap(\.first) where measure.action == .exempt {
      flips.erase(measure.list, in: base.graph)
    }
    for other in variants.indices where !moving.contains(where: { $0.place == other }) {
      let reach = try ScenarioRun.Reach(of: variants[other][0], in: base)
      flips.add(reach.acting, of: variants[other][0].list, in: base.graph)
    }
    return flips
  }

  private mutating func reach(of variant: Int, at place: Int) throws -> ScenarioRun.Reach? {
    switch sources[place] {
    case .anew: return nil
    case .computed:
      if let reach = kept[place][variant] { return reach }
      let reach = try ScenarioRun.Reach(of: variants[place][variant], in: base)
      let bytes = base.graph.lists[variants[place][variant].list].rowCount / 2
      if kept[place].count * bytes < SweepReaches.memoryLimit { kept[place][variant] = reach }
      return reach
    case .moving(var moving):
      let planes = try moving.comparison.truth(of: variant)
      sources[place] = .moving(moving)
      let (matching, excepting) =
        moving.isException
        ? (moving.matching, moving.excepting | .rows(planes)) : (moving.matching & .rows(planes), moving.excepting)
      let count = planes.yes.count
      return ScenarioRun.Reach(matching: matching.planes(count: count), excepting: excepting.planes(count: count))
    }
  }

  // MARK: Preparation

  private func source(of place: Int) throws -> Source {
    let others = variants.indices.filter { $0 != place }.flatMap { SweepReaches.writers(among: variants[$0]) }
    let isDependent = variants[place].contains { measure in
      others.contains { measure.reads(whatIsWrittenBy: $0, in: base.graph.schema) }
    }
    if isDependent { return .anew }
    return try moving(variants[place]).map { .moving($0) } ?? .computed
  }

  /// A measure for each kind of writing: what a measure writes hangs on its action and its list alone.
  private static func writers(among measures: [Measure]) -> [Measure] {
    measures.reduce(into: []) { found, measure in
      if !found.contains(where: { $0.action == measure.action && $0.list == measure.list }) { found.append(measure) }
    }
  }

  private func moving(_ variants: [Measure]) throws -> Moving? {
    guard variants.count > 1, let first = variants.first,
      variants.allSatisfy({
        $0.conditions.count == first.conditions.count && $0.exceptions.count == first.exceptions.count
      })
    else { return nil }
    let conditions = first.conditions.indices.map { part in variants.map { $0.conditions[part].typed } }
    let exceptions = first.exceptions.indices.map { part in variants.map { $0.exceptions[part].condition.typed } }
    func isMoving(_ part: [TypedExpression]) -> Bool { part.contains { $0 != part.first } }
    let parts = (conditions + exceptions).filter(isMoving)
    guard parts.count == 1, let part = parts.first else { return nil }
    let evaluator = base.evaluator
    guard let comparison = try SweepComparison(part, over: first.list, in: evaluator) else { return nil }
    func fixed(_ parts: [[TypedExpression]]) throws -> [TruthPlanes] {
      try parts.filter { !isMoving($0) }.compactMap(\.first).map { try evaluator.truth($0, over: first.list) }
    }
    return Moving(
      matching: try fixed(conditions).reduce(.always) { $0 & .rows($1) },
      excepting: try fixed(exceptions).reduce(.never) { $0 | .rows($1) },
      isException: exceptions.contains(where: isMoving), comparison: comparison)
  }
}

extension MeasureSyntax.Action {
  /// Whether all that it does is to take records off a list, now or from history too.
  var onlyTakes: Bool {
    switch self {
    case .exit, .exempt, .repair: true
    case .strike, .update, .admit: false
    }
  }
}

extension ScenarioRun.Reach {
  /// Where a measure holds, computed elsewhere.
  init(matching: TruthPlanes, excepting: TruthPlanes) {
    self.matching = matching
    self.excepting = excepting
  }
}

extension Int {
  /// The number that something has got, or the one that it gets now if that is still below nothing.
  fileprivate mutating func numbered(_ next: Int) -> Int {
    if self < 0 { self = next }
    return self
  }
}
