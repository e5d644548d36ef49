import Documents
import Foundation
import Language
import Presentation
import Simulation
import Tables
import Terminal
import Values

/// Leads through a session as a trainer does: its prose, then each statement and what it gives now, beside what was
/// written down.
///
/// With a person at the keys it waits before every statement, and what the audience tries in between is done in a copy
/// of the workbench. Without one it goes through at once.
final class SessionWalk {
  /// How a walk ended.
  enum Ending {
    /// All was shown; so many results differ from those written down.
    case shown(differences: Int)
    /// The audience had enough.
    case left(differences: Int)
    /// Ctrl-C.
    case interrupted
  }

  private let document: Document
  private let origin: Workbench.Origin
  private let workbench: Workbench
  private let console: Console
  private let audience: Audience
  private let layout: ProseLayout
  private var differences = 0

  /// A walk through a document.
  /// - Parameters:
  ///   - document: The session.
  ///   - folder: Where the files stand that it loads.
  ///   - workbench: One with nothing loaded.
  ///   - console: Where it is shown.
  ///   - audience: Who presses the keys.
  init(_ document: Document, in folder: String, workbench: Workbench, console: Console, audience: Audience) {
    self.document = document
    origin = .document(in: folder)
    self.workbench = workbench
    self.console = console
    self.audience = audience
    layout = ProseLayout(width: min(audience.columns, 100) - 1)
  }

  /// Walks from the beginning to the end.
  /// - Throws: `Failure` of the first statement that fails and is not written down to fail.
  func run() throws -> Ending {
    let errors = document.blocks.filter { $0.kind == .program }.flatMap {
      Parser.parse(document: SourceText($0.text, name: document.name, firstLine: $0.firstLine)).diagnostics
    }
    guard errors.isEmpty else { throw Failure(errors) }
    if let tongue = document.provenance?.tongue { workbench.begin(in: tongue) }
    var line = 0
    for (position, block) in document.blocks.enumerated() {
      if let ending = show(prose: document.lines[line..<block.lines.lowerBound]) { return ending }
      line = block.lines.upperBound
      guard block.kind == .program else { continue }
      let next = document.blocks.dropFirst(position + 1).first
      if let ending = try perform(block, written: next?.kind == .result ? next : nil) { return ending }
    }
    if line < document.lines.count, let ending = show(prose: document.lines[line...]) { return ending }
    return .shown(differences: differences)
  }

  // MARK: Prose

  private func show(prose: ArraySlice<String>) -> Ending? {
    let lines = layout.lines(of: prose)
    guard !lines.isEmpty else { return nil }
    var shown = 0
    for line in lines {
      if shown >= audience.rows - 4, let ending = wait() { return ending }
      if shown >= audience.rows - 4 { shown = 0 }
      console.write(audience.palette.look(of: line) + "\n")
      shown += 1
    }
    console.write("\n")
    return nil
  }

  // MARK: Statements

  private func perform(_ block: Document.Block, written: Document.Block?) throws -> Ending? {
    let source = SourceText(block.text)
    let origin = origin.under(
      Clause(path: Document.citation(of: block.headings, in: document), quotation: block.quotation))
    var results = BlockResults()
    for statement in Parser.parse(document: source).statements {
      if let ending = wait() { return ending }
      audience.type(statement.text, on: console)
      do {
        // Keys pressed meanwhile are for afterwards: the screen is the audience's.
        let answer = try audience.withoutEcho {
          let answer = try workbench.run(statement, origin: origin)
          try workbench.state.bind()
          return answer
        }
        defer { console.write("\n") }
        guard let answer else { continue }
        try console.show(answer, tongue: workbench.tongue)
        results.append(answer, workbench.state.settings)
      } catch let failure as Failure {
        results.append(failure, workbench.state.settings)
        guard let written, isSame(results, as: written) else { throw failure }
        // An error that the session is there to show is one of its results.
        console.write(DiagnosticRenderer(tongue: workbench.tongue).text(of: failure) + "\n\n")
        return nil
      }
    }
    compare(results, with: written)
    return nil
  }

  /// Results are shown in the audience's tongue; those of a document that doesn't say which it was written in may stand
  /// there in another.
  private func isSame(_ results: BlockResults, as written: Document.Block) -> Bool {
    results.isSame(as: written.text, inAnyTongue: document.provenance?.tongue == nil)
  }

  /// Says where the result is not the one that was written down. A block without a result claims nothing.
  private func compare(_ results: BlockResults, with written: Document.Block?) {
    guard let written, !isSame(results, as: written) else { return }
    differences += 1
    let former = written.text.split(separator: "\n", omittingEmptySubsequences: false)
    let now = results.text(in: nil).split(separator: "\n", omittingEmptySubsequences: false)
    let same = zip(former, now).prefix { $0 == $1 }.count
    let nothing = Phrase("nothing", "无")
    func line(_ lines: [Substring]) -> Phrase {
      lines.indices.contains(same) ? .same(VisibleText.line(lines[same]).trimmingLeadingSpaces) : nothing
    }
    let place = "\(VisibleText.line(document.name)):\(written.firstLine + same)"
    console.report(
      audience.palette.warning(
        Phrase("this differs from what was written down (\(place))", "与所记结果不同（\(place)）")),
      tongue: audience.tongue)
    console.report(Phrase("  written: ", "  记录：") + line(former), tongue: audience.tongue)
    console.report(Phrase("  now:     ", "  现在：") + line(now), tongue: audience.tongue)
  }

  // MARK: Keys

  /// Waits until the audience wants to go on. Nil when it does.
  private func wait() -> Ending? {
    while true {
      switch audience.wish(on: console) {
      case .next: return nil
      case .leave: return .left(differences: differences)
      case .interrupt: return .interrupted
      case .attempt: audience.attempt(in: workbench.copy(), on: console)
      }
    }
  }
}

extension String {
  fileprivate var trimmingLeadingSpaces: String { String(drop { $0 == " " }) }
}

extension Palette {
  /// A line of prose in its look.
  fileprivate func look(of line: ProseLayout.Line) -> String {
    switch line.role {
    case .heading: apply(.heading, to: line.text)
    case .quotation: apply(.faint, to: line.text)
    case .text, .verbatim: line.text
    }
  }

  fileprivate func warning(_ phrase: Phrase) -> Phrase {
    Phrase(apply(.warning, to: phrase.english), apply(.warning, to: phrase.chinese))
  }
}
