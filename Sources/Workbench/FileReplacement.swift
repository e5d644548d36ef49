import Foundation
import Values

/// Files that are replaced as a whole: whoever reads one finds what stood there before or all of what was written, also
/// after a crash in the middle.
enum FileReplacement {
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
    try Interruption.check()
    let file = RealPath.resolving(file) ?? file
    let folder = (file as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var status = stat()
    let exists = lstat(file, &status) == 0
    guard !exists || status.st_mode & S_IFMT != S_IFDIR else { throw POSIXError(.EISDIR) }
    let (descriptor, temporary) = try create(beside: file, permissions)
    do {
      defer { close(descriptor) }
      if exists { fchmod(descriptor, status.st_mode & 0o7777) }
      try write(bytes, to: descriptor)
      guard fsync(descriptor) == 0 else { throw fault() }
      try Interruption.check()
      guard rename(temporary, file) == 0 else { throw fault() }
    } catch {
      unlink(temporary)
      throw error
    }
    // The name is on the disk only when its folder is.
    let place = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard place >= 0 else { return }
    fsync(place)
    close(place)
  }

  private static func create(beside file: String, _ permissions: mode_t) throws -> (CInt, String) {
    let (folder, name) = ((file as NSString).deletingLastPathComponent, (file as NSString).lastPathComponent)
    while true {
      // A name's length is limited in bytes; the whole of a long one with an addition may not fit.
      let path = "\(folder)/.\(name.prefix(40)).\(UInt32.random(in: .min ... .max))"
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions)
      if descriptor >= 0 { return (descriptor, path) }
      guard errno == EEXIST else { throw fault() }
    }
  }

  private static func write(_ bytes: [UInt8], to descriptor: CInt) throws {
    var done = 0
    while done < bytes.count {
      try Interruption.check()
      let count = bytes[done..<min(done + part, bytes.count)].withUnsafeBytes {
        Foundation.write(descriptor, $0.baseAddress, $0.count)
      }
      guard count >= 0 || errno == EINTR else { throw fault() }
      done += max(count, 0)
    }
  }

  private static func fault() -> POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
