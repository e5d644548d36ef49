import Evaluation
import Language
import Simulation
import Tables
import Values

/// What may be used to reach a goal, with names resolved: measures that the goal hangs on, within the jurisdiction.
struct ReachSupplies {
  /// What supplies exits.
  private(set) var options: [ReachStudy.Option] = []
  /// What was set aside, and why.
  private(set) var remarks: [Phrase] = []

  /// - Throws: `Diagnostic` where a measure can't change the metric, or a clause names what is not among the measures.
  init(_ reach: ReachSyntax, _ goal: Goal, _ runner: StudyRunner) throws {
    try self.init(
      reach, goal, runner,
      scenarios: reach.measures.compactMap { swept in
        swept.fixed.map { fixed in
          (label: fixed.terms.isEmpty ? Keyword.base.rawValue : fixed.label, measures: fixed, span: swept.span)
        }
      })
  }

  init(
    _ reach: ReachSyntax, _ goal: Goal, _ runner: StudyRunner,
    scenarios: [(label: String, measures: ScenarioExpression, span: SourceSpan)], countsElsewhere: Bool = true
  ) throws {
    let jurisdictions = try reach.jurisdictions.map { try ReachSupplies.jurisdiction($0, runner) }
    let known = Set(scenarios.flatMap { $0.measures.terms.map { runner.canonical($0.name.text) } })
    for name in reach.costs.compactMap(\.scenario) + reach.capacities.compactMap(\.scenario)
    where !known.contains(runner.canonical(name.text)) {
      throw Diagnostic(
        .statement, Phrase("`\(name.text)` is not among the measures", "“\(name.text)”不在所用措施之列"), at: name.span,
        notes: Nearness.notes(name.text, scenarios.map(\.label)))
    }
    for scenario in scenarios {
      let all = try runner.scope.measures(of: scenario.measures)
      let present = all.filter { !$0.isProspective }
      if present.count < all.count {
        remarks.append(
          Phrase(
            "\(scenario.label) is no supply: it speaks of cases to come",
            "\(scenario.label) 不计入供给：它针对今后的案件"))
      }
      guard !present.isEmpty else {
        if all.isEmpty { throw ReachSupplies.independence(of: goal, from: scenario) }
        continue
      }
      guard present.contains(where: { $0.mayChange(goal.metric, in: runner.state.schema) }) else {
        throw ReachSupplies.independence(of: goal, from: scenario)
      }
      let measures = present.map { measure in
        var measure = measure
        measure.jurisdictions = jurisdictions
        return measure
      }
      options.append(
        .init(
          label: scenario.label, measures: measures,
          cost: try ReachSupplies.share(reach.costs, of: scenario.measures, runner).map { try runner.number($0) },
          capacity: try ReachSupplies.share(
            reach.capacities.filter { $0.scenario != nil }, of: scenario.measures, runner
          )
          .map { try runner.rate($0) }))
    }
    guard !options.isEmpty else {
      throw Diagnostic(
        .statement, Phrase("nothing here takes entities off today's lists", "所列措施都不影响现有名单"), at: reach.span,
        notes: remarks)
    }
    guard options.count <= ReachSupplies.mostOptions else {
      throw Diagnostic(
        .statement,
        Phrase(
          "at most \(ReachSupplies.mostOptions) measures can be weighed at once",
          "一次最多比较 \(ReachSupplies.mostOptions) 项措施"),
        at: reach.span, notes: [Phrase("join some with `+`", "可用 `＋` 合并其中几项")])
    }
    try checkCosts(reach)
    if countsElsewhere, !jurisdictions.isEmpty {
      remarks += try ReachSupplies.elsewhere(options, goal, runner.state.base)
    }
  }

