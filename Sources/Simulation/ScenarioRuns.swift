import Evaluation
import Language

/// Runs of several scenarios over one base, in which it is computed once where a measure holds that several of them
/// have, unless it reads what a measure before it writes.
public struct ScenarioRuns {
  private let base: World
  private var reaches: [Measure: ScenarioRun.Reach] = [:]

  /// Runs over a base, none of them made yet.
  public init(over base: World) { self.base = base }

  /// Runs measures in order.
  /// - Throws: `Failure` where a condition can't be computed; `Interruption`.
  public mutating func run(_ measures: [Measure]) throws -> ScenarioRun {
    let areDependent = measures.indices.map { place in
      measures[..<place].contains { measures[place].reads(whatIsWrittenBy: $0, in: base.graph.schema) }
    }
    try findReaches(of: zip(measures, areDependent).filter { !$1 }.map(\.0))
    return try ScenarioRun(zip(measures, areDependent).map { ($0, $1 ? nil : reaches[$0]) }, over: base)
  }

  /// Finds out where measures hold in the base, of which it is not known yet, in one pass over the rows.
  private mutating func findReaches(of measures: [Measure]) throws {
    var missing: [Measure] = []
    for measure in measures where reaches[measure] == nil && !missing.contains(measure) { missing.append(measure) }
    guard !missing.isEmpty else { return }
    for (measure, reach) in zip(missing, try ScenarioRun.Reach.all(of: missing, in: base)) { reaches[measure] = reach }
  }
}
