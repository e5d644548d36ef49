import Foundation
import Testing

@Suite("Inputs that the fuzzers keep") struct CorpusTests {
  private static let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Corpus")

  private static func files(_ kind: String) -> [String] {
    let folder = corpus.appendingPathComponent(kind).path
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  private static func bytes(_ kind: String, _ file: String) throws -> [UInt8] {
    Array(try Data(contentsOf: corpus.appendingPathComponent(kind).appendingPathComponent(file)))
  }

  @Test("There are inputs", arguments: ["language", "csv", "sheets", "arrow"])
  func presence(kind: String) {
    #expect(CorpusTests.files(kind).count > 50)
  }

  @Test("Texts are read, checked and laid out", arguments: files("language"))
  func language(file: String) throws {
    try LanguageProperties.check(CorpusTests.bytes("language", file))
  }

  @Test(
    "A text that is eight times as long takes no more than in proportion",
    arguments: [
      (")", 1 << 14), ("1-1.1-", 1 << 14), ("\"a\" # b", 1 << 14), ("court | take 3", 1 << 14), ("a;", 1 << 16),
    ])
  func time(text: String, size: Int) throws {
    try TimeProperties.check(Array(text.utf8), repeatedTo: size)
  }

  @Test("Files are loaded with every row accounted for", arguments: files("csv"))
  func csv(file: String) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fuzzing-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try CSVProperties.check(CorpusTests.bytes("csv", file), folder: folder)
  }

  @Test("Workbooks are loaded with every row accounted for, or refused", arguments: files("sheets"))
  func sheets(file: String) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fuzzing-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try SheetProperties.check(CorpusTests.bytes("sheets", file), folder: folder)
  }

  @Test("Arrow files are loaded with every row accounted for, or refused", arguments: files("arrow"))
  func arrow(file: String) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fuzzing-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try ArrowProperties.check(CorpusTests.bytes("arrow", file), folder: folder)
  }
}
