import Synchronization
import Values

/// Cells of a column that are made when somebody first asks for them, and kept from then on.
final class DeferredCells: Sendable {
  /// What a column holds.
  struct Cells: Sendable {
    let storage: ColumnStorage
    let known: Bitmap?
  }

  /// How many cells there will be.
  let count: Int
  private let make: @Sendable () throws -> Cells
  private let kept = Mutex<Cells?>(nil)

  init(count: Int, _ make: @escaping @Sendable () throws -> Cells) {
    self.count = count
    self.make = make
  }

  /// The cells, if they were made already.
  var ifMade: Cells? { kept.withLock { $0 } }

  /// The cells.
  /// - Throws: `Interruption`.
  func made() throws -> Cells {
    if let cells = ifMade { return cells }
    // Of two threads that ask at once both may make them: what they make is the same.
    let cells = try make()
    return kept.withLock { kept in
      kept = kept ?? cells
      return kept ?? cells
    }
  }

  /// The cells, which are not kept if they were not made yet.
  /// - Throws: `Interruption`.
  func unkept() throws -> Cells { try ifMade ?? make() }

  /// The cells, for those who can't be stopped.
  var all: Cells {
    Interruption.heeding({ false }) {
      do { return try made() } catch { preconditionFailure("cells can't be made: \(error)") }
    }
  }
}
