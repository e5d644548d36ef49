// swift-format-ignore-file: NeverForceUnwrap, NeverUseForceTry

@testable import Language
import Testing
import Values

private func kinds(_ text: String, mode: Lexer.Mode = .interactive) -> [Token.Kind] {
  var lexer = Lexer(SourceText(text), mode: mode)
  let tokens = lexer.run()
  #expect(lexer.diagnostics.isEmpty, "\(text)")
  return tokens.map(\.kind).filter { $0 != .end }
}

private func date(_ year: Int, _ month: Int, _ day: Int) -> Value {
  .date(CalendarDate(year: year, month: month, day: day)!)
}

private func decimal(_ text: String) -> Fraction { try! Fraction(decimal: text)! }

@Suite("Words, numbers and symbols") struct LexerTests {
  @Test(
    "A number is read with its unit as one value",
    arguments: [
      ("12", .integer(12)), ("007", .integer(7)), ("1.50", .decimal(decimal("1.5"))), ("2.0", .decimal(decimal("2"))),
      ("5%", .percentage(decimal("0.05"))), ("1.26％", .percentage(decimal("0.0126"))), ("5万元", .money(5_000_000)),
      ("5元", .money(500)), ("0.01元", .money(1)), ("1.2345万元", .money(1_234_500)), ("3亿元", .money(30_000_000_000)),
      ("5万", .integer(50_000)), ("1.5万", .integer(15_000)), ("1.23456万", .decimal(decimal("12345.6"))),
      ("2亿", .integer(200_000_000)), ("6个月", .duration(CalendarDuration(months: 6))),
      ("2年", .duration(CalendarDuration(months: 24))), ("10天", .duration(CalendarDuration(days: 10))),
      ("3周", .duration(CalendarDuration(days: 21))), ("１２", .integer(12)), ("５万元", .money(5_000_000)),
    ] as [(String, Value)])
  func numbers(text: String, value: Value) {
    #expect(kinds(text) == [.literal(value)])
  }

  @Test(
    "A date is read however it is written",
    arguments: [
      ("2022-07-31", date(2022, 7, 31)), ("2022-7-1", date(2022, 7, 1)), ("2022年7月31日", date(2022, 7, 31)),
      ("2022年3月底", date(2022, 3, 31)), ("2024年2月底", date(2024, 2, 29)), ("２０２２年３月底", date(2022, 3, 31)),
      ("2022-07", .month(CalendarMonth(year: 2022, month: 7)!)),
      ("2022年7月", .month(CalendarMonth(year: 2022, month: 7)!)),
    ])
  func dates(text: String, value: Value) {
    #expect(kinds(text) == [.literal(value)])
  }

  @Test(
    "A run that begins with digits but is no value is a word",
    arguments: ["91320100MA1XXXXX0X", "12月", "5户", "3abc", "2022年度"])
  func wordsThatBeginWithDigits(text: String) {
    #expect(kinds(text) == [.word(text)])
  }

  @Test(
    "A day or month that the calendar lacks is refused, not computed",
    arguments: ["2022年9月31日", "2022-09-31", "2022-02-30", "2022-13", "2022年13月"])
  func impossibleDates(text: String) {
    var lexer = Lexer(SourceText(text), mode: .interactive)
    _ = lexer.run()
    #expect(lexer.diagnostics.map(\.message.english) == ["the calendar has no such day or month"])
  }

  @Test(
    "Any run of letters, Han characters, digits and _ is one word, whatever keywords it holds",
    arguments: ["非正常户", "在营", "不予处罚", "按区计数", "court_exits", "第1批", "且慢", "notable", "〇号", "é_1"])
  func words(text: String) {
    #expect(kinds(text) == [.word(text)])
  }

  @Test("Full-width letters and digits are narrowed")
  func narrowing() {
    #expect(kinds("ｃｏｕｒｔ＿１") == [.word("court_1")])
  }

