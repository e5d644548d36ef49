import Language
import Simulation
import Tables
import Values

extension StudyRunner {
  /// `overlap A + B`.
  func overlap(_ scenario: ScenarioExpression) throws -> Answer {
    let measures = try scope.measures(of: scenario)
    guard measures.count > 1 else {
      throw Diagnostic(
        .statement, Phrase("an overlap is between two measures or more", "重叠须在两项以上措施之间"), at: scenario.span,
        notes: [Phrase("join scenarios, as `court_exits + tax_exits`", "请用加号连接情景，如 `法院退出 + 税务退出`")])
    }
    return try Overlap(of: measures, over: state.base).answer()
  }
}
