import Evaluation
import Language
import Tables
import Values

/// A condition of which one comparison with a number moves from point to point, as `count(searches) >= n`.
///
/// Each record's own number, with its range, is computed once and sorted; at a new threshold only the records between
/// the old one and the new one turn.
struct SweepComparison {
  /// The condition around the comparison. What doesn't move is computed.
  private indirect enum Shape {
    case fixed(TruthPlanes)
    case moving
    case not(Shape)
    case and(Shape, Shape)
    case or(Shape, Shape)

    /// Whether the condition falls as the comparison rises; nil where nothing moves.
    var isFalling: Bool? {
      switch self {
      case .fixed: nil
      case .moving: false
      case .not(let inner): inner.isFalling.map { !$0 }
      case .and(let left, let right), .or(let left, let right): left.isFalling ?? right.isFalling
      }
    }

    func truth(moving truth: SweepTruth) -> SweepTruth {
      switch self {
      case .fixed(let planes): .rows(planes)
      case .moving: truth
      case .not(let inner): !inner.truth(moving: truth)
      case .and(let left, let right): left.truth(moving: truth) & right.truth(moving: truth)
      case .or(let left, let right): left.truth(moving: truth) | right.truth(moving: truth)
      }
    }
  }

  /// A comparison of the records' numbers with one number a variant.
  private struct Comparison {
    let subject: TypedExpression
    let sign: BinaryOperator
    let bounds: [Value]
  }

  private let shape: Shape
  /// For each variant, the least whole number that a record's number, in its own unit, must reach.
  private let thresholds: [Int64]
  /// Whether the comparison holds for the numbers below the threshold.
  private let isBelow: Bool
  private let subject: TypedExpression
  private let list: Int
  private let evaluator: Evaluator
  private let numbers: RowNumbers
  /// The records in the order of their numbers; made when the first truth is asked for.
  private var reaching: (low: Crossing, high: Crossing, unknown: Bitmap)?

  /// The records that reach a threshold, kept from one threshold to the next.
  private struct Crossing {
    private let rows: [Int32]
    private let numbers: [Int64]
    private var passed = 0
    private(set) var reaching: Bitmap

    init(_ numbers: [Int64], without unknown: Bitmap) {
      let known = numbers.indices.filter { !unknown.contains($0) }
      let sorted = known.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
      rows = sorted.map { Int32($0) }
      self.numbers = sorted.map { numbers[$0] }
      reaching = Bitmap(known, count: numbers.count)
    }

    mutating func move(to threshold: Int64) {
      while passed < numbers.count, numbers[passed] < threshold {
        reaching.remove(Int(rows[passed]))
        passed += 1
      }
      while passed > 0, numbers[passed - 1] >= threshold {
        passed -= 1
        reaching.insert(Int(rows[passed]))
      }
    }
  }

  /// Prepares a condition; nil where the variants differ in anything but the bound of one comparison of order.
  /// - Parameters:
  ///   - variants: The condition at each point, over rows of the list.
  ///   - list: The list.
  ///   - evaluator: The world that it is computed in.
  /// - Throws: `Failure` where the condition can't be computed.
  init?(_ variants: [TypedExpression], over list: Int, in evaluator: Evaluator) throws {
    var comparison: Comparison?
    guard let shape = try SweepComparison.shape(variants, list, evaluator, &comparison), let comparison else {
      return nil
    }
    let numbers = try evaluator.rowNumbers(comparison.subject, over: list)
    var thresholds: [Int64] = []
    for bound in comparison.bounds {
      guard let threshold = SweepComparison.threshold(comparison.sign, bound, places: numbers.places) else {
        return nil
      }
      thresholds.append(threshold)
    }
    self.shape = shape
    self.thresholds = thresholds
    isBelow = comparison.sign == .less || comparison.sign == .lessOrEqual
    subject = comparison.subject
    (self.list, self.evaluator, self.numbers) = (list, evaluator, numbers)
  }

  /// Where the condition holds at a point.
  /// - Throws: `Failure` where a number is too large; `Interruption`.
  mutating func truth(of variant: Int) throws -> TruthPlanes {
    var reaching = try self.reaching ?? crossings()
    self.reaching = nil
    reaching.low.move(to: thresholds[variant])
    reaching.high.move(to: thresholds[variant])
    self.reaching = reaching
    let (sure, possible, unknown) = (reaching.low.reaching, reaching.high.reaching, reaching.unknown)
    let yes = isBelow ? (~possible).subtracting(unknown) : sure
    let moving = TruthPlanes(yes: yes, unknown: possible.subtracting(sure) | unknown)
    return shape.truth(moving: .rows(moving)).planes(count: yes.count)
  }

