import Tables

/// The codes of a column's rows while they come in.
///
/// As long as each row brings a text of its own, its code is its number, and none is kept.
struct RowCodes {
  /// How many rows there are, and how many there will be, while the codes are their numbers.
  private var (ownCount, room) = (0, 0)
  /// The codes, once they are not the numbers of their rows.
  private var cells: NarrowCells?

  /// How many there are.
  var count: Int { cells?.count ?? ownCount }

  subscript(row: Int) -> UInt32 { cells?[row] ?? UInt32(row) }

  /// Makes room for some codes in all.
  mutating func reserve(_ count: Int) {
    room = count
    cells?.reserve(count)
  }

  /// Adds codes, all of which, with those already here, are below a limit.
  mutating func append(_ new: ArraySlice<UInt32>, below limit: Int) {
    if cells == nil {
      if new.indices.allSatisfy({ new[$0] == UInt32(ownCount + $0 - new.startIndex) }) {
        ownCount += new.count
        return
      }
      cells = ownNumbers(room: room)
    }
    cells?.append(new, below: limit)
  }

  /// Puts another code in place of each.
  /// - Parameters:
  ///   - codes: The new code for each of the old ones.
  ///   - distinct: All new codes are below it.
  mutating func renumber(_ codes: consuming [UInt32], distinct: Int) {
    guard cells == nil else {
      cells?.renumber(codes, distinct: distinct)
      return
    }
    precondition(codes.count == ownCount, "codes that no row brought")
    cells = NarrowCells(codes, below: distinct)
  }

  /// The codes as a column keeps them.
  var codes: Codes { (cells ?? ownNumbers(room: ownCount)).codes }

  private func ownNumbers(room: Int) -> NarrowCells {
    var cells = NarrowCells()
    cells.reserve(max(ownCount, room))
    cells.append(ownCount, below: ownCount) { UInt32($0) }
    return cells
  }
}
