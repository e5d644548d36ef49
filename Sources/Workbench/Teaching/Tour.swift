import Documents
import Foundation
import Tables
import Terminal
import Values

/// Ten minutes through all that can be done, over a city that the program carries within itself.
enum Tour {
  /// What `tour` says where no session can be shown in between.
  static let invitation = Answer(prose: [
    Phrase(
      "the tour runs at a terminal: `tuiyan tour`, or `tour` typed in the shell", "导览在终端中进行：`tuiyan tour`，或在交互界面输入“导览”")
  ])

  /// The files, by their paths from the tour's folder.
  private static let files: [(path: String, bytes: [UInt8])] = [
    ("tour.md", PackageResources.tour_md), ("tour.zh.md", PackageResources.tour_zh_md),
    ("city/README.md", PackageResources.README_md), ("city/policy.md", PackageResources.policy_md),
    ("city/registry.csv", PackageResources.registry_csv), ("city/court.csv", PackageResources.court_csv),
    ("city/searches.csv", PackageResources.searches_csv), ("city/tax.csv", PackageResources.tax_csv),
  ]

  /// The name of the session in a tongue.
  static func name(in tongue: Tongue) -> String {
    switch tongue {
    case .english: "tour.md"
    case .chinese: "tour.zh.md"
    }
  }

  /// Puts the files into a folder of their own, to be removed by whoever asked for it.
  /// - Returns: The folder.
  /// - Throws: `Failure` where nothing can be written.
  static func unpack() throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tuiyan-tour-\(UUID().uuidString)").path
    do {
      for (path, bytes) in files {
        let file = URL(fileURLWithPath: "\(folder)/\(path)")
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
      }
    } catch {
      try? FileManager.default.removeItem(atPath: folder)
      throw Failure(
        .environment, Phrase("the tour can't be laid out in `\(folder)`", "无法在“\(folder)”中准备导览"),
        notes: WriteFault.notes(on: error, writing: folder))
    }
    return folder
  }
}

extension CommandRunner {
  /// Shows the tour in the tongue that was asked for; it steps where a person sits at a terminal.
  /// - Returns: The exit code.
  public func tour() -> Int32 {
    let folder: String
    do {
      folder = try Tour.unpack()
    } catch let failure as Failure {
      console.report(failure, tongue: options.tongue)
      return failure.exitCode
    } catch { return Diagnostic.Kind.environment.exitCode }
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var options = options
    options.writableFolders = [folder]
    options.documents = []
    let name = Tour.name(in: options.tongue)
    return CommandRunner(options).walk(steps: true) {
      (try Document(contentsOf: "\(folder)/\(name)", name: name), folder)
    }
  }
}
