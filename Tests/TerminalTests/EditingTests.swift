import Testing

@testable import Terminal

@Suite struct EditingTests {
  @Test("Bytes become scalars wherever they are cut, and what is not UTF-8 is dropped")
  func decoding() {
    var decoder = ScalarDecoder()
    let bytes = Array("a企👨é".utf8) + [0xFF, 0xC0, 0xE4, 0xBC] + Array("b".utf8) + [0xED, 0xA0, 0x80, 0x63]
    let scalars = bytes.compactMap { decoder.decode($0) }
    #expect(String(scalars: scalars) == "a企👨ébc")
  }

  @Test(
    "Pasted text keeps its lines and loses control characters",
    arguments: [
      ("一\r\n二\r三\n四\r\n", "一\n二\n三\n四"), ("a\tb", "a\tb"), ("x\u{1B}[31m\u{0}y\u{7F}\u{9B}", "x[31my"),
      ("\n\n", ""), ("一\n\n二", "一\n\n二"),
    ])
  func pasting(pasted: String, expected: String) {
    #expect(PastedText.clean(Array(pasted.unicodeScalars)) == expected)
  }

  @Test("The line around an offset goes from line end to line end")
  func lineAround() {
    let text = Array("ab\n\n企业".unicodeScalars)
    #expect([0, 2, 3, 4, 6].map { text.line(around: $0) } == [0..<2, 0..<2, 3..<3, 4..<6, 4..<6])
  }

  @Test("Control-character-free widths: Chinese two cells, accents none")
  func widths() {
    #expect(CellWidth.of("企业a，é") == 8)
    #expect(CellWidth.of("e\u{301}") == 1)
    #expect(CellWidth.truncate("统一社会", to: 6) == "统一…")
    #expect(CellWidth.truncate("统一社会", to: 8) == "统一社会")
  }

  @Test("Going back and forth in the history keeps the draft and what was changed on the way")
  func history() {
    var history = StatementHistory(["一", "二"], limit: 10)
    let back = [history.previous(from: "草稿"), history.previous(from: "二改"), history.previous(from: "一")]
    #expect(back == ["二", "一", nil])
    let forth = [history.next(from: "一"), history.next(from: "二改"), history.next(from: "草稿")]
    #expect(forth == ["二改", "草稿", nil])
    history.leave()
    let again = history.previous(from: "")
    #expect(again == "二")
  }

  @Test("The history drops repetitions and blank statements, and the oldest beyond its limit")
  func historyLimit() {
    var history = StatementHistory(limit: 2)
    let isAdded = ["一", "一", " \n", "二", "三"].map { history.add($0) }
    #expect(isAdded == [true, false, false, true, true])
    #expect(history.statements == ["二", "三"])
  }

  @Test("Searching finds older and newer statements, ignoring case")
  func searching() throws {
    let history = StatementHistory(["企业 COURT", "x", "court 名单"], limit: 10)
    let newest = try #require(history.find("Court", from: 3, backwards: true))
    #expect(newest == (2, 0))
    let older = try #require(history.find("court", from: newest.index, backwards: true))
    #expect(older == (0, 3))
    #expect(history.find("court", from: 0, backwards: true) == nil)
    #expect(try #require(history.find("court", from: 0, backwards: false)) == (2, 0))
    #expect(history.find("", from: 3, backwards: true) == nil)
  }

  @Test("Rows are counted as the window wraps them, without control sequences")
  func pagerRows() {
    #expect(Pager.rows(of: "", columns: 10, upTo: 99) == 1)
    #expect(Pager.rows(of: "a\nb\n", columns: 10, upTo: 99) == 2)
    #expect(Pager.rows(of: "企业企业企业\n\n", columns: 10, upTo: 99) == 3)
    #expect(Pager.rows(of: "\u{1B}[1;31m0123456789\u{1B}[0m\n", columns: 10, upTo: 99) == 1)
    #expect(Pager.rows(of: String(repeating: "x\n", count: 500), columns: 10, upTo: 24) == 24)
  }
}

@Suite(.serialized) struct InterruptFlagTests {
  @Test("The flag stays up until it is taken, and is taken once")
  func raising() {
    InterruptFlag.install()
    InterruptFlag.take()
    #expect(!InterruptFlag.isRaised)
    InterruptFlag.raise()
    #expect(InterruptFlag.isRaised)
    #expect(InterruptFlag.take())
    #expect(!InterruptFlag.isRaised)
    #expect(!InterruptFlag.take())
  }
}
