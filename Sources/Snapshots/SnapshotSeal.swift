import Foundation
import Tables
import Values

/// How a snapshot's files stood when every byte of them was found to be right, and since when the machine runs.
///
/// While nothing of it has changed the bytes need not be summed again at each opening. What was written before the
/// machine stopped may never have reached the disk, so that the first opening after a start sums them once more.
struct SnapshotSeal: Equatable {
  static let fileName = "seal"

  /// The seal's text.
  let text: String

  /// The seal that some files of a folder would have now; nil where one is gone, or is no file.
  init?(_ files: [Manifest.File], in folder: String) {
    let states = files.compactMap { FileState("\(folder)/\($0.name)") }
    guard states.count == files.count, states.allSatisfy(\.isRegular) else { return nil }
    self.init(files, states)
  }

  /// The seal of files that stand in some way.
  init?(_ files: [Manifest.File], _ states: [FileState]) {
    guard let start = SnapshotSeal.start else { return nil }
    text = start + "\n" + zip(files, states).map { "\($1.text) \($0.name)\n" }.joined()
  }

  /// Whether it is the one that was put on the folder.
  func isOn(_ folder: String) -> Bool {
    FileManager.default.contents(atPath: "\(folder)/\(SnapshotSeal.fileName)").map { $0 == Data(text.utf8) } ?? false
  }

  /// Puts it on the folder. Where that fails the next opening sums the bytes again.
  func put(on folder: String) { try? OutputFile.replace("\(folder)/\(SnapshotSeal.fileName)", with: text) }

  /// Which start of the machine this is; nil where the system doesn't tell.
  private static let start: String? = {
    #if canImport(Glibc)
      return beginning(of: "/proc/sys/kernel/random/boot_id", count: 64)
        .map { String(decoding: $0.prefix { $0 > 0x20 }, as: UTF8.self) }
    #else
      var size = 0
      guard sysctlbyname("kern.bootsessionuuid", nil, &size, nil, 0) == 0, size > 1 else { return nil }
      var bytes = [CChar](repeating: 0, count: size)
      guard sysctlbyname("kern.bootsessionuuid", &bytes, &size, nil, 0) == 0 else { return nil }
      return String(cString: bytes)
    #endif
  }()
}

extension Manifest {
  /// Whether the files of a folder are those that were written into it: each byte is looked at unless the files are
  /// sealed as they stand.
  /// - Throws: `Interruption` where the work is stopped.
  func holds(in folder: String) throws -> Bool {
    // The states are taken before the bytes are read: what changes meanwhile breaks the seal.
    var states: [FileState] = []
    for file in files {
      guard !file.name.contains("/"), let state = FileState("\(folder)/\(file.name)"), state.isRegular,
        state.size == file.size
      else { return false }
      states.append(state)
    }
    let seal = SnapshotSeal(files, states)
    if let seal, seal.isOn(folder) { return true }
    for file in files {
      guard let mapped = try? MappedFile(path: "\(folder)/\(file.name)"), mapped.byteCount == file.size else {
        return false
      }
      let checksum = FileChecksum(of: mapped)
      try Interruption.check()
      guard checksum?.text == file.checksum else { return false }
    }
    seal?.put(on: folder)
    return true
  }
}
