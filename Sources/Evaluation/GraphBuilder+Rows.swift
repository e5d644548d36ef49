import Tables
import Values

// What is computed for all rows or texts of a list, before they are bound.
extension GraphBuilder {
  /// A table with rows that are the same made one, and what there is to report of them.
  static func collapsing(
    _ table: Table, _ hashes: [UInt64], _ list: String, _ path: String
  ) throws -> (rows: Table, problems: [Problem]) {
    var builder = GraphBuilder()
    let kept = try builder.collapse(table, hashes, list, path)
    return (kept.map { table.selecting($0) } ?? table, builder.problems)
  }

  /// The rows that are not the same as an earlier one; nil when none is.
  mutating func collapse(_ table: Table, _ hashes: [UInt64], _ list: String, _ path: String) throws -> [Int]? {
    guard hashes.count == table.rowCount, table.rowCount > 1 else { return nil }
    // An open table of rows by their hashes, four bytes a slot; the row plus one, 0 where a slot is free.
    var slots = [UInt32](repeating: 0, count: table.rowCount + table.rowCount / 2)
    var dropped = Bitmap(count: table.rowCount)
    for row in 0..<table.rowCount {
      try Interruption.check(atRow: row)
      // The hash is taken further: those of a file that is made to collide must not fill one stretch of the table.
      var place = Int((hashes[row] &* 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: UInt64(slots.count)).high)
      while slots[place] != 0, hashes[Int(slots[place]) - 1] != hashes[row] {
        place += 1
        if place == slots.count { place = 0 }
      }
      guard slots[place] != 0 else {
        slots[place] = UInt32(row + 1)
        continue
      }
      let earlier = Int(slots[place]) - 1
      // Two rows may share a hash by chance; only rows that also read the same are one.
      guard table.columns.allSatisfy({ $0.value(at: row) == $0.value(at: earlier) }) else { continue }
      report(
        .duplicateRow, list, path, table, row,
        Phrase("the same row stands in line \(table.line(earlier))", "第 \(table.line(earlier)) 行已有同样内容"), .collapsed)
      dropped.insert(row)
    }
    return dropped.isEmpty ? nil : (~dropped).rows
  }

  /// Whom each text of a dictionary names.
  /// - Throws: `Interruption`.
  func subjects(of dictionary: TextDictionary) throws -> [CreditCode.Subject] {
    try mapped(dictionary.count, of: .unidentifiable) { codes, subjects in
      dictionary.withUTF8 { bytes, range in
        for (place, code) in codes.enumerated() {
          subjects[place] = CreditCode.subject(UnsafeBufferPointer(rebasing: bytes[range(code)]))
        }
      }
    }
  }

  /// The entity of each subject; -1 for one that has none so far.
  /// - Throws: `Interruption`.
  func entities(of subjects: [CreditCode.Subject], in entities: EntityTable) throws -> [Int32] {
    try mapped(subjects.count, of: -1) { places, found in
      var glances: [EntityTable.Glance] = []
      for first in stride(from: places.lowerBound, to: places.upperBound, by: EntityTable.sideBySide) {
        let texts = first..<min(first + EntityTable.sideBySide, places.upperBound)
        entities.glance(at: subjects[texts].lazy.map(\.organisation), into: &glances)
        for text in texts {
          guard let code = subjects[text].organisation else { continue }
          found[text - places.lowerBound] = entities.entity(code, after: glances[text - first]) ?? -1
        }
      }
    }
  }
}

/// Something for each of some places, a stretch of them a piece of work.
private func mapped<Element: Sendable>(
  _ count: Int, of value: Element,
  _ body: @Sendable (_ places: Range<Int>, _ results: UnsafeMutableBufferPointer<Element>) -> Void
) throws -> [Element] {
  let stretch = 1 << 14
  let mapped = [Element](unsafeUninitializedCapacity: count) { space, initialized in
    space.initialize(repeating: value)
    initialized = count
    // Each piece writes to a stretch of its own.
    nonisolated(unsafe) let results = space
    Threads.perform((count + stretch - 1) / stretch) { piece in
      guard !Interruption.isRequested else { return }
      let places = piece * stretch..<min((piece + 1) * stretch, count)
      body(places, UnsafeMutableBufferPointer(rebasing: results[places]))
    }
  }
  // Where it is, what was left out is of no use to anybody.
  try Interruption.check()
  return mapped
}
