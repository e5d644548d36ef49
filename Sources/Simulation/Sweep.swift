import Evaluation
import Language
import Tables
import Values

/// A metric along the values of one or two parameters of some scenarios.
public struct Sweep: Sendable {
  /// A parameter that takes several values.
  public struct Parameter: Sendable {
    /// The name in the language.
    public let name: String
    /// The values, in the order in which they are shown.
    public let values: [Value]

    /// A parameter with its values.
    public init(name: String, values: [Value]) {
      self.name = name
      self.values = values
    }
  }

  /// What a metric is at a point.
  public struct Outcome: Sendable, Hashable {
    /// The metric after the point's measures.
    public let value: RangedValue
    /// How much that is more than on the base.
    public let change: RangedValue
  }

  /// One or two parameters.
  public let parameters: [Parameter]
  /// The measures at each point: the last parameter changes first.
  public let points: [[Measure]]
  /// The metrics.
  public let metrics: [NamedMetric]
  /// What entities are grouped by.
  public let keys: [EntityKey]
  /// The world before any measure.
  public let base: World

  /// The most points that a sweep may have.
  public static let limit = SweepRange.limit

  /// A sweep.
  public init(
    parameters: [Parameter], points: [[Measure]], metrics: [NamedMetric], keys: [EntityKey], base: World
  ) {
    self.parameters = parameters
    self.points = points
    self.metrics = metrics
    self.keys = keys
    self.base = base
  }

  /// The groups that metrics are taken in, from the base; nil for the whole.
  public func grouping() throws -> Grouping? {
    let lists = Array(Set(metrics.flatMap { MetricEvaluation($0.expression).lists })).sorted()
    return keys.isEmpty ? nil : try base.evaluator.groupingByEntity(of: lists, by: keys.map(\.expression))
  }

  /// What a world after some measures hangs on: where each of them holds.
  private struct Signature: Hashable {
    /// A measure as far as it matters.
    enum Part: Hashable {
      case known(matching: TruthPlanes, excepting: TruthPlanes, assignments: [Measure.Assignment])
      case anew(Measure)
    }

    let parts: [Part]

    init(_ measures: [(measure: Measure, reach: ScenarioRun.Reach?)]) {
      parts = measures.map { measure, reach in
        guard let reach else { return .anew(measure) }
        return .known(matching: reach.matching, excepting: reach.excepting, assignments: measure.assignments)
      }
    }
  }

  /// The outcomes: for each point, for each metric, for each group.
  /// - Throws: `Failure` where a condition or a metric can't be computed; `Interruption`.
  public func outcomes(in grouping: Grouping?) throws -> [[[Outcome]]] {
    guard points.allSatisfy({ $0.count == points.first?.count }) else {
      return try points.map { try outcomes(after: ScenarioRun($0, over: base), grouping) }
    }
    var reaches = try SweepReaches(points, over: base)
    if let outcomes = try outcomesInOnePass(reaches, grouping) { return outcomes }
    var latest: [Signature: [[Outcome]]] = [:]
    var row: [Signature: [[Outcome]]] = [:]
    let width = parameters.last?.values.count ?? 1
    let title = Phrase("going through the values", "逐档计算")
    return try WorkProgress.telling(title, total: points.count, unit: .steps) { work throws in
      try points.indices.map { point in
        try Interruption.check()
        defer { work.advance() }
        // What is the same as a neighbour's is not computed again: the row before and this one are kept.
        if point % max(width, 1) == 0 { (latest, row) = (row, [:]) }
        let measures = try reaches.measures(of: point)
        let signature = Signature(measures)
        let outcomes =
          try row[signature] ?? latest[signature]
          ?? outcomes(after: ScenarioRun(measures, over: base), grouping)
        if parameters.count < 2 { row = [signature: outcomes] } else { row[signature] = outcomes }
        return outcomes
      }
    }
  }

  private func outcomes(after run: ScenarioRun, _ grouping: Grouping?) throws -> [[Outcome]] {
    try metrics.map { metric in
      let evaluation = MetricEvaluation(metric.expression)
      let values = try evaluation.values(in: run.world, by: grouping)
      let changes = try evaluation.changes(from: base, to: run.world, by: grouping)
      return zip(values, changes).map { Outcome(value: $0, change: $1) }
    }
  }

