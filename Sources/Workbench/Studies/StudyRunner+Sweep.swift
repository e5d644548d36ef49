import Language
import Presentation
import Simulation
import Tables
import Values

extension StudyRunner {
  /// `sweep S(n: 1..4) on M by K`.
  func sweep(_ sweep: SweepSyntax) throws -> Answer {
    let positions = sweep.scenario.sweptPositions
    guard !positions.isEmpty else { throw nothingSwept(sweep.scenario) }
    guard positions.count <= 2 else {
      throw Diagnostic(
        .statement, Phrase("at most two parameters can take several values", "至多两个参数可取多个值"),
        at: sweep.scenario.span, notes: [Phrase("give the others one value each", "其余参数请各取一个值")])
    }
    let values = try positions.map { try self.values(of: $0, in: sweep.scenario) }
    let count = values.reduce(1) { $0 * $1.count }
    guard count <= Sweep.limit else { throw tooMany(count, at: sweep.scenario.span) }
    var (points, resolver) = ([[Measure]](), scope.scenarioResolver)
    points.reserveCapacity(count)
    for first in values[0] {
      for rest in values.count > 1 ? values[1].map({ [$0] }) : [[]] {
        try Interruption.check()
        points.append(try resolver.measures(of: sweep.scenario.fixed(at: [first] + rest)))
      }
    }
    let names = names(of: positions, in: sweep.scenario)
    let metrics = try sweep.metrics.map { expression in
      try relevant(expression, to: points.first ?? [], scenario: sweep.scenario.span)
    }
    let study = Sweep(
      parameters: zip(names, values).map { .init(name: $0, values: $1) }, points: points, metrics: metrics,
      keys: try sweep.keys.map { try entityKey($0) }, base: state.base)
    return withGrids(study, try study.answer())
  }

  /// A metric that some of the measures bear on.
  /// - Throws: `Diagnostic` where none does.
  func relevant(_ expression: Expression, to measures: [Measure], scenario: SourceSpan) throws -> NamedMetric {
    let metric = try metric(expression)
    guard measures.contains(where: { $0.bears(on: metric.expression, in: state.schema) }) else {
      let lists = metric.expression.listNames(in: state.schema)
      throw Diagnostic(
        .statement,
        Phrase(
          "`\(metric.name)` does not depend on `\(scenario.text)`", "“\(metric.heading.chinese)”与“\(scenario.text)”无关"),
        at: expression.span,
        notes: lists.isEmpty
          ? []
          : [
            Phrase(
              "it counts \(lists.map(\.english).joined(separator: ", ")); none of the measures acts on that",
              "该指标统计\(lists.map { "“\($0.chinese)”" }.joined(separator: "、"))，所列措施均不作用于此")
          ])
    }
    return metric
  }

  // MARK: Values

  private func values(of position: SweptScenario.Position, in scenario: SweptScenario) throws -> [Value] {
    switch scenario.terms[position.term].arguments[position.argument].values {
    case .single(let expression): return [try scope.value(of: expression)]
    case .list(let expressions):
      guard expressions.count <= Sweep.limit else { throw tooMany(expressions.count, at: scenario.span) }
      return try expressions.map { try scope.value(of: $0) }
    case .range(let first, let last, let step):
      let range = SweepRange(
        from: try scope.value(of: first), to: try scope.value(of: last), step: try step.map { try scope.value(of: $0) })
      do {
        return try range.values()
      } catch {
        throw StudyRunner.diagnostic(error, from: first.span.union(last.span), step: step?.span)
      }
    }
  }

