import Language
import Tables

/// Numbers of a list's rows in the narrowest type that holds them, as counts of children are small.
///
/// They take an eighth of the room of what they were computed as, and are compared where they are.
struct NarrowNumbers: Keepable, NumberKernel {
  private enum Storage {
    case bytes(Ends<UInt8>)
    case shorts(Ends<UInt16>)
    case words(Ends<Int32>)
    case whole(Ends<Int64>)
  }

  /// The lower ends, and the upper ends where some number is in doubt.
  struct Ends<Number: FixedWidthInteger & BitwiseCopyable & Sendable>: Sendable {
    let low: [Number]
    let high: [Number]?

    fileprivate init?(_ vector: NumberVector, within range: ClosedRange<Int64>) {
      guard range.lowerBound >= Int64(Number.min), range.upperBound <= Int64(Number.max) else { return nil }
      low = vector.low.map { Number(truncatingIfNeeded: $0) }
      high = vector.high?.map { Number(truncatingIfNeeded: $0) }
    }

    fileprivate var byteCount: Int {
      (low.capacity + (high?.capacity ?? 0)) * MemoryLayout<Number>.stride + 64
    }

    fileprivate func numbers(_ rows: Range<Int>, unknown: Bitmap?, places: Int) -> NumberVector {
      NumberVector(
        low: low[rows].map { Int64($0) }, high: high.map { $0[rows].map { Int64($0) } },
        unknown: unknown?.slice(rows), places: places)
    }

    /// The comparison with a number; nil where the type can't hold it.
    fileprivate func threshold(_ sign: BinaryOperator, _ number: Int64, unknown: Bitmap?) -> (any TruthKernel)? {
      Number(exactly: number).map { NarrowThreshold(ends: self, unknown: unknown, sign: sign, threshold: $0) }
    }
  }

  private let storage: Storage
  /// The rows whose number is unknown; nil when none is.
  let unknown: Bitmap?
  let places: Int

  init(_ vector: NumberVector) {
    (unknown, places) = (vector.unknown, vector.places)
    var (least, most) = (Int64(0), Int64(0))
    for number in vector.low { least = min(least, number) }
    for number in vector.upper { most = max(most, number) }
    let range = least...max(least, most)
    if let ends = Ends<UInt8>(vector, within: range) {
      storage = .bytes(ends)
    } else if let ends = Ends<UInt16>(vector, within: range) {
      storage = .shorts(ends)
    } else if let ends = Ends<Int32>(vector, within: range) {
      storage = .words(ends)
    } else {
      storage = .whole(Ends(whole: vector))
    }
  }

  var byteCount: Int {
    let bitmap = unknown?.heldBytes ?? 0
    return switch storage {
    case .bytes(let ends): bitmap + ends.byteCount
    case .shorts(let ends): bitmap + ends.byteCount
    case .words(let ends): bitmap + ends.byteCount
    case .whole(let ends): bitmap + ends.byteCount
    }
  }

  func numbers(_ rows: Range<Int>) -> NumberVector {
    switch storage {
    case .bytes(let ends): ends.numbers(rows, unknown: unknown, places: places)
    case .shorts(let ends): ends.numbers(rows, unknown: unknown, places: places)
    case .words(let ends): ends.numbers(rows, unknown: unknown, places: places)
    case .whole(let ends): ends.numbers(rows, unknown: unknown, places: places)
    }
  }

  /// All rows' numbers, as wide as numbers are elsewhere.
  var vector: NumberVector {
    let count =
      switch storage {
      case .bytes(let ends): ends.low.count
      case .shorts(let ends): ends.low.count
      case .words(let ends): ends.low.count
      case .whole(let ends): ends.low.count
      }
    return numbers(0..<count)
  }

  /// The comparison with a number, on the numbers as they are stored; nil where they can't hold it.
  func threshold(_ sign: BinaryOperator, _ number: Int64) -> (any TruthKernel)? {
    switch storage {
    case .bytes(let ends): ends.threshold(sign, number, unknown: unknown)
    case .shorts(let ends): ends.threshold(sign, number, unknown: unknown)
    case .words(let ends): ends.threshold(sign, number, unknown: unknown)
    case .whole(let ends): ends.threshold(sign, number, unknown: unknown)
    }
  }
}

extension NarrowNumbers.Ends where Number == Int64 {
  fileprivate init(whole vector: NumberVector) { (low, high) = (vector.low, vector.high) }
}

/// Whether numbers, each with its ends, compare with one number.
private struct NarrowThreshold<Number: FixedWidthInteger & BitwiseCopyable & Sendable>: TruthKernel {
  let ends: NarrowNumbers.Ends<Number>
  let unknown: Bitmap?
  let sign: BinaryOperator
  let threshold: Number

  func truth(_ rows: Range<Int>) -> TruthPlanes {
    let high = ends.high ?? ends.low
    let sure: Bitmap
    let possible: Bitmap
    switch sign {
    case .less, .lessOrEqual:
      sure = passing(high, rows)
      possible = ends.high == nil ? sure : passing(ends.low, rows)
    case .greater, .greaterOrEqual:
      sure = passing(ends.low, rows)
      possible = ends.high == nil ? sure : passing(high, rows)
    default:
      let equal = passing(ends.low, rows, .equal) & passing(high, rows, .equal)
      let overlapping = passing(ends.low, rows, .lessOrEqual) & passing(high, rows, .greaterOrEqual)
      (sure, possible) = sign == .equal ? (equal, overlapping) : (~overlapping, ~equal)
    }
    let unknown = unknown?.slice(rows)
    let yes = sure.without(unknown)
    return TruthPlanes(yes: yes, unknown: (unknown.map { possible | $0 } ?? possible).subtracting(yes))
  }

  // A kernel is called by its protocol: without being told, the compiler leaves it as it is for any number.
  @specialized(where Number == UInt8)
  @specialized(where Number == UInt16)
  @specialized(where Number == Int32)
  @specialized(where Number == Int64)
  private func passing(_ numbers: [Number], _ rows: Range<Int>, _ other: BinaryOperator? = nil) -> Bitmap {
    let threshold = threshold
    return numbers.withUnsafeBufferPointer { numbers in
      let numbers = UnsafeBufferPointer(rebasing: numbers[rows])
      return switch other ?? sign {
      case .less: packedBits(numbers) { $0 < threshold }
      case .lessOrEqual: packedBits(numbers) { $0 <= threshold }
      case .greater: packedBits(numbers) { $0 > threshold }
      case .greaterOrEqual: packedBits(numbers) { $0 >= threshold }
      default: packedBits(numbers) { $0 == threshold }
      }
    }
  }
}
