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
  public let keys: [[GroupKey]]
  /// For a list, the group of each of its rows; -1 for none.
  let groups: [Int: [Int32]]
  /// The group of each entity, where groups are made of entities; else empty.
  public let entityGroups: [Int32]
  /// Which groups these are, as against any other.
  let version = Version()

  /// The number of groups.
  public var count: Int { keys.count }

  /// One group that holds everything.
  public static let whole = Grouping(keys: [[]], groups: [:], entityGroups: [])

  /// The groups in another order, among others that may be empty here.
  /// - Parameter keys: All keys, in the order wanted; those of every group are among them.
  /// - Returns: The same groups, numbered by the keys.
  public func arranged(as keys: [[GroupKey]]) -> Grouping {
    let places = Dictionary(keys.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: min)
    let moved = self.keys.map { places[$0] ?? -1 }
    // Entities that no list at hand knows are in no group that has a key.
    func arranged(_ groups: [Int32]) -> [Int32] {
      groups.map { moved.indices.contains(Int($0)) ? moved[Int($0)] : -1 }
    }
    return Grouping(keys: keys, groups: groups.mapValues(arranged), entityGroups: arranged(entityGroups))
  }

  /// The group of each row of a list; nil where every row is in the one group there is.
  public func rows(of list: Int) -> [Int32]? { groups[list] }
}

extension Evaluator {
  /// Sorts some rows of a list by expressions over them. Groups come in the order of their keys: texts as they first
  /// appear in their column, all else ascending, unknown last.
  public func grouping(of rows: Bitmap, of list: Int, by expressions: [TypedExpression]) throws -> Grouping {
    let columns = try expressions.map { expression in
      try kept(.keys(expression), over: list) { try keyColumn(expression, over: list) }
    }
    var ids: [[Int32]: Int32] = [:]
    var tuples: [[Int32]] = []
    var groups = [Int32](repeating: -1, count: rows.count)
    rows.forEach { row in
      let tuple = columns.map { $0.codes[row] }
      if let id = ids[tuple] {
        groups[row] = id
      } else {
        let id = Int32(tuples.count)
        ids[tuple] = id
        tuples.append(tuple)
        groups[row] = id
      }
    }
    let order = tuples.indices.sorted { tuples[$0].lexicographicallyPrecedes(tuples[$1]) }
    var position = [Int32](repeating: 0, count: order.count)
    for (place, id) in order.enumerated() { position[id] = Int32(place) }
    let keys = order.map { id in zip(columns, tuples[id]).map { column, code in column.keys[Int(code)] } }
    return Grouping(keys: keys, groups: [list: groups.map { $0 < 0 ? -1 : position[Int($0)] }], entityGroups: [])
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
    let inRegistry = try grouping(of: everyone, of: registry, by: expressions)
    let entityGroups = inRegistry.groups[registry] ?? []
    let outside = Int32(inRegistry.count)
    var groups = inRegistry.groups
    var hasOutside = false
    for list in lists where list != registry {
      groups[list] = graph.lists[list].entities.map { entity in
        if entity >= 0, entity < entityGroups.count { return entityGroups[Int(entity)] }
        hasOutside = true
        return outside
      }
    }
    let keys = inRegistry.keys + (hasOutside ? [expressions.map { _ in .notInRegistry }] : [])
    let others = [Int32](repeating: outside, count: graph.entityCount - entityGroups.count)
    return Grouping(keys: keys, groups: groups, entityGroups: entityGroups + others)
  }

  /// A grouping expression as small codes, one a row, that sort as their keys do.
  private func keyColumn(
    _ expression: TypedExpression, over list: Int
  ) throws -> KeyColumn {
    // Rows that belong to no entity of the registry can't have a property of one.
    var absent: [Bool] = []
    if case .ancestor(let ancestor, _) = expression.kind, ancestor == graph.registry {
      absent = ancestors(ancestor, of: list).map { $0 < 0 }
    }
    var keys: [GroupKey]
    var codes: [Int32]
    switch expression.type {
    case .text?, .category?:
      let vector = try texts(expression, over: list)
      keys = vector.dictionary.texts.map { .value(.text($0)) }
      codes = vector.codes.map { Int32(bitPattern: $0) }
      mark(&codes, vector.unknown, as: Int32(keys.count))
    case .flag?, nil:
      let planes = try truth(expression, over: list)
      keys = [.value(.flag(false)), .value(.flag(true))]
      codes = (0..<planes.yes.count).map { planes.yes.contains($0) ? 1 : 0 }
      mark(&codes, planes.unknown, as: 2)
    case let type?:
      let vector = try numbers(expression, over: list)
      var distinct = Set<Int64>()
      for (row, number) in vector.low.enumerated() where vector.unknown?.contains(row) != true {
        distinct.insert(number)
      }
      let sorted = distinct.sorted()
      let position = Dictionary(uniqueKeysWithValues: zip(sorted, 0..<Int32(sorted.count)))
      keys = sorted.map { .value(NumberVector.value($0, type: type, places: vector.places)) }
      codes = vector.low.map { position[$0] ?? 0 }
      var unknown = vector.unknown
      if let high = vector.high { unknown = union(unknown, packed(high.count) { high[$0] != vector.low[$0] }) }
      mark(&codes, unknown, as: Int32(keys.count))
    }
    keys += [.value(.unknown), .notInRegistry]
    for row in codes.indices where !absent.isEmpty && absent[row] { codes[row] = Int32(keys.count - 1) }
    return KeyColumn(codes: codes, keys: keys)
  }

  private func mark(_ codes: inout [Int32], _ unknown: Bitmap?, as code: Int32) {
    unknown?.forEach { codes[$0] = code }
  }
}