  /// Costs are compared, so each measure needs one of the same kind, or none has any.
  private func checkCosts(_ reach: ReachSyntax) throws {
    guard let stated = reach.costs.first else { return }
    if let option = options.first(where: { $0.cost == nil }) {
      throw Diagnostic(
        .statement, Phrase("what an exit by `\(option.label)` costs is not said", "没有给出“\(option.label)”的单位成本"),
        at: stated.amount.span)
    }
    guard Set(options.map { $0.cost?.type == .money }).count == 1 else {
      throw Diagnostic(
        .statement, Phrase("some costs are amounts of money and some are not", "成本须同为金额或同为数"), at: stated.amount.span)
    }
  }

  /// As many as a machine word has bits.
  private static let mostOptions = 64

  private static func independence(
    of goal: Goal, from scenario: (label: String, measures: ScenarioExpression, span: SourceSpan)
  ) -> Diagnostic {
    Diagnostic(
      .statement,
      Phrase(
        "`\(goal.metric.name)` does not depend on `\(scenario.label)`",
        "“\(goal.metric.heading.chinese)”不取决于“\(scenario.label)”"), at: scenario.span,
      notes: [
        Phrase(
          "leave it out, or ask about a metric that counts what it changes", "请去掉该措施，或改问它所影响的指标")
      ])
  }

  /// What was said of a scenario, or of all.
  private static func share<Amount>(
    _ shares: [ReachSyntax.Share<Amount>], of scenario: ScenarioExpression, _ runner: StudyRunner
  ) -> Amount? {
    let names = Set(scenario.terms.map { runner.canonical($0.name.text) })
    let own = shares.first { share in share.scenario.map { names.contains(runner.canonical($0.text)) } ?? false }
    return (own ?? shares.first { $0.scenario == nil })?.amount
  }

  // MARK: Jurisdiction

  private static func jurisdiction(_ expression: Expression, _ runner: StudyRunner) throws -> Measure.Jurisdiction {
    guard case .selection(let source, let condition) = expression.kind, case .name(let name) = source.kind else {
      throw Diagnostic(
        .statement, Phrase("expected a list and a condition", "此处应为名单及条件"), at: expression.span,
        notes: [Phrase("as in `jurisdiction court where …`", "如 `管辖 失信被执行人 当 …`")])
    }
    var checker = Checker(runner.scope)
    guard let list = runner.state.schema.list(named: name.text) else { throw checker.notAList(name) }
    return Measure.Jurisdiction(list: list, condition: try checker.condition(condition, in: .row(of: list)))
  }

  /// How many entities would leave besides if records elsewhere could be removed too.
  private static func elsewhere(_ options: [ReachStudy.Option], _ goal: Goal, _ base: World) throws -> [Phrase] {
    let local = try ScenarioRun(options.flatMap(\.measures), over: base)
    let everywhere = try ScenarioRun(
      options.flatMap(\.measures).map { measure in
        var measure = measure
        measure.jurisdictions = []
        return measure
      }, over: base)
    func records(_ run: ScenarioRun) -> Int { run.steps.reduce(0) { $0 + $1.taken.population } }
    let count = records(everywhere) - records(local)
    guard count > 0 else { return [Phrase("no record lies outside the jurisdiction", "没有管辖以外的记录")] }
    var entities = Phrase.same("")
    if let balance = GoalBalance(goal) {
      let more =
        try balance.counts(in: local.world).counted.headline
        - balance.counts(in: everywhere.world).counted.headline
      let text = DecimalNotation.text(ofCount: Int(more))
      entities = Phrase(", and with them \(text) more entities would leave", "，否则可再退出 \(text) 户")
    }
    let text = DecimalNotation.text(ofCount: count)
    return [
      Phrase(
        "\(text) record\(count == 1 ? "" : "s") that the measures fit lie outside the jurisdiction: no supply",
        "有 \(text) 条符合条件的记录不在管辖之内，不计入供给") + entities
    ]
  }
}

extension StudyRunner {
  /// A scenario's own name, whichever of its names was written.
  func canonical(_ name: String) -> String { state.scenarios.named(name)?.name ?? name }
}
