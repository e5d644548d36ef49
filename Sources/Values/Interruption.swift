import Synchronization

/// Thrown by work that was asked to stop, so that whoever called it is left as before.
public struct Interruption: Error {
  /// A function of its own type: a bare one would be wrapped anew each time that it passes through the lock, and asking
  /// would take longer each time.
  private struct Watch {
    let isRequested: @Sendable () -> Bool
  }

  private static let watching = Mutex<Watch?>(nil)

  /// Says how the work finds out that it shall stop; nothing stops it before.
  /// - Parameter isRequested: Asked often, from any thread.
  public static func watch(_ isRequested: @escaping @Sendable () -> Bool) {
    watching.withLock { $0 = Watch(isRequested: isRequested) }
  }

  /// Whether the work shall stop, for what can't throw.
  public static var isRequested: Bool { watching.withLock { $0 }?.isRequested() == true }

  /// Looks whether the work shall stop. To be called every few milliseconds: once a chunk of rows, not once a row.
  /// - Throws: `Interruption` when it shall.
  public static func check() throws {
    if isRequested { throw Interruption() }
  }

  /// Looks once in 65,536 rows whether the work shall stop, in loops that take a few nanoseconds a row.
  /// - Throws: `Interruption` when it shall.
  @inlinable public static func check(atRow row: Int) throws {
    if row & 0xFFFF == 0 { try check() }
  }

  /// What becomes of each of many elements, unless the work is stopped midway.
  /// - Throws: `Interruption` when it is, and what the transformation throws.
  @inlinable public static func map<Element, Result>(
    _ elements: some Collection<Element>, _ transform: (Element) throws -> Result
  ) throws -> [Result] {
    var row = 0
    return try elements.map { element in
      try check(atRow: row)
      row += 1
      return try transform(element)
    }
  }
}
