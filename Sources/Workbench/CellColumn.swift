import Evaluation
import Simulation
import Tables
import Values

/// The cells of a computed table's column, each made when somebody asks for it: of as many rows as a list has, few are
/// shown.
enum CellColumn: Sendable {
  /// Cells that are there.
  case cells([Cell])
  /// Values that were computed.
  case values([RangedValue])
  /// What the groups of a grouping have in common.
  case keys(GroupKeys.Part)
  /// The values of some rows of a list, in their order.
  case rows(RowValues, [Int])

  /// The cell at a place.
  subscript(place: Int) -> Cell {
    switch self {
    case .cells(let cells): cells[place]
    case .values(let values): values[place].cell
    case .keys(let keys): keys[place].cell
    case .rows(let values, let rows): values[rows[place]].cell
    }
  }
}

/// The values of some rows as conditions and orders see them: those that stand in the headline.
struct Headlines: RandomAccessCollection {
  private enum Source {
    case column(CellColumn, at: [Int])
    case values([Value])
    case unknown
  }

  private let source: Source
  let endIndex: Int
  var startIndex: Int { 0 }

  /// The headlines of a column at some places, made when they are asked for.
  init(_ column: CellColumn, at places: [Int]) { (source, endIndex) = (.column(column, at: places), places.count) }

  /// Values that were computed.
  init(_ values: [Value]) { (source, endIndex) = (.values(values), values.count) }

  /// Values of which nothing is known.
  init(unknown count: Int) { (source, endIndex) = (.unknown, count) }

  subscript(row: Int) -> Value {
    switch source {
    case .column(let column, let places): column[places[row]].headline
    case .values(let values): values[row]
    case .unknown: .unknown
    }
  }
}
