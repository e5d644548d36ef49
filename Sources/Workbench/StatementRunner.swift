import Evaluation
import Language
import Presentation
import Simulation
import Tables
import Values

/// Carries one statement out on a copy of the state.
struct StatementRunner {
  var state: State
  let origin: Workbench.Origin
  /// For what reaches past the state: writing files and the record of statements.
  let workbench: Workbench
  /// The result that `last` shows from here on, where the statement gives one.
  private(set) var result: LastResult?

  init(state: State, origin: Workbench.Origin, workbench: Workbench) {
    self.state = state
    self.origin = origin
    self.workbench = workbench
  }

  var scope: StatementScope { StatementScope(state: state) }

  /// - Returns: What the statement gives, or nil where it has nothing to say.
  /// - Throws: `Failure`.
  mutating func run(_ statement: Statement) throws -> Answer? {
    do {
      try Interruption.check()
      return try carryOut(statement)
    } catch let diagnostic as Diagnostic {
      throw Failure([diagnostic])
    } catch let fault as ArithmeticFault {
      throw Failure(.statement, fault.message, at: statement.span)
    } catch is Interruption {
      throw Failure.interruptedStatement
    } catch let failure as Failure where failure.exitCode == Diagnostic.Kind.interrupted.exitCode {
      throw Failure.interruptedStatement
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
        let runner = PipelineRunner(state: state, rowLimit: .max, last: workbench.lastResult)
        return unmasked(try workbench.export(runner.flow(of: rows), of: runner, to: path, origin: origin), in: path)
      }
      return try answer(pipeline)
    case .bind(let name, let expression): return try bind(name, expression)
    case .metric(let name, let alias, let expression): return try define(metric: name, alias, expression)
    case .scenario(let definition): return try define(definition)
    case .target(let definition): return try define(definition)
    case .duty(let definition): return try define(definition)
    case .assert(let expression, let otherwise): return try assert(expression, otherwise: otherwise)
    case .why(let question): return keeping(try why(question))
    case .explain(let scenario):
      let explanation = Explanation(
        label: String(scenario.span.text), measures: try scope.measures(of: scenario), schema: state.schema)
      return keeping(explanation.answer())
    case .examples(let scenario):
      let measures = try scope.measures(of: scenario)
      guard !measures.isEmpty else {
        throw Diagnostic(
          .statement, Phrase("base has no measure to give examples of", "现状没有措施，无例可举"), at: scenario.span)
      }
      return keeping(
        try InventedExamples(
          of: measures, shapedAs: state.lists.values.map(\.input), state.graph, asof: state.base.asof
        ).answer())
    case .tour: return Tour.invitation
    case .save(let path): return unmasked(try workbench.save(path, state: state, origin: origin), in: path)
    case .set(let name, let expression): return try set(name, expression)
    case .undo, .recover:
      throw Diagnostic(
        .statement, Phrase("this can't stand in a document that is loaded", "被导入的文档中不能使用此语句"), at: statement.span)
    case .help(let request): return Help.answer(request)
    case .load, .list, .asof: return nil
    }
  }

  private mutating func answer(_ pipeline: Pipeline) throws -> Answer {
    var format: OutputFormat?
    if case .last(let name?) = pipeline.source { format = try LastResult.format(name) }
    let isWhole = workbench.isUnlimited || format == .csv || format == .json
    let runner = PipelineRunner(
      state: state, rowLimit: isWhole ? .max : state.settings.rowLimit, last: workbench.lastResult)
    let flow = try runner.flow(of: pipeline)
    result = LastResult(flow: flow)
    let answer = try runner.answer(flow)
    return format.map { LastResult.answer(answer, as: $0, rowLimit: runner.rowLimit) } ?? answer
  }

  /// Says of a file that its names are not hidden as those on the screen are.
  private func unmasked(_ answer: Answer, in path: PathLiteral) -> Answer {
    guard state.settings.isMasked else { return answer }
    var answer = answer
    answer.notes.append(
      Phrase("names and codes stand unmasked in \(path.path)", "\(path.path) 中的名称和代码未作遮蔽"))
    return answer
  }

  private mutating func keeping(_ answer: Answer) -> Answer {
    result = LastResult(flow: .answer(answer))
    return answer
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
    let choices =
      definition.choices.isEmpty
      ? former?.choices ?? [] : try definition.choices.map { try scope.value(of: $0, expecting: type) }
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
    for (dated, written) in zip(values, definition.values) where dated.value != .unknown && !choices.isEmpty {
      guard !choices.contains(dated.value) else { continue }
      func list(_ tongue: Tongue) -> String {
        choices.map { "`\(ExpressionPrinter(tongue: tongue).literal($0))`" }.joined(
          separator: tongue == .chinese ? "、" : ", ")
      }
      throw Diagnostic(
        .statement,
        Phrase("`\(name.text)` is one of \(list(.english))", "“\(name.text)”只能取 \(list(.chinese))"),
        at: written.value.span)
    }
    let given = DefinedGiven(
      name: former?.name ?? name.text, alias: definition.alias ?? former?.alias, type: type, bounds: bounds,
      choices: choices, values: values.sorted { ($0.since?.dayNumber ?? .min) < ($1.since?.dayNumber ?? .min) })
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
    let word = expression.settingWord
    guard let setting = Setting(word: name.text) else {
      let names = Setting.allCases.map(\.words)
      throw Diagnostic(
        .statement, Phrase("there is no setting `\(name.text)`", "没有设置项“\(name.text)”"), at: name.span,
        notes: Nearness.notes(name.text, names.flatMap { [$0.english, $0.chinese] }) + [
          Phrase(
            "settings: \(names.map { "`\($0.english)`" }.joined(separator: ", "))",
            "设置项：\(names.map { "`\($0.english)`（\($0.chinese)）" }.joined(separator: "、"))")
        ])
    }
    guard setting.set(word, in: &state.settings) else {
      throw Diagnostic(.statement, setting.expectation, at: expression.span)
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
      as: .prose([Phrase("holds", "成立")]))
  }
}

extension Failure {
  /// A statement that the user stopped.
  static let interruptedStatement = Failure(
    .interrupted, Phrase("interrupted; nothing has changed", "已中断，未作任何改动"))

  /// A result whose writing the user stopped; the statement itself was done.
  static let interruptedOutput = Failure(
    .interrupted, Phrase("interrupted; the rest is not shown", "已中断，其余内容未显示"))
}
