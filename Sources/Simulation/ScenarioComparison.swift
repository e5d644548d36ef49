import Evaluation
import Language
import Tables
import Values

/// A metric with the name that results show it under.
public struct NamedMetric: Sendable {
  /// The name in the language.
  public let name: String
  /// The name in both tongues.
  public let heading: Phrase
  /// What is computed.
  public let expression: TypedExpression

  /// A metric under a name.
  public init(name: String, heading: Phrase, expression: TypedExpression) {
    self.name = name
    self.heading = heading
    self.expression = expression
  }
}

/// A property of entities to group by, with the name that results show it under.
public struct EntityKey: Sendable {
  /// The name in the language.
  public let name: String
  /// The name in both tongues.
  public let heading: Phrase
  /// The property: an expression over a row of the registry.
  public let expression: TypedExpression

  /// A property under a name.
  public init(name: String, heading: Phrase, expression: TypedExpression) {
    self.name = name
    self.heading = heading
    self.expression = expression
  }
}

/// Scenarios side by side on some metrics, for the whole or in groups of entities.
///
/// Groups are taken from the base, so that a measure can't move an entity out of the group it is counted in.
public struct ScenarioComparison: Sendable {
  /// A scenario under the name that results show.
  public struct Candidate: Sendable {
    /// Its name, joined ones with `+`.
    public let label: String
    /// What it did to the base.
    public let run: ScenarioRun

    /// Its name as results show it: the base has one in each tongue.
    var cell: Cell {
      label == Keyword.base.rawValue ? .phrase(Keyword.base.words) : .value(.text(label))
    }

    /// A scenario that was run.
    public init(label: String, run: ScenarioRun) {
      self.label = label
      self.run = run
    }
  }

  /// The scenarios, in order.
  public let candidates: [Candidate]
  /// What each is compared with; the base unless said.
  public let reference: Candidate
  /// The metrics.
  public let metrics: [NamedMetric]
  /// What entities are grouped by.
  public let keys: [EntityKey]

  /// A comparison.
  public init(
    candidates: [Candidate], reference: Candidate, metrics: [NamedMetric], keys: [EntityKey]
  ) {
    self.candidates = candidates
    self.reference = reference
    self.metrics = metrics
    self.keys = keys
  }

  /// Computes the comparison: a row a scenario, or a row a scenario and group.
  public func answer() throws -> Answer {
    let base = reference.run.base
    let lists = Array(Set(metrics.flatMap { MetricEvaluation($0.expression).lists })).sorted()
    let grouping =
      keys.isEmpty ? nil : try base.evaluator.groupingByEntity(of: lists, by: keys.map(\.expression))
    var columns = [ResultColumn("scenario", heading: Phrase("scenario", "情景"))]
    columns += keys.map { ResultColumn($0.name, heading: $0.heading) }
    for metric in metrics {
      columns.append(ResultColumn(metric.name, heading: metric.heading))
      columns.append(ResultColumn("\(metric.name)_change", heading: .same("Δ"), display: .difference))
    }
    var rows: [[Cell]] = []
    for candidate in candidates {
      try Task.checkCancellation()
      rows += try self.rows(of: candidate, grouping)
    }
    return Answer(ResultTable(columns: columns, rows: rows), notes: notes)
  }

  private func rows(of candidate: Candidate, _ grouping: Grouping?) throws -> [[Cell]] {
    let isReference = candidate.label == reference.label
    var cells = (0..<(grouping?.count ?? 1)).map { group in
      [candidate.cell] + (grouping?.keys[group].map(\.cell) ?? [])
    }
    for metric in metrics {
      let evaluation = MetricEvaluation(metric.expression)
      let values = try evaluation.values(in: candidate.run.world, by: grouping)
      let changes =
        isReference ? [] : try evaluation.changes(from: reference.run.world, to: candidate.run.world, by: grouping)
      for group in cells.indices {
        cells[group].append(.ranged(values[group]))
        cells[group].append(isReference ? .empty : .ranged(changes[group]))
      }
    }
    return cells
  }

  // MARK: What the reader should know besides

  private var notes: [Phrase] {
    var notes: [Phrase] = []
    for candidate in candidates {
      for step in candidate.run.steps {
        notes += prospectNote(step)
        notes += idleNote(step, candidate.run)
        notes += openNote(step)
      }
      notes += candidate.run.conflicts.map(conflictNote)
    }
    return notes.reduce(into: []) { unique, note in if !unique.contains(note) { unique.append(note) } }
  }

