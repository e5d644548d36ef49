import Evaluation
import Language
import Tables
import Values

/// Examples of what a scenario does: records that a measure takes, just misses, can't decide, or spares as excepted.
///
/// They are spread evenly over groups of entities and over what became of them, in the data's order, no entity twice as
/// long as others are left: the same lists give the same examples.
public struct EntityExamples: Sendable {
  /// What became of a record.
  public enum Outcome: Int, CaseIterable, Sendable {
    /// A measure takes it.
    case fires
    /// All conditions of a measure but one hold.
    case justMisses
    /// Unknown facts decide.
    case unknown
    /// It is matched, and an exception spares it.
    case excepted

    /// The words for it.
    public var words: Phrase {
      switch self {
      case .fires: Phrase("fires", "适用")
      case .justMisses: Phrase("just misses", "仅差一项")
      case .unknown: Phrase("unknown", "无法判定")
      case .excepted: Phrase("excepted", "属除外情形")
      }
    }
  }

  private let run: ScenarioRun
  private let count: Int
  private let keys: [EntityKey]
  private let isBrief: Bool
  private var graph: Graph { run.base.graph }

  /// Examples of a scenario.
  /// - Parameters:
  ///   - run: The scenario.
  ///   - count: How many, as far as there are.
  ///   - keys: The groups over which they are spread; none for the whole.
  ///   - isBrief: Whether nothing is said of records that are taken but that they are.
  public init(of run: ScenarioRun, count: Int, keys: [EntityKey], isBrief: Bool) {
    self.run = run
    self.count = count
    self.keys = keys
    self.isBrief = isBrief
  }

  /// A record that can be shown.
  private struct Candidate: Hashable {
    let step: Int
    let row: Int
    let outcome: Outcome
  }

  /// The examples, group by group.
  /// - Throws: `Failure` where a condition can't be computed.
  public func answer() throws -> Answer {
    let names = EntityNames(graph)
    let lists = Set(run.steps.map(\.measure.list)).sorted()
    let grouping = keys.isEmpty ? nil : try run.base.evaluator.groupingByEntity(of: lists, by: keys.map(\.expression))
    var pools = [[[Candidate]]](
      repeating: Outcome.allCases.map { _ in [] }, count: grouping?.count ?? 1)
    for (position, step) in run.steps.enumerated() {
      try Interruption.check()
      let groups = grouping?.rows(of: step.measure.list)
      for (outcome, rows) in try outcomes(of: step) {
        rows.forEach { row in
          let group = groups.map { Int($0[row]) } ?? 0
          guard group >= 0, names.code(ofRecord: row, in: step.measure.list) != nil else { return }
          pools[group][outcome.rawValue].append(Candidate(step: position, row: row, outcome: outcome))
        }
      }
    }
    let chosen = choose(from: pools)
    var rows: [[Cell]] = []
    for (group, candidates) in chosen.enumerated() {
      let key = grouping?.keys[group].map(\.cell) ?? []
      for candidate in candidates { rows.append(key + (try cells(candidate, names))) }
    }
    return Answer(ResultTable(columns: columns, rows: rows), notes: notes(pools, rows))
  }

