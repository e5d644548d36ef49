import Tables

// Sets of rows worked on a word at a time.

extension Bitmap {
  /// Calls the body with the rows of the set that lie in some words, in order. The body is compiled into the loop.
  @inlinable @inline(__always)
  public static func forEach(_ words: UnsafeBufferPointer<UInt64>, in range: Range<Int>, _ body: (Int) -> Void) {
    for index in range {
      var word = words[index]
      let base = index &<< 6
      if word == .max {
        for bit in 0..<64 { body(base &+ bit) }
      } else {
        while word != 0 {
          body(base &+ word.trailingZeroBitCount)
          word &= word &- 1
        }
      }
    }
  }

  /// The set over more rows, none of which it holds.
  func extended(to count: Int) -> Bitmap {
    guard count > self.count else { return self }
    var result = self
    result.append(contentsOf: Bitmap(count: count - self.count))
    return result
  }

  /// The rows that are in any of several sets over the same rows, of which there is at least one.
  init(uniting sets: [Bitmap]) {
    guard sets.count > 1 else {
      self = sets[0]
      return
    }
    let count = sets[0].count
    precondition(sets.allSatisfy { $0.count == count }, "sets over different rows")
    let words: [UInt64] = stripedWords(of: count) { range, result in
      _ = result.update(fromContentsOf: sets[0].words[range])
      for set in sets.dropFirst() {
        set.words.withUnsafeBufferPointer { words in
          let words = UnsafeBufferPointer(rebasing: words[range])
          for index in result.indices { result[index] |= words[index] }
        }
      }
    }
    self.init(words: words, count: count)
  }
}
