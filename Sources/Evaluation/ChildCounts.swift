import Language
import Tables
import Values

/// For each row of a list, how many of the rows that belong to it take part: surely, and perhaps.
///
/// Both numbers of a row stand in one cell, which is as narrow as the largest family allows, so that another question
/// about the same counts reads a byte a row.
struct ChildCounts: NumberKernel {
  /// The cells, one a row.
  enum Cells: Sendable {
    case bytes([UInt8])
    case shorts([UInt16])
    case words([UInt32])
    case wide([UInt64])
  }

  let cells: Cells
  /// Whether nothing is in doubt: then a cell is the one number, else its lower half is how many surely take part, its
  /// upper half how many may besides.
  let isExact: Bool
  var places: Int { 0 }

  func numbers(_ rows: Range<Int>) -> NumberVector {
    switch cells {
    case .bytes(let cells): numbers(cells, rows)
    case .shorts(let cells): numbers(cells, rows)
    case .words(let cells): numbers(cells, rows)
    case .wide(let cells): numbers(cells, rows)
    }
  }

  @inline(__always)
  private func numbers<Cell: FixedWidthInteger & UnsignedInteger>(_ cells: [Cell], _ rows: Range<Int>) -> NumberVector {
    guard !isExact else { return NumberVector(low: cells[rows].map { Int64($0) }, places: 0) }
    let halves = Halves<Cell>()
    let low = cells[rows].map { Int64(halves.sure($0)) }
    let high = cells[rows].map { Int64(halves.possible($0)) }
    return NumberVector(low: low, high: low == high ? nil : high, unknown: nil, places: 0)
  }

  /// Where the counts compare with a number, on the cells as they are.
  func truth(_ rows: Range<Int>, _ sign: BinaryOperator, _ threshold: Int64) -> TruthPlanes {
    let next = threshold == .max ? threshold : threshold + 1
    return switch sign {
    case .less: !reaching(threshold, rows)
    case .lessOrEqual: threshold == .max ? TruthPlanes(repeating: true, count: rows.count) : !reaching(next, rows)
    case .greater: threshold == .max ? TruthPlanes(repeating: false, count: rows.count) : reaching(next, rows)
    case .greaterOrEqual: reaching(threshold, rows)
    case .notEqual: !(reaching(threshold, rows) & !reaching(next, rows))
    default: reaching(threshold, rows) & !reaching(next, rows)
    }
  }

  /// Where there are at least so many.
  private func reaching(_ threshold: Int64, _ rows: Range<Int>) -> TruthPlanes {
    switch cells {
    case .bytes(let cells): reaching(cells, threshold, rows)
    case .shorts(let cells): reaching(cells, threshold, rows)
    case .words(let cells): reaching(cells, threshold, rows)
    case .wide(let cells): reaching(cells, threshold, rows)
    }
  }

  @inline(__always)
  private func reaching<Cell: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    _ cells: [Cell], _ threshold: Int64, _ rows: Range<Int>
  ) -> TruthPlanes {
    guard threshold > 0 else { return TruthPlanes(repeating: true, count: rows.count) }
    guard let number = Cell(exactly: threshold) else { return TruthPlanes(repeating: false, count: rows.count) }
    return cells.withUnsafeBufferPointer { cells in
      let cells = UnsafeBufferPointer(rebasing: cells[rows])
      return TruthPlanes.made(count: rows.count) { room in
        guard !isExact else {
          packBits(cells, into: room.yes) { $0 >= number }
          room.unknown.update(repeating: 0)
          return
        }
        let halves = Halves<Cell>()
        packBits(cells, into: room.yes) { halves.sure($0) >= number }
        packBits(cells, into: room.unknown) { halves.possible($0) >= number }
        for index in room.yes.indices { room.unknown[index] &= ~room.yes[index] }
      }
    }
  }
}

/// How two numbers stand in one cell. Their sum has room in half of it.
private struct Halves<Cell: FixedWidthInteger & UnsignedInteger> {
  @inline(__always) func sure(_ cell: Cell) -> Cell { cell & (Cell.max &>> Cell(Cell.bitWidth / 2)) }
  @inline(__always) func possible(_ cell: Cell) -> Cell { sure(cell) &+ (cell &>> Cell(Cell.bitWidth / 2)) }
}

/// Whether the counts of the rows that belong to a row compare with a number.
struct ChildCountThreshold: TruthKernel {
  let counts: ChildCounts
  let sign: BinaryOperator
  let threshold: Int64

  func truth(_ rows: Range<Int>) -> TruthPlanes { counts.truth(rows, sign, threshold) }
}

// MARK: Counting

