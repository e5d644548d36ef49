import Evaluation
import Language
import Simulation
import Tables
import Testing
import Values

@Suite("Measures") struct MeasureTests {
  private func exact(_ number: Int64) -> RangedValue { RangedValue(.integer(number)) }

  /// Three enterprises on the court's list, one of them on the tax office's too, and remainders of 7 and 90.
  private var facts: Facts {
    var facts = Facts()
    facts.enterprises = (0..<3).map { Facts.Enterprise(organisation: $0) }
    facts.enterprises += [.init(weight: 7, status: "revoked"), .init(weight: 90, district: "south")]
    facts.court = (0..<3).map { .init(organisation: $0, number: $0, clues: $0 == 2) }
    facts.tax = [.init(organisation: 0, paid: true)]
    return facts
  }

  @Test("An exit leaves history as it is, an exemption erases it", arguments: ["exit", "repair", "exempt"])
  func history(action: String) throws {
    let rehearsal = try Rehearsal(facts, "scenario s = \(action) court where not clues")
    #expect(try rehearsal.value("count(court)", after: "s") == exact(1))
    #expect(try rehearsal.value("count(all court)", after: "s") == exact(action == "exempt" ? 1 : 3))
    #expect(try rehearsal.value("entities(all serious)", after: "s") == exact(action == "exempt" ? 2 : 3))
  }

  @Test("Where an exemption is in doubt, so is history")
  func doubtfulHistory() throws {
    var facts = facts
    facts.court[1].clues = nil
    let rehearsal = try Rehearsal(facts, "scenario s = exempt court where not clues")
    let range = RangedValue(low: .integer(1), headline: .integer(2), high: .integer(2))
    #expect(try rehearsal.value("count(all court)", after: "s") == range)
    #expect(try rehearsal.value("count(court)", after: "s") == range)
  }

  @Test("An exception protects what the condition matches")
  func exceptions() throws {
    let rehearsal = try Rehearsal(facts, "scenario s = exit court where not clues except when entity.count(tax) > 0")
    let step = try rehearsal.run("s").steps[0]
    #expect(step.taken.rows == [1])
    #expect(step.protected.rows == [0])
    #expect(try rehearsal.value("entities(court)", after: "s") == exact(2))
  }

  @Test(
    "Condition and exception are unknown together as Kleene has it",
    arguments: [
      (Bool?.some(true), Bool?.none, Truth.unknown), (nil, false, .unknown), (nil, true, .no), (false, nil, .no),
      (true, true, .no), (true, false, .yes), (nil, nil, .unknown),
    ])
  func kleene(clues: Bool?, paid: Bool?, acts: Truth) throws {
    var facts = Facts()
    facts.enterprises = [.init(organisation: 0)]
    facts.court = [.init(organisation: 0, number: 0, clues: clues)]
    facts.tax = [.init(organisation: 0, paid: paid)]
    let rehearsal = try Rehearsal(
      facts, "scenario s = exit court where clues except when entity.count(tax where paid) > 0")
    let step = try rehearsal.run("s").steps[0]
    #expect(step.taken.isEmpty == (acts != .yes))
    #expect(step.open.isEmpty == (acts != .unknown))
  }

  @Test("A struck remainder takes its weight along")
  func remainder() throws {
    let rehearsal = try Rehearsal(facts, "scenario s = strike registry where status = \"revoked\"")
    #expect(try rehearsal.value("entities(registry)") == exact(100))
    #expect(try rehearsal.value("entities(registry)", after: "s") == exact(93))
    #expect(try rehearsal.change("entities(registry)", after: "s") == exact(-7))
    #expect(try rehearsal.value("entities(court)", after: "s") == exact(3))
  }

  @Test("A remainder that may be struck leaves both parts of a share open by its weight")
  func doubtfulRemainder() throws {
    var facts = facts
    facts.enterprises[3].status = nil
    let rehearsal = try Rehearsal(facts, "scenario s = strike registry where status = \"revoked\"")
    let share = try rehearsal.value("entities(court) / entities(registry)", after: "s")
    #expect(share.low == .percentage(try Fraction(3, over: 100)))
    #expect(share.headline == .percentage(try Fraction(3, over: 100)))
    #expect(share.high == .percentage(try Fraction(3, over: 93)))
  }

  @Test("A struck entity's records are counted on no list any more, nor in history")
  func struckEntities() throws {
    let rehearsal = try Rehearsal(facts, "scenario s = strike tax where paid")
    #expect(try rehearsal.value("entities(registry)", after: "s") == exact(99))
    #expect(try rehearsal.value("entities(court)", after: "s") == exact(2))
    #expect(try rehearsal.value("entities(serious)", after: "s") == exact(2))
    #expect(try rehearsal.value("count(all court)", after: "s") == exact(2))
  }

  @Test("A measure over a list made of others acts on each of them")
  func unions() throws {
    let rehearsal = try Rehearsal(facts, "scenario s = exit serious where entity.count(tax) > 0")
    #expect(try rehearsal.value("count(court)", after: "s") == exact(2))
    #expect(try rehearsal.value("count(tax)", after: "s") == exact(0))
  }

  @Test("Later measures see the world that earlier ones left")
  func order() throws {
    let scenarios = "scenario a = exit tax where paid\nscenario b = exit court where entity.count(tax) > 0"
    let rehearsal = try Rehearsal(facts, scenarios)
    #expect(try rehearsal.value("entities(court)", after: "a", "b") == exact(3))
    #expect(try rehearsal.value("entities(court)", after: "b", "a") == exact(2))
  }

  // MARK: Standing

  static let boundaries: [(String?, String?, Truth)] = [
    ("2022-07-30", "", .yes), ("2022-07-31", "", .yes), ("2022-08-01", "", .no),
    ("2020-01-01", "2022-07-30", .no), ("2020-01-01", "2022-07-31", .no), ("2020-01-01", "2022-08-01", .yes),
    ("2020-01-01", nil, .unknown), (nil, "", .unknown), (nil, "2022-07-31", .no), ("2022-08-01", nil, .no),
    ("", "", .unknown),
  ]

  @Test("A record stands from its first day until the day before its end", arguments: boundaries)
  func standing(since: String?, until: String?, stands: Truth) throws {
    var facts = Facts()
    facts.enterprises = [.init(organisation: 0)]
    facts.court = [.init(organisation: 0, number: 0, listed: day(since), left: day(until))]
    let standing = try facts.world().standing(of: 1)
    #expect(standing.low.contains(0) == (stands == .yes))
    #expect(standing.headline.contains(0) == (stands != .no))
    #expect(standing.high.contains(0) == (stands != .no))
  }

  @Test(
    "What happened later than the day is not seen",
    arguments: [("2022-07-31", .yes), ("2022-08-01", .no), (nil, .unknown)] as [(String?, Truth)])
  func occurrence(date: String?, seen: Truth) throws {
    var facts = Facts()
    facts.enterprises = [.init(organisation: 0)]
    facts.court = [.init(organisation: 0, number: 0)]
    facts.searches = [.init(number: 0, date: day(date))]
    let rehearsal = try Rehearsal(facts, "scenario s = exit court where count(searches where not found) >= 1")
    let step = try rehearsal.run("s").steps[0]
    #expect(step.taken.isEmpty == (seen != .yes))
    #expect(step.open.isEmpty == (seen != .unknown))
  }

  /// A day as written; blank for no text, unreadable for nil.
  private func day(_ text: String?) -> DayFact {
    guard let text else { return .unreadable }
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3 else { return .blank }
    return CalendarDate(year: parts[0], month: parts[1], day: parts[2]).map(DayFact.day) ?? .unreadable
  }
}