  private func idleNote(_ step: ScenarioRun.Step, _ run: ScenarioRun) -> [Phrase] {
    let name = step.measure.scenario
    let verb = step.measure.action.words
    let list = run.base.graph.schema.lists[step.measure.list]
    switch run.idleness(of: step) {
    case nil: return []
    case .matchedNothing?:
      return [
        Phrase(
          "\(name): \(verb.english) \(list.name) matched nothing",
          "\(name)：\(verb.chinese)“\(list.alias ?? list.name)”没有匹配任何记录")
      ]
    case .alreadyOut(let records)?:
      return [
        Phrase(
          "\(name): \(verb.english) \(list.name) matched \(grouped(records)) records, all already out",
          "\(name)：\(verb.chinese)“\(list.alias ?? list.name)”匹配 \(grouped(records)) 条记录，均已不在名单")
      ]
    case .entitiesStay(let records, let entities)?:
      return [
        Phrase(
          "\(name): \(verb.english) \(list.name) took \(grouped(records)) records, but their \(grouped(entities)) entities stay listed for other records",
          "\(name)：\(verb.chinese)“\(list.alias ?? list.name)”移出 \(grouped(records)) 条记录，但所涉 \(grouped(entities)) 户因其他记录仍在名单"
        )
      ]
    case .alreadyListed(let records)?:
      return [
        Phrase(
          "\(name): \(verb.english) \(list.name) matched \(grouped(records)) records, all of them listed already",
          "\(name)：\(verb.chinese)“\(list.alias ?? list.name)”匹配 \(grouped(records)) 条记录，均已在册")
      ]
    case .entitiesListed(let records, let entities)?:
      return [
        Phrase(
          "\(name): \(verb.english) \(list.name) put on \(grouped(records)) records, but their \(grouped(entities)) entities were listed already for other records",
          "\(name)：\(verb.chinese)“\(list.alias ?? list.name)”列入 \(grouped(records)) 条记录，但所涉 \(grouped(entities)) 户已因其他记录在册"
        )
      ]
    case .alreadySo(let records)?:
      return [
        Phrase(
          "\(name): \(verb.english) \(list.name) matched \(grouped(records)) records, all of which say so already",
          "\(name)：\(verb.chinese)“\(list.alias ?? list.name)”匹配 \(grouped(records)) 条记录，内容均已如此")
      ]
    }
  }

  private func prospectNote(_ step: ScenarioRun.Step) -> [Phrase] {
    guard step.measure.isProspective else { return [] }
    let list = step.before.graph.schema.lists[step.measure.list]
    let prospect = Explanation.prospect(of: step.measure, list)
    return [
      Phrase(
        "\(step.measure.scenario): \(prospect.english)", "\(step.measure.scenario)：\(prospect.chinese)")
    ]
  }

  private func openNote(_ step: ScenarioRun.Step) -> [Phrase] {
    let count = step.open.population
    guard count > 0 else { return [] }
    let list = step.before.graph.schema.lists[step.measure.list]
    return [
      Phrase(
        "\(step.measure.scenario): \(grouped(count)) record\(count == 1 ? "" : "s") of \(list.name) can't be decided for want of facts: the range shows what \(count == 1 ? "it" : "they") could change",
        "\(step.measure.scenario)：“\(list.alias ?? list.name)”有 \(grouped(count)) 条记录因事实不详无法判定，区间给出其可能的影响")
    ]
  }

  private func conflictNote(_ conflict: ScenarioRun.Conflict) -> Phrase {
    func name(_ measure: Measure) -> (english: String, chinese: String) {
      let source = measure.source
      return (
        measure.scenario + (source.map { " (\($0))" } ?? ""), measure.scenario + (source.map { "（\($0)）" } ?? "")
      )
    }
    let (first, second) = (name(conflict.first), name(conflict.second))
    switch conflict.kind {
    case .protected:
      return Phrase(
        "conflict over \(grouped(conflict.records)) records: one of \(first.english) and \(second.english) takes what the other protects; the first in order wins",
        "\(grouped(conflict.records)) 条记录存在冲突：\(first.chinese)与\(second.chinese)一方移出、一方保护，以在先者为准")
    case .exemptAndExit:
      return Phrase(
        "conflict over \(grouped(conflict.records)) records: \(first.english) and \(second.english) both match, one as exempt and one as exit; the first in order wins",
        "\(grouped(conflict.records)) 条记录存在冲突：\(first.chinese)与\(second.chinese)同时匹配，一为豁免、一为退出，以在先者为准")
    case .takenAndAdmitted:
      return Phrase(
        "conflict over \(grouped(conflict.records)) records: one of \(first.english) and \(second.english) takes off what the other puts on; the last in order wins",
        "\(grouped(conflict.records)) 条记录存在冲突：\(first.chinese)与\(second.chinese)一方移出、一方新增，以在后者为准")
    case .updatedTwice:
      return Phrase(
        "conflict over \(grouped(conflict.records)) records: \(first.english) and \(second.english) set the same column to different values; the last in order wins",
        "\(grouped(conflict.records)) 条记录存在冲突：\(first.chinese)与\(second.chinese)对同一列设置了不同的值，以在后者为准")
    }
  }
}

extension GroupKey {
  /// The key as results show it.
  public var cell: Cell {
    switch self {
    case .value(let value): .value(value)
    case .notInRegistry: .phrase(Phrase("not in registry", "不在登记库"))
    }
  }
}

/// A count with its thousands separated.
private func grouped(_ count: Int) -> String { DecimalNotation.text(ofCount: count) }
