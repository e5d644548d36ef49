import Language
import Simulation
import Tables
import Values

extension StudyRunner {
  /// `compare A, B against C on M by K`.
  func compare(_ comparison: Comparison) throws -> Answer {
    var runs = ScenarioRuns(over: state.base)
    func candidate(_ expression: ScenarioExpression) throws -> ScenarioComparison.Candidate {
      let measures = try scope.measures(of: expression)
      let label = expression.terms.isEmpty ? Keyword.base.rawValue : expression.label
      return .init(label: label, run: try runs.run(measures))
    }
    let reference =
      try comparison.reference.map(candidate)
      ?? .init(label: Keyword.base.rawValue, run: try ScenarioRun([], over: state.base))
    return try ScenarioComparison(
      candidates: comparison.scenarios.map(candidate), reference: reference,
      metrics: comparison.metrics.map { try metric($0) }, keys: comparison.keys.map { try entityKey($0) },
      isGroupedAfter: comparison.isGroupedAfter
    ).answer()
  }
}
