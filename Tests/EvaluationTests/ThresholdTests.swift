import Tables
import Testing
import Values

@testable import Evaluation

/// Numbers of which those in every second chunk are intervals.
private struct PatchyNumbers: NumberKernel {
  let low: [Int64]
  let widths: [Int64]
  let unknown: Bitmap?
  var places: Int { 0 }

  func numbers(_ rows: Range<Int>) -> NumberVector {
    let isOpen = rows.lowerBound / chunkSize % 2 == 1
    return NumberVector(
      low: Array(low[rows]), high: isOpen ? rows.map { low[$0] + widths[$0] } : nil, unknown: unknown?.slice(rows),
      places: 0)
  }
}

@Suite("Numbers on a ladder of thresholds") struct ThresholdTests {
  enum Kind: CaseIterable {
    case byte, short, word, whole, day, patchy, narrow
  }

  @Test(
    "Of thresholds each row's number reaches as many as a loop finds", arguments: KernelTests.sizes + [131_137],
    Kind.allCases)
  func rungs(size: Int, kind: Kind) throws {
    var dice = Dice(size)
    let most: Int64 = kind == .byte ? 255 : kind == .short ? 65_535 : 4_000_000_000
    let numbers = (0..<size).map { _ in
      kind == .day
        ? Int64(Int32.random(in: -30_000...30_000, using: &dice))
        : Int64.random(in: (kind == .whole || kind == .patchy ? -most : 0)...most, using: &dice)
    }
    let isKnown = dice.one(of: 4)
    let known = isKnown ? nil : Bitmap((0..<size).filter { _ in !dice.one(of: 9) }, count: size)
    let widths = (0..<size).map { _ in dice.one(of: 3) ? Int64.random(in: 0...most, using: &dice) : 0 }
    let kernel: any NumberKernel
    switch kind {
    case .byte, .short, .word, .whole:
      kernel = IntegerColumn(integers: Integers(numbers), known: known, places: 0)
    case .day: kernel = DayColumn(days: Buffer(numbers.map { Int32($0) }), known: known)
    case .patchy: kernel = PatchyNumbers(low: numbers, widths: widths, unknown: known.map { ~$0 })
    case .narrow:
      kernel = NarrowNumbers(
        NumberVector(low: numbers, high: zip(numbers, widths).map { $0 + $1 }, unknown: known.map { ~$0 }, places: 0))
    }
    let thresholds = Set((0..<40).map { _ in Int64.random(in: -most...most, using: &dice) } + [0, 7, 8]).sorted()
    let ladder = ThresholdLadder(thresholds)
    let isSparse = dice.one(of: 2)
    let rows = Bitmap(
      (0..<size).filter { row in isSparse ? row % 40_000 == 5 : !dice.one(of: 3) }, count: size)
    func upper(_ row: Int) -> Int64 {
      kind == .narrow || (kind == .patchy && row / chunkSize % 2 == 1) ? numbers[row] + widths[row] : numbers[row]
    }
    func reached(_ number: Int64) -> Int { thresholds.count { $0 <= number } }
    let wanted = rows.rows.map { (low: reached(numbers[$0]), high: reached(upper($0))) }
    for threads in [1, 3] {
      Threads.use(threads)
      let rungs = try RowNumbers(kernel, count: size).reached(on: ladder, by: rows)
      #expect(rungs.unknown?.rows ?? [] == (known.map { rows.subtracting($0) })?.rows ?? [])
      let found = rows.rows.map { (low: Int(rungs.low[$0]), high: Int((rungs.high ?? rungs.low)[$0])) }
      // What stands in the cell of an unknown number means nothing.
      let isRight = zip(rows.rows, zip(found, wanted)).allSatisfy { row, pair in
        known?.contains(row) == false || pair.0 == pair.1
      }
      #expect(isRight)
      let doubtful = zip(rows.rows, found).filter { rungs.unknown?.contains($0) == true || $1.low != $1.high }
      #expect((rungs.doubtful & rows).rows == doubtful.map(\.0))
    }
    Threads.use(0)
  }

  @Test(
    "Stored numbers are climbed a stretch at a time, up or down", arguments: KernelTests.sizes, [false, true])
  func cells(size: Int, isDescending: Bool) throws {
    var dice = Dice(size)
    let start = dice.one(of: 2) ? 0 : 37
    let numbers = (0..<start + size + 9).map { _ in Int64.random(in: 0...70_000, using: &dice) }
    let known = Bitmap((0..<numbers.count).filter { _ in !dice.one(of: 9) }, count: numbers.count)
    let thresholds = Set((0..<40).map { _ in Int64.random(in: -5...70_005, using: &dice) }).sorted()
    let ladder = ThresholdLadder(thresholds)
    let some = Bitmap((0..<size).filter { _ in !dice.one(of: 3) }, count: size)
    let kernels: [any NumberKernel] = [
      IntegerColumn(integers: Integers(numbers), known: known, places: 0),
      DayColumn(days: Buffer(numbers.map { Int32($0) }), known: known),
    ]
    for kernel in kernels {
      let column = RowNumbers(kernel, count: numbers.count)
      let isKnown = some.rows.allSatisfy { known.contains(start + $0) }
      #expect((column.cells(of: some, from: start) != nil) == isKnown)
      let rows = some & known.slice(start..<start + size)
      let cells = try #require(column.cells(of: rows, from: start))
      for first in stride(from: 0, to: rows.words.count, by: 3) {
        let stretch = first..<min(first + 3, rows.words.count)
        var found = [UInt16](repeating: 7777, count: 3 * 64)
        found.withUnsafeMutableBufferPointer { found in
          Array(rows.words[stretch]).withUnsafeBufferPointer { words in
            cells.climb(ladder, by: words, in: stretch, isDescending: isDescending, into: found)
          }
        }
        let wanted = (0..<3 * 64).map { place -> UInt16 in
          let row = first * 64 + place
          guard row < size, rows.contains(row) else { return 7777 }
          let reached = thresholds.count { $0 <= numbers[start + row] }
          return UInt16(isDescending ? thresholds.count - reached : reached)
        }
        #expect(found == wanted)
      }
    }
    let computed = RowNumbers(PatchyNumbers(low: numbers, widths: numbers, unknown: nil), count: numbers.count)
    #expect(computed.cells(of: some, from: start) == nil)
  }
}
