import Synchronization

/// Thrown by work that was asked to stop, so that whoever called it is left as before.
public struct Interruption: Error {
  private static let request = Mutex<(@Sendable () -> Bool)?>(nil)

  /// Says how the work finds out that it shall stop; nothing stops it before.
  /// - Parameter isRequested: Asked often, from any thread.
  public static func watch(_ isRequested: @escaping @Sendable () -> Bool) { request.withLock { $0 = isRequested } }

  /// Looks whether the work shall stop. To be called every few milliseconds: once a chunk of rows, not once a row.
  /// - Throws: `Interruption` when it shall.
  public static func check() throws {
    if request.withLock({ $0 })?() == true { throw Interruption() }
  }
}
