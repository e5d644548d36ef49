import Language
import Tables
import Values

/// The sums, means, least or greatest numbers of all groups over some rows.
///
/// Numbers that surely count and are no intervals, which most are, are added up in plain tables, a place a group; only
/// groups that hold any other have a `Total` of their own.
struct Totals {
  private let function: AggregateFunction
  private let count: Int
  // The first place of each table is for rows that are in no group. Tables that the function does not ask for are empty.
  /// The sums of narrow numbers and of the lower halves of full ones.
  private var sums: [Int64] = []
  /// The sums of the upper halves of full numbers; empty where none was met.
  private var upperSums: [Int64] = []
  private var counts: [Int64] = []
  /// The least of the numbers, or the greatest.
  private var ends: [Int64] = []
  /// Where a group's other numbers are among `others`; below nothing for none. Empty where there is none at all.
  private var placeOfOthers: [Int32] = []
  private var others: [Total] = []

  init(function: AggregateFunction, count: Int) {
    self.function = function
    self.count = count
    let table = [Int64](repeating: 0, count: count + 1)
    switch function {
    case .sum: sums = table
    case .mean: (sums, counts) = (table, table)
    default: (counts, ends) = (table, [Int64](repeating: function == .min ? .max : .min, count: count + 1))
    }
  }

  /// Adds what others have added up.
  mutating func add(_ other: Totals) {
    func sum(_ left: inout [Int64], _ right: [Int64]) {
      if left.isEmpty { left = right } else { for place in right.indices { left[place] += right[place] } }
    }
    sum(&sums, other.sums)
    sum(&upperSums, other.upperSums)
    sum(&counts, other.counts)
    for place in other.ends.indices {
      ends[place] = function == .min ? min(ends[place], other.ends[place]) : max(ends[place], other.ends[place])
    }
    for (group, place) in other.placeOfOthers.enumerated() where place >= 0 {
      withOthers(of: group) { $0.add(other.others[Int(place)]) }
    }
  }

  /// What the groups' numbers come to.
  /// - Throws: `Interruption`; what a number that is too large throws.
  func ranges(type: ValueType, places: Int) throws -> [RangedValue] {
    try Interruption.map(0..<count) { group in
      var total = plain(group)
      if !placeOfOthers.isEmpty, placeOfOthers[group] >= 0 { total.add(others[Int(placeOfOthers[group])]) }
      return try total.range(type: type, places: places)
    }
  }

  private func plain(_ group: Int) -> Total {
    let place = group + 1
    let sum =
      (sums.isEmpty ? 0 : Int128(sums[place])) + (upperSums.isEmpty ? 0 : Int128(upperSums[place]) << 32)
    let count = counts.isEmpty ? 0 : counts[place]
    let ends = ends.isEmpty || count == 0 ? nil : (least: ends[place], greatest: ends[place])
    return Total(function: function, sum: sum, count: Int128(count), ends: ends)
  }

  private mutating func withOthers(of group: Int, _ body: (inout Total) -> Void) {
    if placeOfOthers.isEmpty { placeOfOthers = [Int32](repeating: -1, count: count) }
    if placeOfOthers[group] < 0 {
      placeOfOthers[group] = Int32(others.count)
      others.append(Total(function: function))
    }
    body(&others[Int(placeOfOthers[group])])
  }

  // MARK: Rows

