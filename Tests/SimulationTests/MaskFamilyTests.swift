import Evaluation
import Tables
import Testing
import Values

@testable import Simulation

@Suite("Families of masks") struct MaskFamilyTests {
  /// Records of one list with the sets of those that each measure takes.
  private struct Records {
    let entities: [Int32]
    let standing: Bitmap
    let takers: [MaskedRows.Taker]

    init(_ count: Int, about entityCount: Int, takers: Range<Int>, using lot: inout Lot) {
      func some(of chances: Int) -> Bitmap {
        Bitmap((0..<count).filter { _ in !lot.once(in: chances) }, count: count)
      }
      entities = (0..<count).map { _ in
        lot.once(in: 50) ? -1 : Int32.random(in: 0..<Int32(entityCount), using: &lot)
      }
      standing = some(of: 4)
      self.takers = takers.map { bit in
        let (yes, doubt) = (
          some(of: lot.pick([1, 2, 3])), lot.once(in: 2) ? some(of: 10) : Bitmap(repeating: true, count: count)
        )
        return (1 << bit, TruthPlanes(yes: yes, unknown: (~doubt).subtracting(yes)))
      }
    }

    /// The measures that take a record, as bits.
    func mask(_ row: Int, _ reading: MaskedRows.Reading) -> Int {
      takers.reduce(0) { mask, taker in
        let isTaken = taker.rows.yes.contains(row) || reading == .possible && taker.rows.unknown.contains(row)
        return isTaken ? mask | taker.bit : mask
      }
    }
  }

  @Test(
    "An entity is left as long as one of its records is, in either reading and on any number of threads",
    arguments: [0, 1, 63, 64, 65, 4095, 4096, 4097, 30_000], [3, 20, 140_000])
  func families(size: Int, entityCount: Int) throws {
    var lot = Lot(size + entityCount)
    let lists = [0..<3, 2..<5, 5..<5].map { Records(size, about: entityCount, takers: $0, using: &lot) }
    let setCount = 1 << 5
    let parts = lists.enumerated().map { position, list in
      MaskedRows(list.standing, from: position * size, takers: list.takers)
    }
    // Entities with a record that nobody may take are settled.
    var settled = Bitmap(count: entityCount)
    for list in lists {
      for row in list.standing.rows where list.entities[row] >= 0 && list.mask(row, .possible) == 0 {
        settled.insert(Int(list.entities[row]))
      }
    }
    for (list, part) in zip(lists, parts) {
      #expect(part.free.rows == list.standing.rows.filter { list.mask($0, .possible) == 0 })
    }
    for reading in MaskedRows.Reading.allCases {
      var masks = [Set<Int>](repeating: [], count: entityCount)
      for (list, part) in zip(lists, parts) {
        let taken = list.standing.rows.filter { list.mask($0, .possible) != 0 }
        var found: [Int] = []
        part.forEach(in: Bitmap(repeating: true, count: 3 * size), reading) { found.append($0) }
        #expect(found == taken.map { list.mask($0, reading) })
        for row in taken where list.entities[row] >= 0 {
          masks[Int(list.entities[row])].insert(list.mask(row, reading))
        }
      }
      let wanted = (0..<setCount).map { set in
        masks.indices.count { entity in
          !settled.contains(entity) && masks[entity].contains { $0 & set == 0 }
        }
      }
      for threads in [1, 2, 5] {
        Threads.use(threads)
        let families = try #require(
          try MaskFamilies.families(of: parts, Buffer(lists.flatMap(\.entities)), without: settled))
        let left = (0..<setCount).map { set in
          families.filter { $0.family.contains { Int($0) & set == 0 } }.reduce(0) {
            $0 + Int(reading == .sure ? $1.counts.sure : $1.counts.possible)
          }
        }
        #expect(left == wanted)
      }
      Threads.use(0)
    }
  }
}
