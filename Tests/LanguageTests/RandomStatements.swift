// swift-format-ignore-file: NeverForceUnwrap

@testable import Language
import Values

/// Random statements of every kind, such as a text could hold.
struct Statements {
  var dice: Dice
  private var expressions: Expressions
  static let nowhere = SourceSpan(SourceText(""), 0..<0)

  init(_ seed: Int) {
    dice = Dice(seed)
    expressions = Expressions(dice: Dice(seed &* 31))
  }

  /// How many kinds there are.
  static let kinds = 20

  mutating func statement(_ kind: Int) -> Statement {
    Statement(kind: self.kind(kind), span: Self.nowhere)
  }

  private mutating func kind(_ kind: Int) -> Statement.Kind {
    switch kind {
    case 0:
      let list = isLucky() ? name() : nil
      return .load(path: path(), list: list, part: list == nil ? nil : filePart())
    case 1: return .asof(expression())
    case 2: return .list(list())
    case 3: return .bind(name(), selection())
    case 4: return .metric(name(), alias: alias(), selection())
    case 5: return .scenario(scenario())
    case 6:
      return .target(
        TargetDefinition(
          name: name(), alias: alias(), condition: expression(), deadline: isLucky() ? expression() : nil,
          citation: alias()))
    case 7: return .assert(expression(), otherwise: isLucky() ? pipeline() : nil)
    case 8: return .why(why())
    case 9: return .explain(scenarioExpression())
    case 10: return .save(path())
    case 11: return .set(name(), expression())
    case 12: return .help(help())
    case 13: return .given(given())
    case 14: return .lock(name())
    case 15: return .duty(duty())
    case 16: return .examples(scenarioExpression())
    case 17: return .undo
    case 18: return .recover(discards: isLucky())
    default: return .pipeline(pipeline())
    }
  }

  // MARK: Words

  mutating func isLucky() -> Bool { Bool.random(using: &dice) }

  mutating func several<Element>(_ counts: ClosedRange<Int>, _ make: (inout Statements) -> Element) -> [Element] {
    (0..<Int.random(in: counts, using: &dice)).map { _ in make(&self) }
  }

  mutating func name() -> Name {
    let keyword = Keyword.allCases.randomElement(using: &dice)!
    let rare = ["失信被执行人", "serious_ratio", "罚款金额（万元）", "2022", "a b", "x1", "至"].randomElement(using: &dice)!
    let text = [keyword.rawValue, keyword.words.chinese, rare, rare].randomElement(using: &dice)!
    return Name(text: text, span: Self.nowhere)
  }

  mutating func text() -> String {
    ["", "x", "宁信用〔2022〕1号 三（二）", "a\"b\\c\nd“e” # f", "筛选 | where"].randomElement(using: &dice)!
  }

  private mutating func help() -> HelpRequest {
    let keyword = Keyword.allCases.randomElement(using: &dice)!
    let word = [keyword.rawValue, keyword.words.chinese, "working day", "+", text()].randomElement(using: &dice)!
    return [.overview, .reference, .topic(word), .find(word)].randomElement(using: &dice)!
  }

  mutating func alias() -> String? { isLucky() ? text() : nil }

  private mutating func path() -> PathLiteral { PathLiteral(path: text(), span: Self.nowhere) }

  mutating func expression() -> Expression { expressions.expression(Int.random(in: 0...3, using: &dice)) }

  /// A chain of conditions, as long as rules are.
  mutating func conditions() -> Expression {
    (0..<Int.random(in: 0...4, using: &dice)).reduce(expression()) { chain, _ in
      Expression(kind: .binary(.and, chain, expression()), span: Self.nowhere)
    }
  }

  mutating func selection() -> Expression {
    guard isLucky() else { return conditions() }
    return Expression(kind: .selection(expression(), conditions()), span: Self.nowhere)
  }

  // MARK: Declarations

  private mutating func list() -> ListDeclaration {
    guard Int.random(in: 0...3, using: &dice) > 0 else {
      let members = several(1...4) { $0.name() }
      return ListDeclaration(name: name(), alias: alias(), parent: nil, key: nil, source: .union(members))
    }
    let encodings = ["gb18030", "utf8", "utf-8", "iso-8859-1", "a b", "编码"]
    let encoding = isLucky() ? Name(text: encodings.randomElement(using: &dice)!, span: Self.nowhere) : nil
    let parent = isLucky() ? ListDeclaration.Parent(list: name(), column: name()) : nil
    return ListDeclaration(
      name: name(), alias: alias(), parent: parent, key: isLucky() ? name() : nil,
      source: .file(path(), part: filePart(), encoding: encoding, several(0...5) { $0.column() }))
  }

  private mutating func filePart() -> FilePartSyntax? {
    let kinds: [FilePartSyntax.Kind?] = [
      nil, .sheet(text()), .sheetNumber(Int.random(in: 1...99, using: &dice)), .table(text()), .query(text()),
    ]
    return kinds.randomElement(using: &dice)!.map { FilePartSyntax(kind: $0, span: Self.nowhere) }
  }

