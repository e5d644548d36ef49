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
  fileprivate static let linesPerStretch = 4

  /// The lines of rows, one by one.
  public init(_ lines: [Int32]) {
    var collected = LineCollection()
    collected.append(lines)
    self = collected.finish()
  }

  fileprivate init(collected stretches: [Stretch], count: Int) {
    self.init(kept: .stretches(stretches), count: count)
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

/// Lines of rows while they come in.
public struct LineCollection: Sendable {
  private var stretches: [LineNumbers.Stretch] = []
  /// All lines, once there are too many stretches.
  private var listed: [Int32]?
  /// The line that goes on with the last stretch.
  private var next: Int32?
  /// How many rows there are.
  public private(set) var count = 0

  /// How many stretches there may be before it matters what they take.
  private static let fewStretches = 1 << 12

  /// No rows.
  public init() {}

  /// Adds the lines of more rows, each of them so many lines further down.
  public mutating func append(_ lines: [Int32], offset: Int32 = 0) {
    guard let first = lines.first, let last = lines.last else { return }
    if listed == nil, first &+ offset == next, Int(last) - Int(first) == lines.count - 1, isRising(lines) {
      count += lines.count
      next = last &+ offset &+ 1
      return
    }
    for line in lines { append(line &+ offset) }
  }

  /// Whether each line is behind the one before.
  private func isRising(_ lines: [Int32]) -> Bool {
    lines.withUnsafeBufferPointer { lines in
      var falls = 0
      for row in 1..<max(1, lines.count) { falls &+= lines[row] > lines[row &- 1] ? 0 : 1 }
      return falls == 0
    }
  }

  private mutating func append(_ line: Int32) {
    if listed != nil {
      listed?.append(line)
    } else if line != next {
      stretches.append(LineNumbers.Stretch(row: count, line: line))
      let most = max(LineCollection.fewStretches, (count + 1) / LineNumbers.linesPerStretch)
      if stretches.count > most { listed = list(count + 1) }
    }
    count += 1
    next = line &+ 1
  }

  private func list(_ count: Int) -> [Int32] {
    LineNumbers(collected: stretches, count: count).map { $0 }
  }

  /// The lines of all rows.
  public func finish() -> LineNumbers {
    if let listed { return LineNumbers(listed: Buffer(listed)) }
    guard stretches.count <= max(1, count / LineNumbers.linesPerStretch) else {
      return LineNumbers(listed: Buffer(list(count)))
    }
    return LineNumbers(collected: stretches, count: count)
  }
}