  private func crossings() throws -> (low: Crossing, high: Crossing, unknown: Bitmap) {
    let vector = try evaluator.numbers(subject, over: list)
    let unknown = vector.unknown ?? Bitmap(count: vector.low.count)
    let low = Crossing(vector.low, without: unknown)
    return (low, vector.high.map { Crossing($0, without: unknown) } ?? low, unknown)
  }

  // MARK: All points at once

  /// When the comparison turns for each record, with the thresholds in the order in which the condition holds for more
  /// and more records.
  struct Turns {
    /// How many different thresholds there are.
    let count: Int
    /// The place of each variant's threshold in order.
    let places: [Int]
    /// What the condition is while the comparison is as at the first place, in doubt, and as at the last.
    let condition: (first: SweepTruth, doubt: SweepTruth, last: SweepTruth)
    fileprivate let ladder: ThresholdLadder
    fileprivate let numbers: RowNumbers
    fileprivate let isDescending: Bool

    /// When the comparison turns for some rows.
    func rungs(of rows: Bitmap) throws -> Rungs {
      Rungs(reached: try numbers.reached(on: ladder, by: rows), count: count, isDescending: isDescending)
    }

    /// When the comparison turns for some rows, found where it is asked for.
    /// - Parameters:
    ///   - rows: The rows.
    ///   - start: Where the first of them stands in the list.
    /// - Returns: nil where the comparison is in doubt for one of them, or where their numbers have to be computed.
    func climb(of rows: Bitmap, from start: Int) -> Climb? {
      numbers.cells(of: rows, from: start).map {
        Climb(rows: rows, cells: $0, ladder: ladder, isDescending: isDescending)
      }
    }
  }

  /// When the comparison turns for some records, for none of which it is ever in doubt.
  struct Climb {
    /// The records.
    var rows: Bitmap
    private let cells: CellNumbers
    private let ladder: ThresholdLadder
    private let isDescending: Bool

    /// Records with their numbers, on a ladder of the thresholds in their order or the other way round.
    init(rows: Bitmap, cells: CellNumbers, ladder: ThresholdLadder, isDescending: Bool) {
      (self.rows, self.cells, self.ladder, self.isDescending) = (rows, cells, ladder, isDescending)
    }

    /// Writes from which place on it is as at the last place for some of the records of a stretch.
    /// - Parameters:
    ///   - records: Which of the stretch's rows, a bit a row.
    ///   - stretch: The stretch, in words.
    ///   - places: Where it is written, from the stretch's first row on.
    func write(
      _ records: UnsafeBufferPointer<UInt64>, in stretch: Range<Int>, into places: UnsafeMutableBufferPointer<UInt16>
    ) {
      cells.climb(ladder, by: records, in: stretch, isDescending: isDescending, into: places)
    }
  }

  /// When the comparison turns for some records, each found already.
  struct Rungs {
    fileprivate let reached: RowNumbers.Rungs
    fileprivate let count: Int
    fileprivate let isDescending: Bool

    /// The rows for which the comparison is in doubt at some place.
    var doubtful: Bitmap { reached.doubtful }

    /// Gives the body from which place on the comparison is as at the last place, for each of some rows and where it is
    /// in doubt nowhere.
    @inline(__always)
    func withLast(_ body: ((Int) -> UInt16) -> Void) {
      let (count, isDescending) = (UInt16(count), isDescending)
      reached.low.withUnsafeBufferPointer { reached in
        body { isDescending ? count &- reached[$0] : reached[$0] }
      }
    }

    /// From which place on the comparison is in doubt for a row, and from which it is as at the last place.
    func turn(of row: Int) -> (doubt: Int, last: Int) {
      if reached.unknown?.contains(row) == true { return (0, count) }
      let low = Int(reached.low[row])
      let high = reached.high.map { Int($0[row]) } ?? low
      return isDescending ? (count - high, count - low) : (low, high)
    }
  }

  /// The turns of all records, with places along which the condition holds for more and more of them, or for fewer.
  func turns(growing: Bool) -> Turns {
    let ordered = Array(Set(thresholds)).sorted()
    let count = ordered.count
    // Towards higher thresholds ever more records fall below.
    let grows = isBelow != (shape.isFalling ?? false)
    let isDescending = grows != growing
    let places = Dictionary(uniqueKeysWithValues: zip(ordered, 0..<count))
    let holds = shape.truth(moving: .always)
    let fails = shape.truth(moving: .never)
    let doubt = shape.truth(moving: .doubtful)
    // At the lowest threshold a comparison from below fails, and one from above holds.
    let failsFirst = isBelow != isDescending
    return Turns(
      count: count,
      places: thresholds.map { threshold in
        let place = places[threshold] ?? 0
        return isDescending ? count - 1 - place : place
      }, condition: failsFirst ? (fails, doubt, holds) : (holds, doubt, fails), ladder: ThresholdLadder(ordered),
      numbers: numbers, isDescending: isDescending)
  }

