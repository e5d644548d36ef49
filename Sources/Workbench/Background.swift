import Dispatch
import Synchronization
import Values

/// Work that goes on in another thread until its result is asked for; with one thread it waits until then.
final class Background<Value: Sendable>: Sendable {
  private let work: @Sendable () throws -> Value
  private let outcome = Mutex<Result<Value, any Error>?>(nil)
  private let done: DispatchGroup?

  init(_ work: @escaping @Sendable () throws -> Value) {
    self.work = work
    done = Threads.count > 1 ? DispatchGroup() : nil
    guard let done else { return }
    DispatchQueue.global().async(group: done) { self.store(Result { try work() }) }
  }

  private func store(_ result: Result<Value, any Error>) { outcome.withLock { $0 = result } }

  /// Waits for the end of the work if it has begun.
  func wait() { done?.wait() }

  /// What the work gives, once it is done.
  func result() throws -> Value {
    done?.wait()
    if outcome.withLock({ $0 == nil }) { store(Result { try work() }) }
    return try outcome.withLock { try $0?.get() } ?? work()
  }
}
