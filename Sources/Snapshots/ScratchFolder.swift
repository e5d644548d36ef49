import Foundation

/// A folder that something is written into before it gets its name. Its writer holds a lock on it, which the system
/// takes back however the writer ends.
struct ScratchFolder {
  let path: String
  private let descriptor: Int32

  /// - Throws: `SnapshotFault` where it can't be made.
  init(in folder: String) throws {
    path = "\(folder)/.\(UUID().uuidString)"
    guard mkdir(path, 0o700) == 0 else { throw SnapshotFault.system(path: folder, code: errno) }
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor >= 0 { flock(descriptor, LOCK_EX | LOCK_NB) }
  }

  /// Removes what is left of it: nothing, once it was given its name.
  func remove() {
    try? FileManager.default.removeItem(atPath: path)
    if descriptor >= 0 { close(descriptor) }
  }

  /// Removes the folder of a writer that is no more.
  static func removeAbandoned(_ path: String) {
    // Between its making and its lock a folder is nobody's for a moment.
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
      let changed = attributes[.modificationDate] as? Date, changed < Date(timeIntervalSinceNow: -60)
    else { return }
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return }
    try? FileManager.default.removeItem(atPath: path)
  }
}
