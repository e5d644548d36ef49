import Presentation
import Testing

@Suite struct TextWidthTests {
  @Test(
    "A scalar takes as many columns as wcwidth says",
    arguments: WidthSample.scalars.flatMap { group in group.scalars.map { ($0, group.columns) } })
  func scalars(value: UInt32, columns: Int) throws {
    let scalar = try #require(Unicode.Scalar(value))
    #expect(TextWidth.columns(of: Character(scalar)) == columns)
  }

  @Test("A text takes as many columns as wcwidth says", arguments: WidthSample.texts)
  func texts(text: String, columns: Int) {
    #expect(TextWidth.columns(of: text) == columns)
  }

  @Test(
    "Padding brings a text to a width and leaves a wider one alone",
    arguments: [
      ("江宁区", 8, TextWidth.Alignment.left, "江宁区  "),
      ("江宁区", 8, .right, "  江宁区"),
      ("611", 7, .right, "    611"),
      ("江宁区", 5, .left, "江宁区"),
      ("", 2, .left, "  "),
    ])
  func padding(
    text: String, columns: Int, alignment: TextWidth.Alignment, expected: String
  ) {
    #expect(TextWidth.padded(text, to: columns, alignment: alignment) == expected)
  }

  @Test(
    "Truncation never goes past the width nor splits a character",
    arguments: [
      ("南京某某商贸有限公司", 20, "南京某某商贸有限公司"),
      ("南京某某商贸有限公司", 9, "南京某某…"),
      ("南京某某商贸有限公司", 8, "南京某…"),
      ("court_exits", 8, "court_e…"),
      ("court", 1, "…"),
      ("court", 0, ""),
      ("\u{1F1E8}\u{1F1F3}\u{1F1E8}\u{1F1F3}", 3, "\u{1F1E8}\u{1F1F3}…"),
    ])
  func truncation(text: String, columns: Int, expected: String) {
    let truncated = TextWidth.truncated(text, to: columns)
    #expect(truncated == expected)
    #expect(TextWidth.columns(of: truncated) <= columns)
  }
}

@Suite struct VisibleTextTests {
  @Test(
    "What steers the terminal or hides from the eye becomes visible",
    arguments: [
      ("plain, 中文 and 👨‍👩‍👧", "plain, 中文 and 👨‍👩‍👧"),
      ("a\u{1B}[31mred", "a␛[31mred"),
      ("first\nsecond\r\nthird\tend", "first␊second␍␊third␉end"),
      ("nul\0 del\u{7F}", "nul␀ del␡"),
      ("\u{9B}2J", "\\u{9B}2J"),
      ("abc\u{202E}cba\u{2066}", "abc\\u{202E}cba\\u{2066}"),
      ("南京\u{200B}某某", "南京\\u{200B}某某"),
      ("\u{FEFF}code", "\\u{FEFF}code"),
      ("a\u{2028}b", "a\\u{2028}b"),
    ])
  func hidden(text: String, expected: String) {
    #expect(VisibleText.line(text) == expected)
  }

  @Test("Lines keep their ends and nothing else that steers") func lines() {
    #expect(VisibleText.lines("one\n two\u{1B}\r\n") == "one\n two␛␍\n")
  }

  @Test("No control character survives") func controls() {
    let controls = (0..<0xA0).compactMap(Unicode.Scalar.init).map { "x\($0)" }.joined()
    let shown = VisibleText.line(controls)
    #expect(shown.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
  }
}
