import Evaluation
import Language
import Tables
import Values

/// The headline of a metric after every set of some measures, from counts of what each set takes.
///
/// A record's mask says which measures take it, and it is left where none of a set is among them. An entity counts as
/// long as one of its records is left: it hangs on the masks of its records, of which few are needed. Entities with the
/// same ones are counted together, once for all sets.
struct MeasureMasks {
  private let expression: TypedExpression
  private let counted: [Count]
  /// What the count is divided by; nil for a count.
  private let whole: Value?
  private let setCount: Int

  /// How many units have which masks, added or subtracted.
  private struct Count {
    let families: MaskFamilies
    let sign: Int64
  }

  /// Up to how many measures masks are counted.
  private static let limit = 16

  /// Whether a metric hangs on nothing but which records each of some measures takes.
  static func counts(_ expression: TypedExpression, _ reaches: AttributionReaches) -> Bool {
    guard reaches.base.isBase, reaches.reaches.allSatisfy({ $0 != nil }), reaches.measures.count <= limit,
      reaches.measures.allSatisfy(\.action.onlyTakes), let parts = parts(of: expression)
    else { return false }
    let schema = reaches.base.graph.schema
    let written = reaches.measures.reduce(into: Set<Int>()) { $0.formUnion(schema.lists(holding: $1.list)) }
    // Members of a list made of others are written with it, and lists made of them too.
    let touched = written.union(written.flatMap { schema.lists(holding: $0) })
    let wholes = parts.whole?.terms ?? []
    let isApart = (parts.counted.terms + wholes).allSatisfy { term in
      term.aggregate.condition.map { $0.listsRead.isDisjoint(with: touched) && !$0.looksAtScenarios } ?? true
    }
    return isApart && wholes.allSatisfy { !touched.contains($0.aggregate.list) }
  }

  /// A count, or the two counts of a share.
  private static func parts(of expression: TypedExpression) -> (counted: Tally, whole: Tally?)? {
    if expression.type == .integer, let tally = Tally(expression) { return (tally, nil) }
    guard case .arithmetic(.divide, let left, let right) = expression.kind, expression.type == .percentage,
      let counted = Tally(left), let whole = Tally(right)
    else { return nil }
    return (counted, whole)
  }

  /// Prepares a metric in a reading; nil where it hangs on more than which records each measure takes.
  /// - Throws: `Failure` where a condition can't be computed; `Interruption`.
  init?(of expression: TypedExpression, _ known: AttributionReaches, _ reading: AttributionReading) throws {
    guard MeasureMasks.counts(expression, known), let parts = MeasureMasks.parts(of: expression) else { return nil }
    let reaches = known.reaches.compactMap { $0.map(reading.deciding) }
    self.expression = expression
    setCount = 1 << reaches.count
    if case .arithmetic(.divide, _, let right) = expression.kind {
      whole = try known.base.evaluator.value(of: right).headline
    } else {
      whole = nil
    }
    var counts: [Count] = []
    for term in parts.counted.terms {
      guard let families = try MaskFamilies(term.aggregate, known.base, Array(zip(known.measures, reaches))) else {
        return nil
      }
      counts.append(Count(families: families, sign: term.isSubtracted ? -1 : 1))
    }
    counted = counts
  }

  /// The metric after each set of measures: bit i of a position says whether measure i is in the set.
  func values() throws -> [Value] {
    var totals = [Int64](repeating: 0, count: setCount)
    for count in counted {
      for (set, number) in count.families.remaining.enumerated() { totals[set] += count.sign * number }
    }
    return try totals.map { total in
      try whole.map { try Scalars.apply(.divide, .integer(total), $0, type: expression.type) } ?? .integer(total)
    }
  }
}

/// How many units of one count have records with which masks.
private struct MaskFamilies {
  /// Masks of which none holds another: where a record is left, so is one with fewer takers.
  private typealias Family = [UInt16]

  /// Units of which some record is taken by no measure.
  private var always: Int64 = 0
  private var families: [Family] = [[]]
  private var numbers: [Family: Int32] = [[]: 0]
  private var counts: [Int64] = [0]

  /// For each family and mask the family of a unit that gets a record with it; `unknown` where none has yet.
  private var steps: [Int32]
  private let setCount: Int

  /// So many steps are kept at most: more kinds of units are not worth telling apart.
  private static let limit = 1 << 22
  /// Stands for a step that was not taken yet.
  private static let unknown: Int32 = -2

