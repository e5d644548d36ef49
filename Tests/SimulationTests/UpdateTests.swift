import Evaluation
import Language
import Simulation
import Tables
import Testing
import Values

@Suite("Updates and admissions") struct UpdateTests {
  private func exact(_ number: Int64) -> RangedValue { range(number, number, number) }

  private func range(_ low: Int64, _ headline: Int64, _ high: Int64) -> RangedValue {
    RangedValue(low: .integer(low), headline: .integer(headline), high: .integer(high))
  }

  /// Four enterprises with a court record each: clues yes, no, unknown, no; the last record is past its end.
  private var facts: Facts {
    var facts = Facts()
    facts.enterprises = (0..<4).map { Facts.Enterprise(organisation: $0, district: $0 < 2 ? "north" : "south") }
    facts.court = [true, false, nil, false].enumerated().map { .init(organisation: $0, number: $0, clues: $1) }
    facts.court[3].left = .day(Facts.longAgo)
    facts.penalties = [.init(organisation: 0, fine: 50_000), .init(organisation: 1, fine: nil, severity: nil)]
    return facts
  }

  private func cells(_ column: String, of list: String, after scenario: String, in facts: Facts) throws -> [Value] {
    let rehearsal = try Rehearsal(facts, "scenario s = \(scenario)")
    let world = try rehearsal.run("s").world
    let table = world.graph.lists[rehearsal.list(list)].table
    let position = try #require(table.position(of: column))
    return (0..<table.rowCount).map { table.columns[position].value(at: $0) }
  }

