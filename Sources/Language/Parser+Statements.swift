import Values

extension Parser {
  mutating func statement() throws(Diagnostic) -> Statement {
    let start = start
    let kind = try statementKind()
    return Statement(kind: kind, span: span(from: start))
  }

  /// A word is a verb at a statement's start unless what follows shows that it is used as a name.
  var verb: Keyword? {
    guard let keyword else { return nil }
    switch kind(ahead: 1) {
    case .symbol(.pipe)?, .symbol(.dot)?, .symbol(.equal)?, .symbol(.less)?, .symbol(.greater)?: return nil
    default: return keyword
    }
  }

  private mutating func statementKind() throws(Diagnostic) -> Statement.Kind {
    expecting(Parser.verbs)
    switch verb {
    case .load?: return try load()
    case .asof? where !isEndAhead:
      advance()
      return .asof(try expression())
    case .list?:
      advance()
      return .list(try listDeclaration())
    case .let?:
      advance()
      let name = try name(Phrase("a name", "名称"))
      try expect(.equal)
      return .bind(name, try selection())
    case .given?:
      advance()
      return .given(try given())
    case .lock?:
      advance()
      return .lock(try name(Phrase("the name of a given", "前提名称"), as: .given))
    case .metric?:
      advance()
      let name = try name(Phrase("the metric's name", "指标名称"))
      let alias = optionalQuoted()
      try expect(.equal)
      return .metric(name, alias: alias, try selection())
    case .scenario?:
      let start = start
      advance()
      return .scenario(try scenario(from: start))
    case .target?:
      advance()
      return .target(try target())
    case .duty?:
      advance()
      return .duty(try duty())
    case .assert?:
      advance()
      let condition = try expression()
      return .assert(condition, otherwise: take(.else) ? try pipeline() : nil)
    case .why?: return .why(try why())
    case .explain?:
      advance()
      return .explain(try scenarioExpression())
    case .examples? where isScenarioAhead:
      advance()
      // A scenario may itself be called `of`.
      if isScenarioAhead { _ = take(.of) }
      return .examples(try scenarioExpression())
    case .tour? where isEndAhead:
      advance()
      return .tour
    case .save?:
      advance()
      return .save(try quoted(Phrase("a quoted path", "带引号的路径"), as: .output))
    case .undo? where isEndAhead:
      advance()
      return .undo
    case .recover?:
      advance()
      return .recover(discards: try discards())
    case .set?:
      let start = start
      advance()
      expecting(.name(.setting))
      // Without more it lists the settings.
      guard !atEnd else {
        return .pipeline(Pipeline(source: .show(Name(text: "settings", span: span(from: start))), stages: []))
      }
      let setting = try name(Phrase("a setting", "设置项"), as: .setting)
      return .set(
        setting, try within(.setting(setting)) { parser throws(Diagnostic) in try parser.expression() })
    case .help?: return try help()
    case .exit?, .exempt?, .repair?, .strike?, .update?, .admit?, .prospective?:
      throw Diagnostic(
        .statement, Phrase("a measure stands inside a scenario", "措施要写在情景里"), at: here,
        notes: [
          Phrase("write `scenario name = \(here.text) …`", "请写成 `情景 名称 = \(here.text) …`")
        ])
    default: return .pipeline(try pipeline())
    }
  }

  /// Whether a name follows, as of a scenario: a list that is called `examples` is followed by other things.
  private var isScenarioAhead: Bool {
    switch kind(ahead: 1) {
    case .bracketedName?: return true
    case .word(let word)?:
      switch Keyword(form: word) {
      case .where?, .in?, .is?, .and?, .or?, .not?: return false
      default: return true
      }
    default: return false
    }
  }

  private mutating func discards() throws(Diagnostic) -> Bool {
    guard !atEnd else { return false }
    guard case .word(let word) = token.kind, StatementPrinter.discardWords.contains(word) else {
      throw unexpected(expecting: Phrase("`discard`, or nothing more", "`丢弃`，或到此结束"))
    }
    advance()
    return true
  }

  private var isEndAhead: Bool { kind(ahead: 1).map { $0 == .end } ?? true }

  private mutating func help() throws(Diagnostic) -> Statement.Kind {
    advance()
    expecting(.topic)
    guard !atEnd else { return .help(.overview) }
    if at(.minus), kind(ahead: 1) == .symbol(.minus), case .word(let option)? = kind(ahead: 2),
      HelpRequest.findWords.contains(option)
    {
      for _ in 0..<3 { advance() }
      guard !atEnd else { throw unexpected(expecting: Phrase("a text to look for", "要查找的文本")) }
      return .help(.find(restOfLine()))
    }
    let topic = restOfLine()
    return .help(HelpRequest.referenceWords.contains(topic) ? .reference : .topic(topic))
  }

  /// What is left of a statement as it was written, without the quotes where it is quoted.
  private mutating func restOfLine() -> String {
    let (first, start) = (token.kind, start)
    advance()
    if atEnd {
      switch first {
      case .text(let text), .word(let text): return text
      default: break
      }
    }
    while !atEnd { advance() }
    return String(span(from: start).text)
  }

