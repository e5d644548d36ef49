import Language
import Tables
import Values

extension StudyRunner {
  func classify(_ classification: ClassificationSyntax) throws -> Answer { Answer(prose: []) }
}
