import Language
import Tables
import Values

extension StudyRunner {
  func attribute(_ attribution: AttributionSyntax) throws -> Answer { Answer(prose: []) }
}