  // MARK: What moves

  private static func shape(
    _ variants: [TypedExpression], _ list: Int, _ evaluator: Evaluator, _ comparison: inout Comparison?
  ) throws -> Shape? {
    guard let first = variants.first else { return nil }
    if variants.allSatisfy({ $0 == first }) { return .fixed(try evaluator.truth(first, over: list)) }
    switch first.kind {
    case .not:
      let inner = variants.compactMap { if case .not(let inner) = $0.kind { inner } else { nil } }
      guard inner.count == variants.count else { return nil }
      return try shape(inner, list, evaluator, &comparison).map { .not($0) }
    case .and:
      let parts = variants.compactMap { if case .and(let left, let right) = $0.kind { (left, right) } else { nil } }
      guard parts.count == variants.count else { return nil }
      guard let left = try shape(parts.map(\.0), list, evaluator, &comparison),
        let right = try shape(parts.map(\.1), list, evaluator, &comparison)
      else { return nil }
      return .and(left, right)
    case .or:
      let parts = variants.compactMap { if case .or(let left, let right) = $0.kind { (left, right) } else { nil } }
      guard parts.count == variants.count else { return nil }
      guard let left = try shape(parts.map(\.0), list, evaluator, &comparison),
        let right = try shape(parts.map(\.1), list, evaluator, &comparison)
      else { return nil }
      return .or(left, right)
    case .compare:
      guard comparison == nil else { return nil }
      comparison = try moving(variants, evaluator)
      return comparison == nil ? nil : .moving
    default:
      return nil
    }
  }

  /// The comparison that variants have in common, with the bounds in which they differ.
  private static func moving(_ variants: [TypedExpression], _ evaluator: Evaluator) throws -> Comparison? {
    let parts = variants.compactMap {
      if case .compare(let sign, let left, let right) = $0.kind { (sign: sign, left: left, right: right) } else { nil }
    }
    guard parts.count == variants.count, let first = parts.first, first.sign.hasThreshold,
      parts.allSatisfy({ $0.sign == first.sign })
    else { return nil }
    func bounds(_ expressions: [TypedExpression]) throws -> [Value] {
      try expressions.map { try evaluator.value(of: $0).headline }
    }
    if parts.allSatisfy({ $0.left == first.left && $0.right.isConstant }), first.left.hasThreshold {
      return Comparison(subject: first.left, sign: first.sign, bounds: try bounds(parts.map(\.right)))
    }
    if parts.allSatisfy({ $0.right == first.right && $0.left.isConstant }), first.right.hasThreshold {
      return Comparison(subject: first.right, sign: first.sign.turned, bounds: try bounds(parts.map(\.left)))
    }
    return nil
  }

  /// The least whole number of a column's unit that is not below a bound, or that is above it; nil for a bound that is
  /// unknown or past what 64 bits hold.
  private static func threshold(_ sign: BinaryOperator, _ bound: Value, places: Int) -> Int64? {
    let scaled: Fraction
    switch bound {
    case .money(let fen): scaled = Fraction(fen)
    case .date(let date): scaled = Fraction(date.dayNumber)
    case .month(let month): scaled = Fraction(month.monthNumber)
    default:
      guard let number = bound.number, let power = try? Fraction.power(ofTen: places),
        let product = try? number * power
      else { return nil }
      scaled = product
    }
    let (quotient, remainder) = scaled.numerator.quotientAndRemainder(dividingBy: scaled.denominator)
    let floor = remainder < 0 ? quotient - 1 : quotient
    // From `x >= b` and `x < b` on, the bound itself reaches; past `x > b` and `x <= b` it doesn't.
    let includesBound = sign == .greaterOrEqual || sign == .less
    return Int64(exactly: scaled.isWhole && includesBound ? floor : floor + 1)
  }
}

extension BinaryOperator {
  /// Whether it turns at most once as one side grows.
  fileprivate var hasThreshold: Bool {
    switch self {
    case .less, .lessOrEqual, .greater, .greaterOrEqual: true
    default: false
    }
  }

  /// The comparison with its sides exchanged.
  fileprivate var turned: BinaryOperator {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    default: self
    }
  }
}

extension TypedExpression {
  /// Whether it is a number, a day or a month that differs from row to row.
  fileprivate var hasThreshold: Bool {
    switch type {
    case .integer?, .decimal?, .percentage?, .money?, .date?, .month?: !isConstant
    default: false
    }
  }
}