  private mutating func load() throws(Diagnostic) -> Statement.Kind {
    advance()
    expecting(.text(.input))
    if case .text = token.kind { return .load(path: try quoted(Phrase("a path", "路径")), list: nil, part: nil) }
    let list = try name(Phrase("a quoted path or a list's name", "带引号的路径或名单名称"))
    try expect(
      .from,
      notes: [
        Phrase(
          "a path stands in quotes: `load \"…\"`, or `load court from \"…\"`",
          "路径要加引号：`导入 \"…\"`，或 `导入 失信被执行人 来自 \"…\"`")
      ])
    let path = try quoted(Phrase("a quoted path", "带引号的路径"), as: .input)
    return .load(path: path, list: list, part: try filePart())
  }

  private mutating func target() throws(Diagnostic) -> TargetDefinition {
    let name = try name(Phrase("the target's name", "目标名称"))
    let alias = optionalQuoted()
    try expect(.equal)
    let condition = try expression()
    let deadline = take(.by) || take(.asof) ? try expression() : nil
    let citation = take(.cite) ? try quoted(Phrase("the clause in quotes", "带引号的条款")).path : nil
    return TargetDefinition(name: name, alias: alias, condition: condition, deadline: deadline, citation: citation)
  }

  // MARK: Scenarios

  private mutating func scenario(from start: Int) throws(Diagnostic) -> ScenarioDefinition {
    let name = try name(Phrase("the scenario's name", "情景名称"))
    let alias = optionalQuoted()
    var parameters: [ScenarioDefinition.Parameter] = []
    if take(.leftParenthesis) {
      if !at(.rightParenthesis) {
        parameters = try separated { parser throws(Diagnostic) in
          let name = try parser.name(Phrase("a parameter's name", "参数名"))
          return .init(name: name, fallback: parser.take(.equal) ? try parser.expression() : nil)
        }
      }
      try expect(.rightParenthesis)
    }
    try expect(.equal)
    let body: ScenarioDefinition.Body
    if take(.leftBrace) {
      body = .measures(try measures())
    } else if action != nil || at(.prospective) {
      body = .measures([try measure()])
    } else {
      expecting(Parser.measures + [.prospective])
      body = .sum(try scenarioExpression())
    }
    return ScenarioDefinition(
      name: name, alias: alias, parameters: parameters, body: body, span: span(from: start))
  }

  private mutating func measures() throws(Diagnostic) -> [MeasureSyntax] {
    var measures: [MeasureSyntax] = []
    skipEnds()
    while !at(.rightBrace) {
      measures.append(try measure())
      guard atEnd || at(.rightBrace) else {
        throw unexpected(expecting: Phrase("a new line or `}`", "换行或 `}`"))
      }
      skipEnds()
    }
    try expect(.rightBrace)
    return measures
  }

  private var action: MeasureSyntax.Action? { keyword.flatMap { MeasureSyntax.Action(rawValue: $0.rawValue) } }

  private mutating func measure() throws(Diagnostic) -> MeasureSyntax {
    let start = start
    let isProspective = take(.prospective)
    expecting(Parser.measures)
    guard let action else {
      throw unexpected(
        expecting: Phrase(
          "a measure: `exit`, `exempt`, `repair`, `strike`, `update` or `admit`",
          "措施：`退出`、`豁免`、`修复`、`核减`、`更新` 或 `新增`"))
    }
    advance()
    let list = try name(Phrase("a list", "名单"), as: .list)
    let assignments = action == .update ? try assignments(in: list) : []
    let condition = take(.where) ? try self.condition(on: list) : nil
    let citation = try optionalCitation()
    var exceptions: [MeasureSyntax.Exception] = []
    while take(.except) {
      // `except when` in English; 除非 says both.
      _ = take(.when)
      let condition = try self.condition(on: list)
      exceptions.append(.init(condition: condition, citation: try optionalCitation()))
    }
    return MeasureSyntax(
      action: action, isProspective: isProspective, list: list, assignments: assignments, condition: condition,
      exceptions: exceptions, citation: citation, span: span(from: start))
  }

  private mutating func assignments(in list: Name) throws(Diagnostic) -> [MeasureSyntax.Assignment] {
    try expect(.set)
    return try within(.list(list)) { parser throws(Diagnostic) in
      try parser.separated { parser throws(Diagnostic) in
        let column = try parser.name(Phrase("a column", "列名"), as: .column)
        try parser.expect(.equal)
        let place = Expression(kind: .name(column), span: column.span)
        let value = try parser.within(.comparison(with: place)) { parser throws(Diagnostic) in
          try parser.expression()
        }
        return .init(column: column, value: value)
      }
    }
  }

  /// A condition on a list's rows.
  mutating func condition(on list: Name) throws(Diagnostic) -> Expression {
    try within(.list(list)) { parser throws(Diagnostic) in try parser.expression() }
  }

  /// What a measure can begin with.
  private static let measures: [Keyword] = [.exit, .exempt, .repair, .strike, .update, .admit]

  private mutating func optionalCitation() throws(Diagnostic) -> String? {
    take(.cite) ? try quoted(Phrase("the clause in quotes", "带引号的条款")).path : nil
  }

  mutating func scenarioExpression() throws(Diagnostic) -> ScenarioExpression {
    let start = start
    var terms: [ScenarioExpression.Term] = []
    repeat {
      let name = try name(Phrase("a scenario", "情景"), as: .scenario)
      expecting(.symbol(.leftParenthesis))
      let arguments =
        at(.leftParenthesis)
        ? try within(.scenario(name)) { parser throws(Diagnostic) in try parser.arguments() } : []
      if Keyword(form: name.text) != .base { terms.append(.init(name: name, arguments: arguments)) }
    } while take(.plus)
    return ScenarioExpression(terms: terms, span: span(from: start))
  }
}
