import Evaluation
import Language
import Simulation
import Tables
import Testing
import Values

@Suite("Laws of scenarios") struct ScenarioLawTests {
  private static let metrics = Repertoire.entityMetrics + Repertoire.recordMetrics

  private func rehearsal(
    _ seed: Int, withStrikes: Bool = true, withUpdates: Bool = true, withAdmissions: Bool = true
  ) throws -> Rehearsal {
    var lot = Lot(seed)
    let facts = Facts.random(using: &lot)
    return try Rehearsal(
      facts,
      Repertoire.scenarios(
        using: &lot, withStrikes: withStrikes, withUpdates: withUpdates, withAdmissions: withAdmissions))
  }

  private func isNested(_ standing: Standing) -> Bool {
    standing.low.isSubset(of: standing.headline) && standing.headline.isSubset(of: standing.high)
  }

  @Test("The base changes nothing, exactly", arguments: 0..<16)
  func base(seed: Int) throws {
    let rehearsal = try rehearsal(seed)
    for text in Repertoire.entityMetrics {
      let metric = try rehearsal.metric(text)
      let change = try metric.changes(from: rehearsal.world, to: rehearsal.run().world)[0]
      let value = try metric.values(in: rehearsal.world)[0]
      guard value.headline != .unknown else { continue }
      #expect(change.headline.number == .zero, "\(text)")
      #expect(change.isExact, "\(text)")
    }
  }

  @Test("What surely stands, stands and may stand are nested, after whatever measures", arguments: 0..<25)
  func nesting(seed: Int) throws {
    let rehearsal = try rehearsal(seed)
    for step in try rehearsal.run("a", "b", "c").steps {
      for list in rehearsal.world.graph.lists.indices {
        #expect(isNested(step.after.standing(of: list)))
        #expect(isNested(step.after.frame.existing[list]))
      }
    }
    for text in Self.metrics {
      for value in [try rehearsal.value(text), try rehearsal.value(text, after: "a", "b")]
      where value.low != .unknown && value.high != .unknown && value.headline != .unknown {
        #expect(value.low <= value.headline && value.headline <= value.high, "\(text)")
      }
      let change = try rehearsal.change(text, after: "a", "b")
      guard change.low != .unknown, change.high != .unknown, change.headline != .unknown else { continue }
      #expect(change.low <= change.headline && change.headline <= change.high, "change of \(text)")
    }
  }

  @Test("No measure but an admission makes a record stand that stood not", arguments: 0..<25)
  func monotony(seed: Int) throws {
    let rehearsal = try rehearsal(seed, withAdmissions: false)
    for step in try rehearsal.run("a", "b", "c").steps {
      for list in rehearsal.world.graph.lists.indices {
        let (before, after) = (step.before.standing(of: list), step.after.standing(of: list))
        #expect(after.low.isSubset(of: before.low))
        #expect(after.headline.isSubset(of: before.headline))
        #expect(after.high.isSubset(of: before.high))
      }
    }
    for text in ["entities(court)", "entities(serious)", "count(penalties)", "entities(registry)"] {
      #expect(try rehearsal.change(text, after: "a", "b").high <= .integer(0), "\(text)")
    }
  }

  @Test("An admission takes no record off, and an update neither takes one off nor puts one on", arguments: 0..<25)
  func growth(seed: Int) throws {
    let rehearsal = try rehearsal(seed)
    for step in try rehearsal.run("a", "b", "c").steps {
      for list in rehearsal.world.graph.lists.indices {
        let (before, after) = (step.before.standing(of: list), step.after.standing(of: list))
        switch step.measure.action {
        case .update: #expect(before == after)
        case .admit:
          #expect(before.low.isSubset(of: after.low))
          #expect(before.headline.isSubset(of: after.headline))
          #expect(before.high.isSubset(of: after.high))
        default: break
        }
      }
    }
  }

  @Test("Exits leave the population alone", arguments: 0..<20)
  func population(seed: Int) throws {
    let rehearsal = try rehearsal(seed, withStrikes: false)
    #expect(try rehearsal.value("entities(registry)", after: "a", "b") == rehearsal.value("entities(registry)"))
  }

  @Test("Joined scenarios run one after the other", arguments: 0..<16)
  func joining(seed: Int) throws {
    let rehearsal = try rehearsal(seed)
    let joined = try rehearsal.run("a", "b")
    let second = try ScenarioRun(
      joined.steps.dropFirst(rehearsal.run("a").steps.count).map(\.measure), over: rehearsal.run("a").world)
    #expect(joined.world.frame.standing == second.world.frame.standing)
    #expect(joined.world.frame.existing == second.world.frame.existing)
    for text in Self.metrics {
      let metric = try rehearsal.metric(text)
      #expect(try metric.values(in: joined.world) == metric.values(in: second.world), "\(text)")
    }
  }

  @Test("The same exit a second time takes nothing more", arguments: Repertoire.exits)
  func repetition(exit: String) throws {
    for seed in 0..<10 {
      var lot = Lot(seed)
      // The count of an entity's other records falls as they leave, so a rule over it may well act again.
      guard !exit.contains("entity.count(") else { continue }
      let rehearsal = try Rehearsal(Facts.random(using: &lot).world(), "scenario s = \(exit)")
      let (once, twice) = (try rehearsal.run("s"), try rehearsal.run("s", "s"))
      #expect(once.world.frame.standing == twice.world.frame.standing)
      #expect(twice.steps[1].taken.isEmpty)
    }
  }

  @Test("Groups add up to the whole", arguments: 0..<16)
  func groups(seed: Int) throws {
    let rehearsal = try rehearsal(seed)
    let world = try rehearsal.run("a", "b").world
    let texts = [
      "entities(court)", "entities(serious)", "entities(registry)", "count(court)", "count(searches where not found)",
      "entities(serious) + entities(penalties)", "entities(court where not clues)",
    ]
    for text in texts {
      let metric = try rehearsal.metric(text)
      let grouping = try rehearsal.grouping(by: "district", for: [metric])
      let whole = try metric.values(in: world)[0]
      let parts = try metric.values(in: world, by: grouping)
      #expect(sum(parts.map(\.low)) == whole.low, "\(text)")
      #expect(sum(parts.map(\.headline)) == whole.headline, "\(text)")
      #expect(sum(parts.map(\.high)) == whole.high, "\(text)")
      let change = try metric.changes(from: rehearsal.world, to: world)[0]
      let changes = try metric.changes(from: rehearsal.world, to: world, by: grouping)
      #expect(sum(changes.map(\.headline)) == change.headline, "change of \(text)")
      if text.hasPrefix("entities") {
        #expect(sum(changes.map(\.low)) == change.low, "change of \(text)")
        #expect(sum(changes.map(\.high)) == change.high, "change of \(text)")
      }
    }
  }

  private func sum(_ values: [Value]) -> Value {
    .integer(values.reduce(0) { if case .integer(let integer) = $1 { $0 + integer } else { $0 } })
  }

  @Test("A union's standing records are its members' records, one after the other", arguments: 0..<20)
  func unions(seed: Int) throws {
    let rehearsal = try rehearsal(seed)
    let world = try rehearsal.run("a", "c").world
    let members = ["court", "tax"].map { world.standing(of: rehearsal.list($0)) }
    let union = world.standing(of: rehearsal.list("serious"))
    #expect(union.low.rows == members[0].low.rows + members[1].low.rows.map { $0 + members[0].low.count })
    #expect(union.high.population == members[0].high.population + members[1].high.population)
  }
}
