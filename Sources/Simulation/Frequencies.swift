import Synchronization
import Values

/// How often each number below a bound occurs among some.
///
/// Equal numbers often stand side by side, and adding to one place twice in a row waits for the first addition: four
/// places a number are filled in turn.
/// - Precondition: Every number is at least 0 and below the bound.
func frequencies<Number: FixedWidthInteger & BitwiseCopyable & Sendable>(
  of numbers: [Number], below bound: Int
) -> [Int64] {
  let stripes = max(1, min(Threads.count, numbers.count / fewestNumbers))
  let totals = Mutex([Int64](repeating: 0, count: bound))
  Threads.perform(stripes) { stripe in
    let part = numbers.count * stripe / stripes..<numbers.count * (stripe + 1) / stripes
    var lanes = [Int64](repeating: 0, count: 4 * bound)
    lanes.withUnsafeMutableBufferPointer { lanes in
      numbers.withUnsafeBufferPointer { numbers in
        for index in part {
          let place = Int(numbers[index])
          precondition(place >= 0 && place < bound, "a number past the bound")
          lanes[(index & 3) &* bound &+ place] &+= 1
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
