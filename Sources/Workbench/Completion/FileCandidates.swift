import Foundation
import Values

/// The files and folders that a quoted path could go on with.
struct FileCandidates {
  /// The folder that relative paths start from.
  let folder: String
  /// Whether a file is to be written, which need not exist.
  let isOutput: Bool

  func add(to matches: inout CandidateMatches) {
    guard let path = matches.typedPath else { return }
    let parent = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let prefix = path.dropFirst(parent.count)
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: full(parent))) ?? []
    for entry in entries.sorted() where entry.hasPrefix(prefix) && (!entry.hasPrefix(".") || prefix.hasPrefix(".")) {
      let isFolder = isFolder("\(parent)\(entry)")
      matches.addText(
        parent + entry + (isFolder ? "/" : ""), label: isFolder ? entry + "/" : entry, isWhole: !isFolder)
    }
  }

  private func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: full(path), isDirectory: &isFolder) && isFolder.boolValue
  }

  private func full(_ path: String) -> String { path.hasPrefix("/") ? path : "\(folder)/\(path)" }
}
