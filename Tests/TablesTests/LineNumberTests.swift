import Tables
import Testing

@Suite("The lines of rows") struct LineNumberTests {
  /// Lines that mostly follow one another, `gap` in a hundred of them behind some that no row stands on.
  private static func lines(_ count: Int, gaps: Int, seed: UInt64) -> [Int32] {
    var random = Rolls(state: seed)
    var line: Int32 = 1
    return (0..<count).map { _ in
      line += Int.random(in: 0..<100, using: &random) < gaps ? Int32.random(in: 2...5, using: &random) : 1
      return line
    }
  }

  @Test(
    "Lines are the same however they are kept, row by row and in any selection",
    arguments: [0, 1, 2, 63, 64, 65, 4_097], [0, 1, 10, 60])
  func same(count: Int, gaps: Int) throws {
    let plain = LineNumberTests.lines(count, gaps: gaps, seed: UInt64(count * 7 + gaps))
    let lines = LineNumbers(plain)
    #expect(Array(lines) == plain && lines.count == count)
    let listed = LineNumbers(listed: Buffer(plain))
    #expect(listed == lines && listed.stretches == nil && listed.byteCount == count * 4)
    #expect(lines.byteCount <= max(16, count * 4))
    if let stretches = lines.stretches {
      #expect(LineNumbers(stretches, count: count) == lines)
    }
    var random = Rolls(state: 5)
    let rows = plain.indices.filter { _ in Bool.random(using: &random) }
    #expect(Array(lines.selecting(rows)) == rows.map { plain[$0] })
    #expect(Array(lines.selecting(rows.reversed())) == rows.reversed().map { plain[$0] })
    #expect(lines.selecting(rows) == listed.selecting(rows))
  }

  @Test("A million lines without a gap are one stretch, and with a gap two")
  func stretches() {
    #expect(LineNumbers((2..<1_000_002).map { Int32($0) }).stretches == [LineNumbers.Stretch(row: 0, line: 2)])
    let lines = LineNumbers((2..<1_000_002).map { Int32($0 < 500 ? $0 : $0 + 3) })
    #expect(lines.stretches == [LineNumbers.Stretch(row: 0, line: 2), LineNumbers.Stretch(row: 498, line: 503)])
    #expect(lines[497] == 499 && lines[498] == 503 && lines[999_999] == 1_000_004)
  }

  @Test(
    "Stretches that leave out rows, stand in another order or lie past the rows are refused",
    arguments: [([], 1), ([0], 0), ([1], 2), ([0, 0], 2), ([0, 2, 1], 4), ([0, 4], 4), ([0], -1)])
  func refused(rows: [Int], count: Int) {
    #expect(LineNumbers(rows.map { LineNumbers.Stretch(row: $0, line: 1) }, count: count) == nil)
  }

  @Test("Lines that come in parts are those that come at once, whatever stands between them", arguments: [1, 3, 40])
  func collecting(gapEvery: Int) {
    for count in [0, 1, 2, 100, 30_000] {
      var line: Int32 = 1
      let lines = (0..<count).map { row -> Int32 in
        line += row % gapEvery == 0 ? 2 : 1
        return line
      }
      for size in [1, 7, 4_096] {
        var collected = LineCollection()
        for start in stride(from: 0, to: count, by: size) {
          // Each part counted from a line of its own.
          let part = lines[start..<min(start + size, count)]
          let offset = Int32(start)
          collected.append(part.map { $0 - offset }, offset: offset)
        }
        #expect(collected.count == count)
        #expect(collected.finish() == LineNumbers(lines) && collected.finish().elementsEqual(lines))
      }
      var falling = LineCollection()
      falling.append([5, 7, 6, 8])
      falling.append([9, 9, 11])
      #expect(Array(falling.finish()) == [5, 7, 6, 8, 9, 9, 11])
    }
  }
}

/// Numbers that are the same in every run.
private struct Rolls: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 29
  }
}
