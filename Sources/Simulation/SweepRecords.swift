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
  static let stretch = 64

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
        forEach(of: Bitmap(repeating: true, count: count), .sure) { sure[$0] = $1 }
      }
      return (sure, nil)
    }
  }

  // MARK: Reading

  /// Calls the body with each of some rows and its place.
  @inline(__always)
  func forEach(of rows: Bitmap, _ reading: Reading, _ body: (_ row: Int, _ place: UInt16) -> Void) {
    precondition(rows.count == count, "other rows")
    rows.words.withUnsafeBufferPointer { words in
      for first in stride(from: 0, to: words.count, by: SweepRecords.stretch) {
        let stretch = first..<min(first + SweepRecords.stretch, words.count)
        let words = UnsafeBufferPointer(rebasing: words[stretch])
        withPlaces(of: words, in: stretch, reading) { places in
          Bitmap.forEach(words, in: words.indices) { body(first &* 64 &+ $0, places[$0]) }
        }
      }
    }
  }

  /// Gives the body the places of some of a stretch's rows.
  /// - Parameters:
  ///   - rows: Which rows, a bit a row; none past the last one.
  ///   - stretch: The stretch, in words.
  ///   - reading: Which place is asked for.
  ///   - body: Is given the places from the stretch's first row on; what stands there for other rows means nothing.
  @inline(__always)
  func withPlaces(
    of rows: UnsafeBufferPointer<UInt64>, in stretch: Range<Int>, _ reading: Reading,
    _ body: (UnsafeBufferPointer<UInt16>) -> Void
  ) {
    precondition(rows.count == stretch.count && stretch.upperBound <= Bitmap.wordCount(for: count), "other rows")
    switch places {
    case .found(let sure, let open):
      (reading == .possible ? open ?? sure : sure).withUnsafeBufferPointer { places in
        body(UnsafeBufferPointer(rebasing: places[stretch.lowerBound * 64..<min(stretch.upperBound * 64, count)]))
      }
    case .climbing(let climb, let first):
      withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 64 * stretch.count) { places in
        places.initialize(repeating: never)
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: stretch.count) { words in
          climb.rows.words.withUnsafeBufferPointer { climbing in
            for index in words.indices { words[index] = rows[index] & climbing[stretch.lowerBound &+ index] }
          }
          climb.write(UnsafeBufferPointer(words), in: stretch, into: places)
          first?.words.withUnsafeBufferPointer { first in
            for index in words.indices { words[index] = rows[index] & first[stretch.lowerBound &+ index] }
            Bitmap.forEach(UnsafeBufferPointer(words), in: words.indices) { places[$0] = 0 }
          }
        }
        body(UnsafeBufferPointer(places))
      }
    }
  }
}
