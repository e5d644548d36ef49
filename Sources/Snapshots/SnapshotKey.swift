import Foundation
import Values

/// The name under which a dataset is kept: it hangs on all that its load hung on, so that other declarations, other
/// files and other builds of the program have others.
public struct SnapshotKey: Sendable, Hashable {
  /// What was declared, and by which program it is read.
  public struct Declaration: Sendable, Hashable {
    /// What the names of all its datasets begin with.
    let prefix: String

    /// - Parameter statements: What was declared, as it is written.
    public init(_ statements: [String]) {
      prefix = SnapshotKey.name(["\(formatVersion)", ProgramVersion.current, build] + statements) + "-"
    }
  }

  /// The name.
  public let text: String

  /// The name of a dataset.
  /// - Parameters:
  ///   - declaration: What was declared.
  ///   - sources: For each file its path as the user wrote it, and its fingerprint.
  public init(_ declaration: Declaration, sources: [(path: String, digest: String)]) {
    text = declaration.prefix + SnapshotKey.name(sources.flatMap { [$0.path, $0.digest] })
  }

  /// The format of what is kept; another number makes all that was kept before useless.
  private static let formatVersion = 3

  /// Which build of the program this is: one that reads files differently must not find what another kept.
  private static let build: String = {
    let path = CommandLine.arguments.first ?? ""
    let program = FileManager.default.fileExists(atPath: "/proc/self/exe") ? "/proc/self/exe" : path
    return FileState(program)?.text ?? ""
  }()

  private static func name(_ parts: [String]) -> String {
    var text = ""
    for part in parts { text += "\(part.utf8.count)\n\(part)\n" }
    return String(digest(of: Data(text.utf8)).prefix(32))
  }
}
