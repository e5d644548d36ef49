import Foundation
import Testing

/// A program of this package, as it was built beside the tests.
struct BuiltProgram {
  /// Where it is.
  let path: String

  /// The command.
  static func tuiyan() throws -> BuiltProgram { try BuiltProgram("tuiyan", variable: "TUIYAN_BINARY") }

  /// What writes the made-up lists.
  static func makeNanjing() throws -> BuiltProgram {
    try BuiltProgram("make-nanjing", variable: "MAKE_NANJING_BINARY")
  }

  /// The program that an environment variable names, or else the one that stands nearest to the running tests.
  private init(_ name: String, variable: String) throws {
    if let path = ProcessInfo.processInfo.environment[variable], !path.isEmpty {
      self.path = path
      return
    }
    let found = BuiltProgram.folders.lazy.map { $0 + "/" + name }.first(where: BuiltProgram.isProgram)
    path = try #require(found, "\(name) is not built; `swift build` builds it, or \(variable) says where it is")
  }

  /// The folders in which products are looked for, the likeliest first.
  private static var folders: [String] {
    var starts = [CommandLine.arguments[0], Bundle.main.bundlePath]
    if let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
      starts.insert(own, at: 0)
    }
    let above = starts.flatMap { start in
      sequence(first: URL(fileURLWithPath: start).deletingLastPathComponent()) { $0.deletingLastPathComponent() }
        .prefix(3).map(\.path)
    }
    return above + [Checkout.path + "/.build/debug"]
  }

  private static func isProgram(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
      && FileManager.default.isExecutableFile(atPath: path)
  }
}

/// The files that the tests stand among.
enum Checkout {
  /// The package's folder.
  static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// The lists of Nanjing.
  static let nanjing = path + "/Datasets/nanjing-2022"
}
