import Evaluation
import Language
import Tables
import Values

/// What a count is at every place of a sweep and how much that is more than on the base, in three readings and groups.
///
/// An entity counts until the last of its records is taken: one pass over the records finds that place, one over the
/// entities adds up.
struct SweepCounts {
  /// For each group, a number at each place; a row of places a group.
  struct Series {
    fileprivate(set) var numbers: [Int64]
    fileprivate let count: Int

    fileprivate init(groups: Int, count: Int) {
      numbers = [Int64](repeating: 0, count: groups * count)
      self.count = count
    }

    func number(_ group: Int, at place: Int) -> Int64 { numbers[group * count + place] }

    fileprivate mutating func add(_ other: Series, times sign: Int64) {
      for index in numbers.indices { numbers[index] += sign * other.numbers[index] }
    }
  }

  /// The values, then the changes.
  private(set) var low, headline, high: Series
  private(set) var lowChange, headlineChange, highChange: Series

  private init(groups: Int, count: Int) {
    low = Series(groups: groups, count: count)
    (headline, high, lowChange, headlineChange, highChange) = (low, low, low, low, low)
  }

  /// The counts of a tally; nil where they hang on more than which records are taken.
  init?(_ tally: Tally, in base: World, _ flips: SweepFlips, by grouping: Grouping?) throws {
    self.init(groups: grouping?.count ?? 1, count: flips.count)
    for term in tally.terms {
      guard let counts = try SweepCounts(term.aggregate, in: base, flips, by: grouping) else { return nil }
      add(counts, isSubtracted: term.isSubtracted)
    }
  }

  private mutating func add(_ other: SweepCounts, isSubtracted: Bool) {
    let sign: Int64 = isSubtracted ? -1 : 1
    headline.add(other.headline, times: sign)
    headlineChange.add(other.headlineChange, times: sign)
    low.add(isSubtracted ? other.high : other.low, times: sign)
    high.add(isSubtracted ? other.low : other.high, times: sign)
    lowChange.add(isSubtracted ? other.highChange : other.lowChange, times: sign)
    highChange.add(isSubtracted ? other.lowChange : other.highChange, times: sign)
  }

  private init?(_ term: Aggregate, in base: World, _ flips: SweepFlips, by grouping: Grouping?) throws {
    self.init(groups: grouping?.count ?? 1, count: flips.count)
    let leaves = base.graph.leaves(of: term.list)
    guard leaves.contains(where: { flips.records[$0.list] != nil }) else {
      guard term.condition?.readsRecords != true else { return nil }
      let values = try base.evaluator.values(of: .counting(term), grouping: grouping)
      for (group, value) in values.enumerated() {
        guard
          case (.integer(let least), .integer(let reading), .integer(let most)) = (
            value.low, value.headline, value.high
          )
        else { return nil }
        for place in 0..<flips.count {
          low.numbers[group * flips.count + place] = least
          headline.numbers[group * flips.count + place] = reading
          high.numbers[group * flips.count + place] = most
        }
      }
      return
    }
    // What a condition counts may turn with the records that are taken, and history is another matter.
    guard !term.includesAll, term.condition?.readsRecords != true,
      term.function == .count || base.graph.lists[term.list].weights.isEmpty
    else { return nil }
    let pass = SweepPass(term, rows: try base.evaluator.rows(of: term), in: base, flips, grouping)
    // Records that stand no more are erased too: whose entity that touches, no place of a standing one tells.
    guard term.function == .count || pass.rows.isExact || !leaves.contains(where: { flips.erased.contains($0.list) })
    else { return nil }
    try term.function == .count ? countRows(pass) : countEntities(pass)
  }

  private mutating func countRows(_ pass: SweepPass) throws {
    let (surely, likely, perhaps) = (pass.rows.low, pass.rows.headline, pass.rows.high)
    low = try pass.remaining(surely, \.possible)
    headline = try pass.remaining(likely, \.sure)
    high = pass.rows.isExact && !pass.hasDoubt ? low : try pass.remaining(perhaps, \.sure)
    lowChange = pass.lost(try pass.remaining(perhaps, \.possible), of: perhaps)
    headlineChange = pass.lost(headline, of: likely)
    highChange = pass.lost(try pass.remaining(surely, \.sure), of: surely)
  }

