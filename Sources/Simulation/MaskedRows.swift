import Evaluation
import Tables

/// Rows of a list with rows of its own, each with the measures that take it, surely or perhaps.
struct MaskedRows: Sendable {
  /// Which records a measure is said to take, where that is in doubt for some.
  enum Reading: CaseIterable {
    /// Those that it surely takes.
    case sure
    /// Those that it may take.
    case possible
  }

  /// A measure, as a bit, and where it acts.
  typealias Taker = (bit: Int, rows: TruthPlanes)

  /// Where the rows stand in the list that is counted.
  let start: Int
  /// The rows that no measure may take.
  let free: Bitmap
  /// The rows that some measure may take.
  let taken: Bitmap
  /// For each combination of the measures that take records of the list, its mask.
  let masks: [UInt16]
  /// The words of all measures' sets side by side: one of each, then the next one of each.
  private let sure, possible: [UInt64]
  private let takerCount: Int

  /// So many combinations of all lists have room in a record.
  static let mostColumns = Int(UInt16.max) + 1

  init(_ rows: Bitmap, from start: Int, takers: [Taker]) {
    self.start = start
    takerCount = takers.count
    masks = (0..<1 << takers.count).map { combination in
      takers.indices.reduce(0) { combination >> $1 & 1 == 1 ? $0 | UInt16(takers[$1].bit) : $0 }
    }
    let possible = takers.map { $0.rows.unknown.isEmpty ? $0.rows.yes : $0.rows.yes | $0.rows.unknown }
    let all = possible.reduce(Bitmap(count: rows.count)) { $0 | $1 }
    taken = rows & all
    free = rows.subtracting(all)
    sure = MaskedRows.interleaved(takers.map(\.rows.yes), rows.words.count)
    self.possible =
      takers.allSatisfy { $0.rows.unknown.isEmpty } ? sure : MaskedRows.interleaved(possible, rows.words.count)
  }

  private static func interleaved(_ sets: [Bitmap], _ wordCount: Int) -> [UInt64] {
    [UInt64](unsafeUninitializedCapacity: sets.count * wordCount) { words, filled in
      for (position, set) in sets.enumerated() {
        set.words.withUnsafeBufferPointer { source in
          for index in source.indices { words[index * sets.count + position] = source[index] }
        }
      }
      filled = sets.count * wordCount
    }
  }

  /// Calls the body with the masks of the rows that some measure may take, as far as they are among some rows of the
  /// list that is counted.
  func forEach(in others: Bitmap, _ reading: Reading, _ body: (Int) -> Void) {
    let chosen = taken & others.slice(start..<start + taken.count)
    (reading == .sure ? sure : possible).withUnsafeBufferPointer { words in
      chosen.forEach { body(Int(masks[combination(of: $0, in: words)])) }
    }
  }

  /// Which measures take a row, as bits in their order.
  @inline(__always)
  private func combination(of row: Int, in words: UnsafeBufferPointer<UInt64>) -> Int {
    let (first, bit) = ((row &>> 6) &* takerCount, UInt64(truncatingIfNeeded: row & 63))
    precondition(row >= 0 && first &+ takerCount <= words.count, "a row past the end")
    var combination: UInt64 = 0
    for taker in 0..<takerCount { combination |= (words[first &+ taker] &>> bit & 1) &<< UInt64(taker) }
    return Int(truncatingIfNeeded: combination)
  }

  /// Writes records of the unsettled rows of a stretch that some measure may take: the combination that surely takes it
  /// and below that, in 16 bits, the one that may.
  /// - Parameters:
  ///   - stretch: The stretch, in words.
  ///   - unsettled: Which rows of the list that is counted are wanted.
  ///   - column: What is added to each combination, so that lists are told apart. The sum must have room in 16 bits.
  ///   - records: Where they are written: room for one a row.
  /// - Returns: How many there are.
  func write(
    _ stretch: Range<Int>, of unsettled: UnsettledRows, from column: Int,
    into records: UnsafeMutableBufferPointer<UInt64>
  ) -> Int {
    precondition(column + masks.count <= MaskedRows.mostColumns, "combinations past what a record holds")
    var count = 0
    unsettled.withWords(of: taken, from: start, in: stretch) { words, entities in
      sure.withUnsafeBufferPointer { sure in
        possible.withUnsafeBufferPointer { possible in
          withUnsafeTemporaryAllocation(byteCount: 128, alignment: 8) { combinations in
            for index in words.indices where words[index] != 0 {
              let takers =
                (stretch.lowerBound &+ index) &* takerCount..<(stretch.lowerBound &+ index &+ 1) &* takerCount
              let doubtful = MaskedRows.combine(
                UnsafeBufferPointer(rebasing: sure[takers]), UnsafeBufferPointer(rebasing: possible[takers]),
                into: combinations)
              Bitmap.forEach(words, in: index..<index &+ 1) { place in
                let bit = place & 63
                let surely = column &+ Int(combinations[bit]) &+ Int(combinations[64 &+ bit]) &<< 8
                let isDoubtful = doubtful &>> UInt64(truncatingIfNeeded: bit) & 1 == 1
                let row = stretch.lowerBound &* 64 &+ place
                let perhaps = isDoubtful ? column &+ combination(of: row, in: possible) : surely
                records[count] = EntityBlocks.record(
                  of: UInt32(bitPattern: entities[place]),
                  UInt32(truncatingIfNeeded: surely) &<< 16 | UInt32(truncatingIfNeeded: perhaps))
                count &+= 1
              }
            }
          }
        }
      }
    }
    return count
  }

  /// Writes which measures surely take each of 64 rows: a byte a row for the first eight measures, then one for the
  /// others.
  /// - Parameters:
  ///   - sure: A word of each measure.
  ///   - possible: The same of those that it may take.
  ///   - combinations: Where they are written: two bytes a row.
  /// - Returns: The rows of which it is in doubt which measures take them.
  @inline(__always)
  private static func combine(
    _ sure: UnsafeBufferPointer<UInt64>, _ possible: UnsafeBufferPointer<UInt64>,
    into combinations: UnsafeMutableRawBufferPointer
  ) -> UInt64 {
    precondition(sure.count <= 16 && combinations.count == 128, "measures past what two bytes hold")
    var doubtful: UInt64 = 0
    for taker in sure.indices { doubtful |= sure[taker] ^ possible[taker] }
    for half in 0..<2 {
      let takers = min(sure.count, 8 &* half)..<min(sure.count, 8 &* half &+ 8)
      for eight in 0..<8 {
        var bytes: UInt64 = 0
        for taker in takers { bytes |= spread(sure[taker] &>> UInt64(8 &* eight)) &<< UInt64(taker & 7) }
        combinations.storeBytes(of: bytes, toByteOffset: 64 &* half &+ 8 &* eight, as: UInt64.self)
      }
    }
    return doubtful
  }

  /// The lowest eight bits, each in a byte of its own.
  @inline(__always)
  private static func spread(_ bits: UInt64) -> UInt64 {
    // A copy in every byte, of which each keeps its own bit; adding moves it into the highest place.
    let kept = (bits & 0xFF) &* 0x0101_0101_0101_0101 & 0x8040_2010_0804_0201
    return (kept &+ 0x7F7F_7F7F_7F7F_7F7F) &>> 7 & 0x0101_0101_0101_0101
  }
}
