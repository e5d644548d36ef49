import Foundation
import Snapshots
import Testing

@Suite("Datasets out of their snapshots") struct SnapshotTests {
  @Test("A dataset out of its snapshot answers everything as it does out of its files")
  func sameAnswers() throws {
    let city = try SnapshotCity()
    let plain = try city.answers(keeping: false)
    #expect(city.kept.isEmpty)
    #expect(try city.answers() == plain)
    #expect(city.kept.count == 1)
    #expect(try city.wasUsed())
    #expect(try city.answers() == plain)
    #expect(try city.wasUsed())
    #expect(city.kept.count == 1 && city.notes.isEmpty)
    #expect(plain[0].contains("1 of 2 published figures reconciled"), "\(plain[0])")
  }

  @Test("The snapshot of another dataset, put in this one's place, is not taken for it")
  func foreign() throws {
    let city = try SnapshotCity()
    let plain = try city.answers()
    let snapshot = try #require(city.kept.first)
    let other = try SnapshotCity(SnapshotCity.files.merging(["tax.csv": "代码,发布\n"]) { $1 })
    #expect(try other.answers() != plain)
    let otherSnapshot = try #require(other.kept.first)
    try FileManager.default.removeItem(atPath: "\(city.cache)/snapshots/\(snapshot)")
    try FileManager.default.moveItem(
      atPath: "\(other.cache)/snapshots/\(otherSnapshot)", toPath: "\(city.cache)/snapshots/\(snapshot)")
    #expect(try city.answers() == plain)
    #expect(city.notes.count == 1)
    #expect(try city.answers() == plain)
    #expect(city.notes.isEmpty)
  }

  @Test(
    "A change of any file, or of the declaration, is seen",
    arguments: [
      ("court.csv", "案号,代码,发布,移出,线索,罚款,比率,上报\n"),
      (
        "README.md", SnapshotCity.files["README.md"]!.replacing("metric ratio", with: "list more = court\nmetric ratio")
      ),
    ])
  func changes(file: String, text: String) throws {
    let city = try SnapshotCity()
    _ = try city.answers()
    try city.write(text, to: file)
    let plain = try city.answers(keeping: false)
    #expect(try city.answers() == plain)
    #expect(city.kept.count == 2)
  }

  @Test("A file with other content of the same size, its time set back, is seen to have changed", arguments: [0, 3])
  func disguise(settling: Double) throws {
    let city = try SnapshotCity()
    let path = "\(city.folder)/tax.csv"
    let before = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate]
    _ = try city.answers(settling: settling)
    _ = try city.answers(settling: settling)
    try city.write(
      SnapshotCity.files["tax.csv"]!.replacing("91320000000000025Q", with: "91320000000000017X"), to: "tax.csv")
    try FileManager.default.setAttributes([.modificationDate: before as Any], ofItemAtPath: path)
    let plain = try city.answers(keeping: false)
    #expect(try city.answers(settling: settling) == plain)
    #expect(city.kept.count == 2)
  }

  @Test("A file that changes while the dataset is read is not taken for what was read")
  func changing() throws {
    let city = try SnapshotCity()
    let store = SnapshotStore(folder: city.cache, minimumBytes: 0, settlingSeconds: 0)
    let state = try #require(SourceState(of: "\(city.folder)/tax.csv"))
    try city.write("代码,发布\n", to: "tax.csv")
    store.keep(fingerprint: String(repeating: "0", count: 64), of: "\(city.folder)/tax.csv", state)
    let now = try #require(SourceState(of: "\(city.folder)/tax.csv"))
    #expect(store.fingerprint(of: "\(city.folder)/tax.csv", state) == nil)
    #expect(store.fingerprint(of: "\(city.folder)/tax.csv", now) == nil)
    store.keep(fingerprint: String(repeating: "1", count: 64), of: "\(city.folder)/tax.csv", now)
    #expect(store.fingerprint(of: "\(city.folder)/tax.csv", now) == String(repeating: "1", count: 64))
  }

  @Test("The same bytes in a file written anew, or in a copy of the folder, make no other snapshot")
  func copies() throws {
    let city = try SnapshotCity()
    let plain = try city.answers()
    _ = try city.wasUsed()
    for (name, text) in SnapshotCity.files { try city.write(text, to: name) }
    #expect(try city.answers() == plain)
    #expect(try city.wasUsed() && city.kept.count == 1)
    let copy = try SnapshotCity()
    #expect(try copy.answers(cache: city.cache) == plain)
    #expect(try city.wasUsed() && city.kept.count == 1)
  }

  @Test("Prose around the declarations makes no other dataset")
  func prose() throws {
    let city = try SnapshotCity()
    _ = try city.answers()
    try city.write("Other words.\n\n" + SnapshotCity.files["README.md"]!, to: "README.md")
    _ = try city.answers()
    #expect(city.kept.count == 1)
  }

  @Test("A list that is added to a snapshot's is bound to all that the files hold")
  func additions() throws {
    let city = try SnapshotCity()
    let statements =
      ["list more of court by case from \"searches.csv\" { case text \"案号\" }", "load tax from \"tax.csv\""]
      + SnapshotCity.questions + ["more"]
    let plain = try city.answers(statements, keeping: false)
    #expect(try city.answers(statements) == plain)
    #expect(try city.answers(statements) == plain)
  }

  @Test("Lists that are added to a snapshot's are bound to them as they are there, whose files are not read again")
  func furtherLists() throws {
    let city = try SnapshotCity(
      SnapshotCity.files.merging([
        "more.csv": """
        代码,发布,罚款
        91320000000000025Q,2022-01-01,1
        91320000000000025Q,2022-01-01,1
        91320000000000033K,2022-02-03,多
        91320000000000041E,2022-02-03,3
        320102198001010014,2022-02-03,4
        不详,2022-02-03,5
        """
      ]) { $1 })
    let statements =
      [
        "list more of registry by code from \"more.csv\" key code { code text \"代码\"\nlisted date \"发布\" since }",
        "list joined = serious, more", "ratio", "undo", "load other from \"more.csv\"", "list joined = tax, other",
        "load other from \"more.csv\"",
      ] + SnapshotCity.questions + ["more", "other", "joined", "joined | by list entities", "entities | by district"]
    let plain = try city.answers(statements, keeping: false)
    _ = try city.answers()
    let found = try city.answers(statements) {
      for name in ["registry", "court", "searches", "tax"] {
        try FileManager.default.removeItem(atPath: "\(city.folder)/\(name).csv")
      }
    }
    #expect(found == plain)
    let own = plain.prefix(8) + plain.suffix(5)
    #expect(!own.contains { $0.contains("error") }, "\(own)")
  }

  @Test("Another day and updates work on lists that lie in files")
  func worlds() throws {
    let city = try SnapshotCity()
    let statements =
      [
        "asof 2022-02-01", "show lists", "ratio", "scenario s = update court set clues = no where clues",
        "compare base, s on count(court where clues)", "scenario t = strike registry where district = \"秦淮区\"",
        "compare base, t on ratio",
      ] + SnapshotCity.questions
    let plain = try city.answers(statements, keeping: false)
    _ = try city.answers(statements)
    #expect(try city.answers(statements) == plain)
  }
}
