import Tables

/// Dictionary codes while they come in, as narrow as those so far allow.
struct CodeCells {
  private enum Cells {
    case narrow([UInt8])
    case medium([UInt16])
    case wide([UInt32])
  }

  private var cells = Cells.narrow([])

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

  /// Makes room for some codes in all.
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

  /// Adds codes, all of which, with those already here, are below `distinct`.
  mutating func append(_ codes: ArraySlice<UInt32>, distinct: Int) {
    widen(for: distinct)
    var present = Cells.narrow([])
    swap(&present, &cells)
    switch consume present {
    case .narrow(var cells):
      CodeCells.append(codes, to: &cells)
      self.cells = .narrow(cells)
    case .medium(var cells):
      CodeCells.append(codes, to: &cells)
      self.cells = .medium(cells)
    case .wide(var cells):
      CodeCells.append(codes, to: &cells)
      self.cells = .wide(cells)
    }
  }

  @inline(__always)
  private static func append<Cell: FixedWidthInteger>(_ codes: ArraySlice<UInt32>, to cells: inout [Cell]) {
    codes.withUnsafeBufferPointer { cells.append(contentsOf: $0.lazy.map { Cell(truncatingIfNeeded: $0) }) }
  }

  private mutating func widen(for distinct: Int) {
    switch cells {
    case .narrow(let cells) where distinct > 1 << 16: self.cells = .wide(CodeCells.widened(cells))
    case .narrow(let cells) where distinct > 1 << 8: self.cells = .medium(CodeCells.widened(cells))
    case .medium(let cells) where distinct > 1 << 16: self.cells = .wide(CodeCells.widened(cells))
    case .narrow, .medium, .wide: break
    }
  }

  /// The codes in a wider type, with the same room.
  private static func widened<Cell: FixedWidthInteger, Wider: FixedWidthInteger>(_ cells: [Cell]) -> [Wider] {
    var result: [Wider] = []
    result.reserveCapacity(cells.capacity)
    result.append(contentsOf: cells.lazy.map { Wider(truncatingIfNeeded: $0) })
    return result
  }

  /// The codes as a column keeps them.
  func finish() -> Codes {
    switch cells {
    case .narrow(let cells): .narrow(Buffer(cells))
    case .medium(let cells): .medium(Buffer(cells))
    case .wide(let cells): .wide(Buffer(cells))
    }
  }
}
