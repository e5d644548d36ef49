import Evaluation
import Language
import Synchronization
import Tables
import Values

/// How many units of one count have records with which masks of takers.
///
/// Most entities have a record that no measure takes: they are counted at every set and found first, as a set of their
/// own. Of the others each goes from family to family as its records come by, whatever their order.
struct MaskFamilies {
  typealias Reading = MaskedRows.Reading

  /// How many units have which masks in one reading.
  private struct Units {
    /// Units of which some record is taken by no measure.
    var always: Int64 = 0
    /// For each mask, how many units have it alone.
    var singles: [Int64]
    /// How many units have masks of which there are several.
    var others: [(family: MaskSteps.Family, count: Int64)] = []

    init(setCount: Int) { singles = [Int64](repeating: 0, count: setCount) }
  }

  private var sure, possible: Units
  private let setCount: Int

  /// A measure with where it acts.
  typealias Acting = (measure: Measure, acting: TruthPlanes)

  /// Groups what a count takes in by the masks of its records; nil where that hangs on more than which records the
  /// measures take, or where there are too many kinds of units to tell apart.
  init?(_ term: Aggregate, _ base: World, _ measures: [Acting]) throws {
    setCount = 1 << measures.count
    (sure, possible) = (Units(setCount: setCount), Units(setCount: setCount))
    let rows = try base.evaluator.rows(of: term).headline
    let graph = base.graph
    let isTaken = MaskFamilies.takes(measures, term, graph)
    guard term.function == .count || graph.lists[term.list].weights.isEmpty || !isTaken else { return nil }
    // What no measure takes is as on the base.
    guard isTaken else {
      guard case .integer(let number) = try base.evaluator.value(of: .counting(term)).headline else { return nil }
      change { units, _ in units.always = number }
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
    if countsRows || !alone.isEmpty {
      let number = Int64(countsRows ? free.population : (free & alone).population)
      change { units, reading in
        units.always += number
        for part in parts { part.forEach(in: alone, reading) { units.singles[$0] += 1 } }
      }
    }
    guard !countsRows else { return }
    let settled = base.entities(of: free, in: term.list)
    let number = Int64(settled.population)
    guard let found = try MaskFamilies.families(of: parts, graph.lists[term.list].entities, without: settled) else {
      return nil
    }
    change { units, reading in
      units.always += number
      for (family, counts) in found {
        let count = reading == .sure ? counts.sure : counts.possible
        guard count != 0 else { continue }
        if family.count == 1 { units.singles[Int(family[0])] += count } else { units.others.append((family, count)) }
      }
    }
  }

  private mutating func change(_ body: (inout Units, Reading) -> Void) {
    body(&sure, .sure)
    body(&possible, .possible)
  }

  /// How many units are left after each set of measures.
  /// - Throws: `Interruption`.
  func remaining(_ reading: Reading) throws -> [Int64] {
    let units = reading == .sure ? sure : possible
    // Units with one mask: those whose mask is among the measures left out, added up over all subsets.
    var left = units.singles
    var bit = 1
    while bit < setCount {
      for set in 0..<setCount where set & bit != 0 { left[set] += left[set ^ bit] }
      bit <<= 1
    }
    var result = (0..<setCount).map { units.always + left[setCount - 1 - $0] }
    // A unit with several masks is left by every set that spares one of them: the sets of each are a bitmap.
    var sparing: [UInt16: Bitmap] = [:]
    for (family, count) in units.others {
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
  ) -> [MaskedRows.Taker] {
    measures.enumerated().flatMap { position, element -> [MaskedRows.Taker] in
      guard acts(element.measure, on: term) else { return [] }
      let acting = element.acting
      return graph.leaves(of: element.measure.list).filter { $0.list == leaf }.map {
        (1 << position, TruthPlanes(yes: acting.yes.slice($0.rows), unknown: acting.unknown.slice($0.rows)))
      }
    }
  }

  // MARK: Entities

  /// How many entities that are not settled have records of which families.
  /// - Parameters:
  ///   - parts: Rows of lists.
  ///   - entities: The entity of each row of the list that is counted; below nothing where it can't be identified.
  ///   - settled: Entities with a record that no measure takes: whoever is among them is passed over first, and of few
  ///     others are families needed.
  /// - Returns: A number for each family; nil where there are too many families.
  /// - Throws: `Interruption`.
  static func families(
    of parts: [MaskedRows], _ entities: Buffer<Int32>, without settled: Bitmap
  ) throws -> [(family: MaskSteps.Family, counts: MaskSteps.Counts)]? {
    let masks = parts.flatMap(\.masks)
    guard masks.count <= MaskedRows.mostColumns else { return nil }
    let columns = parts.indices.map { part in parts[..<part].reduce(0) { $0 + $1.masks.count } }
    let unsettled = UnsettledRows(entities: entities, settled: settled)
    let blocks = try EntityBlocks(of: parts.map(\.taken.words.count), about: settled.count) { part, stretch, room in
      parts[part].write(stretch, of: unsettled, from: columns[part], into: room)
    }
    let found = Mutex<(isFull: Bool, totals: [MaskSteps.Family: MaskSteps.Counts])>((false, [:]))
    try blocks.forEachBlock { next in
      var steps = MaskSteps(masks)
      while !steps.isFull, let block = try next() { steps.take(block, of: blocks) }
      found.withLock { found in
        found.isFull = found.isFull || steps.isFull
        for (family, counts) in steps.found {
          found.totals[family, default: .init()].sure += counts.sure
          found.totals[family, default: .init()].possible += counts.possible
        }
      }
    }
    let (isFull, totals) = found.withLock { $0 }
    return isFull ? nil : totals.map { ($0.key, $0.value) }
  }
}
