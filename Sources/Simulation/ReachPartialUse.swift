import Evaluation
import Language
import Tables
import Values

/// How records of a list come one after another.
public struct ReachOrder: Sendable, Hashable {
  /// One property that they are ordered by.
  public struct Key: Sendable, Hashable {
    /// The property, over a row of the list.
    public let expression: TypedExpression
    /// Whether the largest comes first.
    public let isDescending: Bool

    /// A property to order by.
    public init(expression: TypedExpression, isDescending: Bool) {
      self.expression = expression
      self.isDescending = isDescending
    }
  }

  /// The list.
  public let list: Int
  /// The properties, the first the most important; the data's order breaks ties.
  public let keys: [Key]

  /// An order of a list's records.
  public init(list: Int, keys: [Key]) {
    self.list = list
    self.keys = keys
  }

  /// Some rows in this order, those without a value last.
  func sorted(_ rows: [Int], in world: World) throws -> [Int] {
    let values = try keys.map { try world.evaluator.values($0.expression, over: list, at: rows).map(\.headline) }
    return rows.indices.sorted { first, second in
      for (column, key) in zip(values, keys) where column[first] != column[second] {
        if column[first] == .unknown || column[second] == .unknown { return column[second] == .unknown }
        return (column[first] < column[second]) != key.isDescending
      }
      return first < second
    }.map { rows[$0] }
  }
}

/// How much of the last of some options suffices, record by record in an order.
public struct ReachPartialUse: Sendable, Hashable {
  /// The option that is used in part.
  public let option: Int
  /// Of which list its records are.
  public let list: Int
  /// How many of its records, the first in the order.
  public let records: Int
  /// How many it takes in all.
  public let recordsInAll: Int
  /// How many entities leave by them.
  public let exits: Int64

  /// Tries how much of the last option suffices; nil where it has several measures, takes no records off a list, or none surely.
  /// - Parameters:
  ///   - chosen: Options that meet the goal together.
  ///   - orders: The orders that were asked for, at most one a list; the data's order for others.
  ///   - selection: The options.
  ///   - isEnough: Whether a world meets the goal.
  /// - Throws: What `isEnough` throws; `Failure`.
  init?(
    of chosen: [Int], in orders: [ReachOrder], _ selection: MeasureSelection, isEnough: (World) throws -> Bool
  ) throws {
    let run = try selection.run(chosen)
    // Of an option of several measures the last one's records alone would not be what it takes.
    guard let option = chosen.last, selection.units[option].count == 1, let step = run.steps.last,
      step.measure.takesRecords, !step.taken.isEmpty
    else { return nil }
    let order = orders.first { $0.list == step.measure.list } ?? ReachOrder(list: step.measure.list, keys: [])
    let rows = try order.sorted(step.taken.rows, in: step.before)
    func world(_ count: Int) -> World {
      let first = Bitmap(rows.prefix(count), count: step.taken.count)
      let planes = TruthPlanes(yes: first, unknown: Bitmap(count: step.taken.count))
      return step.before.taking(planes, from: step.measure.list, erasing: step.measure.action == .exempt)
    }
    guard try isEnough(world(rows.count)) else { return nil }
    var (short, enough) = (-1, rows.count)
    while enough - short > 1 {
      let middle = (short + enough) / 2
      if try isEnough(world(middle)) { enough = middle } else { short = middle }
    }
    self.option = option
    list = step.measure.list
    records = enough
    recordsInAll = rows.count
    let graph = run.base.graph
    let umbrella = graph.umbrella(of: list)
    let (before, after) = (step.before, world(enough))
    exits = Int64(
      before.evaluator.entities(on: umbrella).headline
        .subtracting(after.evaluator.entities(on: umbrella).headline).population)
  }
}

extension Measure {
  /// Whether it takes records off a list.
  fileprivate var takesRecords: Bool {
    switch action {
    case .exit, .exempt, .repair: true
    case .strike, .update, .admit: false
    }
  }
}
