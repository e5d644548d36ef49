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
/// Beside each metric stands its change from the reference, in its own unit and relative to it, and how many of the
/// entities that it counts left, stay, and entered. Groups are taken from the base, so that a measure can't move an
/// entity out of the group it is counted in, unless it is asked that each world be grouped by its own cells.
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
  /// Whether each world is grouped by what its own measures have left, so that entities may move.
  public let isGroupedAfter: Bool

  /// A comparison.
  public init(
    candidates: [Candidate], reference: Candidate, metrics: [NamedMetric], keys: [EntityKey],
    isGroupedAfter: Bool = false
  ) {
    self.candidates = candidates
    self.reference = reference
    self.metrics = metrics
    self.keys = keys
    self.isGroupedAfter = isGroupedAfter
  }

  /// Computes the comparison: a row a scenario, or a row a scenario and group.
  /// - Returns: For each metric its values, its changes (`m_change`) and relative changes (`m_relative`), and the
  ///   entities that `left`, `entered` and `stay`; these are `m_left` and so on where metrics count different things.
  /// - Throws: `Failure` where a number is too large; `Interruption`.
  public func answer() throws -> Answer {
    let groupings = try self.groupings()
    var blocks = try metrics.map { metric in
      try zip(candidates, groupings).map { candidate, groups in
        try Interruption.check()
        return try figures(of: metric, candidate, groups)
      }
    }
    // Metrics that count the same have their movements said once.
    let counted = metrics.map { Set(MetricEvaluation($0.expression).counted) }
    let sets = counted.filter { !$0.isEmpty }
    let isShared = Set(sets).count <= 1
    for position in blocks.indices where isShared && counted[..<position].contains(where: { !$0.isEmpty }) {
      for candidate in blocks[position].indices { blocks[position][candidate].movement = nil }
    }
    let layouts = blocks.enumerated().map { position, figures in
      Layout(
        metric: metrics[position], figures: figures, isShared: isShared, isAlone: metrics.count == 1,
        isWhole: keys.isEmpty, countsEntities: !counted[position].isEmpty)
    }
    let columns =
      [ResultColumn("scenario", heading: Phrase("scenario", "情景"))]
      + keys.map { ResultColumn($0.name, heading: $0.heading) } + layouts.flatMap(\.columns)
    var rows: [[Cell]] = []
    for (position, (candidate, groups)) in zip(candidates, groupings).enumerated() {
      for group in 0..<groups.count {
        let key = groups.before?.keys[group].map(\.cell) ?? []
        rows.append([candidate.cell] + key + layouts.flatMap { $0.cells(position, group) })
      }
    }
    return Answer(ResultTable(columns: columns, rows: rows), notes: notes)
  }

  // MARK: Groups

  /// For each scenario, the groups of the reference and its own.
  private func groupings() throws -> [GroupingPair] {
    let base = reference.run.base
    guard !keys.isEmpty else { return candidates.map { _ in GroupingPair(nil) } }
    let counted = Set(metrics.flatMap { MetricEvaluation($0.expression).lists })
    let lists = counted.union(counted.flatMap { base.graph.leaves(of: $0).map(\.list) }).sorted()
    func grouping(in world: World) throws -> Grouping {
      try world.evaluator.groupingByEntity(of: lists, by: keys.map(\.expression))
    }
    guard isGroupedAfter else {
      let grouping = try grouping(in: base)
      return candidates.map { _ in GroupingPair(grouping) }
    }
    let before = try grouping(in: reference.run.world)
    let after = try candidates.map { try grouping(in: $0.run.world) }
    var found: Set<[GroupKey]> = []
    let all = ([before] + after).flatMap(\.keys).filter { found.insert($0).inserted }
    let arranged = all.filter { !$0.contains(.notInRegistry) } + all.filter { $0.contains(.notInRegistry) }
    return after.map {
      GroupingPair(before: before.arranged(as: arranged), after: $0.arranged(as: arranged), of: base.graph)
    }
  }

  // MARK: Figures

  /// What one scenario gives for one metric, group by group.
  fileprivate struct Figures {
    let values: [RangedValue]
    /// Nothing for the reference itself.
    let changes: [RangedValue]
    let relatives: [RangedValue]
    var movement: Movement?
  }

  private func figures(of metric: NamedMetric, _ candidate: Candidate, _ groups: GroupingPair) throws -> Figures {
    let evaluation = MetricEvaluation(metric.expression)
    let (first, second) = (reference.run.world, candidate.run.world)
    var worlds = WorldPair(first, second, by: groups)
    let isReference = candidate.label == reference.label
    let counted = evaluation.counted.filter { !second.graph.lists[$0.list].entities.isEmpty }
    for aggregate in counted where aggregate.condition == nil {
      first.evaluator.findEntities(on: aggregate.list, includingAll: aggregate.includesAll, beside: second.evaluator)
    }
    // What a count takes in is counted in both worlds at once.
    if counted.count == 1 { _ = try worlds.crossing(of: counted) }
    let values = try evaluation.values(in: second, by: groups.after)
    let movement = counted.isEmpty ? nil : try Movement(counted, between: &worlds)
    guard !isReference else { return Figures(values: values, changes: [], relatives: [], movement: movement) }
    let changes = try evaluation.changes(between: &worlds)
    let before = try evaluation.values(in: first, by: groups.before)
    let relatives = changes.indices.map { changes[$0].relative(from: before[$0], to: values[$0]) }
    return Figures(values: values, changes: changes, relatives: relatives, movement: movement)
  }

  /// The columns of one metric.
  private struct Layout {
    let metric: NamedMetric
    let figures: [Figures]
    let isShared: Bool
    let isAlone: Bool
    let isWhole: Bool
    let countsEntities: Bool

    private var hasMovement: Bool { figures.contains { $0.movement != nil } }
    private var hasEntries: Bool {
      figures.contains { $0.movement?.entered.contains { $0.high != .integer(0) } ?? false }
    }

    /// Machines get every figure. People get what fits a line: the range of the change is told by the value's own and
    /// by who left.
    var columns: [ResultColumn] {
      var columns = [
        ResultColumn(metric.name, heading: metric.heading),
        ResultColumn(
          "\(metric.name)_change", heading: .same("Δ"), display: .difference,
          detail: countsEntities ? .withoutRanges : .full),
        ResultColumn(
          "\(metric.name)_relative", heading: Phrase("Δ %", "变幅"), display: .relative,
          detail: isAlone && isWhole ? .withoutRanges : .hidden),
      ]
      guard hasMovement else { return columns }
      let prefix = isShared ? "" : "\(metric.name)_"
      columns += [
        ResultColumn("\(prefix)left", heading: Phrase("left", "退出"), detail: isAlone ? .full : .hidden),
        ResultColumn(
          "\(prefix)entered", heading: Phrase("entered", "新入"),
          detail: isAlone && hasEntries ? .full : .hidden),
        ResultColumn(
          "\(prefix)stay", heading: Phrase("stay", "仍在"), detail: isAlone && isWhole ? .withoutRanges : .hidden),
      ]
      return columns
    }

    func cells(_ candidate: Int, _ group: Int) -> [Cell] {
      let figures = figures[candidate]
      func cell(_ values: [RangedValue]) -> Cell {
        values.indices.contains(group) ? .ranged(values[group]) : .empty
      }
      var cells = [cell(figures.values), cell(figures.changes), cell(figures.relatives)]
      guard hasMovement else { return cells }
      let isReference = figures.changes.isEmpty
      cells += [
        cell(isReference ? [] : figures.movement?.left ?? []),
        cell(isReference ? [] : figures.movement?.entered ?? []), cell(figures.movement?.stay ?? []),
      ]
      return cells
    }
  }
}

extension RangedValue {
  /// A change as a share of the value before it; unknown where that is nothing or less.
  fileprivate func relative(from before: RangedValue, to after: RangedValue) -> RangedValue {
    guard let base = before.headline.number, let change = headline.number, base > .zero,
      let relative = try? change / base
    else { return RangedValue(.unknown) }
    let reading = Value.percentage(relative)
    guard let ends = try? RangedValue.ends(of: self, from: before, to: after) else {
      return RangedValue(low: .unknown, headline: reading, high: .unknown)
    }
    return RangedValue(low: .percentage(ends.low), headline: reading, high: .percentage(ends.high))
  }

  /// The least and the most, from the change and from the values: both enclose, so that the narrower holds.
  private static func ends(
    of change: RangedValue, from before: RangedValue, to after: RangedValue
  ) throws -> (low: Fraction, high: Fraction)? {
    guard let least = change.low.number, let most = change.high.number, let low = before.low.number,
      let high = before.high.number, let bottom = after.low.number, let top = after.high.number, low > .zero
    else { return nil }
    let one = Fraction(1)
    return (
      max(try min(least / low, least / high), try bottom / high - one),
      min(try max(most / low, most / high), try top / low - one)
    )
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
