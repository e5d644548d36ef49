import Tables

/// How many members of some sets are in each group, told apart by which of the sets they are in.
///
/// Whatever is asked of the sets afterwards, such as who is in the first and not in the second, is added up from few
/// numbers: the members were looked at once, whatever the number of sets.
public struct SetCombinations: Sendable {
  /// For each combination that occurs the number of members in each group; bit i of the combination says whether they
  /// are in set i.
  public private(set) var counts: [(combination: Int, counts: [Int64])] = []
  private let groupCount: Int

  /// Counts the members of sets over the same rows.
  /// - Parameters:
  ///   - sets: The sets, at most `mostSets`.
  ///   - weights: What each of the first rows weighs, further ones weighing one; empty where all do.
  ///   - groups: The groups of the rows; nil where all are in one.
  /// - Throws: What counting in groups throws.
  public init(of sets: [Bitmap], weights: Integers = [], in groups: RowGroups?) throws {
    precondition(sets.count <= SetCombinations.mostSets, "too many sets to tell apart")
    groupCount = groups?.count ?? 1
    guard let rowCount = sets.first?.count else { return }
    precondition(sets.allSatisfy { $0.count == rowCount }, "sets over different rows")
    let tabled: [[Int64]]
    if !weights.isEmpty || groups.map({ !$0.column.hasFewSlots }) ?? false {
      tabled = try SetCombinations.parts(of: sets).map { part in
        try groups?.sums(of: part, weights: weights) ?? [SetCombinations.weight(of: part, weights)]
      }
    } else if let groups {
      tabled = try groups.counts(ofCombinations: sets)
    } else {
      tabled = SetCombinations.populations(of: sets).map { [$0] }
    }
    counts = tabled.enumerated().compactMap { combination, counts in
      combination > 0 && counts.contains { $0 != 0 } ? (combination, counts) : nil
    }
  }

  /// How many sets can be told apart.
  public static let mostSets = 7

  /// How many members in each group are in such combinations of sets as are wanted.
  public func total(where isWanted: (Int) -> Bool) -> [Int64] {
    var total = [Int64](repeating: 0, count: groupCount)
    for (combination, counts) in counts where isWanted(combination) {
      for group in counts.indices { total[group] += counts[group] }
    }
    return total
  }
}

extension SetCombinations {
  /// Calls the body with the members of each combination that occurs in a word: the combination, and the members' bits.
  @inline(__always)
  static func split(_ sets: [UnsafeBufferPointer<UInt64>], at index: Int, _ body: (Int, UInt64) -> Void) {
    var rest: UInt64 = 0
    for set in sets { rest |= set[index] }
    while rest != 0 {
      // All that are where the first of the rest is.
      let shift = UInt64(rest.trailingZeroBitCount)
      var alike = rest
      var combination = 0
      for place in sets.indices {
        let word = sets[place][index]
        let bit = word &>> shift & 1
        alike &= ~(word ^ (0 &- bit))
        combination |= Int(bit) &<< place
      }
      body(combination, alike)
      rest &= ~alike
    }
  }

  /// What the members of a set weigh; past the weights each weighs one.
  private static func weight(of members: Bitmap, _ weights: Integers) -> Int64 {
    var sum: Int64 = 0
    members.forEach { sum += $0 < weights.count ? weights[$0] : 1 }
    return sum
  }

  /// How many members each combination has.
  private static func populations(of sets: [Bitmap]) -> [Int64] {
    summed(
      wordStripes(of: sets[0].count) { range in
        var counts = [Int64](repeating: 0, count: 1 << sets.count)
        withWords(of: sets) { words in
          for index in range {
            split(words, at: index) { combination, members in counts[combination] += Int64(members.nonzeroBitCount) }
          }
        }
        return counts
      })
  }

