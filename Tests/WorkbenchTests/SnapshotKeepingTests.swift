import Foundation
import GRDB
import Presentation
import Snapshots
import Testing
import Values
import Workbench

@Suite("The folder in which snapshots are kept") struct SnapshotKeepingTests {
  @Test("Folder and files are the user's alone, and what is kept are Arrow files")
  func folder() throws {
    let city = try SnapshotCity()
    _ = try city.answers()
    func mode(_ path: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
    let snapshot = try #require(city.kept.first)
    for folder in ["", "/snapshots", "/fingerprints", "/snapshots/\(snapshot)"] {
      #expect(try mode(city.cache + folder) == 0o700, "\(folder)")
    }
    let records = try FileManager.default.contentsOfDirectory(atPath: "\(city.cache)/fingerprints")
    for file in try city.files(of: snapshot) + records.map({ "\(city.cache)/fingerprints/\($0)" }) {
      #expect(try mode(file) == 0o600, "\(file)")
      guard file.hasSuffix(".arrow") else { continue }
      #expect(try Data(contentsOf: URL(fileURLWithPath: file)).prefix(6) == Data("ARROW1".utf8))
    }
  }

  @Test("A folder that others can write to, or look into, is not used, and a note says so", arguments: [0o777, 0o750])
  func openFolder(mode: Int) throws {
    let city = try SnapshotCity()
    let plain = try city.answers()
    _ = try city.wasUsed()
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: "\(city.cache)/snapshots")
    #expect(try city.answers() == plain)
    #expect(city.notes.contains { $0.contains("others than you can") }, "\(city.notes)")
    #expect(try !city.wasUsed())
  }

  @Test("Where nothing can be written the answers are the same, and a note says why nothing is kept")
  func noFolder() throws {
    let city = try SnapshotCity()
    try Data().write(to: URL(fileURLWithPath: city.cache))
    let plain = try city.answers(keeping: false)
    #expect(try city.answers() == plain)
    #expect(city.notes.count == 1 && city.notes[0].hasPrefix("no snapshot of the dataset is kept: "), "\(city.notes)")
  }

  @Test("A snapshot with a file cut, gone or with a byte or bit that is another is not used, and made anew")
  func damage() throws {
    let city = try SnapshotCity()
    let plain = try city.answers()
    let snapshot = try #require(city.kept.first)
    for file in try city.files(of: snapshot) where !file.hasSuffix("seal") {
      let data = try Data(contentsOf: URL(fileURLWithPath: file))
      let flips = stride(from: 0, to: data.count, by: max(1, data.count / 5)).map { place in
        var flipped = data
        flipped[place] ^= UInt8(1 << (place % 8))
        return flipped
      }
      for damaged in [data.dropLast(1), Data(), data + Data([0])] + flips {
        try Data(damaged).write(to: URL(fileURLWithPath: file))
        #expect(try city.answers(["show lists", "ratio"]) == Array(plain[0...1]) + [plain[4]], "\(file)")
        #expect(city.notes.count == 1, "\(file)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == data, "\(file)")
      }
      try FileManager.default.removeItem(atPath: file)
      #expect(try city.answers() == plain, "\(file)")
    }
    #expect(try city.answers() == plain)
    #expect(city.notes.isEmpty && city.kept == [snapshot])
  }

  @Test("A snapshot whose files were touched but hold what they held is used, and sealed anew")
  func seal() throws {
    let city = try SnapshotCity()
    let plain = try city.answers()
    _ = try city.wasUsed()
    let files = try city.files(of: try #require(city.kept.first))
    let seal = try #require(files.first { $0.hasSuffix("/seal") })
    let before = try Data(contentsOf: URL(fileURLWithPath: seal))
    for file in files { try FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: file) }
    #expect(try city.answers() == plain)
    #expect(try city.wasUsed())
    #expect(try Data(contentsOf: URL(fileURLWithPath: seal)) != before)
    try FileManager.default.removeItem(atPath: seal)
    #expect(try city.answers() == plain)
    #expect(try city.wasUsed() && city.notes.isEmpty)
  }

