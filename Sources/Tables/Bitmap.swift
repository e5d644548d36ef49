/// A set of row numbers, one bit a row. Bits past `count` are always clear.
public struct Bitmap: Hashable, Sendable {
  /// The bits, the lowest row in the lowest bit of the first word.
  public private(set) var words: Buffer<UInt64>
  /// How many rows the set ranges over.
  public private(set) var count: Int

  /// The empty or the full set over some rows.
  public init(repeating bit: Bool = false, count: Int) {
    self.count = count
    words = Buffer(repeating: bit ? .max : 0, count: Bitmap.wordCount(for: count))
    clearTail()
  }

  /// The set with given words. Words short of the count are taken as clear; bits past it are dropped.
  public init(words: [UInt64], count: Int) { self.init(words: Buffer(words), count: count) }

  /// The set with given words, which may lie in a file. They are copied only where bits past the count are set, or words
  /// are missing or too many.
  public init(words: Buffer<UInt64>, count: Int) {
    self.words = words
    self.count = count
    let needed = Bitmap.wordCount(for: count)
    if words.count < needed {
      self.words.append(contentsOf: repeatElement(0, count: needed - words.count))
    } else if words.count > needed {
      self.words.removeLast(words.count - needed)
    }
    clearTail()
  }

  /// The set of some rows below `count`.
  public init(_ rows: some Sequence<Int>, count: Int) {
    self.init(count: count)
    for row in rows { insert(row) }
  }

  /// The sets over several tables end to end.
  public init(joining parts: [Bitmap]) {
    let count = parts.reduce(0) { $0 + $1.count }
    // Two words more: what the last part's last word is shifted into, even where that holds no row.
    let needed = Bitmap.wordCount(for: count)
    var joined = [UInt64](repeating: 0, count: needed + 2)
    var start = 0
    for part in parts {
      let (first, shift) = (start >> 6, UInt64(start & 63))
      part.words.withUnsafeBufferPointer { words in
        for index in words.indices {
          joined[first + index] |= words[index] << shift
          if shift > 0 { joined[first + index + 1] |= words[index] >> (64 - shift) }
        }
      }
      start += part.count
    }
    joined.removeLast(joined.count - needed)
    self.init(words: joined, count: count)
  }

  /// How many words hold some rows.
  public static func wordCount(for rows: Int) -> Int { (rows + 63) / 64 }

  /// Whether a row is in the set.
  @inlinable
  public func contains(_ row: Int) -> Bool { words[row >> 6] >> UInt64(row & 63) & 1 == 1 }

  /// Adds a row.
  public mutating func insert(_ row: Int) {
    precondition(row < count, "a row past the bitmap's end")
    words[row >> 6] |= 1 << UInt64(row & 63)
  }

  /// Takes a row out.
  public mutating func remove(_ row: Int) {
    precondition(row < count, "a row past the bitmap's end")
    words[row >> 6] &= ~(1 << UInt64(row & 63))
  }

  /// How many rows are in the set.
  public var population: Int { words.withUnsafeBufferPointer { $0.reduce(0) { $0 + $1.nonzeroBitCount } } }

  /// Whether no row is in the set.
  public var isEmpty: Bool { words.withUnsafeBufferPointer { $0.allSatisfy { $0 == 0 } } }

  /// Adds a row number at the end.
  public mutating func append(_ bit: Bool) {
    if count & 63 == 0 { words.append(0) }
    count += 1
    if bit { words[(count - 1) >> 6] |= 1 << UInt64((count - 1) & 63) }
  }

  /// Appends all rows of another set after the last one.
  public mutating func append(contentsOf other: Bitmap) {
    guard count > 0 else {
      self = other
      return
    }
    let shift = UInt64(count & 63)
    count += other.count
    let needed = Bitmap.wordCount(for: count)
    words.withArray { words in
      words.reserveCapacity(needed + 1)
      if shift == 0 {
        words += other.words
      } else {
        other.words.withUnsafeBufferPointer { added in
          guard let first = added.first else { return }
          words[words.count - 1] |= first << shift
          words += added.indices.lazy.map { index in
            added[index] >> (64 - shift) | (index + 1 < added.count ? added[index + 1] << shift : 0)
          }
        }
      }
      words.removeLast(words.count - needed)
    }
  }

