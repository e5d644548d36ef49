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

extension Standing {
  /// What stands in any of several sets over the same rows, of which there is at least one.
  init(uniting parts: [Standing]) {
    func union(_ set: (Standing) -> Bitmap) -> Bitmap {
      parts.dropFirst().reduce(set(parts[0])) { $0 | set($1) }
    }
    let low = union(\.low)
    let headline = parts.allSatisfy { $0.headline == $0.low } ? low : union(\.headline)
    let high = parts.allSatisfy { $0.high == $0.headline } ? headline : union(\.high)
    self.init(low: low, headline: headline, high: high)
  }
}
