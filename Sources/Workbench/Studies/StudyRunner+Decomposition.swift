import Language
import Simulation
import Tables
import Values

extension StudyRunner {
  /// `decompose TARGET by K with S sort C`.
  func decompose(_ decomposition: DecompositionSyntax) throws -> Answer {
    let goal = try goal(decomposition.goal, by: nil)
    guard goal.isUpperBound else {
      throw Diagnostic(
        .statement, Phrase("only an upper bound can be shared out as exits", "只有上限才能分解为退出任务"),
        at: decomposition.goal.span, notes: [Phrase("write the bound with `<` or `<=`", "请用 `<` 或 `<=` 写界限")])
    }
    let keys = try decomposition.keys.map { try entityKey($0) }
    let supply = try decomposition.measures.map {
      try self.supply(of: $0, order: decomposition.order, for: goal)
    }
    if decomposition.measures == nil, let key = decomposition.order.first {
      throw Diagnostic(
        .statement, Phrase("`sort` needs measures whose records it orders", "“排序”须有措施，才有可排的记录"),
        at: key.expression.span, notes: [Phrase("write `with SCENARIO sort COLUMN`", "请写 `用 情景 排序 列`")])
    }
    guard let study = Decomposition(of: goal, by: keys, over: state.base, with: supply) else {
      throw Diagnostic(
        .statement,
        Phrase(
          "`\(goal.metric.name)` counts no entities of lists, so it can't be shared out",
          "“\(goal.metric.heading.chinese)”不是名单主体的数目或占比，无法分解"),
        at: decomposition.goal.span,
        notes: [
          Phrase(
            "what can be: `entities(LIST)`, a sum of such, or its share of other entities",
            "可分解的有：`主体数（名单）`、其和，或其在其他主体中的占比")
        ])
    }
    do {
      return try study.answer()
    } catch let failure as Failure {
      throw Failure(
        failure.diagnostics.map {
          $0.span == nil ? Diagnostic($0.kind, $0.message, at: decomposition.goal.span, notes: $0.notes) : $0
        })
    }
  }

  /// What scenarios can take from a metric today, in an order.
  private func supply(
    of scenario: ScenarioExpression, order: [SortKey], for goal: Goal
  ) throws -> Decomposition.Supply {
    let measures = try scope.measures(of: scenario).filter { !$0.isProspective }
    guard measures.contains(where: { $0.bears(on: goal.metric.expression, in: state.schema) }) else {
      throw Diagnostic(
        .statement,
        Phrase(
          "`\(scenario.span.text)` takes nothing from `\(goal.metric.name)`",
          "“\(scenario.span.text)”不减少“\(goal.metric.heading.chinese)”"),
        at: scenario.span,
        notes: [
          Phrase(
            "measures on other lists, or on cases to come, supply no exits", "作用于其他名单或今后事项的措施，不产生退出")
        ])
    }
    let keys = try order.map { key in
      var expressions: [Int: TypedExpression] = [:]
      for list in Set(measures.map(\.list)).sorted() {
        var checker = Checker(scope)
        expressions[list] = try checker.check(key.expression, in: .row(of: list))
      }
      return (expressions: expressions, isDescending: key.isDescending)
    }
    return Decomposition.Supply(run: try ScenarioRun(measures, over: state.base), order: keys)
  }
}
