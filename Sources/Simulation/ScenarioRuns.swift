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
    var known: [(measure: Measure, reach: ScenarioRun.Reach?)] = []
    for (place, measure) in measures.enumerated() {
      let isDependent = measures[..<place].contains { measure.reads(whatIsWrittenBy: $0, in: base.graph.schema) }
      known.append((measure, isDependent ? nil : try reach(of: measure)))
    }
    return try ScenarioRun(known, over: base)
  }

  private mutating func reach(of measure: Measure) throws -> ScenarioRun.Reach {
    if let reach = reaches[measure] { return reach }
    let reach = try ScenarioRun.Reach(of: measure, in: base)
    reaches[measure] = reach
    return reach
  }
}
