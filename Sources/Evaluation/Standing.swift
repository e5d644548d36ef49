import Tables

/// Three nested sets of a list's rows: those that surely stand, that stand in the headline, that may stand.
public struct Standing: Sendable, Hashable {
  /// Rows that stand however the unknown facts turn out.
  public var low: Bitmap
  /// Rows that stand in the conservative reading.
  public var headline: Bitmap
  /// Rows that stand if some unknown facts turn out so.
  public var high: Bitmap

  /// The sets, each a subset of the next.
  public init(low: Bitmap, headline: Bitmap, high: Bitmap) {
    self.low = low
    self.headline = headline
    self.high = high
  }

  /// Rows without doubt.
  public init(_ rows: Bitmap) { self.init(low: rows, headline: rows, high: rows) }

  /// Rows in both.
  public static func & (left: Standing, right: Standing) -> Standing {
    let headline = left.headline & right.headline
    return Standing(
      low: left.low == left.headline && right.low == right.headline ? headline : left.low & right.low,
      headline: headline,
      high: left.high == left.headline && right.high == right.headline ? headline : left.high & right.high)
  }

  /// The rows for which a condition holds: in doubt, they are no part of the headline.
  public func keeping(_ condition: TruthPlanes) -> Standing {
    let least = low & condition.yes
    return Standing(
      low: least, headline: headline == low ? least : headline & condition.yes,
      high: high & (condition.yes | condition.unknown))
  }

  /// The rows left when those for which a condition holds are taken: in doubt, they stay in the headline.
  public func taking(_ condition: TruthPlanes) -> Standing {
    let sure = condition.yes
    let left = headline.subtracting(sure)
    return Standing(
      low: low.subtracting(sure | condition.unknown), headline: left,
      high: high == headline ? left : high.subtracting(sure))
  }

  /// The rows that stand when those that exist begin to wherever a condition holds: in doubt, they are no part of the
  /// headline.
  public func admitting(_ condition: TruthPlanes, of existing: Standing) -> Standing {
    let sure = condition.yes
    return Standing(
      low: low | (existing.low & sure), headline: headline | (existing.headline & sure),
      high: high | (existing.high & (sure | condition.unknown)))
  }

  /// Whether no row is in doubt.
  public var isExact: Bool { low == high }
}

/// The truth of a condition for each row, as two sets: where it is true and where it is unknown.
public struct TruthPlanes: Sendable, Hashable {
  /// Rows for which it is true.
  public var yes: Bitmap
  /// Rows for which it is unknown; none of them in `yes`.
  public var unknown: Bitmap

  /// The two sets over the same rows.
  public init(yes: Bitmap, unknown: Bitmap) {
    self.yes = yes
    self.unknown = unknown
  }

  /// The same truth for every row.
  public init(repeating truth: Bool?, count: Int) {
    yes = Bitmap(repeating: truth == true, count: count)
    unknown = Bitmap(repeating: truth == nil, count: count)
  }

  /// Rows for which it is false.
  public var no: Bitmap { ~(yes | unknown) }

  /// Kleene's negation.
  public static prefix func ! (planes: TruthPlanes) -> TruthPlanes {
    TruthPlanes(yes: planes.no, unknown: planes.unknown)
  }

  /// Kleene's conjunction.
  public static func & (left: TruthPlanes, right: TruthPlanes) -> TruthPlanes {
    left.combined(with: right) { left, right in
      let yes = left.yes & right.yes
      return (yes, (left.yes | left.unknown) & (right.yes | right.unknown) & ~yes)
    }
  }

  /// Kleene's disjunction.
  public static func | (left: TruthPlanes, right: TruthPlanes) -> TruthPlanes {
    left.combined(with: right) { left, right in
      let yes = left.yes | right.yes
      return (yes, (left.unknown | right.unknown) & ~yes)
    }
  }

  private typealias Words = (yes: UInt64, unknown: UInt64)

  /// Both sets at once, word by word.
  @inline(__always)
  private func combined(with other: TruthPlanes, _ operation: (Words, Words) -> Words) -> TruthPlanes {
    precondition(yes.count == other.yes.count && yes.count == unknown.count && yes.count == other.unknown.count)
    return TruthPlanes.made(count: yes.count) { result in
      yes.words.withUnsafeBufferPointer { yes in
        unknown.words.withUnsafeBufferPointer { unknown in
          other.yes.words.withUnsafeBufferPointer { otherYes in
            other.unknown.words.withUnsafeBufferPointer { otherUnknown in
              for index in yes.indices {
                let words = operation((yes[index], unknown[index]), (otherYes[index], otherUnknown[index]))
                result.yes[index] = words.yes
                result.unknown[index] = words.unknown
              }
            }
          }
        }
      }
    }
  }

  /// The truth of parts that follow one another, each but the last of whole words.
  init(joining parts: [TruthPlanes], count: Int) {
    self.init(
      yes: Bitmap(words: parts.flatMap(\.yes.words), count: count),
      unknown: Bitmap(words: parts.flatMap(\.unknown.words), count: count))
  }

  /// Words of both sets that are still to be written.
  struct Room {
    let yes: UnsafeMutableBufferPointer<UInt64>
    let unknown: UnsafeMutableBufferPointer<UInt64>
  }

  /// The truth whose words the body writes, all of them.
  @inline(__always)
  static func made(count: Int, _ body: (Room) throws -> Void) rethrows -> TruthPlanes {
    let wordCount = Bitmap.wordCount(for: count)
    var unknownWords: [UInt64] = []
    let yesWords = try [UInt64](unsafeUninitializedCapacity: wordCount) { yes, filled in
      unknownWords = try [UInt64](unsafeUninitializedCapacity: wordCount) { unknown, filled in
        try body(Room(yes: yes, unknown: unknown))
        filled = wordCount
      }
      filled = wordCount
    }
    return TruthPlanes(
      yes: Bitmap(words: yesWords, count: count), unknown: Bitmap(words: unknownWords, count: count))
  }
}

extension TruthPlanes {
  /// Where rows stand, as a condition: unknown for those that only may.
  public init(_ standing: Standing) {
    self.init(yes: standing.low, unknown: standing.high.subtracting(standing.low))
  }
}
