import Evaluation
import Language
import Presentation
import Tables
import Values

/// An assertion that does not hold for the whole range, with what to show.
struct Assertion {
  private let condition: TypedExpression
  private let truth: RangedValue
  private let expression: Expression
  private let state: State

  init(_ condition: TypedExpression, _ truth: RangedValue, _ expression: Expression, _ state: State) {
    (self.condition, self.truth, self.expression, self.state) = (condition, truth, expression, state)
  }

  /// What is said of it, with the rows that were asked for.
  func failure(showing evidence: Answer?) -> Failure {
    let text = expression.span.text
    let message =
      truth.high == .flag(true)
      ? Phrase("`\(text)` does not hold for the whole range", "“\(text)”并非在整个区间内成立")
      : truth.headline == .unknown
        ? Phrase("whether `\(text)` holds is unknown", "“\(text)”是否成立不详")
        : Phrase("`\(text)` does not hold", "“\(text)”不成立")
    return Failure(.assertion, message, at: expression.span, notes: sides + (evidence.map(lines) ?? []))
  }

  /// An answer as lines of text in both tongues.
  private func lines(_ answer: Answer) -> [Phrase] {
    func text(_ tongue: Tongue) -> [Substring] {
      var text = ""
      TableFormat().write(answer, tongue: tongue, to: &text)
      return text.split(separator: "\n")
    }
    return zip(text(.english), text(.chinese)).map { Phrase(String($0), String($1)) }
  }

  /// The values of both sides of a comparison.
  private var sides: [Phrase] {
    guard case .compare(_, let left, let right) = condition.kind else { return [] }
    return [left, right].compactMap { side in
      if case .literal = side.kind { return nil }
      guard let range = try? state.base.evaluator.value(of: side) else { return nil }
      let name = String(side.span.text)
      func text(_ tongue: Tongue) -> String {
        let writer = ValueText(tongue: tongue)
        guard !range.isExact else { return writer.text(of: range.headline) }
        return "\(writer.text(of: range.headline)) (\(writer.rangeText(range.low, range.high)))"
      }
      return Phrase("`\(name)` is \(text(.english))", "`\(name)` 为 \(text(.chinese))")
    }
  }
}
