import Language
import Values

/// Arithmetic of values with ranges. Each result encloses every way that the unknown facts could turn out; where both
/// sides hang on the same facts it may enclose more than that.
enum Ranges {
  static func apply(
    _ sign: BinaryOperator, _ left: RangedValue, _ right: RangedValue, type: ValueType?
  ) throws -> RangedValue {
    let headline = try Scalars.apply(sign, left.headline, right.headline, type: type)
    if left.isExact, right.isExact { return RangedValue(headline) }
    if sign == .divide, let low = right.low.number, let high = right.high.number, low <= .zero, high >= .zero {
      return RangedValue(low: .unknown, headline: headline, high: .unknown)
    }
    let corners = try [
      Scalars.apply(sign, left.low, right.low, type: type), Scalars.apply(sign, left.low, right.high, type: type),
      Scalars.apply(sign, left.high, right.low, type: type), Scalars.apply(sign, left.high, right.high, type: type),
    ]
    return enclosing(headline, corners)
  }

  /// The range from the least to the greatest of some values; unknown when one of them is.
  static func enclosing(_ headline: Value, _ values: [Value]) -> RangedValue {
    guard !values.contains(.unknown), let low = values.min(), let high = values.max() else {
      return RangedValue(low: .unknown, headline: headline, high: .unknown)
    }
    return RangedValue(low: low, headline: headline, high: high)
  }

  /// A remainder of which more than the headline is possible: any that the divisor leaves.
  static func remainder(_ headline: Value, _ divisor: RangedValue) throws -> RangedValue {
    guard case .integer(let least) = divisor.low, case .integer(let most) = divisor.high, least > 0 || most < 0 else {
      return RangedValue(low: .unknown, headline: headline, high: .unknown)
    }
    let (low, high) = least > 0 ? (0, most - 1) : (least + 1, 0)
    return RangedValue(low: .integer(low), headline: headline, high: .integer(high))
  }

  static func negated(_ range: RangedValue) throws -> RangedValue {
    RangedValue(
      low: try Scalars.negated(range.high), headline: try Scalars.negated(range.headline),
      high: try Scalars.negated(range.low))
  }

  static func compare(_ sign: BinaryOperator, _ left: RangedValue, _ right: RangedValue) -> RangedValue {
    let headline = Scalars.compare(sign, left.headline, right.headline)
    guard !left.isExact || !right.isExact else { return RangedValue(headline.value) }
    let (sure, possible): (Truth, Truth)
    switch sign {
    case .less, .lessOrEqual:
      sure = Scalars.compare(sign, left.high, right.low)
      possible = Scalars.compare(sign, left.low, right.high)
    case .greater, .greaterOrEqual:
      sure = Scalars.compare(sign, left.low, right.high)
      possible = Scalars.compare(sign, left.high, right.low)
    default:
      let overlap =
        Scalars.compare(.lessOrEqual, left.low, right.high) & Scalars.compare(.lessOrEqual, right.low, left.high)
      let isSame = Truth(left.low == left.high && right.low == right.high) & overlap
      (sure, possible) = sign == .equal ? (isSame, overlap) : (!overlap, !isSame)
    }
    return truth(sure: sure == .yes, headline: headline, possible: possible != .no)
  }

  /// The truth of a condition in every case, in the headline, and in any case.
  static func truth(sure: Bool, headline: Truth, possible: Bool) -> RangedValue {
    RangedValue(low: .flag(sure), headline: headline.value, high: .flag(possible))
  }

  static func not(_ truth: RangedValue) -> RangedValue {
    RangedValue(
      low: (!Truth(truth.high)).value, headline: (!Truth(truth.headline)).value, high: (!Truth(truth.low)).value)
  }

  static func and(_ left: RangedValue, _ right: RangedValue) -> RangedValue {
    RangedValue(
      low: (Truth(left.low) & Truth(right.low)).value,
      headline: (Truth(left.headline) & Truth(right.headline)).value,
      high: (Truth(left.high) & Truth(right.high)).value)
  }

  static func or(_ left: RangedValue, _ right: RangedValue) -> RangedValue { not(and(not(left), not(right))) }

  static func conditional(_ condition: RangedValue, _ first: RangedValue, _ second: RangedValue) -> RangedValue {
    let headline: Value =
      switch Truth(condition.headline) {
      case .yes: first.headline
      case .no: second.headline
      case .unknown: .unknown
      }
    if condition.isExact, condition.headline != .unknown { return condition.headline == .flag(true) ? first : second }
    return enclosing(headline, [first.low, first.high, second.low, second.high])
  }
}
