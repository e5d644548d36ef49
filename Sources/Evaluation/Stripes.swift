import Dispatch
import Synchronization
import Values

/// Rows below which a second thread costs more than it saves.
private let smallestStripe = 1 << 16

/// Computes something for all chunks of a list's rows, stripe by stripe on several threads.
/// - Parameters:
///   - count: The number of rows.
///   - body: Computes the part for some chunks one after another.
/// - Returns: The parts in the order of the rows, whatever thread was faster.
/// - Throws: What the body throws first in the order of the rows.
func stripes<Part: Sendable>(of count: Int, _ body: @Sendable (ArraySlice<Range<Int>>) throws -> Part) throws -> [Part]
{
  let chunks = chunks(of: count)
  let stripeCount = min(Threads.count, max(1, count / smallestStripe))
  guard stripeCount > 1 else { return chunks.isEmpty ? [] : [try body(chunks[...])] }
  let parts = Mutex<[Int: Result<Part, any Error>]>([:])
  DispatchQueue.concurrentPerform(iterations: stripeCount) { stripe in
    let slice = chunks[chunks.count * stripe / stripeCount..<chunks.count * (stripe + 1) / stripeCount]
    let part = Result { try body(slice) }
    parts.withLock { $0[stripe] = part }
  }
  let results = parts.withLock { $0 }
  return try (0..<stripeCount).compactMap { try results[$0]?.get() }
}
