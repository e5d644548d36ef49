import Synchronization

/// Thrown by work that was asked to stop, so that whoever called it is left as before.
public struct Interruption: Error {
  /// Who says it. In a type of its own: a function that is itself what the lock guards would be wrapped twice more each
  /// time that it is looked at, and so be asked through ever more layers.
  private struct Request: Sendable {
    var isMade: (@Sendable () -> Bool)?
  }

  private static let request = Mutex(Request())

  /// Says how the work finds out that it shall stop; nothing stops it before.
  /// - Parameter isRequested: Asked often, from any thread.
  public static func watch(_ isRequested: @escaping @Sendable () -> Bool) {
    request.withLock { $0.isMade = isRequested }
  }

  /// Whether the work shall stop, for what can't throw.
  public static var isRequested: Bool { request.withLock { $0.isMade }?() == true }

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