  private mutating func column() -> ColumnSyntax {
    let types = ValueType.allCases.filter { $0 != .duration }
    let roles: [ColumnSyntax.Role?] = [nil, .since, .until, .on, .weight, .authority]
    return ColumnSyntax(
      name: name(), type: isLucky() ? types.randomElement(using: &dice)! : nil, headings: several(0...2) { $0.text() },
      role: roles.randomElement(using: &dice)!, yes: several(0...2) { $0.text() }, no: several(0...2) { $0.text() },
      unit: [nil, "元", "万元"].randomElement(using: &dice)!)
  }

  private mutating func given() -> GivenDefinition {
    let bounds = isLucky() ? (least: expression(), most: expression()) : nil
    let values = several(0...3) { statements in
      GivenDefinition.DatedValue(
        value: statements.expression(), since: statements.isLucky() ? statements.expression() : nil,
        citation: statements.alias())
    }
    return GivenDefinition(
      name: name(), alias: alias(), type: isLucky() ? ValueType.allCases.randomElement(using: &dice)! : nil,
      bounds: bounds, choices: bounds == nil ? several(0...2) { $0.expression() } : [], values: values)
  }

  // MARK: Scenarios

  private mutating func scenario() -> ScenarioDefinition {
    let parameters = several(0...2) { statements in
      ScenarioDefinition.Parameter(
        name: statements.name(), fallback: statements.isLucky() ? statements.expression() : nil)
    }
    let body: ScenarioDefinition.Body =
      isLucky() ? .measures(several(0...3) { $0.measure() }) : .sum(scenarioExpression())
    return ScenarioDefinition(name: name(), alias: alias(), parameters: parameters, body: body, span: Self.nowhere)
  }

  private mutating func measure() -> MeasureSyntax {
    let exceptions = several(0...2) { statements in
      MeasureSyntax.Exception(condition: statements.conditions(), citation: statements.alias())
    }
    let action = MeasureSyntax.Action.allCases.randomElement(using: &dice)!
    let assignments = several(1...2) { MeasureSyntax.Assignment(column: $0.name(), value: $0.expression()) }
    return MeasureSyntax(
      action: action, isProspective: isLucky(), list: name(), assignments: action == .update ? assignments : [],
      condition: isLucky() ? conditions() : nil, exceptions: exceptions,
      citation: alias(), span: Self.nowhere)
  }

  mutating func scenarioExpression() -> ScenarioExpression {
    let terms = several(0...3) { statements in
      ScenarioExpression.Term(
        name: statements.name(),
        arguments: statements.several(0...2) { inner in
          Argument(label: inner.isLucky() ? inner.name() : nil, value: inner.selection())
        })
    }
    return ScenarioExpression(terms: terms.filter { Keyword(form: $0.name.text) != .base }, span: Self.nowhere)
  }

  // MARK: Pipelines

  private mutating func pipeline() -> Pipeline {
    let source: Pipeline.Source
    switch Int.random(in: 0...5, using: &dice) {
    case 0: source = .study(study())
    case 1: source = .show(name())
    case 2: source = .expression(Expression(kind: .name(name()), span: Self.nowhere))
    case 3:
      let form = isLucky() ? Name(text: ["csv", "表格", "a b"].randomElement(using: &dice)!, span: Self.nowhere) : nil
      source = .last(format: form)
    default: source = .expression(selection())
    }
    return Pipeline(source: source, stages: several(0...4) { Stage(kind: $0.stage(), span: Self.nowhere) })
  }

  private mutating func stage() -> Stage.Kind {
    switch Int.random(in: 0...11, using: &dice) {
    case 11: return .chart(isLucky() ? expression() : nil)
    case 0: return .filter(conditions())
    case 1: return .select(several(1...3) { $0.expression() })
    case 2: return .derive(name(), expression())
    case 3: return .distinct(several(0...2) { $0.expression() })
    case 4: return .join(name())
    case 5: return .export(path())
    case 6: return .sort(several(0...2) { SortKey(expression: $0.expression(), isDescending: $0.isLucky()) })
    case 7: return .take(Int.random(in: 0...100, using: &dice))
    case 8: return .aggregate(several(1...3) { $0.aggregate() })
    default:
      let keys = several(1...3) { $0.expression() }
      var aggregates = several(0...2) { $0.aggregate() }
      // A bare name before a bracket is a call in any text.
      if case .name? = keys.last?.kind, case .binary? = aggregates.first?.kind { aggregates = [] }
      return .group(keys: keys, aggregates: aggregates)
    }
  }

  private mutating func aggregate() -> Expression {
    switch Int.random(in: 0...3, using: &dice) {
    case 0:
      return Expression(
        kind: .call(receiver: nil, name(), [Argument(label: nil, value: expression())]), span: Self.nowhere)
    case 1: return Expression(kind: .binary(.subtract, expression(), expression()), span: Self.nowhere)
    default: return Expression(kind: .name(name()), span: Self.nowhere)
    }
  }
}
