import Foundation
import Testing
import Values

@testable import Ingest

@Suite("Files that can't be read") struct FailureTests {
  private func thrown(_ path: String, _ displayPath: String) -> Failure? {
    failure { _ = try loadCSV(FileDeclaration(list: "l", path: path, displayPath: displayPath)) }
  }

  @Test("A missing file is named as the user wrote it, with near names of its folder")
  func missing() throws {
    let file = try TemporaryFile(Array("a\n1\n".utf8), name: "court.csv")
    let found = thrown(file.folder + "/cuort.csv", "data/cuort.csv")
    #expect(found?.diagnostics.first?.kind == .data)
    #expect(found?.diagnostics.first?.message == Phrase("there is no file data/cuort.csv", "没有文件 data/cuort.csv"))
    #expect(found?.diagnostics.first?.notes.first?.english == "files of a near name there: court.csv")
    let other = thrown(file.folder + "/something.csv", "something.csv")
    #expect(other?.diagnostics.first?.notes.first?.english == "CSV files there: court.csv")
  }

  @Test("A missing folder is said to be missing")
  func missingFolder() {
    let found = thrown("/no/such/folder/a.csv", "a.csv")
    #expect(found?.diagnostics.first?.notes.first?.english == "its folder does not exist")
  }

  @Test("A folder is no file")
  func folder() throws {
    let file = try TemporaryFile(Array("a\n1\n".utf8), name: "court.csv")
    let found = thrown(file.folder, "data")
    #expect(found?.diagnostics.first?.message.english == "data is a folder, not a file")
    #expect(found?.diagnostics.first?.notes.first?.english == "CSV files there: court.csv")
  }

  @Test("A file without permission is a matter of the environment", .enabled(if: getuid() != 0))
  func noPermission() throws {
    let file = try TemporaryFile(Array("a\n1\n".utf8))
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file.path)
    #expect(thrown(file.path, "a.csv")?.diagnostics.first?.kind == .environment)
  }

  @Test("A file without anything in it is empty", arguments: ["", "\n\n", "\u{FEFF}", " , ,\n"])
  func empty(text: String) throws {
    let file = try TemporaryFile(Array(text.utf8))
    #expect(thrown(file.path, "a.csv")?.diagnostics.first?.message == Phrase("a.csv is empty", "a.csv 是空文件"))
  }

  @Test("A column of durations can't be read from a file")
  func duration() throws {
    let found = failure { _ = try load("a\n1\n", columns: [ColumnDeclaration(name: "a", type: .duration)]) }
    #expect(found?.diagnostics.first?.kind == .statement)
  }

  @Test(
    "Near names are found by few edits and by containment",
    arguments: [
      ("案号", ["案号码", "案由", "名称"], ["案号码", "案由"]), ("发布时间", ["公布时间", "处罚机关"], ["公布时间"]), ("x", [], []),
    ] as [(String, [String], [String])])
  func near(name: String, candidates: [String], expected: [String]) {
    #expect(Nearness.names(near: name, among: candidates, as: normalisedHeading) == expected)
  }
}
