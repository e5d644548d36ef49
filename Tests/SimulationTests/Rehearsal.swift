import Evaluation
import Language
import Simulation
import Tables
import Values

/// A world with scenarios by name, asked in the language's own words.
struct Rehearsal {
  let world: World
  private var scenarios: [String: DefinedScenario] = [:]

  /// A rehearsal over a world, with definitions such as `scenario s = exit court`, one or more a text.
  init(_ world: World, _ scenarios: String...) throws {
    self.world = world
    for text in scenarios {
      let program = Parser.parse(SourceText(text))
      guard program.diagnostics.isEmpty else { throw Failure(program.diagnostics) }
      for statement in program.statements {
        guard case .scenario(let definition) = statement.kind else { continue }
        self.scenarios[definition.name.text] = DefinedScenario(definition: definition)
      }
    }
  }

  init(_ facts: Facts, _ scenario: String = "") throws { try self.init(facts.world(), scenario) }

  /// What joined scenarios make of the world; nothing for the base.
  func run(_ names: String...) throws -> ScenarioRun { try run(names) }

  func run(_ names: [String]) throws -> ScenarioRun {
    let source = SourceText(names.joined(separator: " + "))
    let span = SourceSpan(source, 0..<source.text.utf8.count)
    let terms = names.map { ScenarioExpression.Term(name: Name(text: $0, span: span), arguments: []) }
    var resolver = ScenarioResolver(RehearsalScope(world: world, scenarios: scenarios), over: world)
    return try ScenarioRun(resolver.measures(of: ScenarioExpression(terms: terms, span: span)), over: world)
  }

  /// An expression over whole lists, ready to be computed in any of the rehearsal's worlds.
  func metric(_ text: String) throws -> MetricEvaluation {
    let program = Parser.parse(SourceText("metric m = \(text)"))
    guard program.diagnostics.isEmpty, case .metric(_, _, let expression)? = program.statements.first?.kind else {
      throw Failure(program.diagnostics)
    }
    var checker = Checker(RehearsalScope(world: world, scenarios: scenarios))
    return MetricEvaluation(try checker.check(expression, in: .whole))
  }

  /// A metric in the world after some scenarios, base when none is named.
  func value(_ metric: String, after names: String...) throws -> RangedValue {
    try self.metric(metric).values(in: after(names))[0]
  }

  /// A metric's change from the base to the world after some scenarios.
  func change(_ metric: String, after names: String...) throws -> RangedValue {
    try self.metric(metric).changes(from: world, to: after(names))[0]
  }

  private func after(_ names: [String]) throws -> World {
    var world = world
    for name in names { world = try Rehearsal(world: world, scenarios: scenarios).run(name).world }
    return world
  }

  private init(world: World, scenarios: [String: DefinedScenario]) {
    self.world = world
    self.scenarios = scenarios
  }

  /// Groups of entities by properties that the registry has of them, for some metrics.
  func grouping(by key: String, for metrics: [MetricEvaluation]) throws -> Grouping {
    let lists = Set(metrics.flatMap(\.lists)).sorted()
    return try world.evaluator.groupingByEntity(of: lists, by: [property(key)])
  }

  /// A property that the registry has of an entity.
  func property(_ key: String) throws -> TypedExpression {
    let program = Parser.parse(SourceText("metric m = \(key)"))
    guard case .metric(_, _, let expression)? = program.statements.first?.kind else {
      throw Failure(program.diagnostics)
    }
    var checker = Checker(RehearsalScope(world: world, scenarios: scenarios))
    return try checker.check(expression, in: .row(of: list("registry")))
  }

  /// A property of entities under its own name.
  func key(_ text: String) throws -> EntityKey {
    EntityKey(name: text, heading: .same(text), expression: try expression(text, over: "registry"))
  }

  /// An expression over the rows of a list.
  func expression(_ text: String, over list: String) throws -> TypedExpression {
    let program = Parser.parse(SourceText("metric m = \(text)"))
    guard program.diagnostics.isEmpty, case .metric(_, _, let expression)? = program.statements.first?.kind else {
      throw Failure(program.diagnostics)
    }
    var checker = Checker(RehearsalScope(world: world, scenarios: scenarios))
    return try checker.check(expression, in: .row(of: self.list(list)))
  }

  /// The position of a list.
  func list(_ name: String) -> Int { world.graph.schema.list(named: name) ?? 0 }
}

private struct RehearsalScope: ScenarioScope {
  let world: World
  let scenarios: [String: DefinedScenario]

