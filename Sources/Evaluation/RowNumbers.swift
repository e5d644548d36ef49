import Tables
import Values

/// The numbers, days or months of an expression for a list's rows, computed chunk by chunk where they are asked for.
public struct RowNumbers: Sendable {
  private let kernel: any NumberKernel
  private let count: Int

  init(_ kernel: any NumberKernel, count: Int) {
    self.kernel = kernel
    self.count = count
  }

  /// Decimal places of the numbers.
  public var places: Int { kernel.places }

  /// How many thresholds the numbers of some rows reach.
  public struct Rungs: Sendable {
    /// For each row what its number reaches, or the number's lower end; 0 for rows that were not asked for.
    public let low: [UInt16]
    /// For each row what its number's upper end reaches; nil where no number is in doubt.
    public let high: [UInt16]?
    /// The rows that were asked for and whose number is unknown altogether; nil when none is.
    public let unknown: Bitmap?

    /// The rows for which it is in doubt at some threshold whether their number reaches it.
    public var doubtful: Bitmap {
      guard let high else { return unknown ?? Bitmap(count: low.count) }
      let open = low.withUnsafeBufferPointer { low in
        high.withUnsafeBufferPointer { high in packed(low.count) { low[$0] != high[$0] } }
      }
      return unknown.map { $0 | open } ?? open
    }
  }

  /// The numbers of all rows.
  /// - Throws: `Failure` where one is too large; `Interruption`.
  func vector() throws -> NumberVector {
    let parts = try stripes(of: count) { chunks in
      var part = NumberVector(low: [], places: kernel.places)
      part.low.reserveCapacity(chunks.reduce(0) { $0 + $1.count })
      for chunk in chunks {
        try Interruption.check()
        part.append(try kernel.numbers(chunk))
      }
      return part
    }
    guard var whole = parts.first else { return NumberVector(low: [], places: kernel.places) }
    whole.low.reserveCapacity(count)
    for part in parts.dropFirst() { whole.append(part) }
    return whole
  }

  /// How many thresholds of a ladder the numbers of some rows reach.
  /// - Throws: `Failure` where a number is too large; `Interruption`.
  public func reached(on ladder: ThresholdLadder, by rows: Bitmap) throws -> Rungs {
    precondition(rows.count == count, "rows of another list")
    let parts = try stripes(of: count) { chunks in
      let rowCount = (chunks.first?.lowerBound ?? 0)..<(chunks.last?.upperBound ?? 0)
      var part = Climb(rowCount)
      for chunk in chunks {
        try Interruption.check()
        try part.add(chunk, of: kernel, on: ladder, by: rows)
      }
      return part
    }
    let hasDoubt = parts.contains { $0.high != nil }
    let hasUnknown = parts.contains { $0.unknown.contains { $0 != 0 } }
    return Rungs(
      low: parts.count == 1 ? parts[0].low : parts.flatMap(\.low),
      high: hasDoubt ? parts.flatMap { $0.high ?? $0.low } : nil,
      unknown: hasUnknown ? Bitmap(words: parts.flatMap(\.unknown), count: count) & rows : nil)
  }

  /// The numbers of some rows where they stand in cells.
  /// - Parameters:
  ///   - rows: The rows that are asked about.
  ///   - start: Where the first of them stands in the list.
  /// - Returns: The numbers of those rows; nil where one is unknown, or where they have to be computed.
  public func cells(of rows: Bitmap, from start: Int) -> CellNumbers? {
    guard let column = kernel as? any StoredNumberKernel else { return nil }
    let range = start..<start + rows.count
    precondition(start >= 0 && range.upperBound <= count, "rows past the end")
    if let known = column.known, !rows.isSubset(of: known.slice(range)) { return nil }
    return CellNumbers(column, range)
  }

  /// What the rows of a stripe reach.
  private struct Climb {
    private let start: Int
    var low: [UInt16]
    var high: [UInt16]?
    /// Rows whose number is unknown, in words.
    var unknown: [UInt64]

    init(_ rows: Range<Int>) {
      start = rows.lowerBound
      low = [UInt16](repeating: 0, count: rows.count)
      unknown = [UInt64](repeating: 0, count: Bitmap.wordCount(for: rows.count))
    }

