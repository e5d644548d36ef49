import Tables

/// The codes of a column's rows while they come in.
///
/// As long as each row brings a text of its own, its code is its number, and none is kept.
struct RowCodes {
  private enum Kept {
    /// The codes are the numbers of the rows: how many there are, and how many there will be.
    case ownNumbers(Int, room: Int)
    case cells(NarrowCells)
  }

  private var kept = Kept.ownNumbers(0, room: 0)

  /// How many there are.
  var count: Int {
    switch kept {
    case .ownNumbers(let count, _): count
    case .cells(let cells): cells.count
    }
  }

  subscript(row: Int) -> UInt32 {
    switch kept {
    case .ownNumbers: UInt32(row)
    case .cells(let cells): cells[row]
    }
  }

  /// Makes room for some codes in all.
  mutating func reserve(_ count: Int) {
    switch kept {
    case .ownNumbers(let present, _): kept = .ownNumbers(present, room: count)
    case .cells: changeCells { $0.reserve(count) }
    }
  }

  /// Adds codes, all of which, with those already here, are below a limit.
  mutating func append(_ new: ArraySlice<UInt32>, below limit: Int) {
    if case .ownNumbers(let count, let room) = kept {
      if new.indices.allSatisfy({ new[$0] == UInt32(count + $0 - new.startIndex) }) {
        kept = .ownNumbers(count + new.count, room: room)
        return
      }
      kept = .cells(RowCodes.numbers(count, room: room))
    }
    changeCells { $0.append(new, below: limit) }
  }

  /// Puts another code in place of each.
  /// - Parameters:
  ///   - codes: The new code for each of the old ones.
  ///   - distinct: All new codes are below it.
  mutating func renumber(_ codes: consuming [UInt32], distinct: Int) {
    switch kept {
    case .ownNumbers(let count, _):
      precondition(codes.count == count, "codes that no row brought")
      kept = .cells(NarrowCells(codes, below: distinct))
    case .cells: changeCells { $0.renumber(codes, distinct: distinct) }
    }
  }

  /// The codes as a column keeps them.
  var codes: Codes {
    switch kept {
    case .ownNumbers(let count, _): RowCodes.numbers(count, room: count).codes
    case .cells(let cells): cells.codes
    }
  }

  /// Changes the cells where they stand.
  private mutating func changeCells(_ change: (inout NarrowCells) -> Void) {
    guard case .cells(var cells) = kept else { return }
    kept = .ownNumbers(0, room: 0)
    change(&cells)
    kept = .cells(cells)
  }

  private static func numbers(_ count: Int, room: Int) -> NarrowCells {
    var cells = NarrowCells()
    cells.reserve(max(count, room))
    let step = 1 << 12
    for first in stride(from: 0, to: count, by: step) {
      let part = (first..<min(first + step, count)).map { UInt32($0) }
      cells.append(part[...], below: count)
    }
    return cells
  }
}
