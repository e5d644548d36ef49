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

  /// Who is asked instead by work that heeds somebody of its own.
  @TaskLocal private static var nearer: (@Sendable () -> Bool)?

  /// Whom the work at hand heeds, for threads that go on with it; nil for whom the program watches.
  public static var heeded: (@Sendable () -> Bool)? { nearer }

  /// Does work that somebody of its own may stop, also where it goes on in other threads: the work of others goes on.
  /// - Parameters:
  ///   - isRequested: Asked often, from any thread; nil leaves it with whom the work heeds already.
  ///   - work: What is done.
  /// - Returns: What the work gives.
  /// - Throws: What the work throws.
  public static func heeding<Result>(
    _ isRequested: (@Sendable () -> Bool)?, _ work: () throws -> Result
  ) rethrows -> Result {
    guard let isRequested else { return try work() }
    return try $nearer.withValue(isRequested, operation: work)
  }

  /// Whether the work shall stop, for what can't throw.
  public static var isRequested: Bool {
    if let nearer { return nearer() }
    return request.withLock { $0.isMade }?() == true
  }

  /// Looks whether the work shall stop. To be called every few milliseconds: once a chunk of rows, not once a row.
  /// - Throws: `Interruption` when it shall.
  public static func check() throws {
    if isRequested { throw Interruption() }
  }

  /// Looks once in 8,192 rows whether the work shall stop, in loops that take up to a microsecond a row.
  /// - Throws: `Interruption` when it shall.
  @inlinable public static func check(atRow row: Int) throws {
    if row & 0x1FFF == 0 { try check() }
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

  /// Elements in an order, unless the work is stopped midway.
  /// - Throws: `Interruption` when it is.
  @inlinable public static func sorted<Element>(
    _ elements: some Sequence<Element>, by precedes: (Element, Element) -> Bool
  ) throws -> [Element] {
    var comparisons = 0
    return try elements.sorted { first, second in
      comparisons &+= 1
      try check(atRow: comparisons)
      return precedes(first, second)
    }
  }
}
