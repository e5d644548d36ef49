import Values

/// Finds out which of many texts came before, afterwards and all at once.
///
/// To look each text up among those before takes a table that no cache holds: nearly every look goes to memory. Where
/// nearly every text is new, their hashes are rather kept, and repeats sought among those whose hashes begin alike, part
/// by part, in a table as small as a part.
struct RepeatFinder {
  /// A text that came before.
  struct Repeat: Equatable {
    let code: UInt32
    /// The first text that is the same.
    let first: UInt32
  }

  /// Half of each text's hash, in the order of their codes.
  private var tags: [UInt32] = []

  /// How many texts make a part whose table stays in the cache.
  private static let textsPerPart = 1 << 15

  /// - Parameter expected: How many texts there will be, by what is known now.
  init(expected: Int) { tags.reserveCapacity(expected) }

  /// Adds the text of the next code.
  @inline(__always)
  mutating func append(hash: UInt64) { tags.append(UInt32(truncatingIfNeeded: hash &>> 32)) }

  /// Finds the texts that came before.
  /// - Parameter isSame: Whether two texts of nearly the same hash are the same.
  /// - Returns: The texts, by their codes.
  func repeats(_ isSame: @Sendable (UInt32, UInt32) -> Bool) -> [Repeat] {
    let parts = TagParts(tags, perPart: RepeatFinder.textsPerPart)
    let workers = min(Threads.count, parts.groupCount)
    let found = Threads.map(workers) { worker in
      var entries = [UInt64](repeating: 0, count: parts.largestGroup)
      var (table, repeats) = (PartTable(), [Repeat]())
      for group in stride(from: worker, to: parts.groupCount, by: workers) {
        // Whoever reads the file looks as well, before the column is of use to anybody.
        guard !Interruption.isRequested else { break }
        parts.gather(group, of: tags, into: &entries)
        for places in parts.places(of: group) {
          table.findRepeats(in: entries.span.extracting(places), isSame, &repeats)
        }
      }
      return repeats
    }
    return found.joined().sorted { $0.code < $1.code }
  }

  /// The code of each text once those that came before are left out: they have the code of the first that is the same.
  ///
  /// The codes stand where the hashes stood, which are gone.
  mutating func takeCodes(without repeats: [Repeat]) -> [UInt32] {
    var (codes, removed) = ([UInt32](), 0)
    swap(&codes, &tags)
    codes.withMutableSpan { codes in
      for code in codes.indices {
        if removed < repeats.count, repeats[removed].code == code {
          codes[code] = codes[Int(repeats[removed].first)]
          removed += 1
        } else {
          codes[code] = UInt32(code - removed)
        }
      }
    }
    return codes
  }
}

/// How tags fall into parts by their first bits. Some parts that follow one another are a group: as many as are gathered
/// at a time, so that only a share of all tags is held twice.
private struct TagParts {
  private let partBits: Int
  private let groupBits: Int
  /// How many tags fall into each part.
  private var counts: [Int]

  /// How many tags are gone through at a time: what is picked out of them stays in the nearest cache.
  private static let tagsPerStep = 1 << 12

  init(_ tags: [UInt32], perPart: Int) {
    var bits = 2
    while tags.count >> bits > perPart, bits < 16 { bits += 1 }
    partBits = bits
    groupBits = max(2, bits - 6)
    counts = [Int](repeating: 0, count: 1 << bits)
    let shift = UInt32(32 - bits)
    counts.withMutableSpan { counts in
      for tag in tags { counts[Int(tag &>> shift)] &+= 1 }
    }
  }

  var groupCount: Int { 1 << groupBits }

  private func parts(of group: Int) -> Range<Int> {
    group << (partBits - groupBits)..<(group + 1) << (partBits - groupBits)
  }

  /// Where the parts of a group stand when it is gathered.
  func places(of group: Int) -> [Range<Int>] {
    var end = 0
    return counts[parts(of: group)].map { count in
      end += count
      return end - count..<end
    }
  }

  /// How many tags the largest group has.
  var largestGroup: Int {
    (0..<groupCount).map { counts[parts(of: $0)].reduce(0, +) }.max() ?? 0
  }

  /// Puts the tags of a group one part after another, each over its code.
  func gather(_ group: Int, of tags: [UInt32], into entries: inout [UInt64]) {
    let firstPart = parts(of: group).lowerBound
    let shift = UInt64(64 - partBits)
    let firstTag = UInt32(group << (32 - groupBits))
    var ends = places(of: group).map(\.lowerBound)
    var picked = [UInt64](repeating: 0, count: TagParts.tagsPerStep)
    picked.withMutableSpan { picked in
      entries.withMutableSpan { entries in
        ends.withMutableSpan { ends in
          for first in stride(from: 0, to: tags.count, by: TagParts.tagsPerStep) {
            let codes = first..<min(first + TagParts.tagsPerStep, tags.count)
            let count = TagParts.pick(
              tags.span.extracting(codes), of: firstTag, bits: ~0 << (32 - groupBits), firstCode: first, into: &picked)
            for index in 0..<count {
              let part = Int(truncatingIfNeeded: picked[index] &>> shift) &- firstPart
              entries[ends[part]] = picked[index]
              ends[part] &+= 1
            }
          }
        }
      }
    }
  }

  /// Picks the tags of a group out of some, each over its code: those that are like one of it in some bits.
  /// - Returns: How many there are.
  @inline(never)
  private static func pick(
    _ tags: Span<UInt32>, of group: UInt32, bits: UInt32, firstCode: Int, into picked: inout MutableSpan<UInt64>
  ) -> Int {
    var (count, code) = (0, UInt64(firstCode))
    for index in 0..<tags.count {
      let tag = tags[index]
      picked[count] = UInt64(tag) &<< 32 | code
      code &+= 1
      // 1 where nothing is unlike: a branch would be foreseen wrong again and again.
      count &+= Int(truncatingIfNeeded: (UInt64((tag ^ group) & bits) &- 1) &>> 63)
    }
    return count
  }
}

/// An open table over the texts of one part, used for one after another.
private struct PartTable {
  /// Entries as they were gathered, with the code plus one; 0 where a slot is free.
  private var slots: [UInt64] = []

  mutating func findRepeats(
    in entries: Span<UInt64>, _ isSame: (UInt32, UInt32) -> Bool, _ repeats: inout [RepeatFinder.Repeat]
  ) {
    var count = 16
    while count < entries.count * 2 { count *= 2 }
    if slots.count == count {
      slots.withMutableSpan { $0.update(repeating: 0) }
    } else {
      slots = [UInt64](repeating: 0, count: count)
    }
    slots.withMutableSpan { slots in
      for index in 0..<entries.count {
        let entry = entries[index]
        let code = UInt32(truncatingIfNeeded: entry)
        var position = Int(truncatingIfNeeded: entry &>> 32) & (count &- 1)
        while true {
          let slot = slots[position]
          guard slot != 0 else {
            slots[position] = entry &+ 1
            break
          }
          let first = UInt32(truncatingIfNeeded: slot) &- 1
          if (slot ^ entry) &>> 32 == 0, isSame(first, code) {
            repeats.append(RepeatFinder.Repeat(code: code, first: first))
            break
          }
          position = (position &+ 1) & (count &- 1)
        }
      }
    }
  }
}
