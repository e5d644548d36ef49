import Evaluation
import Language
import Tables
import Values

/// How many units of one count have records with which masks of takers.
///
/// Most entities have a record that no measure takes: they are counted at every set and found first, as a set of their
/// own. Of the others each goes from family to family as its records come by, whatever their order.
struct MaskFamilies {
  /// Units of which some record is taken by no measure.
  private var always: Int64 = 0
  /// For each mask, how many units have one record and that mask.
  private var singles: [Int64]
  /// How many units have masks of which there are several.
  private var others: [(family: MaskSteps.Family, count: Int64)] = []
  private let setCount: Int

  /// A measure with where it acts.
  typealias Acting = (measure: Measure, reach: ScenarioRun.Reach)

  /// Groups what a count takes in by the masks of its records; nil where that hangs on more than which records the
  /// measures take, or where there are too many kinds of units to tell apart.
  init?(_ term: Aggregate, _ base: World, _ measures: [Acting]) throws {
    setCount = 1 << measures.count
    singles = [Int64](repeating: 0, count: setCount)
    let rows = try base.evaluator.rows(of: term).headline
    let graph = base.graph
    let isTaken = MaskFamilies.takes(measures, term, graph)
    guard term.function == .count || graph.lists[term.list].weights.isEmpty || !isTaken else { return nil }
    // What no measure takes is as on the base.
    guard isTaken else {
      guard case .integer(let number) = try base.evaluator.value(of: .counting(term)).headline else { return nil }
      always = number
      return
    }
    var free = Bitmap(count: 0)
    var parts: [MaskedRows] = []
    for (leaf, range) in graph.leaves(of: term.list) {
      let part = MaskedRows(
        rows.slice(range), from: range.lowerBound, takers: MaskFamilies.takers(of: leaf, term, measures, graph))
      free.append(contentsOf: part.free)
      parts.append(part)
    }
    let countsRows = term.function == .count || graph.lists[term.list].entities.isEmpty
    // Rows that are units of their own.
    let alone = countsRows ? Bitmap(repeating: true, count: rows.count) : graph.strays(of: term.list)
    always += Int64(countsRows ? free.population : (free & alone).population)
    if countsRows || !alone.isEmpty {
      for part in parts { part.forEach(in: alone) { singles[$0] += 1 } }
    }
    guard !countsRows else { return }
    let settled = base.entities(of: free, in: term.list)
    always += Int64(settled.population)
    var steps = MaskSteps(parts)
    guard let families = try steps.counts(of: graph.lists[term.list].entities, settled: settled) else { return nil }
    for (family, count) in families where count > 0 {
      if family.count == 1 { singles[Int(family[0])] += count } else { others.append((family, count)) }
    }
  }

  /// How many units are left after each set of measures.
  /// - Throws: `Interruption`.
  func remaining() throws -> [Int64] {
    // Units with one mask: those whose mask is among the measures left out, added up over all subsets.
    var left = singles
    var bit = 1
    while bit < setCount {
      for set in 0..<setCount where set & bit != 0 { left[set] += left[set ^ bit] }
      bit <<= 1
    }
    var result = (0..<setCount).map { always + left[setCount - 1 - $0] }
    // A unit with several masks is left by every set that spares one of them: the sets of each are a bitmap.
    var sparing: [UInt16: Bitmap] = [:]
    for (family, count) in others {
      try Interruption.check()
      var sets = Bitmap(count: setCount)
      for mask in family {
        let spared = sparing[mask] ?? self.sets(sparing: Int(mask))
        sparing[mask] = spared
        sets = sets | spared
      }
      sets.forEach { result[$0] += count }
    }
    return result
  }

  /// The sets of measures of which none is in a mask.
  private func sets(sparing mask: Int) -> Bitmap {
    var sets = Bitmap(count: setCount)
    for set in 0..<setCount where mask & set == 0 { sets.insert(set) }
    return sets
  }

  // MARK: Who takes what

  private static func acts(_ measure: Measure, on term: Aggregate) -> Bool {
    // History forgets only what was exempted.
    !term.includesAll || measure.action == .exempt
  }

  private static func takes(_ measures: [Acting], _ term: Aggregate, _ graph: Graph) -> Bool {
    let leaves = Set(graph.leaves(of: term.list).map(\.list))
    return measures.contains {
      acts($0.measure, on: term) && graph.leaves(of: $0.measure.list).contains { leaves.contains($0.list) }
    }
  }

