import Tables

/// Whole numbers while they come in, as narrow as those so far allow.
struct NumberCells {
  /// The numbers of former batches, while all fit.
  private var narrow = NarrowCells()
  /// Those of the present batch, and the largest of all.
  private var batch: [UInt32] = []
  private var largest: UInt32 = 0
  /// All numbers, once one is negative or too large.
  private var full: [Int64]?

  /// How many there are.
  var count: Int { full?.count ?? narrow.count + batch.count }

  /// Makes room for some numbers in all.
  mutating func reserve(_ count: Int) {
    if full == nil { narrow.reserve(count) } else { full?.reserveCapacity(count) }
  }

  /// Adds a number.
  @inline(__always)
  mutating func append(_ number: Int64) {
    guard full == nil, let cell = UInt32(exactly: number) else { return appendFull(number) }
    batch.append(cell)
    largest = max(largest, cell)
  }

  /// Ends a batch: what was added to it takes no more room than it needs.
  mutating func endBatch() {
    narrow.append(batch[...], below: Int(largest) + 1)
    batch.removeAll(keepingCapacity: true)
  }

  @inline(never)
  private mutating func appendFull(_ number: Int64) {
    if full == nil { widen() }
    full?.append(number)
  }

  private mutating func widen() {
    endBatch()
    full = (0..<narrow.count).map { Int64(narrow[$0]) }
    narrow = NarrowCells()
  }

  /// The number of a row, once its batch has ended.
  subscript(row: Int) -> Int64 {
    get { full?[row] ?? Int64(narrow[row]) }
    set {
      if full == nil { widen() }
      full?[row] = newValue
    }
  }

  /// Ends the numbers: `known` are the rows whose number is known, nil when all are.
  func finish(known: Bitmap?) -> Integers { full.map { Integers($0, known: known) } ?? narrow.integers }
}