    mutating func add(
      _ chunk: Range<Int>, of kernel: any NumberKernel, on ladder: ThresholdLadder, by rows: Bitmap
    ) throws {
      let words = chunk.lowerBound / 64..<Bitmap.wordCount(for: chunk.upperBound)
      let places = chunk.lowerBound - start..<chunk.upperBound - start
      try rows.words.withUnsafeBufferPointer { rows in
        let rows = rows[words]
        guard rows.contains(where: { $0 != 0 }) else { return }
        if let column = kernel as? any StoredNumberKernel {
          low.withUnsafeMutableBufferPointer { low in
            column.climb(
              ladder, chunk, rows, isDescending: false, into: UnsafeMutableBufferPointer(rebasing: low[places]))
          }
          if let known = column.known { note(words) { ~known.words[$0] } }
          return
        }
        let vector = try kernel.numbers(chunk)
        if let upper = vector.high {
          var all = high ?? low
          all.withUnsafeMutableBufferPointer { all in
            upper.withUnsafeBufferPointer {
              ladder.climb($0, rows, into: UnsafeMutableBufferPointer(rebasing: all[places]))
            }
          }
          high = all
        }
        low.withUnsafeMutableBufferPointer { low in
          vector.low.withUnsafeBufferPointer {
            ladder.climb($0, rows, into: UnsafeMutableBufferPointer(rebasing: low[places]))
          }
        }
        if vector.high == nil, high != nil {
          high?.replaceSubrange(places, with: low[places])
        }
        if let unknown = vector.unknown { note(words) { unknown.words[$0 - words.lowerBound] } }
      }
    }

    private mutating func note(_ words: Range<Int>, _ word: (Int) -> UInt64) {
      for index in words { unknown[index - start / 64] = word(index) }
    }
  }
}

/// Known numbers of some rows that follow one another, read from the cells in which they are stored.
public struct CellNumbers: Sendable {
  private let column: any StoredNumberKernel
  private let range: Range<Int>

  fileprivate init(_ column: any StoredNumberKernel, _ range: Range<Int>) {
    self.column = column
    self.range = range
  }

  /// Writes how many thresholds of a ladder the numbers of some rows reach.
  /// - Parameters:
  ///   - ladder: The thresholds.
  ///   - rows: Which of the rows of a stretch are looked at; a bit a row. No other rows than were asked for.
  ///   - stretch: The stretch, in words.
  ///   - isDescending: Whether it is told how many they don't reach instead.
  ///   - reached: Where it is written, from the stretch's first row on; rows that are not looked at are left as they are.
  public func climb(
    _ ladder: ThresholdLadder, by rows: UnsafeBufferPointer<UInt64>, in stretch: Range<Int>, isDescending: Bool,
    into reached: UnsafeMutableBufferPointer<UInt16>
  ) {
    precondition(rows.count == stretch.count && stretch.upperBound <= Bitmap.wordCount(for: range.count), "other rows")
    let places = stretch.lowerBound * 64..<min(stretch.upperBound * 64, range.count)
    let cells = range.lowerBound + places.lowerBound..<range.lowerBound + places.upperBound
    column.climb(ladder, cells, rows[...], isDescending: isDescending, into: reached)
  }
}

/// Numbers that are stored and can be compared where they are.
private protocol StoredNumberKernel: NumberKernel {
  /// The rows whose number is known; nil for all.
  var known: Bitmap? { get }
  /// Writes how many thresholds the numbers of some of a chunk's rows reach, or don't reach.
  func climb(
    _ ladder: ThresholdLadder, _ chunk: Range<Int>, _ rows: Slice<UnsafeBufferPointer<UInt64>>, isDescending: Bool,
    into reached: UnsafeMutableBufferPointer<UInt16>)
}

extension IntegerColumn: StoredNumberKernel {
  fileprivate func climb(
    _ ladder: ThresholdLadder, _ chunk: Range<Int>, _ rows: Slice<UnsafeBufferPointer<UInt64>>, isDescending: Bool,
    into reached: UnsafeMutableBufferPointer<UInt16>
  ) {
    func climb<Cell: FixedWidthInteger>(_ cells: Buffer<Cell>) {
      cells.withUnsafeBufferPointer {
        ladder.climb(UnsafeBufferPointer(rebasing: $0[chunk]), rows, isDescending: isDescending, into: reached)
      }
    }
    switch integers {
    case .narrow(let cells): climb(cells)
    case .medium(let cells): climb(cells)
    case .wide(let cells): climb(cells)
    case .full(let cells): climb(cells)
    }
  }
}

extension DayColumn: StoredNumberKernel {
  fileprivate func climb(
    _ ladder: ThresholdLadder, _ chunk: Range<Int>, _ rows: Slice<UnsafeBufferPointer<UInt64>>, isDescending: Bool,
    into reached: UnsafeMutableBufferPointer<UInt16>
  ) {
    days.withUnsafeBufferPointer {
      ladder.climb(UnsafeBufferPointer(rebasing: $0[chunk]), rows, isDescending: isDescending, into: reached)
    }
  }
}
