import Tables

/// Codes or numbers while they come in, as narrow as those so far allow.
struct NarrowCells {
  private enum Cells {
    case narrow([UInt8])
    case medium([UInt16])
    case wide([UInt32])
  }

  private var cells = Cells.narrow([])

  init() {}

  /// Numbers that are all below a limit.
  init(_ numbers: consuming [UInt32], below limit: Int) {
    if limit > 1 << 16 {
      cells = .wide(numbers)
    } else {
      append(numbers[...], below: limit)
    }
  }

  /// How many there are.
  var count: Int {
    switch cells {
    case .narrow(let cells): cells.count
    case .medium(let cells): cells.count
    case .wide(let cells): cells.count
    }
  }

  subscript(row: Int) -> UInt32 {
    switch cells {
    case .narrow(let cells): UInt32(cells[row])
    case .medium(let cells): UInt32(cells[row])
    case .wide(let cells): cells[row]
    }
  }

  /// Makes room for some cells in all.
  mutating func reserve(_ count: Int) {
    var present = Cells.narrow([])
    swap(&present, &cells)
    switch consume present {
    case .narrow(var cells):
      cells.reserveCapacity(count)
      self.cells = .narrow(cells)
    case .medium(var cells):
      cells.reserveCapacity(count)
      self.cells = .medium(cells)
    case .wide(var cells):
      cells.reserveCapacity(count)
      self.cells = .wide(cells)
    }
  }

  /// Adds cells, all of which, with those already here, are below a limit.
  mutating func append(_ new: ArraySlice<UInt32>, below limit: Int) {
    widen(for: limit)
    var present = Cells.narrow([])
    swap(&present, &cells)
    switch consume present {
    case .narrow(var cells):
      NarrowCells.append(new, to: &cells)
      self.cells = .narrow(cells)
    case .medium(var cells):
      NarrowCells.append(new, to: &cells)
      self.cells = .medium(cells)
    case .wide(var cells):
      NarrowCells.append(new, to: &cells)
      self.cells = .wide(cells)
    }
  }

  /// Adds so many cells, all of which, with those already here, are below a limit: a few thousand at a time.
  mutating func append(_ count: Int, below limit: Int, _ cell: (Int) -> UInt32) {
    let step = 1 << 12
    for first in stride(from: 0, to: count, by: step) {
      append((first..<min(first + step, count)).map(cell)[...], below: limit)
    }
  }

  @inline(__always)
  private static func append<Cell: FixedWidthInteger>(_ new: ArraySlice<UInt32>, to cells: inout [Cell]) {
    new.withUnsafeBufferPointer { cells.append(contentsOf: $0.lazy.map { Cell(truncatingIfNeeded: $0) }) }
  }

  private mutating func widen(for limit: Int) {
    switch cells {
    case .narrow(let cells) where limit > 1 << 16: self.cells = .wide(NarrowCells.widened(cells))
    case .narrow(let cells) where limit > 1 << 8: self.cells = .medium(NarrowCells.widened(cells))
    case .medium(let cells) where limit > 1 << 16: self.cells = .wide(NarrowCells.widened(cells))
    case .narrow, .medium, .wide: break
    }
  }

  /// Puts another code in place of each.
  /// - Parameters:
  ///   - codes: The new code for each of the old ones.
  ///   - distinct: All new codes are below it.
  mutating func renumber(_ codes: [UInt32], distinct: Int) {
    if distinct > 1 << 16, case .wide(var wide) = cells {
      // Where they stand: this is the only reference then.
      cells = .narrow([])
      wide.withMutableSpan { wide in
        for row in wide.indices { wide[row] = codes[Int(wide[row])] }
      }
      cells = .wide(wide)
      return
    }
    var former = NarrowCells()
    swap(&former, &self)
    reserve(former.count)
    append(former.count, below: distinct) { codes[Int(former[$0])] }
  }

  /// The cells in a wider type, with the same room.
  private static func widened<Cell: FixedWidthInteger, Wider: FixedWidthInteger>(_ cells: [Cell]) -> [Wider] {
    var result: [Wider] = []
    result.reserveCapacity(cells.capacity)
    result.append(contentsOf: cells.lazy.map { Wider(truncatingIfNeeded: $0) })
    return result
  }

  /// The cells as a column keeps numbers.
  var integers: Integers {
    switch cells {
    case .narrow(let cells): .narrow(Buffer(cells))
    case .medium(let cells): .medium(Buffer(cells))
    case .wide(let cells): .wide(Buffer(cells))
    }
  }

  /// The cells as a column keeps codes.
  var codes: Codes {
    switch cells {
    case .narrow(let cells): .narrow(Buffer(cells))
    case .medium(let cells): .medium(Buffer(cells))
    case .wide(let cells): .wide(Buffer(cells))
    }
  }
}
