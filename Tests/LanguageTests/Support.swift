// swift-format-ignore-file: NeverForceUnwrap, NeverUseForceTry

@testable import Language
import Testing
import Values

/// Numbers that look random and are the same on every machine.
struct Dice: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}

/// A text in which the marks 1️⃣ and 2️⃣ say where a message should point; 1️⃣ alone marks a place between two characters.
struct MarkedText {
  let text: String
  let range: Range<Int>

  init(_ marked: String) {
    let parts = marked.split(separator: "1️⃣", maxSplits: 1, omittingEmptySubsequences: false)
    let rest = parts[1].split(separator: "2️⃣", maxSplits: 1, omittingEmptySubsequences: false)
    text = String(parts[0]) + rest.joined()
    let start = parts[0].utf8.count
    range = start..<(rest.count > 1 ? start + rest[0].utf8.count : start)
  }
}

/// What a piece of syntax is made of, without the places where it stood. Keywords are told in English.
func outline(_ syntax: Any) -> String {
  switch syntax {
  case is SourceSpan: return ""
  case let name as Name: return Keyword(form: name.text)?.rawValue ?? "‘\(name.text)’"
  case let value as Value: return "\(value)"
  case let text as String: return "“\(text)”"
  case let sign as BinaryOperator: return sign.rawValue
  default: break
  }
  let mirror = Mirror(reflecting: syntax)
  let parts = mirror.children.compactMap { label, value in
    value is SourceSpan || label == "span" ? nil : outline(value)
  }
  switch mirror.displayStyle {
  case .enum where mirror.children.isEmpty: return "\(syntax)"
  case .enum: return "\(mirror.children.first!.label!)(\(parts.joined(separator: " ")))"
  case .optional: return parts.first ?? "none"
  case .collection: return "[\(parts.joined(separator: ", "))]"
  case .struct, .tuple: return parts.count == 1 ? parts[0] : "(\(parts.joined(separator: " ")))"
  default: return "\(syntax)"
  }
}

/// The only statement of a text that has no faults.
func statement(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) -> Statement.Kind? {
  let program = Parser.parse(SourceText(text))
  #expect(program.diagnostics.map(\.message.english) == [], "\(text)", sourceLocation: sourceLocation)
  #expect(program.statements.count == 1, "\(text)", sourceLocation: sourceLocation)
  return program.statements.first?.kind
}

/// The expression that a text is.
func expression(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) -> Expression? {
  guard case .bind(_, let expression)? = statement("let x = \(text)", sourceLocation: sourceLocation) else {
    return nil
  }
  return expression
}

/// A registry with court records, their searches, and penalties; and a list that belongs to nothing.
struct TestScope: Scope {
  var definitions: [String: Definition] = [:]

  static let registry = 0
  static let court = 1
  static let searches = 2
  static let penalties = 3
  static let notes = 4

  let schema = Schema([
    ListSchema(
      name: "registry", alias: "登记库",
      columns: [
        ColumnSchema(name: "code", heading: "统一社会信用代码", type: .text),
        ColumnSchema(name: "name", heading: "企业名称", type: .text),
        ColumnSchema(name: "district", heading: "所属区", type: .category),
      ], parent: nil),
    ListSchema(
      name: "court", alias: "失信被执行人",
      columns: [
        ColumnSchema(name: "case", heading: "案号", type: .text),
        ColumnSchema(name: "n", heading: "件数", type: .integer),
        ColumnSchema(name: "rate", heading: "利率", type: .decimal),
        ColumnSchema(name: "share", heading: "占比", type: .percentage),
        ColumnSchema(name: "fine", heading: "罚款金额（万元）", type: .money),
        ColumnSchema(name: "memo", heading: "备注", type: .text),
        ColumnSchema(name: "kind", heading: "类型", type: .category),
        ColumnSchema(name: "clues", heading: "有效财产线索", type: .flag),
        ColumnSchema(name: "filed", heading: "立案时间", type: .date),
        ColumnSchema(name: "period", heading: "月份", type: .month),
      ], parent: 0),
    ListSchema(
      name: "searches", alias: "查控",
      columns: [
        ColumnSchema(name: "found", heading: "发现可供执行财产", type: .flag),
        ColumnSchema(name: "date", heading: "查控时间", type: .date),
        ColumnSchema(name: "minutes", heading: "分钟", type: .integer),
      ], parent: 1),
    ListSchema(
      name: "penalties", alias: "行政处罚",
      columns: [ColumnSchema(name: "amount", heading: "金额", type: .money)], parent: 0),
    ListSchema(
      name: "notes", alias: nil, columns: [ColumnSchema(name: "length", heading: "长度", type: .integer)], parent: nil),
  ])
  let asof = CalendarDate(year: 2022, month: 7, day: 31)!
  var definedNames: [String] { Array(definitions.keys) }
  func definition(named name: String) -> Definition? { definitions[name] }
  func values(ofList list: Int, column: Int) -> [String] {
    switch (list, column) {
    case (0, 2): ["玄武区", "江宁区"]
    case (1, 6): ["限制消费", "失信"]
    default: []
    }
  }

  /// The typed expression that a text is in a context, or what is wrong with it.
  func check(_ text: String, in context: Checker.Context = .row(of: court)) -> Result<TypedExpression, Diagnostic> {
    let source = SourceText("let x = \(text)")
    let program = Parser.parse(source)
    if let diagnostic = program.diagnostics.first { return .failure(diagnostic) }
    guard case .bind(_, let expression)? = program.statements.first?.kind else {
      return .failure(Diagnostic(.statement, .same("not an expression")))
    }
    var checker = Checker(self)
    return Result { () throws(Diagnostic) in try checker.check(expression, in: context) }
  }

  /// The type of an expression, or what is wrong with it in English.
  func type(_ text: String, in context: Checker.Context = .row(of: court)) -> String {
    switch check(text, in: context) {
    case .success(let typed): typed.type?.rawValue ?? "unknown"
    case .failure(let diagnostic): diagnostic.message.english
    }
  }
}
