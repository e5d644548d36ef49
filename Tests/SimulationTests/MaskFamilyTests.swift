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
    let takers: [(bit: Int, rows: Bitmap)]

    init(_ count: Int, about entityCount: Int, takers: Range<Int>, using lot: inout Lot) {
      func some(of chances: Int) -> Bitmap {
        Bitmap((0..<count).filter { _ in !lot.once(in: chances) }, count: count)
      }
      entities = (0..<count).map { _ in
        lot.once(in: 50) ? -1 : Int32.random(in: 0..<Int32(entityCount), using: &lot)
      }
      standing = some(of: 4)
      self.takers = takers.map { (1 << $0, some(of: lot.pick([1, 2, 3]))) }
    }

    /// The measures that take a record, as bits.
    func mask(_ row: Int) -> Int { takers.reduce(0) { $1.rows.contains(row) ? $0 | $1.bit : $0 } }
  }

  @Test(
    "An entity is left as long as one of its records is, on any number of threads",
    arguments: [0, 1, 63, 64, 65, 4095, 4096, 4097, 30_000], [3, 20, 140_000])
  func families(size: Int, entityCount: Int) throws {
    var lot = Lot(size + entityCount)
    let lists = [0..<3, 2..<5, 5..<5].map { Records(size, about: entityCount, takers: $0, using: &lot) }
    let setCount = 1 << 5
    var parts: [MaskedRows] = []
    for (position, list) in lists.enumerated() {
      parts.append(MaskedRows(list.standing, from: position * size, takers: list.takers))
    }
    // Entities with a record that nobody takes are settled.
    var settled = Bitmap(count: entityCount)
    var masks = [Set<Int>](repeating: [], count: entityCount)
    for list in lists {
      for row in list.standing.rows where list.entities[row] >= 0 {
        masks[Int(list.entities[row])].insert(list.mask(row))
        if list.mask(row) == 0 { settled.insert(Int(list.entities[row])) }
      }
    }
    for (list, part) in zip(lists, parts) {
      #expect(part.free.rows == list.standing.rows.filter { list.mask($0) == 0 })
      var found: [Int] = []
      part.forEach(in: Bitmap(repeating: true, count: 3 * size)) { found.append($0) }
      #expect(found == list.standing.rows.map { list.mask($0) }.filter { $0 != 0 })
    }
    let wanted = (0..<setCount).map { set in
      masks.indices.count { entity in
        !settled.contains(entity) && masks[entity].contains { $0 & set == 0 }
      }
    }
    for threads in [1, 2, 5] {
      Threads.use(threads)
      var steps = MaskSteps(parts)
      let families = try #require(try steps.counts(of: Buffer(lists.flatMap(\.entities)), settled: settled))
      let left = (0..<setCount).map { set in
        families.filter { $0.family.contains { Int($0) & set == 0 } }.reduce(0) { $0 + Int($1.count) }
      }
      #expect(left == wanted)
    }
    Threads.use(0)
  }
}
