import Language
import Tables
import Values

/// Numbers of a group, of which some may not count.
struct Total {
  let function: AggregateFunction
  private var sure: (low: Int128, high: Int128, count: Int128) = (0, 0, 0)
  private var headline: (low: Int128, count: Int128, least: Int64?, greatest: Int64?) = (0, 0, nil, nil)
  private var hasUnknown = false
  private var hasUnknownHeadline = false
  private var open: [(low: Int64, high: Int64)] = []
  private var least: (sureHigh: Int64?, any: Int64?) = (nil, nil)
  private var greatest: (sureLow: Int64?, any: Int64?) = (nil, nil)

  init(function: AggregateFunction) { self.function = function }

  /// Adds what others have added up.
  mutating func add(_ other: Total) {
    sure = (sure.low + other.sure.low, sure.high + other.sure.high, sure.count + other.sure.count)
    headline.low += other.headline.low
    headline.count += other.headline.count
    func least(_ first: Int64?, _ second: Int64?) -> Int64? { first.map { Swift.min($0, second ?? $0) } ?? second }
    func greatest(_ first: Int64?, _ second: Int64?) -> Int64? { first.map { Swift.max($0, second ?? $0) } ?? second }
    headline.least = least(headline.least, other.headline.least)
    headline.greatest = greatest(headline.greatest, other.headline.greatest)
    self.least = (least(self.least.sureHigh, other.least.sureHigh), least(self.least.any, other.least.any))
    self.greatest = (
      greatest(self.greatest.sureLow, other.greatest.sureLow), greatest(self.greatest.any, other.greatest.any)
    )
    hasUnknown = hasUnknown || other.hasUnknown
    hasUnknownHeadline = hasUnknownHeadline || other.hasUnknownHeadline
    open += other.open
  }

  /// The total of numbers that surely count and are no intervals, as far as the function asks for it.
  /// - Parameters:
  ///   - function: What is asked.
  ///   - sum: Their sum.
  ///   - count: How many they are.
  ///   - ends: The least and the greatest of them.
  init(function: AggregateFunction, sum: Int128, count: Int128, ends: (least: Int64, greatest: Int64)?) {
    self.function = function
    sure = (sum, sum, count)
    headline = (sum, count, ends?.least, ends?.greatest)
    least = (ends?.least, ends?.least)
    greatest = (ends?.greatest, ends?.greatest)
  }

  mutating func addUnknown(isHeadline: Bool) {
    hasUnknown = true
    hasUnknownHeadline = hasUnknownHeadline || isHeadline
  }

  mutating func add(low: Int64, high: Int64, isSure: Bool, isHeadline: Bool) {
    if isHeadline {
      headline.low += Int128(low)
      headline.count += 1
      headline.least = Swift.min(headline.least ?? low, low)
      headline.greatest = Swift.max(headline.greatest ?? low, low)
    }
    least.any = Swift.min(least.any ?? low, low)
    greatest.any = Swift.max(greatest.any ?? high, high)
    if isSure {
      sure = (sure.low + Int128(low), sure.high + Int128(high), sure.count + 1)
      least.sureHigh = Swift.min(least.sureHigh ?? high, high)
      greatest.sureLow = Swift.max(greatest.sureLow ?? low, low)
    } else {
      open.append((low, high))
    }
  }

  func range(type: ValueType, places: Int) throws -> RangedValue {
    func value(_ number: Int128, over count: Int128 = 1) throws -> Value {
      if type == .date || type == .month {
        guard let stored = Int64(exactly: number) else { throw ArithmeticFault.overflow }
        return NumberVector.value(stored, type: type, places: 0)
      }
      let unit = type == .money ? 100 : Int128(powerOfTen(places))
      return try Scalars.value(of: Fraction(number, over: unit) / Fraction(count), type: type)
    }
    func optional(_ number: Int64?) throws -> Value { try number.map { try value(Int128($0)) } ?? .unknown }
    let reading: Value
    let ends: (low: Value, high: Value)
    switch function {
    case .sum:
      reading = try value(headline.low)
      ends = (
        try value(open.reduce(sure.low) { $0 + Swift.min(0, Int128($1.low)) }),
        try value(open.reduce(sure.high) { $0 + Swift.max(0, Int128($1.high)) })
      )
    case .mean:
      reading = headline.count == 0 ? .unknown : try value(headline.low, over: headline.count)
      let low = extreme(sure.low, open.map(\.low).sorted(), isLeast: true)
      let high = extreme(sure.high, open.map(\.high).sorted(by: >), isLeast: false)
      ends = (
        low.count == 0 ? .unknown : try value(low.sum, over: low.count),
        high.count == 0 ? .unknown : try value(high.sum, over: high.count)
      )
    case .min:
      reading = try optional(headline.least)
      ends = (try optional(least.any), try optional(least.sureHigh))
    default:
      reading = try optional(headline.greatest)
      ends = (try optional(greatest.sureLow), try optional(greatest.any))
    }
    return RangedValue(
      low: hasUnknown ? .unknown : ends.low, headline: hasUnknownHeadline ? .unknown : reading,
      high: hasUnknown ? .unknown : ends.high)
  }

  /// The sum and count of the least (or greatest) mean: open numbers join as long as they pull it further.
  private func extreme(_ sum: Int128, _ numbers: [Int64], isLeast: Bool) -> (sum: Int128, count: Int128) {
    var (sum, count) = (sum, sure.count)
    for number in numbers {
      let number = Int128(number)
      let pulls = count == 0 || (isLeast ? number * count < sum : number * count > sum)
      guard pulls else { break }
      (sum, count) = (sum + number, count + 1)
    }
    return (sum, count)
  }
}
