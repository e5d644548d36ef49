import Tables

/// Thresholds in ascending order, to find quickly how many of them a number reaches.
public struct ThresholdLadder: Sendable {
  private let thresholds: [Int64]
  /// For each stretch of numbers of one width, how many thresholds lie below it.
  private let starts: [UInt16]
  private let shift: Int64
  /// Whether no stretch holds more than one threshold.
  private let isFine: Bool

  /// A ladder of thresholds, each above the one before it.
  public init(_ thresholds: [Int64]) {
    self.thresholds = thresholds
    guard let first = thresholds.first, let last = thresholds.last else {
      (starts, shift, isFine) = ([], 0, true)
      return
    }
    let span = last.subtractingReportingOverflow(first)
    // A span past 64 bits is walked from its beginning.
    let shift: Int64 = span.overflow ? 63 : Int64(max(0, 52 - span.partialValue.leadingZeroBitCount))
    let stretches = span.overflow ? 1 : Int(span.partialValue >> shift) + 1
    var (starts, reached) = ([UInt16](), 0)
    for stretch in 0..<stretches {
      while reached < thresholds.count, span.overflow ? false : thresholds[reached] - first < Int64(stretch) << shift {
        reached += 1
      }
      starts.append(UInt16(reached))
    }
    starts.append(UInt16(thresholds.count))
    (self.starts, self.shift) = (starts, shift)
    isFine = zip(starts, starts.dropFirst()).allSatisfy { $1 - $0 <= 1 }
  }

  /// How many thresholds are not above a number.
  public func reached(by number: Int64) -> Int { withRungs { $0.reached(by: number) } }

  /// Writes how many thresholds the numbers of some rows reach.
  /// - Parameters:
  ///   - cells: The numbers of a stretch of rows that begins with a word.
  ///   - words: Which of them are looked at; a bit a row.
  ///   - isDescending: Whether it is told how many they don't reach instead.
  ///   - reached: Where it is written; other rows are left as they are.
  @inline(__always)
  func climb<Cell: FixedWidthInteger>(
    _ cells: UnsafeBufferPointer<Cell>, _ words: Slice<UnsafeBufferPointer<UInt64>>, isDescending: Bool = false,
    into reached: UnsafeMutableBufferPointer<UInt16>
  ) {
    let words = UnsafeBufferPointer(rebasing: words)
    precondition(reached.count >= cells.count && words.count == (cells.count + 63) / 64, "rows past the end")
    let count = UInt16(thresholds.count)
    withRungs { rungs in
      Bitmap.forEach(words, in: words.indices) { row in
        let found = UInt16(truncatingIfNeeded: rungs.reached(by: Int64(truncatingIfNeeded: cells[row])))
        reached[row] = isDescending ? count &- found : found
      }
    }
  }

  @inline(__always)
  private func withRungs<Result>(_ body: (Rungs) -> Result) -> Result {
    thresholds.withUnsafeBufferPointer { thresholds in
      starts.withUnsafeBufferPointer { starts in
        body(
          Rungs(
            thresholds: thresholds, starts: starts, first: thresholds.first ?? 0, shift: UInt64(shift),
            last: UInt64(max(0, starts.count - 2)), isFine: isFine))
      }
    }
  }

  /// The ladder laid open for many numbers.
  private struct Rungs {
    let thresholds: UnsafeBufferPointer<Int64>
    let starts: UnsafeBufferPointer<UInt16>
    let first: Int64
    let shift: UInt64
    /// The last stretch.
    let last: UInt64
    let isFine: Bool

    @inline(__always)
    func reached(by number: Int64) -> Int {
      guard !thresholds.isEmpty else { return 0 }
      // A number below the first threshold is looked for in the first stretch, one above the last in the last one: it is
      // not foreseen which numbers lie between. The distance of two numbers always fits without a sign.
      let distance = UInt64(bitPattern: max(number, first) &- first)
      let stretch = Int(truncatingIfNeeded: min(distance &>> shift, last))
      // Every stretch begins below a threshold at the latest where it ends.
      var reached = Int(starts[stretch])
      if isFine { return reached + (thresholds[reached] <= number ? 1 : 0) }
      var bound = Int(starts[stretch + 1])
      while reached < bound {
        let middle = (reached + bound) / 2
        if thresholds[middle] <= number { reached = middle + 1 } else { bound = middle }
      }
      return reached
    }
  }
}
