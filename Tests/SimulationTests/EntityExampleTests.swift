import Evaluation
import Language
import Simulation
import Tables
import Testing
import Values

@Suite("Examples of a scenario") struct EntityExampleTests {
  private let rule =
    "scenario s = exit court where count(searches where not found) >= 2 and not clues except when listed < 2020-06-01"

  /// Three districts, each with records that fire, miss, hang on unknown facts, and are excepted.
  private var facts: Facts {
    var facts = Facts()
    let late = DayFact.day(CalendarDate(dayNumber: Facts.asof.dayNumber - 100))
    for organisation in 0..<24 {
      facts.enterprises.append(
        .init(organisation: organisation, district: ["east", "west", "north"][organisation / 8]))
      let kind = organisation % 4
      facts.court.append(
        .init(
          organisation: organisation, number: organisation, listed: kind == 3 ? .day(Facts.longAgo) : late,
          clues: kind == 2 ? nil : kind == 1))
      for _ in 0..<2 { facts.searches.append(.init(number: organisation)) }
    }
    return facts
  }

  private func rows(_ facts: Facts, _ count: Int, brief: Bool = false) throws -> [[Cell]] {
    let rehearsal = try Rehearsal(facts, rule)
    return try EntityExamples(
      of: rehearsal.run("s"), count: count, keys: [rehearsal.key("district")], isBrief: brief
    ).answer().table.rows
  }

  private func texts(_ rows: [[Cell]], _ column: Int) -> [String] {
    rows.map { if case .text(let text) = $0[column].headline { text } else { "" } }
  }

  @Test("They are spread evenly over the groups and over the outcomes")
  func spread() throws {
    let rows = try rows(facts, 12)
    let districts = texts(rows, 0).reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
    #expect(districts == ["east": 4, "west": 4, "north": 4])
    let outcomes = texts(rows, 1).reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
    #expect(outcomes == ["fires": 3, "just misses": 3, "unknown": 3, "excepted": 3])
  }

  @Test("What decides is the condition that fails, is unknown, or excepts")
  func decides() throws {
    for row in try rows(facts, 12, brief: true) {
      let (outcome, decides) = (texts([row], 1)[0], texts([row], 5)[0])
      switch outcome {
      case "fires": #expect(decides == "")
      case "excepted": #expect(decides.contains("listed <"))
      default: #expect(decides == "not clues")
      }
    }
  }

  @Test("The same lists give the same examples, and no more than there are", arguments: 0..<10)
  func deterministic(seed: Int) throws {
    var lot = Lot(seed)
    let facts = Facts.random(using: &lot)
    #expect(try rows(facts, 5) == rows(facts, 5))
    #expect(try rows(facts, 1000).count <= facts.court.count)
    let few = try rows(facts, 3)
    #expect(few.count <= 3)
    // Records whose key stands twice are told apart by nothing but their place.
    let all = try rows(facts, 1000)
    #expect(few.allSatisfy { all.contains($0) })
  }
}
