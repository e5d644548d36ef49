import Tables
import Values

/// Rows side by side with those of their group, group by group.
struct GroupedRows: Sendable {
  /// Where the rows of a group begin; one entry more than there are groups.
  private let starts: [Int]
  /// All rows that are in a group.
  let rows: [Int32]

  /// Some rows, in each group from the first on.
  /// - Parameters:
  ///   - set: The rows.
  ///   - groups: The group of each row of the list; below nothing for none. Nil where all are in one.
  ///   - count: How many groups there are.
  /// - Throws: `Interruption`.
  init(_ set: Bitmap, _ groups: [Int32]?, count: Int) throws {
    let rows = try [Int32](unsafeUninitializedCapacity: set.population) { space, filled in
      try set.forEach { row in
        try Interruption.check(atRow: filled)
        space.initializeElement(at: filled, to: Int32(row))
        filled += 1
      }
    }
    if let groups {
      try self.init(sorting: rows, groups, count: count)
    } else {
      self.init(starts: [0] + [Int](repeating: rows.count, count: count), rows: rows)
    }
  }

  /// Rows, in each group in the order in which they come.
  /// - Parameters:
  ///   - rows: The rows.
  ///   - groups: The group of each row of the list; below nothing for none.
  ///   - count: How many groups there are.
  /// - Throws: `Interruption`.
  init(sorting rows: [Int32], _ groups: [Int32], count: Int) throws {
    var starts = [Int](repeating: 0, count: count + 1)
    for (position, row) in rows.enumerated() {
      try Interruption.check(atRow: position)
      let group = Int(groups[Int(row)])
      if group >= 0 { starts[group + 1] += 1 }
    }
    for group in 0..<count { starts[group + 1] += starts[group] }
    var next = starts
    let sorted = try [Int32](unsafeUninitializedCapacity: starts[count]) { sorted, filled in
      for (position, row) in rows.enumerated() {
        try Interruption.check(atRow: position)
        let group = Int(groups[Int(row)])
        guard group >= 0 else { continue }
        sorted[next[group]] = row
        next[group] += 1
      }
      filled = starts[count]
    }
    self.init(starts: starts, rows: sorted)
  }

  private init(starts: [Int], rows: [Int32]) { (self.starts, self.rows) = (starts, rows) }

  /// The rows of a group.
  subscript(group: Int) -> ArraySlice<Int32> { rows[starts[group]..<starts[group + 1]] }

  /// Groups that follow one another in stretches of about as many rows, one for each thread that is worth it.
  func stretches(of count: Int) -> [Range<Int>] {
    let most = min(Threads.count, max(1, rows.count / (1 << 14)), max(1, count))
    var stretches: [Range<Int>] = []
    var first = 0
    for stretch in 1...most {
      let share = rows.count * stretch / most
      var end = first
      while end < count, stretch == most || starts[end + 1] <= share { end += 1 }
      stretches.append(first..<end)
      first = end
    }
    return stretches
  }
}
