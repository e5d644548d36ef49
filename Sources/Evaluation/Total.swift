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

  /// Adds numbers that surely count and are no intervals.
  mutating func add(_ plain: PlainTotal) {
    guard plain.count > 0 else { return }
    var total = Total(function: function)
    total.sure = (plain.sum, plain.sum, Int128(plain.count))
    total.headline = (plain.sum, Int128(plain.count), plain.least, plain.greatest)
    total.least = (plain.least, plain.least)
    total.greatest = (plain.greatest, plain.greatest)
    add(total)
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

/// Numbers that surely count, added up.
struct PlainTotal {
  private(set) var sum: Int128 = 0
  private(set) var count = 0
  private(set) var least = Int64.max
  private(set) var greatest = Int64.min

  @inline(__always)
  mutating func add(_ number: Int64) {
    sum += Int128(number)
    count &+= 1
    least = min(least, number)
    greatest = max(greatest, number)
  }
}

/// The totals of all groups over some rows.
struct Totals {
  private var plain: [PlainTotal]
  private var others: [Total]

  init(function: AggregateFunction, count: Int) {
    plain = [PlainTotal](repeating: PlainTotal(), count: count)
    others = [Total](repeating: Total(function: function), count: count)
  }

  /// The totals, group by group.
  /// - Throws: `Interruption`.
  func totals() throws -> [Total] {
    try Interruption.map(others.indices) { group in
      var total = others[group]
      total.add(plain[group])
      return total
    }
  }

  /// Adds a chunk of rows.
  /// - Parameters:
  ///   - numbers: Their numbers.
  ///   - chunk: Which rows they are, from a multiple of 64.
  ///   - rows: The rows that count: surely, in the headline, and perhaps.
  ///   - groups: The group of each row, below nothing for none; nil where there is one.
  mutating func add(_ numbers: NumberVector, _ chunk: Range<Int>, _ rows: Standing, _ groups: [Int32]?) {
    for index in chunk.lowerBound / 64..<Bitmap.wordCount(for: chunk.upperBound) {
      let high = rows.high.words[index]
      guard high != 0 else { continue }
      let first = index * 64 - chunk.lowerBound
      let headline = rows.headline.words[index]
      let low = rows.low.words[index]
      let unknown = numbers.unknown?.words[first / 64] ?? 0
      let sure = numbers.high == nil ? low & headline & high & ~unknown : 0
      addPlain(numbers.low, sure, first, chunk.lowerBound, groups)
      var word = high & ~sure
      while word != 0 {
        let bit = word.trailingZeroBitCount
        word &= word - 1
        func isIn(_ set: UInt64) -> Bool { set >> UInt64(bit) & 1 == 1 }
        let place = first + bit
        let group = groups.map { Int($0[chunk.lowerBound + place]) } ?? 0
        guard group >= 0 else { continue }
        if isIn(unknown) {
          others[group].addUnknown(isHeadline: isIn(headline))
        } else {
          others[group].add(
            low: numbers.low[place], high: numbers.high?[place] ?? numbers.low[place], isSure: isIn(low),
            isHeadline: isIn(headline))
        }
      }
    }
  }

  private mutating func addPlain(
    _ numbers: [Int64], _ rows: UInt64, _ first: Int, _ start: Int, _ groups: [Int32]?
  ) {
    var word = rows
    plain.withUnsafeMutableBufferPointer { plain in
      guard let groups else {
        var total = plain[0]
        while word != 0 {
          total.add(numbers[first &+ word.trailingZeroBitCount])
          word &= word &- 1
        }
        plain[0] = total
        return
      }
      while word != 0 {
        let place = first &+ word.trailingZeroBitCount
        word &= word &- 1
        let group = Int(groups[start &+ place])
        if group >= 0 { plain[group].add(numbers[place]) }
      }
    }
  }
}
