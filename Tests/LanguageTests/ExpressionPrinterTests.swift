// swift-format-ignore-file: NeverForceUnwrap, NeverUseForceTry

@testable import Language
import Testing
import Values

/// Random expressions of the kinds that statements can hold.
struct Expressions {
  var dice: Dice
  private static let nowhere = SourceSpan(SourceText(""), 0..<0)

  private static let names = [
    "n", "fine", "立案时间", "罚款金额（万元）", "in", "2022", "a b", "count", "month", "所属区", "且", "至", "then", "known", "x1", "",
  ]
  private static let literals: [Value] = [
    .unknown, .flag(true), .flag(false), .integer(0), .integer(42), .integer(.max), .decimal(Fraction(3)),
    .decimal(try! Fraction(decimal: "0.125")!), .percentage(try! Fraction(decimal: "0.0126")!),
    .percentage(try! Fraction(1, over: 2)), .money(1), .money(5_000_000), .money(1250), .text(""), .text("玄武区"),
    .text("a\"b\\c\nd“e”\r\n[】"), .date(CalendarDate(year: 2022, month: 7, day: 31)!),
    .month(CalendarMonth(year: 2022, month: 7)!), .duration(CalendarDuration(months: 1)),
    .duration(CalendarDuration(months: 18)), .duration(CalendarDuration(days: 1)),
    .duration(CalendarDuration(days: 30)),
    .duration(CalendarDuration()), .duration(CalendarDuration(workingDays: 1)),
    .duration(CalendarDuration(workingDays: 20)),
  ]

  private mutating func name() -> Name { Name(text: Self.names.randomElement(using: &dice)!, span: Self.nowhere) }

  private func make(_ kind: Expression.Kind) -> Expression { Expression(kind: kind, span: Self.nowhere) }

  mutating func expression(_ depth: Int) -> Expression {
    let kind = depth == 0 ? Int.random(in: 0...1, using: &dice) : Int.random(in: 0...13, using: &dice)
    switch kind {
    case 0: return make(.literal(Self.literals.randomElement(using: &dice)!))
    case 1: return make(.name(name()))
    case 2: return make(.member(make(.name(name())), name()))
    case 3:
      let hasReceiver = Bool.random(using: &dice)
      let arguments = (0..<Int.random(in: 0...2, using: &dice)).map { _ in
        let label = Int.random(in: 0...3, using: &dice) == 0 ? Name(text: "次数", span: Self.nowhere) : nil
        return Argument(label: label, value: expression(depth - 1))
      }
      let functions = ["count", "计数", "month", "立案时间", "f x"]
      let function = Name(text: functions.randomElement(using: &dice)!, span: Self.nowhere)
      return make(.call(receiver: hasReceiver ? make(.name(name())) : nil, function, arguments))
    case 4: return make(.unary(.not, expression(depth - 1)))
    case 5: return make(.unary(.negate, expression(depth - 1)))
    case 6, 7, 8:
      let sign = BinaryOperator.allCases.randomElement(using: &dice)!
      return make(.binary(sign, expression(depth - 1), expression(depth - 1)))
    case 9: return make(.between(expression(depth - 1), expression(depth - 1), expression(depth - 1)))
    case 10:
      let members = (0...Int.random(in: 0...2, using: &dice)).map { _ in expression(depth - 1) }
      return make(.membership(expression(depth - 1), members))
    case 11: return make(.knownness(expression(depth - 1), isKnown: Bool.random(using: &dice)))
    case 12: return make(.conditional(expression(depth - 1), expression(depth - 1), expression(depth - 1)))
    default:
      let list = make(.name(Name(text: "court", span: Self.nowhere)))
      let isAll = Bool.random(using: &dice)
      return make(.selection(isAll ? make(.all(list)) : list, expression(depth - 1)))
    }
  }
}

