import Testing

@testable import Terminal

@Suite struct CandidateTableTests {
  private let candidates: [Completion.Candidate] = [
    .init(text: "court", meaning: "失信被执行人"), .init(text: "区县", meaning: "district"),
    .init(text: "select"), .init(text: "企业注册地", meaning: "登记机关所在"),
  ]

  private func texts(
    _ candidates: [Completion.Candidate], columns: Int, limit: Int = 20
  ) -> [String] {
    CandidateTable.rows(of: candidates, columns: columns, limit: limit, palette: .plain).map(\.text)
  }

  @Test("Meanings stand below each other, also beside double-width candidates")
  func oneColumn() {
    #expect(
      texts(candidates, columns: 30) == [
        "court       失信被执行人",
        "区县        district",
        "select",
        "企业注册地  登记机关所在",
      ])
  }

  @Test("Labels are shown, not what is inserted, and those that are not named are counted")
  func labels() {
    let values = ["江宁区", "鼓楼区"].map { (name: String) in Completion.Candidate(text: "\"\(name)\"", label: name) }
    let rows = CandidateTable.rows(of: values, omitted: 98, columns: 20, limit: 20, palette: .plain).map(\.text)
    #expect(rows == ["江宁区   鼓楼区", "… +98"])
  }

  @Test("What all candidates begin with is inserted, as far as those that are not named share it")
  func insertion() {
    func insertion(_ texts: [String], omitted: Int = 0, shared: String? = nil, over typed: String = "") -> String? {
      Completion(
        replace: 0..<0, candidates: texts.map { Completion.Candidate(text: $0) }, omitted: omitted, shared: shared
      ).insertion(over: typed)
    }
    #expect(insertion(["court", "court_exits"], over: "co") == "court")
    #expect(insertion(["court", "court_exits"], over: "court") == nil)
    #expect(insertion(["企业一"], over: "企") == "企业一")
    #expect(insertion(["企业一"], omitted: 5, shared: "企业", over: "企") == "企业")
    #expect(insertion(["企业一", "企业二"], omitted: 5, shared: "", over: "企") == nil)
    #expect(insertion([]) == nil)
  }

  @Test("In the middle of a word its end is not written twice")
  func tail() {
    func tail(_ text: String, _ replace: Range<Int>, _ insertion: String) -> Int {
      Completion(replace: replace, candidates: []).tail(of: insertion, in: Array(text.unicodeScalars))
    }
    #expect(tail("court where", 0..<3, "court") == 2)
    #expect(tail("看名单 x", 0..<1, "看名单") == 2)
    #expect(tail("cou where", 0..<3, "court") == 0)
    #expect(tail("couxt", 0..<3, "court") == 0)
    #expect(tail("tt", 0..<1, "t") == 0)
  }

  @Test("Columns are filled from top to bottom")
  func twoColumns() {
    #expect(
      texts(candidates, columns: 60) == [
        "court       失信被执行人   select",
        "区县        district       企业注册地  登记机关所在",
      ])
  }

  @Test("Candidates without meanings take no room for them")
  func withoutMeanings() {
    let plain = ["一", "二二", "三三三", "四"].map { Completion.Candidate(text: $0) }
    #expect(texts(plain, columns: 24) == ["一       三三三", "二二     四"])
  }

  @Test("What is too long is cut at a whole character")
  func cut() {
    let long = [Completion.Candidate(text: "企业", meaning: "统一社会信用代码")]
    #expect(texts(long, columns: 13) == ["企业  统一社…"])
    #expect(texts(long, columns: 3) == ["企…"])
  }

  @Test("A long list ends with the number of those not shown")
  func longList() {
    let many = (1...100).map { Completion.Candidate(text: "词\($0)") }
    let rows = texts(many, columns: 10, limit: 5)
    #expect(rows.count == 5)
    #expect(rows.last == "… +96")
  }

  @Test("No row is wider than the window", arguments: [2, 5, 10, 17, 24, 40, 79, 80, 200])
  func neverTooWide(columns: Int) {
    let palette = Palette(isColoured: true)
    for count in 1...candidates.count {
      let rows = CandidateTable.rows(
        of: Array(candidates.prefix(count)), columns: columns, limit: 10, palette: palette)
      for row in rows { #expect(row.width <= columns) }
    }
  }

  @Test("The width told for a row is the width of its text", arguments: [10, 24, 60, 80])
  func widths(columns: Int) {
    for row in CandidateTable.rows(of: candidates, columns: columns, limit: 10, palette: .plain) {
      #expect(row.width == CellWidth.of(row.text))
    }
  }

  @Test(
    "A completion inserts what is beyond doubt",
    arguments: [
      (["select"], "se", "select"), (["企业规模", "企业注册地"], "企", "企业"),
      (["企业规模", "企业注册地"], "企业", nil), (["court", "区县"], "", nil), (["Court", "Count"], "cou", nil),
      ([], "x", nil), (["only"], "QUITE", "only"),
    ] as [([String], String, String?)])
  func insertion(candidates: [String], typed: String, expected: String?) {
    let completion = Completion(replace: 0..<0, candidates: candidates.map { .init(text: $0) })
    #expect(completion.insertion(over: typed) == expected)
  }
}
