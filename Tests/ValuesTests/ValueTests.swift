// swift-format-ignore-file: NeverForceUnwrap, NeverUseForceTry

import Testing
import Values

@Suite("Values and their order") struct ValueTests {
  private static let ascending: [Value] = [
    .flag(false), .flag(true), .integer(-3), .decimal(try! Fraction(1, over: 3)),
    .percentage(try! Fraction(1, over: 2)),
    .integer(1), .money(250), .integer(3), .date(CalendarDate(dayNumber: -1)), .date(CalendarDate(dayNumber: 10)),
    .month(CalendarMonth(monthNumber: 3)), .month(CalendarMonth(monthNumber: 4)),
    .duration(CalendarDuration(days: 40)), .duration(CalendarDuration(months: 1)), .text("B"), .text("a"), .text("区"),
    .unknown,
  ]

  @Test("Values are totally ordered: numbers by their size whatever their type, and unknown last")
  func order() {
    for (first, left) in Self.ascending.enumerated() {
      for (second, right) in Self.ascending.enumerated() {
        #expect((left < right) == (first < second), "\(left) against \(right)")
      }
    }
  }

  @Test("Any order of the values sorts to the one order there is")
  func sorting() {
    #expect(Self.ascending.reversed().sorted() == Self.ascending)
  }

  @Test("A numeric value has its number in 元 and as a share of one")
  func numbers() {
    #expect(Value.money(1250).number == (try? Fraction(decimal: "12.5")))
    #expect(Value.integer(-4).number == Fraction(-4))
    #expect(Value.percentage(try! Fraction(63, over: 5000)).number == (try? Fraction(63, over: 5000)))
    #expect(Value.text("1").number == nil)
    #expect(Value.unknown.number == nil)
  }

  @Test("Every type has the type's name in both tongues", arguments: ValueType.allCases)
  func typeNames(type: ValueType) {
    #expect(!type.name.english.isEmpty && !type.name.chinese.isEmpty)
    #expect(type.isNumeric == [.integer, .decimal, .percentage, .money].contains(type))
    #expect(type.isText == [.text, .category].contains(type))
  }

  @Test("A range is exact only where its ends and its headline are one")
  func ranges() {
    #expect(RangedValue(.integer(1)).isExact)
    #expect(RangedValue(.unknown).isExact)
    #expect(!RangedValue(low: .integer(0), headline: .integer(1), high: .integer(1)).isExact)
    #expect(!RangedValue(low: .integer(1), headline: .unknown, high: .integer(1)).isExact)
  }

  @Test("Kleene's logic has the lesser truth for and, the greater for or")
  func truth() {
    let order: [Truth] = [.no, .unknown, .yes]
    for (first, left) in order.enumerated() {
      #expect(!left == order[2 - first])
      for (second, right) in order.enumerated() {
        #expect(left & right == order[min(first, second)])
        #expect(left | right == order[max(first, second)])
      }
    }
  }
}

@Suite("Phrases in two tongues") struct PhraseTests {
  @Test(
    "A locale asks for Chinese when its language is Chinese, and for English otherwise",
    arguments: [
      ("zh_CN.UTF-8", Tongue.chinese), ("zh-Hans", .chinese), ("ZH", .chinese), ("en_GB.UTF-8", .english),
      ("C", .english),
      ("", .english),
    ])
  func locale(name: String, tongue: Tongue) {
    #expect(Tongue(locale: name) == tongue)
  }

  @Test("A phrase speaks either tongue, is joined tongue by tongue and changed in both")
  func phrases() {
    let phrase = Phrase("list ", "名单") + Phrase.same("court")
    #expect(phrase.text(in: .english) == "list court")
    #expect(phrase.text(in: .chinese) == "名单court")
    #expect(phrase.map { "`\($0)`" } == Phrase("`list court`", "`名单court`"))
  }

  @Test("Tongues are known by their codes")
  func codes() {
    #expect(Tongue(rawValue: "zh") == .chinese)
    #expect(Tongue(rawValue: "en") == .english)
  }
}

@Suite("Places in a text") struct SourceSpanTests {
  @Test("A span gives its words by UTF-8 offsets and grows to cover another")
  func spans() {
    let source = SourceText("按 县区 计数")
    let first = SourceSpan(source, 4..<10)
    #expect(first.text == "县区")
    #expect(first.union(SourceSpan(source, 11..<17)).text == "县区 计数")
    #expect(SourceSpan(source, 11..<99).text == "计数")
  }

  @Test("Each kind of fault owns its exit code, and a failure has that of its first reason")
  func exitCodes() {
    let kinds: [Diagnostic.Kind] = [.assertion, .commandLine, .statement, .data, .environment, .interrupted]
    #expect(kinds.map(\.exitCode) == [1, 2, 3, 4, 5, 130])
    let reasons = [Diagnostic(.data, .same("a")), Diagnostic(.statement, .same("b"))]
    #expect(Failure(reasons).exitCode == 4)
  }
}
