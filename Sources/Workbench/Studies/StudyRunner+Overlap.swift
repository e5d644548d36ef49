import Language
import Tables
import Values

extension StudyRunner {
  func overlap(_ scenario: ScenarioExpression) throws -> Answer { Answer(prose: []) }
}
