import Evaluation
import Language
import Tables

extension ScenarioRun {
  /// Two measures that disagree over records.
  public struct Conflict: Sendable, Hashable {
    /// Why they disagree.
    public enum Kind: Sendable, Hashable {
      /// One takes, puts on or changes what the other's exception protects. The first wins.
      case protected
      /// One says that the record should never have been listed, the other that it leaves. The first wins.
      case exemptAndExit
      /// One takes off what the other puts on. The second wins.
      case takenAndAdmitted
      /// Measures of two scenarios set a cell to different values. The second wins.
      case updatedTwice
    }

    /// Why.
    public let kind: Kind
    /// The measure that comes first.
    public let first: Measure
    /// The one that comes after it.
    public let second: Measure
    /// How many records they disagree over.
    public let records: Int
  }

  /// The conflicts between the steps, in their order.
  public var conflicts: [Conflict] {
    var conflicts: [Conflict] = []
    for (position, first) in steps.enumerated() {
      for second in steps.dropFirst(position + 1) {
        for (kind, records) in disagreement(first, second) where records > 0 {
          conflicts.append(
            Conflict(kind: kind, first: first.measure, second: second.measure, records: records))
        }
      }
    }
    return conflicts
  }

  private func disagreement(_ first: Step, _ second: Step) -> [(Conflict.Kind, Int)] {
    let graph = base.graph
    func parts(_ rows: Bitmap, _ step: Step) -> [Int: Bitmap] {
      let planes = TruthPlanes(yes: rows, unknown: Bitmap(count: rows.count))
      return Dictionary(
        graph.split(planes, of: step.measure.list).map { ($0.list, $0.planes.yes) }, uniquingKeysWith: { $0 | $1 })
    }
    func overlap(_ left: [Int: Bitmap], _ right: [Int: Bitmap]) -> Int {
      left.reduce(0) { total, part in total + (right[part.key].map { (part.value & $0).population } ?? 0) }
    }
    let (actions, kin) = (Set([first.measure.action, second.measure.action]), first.measure.isKin(to: second.measure))
    let done = parts(first.done, first)
    let protections =
      kin
      ? overlap(done, parts(second.protected, second))
        + overlap(parts(first.protected & first.within, first), parts(second.acting.yes, second)) : 0
    let opposites = actions == [.exempt, .exit] ? overlap(done, parts(second.acting.yes, second)) : 0
    let isReversal = actions.contains(.admit) && !actions.contains(.update) && actions.count == 2
    let reversals = isReversal ? overlap(done, parts(second.done, second)) : 0
    var rewritten = 0
    if actions == [.update], first.measure.scenario != second.measure.scenario {
      // What the first leaves as it says already counts too: the second says otherwise.
      let ours = cells(first.changedCells.mapValues { _ in first.acting.yes & first.within }, of: first)
      let theirs = cells(second.changedCells, of: second)
      let rows = ours.keys.filter { theirs[$0] != nil }.reduce(into: [Int: Bitmap]()) { rows, cell in
        guard let left = ours[cell], let right = theirs[cell] else { return }
        rows[cell.list] = rows[cell.list].map { $0 | (left & right) } ?? left & right
      }
      rewritten = rows.values.reduce(0) { $0 + $1.population }
    }
    return [
      (.protected, protections), (.exemptAndExit, opposites), (.takenAndAdmitted, reversals),
      (.updatedTwice, rewritten),
    ]
  }

  private struct Cell: Hashable {
    let list: Int
    let column: String
  }

  /// Rows in columns of a step's list, by the lists that hold the cells.
  private func cells(_ columns: [Int: Bitmap], of step: Step) -> [Cell: Bitmap] {
    var cells: [Cell: Bitmap] = [:]
    for (column, rows) in columns {
      let name = base.graph.schema.lists[step.measure.list].columns[column].name
      for leaf in base.graph.leaves(of: step.measure.list) {
        cells[Cell(list: leaf.list, column: name)] = rows.slice(leaf.rows)
      }
    }
    return cells
  }
}

extension ScenarioRun.Step {
  /// The records that it surely took, put on or changed.
  fileprivate var done: Bitmap { taken | admitted | changed }

  /// The records that it could act on: those that stand, or may be put on.
  fileprivate var within: Bitmap {
    let standing = before.standing(of: measure.list).headline
    guard measure.action == .admit else { return standing }
    return before.frame.existing[measure.list].headline.subtracting(standing)
  }
}

extension Measure {
  /// Whether it does the same sort of thing as another, so that an exception of one speaks of the other too.
  fileprivate func isKin(to other: Measure) -> Bool {
    switch (action, other.action) {
    case (.update, .update):
      list != other.list || !Set(assignments.map(\.column)).isDisjoint(with: other.assignments.map(\.column))
    case (.admit, .admit): true
    case (.update, _), (_, .update), (.admit, _), (_, .admit): false
    default: true
    }
  }
}
