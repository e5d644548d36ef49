import Presentation
import Testing

@Suite("Prose at a terminal") struct ProseLayoutTests {
  private func texts(_ markdown: String, width: Int = 40) -> [String] {
    ProseLayout(width: width).lines(
      of: markdown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    )
    .map(\.text)
  }

  @Test("Marks of headings, emphasis, links and comments go, their words stay")
  func marks() {
    let text = texts("# A *title*\n<!-- no -->\nSee **[the page](page.md)** and `a[1](b)`.")
    #expect(text == ["A *title*", "", "See the page and `a[1](b)`."])
  }

  @Test("A paragraph is broken between words, and its own line ends mean nothing")
  func paragraph() {
    #expect(texts("one two three\nfour five six", width: 20) == ["one two three four", "five six"])
  }

  @Test("Chinese is broken anywhere but before a closing mark and after an opening one, and joined without spaces")
  func chinese() {
    let text = texts("推演一项措施之后，再看（现状）\n如何。", width: 20)
    #expect(text == ["推演一项措施之后，再", "看（现状）如何。"])
    for width in 20...40 {
      for line in texts("《条例》规定：“处罚”不公示、不共享。（第三条）再说一遍，《条例》规定。", width: width) {
        #expect(TextWidth.columns(of: line) <= width)
        #expect(!"，。、；：？！）》”".contains(line.first ?? " "), "\(line)")
        #expect(!"（《“".contains(line.last ?? " "), "\(line)")
      }
    }
  }

  @Test("Items hang, quotations have a bar, what is fenced stays as it stands")
  func parts() {
    let text = texts("- one item that is longer than a line of text\n- two\n\n> said\n> so\n\n```console\n$ a  b\n```")
    #expect(
      text == [
        "• one item that is longer than a line of", "  text", "• two", "", "  │ said so", "", "    $ a  b",
      ])
  }

  @Test("A table is set in columns where it fits, else a row a line")
  func tables() {
    #expect(texts("| 名 | n |\n|---|---|\n| 甲乙 | 12 |") == ["  名     n", "  甲乙   12"])
    #expect(texts("| a long cell of words | another long cell |\n|---|---|", width: 20).allSatisfy { $0.count <= 20 })
  }

  @Test("Nothing that steers the terminal passes")
  func controls() {
    let text = texts("# a\u{1B}[2Jb\u{7}\n\n```\n\u{1B}]0;x\u{7}\n```\n> \u{202E}c").joined()
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
    #expect(text.contains("␛[2J"))
  }

  @Test("A line too long to break is cut, a short one is left as it is, and spaces within stay")
  func wrapping() {
    #expect(TextWrap.lines(of: "abcdefghij", within: 4) == ["abcd", "efgh", "ij"])
    #expect(TextWrap.lines(of: "  a   b", within: 20) == ["  a   b"])
    #expect(TextWrap.lines(of: "  aa   bb cc dd", within: 10, hanging: 2) == ["  aa   bb", "  cc dd"])
    #expect(TextWrap.lines(of: "", within: 10) == [""])
  }
}