  private static func diagnostic(_ fault: SweepRange.Fault, from ends: SourceSpan, step: SourceSpan?) -> Diagnostic {
    switch fault {
    case .noSteps:
      Diagnostic(
        .statement,
        Phrase(
          "a range needs two numbers, amounts, dates, months or durations of one unit", "区间两端应为同类的数、金额、日期、月份或同一单位的期限"),
        at: ends, notes: [Phrase("list other values in brackets, as `(\"a\", \"b\")`", "其他取值请用括号逐一列出，如（“甲”、“乙”）")])
    case .foreignStep:
      Diagnostic(
        .statement, Phrase("the step is of another unit than the values", "步长与取值单位不同"), at: step ?? ends)
    case .endless:
      Diagnostic(
        .statement, Phrase("with this step the range never ends", "按此步长，区间永无终点"), at: step ?? ends,
        notes: [Phrase("write the lesser value first, or a step below zero", "请先写较小的值，或用负的步长")])
    case .tooMany:
      Diagnostic(
        .statement,
        Phrase(
          "a range has at most \(DecimalNotation.text(ofCount: SweepRange.limit)) values",
          "区间至多 \(DecimalNotation.text(ofCount: SweepRange.limit)) 个值"), at: ends,
        notes: [Phrase("take a longer `step`", "请加大“步长”")])
    case .overflow:
      Diagnostic(.statement, Phrase("a value of the range can't be written", "区间中有无法表示的值"), at: step ?? ends)
    }
  }

  private func tooMany(_ count: Int, at span: SourceSpan) -> Diagnostic {
    let (count, limit) = (DecimalNotation.text(ofCount: count), DecimalNotation.text(ofCount: Sweep.limit))
    return Diagnostic(
      .statement, Phrase("these are \(count) points; at most \(limit) can be swept", "共 \(count) 个点，至多 \(limit) 个"),
      at: span)
  }

  private func nothingSwept(_ scenario: SweptScenario) -> Diagnostic {
    let parameter = scenario.terms.lazy.compactMap { term in
      state.scenarios.named(term.name.text)?.definition.parameters.first.map { (term.name.text, $0.name.text) }
    }.first
    let example = parameter.map { "\($0.0)(\($0.1): …, …)" } ?? ""
    return Diagnostic(
      .statement, Phrase("no parameter takes several values", "没有取多个值的参数"), at: scenario.span,
      notes: parameter == nil
        ? [Phrase("none of these scenarios has a parameter", "这些情景都没有参数")]
        : [
          Phrase(
            "write a range or a list, as `\(example.replacing("…, …", with: "1..4"))` or `(\(parameter?.1 ?? ""): (1, 2, 4))`",
            "请写区间或列表，如 `\(example.replacing("…, …", with: "1..4"))` 或 `(\(parameter?.1 ?? ""): (1, 2, 4))`")
        ])
  }

  /// The parameters' names, with the scenario's before them where they would be the same.
  private func names(of positions: [SweptScenario.Position], in scenario: SweptScenario) -> [String] {
    let names = positions.map { position -> (scenario: String, name: String) in
      let term = scenario.terms[position.term]
      let definition = state.scenarios.named(term.name.text)?.definition
      let name =
        term.arguments[position.argument].label?.text
        ?? definition?.parameters.dropFirst(position.argument).first?.name.text
      return (term.name.text, name ?? Keyword.step.rawValue)
    }
    guard Set(names.map(\.name)).count < names.count else { return names.map(\.name) }
    return names.enumerated().map { position, name in
      let isRepeated = names.enumerated().contains { $0.offset != position && $0.element == name }
      return "\(name.scenario).\(name.name)" + (isRepeated ? ".\(position + 1)" : "")
    }
  }

  // MARK: Grids

  /// For people, two parameters are shown as a grid a metric; the table stays long for machines and for stages.
  private func withGrids(_ study: Sweep, _ answer: Answer) -> Answer {
    guard study.parameters.count == 2, study.parameters[1].values.count <= 12,
      study.parameters[0].values.count <= state.settings.rowLimit
    else { return answer }
    let grids = study.metrics.enumerated().compactMap { position, metric in
      study.grid(of: position, from: answer).map { grid in
        var grid = grid
        grid.caption = metric.heading
        return grid
      }
    }
    guard !grids.isEmpty else { return answer }
    var answer = answer
    let remark = Phrase(
      "headlines; any stage, as `| take 10`, gives the long table", "表中为名义值；后接任一环节（如“｜取前 10”）可得长表")
    answer.form = .tables(grids, remark: remark)
    return answer
  }
}

extension TypedExpression {
  /// The lists that it counts, as they are called in each tongue.
  func listNames(in schema: Schema) -> [Phrase] {
    MetricEvaluation(self).lists.map { Phrase(schema.lists[$0].name, schema.lists[$0].alias ?? schema.lists[$0].name) }
  }
}
