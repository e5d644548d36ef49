import Arrow
import Values

/// The rows of a file of Arrow's format, each cell as the text that it would have in CSV.
struct ArrowRows: CellRowSource {
  private var reader: ArrowReader
  private let displayPath: String
  let byteCount: Int
  private var columns: [ArrowCellWriter?]
  private var vectors: [ArrowVector?] = []
  private var batchRows = 0
  private var nextInBatch = 0
  private var number = 0
  /// How many rows had no value in any column, as all columns are of the type that holds none.
  private var emptyCount = 0

  /// A row that holds nothing is a row all the same: nobody typed it by accident.
  var keepsBlankRows: Bool { true }
  var bytesDone: Int { min(reader.bytesDone, byteCount) }

  init(_ reader: ArrowReader, displayPath: String, byteCount: Int) {
    self.reader = reader
    self.displayPath = displayPath
    self.byteCount = byteCount
    columns = reader.schema.fields.map { field in
      if case .other = field.type { nil } else { ArrowCellWriter(field) }
    }
  }

  mutating func nextRow(_ row: inout CellRow, _ texts: inout CellTexts) throws(Failure) -> Bool {
    do throws(ArrowFault) {
      while nextInBatch == batchRows {
        guard let batch = try reader.nextBatch() else { return false }
        vectors = []
        for position in columns.indices {
          vectors.append(columns[position] == nil ? nil : try batch.column(position))
        }
        if vectors.allSatisfy({ ($0?.storedType ?? .null) == .null }) { emptyCount += batch.rowCount }
        guard emptyCount <= ArrowRows.mostEmptyRows else { throw tooManyEmptyRows }
        (batchRows, nextInBatch) = (batch.rowCount, 0)
      }
      guard number < Int(Int32.max) else { throw tooManyRows }
      number += 1
      row.begin(number, in: texts)
      row.isDoubtful = true
      for position in columns.indices {
        guard let cell = try vectors[position]?.cell(nextInBatch) else { continue }
        let start = texts.end
        try columns[position]?.write(cell, row: number, to: &texts)
        guard texts.end - row.start <= ArrowRows.longestRow else {
          throw .unsupported("row \(number) is longer than 64 MB", "第 \(number) 行超过 64 MB")
        }
        row.add(column: position, textStart: start, texts)
      }
    } catch {
      throw error.failure(of: displayPath)
    }
    nextInBatch += 1
    return true
  }

  /// A longer row is none that anyone wrote on purpose, and places in it could not be told.
  fileprivate static let longestRow = 64 << 20

  /// Rows without a value take no bytes, so that a file of a few bytes could have any number of them.
  private static let mostEmptyRows = 1 << 20

  private var tooManyEmptyRows: ArrowFault {
    .unsupported("it has more than 1,048,576 rows without any value", "其中没有任何值的行超过 1,048,576")
  }

  private var tooManyRows: ArrowFault {
    .unsupported("it has more than 2,147,483,647 rows", "行数超过 2,147,483,647")
  }

  func remarks() -> [CellRemark] {
    columns.enumerated().compactMap { position, column in
      guard let column, let first = column.firstRounded else { return nil }
      let count = String(column.roundedCount)
      return CellRemark(
        line: first.row, column: position, found: first.found,
        expected: Phrase(
          "at most 9 decimal places: \(count) of the column's numbers were rounded to them",
          "至多 9 位小数：该列有 \(count) 个数已按此取整"
        ))
    }
  }
}

/// Writes the cells of one column as texts.
struct ArrowCellWriter {
  private let meaning: ColumnMeaning
  /// The zone whose clocks times are to be read on: nil where they already are.
  private let clock: Clock
  private(set) var roundedCount = 0
  /// The first number that had more decimal places than are kept.
  private(set) var firstRounded: (row: Int, found: String)?

  init(_ field: ArrowField) {
    meaning = ColumnMeaning(field)
    if case .timestamp(_, let zone?) = field.type { clock = Clock(zone: zone) } else { clock = .local }
  }

  mutating func write(_ cell: ArrowCell, row: Int, to texts: inout CellTexts) throws(ArrowFault) {
    switch cell {
    case .null: break
    case .flag(let flag): texts.append(flag ? "true" : "false")
    case .integer(let number): texts.append(String(number))
    case .unsigned(let number): texts.append(String(number))
    case .float(let number): write(number, BinaryNumber(number), row, to: &texts)
    case .single(let number): write(Double(number), BinaryNumber(number), row, to: &texts)
    case .decimal(let mantissa, let scale):
      // Shares of one are written with a sign, so that no heading makes percentages of them once more.
      let isShare = meaning.isOurs && meaning.type == .percentage
      texts.append(mantissa, scale: isShare ? scale - 2 : scale)
      if isShare { texts.append("%") }
      if meaning.isOurs, meaning.type == .money { texts.append("元") }
    case .text(let text):
      guard text.count <= ArrowRows.longestRow else {
        throw .unsupported("row \(row) holds a text of more than 64 MB", "第 \(row) 行有超过 64 MB 的文本")
      }
      text.withUnsafeBytes { bytes in
        let span = bytes.bindMemory(to: UInt8.self).span
        texts.append(span, 0..<span.count)
      }
    case .day(let day): texts.append(day: day, isMonth: meaning.isOurs && meaning.type == .month)
    case .time(let time, let places): clock.write(time, places: places, to: &texts)
    }
  }

  private mutating func write(_ number: Double, _ decimal: BinaryNumber, _ row: Int, to texts: inout CellTexts) {
    guard !number.isNaN else { return }
    let isShare = meaning.isOurs && meaning.type == .percentage
    guard let mantissa = decimal.mantissa else { return texts.append("\(number)") }
    if !decimal.isExact {
      roundedCount += 1
      if firstRounded == nil { firstRounded = (row, "\(number)") }
    }
    texts.append(Int128(mantissa), scale: isShare ? decimal.places - 2 : decimal.places)
    if isShare { texts.append("%") }
  }
}
