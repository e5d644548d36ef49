import Presentation
import Tables
import Values

/// What the statements of a document's block gave, to be compared with what is written under it.
struct BlockResults {
  private enum Result {
    case answer(Answer)
    case failure(Failure)
  }

  private var results: [(result: Result, settings: Settings)] = []

  /// Adds a statement's answer, under the settings that it came under.
  mutating func append(_ answer: Answer, _ settings: Settings) { results.append((.answer(answer), settings)) }

  /// Adds why a statement failed.
  mutating func append(_ failure: Failure, _ settings: Settings) { results.append((.failure(failure), settings)) }

  /// The results as a session keeps them, one below the other, in a tongue; nil for the one that each came in.
  func text(in tongue: Tongue?) -> String {
    results.map { result, settings in
      var settings = settings
      settings.tongue = tongue ?? settings.tongue
      return switch result {
      case .answer(let answer): Rendering.sessionText(answer, settings)
      case .failure(let failure): DiagnosticRenderer(tongue: settings.tongue).text(of: failure)
      }
    }.joined(separator: "\n")
  }

  /// Whether a text is what the results are, in the tongue that they came in or in another one.
  func isSame(as written: String, inAnyTongue: Bool) -> Bool {
    text(in: nil) == written || inAnyTongue && Tongue.allCases.contains { text(in: $0) == written }
  }
}
