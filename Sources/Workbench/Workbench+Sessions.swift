import Documents
import Foundation
import Language
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
    try WriteFault.telling(file, named: path.path, at: path.span, body)
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