  var schema: Schema { world.graph.schema }
  var asof: CalendarDate { world.asof }
  var definedNames: [String] { [] }
  var scenarioNames: [String] { scenarios.keys.sorted() }
  func definition(named name: String) -> Definition? { nil }
  func scenario(named name: String) -> DefinedScenario? { scenarios[name] }
  func values(ofList list: Int, column: Int) -> [String] { [] }
}

/// Measures and metrics that the properties are tried on.
enum Repertoire {
  /// Measures that take records off lists.
  static let exits = [
    "exit court where count(searches where not found) >= 2 and not clues", "exit court where not clues",
    "exit court where listed < 2021-08-01", "exit court where entity.count(penalties) = 0",
    "exit court where entity.count(tax) = 0 except when clues", "exit court where any(searches where found)",
    "exit tax where paid", "exit tax where entity.size = \"small\"", "exit tax",
    "exit penalties where severity = \"minor\" and fine < 1000元",
    "exit penalties where decided >= asof - 12 months except when severity = \"grave\"",
    "repair penalties where corrected", "exempt penalties where severity = \"minor\"",
    "exempt court where count(searches) >= 1", "exit serious where entity.size = \"large\"",
    "exit serious where list = \"tax\"", "exit serious where entity.count(court) >= 2",
  ]
  /// Measures that take entities out of the population.
  static let strikes = [
    "strike registry where status = \"revoked\"", "strike registry where size = \"small\"",
    "strike court where clues", "strike tax where paid",
    "strike registry where status = \"revoked\" except when size = \"large\"",
  ]
  /// Measures that change what records, and the registry, say.
  static let updates = [
    "update court set clues = no where count(searches where not found) >= 2", "update court set clues = yes",
    "update court set clues = any(searches where found) where not clues",
    "update court set clues = unknown where listed < 2021-08-01",
    "update penalties set severity = \"minor\" where fine < 1000元",
    "update penalties set severity = \"usual\", fine = fine / 2 where corrected except when severity = \"grave\"",
    "update penalties set fine = 0元 where severity = \"minor\"",
    "update tax set paid = yes where entity.size = \"small\"", "update tax set paid = not paid",
    "update registry set status = \"open\" where status = \"revoked\" and size = \"small\"",
    "update registry set size = \"large\" where count(court) > 0",
    "update registry set size = if status = \"open\" then size else \"small\"",
    "update searches set found = court.clues", "update searches set found = no where date < 2022-01-01",
  ]
  /// Measures that put records onto lists.
  static let admissions = [
    "admit court", "admit court where not clues", "admit court where entity.count(tax) = 0 except when clues",
    "admit tax where paid", "admit penalties where fine >= 500元 except when corrected",
    "admit serious where entity.size = \"small\"",
  ]
  /// Metrics that count entities: what a record without an identifiable entity adds is open.
  static let entityMetrics = [
    "entities(court)", "entities(serious)", "entities(penalties)", "entities(all court)", "entities(registry)",
    "entities(court where not clues)", "entities(registry where size = \"small\")",
    "entities(serious) + entities(penalties)", "entities(court) - entities(penalties)",
    "entities(serious) / entities(registry)", "(entities(serious) + entities(penalties)) / entities(registry)",
    "entities(court) / entities(serious)",
    "entities(court where not clues) / entities(registry where size = \"small\")",
    "entities(registry where status = \"revoked\") / entities(registry)",
    "entities(penalties) / entities(serious)",
  ]
  /// Metrics that count records.
  static let recordMetrics = [
    "count(court)", "count(serious)", "count(searches where not found)",
    "count(court where count(searches where not found) >= 2)", "count(penalties) / count(all penalties)",
    "count(tax where paid) - count(court)",
    "count(penalties where entity.count(court) > 0)",
  ]

  /// Metrics that add amounts up, which what no measure touched doesn't cancel out of.
  static let amountMetrics = [
    "sum(penalties.fine)", "max(penalties.fine where corrected)", "sum(registry.weight where status = \"revoked\")",
    "count(penalties where severity = \"minor\" and not corrected)", "count(tax where entity.size = \"large\")",
    "entities(registry where size = \"large\") / entities(registry)",
  ]

  /// Scenarios a, b and c by lot, each of one measure or two.
  static func scenarios(
    using lot: inout Lot, withStrikes: Bool, withUpdates: Bool = false, withAdmissions: Bool = false
  ) -> String {
    var measures = withStrikes ? exits + strikes + strikes : exits
    if withUpdates { measures += updates + updates }
    if withAdmissions { measures += admissions + admissions }
    return ["a", "b", "c"].map { name in
      let count = lot.once(in: 3) ? 2 : 1
      let body = (0..<count).map { _ in "  " + lot.pick(measures) }.joined(separator: "\n")
      return "scenario \(name) = {\n\(body)\n}"
    }.joined(separator: "\n")
  }
}
