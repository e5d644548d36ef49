import Tables
import Values

/// The group of each row of a list, or of each entity.
///
/// Groups are not written down row by row: a row's code leads to its slot, and the slot to its group. Counts over many
/// rows are made slot by slot and then added up.
public struct RowGroups: Sendable {
  let column: KeyColumn
  /// The group of each slot; -1 for none.
  private let groupOfSlot: [Int32]
  /// The rows that are in any group; nil for all.
  private let within: Bitmap?
  /// The number of groups.
  let count: Int
  /// Rows that were counted already, with the number of them in each group.
  private let counted: (rows: Bitmap, counts: [Int64])?

  private init(
    _ column: KeyColumn, groupOfSlot: [Int32], within: Bitmap?, count: Int, counted: (rows: Bitmap, counts: [Int64])?
  ) {
    self.column = column
    self.groupOfSlot = groupOfSlot
    self.within = within
    self.count = count
    self.counted = counted
  }

  /// Some rows in groups: one for each slot that any of them is in, in the order of the slots.
  /// - Returns: The groups, and the slot of each.
  static func sorting(_ rows: Bitmap, by column: KeyColumn) throws -> (groups: RowGroups, slots: [UInt32]) {
    var bySlot = try SlotCount(column).counts(of: rows)
    let slots = column.slots
    if !column.isOutsideWhenAbsent {
      // Both are unknown keys.
      bySlot[slots.unknown] += bySlot[slots.absent]
      bySlot[slots.absent] = 0
    }
    var groupOfSlot = [Int32](repeating: -1, count: slots.count)
    var found: [UInt32] = []
    for slot in bySlot.indices {
      try Interruption.check(atRow: slot)
      guard bySlot[slot] > 0 else { continue }
      groupOfSlot[slot] = Int32(found.count)
      found.append(UInt32(slot))
    }
    if !column.isOutsideWhenAbsent { groupOfSlot[slots.absent] = groupOfSlot[slots.unknown] }
    let counts = found.map { bySlot[Int($0)] }
    let isWhole = rows.population == rows.count
    let groups = RowGroups(
      column, groupOfSlot: groupOfSlot, within: isWhole ? nil : rows, count: found.count, counted: (rows, counts))
    return (groups, found)
  }

  /// The groups that the rows of a list are in by what these rows belong to, as the groups of those say; rows that
  /// belong to none of them are in one more group.
  /// - Parameter owners: For each row, the row that it belongs to; nil where the rows are the same, with more after them.
  /// - Returns: One group more than there are.
  func handedOn(to owners: Buffer<Int32>?) -> RowGroups {
    var column = column
    if let owners {
      column.owners = owners
      if let further = self.column.owners {
        column.owners = Buffer(owners.map { $0 >= 0 && $0 < further.count ? further[Int($0)] : -1 })
      }
    }
    var groupOfSlot = groupOfSlot
    groupOfSlot[column.slots.absent] = Int32(count)
    return RowGroups(column, groupOfSlot: groupOfSlot, within: nil, count: count + 1, counted: nil)
  }

  /// The same rows under other numbers.
  /// - Parameters:
  ///   - numbers: For each group its new number; -1 for none.
  ///   - count: How many groups there are then.
  /// - Returns: The same rows, as many of them as have a new number.
  func renumbered(as numbers: [Int32], count: Int) -> RowGroups {
    // Rows that nothing at hand knows are in no group that has a key.
    let moved = groupOfSlot.map { numbers.indices.contains(Int($0)) ? numbers[Int($0)] : -1 }
    return RowGroups(column, groupOfSlot: moved, within: within, count: count, counted: nil)
  }

  /// The group of a row; -1 for none.
  public subscript(row: Int) -> Int32 {
    if let within, !within.contains(row) { return -1 }
    return groupOfSlot[slot(of: row)]
  }

  private func slot(of row: Int) -> Int {
    var place = row
    if let owners = column.owners {
      guard row < owners.count, owners[row] >= 0 else { return column.slots.absent }
      place = Int(owners[row])
    }
    guard place < column.codes.count else { return column.slots.absent }
    return column.known?.contains(place) ?? true ? Int(column.codes[place]) : column.slots.unknown
  }

  // MARK: Many rows at once

  /// How many of some rows are in each group.
  public func counts(of rows: Bitmap) throws -> [Int64] {
    if let counted, counted.rows == rows { return counted.counts }
    return added(try SlotCount(column).counts(of: masked(rows)))
  }

  /// How many rows of three sets, as a rule nested, are in each group.
  public func counts(of rows: Standing) throws -> (low: [Int64], headline: [Int64], high: [Int64]) {
    let high = try counts(of: rows.high)
    let headline = rows.headline == rows.high ? high : try counts(of: rows.headline, among: rows.high, high)
    if rows.low == rows.headline { return (headline, headline, high) }
    return (rows.low == rows.high ? high : try counts(of: rows.low, among: rows.high, high), headline, high)
  }

