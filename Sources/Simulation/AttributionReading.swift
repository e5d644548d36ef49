import Evaluation
import Tables
import Values

/// How conditions that are unknown are taken when an effect is shared out.
public enum AttributionReading: Sendable, Hashable, CaseIterable {
  /// As everywhere: in doubt a record stays, and what later measures see of it is unknown.
  case headline
  /// Every unknown condition of a measure is false.
  case none
  /// Every unknown condition of a measure is true.
  case all

  /// Which records measures take in it, as far as these hang on no others.
  var taking: MaskedRows.Reading { self == .all ? .possible : .sure }

  /// What becomes of a measure's reach.
  func deciding(_ reach: ScenarioRun.Reach) -> ScenarioRun.Reach {
    if self == .headline { return reach }
    let acting = reach.acting
    let nowhere = TruthPlanes(repeating: false, count: acting.yes.count)
    return ScenarioRun.Reach(
      matching: TruthPlanes(yes: self == .all ? acting.yes | acting.unknown : acting.yes, unknown: nowhere.yes),
      excepting: nowhere)
  }
}

/// Where the measures of a scenario hold, computed once for all readings.
struct AttributionReaches: Sendable {
  let base: World
  let measures: [Measure]
  /// Where each measure holds; nil where that hangs on what ran before.
  let reaches: [ScenarioRun.Reach?]

  init(_ measures: [Measure], over base: World) throws {
    self.base = base
    self.measures = measures
    let independent = measures.indices.filter { place in
      !measures.indices.contains { other in
        other != place && measures[place].reads(whatIsWrittenBy: measures[other], in: base.graph.schema)
      }
    }
    var reaches = [ScenarioRun.Reach?](repeating: nil, count: measures.count)
    for (place, reach) in zip(independent, try ScenarioRun.Reach.all(of: independent.map { measures[$0] }, in: base)) {
      reaches[place] = reach
    }
    self.reaches = reaches
  }
}

/// Worlds after some of a scenario's measures, in the written order, each made from the one with a measure less.
struct AttributionWorlds {
  let known: AttributionReaches
  let reading: AttributionReading
  /// Where each measure holds in the reading; nil where that hangs on what ran before.
  let reaches: [ScenarioRun.Reach?]

  private var base: World { known.base }
  private var measures: [Measure] { known.measures }

  init(_ known: AttributionReaches, reading: AttributionReading) {
    self.known = known
    self.reading = reading
    reaches = known.reaches.map { $0.map(reading.deciding) }
  }

  /// The world after one more measure.
  func world(after measure: Int, in world: World) throws -> World {
    let reach = try reaches[measure] ?? reading.deciding(ScenarioRun.Reach(of: measures[measure], in: world))
    return try ScenarioRun([(measures[measure], reach)], over: world).world
  }

  /// The world after some measures, ascending.
  func world(after chosen: [Int]) throws -> World {
    try chosen.reduce(base) { try world(after: $1, in: $0) }
  }

  /// Computes something in the world after every set of measures, each world made from its parent.
  /// - Returns: The results; bit i of a position says whether measure i is in the set.
  func overAllSets<Result>(_ body: (World) throws -> Result) throws -> [Result] {
    var results = [Result?](repeating: nil, count: 1 << measures.count)
    func visit(_ set: Int, _ world: World, from first: Int) throws {
      try Interruption.check()
      results[set] = try body(world)
      for measure in first..<max(first, measures.count) {
        try visit(set | 1 << measure, try self.world(after: measure, in: world), from: measure + 1)
      }
    }
    try visit(0, base, from: 0)
    return results.compactMap { $0 }
  }
}
