import Evaluation
import Language
import Tables

extension ScenarioRun {
  /// Why a measure changed nothing.
  public enum Idleness: Sendable, Hashable {
    /// Its condition holds for no record.
    case matchedNothing
    /// It holds for some, and all of them were out already.
    case alreadyOut(records: Int)
    /// It took some, and every entity of theirs stays on the list for another reason.
    case entitiesStay(records: Int, entities: Int)
    /// It holds for some, and all of them stood already.
    case alreadyListed(records: Int)
    /// It put some onto the list, and every entity of theirs was there already for another reason.
    case entitiesListed(records: Int, entities: Int)
    /// It holds for some, and all of them said already what they were to say.
    case alreadySo(records: Int)
  }

  /// Why a step changed nothing that entities are counted by; nil when it did change something.
  public func idleness(of step: Step) -> Idleness? {
    let matched = step.acting.yes
    guard !matched.isEmpty else { return .matchedNothing }
    switch step.measure.action {
    case .strike:
      let isSame = step.before.frame.standing == step.after.frame.standing
      return isSame ? .alreadyOut(records: matched.population) : nil
    case .update:
      guard step.changed.isEmpty else { return nil }
      let isOut = (matched & step.before.standing(of: step.measure.list).high).isEmpty
      return isOut ? .alreadyOut(records: matched.population) : .alreadySo(records: matched.population)
    case .admit:
      guard !step.admitted.isEmpty else {
        let erased = matched.subtracting(step.before.frame.existing[step.measure.list].high)
        return erased == matched
          ? .alreadyOut(records: matched.population) : .alreadyListed(records: matched.population)
      }
      guard entitiesEntering(step) == 0 else { return nil }
      let affected = step.before.entities(of: step.admitted, in: step.measure.list)
      return !affected.isEmpty
        ? .entitiesListed(records: step.admitted.population, entities: affected.population) : nil
    case .exit, .exempt, .repair:
      guard !step.taken.isEmpty else { return .alreadyOut(records: matched.population) }
      guard entitiesLeaving(step) == 0 else { return nil }
      let affected = step.before.entities(of: step.taken, in: step.measure.list)
      return !affected.isEmpty
        ? .entitiesStay(records: step.taken.population, entities: affected.population) : nil
    }
  }

  /// How many entities no longer stand, after a step, on any of the lists that count together with the step's own.
  public func entitiesLeaving(_ step: Step) -> Int { entities(in: step.before, butNotIn: step.after, of: step) }

  /// How many entities stand, after a step, on any of the lists that count together with the step's own, and did not
  /// before.
  public func entitiesEntering(_ step: Step) -> Int { entities(in: step.after, butNotIn: step.before, of: step) }

  private func entities(in world: World, butNotIn other: World, of step: Step) -> Int {
    let graph = base.graph
    guard !graph.lists[step.measure.list].entities.isEmpty else { return 0 }
    let umbrella = graph.umbrella(of: step.measure.list)
    func standing(in world: World) -> Bitmap { world.evaluator.entities(on: umbrella).headline }
    return standing(in: world).subtracting(standing(in: other)).population
  }
}
