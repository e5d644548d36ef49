import Documents
import Foundation
import Language
import Presentation
import Simulation
import Tables
import Values

/// A document that is run or checked as a whole.
public struct DocumentSession {
  /// The document.
  let document: Document
  /// The folder that it stands in.
  let folder: String
  private let workbench: Workbench

  /// The document in a file, to be run by a workbench with nothing loaded.
  /// - Throws: `Failure` where the file can't be read.
  public init(file: String, workbench: Workbench) throws {
    let full = file.hasPrefix("/") ? file : "\(FileManager.default.currentDirectoryPath)/\(file)"
    guard FileManager.default.fileExists(atPath: full) else {
      throw Failure(.data, Phrase("there is no file `\(file)`", "没有文件“\(file)”"))
    }
    document = try Document(contentsOf: full, name: file)
    folder = (full as NSString).deletingLastPathComponent
    self.workbench = workbench
  }

  private var origin: Workbench.Origin { .document(in: folder) }

  /// Runs all statements, in order.
  /// - Parameter handle: Called with each outcome as it comes.
  /// - Throws: `Failure` with every error of the text, or of the first statement that failed.
  public func run(handle: (Workbench.Outcome) throws -> Void) throws {
    let errors = document.blocks.filter { $0.kind == .program }.flatMap {
      Parser.parse(document: source($0)).diagnostics
    }
    guard errors.isEmpty else { throw Failure(errors) }
    for (position, block) in document.blocks.enumerated() where block.kind == .program {
      do {
        try workbench.run(source(block), origin: origin(of: block), handle: handle)
      } catch let failure as Failure {
        let next = document.blocks.dropFirst(position + 1).first
        guard next?.kind == .result, let expected = next?.text, let text = expectedText(of: failure, in: expected)
        else { throw failure }
        let lines: [Substring] = text.split(separator: "\n")
        let answer = Answer(prose: lines.map { .same(String($0)) })
        try handle(Workbench.Outcome(statement: failure.statement(in: block), answer: answer))
      }
    }
  }

  /// The text of a failure that the document expects: one whose message stands in the result that was written down, in
  /// whichever tongue.
  private func expectedText(of failure: Failure, in written: String) -> String? {
    let messages = Failure(failure.diagnostics.map { Diagnostic($0.kind, $0.message) })
    let isWritten = Tongue.allCases.contains { written.contains(DiagnosticRenderer(tongue: $0).text(of: messages)) }
    return isWritten ? DiagnosticRenderer(tongue: workbench.tongue).text(of: failure) : nil
  }

  private func source(_ block: Document.Block) -> SourceText {
    SourceText(block.text, name: document.name, firstLine: block.firstLine)
  }

  private func origin(of block: Document.Block) -> Workbench.Origin {
    origin.under(
      Clause(path: Document.citation(of: block.headings, in: document), quotation: block.quotation))
  }

  /// Replays the document and compares its results with those written down. A statement that is expected to fail may
  /// stand in it with its error as the result; the error does not name the place in the file, which may move.
  ///
  /// A session is replayed in the tongue that it was written in.
  public func check() throws -> SessionCheck {
    if let tongue = document.provenance?.tongue { workbench.begin(in: tongue) }
    return try SessionCheck(document) {
      try results(of: $0).text(in: nil)
    } provenance: {
      workbench.provenance(of: workbench.state, seenFrom: folder)
    }
  }

  private func results(of block: Document.Block) throws -> BlockResults {
    var results = BlockResults()
    do {
      try workbench.run(SourceText(block.text), origin: origin(of: block)) { outcome in
        if let answer = outcome.answer { results.append(answer, workbench.state.settings) }
      }
    } catch let failure as Failure where failure.exitCode != Diagnostic.Kind.interrupted.exitCode {
      results.append(failure, workbench.state.settings)
    }
    return results
  }

  /// Replays the document in a file and compares its results with those written down.
  ///
  /// Where it doesn't say which tongue it was written in and its results are others, it is replayed in the other tongues too,
  /// and the one counts in which the fewest results differ.
  /// - Parameters:
  ///   - file: Its path.
  ///   - isTongueAsked: Whether it shall be in the workbench's tongue, whatever it was written in.
  ///   - workbench: Makes a workbench for one replay.
  /// - Returns: The session that was replayed, and how its results compare.
  /// - Throws: `Failure` where the file can't be read; `Interruption`.
  public static func checked(
    file: String, isTongueAsked: Bool = false, by workbench: () throws -> Workbench
  ) throws -> (session: DocumentSession, check: SessionCheck) {
    func replayed(in tongue: Tongue?) throws -> (session: DocumentSession, check: SessionCheck) {
      let workbench = try workbench()
      if let tongue { workbench.begin(in: tongue) }
      let session = try DocumentSession(file: file, workbench: workbench)
      return (session, try session.check())
    }
    var best = try replayed(in: nil)
    guard !best.check.holds, !isTongueAsked, best.session.document.provenance?.tongue == nil else { return best }
    let began = best.session.workbench.firstTongue
    for tongue in Tongue.allCases where tongue != began {
      let other = try replayed(in: tongue)
      if other.check.differences.count < best.check.differences.count { best = other }
    }
    return best
  }

  /// Replaces the written results by those of a check.
  /// - Throws: `Failure` where the file can't be written.
  public func accept(_ check: SessionCheck) throws {
    let file = "\(folder)/\((document.name as NSString).lastPathComponent)"
    try WriteFault.telling(file, named: document.name) { try FileReplacement.write(check.accepted, to: file) }
  }
}

extension Failure {
  /// The statement that failed, as far as its place tells, else the whole block.
  fileprivate func statement(in block: Document.Block) -> String {
    guard let span = diagnostics.first?.span else { return block.text }
    let lines: [Substring] = block.text.split(separator: "\n", omittingEmptySubsequences: false)
    let before = span.source.text.utf8.prefix(span.range.lowerBound)
    let line = before.count { $0 == UInt8(ascii: "\n") }
    return line < lines.count ? String(lines[line]) : block.text
  }
}
