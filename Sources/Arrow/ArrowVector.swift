import Values

/// One value of a file's column.
public enum ArrowCell: Sendable {
  case null
  case flag(Bool)
  case integer(Int64)
  /// A whole number too large for 63 bits, or any that was kept without a sign in 64.
  case unsigned(UInt64)
  case float(Double)
  case single(Float)
  /// A whole number to be divided by 10^scale.
  case decimal(Int128, scale: Int)
  /// The bytes of a text, which may be no UTF-8.
  case text(ArrowBytes)
  /// Days since 1970-01-01.
  case day(Int64)
  /// Time since 1970-01-01, 10^places to the second.
  case time(Int64, places: Int)
}

/// A column's values in one batch. Rows are counted from 0.
public struct ArrowVector: Sendable {
  enum Content: Sendable {
    case nothing
    case bits(ArrowBytes)
    case fixed(ArrowBytes)
    case texts(offsets: ArrowBytes, isLarge: Bool, ArrowBytes)
    case views(ArrowBytes, [ArrowBytes])
    case coded(ArrowBytes, [ArrowVector])
  }

  private let name: String
  private let type: ArrowType
  /// The type of what stands in the column: of the numbers, where a dictionary holds the values.
  public let storedType: ArrowType
  /// The number of rows.
  public let count: Int
  let validity: ArrowBytes?
  let content: Content

  init(
    _ field: ArrowField, count: Int, hasNulls: Bool, _ buffers: [ArrowBytes], values: [ArrowVector]?
  ) throws(ArrowFault) {
    name = field.name
    type = field.type
    storedType = field.dictionary?.index ?? field.type
    self.count = count
    if hasNulls, storedType != .null {
      guard buffers[0].count >= (count + 7) / 8 else { throw ArrowVector.short(name) }
      validity = buffers[0]
    } else {
      validity = nil
    }
    switch storedType {
    case .null, .other: content = .nothing
    case .flag:
      guard buffers[1].count >= (count + 7) / 8 else { throw ArrowVector.short(name) }
      content = .bits(buffers[1])
    case .text(let isLarge):
      // A column without rows may come without offsets.
      guard count == 0 || buffers[1].count >= (count + 1) * (isLarge ? 8 : 4) else { throw ArrowVector.short(name) }
      content = .texts(offsets: buffers[1], isLarge: isLarge, buffers[2])
    case .textView:
      guard buffers[1].count >= count * 16 else { throw ArrowVector.short(name) }
      content = .views(buffers[1], Array(buffers[2...]))
    case .integer, .float, .decimal, .date, .timestamp:
      guard buffers[1].count >= count * (storedType.width ?? 8) else { throw ArrowVector.short(name) }
      content = values.map { .coded(buffers[1], $0) } ?? .fixed(buffers[1])
    }
  }

  private static func short(_ name: String) -> ArrowFault {
    .damaged("the column \(name) holds fewer values than rows", "“\(name)”列的值少于行数")
  }

  /// Whether a row holds nothing.
  @inline(__always)
  public func isNull(_ row: Int) -> Bool {
    guard let validity else { return storedType == .null }
    return validity.load(at: row >> 3, as: UInt8.self) >> UInt8(row & 7) & 1 == 0
  }

  /// The value of a row.
  /// - Throws: An `ArrowFault` where the file points outside of what it holds.
  public func cell(_ row: Int) throws(ArrowFault) -> ArrowCell {
    if isNull(row) { return .null }
    switch content {
    case .nothing: return .null
    case .bits(let bits): return .flag(bits.load(at: row >> 3, as: UInt8.self) >> UInt8(row & 7) & 1 == 1)
    case .fixed(let numbers): return number(numbers, row)
    case .texts(let offsets, let isLarge, let bytes):
      let (start, end) =
        isLarge
        ? (offsets.load(at: row * 8, as: Int64.self), offsets.load(at: row * 8 + 8, as: Int64.self))
        : (Int64(offsets.load(at: row * 4, as: Int32.self)), Int64(offsets.load(at: row * 4 + 4, as: Int32.self)))
      guard start >= 0, end >= start, end <= Int64(bytes.count),
        let text = bytes.slice(at: Int(start), count: Int(end - start))
      else { throw outside }
      return .text(text)
    case .views(let views, let parts):
      let length = Int(views.load(at: row * 16, as: Int32.self))
      if length <= 12 {
        guard let text = views.slice(at: row * 16 + 4, count: length) else { throw outside }
        return .text(text)
      }
      let part = Int(views.load(at: row * 16 + 8, as: Int32.self))
      let offset = Int(views.load(at: row * 16 + 12, as: Int32.self))
      guard parts.indices.contains(part), let text = parts[part].slice(at: offset, count: length) else {
        throw outside
      }
      return .text(text)
    case .coded(let codes, let parts):
      guard var code = index(codes, row) else { throw outside }
      for part in parts {
        if code < part.count { return try part.cell(code) }
        code -= part.count
      }
      throw outside
    }
  }

  private var outside: ArrowFault {
    .damaged("the column \(name) points outside of its values", "“\(name)”列指向其取值之外")
  }

  /// A row's place in the dictionary.
  private func index(_ codes: ArrowBytes, _ row: Int) -> Int? {
    switch number(codes, row) {
    case .integer(let code) where code >= 0: Int(code)
    case .unsigned(let code): Int(exactly: code)
    default: nil
    }
  }

  @inline(__always)
  private func number(_ numbers: ArrowBytes, _ row: Int) -> ArrowCell {
    switch storedType {
    case .integer(8, true): .integer(Int64(numbers.load(at: row, as: Int8.self)))
    case .integer(16, true): .integer(Int64(numbers.load(at: row * 2, as: Int16.self)))
    case .integer(32, true): .integer(Int64(numbers.load(at: row * 4, as: Int32.self)))
    case .integer(_, true): .integer(numbers.load(at: row * 8, as: Int64.self))
    case .integer(8, false): .integer(Int64(numbers.load(at: row, as: UInt8.self)))
    case .integer(16, false): .integer(Int64(numbers.load(at: row * 2, as: UInt16.self)))
    case .integer(32, false): .integer(Int64(numbers.load(at: row * 4, as: UInt32.self)))
    case .integer(_, false): .unsigned(numbers.load(at: row * 8, as: UInt64.self))
    case .float(32): .single(Float(bitPattern: numbers.load(at: row * 4, as: UInt32.self)))
    case .float: .float(Double(bitPattern: numbers.load(at: row * 8, as: UInt64.self)))
    case .decimal(32, _, let scale): .decimal(Int128(numbers.load(at: row * 4, as: Int32.self)), scale: scale)
    case .decimal(64, _, let scale): .decimal(Int128(numbers.load(at: row * 8, as: Int64.self)), scale: scale)
    case .decimal(_, _, let scale):
      .decimal(
        Int128(numbers.load(at: row * 16 + 8, as: Int64.self)) << 64
          | Int128(numbers.load(at: row * 16, as: UInt64.self)), scale: scale)
    case .date(true): .day(Int64(numbers.load(at: row * 4, as: Int32.self)))
    case .date(false): .time(numbers.load(at: row * 8, as: Int64.self), places: 3)
    case .timestamp(let places, _): .time(numbers.load(at: row * 8, as: Int64.self), places: places)
    case .null, .flag, .text, .textView, .other: .null
    }
  }
}
