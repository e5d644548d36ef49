import Documents
import Evaluation
import Language
import Simulation
import Tables
import Values

/// Carries one statement out on a copy of the state.
struct StatementRunner {
  var state: State
  let origin: Workbench.Origin
  /// For what reaches past the state: writing files and the record of statements.
  let workbench: Workbench
  /// Fingerprints of files that were taken already, by their paths.
  var fingerprints: [String: Fingerprint] = [:]

  var scope: StatementScope { StatementScope(state: state) }

  /// - Returns: What the statement gives, or nil where it has nothing to say.
  /// - Throws: `Failure`.
  mutating func run(_ statement: Statement) throws -> Answer? {
    do {
      return try carryOut(statement)
    } catch let diagnostic as Diagnostic {
      throw Failure([diagnostic])
    } catch let fault as ArithmeticFault {
      throw Failure(.statement, fault.message, at: statement.span)
    } catch is Interruption {
      throw Failure(.interrupted, Phrase("interrupted; nothing has changed", "已中断，未作任何改动"))
    }
  }

  private mutating func carryOut(_ statement: Statement) throws -> Answer? {
    switch statement.kind {
    case .load(let path, let list, let part):
      return try load(path, as: list, part)
    case .list(let declaration):
      try declare(declaration, at: statement.span)
      // A document's lists are bound together, at its next question or at its end.
      if !origin.isDocument { try state.bind() }
      return nil
    case .asof(let expression):
      return try setDay(expression)
    default:
      try state.bind()
      return try answer(statement)
    }
  }

  private mutating func answer(_ statement: Statement) throws -> Answer? {
    switch statement.kind {
    case .given(let definition): return try define(definition)
    case .lock(let name): return try lock(name)
    case .pipeline(let pipeline):
      if case .export(let path)? = pipeline.stages.last?.kind {
        let rows = Pipeline(source: pipeline.source, stages: pipeline.stages.dropLast())
        let answer = try PipelineRunner(state: state, rowLimit: .max).answer(rows)
        return try workbench.export(answer, to: path, state: state, origin: origin)
      }
      let limit = workbench.isUnlimited ? Int.max : state.settings.rowLimit
      return try PipelineRunner(state: state, rowLimit: limit).answer(pipeline)
    case .bind(let name, let expression): return try bind(name, expression)
    case .metric(let name, let alias, let expression): return try define(metric: name, alias, expression)
    case .scenario(let definition): return try define(definition)
    case .target(let definition): return try define(definition)
    case .duty(let definition): return try define(definition)
    case .assert(let expression, let otherwise): return try assert(expression, otherwise: otherwise)
    case .why(let question): return try why(question)
    case .explain(let scenario):
      return Explanation(
        label: String(scenario.span.text), measures: try scope.measures(of: scenario), schema: state.schema
      ).answer()
    case .save(let path): return try workbench.save(path, state: state, origin: origin)
    case .set(let name, let expression): return try set(name, expression)
    case .help(let request): return Help.answer(request)
    case .load, .list, .asof: return nil
    }
  }

  // MARK: Definitions

  private mutating func setDay(_ expression: Expression) throws -> Answer? {
    try state.bind()
    guard case .date(let day) = try scope.value(of: expression, expecting: .date) else { return nil }
    try state.setDay(day)
    return nil
  }

  private mutating func bind(_ name: Name, _ expression: Expression) throws -> Answer? {
    let typed = try scope.check(expression)
    let range = try MetricEvaluation(typed).values(in: scope.world)[0]
    guard range.isExact else {
      throw Diagnostic(
        .statement, Phrase("`\(name.text)` would be a range", "“\(name.text)”将是一个区间"), at: expression.span,
        notes: [
          Phrase("bind one reading of it, as `headline(…)`, or define a `metric`", "请取其一，如 `名义值(…)`，或定义 `指标`")
        ])
    }
    try refuseLocked(name)
    let note = replacementNote(state.bindings[name.text] != nil, name)
    state.bindings.set(State.Binding(name: name.text, value: range.headline))
    return note
  }

