import Language
import Tables
import Values

extension StudyRunner {
  func trend(_ trend: TrendSyntax) throws -> Answer { Answer(prose: []) }
}
