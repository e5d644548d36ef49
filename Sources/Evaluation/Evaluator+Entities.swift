import Language
import Tables

// Which entities rows are about, found out once for all questions about the same rows.
extension Evaluator {
  /// The entities of the rows that an aggregate is over: surely, in the headline, and perhaps; of rows whose entity can't
  /// be identified, none.
  /// - Throws: `Failure` where a number is too large; `Interruption`.
  public func entities(of aggregate: Aggregate) throws -> Standing {
    guard let condition = aggregate.condition else {
      return entities(on: aggregate.list, includingAll: aggregate.includesAll)
    }
    // Whatever is made of the rows, they are the same.
    let rows = Aggregate(
      .entities, list: aggregate.list, includesAll: aggregate.includesAll, condition: condition)
    return try kept(.entities(rows), over: aggregate.list) {
      graph.entities(of: try self.rows(of: rows), in: aggregate.list)
    }
  }

  /// How many of the entities of the rows that an aggregate is over are in each group of entities.
  func entityCounts(of aggregate: Aggregate, in groups: RowGroups, _ version: Version) throws -> EntityCounts {
    try kept(.entityCounts(aggregate, groups: version), over: aggregate.list) {
      let counts = try groups.counts(of: try entities(of: aggregate))
      return EntityCounts(low: counts.low, headline: counts.headline, high: counts.high)
    }
  }

  /// Keeps how many of the entities of the rows that an aggregate is over are in each group: whoever has counted them
  /// for something else spares counting them again.
  public func keep(_ counts: EntityCounts, of aggregate: Aggregate, in grouping: Grouping) {
    guard aggregate.list != graph.registry, grouping.entityGroups != nil else { return }
    keep(counts, as: .entityCounts(aggregate, groups: grouping.version), over: aggregate.list)
  }

  /// The entities of the records of a list: of those that stand, or of all.
  ///
  /// They are kept list by list, so that what a measure does to one list leaves the entities of the others as they are.
  public func entities(on list: Int, includingAll: Bool = false) -> Standing {
    let members = graph.lists[list].members
    guard members.isEmpty else {
      return Standing(uniting: entities(ofLeaves: graph.leaves(of: list).map(\.list), includingAll))
    }
    return entities(ofLeaves: [list], includingAll)[0]
  }

  /// The entities of lists that have rows of their own: what is not kept is found out at once for all of them.
  private func entities(ofLeaves leaves: [Int], _ includingAll: Bool) -> [Standing] {
    func rows(_ leaf: Int) -> Aggregate { Aggregate(.entities, list: leaf, includesAll: includingAll) }
    var found = leaves.map { leaf -> Standing? in keptPart(.entities(rows(leaf)), over: leaf) }
    let missing = found.indices.filter { found[$0] == nil }
    let made = graph.entities(of: missing.map { (leaves[$0], frame.rows(of: rows(leaves[$0]))) })
    for (place, entities) in zip(missing, made) {
      found[place] = entities
      keep(entities, as: .entities(rows(leaves[place])), over: leaves[place])
    }
    return found.compactMap { $0 }
  }
}

// The same rows in two worlds.
extension Evaluator {
  /// Finds out which entities stand on lists here and in another world in one go, where parts of answers are kept. Most
  /// measures only take records away or only put some on: what one world has more than the other is looked at beside it.
  public func findEntities(on list: Int, includingAll: Bool, beside other: Evaluator) {
    guard isKeeping else { return }
    var sets: [(list: Int, rows: [Bitmap])] = []
    var owners: [[Evaluator]] = []
    for leaf in graph.leaves(of: list).map(\.list) {
      let rows = Aggregate(.entities, list: leaf, includesAll: includingAll)
      let missing = [self, other].filter { ($0.keptPart(.entities(rows), over: leaf) as Standing?) == nil }
      guard missing.count == 2 else { continue }
      let (own, others) = (frame.rows(of: rows), other.frame.rows(of: rows))
      if others.high.isSubset(of: own.low) {
        sets.append((leaf, [others.low, others.headline, others.high, own.low, own.headline, own.high]))
        owners.append([other, self])
      } else if own.high.isSubset(of: others.low) {
        sets.append((leaf, [own.low, own.headline, own.high, others.low, others.headline, others.high]))
        owners.append([self, other])
      }
    }
    for ((leaf, _), (owners, found)) in zip(sets, zip(owners, graph.entities(ofNested: sets))) {
      let rows = Aggregate(.entities, list: leaf, includesAll: includingAll)
      for (place, owner) in owners.enumerated() {
        let entities = Standing(low: found[3 * place], headline: found[3 * place + 1], high: found[3 * place + 2])
        owner.keep(entities, as: .entities(rows), over: leaf)
      }
    }
  }
}

extension Standing {
  /// What stands in any of several sets over the same rows, of which there is at least one.
  public init(uniting parts: [Standing]) {
    func union(_ set: (Standing) -> Bitmap) -> Bitmap { Bitmap(uniting: parts.map(set)) }
    let low = union(\.low)
    let headline = parts.allSatisfy { $0.headline == $0.low } ? low : union(\.headline)
    let high = parts.allSatisfy { $0.high == $0.headline } ? headline : union(\.high)
    self.init(low: low, headline: headline, high: high)
  }
}