  private mutating func define(_ definition: GivenDefinition) throws -> Answer? {
    let name = definition.name
    let former = state.givens.named(name.text)
    try refuseLocked(name)
    let values = try definition.values.map { dated in
      var since: CalendarDate?
      if let expression = dated.since, case .date(let day) = try scope.value(of: expression, expecting: .date) {
        since = day
      }
      return DefinedGiven.DatedValue(
        value: try scope.value(of: dated.value), since: since, citation: dated.citation)
    }
    let type = definition.type ?? former?.type ?? values.lazy.compactMap(\.value.type).first
    var bounds = former?.bounds
    if let stated = definition.bounds {
      let (least, most) = (
        try scope.value(of: stated.least, expecting: type), try scope.value(of: stated.most, expecting: type)
      )
      guard least <= most else {
        throw Diagnostic(
          .statement, Phrase("the bounds are the wrong way round", "上下限颠倒"), at: stated.least.span)
      }
      bounds = least...most
    }
    for (dated, written) in zip(values, definition.values) where dated.value != .unknown {
      guard dated.value.type == type else {
        throw Diagnostic(
          .statement,
          Phrase(
            "`\(name.text)` is \(type?.name.english ?? ""), this is \(dated.value.type?.name.english ?? "")",
            "“\(name.text)”应为\(type?.name.chinese ?? "")，却是\(dated.value.type?.name.chinese ?? "")"),
          at: written.value.span)
      }
      guard bounds?.contains(dated.value) ?? true else {
        let printer = ExpressionPrinter(tongue: .english)
        let range = bounds.map { "\(printer.literal($0.lowerBound)) – \(printer.literal($0.upperBound))" } ?? ""
        throw Diagnostic(
          .statement, Phrase("`\(name.text)` must lie in \(range)", "“\(name.text)”应在 \(range) 之间"),
          at: written.value.span)
      }
    }
    let given = DefinedGiven(
      name: former?.name ?? name.text, alias: definition.alias ?? former?.alias, type: type, bounds: bounds,
      values: values.sorted { ($0.since?.dayNumber ?? .min) < ($1.since?.dayNumber ?? .min) })
    state.givens.set(given)
    return replacementNote(former?.values.isEmpty == false, name)
  }

  private mutating func lock(_ name: Name) throws -> Answer? {
    guard var given = state.givens.named(name.text) else {
      throw Diagnostic(
        .statement, Phrase("`\(name.text)` is not given", "没有前提“\(name.text)”"), at: name.span,
        notes: Nearness.notes(name.text, state.givens.names))
    }
    given.isLocked = true
    state.givens.set(given)
    return nil
  }

  /// A locked given can be neither given again nor hidden by another definition.
  private func refuseLocked(_ name: Name) throws(Diagnostic) {
    guard let given = state.givens.named(name.text), given.isLocked else { return }
    throw Diagnostic(
      .statement, Phrase("`\(given.name)` is locked", "“\(given.name)”已锁定"), at: name.span,
      notes: [Phrase("it keeps its value: choose another name", "其取值不再变动，请换一个名称")])
  }

  private mutating func define(metric name: Name, _ alias: String?, _ expression: Expression) throws -> Answer? {
    try refuseLocked(name)
    let note = replacementNote(state.metrics[name.text] != nil, name)
    state.metrics.set(State.DefinedMetric(name: name.text, alias: alias, expression: expression))
    try checkNow { scope throws(Diagnostic) in _ = try scope.check(expression) }
    return note
  }

  private mutating func define(_ definition: ScenarioDefinition) throws -> Answer? {
    let name = definition.name
    if Keyword(form: name.text) == .base {
      throw Diagnostic(
        .statement, Phrase("`base` is the world before any measure", "“现状”指未采取任何措施的局面"), at: name.span,
        notes: [Phrase("choose another name", "请换一个名称")])
    }
    let note = replacementNote(state.scenarios[name.text] != nil, name)
    state.scenarios.set(DefinedScenario(definition: definition, clause: origin.clause))
    if definition.parameters.allSatisfy({ $0.fallback != nil }) {
      let term = ScenarioExpression.Term(name: name, arguments: [])
      try checkNow { scope throws(Diagnostic) in
        _ = try scope.measures(of: ScenarioExpression(terms: [term], span: name.span))
      }
    }
    return note
  }

