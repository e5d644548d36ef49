import Tables
import Values

/// Rows below which a second thread costs more than it saves.
private let smallestStripe = 1 << 16

/// Computes something for all chunks of a list's rows, stripe by stripe on several threads.
/// - Parameters:
///   - count: The number of rows.
///   - most: How many threads it is worth at most.
///   - body: Computes the part for some chunks one after another.
/// - Returns: The parts in the order of the rows, whatever thread was faster.
/// - Throws: What the body throws first in the order of the rows.
func stripes<Part: Sendable>(
  of count: Int, atMost most: Int = .max, _ body: @Sendable (ArraySlice<Range<Int>>) throws -> Part
) throws -> [Part] {
  let chunks = chunks(of: count)
  guard !chunks.isEmpty else { return [] }
  let stripeCount = min(Threads.count, most, max(1, count / smallestStripe))
  return try Threads.map(stripeCount) { stripe in
    Result { try body(chunks[chunks.count * stripe / stripeCount..<chunks.count * (stripe + 1) / stripeCount]) }
  }.map { try $0.get() }
}

/// Computes something for the words of a set of rows, stripe by stripe on several threads.
/// - Parameters:
///   - count: The number of rows.
///   - most: How many threads it is worth at most.
///   - body: Computes the part for some words.
/// - Returns: The parts in the order of the rows, at least one.
func wordStripes<Part: Sendable>(of count: Int, atMost most: Int = .max, _ body: @Sendable (Range<Int>) -> Part)
  -> [Part]
{
  let words = Bitmap.wordCount(for: count)
  let stripeCount = min(Threads.count, most, max(1, count / smallestStripe))
  return Threads.map(stripeCount) { body(words * $0 / stripeCount..<words * ($0 + 1) / stripeCount) }
}

/// An array of an element a row, whose stripes several threads write where they stand.
/// - Parameters:
///   - count: The number of rows.
///   - body: Writes the elements of a chunk, all of them.
/// - Returns: The array.
/// - Throws: What the body throws first in the order of the rows; `Interruption`.
func stripedArray<Element: BitwiseCopyable & Sendable>(
  of count: Int, _ body: @Sendable (Range<Int>, UnsafeMutableBufferPointer<Element>) throws -> Void
) throws -> [Element] {
  try [Element](unsafeUninitializedCapacity: count) { elements, filled in
    // Each thread writes places of its own, and all have ended before the array is read.
    nonisolated(unsafe) let elements = elements
    _ = try stripes(of: count) { chunks in
      for chunk in chunks {
        try Interruption.check()
        try body(chunk, UnsafeMutableBufferPointer(rebasing: elements[chunk]))
      }
    }
    filled = count
  }
}

/// The words of a set of rows, whose stripes several threads write where they stand, a few thousand words at a time.
func stripedWords(of count: Int, _ body: @Sendable (Range<Int>, UnsafeMutableBufferPointer<UInt64>) -> Void) -> [UInt64]
{
  let wordCount = Bitmap.wordCount(for: count)
  return [UInt64](unsafeUninitializedCapacity: wordCount) { words, filled in
    // Each thread writes places of its own, and all have ended before the array is read.
    nonisolated(unsafe) let words = words
    _ = wordStripes(of: count) { range in
      for start in stride(from: range.lowerBound, to: range.upperBound, by: 1 << 12) {
        let block = start..<min(start + 1 << 12, range.upperBound)
        body(block, UnsafeMutableBufferPointer(rebasing: words[block]))
      }
    }
    filled = wordCount
  }
}
