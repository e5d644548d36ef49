import Evaluation
import Tables

/// The groups of entities in two worlds: the same in both, or each world's own where measures may move entities.
struct GroupingPair {
  /// The groups in the first world; nil for the whole.
  let before: Grouping?
  /// The groups in the second world, under the same keys.
  let after: Grouping?
  /// The entities that are in another group in the second world; nil where none is.
  let moved: Bitmap?
  /// The groups that an entity left or joined.
  let groupsWithMoves: Set<Int>

  /// Whether any entity is in another group.
  var hasMoves: Bool { !groupsWithMoves.isEmpty }

  /// The number of groups.
  var count: Int { before?.count ?? 1 }

  /// The same groups in both worlds.
  init(_ grouping: Grouping?) {
    (before, after) = (grouping, grouping)
    moved = nil
    groupsWithMoves = []
  }

  /// Each world's own groups, which have their keys in common.
  init(before: Grouping, after: Grouping, of graph: Graph) {
    self.before = before
    self.after = after
    var moved = Bitmap(count: graph.entityCount)
    var groups: Set<Int> = []
    let count = graph.entityCount
    let (first, second) = (
      before.entityGroups?.numbers(ofFirst: count) ?? [], after.entityGroups?.numbers(ofFirst: count) ?? []
    )
    for (entity, (first, second)) in zip(first, second).enumerated() where first != second {
      moved.insert(entity)
      groups.formUnion([Int(first), Int(second)])
    }
    self.moved = groups.isEmpty ? nil : moved
    groupsWithMoves = groups
  }
}