  private mutating func define(_ definition: TargetDefinition) throws -> Answer? {
    let note = replacementNote(state.targets[definition.name.text] != nil, definition.name)
    state.targets.set(State.DefinedTarget(definition: definition, clause: origin.clause))
    try checkNow { scope throws(Diagnostic) in
      var checker = Checker(scope)
      _ = try checker.condition(definition.condition, in: .whole)
      if let deadline = definition.deadline {
        let type = try checker.check(deadline, in: .whole).type
        guard type == .date || type == .month else {
          throw Diagnostic(
            .statement,
            Phrase(
              "expected a date, found \(type?.name.english ?? "unknown")", "此处应为日期，却是\(type?.name.chinese ?? "不详")"),
            at: deadline.span)
        }
      }
    }
    return note
  }

  private mutating func define(_ definition: DutyDefinition) throws -> Answer? {
    let note = replacementNote(state.duties[definition.name.text] != nil, definition.name)
    _ = try DutyCalendar(state: state).days(of: definition)
    state.duties.set(DefinedDuty(definition: definition, clause: origin.clause))
    return note
  }

  /// What is typed is checked at once. What a document names and the data lack fails on use, not on load: a policy may
  /// come before its data.
  private func checkNow(_ check: (StatementScope) throws(Diagnostic) -> Void) throws(Diagnostic) {
    guard !origin.isDocument else { return }
    try check(scope)
  }

  private func replacementNote(_ isReplaced: Bool, _ name: Name) -> Answer? {
    guard isReplaced else { return nil }
    return Answer(prose: [
      Phrase("\(name.text) replaces the one defined before", "\(name.text) 取代了先前的定义")
    ])
  }

  private mutating func set(_ name: Name, _ expression: Expression) throws -> Answer? {
    let word =
      if case .name(let value) = expression.kind { value.text } else { String(expression.span.text) }
    switch name.text {
    case "language", "语言":
      guard
        let tongue = [
          "en": Tongue.english, "english": .english, "英文": .english, "zh": .chinese, "chinese": .chinese,
          "中文": .chinese,
        ][word.lowercased()]
      else {
        throw Diagnostic(
          .statement, Phrase("the language is `en` or `zh`", "语言为 `en` 或 `zh`"), at: expression.span)
      }
      state.settings.tongue = tongue
    case "rows", "行数":
      guard let count = Int(word), count > 0 else {
        throw Diagnostic(
          .statement, Phrase("expected a number of rows", "此处应为行数"), at: expression.span)
      }
      state.settings.rowLimit = count
    case "seed", "种子":
      guard let seed = Int(word), seed >= 0 else {
        throw Diagnostic(
          .statement, Phrase("expected a whole number, 0 or more", "此处应为不小于 0 的整数"), at: expression.span)
      }
      state.settings.seed = seed
    case "timing", "计时":
      switch word.lowercased() {
      case "on", "开", "yes", "是": state.settings.tellsTime = true
      case "off", "关", "no", "否": state.settings.tellsTime = false
      default:
        throw Diagnostic(
          .statement, Phrase("timing is `on` or `off`", "计时为 `开` 或 `关`"), at: expression.span)
      }
    case "snapshots", "快照":
      switch word.lowercased() {
      case "on", "开", "yes", "是": state.settings.keepsSnapshots = true
      case "off", "关", "no", "否": state.settings.keepsSnapshots = false
      default:
        throw Diagnostic(
          .statement, Phrase("snapshots are `on` or `off`", "快照为 `开` 或 `关`"), at: expression.span)
      }
    default:
      throw Diagnostic(
        .statement, Phrase("there is no setting `\(name.text)`", "没有设置项“\(name.text)”"), at: name.span,
        notes: [
          Phrase(
            "settings: `language`, `rows`, `seed`, `timing`, `snapshots`",
            "设置项：`language`（语言）、`rows`（行数）、`seed`（种子）、`timing`（计时）、`snapshots`（快照）")
        ])
    }
    return nil
  }

  // MARK: Questions with an answer of their own

  private func assert(_ expression: Expression, otherwise: Pipeline?) throws -> Answer? {
    var checker = Checker(scope)
    let condition = try checker.condition(expression, in: .whole)
    let truth = try scope.world.evaluator.value(of: condition)
    guard truth.low == .flag(true) else {
      let evidence = try otherwise.map {
        try PipelineRunner(state: state, rowLimit: state.settings.rowLimit).answer($0)
      }
      throw Assertion(condition, truth, expression, state).failure(showing: evidence)
    }
    return Answer(
      ResultTable(columns: [ResultColumn("holds")], rows: [[.value(.flag(true))]]),
      prose: [Phrase("holds", "成立")])
  }
}
