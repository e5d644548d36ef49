import Language
import Values

/// A metric that is to keep a bound: what a target says, with its names resolved.
public struct Goal: Sendable {
  /// The target's name, or the comparison as it was written.
  public let name: Phrase
  /// The metric.
  public let metric: NamedMetric
  /// How the metric is to stand to the bound: one of `<`, `<=`, `>`, `>=`.
  public let comparison: BinaryOperator
  /// The bound: a number, a share or an amount of money.
  public let bound: Value
  /// The day by which it is to hold.
  public let deadline: CalendarDate?
  /// The clause that sets it.
  public let source: String?

  /// A metric with a bound.
  public init(
    name: Phrase, metric: NamedMetric, comparison: BinaryOperator, bound: Value, deadline: CalendarDate?,
    source: String?
  ) {
    self.name = name
    self.metric = metric
    self.comparison = comparison
    self.bound = bound
    self.deadline = deadline
    self.source = source
  }

  /// Whether the metric is to be low.
  public var isUpperBound: Bool { comparison == .less || comparison == .lessOrEqual }

  /// Whether a value keeps the bound; an unknown one does not.
  public func isMet(by value: Value) -> Bool {
    guard value != .unknown else { return false }
    return switch comparison {
    case .less: value < bound
    case .lessOrEqual: value <= bound
    case .greater: bound < value
    default: bound <= value
    }
  }

  /// Whether a range keeps the bound: all of it, part of it, or none.
  public func isMet(by range: RangedValue) -> Truth {
    let (best, worst) = isUpperBound ? (range.low, range.high) : (range.high, range.low)
    if isMet(by: worst) { return .yes }
    return isMet(by: best) || worst == .unknown || best == .unknown ? .unknown : .no
  }
}
