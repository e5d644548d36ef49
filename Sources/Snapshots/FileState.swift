import Foundation

/// By what a file is seen to have changed, without reading it.
///
/// A program may set a file's time of modification back, but not the time at which the file itself was changed last:
/// that one is the system's.
struct FileState: Equatable {
  /// The size in bytes.
  let size: Int
  /// Whether it is a file, as against a folder or a pipe.
  let isRegular: Bool
  /// Whether it is this user's, and nobody else may do anything with it.
  let isPrivate: Bool
  private let modified: Moment
  private let changed: Moment
  private let number: UInt64
  private let device: UInt64

  private struct Moment: Equatable {
    let seconds: Int
    let nanoseconds: Int

    init(_ time: timespec) { (seconds, nanoseconds) = (Int(time.tv_sec), Int(time.tv_nsec)) }

    var time: Double { Double(seconds) + Double(nanoseconds) / 1e9 }
    var text: String { "\(seconds).\(nanoseconds)" }
  }

  /// Nil where there is no file.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    size = Int(status.st_size)
    isRegular = status.st_mode & S_IFMT == S_IFREG
    isPrivate = status.st_uid == geteuid() && status.st_mode & 0o077 == 0
    #if canImport(Glibc)
      (modified, changed) = (Moment(status.st_mtim), Moment(status.st_ctim))
    #else
      (modified, changed) = (Moment(status.st_mtimespec), Moment(status.st_ctimespec))
    #endif
    number = UInt64(truncatingIfNeeded: status.st_ino)
    device = UInt64(truncatingIfNeeded: status.st_dev)
  }

  /// The state in one line: two states with the same are those of a file that nobody has changed.
  var text: String { "\(size) \(modified.text) \(changed.text) \(device):\(number)" }

  /// How many seconds ago it changed last.
  var age: Double { Date().timeIntervalSince1970 - max(modified.time, changed.time) }
}

/// The first bytes of a file, fewer where it has fewer; nil where it can't be read.
func beginning(of path: String, count: Int) -> [UInt8]? {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var bytes = [UInt8](repeating: 0, count: count)
  let found = read(descriptor, &bytes, count)
  return found < 0 ? nil : Array(bytes.prefix(found))
}
