// swift-format-ignore-file: NeverForceUnwrap

import Tables
import Testing
import Values

#if canImport(Glibc)
  import Glibc
#endif

@Suite("Memory that nobody uses is given back") struct SpareRoomTests {
  /// An array whose room was all used once.
  private static func array<Element: FixedWidthInteger>(_ count: Int, room: Int) -> [Element] {
    var array = (0..<room).map { Element(truncatingIfNeeded: $0 &* 31 &+ 7) }
    array.removeLast(room - count)
    return array
  }

  #if canImport(Glibc)
    /// How many whole pages of the room behind an array's elements are in memory.
    private static func pagesBehind(_ array: [UInt8]) -> Int {
      array.withUnsafeBytes { bytes in
        let page = Int(getpagesize())
        let end = bytes.baseAddress! + bytes.count
        let first = UnsafeMutableRawPointer(mutating: end.alignedUp(toMultipleOf: page))
        let length = (end + (array.capacity - array.count)).alignedDown(toMultipleOf: page) - UnsafeRawPointer(first)
        var pages = [UInt8](repeating: 0, count: length / page)
        #expect(mincore(first, length, &pages) == 0)
        return pages.count { $0 & 1 == 1 }
      }
    }

    @Test("The pages behind the elements are gone, the elements and the room are as they were")
    func pages() {
      let array: [UInt8] = SpareRoomTests.array(1_000_001, room: 8_000_000)
      #expect(SpareRoomTests.pagesBehind(array) > 1_000)
      Buffer(array).giveBackSpareRoom()
      #expect(SpareRoomTests.pagesBehind(array) == 0)
      #expect(array.capacity >= 8_000_000)
      #expect(array == (0..<1_000_001).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) })
    }
  #endif

  @Test(
    "What is kept is what was kept, and may still grow", arguments: [0, 1, 63, 4_095, 4_096, 4_097, 100_000])
  func same(count: Int) {
    let plain = (0..<count).map { Int32(truncatingIfNeeded: $0 &* 31 &+ 7) }
    var buffer = Buffer<Int32>(SpareRoomTests.array(count, room: count + 500_000))
    let other = buffer
    buffer.giveBackSpareRoom()
    SpareRoom.giveBackFreed()
    #expect(Array(buffer) == plain && Array(other) == plain)
    for number in 0..<Int32(60_000) { buffer.append(number) }
    #expect(Array(buffer) == plain + (0..<60_000) && Array(other) == plain)
  }

  @Test("Columns of every kind hold what they held")
  func columns() {
    let count = 40_000
    let texts = TextDictionary((0..<300).map { "区\($0)" })
    let bits = Bitmap(words: SpareRoomTests.array(count / 64, room: count * 8), count: count)
    let table = Table(
      columns: [
        Column(name: "a", type: .flag, storage: .flags(bits), known: bits, blank: ~bits),
        Column(
          name: "b", type: .category,
          storage: .codes(.medium(Buffer((0..<count).map { UInt16($0 % 300) })), texts)),
        Column(
          name: "c", type: .integer,
          storage: .integers(.full(Buffer(SpareRoomTests.array(count, room: count * 8))), places: 0)),
        Column(name: "d", type: .date, storage: .days(SpareRoomTests.array(count, room: count * 8))),
      ], rowCount: count)
    let rows = stride(from: 0, to: count, by: 97)
    let before = rows.map { row in table.columns.map { $0.value(at: row) } }
    table.giveBackSpareRoom()
    #expect(rows.map { row in table.columns.map { $0.value(at: row) } } == before)
  }
}
