import Evaluation
import Synchronization
import Tables
import Values

/// What a place of a sweep is kept in.
typealias SweepCell = FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable

/// For each entity, the place at which the last of its records is taken along each threshold, plus one; 0 for entities
/// without a record that counts.
struct SweepEnds<Cell: SweepCell>: Sendable {
  /// Entities with a record on a list that loses none: they never end, whatever stands in the cells.
  private let settled: Bitmap
  /// The cells along each threshold, those of settled entities aside.
  private var cells: [[Cell]]
  /// What stands for never along the first threshold.
  private let never: Cell

  /// A list with rows of its own that loses records, and where its rows begin in the list that is counted.
  typealias Part = (records: SweepRecords, rows: Bitmap, start: Int)

  /// Rows that one thread looks at before it asks whether it is to stop, in words.
  private static var stretch: Int { 1 << 10 }
  /// Rows below which a second thread costs more than it saves.
  private static var fewestRows: Int { 1 << 16 }

  /// Finds the ends of some entities.
  /// - Parameters:
  ///   - parts: Rows of lists that lose records.
  ///   - reading: Whether they end where they surely are taken or where they may be.
  ///   - entities: The entity of each row of the list that is counted; below nothing where it can't be identified.
  ///   - sizes: How many places there are along each threshold; a cell must hold two more.
  ///   - count: How many entities there are.
  ///   - settled: Finds the entities with rows of other lists; nil where there are none.
  /// - Throws: `Interruption`.
  init(
    of parts: [Part], _ reading: SweepRecords.Reading, _ entities: Buffer<Int32>, sizes: [Int], count: Int,
    settled: (@Sendable () -> Bitmap)?
  ) throws {
    for part in parts { precondition(part.start + part.rows.count <= entities.count, "rows without an entity") }
    precondition(sizes.allSatisfy { $0 < Int(Cell.max) }, "places that no cell holds")
    // Those who are settled are found beside the others.
    let first = settled == nil ? 0 : 1
    let rowCount = parts.reduce(0) { $0 + $1.rows.count }
    let stripes = max(1, min(Threads.count - first, rowCount / max(Self.fewestRows, count / 8)))
    let found = Mutex<(settled: Bitmap?, cells: [Int: Result<[[Cell]], any Error>])>((nil, [:]))
    Threads.perform(first + stripes) { piece in
      if let settled, piece == 0 {
        let entities = settled()
        found.withLock { $0.settled = entities }
        return
      }
      let stripe = piece - first
      let cells = Result { try Self.cells(of: parts, reading, entities, sizes.count, count, stripe, of: stripes) }
      found.withLock { $0.cells[stripe] = cells }
    }
    let (others, cells) = found.withLock { $0 }
    self.settled = others ?? Bitmap(count: count)
    let striped = try (0..<stripes).compactMap { try cells[$0]?.get() }
    self.cells = striped[0]
    never = Cell(sizes[0] + 1)
    for other in striped.dropFirst() {
      for axis in sizes.indices { SweepEnds.raise(&self.cells[axis], to: other[axis]) }
    }
  }

  /// The cells that a stripe of the rows leads to.
  private static func cells(
    of parts: [Part], _ reading: SweepRecords.Reading, _ entities: Buffer<Int32>, _ axes: Int, _ count: Int,
    _ stripe: Int, of stripes: Int
  ) throws -> [[Cell]] {
    var cells = Array(repeating: [Cell](repeating: 0, count: count), count: axes)
    for (records, rows, start) in parts {
      let words = rows.words.count * stripe / stripes..<rows.words.count * (stripe + 1) / stripes
      for first in stride(from: words.lowerBound, to: words.upperBound, by: stretch) {
        try Interruption.check()
        let stretch = first..<min(first + stretch, words.upperBound)
        cells[records.axis].withUnsafeMutableBufferPointer { cells in
          entities.withUnsafeBufferPointer { entities in
            let end = UInt32(clamping: cells.count)
            records.forEach(of: rows, in: stretch, reading) { row, place in
              // Below nothing is past the end.
              let entity = UInt32(bitPattern: entities[start &+ row])
              if entity < end { cells[Int(entity)] = max(cells[Int(entity)], Cell(truncatingIfNeeded: place &+ 1)) }
            }
          }
        }
      }
    }
    return cells
  }

  private static func raise(_ cells: inout [Cell], to others: [Cell]) {
    precondition(cells.count == others.count, "other entities")
    cells.withUnsafeMutableBufferPointer { cells in
      others.withUnsafeBufferPointer { others in
        for index in others.indices { cells[index] = max(cells[index], others[index]) }
      }
    }
  }

  /// How many entities end at each place of the one threshold there is, the last number being of those who never do.
  var frequencies: [Int64] {
    var numbers = Simulation.frequencies(of: cells[0], below: Int(never) + 1, without: settled)
    numbers[Int(never)] += Int64(settled.population)
    return Array(numbers.dropFirst())
  }

  /// The place of each entity along each threshold.
  var places: [[Cell]] {
    var places = cells
    places[0].withUnsafeMutableBufferPointer { places in settled.forEach { places[$0] = never } }
    return places
  }
}