  /// The members of each combination; empty sets for those that have none.
  private static func parts(of sets: [Bitmap]) -> [Bitmap] {
    let nobody = Bitmap(count: sets[0].count)
    var parts = [[UInt64]?](repeating: nil, count: 1 << sets.count)
    withWords(of: sets) { words in
      for index in words[0].indices {
        split(words, at: index) { combination, members in
          if parts[combination] == nil { parts[combination] = Array(repeating: 0, count: words[0].count) }
          parts[combination]?[index] = members
        }
      }
    }
    return parts.map { $0.map { Bitmap(words: $0, count: nobody.count) } ?? nobody }
  }

  /// Calls the body with the words of some sets where they lie.
  @inline(__always)
  static func withWords<Result>(
    of sets: [Bitmap], _ body: ([UnsafeBufferPointer<UInt64>]) throws -> Result
  ) rethrows -> Result {
    try withWords(of: sets[...], after: [], body)
  }

  private static func withWords<Result>(
    of sets: ArraySlice<Bitmap>, after others: [UnsafeBufferPointer<UInt64>],
    _ body: ([UnsafeBufferPointer<UInt64>]) throws -> Result
  ) rethrows -> Result {
    guard let set = sets.first else { return try body(others) }
    return try set.words.withUnsafeBufferPointer { try withWords(of: sets.dropFirst(), after: others + [$0], body) }
  }

  /// Tables of the same shape added up, of which there is at least one.
  static func summed(_ parts: [[Int64]]) -> [Int64] {
    var whole = parts[0]
    for part in parts.dropFirst() {
      for place in part.indices where part[place] != 0 { whole[place] += part[place] }
    }
    return whole
  }
}

extension RowGroups {
  /// How many members each combination of sets has in each group; for keys with few slots.
  fileprivate func counts(ofCombinations sets: [Bitmap]) throws -> [[Int64]] {
    let column = column
    let bySlot = try column.codes.open(CombinationCount(sets: sets.map(masked), column: column))
    let slots = column.slots.count
    return stride(from: 0, to: bySlot.count, by: slots).map { added(Array(bySlot[$0..<$0 + slots])) }
  }
}

extension KeyColumn {
  /// Whether a table of all slots is small enough for each thread and each combination to have one.
  fileprivate var hasFewSlots: Bool { owners == nil && slots.count <= 1 << 9 }
}

/// Counting by slot, compiled for each width of codes: a table of slots for each combination.
private struct CombinationCount: CellVisitor, Sendable {
  let sets: [Bitmap]
  let column: KeyColumn

  func visit<Code: FixedWidthInteger & BitwiseCopyable & Sendable>(_ codes: Buffer<Code>) -> [Int64] {
    let slots = column.slots
    let known = column.known
    return SetCombinations.summed(
      wordStripes(of: sets[0].count) { range in
        [Int64](unsafeUninitializedCapacity: slots.count << sets.count) { table, filled in
          table.initialize(repeating: 0)
          SetCombinations.withWords(of: sets) { words in
            codes.withUnsafeBufferPointer { codes in
              for index in range {
                // What a row's place says of its slot before its code does.
                let base = index &<< 6
                let placed: UInt64 =
                  base &+ 64 <= codes.count ? .max : base >= codes.count ? 0 : (1 &<< UInt64(codes.count &- base)) &- 1
                let coded = known.map { base < $0.count ? $0.words[index] & placed : 0 } ?? placed
                SetCombinations.split(words, at: index) { combination, members in
                  let first = combination &* slots.count
                  if members & ~coded != 0 {
                    table[first &+ slots.absent] &+= Int64((members & ~placed).nonzeroBitCount)
                    table[first &+ slots.unknown] &+= Int64((members & placed & ~coded).nonzeroBitCount)
                  }
                  var rest = members & coded
                  while rest != 0 {
                    let row = base &+ rest.trailingZeroBitCount
                    rest &= rest &- 1
                    table[first &+ slots.checked(codes[row])] &+= 1
                  }
                }
              }
            }
          }
          filled = slots.count << sets.count
        }
      })
  }
}
