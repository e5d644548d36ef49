import Language
import Tables
import Values

extension StudyRunner {
  func decompose(_ decomposition: DecompositionSyntax) throws -> Answer { Answer(prose: []) }
}
