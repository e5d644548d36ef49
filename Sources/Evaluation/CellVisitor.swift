import Tables

typealias Buffer<Element> = [Element]

/// Work on all codes of a column where they lie, compiled once for each width that codes have.
protocol CellVisitor {
  associatedtype Output

  /// Works on the codes. What stands in an unknown cell means nothing.
  func visit<Cell: FixedWidthInteger & BitwiseCopyable & Sendable>(_ cells: Buffer<Cell>) throws -> Output
}

extension Codes {
  /// Hands the codes to a visitor as they are kept.
  func open<Visitor: CellVisitor>(_ visitor: Visitor) throws -> Visitor.Output {
    switch self {
    case .narrow(let cells): try visitor.visit(cells)
    case .medium(let cells): try visitor.visit(cells)
    case .wide(let cells): try visitor.visit(cells)
    }
  }
}
