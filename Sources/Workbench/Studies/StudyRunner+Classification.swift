import Language
import Simulation
import Tables
import Values

extension StudyRunner {
  /// What a registry may call the column that says to which district an entity belongs.
  private static let territories = ["district", "所属区", "县区", "所属县区", "所属区县", "属地", "行政区划"]

  /// `classify LIST "CLASS" with SCENARIO, "CLASS" where CONDITION, "CLASS"`.
  func classify(_ classification: ClassificationSyntax) throws -> Answer {
    var checker = Checker(scope)
    let written = classification.list
    guard let list = state.schema.list(named: written.text) else { throw checker.notAList(written) }
    guard list == state.schema.registry || state.schema.isAboutEntities(list) else {
      throw Diagnostic(
        .statement, Phrase("`\(written.text)` belongs to no entity", "“\(written.text)”不隶属于任何主体"), at: written.span)
    }
    var classes: [Classification.Class] = []
    for item in classification.classes {
      guard !classes.contains(where: { $0.label == item.label }) else {
        throw Diagnostic(
          .statement, Phrase("there are two classes `\(item.label)`", "类别“\(item.label)”重复"), at: item.labelSpan,
          notes: [Phrase("join their scenarios with `+`", "情景可用 `+` 相加")])
      }
      if case .rest? = classes.last?.rule, let last = classes.last {
        throw Diagnostic(
          .statement,
          Phrase("`\(last.label)` takes all that is left; no class can follow", "“\(last.label)”已收纳其余，其后不能再有类别"),
          at: item.labelSpan, notes: [Phrase("put it last, or give it a rule", "请将其移到最后，或为其写明规则")])
      }
      classes.append(.init(label: item.label, rule: try rule(item.rule, over: list, &checker)))
    }
    return try Classification(world: scope.world, list: list, classes: classes, territory: territory).answer()
  }

  private func rule(
    _ rule: ClassificationSyntax.Class.Rule, over list: Int, _ checker: inout Checker
  ) throws -> Classification.Class.Rule {
    switch rule {
    case .rest: return .rest
    case .condition(let condition):
      let naming = state.naming(over: list)
      let text = Phrase(
        ExpressionPrinter(tongue: .english, naming: naming).text(of: condition),
        ExpressionPrinter(tongue: .chinese, naming: naming).text(of: condition))
      return .condition(text, try checker.condition(condition, in: .row(of: list)))
    case .taken(let scenario):
      let measures = try scope.measures(of: scenario)
      let touched = Set(measures.flatMap { state.schema.recordLists(of: $0.list) })
      let strikes = measures.contains { $0.action == .strike }
      guard strikes || !touched.isDisjoint(with: state.schema.recordLists(of: list)) else {
        let schema = state.schema.lists[list]
        throw Diagnostic(
          .statement,
          Phrase(
            "`\(scenario.label)` takes nothing off `\(schema.name)`",
            "“\(scenario.label)”不涉及“\(schema.alias ?? schema.name)”"),
          at: scenario.span,
          notes: [
            Phrase(
              "its measures act on other lists; `explain \(scenario.label)` shows them",
              "其措施作用于其他名单；`解读 \(scenario.label)` 可查看")
          ])
      }
      return .taken(by: try ScenarioRun(measures, over: state.base))
    }
  }

  /// The registry's column that says whose an entity is.
  private var territory: EntityKey? {
    guard let registry = state.schema.registry else { return nil }
    let schema = state.schema.lists[registry]
    guard let column = StudyRunner.territories.lazy.compactMap({ schema.column(named: $0) }).first else { return nil }
    let found = schema.columns[column]
    let span = SourceSpan(SourceText(found.name), 0..<found.name.utf8.count)
    return EntityKey(
      name: found.name, heading: Phrase(found.name, found.heading),
      expression: .column(column, type: found.type, at: span))
  }
}

extension Schema {
  /// The lists with records of their own that a list is made of, or itself.
  fileprivate func recordLists(of list: Int) -> Set<Int> {
    let members = lists[list].members
    return members.isEmpty ? [list] : members.reduce(into: []) { $0.formUnion(recordLists(of: $1)) }
  }
}
