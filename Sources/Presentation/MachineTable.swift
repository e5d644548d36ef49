import Tables
import Values

/// A result as machines read it: values unrounded, the ends of ranges in columns of their own, no word of any tongue.
struct MachineTable {
  /// The names of the columns: of `x` with ranges `x`, `x_low`, `x_high`.
  let names: [String]
  /// For each name the position of the column that it comes from.
  let sources: [Int]
  private let table: ResultTable
  private let isRanged: [Bool]

  /// The columns of a result. One that holds any range has one in every row; where the work is stopped, nobody knows.
  init(_ table: ResultTable) {
    let isRanged = table.columns.indices.map { position in
      table.rows.enumerated().contains { place, row in
        if place & 0xFFF == 0, Interruption.isRequested { return true }
        return if row.indices.contains(position), case .ranged = row[position] { true } else { false }
      }
    }
    self.table = table
    self.isRanged = isRanged
    sources = isRanged.enumerated().flatMap { Array(repeating: $0, count: $1 ? 3 : 1) }
    names = zip(table.columns, isRanged).flatMap { column, isRanged in
      isRanged ? [column.name, column.name + "_low", column.name + "_high"] : [column.name]
    }
  }

  /// How many rows there are.
  var rowCount: Int { table.rows.count }

  /// A value for each name, in the notation that machines read.
  func row(_ position: Int) -> [MachineValue] { values(position).map(MachineValue.init) }

  /// All values of a name.
  /// - Throws: `Interruption`.
  func values(ofName name: Int) throws -> [Value] {
    let source = sources[name]
    let end = name - (sources.firstIndex(of: source) ?? name)
    return try Interruption.map(table.rows) { cells in
      let cell = cells.indices.contains(source) ? cells[source] : .empty
      guard end > 0, case .ranged(let range) = cell else { return cell.headline }
      return end == 1 ? range.low : range.high
    }
  }

  /// A value for each name.
  func values(_ position: Int) -> [Value] {
    let cells = table.rows[position]
    return isRanged.indices.flatMap { column in
      let cell = cells.indices.contains(column) ? cells[column] : .empty
      guard isRanged[column] else { return [cell.headline] }
      if case .ranged(let range) = cell {
        return [range.headline, range.low, range.high]
      }
      return Array(repeating: cell.headline, count: 3)
    }
  }
}

/// A value in the notation that machines read.
enum MachineValue: Hashable {
  /// Unknown, or nothing to say.
  case null
  /// A number, `true` or `false`.
  case literal(String)
  /// Anything else, not yet quoted or escaped.
  case string(String)

  /// Decimals and percentages (as shares of one) are exact where 17 digits can say them, else the nearest binary
  /// number. Amounts are in 元 with two places, dates and durations in ISO 8601.
  init(_ value: Value) {
    switch value {
    case .unknown: self = .null
    case .flag(let flag): self = .literal(flag ? "true" : "false")
    case .integer(let integer): self = .literal(String(integer))
    case .decimal(let number), .percentage(let number):
      self = .literal(
        DecimalNotation.exact(number, significantDigits: 17) ?? String(number.approximation))
    case .money(let fen): self = .string(MachineValue.yuan(fen))
    case .text(let text): self = .string(text)
    case .date(let date): self = .string(date.description)
    case .month(let month): self = .string(month.description)
    case .duration(let duration): self = .string(MachineValue.text(of: duration))
    }
  }

  private static func yuan(_ fen: Int64) -> String {
    let (yuan, rest) = fen.magnitude.quotientAndRemainder(dividingBy: 100)
    return "\(fen < 0 ? "-" : "")\(yuan).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// ISO 8601 where it has a form; it has none for working days.
  private static func text(of duration: CalendarDuration) -> String {
    duration.workingDays == 0 ? iso8601(duration) : duration.description
  }

  private static func iso8601(_ duration: CalendarDuration) -> String {
    let isBackwards = duration.months <= 0 && duration.days <= 0 && duration != CalendarDuration()
    let forwards = isBackwards ? -duration : duration
    let months = forwards.months == 0 ? "" : "\(forwards.months)M"
    let days = forwards.days == 0 && !months.isEmpty ? "" : "\(forwards.days)D"
    return (isBackwards ? "-P" : "P") + months + days
  }
}
