import Evaluation
import Language
import Tables
import Values

/// What measures, run over a world of invented cases, do to each case's record.
struct InventionTrial {
  /// What became of the record of each case, where one of the verdicts fits it; nil elsewhere.
  let verdicts: [InventedVerdict?]
  private let records: [Int]
  private let measure: Measure
  private let stands: Bitmap
  private let planes: Planes

  /// Runs measures one after another, the last of them on its own.
  init(_ measures: [Measure], on invented: InventedWorld) throws {
    let run = try ScenarioRun(measures, over: invented.world)
    guard let step = run.steps.last else { throw InventionFault.noMeasure }
    measure = step.measure
    records = invented.records
    let standing = step.before.standing(of: measure.list)
    stands =
      measure.action == .admit
      ? step.before.frame.existing[measure.list].low.subtracting(standing.headline) : standing.low
    let planes = Planes(step.before.evaluator, measure.list)
    self.planes = planes
    let effect = step.taken | step.admitted | step.changed
    let conditions = try measure.conditions.map { try planes.truth(of: $0.typed) }
    let exceptions = try measure.exceptions.map { try planes.truth(of: $0.condition.typed) }
    let stands = stands
    verdicts = records.map { row in
      guard stands.contains(row) else { return nil }
      let truths = conditions.map { $0.truth(of: row) }
      let excused = exceptions.map { $0.truth(of: row) }
      let failing = truths.indices.filter { truths[$0] != .yes }
      let protecting = excused.indices.filter { excused[$0] != .no }
      switch (failing.count, protecting.count) {
      case (0, 0): return effect.contains(row) ? .fires : nil
      case (0, 1) where excused[protecting[0]] == .yes && step.protected.contains(row): return .excepted(protecting[0])
      case (1, 0) where truths[failing[0]] == .no: return effect.contains(row) ? nil : .misses(failing[0])
      case (1, 0): return step.open.contains(row) ? .unknown(failing[0]) : nil
      default: return nil
      }
    }
  }

  // MARK: How near a case comes

  /// How near the record of a case comes to a verdict: the number of conditions that are as they should be, in parts.
  func nearness(of number: Int, to verdict: InventedVerdict) throws -> Double {
    let row = records[number]
    var total = stands.contains(row) ? 2.0 : 0
    for (position, condition) in measure.conditions.enumerated() {
      switch verdict {
      case .misses(position): total += try nearness(condition.typed, row, to: false)
      case .unknown(position): total += try doubt(condition.typed, row)
      default: total += try nearness(condition.typed, row, to: true)
      }
    }
    for (position, exception) in measure.exceptions.enumerated() {
      total += try nearness(exception.condition.typed, row, to: verdict == .excepted(position))
    }
    return total
  }

  private func nearness(_ expression: TypedExpression, _ row: Int, to wanted: Bool) throws -> Double {
    switch expression.kind {
    case .not(let inner): return try nearness(inner, row, to: !wanted)
    case .and(let left, let right), .or(let left, let right):
      let parts = [try nearness(left, row, to: wanted), try nearness(right, row, to: wanted)]
      let isAnd = if case .and = expression.kind { true } else { false }
      return isAnd == wanted ? (parts[0] + parts[1]) / 2 : max(parts[0], parts[1])
    case .conditional(let condition, let first, let second):
      let one = try nearness(condition, row, to: true) + nearness(first, row, to: wanted)
      let other = try nearness(condition, row, to: false) + nearness(second, row, to: wanted)
      return max(one, other) / 2
    default:
      switch try planes.truth(of: expression).truth(of: row) {
      case .unknown: return 0.3
      case let truth where (truth == .yes) == wanted: return 1
      default: return try 0.6 * planes.closeness(of: expression, row)
      }
    }
  }

  private func doubt(_ expression: TypedExpression, _ row: Int) throws -> Double {
    if try planes.truth(of: expression).truth(of: row) == .unknown { return 1 }
    let parts = expression.children.filter { $0.type == .flag || $0.type == nil }
    switch expression.kind {
    case .and, .or, .not, .conditional:
      return try 0.9 * (parts.map { try doubt($0, row) }.max() ?? 0)
    default: return 0
    }
  }
}

/// Why nothing can be invented at all.
enum InventionFault: Error {
  case noMeasure
}

/// The truth of conditions and of their parts over a list, each computed once.
private final class Planes {
  private let evaluator: Evaluator
  private let list: Int
  private var truths: [TypedExpression: TruthPlanes] = [:]
  private var distances: [TypedExpression: [Double]] = [:]

  init(_ evaluator: Evaluator, _ list: Int) {
    self.evaluator = evaluator
    self.list = list
  }

  func truth(of expression: TypedExpression) throws -> TruthPlanes {
    if let known = truths[expression] { return known }
    let truth = try evaluator.truth(expression, over: list)
    truths[expression] = truth
    return truth
  }

  /// How near the two sides of a comparison of numbers or days are, from 0 to 1; 0 for all else.
  func closeness(of expression: TypedExpression, _ row: Int) throws -> Double {
    guard case .compare(_, let left, let right) = expression.kind, let type = left.type, type == right.type,
      type.isNumeric || type == .date || type == .month
    else { return 0 }
    if distances[expression] == nil {
      let (first, second) = (try evaluator.numbers(left, over: list), try evaluator.numbers(right, over: list))
      distances[expression] =
        first.places == second.places
        ? zip(first.low, second.low).map { Double($0.0) - Double($0.1) } : first.low.map { _ in .infinity }
    }
    guard let distance = distances[expression]?[row].magnitude, distance.isFinite else { return 0 }
    return 1 / (1 + distance.squareRoot())
  }
}

extension TruthPlanes {
  fileprivate func truth(of row: Int) -> Truth { unknown.contains(row) ? .unknown : yes.contains(row) ? .yes : .no }
}
