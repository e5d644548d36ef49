import Tables

/// Where the texts of an arena begin and end, in four bytes each.
struct TextPlaces {
  /// Where each text begins, and behind the last one where it ends; the lower 32 bits of it.
  private var offsets: [Int32] = [0]
  /// The texts at which the upper bits go up by one.
  private var carries: [Int] = []

  /// How many texts there are.
  var count: Int { offsets.count &- 1 }

  mutating func reserve(_ count: Int) { offsets.reserveCapacity(count + 1) }

  /// Adds a text that ends where the arena does.
  mutating func append(end: Int) {
    while end &>> 32 > carries.count { carries.append(offsets.count) }
    offsets.append(Int32(truncatingIfNeeded: end))
  }

  /// Takes texts away.
  /// - Parameters:
  ///   - gaps: The texts, in their order.
  ///   - move: Called with each text behind the first of them, in their order: where it stood, and where it begins now.
  mutating func remove(_ gaps: some Sequence<Int>, _ move: (_ place: Range<Int>, _ start: Int) -> Void) {
    var gaps = gaps.makeIterator()
    guard let first = gaps.next() else { return }
    var (gap, kept, start) = (gaps.next(), first, self.start(of: first))
    var keptCarries = carries.filter { $0 <= first }
    for text in first + 1..<count {
      guard text != gap else {
        gap = gaps.next()
        continue
      }
      // Behind what was written so far, so that it stands as it did.
      let place = range(of: text)
      move(place, start)
      start += place.count
      kept += 1
      while start >> 32 > keptCarries.count { keptCarries.append(kept) }
      offsets[kept] = Int32(truncatingIfNeeded: start)
    }
    offsets.removeLast(count - kept)
    carries = keptCarries
  }

  /// Where a text begins, or the one before it ends.
  @inline(__always)
  func start(of code: Int) -> Int {
    let low = Int(UInt32(bitPattern: offsets[code]))
    return carries.isEmpty ? low : low &+ carries.count { $0 <= code } &<< 32
  }

  /// Where a text stands.
  @inline(__always)
  func range(of code: Int) -> Range<Int> { start(of: code)..<start(of: code &+ 1) }

  /// The same as offsets of a dictionary.
  func finish() -> TextOffsets {
    start(of: count) <= Int(Int32.max) ? .narrow(Buffer(offsets)) : TextOffsets((0...count).map { start(of: $0) })
  }
}
