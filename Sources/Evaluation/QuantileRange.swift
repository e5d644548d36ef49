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
  /// Whether all numbers surely count and none is an interval; then they are in `headline` alone.
  private let isPlain: Bool
  private var hasUnknown = false
  private var hasUnknownHeadline = false

  /// The rows whose numbers surely count, are known and are no intervals.
  static func plainRows(of rows: Standing, _ vector: NumberVector) -> Bitmap {
    guard vector.high == nil else { return Bitmap(count: rows.low.count) }
    return (rows.low & rows.headline).without(vector.unknown)
  }

  /// The numbers of some rows.
  /// - Parameters:
  ///   - part: Which quantile, as a share of one.
  ///   - vector: The numbers of all rows.
  ///   - members: The rows.
  ///   - rows: The rows that count: surely, in the headline, and perhaps.
  ///   - plain: Those whose numbers `plainRows` says are plain.
  init(part: Fraction, _ vector: NumberVector, _ members: ArraySlice<Int32>, _ rows: Standing, _ plain: Bitmap) {
    self.part = part
    isPlain = members.allSatisfy { plain.contains(Int($0)) }
    guard !isPlain else {
      headline = members.map { vector.low[Int($0)] }
      return
    }
    for row in members.lazy.map({ Int($0) }) {
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
    if isPlain { return RangedValue(try quantile(of: headline).map(value) ?? .unknown) }
    let reading = hasUnknownHeadline ? nil : try quantile(of: headline)
    let low = hasUnknown ? nil : try extreme(sure, open.sorted(), isLeast: true)
    let high = hasUnknown ? nil : try extreme(sureHigh, openHigh.sorted(by: >), isLeast: false)
    return RangedValue(
      low: try low.map(value) ?? .unknown, headline: try reading.map(value) ?? .unknown,
      high: try high.map(value) ?? .unknown)
  }

  private func quantile(of numbers: [Int64]) throws -> Fraction? {
    guard !numbers.isEmpty else { return nil }
    let position = try Fraction(numbers.count - 1) * part
    let below = Int(position.numerator / position.denominator)
    var numbers = numbers
    let number = numbers.select(below)
    // Those that come after it are none less.
    guard let next = numbers[(below + 1)...].min(), !position.isWhole else { return Fraction(number) }
    let step = Fraction(Int128(next) - Int128(number))
    return try Fraction(number) + (position - Fraction(below)) * step
  }

  /// A bound that no choice of the open numbers passes: the number at or below the quantile (at or above it), at its
  /// least (greatest). Between two numbers the quantile itself may rise when one below it joins; a number at a rank
  /// never does, so that open numbers join, the most extreme first, as long as they lie beyond it.
  private func extreme(_ numbers: [Int64], _ open: [Int64], isLeast: Bool) throws -> Fraction? {
    guard !open.isEmpty else { return try quantile(of: numbers) }
    func ranked(_ count: Int) throws -> Int64? {
      var joined = numbers + open.prefix(count)
      guard !joined.isEmpty else { return nil }
      let position = try Fraction(joined.count - 1) * part
      let below = Int(position.numerator / position.denominator)
      return joined.select(isLeast || position.isWhole ? below : below + 1)
    }
    var (least, most) = (numbers.isEmpty ? 1 : 0, open.count)
    while least < most {
      let middle = (least + most) / 2
      guard let now = try ranked(middle) else { return nil }
      let pulls = isLeast ? open[middle] < now : now < open[middle]
      if pulls { least = middle + 1 } else { most = middle }
    }
    return try ranked(least).map { Fraction($0) }
  }
}

extension Array where Element: Comparable {
  /// The element that would stand at a place if all were sorted. Afterwards it stands there, none that is greater before
  /// it and none that is less behind it.
  mutating func select(_ place: Int) -> Element {
    precondition(indices.contains(place), "a place past the end")
    return withUnsafeMutableBufferPointer { elements in
      var (low, high) = (0, elements.count)
      var rounds = 4 * (Int.bitWidth - elements.count.leadingZeroBitCount)
      while high - low > 16, rounds > 0 {
        rounds -= 1
        // Around the middle one of three: what is less, what is the same, what is greater.
        let (first, last) = (elements[low], elements[high - 1])
        let pivot = Swift.max(
          Swift.min(first, last), Swift.min(elements[(low + high) / 2], Swift.max(first, last)))
        var (less, next, greater) = (low, low, high)
        while next < greater {
          let element = elements[next]
          if element < pivot {
            elements.swapAt(less, next)
            less += 1
            next += 1
          } else if pivot < element {
            greater -= 1
            elements.swapAt(next, greater)
          } else {
            next += 1
          }
        }
        if place < less {
          high = less
        } else if place >= greater {
          low = greater
        } else {
          return pivot
        }
      }
      // Few are left, or numbers are arranged so that halving them does not help.
      elements[low..<high].sort()
      return elements[place]
    }
  }
}
