import Values

/// Diagnostics as people read them: the sentence, the place with carets under the words at fault, and what mends it.
///
/// ```
/// error: `courts` is not a list
///   Sessions/court-exits.md:12:1
///     courts where not clues
///     ^^^^^^
///   did you mean `court`?
/// ```
public struct DiagnosticRenderer: Hashable, Sendable {
  /// The tongue of the sentences.
  public let tongue: Tongue
  /// The columns that a quoted line may take; of a longer one the part around the fault is quoted.
  public let width: Int
  /// The columns of the window, to which sentences are broken; nil where there is none.
  public let window: Int?

  /// Renders diagnostics in a tongue, quoting lines in no fewer than 20 columns.
  public init(tongue: Tongue, width: Int = 100, window: Int? = nil) {
    self.tongue = tongue
    self.width = max(20, width)
    self.window = window
  }

  /// One diagnostic, without a line's end after it. A source without a name gets no line for the place.
  public func text(of diagnostic: Diagnostic) -> String {
    let label = Phrase("error: ", "错误：").text(in: tongue)
    var lines = broken(label + VisibleText.line(diagnostic.message.text(in: tongue)))
    if let span = diagnostic.span {
      let excerpt = SourceExcerpt(span, width: width)
      if let name = span.source.name {
        lines.append("  \(VisibleText.line(name)):\(excerpt.line):\(excerpt.column)")
      }
      lines += ["    " + excerpt.text, "    " + excerpt.carets]
    }
    lines += diagnostic.notes.flatMap { broken("  " + VisibleText.line($0.text(in: tongue))) }
    return lines.map(\.trimmingSpaces).joined(separator: "\n")
  }

  private func broken(_ sentence: String) -> [String] {
    guard let window else { return [sentence] }
    return TextWrap.lines(of: sentence, within: window, hanging: 4)
  }

  /// Every diagnostic of a failure, one below the other.
  public func text(of failure: Failure) -> String {
    failure.diagnostics.map { text(of: $0) }.joined(separator: "\n")
  }
}