  /// For each measure that takes records of a list, its bit and which.
  private static func takers(
    of leaf: Int, _ term: Aggregate, _ measures: [Acting], _ graph: Graph
  ) -> [(bit: Int, rows: Bitmap)] {
    measures.enumerated().flatMap { position, element -> [(bit: Int, rows: Bitmap)] in
      guard acts(element.measure, on: term) else { return [] }
      let acting = element.reach.acting.yes
      return graph.leaves(of: element.measure.list).filter { $0.list == leaf }.map {
        (1 << position, acting.slice($0.rows))
      }
    }
  }
}

/// Rows of a list with rows of its own, each with the mask of the measures that take it.
struct MaskedRows: Sendable {
  /// Where the rows stand in the list that is counted.
  let start: Int
  /// The rows that no measure takes.
  let free: Bitmap
  /// The rows that some measure takes.
  let taken: Bitmap
  /// For each combination of the measures that take records of the list, its mask.
  let masks: [UInt16]
  /// The words of all measures' sets side by side: one of each, then the next one of each.
  private let words: [UInt64]
  private let takerCount: Int

  init(_ rows: Bitmap, from start: Int, takers: [(bit: Int, rows: Bitmap)]) {
    self.start = start
    takerCount = takers.count
    masks = (0..<1 << takers.count).map { combination in
      takers.indices.reduce(0) { combination >> $1 & 1 == 1 ? $0 | UInt16(takers[$1].bit) : $0 }
    }
    let all = takers.reduce(Bitmap(count: rows.count)) { $0 | $1.rows }
    taken = rows & all
    free = rows.subtracting(all)
    let count = takers.count
    words = [UInt64](unsafeUninitializedCapacity: count * rows.words.count) { words, filled in
      for (taker, element) in takers.enumerated() {
        element.rows.words.withUnsafeBufferPointer { source in
          for index in source.indices { words[index * count + taker] = source[index] }
        }
      }
      filled = count * rows.words.count
    }
  }

  /// Calls the body with the masks of the rows that some measure takes, as far as they are among some rows of the list
  /// that is counted.
  func forEach(in others: Bitmap, _ body: (Int) -> Void) {
    let chosen = taken & others.slice(start..<start + taken.count)
    withCombinations { combinations in chosen.forEach { body(Int(masks[combinations.of($0)])) } }
  }

  /// Gives the body what tells which combination of measures takes a row.
  @inline(__always)
  func withCombinations<Result>(_ body: (Combinations) throws -> Result) rethrows -> Result {
    try words.withUnsafeBufferPointer { try body(Combinations(words: $0, takerCount: takerCount)) }
  }

  /// Which measures take a row, as bits in their order.
  struct Combinations {
    fileprivate let words: UnsafeBufferPointer<UInt64>
    fileprivate let takerCount: Int

    /// The combination that takes a row, which stands in the list with rows of its own.
    @inline(__always)
    func of(_ row: Int) -> Int {
      let (first, bit) = ((row &>> 6) &* takerCount, UInt64(truncatingIfNeeded: row & 63))
      precondition(row >= 0 && first &+ takerCount <= words.count, "a row past the end")
      var combination: UInt64 = 0
      for taker in 0..<takerCount { combination |= (words[first &+ taker] &>> bit & 1) &<< UInt64(taker) }
      return Int(truncatingIfNeeded: combination)
    }
  }

  /// Writes the rows of a stretch that some measure takes and whose entity is known and not among some.
  /// - Parameters:
  ///   - stretch: Words of the sets.
  ///   - entities: The entity of each row of the list that is counted; below nothing where it can't be identified.
  ///   - settled: The entities of which no row is wanted.
  ///   - rows: Where they are written; as many as the stretch has, and one more.
  /// - Returns: How many there are.
  func write(
    _ stretch: Range<Int>, of entities: Buffer<Int32>, without settled: Bitmap, into rows: inout [Int32]
  ) -> Int {
    precondition(start + taken.count <= entities.count, "rows without an entity")
    precondition(stretch.count * 64 < rows.count, "no room for the rows")
    let end = UInt32(clamping: settled.count)
    return rows.withUnsafeMutableBufferPointer { rows in
      taken.words.withUnsafeBufferPointer { taken in
        entities.withUnsafeBufferPointer { entities in
          settled.words.withUnsafeBufferPointer { settled in
            var count = 0
            for position in stretch {
              var left = taken[position]
              while left != 0 {
                let row = position &<< 6 &+ left.trailingZeroBitCount
                left &= left &- 1
                // Below nothing is past the end.
                let entity = UInt32(bitPattern: entities[start &+ row])
                // Written in any case, and kept where the next one is written behind it: nothing is foreseen wrongly.
                rows[count] = Int32(truncatingIfNeeded: row)
                count &+= entity < end ? Int(~settled[Int(entity &>> 6)] &>> UInt64(entity & 63) & 1) : 0
              }
            }
            return count
          }
        }
      }
    }
  }
}