  private mutating func countEntities(_ pass: SweepPass) throws {
    // For each entity the place from which on it counts no more, plus one; 0 for one that never did.
    let headlines = try pass.ends(pass.rows.headline, \.sure)
    let isExact = pass.rows.isExact
    let lows = isExact && !pass.hasDoubt ? headlines : try pass.ends(pass.rows.low, \.possible)
    let highs = isExact ? headlines : try pass.ends(pass.rows.high, \.sure)
    (headline, headlineChange) = pass.counted(headlines)
    (low, lowChange) = isExact && !pass.hasDoubt ? (headline, headlineChange) : pass.counted(lows)
    (high, highChange) = isExact ? (headline, headlineChange) : pass.counted(highs)
    if !isExact {
      let touches = try pass.touches()
      // Gone at the least: whoever may have counted, has a record that may be taken, and surely counts no more.
      lowChange = pass.lost { entity in
        highs[entity] == 0 ? nil : max(Int(touches[entity]), Int(lows[entity]) - 1)
      }
      // Gone at the most: whoever surely counted and surely counts no more.
      highChange = pass.lost { entity in lows[entity] == 0 ? nil : Int(highs[entity]) - 1 }
    }
    // A record without an entity may be about one that counts already, so that surely it counts for nothing.
    let strays = pass.strays
    guard !strays.isEmpty else { return }
    let (likely, perhaps) = (pass.rows.headline & strays, pass.rows.high & strays)
    let left = try pass.remaining(likely, \.sure)
    headline.add(left, times: 1)
    headlineChange.add(pass.lost(left, of: likely), times: 1)
    high.add(try pass.remaining(perhaps, \.sure), times: 1)
    lowChange.add(pass.lost(try pass.remaining(perhaps, \.possible), of: perhaps), times: 1)
  }
}

/// One count's rows with the places at which they are taken.
private struct SweepPass {
  let list: Int
  let rows: Standing
  /// Whether some record may be taken before it surely is.
  let hasDoubt: Bool
  private let base: World
  private let flips: SweepFlips
  private let grouping: Grouping?
  private let entities: Buffer<Int32>
  private let leaves: [(list: Int, rows: Range<Int>)]

  init(_ term: Aggregate, rows: Standing, in base: World, _ flips: SweepFlips, _ grouping: Grouping?) {
    list = term.list
    self.rows = rows
    self.base = base
    self.flips = flips
    self.grouping = grouping
    entities = base.graph.lists[term.list].entities
    leaves = base.graph.leaves(of: term.list)
    hasDoubt = leaves.contains { flips.records[$0.list]?.hasDoubt ?? false }
  }

  /// Rows whose entity can't be identified.
  var strays: Bitmap {
    var strays = Bitmap(count: entities.count)
    guard entities.reduce(0, |) < 0 else { return strays }
    for (row, entity) in entities.enumerated() where entity < 0 { strays.insert(row) }
    return strays
  }

  /// The row's group in the whole list.
  private var groupsOfRows: [Int32]? { grouping?.rows(of: list)?.numbers(ofFirst: entities.count) }

  /// Visits some rows with the place at which each is taken.
  private func visit(
    _ set: Bitmap, _ place: KeyPath<SweepFlips.Records, [UInt16]>, _ body: (Int, UInt16) -> Void
  ) throws {
    for (leaf, range) in leaves {
      try Interruption.check()
      let part = set.slice(range)
      guard let places = flips.records[leaf]?[keyPath: place] else {
        let never = UInt16(flips.count)
        part.forEach { body(range.lowerBound + $0, never) }
        continue
      }
      part.forEach { body(range.lowerBound + $0, places[$0]) }
    }
  }

  /// How many of some rows are left at each place, in groups.
  func remaining(
    _ set: Bitmap, _ place: KeyPath<SweepFlips.Records, [UInt16]>
  ) throws -> SweepCounts.Series {
    var ends = Ends(groups: grouping?.count ?? 1, count: flips.count)
    let groups = groupsOfRows
    try visit(set, place) { row, place in ends.add(group: groups.map { Int($0[row]) } ?? 0, at: Int(place)) }
    return ends.remaining
  }

