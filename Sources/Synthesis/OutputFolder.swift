import Foundation
import Values

/// A folder whose files take their names all at once, when the last of them is written.
final class OutputFolder {
  private let folder: String
  private let wasThere: Bool
  private var names: [String] = []

  /// A folder, which is made when the first file is.
  init(_ folder: String) {
    self.folder = folder
    wasThere = FileManager.default.fileExists(atPath: folder)
  }

  private func temporaryPath(of name: String) -> String { "\(folder)/.\(name).part" }

  /// Where a file is to be written until all are.
  func path(of name: String) throws -> String {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    names.append(name)
    return temporaryPath(of: name)
  }

  /// Gives the files their names, in place of those that have them.
  func keep() throws {
    for name in names {
      guard rename(temporaryPath(of: name), "\(folder)/\(name)") == 0 else {
        throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
      }
    }
    names = []
  }

  /// Takes away what was written, and the folder if it was not there before.
  func discard() {
    for name in names { unlink(temporaryPath(of: name)) }
    // Fails where the folder holds anything, which is then not of ours.
    if !wasThere { rmdir(folder) }
  }
}