  @Test("Answers go on when the snapshot that they come from is removed")
  func removal() throws {
    let city = try SnapshotCity()
    let plain = try city.answers()
    let store = SnapshotStore(folder: city.cache, minimumBytes: 0)
    let workbench = Workbench(isUnlimited: true, snapshots: store)
    var texts: [String] = []
    for statement in ["load \".\""] + SnapshotCity.questions {
      do {
        try workbench.run(SourceText(statement), origin: .typed(in: city.folder)) { outcome in
          texts.append(outcome.answer.map { TableFormat().text(of: $0, tongue: .english) } ?? "")
        }
      } catch let failure as Failure {
        texts.append(DiagnosticRenderer(tongue: .english).text(of: failure))
      }
      try? FileManager.default.removeItem(atPath: "\(city.cache)/snapshots")
    }
    #expect(texts == plain)
  }

  @Test("Several that write the same snapshot at once leave one, whole")
  func writers() async throws {
    let city = try SnapshotCity()
    let plain = try city.answers(keeping: false)
    let stores = (0..<4).map { _ in SnapshotStore(folder: city.cache, minimumBytes: 0) }
    let folder = city.folder
    try await withThrowingTaskGroup(of: Void.self) { group in
      for store in stores {
        group.addTask {
          let workbench = Workbench(snapshots: store)
          try workbench.run(SourceText("load \".\""), origin: .typed(in: folder))
        }
      }
      try await group.waitForAll()
    }
    for store in stores {
      store.wait()
      #expect(store.takeNotes().isEmpty)
    }
    #expect(city.kept.count == 1)
    #expect(try city.answers() == plain)
    #expect(city.notes.isEmpty)
  }

  @Test("What a program that was ended left unfinished is removed, but not what another is writing")
  func abandoned() throws {
    let city = try SnapshotCity()
    _ = try city.answers()
    let names = [".abandoned", ".written", ".fresh"]
    for name in names {
      let path = "\(city.cache)/snapshots/\(name)"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      try Data("x".utf8).write(to: URL(fileURLWithPath: "\(path)/0.arrow"))
      guard name != ".fresh" else { continue }
      try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSinceNow: -100)], ofItemAtPath: path)
    }
    let descriptor = open("\(city.cache)/snapshots/.written", O_RDONLY)
    #expect(flock(descriptor, LOCK_EX) == 0)
    try city.write("代码,发布\n", to: "tax.csv")
    _ = try city.answers()
    #expect(city.kept.prefix(2) == [".fresh", ".written"])
    #expect(city.kept.count == 4)
    close(descriptor)
  }

  @Test("What is larger than all that may be kept is not kept, and a note says so")
  func tooLarge() throws {
    let city = try SnapshotCity()
    let plain = try city.answers(keeping: false)
    #expect(try city.answers(maximum: 100) == plain)
    #expect(city.kept.isEmpty && city.notes.count == 1, "\(city.notes)")
  }

  @Test("What comes out of a database may hang on more than its bytes, and is not kept")
  func database() throws {
    let city = try SnapshotCity(
      SnapshotCity.files.merging([
        "README.md": """
        ```tuiyan
        list tax from "tax.db" table "tax"
        ```
        """
      ]) { $1 })
    try DatabaseQueue(path: "\(city.folder)/tax.db").write { database in
      try database.execute(sql: "create table tax (code text); insert into tax values ('91320000000000025Q')")
    }
    let answers = try city.answers(["tax"])
    #expect(answers[1].contains("91320000000000025Q"), "\(answers)")
    #expect(city.kept.isEmpty)
  }

  @Test("Where there is no room for more, the one not used for longest goes first")
  func bound() throws {
    let city = try SnapshotCity()
    _ = try city.answers()
    let first = try #require(city.kept.first)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -100)], ofItemAtPath: "\(city.cache)/snapshots/\(first)")
    let size = try city.files(of: first).reduce(0) { size, file in
      size + ((try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0)
    }
    try city.write("代码,发布\n", to: "tax.csv")
    _ = try city.answers(maximum: size * 3 / 2)
    #expect(city.kept.count == 1)
    #expect(city.kept.first != first)
  }

  @Test("`set snapshots off` reads the files and keeps nothing")
  func off() throws {
    let city = try SnapshotCity()
    let store = SnapshotStore(folder: city.cache, minimumBytes: 0)
    let workbench = Workbench(snapshots: store)
    try workbench.run(SourceText("set snapshots off\nload \".\""), origin: .typed(in: city.folder))
    store.wait()
    #expect(city.kept.isEmpty)
  }
}