  /// For each entity of some rows, the place at which the last of them is taken, plus one; 0 for all others.
  func ends(_ set: Bitmap, _ place: KeyPath<SweepFlips.Records, [UInt16]>) throws -> [UInt16] {
    var ends = [UInt16](repeating: 0, count: base.graph.entityCount)
    // Lists that lose nothing come last: what their records say needs no comparison.
    let ordered = leaves.filter { flips.records[$0.list] != nil } + leaves.filter { flips.records[$0.list] == nil }
    for (leaf, range) in ordered {
      try Interruption.check()
      let part = set.slice(range)
      let places = flips.records[leaf]?[keyPath: place]
      let never = UInt16(flips.count) + 1
      entities.withUnsafeBufferPointer { entities in
        let entities = UnsafeBufferPointer(rebasing: entities[range])
        ends.withUnsafeMutableBufferPointer { ends in
          guard let places else {
            part.forEach { row in
              let entity = Int(entities[row])
              if entity >= 0 { ends[entity] = never }
            }
            return
          }
          places.withUnsafeBufferPointer { places in
            part.forEach { row in
              let entity = Int(entities[row])
              if entity >= 0, ends[entity] <= places[row] { ends[entity] = places[row] + 1 }
            }
          }
        }
      }
    }
    return ends
  }

  /// For each entity, the first place at which one of its records that may stand may be taken.
  func touches() throws -> [UInt16] {
    var touches = [UInt16](repeating: UInt16(flips.count), count: base.graph.entityCount)
    try entities.withUnsafeBufferPointer { entities in
      try visit(base.standing(of: list).high, \.possible) { row, place in
        let entity = Int(entities[row])
        if entity >= 0, place < touches[entity] { touches[entity] = place }
      }
    }
    return touches
  }

  /// How many entities count at each place, and how many fewer that is than there were.
  func counted(_ ends: [UInt16]) -> (SweepCounts.Series, SweepCounts.Series) {
    var result = Ends(groups: grouping?.count ?? 1, count: flips.count)
    let groups = grouping?.entityGroups?.numbers(ofFirst: ends.count) ?? []
    guard !groups.isEmpty else {
      let numbers = frequencies(of: ends, below: flips.count + 2)
      for place in 0...flips.count { result.add(group: 0, at: place, times: numbers[place + 1]) }
      return (result.remaining, result.lost)
    }
    for (entity, end) in ends.enumerated() where end > 0 { result.add(group: Int(groups[entity]), at: Int(end) - 1) }
    return (result.remaining, result.lost)
  }

  /// How many entities are gone at each place, of those that have one at which they go.
  func lost(_ place: (Int) -> Int?) -> SweepCounts.Series {
    var result = Ends(groups: grouping?.count ?? 1, count: flips.count)
    let groups = grouping?.entityGroups?.numbers(ofFirst: base.graph.entityCount) ?? []
    for entity in 0..<base.graph.entityCount {
      if let place = place(entity) { result.add(group: groups.isEmpty ? 0 : Int(groups[entity]), at: place) }
    }
    return result.lost
  }

  /// How many fewer rows are left at each place than there were.
  func lost(_ remaining: SweepCounts.Series, of set: Bitmap) -> SweepCounts.Series {
    let groups = groupsOfRows
    var totals = [Int64](repeating: 0, count: grouping?.count ?? 1)
    if let groups {
      set.forEach { if groups[$0] >= 0 { totals[Int(groups[$0])] += 1 } }
    } else {
      totals[0] = Int64(set.population)
    }
    var result = remaining
    for group in totals.indices {
      for place in 0..<flips.count { result.numbers[group * flips.count + place] -= totals[group] }
    }
    return result
  }
}

/// How many units end at each place.
private struct Ends {
  private let groups: Int
  private let count: Int
  /// A row a group, with a last place for units that never end.
  private var numbers: [Int64]

  init(groups: Int, count: Int) {
    (self.groups, self.count) = (groups, count)
    numbers = [Int64](repeating: 0, count: groups * (count + 1))
  }

  mutating func add(group: Int, at place: Int, times number: Int64 = 1) {
    if group >= 0 { numbers[group * (count + 1) + place] += number }
  }

  /// How many are left at each place.
  var remaining: SweepCounts.Series { series { $1 - $0 } }

  /// How many are gone at each place, as a change: 0 or less.
  var lost: SweepCounts.Series { series { gone, _ in -gone } }

  private func series(_ number: (_ gone: Int64, _ total: Int64) -> Int64) -> SweepCounts.Series {
    var result = SweepCounts.Series(groups: groups, count: count)
    for group in 0..<groups {
      let row = numbers[group * (count + 1)..<(group + 1) * (count + 1)]
      let total = row.reduce(0, +)
      var gone: Int64 = 0
      for (place, ending) in row.prefix(count).enumerated() {
        gone += ending
        result.numbers[group * count + place] = number(gone, total)
      }
    }
    return result
  }
}
