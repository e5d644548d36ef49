import Evaluation
import Language
import Simulation
import Tables
import Testing
import Values

@Suite("Classes of records") struct ClassificationTests {
  private func classification(_ rehearsal: Rehearsal, _ scenarios: [String], _ condition: String?) throws -> [[Cell]] {
    var classes = try scenarios.map { Classification.Class(label: $0, rule: .taken(by: try rehearsal.run($0))) }
    if let condition {
      let typed = try rehearsal.expression(condition, over: "serious")
      classes.append(.init(label: "condition", rule: .condition(.same(condition), typed)))
    }
    classes.append(.init(label: "rest", rule: .rest))
    return try Classification(
      world: rehearsal.world, list: rehearsal.list("serious"), classes: classes,
      territory: try rehearsal.key("district")
    ).answer().table.rows
  }

  private func text(_ cell: Cell) -> String { if case .text(let text) = cell.headline { text } else { "" } }

  @Test("Each standing record is in exactly one class, the first whose rule it surely meets", arguments: 0..<20)
  func exactlyOne(seed: Int) throws {
    var lot = Lot(seed)
    let rehearsal = try Rehearsal(
      Facts.random(using: &lot), Repertoire.scenarios(using: &lot, withStrikes: true))
    let condition = "entity.size = \"small\""
    let rows = try classification(rehearsal, ["a", "b"], condition)
    let list = rehearsal.list("serious")
    let standing = rehearsal.world.standing(of: list).headline
    #expect(rows.count == standing.population)
    let truth = try rehearsal.world.evaluator.truth(rehearsal.expression(condition, over: "serious"), over: list)
    // What each record's class is by the rule's own words.
    let gone = try ["a", "b"].map { standing.subtracting(try rehearsal.run($0).world.standing(of: list).headline) }
    var expected: [String: Int] = [:]
    standing.forEach { row in
      let label =
        gone[0].contains(row) ? "a" : gone[1].contains(row) ? "b" : truth.yes.contains(row) ? "condition" : "rest"
      expected[label, default: 0] += 1
    }
    #expect(rows.reduce(into: [String: Int]()) { $0[text($1[0]), default: 0] += 1 } == expected)
    // A class that a record might belong to stands before its own.
    let order = ["a", "b", "condition", "rest"]
    for row in rows where row[1] != .empty {
      for label in text(row[1]).split(separator: "、") {
        #expect(order.firstIndex(of: String(label))! < order.firstIndex(of: text(row[0]))!)
      }
    }
  }

  @Test("Where unknown facts decide, the row says which class it might belong to")
  func mightBe() throws {
    var facts = Facts()
    facts.enterprises = [.init(organisation: 0), .init(organisation: 1)]
    facts.court = [.init(organisation: 0, number: 0, clues: nil), .init(organisation: 1, number: 1, clues: false)]
    let rehearsal = try Rehearsal(facts, "scenario a = exit court where not clues")
    let rows = try classification(rehearsal, ["a"], nil)
    #expect(rows.map { [text($0[0]), text($0[1]), text($0[3])] } == [["a", "", "case 1"], ["rest", "a", "case 0"]])
  }

  @Test("An earlier measure's class goes first, and the reason is the measure that takes the record")
  func priority() throws {
    var facts = Facts()
    facts.enterprises = [.init(organisation: 0)]
    facts.court = [.init(organisation: 0, number: 0)]
    facts.tax = [.init(organisation: 0, paid: true)]
    let rehearsal = try Rehearsal(
      facts,
      """
      scenario a = exit tax where paid cite "article 1"
      scenario b = exit serious cite "article 2"
      """)
    let rows = try classification(rehearsal, ["a", "b"], nil)
    #expect(rows.map { text($0[0]) } == ["a", "b"])
    #expect(rows.map { text($0[2]) } == ["tax", "court"])
    #expect(rows.map { text($0[6]) } == ["a", "b"])
    #expect(rows.map { text($0[$0.count - 1]) } == ["article 1", "article 2"])
    #expect(rows.map { text($0[7]) } == ["tax", "court"])
  }
}
