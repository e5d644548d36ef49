import Values

extension Parser {
  /// The words that begin a study.
  static let studies: [Keyword] = [
    .compare, .sweep, .reach, .decompose, .attribute, .overlap, .trend, .classify,
  ]

  /// A study whose verb is the next word.
  mutating func study(_ verb: Keyword) throws(Diagnostic) -> Study? {
    switch verb {
    case .compare: .compare(try comparison())
    case .sweep: .sweep(try sweep())
    case .reach: .reach(try reach())
    case .decompose: .decompose(try decomposition())
    case .attribute: .attribute(try attribution())
    case .overlap: try overlap()
    case .trend: .trend(try trend())
    case .classify: .classify(try classification())
    default: nil
    }
  }

  private mutating func operands() throws(Diagnostic) -> [Expression] {
    try separated { parser throws(Diagnostic) in try parser.sum() }
  }

  private mutating func groups() throws(Diagnostic) -> [Expression] { take(.by) ? try keys() : [] }

  /// What splits the entities into groups.
  private mutating func keys() throws(Diagnostic) -> [Expression] {
    try within(.keys) { parser throws(Diagnostic) in try parser.operands() }
  }

  /// A target, or a condition that could be one.
  private mutating func goal() throws(Diagnostic) -> Expression {
    try within(.goal) { parser throws(Diagnostic) in try parser.expression() }
  }

  private mutating func order() throws(Diagnostic) -> [SortKey] {
    try take(.sort) ? separated { parser throws(Diagnostic) in try parser.sortKey() } : []
  }

  /// Whether the word at hand is a scenario's name by what follows it, as a scenario called `on` is.
  private var namesScenario: Bool {
    switch kind(ahead: 1) {
    case .symbol(.comma)?, .symbol(.plus)?, .symbol(.leftParenthesis)?: true
    case .word(let word)?: Keyword(form: word) == .on || Keyword(form: word) == .against
    default: false
    }
  }

  private mutating func comparison() throws(Diagnostic) -> Comparison {
    let start = start
    advance()
    if at(.on), !namesScenario { throw unexpected(expecting: Phrase("a scenario", "情景")) }
    let scenarios = try separated { parser throws(Diagnostic) in try parser.scenarioExpression() }
    let reference = take(.against) ? try scenarioExpression() : nil
    try expect(.on)
    let metrics = try operands()
    let keys = try groups()
    return Comparison(
      scenarios: scenarios, reference: reference, metrics: metrics, keys: keys,
      isGroupedAfter: !keys.isEmpty && take(.after), span: span(from: start))
  }

  private mutating func sweep() throws(Diagnostic) -> SweepSyntax {
    let start = start
    advance()
    let scenario = try sweptScenario()
    try expect(.on)
    let metrics = try operands()
    return SweepSyntax(scenario: scenario, metrics: metrics, keys: try groups(), span: span(from: start))
  }

  private mutating func attribution() throws(Diagnostic) -> AttributionSyntax {
    let start = start
    advance()
    let scenario = try scenarioExpression()
    try expect(.on)
    return AttributionSyntax(scenario: scenario, metrics: try operands(), span: span(from: start))
  }

  private mutating func overlap() throws(Diagnostic) -> Study {
    let start = start
    advance()
    let scenario = try scenarioExpression()
    return .overlap(scenario, span: span(from: start))
  }

  private mutating func decomposition() throws(Diagnostic) -> DecompositionSyntax {
    let start = start
    advance()
    let goal = try self.goal()
    try expect(.by)
    let keys = try self.keys()
    let measures = take(.with) ? try scenarioExpression() : nil
    return DecompositionSyntax(
      goal: goal, keys: keys, measures: measures, order: try order(), span: span(from: start))
  }

  private mutating func trend() throws(Diagnostic) -> TrendSyntax {
    let start = start
    advance()
    let metrics = try operands()
    var first: Expression?
    var last: Expression?
    if take(.between) {
      first = try sum()
      try expectJoint()
      last = try sum()
    }
    try expect(.by)
    let period = try period()
    let keys = take(.comma) ? try self.keys() : []
    return TrendSyntax(
      metrics: metrics, first: first, last: last, period: period, keys: keys, span: span(from: start))
  }

  private mutating func period() throws(Diagnostic) -> Period {
    expecting([.week, .month, .quarter, .year])
    guard let keyword, let period = Period(rawValue: keyword.rawValue) else {
      throw unexpected(expecting: Phrase("`week`, `month`, `quarter` or `year`", "`周`、`月`、`季` 或 `年`"))
    }
    advance()
    return period
  }

  // MARK: Scenarios whose parameters take several values

