import Evaluation
import Language
import Tables
import Values

/// What became of a world when a scenario's measures ran over it, in order.
public struct ScenarioRun: Sendable {
  /// One measure and what it did.
  public struct Step: Sendable {
    /// The measure.
    public let measure: Measure
    /// The world before it.
    public let before: World
    /// The world after it.
    public let after: World
    /// Where its condition holds and no exception does, whether the record still stood or not.
    public let acting: TruthPlanes
    /// Where its condition holds and an exception surely protects the record.
    public let protected: Bitmap
    /// The records that it surely took: none of the measures before had. An update and an admission take none.
    public let taken: Bitmap
    /// The records that it surely put onto the list: they didn't stand before.
    public let admitted: Bitmap
    /// For each column that it sets, the standing records whose cell it surely changed.
    public let changedCells: [Int: Bitmap]
    /// The records that it may have taken, put onto the list or changed besides.
    public let open: Bitmap

    /// The standing records of which it surely changed what they say.
    public var changed: Bitmap { changedCells.values.reduce(Bitmap(count: acting.yes.count)) { $0 | $1 } }
  }

  /// The world before.
  public let base: World
  /// The steps, in order.
  public let steps: [Step]

  /// The world after all steps.
  public var world: World { steps.last?.after ?? base }

  /// For which records a measure's condition and its exceptions hold.
  struct Reach: Sendable {
    /// Where its condition holds, the exceptions aside.
    let matching: TruthPlanes
    /// Where an exception holds.
    let excepting: TruthPlanes

    init(of measure: Measure, in world: World) throws {
      let evaluator = world.evaluator
      matching = try measure.matching(in: evaluator)
      excepting = try measure.excepting(in: evaluator)
    }

    /// Where each of some measures holds in one world, their conditions computed together.
    /// - Throws: what computing them one by one throws first.
    static func all(of measures: [Measure], in world: World) throws -> [Reach] {
      let evaluator = world.evaluator
      let questions = measures.flatMap { measure in
        (measure.conditions.map(\.typed) + measure.exceptions.map(\.condition.typed)).map {
          (condition: $0, list: measure.list)
        }
      }
      let truths: [TruthPlanes]
      do {
        truths = try evaluator.truths(questions)
      } catch is Failure {
        return try measures.map { try Reach(of: $0, in: world) }
      }
      var rest = truths[...]
      // Most measures have no exception: they share that it holds nowhere.
      var nowhere: [Int: TruthPlanes] = [:]
      return try measures.map { measure in
        let matching = try measure.matching(Array(rest.prefix(measure.conditions.count)), evaluator)
        rest = rest.dropFirst(measure.conditions.count)
        let exceptions = Array(rest.prefix(measure.exceptions.count))
        rest = rest.dropFirst(measure.exceptions.count)
        guard exceptions.isEmpty else {
          return Reach(matching: matching, excepting: measure.excepting(exceptions, evaluator))
        }
        let excepting = nowhere[measure.list] ?? measure.excepting([], evaluator)
        nowhere[measure.list] = excepting
        return Reach(matching: matching, excepting: excepting)
      }
    }

    /// Where its condition holds and no exception does.
    var acting: TruthPlanes {
      excepting.yes.isEmpty && excepting.unknown.isEmpty ? matching : matching & !excepting
    }
  }

  /// Runs measures over a world.
  /// - Throws: `Failure` where a condition can't be computed.
  public init(_ measures: [Measure], over base: World) throws {
    try self.init(measures.map { ($0, nil) }, over: base)
  }

  /// Runs measures over a world, for some of which it is known where they hold, whatever ran before.
  init(_ measures: [(measure: Measure, reach: Reach?)], over base: World) throws {
    self.base = base
    var world = base
    var steps: [Step] = []
    for (measure, reach) in measures {
      try Interruption.check()
      let reach = try reach ?? Reach(of: measure, in: world)
      let protected = reach.matching.yes & reach.excepting.yes
      let step = try world.applying(measure, where: reach.acting, protected: protected)
      steps.append(step)
      world = step.after
    }
    self.steps = steps
  }
}

extension World {
  /// What a measure does to the records of its list where a condition holds.
  fileprivate func applying(
    _ measure: Measure, where acting: TruthPlanes, protected: Bitmap
  ) throws -> ScenarioRun.Step {
    let list = measure.list
    let standing = standing(of: list)
    let none = Bitmap(count: acting.yes.count)
    func step(
      _ after: World, taken: Bitmap? = nil, admitted: Bitmap? = nil, changed: [Int: Bitmap] = [:], open: Bitmap
    ) -> ScenarioRun.Step {
      ScenarioRun.Step(
        measure: measure, before: self, after: after, acting: acting, protected: protected, taken: taken ?? none,
        admitted: admitted ?? none, changedCells: changed, open: open)
    }
    let (taken, open) = (acting.yes & standing.headline, acting.unknown & standing.headline)
    switch measure.action {
    case .exit, .repair: return step(taking(acting, from: list, erasing: false), taken: taken, open: open)
    case .exempt: return step(taking(acting, from: list, erasing: true), taken: taken, open: open)
    case .strike:
      let struck = list == graph.registry ? acting : entities(where: acting, in: list)
      return step(striking(struck), taken: taken, open: open)
    case .admit:
      let existing = frame.existing[list].headline.subtracting(standing.headline)
      return step(
        admitting(acting, to: list), admitted: acting.yes & existing, open: acting.unknown & existing)
    case .update:
      let columns = try measure.assignments.map { assignment in
        (
          position: assignment.column,
          updated: try evaluator.column(assignment.column, of: list, setTo: assignment.value, where: acting)
        )
      }
      let changed = columns.map { ($0.position, $0.updated.changed & standing.headline) }
      return step(
        try showing(columns, in: list), changed: Dictionary(uniqueKeysWithValues: changed),
        open: columns.reduce(none) { $0 | $1.updated.open } & standing.headline)
    }
  }

  /// The rows of the registry whose entity has a standing record for which a condition holds.
  private func entities(where condition: TruthPlanes, in list: Int) -> TruthPlanes {
    let holding = TruthPlanes(standing(of: list)) & condition
    func registered(_ rows: Bitmap) -> Bitmap { graph.entities(of: rows, in: list).slice(0..<graph.registeredCount) }
    let yes = registered(holding.yes)
    return TruthPlanes(yes: yes, unknown: registered(holding.unknown).subtracting(yes))
  }
}

extension World {
  /// The entities that some records of a list are about.
  public func entities(of rows: Bitmap, in list: Int) -> Bitmap { graph.entities(of: rows, in: list) }

  /// The entities that records of a list are about, for three nested sets of records.
  func entities(of rows: Standing, in list: Int) -> Standing { graph.entities(of: rows, in: list) }
}
