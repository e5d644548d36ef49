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
  /// When the records of a list are taken: the first place in the order of their threshold, or as many as there are for
  /// never.
  struct Records {
    /// From where on it surely is.
    private(set) var sure: [UInt16]
    /// From where on it may be; nil where it is never in doubt.
    private var open: [UInt16]?
    /// The threshold along which the list loses records.
    let axis: Int

    fileprivate init(rows: Int, never: Int, axis: Int) {
      sure = [UInt16](repeating: UInt16(never), count: rows)
      self.axis = axis
    }

    /// From where on a record may be taken.
    var possible: [UInt16] { open ?? sure }
    /// Whether a record may be taken before it surely is.
    var hasDoubt: Bool { open != nil }

    /// Takes a row from a place on.
    fileprivate mutating func take(_ row: Int, possibly first: Int, surely second: Int) {
      let first = min(first, Int(open?[row] ?? sure[row]))
      let second = min(second, Int(sure[row]))
      if first != second, open == nil { open = sure }
      sure[row] = UInt16(second)
      open?[row] = UInt16(first)
    }

    /// Takes rows of which it is at no place in doubt whether they are taken.
    @inline(__always)
    fileprivate mutating func take(_ rows: Bitmap, from place: (Int) -> UInt16) {
      func lower(_ places: inout [UInt16]) {
        places.withUnsafeMutableBufferPointer { places in
          rows.forEach { row in
            precondition(row < places.count, "a row past the end")
            places[row] = min(places[row], place(row))
          }
        }
      }
      lower(&sure)
      if var places = open.take() {
        lower(&places)
        open = places
      }
    }
  }

  /// How many places there are in order for each of one or two thresholds: one for each of its values.
  let sizes: [Int]
  /// How many places there are: those of the second threshold for each of the first.
  var count: Int { sizes.reduce(1, *) }
  /// The place of each point.
  let places: [Int]
  /// The lists with rows of their own from which records are taken.
  private(set) var records: [Int: Records] = [:]
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
      change(leaf, in: graph) { records in
        records.take(planes.yes) { _ in 0 }
        planes.unknown.forEach { records.take($0, possibly: 0, surely: .max) }
      }
    }
  }

  /// Adds the measure that takes more and more of the rows that may stand along a threshold.
  mutating func add(_ turning: Turning, of list: Int, along axis: Int, in base: World) throws {
    let graph = base.graph
    let rungs = try turning.turns.rungs(of: base.standing(of: list).high)
    let doubtful = rungs.doubtful
    for (leaf, rows) in graph.leaves(of: list) {
      func part(_ set: Bitmap) -> Bitmap { set.slice(rows) & base.records[leaf].high }
      let (first, doubt, last) = (turning.first, turning.doubt, turning.last)
      let sure = (first: part(first.yes), doubt: part(doubt.yes), last: part(last.yes))
      let open = (first: part(first.unknown), doubt: part(doubt.unknown), last: part(last.unknown))
      let start = rows.lowerBound
      change(leaf, along: axis, in: graph) { records in
        // Most rows are in doubt at no point.
        let doubtful = doubtful.slice(rows) | open.first | open.last
        let first = sure.first.subtracting(doubtful)
        if !first.isEmpty { records.take(first) { _ in 0 } }
        let later = sure.last.subtracting(sure.first | doubtful)
        rungs.withLast { last in records.take(later) { last(start + $0) } }
        let concerned = sure.first | sure.doubt | sure.last | open.first | open.doubt | open.last
        (concerned & doubtful).forEach { row in
          let turn = rungs.turn(of: start + row)
          func place(_ isFirst: Bool, _ isDoubt: Bool, _ isLast: Bool) -> Int {
            isFirst ? 0 : isDoubt ? turn.doubt : isLast ? turn.last : .max
          }
          let surely = place(sure.first.contains(row), sure.doubt.contains(row), sure.last.contains(row))
          let possibly = place(
            sure.first.contains(row) || open.first.contains(row), sure.doubt.contains(row) || open.doubt.contains(row),
            sure.last.contains(row) || open.last.contains(row))
          records.take(row, possibly: min(possibly, surely), surely: surely)
        }
      }
    }
  }

  /// Where a measure acts while its moving comparison is as at first, in doubt, and as at last, and when it turns.
  struct Turning {
    let first: TruthPlanes
    let doubt: TruthPlanes
    let last: TruthPlanes
    let turns: SweepComparison.Turns
  }

  private mutating func change(
    _ list: Int, along axis: Int = 0, in graph: Graph, _ body: (inout Records) -> Void
  ) {
    var changed =
      records.removeValue(forKey: list)
      ?? Records(rows: graph.lists[list].rowCount, never: sizes[axis], axis: axis)
    body(&changed)
    records[list] = changed
  }
}
