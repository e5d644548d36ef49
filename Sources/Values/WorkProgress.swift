import Synchronization

/// Long work that can tell how far it has come, for a person who waits for it.
///
/// Nobody hears of it unless somebody watches: work that runs by itself pays for a comparison a block. The outermost work
/// is told, which is what the person waits for; work within it is not.
public final class WorkProgress: Sendable {
  /// What is counted.
  public enum Unit: Sendable {
    /// Bytes of files.
    case bytes
    /// Rows of lists.
    case rows
    /// Worlds, settings or whatever else is gone through one by one.
    case steps
  }

  /// How far a work has come.
  public struct Report: Sendable {
    /// What is being done.
    public let title: Phrase
    /// How much is done.
    public let done: Int
    /// How much there is to do; nil where nobody knows yet.
    public let total: Int?
    /// What is counted.
    public let unit: Unit
    /// The time since the work began.
    public let elapsed: Duration
    /// Whether the work is over, done or not; nothing follows.
    public let isLast: Bool

    /// How far a work has come.
    public init(title: Phrase, done: Int, total: Int?, unit: Unit, elapsed: Duration, isLast: Bool = false) {
      self.title = title
      self.done = done
      self.total = total
      self.unit = unit
      self.elapsed = elapsed
      self.isLast = isLast
    }
  }

  /// Called with a report now and then, from whatever thread is at work.
  public typealias Watcher = @Sendable (Report) -> Void

  @TaskLocal private static var watcher: Watcher?
  /// Between two reports of a work, in nanoseconds.
  private static let pause: Int64 = 50_000_000

  private let title: Phrase
  private let total: Int?
  private let unit: Unit
  private let watcher: Watcher?
  private let start = ContinuousClock.now
  private let done = Atomic<Int>(0)
  /// When the next report is due, in nanoseconds since the start.
  private let due = Atomic<Int64>(WorkProgress.pause)

  /// Runs something whose long work is watched.
  public static func watched<Result>(by watcher: @escaping Watcher, _ body: () throws -> Result) rethrows -> Result {
    try $watcher.withValue(watcher, operation: body)
  }

  /// Runs work that tells how far it has come.
  /// - Parameters:
  ///   - title: What is being done, such as `reading court.csv`.
  ///   - total: How much there is to do, if known.
  ///   - unit: What is counted.
  ///   - work: Calls `advance(by:)`, from any thread.
  /// - Returns: What the work gives.
  /// - Throws: What the work throws.
  public static func telling<Value, Fault: Error>(
    _ title: Phrase, total: Int?, unit: Unit, _ work: (WorkProgress) throws(Fault) -> Value
  ) throws(Fault) -> Value {
    let progress = WorkProgress(title, total: total, unit: unit, watcher: watcher)
    guard watcher != nil else { return try work(progress) }
    defer { progress.finish() }
    return try $watcher.withValue(nil) {
      Result { () throws(Fault) -> Value in try work(progress) }
    }.get()
  }

  private init(_ title: Phrase, total: Int?, unit: Unit, watcher: Watcher?) {
    self.title = title
    self.total = total
    self.unit = unit
    self.watcher = watcher
  }

  /// Says that more is done. To be called once a block or a step, every few milliseconds.
  public func advance(by count: Int = 1) {
    guard watcher != nil else { return }
    tell(done.wrappingAdd(count, ordering: .relaxed).newValue)
  }

  /// Says how much is done, where that is what is known. Not to be mixed with `advance(by:)`.
  public func reach(_ count: Int) {
    guard watcher != nil else { return }
    done.store(count, ordering: .relaxed)
    tell(count)
  }

  private func tell(_ done: Int) {
    guard let watcher else { return }
    let elapsed = ContinuousClock.now - start
    let now = Int64(elapsed / .nanoseconds(1))
    let due = due.load(ordering: .relaxed)
    // Of the threads that find the report due one sends it.
    guard now >= due,
      self.due.compareExchange(expected: due, desired: now + WorkProgress.pause, ordering: .relaxed).exchanged
    else { return }
    watcher(Report(title: title, done: done, total: total, unit: unit, elapsed: elapsed))
  }

  private func finish() {
    // Who has heard nothing needs no end.
    guard let watcher, due.load(ordering: .relaxed) > WorkProgress.pause else { return }
    watcher(
      Report(
        title: title, done: done.load(ordering: .relaxed), total: total, unit: unit,
        elapsed: ContinuousClock.now - start, isLast: true))
  }
}
