import Evaluation
import Language
import Tables
import Values

/// Entities grouped by what it takes to free them, so that the value of any selection of measures is one pass over the
/// groups.
///
/// A record is known by its mask: the options that take it, one bit each. An entity is out when each of its records is
/// taken by some chosen option, so it is known by the masks of its records; of those only the smallest matter. It holds
/// where no measure looks at what another writes.
struct ReachTabulation: Sendable {
  typealias Mask = UInt64

  /// Whether an entity is counted by one of the counts that are added up.
  struct Part: Sendable, Hashable {
    /// The masks of the records that surely stand, against options that may take them; nil where none does.
    let low: [Mask]?
    /// Those of the headline, against options that surely take them.
    let headline: [Mask]?
    /// Those that may stand, against options that surely take them.
    let high: [Mask]?
    /// How much it counts.
    let weight: Int64

    subscript(reading: Reading) -> [Mask]? {
      switch reading {
      case .low: low
      case .headline: headline
      case .high: high
      }
    }

    func count(_ reading: Reading, after exits: Mask) -> Int64 {
      guard let masks = self[reading], masks.contains(where: { $0 & exits == 0 }) else { return 0 }
      return weight
    }
  }

  /// What is alike in all entities of a group.
  struct Kind: Sendable, Hashable {
    let parts: [Part]
    /// The options that surely strike it, and those that may.
    let strikes: (sure: Mask, possible: Mask)
    /// How much it is of the whole.
    let whole: RangedCount

    static func == (left: Kind, right: Kind) -> Bool {
      left.parts == right.parts && left.strikes == right.strikes && left.whole == right.whole
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(parts)
      hasher.combine(strikes.sure)
      hasher.combine(strikes.possible)
      hasher.combine(whole)
    }

    /// The options that bear on it.
    var options: Mask {
      parts.reduce(strikes.possible) { mask, part in
        [part.low, part.headline, part.high].reduce(mask) { $0 | ($1 ?? []).reduce(0, |) }
      }
    }
  }

  /// A group.
  struct Group: Sendable {
    let kind: Kind
    var size: Int64
  }

  let balance: GoalBalance
  let optionCount: Int
  let groups: [Group]
  /// What nobody in a group adds to the whole.
  let remainder: RangedCount

  // MARK: One group

  /// The excess of an entity of some kind after exits and strikes, at its greatest or least.
  func excess(_ kind: Kind, exits: Mask, strikes: Mask, _ reading: Reading) -> Int128 {
    guard kind.strikes.sure & strikes == 0 else { return 0 }
    func counted(_ reading: Reading) -> Int64 { kind.parts.reduce(0) { $0 + $1.count(reading, after: exits) } }
    switch reading {
    case .headline: return balance.excess(counted(.headline), of: kind.whole.headline)
    case .high:
      let most = balance.excess(counted(.high), of: balance.numerator < 0 ? kind.whole.high : kind.whole.low)
      return kind.strikes.possible & strikes == 0 ? most : max(0, most)
    case .low:
      let least = balance.excess(counted(.low), of: balance.numerator < 0 ? kind.whole.low : kind.whole.high)
      return kind.strikes.possible & strikes == 0 ? least : min(0, least)
    }
  }

  /// How much an entity of some kind counts after some options.
  func count(_ kind: Kind, after chosen: Mask, _ reading: Reading) -> Int64 {
    let strikes = reading == .low ? kind.strikes.possible : kind.strikes.sure
    guard strikes & chosen == 0 else { return 0 }
    return kind.parts.reduce(0) { $0 + $1.count(reading, after: chosen) }
  }

  // MARK: A selection

  /// The excess of all after some options, in one reading.
  func excess(after chosen: Mask, _ reading: Reading) -> Int128 {
    groups.reduce(constant(reading)) {
      $0 + Int128($1.size) * excess($1.kind, exits: chosen, strikes: chosen, reading)
    }
  }

  /// The part of the excess that no option changes.
  func constant(_ reading: Reading) -> Int128 {
    // The fewer there are in the whole, the higher the share.
    switch reading {
    case .headline: balance.excess(0, of: remainder.headline)
    case .high: balance.excess(0, of: balance.numerator < 0 ? remainder.high : remainder.low)
    case .low: balance.excess(0, of: balance.numerator < 0 ? remainder.low : remainder.high)
    }
  }

  /// What becomes of the count when some options run.
  func outcome(of chosen: [Int]) -> ReachOutcome {
    let mask = chosen.reduce(Mask(0)) { $0 | 1 << Mask($1) }
    func counted(_ mask: Mask, _ reading: Reading) -> Int64 {
      groups.reduce(0) { $0 + $1.size * count($1.kind, after: mask, reading) }
    }
    func whole(_ reading: Reading, _ value: Int64) -> Int64 {
      groups.reduce(value) { sum, group in
        let strikes = reading == .low ? group.kind.strikes.possible : group.kind.strikes.sure
        return strikes & mask == 0 ? sum + group.size * group.kind.whole[reading] : sum
      }
    }
    var prefix = Mask(0)
    var previous = counted(0, .headline)
    let exits = chosen.map { option in
      prefix |= 1 << Mask(option)
      let now = counted(prefix, .headline)
      defer { previous = now }
      return previous - now
    }
    func work(_ reading: Reading) -> [ReachWorkload.Item] {
      groups.compactMap { group in
        let leaving = count(group.kind, after: 0, reading) - count(group.kind, after: mask, reading)
        let options = group.kind.options & mask
        return leaving > 0 ? .init(options: options, entities: leaving * group.size) : nil
      }
    }
    let verdict: Truth =
      balance.isMet(excess(after: mask, .high))
      ? .yes : balance.isMet(excess(after: mask, .low)) ? .unknown : .no
    return ReachOutcome(
      chosen: chosen,
      counted: RangedCount(low: counted(mask, .low), headline: counted(mask, .headline), high: counted(mask, .high)),
      whole: RangedCount(
        low: whole(.low, remainder.low), headline: whole(.headline, remainder.headline),
        high: whole(.high, remainder.high)),
      verdict: verdict, isMetInHeadline: balance.isMet(excess(after: mask, .headline)), exits: exits,
      work: [.low: work(.low), .headline: work(.headline), .high: work(.high)])
  }
}
