import Tables
import Values

/// What a chart is drawn of: points under one or two labels, each with a value and its range.
struct ChartData {
  /// One row of the table.
  struct Point {
    /// The texts of the columns before the value.
    let labels: [String]
    /// The value; nil where it is unknown.
    let value: Double?
    /// The ends of its range; the value itself where it has none.
    let low: Double?
    let high: Double?
    /// The value, as people read it.
    let headline: String
    /// Its range, where it has one.
    let range: String?

    /// The value and its range.
    var text: String { [headline, range].compactMap { $0 }.joined(separator: "   ") }
  }

  let points: [Point]
  /// Whether the first label counts or dates something, so that points follow one another.
  let isOrdered: Bool
  /// What the value is called.
  let heading: String
  /// How a number on the value's axis is written.
  let axisText: (Double) -> String

  /// - Parameters:
  ///   - table: The result; its first columns are the labels.
  ///   - column: The column with the values; nil for the last that holds numbers, changes left aside.
  ///   - tongue: The tongue of headings and values.
  init?(_ table: ResultTable, column: Int?, in tongue: Tongue) {
    guard let position = column ?? ChartData.valueColumn(of: table) else { return nil }
    let words = ValueText(tongue: tongue)
    let display = table.columns[position].display
    let keys = ChartData.labelColumns(of: table, before: position)
    let rows = ChartData.rows(of: table)
    points = rows.map { row in
      let range = row[position].range
      return Point(
        labels: keys.map { words.text(of: row[$0], display: table.columns[$0].display) },
        value: range?.headline.number?.approximation, low: range?.low.number?.approximation,
        high: range?.high.number?.approximation,
        headline: words.text(of: row[position], display: display),
        range: range.flatMap { $0.isExact ? nil : words.rangeText($0.low, $0.high, display: display) })
    }
    isOrdered =
      keys.count == 1 && rows.count > 1 && rows.allSatisfy { ChartData.isOnLine($0[keys[0]]) }
    heading = VisibleText.line(table.columns[position].heading.text(in: tongue))
    let type = table.rows.lazy.compactMap { $0[position].headline.type }.first ?? .decimal
    axisText = { number in words.text(of: Value(approximately: number, as: type), display: display) }
  }

  /// The rows to draw. A total under days or numbers is no point among them.
  private static func rows(of table: ResultTable) -> [[Cell]] {
    let points = table.rows.filter { row in
      if case .phrase? = row.first { false } else { true }
    }
    guard points.count > 1, points.allSatisfy({ $0.first.map(isOnLine) ?? false }) else { return table.rows }
    return points
  }

  /// Whether a cell has a place on a line of numbers or days.
  private static func isOnLine(_ cell: Cell) -> Bool {
    switch cell.headline {
    case .integer, .decimal, .percentage, .money, .date, .month, .duration: true
    case .unknown, .flag, .text: false
    }
  }

  private static func isNumber(_ cell: Cell) -> Bool { cell.range?.headline.number != nil }

  private static func valueColumn(of table: ResultTable) -> Int? {
    let numbers = table.columns.indices.filter { column in
      table.columns[column].display != .label && table.rows.contains { isNumber($0[column]) }
    }
    // Of days it is the course of what was asked for that is drawn; flows that make it up stand after it.
    if case .date? = table.rows.first?.first?.headline { return numbers.first { table.columns[$0].display == .plain } }
    return numbers.last { table.columns[$0].display == .plain && $0 > 0 } ?? numbers.last
  }

  /// The first column, and what follows it up to the first numbers; the value's own column aside.
  private static func labelColumns(of table: ResultTable, before position: Int) -> [Int] {
    let others = table.columns.indices.prefix(position)
    return others.prefix { column in
      column == 0 || table.columns[column].display == .label || !table.rows.contains { isNumber($0[column]) }
    }.map { $0 }
  }
}

extension Cell {
  /// The value with its range; nil for words and empty cells.
  fileprivate var range: RangedValue? {
    switch self {
    case .value(let value): RangedValue(value)
    case .ranged(let range): range
    case .phrase, .empty: nil
    }
  }
}

extension Value {
  /// A number for an axis: rounded as its type is shown.
  fileprivate init(approximately number: Double, as type: ValueType) {
    let scale: Double = type == .percentage ? 1_000_000 : 100
    guard let whole = Int64(exactly: (number * scale).rounded()),
      let fraction = try? Fraction(Int128(whole), over: Int128(scale))
    else {
      self = .unknown
      return
    }
    switch type {
    case .percentage: self = .percentage(fraction)
    case .money: self = .money(Int64(clamping: (try? (fraction * Fraction(100)).roundedToInteger) ?? 0))
    case .integer: self = .integer(Int64(clamping: fraction.roundedToInteger))
    default: self = .decimal(fraction)
    }
  }
}
