import Testing

@testable import Simulation

@Suite("Records by blocks of entities") struct EntityBlockTests {
  @Test(
    "Every record is in the block of its entity, after those of the rows before it",
    arguments: [0, 1, 63, 64, 65, 4095, 4096, 4097], [1, 65_535, 65_536, 65_537, 400_000])
  func blocks(size: Int, entityCount: Int) {
    var lot = Lot(size + entityCount)
    let records = (0..<3).map { _ in
      (0..<lot.pick([0, size])).map { row in
        EntityBlocks.record(of: UInt32.random(in: 0..<UInt32(entityCount), using: &lot), UInt32(row) << 3)
      }
    }
    let blocks = EntityBlocks(records.map { EntityBlocks.Piece($0, of: entityCount) }, of: entityCount)
    #expect(blocks.count == (entityCount + EntityBlocks.size - 1) / EntityBlocks.size)
    for block in 0..<blocks.count {
      let entities = block * EntityBlocks.size..<(block + 1) * EntityBlocks.size
      var found: [UInt64] = []
      blocks.forEach(in: block) { found += $0 }
      let wanted = records.joined().filter { entities.contains(Int($0 >> 32)) }
      #expect(found == wanted)
      #expect(found.map { EntityBlocks.place(of: $0) } == wanted.map { Int($0 >> 32) - entities.lowerBound })
    }
  }
}