@Suite("Expressions in words again") struct ExpressionPrinterTests {
  @Test("What is printed in either tongue is read as the same expression", arguments: 1...600)
  func roundTrip(seed: Int) {
    var expressions = Expressions(dice: Dice(seed))
    let original = expressions.expression(1 + seed % 4)
    let english = ExpressionPrinter(tongue: .english)
    let chinese = ExpressionPrinter(tongue: .chinese)
    for printer in [english, chinese] {
      let text = printer.text(of: original)
      guard let parsed = expression(text) else { continue }
      #expect(outline(parsed) == outline(original), "\(text)")
      #expect(printer.text(of: parsed) == text)
      #expect(english.text(of: parsed) == english.text(of: original))
      #expect(chinese.text(of: parsed) == chinese.text(of: original))
    }
  }

  @Test(
    "What was written with rare names and brackets is read as the same again",
    arguments: [
      "(all court).filed", "(all court).count(n)", "[all] between 1 and 2", "[in](1)", "f([in]: 3)", "f([a b]: 3)",
      "-(-(1))", "(6 months).x", "(a = b) = c", "not (not a)", "(if a then b else c) or d", "a - (b - c)",
      "a / (b * c)",
      "(court where a) where b", "(a in (1)) in (yes)", "a + -b", "\"\\\"\u{301}\"",
    ])
  func rareExpressions(text: String) {
    let original = expression(text)!
    for tongue in Tongue.allCases {
      let printed = ExpressionPrinter(tongue: tongue).text(of: original)
      let program = Parser.parse(SourceText("let x = \(printed)"))
      guard case .bind(_, let parsed)? = program.statements.first?.kind, program.diagnostics.isEmpty else {
        Issue.record("\(text) is printed as \(printed), which can't be read")
        continue
      }
      #expect(outline(parsed) == outline(original), "\(printed)")
    }
  }

  @Test(
    "Numbers keep all their digits",
    arguments: [
      "0.0000000000001", "123456789012345678901234567890.5", "0.00000000000001%", "9223372036854775807", "0.01元",
    ])
  func digits(text: String) {
    let original = expression(text)!
    let printed = ExpressionPrinter(tongue: .english).text(of: original)
    #expect(outline(expression(printed)!) == outline(original), "\(printed)")
  }

  @Test(
    "Expressions are written with the words of the tongue",
    arguments: [
      ("not a and b", "not a and b", "非 a 且 b"),
      ("count(court where n > 1 and (a or b))", "count(court where n > 1 and (a or b))", "计数(court 当 n > 1 且 (a 或 b))"),
      ("a between 1 and 5万元", "a between 1 and 50000元", "a 介于 1 至 50000元"),
      ("a is not known", "a is unknown", "a 为 不详"), ("a in (yes, unknown)", "a in (yes, unknown)", "a 属于 (是, 不详)"),
      ("asof - 12 months", "asof - 12 months", "asof - 12个月"), ("1 day", "1 day", "1天"),
      ("[罚款金额（万元）] > 1%", "[罚款金额（万元）] > 1%", "[罚款金额（万元）] > 1%"),
      ("if a then 2.0 else 3", "if a then 2.0 else 3", "若 a 则 2.0 否则 3"),
    ])
  func words(text: String, english: String, chinese: String) {
    let parsed = expression(text)!
    #expect(ExpressionPrinter(tongue: .english).text(of: parsed) == english)
    #expect(ExpressionPrinter(tongue: .chinese).text(of: parsed) == chinese)
  }

  @Test("A span of months and days is written in full")
  func mixedDuration() {
    let text = ExpressionPrinter(tongue: .english).literal(.duration(CalendarDuration(months: 1, days: 3)))
    #expect(text.contains("1 month") && text.contains("3 days"))
  }

  @Test("A conjunction has its parts in written order")
  func conjuncts() {
    let parts = expression("a and (b and c) and (d or e)")!.conjuncts
    #expect(parts.map(ExpressionPrinter(tongue: .english).text(of:)) == ["a", "b", "c", "d or e"])
  }
}
