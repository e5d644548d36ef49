import Language
import Tables
import Values

extension StudyRunner {
  func sweep(_ sweep: SweepSyntax) throws -> Answer { Answer(prose: []) }
}
