import Values
import Tables

extension Graph {
  /// The rows of a list of which it is not known what entity they are about.
  public func strays(of list: Int) -> Bitmap {
    bindings.strays(of: list) {
      let entities = lists[list].entities
      return entities.withUnsafeBufferPointer { packedBits($0) { $0 < 0 } }
    }
  }

  /// How rows of a list belong to those of an ancestor.
  func families(of list: Int, in ancestor: Int) -> GraphBindings.Families {
    bindings.families(of: list, in: ancestor) {
      let end = UInt32(clamping: lists[ancestor].rowCount)
      var sizes = [UInt32](repeating: 0, count: lists[ancestor].rowCount)
      var bound = 0
      owners(in: ancestor, of: list).withUnsafeBufferPointer { owners in
        for owner in owners where UInt32(bitPattern: owner) < end {
          sizes[Int(owner)] += 1
          bound += 1
        }
      }
      guard ancestor != registry, schema.lists[list].parent == ancestor, let links = lists[list].links,
        links.rows.count != bound
      else { return GraphBindings.Families(largest: Int(sizes.max() ?? 0), areDisjoint: true) }
      let largest = sizes.indices.reduce(0) { max($0, links.children(of: $1).count) }
      return GraphBindings.Families(largest: largest, areDisjoint: false)
    }
  }

  /// Whether some row of a list is about an entity that is not in the registry, or about none that is known.
  func hasRowsOutsideRegistry(_ list: Int) -> Bool {
    bindings.isOutsideRegistry(list) {
      let end = UInt32(clamping: registeredCount)
      return lists[list].entities.withUnsafeBufferPointer { entities in
        var most: UInt32 = 0
        for entity in entities { most = max(most, UInt32(bitPattern: entity)) }
        return !entities.isEmpty && most >= end
      }
    }
  }

  /// The entities that some records of a list are about.
  public func entities(of rows: Bitmap, in list: Int) -> Bitmap { entities(of: Standing(rows), in: list).high }

  /// The entities that records of a list are about, for three sets of records, each within the next.
  public func entities(of rows: Standing, in list: Int) -> Standing { entities(of: [(list, rows)])[0] }

  /// The entities that records of several lists are about, list by list, the threads sharing all the work there is.
  func entities(of sets: [(list: Int, rows: Standing)]) -> [Standing] {
    entities(ofNested: sets.map { ($0.list, [$0.rows.low, $0.rows.headline, $0.rows.high]) }).map {
      Standing(low: $0[0], headline: $0[1], high: $0[2])
    }
  }

  /// The entities that records of several lists are about, for sets of records each of which is within the next: a
  /// record is looked at once, whatever the number of sets.
  func entities(ofNested sets: [(list: Int, rows: [Bitmap])]) -> [[Bitmap]] {
    let counted = sets.indices.filter { sets[$0].list != registry }
    let marks = EntityMarks.made(counted.map { (lists[sets[$0].list].entities, sets[$0].rows) }, over: entityCount)
    var found = zip(counted, marks).reduce(into: [:]) { $0[$1.0] = $1.1 } as [Int: [Bitmap]]
    return sets.indices.map { position in
      // The rows of the registry are entities as they are.
      found.removeValue(forKey: position) ?? sets[position].rows.map { $0.extended(to: entityCount) }
    }
  }

  /// The rows of a list that are about some of the first entities.
  public func rows(of list: Int, about entities: Bitmap) -> Bitmap {
    let end = UInt32(clamping: entities.count)
    let parts = wordStripes(of: lists[list].entities.count) { range in
      lists[list].entities.withUnsafeBufferPointer { owners in
        entities.words.withUnsafeBufferPointer { words in
          let owners = UnsafeBufferPointer(
            rebasing: owners[range.lowerBound * 64..<min(owners.count, range.upperBound * 64)])
          return packedBits(owners) { owner in
            let entity = UInt32(bitPattern: owner)
            return entity < end && words[Int(entity &>> 6)] &>> UInt64(entity & 63) & 1 == 1
          }
        }
      }
    }
    return Bitmap(words: parts.flatMap(\.words), count: lists[list].entities.count)
  }
}
