import Values

/// Dictionary codes in the narrowest type that holds them.
public enum Codes: Sendable {
  case narrow(Buffer<UInt8>)
  case medium(Buffer<UInt16>)
  case wide(Buffer<UInt32>)

  /// Codes below a number of distinct texts, as narrow as that allows.
  public init(_ codes: [UInt32], distinct: Int) {
    if distinct <= 1 << 8 {
      self = .narrow(Buffer(codes.map { UInt8(truncatingIfNeeded: $0) }))
    } else if distinct <= 1 << 16 {
      self = .medium(Buffer(codes.map { UInt16(truncatingIfNeeded: $0) }))
    } else {
      self = .wide(Buffer(codes))
    }
  }

  /// The code of a row.
  @inlinable
  public subscript(row: Int) -> UInt32 {
    switch self {
    case .narrow(let codes): UInt32(codes[row])
    case .medium(let codes): UInt32(codes[row])
    case .wide(let codes): codes[row]
    }
  }

  /// The number of rows.
  @inlinable public var count: Int {
    switch self {
    case .narrow(let codes): codes.count
    case .medium(let codes): codes.count
    case .wide(let codes): codes.count
    }
  }

  /// How many bytes the codes take.
  public var byteCount: Int {
    switch self {
    case .narrow(let codes): codes.byteCount
    case .medium(let codes): codes.byteCount
    case .wide(let codes): codes.byteCount
    }
  }

  /// The codes of some rows, in their order.
  public func selecting(_ rows: [Int]) -> Codes {
    switch self {
    case .narrow(let codes): .narrow(codes.selecting(rows))
    case .medium(let codes): .medium(codes.selecting(rows))
    case .wide(let codes): .wide(codes.selecting(rows))
    }
  }
}

/// What a column's cells are kept as.
public enum ColumnStorage: Sendable {
  /// Yes and no, a bit each.
  case flags(Bitmap)
  /// Text and categories, as codes into a dictionary.
  case codes(Codes, TextDictionary)
  /// Whole numbers; amounts in 分; decimals and percentages as multiples of 10^-places.
  case integers(Integers, places: Int)
  /// Days since 1970-01-01, or months since year 0.
  case days(Buffer<Int32>)

  /// Whole numbers, kept as narrow as they allow.
  public static func integers(_ numbers: [Int64], places: Int) -> ColumnStorage {
    .integers(Integers(numbers), places: places)
  }

  /// Days since 1970-01-01, or months since year 0.
  public static func days(_ days: [Int32]) -> ColumnStorage { .days(Buffer(days)) }

  /// The number of rows.
  public var count: Int {
    switch self {
    case .flags(let flags): flags.count
    case .codes(let codes, _): codes.count
    case .integers(let integers, _): integers.count
    case .days(let days): days.count
    }
  }
}

/// One column of a table: typed cells, some of them unknown.
public struct Column: Sendable {
  /// The name that statements use.
  public let name: String
  /// The heading in the file that the column came from: its second name.
  public let heading: String
  /// The type of its values.
  public let type: ValueType
  private let ownStorage: ColumnStorage
  private let ownKnown: Bitmap?
  /// The cells where they are made only when somebody asks for them.
  private let deferred: DeferredCells?
  /// The rows whose cell held nothing at all, as against something unreadable; nil when none is kept apart.
  public let blank: Bitmap?

  /// The cells. What stands in an unknown cell means nothing.
  public var storage: ColumnStorage {
    guard let deferred else { return ownStorage }
    return deferred.all.storage
  }

  /// The rows whose value is known; nil when all are.
  public var known: Bitmap? {
    guard let deferred else { return ownKnown }
    return deferred.all.known
  }

  /// A column. `known` and `blank` range over as many rows as the storage.
  public init(
    name: String, heading: String? = nil, type: ValueType, storage: ColumnStorage, known: Bitmap? = nil,
    blank: Bitmap? = nil
  ) {
    self.name = name
    self.heading = heading ?? name
    self.type = type
    ownStorage = storage
    ownKnown = known
    deferred = nil
    self.blank = blank
  }

  /// A column whose cells are made when somebody first asks for them.
  /// - Parameters:
  ///   - name: The name that statements use.
  ///   - heading: Its second name.
  ///   - type: The type of its values.
  ///   - count: The number of rows.
  ///   - make: Makes the cells, the same each time; throws nothing but `Interruption`.
  public init(
    name: String, heading: String, type: ValueType, count: Int,
    deferring make: @escaping @Sendable () throws -> (storage: ColumnStorage, known: Bitmap?)
  ) {
    self.name = name
    self.heading = heading
    self.type = type
    ownStorage = .days([])
    ownKnown = nil
    deferred = DeferredCells(count: count) {
      let (storage, known) = try make()
      return DeferredCells.Cells(storage: storage, known: known)
    }
    blank = nil
  }

