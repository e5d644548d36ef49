import Presentation
import Testing
import Values

/// A text whose marks 1️⃣ and 2️⃣ say where a span begins and ends; without the second mark the span is empty.
private struct MarkedText {
  let span: SourceSpan

  init(_ marked: String, name: String? = nil, firstLine: Int = 1) {
    let parts = marked.split(separator: "1️⃣", maxSplits: 1, omittingEmptySubsequences: false)
    let spanned = parts[1].split(separator: "2️⃣", maxSplits: 1, omittingEmptySubsequences: false)
    let text = parts[0] + spanned.joined()
    let start = parts[0].utf8.count
    let end = spanned.count > 1 ? start + spanned[0].utf8.count : start
    span = SourceSpan(SourceText(String(text), name: name, firstLine: firstLine), start..<end)
  }
}

@Suite("Diagnostic renderer") struct DiagnosticRendererTests {
  private func rendered(_ text: MarkedText, width: Int = 100) -> String {
    DiagnosticRenderer(tongue: .english, width: width).text(of: Diagnostic(.statement, .same("m"), at: text.span))
  }

  @Test("A diagnostic names its place, quotes the line and says what mends it")
  func whole() {
    let text = MarkedText(
      "# Sessions\n\n1️⃣courts2️⃣ where not clues\ntake 3", name: "Sessions/x.md", firstLine: 10)
    let diagnostic = Diagnostic(
      .statement, Phrase("`courts` is not a list", "`courts` 不是名单"), at: text.span,
      notes: [Phrase("did you mean `court`?", "是否指 `court`？")])
    #expect(
      DiagnosticRenderer(tongue: .english).text(of: diagnostic) == """
        error: `courts` is not a list
          Sessions/x.md:12:1
            courts where not clues
            ^^^^^^
          did you mean `court`?
        """)
    #expect(
      DiagnosticRenderer(tongue: .chinese).text(of: diagnostic) == """
        错误：`courts` 不是名单
          Sessions/x.md:12:1
            courts where not clues
            ^^^^^^
          是否指 `court`？
        """)
  }

  @Test("A diagnostic without a place is its sentence and its notes")
  func placeless() {
    let failure = Failure([
      Diagnostic(.environment, Phrase("no space is left", "磁盘已满"), notes: [.same("free some")]),
      Diagnostic(.data, .same("second\nline\u{1B}")),
    ])
    #expect(
      DiagnosticRenderer(tongue: .english).text(of: failure)
        == "error: no space is left\n  free some\nerror: second␊line␛")
  }

  @Test("Sentences are broken to a window, the lines that go on set in")
  func window() {
    let diagnostic = Diagnostic(
      .statement, Phrase("there is no `last` to show here", "没有“上次”可看"),
      notes: [Phrase("show lists, givens, scenarios or metrics", "可看名单、给定、情景、指标、目标与职责")])
    #expect(
      DiagnosticRenderer(tongue: .english, window: 24).text(of: diagnostic) == """
        error: there is no
            `last` to show here
          show lists, givens,
            scenarios or metrics
        """)
    #expect(
      DiagnosticRenderer(tongue: .chinese, window: 24).text(of: diagnostic) == """
        错误：没有“上次”可看
          可看名单、给定、情景、
            指标、目标与职责
        """)
  }

  @Test(
    "Carets stand right under the words",
    arguments: [
      ("失信被执行人 筛选 1️⃣财产线锁2️⃣", "失信被执行人 筛选 财产线锁", "                  ^^^^^^^^"),
      ("1️⃣法院2️⃣ = exit", "法院 = exit", "^^^^"),
      ("a1️⃣，2️⃣b", "a，b", " ^^"),
      ("court where 1️⃣", "court where", "            ^"),
      ("count(1️⃣)", "count()", "      ^"),
      ("1️⃣", "", "^"),
      ("对比 1️⃣现状", "对比 现状", "     ^"),
      ("one\n按 区 1️⃣计算2️⃣ x\nthree", "按 区 计算 x", "      ^^^^"),
      ("one\ntwo 1️⃣three\nfour2️⃣ five", "two three", "    ^^^^^"),
      ("one 1️⃣\n2️⃣two", "one", "    ^"),
      ("one\r\ntwo 1️⃣three2️⃣\r\nfour", "two three", "    ^^^^^"),
      ("one\r1️⃣two2️⃣\rthree", "two", "^^^"),
      ("court where\n\n1️⃣", "court where", "           ^"),
      ("a\tb 1️⃣c2️⃣", "a b c", "    ^"),
      ("\"x\u{1B}[31m\u{202E}\" 1️⃣is2️⃣", "\"x␛[31m\\u{202E}\" is", "                 ^^"),
      ("1️⃣\u{202E}2️⃣x", "\\u{202E}x", "^^^^^^^^"),
      ("👨‍👩‍👧🇨🇳e\u{301} 1️⃣x2️⃣", "👨‍👩‍👧🇨🇳e\u{301} x", "      ^"),
      ("“1️⃣—2️⃣”", "“—”", " ^"),
    ])
  func carets(marked: String, line: String, carets: String) {
    let expected = ["error: m", line.isEmpty ? "" : "    " + line, "    " + carets].joined(separator: "\n")
    #expect(rendered(MarkedText(marked)) == expected)
  }

  @Test(
    "Lines count by their ends and columns by characters",
    arguments: [
      ("1️⃣a", "1:1"), ("失信 1️⃣a", "1:4"), ("a\nb\n 1️⃣c", "3:2"), ("a\r\nb\r\n1️⃣c", "3:1"), ("a\rb\r1️⃣c", "3:1"),
      ("🇨🇳e\u{301}1️⃣c", "1:3"), ("a\n\n1️⃣", "1:2"), ("a\n1️⃣\nb", "2:1"),
    ])
  func places(marked: String, place: String) {
    let text = rendered(MarkedText(marked, name: "x.tuiyan"))
    #expect(text.split(separator: "\n")[1] == "  x.tuiyan:\(place)")
  }

  @Test(
    "A span that cuts into characters or past the text marks what it touches",
    arguments: [
      (4..<5, "   ^^"), (3..<7, "   ^^^^"), (50..<60, "         ^"),
    ])
  func crookedSpans(range: Range<Int>, carets: String) {
    let span = SourceSpan(SourceText("abc失信 x"), range)
    let text = DiagnosticRenderer(tongue: .english).text(of: Diagnostic(.statement, .same("m"), at: span))
    #expect(text == "error: m\n    abc失信 x\n    " + carets)
  }

  @Test(
    "Every span of any text renders, on one line with its carets",
    arguments: ["", "\n", "\r\n\r", "失\r\n信\n", "\t\u{301}\u{1B}"])
  func everySpan(text: String) {
    let source = SourceText(text)
    for start in 0...text.utf8.count + 1 {
      for end in start...text.utf8.count + 2 {
        let diagnostic = Diagnostic(.statement, .same("m"), at: SourceSpan(source, start..<end))
        let lines = DiagnosticRenderer(tongue: .english).text(of: diagnostic).split(
          separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 3)
        #expect(lines.last?.drop { $0 == " " }.allSatisfy { $0 == "^" } == true)
        #expect(lines.last?.last == "^")
      }
    }
  }

  @Test("Of a long line the part around the fault is quoted", arguments: [0, 10, 60, 150, 290, 299])
  func windows(position: Int) throws {
    let before = String(repeating: "名单, ", count: position / 4)
    let after = String(repeating: " and 区", count: 60)
    let lines = rendered(MarkedText(before + "1️⃣财产线锁2️⃣" + after)).split(separator: "\n")
    #expect(TextWidth.columns(of: lines[1]) <= 104)
    #expect(TextWidth.columns(of: lines[1]) > 90)
    let caretsStart = try #require(lines[2].firstIndex(of: "^"))
    let lead = TextWidth.columns(of: lines[2][..<caretsStart])
    let quoted = try #require(lines[1].range(of: "财产线锁"))
    #expect(TextWidth.columns(of: lines[1][..<quoted.lowerBound]) == lead)
    #expect(lines[2][caretsStart...] == "^^^^^^^^")
    #expect(lines[1].hasSuffix("…"))
    #expect(lines[1].hasPrefix("    …") == (position >= 60))
  }

  @Test("A span wider than the room is marked as far as it is quoted")
  func wideSpan() {
    let text = rendered(MarkedText("let x = 1️⃣" + String(repeating: "长", count: 80) + "2️⃣ + 1"), width: 40)
    let lines = text.split(separator: "\n")
    #expect(lines[1] == "    …" + String(repeating: "长", count: 19) + "…")
    #expect(lines[2] == "     " + String(repeating: "^", count: 38))
  }
}
