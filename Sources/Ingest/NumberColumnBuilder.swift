import Tables
import Values

/// Builds a column of whole numbers, decimals, percentages or amounts.
struct NumberColumnBuilder: ColumnBuilder {
  /// How a cell's number becomes the column's.
  enum Kind: Equatable {
    case integer
    case decimal
    /// Shares of one; `isPerCent` where the heading says that bare numbers are per cent.
    case percentage(isPerCent: Bool)
    /// Whole 分.
    case money(MoneyUnit?)

    var type: ValueType {
      switch self {
      case .integer: .integer
      case .decimal: .decimal
      case .percentage: .percentage
      case .money: .money
      }
    }
  }

  /// The most decimal places that a column keeps.
  static let maximumPlaces = 9

  private let source: ColumnSource
  private let kind: Kind
  private let file: String
  private var values = NumberCells()
  /// The places of each value, for kinds whose cells differ in them.
  private var places: [UInt8] = []
  private var columnPlaces = 0
  private var states = CellStates()
  private var folded = FoldedText()

  /// A builder; the file's path as the user wrote it is for the failure of an amount without a unit.
  init(_ source: ColumnSource, kind: Kind, file: String) {
    self.source = source
    self.kind = kind
    self.file = file
  }

  mutating func append(
    _ batch: borrowing RowBatch, _ bytes: Span<UInt8>, log: inout ProblemLog
  ) throws(Failure) {
    let first = states.count
    states.extend(by: batch.rowCount)
    let cells = batch.fields.span.extracting(batch.places(of: source.position))
    for row in 0..<cells.count {
      let cell = cells[row].trimmed(bytes)
      if cell.length == 0 {
        states.markBlank(first &+ row)
        append(0)
      } else if let value = plainValue(cell, bytes) {
        values.append(value)
      } else {
        let reading = slowValue(cell, bytes)
        try settle(reading, cell, bytes, row: first + row, line: batch.line(row), log: &log)
      }
    }
    values.endBatch()
  }

  /// The value of a cell that is nothing but digits and a point, where all values have the same places.
  @inline(__always)
  private func plainValue(_ cell: Field, _ bytes: Span<UInt8>) -> Int64? {
    switch kind {
    case .money(let unit?): return readPlainMoney(bytes, cell, unit: unit)
    case .integer:
      if let value = readPlainInteger(bytes, cell) { return value }
      guard case .number(let number) = readNumber(bytes, from: cell.lowerBound, to: cell.upperBound),
        number.end == cell.upperBound, number.places == 0
      else { return nil }
      return number.mantissa
    case .decimal, .percentage, .money(nil): return nil
    }
  }

  private mutating func append(_ mantissa: Int64, places valuePlaces: Int = 0) {
    values.append(mantissa)
    switch kind {
    case .decimal, .percentage:
      places.append(UInt8(truncatingIfNeeded: valuePlaces))
      columnPlaces = max(columnPlaces, valuePlaces)
    case .integer, .money: break
    }
  }

  /// What a cell holds that took more than a glance.
  private enum Reading {
    case value(Int64, places: Int)
    case blank
    case noUnit
    case bad(Phrase)
  }

  private mutating func slowValue(_ cell: Field, _ bytes: Span<UInt8>) -> Reading {
    switch kind {
    case .decimal, .percentage(isPerCent: false):
      if case .number(let number) = readNumber(bytes, from: cell.lowerBound, to: cell.upperBound),
        number.end == cell.upperBound, number.places <= NumberColumnBuilder.maximumPlaces
      {
        return .value(number.mantissa, places: number.places)
      }
    default: break
    }
    folded.fold(bytes, cell.range)
    if let first = folded.bytes.first, NullWords.canBegin(with: first), NullWords.value.contains(folded) {
      return .blank
    }
    let expected = kind.expected
    switch kind {
    case .money(let unit):
      return switch readMoney(folded.bytes.span, unit: unit) {
      case .fen(let fen): .value(fen, places: 0)
      case .noUnit: .noUnit
      case .tooLarge: .bad(tooLarge)
      case .tooPrecise: .bad(Phrase("an amount in whole 分", "精确到分的金额"))
      case .unreadable: .bad(expected)
      }
    case .integer, .decimal, .percentage: return number(expected)
    }
  }

