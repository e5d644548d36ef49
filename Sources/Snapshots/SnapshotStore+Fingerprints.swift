import Foundation

/// How a source's file stood at some moment: while it stands so, it holds what it held.
public struct SourceState: Sendable {
  /// The size in bytes.
  public let size: Int
  fileprivate let text: String
  fileprivate let age: Double

  /// Nil where there is no such file, or what can't be known again: what is no file of its own, and a database, whose
  /// changes may stand beside it and whose views and queries may hang on the time.
  public init?(of path: String) {
    let database = Array("SQLite format 3\0".utf8)
    guard let state = FileState(path), state.isRegular, let start = beginning(of: path, count: database.count),
      start != database
    else { return nil }
    size = state.size
    text = state.text
    age = state.age
  }

  /// Whether a file still stands so.
  public func isOf(_ path: String) -> Bool { FileState(path)?.text == text }
}

// To spare reading gigabytes at each load, what a file's fingerprint was is kept with how the file stood then.
extension SnapshotStore {
  /// The fingerprint of a file that stands in some way: nil where it was not kept.
  public func fingerprint(of path: String, _ state: SourceState) -> String? {
    let record = record(of: path)
    // What others could have written is not trusted.
    guard FileState(record)?.isPrivate == true, let data = FileManager.default.contents(atPath: record),
      case let lines = String(decoding: data, as: UTF8.self).split(separator: "\n"), lines.count == 2,
      lines[0] == state.text, lines[1].count == 64
    else { return nil }
    return String(lines[1])
  }

  /// Keeps the fingerprint of a file that stood in some way before it was taken, and stands so still.
  public func keep(fingerprint: String, of path: String, _ state: SourceState) {
    // A file that changed only now may change once more without another time of change.
    guard state.size >= minimumBytes / 8, state.age > settlingSeconds, state.isOf(path) else { return }
    guard self.fingerprint(of: path, state) != fingerprint else { return }
    try? makePrivate("\(folder)/fingerprints")
    try? OutputFile.replace(record(of: path), with: "\(state.text)\n\(fingerprint)\n")
  }

  private func record(of path: String) -> String {
    // The same file may be named from several folders.
    let whole = realpath(path, nil)
    defer { free(whole) }
    return "\(folder)/fingerprints/\(digest(of: Data((whole.map { String(cString: $0) } ?? path).utf8)))"
  }
}