  private var scenarios: [String] {
    run.steps.map(\.measure.scenario).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private var columns: [ResultColumn] {
    keys.map { ResultColumn($0.name, heading: $0.heading) } + [
      ResultColumn("outcome", heading: Phrase("outcome", "结果")), ResultColumn("name", heading: Phrase("name", "名称")),
      ResultColumn("code", heading: Phrase("code", "代码")), ResultColumn("record", heading: Phrase("record", "记录")),
    ]
      + (scenarios.count > 1 ? [ResultColumn("scenario", heading: Phrase("scenario", "情景"))] : [])
      + [ResultColumn("decides", heading: Phrase("what decides", "关键条件"))]
  }

  private func notes(_ pools: [[[Candidate]]], _ rows: [[Cell]]) -> [Phrase] {
    guard let first = rows.first, case .value(.text(let code)) = first[keys.count + 2] else {
      return [
        Phrase(
          "the scenario takes no record, misses none by one condition, and leaves none open",
          "该情景未移出任何记录，也没有仅差一项或无法判定的记录")
      ]
    }
    let totals = Outcome.allCases.map { outcome in
      (outcome.words, pools.reduce(0) { $0 + $1[outcome.rawValue].count })
    }
    .filter { $0.1 > 0 }
    let label = scenarios.joined(separator: " + ")
    return [
      Phrase(
        "records in all: "
          + totals.map { "\($0.english) \(DecimalNotation.text(ofCount: $1))" }.joined(separator: ", "),
        "记录总数：" + totals.map { "\($0.chinese) \(DecimalNotation.text(ofCount: $1))" }.joined(separator: "、")),
      Phrase(
        "each condition with what it saw: `why \"\(code)\" in \(label)`", "逐项条件与所见的值：`为何 \"\(code)\" 于 \(label)`"),
    ]
  }

  // MARK: What became of records

  private func outcomes(of step: ScenarioRun.Step) throws -> [(Outcome, Bitmap)] {
    let standing = step.before.standing(of: step.measure.list).headline
    let excepted = (step.protected & standing).subtracting(step.taken)
    let missed = try nearMisses(of: step) & standing
    return [
      (.fires, step.taken), (.justMisses, missed.subtracting(excepted)), (.unknown, step.open),
      (.excepted, excepted),
    ]
  }

  /// The records for which exactly one condition is false and all others are true.
  private func nearMisses(of step: ScenarioRun.Step) throws -> Bitmap {
    let rows = graph.lists[step.measure.list].rowCount
    var (all, butOne) = (Bitmap(repeating: true, count: rows), Bitmap(count: rows))
    for condition in step.measure.conditions {
      let truth = try step.before.evaluator.truth(condition.typed, over: step.measure.list)
      butOne = (butOne & truth.yes) | (all & truth.no)
      all = all & truth.yes
    }
    return butOne
  }

  // MARK: Choosing

  /// One after another from the groups in turn, each time of the outcome that was shown least.
  private func choose(from pools: [[[Candidate]]]) -> [[Candidate]] {
    var pools = pools.map { $0.map { $0[...] } }
    var chosen = [[Candidate]](repeating: [], count: pools.count)
    var shown = Outcome.allCases.map { _ in 0 }
    var entities: Set<Int32> = []
    var deferred = pools.map { _ in [Candidate]() }
    func next(in group: Int) -> Candidate? {
      while let outcome = Outcome.allCases.filter({ !pools[group][$0.rawValue].isEmpty })
        .min(by: { shown[$0.rawValue] < shown[$1.rawValue] }),
        let candidate = pools[group][outcome.rawValue].popFirst()
      {
        guard let entity = entity(of: candidate), !entities.insert(entity).inserted else { return candidate }
        deferred[group].append(candidate)
      }
      return nil
    }
    var total = 0
    var isExhausted = false
    while total < count, !isExhausted {
      isExhausted = true
      for group in pools.indices where total < count {
        guard let candidate = next(in: group) else { continue }
        chosen[group].append(candidate)
        shown[candidate.outcome.rawValue] += 1
        total += 1
        isExhausted = false
      }
    }
    for group in pools.indices {
      let more = deferred[group].prefix(count - total)
      chosen[group] += more
      total += more.count
    }
    return chosen.map { $0.sorted { ($0.outcome.rawValue, $0.step, $0.row) < ($1.outcome.rawValue, $1.step, $1.row) } }
  }

  private func entity(of candidate: Candidate) -> Int32? {
    let entities = graph.lists[run.steps[candidate.step].measure.list].entities
    guard !entities.isEmpty, entities[candidate.row] >= 0 else { return nil }
    return entities[candidate.row]
  }

  // MARK: Showing

  private func cells(_ candidate: Candidate, _ names: EntityNames) throws -> [Cell] {
    let step = run.steps[candidate.step]
    let list = step.measure.list
    return [
      .phrase(candidate.outcome.words), names.name(ofRecord: candidate.row, in: list).cell,
      names.code(ofRecord: candidate.row, in: list).cell,
      .value(.text(names.identification(of: candidate.row, in: list))),
    ] + (scenarios.count > 1 ? [.value(.text(step.measure.scenario))] : [])
      + [try decisive(candidate, step).map { .phrase($0) } ?? .empty]
  }

  /// The conditions that decide what became of a record: those that fail, are unknown, or except it.
  private func decisive(_ candidate: Candidate, _ step: ScenarioRun.Step) throws -> Phrase? {
    func parts(_ parts: [ConditionPart], that wanted: Truth) throws -> [Phrase] {
      try parts.filter {
        let value = try step.before.evaluator.values($0.typed, over: step.measure.list, at: [candidate.row])[0]
        return Truth(value.headline) == wanted
      }.map(\.text)
    }
    let (conditions, exceptions) = (step.measure.conditions, step.measure.exceptions.map(\.condition))
    let found: [Phrase]
    switch candidate.outcome {
    case .fires: found = isBrief ? [] : conditions.map(\.text)
    case .justMisses: found = try parts(conditions, that: .no)
    case .unknown: found = try parts(conditions, that: .unknown) + parts(exceptions, that: .unknown)
    case .excepted: found = try parts(exceptions, that: .yes)
    }
    guard let first = found.first else { return nil }
    return found.dropFirst().reduce(first) { Phrase($0.english + "; " + $1.english, $0.chinese + "；" + $1.chinese) }
  }
}