extension ChildCounts {
  /// Counts rows that belong to one row each, in the order of the file.
  /// - Parameters:
  ///   - part: Which of them take part.
  ///   - owners: The row that each belongs to; below nothing, or past the last, for none.
  ///   - count: How many rows there are to belong to.
  ///   - largest: The most rows that belong to one.
  /// - Throws: `Interruption`.
  init(of part: TruthPlanes, owners: Buffer<Int32>, count: Int, largest: Int) throws {
    try self.init(of: part, largest: largest, Families(owners: owners, count: count))
  }

  /// Counts rows of which some belong to several rows.
  init(of part: TruthPlanes, links: ChildLinks, largest: Int) throws {
    try self.init(of: part, largest: largest, links)
  }

  private init(of part: TruthPlanes, largest: Int, _ counting: some ChildCounting) throws {
    isExact = part.unknown.isEmpty
    // In doubt, half a cell has to hold a whole family.
    let largest = isExact ? largest : largest * (largest + 2)
    if largest <= UInt8.max {
      cells = .bytes(try counting.cells(part))
    } else if largest <= UInt16.max {
      cells = .shorts(try counting.cells(part))
    } else if largest <= UInt32.max {
      cells = .words(try counting.cells(part))
    } else {
      cells = .wide(try counting.cells(part))
    }
  }
}

private protocol ChildCounting {
  /// The cells of all rows: 1 for each that takes part, and as much in the upper half for each that may.
  func cells<Cell: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>(
    _ part: TruthPlanes
  ) throws -> [Cell]
}

/// Rows that belong to one row each.
private struct Families: ChildCounting, Sendable {
  let owners: Buffer<Int32>
  let count: Int

  @inline(__always)
  func cells<Cell: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>(
    _ part: TruthPlanes
  ) throws -> [Cell] {
    precondition(part.yes.count <= owners.count && part.unknown.count == part.yes.count, "rows that belong to nothing")
    // Each thread counts into cells of its own, which is worth its while where they are fewer than the rows.
    let threads = max(1, 2 * part.yes.count / max(1, count))
    let parts = try stripes(of: part.yes.count, atMost: threads) { chunks in
      var cells = [Cell](repeating: 0, count: count + 1)
      for chunk in chunks {
        try Interruption.check()
        add(part, chunk, to: &cells)
      }
      return cells
    }
    guard var cells = parts.first else { return [Cell](repeating: 0, count: count) }
    for others in parts.dropFirst() {
      cells.withUnsafeMutableBufferPointer { cells in
        others.withUnsafeBufferPointer { others in
          for row in cells.indices { cells[row] &+= others[row] }
        }
      }
    }
    cells.removeLast()
    return cells
  }

  /// Adds the rows of a chunk. The last cell is for those that belong to nothing.
  @inline(__always)
  private func add<Cell: FixedWidthInteger & UnsignedInteger>(
    _ part: TruthPlanes, _ rows: Range<Int>, to cells: inout [Cell]
  ) {
    let half = Cell(Cell.bitWidth / 2)
    let end = UInt32(clamping: count)
    cells.withUnsafeMutableBufferPointer { cells in
      owners.withUnsafeBufferPointer { owners in
        part.yes.words.withUnsafeBufferPointer { yes in
          part.unknown.words.withUnsafeBufferPointer { unknown in
            for index in rows.lowerBound / 64..<Bitmap.wordCount(for: rows.upperBound) {
              var (sure, open) = (yes[index], unknown[index])
              let base = index &* 64
              var taking = sure | open
              if base &+ 64 <= rows.upperBound, taking.nonzeroBitCount > 48 {
                // Without asking of each row whether it takes part.
                for bit in 0..<64 {
                  let cell = Cell(truncatingIfNeeded: sure & 1) | Cell(truncatingIfNeeded: open & 1) &<< half
                  cells[Int(min(UInt32(bitPattern: owners[base &+ bit]), end))] &+= cell
                  sure &>>= 1
                  open &>>= 1
                }
              } else {
                while taking != 0 {
                  let bit = taking.trailingZeroBitCount
                  taking &= taking &- 1
                  let cell: Cell = (sure &>> UInt64(bit)) & 1 == 1 ? 1 : 1 &<< half
                  cells[Int(min(UInt32(bitPattern: owners[base &+ bit]), end))] &+= cell
                }
              }
            }
          }
        }
      }
    }
  }
}

extension ChildLinks: ChildCounting {
  @inline(__always)
  fileprivate func cells<Cell: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>(
    _ part: TruthPlanes
  ) throws -> [Cell] {
    let half = Cell(Cell.bitWidth / 2)
    return try stripes(of: offsets.count - 1) { chunks in
      var cells: [Cell] = []
      for chunk in chunks {
        try Interruption.check()
        for row in chunk {
          var cell: Cell = 0
          for child in children(of: row) {
            if part.yes.contains(Int(child)) {
              cell &+= 1
            } else if part.unknown.contains(Int(child)) {
              cell &+= 1 &<< half
            }
          }
          cells.append(cell)
        }
      }
      return cells
    }.flatMap { $0 }
  }
}
