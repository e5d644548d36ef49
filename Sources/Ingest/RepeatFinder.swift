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
      var (entries, space, table, repeats) = ([UInt64](), [UInt64](), PartTable(), [Repeat]())
      for group in stride(from: worker, to: parts.groupCount, by: workers) {
        // Whoever reads the file looks as well, before the column is of use to anybody.
        guard !Interruption.isRequested else { break }
        parts.gather(group, of: tags, into: &entries, &space)
        for places in parts.places(of: group) {
          table.findRepeats(in: entries.span.extracting(places), isSame, &repeats)
        }
      }
      return repeats
    }
    return found.joined().sorted { $0.code < $1.code }
  }
}

/// How tags fall into parts by their first bits. Some parts that follow one another are a group: as many as are gathered
/// at a time, so that only a share of all tags is held twice.
private struct TagParts {
  private let partBits: Int
  private let groupBits: Int
  /// How many tags fall into each part.
  private var counts: [Int]

  init(_ tags: [UInt32], perPart: Int) {
    var bits = 2
    while tags.count >> bits > perPart, bits < 16 { bits += 1 }
    partBits = bits
    groupBits = max(2, bits - 7)
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

  /// Puts the tags of a group one part after another, each over its code.
  func gather(_ group: Int, of tags: [UInt32], into entries: inout [UInt64], _ space: inout [UInt64]) {
    let parts = parts(of: group)
    let count = counts[parts].reduce(0, +)
    // One entry more: those of other groups are written too, and written over.
    if space.count <= count { space = [UInt64](repeating: 0, count: count + 1) }
    if entries.count < count { entries = [UInt64](repeating: 0, count: count) }
    let (partShift, groupShift) = (UInt32(32 - partBits), UInt32(32 - groupBits))
    space.withMutableSpan { space in
      let (tags, group) = (tags.span, UInt32(truncatingIfNeeded: group))
      var end = 0
      for code in 0..<tags.count {
        let tag = tags[code]
        space[end] = UInt64(tag) &<< 32 | UInt64(truncatingIfNeeded: code)
        // 1 where the group is the same, without a branch that is foreseen wrong at each.
        end &+= Int(((tag &>> groupShift ^ group) &- 1) &>> 31)
      }
    }
    var ends = places(of: group).map(\.lowerBound)
    entries.withMutableSpan { entries in
      ends.withMutableSpan { ends in
        for index in 0..<count {
          let part = Int(space[index] &>> 32) &>> Int(partShift) &- parts.lowerBound
          entries[ends[part]] = space[index]
          ends[part] &+= 1
        }
      }
    }
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