  @Test("Where the condition is true the cell takes the value, computed in the world before")
  func values() throws {
    #expect(
      try cells("clues", of: "court", after: "update court set clues = not clues where case <> \"case 0\"", in: facts)
        == [.flag(true), .flag(true), .unknown, .flag(true)])
    #expect(
      try cells("fine", of: "penalties", after: "update penalties set fine = fine * 2 + 1元", in: facts)
        == [.money(100_100), .unknown])
    #expect(
      try cells("severity", of: "penalties", after: "update penalties set severity = \"petty\"", in: facts)
        == [.text("petty"), .text("petty")])
  }

  @Test("Where the condition is unknown the cell becomes unknown, unless it would stay as it is")
  func unknownConditions() throws {
    var facts = facts
    facts.enterprises[0].size = nil
    facts.enterprises[1].size = nil
    let scenario = "update court set clues = yes where entity.size = \"large\""
    #expect(
      try cells("clues", of: "court", after: scenario, in: facts)
        == [.flag(true), .unknown, .unknown, .flag(false)])
  }

  @Test("All columns of an update are computed from what they held before")
  func simultaneous() throws {
    var facts = facts
    facts.penalties = [.init(organisation: 0, fine: 100, severity: "minor", corrected: false)]
    let scenario =
      "update penalties set severity = if corrected then \"grave\" else \"usual\", corrected = severity = \"minor\""
    #expect(try cells("severity", of: "penalties", after: scenario, in: facts) == [.text("usual")])
    #expect(try cells("corrected", of: "penalties", after: scenario, in: facts) == [.flag(true)])
  }

  @Test("Conditions, counts and later measures see what an update wrote, history too")
  func seen() throws {
    let scenarios = """
      scenario u = update court set clues = no
      scenario e = exit court where not clues
      scenario r = update registry set size = "large" where district = "north"
      """
    let rehearsal = try Rehearsal(facts.world(), scenarios)
    #expect(try rehearsal.value("count(court where not clues)", after: "u") == exact(3))
    #expect(try rehearsal.value("count(all court where not clues)", after: "u") == exact(4))
    #expect(try rehearsal.change("count(court where not clues)", after: "u") == range(1, 2, 2))
    #expect(try rehearsal.value("count(court)", after: "e") == range(1, 2, 2))
    #expect(try rehearsal.value("count(court)", after: "u", "e") == exact(0))
    #expect(try rehearsal.change("count(court where entity.size = \"large\")", after: "r") == exact(2))
    #expect(try rehearsal.value("count(penalties where entity.size = \"large\")", after: "r") == exact(2))
    #expect(try rehearsal.value("entities(registry where size = \"small\")", after: "r") == exact(2))
  }

  @Test("What an update did not set cancels out of a difference")
  func cancelling() throws {
    let rehearsal = try Rehearsal(facts, "scenario u = update court set clues = no where case = \"case 0\"")
    #expect(try rehearsal.value("count(court where not clues)", after: "u") == range(2, 2, 3))
    #expect(try rehearsal.change("count(court where not clues)", after: "u") == exact(1))
  }

  @Test("An admission lets records stand that history holds, exempted ones excepted")
  func admission() throws {
    let scenarios = """
      scenario a = admit court
      scenario x = exempt court where not clues
      scenario k = strike court where clues
      """
    let rehearsal = try Rehearsal(facts.world(), scenarios)
    #expect(try rehearsal.value("count(court)") == exact(3))
    #expect(try rehearsal.value("count(court)", after: "a") == exact(4))
    #expect(try rehearsal.change("entities(serious)", after: "a") == exact(1))
    // The second is exempted, and so is the fourth; the third may be.
    #expect(try rehearsal.value("count(court)", after: "x", "a") == range(1, 2, 2))
    #expect(try rehearsal.value("count(court)", after: "k", "a") == range(2, 3, 3))
  }

  @Test("An admission in doubt is no part of the headline")
  func doubtfulAdmission() throws {
    var facts = facts
    facts.court[3].clues = nil
    let rehearsal = try Rehearsal(facts, "scenario a = admit court where not clues")
    #expect(try rehearsal.value("entities(court)", after: "a") == range(3, 3, 4))
    #expect(try rehearsal.change("entities(court)", after: "a") == range(0, 0, 1))
    #expect(try rehearsal.run("a").steps[0].open.rows == [3])
  }

  @Test("A measure over a list made of others acts on each of them")
  func unions() throws {
    var facts = facts
    facts.tax = [.init(organisation: 0, withdrawn: .day(Facts.longAgo))]
    let rehearsal = try Rehearsal(facts, "scenario a = admit serious")
    #expect(try rehearsal.change("count(tax)", after: "a") == exact(1))
    #expect(try rehearsal.change("count(serious)", after: "a") == exact(2))
    #expect(try rehearsal.change("entities(serious)", after: "a") == exact(1))
  }

  // MARK: Steps

  @Test("A step tells what it admitted and changed from what it took")
  func steps() throws {
    let scenario = "scenario s = {\nupdate court set clues = no\nadmit court\nexit court where case = \"case 0\"\n}"
    let steps = try Rehearsal(facts, scenario).run("s").steps
    #expect(steps.map(\.taken.rows) == [[], [], [0]])
    #expect(steps.map(\.admitted.rows) == [[], [3], []])
    #expect(steps.map(\.changed.rows) == [[0, 2], [], []])
  }

  static let idle: [(String, ScenarioRun.Idleness?)] = [
    ("update court set clues = no where case = \"case 9\"", .matchedNothing),
    ("update court set clues = no where case = \"case 1\"", .alreadySo(records: 1)),
    ("update court set clues = yes where case = \"case 3\"", .alreadyOut(records: 1)),
    ("update court set clues = no where case = \"case 0\"", nil),
    ("admit court where case = \"case 9\"", .matchedNothing),
    ("admit court where case = \"case 1\"", .alreadyListed(records: 1)),
    ("admit court where case = \"case 3\"", nil), ("admit tax", .entitiesListed(records: 1, entities: 1)),
  ]

  @Test("A measure that changes nothing says why", arguments: idle)
  func idleness(measure: String, why: ScenarioRun.Idleness?) throws {
    var facts = facts
    facts.tax = [.init(organisation: 0, withdrawn: .day(Facts.longAgo))]
    let run = try Rehearsal(facts, "scenario s = \(measure)").run("s")
    #expect(run.idleness(of: run.steps[0]) == why)
  }

  static let disagreements: [(String, String, [ScenarioRun.Conflict.Kind], [Int])] = [
    ("exit court where not clues", "admit court where not clues", [.takenAndAdmitted], [1]),
    ("admit court", "exit court where case = \"case 3\"", [.takenAndAdmitted], [1]),
    ("update court set clues = no", "update court set clues = yes", [.updatedTwice], [3]),
    ("update court set clues = no", "update court set clues = no", [], []),
    (
      "update court set clues = no", "update court set clues = no except when case = \"case 0\"", [.protected], [1]
    ),
    ("admit court", "admit court where not clues except when case = \"case 3\"", [.protected], [1]),
    ("exit court", "update court set clues = no except when clues", [], []),
  ]

  @Test("Measures that undo one another are a conflict", arguments: disagreements)
  func conflict(first: String, second: String, kinds: [ScenarioRun.Conflict.Kind], records: [Int]) throws {
    let run = try Rehearsal(facts.world(), "scenario a = \(first)\nscenario b = \(second)").run("a", "b")
    #expect(run.conflicts.map(\.kind) == kinds)
    #expect(run.conflicts.map(\.records) == records)
  }

  static let mistakes: [(String, String, String)] = [
    ("update court set case = \"x\"", "case", "`case` can't be updated"),
    ("update court set code = \"x\"", "code", "`code` can't be updated"),
    ("update court set left = asof", "left", "`left` can't be updated"),
    ("update searches set date = asof", "date", "`date` can't be updated"),
    ("update registry set weight = 2", "weight", "`weight` can't be updated"),
    ("update serious set list = \"court\"", "list", "`list` can't be updated"),
    ("update court set clue = yes", "clue", "`clue` is not a column of `court`"),
    ("update court set clues = 3", "3", "expected yes/no, found integer"),
    ("update penalties set fine = 3", "3", "expected money, found integer"),
    ("update court set clues = yes, clues = no", "clues", "`clues` is set twice"),
    ("admit registry", "registry", "the registry is no list to come onto"),
  ]

  @Test("What can't be updated or admitted is refused at its place", arguments: mistakes)
  func refusals(measure: String, place: String, message: String) throws {
    let rehearsal = try Rehearsal(facts, "scenario s = \(measure)")
    do {
      _ = try rehearsal.run("s")
      Issue.record("not refused")
    } catch let diagnostic as Diagnostic {
      #expect(diagnostic.message.english == message)
      #expect(diagnostic.span.map { String($0.text) } == place)
    }
  }
}