  init?(_ term: Aggregate, _ base: World, _ measures: [(measure: Measure, reach: ScenarioRun.Reach)]) throws {
    setCount = 1 << measures.count
    steps = [Int32](repeating: MaskFamilies.unknown, count: setCount)
    let rows = try base.evaluator.rows(of: term).headline
    let graph = base.graph
    guard
      term.function == .count || graph.lists[term.list].weights.isEmpty || !MaskFamilies.takes(measures, term, graph)
    else { return nil }
    // What no measure takes is as on the base.
    guard MaskFamilies.takes(measures, term, graph) else {
      guard case .integer(let number) = try base.evaluator.value(of: .counting(term)).headline else { return nil }
      always = number
      return
    }
    let entities: Buffer<Int32> = term.function == .count ? [] : graph.lists[term.list].entities
    // For each entity its family, plus one: 0 for one with a record that no measure takes.
    var families = [Int32](repeating: 1, count: term.function == .count ? 0 : graph.entityCount)
    for (leaf, range) in graph.leaves(of: term.list) {
      try Interruption.check()
      let takers = MaskFamilies.takers(of: leaf, term, measures, graph)
      entities.withUnsafeBufferPointer {
        add(rows.slice(range), of: $0.isEmpty ? $0 : .init(rebasing: $0[range]), takers, to: &families)
      }
      guard steps.count <= MaskFamilies.limit else { return nil }
    }
    let numbers = frequencies(of: families, below: counts.count + 1)
    always += numbers[0]
    for family in 1..<counts.count { counts[family] += numbers[family + 1] }
  }

  /// Adds some rows of a list, each with the mask of those that take it.
  private mutating func add(
    _ rows: Bitmap, of entities: UnsafeBufferPointer<Int32>, _ takers: [(bit: Int, rows: Bitmap)],
    to families: inout [Int32]
  ) {
    var taking = [UInt64](repeating: 0, count: takers.count)
    for (position, word) in rows.words.enumerated() where word != 0 {
      var taken: UInt64 = 0
      for taker in takers.indices {
        taking[taker] = takers[taker].rows.words[position]
        taken |= taking[taker]
      }
      var (free, others) = (word & ~taken, word & taken)
      while free != 0 {
        let entity = entities.isEmpty ? -1 : Int(entities[position << 6 + free.trailingZeroBitCount])
        if entity >= 0 { families[entity] = 0 } else { always += 1 }
        free &= free - 1
      }
      while others != 0 {
        let bit = others.trailingZeroBitCount
        others &= others - 1
        let entity = entities.isEmpty ? -1 : Int(entities[position << 6 + bit])
        let former = entity >= 0 ? families[entity] - 1 : 0
        guard former >= 0, steps.count <= MaskFamilies.limit else { continue }
        var mask = 0
        for taker in takers.indices { mask |= Int(taking[taker] >> UInt64(bit) & 1) * takers[taker].bit }
        var next = steps[Int(former) * setCount + mask]
        if next == MaskFamilies.unknown { next = step(from: former, UInt16(mask)) }
        if entity >= 0 { families[entity] = next + 1 } else { counts[Int(next)] += 1 }
      }
    }
  }

  /// The family of a unit that gets one more record.
  private mutating func step(from former: Int32, _ mask: UInt16) -> Int32 {
    let family = families[Int(former)]
    let next: Family =
      family.contains { $0 & mask == $0 } ? family : (family.filter { $0 & mask != mask } + [mask]).sorted()
    let number: Int32
    if let known = numbers[next] {
      number = known
    } else {
      number = Int32(families.count)
      numbers[next] = number
      families.append(next)
      counts.append(0)
      steps += [Int32](repeating: MaskFamilies.unknown, count: setCount)
    }
    steps[Int(former) * setCount + Int(mask)] = number
    return number
  }

  /// How many units are left after each set of measures.
  var remaining: [Int64] {
    // Units with one mask: those whose mask is among the measures left out, added up over all subsets.
    var singles = [Int64](repeating: 0, count: setCount)
    var others: [(family: Family, count: Int64)] = []
    for (family, count) in zip(families, counts) where count > 0 {
      if family.count == 1 { singles[Int(family[0])] += count } else { others.append((family, count)) }
    }
    var bit = 1
    while bit < setCount {
      for set in 0..<setCount where set & bit != 0 { singles[set] += singles[set ^ bit] }
      bit <<= 1
    }
    return (0..<setCount).map { set in
      others.reduce(always + singles[setCount - 1 - set]) { left, other in
        other.family.contains { Int($0) & set == 0 } ? left + other.count : left
      }
    }
  }

  // MARK: Who takes what

  private static func acts(_ measure: Measure, on term: Aggregate) -> Bool {
    // History forgets only what was exempted.
    !term.includesAll || measure.action == .exempt
  }

  private static func takes(
    _ measures: [(measure: Measure, reach: ScenarioRun.Reach)], _ term: Aggregate, _ graph: Graph
  ) -> Bool {
    let leaves = Set(graph.leaves(of: term.list).map(\.list))
    return measures.contains {
      acts($0.measure, on: term) && graph.leaves(of: $0.measure.list).contains { leaves.contains($0.list) }
    }
  }

  /// For each measure that takes records of a list, its bit and which.
  private static func takers(
    of leaf: Int, _ term: Aggregate, _ measures: [(measure: Measure, reach: ScenarioRun.Reach)], _ graph: Graph
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
