import Evaluation
import Language
import Simulation
import Tables
import Testing
import Values

@Suite("Conflicts and measures that change nothing") struct ConflictTests {
  /// Five enterprises with a record each: the first three without clues, the first two fined besides.
  private var facts: Facts {
    var facts = Facts()
    facts.enterprises = (0..<5).map { Facts.Enterprise(organisation: $0) }
    facts.court = (0..<5).map { .init(organisation: $0, number: $0, clues: $0 > 2) }
    facts.tax = [.init(organisation: 0), .init(organisation: 1)]
    return facts
  }

  @Test("What one measure takes and another's exception protects is a conflict, whichever comes first")
  func protection() throws {
    let scenarios = """
      scenario a = exit court where not clues
      scenario b = exit court where not clues except when entity.count(tax) > 0
      """
    let rehearsal = try Rehearsal(facts, scenarios)
    let taken = try rehearsal.run("a", "b").conflicts
    #expect(taken.map(\.kind) == [.protected])
    #expect(taken.map(\.records) == [2])
    #expect(taken.map(\.first.scenario) == ["a"])
    let protected = try rehearsal.run("b", "a")
    #expect(protected.conflicts.map(\.records) == [2])
    #expect(protected.conflicts.map(\.second.scenario) == ["a"])
    #expect(try rehearsal.run("a").conflicts.isEmpty)
  }

  @Test("Records that an exemption and an exit both match are a conflict, and the first wins")
  func exemptAndExit() throws {
    let rehearsal = try Rehearsal(
      facts, "scenario a = exempt court where not clues\nscenario b = exit court where entity.count(tax) > 0")
    for names in [("a", "b"), ("b", "a")] {
      let run = try rehearsal.run(names.0, names.1)
      #expect(run.conflicts.map(\.kind) == [.exemptAndExit])
      #expect(run.conflicts.map(\.records) == [2])
    }
    #expect(try rehearsal.value("count(all court)", after: "a", "b") == RangedValue(.integer(2)))
  }

  @Test("A conflict is found between a list and one made of it")
  func union() throws {
    let rehearsal = try Rehearsal(
      facts, "scenario a = exempt serious where entity.count(tax) > 0\nscenario b = exit court where not clues")
    #expect(try rehearsal.run("a", "b").conflicts.map(\.records) == [2])
  }

  @Test("Two exits of the same records are no conflict")
  func agreement() throws {
    let rehearsal = try Rehearsal(facts, "scenario a = exit court\nscenario b = exit court where not clues")
    #expect(try rehearsal.run("a", "b").conflicts.isEmpty)
  }

  @Test("A measure that matches nothing says so")
  func matchedNothing() throws {
    let run = try Rehearsal(facts, "scenario s = exit court where listed > 2022-01-01").run("s")
    #expect(run.idleness(of: run.steps[0]) == .matchedNothing)
  }

  @Test("A measure whose records are out already says how many")
  func alreadyOut() throws {
    let run = try Rehearsal(facts, "scenario s = exit court where not clues").run("s", "s")
    #expect(run.idleness(of: run.steps[0]) == nil)
    #expect(run.idleness(of: run.steps[1]) == .alreadyOut(records: 3))
  }

  @Test("A measure whose entities stay for other records says how many")
  func entitiesStay() throws {
    var facts = facts
    facts.court += [.init(organisation: 0, number: 6)]
    let run = try Rehearsal(facts, "scenario s = exit court where entity.count(tax) > 0").run("s")
    #expect(run.idleness(of: run.steps[0]) == .entitiesStay(records: 3, entities: 2))
    #expect(run.entitiesLeaving(run.steps[0]) == 0)
  }

  @Test("A strike of nobody new says so")
  func idleStrike() throws {
    let run = try Rehearsal(facts, "scenario s = strike tax").run("s", "s")
    #expect(run.idleness(of: run.steps[0]) == nil)
    #expect(run.idleness(of: run.steps[1]) != nil)
  }
}
