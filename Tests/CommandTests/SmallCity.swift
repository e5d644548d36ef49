import Foundation

/// A city of a hundred enterprises, five of them known by name, so that every result can be worked out by hand.
///
/// Three records stand on 31 July 2022. The court's rule takes the first off, keeps the third, and can't decide the
/// second, one of whose searches has no recorded result.
enum SmallCity {
  private static let files = ["README.md", "registry.csv", "court.csv", "searches.csv"]

  static let registry = text(of: "registry.csv")
  static let searches = text(of: "searches.csv")

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "City")

  /// A file of the city, whose files the checks of the terminal read as well.
  private static func text(of file: String) -> String {
    String(decoding: (try? Data(contentsOf: folder.appending(path: file))) ?? Data(), as: UTF8.self)
  }

  /// Writes the city's files into a folder of a folder.
  static func write(to folder: TemporaryFolder, as name: String = "city") throws {
    for file in files { try folder.write(text(of: file), to: "\(name)/\(file)") }
  }

  /// A new folder with the city in `city`.
  static func folder(named name: String = "folder") throws -> TemporaryFolder {
    let folder = try TemporaryFolder(named: name)
    try write(to: folder)
    return folder
  }
}
