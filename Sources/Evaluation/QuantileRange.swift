import Tables
import Values

/// A quantile of numbers, some of which may not count: between two neighbours it is interpolated in a straight line.
struct QuantileRange {
  private let part: Fraction
  private var sure: [Int64] = []
  private var sureHigh: [Int64] = []
  private var open: [Int64] = []
  private var openHigh: [Int64] = []
  private var headline: [Int64] = []
  private var hasUnknown = false
  private var hasUnknownHeadline = false

  /// The numbers of some rows.
  init(part: Fraction, _ vector: NumberVector, _ members: [Int], _ rows: Standing) {
    self.part = part
    for row in members {
      let isHeadline = rows.headline.contains(row)
      guard vector.unknown?.contains(row) != true else {
        hasUnknown = true
        hasUnknownHeadline = hasUnknownHeadline || isHeadline
        continue
      }
      if isHeadline { headline.append(vector.low[row]) }
      if rows.low.contains(row) {
        sure.append(vector.low[row])
        sureHigh.append(vector.upper[row])
      } else {
        open.append(vector.low[row])
        openHigh.append(vector.upper[row])
      }
    }
  }

  /// The quantile with its range, each number turned into a value.
  func range(_ value: (Fraction) throws -> Value) throws -> RangedValue {
    if open.isEmpty, !hasUnknown, sure == headline, sureHigh == sure {
      let only = try quantile(of: headline.sorted()).map(value) ?? .unknown
      return RangedValue(only)
    }
    let reading = hasUnknownHeadline ? nil : try quantile(of: headline.sorted())
    let low = hasUnknown ? nil : try extreme(sure.sorted(), open.sorted(), isLeast: true)
    let high = hasUnknown ? nil : try extreme(sureHigh.sorted(), openHigh.sorted(by: >), isLeast: false)
    return RangedValue(
      low: try low.map(value) ?? .unknown, headline: try reading.map(value) ?? .unknown,
      high: try high.map(value) ?? .unknown)
  }

  private func quantile(of sorted: [Int64]) throws -> Fraction? {
    guard let last = sorted.last else { return nil }
    let position = try Fraction(sorted.count - 1) * part
    let below = Int(position.numerator / position.denominator)
    guard below + 1 < sorted.count else { return Fraction(last) }
    let step = Fraction(Int128(sorted[below + 1]) - Int128(sorted[below]))
    return try Fraction(sorted[below]) + (position - Fraction(below)) * step
  }

  /// A bound that no choice of the open numbers passes: the number at or below the quantile (at or above it), at its
  /// least (greatest). Between two numbers the quantile itself may rise when one below it joins; a number at a rank
  /// never does, so that open numbers join, the most extreme first, as long as they lie beyond it.
  private func extreme(_ sorted: [Int64], _ open: [Int64], isLeast: Bool) throws -> Fraction? {
    guard !open.isEmpty else { return try quantile(of: sorted) }
    func ranked(_ count: Int) throws -> Int64? {
      let joined = (sorted + open.prefix(count)).sorted()
      guard !joined.isEmpty else { return nil }
      let position = try Fraction(joined.count - 1) * part
      let below = Int(position.numerator / position.denominator)
      return joined[isLeast || position.isWhole ? below : below + 1]
    }
    var (least, most) = (sorted.isEmpty ? 1 : 0, open.count)
    while least < most {
      let middle = (least + most) / 2
      guard let now = try ranked(middle) else { return nil }
      let pulls = isLeast ? open[middle] < now : now < open[middle]
      if pulls { least = middle + 1 } else { most = middle }
    }
    return try ranked(least).map { Fraction($0) }
  }
}