  /// The rows of a range as a set of their own, counted from the range's start.
  public func slice(_ rows: Range<Int>) -> Bitmap {
    if rows == 0..<count { return self }
    let first = rows.lowerBound >> 6
    let shift = UInt64(rows.lowerBound & 63)
    let needed = Bitmap.wordCount(for: rows.count)
    let sliced = words.withUnsafeBufferPointer { words in
      (first..<first + needed).map { index in
        let low = words[index] >> shift
        let high = shift > 0 && index + 1 < words.count ? words[index + 1] << (64 - shift) : 0
        return low | high
      }
    }
    return Bitmap(words: sliced, count: rows.count)
  }

  /// Calls the body with each row of the set, in order.
  @inlinable
  public func forEach(_ body: (Int) throws -> Void) rethrows {
    for index in 0..<words.count {
      var word = words[index]
      while word != 0 {
        try body(index << 6 + word.trailingZeroBitCount)
        word &= word - 1
      }
    }
  }

  /// The rows of the set, in order.
  public var rows: [Int] {
    var result: [Int] = []
    result.reserveCapacity(population)
    forEach { result.append($0) }
    return result
  }

  private mutating func clearTail() {
    guard count & 63 != 0, let last = words.last else { return }
    let kept = last & UInt64.max >> UInt64(64 - count & 63)
    if kept != last { words[words.count - 1] = kept }
  }
}

extension Bitmap {
  /// Whether both hold the same rows; at once where they share their words.
  public static func == (left: Bitmap, right: Bitmap) -> Bool {
    guard left.count == right.count else { return false }
    return left.words.withUnsafeBufferPointer { left in
      right.words.withUnsafeBufferPointer { right in
        guard left.baseAddress != right.baseAddress else { return true }
        // Block by block, so that many words are compared at a time.
        return stride(from: 0, to: left.count, by: 512).allSatisfy { start in
          var difference: UInt64 = 0
          for index in start..<min(start + 512, left.count) { difference |= left[index] ^ right[index] }
          return difference == 0
        }
      }
    }
  }

  /// Rows in both.
  public static func & (left: Bitmap, right: Bitmap) -> Bitmap { left.combined(with: right) { $0 & $1 } }

  /// Rows in either.
  public static func | (left: Bitmap, right: Bitmap) -> Bitmap { left.combined(with: right) { $0 | $1 } }

  /// Rows in one but not in both.
  public static func ^ (left: Bitmap, right: Bitmap) -> Bitmap { left.combined(with: right) { $0 ^ $1 } }

  /// Rows of the first that are not in the second.
  public func subtracting(_ other: Bitmap) -> Bitmap { combined(with: other) { $0 & ~$1 } }

  /// Rows of the range that are not in the set.
  public static prefix func ~ (set: Bitmap) -> Bitmap {
    Bitmap(words: set.words.withUnsafeBufferPointer { $0.map { ~$0 } }, count: set.count)
  }

  /// Whether every row is in the other set too.
  public func isSubset(of other: Bitmap) -> Bool { subtracting(other).isEmpty }

  @inline(__always)
  private func combined(with other: Bitmap, _ operation: (UInt64, UInt64) -> UInt64) -> Bitmap {
    precondition(count == other.count, "sets over different rows")
    let words = words.withUnsafeBufferPointer { left in
      other.words.withUnsafeBufferPointer { right in
        [UInt64](unsafeUninitializedCapacity: left.count) { result, initialized in
          for index in 0..<left.count { result[index] = operation(left[index], right[index]) }
          initialized = left.count
        }
      }
    }
    return Bitmap(words: words, count: count)
  }
}
