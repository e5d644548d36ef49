import Foundation

/// A folder that is there for one test.
final class TemporaryFolder: Sendable {
  /// Where it is, without symbolic links.
  let path: String

  init(named name: String = "folder") throws {
    let root = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
    path = "\(root)/tuiyan-tests-\(UUID().uuidString)/\(name)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent)
  }

  /// Writes a file, and the folders on the way to it.
  func write(_ text: String, to name: String) throws {
    try write(Array(text.utf8), to: name)
  }

  /// Writes a file of any bytes.
  func write(_ bytes: [UInt8], to name: String) throws {
    let file = "\(path)/\(name)"
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: file))
  }

  /// The text of a file.
  func read(_ name: String) throws -> String { try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }
}
