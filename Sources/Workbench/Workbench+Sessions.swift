import Documents
import Foundation
import Language
import Presentation
import Simulation
import Tables
import Values

// Sessions: writing down what was done, and replaying what was written.
extension Workbench {
  /// Writes the statements that succeeded, with their results, as a document that can be replayed.
  func save(_ path: PathLiteral, state: State, origin: Origin) throws -> Answer {
    let file = try writableFile(path, origin: origin)
    let folder = (file as NSString).deletingLastPathComponent
    let entries = try done.map { done in
      try Interruption.check()
      return SessionRecord.Entry(
        statement: relocated(done, to: folder),
        result: done.answer.map { Rendering.sessionText($0, done.settings) } ?? "")
    }
    let record = SessionRecord(
      title: Phrase("Session", "推演记录"), entries: entries, provenance: provenance(of: state, seenFrom: folder))
    try write(record.markdown(in: state.settings.tongue), to: file, path)
    return Answer(prose: [
      Phrase(
        "saved \(entries.count) statements to \(path.path)", "已保存 \(entries.count) 条语句至 \(path.path)")
    ])
  }

  /// The file that a path means.
  /// - Throws: `Failure` where a document may not write it.
  func writableFile(_ path: PathLiteral, origin: Origin) throws -> String {
    let file = origin.file(path)
    guard !origin.isDocument || mayWrite(file) else {
      throw Failure(
        .environment, Phrase("a document may not write `\(path.path)`", "文档不得写入“\(path.path)”"), at: path.span,
        notes: [Phrase("allow it with `--allow-write FOLDER`", "可用 `--allow-write 目录` 允许")])
    }
    return file
  }

  /// Writes beside the file and moves into place: a crash leaves the old file or the new one, never half of one.
  func write(_ text: String, to file: String, _ path: PathLiteral) throws {
    try write(Array(text.utf8), to: file, path)
  }

  func write(_ bytes: [UInt8], to file: String, _ path: PathLiteral) throws {
    try telling(file, path) { try FileReplacement.write(bytes, to: file) }
  }

  /// Runs what writes a file; its failures say which.
  func telling(_ file: String, _ path: PathLiteral, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch let interruption as Interruption {
      throw interruption
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(
        .environment, Phrase("can't write `\(path.path)`", "无法写入“\(path.path)”"), at: path.span,
        notes: WriteFault.notes(on: error, writing: file))
    }
  }

  private func mayWrite(_ file: String) -> Bool {
    guard let target = RealPath.resolving(file) else { return false }
    return writableFolders.contains { folder in
      guard let allowed = RealPath.resolving(folder) else { return false }
      return target == allowed || target.hasPrefix(allowed.hasSuffix("/") ? allowed : allowed + "/")
    }
  }

  /// What the results rest on, with paths as seen from a folder.
  func provenance(of state: State, seenFrom folder: String) -> Provenance {
    let files = state.files.map { path, fingerprint in
      Fingerprint(path: RelativePath.path(to: path, from: folder), digest: fingerprint.digest)
    }
    return Provenance(
      asof: state.base.asof, tongue: firstTongue, seed: state.settings.seed, files: files.sorted { $0.path < $1.path })
  }

  /// A statement in the canonical layout, as it is run from another folder: what it loads is found from there. It keeps
  /// the tongue that it was written in.
  private func relocated(_ done: Done, to folder: String) -> String {
    var statement = done.statement
    if let path = statement.source?.path {
      let full = path.hasPrefix("/") ? path : "\(done.origin.folder)/\(path)"
      statement = statement.reading(RelativePath.path(to: full, from: folder))
    }
    return Formatter.text(of: statement, else: done.settings.tongue)
  }
}

/// Where paths really lead.
enum RealPath {
  /// A path with every link on it followed, also where its last parts are yet to be made; nil for a link that leads
  /// nowhere.
  static func resolving(_ path: String) -> String? {
    var existing = URL(fileURLWithPath: path).standardizedFileURL.path
    var missing: [String] = []
    var status = stat()
    while lstat(existing, &status) != 0, existing != "/" {
      missing.insert((existing as NSString).lastPathComponent, at: 0)
      existing = (existing as NSString).deletingLastPathComponent
    }
    guard let resolved = realpath(existing, nil) else { return nil }
    defer { free(resolved) }
    return ([String(cString: resolved)] + missing).joined(separator: "/")
  }
}

/// Paths as seen from a folder.
enum RelativePath {
  /// The path to a file from a folder; both absolute or from the current folder.
  static func path(to file: String, from folder: String) -> String {
    let target = URL(fileURLWithPath: file).standardizedFileURL.pathComponents
    let start = URL(fileURLWithPath: folder).standardizedFileURL.pathComponents
    let shared = zip(target, start).prefix { $0 == $1 }.count
    let steps = [String](repeating: "..", count: start.count - shared) + target[shared...]
    return steps.isEmpty ? "." : steps.joined(separator: "/")
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

  /// The text of a failure that the document expects: one whose message stands in the result that was written down.
  private func expectedText(of failure: Failure, in written: String) -> String? {
    let renderer = DiagnosticRenderer(tongue: workbench.tongue)
    let text = renderer.text(of: Failure(failure.diagnostics.map { Diagnostic($0.kind, $0.message) }))
    return written.contains(text) ? renderer.text(of: failure) : nil
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
    return try SessionCheck(document) { block in
      var texts: [String] = []
      do {
        try workbench.run(SourceText(block.text), origin: origin(of: block)) { outcome in
          if let answer = outcome.answer { texts.append(Rendering.sessionText(answer, workbench.state.settings)) }
        }
      } catch let failure as Failure where failure.exitCode != Diagnostic.Kind.interrupted.exitCode {
        texts.append(DiagnosticRenderer(tongue: workbench.tongue).text(of: failure))
      }
      return texts.joined(separator: "\n")
    } provenance: {
      workbench.provenance(of: workbench.state, seenFrom: folder)
    }
  }

  /// Replaces the written results by those of a check.
  /// - Throws: `Failure` where the file can't be written.
  public func accept(_ check: SessionCheck) throws {
    let file = "\(folder)/\((document.name as NSString).lastPathComponent)"
    do {
      try FileReplacement.write(check.accepted, to: file)
    } catch let interruption as Interruption {
      throw interruption
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(
        .environment, Phrase("can't write `\(document.name)`", "无法写入“\(document.name)”"),
        notes: WriteFault.notes(on: error, writing: file))
    }
  }
}
