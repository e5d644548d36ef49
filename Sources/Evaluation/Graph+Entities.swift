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
    let wordCounts = sets.map { Bitmap.wordCount(for: $0.rows.last?.count ?? 0) }
    // A thread's own marks cost as much as many rows.
    let mostWords = max(
      1 << 10, (wordCounts.reduce(0, +) + Threads.count - 1) / Threads.count, Bitmap.wordCount(for: entityCount) / 4)
    let pieces = sets.indices.flatMap { position in
      // The rows of the registry are entities as they are.
      let count = sets[position].list == registry ? 0 : max(1, (wordCounts[position] + mostWords / 2) / mostWords)
      return (0..<count).map {
        (position: position, words: wordCounts[position] * $0 / count..<wordCounts[position] * ($0 + 1) / count)
      }
    }
    let marks: [[Bitmap]] =
      pieces.isEmpty
      ? []
      : Threads.map(pieces.count) { piece in
        let set = sets[pieces[piece].position]
        return EntityMarks.marked(lists[set.list].entities, set.rows, pieces[piece].words, over: entityCount)
      }
    return sets.indices.map { position in
      guard sets[position].list != registry else { return sets[position].rows.map { $0.extended(to: entityCount) } }
      let parts = pieces.indices.filter { pieces[$0].position == position }.map { marks[$0] }
      guard parts.count > 1 else { return parts[0] }
      var united: [Bitmap] = []
      for place in sets[position].rows.indices {
        let isFormer = place > 0 && parts.allSatisfy { $0[place] == $0[place - 1] }
        united.append(isFormer ? united[place - 1] : Bitmap(uniting: parts.map { $0[place] }))
      }
      return united
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

/// Marks of the entities that records are about.
private enum EntityMarks {
  /// The entities of some words of sets of rows, each within the next; a row whose entity is below nothing has none.
  static func marked(_ entitiesOfRows: Buffer<Int32>, _ rows: [Bitmap], _ range: Range<Int>, over count: Int)
    -> [Bitmap]
  {
    var marks: [Bitmap] = []
    for (place, set) in rows.enumerated() {
      precondition(entitiesOfRows.count >= set.count, "rows without an entity")
      let former = place > 0 ? rows[place - 1] : nil
      if let former, set == former {
        marks.append(marks[place - 1])
      } else {
        marks.append(marked(entitiesOfRows, set, except: former, range, over: count, beside: marks.last))
      }
    }
    return marks
  }

  private static func marked(
    _ entitiesOfRows: Buffer<Int32>, _ rows: Bitmap, except smaller: Bitmap?, _ range: Range<Int>, over count: Int,
    beside others: Bitmap?
  ) -> Bitmap {
    let wordCount = Bitmap.wordCount(for: count)
    // One word more, for the marks of rows without an entity.
    let marks = [UInt64](unsafeUninitializedCapacity: wordCount + 1) { marks, filled in
      if let others {
        others.words.withUnsafeBufferPointer { _ = marks.initialize(from: $0) }
        marks.initializeElement(at: wordCount, to: 0)
      } else {
        marks.initialize(repeating: 0)
      }
      let hasSmaller = smaller != nil
      entitiesOfRows.withUnsafeBufferPointer { entities in
        rows.words.withUnsafeBufferPointer { words in
          (smaller ?? rows).words.withUnsafeBufferPointer { smaller in
            let last = UInt32(clamping: wordCount * 64)
            for index in range {
              var word = hasSmaller ? words[index] & ~smaller[index] : words[index]
              let base = index &* 64
              if base &+ 64 <= entities.count, word.nonzeroBitCount > 48 {
                // Without asking of each row whether it is among them.
                for bit in 0..<64 {
                  let entity = min(UInt32(bitPattern: entities[base &+ bit]), last)
                  marks[Int(entity &>> 6)] |= (word & 1) &<< UInt64(entity & 63)
                  word &>>= 1
                }
              } else {
                while word != 0 {
                  let entity = min(UInt32(bitPattern: entities[base &+ word.trailingZeroBitCount]), last)
                  marks[Int(entity &>> 6)] |= 1 &<< UInt64(entity & 63)
                  word &= word &- 1
                }
              }
            }
          }
        }
      }
      filled = wordCount
    }
    return Bitmap(words: marks, count: count)
  }
}
