import Language
import Tables
import Values

extension StudyRunner {
  func reach(_ reach: ReachSyntax) throws -> Answer { Answer(prose: []) }
}
