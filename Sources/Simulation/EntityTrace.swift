import Evaluation
import Language
import Tables
import Values

/// Why one entity is out or isn't: each record, each measure, each condition with the values it saw.
public struct EntityTrace: Sendable {
  let entity: Int
  let run: ScenarioRun
  /// Whether conditions that hold and parameters at their defaults are left out of the prose.
  let isBrief: Bool
  var graph: Graph { run.base.graph }

  /// The trace of an entity through a scenario.
  public init(entity: Int, run: ScenarioRun, isBrief: Bool = false) {
    self.entity = entity
    self.run = run
    self.isBrief = isBrief
  }

  /// The trace, as prose and as a table with a row a condition.
  public func answer(name: String?, code: String) throws -> Answer {
    var prose: [Phrase] = [.same([name, code].compactMap { $0 }.joined(separator: "  "))]
    var rows: [[Cell]] = []
    prose += verdicts()
    for step in run.steps {
      guard step.measure.list != graph.registry else {
        if entity < graph.registeredCount { try trace(step, row: entity, heading: nil, &prose, &rows) }
        continue
      }
      let records = self.records(of: step.measure.list)
      for (row, member) in records { try trace(step, row: row, heading: member, &prose, &rows) }
    }
    if rows.isEmpty, !run.steps.isEmpty {
      prose.append(
        Phrase("  it has no record that the scenario's measures look at", "  没有该情景措施所涉的记录"))
    }
    let columns = [
      ResultColumn("scenario", heading: Phrase("scenario", "情景")),
      ResultColumn("list", heading: Phrase("list", "名单")), ResultColumn("record", heading: Phrase("record", "记录")),
      ResultColumn("action", heading: Phrase("action", "动作")),
      ResultColumn("outcome", heading: Phrase("outcome", "结果")),
      ResultColumn("condition", heading: Phrase("condition", "条件")),
      ResultColumn("holds", heading: Phrase("holds", "符合")), ResultColumn("seen", heading: Phrase("seen", "实际值")),
      ResultColumn("source", heading: Phrase("source", "依据")),
    ]
    return Answer(ResultTable(columns: columns, rows: rows), as: .prose(prose))
  }

  // MARK: Where the entity stands

  /// For each list that the measures act on, whether the entity stays on it or on the one that speaks for it.
  private func verdicts() -> [Phrase] {
    var lists: [Int] = []
    for step in run.steps where step.measure.list != graph.registry {
      let umbrella = graph.umbrella(of: step.measure.list)
      if !lists.contains(umbrella) { lists.append(umbrella) }
    }
    return lists.flatMap { list in
      let schema = graph.schema.lists[list]
      let verdict: Phrase
      switch (standing(on: list, in: run.base), standing(on: list, in: run.world)) {
      case (.no, .no): verdict = Phrase("was not on", "原本不在")
      case (.no, .yes): verdict = Phrase("comes onto", "列入")
      case (.no, .unknown): verdict = Phrase("may come onto, for want of facts,", "因事实不详可能列入")
      case (_, .no): verdict = Phrase("leaves", "移出")
      case (_, .yes): verdict = Phrase("stays on", "仍在")
      case (_, .unknown): verdict = Phrase("may leave, for want of facts,", "因事实不详可能移出")
      }
      let line = Phrase(
        "  \(verdict.english) \(schema.name)\(schema.alias.map { " (\($0))" } ?? "")",
        "  \(verdict.chinese)“\(schema.alias ?? schema.name)”")
      return [line] + holders(on: list)
    }
  }

  private func standing(on list: Int, in world: World) -> Truth {
    let rows = world.standing(of: list)
    let records = graph.lists[list].entities.indices.filter { graph.lists[list].entities[$0] == entity }
    if records.contains(where: { rows.low.contains($0) }) { return .yes }
    return records.contains { rows.high.contains($0) } ? .unknown : .no
  }

  /// The records of a list about the entity, each with the list that it came from.
  func records(of list: Int) -> [(row: Int, list: Int)] {
    let data = graph.lists[list]
    return data.entities.indices.filter { data.entities[$0] == entity }.map { row in
      (row, data.members.first { $0.rows.contains(row) }?.list ?? list)
    }
  }

  /// What tells a record apart: its key, or its place in the file.
  func identification(of row: Int, in list: Int) -> String { graph.identification(of: row, in: list) }

  // MARK: One record and one measure

