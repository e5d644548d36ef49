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
  var remaining: [Int64] {
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
      var sets = Bitmap(count: setCount)
      for mask in family {
        let spared =
          sparing[mask] ?? Bitmap((0..<setCount).lazy.filter { Int(mask) & $0 == 0 }, count: setCount)
        sparing[mask] = spared
        sets = sets | spared
      }
      sets.forEach { result[$0] += count }
    }
    return result
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
      let acting = element.reach.matching.yes.subtracting(element.reach.excepting.yes | element.reach.excepting.unknown)
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
    forEach(of: chosen) { _, combination in body(Int(masks[combination()])) }
  }

  /// Calls the body with each row that some measure takes, as it is numbered in the list that is counted, and with what
  /// gives the combination of those that take it.
  @inline(__always)
  func forEach(_ body: (_ row: Int, _ combination: () -> Int) -> Void) { forEach(of: taken, body) }

  @inline(__always)
  private func forEach(of rows: Bitmap, _ body: (_ row: Int, _ combination: () -> Int) -> Void) {
    let count = takerCount
    rows.words.withUnsafeBufferPointer { rows in
      words.withUnsafeBufferPointer { words in
        precondition(words.count == rows.count * count, "a word for each measure")
        for position in rows.indices {
          var left = rows[position]
          while left != 0 {
            let bit = UInt64(left.trailingZeroBitCount)
            left &= left &- 1
            body(start &+ position &<< 6 &+ Int(bit)) {
              var combination: UInt64 = 0
              for taker in 0..<count {
                combination |= (words[position &* count &+ taker] &>> bit & 1) &<< UInt64(taker)
              }
              return Int(combination)
            }
          }
        }
      }
    }
  }
}

/// The families of masks that units come to have, record by record.
struct MaskSteps {
  /// Masks of which none holds another: where a record is left, so is one with fewer takers.
  typealias Family = [UInt16]

  /// That of units without a record yet, then that of units with one that no measure takes, which they all keep.
  private var families: [Family] = [[], [0]]
  private var numbers: [Family: UInt16] = [[]: 0, [0]: 1]
  /// For each family and each combination of each list's takers the family of a unit that gets a record with it;
  /// `unknown` where none has yet.
  private var steps: [UInt16]
  /// How many combinations there are, those of all lists.
  private let width: Int
  private let parts: [MaskedRows]

  /// So many steps are kept at most: more kinds of units are not worth telling apart.
  private static let limit = 1 << 24
  /// Stands for a step that was not taken yet.
  private static let unknown = UInt16.max

  init(_ parts: [MaskedRows]) {
    self.parts = parts
    width = parts.reduce(0) { $0 + $1.masks.count }
    steps = [UInt16](repeating: MaskSteps.unknown, count: 2 * width)
  }

  /// Whether there are more families than are worth telling apart.
  private var isFull: Bool { steps.count > MaskSteps.limit || families.count >= Int(MaskSteps.unknown) }

  /// How many entities that are not settled have records of which families.
  /// - Parameters:
  ///   - entities: The entity of each row; below nothing where it can't be identified.
  ///   - settled: Entities with a record that no measure takes.
  /// - Returns: A number for each family; nil where there are too many families.
  /// - Throws: `Interruption`.
  mutating func counts(of entities: Buffer<Int32>, settled: Bitmap) throws -> [(family: Family, count: Int64)]? {
    // For each entity its family. None is left out on the way: a step costs less than finding out that it is needless.
    var familyOf = [UInt16](repeating: 0, count: settled.count)
    familyOf.withUnsafeMutableBufferPointer { familyOf in settled.forEach { familyOf[$0] = 1 } }
    let end = UInt32(clamping: settled.count)
    var column = 0
    for part in parts {
      precondition(part.start + part.taken.count <= entities.count, "rows without an entity")
      try Interruption.check()
      guard !isFull else { return nil }
      familyOf.withUnsafeMutableBufferPointer { familyOf in
        entities.withUnsafeBufferPointer { entities in
          part.forEach { row, combination in
            // Below nothing is past the end.
            let entity = UInt32(bitPattern: entities[row])
            guard entity < end else { return }
            let former = familyOf[Int(entity)]
            let step = Int(former) &* width &+ column &+ combination()
            var next = steps[step]
            if next == MaskSteps.unknown { next = family(after: step, from: former, part.masks[step % width - column]) }
            familyOf[Int(entity)] = next
          }
        }
      }
      column += part.masks.count
    }
    guard !isFull else { return nil }
    let counts = frequencies(of: familyOf, below: families.count)
    return families.indices.dropFirst(2).map { (families[$0], counts[$0]) }
  }

  /// The family of a unit that gets one more record, kept for the step that it took.
  private mutating func family(after step: Int, from former: UInt16, _ mask: UInt16) -> UInt16 {
    // What is full is thrown away in the end.
    guard !isFull else { return former }
    let family = families[Int(former)]
    let next: Family =
      family.contains { $0 & mask == $0 } ? family : (family.filter { $0 & mask != mask } + [mask]).sorted()
    let number: UInt16
    if let known = numbers[next] {
      number = known
    } else {
      number = UInt16(families.count)
      numbers[next] = number
      families.append(next)
      steps += [UInt16](repeating: MaskSteps.unknown, count: width)
    }
    steps[step] = number
    return number
  }
}
