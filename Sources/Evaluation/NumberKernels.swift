import Language
import Tables
import Values

/// Powers of ten that fit 64 bits.
func powerOfTen(_ exponent: Int) -> Int64 { (0..<exponent).reduce(1) { product, _ in product * 10 } }

/// A whole number divided by another, rounded to the nearest, a half away from zero.
func roundedQuotient(_ dividend: Int128, _ divisor: Int128) -> Int128 {
  let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
  guard remainder.magnitude >= divisor.magnitude - remainder.magnitude else { return quotient }
  return quotient + ((dividend < 0) == (divisor < 0) ? 1 : -1)
}

/// Numbers at another scale: exact upwards, rounded downwards.
struct Rescaling: NumberKernel {
  let operand: any NumberKernel
  let places: Int
  let span: SourceSpan

  func numbers(_ rows: Range<Int>) throws -> NumberVector {
    var vector = try operand.numbers(rows)
    let up = Int128(powerOfTen(max(0, places - operand.places)))
    let down = Int128(powerOfTen(max(0, operand.places - places)))
    let unknown = vector.unknown
    func scaled(_ numbers: [Int64]) throws -> [Int64] {
      try numbers.indices.map { row in
        // What stands in an unknown cell means nothing and may be of any size.
        if unknown?.contains(row) == true { return 0 }
        guard let result = Int64(exactly: roundedQuotient(Int128(numbers[row]) * up, down)) else {
          throw fault(.overflow, at: span)
        }
        return result
      }
    }
    vector.low = try scaled(vector.low)
    vector.high = try vector.high.map(scaled)
    vector.places = places
    return vector
  }
}

/// `+ - * /` of numbers, intervals included. A quotient by zero is unknown.
struct Arithmetic: NumberKernel {
  let sign: BinaryOperator
  let left: any NumberKernel
  let right: any NumberKernel
  let places: Int
  let span: SourceSpan

  func numbers(_ rows: Range<Int>) throws -> NumberVector {
    let (left, right) = (try left.numbers(rows), try right.numbers(rows))
    var unknown = union(left.unknown, right.unknown)
    if sign == .divide {
      let (low, high) = (right.low, right.upper)
      let zero = packed(rows.count) { low[$0] <= 0 && high[$0] >= 0 }
      if !zero.isEmpty { unknown = union(unknown, zero) }
    }
    let isInterval = left.high != nil || right.high != nil
    var low = [Int64](repeating: 0, count: rows.count)
    var high = isInterval ? low : nil
    for row in 0..<rows.count where !(unknown?.contains(row) ?? false) {
      if isInterval {
        let corners = try [
          apply(left.low[row], right.low[row], left.places, right.places),
          apply(left.low[row], right.upper[row], left.places, right.places),
          apply(left.upper[row], right.low[row], left.places, right.places),
          apply(left.upper[row], right.upper[row], left.places, right.places),
        ]
        low[row] = corners.min() ?? 0
        high?[row] = corners.max() ?? 0
      } else {
        low[row] = try apply(left.low[row], right.low[row], left.places, right.places)
      }
    }
    return NumberVector(low: low, high: high, unknown: unknown, places: places)
  }

  private func apply(_ left: Int64, _ right: Int64, _ leftPlaces: Int, _ rightPlaces: Int) throws -> Int64 {
    let result: Int128
    switch sign {
    // Both sides of a sum were brought to its scale before.
    case .add: result = Int128(left) + Int128(right)
    case .subtract: result = Int128(left) - Int128(right)
    case .multiply:
      let excess = leftPlaces + rightPlaces - places
      result = roundedQuotient(
        Int128(left) * Int128(right) * Int128(powerOfTen(max(0, -excess))), Int128(powerOfTen(max(0, excess))))
    default:
      let shift = places - leftPlaces + rightPlaces
      result = roundedQuotient(
        Int128(left) * Int128(powerOfTen(max(0, shift))), Int128(right) * Int128(powerOfTen(max(0, -shift))))
    }
    guard let number = Int64(exactly: result) else { throw fault(.overflow, at: span) }
    return number
  }
}

/// What is left of a whole number when another divides it; unknown where the divisor may be nothing.
struct Remainder: NumberKernel {
  let number: any NumberKernel
  let divisor: any NumberKernel
  var places: Int { 0 }

  func numbers(_ rows: Range<Int>) throws -> NumberVector {
    let (number, divisor) = (try number.numbers(rows), try divisor.numbers(rows))
    let (least, most) = (divisor.low, divisor.upper)
    let unknown = union(
      union(number.unknown, divisor.unknown), packed(rows.count) { least[$0] <= 0 && most[$0] >= 0 })
    var low = [Int64](repeating: 0, count: rows.count)
    var high = number.high == nil && divisor.high == nil ? nil : low
    for row in 0..<rows.count where !(unknown?.contains(row) ?? false) {
      if number.low[row] == number.upper[row], least[row] == most[row] {
        low[row] = try Scalars.remainder(of: number.low[row], by: least[row])
        high?[row] = low[row]
      } else if least[row] > 0 {
        high?[row] = most[row] - 1
      } else {
        low[row] = least[row] + 1
      }
    }
    return NumberVector(low: low, high: high, unknown: unknown?.isEmpty == true ? nil : unknown, places: 0)
  }
}

/// A number changed on its own: its opposite, its magnitude, a date shifted.
struct NumberMap: NumberKernel {
  let operand: any NumberKernel
  let places: Int
  /// Whether a larger number gives a smaller result.
  var isDecreasing = false
  /// What a number becomes; nil where that is not known.
  let transform: @Sendable (Int64) throws -> Int64?

