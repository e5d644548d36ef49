import Foundation
import Presentation
import Testing
import Values

@Suite("Errors as users see them") struct ErrorTests {
  /// Whether renderings are taken as they are now.
  private static let accepts = ProcessInfo.processInfo.environment["ACCEPT"].map { !$0.isEmpty } ?? false

  @Test("An error reads as it was accepted, in both tongues", arguments: ErrorFixture.all)
  func rendering(fixture: ErrorFixture) throws {
    let failure = try #require(try fixture.failure(), "the statements of \(fixture.path) don't fail")
    let rendering = ErrorFixture.rendering(of: failure)
    if ErrorTests.accepts { try fixture.accept(rendering) }
    #expect(
      rendering == fixture.expected,
      "if this is meant: `ACCEPT=1 swift test --filter ErrorTests`, and read what `git diff` shows")
    for diagnostic in failure.diagnostics {
      if let span = diagnostic.span { try checkCarets(of: diagnostic, under: span) }
      for sentence in [diagnostic.message] + diagnostic.notes { check(sentence) }
    }
  }

  @Test("Every accepted rendering has its statements")
  func noLeftovers() {
    #expect(Set(ErrorFixture.renderings).isSubset(of: ErrorFixture.all.map(\.path)))
  }

  @Test(
    "All errors of a document are shown in one run",
    arguments: ["Documents/five-errors", "Files/load-document-with-errors"])
  func allErrors(path: String) throws {
    #expect(try ErrorFixture(path: path).failure()?.diagnostics.count == 5)
  }

  /// The carets stand under the words of the span, whichever part of a long line is quoted.
  private func checkCarets(of diagnostic: Diagnostic, under span: SourceSpan) throws {
    let line = SpannedLine(span)
    for tongue in Tongue.allCases {
      let quoted = try #require(QuotedLine(in: DiagnosticRenderer(tongue: tongue).text(of: diagnostic)))
      let parts = quoted.parts
      guard !line.under.isEmpty else {
        #expect(quoted.carets == 1)
        // Beyond the line's end nothing stands above the caret.
        #expect(quoted.text.hasPrefix("…") || quoted.indent == QuotedLine.columns(of: line.before))
        continue
      }
      let (isCutBefore, isCutAfter) = (parts.before.hasPrefix("…"), quoted.text.hasSuffix("…"))
      #expect(isCutBefore ? line.before.hasSuffix(parts.before.dropFirst()) : line.before == parts.before)
      let isWhole = line.under == parts.under
      #expect(isWhole || (isCutAfter && parts.after == "…" && line.under.hasPrefix(parts.under)))
      #expect(quoted.carets == QuotedLine.columns(of: parts.under))
    }
  }

  // MARK: Sentences

  /// A sentence is whole in both tongues, and each of them keeps to itself.
  private func check(_ sentence: Phrase) {
    for text in [sentence.english, sentence.chinese] {
      #expect(!text.isEmpty)
      #expect(!text.contains("``") && !text.contains("“”"), "a name is missing: \(text)")
      #expect(text.count { $0 == "`" } % 2 == 0, "a quotation is left open: \(text)")
      let unquoted = text.replacing(/`[^`]*`/, with: "")
      #expect(unquoted.count { $0 == "“" } == unquoted.count { $0 == "”" }, "a quotation is left open: \(text)")
      let endsAbruptly = text.contains(/(?:[\s,;:：，；、]|\b(?:a|an|the|is|found|expected)|却是|应为)$/)
      #expect(!endsAbruptly, "something is missing at the end: \(text)")
      #expect(!text.contains(/^\s|\S {2,}\S/), "a word is missing: \(text)")
    }
    // What reads the same in both tongues quotes data, and is no sentence.
    guard sentence.english != sentence.chinese else {
      #expect(!sentence.english.contains(/[a-z]{2,}/), "only one tongue: \(sentence.english)")
      return
    }
    let english = ErrorTests.withoutNames(sentence.english)
    let chinese = ErrorTests.withoutNames(sentence.chinese)
    #expect(!english.contains(/\p{Han}/), "Chinese in an English sentence: \(sentence.english)")
    #expect(!chinese.contains(/[A-Za-z]{2,}/), "English in a Chinese sentence: \(sentence.chinese)")
  }

  /// A sentence without what reads the same in both tongues: what is quoted, names of files and encodings, units.
  private static func withoutNames(_ sentence: String) -> String {
    sentence
      .replacing(/`[^`]*`/, with: "")
      .replacing(/“[^”]*”/, with: "")
      .replacing(/[\w\-\/.]+\.(?:csv|md|json|txt|tuiyan|xlsx|arrow|db)\b/, with: "")
      .replacing(/\b(?:City|UTF-8|UTF-16|GBK|GB 18030|CSV|Excel|SQLite|KB|MB)\b/, with: "")
      .replacing(/\.(?:csv|md|json|txt|xlsx|xls|arrow)/, with: "")
      .replacing(/亿元|万元|元|分/, with: "")
  }
}
