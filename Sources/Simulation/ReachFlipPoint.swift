import Language
import Tables
import Values

/// Where along a parameter's values a goal begins or ceases to be met.
///
/// A measure changes only where its parameter passes a value that the data hold, and every value of the data is a whole
/// number of some unit: a day, a 分, a billionth. Halving the distance down to that unit therefore finds the exact
/// point, with the values on both sides of it.
public struct ReachFlipPoint: Sendable {
  /// What comes of one value.
  public struct Trial: Sendable, Hashable {
    /// The value.
    public let value: Value
    /// Whether the goal can be met with it.
    public let verdict: Truth
    /// The metric with it.
    public let metric: RangedValue
    /// How many entities leave.
    public let exits: Int64
  }

  /// Two neighbouring values that the verdict differs at.
  public struct Flip: Sendable, Hashable {
    /// The earlier one.
    public let before: Trial
    /// The later one.
    public let after: Trial
  }

  /// How many values are tried before halving.
  static let mostTrials = 64

  /// The values that were asked for, and those on both sides of each flip, in order.
  public let trials: [Trial]
  /// The flips, in order.
  public let flips: [Flip]
  /// Whether some of the values that were asked for were left out, being too many.
  public let isThinned: Bool

  /// Looks for flips.
  /// - Parameters:
  ///   - values: What the parameter takes, in order.
  ///   - isRange: Whether it may take what lies between them too.
  ///   - attempt: What comes of a value.
  /// - Throws: What `attempt` throws; `Interruption`.
  public init(among values: [Value], isRange: Bool, _ attempt: (Value) throws -> Trial) throws {
    let stride = isRange ? max(1, (values.count - 1) / ReachFlipPoint.mostTrials + 1) : 1
    let tried = values.indices.filter { $0 % stride == 0 || $0 == values.count - 1 }
    isThinned = tried.count < values.count
    var trials: [Trial] = []
    for position in tried {
      try Interruption.check()
      trials.append(try attempt(values[position]))
    }
    var flips: [Flip] = []
    for (first, second) in zip(trials, trials.dropFirst()) {
      flips += try ReachFlipPoint.flips(between: first, second, isRange: isRange, attempt)
    }
    self.flips = flips
    let beside = flips.flatMap { [$0.before, $0.after] }
    var seen: Set<Value> = []
    let all = (trials + beside).filter { seen.insert($0.value).inserted }
    // Beside a flip there may be values that nobody asked for; a list keeps its own order.
    self.trials = isRange ? all.sorted { $0.value < $1.value } : all
  }

  private static func flips(
    between first: Trial, _ second: Trial, isRange: Bool, _ attempt: (Value) throws -> Trial
  ) throws -> [Flip] {
    try Interruption.check()
    guard first.verdict != second.verdict else { return [] }
    guard isRange, let middle = first.value.middle(to: second.value) else {
      return [Flip(before: first, after: second)]
    }
    let trial = try attempt(middle)
    return try flips(between: first, trial, isRange: true, attempt)
      + flips(between: trial, second, isRange: true, attempt)
  }
}

extension Value {
  /// A value half-way to a greater one of its type, in the smallest unit that data are kept in; nil where there is none
  /// between.
  func middle(to other: Value) -> Value? {
    func half<Number: FixedWidthInteger>(_ first: Number, _ second: Number) -> Number? {
      second > first && second - first > 1 ? first + (second - first) / 2 : nil
    }
    switch (self, other) {
    case (.integer(let first), .integer(let second)): return half(first, second).map { .integer($0) }
    case (.money(let first), .money(let second)): return half(first, second).map { .money($0) }
    case (.date(let first), .date(let second)):
      return half(first.dayNumber, second.dayNumber).map { .date(CalendarDate(dayNumber: $0)) }
    case (.month(let first), .month(let second)):
      return half(first.monthNumber, second.monthNumber).map { .month(CalendarMonth(monthNumber: $0)) }
    case (.duration(let first), .duration(let second)):
      if first.days == 0, second.days == 0, first.workingDays == 0, second.workingDays == 0 {
        return half(first.months, second.months).map { .duration(CalendarDuration(months: $0)) }
      }
      if first.months == 0, second.months == 0, first.workingDays == 0, second.workingDays == 0 {
        return half(first.days, second.days).map { .duration(CalendarDuration(days: $0)) }
      }
      return nil
    default:
      // Numbers of data have nine decimal places at most.
      let unit: Int128 = 1_000_000_000
      guard let first = number, let second = other.number, let scaled = try? first * Fraction(unit),
        let end = try? second * Fraction(unit),
        let middle = half(scaled.roundedToInteger, end.roundedToInteger), let number = try? Fraction(middle, over: unit)
      else { return nil }
      return type == .percentage ? .percentage(number) : .decimal(number)
    }
  }
}
