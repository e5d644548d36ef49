import Tables
import Values

/// How many distinct entities the rows of three nested sets are about, group by group. A record whose entity can't be
/// identified counts as one of its own, but not at the low end.
struct DistinctEntities {
  let graph: Graph
  let list: Int
  /// The groups of rows; nil where all are in one.
  let groups: RowGroups?
  /// The groups of entities, where those of rows come of them.
  let entityGroups: RowGroups?

  /// The numbers for each group.
  /// - Parameters:
  ///   - rows: The rows.
  ///   - known: The entities that they are about, and how many of those are in each group, where somebody may know them
  ///     already.
  /// - Returns: As many numbers as there are groups.
  /// - Throws: What finding the entities throws; `Interruption`.
  func counts(
    of rows: Standing, known: (entities: () throws -> Standing, counts: (RowGroups) throws -> EntityCounts)? = nil
  ) throws -> (low: [Int64], headline: [Int64], high: [Int64]) {
    let strays = graph.strays(of: list)
    var counts: (low: [Int64], headline: [Int64], high: [Int64])
    if let groups, entityGroups == nil {
      counts = try counted(rows, in: groups)
    } else if groups == nil, rows.isExact, rows.low.population < graph.entityCount / 1024 {
      // A bitmap of all entities would be far larger than the list.
      let count = fewDistinct(rows.low)
      counts = ([count], [count], [count])
    } else if groups != nil, let entityGroups, let known {
      let found = try known.counts(entityGroups)
      counts = (found.low, found.headline, found.high)
    } else {
      let entities = try known?.entities() ?? graph.entities(of: rows, in: list)
      if groups != nil, let entityGroups {
        counts = try entityGroups.counts(of: entities)
      } else {
        let low = Int64(entities.low.population)
        let headline = entities.headline == entities.low ? low : Int64(entities.headline.population)
        let high = entities.high == entities.headline ? headline : Int64(entities.high.population)
        counts = ([low], [headline], [high])
      }
    }
    guard !strays.isEmpty else { return counts }
    func add(_ rows: Bitmap, to counts: inout [Int64]) throws {
      let alone = rows & strays
      let added = try groups?.counts(of: alone) ?? [Int64(alone.population)]
      for group in counts.indices { counts[group] += added[group] }
    }
    try add(rows.headline, to: &counts.headline)
    try add(rows.high, to: &counts.high)
    return counts
  }

  private func fewDistinct(_ rows: Bitmap) -> Int64 {
    let entities = graph.lists[list].entities
    var found: [Int32] = []
    rows.forEach { if entities[$0] >= 0 { found.append(entities[$0]) } }
    found.sort()
    return found.indices.reduce(0) { $0 + ($1 == 0 || found[$1] != found[$1 - 1] ? 1 : 0) }
  }

  /// Groups of rows, in several of which an entity may be: the entities are put side by side group by group, and each
  /// group marks its own in one bitmap that is cleared after it.
  private func counted(
    _ rows: Standing, in groups: RowGroups
  ) throws -> (low: [Int64], headline: [Int64], high: [Int64]) {
    let layers = [
      rows.low, rows.headline.subtracting(rows.low), rows.high.subtracting(rows.headline),
    ]
    let buckets = try layers.map { try EntityBuckets(of: $0, graph.lists[list].entities, groups) }
    var marks = [UInt64](repeating: 0, count: Bitmap.wordCount(for: graph.entityCount))
    var counts = layers.map { _ in [Int64](repeating: 0, count: groups.count) }
    for group in 0..<groups.count {
      try Interruption.check(atRow: group)
      var sum: Int64 = 0
      for (layer, bucket) in buckets.enumerated() {
        for entity in bucket.entities(of: group) {
          let bit: UInt64 = 1 << UInt64(entity & 63)
          let word = Int(entity) >> 6
          sum += marks[word] & bit == 0 ? 1 : 0
          marks[word] |= bit
        }
        counts[layer][group] = sum
      }
      for bucket in buckets { for entity in bucket.entities(of: group) { marks[Int(entity) >> 6] = 0 } }
    }
    return (counts[0], counts[1], counts[2])
  }
}

/// The identified entities of some rows, group by group.
private struct EntityBuckets {
  private let starts: [Int]
  private let sorted: [Int32]

  init(of rows: Bitmap, _ entities: Buffer<Int32>, _ groups: RowGroups) throws {
    let groupOfRow = groups.numbers(ofFirst: rows.count)
    var starts = [Int](repeating: 0, count: groups.count + 1)
    try entities.withUnsafeBufferPointer { entities in
      try rows.forEach { row in
        try Interruption.check(atRow: row)
        let group = Int(groupOfRow[row])
        if group >= 0, entities[row] >= 0 { starts[group + 1] += 1 }
      }
    }
    for group in 0..<groups.count { starts[group + 1] += starts[group] }
    var next = starts
    var sorted = [Int32](repeating: 0, count: starts[groups.count])
    try entities.withUnsafeBufferPointer { entities in
      try rows.forEach { row in
        try Interruption.check(atRow: row)
        let group = Int(groupOfRow[row])
        guard group >= 0, entities[row] >= 0 else { return }
        sorted[next[group]] = entities[row]
        next[group] += 1
      }
    }
    self.starts = starts
    self.sorted = sorted
  }

  func entities(of group: Int) -> ArraySlice<Int32> { sorted[starts[group]..<starts[group + 1]] }
}
