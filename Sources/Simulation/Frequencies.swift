/// How often each number below a bound occurs among some.
///
/// Equal numbers often stand side by side, and adding to one place twice in a row waits for the first addition: four
/// places a number are filled in turn.
/// - Precondition: Every number is at least 0 and below the bound.
func frequencies<Number: FixedWidthInteger & BitwiseCopyable>(of numbers: [Number], below bound: Int) -> [Int64] {
  var lanes = [Int64](repeating: 0, count: 4 * bound)
  lanes.withUnsafeMutableBufferPointer { lanes in
    numbers.withUnsafeBufferPointer { numbers in
      for index in numbers.indices {
        let place = Int(numbers[index])
        precondition(place >= 0 && place < bound, "a number past the bound")
        lanes[(index & 3) &* bound &+ place] &+= 1
      }
    }
  }
  return (0..<bound).map { lanes[$0] + lanes[$0 + bound] + lanes[$0 + 2 * bound] + lanes[$0 + 3 * bound] }
}
