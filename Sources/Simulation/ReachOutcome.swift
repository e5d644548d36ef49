import Evaluation
import Language
import Tables
import Values

/// What becomes of a goal when some of the options run, in the written order.
public struct ReachOutcome: Sendable {
  /// Which options: their positions, ascending.
  public let chosen: [Int]
  /// The count afterwards.
  public let counted: RangedCount
  /// Its whole afterwards.
  public let whole: RangedCount
  /// Whether the goal is met by today's stock: by the whole range, by a part of it, or not.
  public let verdict: Truth
  /// Whether the headline meets it.
  public let isMetInHeadline: Bool
  /// How many entities leave the count in the headline, by each of the options in turn.
  public let exits: [Int64]
  /// The entities that leave, by the options that can each free them, for each reading.
  let work: [Reading: [ReachWorkload.Item]]
}

/// Finds out what becomes of a goal under any selection of options.
struct ReachEvaluation: Sendable {
  let goal: Goal
  let selection: MeasureSelection
  /// The goal in whole numbers; nil where its metric is no count or share of entities to be kept low.
  let balance: GoalBalance?
  /// The entities by what frees them; nil where measures have to be run to know.
  let tabulation: ReachTabulation?

  /// An evaluation; where many selections will be asked about, a table of entities pays.
  init(_ goal: Goal, _ selection: MeasureSelection, isTabulated: Bool = true) throws {
    self.goal = goal
    self.selection = selection
    balance = GoalBalance(goal)
    tabulation = isTabulated ? try balance.flatMap { try ReachTabulation($0, selection) } : nil
  }

  /// The outcome of some options.
  func outcome(of chosen: [Int]) throws -> ReachOutcome {
    try tabulation?.outcome(of: chosen) ?? outcomeOfRun(chosen).outcome
  }

  /// The metric after some options.
  func value(after chosen: [Int]) throws -> RangedValue {
    try MetricEvaluation(goal.metric.expression).values(in: selection.run(chosen).world)[0]
  }

  /// The outcome of some options by carrying them out.
  func outcomeOfRun(_ chosen: [Int]) throws -> (outcome: ReachOutcome, value: RangedValue) {
    let run = try selection.run(chosen)
    let value = try MetricEvaluation(goal.metric.expression).values(in: run.world)[0]
    // The worlds after each option, the base first.
    var worlds = [run.base]
    var exits: [Int64] = []
    var steps = run.steps[...]
    for option in chosen {
      let own = steps.prefix(selection.units[option].count)
      steps = steps.dropFirst(own.count)
      worlds.append(own.last?.after ?? worlds[worlds.count - 1])
      exits.append(own.reduce(0) { $0 + Int64(run.entitiesLeaving($1)) })
    }
    var (counted, whole) = (RangedCount(0), RangedCount(1))
    var work: [Reading: [ReachWorkload.Item]] = [:]
    if let balance {
      let counts = try worlds.map { try balance.counts(in: $0) }
      for reading in Reading.allCases {
        work[reading] = chosen.indices.map { position in
          .init(
            options: 1 << UInt64(chosen[position]),
            entities: max(0, counts[position].counted[reading] - counts[position + 1].counted[reading]))
        }
      }
      exits = chosen.indices.map { counts[$0].counted.headline - counts[$0 + 1].counted.headline }
      if let last = counts.last { (counted, whole) = (last.counted, last.whole) }
    }
    let outcome = ReachOutcome(
      chosen: chosen, counted: counted, whole: whole, verdict: goal.isMet(by: value),
      isMetInHeadline: goal.isMet(by: value.headline), exits: exits, work: work)
    return (outcome, value)
  }
}
