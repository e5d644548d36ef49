import Synchronization
import Tables
import Values

/// Marks of the entities that records are about, which the threads make together: each has marks of its own and takes
/// what others have not come to when it is done with its own, however the records are spread over the lists.
struct EntityMarks {
  /// The entity of each row of a list, below nothing where it has none, and sets of rows each of which is within the next.
  typealias Sets = (entities: Buffer<Int32>, rows: [Bitmap])

  /// How many rows a thread is given at a time, in words.
  private static let stretchWords = 1 << 8
  /// How many words of marks a thread empties and adds to others' in the time of a stretch of rows.
  private static let wordsPerStretch = 1 << 13

  private let sets: [Sets]
  /// For each list, which of its sets are the same as the one before.
  private let areFormer: [[Bool]]
  private let entityCount: Int
  /// For each list and set, the marks of the rows that are in it and not in the one before; none where there are none.
  private var marks: [[[UInt64]]]

  private init(_ sets: [Sets], _ areFormer: [[Bool]], over entityCount: Int) {
    (self.sets, self.areFormer, self.entityCount) = (sets, areFormer, entityCount)
    marks = sets.map { Array(repeating: [], count: $0.rows.count) }
  }

  /// The entities of all sets, list by list.
  static func made(_ sets: [Sets], over entityCount: Int) -> [[Bitmap]] {
    for (entities, rows) in sets {
      precondition(
        rows.allSatisfy { $0.count == rows[0].count && $0.count <= entities.count }, "rows without an entity")
    }
    let areFormer = sets.map { list in
      list.rows.indices.map { $0 > 0 && list.rows[$0] == list.rows[$0 - 1] }
    }
    let stretches = sets.indices.flatMap { list in
      let words = sets[list].rows.first?.words.count ?? 0
      return stride(from: 0, to: max(1, words), by: stretchWords).map {
        Stretch(list: list, words: $0..<min(words, $0 + stretchWords))
      }
    }
    let threads = min(Threads.count, stretches.count)
    let worth = Bitmap.wordCount(for: entityCount) / wordsPerStretch
    let shares = Mutex(Shares(of: stretches, among: threads, worth: worth))
    var parts = Threads.map(threads) { thread in
      var part = EntityMarks(sets, areFormer, over: entityCount)
      while let next = shares.withLock({ $0.next(for: thread) }) { part.mark(next.words, of: next.list) }
      return part
    }
    return sets.indices.map { list in
      var found: [Bitmap] = []
      for set in sets[list].rows.indices {
        var own = parts.indices.map { parts[$0].takeMarks(list, set) }.filter { !$0.isEmpty }
        guard !areFormer[list][set], var words = own.popLast() else {
          found.append(found.last ?? Bitmap(count: entityCount))
          continue
        }
        add(own.map { Buffer($0) } + found.suffix(1).map(\.words), to: &words)
        words.removeLast()
        found.append(Bitmap(words: words, count: entityCount))
      }
      return found
    }
  }

  /// The marks of a set, no longer held here, so that others are added to them where they are.
  private mutating func takeMarks(_ list: Int, _ set: Int) -> [UInt64] {
    var taken: [UInt64] = []
    swap(&taken, &marks[list][set])
    return taken
  }

  /// Adds the marks of others to some, where they stand, but for the last word, which is of rows without an entity.
  private static func add(_ others: [Buffer<UInt64>], to marks: inout [UInt64]) {
    guard !others.isEmpty else { return }
    let count = marks.count - 1
    precondition(others.allSatisfy { $0.count >= count }, "marks of other entities")
    marks.withUnsafeMutableBufferPointer { marks in
      // Each thread writes places of its own.
      nonisolated(unsafe) let marks = marks
      _ = wordStripes(of: count * 64) { stripe in
        for other in others {
          other.withUnsafeBufferPointer { other in for index in stripe { marks[index] |= other[index] } }
        }
      }
    }
  }

  /// Marks the entities of a stretch of rows.
  private mutating func mark(_ stretch: Range<Int>, of list: Int) {
    let (entities, rows) = sets[list]
    for set in rows.indices where !areFormer[list][set] {
      let smaller = set > 0 ? rows[set - 1] : nil
      rows[set].words.withUnsafeBufferPointer { words in
        // Sets of several lists end to end hold nothing of most of them.
        guard words[stretch].contains(where: { $0 != 0 }) else { return }
        let wordCount = Bitmap.wordCount(for: entityCount)
        // One word more, for the marks of rows without an entity.
        if marks[list][set].isEmpty { marks[list][set] = [UInt64](repeating: 0, count: wordCount + 1) }
        marks[list][set].withUnsafeMutableBufferPointer { marks in
          entities.withUnsafeBufferPointer { entities in
            guard let smaller else { return EntityMarks.mark(words, stretch, entities, in: marks) { words[$0] } }
            smaller.words.withUnsafeBufferPointer { smaller in
              EntityMarks.mark(words, stretch, entities, in: marks) { words[$0] & ~smaller[$0] }
            }
          }
        }
      }
    }
  }

  @inline(__always)
  private static func mark(
    _ words: UnsafeBufferPointer<UInt64>, _ stretch: Range<Int>, _ entities: UnsafeBufferPointer<Int32>,
    in marks: UnsafeMutableBufferPointer<UInt64>, _ word: (Int) -> UInt64
  ) {
    let last = UInt32(clamping: (marks.count - 1) * 64)
    for index in stretch {
      var word = word(index)
      let base = index &* 64
      if base &+ 64 <= entities.count, word.nonzeroBitCount > 48 {
        // Without asking of each row whether it is among them.
        for bit in 0..<64 {
          let entity = min(UInt32(bitPattern: entities[base &+ bit]), last)
          marks[Int(entity &>> 6)] |= (word & 1) &<< UInt64(entity & 63)
          word &>>= 1
        }
      } else {
        while word != 0 {
          let entity = min(UInt32(bitPattern: entities[base &+ word.trailingZeroBitCount]), last)
          marks[Int(entity &>> 6)] |= 1 &<< UInt64(entity & 63)
          word &= word &- 1
        }
      }
    }
  }
}

/// Rows of a list, in words.
private struct Stretch {
  let list: Int
  let words: Range<Int>
}

/// Stretches shared out among threads: one after another each its own, so that a thread has to do with few lists, and
/// then what is left of others' at the end.
private struct Shares {
  private let stretches: [Stretch]
  private let worth: Int
  private var left: [Range<Int>]
  /// For each thread, the lists of which it has marks.
  private var marked: [Set<Int>]

  /// - Parameters:
  ///   - stretches: The stretches, list by list.
  ///   - threads: How many threads there are.
  ///   - worth: How many stretches take as long as a thread's marks of one more list.
  init(of stretches: [Stretch], among threads: Int, worth: Int) {
    (self.stretches, self.worth) = (stretches, worth)
    left = (0..<threads).map { stretches.count * $0 / threads..<stretches.count * ($0 + 1) / threads }
    marked = Array(repeating: [], count: threads)
  }

  mutating func next(for thread: Int) -> Stretch? {
    if let own = left[thread].first {
      left[thread] = own + 1..<left[thread].upperBound
      marked[thread].insert(stretches[own].list)
      return stretches[own]
    }
    let others = left.indices.filter { other in
      guard let last = left[other].last else { return false }
      return left[other].count > worth || marked[thread].contains(stretches[last].list)
    }
    guard let other = others.max(by: { left[$0].count < left[$1].count }), let last = left[other].last else {
      return nil
    }
    left[other] = left[other].lowerBound..<last
    marked[thread].insert(stretches[last].list)
    return stretches[last]
  }
}