  private mutating func sweptScenario() throws(Diagnostic) -> SweptScenario {
    let start = start
    var terms: [SweptScenario.Term] = []
    repeat {
      let name = try name(Phrase("a scenario", "情景"), as: .scenario)
      var arguments: [SweptScenario.Argument] = []
      if take(.leftParenthesis), !take(.rightParenthesis) {
        arguments = try within(.scenario(name)) { parser throws(Diagnostic) in
          try parser.separated { parser throws(Diagnostic) in try parser.sweptArgument() }
        }
        try expect(.rightParenthesis)
      }
      if Keyword(form: name.text) != .base { terms.append(.init(name: name, arguments: arguments)) }
    } while take(.plus)
    return SweptScenario(terms: terms, span: span(from: start))
  }

  private mutating func sweptArgument() throws(Diagnostic) -> SweptScenario.Argument {
    var label: Name?
    if kind(ahead: 1) == .symbol(.colon) {
      label = try name(Phrase("a parameter's name", "参数名"))
      advance()
    }
    if label == nil { expecting(.name(.parameter)) }
    return .init(label: label, values: try sweptValues())
  }

  private mutating func sweptValues() throws(Diagnostic) -> SweptValues {
    if at(.leftParenthesis) {
      // Several values in brackets, or one that merely begins with a bracket.
      let before = self
      advance()
      if let values = try? separated({ parser throws(Diagnostic) in try parser.expression() }), values.count > 1,
        take(.rightParenthesis)
      {
        return .list(values)
      }
      self = before
    }
    let first = try expression()
    guard take(.range) else { return .single(first) }
    let last = try sum()
    return .range(from: first, to: last, step: take(.step) ? try sum() : nil)
  }

  // MARK: Targets

  /// The words that begin a clause of `reach`; a comma may stand before each.
  static let clauses = Set(clauseOrder)
  private static let clauseOrder: [Keyword] = [.cost, .capacity, .inflow, .lag, .growth, .jurisdiction, .sort]

  /// One or more things with commas between, up to the next clause.
  private mutating func items<Element>(
    _ element: (inout Parser) throws(Diagnostic) -> Element
  ) throws(Diagnostic) -> [Element] {
    var elements = [try element(&self)]
    while at(.comma), !isClauseAhead {
      advance()
      elements.append(try element(&self))
    }
    return elements
  }

  private var isClauseAhead: Bool {
    guard case .word(let word)? = kind(ahead: 1), let keyword = Keyword(form: word) else { return false }
    return Parser.clauses.contains(keyword)
  }

  private mutating func reach() throws(Diagnostic) -> ReachSyntax {
    let start = start
    advance()
    let goal = try self.goal()
    let deadline = take(.by) || take(.asof) ? try sum() : nil
    try expect(.with)
    let measures = try items { parser throws(Diagnostic) in try parser.sweptScenario() }
    var costs: [ReachSyntax.Share<Expression>] = []
    var capacities: [ReachSyntax.Share<Rate>] = []
    var inflow: Rate?
    var lag: Expression?
    var growth: Rate?
    var jurisdictions: [Expression] = []
    var order: [SortKey] = []
    expecting(Parser.clauseOrder)
    while !atEnd, !at(.pipe) {
      if at(.comma), isClauseAhead { advance() }
      switch keyword {
      case .cost?:
        advance()
        costs = try shares { parser throws(Diagnostic) in try parser.sum() }
      case .capacity?:
        advance()
        capacities = try shares { parser throws(Diagnostic) in try parser.amount() }
        capacities = Parser.sharingPeriod(capacities)
      case .inflow?:
        advance()
        inflow = try rate()
      case .lag?:
        advance()
        lag = try sum()
      case .growth?:
        advance()
        growth = try rate()
      case .jurisdiction?:
        advance()
        jurisdictions = try items { parser throws(Diagnostic) in
          try parser.within(.source) { parser throws(Diagnostic) in try parser.selection() }
        }
      case .sort?:
        advance()
        order = try items { parser throws(Diagnostic) in try parser.sortKey() }
      default:
        throw unexpected(
          expecting: Phrase(
            "`cost`, `capacity`, `inflow`, `lag`, `growth`, `jurisdiction`, `sort`, or the end",
            "`成本`、`能力`、`流入`、`滞后`、`增长`、`管辖`、`排序`，或语句结束"))
      }
      expecting(Parser.clauseOrder)
    }
    return ReachSyntax(
      goal: goal, deadline: deadline, measures: measures, costs: costs, capacities: capacities, inflow: inflow,
      lag: lag, growth: growth, jurisdictions: jurisdictions, order: order, span: span(from: start))
  }

