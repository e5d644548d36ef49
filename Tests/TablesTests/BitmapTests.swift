// swift-format-ignore-file: NeverForceUnwrap, NeverUseForceTry

import Tables
import Testing

/// Numbers that look random and are the same on every machine.
struct Dice: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}

/// A random set as a bitmap and as the rows it holds.
private func random(_ count: Int, _ dice: inout Dice) -> (bitmap: Bitmap, rows: Set<Int>) {
  let threshold = [1, 50, 99].randomElement(using: &dice)!
  let rows = Set((0..<count).filter { _ in Int.random(in: 0..<100, using: &dice) < threshold })
  return (Bitmap(rows, count: count), rows)
}

@Suite("Sets of rows") struct BitmapTests {
  static let sizes = [0, 1, 63, 64, 65, 4095, 4096, 4097]

  @Test("The algebra is that of sets of numbers", arguments: sizes, 1...3)
  func algebra(count: Int, seed: Int) {
    var dice = Dice(seed &* 7919 &+ count)
    let (left, first) = random(count, &dice)
    let (right, second) = random(count, &dice)
    #expect(Set((left & right).rows) == first.intersection(second))
    #expect(Set((left | right).rows) == first.union(second))
    #expect(Set((left ^ right).rows) == first.symmetricDifference(second))
    #expect(Set(left.subtracting(right).rows) == first.subtracting(second))
    #expect(Set((~left).rows) == Set(0..<count).subtracting(first))
    #expect(left.population == first.count)
    #expect((~left).population == count - first.count)
    #expect(left.rows == first.sorted())
    #expect(left.isEmpty == first.isEmpty)
    #expect(left.isSubset(of: right) == first.isSubset(of: second))
    #expect((left & right).isSubset(of: left))
    #expect(~(~left) == left)
  }

  @Test("Rows are added, taken out and found", arguments: sizes)
  func membership(count: Int) {
    var dice = Dice(count)
    var bitmap = Bitmap(count: count)
    var rows = Set<Int>()
    for _ in 0..<min(count, 200) {
      let row = Int.random(in: 0..<count, using: &dice)
      if Bool.random(using: &dice) {
        bitmap.insert(row)
        rows.insert(row)
      } else {
        bitmap.remove(row)
        rows.remove(row)
      }
    }
    #expect((0..<count).allSatisfy { bitmap.contains($0) == rows.contains($0) })
    #expect(bitmap == Bitmap(rows, count: count))
  }

  @Test("Appending a set shifts its rows past the end, whatever the two sizes", arguments: sizes, sizes)
  func appending(first: Int, second: Int) {
    var dice = Dice(first &* 5000 &+ second)
    let (left, leftRows) = random(first, &dice)
    let (right, rightRows) = random(second, &dice)
    var joined = left
    joined.append(contentsOf: right)
    #expect(joined.count == first + second)
    #expect(joined.words.count == Bitmap.wordCount(for: joined.count))
    #expect(joined == Bitmap(leftRows.union(rightRows.map { $0 + first }), count: first + second))
    #expect(Bitmap(joining: [left, right]) == joined)
    joined.append(contentsOf: left)
    #expect(Bitmap(joining: [left, right, left]) == joined)
    #expect(Bitmap(joining: [left]) == left && Bitmap(joining: []) == Bitmap(count: 0))
  }

  @Test("Appending rows one by one gives the same set", arguments: sizes)
  func appendingRows(count: Int) {
    var dice = Dice(count)
    let (bitmap, rows) = random(count, &dice)
    var grown = Bitmap(count: 0)
    for row in 0..<count { grown.append(rows.contains(row)) }
    #expect(grown == bitmap)
  }

  @Test("A slice holds the rows of its range, counted from its start", arguments: sizes)
  func slicing(count: Int) {
    var dice = Dice(count &+ 3)
    let (bitmap, rows) = random(count, &dice)
    let starts = [0, 1, 63, 64, 65, 128, 4032, 4095, 4096, count].filter { $0 <= count }
    for start in Set(starts) {
      for end in Set([start, start + 1, start + 63, start + 64, start + 65, count]) where end >= start && end <= count {
        let expected = Bitmap(rows.filter { (start..<end).contains($0) }.map { $0 - start }, count: end - start)
        #expect(bitmap.slice(start..<end) == expected, "rows \(start)..<\(end)")
      }
    }
  }

  @Test("Slices put end to end give the set back", arguments: sizes)
  func slicesJoined(count: Int) {
    var dice = Dice(count &+ 4)
    let (bitmap, _) = random(count, &dice)
    var joined = Bitmap(count: 0)
    for start in stride(from: 0, to: count, by: 128) {
      joined.append(contentsOf: bitmap.slice(start..<min(start + 128, count)))
    }
    #expect(joined == bitmap)
  }

  @Test("Bits past the end are always clear", arguments: sizes)
  func tail(count: Int) {
    let full = Bitmap(repeating: true, count: count)
    #expect(full.population == count)
    #expect(Bitmap(words: [UInt64](repeating: .max, count: 100), count: count) == full)
    #expect(Bitmap(words: [], count: count) == Bitmap(count: count))
    #expect((~Bitmap(count: count)) == full)
    var appended = full
    appended.append(contentsOf: Bitmap(repeating: true, count: 3))
    #expect(appended.population == count + 3)
  }

  @Test("A selection of rows keeps the order of the selection", arguments: sizes.filter { $0 > 0 })
  func selecting(count: Int) {
    var dice = Dice(count &+ 5)
    let (bitmap, rows) = random(count, &dice)
    let picked = (0..<count).map { _ in Int.random(in: 0..<count, using: &dice) }
    let selected = bitmap.selecting(picked)
    #expect(selected.count == picked.count)
    #expect(picked.indices.allSatisfy { selected.contains($0) == rows.contains(picked[$0]) })
  }
}
