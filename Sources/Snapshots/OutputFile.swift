import Foundation
import Values

/// Why a snapshot could not be written.
enum SnapshotFault: Error {
  /// What the system says of a path.
  case system(path: String, code: Int32)
  /// The disk is nearly full.
  case noRoom(path: String)
  /// It is larger than all that may be kept.
  case tooLarge
  /// It was given up.
  case stopped
  /// The folder is somebody else's, or open to others.
  case notPrivate(path: String)

  /// The sentence for the user.
  var phrase: Phrase {
    switch self {
    case .system(let path, let code):
      let reason = String(cString: strerror(code))
      return Phrase("\(path): \(reason)", "\(path)：\(reason)")
    case .noRoom(let path): return Phrase("the disk of \(path) is nearly full", "\(path) 所在磁盘将满")
    case .tooLarge: return Phrase("it is larger than all that may be kept", "其大小超过可保存的总量")
    case .stopped: return Phrase("it was given up", "已放弃")
    case .notPrivate(let path):
      return Phrase("others than you can write to \(path)", "他人可写入 \(path)")
    }
  }
}

/// A new file, for its user alone, that is written from its beginning to its end.
final class OutputFile {
  private let path: String
  private let descriptor: Int32
  private(set) var byteCount = 0

  /// A cache never takes the last of a disk.
  private static let roomToLeave = 256 << 20

  /// - Throws: `SnapshotFault` where there is such a file already, or it can't be made.
  init(path: String) throws {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw SnapshotFault.system(path: path, code: errno) }
  }

  deinit { close(descriptor) }

  /// Writes some bytes behind those that are there.
  /// - Throws: `SnapshotFault` where there is no room for them, or the system says no.
  func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(16 << 20))
      if part.count > 1 << 16 { try checkRoom(for: part.count) }
      let count = systemWrite(descriptor, part)
      if count < 0 {
        guard errno == EINTR else { throw SnapshotFault.system(path: path, code: errno) }
        continue
      }
      rest = rest.dropFirst(count)
    }
    byteCount += bytes.count
  }

  private func checkRoom(for count: Int) throws {
    var status = statvfs()
    guard fstatvfs(descriptor, &status) == 0 else { return }
    let (free, isHuge) = Int(truncatingIfNeeded: status.f_bavail).multipliedReportingOverflow(by: Int(status.f_frsize))
    if !isHuge, free - count < OutputFile.roomToLeave {
      throw SnapshotFault.noRoom(path: (path as NSString).deletingLastPathComponent)
    }
  }

  /// Writes a small file in place of what is there, whole or not at all.
  static func replace(_ path: String, with text: String) throws {
    let scratch = "\(path).\(UUID().uuidString)"
    do {
      try OutputFile(path: scratch).write(text)
      guard rename(scratch, path) == 0 else { throw SnapshotFault.system(path: path, code: errno) }
    } catch {
      unlink(scratch)
      throw error
    }
  }

  /// Writes a text.
  func write(_ text: String) throws {
    var text = text
    try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
  }
}

/// `write` of the C library, out of the way of the method's name.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