  @Test(
    "What input methods give means what it looks like",
    arguments: [
      ("，", Symbol.comma), ("、", .comma), ("（", .leftParenthesis), ("）", .rightParenthesis), ("：", .colon),
      ("＝", .equal), ("＝＝", .doubleEqual), ("＜", .less), ("＞", .greater), ("≥", .greaterOrEqual), ("≤", .lessOrEqual),
      ("≠", .notEqual), ("！＝", .notEqual), ("＜＝", .lessOrEqual), ("＞＝", .greaterOrEqual), ("<>", .notEqual),
      ("＋", .plus), ("－", .minus), ("−", .minus), ("×", .times), ("÷", .divide), ("｜", .pipe), ("～", .range),
      ("《", .less), ("》", .greater), ("｛", .leftBrace), ("｝", .rightBrace), ("＊", .times), ("／", .divide), ("．", .dot),
    ])
  func symbols(text: String, symbol: Symbol) {
    #expect(kinds("a \(text) b") == [.word("a"), .symbol(symbol), .word("b")])
    #expect(kinds("a\(text)b") == [.word("a"), .symbol(symbol), .word("b")])
  }

  @Test(
    "Any pair of quotes holds a text, full-width characters unchanged",
    arguments: ["“７月、通报”", "”７月、通报“", "\"７月、通报\"", "'７月、通报'", "‘７月、通报’", "「７月、通报」", "＂７月、通报＂"])
  func quotes(text: String) {
    #expect(kinds(text) == [.text("７月、通报")])
  }

  @Test("A backslash takes the next character as it is; before n it is a line's end")
  func escapes() {
    #expect(kinds(#""a\"b\\c\nd""#) == [.text("a\"b\\c\nd")])
  }

  @Test(
    "A name in brackets is taken as it stands",
    arguments: ["[罚款金额（万元）]", "【罚款金额（万元）】", "［罚款金额（万元）］"])
  func bracketedNames(text: String) {
    #expect(kinds(text) == [.bracketedName("罚款金额（万元）")])
  }

  @Test("A bracketed name ends at its own bracket, and what follows is read on")
  func afterBracketedName() {
    #expect(kinds("【所属 区】= 1") == [.bracketedName("所属 区"), .symbol(.equal), .literal(.integer(1))])
  }

  @Test("An ideographic space separates words and # begins a comment")
  func spacesAndComments() {
    #expect(kinds("按\u{3000}县区 # 其余是说明") == [.word("按"), .word("县区")])
  }

  @Test("A hyphen between numbers takes them apart unless they are a date")
  func hyphens() {
    #expect(kinds("3-1") == [.literal(.integer(3)), .symbol(.minus), .literal(.integer(1))])
    #expect(kinds("n-1") == [.word("n"), .symbol(.minus), .literal(.integer(1))])
  }

  @Test("Any text gives tokens that lie in order within it", arguments: 1...300)
  func anyText(seed: Int) {
    var dice = Dice(seed)
    let pieces = [
      "a", "按", "1", "2022-", "年", "月底", "%", "万元", "“", "”", "\"", "[", "]", "【", "】", "(", "）", "{", "}", "|", "｜",
      "\n",
      "  ", "#", "\\", ".", "..", "-", "《", "=", "!", "～", "。", "；", "é", "😀", "\u{0}", "\u{301}", "²", "９", "\r\n",
      "and ",
    ]
    let text = (0..<Int.random(in: 0...40, using: &dice)).map { _ in pieces.randomElement(using: &dice)! }.joined()
    for mode in [Lexer.Mode.interactive, .document] {
      var lexer = Lexer(SourceText(text), mode: mode)
      let tokens = lexer.run()
      #expect(tokens.last?.kind == .end)
      #expect(zip(tokens, tokens.dropFirst()).allSatisfy { $0.range.upperBound <= $1.range.lowerBound })
      #expect(tokens.allSatisfy { $0.range.upperBound <= text.utf8.count })
    }
    _ = Parser.parse(SourceText(text))
    _ = Parser.parse(document: SourceText(text))
    _ = Parser.isComplete(text)
  }
}
