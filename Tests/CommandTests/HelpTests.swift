import Testing

@Suite("Help") struct HelpTests {
  @Test(
    "help on a word after which statements go on does not wait for another line", arguments: ["where", "and", "+", "("])
  func continuing(word: String) throws {
    let result = try Invocation.pipe("help \(word)\n1 + 1\n")
    #expect(result.exitCode == 0)
    #expect(result.output.hasSuffix("\n2\n"))
  }

  @Test("a search in Chinese answers in Chinese")
  func search() throws {
    let result = try Invocation.statements("帮助 --查找 顺延", options: ["--language", "zh"])
    #expect(result.output.contains("  届满日  期限届满之日，依法律规定计算\n"))
    #expect(result.exitCode == 0)
  }

  @Test("for machines help is a table with a row a topic")
  func table() throws {
    let result = try Invocation.statements("help --find quantile", options: ["--format", "csv"])
    #expect(result.output.hasPrefix("word,usage,meaning\nquantile,"))
  }

  @Test("the reference is Markdown, the same in both tongues")
  func reference() throws {
    let english = try Invocation.statements("help reference")
    let chinese = try Invocation.statements("帮助 参考", options: ["--language", "zh"])
    #expect(english.output == chinese.output)
    #expect(english.output.contains("\n### deadline · 届满日\n"))
  }
}
