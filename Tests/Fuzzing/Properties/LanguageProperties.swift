import Presentation
import Values

@testable import Language

/// What must hold of any text, whether it is a statement or not.
public enum LanguageProperties {
  /// Reads, checks and lays out some bytes as text in every way.
  /// - Parameter bytes: The text; what is not UTF-8 in it becomes U+FFFD.
  /// - Throws: The first property that does not hold.
  public static func check(_ bytes: [UInt8]) throws(Violation) {
    let text = String(decoding: bytes, as: UTF8.self)
    _ = Parser.isComplete(text)
    try checkTyping(text)
    // The two readings differ only in how lines go on.
    for isDocument in text.utf8.contains(UInt8(ascii: "\n")) ? [false, true] : [true] {
      try check(text, isDocument: isDocument)
    }
  }

  private static func check(_ text: String, isDocument: Bool) throws(Violation) {
    let source = SourceText(text)
    let program = parse(source, isDocument: isDocument)
    for diagnostic in program.diagnostics { try check(diagnostic, in: source) }
    var end = 0
    for statement in program.statements {
      try checkSpan(statement.span, in: source)
      try require(statement.span.range.lowerBound >= end, "statements stand one after another", text)
      end = statement.span.range.upperBound
      try checkMeaning(statement, in: source)
    }
    if program.diagnostics.isEmpty { try LayoutProperties(isDocument: isDocument).check(text, program) }
  }

  /// That what is being typed at the text's end, and the parts that are coloured, lie inside the text.
  private static func checkTyping(_ text: String) throws(Violation) {
    let source = SourceText(text)
    if let continuation = Parser.continuation(of: text) {
      try checkSpan(SourceSpan(source, continuation.start..<text.utf8.count), in: source)
    }
    for piece in Parser.pieces(of: text) { try checkSpan(SourceSpan(source, piece.range), in: source) }
  }

  static func parse(_ source: SourceText, isDocument: Bool) -> Program {
    isDocument ? Parser.parse(document: source) : Parser.parse(source)
  }

  // MARK: Places

  /// That a message points at whole characters of the text that it is about, and can be shown.
  private static func check(_ diagnostic: Diagnostic, in source: SourceText) throws(Violation) {
    try require(
      !diagnostic.message.english.isEmpty && !diagnostic.message.chinese.isEmpty, "a message says something",
      source.text)
    if let span = diagnostic.span, span.source == source { try checkSpan(span, in: source) }
    for tongue in Tongue.allCases { _ = DiagnosticRenderer(tongue: tongue).text(of: diagnostic) }
  }

  private static func checkSpan(_ span: SourceSpan, in source: SourceText) throws(Violation) {
    let utf8 = source.text.utf8
    let range = span.range
    try require(
      range.lowerBound >= 0 && range.upperBound <= utf8.count, "a place lies inside its text",
      "\(range) of \(utf8.count) bytes: \(source.text)")
    for offset in [range.lowerBound, range.upperBound] where offset < utf8.count {
      let byte = utf8[utf8.index(utf8.startIndex, offsetBy: offset)]
      try require(byte & 0xC0 != 0x80, "a place lies between characters", "\(range): \(source.text)")
    }
  }

  // MARK: Meaning

  /// That every expression has a type, or a message that says why it has none, wherever it is computed.
  private static func checkMeaning(_ statement: Statement, in source: SourceText) throws(Violation) {
    var faults: Set<Diagnostic> = []
    for expression in expressions(in: statement.kind) {
      try checkSpan(expression.span, in: source)
      for context in CityScope.contexts {
        var checker = Checker(CityScope())
        do throws(Diagnostic) {
          _ = try checker.check(expression, in: context)
        } catch {
          faults.insert(error)
        }
      }
    }
    for fault in faults {
      try require(fault.span != nil, "a message about an expression says where", "\(fault): \(source.text)")
      try check(fault, in: source)
    }
  }
}

extension LanguageProperties {
  /// The words of the language in libFuzzer's notation.
  public static var fuzzerDictionary: String {
    let words = Keyword.allCases.flatMap { [$0.rawValue] + (Keyword.chineseForms[$0] ?? []) }
    let types = ValueType.allCases.flatMap { [$0.rawValue, $0.name.chinese] }
    let other = [
      "registry", "court", "失信被执行人", "searches", "查控", "penalties", "行政处罚", "serious_ratio", "严重失信占比", "district",
      "所属区", "2022-07-31", "2022年3月底", "2022-07", "5%", "5万元", "6个月", "6 months", "5个工作日", "..", "｜", "（", "）", "，",
      "“", "”", "《", "》", "＝", "≥", "【", "】", "\n", "\n  ", "#",
    ]
    let entries = (words + types + other).map { word in
      "\"" + word.utf8.map { "\\x" + (($0 < 16 ? "0" : "") + String($0, radix: 16)) }.joined() + "\""
    }
    return entries.joined(separator: "\n") + "\n"
  }
}
