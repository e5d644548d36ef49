/// Random numbers by their place instead of by their turn: what one cell draws depends on the seed, the record and the
/// column alone, so that records can be made in any order, by any number of threads, and made again when another list
/// asks for them.
enum Draw {
  private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// The number at a place of a seed's sequence (SplitMix64: Steele, Lea, Flood 2014).
  @inline(__always)
  static func at(_ place: Int, of seed: UInt64) -> UInt64 {
    var z = seed &+ UInt64(truncatingIfNeeded: place &+ 1) &* step
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number below `count`, each as likely; `count` must be positive.
  @inline(__always)
  static func below(_ count: UInt64, from bits: UInt64) -> UInt64 { bits.multipliedFullWidth(by: count).high }

  /// A seed for one purpose: what is drawn for it never shifts what is drawn for another.
  static func seed(_ seed: UInt64, for purpose: String) -> UInt64 {
    let hash = purpose.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    return at(0, of: seed &* step ^ hash)
  }
}

/// The numbers from 0 to `count` − 1, each once, in an order that looks like none.
struct Scattering: Sendable {
  let count: UInt64
  private let factor: UInt64
  private let offset: UInt64

  /// An order that a seed decides; `count` must be positive and below 2³².
  init(count: UInt64, seed: UInt64) {
    self.count = count
    // About the golden section apart, so that neighbours come from far away.
    var factor = max(1, count / 1000 * 618 + Draw.below(max(1, count / 100), from: Draw.at(0, of: seed)))
    while Scattering.greatestCommonDivisor(factor, count) != 1 { factor += 1 }
    self.factor = factor % count
    offset = Draw.below(count, from: Draw.at(1, of: seed))
  }

  /// The number at a place.
  func callAsFunction(_ place: UInt64) -> UInt64 { (place * factor + offset) % count }

  private static func greatestCommonDivisor(_ left: UInt64, _ right: UInt64) -> UInt64 {
    right == 0 ? left : greatestCommonDivisor(right, left % right)
  }
}
