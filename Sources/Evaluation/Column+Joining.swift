import Tables
import Values

extension Column {
  /// Columns of one type end to end, under the first one's name; nil where there is none. They are joined once somebody
  /// asks for their cells: who counts the rows of lists together seldom reads what stands in them.
  static func joined(_ columns: [Column]) -> Column? {
    columns.first.map { first in
      Column(
        name: first.name, heading: first.heading, type: first.type, count: columns.reduce(0) { $0 + $1.count },
        deferring: { try joinedCells(of: columns.map { try $0.made() }) })
    }
  }

  private static func joinedCells(
    of columns: [Column]
  ) throws -> (storage: ColumnStorage, known: Bitmap?) {
    let storage: ColumnStorage
    var tooLarge: [Int] = []
    switch columns[0].storage {
    case .flags:
      var flags = Bitmap(count: 0)
      for case .flags(let part) in columns.map(\.storage) { flags.append(contentsOf: part) }
      storage = .flags(flags)
    case .codes:
      // As much room as the longest of them needs; the others mostly repeat it.
      var table = TextTable(
        room: columns.reduce(0) { most, column in
          if case .codes(_, let texts) = column.storage { max(most, texts.count) } else { most }
        })
      var codes: [UInt32] = []
      codes.reserveCapacity(columns.reduce(0) { $0 + $1.count })
      for case .codes(let part, let texts) in columns.map(\.storage) {
        var merged: [UInt32] = []
        merged.reserveCapacity(texts.count)
        try texts.forEachStretch { bytes, offsets in
          try Interruption.check()
          merged += table.codes(adding: bytes, offsets: offsets)
        }
        for row in 0..<part.count {
          try Interruption.check(atRow: row)
          codes.append(merged.isEmpty ? 0 : merged[Int(part[row])])
        }
      }
      let dictionary = table.finish()
      storage = .codes(Codes(codes, distinct: dictionary.count), dictionary)
    case .integers:
      let places =
        columns.map { column in
          if case .integers(_, let places) = column.storage { places } else { 0 }
        }.max() ?? 0
      var integers: [Int64] = []
      for case .integers(let part, let partPlaces) in columns.map(\.storage) {
        let factor = powerOfTen(places - partPlaces)
        for number in part {
          try Interruption.check(atRow: integers.count)
          let (scaled, didOverflow) = number.multipliedReportingOverflow(by: factor)
          // A number that the finer scale can't hold is not known at that scale.
          if didOverflow { tooLarge.append(integers.count) }
          integers.append(didOverflow ? 0 : scaled)
        }
      }
      storage = .integers(integers, places: places)
    case .days:
      var days: [Int32] = []
      for case .days(let part) in columns.map(\.storage) { days += part }
      storage = .days(days)
    }
    var known = Bitmap(count: 0)
    for column in columns { known.append(contentsOf: column.known ?? Bitmap(repeating: true, count: column.count)) }
    for row in tooLarge { known.remove(row) }
    return (storage, columns.allSatisfy { $0.known == nil } && tooLarge.isEmpty ? nil : known)
  }
}
