import Foundation
import Testing

@testable import Snapshots

@Suite("What a snapshot says of itself") struct ManifestTests {
  private static let manifest = Manifest(
    key: "a:b\nc",
    lists: [
      Manifest.List(
        name: "失信", stem: "0-失信", source: "a\n-1:b.csv", rowCount: 3, lines: [Manifest.Stretch(row: 0, line: 2)],
        columnCount: 2, parent: nil, key: 1, members: [], rowsRead: 4, links: Manifest.Links(end: 3, isInOrder: true),
        sharesEntities: true, since: 0, until: nil, on: nil, entities: -5, problemCount: 9),
      Manifest.List(
        name: "", stem: "", source: "", rowCount: 0, lines: nil, columnCount: 0, parent: 0, key: nil,
        members: [Manifest.Member(list: 0, start: 0, end: 3), Manifest.Member(list: 1, start: 3, end: 3)], rowsRead: 0,
        links: nil, sharesEntities: false, since: nil, until: 1, on: 2, entities: nil, problemCount: 0),
    ], entityCount: .max, declaredDay: -1, day: .min, assertionsHeld: 7,
    failedAssertions: [
      DatasetSnapshot.FailedAssertion(english: ["one\n", "", "2:two"], chinese: ["一", "", "二"]),
      DatasetSnapshot.FailedAssertion(english: [], chinese: []),
    ], fileProblemCount: 3, files: [Manifest.File(name: "0.arrow", size: 12, checksum: "ff")])

  /// All that a manifest holds, as text.
  private static func dump(_ manifest: Manifest) -> String { "\(manifest)" }

  @Test("It is read as it was written, whatever the texts in it hold")
  func roundTrip() throws {
    let data = Data(ManifestTests.manifest.encoded().utf8)
    #expect(ManifestTests.dump(try #require(Manifest(encoded: data))) == ManifestTests.dump(ManifestTests.manifest))
  }

  @Test("Wherever it is cut, or one byte of it is another, it is not read")
  func damage() {
    let data = Data(ManifestTests.manifest.encoded().utf8)
    for count in 0..<data.count { #expect(Manifest(encoded: data.prefix(count)) == nil, "\(count)") }
    for place in 0..<data.count {
      var other = data
      other[place] ^= 1
      #expect(Manifest(encoded: other) == nil, "\(place)")
    }
  }

  @Test(
    "Fields that are cut, or of another kind, are not read",
    arguments: ["", "3", "x\n", "1\n2:a\n", "2\n1:a\n", "9\n1:a\n", "-1\n", "1\n-1:a\n", "1\n1:\u{e9}\n", "1\n1a\n"])
  func fields(text: String) {
    var fields = FieldReader(Array(text.utf8)[...])
    #expect(throws: FieldReader.Fault.self) {
      _ = try fields.array { fields throws(FieldReader.Fault) in try fields.text() }
    }
  }
}