  /// The number of rows.
  public var count: Int { deferred?.count ?? ownStorage.count }

  /// The column with its cells made, and kept for whoever asks next, so that from here on nobody waits for them.
  /// - Throws: `Interruption` where that is stopped midway.
  public func made() throws -> Column {
    guard let cells = try deferred?.made() else { return self }
    return holding(cells)
  }

  /// The column with its cells, which are not kept on its account, for those who need them once.
  /// - Throws: `Interruption`.
  public func unkept() throws -> Column {
    guard let cells = try deferred?.unkept() else { return self }
    return holding(cells)
  }

  /// The column with its cells; nil where nobody has asked for them yet.
  var ifMade: Column? {
    guard let deferred else { return self }
    return deferred.ifMade.map(holding)
  }

  private func holding(_ cells: DeferredCells.Cells) -> Column {
    Column(name: name, heading: heading, type: type, storage: cells.storage, known: cells.known, blank: blank)
  }

  /// Whether a row's value is known.
  public func isKnown(_ row: Int) -> Bool { known?.contains(row) ?? true }

  /// One cell as a value, for showing; evaluation never goes cell by cell.
  public func value(at row: Int) -> Value {
    guard isKnown(row) else { return .unknown }
    switch storage {
    case .flags(let flags): return .flag(flags.contains(row))
    case .codes(let codes, let dictionary): return .text(dictionary.texts[Int(codes[row])])
    case .days(let days):
      return type == .month
        ? .month(CalendarMonth(monthNumber: days[row])) : .date(CalendarDate(dayNumber: days[row]))
    case .integers(let integers, let places):
      switch type {
      case .money: return .money(integers[row])
      case .decimal, .percentage:
        guard let power = try? Fraction.power(ofTen: places), let number = try? Fraction(integers[row]) / power else {
          return .unknown
        }
        return type == .decimal ? .decimal(number) : .percentage(number)
      default: return .integer(integers[row])
      }
    }
  }
}

/// Columns of equal length.
public struct Table: Sendable {
  /// The columns, in the order of their declaration.
  public let columns: [Column]
  /// The number of rows.
  public let rowCount: Int
  /// The line of the file that each row began on; empty for a table that no file gave.
  public let lines: LineNumbers
  private let positions: [String: Int]

  /// A table. Every column has `rowCount` rows.
  public init(columns: [Column], rowCount: Int, lines: LineNumbers = []) {
    precondition(columns.allSatisfy { $0.count == rowCount }, "columns of different lengths")
    self.columns = columns
    self.rowCount = rowCount
    self.lines = lines
    positions = Dictionary(
      columns.enumerated().flatMap { [($1.name, $0), ($1.heading, $0)] }, uniquingKeysWith: min)
  }

  /// The column with a name or a heading.
  public func column(_ name: String) -> Column? { positions[name].map { columns[$0] } }

  /// The position of the column with a name or a heading.
  public func position(of name: String) -> Int? { positions[name] }

  /// The table with only some rows, in their order.
  public func selecting(_ rows: [Int]) -> Table {
    Table(
      columns: columns.map { $0.selecting(rows) }, rowCount: rows.count,
      lines: lines.isEmpty ? [] : lines.selecting(rows))
  }
}

extension Column {
  /// The column with only some rows, in their order.
  public func selecting(_ rows: [Int]) -> Column {
    let count = rows.count
    let picked: ColumnStorage =
      switch storage {
      case .flags(let flags): .flags(flags.selecting(rows))
      case .codes(let codes, let dictionary): .codes(codes.selecting(rows), dictionary)
      case .integers(let integers, let places): .integers(integers.selecting(rows), places: places)
      case .days(let days): .days(days.selecting(rows))
      }
    precondition(picked.count == count)
    return Column(
      name: name, heading: heading, type: type, storage: picked, known: known?.selecting(rows),
      blank: blank?.selecting(rows))
  }
}

extension Bitmap {
  /// The set over a selection of rows, in its order.
  public func selecting(_ rows: [Int]) -> Bitmap {
    var result = Bitmap(count: rows.count)
    for (position, row) in rows.enumerated() where contains(row) { result.insert(position) }
    return result
  }
}
