/// A small generator of random numbers whose sequence depends on its seed alone (Steele, Lea, Flood 2014).
///
/// The standard library's shuffles and ranges may change between versions; these don't, so that a seed gives the same
/// bytes on every machine.
struct SplitMix64: Sendable {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  /// A stream of its own for one purpose: what one list draws never shifts what another draws.
  init(seed: UInt64, stream: String) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in stream.utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    state = seed &* 0x9E37_79B9_7F4A_7C15 ^ hash
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number from 0 up to, not including, `bound`, which must be positive.
  mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "a bound must be positive")
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.upperBound - range.lowerBound + 1)
  }

  /// True `permille` times in a thousand.
  mutating func chance(_ permille: Int) -> Bool {
    below(1000) < permille
  }

  mutating func pick<Value>(_ values: [Value]) -> Value {
    values[below(values.count)]
  }

  /// A value drawn by its weight.
  mutating func pick<Value>(_ weighted: KeyValuePairs<Value, Int>) -> Value {
    var rest = below(weighted.reduce(0) { $0 + $1.value })
    for (value, weight) in weighted {
      if rest < weight { return value }
      rest -= weight
    }
    preconditionFailure("the weights add up to more than was drawn")
  }

  mutating func shuffled<Value>(_ values: [Value]) -> [Value] {
    var values = values
    for last in stride(from: values.count - 1, to: 0, by: -1) {
      values.swapAt(last, below(last + 1))
    }
    return values
  }

  /// Different places in a sequence of `count`, in random order.
  mutating func places(_ wanted: Int, of count: Int) -> [Int] {
    Array(shuffled(Array(0..<count)).prefix(wanted))
  }
}