  /// The counts of a part of some rows: the part itself, or what it lacks, whatever is fewer.
  private func counts(of part: Bitmap, among whole: Bitmap, _ counts: [Int64]) throws -> [Int64] {
    let rest = whole.subtracting(part)
    let (missing, present) = (rest.population, part.population)
    guard missing < present, missing + present == whole.population else { return try self.counts(of: part) }
    return zip(counts, try self.counts(of: rest)).map { $0 - $1 }
  }

  /// The sums of what some rows weigh, group by group; rows past the weights weigh one.
  public func sums(of rows: Bitmap, weights: Integers) throws -> [Int64] {
    guard !weights.isEmpty else { return try counts(of: rows) }
    guard weights.count < rows.count else {
      return added(try SlotCount(column).sums(of: masked(rows), weights: weights.array))
    }
    let rows = masked(rows)
    let weighted = rows.slice(0..<weights.count)
    let others = rows.subtracting(weighted.extended(to: rows.count))
    return zip(added(try SlotCount(column).sums(of: weighted, weights: weights.array)), try counts(of: others)).map {
      $0 + $1
    }
  }

  /// The group of each of the first rows; -1 for none.
  public func numbers(ofFirst count: Int) -> [Int32] {
    [Int32](unsafeUninitializedCapacity: count) { space, initialized in
      // Each stripe writes rows of its own.
      nonisolated(unsafe) let numbers = space
      _ = wordStripes(of: count) { words in
        let rows = words.lowerBound * 64..<min(count, words.upperBound * 64)
        write(rows, into: UnsafeMutableBufferPointer(rebasing: numbers[rows]))
      }
      initialized = count
    }
  }

  /// Writes the groups of rows that follow one another, from a multiple of 64 on; -1 for none.
  func write(_ rows: Range<Int>, into numbers: UnsafeMutableBufferPointer<Int32>) {
    precondition(rows.lowerBound & 63 == 0 && numbers.count == rows.count, "places for other rows")
    switch column.codes {
    case .narrow(let codes): write(rows, codes, into: numbers)
    case .medium(let codes): write(rows, codes, into: numbers)
    case .wide(let codes): write(rows, codes, into: numbers)
    }
    if let within { replace(rows, outside: within, with: -1, in: numbers) }
  }

  @inline(__always)
  private func write<Code: FixedWidthInteger & UnsignedInteger>(
    _ rows: Range<Int>, _ codes: Buffer<Code>, into numbers: UnsafeMutableBufferPointer<Int32>
  ) {
    let (unknown, absent) = (groupOfSlot[column.slots.unknown], groupOfSlot[column.slots.absent])
    let start = rows.lowerBound
    let placed = max(start, min(rows.upperBound, column.owners?.count ?? codes.count))
    codes.withUnsafeBufferPointer { codes in
      groupOfSlot.withUnsafeBufferPointer { groups in
        if let owners = column.owners {
          let end = UInt32(clamping: codes.count)
          owners.withUnsafeBufferPointer { owners in
            for row in start..<placed {
              // Below nothing is past the end.
              let owner = UInt32(bitPattern: owners[row])
              guard owner < end else {
                numbers[row &- start] = absent
                continue
              }
              let isKnown = column.known?.contains(Int(owner)) ?? true
              numbers[row &- start] = isKnown ? groups[column.slots.checked(codes[Int(owner)])] : unknown
            }
          }
        } else {
          // What stands in an unknown cell may be no code at all.
          let last = groups.count &- 1
          for row in start..<placed { numbers[row &- start] = groups[min(Int(truncatingIfNeeded: codes[row]), last)] }
          if let known = column.known { replace(start..<placed, outside: known, with: unknown, in: numbers) }
        }
      }
    }
    for row in placed..<rows.upperBound { numbers[row &- start] = absent }
  }

  /// Writes a group for those among some rows that are not in a set.
  private func replace(
    _ rows: Range<Int>, outside set: Bitmap, with group: Int32, in numbers: UnsafeMutableBufferPointer<Int32>
  ) {
    for index in rows.lowerBound / 64..<Bitmap.wordCount(for: rows.upperBound) where set.words[index] != .max {
      for row in index * 64..<min(rows.upperBound, index * 64 + 64) where !set.contains(row) {
        numbers[row - rows.lowerBound] = group
      }
    }
  }

  /// How many bytes it holds besides its keys.
  var heldBytes: Int {
    groupOfSlot.heldBytes + (within?.heldBytes ?? 0) + (counted.map { $0.rows.heldBytes + $0.counts.heldBytes } ?? 0)
  }

  func masked(_ rows: Bitmap) -> Bitmap { within.map { $0 & rows } ?? rows }

  func added(_ bySlot: [Int64]) -> [Int64] {
    var result = [Int64](repeating: 0, count: count)
    for slot in bySlot.indices where bySlot[slot] != 0 && groupOfSlot[slot] >= 0 {
      result[Int(groupOfSlot[slot])] += bySlot[slot]
    }
    return result
  }
}
