import Foundation
import Synchronization
import Values

/// The folder in which loaded datasets are kept, for this user alone.
///
/// A dataset is written into a folder with a name of its own, which is then renamed: whoever looks for it finds it whole
/// or not at all, also while two programs write it. Nothing here ever fails a load.
public final class SnapshotStore: Sendable {
  let folder: String
  /// Datasets whose files are smaller, all together, load fast enough as they are.
  public let minimumBytes: Int
  /// How many bytes are kept at most.
  private let maximumBytes: Int
  /// How long ago a file must have changed for its times to tell that it hasn't since.
  let settlingSeconds: Double
  private let writing = DispatchGroup()
  private let isStopped = Atomic<Bool>(false)
  private let notes = Mutex<[Phrase]>([])

  /// A store in a folder, which need not exist yet.
  public init(
    folder: String, minimumBytes: Int = 8 << 20, maximumBytes: Int = 32 << 30, settlingSeconds: Double = 3
  ) {
    self.settlingSeconds = settlingSeconds
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

  private var datasets: String { "\(folder)/snapshots" }

  // MARK: Datasets

  /// Whether some dataset of a declaration may be kept: if not, its files' fingerprints need not be known to look for it.
  public func mayHold(datasetsOf declaration: SnapshotKey.Declaration) -> Bool {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: datasets)) ?? []
    return names.contains { $0.hasPrefix(declaration.prefix) }
  }

  /// A dataset that was kept; nil where there is none. A damaged one is removed.
  /// - Throws: `Interruption` where the work is stopped.
  public func open(_ key: SnapshotKey) throws -> DatasetSnapshot? {
    let path = "\(datasets)/\(key.text)"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do { try checkPrivate() } catch {
      tell(error)
      return nil
    }
    guard let snapshot = try SnapshotFolderReader(folder: path, key: key.text)?.snapshot() else {
      try? FileManager.default.removeItem(atPath: path)
      notes.withLock {
        $0.append(
          Phrase(
            "what was kept of the dataset was damaged: it is thrown away, and the files are read",
            "数据集的快照已损坏：已弃用，改为读取原文件"))
      }
      return nil
    }
    // The least recently used goes first.
    utimensat(AT_FDCWD, path, nil, 0)
    return snapshot
  }

  /// Keeps a dataset. Returns at once; what goes wrong leaves nothing behind but a note, and the next load reads the
  /// files again.
  public func keep(_ snapshot: DatasetSnapshot, as key: SnapshotKey) {
    DispatchQueue.global(qos: .utility).async(group: writing) { [self] in
      do {
        try write(snapshot, as: key)
      } catch SnapshotFault.stopped {
        // Whoever stopped it knows.
      } catch {
        tell(error)
      }
    }
  }

  private func write(_ snapshot: DatasetSnapshot, as key: SnapshotKey) throws {
    try makePrivate(datasets)
    try checkPrivate()
    removeAbandoned()
    let target = "\(datasets)/\(key.text)"
    guard !FileManager.default.fileExists(atPath: target) else { return }
    let scratch = try ScratchFolder(in: datasets)
    defer { scratch.remove() }
    var writer = SnapshotFolderWriter(folder: scratch.path, key: key.text, maximumBytes: maximumBytes) { [self] in
      isStopped.load(ordering: .relaxed)
    }
    try writer.write(snapshot)
    guard rename(scratch.path, target) == 0 else {
      // Another program was faster: what it wrote is the same.
      if errno == ENOTEMPTY || errno == EEXIST { return }
      throw SnapshotFault.system(path: target, code: errno)
    }
    removeOldest(keeping: key.text)
  }

  // MARK: What goes on behind the answers

  /// Waits until all that is to be kept is written.
  public func wait() { writing.wait() }

  /// Waits for some seconds at most.
  /// - Returns: Whether all is written.
  public func wait(seconds: Double) -> Bool { writing.wait(timeout: .now() + seconds) == .success }

  /// Gives up what is not written yet, and waits until nothing is left of it.
  public func stop() {
    isStopped.store(true, ordering: .relaxed)
    writing.wait()
    isStopped.store(false, ordering: .relaxed)
  }

  /// What there is to say about what could not be kept or found, once.
  public func takeNotes() -> [Phrase] {
    notes.withLock { notes in
      defer { notes = [] }
      return notes
    }
  }

  private func tell(_ error: any Error) {
    let reason = (error as? SnapshotFault)?.phrase ?? .same("\(error)")
    notes.withLock {
      $0.append(Phrase("no snapshot of the dataset is kept: ", "未保存数据集快照：") + reason)
    }
  }

  // MARK: The folder

  func makePrivate(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw SnapshotFault.system(path: path, code: (error as NSError).posixCode ?? EACCES)
    }
    // Private from its first moment: another program may look at it in the next.
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw SnapshotFault.system(path: path, code: errno) }
  }

  /// What others may have put there is not opened, and nothing is written where others may read it.
  private func checkPrivate() throws {
    guard FileState(datasets)?.isPrivate == true else { throw SnapshotFault.notPrivate(path: datasets) }
  }

  /// Removes what a program that was ended left unfinished.
  private func removeAbandoned() {
    for (name, _, _) in entries() where name.hasPrefix(".") { ScratchFolder.removeAbandoned("\(datasets)/\(name)") }
  }

  private func removeOldest(keeping key: String) {
    let entries = entries().filter { !$0.name.hasPrefix(".") }.sorted { $0.used < $1.used }
    var total = entries.reduce(0) { $0 + $1.size }
    for entry in entries where total > maximumBytes && entry.name != key {
      try? FileManager.default.removeItem(atPath: "\(datasets)/\(entry.name)")
      total -= entry.size
    }
  }

  private func entries() -> [(name: String, size: Int, used: Date)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: datasets)) ?? []
    return names.map { name in
      let path = "\(datasets)/\(name)"
      let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
      let sizes = files.map { FileState("\(path)/\($0)")?.size ?? 0 }
      let used = (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
      return (name, sizes.reduce(0, +), used ?? .distantPast)
    }
  }
}

extension NSError {
  /// What the system said, where it was the system.
  fileprivate var posixCode: Int32? {
    if domain == NSPOSIXErrorDomain { return Int32(code) }
    return (userInfo[NSUnderlyingErrorKey] as? NSError)?.posixCode
  }
}
