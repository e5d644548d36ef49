import Documents
import Testing
import Values

@Suite("Sessions") struct SessionTests {
  private static let provenance = Provenance(
    asof: CalendarDate(year: 2022, month: 7, day: 31), tongue: .chinese, seed: 7,
    files: [Fingerprint(path: "lists/court of 2022.csv", digest: "abc"), Fingerprint(path: "tax.csv", digest: "def")])

  private static let entries: [SessionRecord.Entry] = [
    .init(statement: "asof 2022-07-31", result: ""), .init(statement: "entities(court)", result: "8,177"),
    .init(statement: "court\n  | by district", result: "a  b\n----\n1  2"),
    .init(statement: "help", result: "```tuiyan\nnot a statement\n```\n````"),
  ]

  private func document(_ tongue: Tongue = .english) -> Document {
    let record = SessionRecord(
      title: Phrase("Session", "推演记录"), entries: Self.entries, provenance: Self.provenance)
    return Document(markdown: record.markdown(in: tongue), name: "session.md")
  }

  private func check(
    _ document: Document, provenance: Provenance = SessionTests.provenance, changing changes: [String: String] = [:]
  ) -> SessionCheck {
    let results = Dictionary(uniqueKeysWithValues: Self.entries.map { ($0.statement, $0.result) })
    return SessionCheck(document) {
      changes[$0.text] ?? results[$0.text] ?? ""
    } provenance: {
      provenance
    }
  }

  @Test("A session written down reads as what it was", arguments: Tongue.allCases)
  func roundTrip(tongue: Tongue) {
    let document = document(tongue)
    #expect(document.blocks.filter { $0.kind == .program }.map(\.text) == Self.entries.map(\.statement))
    #expect(
      document.blocks.filter { $0.kind == .result }.map(\.text) == Self.entries.map(\.result).filter { !$0.isEmpty })
    #expect(document.title == (tongue == .english ? "Session" : "推演记录"))
  }

  @Test("Provenance reads as what was written, paths with spaces too")
  func provenance() throws {
    let block = try #require(document().blocks.last { $0.kind == .provenance })
    #expect(Provenance(block: block.text) == Self.provenance)
  }

  @Test("A replay that gives the same results holds")
  func equal() {
    let check = check(document())
    #expect(check.holds)
    #expect(check.compared == 3)
    #expect(check.accepted == document().lines.joined(separator: "\n"))
  }

  @Test("The first line at which a result differs is pointed at")
  func difference() throws {
    let check = check(document(), changing: ["court\n  | by district": "a  b\n----\n1  3"])
    let difference = try #require(check.differences.first)
    #expect(check.differences.count == 1)
    #expect(difference.written == "1  2")
    #expect(difference.replayed == "1  3")
    #expect(document().lines[difference.line - 1] == "1  2")
    #expect(difference.statements == "court\n  | by district")
    #expect(!check.holds)
  }

  @Test(
    "A result that became shorter or longer differs past its end", arguments: ["a  b\n----", "a  b\n----\n1  2\n3  4"])
  func length(replayed: String) throws {
    let difference = try #require(check(document(), changing: ["court\n  | by district": replayed]).differences.first)
    let isShorter = replayed.count < 10
    #expect(difference.written == (isShorter ? "1  2" : nil))
    #expect(difference.replayed == (isShorter ? nil : "3  4"))
  }

  @Test("A result that was never written down is a difference, and accepting adds it")
  func missing() throws {
    let document = Document(markdown: "Prose.\n\n```tuiyan\nentities(court)\n```\n\nMore.\n", name: "s.md")
    let check = check(document)
    let difference = try #require(check.differences.first)
    #expect(difference.written == nil)
    #expect(difference.replayed == "8,177")
    let accepted = Document(markdown: check.accepted, name: "s.md")
    #expect(accepted.blocks.map(\.kind) == [.program, .result])
    #expect(self.check(accepted).holds)
    #expect(check.accepted.hasPrefix("Prose.\n"))
    #expect(check.accepted.hasSuffix("\nMore.\n"))
  }

  @Test("A result where there is none any more is a difference, and accepting takes it out")
  func vanished() {
    let check = check(document(), changing: ["entities(court)": ""])
    #expect(check.differences.map(\.written) == ["8,177"])
    let accepted = Document(markdown: check.accepted, name: "s.md")
    #expect(accepted.blocks.filter { $0.kind == .result }.count == 2)
    #expect(self.check(accepted, changing: ["entities(court)": ""]).holds)
  }

  @Test(
    "A file that changed, or is read no more, is named, and the results hold all the same", arguments: [nil, "other"])
  func changedFile(digest: String?) {
    var now = Self.provenance
    now.files = [now.files[0]] + (digest.map { [Fingerprint(path: "tax.csv", digest: $0)] } ?? [])
    let check = check(document(), provenance: now)
    #expect(check.changedFiles == ["tax.csv"])
    #expect(check.holds)
    let accepted = Document(markdown: check.accepted, name: "s.md")
    #expect(self.check(accepted, provenance: now).changedFiles.isEmpty)
  }

  @Test("Accepting rewrites results and leaves all else as it stood")
  func accepting() {
    let changes = ["entities(court)": "8,178\nand more", "help": "``````\nnothing"]
    let check = check(document(), changing: changes)
    #expect(check.differences.count == 2)
    let accepted = Document(markdown: check.accepted, name: "session.md")
    #expect(self.check(accepted, changing: changes).holds)
    #expect(accepted.blocks.filter { $0.kind == .program }.map(\.text) == Self.entries.map(\.statement))
  }

  @Test("A result belongs to the statements right above it")
  func belonging() {
    let document = Document(
      markdown: "```tuiyan\nhelp\n```\n```tuiyan\nentities(court)\n```\n```result\n8,177\n```\n", name: "s.md")
    let check = check(document, changing: ["help": ""])
    #expect(check.holds)
    #expect(check.compared == 1)
  }
}
