import Evaluation
import Language
import Values

/// A count with the range that unknown facts leave open.
public struct RangedCount: Sendable, Hashable {
  /// The least.
  public let low: Int64
  /// The conservative reading.
  public let headline: Int64
  /// The most.
  public let high: Int64

  /// A count with its range.
  public init(low: Int64, headline: Int64, high: Int64) {
    self.low = low
    self.headline = headline
    self.high = high
  }

  /// A count without doubt.
  public init(_ count: Int64) { self.init(low: count, headline: count, high: count) }

  init?(_ value: RangedValue) {
    guard case (.integer(let low), .integer(let headline), .integer(let high)) = (value.low, value.headline, value.high)
    else { return nil }
    self.init(low: low, headline: headline, high: high)
  }

  /// One reading of it.
  public subscript(reading: Reading) -> Int64 {
    switch reading {
    case .low: low
    case .headline: headline
    case .high: high
    }
  }
}

/// A goal that a count of entities, or its share, is to keep below a bound, in whole numbers.
///
/// With the bound p/q, a count n and a whole d, the goal holds exactly where the excess q·n − p·d is negative, or zero
/// where the bound is included. A plain count has the whole 1.
public struct GoalBalance: Sendable {
  /// What the count is a share of.
  enum Whole: Sendable {
    case one
    case number(Int64)
    case counted(Tally, TypedExpression)
  }

  /// What is counted.
  let counted: Tally
  /// What it is a share of.
  let whole: Whole
  private let countedExpression: TypedExpression
  let numerator: Int128
  let denominator: Int128
  private let isStrict: Bool

  /// The balance of a goal; nil where its metric is no count or share of entities, or is to be high.
  public init?(_ goal: Goal) {
    let limit: Int128 = 1 << 62
    guard goal.isUpperBound, let bound = goal.bound.number, bound.numerator.magnitude < limit.magnitude,
      bound.denominator < limit
    else { return nil }
    let expression = goal.metric.expression
    if case .arithmetic(.divide, let part, let divisor) = expression.kind {
      guard let tally = Tally(part), tally.addsEntities else { return nil }
      if case .literal(.integer(let number)) = divisor.kind, number > 0 {
        whole = .number(number)
      } else if let wholes = Tally(divisor), wholes.addsEntities {
        whole = .counted(wholes, divisor)
      } else {
        return nil
      }
      (counted, countedExpression) = (tally, part)
    } else if let tally = Tally(expression), tally.addsEntities {
      (counted, countedExpression, whole) = (tally, expression, .one)
    } else {
      return nil
    }
    (numerator, denominator) = (bound.numerator, bound.denominator)
    isStrict = goal.comparison == .less
  }

  /// How far a count lies above the bound, in units of its denominator.
  public func excess(_ count: Int64, of whole: Int64) -> Int128 {
    denominator * Int128(count) - numerator * Int128(whole)
  }

  /// Whether an excess is small enough.
  public func isMet(_ excess: Int128) -> Bool { isStrict ? excess < 0 : excess <= 0 }

  /// The count and its whole in a world.
  public func counts(in world: World) throws -> (counted: RangedCount, whole: RangedCount) {
    let counted = RangedCount(try world.evaluator.value(of: countedExpression)) ?? RangedCount(0)
    switch whole {
    case .one: return (counted, RangedCount(1))
    case .number(let number): return (counted, RangedCount(number))
    case .counted(_, let expression):
      return (counted, RangedCount(try world.evaluator.value(of: expression)) ?? RangedCount(0))
    }
  }

  // MARK: What is missing

  /// How many entities must leave the count, the whole staying as it is; nil where not even all would do.
  public func missingExits(_ count: Int64, of whole: Int64) -> Int64? {
    missing(excess(count, of: whole), each: denominator, among: count)
  }

  /// How many must leave the count and the whole at once; nil where the whole does not count entities, or not even all
  /// would do.
  public func missingStrikes(_ count: Int64, of whole: Int64) -> Int64? {
    guard case .counted = self.whole, denominator > numerator else { return nil }
    return missing(excess(count, of: whole), each: denominator - numerator, among: count)
  }

  private func missing(_ excess: Int128, each step: Int128, among count: Int64) -> Int64? {
    guard !isMet(excess) else { return 0 }
    let needed = steps(to: excess, each: step)
    return needed <= Int128(count) ? Int64(needed) : nil
  }

  /// How many entities take an excess to the bound when each takes as much as an exit does.
  func steps(to excess: Int128) -> Int128 { steps(to: excess, each: denominator) }

  private func steps(to excess: Int128, each step: Int128) -> Int128 {
    isStrict ? excess / step + 1 : (excess + step - 1) / step
  }

  /// The wholes for which a share, rounded to some places, comes out as published: all whole numbers N with
  /// n/(r + h) < N ≤ n/(r − h), where r is the rounded share and h half a unit of its last place.
  /// - Returns: nil where the share rounds to nothing, so that there is no greatest.
  public static func wholes(of count: Int64, roundedTo places: Int, from whole: Int64) throws -> ClosedRange<Int64>? {
    guard count > 0, whole > 0 else { return nil }
    let share = try Fraction(Int128(count), over: Int128(whole)).rounded(places: places)
    let half = try Fraction(1, over: 2) / Fraction.power(ofTen: places)
    let (above, below) = (try share + half, try share - half)
    guard below > .zero else { return nil }
    let least = try Fraction(count) / above
    let most = try Fraction(count) / below
    let (first, last) = (least.numerator / least.denominator + 1, most.numerator / most.denominator)
    guard first <= last, last < Int128(Int64.max) else { return nil }
    return Int64(first)...Int64(last)
  }
}