  /// The folded cell as a number of the column's kind.
  private func number(_ expected: Phrase) -> Reading {
    let text = folded.bytes.span
    guard case .number(var number) = readNumber(text, from: 0, to: text.count) else {
      return readNumber(text, from: 0, to: text.count) == .tooLarge ? .bad(tooLarge) : .bad(expected)
    }
    while number.end < text.count, text[number.end] == Byte.space { number.end += 1 }
    let hasSign = kind.isPercentage && number.end == text.count - 1 && text[number.end] == UInt8(ascii: "%")
    guard number.end == text.count || hasSign else { return .bad(expected) }
    if hasSign || kind == .percentage(isPerCent: true) { number.places += 2 }
    let most = kind == .integer ? 0 : NumberColumnBuilder.maximumPlaces
    guard number.places <= most || number.mantissa == 0 else {
      return .bad(kind == .integer ? expected : Phrase("at most \(most) decimal places", "至多 \(most) 位小数"))
    }
    return .value(number.mantissa, places: min(number.places, most))
  }

  private mutating func settle(
    _ reading: Reading, _ cell: Field, _ bytes: Span<UInt8>, row: Int, line: Int, log: inout ProblemLog
  ) throws(Failure) {
    switch reading {
    case .value(let mantissa, let places): append(mantissa, places: places)
    case .blank:
      states.markBlank(row)
      append(0)
    case .noUnit:
      throw noUnitFailure(heading: source.heading, line: line, found: excerpt(bytes, cell.range), file: file)
    case .bad(let expected):
      states.markUnknown(row)
      append(0)
      log.report(
        .badValue, line: line, heading: source.heading, found: excerpt(bytes, cell.range), expected: expected,
        outcome: .unknown)
    }
  }

  mutating func reserve(_ rows: Int) { values.reserve(rows) }

  mutating func finish(lines: LineNumbers, log: inout ProblemLog) -> Column {
    if !places.isEmpty { alignPlaces(lines: lines, log: &log) }
    let storagePlaces: Int
    switch kind {
    case .integer, .money: storagePlaces = 0
    case .decimal, .percentage: storagePlaces = columnPlaces
    }
    return Column(
      name: source.name, heading: source.heading, type: kind.type,
      storage: .integers(values.finish(known: states.known), places: storagePlaces), known: states.known,
      blank: states.blanks)
  }

  /// Writes every value with the column's places; a value that has no room for them is reported and unknown.
  private mutating func alignPlaces(lines: LineNumbers, log: inout ProblemLog) {
    for row in 0..<values.count where Int(places[row]) < columnPlaces {
      if let aligned = scaled(values[row], byTenTo: columnPlaces - Int(places[row])) {
        values[row] = aligned
      } else {
        let found = (try? Fraction(Int128(values[row]), over: 1) / Fraction.power(ofTen: Int(places[row])))
        log.report(
          .badValue, line: Int(lines[row]), heading: source.heading, found: found?.shortestText(),
          expected: Phrase(
            "a number with room for the column's \(columnPlaces) decimal places", "可容纳本列 \(columnPlaces) 位小数的数"),
          outcome: .unknown)
        values[row] = 0
        states.markUnknown(row)
      }
    }
  }
}

extension NumberColumnBuilder.Kind {
  fileprivate var isPercentage: Bool {
    if case .percentage = self { true } else { false }
  }

  fileprivate var expected: Phrase {
    switch self {
    case .integer: Phrase("a whole number", "整数")
    case .decimal: Phrase("a number", "数字")
    case .percentage: Phrase("a percentage such as 1.26% or a share such as 0.0126", "百分比，如 1.26%，或小数，如 0.0126")
    case .money: Phrase("an amount such as 2000, 2000元 or 30万元", "金额，如 2000、2000元 或 30万元")
    }
  }
}

private let tooLarge = Phrase("a number of at most 18 digits", "至多 18 位的数")

/// Why an amount without a unit stops the reading: taking it for 元 or for 万元 would be a guess.
func noUnitFailure(heading: String, line: Int, found: String, file: String) -> Failure {
  Failure(
    .data,
    Phrase(
      "\(file) line \(line): “\(heading)” states no unit for the amount \(found)",
      "\(file) 第 \(line) 行：“\(heading)”未标明金额 \(found) 的单位"),
    notes: [Phrase("declare the unit of the column: `unit 元` or `unit 万元`", "请声明该列的单位：`单位 元` 或 `单位 万元`")])
}
