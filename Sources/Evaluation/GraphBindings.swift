import Synchronization
import Tables

/// What follows from how lists are bound to one another: found out when it is first asked for, and shared by all graphs
/// that differ only in the cells of columns by which no list is bound.
final class GraphBindings: Sendable {
  /// Which bindings these are, as against any other.
  let version = Version()

  private struct Path: Hashable {
    let ancestor: Int
    let list: Int
  }

  private let links = Mutex<[Path: ChildLinks]>([:])
  private let families = Mutex<[Path: Families]>([:])
  private let strays = Mutex<[Int: Bitmap]>([:])
  private let outside = Mutex<[Int: Bool]>([:])

  /// The rows of a list that belong to each row of an ancestor.
  func links(from ancestor: Int, to list: Int, _ compute: () throws -> ChildLinks) rethrows -> ChildLinks {
    try GraphBindings.value(of: Path(ancestor: ancestor, list: list), in: links, compute)
  }

  /// How rows of a list belong to those of an ancestor.
  struct Families: Sendable {
    /// The most rows that belong to one.
    let largest: Int
    /// Whether no row belongs to several.
    let areDisjoint: Bool
  }

  /// How rows of a list belong to those of an ancestor.
  func families(of list: Int, in ancestor: Int, _ compute: () -> Families) -> Families {
    GraphBindings.value(of: Path(ancestor: ancestor, list: list), in: families, compute)
  }

  /// The rows of a list of which it is not known what entity they are about.
  func strays(of list: Int, _ compute: () -> Bitmap) -> Bitmap {
    GraphBindings.value(of: list, in: strays, compute)
  }

  /// Whether some row of a list is about an entity that is not in the registry, or about none that is known.
  func isOutsideRegistry(_ list: Int, _ compute: () -> Bool) -> Bool {
    GraphBindings.value(of: list, in: outside, compute)
  }

  /// Two threads that ask at once may both compute: the results are the same.
  private static func value<Key: Hashable & Sendable, Value: Sendable>(
    of key: Key, in values: borrowing Mutex<[Key: Value]>, _ compute: () throws -> Value
  ) rethrows -> Value {
    if let value = values.withLock({ $0[key] }) { return value }
    let value = try compute()
    values.withLock { $0[key] = value }
    return value
  }
}
