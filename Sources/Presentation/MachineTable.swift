import Tables
import Values

/// A result as machines read it: values unrounded, the ends of ranges in columns of their own, no word of any tongue.
struct MachineTable {
  /// The names of the columns: of `x` with ranges `x`, `x_low`, `x_high`.
  let names: [String]
  /// For each name the position of the column that it comes from.
  let sources: [Int]
  private let rows: ComputedRows
  private let isRanged: [Bool]

  /// The columns of a result. One that holds any range has one in every row.
  /// - Throws: `Interruption`.
  init(_ rows: ComputedRows) throws {
    let isRanged = try rows.columns.indices.map { column in
      guard rows.mayHaveRanges[column] else { return false }
      return try (0..<rows.count).contains { row in
        try Interruption.check(atRow: row)
        return if case .ranged = rows[row, column] { true } else { false }
      }
    }
    self.rows = rows
    self.isRanged = isRanged
    sources = isRanged.enumerated().flatMap { Array(repeating: $0, count: $1 ? 3 : 1) }
    names = zip(rows.columns, isRanged).flatMap { column, isRanged in
      isRanged ? [column.name, column.name + "_low", column.name + "_high"] : [column.name]
    }
  }

  /// How many rows there are.
  var rowCount: Int { rows.count }

  /// A value for each name, in the notation that machines read.
  func row(_ position: Int) -> [MachineValue] {
    var values: [MachineValue] = []
    values.reserveCapacity(names.count)
    for (column, isRanged) in isRanged.enumerated() {
      let cell = rows[position, column]
      values.append(MachineValue(cell.headline))
      guard isRanged else { continue }
      if case .ranged(let range) = cell {
        values += [MachineValue(range.low), MachineValue(range.high)]
      } else {
        values += [values[values.count - 1], values[values.count - 1]]
      }
    }
    return values
  }

  /// All values of a name.
  /// - Throws: `Interruption`.
  func values(ofName name: Int) throws -> [Value] {
    let source = sources[name]
    let end = name - (sources.firstIndex(of: source) ?? name)
    return try Interruption.map(0..<rows.count) { row in
      let cell = rows[row, source]
      guard end > 0, case .ranged(let range) = cell else { return cell.headline }
      return end == 1 ? range.low : range.high
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
