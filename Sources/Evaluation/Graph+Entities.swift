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
  public func entities(of rows: Bitmap, in list: Int) -> Bitmap {
    var marks = EntityMarks(count: entityCount)
    mark(rows, of: list, in: &marks)
    return marks.entities
  }

  /// The entities that records of a list are about, for three nested sets of records.
  public func entities(of rows: Standing, in list: Int) -> Standing {
    var marks = EntityMarks(count: entityCount)
    mark(rows.low, of: list, in: &marks)
    let low = marks.entities
    if rows.headline != rows.low { mark(rows.headline.subtracting(rows.low), of: list, in: &marks) }
    let headline = rows.headline == rows.low ? low : marks.entities
    if rows.high != rows.headline { mark(rows.high.subtracting(rows.headline), of: list, in: &marks) }
    return Standing(low: low, headline: headline, high: rows.high == rows.headline ? headline : marks.entities)
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

  private func mark(_ rows: Bitmap, of list: Int, in marks: inout EntityMarks) {
    if list == registry {
      marks.add(rows.extended(to: entityCount))
    } else {
      marks.add(lists[list].entities, of: rows)
    }
  }
}

/// A set of entities that grows by those that records are about.
struct EntityMarks {
  private(set) var entities: Bitmap

  init(count: Int) { entities = Bitmap(count: count) }

  /// Adds entities.
  mutating func add(_ others: Bitmap) { entities = entities | others }

  /// Adds the entities of some rows; a row whose entity is below nothing adds none.
  mutating func add(_ entitiesOfRows: Buffer<Int32>, of rows: Bitmap) {
    precondition(entitiesOfRows.count >= rows.count, "rows without an entity")
    let count = entities.count
    let stripeCount = rows.population < count / 64 ? 1 : Threads.count
    let before = entities
    let parts = wordStripes(of: rows.count, atMost: stripeCount) { range in
      EntityMarks.marked(entitiesOfRows, rows, range, over: count, beside: range.lowerBound == 0 ? before : nil)
    }
    guard let first = parts.first else { return }
    entities = parts.dropFirst().reduce(first) { $0 | $1 }
  }

  private static func marked(
    _ entitiesOfRows: Buffer<Int32>, _ rows: Bitmap, _ range: Range<Int>, over count: Int, beside others: Bitmap?
  ) -> Bitmap {
    let wordCount = Bitmap.wordCount(for: count)
    let marks = [UInt64](unsafeUninitializedCapacity: wordCount) { marks, filled in
      if let others {
        others.words.withUnsafeBufferPointer { _ = marks.initialize(from: $0) }
      } else {
        marks.initialize(repeating: 0)
      }
      entitiesOfRows.withUnsafeBufferPointer { entities in
        rows.words.withUnsafeBufferPointer { words in
          let end = UInt32(clamping: count)
          Bitmap.forEach(words, in: range) { row in
            let entity = UInt32(bitPattern: entities[row])
            guard entity < end else { return }
            marks[Int(entity &>> 6)] |= 1 &<< UInt64(entity & 63)
          }
        }
      }
      filled = wordCount
    }
    return Bitmap(words: marks, count: count)
  }
}
