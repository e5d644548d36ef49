import Synchronization
import Tables
import Values

/// Records about entities, side by side block by block of entities: what is kept of a block's entities while its records
/// are gone through stays in the cache, however many entities there are.
///
/// A record is the number of its entity and below it 32 bits of something else.
struct EntityBlocks: Sendable {
  /// Records of some rows in the order of their blocks, those of a block in the order of the rows.
  struct Piece: Sendable {
    let records: [UInt64]
    /// Where the records of each block begin; one entry more than there are blocks.
    fileprivate let starts: [Int]
  }

  /// How many entities a block has, as a power of two: two bytes of each fit into a core's own cache.
  private static let shift = 16
  /// How many entities a block has, the last one perhaps fewer.
  static let size = 1 << shift

  /// The records, piece by piece in the order of the rows.
  let pieces: [Piece]
  /// How many blocks there are.
  let count: Int

  /// Records about some of the first entities.
  init(_ pieces: [Piece], of entityCount: Int) {
    self.pieces = pieces
    count = EntityBlocks.count(of: entityCount)
  }

  /// Records made of rows, the threads sharing the work.
  /// - Parameters:
  ///   - wordCounts: For each of some lists, how many words hold its rows.
  ///   - entityCount: How many entities there are.
  ///   - body: Writes the records of a stretch of a list's words, in the order of the rows, and says how many there are:
  ///     there is room for one a row.
  /// - Throws: `Interruption`.
  init(
    of wordCounts: [Int], about entityCount: Int,
    _ body: @Sendable (_ list: Int, _ stretch: Range<Int>, _ room: UnsafeMutableBufferPointer<UInt64>) -> Int
  ) throws {
    let cuts = wordCounts.enumerated().flatMap { list, count in
      stride(from: 0, to: count, by: EntityBlocks.wordsPerPiece).map {
        (list: list, words: $0..<min($0 + EntityBlocks.wordsPerPiece, count))
      }
    }
    let pieces = Threads.map(cuts.count) { position in
      let (list, words) = cuts[position]
      return Result {
        try Interruption.check()
        let records = [UInt64](unsafeUninitializedCapacity: 64 * words.count) { records, filled in
          for first in stride(from: words.lowerBound, to: words.upperBound, by: EntityBlocks.wordsPerStretch) {
            let stretch = first..<min(first + EntityBlocks.wordsPerStretch, words.upperBound)
            let room = UnsafeMutableBufferPointer(rebasing: records[filled..<filled + 64 * stretch.count])
            filled += body(list, stretch, room)
          }
        }
        return Piece(records, of: entityCount)
      }
    }
    self.init(try pieces.map { try $0.get() }, of: entityCount)
  }

  /// Rows that one thread makes records of before it is given others, in words.
  private static let wordsPerPiece = 1 << 11
  /// Rows that are looked at one after another, in words.
  private static let wordsPerStretch = 1 << 6

  /// How many blocks some entities make.
  static func count(of entityCount: Int) -> Int { (entityCount + size - 1) / size }

  /// A record about an entity.
  @inline(__always)
  static func record(of entity: UInt32, _ other: UInt32) -> UInt64 { UInt64(entity) &<< 32 | UInt64(other) }

  /// The place of a record's entity in its block.
  @inline(__always)
  static func place(of record: UInt64) -> Int { Int(truncatingIfNeeded: record &>> 32 & UInt64(size - 1)) }

  @inline(__always)
  fileprivate static func block(of record: UInt64) -> Int { Int(truncatingIfNeeded: record &>> UInt64(32 + shift)) }

  /// Calls the body with the records of a block, piece by piece.
  func forEach(in block: Int, _ body: (ArraySlice<UInt64>) throws -> Void) rethrows {
    for piece in pieces where piece.starts[block] < piece.starts[block + 1] {
      try body(piece.records[piece.starts[block]..<piece.starts[block + 1]])
    }
  }
}

extension EntityBlocks {
  /// Gives the body, on several threads at once, what tells the next block that nobody else goes through; nil when
  /// there is none left.
  /// - Throws: What the body throws on one of them; what the body is given throws `Interruption`.
  func forEachBlock(_ body: @Sendable (_ next: () throws -> Int?) throws -> Void) throws {
    let count = count
    let taken = Atomic<Int>(0)
    let failure = Mutex<(any Error)?>(nil)
    Threads.perform(min(Threads.count, count)) { _ in
      do {
        try body {
          try Interruption.check()
          let block = taken.wrappingAdd(1, ordering: .relaxed).oldValue
          return block < count ? block : nil
        }
      } catch {
        failure.withLock { $0 = error }
      }
    }
    if let failure = failure.withLock({ $0 }) { throw failure }
  }
}

extension EntityBlocks.Piece {
  /// Puts records about some of the first entities in the order of their blocks.
  init(_ records: [UInt64], of entityCount: Int) {
    let count = EntityBlocks.count(of: entityCount)
    guard count > 1 else {
      (self.records, starts) = (records, [0, records.count])
      return
    }
    var starts = [Int](repeating: 0, count: count + 1)
    starts.withUnsafeMutableBufferPointer { starts in
      for record in records { starts[checked(record, count) + 1] += 1 }
      for block in 0..<count { starts[block + 1] += starts[block] }
    }
    var next = starts
    self.starts = starts
    self.records = [UInt64](unsafeUninitializedCapacity: records.count) { sorted, filled in
      next.withUnsafeMutableBufferPointer { next in
        for record in records {
          let block = EntityBlocks.block(of: record)
          sorted[next[block]] = record
          next[block] &+= 1
        }
      }
      filled = records.count
    }
  }
}

/// The block of a record, which must be one of the first.
@inline(__always)
private func checked(_ record: UInt64, _ count: Int) -> Int {
  let block = EntityBlocks.block(of: record)
  precondition(block < count, "an entity past the last one")
  return block
}
