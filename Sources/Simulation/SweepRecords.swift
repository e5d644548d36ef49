import Evaluation
import Tables

/// When the records of a list with rows of its own are taken along a sweep: the first place in the order of their
/// threshold, or as many as there are for never.
struct SweepRecords {
  /// Which place is asked for.
  enum Reading {
    /// From where on a record surely is taken.
    case sure
    /// From where on it may be.
    case possible
  }

  /// How the places are known.
  private enum Places {
    /// Looked up already; `open` holds from where on a record may be taken, and is nil where none is ever in doubt.
    case found(sure: [UInt16], open: [UInt16]?)
    /// Read from the records' numbers where they are asked for; those in `first` are taken from the first place on.
    case climbing(SweepComparison.Climb, first: Bitmap?)
  }

  /// The threshold along which the list loses records.
  let axis: Int
  private let count: Int
  private let never: UInt16
  private var places: Places

  /// Rows read at a time, in words: what is found of them stays in the cache.
  private static let stretch = 64

  /// Records of which none is taken yet.
  init(rows: Int, never: Int, axis: Int) {
    (count, self.never, self.axis) = (rows, UInt16(never), axis)
    places = .found(sure: [UInt16](repeating: UInt16(never), count: rows), open: nil)
  }

  /// Records of which some are taken from the first place on, and others from where their number is reached.
  init(climbing: SweepComparison.Climb, first: Bitmap?, never: Int, axis: Int) {
    (count, self.never, self.axis) = (climbing.rows.count, UInt16(never), axis)
    places = .climbing(climbing, first: first)
  }

  /// Whether a record may be taken before it surely is.
  var hasDoubt: Bool { if case .found(_, .some) = places { true } else { false } }

  // MARK: Taking

  /// Takes some rows from the first place on.
  mutating func take(_ rows: Bitmap) {
    guard !rows.isEmpty else { return }
    guard case .climbing(var climb, let first) = places else { return take(rows) { _ in 0 } }
    climb.rows = climb.rows.subtracting(rows)
    places = .climbing(climb, first: first.map { $0 | rows } ?? rows)
  }

  /// Takes rows of which it is at no place in doubt whether they are taken.
  @inline(__always)
  mutating func take(_ rows: Bitmap, from place: (Int) -> UInt16) {
    func lower(_ places: inout [UInt16]) {
      places.withUnsafeMutableBufferPointer { places in
        rows.forEach { row in
          precondition(row < places.count, "a row past the end")
          places[row] = min(places[row], place(row))
        }
      }
    }
    var (sure, open) = taken()
    lower(&sure)
    if var possible = open.take() {
      lower(&possible)
      open = possible
    }
    places = .found(sure: sure, open: open)
  }

  /// Takes a row from a place on.
  mutating func take(_ row: Int, possibly first: Int, surely second: Int) {
    var (sure, open) = taken()
    let first = min(first, Int(open?[row] ?? sure[row]))
    let second = min(second, Int(sure[row]))
    if first != second, open == nil { open = sure }
    sure[row] = UInt16(second)
    open?[row] = UInt16(first)
    places = .found(sure: sure, open: open)
  }

  /// The places row by row, no longer held here, so that they are changed where they are.
  private mutating func taken() -> (sure: [UInt16], open: [UInt16]?) {
    switch places {
    case .found(let sure, let open):
      places = .found(sure: [], open: nil)
      return (sure, open)
    case .climbing:
      var sure = [UInt16](repeating: never, count: count)
      sure.withUnsafeMutableBufferPointer { sure in
        let all = Bitmap(repeating: true, count: count)
        forEach(of: all, in: all.words.indices, .sure) { sure[$0] = $1 }
      }
      return (sure, nil)
    }
  }

  // MARK: Reading

  /// Calls the body with each row of a stretch of some rows and its place.
  @inline(__always)
  func forEach(of rows: Bitmap, in words: Range<Int>, _ reading: Reading, _ body: (_ row: Int, _ place: UInt16) -> Void)
  {
    precondition(rows.count == count, "other rows")
    switch places {
    case .found(let sure, let open):
      (reading == .possible ? open ?? sure : sure).withUnsafeBufferPointer { places in
        rows.forEach(in: words) { body($0, places[$0]) }
      }
    case .climbing(let climb, let first):
      withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 64 * SweepRecords.stretch) { places in
        for start in stride(from: words.lowerBound, to: words.upperBound, by: SweepRecords.stretch) {
          let stretch = start..<min(start + SweepRecords.stretch, words.upperBound)
          places.initialize(repeating: never)
          climb.write(stretch, into: places)
          first?.forEach(in: stretch) { places[$0 &- start &* 64] = 0 }
          rows.forEach(in: stretch) { body($0, places[$0 &- start &* 64]) }
        }
      }
    }
  }
}

extension Bitmap {
  /// Calls the body with each row of the set in a stretch of words, in order.
  @inline(__always)
  fileprivate func forEach(in stretch: Range<Int>, _ body: (Int) -> Void) {
    words.withUnsafeBufferPointer { words in
      precondition(stretch.lowerBound >= 0 && stretch.upperBound <= words.count, "words past the end")
      for position in stretch {
        var left = words[position]
        while left != 0 {
          body(position &<< 6 &+ left.trailingZeroBitCount)
          left &= left &- 1
        }
      }
    }
  }
}
