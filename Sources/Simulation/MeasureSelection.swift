import Language

/// Scenarios of which any selection can be carried out, each time in the written order.
///
/// Where a measure holds is computed once on the base, unless it reads what another of the measures writes: then it is
/// computed anew in the world that the ones before it leave.
public struct MeasureSelection: Sendable {
  /// The world before.
  public let base: World
  /// The measures of each scenario, in the written order.
  public let units: [[Measure]]
  /// For each measure of each scenario, where it holds; nil where that hangs on the others.
  private let reaches: [[ScenarioRun.Reach?]]

  /// Prepares scenarios for selections.
  /// - Throws: `Failure` where a condition can't be computed.
  public init(_ units: [[Measure]], over base: World) throws {
    self.base = base
    self.units = units
    let all = units.flatMap { $0 }
    var position = 0
    reaches = try units.map { unit in
      try unit.map { measure in
        // A measure that stands in two places may read what its own twin writes.
        let others = all.indices.filter { $0 != position }
        position += 1
        return others.contains(where: { measure.reads(whatIsWrittenBy: all[$0], in: base.graph.schema) })
          ? nil : try ScenarioRun.Reach(of: measure, in: base)
      }
    }
  }

  /// Whether what each measure does hangs on none of the others: no measure reads what another writes, and all of them
  /// only ever take records off, or strike by what the registry says.
  public var isIndependent: Bool {
    reaches.allSatisfy { $0.allSatisfy { $0 != nil } }
      && units.allSatisfy { unit in
        unit.allSatisfy { measure in
          switch measure.action {
          case .exit, .exempt, .repair: true
          // A strike over another list strikes whom a standing record names; who stands hangs on the others.
          case .strike: measure.list == base.graph.registry
          // What one puts back or changes another may take or change.
          case .update, .admit: false
          }
        }
      }
  }

  /// Carries out some of the scenarios, in the written order.
  /// - Parameter chosen: Positions in `units`, ascending.
  /// - Returns: What each measure did.
  /// - Throws: `Failure` where a condition can't be computed; `Interruption`.
  public func run(_ chosen: some Sequence<Int>) throws -> ScenarioRun {
    try ScenarioRun(chosen.flatMap { unit in Array(zip(units[unit], reaches[unit])) }, over: base)
  }
}

extension Measure {
  /// Whether what the measure looks at may change when another runs before it.
  func reads(whatIsWrittenBy other: Measure, in schema: Schema) -> Bool {
    let seen =
      conditions.map(\.typed) + exceptions.map(\.condition.typed) + assignments.map(\.value)
      + jurisdictions.map(\.condition)
    switch other.action {
    case .strike: return seen.contains { !$0.listsRead.isEmpty || $0.looksAtScenarios }
    case .exit, .exempt, .repair, .admit:
      let written = schema.lists(holding: other.list)
      return seen.contains { !$0.listsRead.isDisjoint(with: written) || $0.looksAtScenarios }
    case .update:
      let written = schema.lists(holding: other.list)
      return seen.contains { !$0.isConstant } && !lists(lookedAtBy: seen, in: schema).isDisjoint(with: written)
    }
  }

  /// Whether a metric looks at what the measure writes: where not, nothing that it does can change the metric.
  public func mayChange(_ metric: NamedMetric, in schema: Schema) -> Bool {
    let expression = metric.expression
    if expression.looksAtScenarios { return true }
    switch action {
    case .strike: return !expression.listsRead.isEmpty
    case .exit, .exempt, .repair, .admit, .update:
      return !expression.listsRead.union(expression.ancestorsRead).isDisjoint(with: schema.lists(holding: list))
    }
  }

  /// The lists whose cells or records some expressions over the measure's list look at.
  private func lists(lookedAtBy expressions: [TypedExpression], in schema: Schema) -> Set<Int> {
    var lists: Set<Int> = schema.lists(holding: list)
    for expression in expressions {
      lists.formUnion(expression.listsRead)
      lists.formUnion(expression.ancestorsRead)
      if expression.looksAtScenarios { lists.formUnion(schema.lists.indices) }
    }
    return lists
  }
}

extension Schema {
  /// A list, those that it is made of and those that are made of it.
  func lists(holding list: Int) -> Set<Int> {
    var found: Set<Int> = [list]
    for (position, schema) in lists.enumerated() where schema.members.contains(list) { found.insert(position) }
    found.formUnion(lists[list].members)
    return found
  }
}

extension TypedExpression {
  /// Whether it asks about the world after some scenarios.
  var looksAtScenarios: Bool {
    if case .after = kind { return true }
    return children.contains(where: \.looksAtScenarios)
  }
}
