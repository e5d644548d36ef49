import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How many threads a computation may use.
public enum Threads {
  private static let limit = Atomic<Int>(0)

  /// The number in use: as many as there are processors unless another was asked for.
  public static var count: Int {
    let asked = limit.load(ordering: .relaxed)
    return asked > 0 ? asked : max(1, processors)
  }

  /// Asks for a number of threads; 0 for as many as there are processors. Results are the same with any number.
  public static func use(_ count: Int) { limit.store(max(0, count), ordering: .relaxed) }

  /// Wakes the threads that are going to share work that is about to come. A thread of a processor that has nothing to do
  /// takes as long to wake as it takes to read a statement.
  public static func rouse() { ThreadCrew.shared.call(count - 1) }

  /// Does some pieces of work, as many at once as threads may be used, and comes back when all are done.
  /// - Parameters:
  ///   - count: How many pieces there are; they are begun in their order.
  ///   - body: Does one. It must not touch what another piece changes.
  public static func perform(_ count: Int, _ body: @Sendable (Int) -> Void) {
    let workers = min(Threads.count, count)
    guard workers > 1 else {
      for piece in 0..<count { body(piece) }
      return
    }
    if ThreadCrew.shared.perform(count, helpers: workers - 1, body) { return }
    // Work within other work, or beside it.
    let next = Atomic<Int>(0)
    let heeded = Interruption.heeded
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      Interruption.heeding(heeded) {
        while true {
          let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard piece < count else { return }
          body(piece)
        }
      }
    }
  }

  /// Computes some parts, as many at once as threads may be used.
  /// - Parameters:
  ///   - count: How many parts there are.
  ///   - body: Computes one. It must not touch what another one changes.
  /// - Returns: The parts in order, whatever thread was faster.
  public static func map<Part: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Part) -> [Part] {
    [Part](unsafeUninitializedCapacity: count) { parts, initialized in
      // Each piece writes a place of its own, and all are done before the array is read.
      nonisolated(unsafe) let parts = parts
      perform(count) { parts.initializeElement(at: $0, to: body($0)) }
      initialized = count
    }
  }

  private static let processors = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}
