/// Whole numbers in the narrowest type that holds them all.
///
/// As a collection it is one of `Int64`, whatever it is kept as. Work on many rows goes to the buffer itself, see
/// `CellVisitor`.
public enum Integers: Sendable {
  case narrow(Buffer<UInt8>)
  case medium(Buffer<UInt16>)
  case wide(Buffer<UInt32>)
  case full(Buffer<Int64>)

  /// Numbers as narrow as they allow.
  /// - Parameters:
  ///   - numbers: The numbers; what stands in an unknown row means nothing, widens nothing, and becomes 0 where it
  ///     does not fit.
  ///   - known: The rows whose number is known; nil when all are.
  public init(_ numbers: [Int64], known: Bitmap? = nil) {
    var (least, most) = (Int64(0), Int64(0))
    if let known {
      known.forEach { row in
        least = Swift.min(least, numbers[row])
        most = Swift.max(most, numbers[row])
      }
    } else {
      for number in numbers {
        least = Swift.min(least, number)
        most = Swift.max(most, number)
      }
    }
    if least < 0 || most > Int64(UInt32.max) {
      self = .full(Buffer(numbers))
    } else if most <= Int64(UInt8.max) {
      self = .narrow(Buffer(Integers.narrowed(numbers)))
    } else if most <= Int64(UInt16.max) {
      self = .medium(Buffer(Integers.narrowed(numbers)))
    } else {
      self = .wide(Buffer(Integers.narrowed(numbers)))
    }
  }

  /// One number again and again.
  public init(repeating number: Int64, count: Int) {
    switch number {
    case 0...Int64(UInt8.max): self = .narrow(Buffer(repeating: UInt8(number), count: count))
    case 0...Int64(UInt16.max): self = .medium(Buffer(repeating: UInt16(number), count: count))
    case 0...Int64(UInt32.max): self = .wide(Buffer(repeating: UInt32(number), count: count))
    default: self = .full(Buffer(repeating: number, count: count))
    }
  }

  private static func narrowed<Cell: FixedWidthInteger>(_ numbers: [Int64]) -> [Cell] {
    numbers.map { Cell(exactly: $0) ?? 0 }
  }

  /// The bytes that a number takes: 1, 2, 4 or 8.
  public var width: Int {
    switch self {
    case .narrow: 1
    case .medium: 2
    case .wide: 4
    case .full: 8
    }
  }

  /// All numbers at full width; a copy unless they are kept so.
  public var array: [Int64] {
    switch self {
    case .narrow(let cells): cells.map { Int64($0) }
    case .medium(let cells): cells.map { Int64($0) }
    case .wide(let cells): cells.map { Int64($0) }
    case .full(let cells): Array(cells)
    }
  }

  /// The numbers of some rows at full width.
  public func array(_ rows: Range<Int>) -> [Int64] {
    switch self {
    case .narrow(let cells): cells[rows].map { Int64($0) }
    case .medium(let cells): cells[rows].map { Int64($0) }
    case .wide(let cells): cells[rows].map { Int64($0) }
    case .full(let cells): Array(cells[rows])
    }
  }

  /// The numbers of some rows, in their order, at the same width.
  public func selecting(_ rows: [Int]) -> Integers {
    switch self {
    case .narrow(let cells): .narrow(cells.selecting(rows))
    case .medium(let cells): .medium(cells.selecting(rows))
    case .wide(let cells): .wide(cells.selecting(rows))
    case .full(let cells): .full(cells.selecting(rows))
    }
  }
}

extension Integers: RandomAccessCollection, ExpressibleByArrayLiteral, Hashable {
  /// The numbers of a literal, as narrow as they allow.
  public init(arrayLiteral numbers: Int64...) { self.init(numbers) }

  /// 0.
  @inlinable public var startIndex: Int { 0 }

  /// The number of rows.
  @inlinable public var endIndex: Int {
    switch self {
    case .narrow(let cells): cells.count
    case .medium(let cells): cells.count
    case .wide(let cells): cells.count
    case .full(let cells): cells.count
    }
  }

  /// The number of a row.
  @inlinable
  public subscript(row: Int) -> Int64 {
    switch self {
    case .narrow(let cells): Int64(cells[row])
    case .medium(let cells): Int64(cells[row])
    case .wide(let cells): Int64(cells[row])
    case .full(let cells): cells[row]
    }
  }

  /// Numbers are the same whatever they are kept as.
  public static func == (left: Integers, right: Integers) -> Bool { left.elementsEqual(right) }

  /// Feeds the numbers to a hasher, whatever they are kept as.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    for number in self { hasher.combine(number) }
  }
}

extension Buffer {
  /// The elements of some rows, in their order.
  public func selecting(_ rows: [Int]) -> Buffer {
    withUnsafeBufferPointer { cells in Buffer(rows.map { cells[$0] }) }
  }
}
