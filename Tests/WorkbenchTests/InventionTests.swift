import Foundation
import Language
import Simulation
import Tables
import Testing
import Values

@testable import Workbench

@Suite("Invented examples") struct InventionTests {
  /// A city's workbench with its policy.
  private func workbench(_ city: String) throws -> Workbench {
    let workbench = Workbench()
    try workbench.run(
      SourceText("load \"Datasets/\(city)\"\nload \"Datasets/\(city)/policy.md\""), origin: .typed(in: HelpTests.root))
    return workbench
  }

  private func examples(of scenario: String, in workbench: Workbench) throws -> InventedExamples {
    let state = workbench.state
    let program = Parser.parse(SourceText("explain \(scenario)"))
    guard case .explain(let expression)? = program.statements.first?.kind else {
      throw Failure(program.diagnostics)
    }
    return try InventedExamples(
      of: StatementScope(state: state).measures(of: expression), shapedAs: state.lists.values.map(\.input), state.graph,
      asof: state.base.asof)
  }

  /// What became of a record, read off the conditions one by one and off the world before and after, not off what the
  /// invention says of it.
  private func verdict(of example: InventedExamples.Example, _ measures: [Measure]) throws -> InventedVerdict? {
    let run = try ScenarioRun(measures, over: example.world)
    let step = try #require(run.steps.last)
    let (measure, row) = (step.measure, example.record)
    func truth(_ condition: ConditionPart) throws -> Truth {
      let value = try step.before.evaluator.values(condition.typed, over: measure.list, at: [row])[0]
      return value.headline == .unknown ? .unknown : Truth(value.headline == .flag(true))
    }
    let conditions = try measure.conditions.map { try truth($0) }
    let exceptions = try measure.exceptions.map { try truth($0.condition) }
    let failing = conditions.indices.filter { conditions[$0] != .yes }
    let protecting = exceptions.indices.filter { exceptions[$0] != .no }
    let (before, after) = (step.before.standing(of: measure.list), step.after.standing(of: measure.list))
    let hasChanged =
      before.low.contains(row) != after.low.contains(row)
      || before.headline.contains(row) != after.headline.contains(row)
      || step.changed.contains(row) || !(step.taken.isEmpty && step.admitted.isEmpty)
    switch (failing.first, protecting.first) {
    case (nil, nil): return hasChanged ? .fires : nil
    case (nil, let exception?) where protecting.count == 1 && exceptions[exception] == .yes:
      return hasChanged ? nil : .excepted(exception)
    case (let condition?, nil) where failing.count == 1 && conditions[condition] == .no:
      return hasChanged ? nil : .misses(condition)
    case (let condition?, nil) where failing.count == 1: return .unknown(condition)
    default: return nil
    }
  }

  @Test(
    "Each example of every measure of a policy shows what it is said to show",
    arguments: ["nanjing-2022", "changzhou-2024", "shijiazhuang-2022", "tongcheng-2023"])
  func policies(city: String) throws {
    let workbench = try workbench(city)
    let scope = StatementScope(state: workbench.state)
    var shown = 0
    var silent: [String] = []
    for name in workbench.state.scenarios.values.map(\.name) {
      // A rule that asks for what nobody has given, or for a list that the city has not, says so when it is used.
      let term = ScenarioExpression.Term(
        name: Name(text: name, span: SourceSpan(SourceText(name), 0..<0)), arguments: [])
      guard (try? scope.measures(of: ScenarioExpression(terms: [term], span: term.name.span))) != nil else { continue }
      let invented = try examples(of: name, in: workbench)
      for part in invented.measures {
        for example in part.examples {
          #expect(try verdict(of: example, part.measures) == example.verdict, "\(name)")
          shown += 1
        }
        // What can't be shown is said, and nothing is passed over in silence.
        #expect(part.examples.count + part.missing.count > part.measure.conditions.count, "\(name)")
        if part.examples.first?.verdict != .fires { silent.append(name) }
      }
    }
    #expect(shown > 20)
    // Shijiazhuang's plan names measures of which earlier ones leave nothing.
    #expect(silent == (city == "shijiazhuang-2022" ? ["plan_exits", "plan_exits"] : []))
  }

  @Test("A count is missed by one, a period by a day, and an exception has its own example")
  func boundaries() throws {
    let bench = try Bench()
    try bench.run(
      """
      load "README.md"
      scenario s = exit court where count(searches where not found) >= 3 and listed + 6 months <= asof except when clues
      """)
    let invented = try examples(of: "s", in: bench.workbench)
    let part = try #require(invented.measures.first)
    #expect(part.missing.isEmpty)
    #expect(part.examples.map(\.verdict) == [.fires, .misses(0), .misses(1), .unknown(0), .excepted(0)])
    func listed(_ example: InventedExamples.Example) -> Value {
      example.world.graph.lists[1].table.columns[2].value(at: example.record)
    }
    #expect(listed(part.examples[0]) == .date(CalendarDate(dayNumber: 19_023)))
    #expect(listed(part.examples[2]) == .date(CalendarDate(dayNumber: 19_024)))
    #expect(part.examples.map { $0.world.graph.lists[2].rowCount } == [3, 2, 3, 3, 3])
  }

  @Test("No code of an invented enterprise could be real")
  func codes() throws {
    let bench = try Bench()
    try bench.run("load \"README.md\"\nscenario s = exit court where not clues")
    for example in try examples(of: "s", in: bench.workbench).measures.flatMap(\.examples) {
      guard case .text(let code) = example.world.graph.lists[0].table.columns[0].value(at: 0) else {
        Issue.record("no code")
        continue
      }
      #expect(code.hasPrefix("00000000XN"))
      guard case .organisation(_, let checkHolds) = CreditCode.normalised(code) else {
        Issue.record("not a code")
        continue
      }
      #expect(!checkHolds)
    }
  }

  @Test("Conditions that exclude one another are named as such")
  func impossible() throws {
    let bench = try Bench()
    let text = try bench.answer(
      "load \"README.md\"\nscenario s = exit court where clues and not clues\nexamples of s")
    #expect(text.contains("s: no record could be invented that it takes: its conditions may exclude one another"))
  }

  @Test("A measure without conditions takes what is on its list, and a base has no examples")
  func plain() throws {
    let bench = try Bench()
    let text = try bench.answer("load \"README.md\"\nscenario s = exit court\nexamples of s")
    #expect(text.contains("1 · fires"))
    #expect(!text.contains("2 ·"))
    #expect(try bench.failure("examples of base").contains("base has no measure to give examples of"))
  }

  @Test("The same rule gives the same examples, in both tongues and whatever stands on the lists")
  func sameness() throws {
    let rule = "scenario s = exit court where count(searches where not found) >= 2 and not clues\n"
    let bench = try Bench()
    let first = try bench.answer("load \"README.md\"\n\(rule)examples of s")
    #expect(try bench.answer("范例 s") == first)
    let other = try Bench(Bench.files(with: "court.csv", "案号,代码,发布时间,移出时间,线索\n"))
    #expect(try other.answer("load \"README.md\"\n\(rule)asof 2022-07-31\n示例 s") == first)
  }
}