  private func trace(
    _ step: ScenarioRun.Step, row: Int, heading: Int?, _ prose: inout [Phrase], _ rows: inout [[Cell]]
  ) throws {
    let measure = step.measure
    let list = graph.schema.lists[heading ?? measure.list]
    let record = identification(of: row, in: measure.list)
    let outcome = self.outcome(step, row)
    prose.append(
      Phrase(
        "    \(list.name) \(record)   \(measure.scenario): \(measure.action.words.english) \(outcome.english)",
        "    \(list.alias ?? list.name) \(record)   \(measure.scenario)：\(measure.action.words.chinese)\(outcome.chinese)"
      ))
    let changes = self.changes(step, row)
    let parts =
      measure.conditions.map { ($0, false) } + measure.exceptions.map { ($0.condition, true) }
    var lines: [(text: Phrase, mark: String, seen: Phrase?)] = []
    for (part, isException) in parts {
      let truth = try self.truth(of: part, step, row)
      let seen = try self.seen(by: part.typed, step, row)
      let text = isException ? Phrase("except when ", "除非 ") + part.text : part.text
      if !isBrief || truth != (isException ? .no : .yes) { lines.append((text, EntityTrace.mark(truth), seen)) }
      rows.append([
        .value(.text(measure.scenario)), .value(.text(list.name)), .value(.text(record)),
        .phrase(measure.action.words), .phrase(outcome), .phrase(text), .value(truth.value),
        seen.map { .phrase($0) } ?? .empty, measure.source.map { .value(.text($0)) } ?? .empty,
      ])
    }
    for change in changes {
      rows.append([
        .value(.text(measure.scenario)), .value(.text(list.name)), .value(.text(record)),
        .phrase(measure.action.words), .phrase(outcome), .phrase(change.text), .empty, .phrase(change.seen),
        measure.source.map { .value(.text($0)) } ?? .empty,
      ])
    }
    if parts.isEmpty, changes.isEmpty {
      rows.append([
        .value(.text(measure.scenario)), .value(.text(list.name)), .value(.text(record)),
        .phrase(measure.action.words), .phrase(outcome), .empty, .empty, .empty,
        measure.source.map { .value(.text($0)) } ?? .empty,
      ])
    }
    let width = lines.map { $0.text.english.count }.max() ?? 0
    prose += lines.map { line in
      let gap = String(repeating: " ", count: width - line.text.english.count + 3)
      let seen = line.seen.map { $0.map { "   " + $0 } } ?? .same("")
      return Phrase("      \(line.text.english)\(gap)\(line.mark)", "      \(line.mark) \(line.text.chinese)") + seen
    }
    prose += changes.map {
      Phrase("      \($0.text.english)   \($0.seen.english)", "      \($0.text.chinese)   \($0.seen.chinese)")
    }
    prose += parameterLine(measure)
    if let source = measure.source { prose.append(Phrase("      rule: \(source)", "      依据：\(source)")) }
    if !isBrief, let quotation = measure.clause?.quotation {
      prose += Explanation.quoted(quotation).map { $0.map { "  " + $0 } }
    }
  }

  private func outcome(_ step: ScenarioRun.Step, _ row: Int) -> Phrase {
    let standing = step.before.standing(of: step.measure.list)
    switch step.measure.action {
    case .admit:
      if standing.low.contains(row) { return Phrase("not needed: the record stands", "无需处理：该记录已在册") }
      if !step.before.frame.existing[step.measure.list].high.contains(row) {
        return Phrase("not possible: the record is gone from history", "无法处理：该记录已从历史中抹去")
      }
    case .exit, .exempt, .repair, .strike, .update:
      if !standing.high.contains(row) {
        return Phrase("not needed: the record does not stand", "无需处理：该记录已不在册")
      }
    }
    if step.acting.yes.contains(row) { return Phrase("fulfilled", "已符合") }
    if step.protected.contains(row) { return Phrase("excepted", "属除外情形") }
    return step.acting.unknown.contains(row) ? Phrase("undecided", "无法判定") : Phrase("not fulfilled", "未符合")
  }

  private func truth(of part: ConditionPart, _ step: ScenarioRun.Step, _ row: Int) throws -> Truth {
    let value = try step.before.evaluator.values(part.typed, over: step.measure.list, at: [row])[0]
    return Truth(value.headline)
  }

  private static func mark(_ truth: Truth) -> String {
    switch truth {
    case .yes: "✓"
    case .no: "✗"
    case .unknown: "?"
    }
  }

  /// The value that a condition looked at; nil where there is no one value.
  private func seen(by condition: TypedExpression, _ step: ScenarioRun.Step, _ row: Int) throws -> Phrase? {
    let subject: TypedExpression
    switch condition.kind {
    case .compare(_, let left, _), .isOneOf(let left, _), .isKnown(let left): subject = left
    case .not(let inner): return try seen(by: inner, step, row)
    case .column, .ancestor: subject = condition
    default: return nil
    }
    let range = try step.before.evaluator.values(subject, over: step.measure.list, at: [row])[0]
    guard !range.isExact, range.low != range.high else { return EntityTrace.text(of: range.headline) }
    return EntityTrace.text(of: range.low) + .same("–") + EntityTrace.text(of: range.high)
  }

  private static func text(of value: Value) -> Phrase {
    if case .text(let text) = value { return .same(text) }
    return Phrase(
      ExpressionPrinter(tongue: .english).literal(value), ExpressionPrinter(tongue: .chinese).literal(value))
  }

  /// What an update makes of a record's cells: each column that it sets, with the value before and the one after.
  private func changes(_ step: ScenarioRun.Step, _ row: Int) -> [(text: Phrase, seen: Phrase)] {
    let list = step.measure.list
    guard step.acting.yes.contains(row) || step.acting.unknown.contains(row) else { return [] }
    return step.measure.assignments.map { assignment in
      func cell(in world: World) -> Phrase {
        EntityTrace.text(of: world.graph.lists[list].table.columns[assignment.column].value(at: row))
      }
      let (old, new) = (cell(in: step.before), cell(in: step.after))
      return (assignment.text, old == new ? old : old + .same(" → ") + new)
    }
  }
}
