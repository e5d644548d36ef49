import Language
import Simulation
import Tables
import Values

extension StatementRunner {
  /// `why "…" in S`, `why 20 of S by district`.
  func why(_ question: WhySyntax) throws -> Answer {
    let run = try ScenarioRun(scope.measures(of: question.scenario), over: state.base)
    switch question.subject {
    case .entity(let subject):
      let entity = try EntitySearch(state.graph).entity(subject, at: question.subjectSpan)
      return try EntityTrace(entity: entity.number, run: run, isBrief: question.isBrief)
        .answer(name: entity.name, code: entity.code)
    case .examples(let count, let keys):
      guard count > 0 else {
        throw Diagnostic(
          .statement, Phrase("there is nothing to show", "例数应大于零"), at: question.subjectSpan,
          notes: [Phrase("ask for one example or more", "请至少要一例")])
      }
      guard !run.steps.isEmpty else {
        throw Diagnostic(
          .statement, Phrase("base has no measure to give examples of", "现状没有措施，无例可举"), at: question.scenario.span)
      }
      let studies = StudyRunner(state: state)
      return try EntityExamples(
        of: run, count: count, keys: keys.map { try studies.entityKey($0) }, isBrief: question.isBrief
      ).answer()
    }
  }
}
