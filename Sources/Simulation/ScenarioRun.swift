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
    /// The records that it surely took: none of the measures before had.
    public let taken: Bitmap
    /// The records that it may have taken besides.
    public let open: Bitmap
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
      try Task.checkCancellation()
      let reach = try reach ?? Reach(of: measure, in: world)
      let (matching, excepting) = (reach.matching, reach.excepting)
      let acting = matching & !excepting
      let standing = world.standing(of: measure.list)
      let after = world.applying(measure, where: acting)
      steps.append(
        Step(
          measure: measure, before: world, after: after, acting: acting, protected: matching.yes & excepting.yes,
          taken: acting.yes & standing.headline, open: acting.unknown & standing.headline))
      world = after
    }
    self.steps = steps
  }
}

extension World {
  /// The world after a measure acts on the records of its list where a condition holds.
  fileprivate func applying(_ measure: Measure, where acting: TruthPlanes) -> World {
    switch measure.action {
    case .exit, .repair: return taking(acting, from: measure.list, erasing: false)
    case .exempt: return taking(acting, from: measure.list, erasing: true)
    case .strike:
      guard measure.list != graph.registry else { return striking(acting) }
      return striking(entities(where: acting, in: measure.list))
    case .update, .admit: return self
    }
  }

  /// The rows of the registry whose entity has a standing record for which a condition holds.
  private func entities(where condition: TruthPlanes, in list: Int) -> TruthPlanes {
    let standing = TruthPlanes(standing(of: list))
    let holding = standing & condition
    var planes = TruthPlanes(repeating: false, count: graph.registeredCount)
    let entities = graph.lists[list].entities
    holding.yes.forEach {
      if entities[$0] >= 0, entities[$0] < planes.yes.count { planes.yes.insert(Int(entities[$0])) }
    }
    holding.unknown.forEach {
      if entities[$0] >= 0, entities[$0] < planes.yes.count { planes.unknown.insert(Int(entities[$0])) }
    }
    return TruthPlanes(yes: planes.yes, unknown: planes.unknown.subtracting(planes.yes))
  }
}

extension ScenarioRun {
  /// Why a measure changed nothing.
  public enum Idleness: Sendable, Hashable {
    /// Its condition holds for no record.
    case matchedNothing
    /// It holds for some, and all of them were out already.
    case alreadyOut(records: Int)
    /// It took some, and every entity of theirs stays on the list for another reason.
    case entitiesStay(records: Int, entities: Int)
  }

  /// Why a step changed nothing that entities are counted by; nil when it did change something.
  public func idleness(of step: Step) -> Idleness? {
    let matched = step.acting.yes
    guard !matched.isEmpty else { return .matchedNothing }
    if step.measure.action == .strike {
      let isSame = step.before.frame.standing == step.after.frame.standing
      return isSame ? .alreadyOut(records: matched.population) : nil
    }
    guard !step.taken.isEmpty else { return .alreadyOut(records: matched.population) }
    let affected = step.before.entities(of: step.taken, in: step.measure.list)
    let leaving = entitiesLeaving(step)
    return leaving == 0 && !affected.isEmpty
      ? .entitiesStay(records: step.taken.population, entities: affected.population) : nil
  }

  /// How many entities no longer stand, after a step, on any of the lists that count together with the step's own.
  public func entitiesLeaving(_ step: Step) -> Int {
    let graph = base.graph
    guard !graph.lists[step.measure.list].entities.isEmpty else { return 0 }
    let umbrella = graph.umbrella(of: step.measure.list)
    let before = step.before.entities(of: step.before.standing(of: umbrella).headline, in: umbrella)
    let after = step.after.entities(of: step.after.standing(of: umbrella).headline, in: umbrella)
    return before.subtracting(after).population
  }

  /// Two measures that disagree over records.
  public struct Conflict: Sendable, Hashable {
    /// Why they disagree.
    public enum Kind: Sendable, Hashable {
      /// One takes what the other's exception protects.
      case protected
      /// One says that the record should never have been listed, the other that it leaves.
      case exemptAndExit
    }

    /// Why.
    public let kind: Kind
    /// The measure that comes first and wins.
    public let first: Measure
    /// The other.
    public let second: Measure
    /// How many records they disagree over.
    public let records: Int
  }

  /// The conflicts between the steps, in their order.
  public var conflicts: [Conflict] {
    var conflicts: [Conflict] = []
    for (position, first) in steps.enumerated() {
      for second in steps.dropFirst(position + 1) {
        for (kind, records) in disagreement(first, second) where records > 0 {
          conflicts.append(
            Conflict(kind: kind, first: first.measure, second: second.measure, records: records))
        }
      }
    }
    return conflicts
  }

  private func disagreement(_ first: Step, _ second: Step) -> [(Conflict.Kind, Int)] {
    let graph = base.graph
    func parts(_ rows: Bitmap, _ step: Step) -> [Int: Bitmap] {
      let planes = TruthPlanes(yes: rows, unknown: Bitmap(count: rows.count))
      return Dictionary(
        graph.split(planes, of: step.measure.list).map { ($0.list, $0.planes.yes) }, uniquingKeysWith: { $0 | $1 })
    }
    func overlap(_ left: [Int: Bitmap], _ right: [Int: Bitmap]) -> Int {
      left.reduce(0) { total, part in total + (right[part.key].map { (part.value & $0).population } ?? 0) }
    }
    let standing = first.before.standing(of: first.measure.list).headline
    let taken = parts(first.taken, first)
    let matched = parts(second.acting.yes, second)
    let protections =
      overlap(taken, parts(second.protected, second)) + overlap(parts(first.protected & standing, first), matched)
    let actions = Set([first.measure.action, second.measure.action])
    let opposites = actions == [.exempt, .exit] ? overlap(taken, matched) : 0
    return [(.protected, protections), (.exemptAndExit, opposites)]
  }
}

extension World {
  /// The entities that some records of a list are about.
  public func entities(of rows: Bitmap, in list: Int) -> Bitmap {
    var result = Bitmap(count: graph.entityCount)
    let entities = graph.lists[list].entities
    rows.forEach { if entities[$0] >= 0 { result.insert(Int(entities[$0])) } }
    return result
  }
}