  /// Adds rows chunk by chunk.
  /// - Parameters:
  ///   - chunks: Which rows.
  ///   - source: The numbers of the list's rows.
  ///   - rows: The rows that count: surely, in the headline, and perhaps.
  ///   - groups: The groups of the list's rows; nil where all are in one.
  /// - Throws: `Failure` where a number is too large; `Interruption`.
  mutating func add(
    _ chunks: ArraySlice<Range<Int>>, of source: any NumberKernel, _ rows: Standing, _ groups: RowGroups?
  ) throws {
    switch source {
    case let column as IntegerColumn:
      self = try column.integers.open(
        ColumnTotals(totals: self, chunks: chunks, known: column.known, rows: rows, groups: groups))
    case let column as DayColumn:
      self = try ColumnTotals(totals: self, chunks: chunks, known: column.known, rows: rows, groups: groups)
        .visit(column.days)
    default:
      try Totals.withGroups(of: chunks, groups) { chunk, groups in
        let vector = try source.numbers(chunk)
        vector.low.withUnsafeBufferPointer { numbers in
          add(
            Chunk(
              rows: chunk, numbers: numbers, high: vector.high, words: vector.unknown.map { .unknown($0) },
              groups: groups), rows)
        }
      }
    }
  }

  /// Calls the body with each chunk and the groups of its rows, while nobody asks to stop.
  @inline(__always)
  fileprivate static func withGroups(
    of chunks: ArraySlice<Range<Int>>, _ groups: RowGroups?,
    _ body: (Range<Int>, UnsafeBufferPointer<Int32>?) throws -> Void
  ) throws {
    guard let groups else {
      for chunk in chunks {
        try Interruption.check()
        try body(chunk, nil)
      }
      return
    }
    try withUnsafeTemporaryAllocation(of: Int32.self, capacity: chunkSize) { numbers in
      for chunk in chunks {
        try Interruption.check()
        let numbers = UnsafeMutableBufferPointer(rebasing: numbers[..<chunk.count])
        groups.write(chunk, into: numbers)
        try body(chunk, UnsafeBufferPointer(numbers))
      }
    }
  }

  /// Numbers of a chunk of rows.
  struct Chunk<Cell: FixedWidthInteger> {
    /// Which rows they are, from a multiple of 64.
    let rows: Range<Int>
    /// The numbers, or their lower ends.
    let numbers: UnsafeBufferPointer<Cell>
    /// Their upper ends; nil where none is an interval.
    let high: [Int64]?
    /// The rows whose number is known, or those whose number is not; nil where all are known.
    let words: Words?
    /// The group of each row, below nothing for none; nil where there is one.
    let groups: UnsafeBufferPointer<Int32>?

    enum Words {
      /// All rows of the list.
      case known(Bitmap)
      /// The rows of the chunk.
      case unknown(Bitmap)
    }

    /// Which of 64 rows have an unknown number.
    @inline(__always)
    func unknown(_ index: Int) -> UInt64 {
      switch words {
      case .known(let set)?: ~set.words[rows.lowerBound / 64 + index]
      case .unknown(let set)?: set.words[index]
      case nil: 0
      }
    }

    @inline(__always)
    func group(_ place: Int) -> Int { groups.map { Int($0[place]) } ?? 0 }
  }

  /// Adds a chunk of rows.
  /// - Parameters:
  ///   - chunk: Their numbers.
  ///   - rows: The rows that count: surely, in the headline, and perhaps.
  @inline(__always)
  mutating func add<Cell>(_ chunk: Chunk<Cell>, _ rows: Standing) {
    if Cell.bitWidth > 32, upperSums.isEmpty, !sums.isEmpty { upperSums = [Int64](repeating: 0, count: count + 1) }
    let start = chunk.rows.lowerBound / 64
    for index in start..<Bitmap.wordCount(for: chunk.rows.upperBound) {
      let high = rows.high.words[index]
      guard high != 0 else { continue }
      let (headline, low) = (rows.headline.words[index], rows.low.words[index])
      let unknown = chunk.unknown(index - start)
      let sure = chunk.high == nil ? low & headline & high & ~unknown : 0
      let first = (index - start) * 64
      addPlain(chunk, sure, first)
      var word = high & ~sure
      while word != 0 {
        let bit = word.trailingZeroBitCount
        word &= word - 1
        func isIn(_ set: UInt64) -> Bool { set >> UInt64(bit) & 1 == 1 }
        let place = first + bit
        let group = chunk.group(place)
        guard group >= 0 else { continue }
        withOthers(of: group) { total in
          guard !isIn(unknown) else { return total.addUnknown(isHeadline: isIn(headline)) }
          let number = Int64(truncatingIfNeeded: chunk.numbers[place])
          total.add(
            low: number, high: chunk.high?[place] ?? number, isSure: isIn(low), isHeadline: isIn(headline))
        }
      }
    }
  }

