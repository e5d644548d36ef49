import Evaluation
import Language
import Tables
import Values

extension EntityTrace {
  /// Which records keep the entity on a list although measures took others of its records, or although no measure looks
  /// at them; nothing where it leaves, or where the records that stay are told of one by one.
  func holders(on list: Int) -> [Phrase] {
    let (before, after) = (run.base.standing(of: list).headline, run.world.standing(of: list).headline)
    let own = records(of: list).map(\.row)
    let holding = own.filter { after.contains($0) }
    let taken = own.filter { before.contains($0) && !after.contains($0) }
    let seen = Set(run.steps.flatMap { graph.leaves(of: $0.measure.list).map(\.list) })
    let unseen = holding.filter { !seen.contains(graph.origin(of: $0, in: list).list) }
    guard !holding.isEmpty, !taken.isEmpty || !unseen.isEmpty else { return [] }
    let because = records(taken.isEmpty ? unseen : holding, on: list)
    guard !taken.isEmpty else {
      return [
        Phrase(
          "    because of \(because.english), which no measure of the scenario looks at",
          "    因\(because.chinese)，该情景的措施均不涉及")
      ]
    }
    let takers = taken.compactMap { row in run.steps.first { $0.takes(row, from: list) }?.measure.scenario }
    let scenarios = takers.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let gone = records(taken, on: list)
    return [
      Phrase(
        "    although \(scenarios.joined(separator: ", ")) took \(gone.english), because of \(because.english)",
        "    虽由\(scenarios.joined(separator: "、"))移出\(gone.chinese)，但因\(because.chinese)")
    ]
  }

  /// Some records by their lists and keys; the first few where they are many.
  private func records(_ rows: [Int], on list: Int) -> Phrase {
    let shown = rows.prefix(3).map { row in
      let origin = graph.schema.lists[graph.origin(of: row, in: list).list]
      let record = identification(of: row, in: list)
      return Phrase("\(origin.name) \(record)", "\(origin.alias ?? origin.name)\(record)")
    }
    let more = rows.count - shown.count
    return Phrase(
      shown.map(\.english).joined(separator: ", ") + (more > 0 ? " and \(more) more" : ""),
      shown.map(\.chinese).joined(separator: "、") + (more > 0 ? "等 \(rows.count) 条" : ""))
  }

  /// The parameters that a measure was run with; in brief only those that differ from their defaults.
  func parameterLine(_ measure: Measure) -> [Phrase] {
    let parameters = measure.parameters.filter { !isBrief || !$0.isDefault }
    guard !parameters.isEmpty else { return [] }
    let printer = ExpressionPrinter(tongue: .english)
    let text = parameters.map { "\($0.name) = \(printer.literal($0.value))" }
    return [Phrase("      with \(text.joined(separator: ", "))", "      参数 \(text.joined(separator: "、"))")]
  }
}

extension ScenarioRun.Step {
  /// Whether it is by this step that a record no longer stands.
  func takes(_ row: Int, from list: Int) -> Bool {
    before.standing(of: list).headline.contains(row) && !after.standing(of: list).headline.contains(row)
  }
}
