import Evaluation
import Synchronization
import Tables
import Values

/// For each entity, the place at which the last of its records is taken along each threshold.
struct SweepEnds: Sendable {
  /// Entities with a record on a list that loses none: they never end.
  private let settled: Bitmap
  /// The records of all others, each with its threshold and its place plus one.
  private let blocks: EntityBlocks
  /// How many places there are along each threshold.
  private let sizes: [Int]

  /// A list with rows of its own that loses records, and where its rows begin in the list that is counted.
  typealias Part = (records: SweepRecords, rows: Bitmap, start: Int)

  /// Finds the ends of some entities.
  /// - Parameters:
  ///   - parts: Rows of lists that lose records.
  ///   - reading: Whether they end where they surely are taken or where they may be.
  ///   - entities: The entity of each row of the list that is counted; below nothing where it can't be identified.
  ///   - sizes: How many places there are along each threshold.
  ///   - settled: The entities with rows of other lists, among all there are.
  /// - Throws: `Interruption`.
  init(
    of parts: [Part], _ reading: SweepRecords.Reading, _ entities: Buffer<Int32>, sizes: [Int], settled: Bitmap
  ) throws {
    precondition(sizes.allSatisfy { $0 < Int(UInt16.max) }, "places past what is kept of an entity")
    (self.settled, self.sizes) = (settled, sizes)
    let unsettled = UnsettledRows(entities: entities, settled: settled)
    blocks = try EntityBlocks(of: parts.map(\.rows.words.count), about: settled.count) { part, stretch, room in
      let (places, rows, start) = parts[part]
      let axis = UInt32(places.axis) &<< 16
      var count = 0
      unsettled.withWords(of: rows, from: start, in: stretch) { words, entities in
        places.withPlaces(of: words, in: stretch, reading) { places in
          Bitmap.forEach(words, in: words.indices) { row in
            let entity = UInt32(bitPattern: entities[row])
            room[count] = EntityBlocks.record(of: entity, axis | UInt32(places[row]) &+ 1)
            count &+= 1
          }
        }
      }
      return count
    }
  }

  /// How many entities end at each place of the one threshold there is, the last number being of those who never do.
  /// - Throws: `Interruption`.
  func frequencies() throws -> [Int64] {
    let bound = sizes[0] + 2
    let numbers = Mutex([Int64](repeating: 0, count: bound))
    try blocks.forEachBlock { next in
      var ends = [UInt16](repeating: 0, count: EntityBlocks.size)
      var counts = [Int64](repeating: 0, count: bound)
      while let block = try next() {
        ends.withUnsafeMutableBufferPointer { ends in
          ends.update(repeating: 0)
          counts.withUnsafeMutableBufferPointer { counts in
            blocks.forEach(in: block) { records in
              for record in records {
                let (place, end) = (EntityBlocks.place(of: record), UInt16(truncatingIfNeeded: record))
                let former = ends[place]
                let later = max(former, end)
                ends[place] = later
                counts[Int(former)] &-= 1
                counts[Int(later)] &+= 1
              }
            }
          }
        }
      }
      numbers.withLock { numbers in for place in numbers.indices { numbers[place] += counts[place] } }
    }
    var found = numbers.withLock { $0 }
    found[bound - 1] += Int64(settled.population)
    return Array(found.dropFirst())
  }

  /// The place of each entity along each threshold plus one; 0 for entities without a record that counts. Those who
  /// never end along the first threshold end along no other.
  /// - Throws: `Interruption`.
  func places() throws -> [[UInt16]] {
    var places = sizes.map { _ in [UInt16](repeating: 0, count: settled.count) }
    for block in 0..<blocks.count {
      try Interruption.check()
      let first = block * EntityBlocks.size
      blocks.forEach(in: block) { records in
        for record in records {
          let (axis, entity) = (Int(record >> 16 & 0xFFFF), first + EntityBlocks.place(of: record))
          places[axis][entity] = max(places[axis][entity], UInt16(truncatingIfNeeded: record))
        }
      }
    }
    let never = UInt16(sizes[0] + 1)
    places[0].withUnsafeMutableBufferPointer { places in settled.forEach { places[$0] = never } }
    return places
  }
}
