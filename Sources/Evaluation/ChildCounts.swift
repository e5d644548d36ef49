import Language
import Tables
import Values

/// For each row of a list, how many of the rows that belong to it take part: surely, and perhaps.
struct ChildCounts: NumberKernel {
  let links: ChildLinks
  /// Which rows of the other list take part.
  let part: TruthPlanes
  var places: Int { 0 }

  func numbers(_ rows: Range<Int>) -> NumberVector {
    var low = [Int64](repeating: 0, count: rows.count)
    guard !part.unknown.isEmpty else {
      count(rows, part.yes, nil) { row, sure, _ in low[row] = Int64(sure) }
      return NumberVector(low: low, places: 0)
    }
    var high = low
    count(rows, part.yes, part.unknown) { row, sure, open in
      low[row] = Int64(sure)
      high[row] = Int64(sure + open)
    }
    return NumberVector(low: low, high: low == high ? nil : high, unknown: nil, places: 0)
  }

  /// Where the counts compare with a number, without writing them down.
  func truth(_ rows: Range<Int>, _ sign: BinaryOperator, _ threshold: Int64) -> TruthPlanes {
    // No count is less than nothing, and none is more than there are links.
    let number = UInt32(clamping: min(max(threshold, -1), Int64(links.rows.count) + 1) + 1)
    let isExact = part.unknown.isEmpty
    return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: rows.count * 2) { counts in
      let lower = UnsafeMutableBufferPointer(rebasing: counts[..<rows.count])
      let upper = isExact ? lower : UnsafeMutableBufferPointer(rebasing: counts[rows.count...])
      // Counts and the number are both one more than they are, so that -1 has a place too.
      count(rows, part.yes, isExact ? nil : part.unknown) { row, sure, open in
        lower[row] = sure &+ 1
        if !isExact { upper[row] = sure &+ open &+ 1 }
      }
      let (low, high) = (UnsafeBufferPointer(lower), UnsafeBufferPointer(upper))
      let sure: Bitmap
      let possible: Bitmap
      switch sign {
      case .less: (sure, possible) = (packedBits(high) { $0 < number }, packedBits(low) { $0 < number })
      case .lessOrEqual: (sure, possible) = (packedBits(high) { $0 <= number }, packedBits(low) { $0 <= number })
      case .greater: (sure, possible) = (packedBits(low) { $0 > number }, packedBits(high) { $0 > number })
      case .greaterOrEqual: (sure, possible) = (packedBits(low) { $0 >= number }, packedBits(high) { $0 >= number })
      default:
        let overlapping = packedBits(low) { $0 <= number } & packedBits(high) { $0 >= number }
        let equal = packedBits(low) { $0 == number } & packedBits(high) { $0 == number }
        (sure, possible) = sign == .equal ? (equal, overlapping) : (~overlapping, ~equal)
      }
      return TruthPlanes(yes: sure, unknown: possible.subtracting(sure))
    }
  }

  /// Counts row by row. The marks of the rows that belong to some rows are put side by side first, so that those of one
  /// row are bits of a word or two; where the file has them in that order they are already.
  @inline(__always)
  private func count(
    _ rows: Range<Int>, _ yes: Bitmap, _ unknown: Bitmap?, _ body: (Int, UInt32, UInt32) -> Void
  ) {
    precondition(rows.lowerBound >= 0 && rows.upperBound < links.offsets.count, "rows without links")
    links.offsets.withUnsafeBufferPointer { offsets in
      let first = Int(offsets[rows.lowerBound])
      let end = Int(offsets[rows.upperBound])
      marks(of: yes, first..<end) { yes in
        func each(_ unknown: UnsafeBufferPointer<UInt64>?) {
          var start = 0
          for row in 0..<rows.count {
            let next = Int(offsets[rows.lowerBound &+ row &+ 1]) &- first
            let sure = ChildCounts.population(of: yes, start, next)
            body(row, sure, unknown.map { ChildCounts.population(of: $0, start, next) } ?? 0)
            start = next
          }
        }
        if let unknown { marks(of: unknown, first..<end) { each($0) } } else { each(nil) }
      }
    }
  }

  /// The marks of some linked rows side by side, from the first bit of a word, with two words to spare: one for a row at the very end that has none.
  @inline(__always)
  private func marks(of set: Bitmap, _ places: Range<Int>, _ body: (UnsafeBufferPointer<UInt64>) -> Void) {
    precondition(places.lowerBound >= 0 && places.upperBound <= links.rows.count, "links past the end")
    precondition(links.end <= set.count, "links to rows that are not there")
    let wordCount = Bitmap.wordCount(for: places.count) + 2
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: wordCount) { marks in
      set.words.withUnsafeBufferPointer { words in
        links.rows.withUnsafeBufferPointer { linked in
          for index in 0..<wordCount {
            let from = places.lowerBound &+ index &* 64
            let count = min(64, places.upperBound &- from)
            var bits: UInt64 = 0
            if count > 0, links.isInOrder {
              let shift = UInt64(from & 63)
              let next = (from &>> 6) &+ 1
              bits = words[from &>> 6] &>> shift
              if shift > 0, next < words.count { bits |= words[next] &<< (64 &- shift) }
            } else if count > 0 {
              for bit in 0..<count {
                let row = Int(linked[from &+ bit])
                bits |= ((words[row &>> 6] &>> UInt64(row & 63)) & 1) &<< UInt64(bit)
              }
            }
            marks[index] = bits
          }
        }
      }
      body(UnsafeBufferPointer(marks))
    }
  }

  /// How many bits are set from one place to another; there are two words past them all.
  @inline(__always)
  private static func population(of words: UnsafeBufferPointer<UInt64>, _ start: Int, _ end: Int) -> UInt32 {
    let index = start &>> 6
    let shift = UInt64(start & 63)
    let count = end &- start
    if count <= 64 {
      let low = words[index] &>> shift
      // Shifting twice keeps a shift by 64 from being one by nothing.
      let high = (words[index &+ 1] &<< 1) &<< (63 &- shift)
      let kept = count == 64 ? UInt64.max : (1 &<< UInt64(count)) &- 1
      return UInt32(truncatingIfNeeded: ((low | high) & kept).nonzeroBitCount)
    }
    var sum = (words[index] &>> shift).nonzeroBitCount
    var place = (index &+ 1) &* 64
    while place &+ 64 <= end {
      sum &+= words[place &>> 6].nonzeroBitCount
      place &+= 64
    }
    if place < end { sum &+= (words[place &>> 6] & ((1 &<< UInt64(end &- place)) &- 1)).nonzeroBitCount }
    return UInt32(truncatingIfNeeded: sum)
  }
}

/// Whether the counts of the rows that belong to a row compare with a number.
struct ChildCountThreshold: TruthKernel {
  let counts: ChildCounts
  let sign: BinaryOperator
  let threshold: Int64

  func truth(_ rows: Range<Int>) -> TruthPlanes { counts.truth(rows, sign, threshold) }
}
