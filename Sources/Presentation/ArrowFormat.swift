import Arrow
import Tables
import Values

/// A result as a file of Arrow's format, which other programs map into memory with its types.
///
/// Rows are those of `JSONFormat`: ranges as `x_low` and `x_high`, unknown as null, names the same in every tongue.
/// What a column means in this program's terms stands beside it, so that the file reads again as it was.
public struct ArrowFormat: Sendable {
  /// The form knows no choices.
  public init() {}

  /// The whole file.
  public func bytes(of answer: Answer) throws -> [UInt8] { try bytes(of: ComputedRows(answer.table)) }

  /// The whole file.
  public func bytes(of rows: ComputedRows) throws -> [UInt8] {
    let table = try MachineTable(rows)
    let columns = try table.names.indices.map { position in
      let source = rows.columns[table.sources[position]]
      return try ArrowResultColumn(
        name: table.names[position], source, id: Int64(position), table.values(ofName: position))
    }
    var bytes: [UInt8] = []
    let schema = ArrowSchema(
      fields: columns.map(\.field), metadata: [ArrowMetadata.version: ProgramVersion.current])
    var writer = try ArrowWriter(schema) { bytes.append(contentsOf: $0) }
    for column in columns {
      try Interruption.check()
      guard let (id, count, texts) = column.dictionary else { continue }
      try writer.write(dictionary: id, count: count, texts)
    }
    try Interruption.check()
    try writer.write(count: table.rowCount, columns.map(\.content))
    try writer.finish()
    return bytes
  }
}

/// A column of a result in Arrow's terms.
private struct ArrowResultColumn {
  let field: ArrowField
  let content: ArrowColumn
  /// The texts of a column of categories, once each.
  let dictionary: (id: Int64, count: Int, texts: ArrowColumn)?

  /// A column of some values; `id` is what a dictionary would be called.
  init(name: String, _ source: ResultColumn, id: Int64, _ values: [Value]) throws {
    let types = Set(values.lazy.compactMap(\.type))
    // Text is text also where the column holds categories; values of several types are told as texts.
    let only = types.count == 1 ? types.first : nil
    let type: ValueType? =
      if let only { only == .text && source.type == .category ? .category : only } else {
        types.isEmpty ? source.type : nil
      }
    var metadata: [String: String] = [:]
    if let type { metadata[ArrowMetadata.type] = type.rawValue }
    if source.heading.chinese != name { metadata[ArrowMetadata.heading] = source.heading.chinese }
    let validity = ArrowResultColumn.validity(values)
    let nullCount = values.count { $0 == .unknown }
    func column(_ buffer: ArrowColumn.Content) -> ArrowColumn {
      ArrowColumn(nullCount: nullCount, validity: validity, [buffer])
    }
    var dictionary: (id: Int64, count: Int, texts: ArrowColumn)?
    let stored: ArrowType
    switch type {
    case .flag:
      (stored, content) = (.flag, column(ArrowResultColumn.bits(values) { $0 == .flag(true) }))
    case .integer:
      stored = .integer(bits: 64, isSigned: true)
      content = column(.init(try Interruption.map(values, ArrowResultColumn.integer)))
    case .money:
      stored = .decimal(bits: 128, precision: 19, scale: 2)
      content = column(.init(try Interruption.map(values) { Int128(ArrowResultColumn.integer($0)) }))
    case .decimal, .percentage:
      if let decimals = try ExactDecimals(values) {
        stored = .decimal(bits: 128, precision: 19, scale: decimals.places)
        content = column(.init(decimals.mantissas))
      } else {
        stored = .float(bits: 64)
        content = column(.init(try Interruption.map(values) { $0.number?.approximation ?? 0 }))
      }
    case .date, .month:
      stored = .date(isDays: true)
      content = column(.init(try Interruption.map(values, ArrowResultColumn.day)))
    case .category:
      let texts = try Interruption.map(values, ArrowResultColumn.text)
      let distinct = TextDictionary(texts.compactMap { $0 })
      let column = ArrowColumn(texts: Array(distinct.texts))
      stored = .text(isLarge: column.holdsLargeTexts)
      dictionary = (id, distinct.count, column)
      let codes = try Interruption.map(texts) { text in text.flatMap(distinct.code).map { Int32($0) } ?? 0 }
      content = ArrowColumn(nullCount: nullCount, validity: validity, [.init(codes)])
    case .text, .duration, nil:
      let texts = try Interruption.map(values, ArrowResultColumn.text)
      content = ArrowColumn(texts: texts)
      stored = .text(isLarge: content.holdsLargeTexts)
    }
    self.dictionary = dictionary
    field = ArrowField(
      name: name, type: stored,
      dictionary: dictionary.map { ArrowDictionary(id: $0.id, index: .integer(bits: 32, isSigned: true)) },
      metadata: metadata)
  }

  private static func validity(_ values: [Value]) -> ArrowColumn.Content { bits(values) { $0 != .unknown } }

  private static func bits(_ values: [Value], where condition: (Value) -> Bool) -> ArrowColumn.Content {
    var bitmap = Bitmap(count: values.count)
    for (row, value) in values.enumerated() where condition(value) { bitmap.insert(row) }
    return ArrowColumn.Content(Array(bitmap.words))
  }

  /// A whole number, or an amount in 分.
  private static func integer(_ value: Value) -> Int64 {
    switch value {
    case .integer(let number), .money(let number): number
    default: 0
    }
  }

  /// A day, or the first of a month: Arrow has no months.
  private static func day(_ value: Value) -> Int32 {
    switch value {
    case .date(let day): day.dayNumber
    case .month(let month):
      CalendarDate(year: month.components.year, month: month.components.month, day: 1)?.dayNumber ?? 0
    default: 0
    }
  }

  private static func text(_ value: Value) -> String? {
    switch MachineValue(value) {
    case .null: nil
    case .literal(let text), .string(let text): text
    }
  }
}

/// Numbers as whole multiples of one power of ten, as columns of lists hold them.
private struct ExactDecimals {
  /// How many decimal places they have.
  let places: Int
  let mantissas: [Int128]

  /// More places than these are not read again.
  private static let maximumPlaces = 9

  /// Nil where some number is no such multiple, or too large for one.
  init?(_ values: [Value]) throws {
    var places = 0
    for (row, value) in values.enumerated() {
      try Interruption.check(atRow: row)
      guard let number = value.number else { continue }
      while places <= ExactDecimals.maximumPlaces, ExactDecimals.multiple(of: number, places: places) == nil {
        places += 1
      }
      guard places <= ExactDecimals.maximumPlaces else { return nil }
    }
    var mantissas: [Int128] = []
    mantissas.reserveCapacity(values.count)
    for (row, value) in values.enumerated() {
      try Interruption.check(atRow: row)
      guard let number = value.number else {
        mantissas.append(0)
        continue
      }
      guard let mantissa = ExactDecimals.multiple(of: number, places: places), mantissa.magnitude < 1 << 63 else {
        return nil
      }
      mantissas.append(mantissa)
    }
    self.places = places
    self.mantissas = mantissas
  }

  private static func multiple(of number: Fraction, places: Int) -> Int128? {
    guard let power = try? Fraction.power(ofTen: places), let multiple = try? number * power, multiple.isWhole else {
      return nil
    }
    return multiple.numerator
  }
}
