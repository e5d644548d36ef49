import Evaluation
import Language
import Tables
import Values

/// For each record, from which point of a sweep on it is taken.
///
/// Along one threshold a condition turns at most once for each record, and for all of them the same way. Points are
/// put in the order in which more and more records are taken: then one number a record says it all.
struct SweepFlips {
  /// When the records of a list are taken: the first place in order, or `count` for never.
  struct Records {
    /// From where on a record may be taken.
    var possible: [UInt16]
    /// From where on it surely is.
    var sure: [UInt16]
    /// Whether the two differ anywhere.
    var hasDoubt = false

    fileprivate init(rows: Int, never: Int) {
      possible = [UInt16](repeating: UInt16(never), count: rows)
      sure = possible
    }

    /// Takes some rows from a place on.
    fileprivate mutating func take(_ row: Int, possibly first: Int, surely second: Int) {
      if first < Int(possible[row]) { possible[row] = UInt16(first) }
      if second < Int(sure[row]) { sure[row] = UInt16(second) }
      if possible[row] != sure[row] { hasDoubt = true }
    }
  }

  /// How many places there are in order: one for each threshold.
  let count: Int
  /// The place of each point.
  let places: [Int]
  /// The lists with rows of their own from which records are taken.
  private(set) var records: [Int: Records] = [:]
  /// The lists with rows of their own from whose history records are erased.
  private(set) var erased: Set<Int> = []

  init(count: Int, places: [Int]) {
    self.count = count
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
        planes.yes.forEach { records.take($0, possibly: 0, surely: 0) }
        planes.unknown.forEach { records.take($0, possibly: 0, surely: .max) }
      }
    }
  }

  /// Adds the measure that takes more and more.
  /// - Parameters:
  ///   - turning: Where it acts while the moving comparison is as at first, in doubt, and as at last.
  ///   - turns: For each row of the list, from which place on the comparison is in doubt and from which as at last.
  mutating func add(
    _ turning: (first: TruthPlanes, doubt: TruthPlanes, last: TruthPlanes),
    _ turns: (Int) -> (doubt: Int, last: Int), of list: Int, in graph: Graph
  ) {
    for (leaf, rows) in graph.leaves(of: list) {
      let first = (yes: turning.first.yes.slice(rows), unknown: turning.first.unknown.slice(rows))
      let doubt = (yes: turning.doubt.yes.slice(rows), unknown: turning.doubt.unknown.slice(rows))
      let last = (yes: turning.last.yes.slice(rows), unknown: turning.last.unknown.slice(rows))
      // Most rows are taken at no point.
      let concerned = first.yes | first.unknown | doubt.yes | doubt.unknown | last.yes | last.unknown
      change(leaf, in: graph) { records in
        concerned.forEach { row in
          let turn = turns(rows.lowerBound + row)
          func place(_ isFirst: Bool, _ isDoubt: Bool, _ isLast: Bool) -> Int {
            isFirst ? 0 : isDoubt ? turn.doubt : isLast ? turn.last : .max
          }
          let sure = place(first.yes.contains(row), doubt.yes.contains(row), last.yes.contains(row))
          let possible = place(
            first.yes.contains(row) || first.unknown.contains(row),
            doubt.yes.contains(row) || doubt.unknown.contains(row),
            last.yes.contains(row) || last.unknown.contains(row))
          records.take(row, possibly: min(possible, sure), surely: sure)
        }
      }
    }
  }

  private mutating func change(_ list: Int, in graph: Graph, _ body: (inout Records) -> Void) {
    var changed = records.removeValue(forKey: list) ?? Records(rows: graph.lists[list].rowCount, never: count)
    body(&changed)
    records[list] = changed
  }
}
