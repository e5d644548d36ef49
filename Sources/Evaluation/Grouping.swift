import Language
import Tables
import Values

/// What one group has in common.
public enum GroupKey: Sendable, Hashable {
  /// The value of the key, or unknown.
  case value(Value)
  /// The record's entity is not in the registry, so that it has no such value.
  case notInRegistry
}

/// Rows sorted into groups.
public struct Grouping: Sendable {
  /// What each group has in common: a key for each of the grouping expressions.
  public let keys: GroupKeys
  /// For a list, the group of each of its rows.
  let groups: [Int: RowGroups]
  /// The group of each entity, where groups are made of entities; else nil.
  public let entityGroups: RowGroups?
  /// Which groups these are, as against any other.
  let version = Version()

  /// The number of groups.
  public var count: Int { keys.count }

  /// One group that holds everything.
  public static let whole = Grouping(keys: GroupKeys([], count: 1), groups: [:], entityGroups: nil)

  /// The groups in another order, among others that may be empty here.
  /// - Parameter keys: All keys, in the order wanted; those of every group are among them.
  /// - Returns: The same groups, numbered by the keys.
  public func arranged(as keys: [[GroupKey]]) -> Grouping {
    let places = Dictionary(keys.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: min)
    let moved = self.keys.map { places[$0] ?? -1 }
    func arranged(_ groups: RowGroups) -> RowGroups { groups.renumbered(as: moved, count: keys.count) }
    return Grouping(
      keys: GroupKeys(keys), groups: groups.mapValues(arranged), entityGroups: entityGroups.map(arranged))
  }

  /// The group of each row of a list; nil where every row is in the one group there is.
  public func rows(of list: Int) -> RowGroups? { groups[list] }
}

extension Evaluator {
  /// Sorts some rows of a list by expressions over them. Groups come in the order of their keys: texts as they first
  /// appear in their column, all else ascending, unknown last.
  public func grouping(of rows: Bitmap, of list: Int, by expressions: [TypedExpression]) throws -> Grouping {
    let areMany = rows.population > rows.count / 8
    let columns = try expressions.map { try keptKeyColumn($0, over: list, ofMany: areMany) }
    let (groups, keys) = try sorted(rows, by: columns)
    return Grouping(keys: keys, groups: [list: groups], entityGroups: nil)
  }

  /// Sorts the rows of several lists by properties of their entities, as the registry has them. Records whose entity
  /// is not there form a group of their own, so that groups still add up to the whole.
  public func groupingByEntity(of lists: [Int], by expressions: [TypedExpression]) throws -> Grouping {
    guard let registry = graph.registry else { return .whole }
    return try kept(.groups(expressions, of: lists), over: registry) {
      try computedGroupingByEntity(of: lists, by: expressions, registry)
    }
  }

  private func computedGroupingByEntity(
    of lists: [Int], by expressions: [TypedExpression], _ registry: Int
  ) throws -> Grouping {
    let everyone = Bitmap(repeating: true, count: graph.registeredCount)
    var (inRegistry, keys) = try sorted(everyone, by: expressions.map { try keptKeyColumn($0, over: registry) })
    var groups = [registry: inRegistry]
    var hasOutside = false
    for list in lists where list != registry {
      groups[list] = inRegistry.handedOn(to: graph.lists[list].entities)
      hasOutside = hasOutside || graph.hasRowsOutsideRegistry(list)
    }
    if hasOutside { keys.appendOutside() }
    return Grouping(keys: keys, groups: groups, entityGroups: inRegistry.handedOn(to: nil))
  }

  private func keptKeyColumn(
    _ expression: TypedExpression, over list: Int, ofMany areMany: Bool = true
  ) throws -> KeyColumn {
    // The codes of a column are at hand, also where they stand at what a row belongs to.
    guard expression.isWorthKeeping, areMany || !expression.isColumnOfAncestor else {
      return try keyColumn(expression, over: list)
    }
    return try kept(.keys(expression), over: list) {
      let column = try keyColumn(expression, over: list)
      return areMany ? try column.writtenOut() : column
    }
  }

  /// Rows in groups by one key or several, with what each group has in common.
  private func sorted(_ rows: Bitmap, by columns: [KeyColumn]) throws -> (groups: RowGroups, keys: GroupKeys) {
    guard let first = columns.first else {
      let (groups, slots) = try RowGroups.sorting(rows, by: .uniform(count: rows.count))
      return (groups, GroupKeys([], count: slots.count))
    }
    var (groups, slots) = try RowGroups.sorting(rows, by: first)
    var keys = GroupKeys([GroupKeys.Part(first, slots: slots)], count: slots.count)
    for column in columns.dropFirst() {
      let (next, nextSlots) = try RowGroups.sorting(rows, by: column)
      let combination = try KeyCombination(of: rows, groups, next)
      (groups, slots) = try RowGroups.sorting(rows, by: combination.column)
      keys = try keys.selecting(combination.firsts)
        .adding(GroupKeys.Part(column, slots: nextSlots).selecting(combination.seconds))
    }
    return (groups, keys)
  }
}

extension TypedExpression {
  /// Whether it is a column of what a row belongs to.
  fileprivate var isColumnOfAncestor: Bool {
    switch kind {
    case .column: true
    case .ancestor(_, let inner): inner.isColumnOfAncestor
    default: false
    }
  }
}
