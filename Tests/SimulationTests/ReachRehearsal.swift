import Evaluation
import Language
import Tables
import Values

@testable import Simulation

/// A goal in a small world, with options by lot.
struct ReachRehearsal {
  let rehearsal: Rehearsal
  let goal: Goal
  let options: [ReachStudy.Option]

  /// A goal over some facts, with options of a measure each in the language's words, and what an exit by each costs.
  init(
    _ facts: Facts, goal metric: String, _ comparison: BinaryOperator, _ bound: Value, measures: [String],
    costs: [Int64] = []
  ) throws {
    let scenarios = measures.enumerated().map { "scenario o\($0) = \($1)" }.joined(separator: "\n")
    rehearsal = try Rehearsal(facts, scenarios)
    goal = Goal(
      name: .same(metric),
      metric: NamedMetric(name: metric, heading: .same(metric), expression: try rehearsal.metric(metric).expression),
      comparison: comparison, bound: bound, deadline: nil, source: nil)
    let rehearsal = rehearsal
    options = try measures.indices.map { position in
      .init(
        label: "o\(position)", measures: try rehearsal.run("o\(position)").steps.map(\.measure),
        cost: position < costs.count ? .integer(costs[position]) : nil)
    }
  }

  var study: ReachStudy { ReachStudy(base: rehearsal.world, goal: goal, options: options) }

  func evaluation() throws -> ReachEvaluation {
    try ReachEvaluation(goal, MeasureSelection(options.map(\.measures), over: rehearsal.world))
  }

  /// Every set of options.
  var sets: [[Int]] {
    (0..<(1 << options.count)).map { mask in options.indices.filter { mask >> $0 & 1 == 1 } }
  }
}

extension Fraction {
  static func percent(_ number: Int) -> Fraction { (try? Fraction(Int128(number), over: 100)) ?? .zero }
}
