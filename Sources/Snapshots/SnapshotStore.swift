import Foundation
import Synchronization
import Values

/// The folder in which loaded datasets are kept, for this user alone.
public final class SnapshotStore: Sendable {
  /// The format of what is kept; another number makes all that was kept before useless.
  private static let formatVersion = 1

  private let folder: String
  /// Datasets whose files are smaller, all together, load fast enough as they are.
  public let minimumBytes: Int
  /// How many bytes are kept at most.
  private let maximumBytes: Int
  private let writing = DispatchGroup()

  /// A store in a folder, which need not exist yet.
  public init(folder: String, minimumBytes: Int = 8 << 20, maximumBytes: Int = 32 << 30) {
    self.folder = folder
    self.minimumBytes = minimumBytes
    self.maximumBytes = maximumBytes
  }

  /// The user's own: `$XDG_CACHE_HOME/tuiyan`, or `~/.cache/tuiyan`; nil where neither can be told.
  public static func ofUser(_ environment: [String: String] = ProcessInfo.processInfo.environment) -> SnapshotStore? {
    if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") {
      return SnapshotStore(folder: "\(cache)/tuiyan")
    }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return SnapshotStore(folder: "\(home)/.cache/tuiyan")
  }

  /// The name under which a dataset is kept: it hangs on every byte that its load hung on.
  /// - Parameters:
  ///   - declaration: What was declared, in one canonical form.
  ///   - sources: For each file its path as the user wrote it, and its fingerprint.
  /// - Returns: A name that other declarations, other files and other builds of the program don't have.
  public static func key(declaration: [String], sources: [(path: String, digest: String)]) -> String {
    var text = "\(formatVersion)\n\(ProgramVersion.current)\n\(build)\n"
    for part in declaration + sources.flatMap({ [$0.path, $0.digest] }) { text += "\(part.utf8.count)\n\(part)\n" }
    return digest(of: Data(text.utf8))
  }

  /// Which build of the program this is: one that reads files differently must not find what another kept.
  private static let build: String = {
    let path = CommandLine.arguments.first ?? ""
    let program = FileManager.default.fileExists(atPath: "/proc/self/exe") ? "/proc/self/exe" : path
    return FileState(program)?.text ?? ""
  }()

  // MARK: Datasets

  /// A dataset that was kept; nil where there is none. A damaged one is removed.
  public func open(_ key: String) -> DatasetSnapshot? {
    let path = "\(folder)/snapshots/\(key)"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    guard let snapshot = SnapshotFolderReader(folder: path)?.snapshot() else {
      try? FileManager.default.removeItem(atPath: path)
      return nil
    }
    // The least recently used goes first.
    try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: path)
    return snapshot
  }

  /// Keeps a dataset. Returns at once; what goes wrong leaves nothing behind, and the next load reads the files again.
  public func keep(_ snapshot: DatasetSnapshot, as key: String) {
    DispatchQueue.global(qos: .utility).async(group: writing) { [self] in
      let target = "\(folder)/snapshots/\(key)"
      let scratch = "\(folder)/snapshots/.\(key).\(ProcessInfo.processInfo.processIdentifier)"
      do {
        try makePrivate("\(folder)/snapshots")
        removeAbandoned()
        guard !FileManager.default.fileExists(atPath: target) else { return }
        try makePrivate(scratch)
        var writer = SnapshotFolderWriter(folder: scratch)
        try writer.write(snapshot)
        try FileManager.default.moveItem(atPath: scratch, toPath: target)
        removeOldest(keeping: key)
      } catch {
        try? FileManager.default.removeItem(atPath: scratch)
      }
    }
  }

  /// Waits until all that is to be kept is written.
  public func wait() { writing.wait() }

  private func makePrivate(_ path: String) throws {
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  /// What a program that ended early left unfinished, an hour ago or more.
  private func removeAbandoned() {
    for (name, _, used) in entries() where name.hasPrefix(".") && used < Date(timeIntervalSinceNow: -3600) {
      try? FileManager.default.removeItem(atPath: "\(folder)/snapshots/\(name)")
    }
  }

  private func removeOldest(keeping key: String) {
    let entries = entries().filter { !$0.name.hasPrefix(".") }.sorted { $0.used < $1.used }
    var total = entries.reduce(0) { $0 + $1.size }
    for entry in entries where total > maximumBytes && entry.name != key {
      try? FileManager.default.removeItem(atPath: "\(folder)/snapshots/\(entry.name)")
      total -= entry.size
    }
  }

  private func entries() -> [(name: String, size: Int, used: Date)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/snapshots")) ?? []
    return names.map { name in
      let path = "\(folder)/snapshots/\(name)"
      let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
      let sizes = files.map { FileState("\(path)/\($0)")?.size ?? 0 }
      let used = (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
      return (name, sizes.reduce(0, +), used ?? .distantPast)
    }
  }

  // MARK: Fingerprints

  /// The size of a file, and by what it is seen to have changed; nil where there is none.
  public static func state(of path: String) -> (size: Int, text: String)? {
    FileState(path).map { ($0.size, $0.text) }
  }

  /// The fingerprint of a file: the one computed before where its size, its time of change and its number on the disk
  /// are the same since, else computed now.
  /// - Throws: What `compute` throws.
  public func fingerprint(of path: String, compute: (String) throws -> String) rethrows -> String {
    let record = "\(folder)/fingerprints/\(digest(of: Data(path.utf8)))"
    let before = FileState(path)
    if let before, let data = FileManager.default.contents(atPath: record),
      case let lines = String(decoding: data, as: UTF8.self).split(separator: "\n"), lines.count == 2,
      lines[0] == before.text, lines[1].count == 64
    {
      return String(lines[1])
    }
    let fingerprint = try compute(path)
    // A file that changed only now may change once more without another time of change.
    if let before, before.size >= minimumBytes, before == FileState(path), before.isSettled {
      try? makePrivate("\(folder)/fingerprints")
      try? Data("\(before.text)\n\(fingerprint)\n".utf8).write(to: URL(fileURLWithPath: record), options: .atomic)
    }
    return fingerprint
  }
}

/// By what a file is seen to have changed.
struct FileState: Equatable {
  let size: Int
  private let seconds: Int
  private let nanoseconds: Int
  private let number: UInt64
  private let device: UInt64

  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    size = Int(status.st_size)
    #if canImport(Glibc)
      let time = status.st_mtim
    #else
      let time = status.st_mtimespec
    #endif
    (seconds, nanoseconds) = (Int(time.tv_sec), Int(time.tv_nsec))
    number = UInt64(status.st_ino)
    device = UInt64(status.st_dev)
  }

  var text: String { "\(size) \(seconds).\(nanoseconds) \(device):\(number)" }

  /// Whether it changed last some seconds ago.
  var isSettled: Bool { Double(seconds) < Date().timeIntervalSince1970 - 3 }
}
