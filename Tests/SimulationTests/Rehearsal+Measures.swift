import Evaluation
import Language
import Simulation
import Values

extension Rehearsal {
  /// The measures of scenario bodies, one after another, as `exit court where clues`.
  func measures(_ bodies: String...) throws -> [Measure] {
    try bodies.flatMap { body in try Rehearsal(world, "scenario s = \(body)").run("s").steps.map(\.measure) }
  }

  /// A metric under its own text as name.
  func named(_ text: String) throws -> NamedMetric {
    NamedMetric(name: text, heading: .same(text), expression: try metric(text).expression)
  }
}

extension Rehearsal {
  /// A property of entities by its own text as name.
  func groupingKey(_ text: String) throws -> EntityKey {
    let registry = list("registry")
    let schema = world.graph.schema.lists[registry]
    let position = schema.columns.firstIndex { $0.name == text } ?? 0
    return EntityKey(name: text, heading: .same(text), expression: .column(position, of: schema))
  }
}
