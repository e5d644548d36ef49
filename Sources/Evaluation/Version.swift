import Synchronization

/// A stamp that nothing else bears: what carries the same stamp as before has not changed since.
///
/// Stamps tell the same thing from another; which of two is the greater means nothing.
public struct Version: Sendable, Hashable {
  private static let latest = Atomic<UInt64>(0)

  private let number: UInt64

  /// A stamp of its own.
  public init() { number = Version.latest.wrappingAdd(1, ordering: .relaxed).newValue }
}
