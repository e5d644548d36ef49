import Evaluation
import Language
import Tables
import Values

/// One count's rows with the places at which they are taken.
struct SweepPass {
  let list: Int
  let rows: Standing
  /// Whether some record may be taken before it surely is.
  let hasDoubt: Bool
  /// Rows whose entity can't be identified.
  let strays: Bitmap
  private let base: World
  private let flips: SweepFlips
  private let grouping: Grouping?
  private let entities: Buffer<Int32>
  private let leaves: [(list: Int, rows: Range<Int>)]
  /// The row's group in the whole list; nil where all are in one, or no row is counted by itself.
  private let groupsOfRows: [Int32]?
  /// The entity's group; nil where all are in one, or no entity is counted.
  private let groupsOfEntities: [Int32]?

  init(_ term: Aggregate, rows: Standing, in base: World, _ flips: SweepFlips, _ grouping: Grouping?) {
    list = term.list
    self.rows = rows
    self.base = base
    self.flips = flips
    self.grouping = grouping
    entities = base.graph.lists[term.list].entities
    leaves = base.graph.leaves(of: term.list)
    hasDoubt = leaves.contains { flips.records[$0.list]?.hasDoubt ?? false }
    strays = base.graph.strays(of: term.list)
    let countsEntities = term.function != .count
    groupsOfRows =
      countsEntities && strays.isEmpty ? nil : grouping?.rows(of: term.list)?.numbers(ofFirst: rows.low.count)
    groupsOfEntities = countsEntities ? grouping?.entityGroups?.numbers(ofFirst: base.graph.entityCount) : nil
  }

  private var groupCount: Int { grouping?.count ?? 1 }

  // MARK: Rows

  /// How many of some rows are left at each place, in groups.
  func remaining(_ set: Bitmap, _ reading: SweepRecords.Reading) throws -> SweepCounts.Series {
    var ends = Ends(groups: groupCount, sizes: flips.sizes)
    for (leaf, range) in leaves {
      try Interruption.check()
      let part = set.slice(range)
      guard let records = flips.records[leaf] else {
        if let groupsOfRows {
          part.forEach { ends.addEndless(group: Int(groupsOfRows[range.lowerBound + $0])) }
        } else {
          ends.addEndless(group: 0, times: Int64(part.population))
        }
        continue
      }
      records.forEach(of: part, reading) { row, place in
        ends.add(
          group: groupsOfRows.map { Int($0[range.lowerBound + row]) } ?? 0, at: Int(place), along: records.axis)
      }
    }
    return ends.remaining
  }

  /// How many fewer rows are left at each place than there were.
  func lost(_ remaining: SweepCounts.Series, of set: Bitmap) -> SweepCounts.Series {
    var totals = [Int64](repeating: 0, count: groupCount)
    if let groupsOfRows {
      set.forEach { if groupsOfRows[$0] >= 0 { totals[Int(groupsOfRows[$0])] += 1 } }
    } else {
      totals[0] = Int64(set.population)
    }
    return remaining.subtracting(totals)
  }

  // MARK: Entities

  /// For each entity of some rows, where the last of them is taken along each threshold.
  func ends(_ set: Bitmap, _ reading: SweepRecords.Reading) throws -> SweepEnds {
    // Lists that lose nothing are looked at all at once: whoever stands there never ends.
    var kept = Bitmap(count: 0)
    var parts: [SweepEnds.Part] = []
    for (leaf, range) in leaves {
      let rows = set.slice(range)
      if let records = flips.records[leaf] { parts.append((records, rows, range.lowerBound)) }
      kept.append(contentsOf: flips.records[leaf] == nil ? rows : Bitmap(count: range.count))
    }
    return try SweepEnds(
      of: parts, reading, entities, sizes: flips.sizes, settled: base.entities(of: kept, in: list))
  }

