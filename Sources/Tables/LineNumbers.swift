/// The lines of a file that rows began on.
///
/// Most rows stand on the line after the one before, so that what is kept are the rows at which a stretch of such lines
/// begins. Where there are many stretches the lines are listed.
public struct LineNumbers: Sendable {
  /// Rows whose lines follow one another, up to the next stretch.
  public struct Stretch: Sendable, Hashable {
    /// The first of the rows.
    public let row: Int
    /// Its line.
    public let line: Int32

    /// Rows from one on.
    public init(row: Int, line: Int32) {
      self.row = row
      self.line = line
    }
  }

  private enum Kept: Sendable {
    case stretches([Stretch])
    case listed(Buffer<Int32>)
  }

  private let kept: Kept
  /// The number of rows.
  public let count: Int

  /// A stretch takes as much room as four listed lines.
  private static let linesPerStretch = 4

  /// The lines of rows, one by one.
  public init(_ lines: [Int32]) {
    var stretches: [Stretch] = []
    let most = lines.count / LineNumbers.linesPerStretch
    var next: Int32?
    for (row, line) in lines.enumerated() {
      if line != next {
        guard stretches.count < most || row == 0 else {
          self.init(listed: Buffer(lines))
          return
        }
        stretches.append(Stretch(row: row, line: line))
      }
      next = line &+ 1
    }
    self.init(kept: .stretches(stretches), count: lines.count)
  }

  private init(kept: Kept, count: Int) {
    self.kept = kept
    self.count = count
  }

  /// The lines of rows, one by one, where they lie. None of them is looked at.
  public init(listed lines: Buffer<Int32>) {
    kept = .listed(lines)
    count = lines.count
  }

  /// The lines of some rows, stretch by stretch; nil where the first stretch does not begin at the first row, or
  /// one not behind the one before, or past the rows.
  public init?(_ stretches: [Stretch], count: Int) {
    let rows = stretches.map(\.row)
    guard count >= 0, rows.isEmpty == (count == 0), rows.first ?? 0 == 0, rows.last ?? -1 < count,
      zip(rows, rows.dropFirst()).allSatisfy(<)
    else { return nil }
    kept = .stretches(stretches)
    self.count = count
  }

  /// The stretches; nil where the lines are listed.
  public var stretches: [Stretch]? {
    switch kept {
    case .stretches(let stretches): stretches
    case .listed: nil
    }
  }

  /// The bytes that they take, in memory or in a file.
  public var byteCount: Int {
    switch kept {
    case .stretches(let stretches): stretches.count * MemoryLayout<Stretch>.stride
    case .listed(let lines): lines.byteCount
    }
  }

  /// The lines of some rows, in their order.
  public func selecting(_ rows: [Int]) -> LineNumbers { LineNumbers(rows.map { self[$0] }) }
}

extension LineNumbers: RandomAccessCollection, ExpressibleByArrayLiteral, Equatable {
  /// The lines of a literal.
  public init(arrayLiteral lines: Int32...) { self.init(lines) }

  /// 0.
  public var startIndex: Int { 0 }

  /// The number of rows.
  public var endIndex: Int { count }

  /// The line of a row.
  public subscript(row: Int) -> Int32 {
    precondition(row >= 0 && row < count, "a row past the end")
    switch kept {
    case .listed(let lines): return lines[row]
    case .stretches(let stretches):
      // The last stretch that does not begin behind the row.
      var (first, end) = (0, stretches.count)
      while end - first > 1 {
        let middle = (first + end) / 2
        if stretches[middle].row <= row { first = middle } else { end = middle }
      }
      return stretches[first].line &+ Int32(truncatingIfNeeded: row - stretches[first].row)
    }
  }

  /// Whether the lines are the same, however they are kept.
  public static func == (left: LineNumbers, right: LineNumbers) -> Bool { left.elementsEqual(right) }
}