  /// Adds numbers that surely count.
  @inline(__always)
  private mutating func addPlain<Cell>(_ chunk: Chunk<Cell>, _ rows: UInt64, _ first: Int) {
    let numbers = chunk.numbers
    switch function {
    case .sum, .mean:
      if function == .mean { addCounts(chunk.groups, rows, first) }
      Totals.add(chunk.groups, rows, first, to: &sums, 0, &+) { place in
        // Halves of numbers can be added up for as many rows as a list may have.
        let number = Int64(truncatingIfNeeded: numbers[place])
        return Cell.bitWidth > 32 ? number & 0xFFFF_FFFF : number
      }
      if Cell.bitWidth > 32 {
        Totals.add(chunk.groups, rows, first, to: &upperSums, 0, &+) { Int64(truncatingIfNeeded: numbers[$0]) &>> 32 }
      }
    case .min:
      addCounts(chunk.groups, rows, first)
      Totals.add(chunk.groups, rows, first, to: &ends, .max, min) { Int64(truncatingIfNeeded: numbers[$0]) }
    default:
      addCounts(chunk.groups, rows, first)
      Totals.add(chunk.groups, rows, first, to: &ends, .min, max) { Int64(truncatingIfNeeded: numbers[$0]) }
    }
  }

  private mutating func addCounts(_ groups: UnsafeBufferPointer<Int32>?, _ rows: UInt64, _ first: Int) {
    guard groups != nil else {
      counts[1] &+= Int64(rows.nonzeroBitCount)
      return
    }
    Totals.add(groups, rows, first, to: &counts, 0, &+) { _ in 1 }
  }

  /// Puts a number for each of some rows to those of its group.
  @inline(__always)
  private static func add(
    _ groups: UnsafeBufferPointer<Int32>?, _ rows: UInt64, _ first: Int, to table: inout [Int64], _ none: Int64,
    _ combine: (Int64, Int64) -> Int64, _ number: (Int) -> Int64
  ) {
    guard let groups else {
      var all = none
      Totals.forEach(rows, first) { all = combine(all, number($0)) }
      table[1] = combine(table[1], all)
      return
    }
    table.withUnsafeMutableBufferPointer { table in
      Totals.forEach(rows, first) { place in
        let group = Int(groups[place]) &+ 1
        table[group] = combine(table[group], number(place))
      }
    }
  }

  /// The places of 64 rows that are in a set.
  @inline(__always)
  private static func forEach(_ rows: UInt64, _ first: Int, _ body: (Int) -> Void) {
    guard rows != .max else {
      for place in first..<first &+ 64 { body(place) }
      return
    }
    var word = rows
    while word != 0 {
      body(first &+ word.trailingZeroBitCount)
      word &= word &- 1
    }
  }
}

/// Adds the numbers of a column where they lie.
private struct ColumnTotals: CellVisitor {
  let totals: Totals
  let chunks: ArraySlice<Range<Int>>
  let known: Bitmap?
  let rows: Standing
  let groups: RowGroups?

  func visit<Cell: FixedWidthInteger & BitwiseCopyable & Sendable>(_ cells: Buffer<Cell>) throws -> Totals {
    var totals = totals
    try cells.withUnsafeBufferPointer { cells in
      try Totals.withGroups(of: chunks, groups) { chunk, groups in
        totals.add(
          Totals.Chunk(
            rows: chunk, numbers: UnsafeBufferPointer(rebasing: cells[chunk]), high: nil,
            words: known.map { .known($0) }, groups: groups), rows)
      }
    }
    return totals
  }
}