  func numbers(_ rows: Range<Int>) throws -> NumberVector {
    var vector = try operand.numbers(rows)
    var unknown = vector.unknown
    func transformed(_ numbers: [Int64]) throws -> [Int64] {
      var results = Results(of: numbers, unknown)
      return try numbers.indices.map { row in
        if unknown?.contains(row) == true { return 0 }
        if let number = try results.value(of: numbers[row], transform) { return number }
        unknown = unknown ?? Bitmap(count: rows.count)
        unknown?.insert(row)
        return 0
      }
    }
    vector.low = try transformed(vector.low)
    vector.high = try vector.high.map(transformed)
    vector.unknown = unknown
    vector.places = places
    if isDecreasing, let high = vector.high { (vector.low, vector.high) = (high, vector.low) }
    return vector
  }
}

/// What numbers become, each found out once where few different ones come again and again, as days do.
private struct Results {
  private var least: Int64 = 0
  /// For each number from the least, what it becomes, as far as that was asked.
  private var known: [Int64?] = []
  private var wasAsked: [Bool] = []

  init(of numbers: [Int64], _ unknown: Bitmap?) {
    var (least, most) = (Int64.max, Int64.min)
    for (row, number) in numbers.enumerated() where unknown?.contains(row) != true {
      least = min(least, number)
      most = max(most, number)
    }
    guard least <= most else { return }
    let (span, isHuge) = most.subtractingReportingOverflow(least)
    guard !isHuge, span < Int64(numbers.count / 2) else { return }
    self.least = least
    known = [Int64?](repeating: nil, count: Int(span) + 1)
    wasAsked = [Bool](repeating: false, count: known.count)
  }

  mutating func value(of number: Int64, _ transform: (Int64) throws -> Int64?) throws -> Int64? {
    guard !known.isEmpty else { return try transform(number) }
    let place = Int(number - least)
    if !wasAsked[place] {
      known[place] = try transform(number)
      wasAsked[place] = true
    }
    return known[place]
  }
}

/// A count of time from one date to another: the earlier the first and the later the second, the more.
struct TimeBetween: NumberKernel {
  let first: any NumberKernel
  let second: any NumberKernel
  let span: SourceSpan
  /// The time between two dates; nil where it is not known.
  let count: @Sendable (CalendarDate, CalendarDate) throws -> Int?
  var places: Int { 0 }

  func numbers(_ rows: Range<Int>) throws -> NumberVector {
    let (first, second) = (try first.numbers(rows), try second.numbers(rows))
    var unknown = union(first.unknown, second.unknown)
    func counts(_ starts: [Int64], _ ends: [Int64]) throws -> [Int64] {
      try starts.indices.map { row in
        if unknown?.contains(row) == true { return 0 }
        let (start, end) = (Int32(clamping: starts[row]), Int32(clamping: ends[row]))
        if let number = try located(
          at: span, { try count(CalendarDate(dayNumber: start), CalendarDate(dayNumber: end)) })
        {
          return Int64(number)
        }
        unknown = unknown ?? Bitmap(count: rows.count)
        unknown?.insert(row)
        return 0
      }
    }
    let isInterval = first.high != nil || second.high != nil
    let low = try counts(first.upper, second.low)
    let high = isInterval ? try counts(first.low, second.upper) : nil
    return NumberVector(low: low, high: high, unknown: unknown, places: places)
  }
}

/// The magnitude of an interval is not that of its ends when it holds zero.
struct Magnitude: NumberKernel {
  let operand: any NumberKernel
  let span: SourceSpan
  var places: Int { operand.places }

  func numbers(_ rows: Range<Int>) throws -> NumberVector {
    var vector = try operand.numbers(rows)
    for row in 0..<rows.count where !(vector.unknown?.contains(row) ?? false) {
      let (low, high) = (vector.low[row], vector.upper[row])
      guard low != .min else { throw fault(.overflow, at: span) }
      vector.low[row] = low <= 0 && high >= 0 ? 0 : min(abs(low), abs(high))
      vector.high?[row] = max(abs(low), abs(high))
    }
    return vector
  }
}

/// One of two numbers of one scale, by a condition; in doubt, the interval that holds both.
struct ConditionalNumber: NumberKernel {
  let condition: any TruthKernel
  let first: any NumberKernel
  let second: any NumberKernel
  var places: Int { first.places }

  func numbers(_ rows: Range<Int>) throws -> NumberVector {
    let condition = try condition.truth(rows)
    let (first, second) = (try first.numbers(rows), try second.numbers(rows))
    var low = second.low
    var high = second.upper
    var unknown = Bitmap(count: rows.count)
    for row in 0..<rows.count {
      let isFirst = condition.yes.contains(row)
      let isOpen = condition.unknown.contains(row)
      if isFirst {
        low[row] = first.low[row]
        high[row] = first.upper[row]
      } else if isOpen {
        low[row] = min(first.low[row], low[row])
        high[row] = max(first.upper[row], high[row])
      }
      let isUnknown =
        ((isFirst || isOpen) && first.unknown?.contains(row) ?? false)
        || (!isFirst && second.unknown?.contains(row) ?? false)
      if isUnknown { unknown.insert(row) }
    }
    return NumberVector(
      low: low, high: low == high ? nil : high, unknown: unknown.isEmpty ? nil : unknown, places: places)
  }
}
