/// Work on all cells of a column where they lie, compiled once for each width that cells have.
///
/// This is the one way to the numbers of a column without a copy: days come as `Int32`, whole numbers as `UInt8`,
/// `UInt16`, `UInt32` or `Int64`, codes as `UInt8`, `UInt16` or `UInt32`.
public protocol CellVisitor {
  associatedtype Output

  /// Works on the cells. What stands in an unknown cell means nothing.
  func visit<Cell: FixedWidthInteger & BitwiseCopyable & Sendable>(_ cells: Buffer<Cell>) throws -> Output
}

extension Integers {
  /// Hands the numbers to a visitor as they are kept.
  @inlinable
  public func open<Visitor: CellVisitor>(_ visitor: Visitor) throws -> Visitor.Output {
    switch self {
    case .narrow(let cells): try visitor.visit(cells)
    case .medium(let cells): try visitor.visit(cells)
    case .wide(let cells): try visitor.visit(cells)
    case .full(let cells): try visitor.visit(cells)
    }
  }
}

extension Codes {
  /// Hands the codes to a visitor as they are kept.
  @inlinable
  public func open<Visitor: CellVisitor>(_ visitor: Visitor) throws -> Visitor.Output {
    switch self {
    case .narrow(let cells): try visitor.visit(cells)
    case .medium(let cells): try visitor.visit(cells)
    case .wide(let cells): try visitor.visit(cells)
    }
  }
}

extension ColumnStorage {
  /// Hands the cells to a visitor as they are kept; nil for flags, which have bits instead of cells.
  @inlinable
  public func open<Visitor: CellVisitor>(_ visitor: Visitor) throws -> Visitor.Output? {
    switch self {
    case .flags: nil
    case .codes(let codes, _): try codes.open(visitor)
    case .integers(let integers, _): try integers.open(visitor)
    case .days(let days): try visitor.visit(days)
    }
  }

  /// The bytes that the cells take, those of a dictionary's texts included.
  public var byteCount: Int {
    switch self {
    case .flags(let flags): flags.words.byteCount
    case .codes(.narrow(let codes), let dictionary): codes.byteCount + dictionary.byteCount
    case .codes(.medium(let codes), let dictionary): codes.byteCount + dictionary.byteCount
    case .codes(.wide(let codes), let dictionary): codes.byteCount + dictionary.byteCount
    case .integers(let integers, _): integers.count * integers.width
    case .days(let days): days.byteCount
    }
  }
}

extension Table {
  /// The bytes that its columns take, the sets of known and of blank rows included; cells that nobody has asked for yet
  /// take none.
  public var byteCount: Int {
    columns.compactMap(\.ifMade).reduce(lines.byteCount) {
      $0 + $1.storage.byteCount + ($1.known?.words.byteCount ?? 0) + ($1.blank?.words.byteCount ?? 0)
    }
  }
}
