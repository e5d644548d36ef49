import Tables
import Values

/// What each group has in common: a key for each of the grouping expressions.
///
/// There may be as many groups as a list has rows. Of each only numbers are kept that lead to its keys, expression by
/// expression, and a key is made when it is asked for.
public struct GroupKeys: RandomAccessCollection, Sendable {
  /// The keys of one expression, group by group.
  public struct Part: Sendable {
    private enum Source: Sendable {
      /// For each group its slot among those of a column of keys.
      case slots([UInt32], KeyNames)
      case given([GroupKey])
    }

    private let source: Source

    private init(_ source: Source) { self.source = source }

    init(_ column: KeyColumn, slots: [UInt32]) { source = .slots(slots, KeyNames(column)) }

    /// The key of a group.
    public subscript(group: Int) -> GroupKey {
      switch source {
      case .slots(let slots, let names): names.key(ofSlot: Int(slots[group]))
      case .given(let keys): keys[group]
      }
    }

    /// The keys of some groups.
    /// - Throws: `Interruption`.
    func selecting(_ groups: [UInt32]) throws -> Part {
      switch source {
      case .slots(let slots, let names):
        Part(.slots(try Interruption.map(groups) { slots[Int($0)] }, names))
      case .given(let keys): Part(.given(try Interruption.map(groups) { keys[Int($0)] }))
      }
    }

    /// The keys with that of one group more: the one of records whose entity is not in the registry.
    fileprivate var withOutside: Part {
      switch source {
      case .slots(let slots, var names):
        names.isOutsideWhenAbsent = true
        return Part(.slots(slots + [UInt32(names.slots.absent)], names))
      case .given(let keys): return Part(.given(keys + [.notInRegistry]))
      }
    }

    fileprivate init(given keys: [GroupKey]) { source = .given(keys) }

    /// How many bytes it holds. The texts are a column's own.
    fileprivate var heldBytes: Int {
      switch source {
      case .slots(let slots, _): slots.heldBytes
      case .given(let keys): keys.capacity * MemoryLayout<GroupKey>.stride
      }
    }
  }

  /// The keys expression by expression.
  public private(set) var parts: [Part]
  /// How many groups there are.
  public private(set) var count: Int

  init(_ parts: [Part], count: Int) {
    self.parts = parts
    self.count = count
  }

  /// Keys as they are given, group by group; every group has as many.
  public init(_ keys: [[GroupKey]]) {
    parts = (keys.first ?? []).indices.map { part in Part(given: keys.map { $0[part] }) }
    count = keys.count
  }

  /// 0.
  public var startIndex: Int { 0 }
  /// The number of groups.
  public var endIndex: Int { count }
  /// The keys of a group, made now.
  public subscript(group: Int) -> [GroupKey] { parts.map { $0[group] } }

  /// The keys of some groups.
  /// - Throws: `Interruption`.
  func selecting(_ groups: [UInt32]) throws -> GroupKeys {
    GroupKeys(try parts.map { try $0.selecting(groups) }, count: groups.count)
  }

  /// The keys with those of one more expression.
  func adding(_ part: Part) -> GroupKeys { GroupKeys(parts + [part], count: count) }

  /// Adds the group of records whose entity is not in the registry.
  mutating func appendOutside() {
    parts = parts.map(\.withOutside)
    count += 1
  }

  /// How many bytes it holds.
  var heldBytes: Int { parts.reduce(0) { $0 + $1.heldBytes } }
}
