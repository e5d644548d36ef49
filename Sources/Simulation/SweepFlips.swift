import Evaluation
import Language
import Tables
import Values

/// For each record, from which point of a sweep on it is taken.
///
/// Along one threshold a condition turns at most once for each record, and for all of them the same way. Points are
/// put in the order in which more and more records are taken: then one number a record says it all. Two thresholds make
/// a grid of places, and along each of them other lists lose records.
struct SweepFlips {
  /// How many places there are in order for each of one or two thresholds: one for each of its values.
  let sizes: [Int]
  /// How many places there are: those of the second threshold for each of the first.
  var count: Int { sizes.reduce(1, *) }
  /// The place of each point.
  let places: [Int]
  /// The lists with rows of their own from which records are taken.
  private(set) var records: [Int: SweepRecords] = [:]
  /// The lists with rows of their own from whose history records are erased.
  private(set) var erased: Set<Int> = []

  init(sizes: [Int], places: [Int]) {
    self.sizes = sizes
    self.places = places
  }

  /// Notes that a measure erases what it takes.
  mutating func erase(_ list: Int, in graph: Graph) {
    erased.formUnion(graph.leaves(of: list).map(\.list))
  }

  /// Adds a measure that takes the same at every point.
  mutating func add(_ acting: TruthPlanes, of list: Int, in graph: Graph) {
    for (leaf, planes) in graph.split(acting, of: list) {
      var changed =
        records.removeValue(forKey: leaf)
        ?? SweepRecords(rows: graph.lists[leaf].rowCount, never: sizes[0], axis: 0)
      changed.take(planes.yes)
      planes.unknown.forEach { changed.take($0, possibly: 0, surely: .max) }
      records[leaf] = changed
    }
  }

  /// Adds the measure that takes more and more of the rows that may stand along a threshold.
  mutating func add(_ turning: Turning, of list: Int, along axis: Int, in base: World) throws {
    var rungs: SweepComparison.Rungs?
    for (leaf, rows) in base.graph.leaves(of: list) {
      let part = turning.slice(rows)
      let standing = base.records[leaf].high
      if records[leaf] == nil, let climbing = climbing(part, standing, from: rows.lowerBound, along: axis) {
        records[leaf] = climbing
        continue
      }
      let found = try rungs ?? turning.turns.rungs(of: base.standing(of: list).high)
      rungs = found
      var changed =
        records.removeValue(forKey: leaf) ?? SweepRecords(rows: standing.count, never: sizes[axis], axis: axis)
      look(part, standing, found, from: rows.lowerBound, &changed)
      records[leaf] = changed
    }
  }

  /// The records of a list with rows of its own where none is ever in doubt and numbers are stored; else nil.
  private func climbing(_ turning: Turning, _ standing: Bitmap, from start: Int, along axis: Int) -> SweepRecords? {
    for truth in [turning.first, turning.last] {
      if let open = truth.unknown(among: standing), !open.isEmpty { return nil }
    }
    let first = turning.first.yes(among: standing)
    let last = turning.last.yes(among: standing) ?? Bitmap(count: standing.count)
    let later = first.map { last.subtracting($0) } ?? last
    // What is so at the first place stays so, whatever the comparison is.
    return turning.turns.climb(of: later, from: start).map {
      SweepRecords(climbing: $0, first: first, never: sizes[axis], axis: axis)
    }
  }

  /// Looks up for each record of a list with rows of its own when it turns.
  private func look(
    _ turning: Turning, _ standing: Bitmap, _ rungs: SweepComparison.Rungs, from start: Int,
    _ records: inout SweepRecords
  ) {
    let none = Bitmap(count: standing.count)
    func sets(_ truth: SweepTruth) -> (sure: Bitmap, open: Bitmap) {
      (truth.yes(among: standing) ?? none, truth.unknown(among: standing) ?? none)
    }
    let (first, doubt, last) = (sets(turning.first), sets(turning.doubt), sets(turning.last))
    // Most rows are in doubt at no point.
    let doubtful = rungs.doubtful.slice(start..<start + standing.count) | first.open | last.open
    records.take(first.sure.subtracting(doubtful))
    let later = last.sure.subtracting(first.sure | doubtful)
    rungs.withLast { last in records.take(later) { last(start + $0) } }
    let concerned = first.sure | doubt.sure | last.sure | first.open | doubt.open | last.open
    (concerned & doubtful).forEach { row in
      let turn = rungs.turn(of: start + row)
      func place(_ isFirst: Bool, _ isDoubt: Bool, _ isLast: Bool) -> Int {
        isFirst ? 0 : isDoubt ? turn.doubt : isLast ? turn.last : .max
      }
      let surely = place(first.sure.contains(row), doubt.sure.contains(row), last.sure.contains(row))
      let possibly = place(
        first.sure.contains(row) || first.open.contains(row), doubt.sure.contains(row) || doubt.open.contains(row),
        last.sure.contains(row) || last.open.contains(row))
      records.take(row, possibly: min(possibly, surely), surely: surely)
    }
  }

  /// Where a measure acts while its moving comparison is as at first, in doubt, and as at last, and when it turns.
  struct Turning {
    let first: SweepTruth
    let doubt: SweepTruth
    let last: SweepTruth
    let turns: SweepComparison.Turns

    /// The same for rows that follow one another.
    func slice(_ rows: Range<Int>) -> Turning {
      Turning(first: first.slice(rows), doubt: doubt.slice(rows), last: last.slice(rows), turns: turns)
    }
  }
}
