import Tables
import Values

/// Two groupings of the same rows as one: a group for each pair of groups that some row is in.
struct KeyCombination {
  /// The number of each row's pair, in the order of the first groups and then of the second.
  let column: KeyColumn
  /// For each pair that some row is in, its group among the first.
  private(set) var firsts: [UInt32] = []
  /// For each pair, its group among the second.
  private(set) var seconds: [UInt32] = []

  /// - Throws: `Interruption`.
  init(of rows: Bitmap, _ first: RowGroups, _ second: RowGroups) throws {
    let (left, right) = (first.numbers(ofFirst: rows.count), second.numbers(ofFirst: rows.count))
    try Interruption.check()
    var codes = [UInt32](repeating: 0, count: rows.count)
    let (places, isHuge) = first.count.multipliedReportingOverflow(by: second.count)
    var (firsts, seconds): ([UInt32], [UInt32]) = ([], [])
    if !isHuge, places <= max(1 << 16, rows.count) {
      // A place for each pair that there may be.
      var numbers = [UInt32](repeating: 0, count: places)
      try rows.forEach { row in
        try Interruption.check(atRow: row)
        numbers[Int(left[row]) * second.count + Int(right[row])] = 1
      }
      for place in numbers.indices where numbers[place] != 0 {
        numbers[place] = UInt32(firsts.count)
        firsts.append(UInt32(place / second.count))
        seconds.append(UInt32(place % second.count))
      }
      try rows.forEach { row in
        try Interruption.check(atRow: row)
        codes[row] = numbers[Int(left[row]) * second.count + Int(right[row])]
      }
    } else {
      // Sorted by the second groups and then by the first, rows of one pair stand side by side.
      let bySecond = try GroupedRows(rows, right, count: second.count)
      let order = try GroupedRows(sorting: bySecond.rows, left, count: first.count)
      for (position, row) in order.rows.enumerated() {
        try Interruption.check(atRow: position)
        let pair = (UInt32(bitPattern: left[Int(row)]), UInt32(bitPattern: right[Int(row)]))
        if firsts.last != pair.0 || seconds.last != pair.1 {
          firsts.append(pair.0)
          seconds.append(pair.1)
        }
        codes[Int(row)] = UInt32(firsts.count - 1)
      }
    }
    column = KeyColumn(
      codes: Codes(codes, distinct: firsts.count), codeCount: firsts.count, known: nil,
      keys: .numbers(from: 0, KeyColumn.NumberForm(type: .integer, places: 0)))
    (self.firsts, self.seconds) = (firsts, seconds)
  }
}

extension KeyColumn {
  /// One key that all rows share.
  static func uniform(count: Int) -> KeyColumn {
    KeyColumn(
      codes: .narrow(Buffer(repeating: 0, count: count)), codeCount: 1, known: nil,
      keys: .numbers(from: 0, NumberForm(type: .integer, places: 0)))
  }
}
