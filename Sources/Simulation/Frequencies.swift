import Synchronization
import Tables
import Values

/// How often each number below a bound occurs among some.
///
/// Equal numbers often stand side by side, and adding to one place twice in a row waits for the first addition: four
/// places a number are filled in turn.
/// - Parameters:
///   - numbers: The numbers.
///   - bound: The bound. Every number is at least 0 and below it.
///   - others: Places of numbers that are not counted.
/// - Returns: A number for each number below the bound.
func frequencies<Number: FixedWidthInteger & BitwiseCopyable & Sendable>(
  of numbers: [Number], below bound: Int, without others: Bitmap
) -> [Int64] {
  precondition(others.count == numbers.count, "other places")
  let stripes = max(1, min(Threads.count, numbers.count / fewestNumbers))
  let totals = Mutex([Int64](repeating: 0, count: bound))
  let wordCount = others.words.count
  Threads.perform(stripes) { stripe in
    var lanes = [Int64](repeating: 0, count: 4 * bound)
    lanes.withUnsafeMutableBufferPointer { lanes in
      numbers.withUnsafeBufferPointer { numbers in
        others.words.withUnsafeBufferPointer { words in
          for position in wordCount * stripe / stripes..<wordCount * (stripe + 1) / stripes {
            let first = position &<< 6
            let count = min(64, numbers.count - first)
            var left = ~words[position] & UInt64.max &>> UInt64(64 - count)
            while left != 0 {
              let bit = left.trailingZeroBitCount
              left &= left &- 1
              let place = Int(truncatingIfNeeded: numbers[first &+ bit])
              precondition(place >= 0 && place < bound, "a number past the bound")
              lanes[(bit & 3) &* bound &+ place] &+= 1
            }
          }
        }
      }
    }
    totals.withLock { totals in
      for place in 0..<bound {
        totals[place] += lanes[place] + lanes[place + bound] + lanes[place + 2 * bound] + lanes[place + 3 * bound]
      }
    }
  }
  return totals.withLock { $0 }
}

/// Numbers below which a second thread costs more than it saves.
private let fewestNumbers = 1 << 17
