import Foundation
import Values

/// Files that are replaced as a whole and all together: whoever reads one finds what stood there before or all of what
/// was written, also after a crash in the middle; and where one can't be written, none is.
///
/// A file system moves files into place one by one: only a crash while they are moved leaves some of them old.
struct FileReplacement {
  /// A file that is written beside its place.
  private struct Written {
    let file: String
    let temporary: String
    /// Whether a file stood in its place when it was written.
    let isReplacing: Bool
  }

  private var written: [Written] = []
  /// Folders that were made, those above others first.
  private var madeFolders: [String] = []

  /// How much is written between two looks whether the work shall stop.
  private static let part = 1 << 20

  /// Writes beside the file, makes sure that it is on the disk, and moves it into place. A link is followed.
  /// - Parameters:
  ///   - text: What the file shall hold.
  ///   - file: Its path; folders that are missing are made.
  ///   - permissions: Who may do what with a new file, before the user's mask; one that is there keeps its own.
  /// - Throws: `POSIXError` or Foundation's errors, and `Interruption`; the file is then as before and nothing stands
  ///   beside it.
  static func write(_ text: String, to file: String, permissions: mode_t = 0o666) throws {
    try write(Array(text.utf8), to: file, permissions: permissions)
  }

  /// The same for bytes that are no text.
  static func write(_ bytes: [UInt8], to file: String, permissions: mode_t = 0o666) throws {
    try together { try $0.write(bytes, to: file, permissions: permissions) }
  }

  /// Replaces the files that the body writes once all are written.
  /// - Throws: What the body throws, and what a single file's replacement does; all files are then as before and nothing
  ///   stands beside them.
  static func together(_ body: (inout FileReplacement) throws -> Void) throws {
    var files = FileReplacement()
    do {
      try body(&files)
      try Interruption.check()
      try files.moveIntoPlace()
    } catch {
      files.discard()
      throw error
    }
    files.settle()
  }

  /// Writes a file beside its place.
  mutating func write(_ bytes: [UInt8], to file: String, permissions: mode_t = 0o666) throws {
    try Interruption.check()
    let file = RealPath.resolving(file) ?? file
    try makeFolder((file as NSString).deletingLastPathComponent)
    var status = stat()
    let exists = lstat(file, &status) == 0
    guard !exists || status.st_mode & S_IFMT != S_IFDIR else { throw POSIXError(.EISDIR) }
    let (descriptor, temporary) = try create(beside: file, permissions)
    written.append(Written(file: file, temporary: temporary, isReplacing: exists))
    defer { close(descriptor) }
    if exists { fchmod(descriptor, status.st_mode & 0o7777) }
    try write(bytes, to: descriptor)
    guard fsync(descriptor) == 0 else { throw fault() }
  }

  private mutating func makeFolder(_ folder: String) throws {
    var missing: [String] = []
    var path = folder
    while !path.isEmpty, !FileManager.default.fileExists(atPath: path) {
      missing.append(path)
      path = (path as NSString).deletingLastPathComponent
    }
    madeFolders += missing.reversed()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func create(beside file: String, _ permissions: mode_t) throws -> (CInt, String) {
    while true {
      let path = freePath(beside: file)
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions)
      if descriptor >= 0 { return (descriptor, path) }
      guard errno == EEXIST else { throw fault() }
    }
  }

  private func freePath(beside file: String) -> String {
    let (folder, name) = ((file as NSString).deletingLastPathComponent, (file as NSString).lastPathComponent)
    // A name's length is limited in bytes; the whole of a long one with an addition may not fit.
    return "\(folder)/.\(name.prefix(40)).\(UInt32.random(in: .min ... .max))"
  }

  private func write(_ bytes: [UInt8], to descriptor: CInt) throws {
    var done = 0
    while done < bytes.count {
      try Interruption.check()
      let count = bytes[done..<min(done + FileReplacement.part, bytes.count)].withUnsafeBytes {
        Foundation.write(descriptor, $0.baseAddress, $0.count)
      }
      guard count >= 0 || errno == EINTR else { throw fault() }
      done += max(count, 0)
    }
  }

  // MARK: All together

  /// Moves the files into place; where one can't be moved those before it go back.
  private mutating func moveIntoPlace() throws {
    var moved: [(file: Written, former: String?)] = []
    do {
      for file in written {
        // One file alone is replaced in a single step.
        let former = written.count > 1 && file.isReplacing ? keepFormer(file.file) : nil
        guard rename(file.temporary, file.file) == 0 else {
          let fault = fault()
          if let former { unlink(former) }
          throw fault
        }
        moved.append((file, former))
      }
    } catch {
      for (file, former) in moved.reversed() {
        if let former {
          rename(former, file.file)
        } else if !file.isReplacing {
          unlink(file.file)
        }
      }
      throw error
    }
    for former in moved.compactMap(\.former) { unlink(former) }
  }

  /// A second name for a file that is about to be replaced; nil where the file system knows none.
  private func keepFormer(_ file: String) -> String? {
    while true {
      let path = freePath(beside: file)
      if link(file, path) == 0 { return path }
      guard errno == EEXIST else { return nil }
    }
  }

  /// Takes away what was written and is not in its place.
  private func discard() {
    for file in written { unlink(file.temporary) }
    // Fails where somebody else has put something there.
    for folder in madeFolders.reversed() { rmdir(folder) }
  }

  /// Makes sure that the names are on the disk: they are only when their folders are.
  private func settle() {
    for folder in Set(written.map { ($0.file as NSString).deletingLastPathComponent }).union(madeFolders) {
      let place = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard place >= 0 else { continue }
      fsync(place)
      close(place)
    }
  }

  private func fault() -> POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
