import Language
import Simulation
import Tables
import Values

extension StudyRunner {
  /// `attribute A + B on M`.
  func attribute(_ attribution: AttributionSyntax) throws -> Answer {
    let measures = try scope.measures(of: attribution.scenario)
    guard !measures.isEmpty else {
      throw Diagnostic(
        .statement, Phrase("there is no measure to share an effect", "没有可供分摊的措施"), at: attribution.scenario.span,
        notes: [Phrase("name scenarios, as `court_exits + tax_exits`", "请写情景，如 `法院退出 + 税务退出`")])
    }
    let metrics = try attribution.metrics.map { expression in
      let metric = try relevant(expression, to: measures, scenario: attribution.scenario.span)
      guard metric.expression.type?.isNumeric == true else {
        throw Diagnostic(
          .statement, Phrase("`\(metric.name)` is no number", "“\(metric.heading.chinese)”不是数"), at: expression.span,
          notes: [Phrase("only numbers can be shared out", "只有数才能分摊")])
      }
      return metric
    }
    let study = Attribution(of: metrics, to: measures, over: state.base, seed: state.settings.seed)
    var (answer, readable) = try study.answer()
    answer.form = .tables(readable)
    return answer
  }
}
