import Tables
import Values

/// Two groupings of the same rows as one: a group for each pair of groups that some row is in.
struct KeyCombination {
  /// The number of each row's pair, in the order of the first groups and then of the second.
  let column: KeyColumn
  /// The pairs that some row is in.
  let pairs: [(first: Int, second: Int)]

  /// Pairs so many that it is cheaper to sort those that are there than to keep a place for each.
  private static let mostPlaces = 1 << 22

  /// - Throws: `Interruption`.
  init(of rows: Bitmap, _ first: RowGroups, _ second: RowGroups) throws {
    let width = second.count
    let parts = wordStripes(of: rows.count) { words in
      let range = words.lowerBound * 64..<min(rows.count, words.upperBound * 64)
      var pairs = [UInt64](repeating: 0, count: range.count)
      rows.words.withUnsafeBufferPointer { bits in
        Bitmap.forEach(bits, in: words) { row in
          pairs[row - range.lowerBound] = UInt64(first[row]) * UInt64(width) + UInt64(second[row])
        }
      }
      return pairs
    }
    try Interruption.check()
    let pairOfRow = parts.count == 1 ? parts[0] : Array(parts.joined())
    let (places, isHuge) = first.count.multipliedReportingOverflow(by: width)
    var found: [UInt64]
    var codes: [UInt32]
    if !isHuge, places <= KeyCombination.mostPlaces {
      var numbers = [UInt32](repeating: 0, count: places)
      rows.forEach { numbers[Int(pairOfRow[$0])] = 1 }
      found = []
      for place in numbers.indices where numbers[place] != 0 {
        numbers[place] = UInt32(found.count)
        found.append(UInt64(place))
      }
      codes = places == 0 ? [] : try Interruption.map(pairOfRow) { numbers[Int($0)] }
    } else {
      let order = try Interruption.sorted(rows.rows) { (pairOfRow[$0], $0) < (pairOfRow[$1], $1) }
      found = []
      codes = [UInt32](repeating: 0, count: rows.count)
      for row in order {
        if found.last != pairOfRow[row] { found.append(pairOfRow[row]) }
        codes[row] = UInt32(found.count - 1)
      }
    }
    if codes.isEmpty { codes = [UInt32](repeating: 0, count: rows.count) }
    pairs = try Interruption.map(found) { (Int($0 / UInt64(width)), Int($0 % UInt64(width))) }
    column = KeyColumn(
      codes: Codes(codes, distinct: found.count), codeCount: found.count, known: nil,
      keys: .numbers(from: 0, KeyColumn.NumberForm(type: .integer, places: 0)))
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