  /// The outcomes where a threshold moves and every metric counts what it takes; nil elsewhere.
  private func outcomesInOnePass(_ reaches: SweepReaches, _ grouping: Grouping?) throws -> [[[Outcome]]]? {
    let lines = metrics.compactMap { SweepLine($0.expression) }
    guard base.isBase, lines.count == metrics.count, let flips = try reaches.flips() else { return nil }
    var found: [[[Outcome]]] = []
    for line in lines {
      guard let outcomes = try line.outcomes(from: base, flips, by: grouping) else { return nil }
      found.append(outcomes)
    }
    return flips.places.map { place in found.map { $0[place] } }
  }

  // MARK: The answer

  /// The sweep as a table with a row a point, or a row a point and group.
  public func answer() throws -> Answer {
    let grouping = try grouping()
    let outcomes = try outcomes(in: grouping)
    var columns = parameters.map { ResultColumn($0.name, display: isLabel($0) ? .label : .plain) }
    columns += keys.map { ResultColumn($0.name, heading: $0.heading) }
    for metric in metrics {
      columns.append(ResultColumn(metric.name, heading: metric.heading))
      columns.append(ResultColumn("\(metric.name)_change", heading: .same("Δ"), display: .difference))
    }
    let rows = outcomes.enumerated().flatMap { point, outcomes -> [[Cell]] in
      (0..<(grouping?.count ?? 1)).map { group in
        values(at: point).map { .value($0) } + (grouping?.keys[group].map(\.cell) ?? [])
          + outcomes.flatMap { [.ranged($0[group].value), .ranged($0[group].change)] }
      }
    }
    return Answer(ResultTable(columns: columns, rows: rows), notes: try notes(outcomes, grouping))
  }

  /// A metric's headlines with a row for each value of the first parameter and a column for each of the second.
  /// - Parameters:
  ///   - metric: A position in `metrics`.
  ///   - answer: What `answer` gave.
  /// - Returns: nil unless there are two parameters and no groups.
  public func grid(of metric: Int, from answer: Answer) -> ResultTable? {
    guard parameters.count == 2, keys.isEmpty else { return nil }
    let (first, second) = (parameters[0], parameters[1])
    let columns = second.values.map { value in
      let literals = Phrase(
        ExpressionPrinter(tongue: .english).literal(value), ExpressionPrinter(tongue: .chinese).literal(value))
      return ResultColumn(literals.english, heading: Phrase("\(second.name) = ", "\(second.name)＝") + literals)
    }
    let rows = first.values.indices.map { row -> [Cell] in
      [.value(first.values[row])]
        + second.values.indices.map { column in
          .value(answer.table.rows[row * second.values.count + column][2 + 2 * metric].headline)
        }
    }
    return ResultTable(
      columns: [ResultColumn(first.name, display: isLabel(first) ? .label : .plain)] + columns, rows: rows)
  }

  private func isLabel(_ parameter: Parameter) -> Bool {
    parameter.values.allSatisfy { if case .integer = $0 { true } else { false } }
  }

  private func values(at point: Int) -> [Value] {
    var place = point
    return parameters.reversed().map { parameter in
      defer { place /= parameter.values.count }
      return parameter.values[place % parameter.values.count]
    }.reversed()
  }

  private func notes(_ outcomes: [[[Outcome]]], _ grouping: Grouping?) throws -> [Phrase] {
    var notes: [Phrase] = []
    for (position, metric) in metrics.enumerated() {
      let all = outcomes.flatMap { $0[position] }
      if all.allSatisfy({ $0.change.isExact && ($0.change.headline.number == .zero || $0.change.headline == .unknown) })
      {
        notes.append(
          Phrase("\(metric.heading.english): no value changes it", "\(metric.heading.chinese)：任一取值均不改变该指标"))
      }
    }
    if outcomes.contains(where: { $0.contains { $0.contains { !$0.value.isExact } } }) {
      notes.append(
        Phrase("the range shows what facts that nobody recorded could change", "区间给出未记录的事实可能造成的影响"))
    }
    return notes
  }
}
