import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Threads that share a job with the one that has it, and stand by for the next one for a moment.
///
/// A statement hands work over a dozen times, for tenths of a millisecond each. To wake a thread that sleeps takes as long
/// as a good part of that, at the beginning and once more at the end; one that looks out for work begins at once. Those
/// that find none for a while go back to the system. Whoever has the job does not wait for helpers that never came.
final class ThreadCrew: Sendable {
  /// The crew that all work shares.
  static let shared = ThreadCrew()

  /// How long a thread looks out for work, or for the end of it, before it sleeps: longer than a statement does one thing
  /// after another between two jobs, far shorter than a person pauses.
  private static let patience = Duration.microseconds(500)

  /// What helpers have to know. Only written while no helper is in, and read while it can't be written.
  private struct Job {
    let body: @Sendable (Int) -> Void
    let count: Int
    let heeded: (@Sendable () -> Bool)?
  }

  /// Who is in, and at which job.
  private struct State: Equatable {
    static let open: UInt64 = 1
    static let isAwaited: UInt64 = 2
    static let helper: UInt64 = 4
    private static let helpers: UInt64 = 0xFFFC
    private static let jobs: UInt64 = 0x1_0000

    let word: UInt64

    var isOpen: Bool { word & State.open != 0 }
    var isAwaited: Bool { word & State.isAwaited != 0 }
    /// How many helpers are in, as they stand in the word.
    var helpers: UInt64 { word & State.helpers }
    /// Which job it is.
    var job: UInt64 { word / State.jobs }
    /// The next job, open to all.
    var next: State { State(word: (job &+ 1) &* State.jobs | State.open) }
  }

  private let state = Atomic<UInt64>(0)
  /// Whether somebody's job is being done.
  private let isTaken = Atomic<Bool>(false)
  /// How many helpers may be in, as they stand in the state.
  private let seats = Atomic<UInt64>(0)
  /// How many helpers there are, at work or standing by.
  private let standing = Atomic<Int>(0)
  private let nextPiece = Atomic<Int>(0)
  private let lastLeft = DispatchSemaphore(value: 0)
  private nonisolated(unsafe) var job: Job?

  private init() {}

  /// Does some pieces of work together with helpers, and comes back when all are done.
  /// - Parameters:
  ///   - count: How many pieces there are; they are begun in their order.
  ///   - helperCount: How many threads may help.
  ///   - body: Does one.
  /// - Returns: Whether it was done: the crew does one job at a time.
  func perform(_ count: Int, helpers helperCount: Int, _ body: @Sendable (Int) -> Void) -> Bool {
    guard !isTaken.exchange(true, ordering: .acquiring) else { return false }
    defer { isTaken.store(false, ordering: .releasing) }
    let helperCount = min(helperCount, 1 << 13)
    withoutActuallyEscaping(body) { body in
      job = Job(body: body, count: count, heeded: Interruption.heeded)
      nextPiece.store(0, ordering: .relaxed)
      seats.store(UInt64(helperCount) * State.helper, ordering: .relaxed)
      let former = State(word: state.load(ordering: .relaxed))
      state.store(former.next.word, ordering: .sequentiallyConsistent)
      call(helperCount)
      doPieces(count, body)
      closeJob()
      job = nil
    }
    return true
  }

  /// Calls as many helpers as are missing, without a job yet.
  func call(_ wanted: Int) {
    var missing = wanted - standing.load(ordering: .sequentiallyConsistent)
    while missing > 0 {
      standing.wrappingAdd(1, ordering: .relaxed)
      DispatchQueue.global(qos: .userInitiated).async { self.standBy() }
      missing -= 1
    }
  }

  private func doPieces(_ count: Int, _ body: @Sendable (Int) -> Void) {
    while true {
      let piece = nextPiece.wrappingAdd(1, ordering: .relaxed).oldValue
      guard piece < count else { return }
      body(piece)
    }
  }

  /// Lets nobody in any more, and waits for those who are.
  private func closeJob() {
    var now = State(word: state.bitwiseAnd(~State.open, ordering: .acquiringAndReleasing).newValue)
    let start = ContinuousClock.now
    while now.helpers != 0 {
      if ContinuousClock.now - start < ThreadCrew.patience {
        sched_yield()
      } else if State(word: state.bitwiseOr(State.isAwaited, ordering: .acquiringAndReleasing).oldValue).helpers != 0 {
        lastLeft.wait()
      }
      now = State(word: state.load(ordering: .acquiring))
    }
  }

  // MARK: Helpers

  /// Helps with jobs until there was none for a while.
  private func standBy() {
    var latest: UInt64?
    var start = ContinuousClock.now
    while true {
      if let found = enter(besides: latest) {
        help()
        leave()
        latest = found
        start = .now
      } else if ContinuousClock.now - start < ThreadCrew.patience {
        sched_yield()
      } else {
        standing.wrappingSubtract(1, ordering: .sequentiallyConsistent)
        // Whoever came with a job just now may have counted on this one.
        let now = State(word: state.load(ordering: .sequentiallyConsistent))
        guard now.isOpen, now.job != latest else { return }
        standing.wrappingAdd(1, ordering: .relaxed)
        start = .now
      }
    }
  }

  /// Goes in where there is a job with a seat left.
  /// - Returns: Which job it is; nil where there is none, or none but one that was left already.
  private func enter(besides latest: UInt64?) -> UInt64? {
    var now = State(word: state.load(ordering: .acquiring))
    while now.isOpen, now.job != latest, now.helpers < seats.load(ordering: .relaxed) {
      let (isIn, found) = state.compareExchange(
        expected: now.word, desired: now.word + State.helper, ordering: .acquiringAndReleasing)
      if isIn { return now.job }
      now = State(word: found)
    }
    return nil
  }

  /// In a function of its own, so that nothing of the job is held when the helper leaves.
  @inline(never)
  private func help() {
    guard let job else { return }
    Interruption.heeding(job.heeded) { doPieces(job.count, job.body) }
  }

  private func leave() {
    let now = State(word: state.wrappingSubtract(State.helper, ordering: .acquiringAndReleasing).newValue)
    if now.helpers == 0, now.isAwaited { lastLeft.signal() }
  }
}
