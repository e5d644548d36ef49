import Documents
import Testing
import Values

@Suite("Markdown") struct MarkdownTests {
  private func document(_ lines: String...) -> Document {
    Document(markdown: lines.joined(separator: "\n"), name: "policy.md")
  }

  @Test("A fenced block of statements is read, with its place")
  func block() throws {
    let document = document("# Court exits", "", "Prose.", "", "```tuiyan", "asof 2022-07-31", "court", "```", "after")
    let block = try #require(document.blocks.first)
    #expect(document.blocks.count == 1)
    #expect(block.kind == .program)
    #expect(block.text == "asof 2022-07-31\ncourt")
    #expect(block.firstLine == 6)
    #expect(block.lines == 4..<8)
    #expect(block.headings == ["Court exits"])
    #expect(block.quotation == nil)
    #expect(document.title == "Court exits")
  }

  @Test(
    "Fences are made of three marks or more and close with as many",
    arguments: [
      ("```tuiyan", "```"), ("~~~tuiyan", "~~~"), ("`````tuiyan", "`````"), ("```tuiyan", "````"),
      ("~~~~ tuiyan", "~~~~  "), ("``` tuiyan echo", "```"), ("   ```tuiyan", "  ```"),
    ])
  func fences(opening: String, closing: String) {
    let blocks = document(opening, "court", closing, "prose").blocks
    #expect(blocks.map(\.text) == ["court"])
    #expect(blocks.map(\.lines) == [0..<3])
  }

  @Test(
    "A shorter or another fence inside a block is text",
    arguments: [("````tuiyan", "```", "````"), ("```tuiyan", "~~~", "```"), ("~~~tuiyan", "```", "~~~")])
  func nestedFences(opening: String, inner: String, closing: String) {
    #expect(document(opening, inner, "court", inner, closing).blocks.map(\.text) == ["\(inner)\ncourt\n\(inner)"])
  }

  @Test("The lines of an indented block lose as much as its fence is indented, and no more")
  func indentation() {
    let blocks = document("  ```tuiyan", "  court", "    | count", " x", "  ```").blocks
    #expect(blocks.map(\.text) == ["court\n  | count\nx"])
  }

  @Test("Four spaces make no fence and close none")
  func deepIndentation() {
    #expect(document("    ```tuiyan", "court", "    ```").blocks.isEmpty)
    #expect(document("```tuiyan", "court", "    ```", "```").blocks.map(\.text) == ["court\n    ```"])
  }

  @Test("A fence that nothing closes runs to the end")
  func unclosedFence() {
    let document = document("```tuiyan", "court", "penalties")
    #expect(document.blocks.map(\.text) == ["court\npenalties"])
    #expect(document.blocks.map(\.firstLine) == [2])
  }

  @Test("Blocks of other languages are passed over, and what stands in them", arguments: ["```", "```swift", "~~~sh"])
  func otherLanguages(fence: String) {
    let close = String(fence.prefix(3))
    let blocks = document(
      fence, "# no heading", "```tuiyan".replacingMarks(of: fence), close, "```tuiyan", "court", "```"
    )
    .blocks
    #expect(blocks.last?.text == "court")
    #expect(blocks.last?.headings == [])
  }

  @Test("Windows and old Macintosh line ends make no difference", arguments: ["\r\n", "\r"])
  func lineEnds(lineEnd: String) {
    let lines = ["# 第一条", "> 引文", "", "```tuiyan", "court", "", "tax", "```"]
    let document = Document(markdown: lines.joined(separator: lineEnd), name: "x.md")
    #expect(document == Document(markdown: lines.joined(separator: "\n"), name: "x.md"))
    #expect(document.blocks.map(\.text) == ["court\n\ntax"])
    #expect(document.blocks.map(\.quotation) == ["引文"])
  }

  @Test("Plain statements with Windows line ends have the same lines")
  func programLineEnds() {
    #expect(Document(program: "court\r\ntax\r\n", name: "x.tuiyan").lines.count == 3)
  }

  @Test("Headings are kept as the path to the place")
  func headings() {
    let document = document(
      "# Plan", "## Chapter one", "### Article 1", "```tuiyan", "a", "```", "### Article 2 ", "```tuiyan", "b", "```",
      "## Chapter two", "```tuiyan", "c", "```", "#hashtag", "####### seven", "```tuiyan", "d", "```")
    #expect(
      document.blocks.map(\.headings) == [
        ["Plan", "Chapter one", "Article 1"], ["Plan", "Chapter one", "Article 2"], ["Plan", "Chapter two"],
        ["Plan", "Chapter two"],
      ])
  }

  @Test("The last quotation under the heading stands for the clause")
  func quotation() {
    let document = document(
      "# Article 1", "> first", "", "> second,", "> continued", "", "prose", "```tuiyan", "a", "```", "```tuiyan", "b",
      "```", "# Article 2", "```tuiyan", "c", "```")
    #expect(document.blocks.map(\.quotation) == ["second,\ncontinued", "second,\ncontinued", nil])
  }

  @Test("Results and provenance are told from statements")
  func kinds() {
    let document = document("```tuiyan", "court", "```", "```result", "1", "```", "```provenance", "language 1", "```")
    #expect(document.blocks.map(\.kind) == [.program, .result, .provenance])
    #expect(document.blocks.map(\.firstLine) == [2, 5, 8])
  }

  @Test("An empty block has no text and its place all the same")
  func emptyBlock() {
    let blocks = document("```tuiyan", "```").blocks
    #expect(blocks.map(\.text) == [""])
    #expect(blocks.map(\.lines) == [0..<2])
  }

  @Test("A document without headings is called by its name")
  func title() {
    #expect(document("```tuiyan", "a", "```").title == "policy.md")
    #expect(Document(program: "court\ntax", name: "a.tuiyan").blocks.map(\.text) == ["court\ntax"])
  }
}

extension String {
  /// The fence in a longer or other mark than another, so that it can stand inside.
  fileprivate func replacingMarks(of fence: String) -> String {
    fence.hasPrefix("~") ? self : "~~~" + dropFirst(3)
  }
}