  /// One amount for all, or `A 3, B 10`.
  private mutating func shares<Amount>(
    _ amount: (inout Parser) throws(Diagnostic) -> Amount
  ) throws(Diagnostic) -> [ReachSyntax.Share<Amount>] {
    expecting(.name(.scenario))
    guard isShareOfScenario else { return [.init(scenario: nil, amount: try amount(&self))] }
    return try items { parser throws(Diagnostic) in
      let name = try parser.name(Phrase("a scenario", "情景"), as: .scenario)
      return .init(scenario: name, amount: try amount(&parser))
    }
  }

  /// Whether a scenario's name comes next, with an amount behind it.
  private var isShareOfScenario: Bool {
    switch token.kind {
    case .word, .bracketedName: break
    default: return false
    }
    switch kind(ahead: 1) {
    case .literal?, .word?, .bracketedName?: return self.kind(ahead: 1).map { !isPer($0) } ?? false
    default: return false
    }
  }

  private func isPer(_ kind: Token.Kind) -> Bool {
    guard case .word(let word) = kind else { return false }
    return Keyword(form: word) == .per || Parser.periods[word] != nil
  }

  /// `每月` as one word.
  static let periods: [String: Period] = ["每周": .week, "每月": .month, "每季": .quarter, "每年": .year]

  private mutating func rate() throws(Diagnostic) -> Rate {
    let amount = try sum()
    return Rate(amount: amount, period: try perPeriod())
  }

  /// A rate whose period may follow only the last of several.
  private mutating func amount() throws(Diagnostic) -> Rate {
    let amount = try sum()
    return Rate(amount: amount, period: at(.comma) && !isClauseAhead ? .month : try perPeriod())
  }

  /// `A 300, B 20 per week`: what is said last holds for all.
  private static func sharingPeriod(_ shares: [ReachSyntax.Share<Rate>]) -> [ReachSyntax.Share<Rate>] {
    guard let period = shares.last?.amount.period else { return [] }
    return shares.map { .init(scenario: $0.scenario, amount: Rate(amount: $0.amount.amount, period: period)) }
  }

  mutating func perPeriod() throws(Diagnostic) -> Period {
    if case .word(let word) = token.kind, let period = Parser.periods[word] {
      advance()
      return period
    }
    guard take(.per) else { throw unexpected(expecting: Phrase("`per month`", "`每月`")) }
    return try period()
  }

  // MARK: Classes

  private mutating func classification() throws(Diagnostic) -> ClassificationSyntax {
    let start = start
    advance()
    let list = try name(Phrase("a list", "名单"), as: .list)
    let classes = try separated { parser throws(Diagnostic) in
      let label = try parser.quoted(Phrase("a class in quotes, as \"退出\"", "带引号的类别，如“退出”"))
      let rule: ClassificationSyntax.Class.Rule
      if parser.take(.with) {
        rule = .taken(by: try parser.scenarioExpression())
      } else if parser.take(.where) {
        rule = .condition(try parser.condition(on: list))
      } else {
        rule = .rest
      }
      return ClassificationSyntax.Class(label: label.path, labelSpan: label.span, rule: rule)
    }
    return ClassificationSyntax(list: list, classes: classes, span: span(from: start))
  }

  // MARK: Why

  mutating func why() throws(Diagnostic) -> WhySyntax {
    advance()
    let start = start
    if case .literal(.integer(let count)) = token.kind, case .word(let word)? = kind(ahead: 1),
      Keyword(form: word) == .of
    {
      advance()
      let subjectSpan = span(from: start)
      advance()
      let scenario = try scenarioExpression()
      let keys = try groups()
      return WhySyntax(
        subject: .examples(count: Int(count), keys: keys), subjectSpan: subjectSpan, scenario: scenario,
        isBrief: take(.brief))
    }
    let subject: String
    var isCount = false
    expecting(.text(.entity))
    if let text = optionalQuoted() {
      subject = text
    } else {
      // A credit code may be typed bare.
      guard !atEnd, !at(.in) else {
        throw unexpected(expecting: Phrase("a code, or part of a name in quotes", "代码，或带引号的部分名称"))
      }
      if case .literal(.integer) = token.kind { isCount = true }
      advance()
      subject = String(span(from: start).text)
    }
    let subjectSpan = span(from: start)
    if isCount { expecting([.of]) }
    guard take(.in) else {
      throw unexpected(expecting: Phrase("`in` and a scenario", "`于` 和一个情景"))
    }
    let scenario = try scenarioExpression()
    return WhySyntax(
      subject: .entity(subject), subjectSpan: subjectSpan, scenario: scenario, isBrief: take(.brief))
  }
}