  /// For each entity, the first place at which one of its records that may stand may be taken; for one threshold.
  func touches() throws -> [UInt16] {
    var touches = [UInt16](repeating: UInt16(flips.count), count: base.graph.entityCount)
    let perhaps = base.standing(of: list).high
    for (leaf, range) in leaves {
      guard let records = flips.records[leaf] else { continue }
      try Interruption.check()
      let part = perhaps.slice(range)
      entities.withUnsafeBufferPointer { entities in
        let entities = UnsafeBufferPointer(rebasing: entities[range])
        touches.withUnsafeMutableBufferPointer { touches in
          records.forEach(of: part, .possible) { row, place in
            let entity = Int(entities[row])
            if entity >= 0 { touches[entity] = min(touches[entity], place) }
          }
        }
      }
    }
    return touches
  }

  /// How many entities count at each place, and how many fewer that is than there were.
  func counted(_ ends: SweepEnds) throws -> (SweepCounts.Series, SweepCounts.Series) {
    var result = Ends(groups: groupCount, sizes: flips.sizes)
    if groupsOfEntities == nil, flips.sizes.count == 1 {
      for (place, number) in try ends.frequencies().enumerated() {
        result.add(group: 0, at: place, and: 0, times: number)
      }
      return (result.remaining, result.lost)
    }
    let places = try ends.places()
    let (first, second) = (places[0], places[places.count - 1])
    for entity in first.indices where first[entity] | second[entity] != 0 {
      result.add(
        group: groupsOfEntities.map { Int($0[entity]) } ?? 0, at: max(Int(first[entity]), 1) - 1,
        and: places.count > 1 ? max(Int(second[entity]), 1) - 1 : 0)
    }
    return (result.remaining, result.lost)
  }

  /// How many entities are gone at each place of the one threshold there is, of those that have one at which they go.
  func lost(_ place: (Int) -> Int?) -> SweepCounts.Series {
    var result = Ends(groups: groupCount, sizes: flips.sizes)
    for entity in 0..<base.graph.entityCount {
      if let place = place(entity) { result.add(group: groupsOfEntities.map { Int($0[entity]) } ?? 0, at: place) }
    }
    return result.lost
  }
}

/// How many units end at each place: from where on along both thresholds.
private struct Ends {
  private let groups: Int
  private let sizes: (first: Int, second: Int)
  /// For each group a row of the second threshold's places for each of the first, with last ones for units that never
  /// end.
  private var numbers: [Int64]

  init(groups: Int, sizes: [Int]) {
    self.groups = groups
    self.sizes = (sizes[0], sizes.count > 1 ? sizes[1] : 1)
    numbers = [Int64](repeating: 0, count: groups * (self.sizes.first + 1) * (self.sizes.second + 1))
  }

  private func index(_ group: Int, _ first: Int, _ second: Int) -> Int {
    (group * (sizes.first + 1) + first) * (sizes.second + 1) + second
  }

  /// Adds units that end at a place along the first threshold, once they have along the second.
  mutating func add(group: Int, at first: Int, and second: Int = 0, times number: Int64 = 1) {
    if group >= 0 { numbers[index(group, first, second)] += number }
  }

  /// Adds a unit that only one threshold ends.
  mutating func add(group: Int, at place: Int, along axis: Int) {
    add(group: group, at: axis == 0 ? place : 0, and: axis == 0 ? 0 : place)
  }

  /// Adds units that never end.
  mutating func addEndless(group: Int, times number: Int64 = 1) {
    if group >= 0 { numbers[index(group, sizes.first, 0)] += number }
  }

  /// How many are left at each place.
  var remaining: SweepCounts.Series { series { $1 - $0 } }

  /// How many are gone at each place, as a change: 0 or less.
  var lost: SweepCounts.Series { series { gone, _ in -gone } }

  private func series(_ number: (_ gone: Int64, _ total: Int64) -> Int64) -> SweepCounts.Series {
    var result = SweepCounts.Series(groups: groups, count: sizes.first * sizes.second)
    for group in 0..<groups {
      let total = numbers[index(group, 0, 0)..<index(group + 1, 0, 0)].reduce(0, +)
      // What is gone before the row, for each place of the second threshold.
      var above = [Int64](repeating: 0, count: sizes.second)
      for first in 0..<sizes.first {
        var ending: Int64 = 0
        for second in 0..<sizes.second {
          ending += numbers[index(group, first, second)]
          above[second] += ending
          result.numbers[(group * sizes.first + first) * sizes.second + second] = number(above[second], total)
        }
      }
    }
    return result
  }
}
