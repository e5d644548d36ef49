import Tables
import Testing
import Values

@testable import Evaluation
@testable import Simulation

@Suite("Where entities end along a sweep") struct SweepEndsTests {
  /// Rows of a list, with the place from which on each is taken.
  private struct Taken {
    let records: SweepRecords
    let places: [Int]
    let possible: [Int]

    /// Rows that a stored number decides, some of them taken in any case.
    init(climbing size: Int, never: Int, axis: Int, using lot: inout Lot) throws {
      let isDescending = lot.once(in: 2)
      let most = Int64(3 * never)
      let numbers = (0..<size).map { _ in Int64.random(in: 0...most, using: &lot) }
      let all = Set((0...most).shuffled(using: &lot).prefix(never)).sorted()
      func some() -> Bitmap { Bitmap((0..<size).filter { _ in !lot.once(in: 3) }, count: size) }
      let first = lot.once(in: 2) ? some() : nil
      let later = first.map { some().subtracting($0) } ?? some()
      let column = RowNumbers(IntegerColumn(integers: Integers(numbers), known: nil, places: 0), count: size)
      var records = SweepRecords(
        climbing: SweepComparison.Climb(
          rows: later, cells: try #require(column.cells(of: later, from: 0)), ladder: ThresholdLadder(all),
          isDescending: isDescending), first: first, never: never, axis: axis)
      let others = lot.once(in: 2) ? some() : Bitmap(count: size)
      records.take(others)
      self.records = records
      places = (0..<size).map { row in
        if others.contains(row) || first?.contains(row) == true { return 0 }
        guard later.contains(row) else { return never }
        let reached = all.count { $0 <= numbers[row] }
        return isDescending ? all.count - reached : reached
      }
      possible = places
    }

    /// Rows looked up one by one, some of them in doubt.
    init(found size: Int, never: Int, axis: Int, using lot: inout Lot) {
      let sure = (0..<size).map { _ in Int.random(in: 0...never, using: &lot) }
      let open = sure.map { lot.once(in: 3) ? Int.random(in: 0...$0, using: &lot) : $0 }
      let clear = Bitmap((0..<size).filter { sure[$0] == open[$0] }, count: size)
      var records = SweepRecords(rows: size, never: never, axis: axis)
      records.take(clear) { UInt16(sure[$0]) }
      for row in 0..<size where !clear.contains(row) { records.take(row, possibly: open[row], surely: sure[row]) }
      self.records = records
      (places, possible) = (sure, open)
    }
  }

  @Test(
    "An entity ends where the last of its records is taken, on any number of threads",
    arguments: [0, 1, 63, 64, 65, 4095, 4096, 4097, 140_000])
  func ends(size: Int) throws {
    for seed in 0..<(size > 100_000 ? 3 : 12) {
      var lot = Lot(seed * 7 + size)
      try ends(size, lot.pick([1, 100, 254, 255, 900]), &lot)
    }
  }

  private func ends(_ size: Int, _ never: Int, _ lot: inout Lot) throws {
    let isGrid = lot.once(in: 2)
    let lists = [
      try Taken(climbing: size, never: never, axis: 0, using: &lot),
      Taken(found: size, never: never, axis: isGrid ? 1 : 0, using: &lot),
    ]
    let sizes = Array(repeating: never, count: isGrid ? 2 : 1)
    let entityCount = lot.pick(size > 100_000 ? [3000, 300_000] : [1, 70, 3000])
    // Rows of another list come first.
    let starts = [5, 5 + size]
    let entities = (0..<5 + 2 * size).map { _ in
      lot.once(in: 20) ? Int32(-1) : Int32.random(in: 0..<Int32(entityCount), using: &lot)
    }
    let rows = lists.map { _ in Bitmap((0..<size).filter { _ in !lot.once(in: 4) }, count: size) }
    let chances = lot.pick([1, 5])
    let others = Bitmap((0..<entityCount).filter { _ in chances > 1 && lot.once(in: chances) }, count: entityCount)
    for reading in [SweepRecords.Reading.sure, .possible] {
      var wanted = sizes.map { _ in [UInt16](repeating: 0, count: entityCount) }
      for (list, (rows, start)) in zip(lists, zip(rows, starts)) {
        for row in rows.rows where entities[start + row] >= 0 {
          let entity = Int(entities[start + row])
          let end = UInt16((reading == .sure ? list.places : list.possible)[row] + 1)
          wanted[list.records.axis][entity] = max(wanted[list.records.axis][entity], end)
        }
      }
      // Whoever never ends along the first threshold does not along the other.
      others.forEach { wanted[0][$0] = UInt16(never + 1) }
      if isGrid { others.forEach { wanted[1][$0] = 0 } }
      let frequencies = (1...never + 1).map { end in Int64(wanted[0].count { Int($0) == end }) }
      for threads in [1, 2, 5] {
        Threads.use(threads)
        let parts: [SweepEnds.Part] = lists.indices.map { (lists[$0].records, rows[$0], starts[$0]) }
        let ends = try SweepEnds(of: parts, reading, Buffer(entities), sizes: sizes, settled: others)
        #expect(try ends.places() == wanted)
        if !isGrid { #expect(try ends.frequencies() == frequencies) }
      }
    }
    Threads.use(0)
  }
}
