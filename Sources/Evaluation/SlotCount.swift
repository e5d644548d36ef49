import Tables

/// Counts rows by the slot of their key.
struct SlotCount: Sendable {
  private let column: KeyColumn

  init(_ column: KeyColumn) { self.column = column }

  /// How many of some rows are in each slot.
  func counts(of rows: Bitmap) throws -> [Int64] {
    try column.codes.open(Count(column: column, rows: rows, weights: nil))
  }

  /// The sums of what some rows weigh, slot by slot.
  func sums(of rows: Bitmap, weights: [Int64]) throws -> [Int64] {
    precondition(weights.count >= rows.count, "rows without a weight")
    return try column.codes.open(Count(column: column, rows: rows, weights: weights))
  }

  /// The counting, compiled for each width of codes.
  private struct Count: CellVisitor, Sendable {
    let column: KeyColumn
    let rows: Bitmap
    let weights: [Int64]?

    func visit<Cell: FixedWidthInteger & BitwiseCopyable & Sendable>(_ cells: Buffer<Cell>) throws -> [Int64] {
      let slots = column.slots
      let placed = column.owners?.count ?? cells.count
      let direct = rows.count > placed ? rows.slice(0..<placed) : rows
      var counts: [Int64]
      if let owners = column.owners {
        counts = merged(slots, direct) { range, counts in
          owners.withUnsafeBufferPointer { owners in
            cells.withUnsafeBufferPointer { cells in gather(cells, owners, direct, range, slots, counts) }
          }
        }
      } else {
        // Rows whose key is unknown are counted by the word.
        let known = column.known.map { direct & ($0.count == direct.count ? $0 : $0.slice(0..<direct.count)) } ?? direct
        counts = merged(slots, known) { range, counts in
          cells.withUnsafeBufferPointer { cells in count(cells, known, range, slots, counts) }
        }
        if column.known != nil { counts[slots.unknown] += total(direct.subtracting(known), from: 0) }
      }
      if rows.count > placed { counts[slots.absent] += total(rows.slice(placed..<rows.count), from: placed) }
      return counts
    }

    /// What all rows of a set weigh.
    private func total(_ rows: Bitmap, from first: Int) -> Int64 {
      guard let weights else { return Int64(rows.population) }
      var sum: Int64 = 0
      rows.forEach { sum += weights[first + $0] }
      return sum
    }

    /// Counts stripe by stripe, each thread in a table of its own.
    private func merged(
      _ slots: KeySlots, _ rows: Bitmap,
      _ body: @Sendable (Range<Int>, UnsafeMutableBufferPointer<Int64>) -> Void
    ) -> [Int64] {
      @Sendable func table(_ range: Range<Int>) -> [Int64] {
        [Int64](unsafeUninitializedCapacity: slots.count) { counts, filled in
          counts.initialize(repeating: 0)
          body(range, counts)
          filled = slots.count
        }
      }
      // A table a thread is worth its while only where there are fewer slots than rows.
      guard slots.count < rows.count else { return table(0..<rows.words.count) }
      let parts = wordStripes(of: rows.count) { table($0) }
      var whole = parts[0]
      for part in parts.dropFirst() {
        for slot in part.indices where part[slot] != 0 { whole[slot] += part[slot] }
      }
      return whole
    }

    /// Rows whose codes stand side by side.
    @inline(__always)
    private func count<Cell: FixedWidthInteger>(
      _ cells: UnsafeBufferPointer<Cell>, _ rows: Bitmap, _ range: Range<Int>, _ slots: KeySlots,
      _ counts: UnsafeMutableBufferPointer<Int64>
    ) {
      precondition(rows.count <= cells.count && range.upperBound <= rows.words.count && slots.count == counts.count)
      rows.words.withUnsafeBufferPointer { words in
        if let weights {
          weights.withUnsafeBufferPointer { weights in
            Bitmap.forEach(words, in: range) { row in
              counts[slots.checked(cells[row])] += weights[row]
            }
          }
        } else if Cell.bitWidth == 8 {
          countBytes(cells, words, range, slots, counts)
        } else {
          Bitmap.forEach(words, in: range) { row in counts[slots.checked(cells[row])] &+= 1 }
        }
      }
    }

    /// Rows in a few slots: four tables in turn, so that one row need not wait for the one before it.
    private func countBytes<Cell: FixedWidthInteger>(
      _ cells: UnsafeBufferPointer<Cell>, _ words: UnsafeBufferPointer<UInt64>, _ range: Range<Int>,
      _ slots: KeySlots, _ counts: UnsafeMutableBufferPointer<Int64>
    ) {
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 4 * 256) { tables in
        tables.initialize(repeating: 0)
        for index in range {
          var word = words[index]
          let base = index &<< 6
          if word == .max {
            for bit in stride(from: 0, to: 64, by: 4) {
              let row = base &+ bit
              tables[Int(UInt8(truncatingIfNeeded: cells[row]))] &+= 1
              tables[256 &+ Int(UInt8(truncatingIfNeeded: cells[row &+ 1]))] &+= 1
              tables[512 &+ Int(UInt8(truncatingIfNeeded: cells[row &+ 2]))] &+= 1
              tables[768 &+ Int(UInt8(truncatingIfNeeded: cells[row &+ 3]))] &+= 1
            }
            continue
          }
          while word != 0 {
            let first = base &+ word.trailingZeroBitCount
            word &= word &- 1
            tables[Int(UInt8(truncatingIfNeeded: cells[first]))] &+= 1
            guard word != 0 else { break }
            let second = base &+ word.trailingZeroBitCount
            word &= word &- 1
            tables[256 &+ Int(UInt8(truncatingIfNeeded: cells[second]))] &+= 1
          }
        }
        for code in 0..<256 {
          counts[code] +=
            Int64(tables[code]) + Int64(tables[256 + code]) + Int64(tables[512 + code]) + Int64(tables[768 + code])
        }
      }
    }

    /// Rows whose codes stand at what they belong to.
    @inline(__always)
    private func gather<Cell: FixedWidthInteger>(
      _ cells: UnsafeBufferPointer<Cell>, _ owners: UnsafeBufferPointer<Int32>, _ rows: Bitmap, _ range: Range<Int>,
      _ slots: KeySlots, _ counts: UnsafeMutableBufferPointer<Int64>
    ) {
      precondition(rows.count <= owners.count && range.upperBound <= rows.words.count && slots.count == counts.count)
      rows.words.withUnsafeBufferPointer { words in
        let end = UInt32(clamping: cells.count)
        if column.known == nil, weights == nil {
          Bitmap.forEach(words, in: range) { row in
            // Below nothing is past the end.
            let owner = UInt32(bitPattern: owners[row])
            counts[owner < end ? slots.checked(cells[Int(owner)]) : slots.absent] &+= 1
          }
        } else {
          Bitmap.forEach(words, in: range) { row in
            let owner = UInt32(bitPattern: owners[row])
            let weight = weights?[row] ?? 1
            guard owner < end else {
              counts[slots.absent] += weight
              return
            }
            let isKnown = column.known?.contains(Int(owner)) ?? true
            counts[isKnown ? slots.checked(cells[Int(owner)]) : slots.unknown] += weight
          }
        }
      }
    }
  }
}

extension KeySlots {
  /// The slot of a code: one of one or two bytes always has one.
  @inline(__always)
  func checked<Cell: FixedWidthInteger>(_ code: Cell) -> Int {
    let slot = Int(truncatingIfNeeded: code)
    if Cell.bitWidth > 16 { precondition(slot >= 0 && slot < unknown, "a code without a slot") }
    return slot
  }
}
