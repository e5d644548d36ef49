/// A table of a FlatBuffer: fields by number, each at a place that the table's own index tells, or left out.
///
/// Every place is checked against the bytes before it is read: whoever wrote the file is not to be trusted.
struct FlatTable {
  private let bytes: [UInt8]
  private let position: Int
  private let index: Range<Int>
  private let size: Int

  /// The table that a buffer begins with.
  init(root bytes: [UInt8]) throws(ArrowFault) {
    let root = try FlatTable.number(UInt32.self, in: bytes, at: 0)
    try self.init(bytes, at: Int(root))
  }

  private init(_ bytes: [UInt8], at position: Int) throws(ArrowFault) {
    let distance = Int(try FlatTable.number(Int32.self, in: bytes, at: position))
    let start = position - distance
    let (indexSize, size) = (
      Int(try FlatTable.number(UInt16.self, in: bytes, at: start)),
      Int(try FlatTable.number(UInt16.self, in: bytes, at: start + 2))
    )
    guard indexSize >= 4, indexSize <= bytes.count - start, size >= 4, size <= bytes.count - position else {
      throw .damaged("a table of its description is cut off", "描述信息中的表不完整")
    }
    self.bytes = bytes
    self.position = position
    self.size = size
    index = start + 4..<start + indexSize
  }

  /// A number anywhere in some bytes.
  private static func number<Number: FixedWidthInteger & BitwiseCopyable>(
    _ type: Number.Type, in bytes: [UInt8], at place: Int
  ) throws(ArrowFault) -> Number {
    guard place >= 0, place <= bytes.count - MemoryLayout<Number>.size else {
      throw .damaged("its description points outside of itself", "描述信息指向其自身之外")
    }
    return Number(littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: Number.self) })
  }

  /// Where a field's value stands; nil where the table leaves it out.
  private func place(of field: Int, size fieldSize: Int) throws(ArrowFault) -> Int? {
    let entry = index.lowerBound + 2 * field
    guard entry + 2 <= index.upperBound else { return nil }
    let offset = Int(try FlatTable.number(UInt16.self, in: bytes, at: entry))
    guard offset > 0 else { return nil }
    guard offset >= 4, offset <= size - fieldSize else {
      throw .damaged("a field of its description lies outside of its table", "描述信息中的字段越界")
    }
    return position + offset
  }

  /// A number; `fallback` where the table leaves it out.
  func number<Number: FixedWidthInteger & BitwiseCopyable>(
    _ field: Int, _ fallback: Number
  ) throws(ArrowFault) -> Number {
    guard let place = try place(of: field, size: MemoryLayout<Number>.size) else { return fallback }
    return try FlatTable.number(Number.self, in: bytes, at: place)
  }

  /// Yes or no.
  func flag(_ field: Int, _ fallback: Bool = false) throws(ArrowFault) -> Bool {
    try number(field, fallback ? 1 : 0 as UInt8) != 0
  }

  /// Where what a field refers to begins.
  private func target(of field: Int) throws(ArrowFault) -> Int? {
    guard let place = try place(of: field, size: 4) else { return nil }
    return place + Int(try FlatTable.number(UInt32.self, in: bytes, at: place))
  }

  /// Another table.
  func table(_ field: Int) throws(ArrowFault) -> FlatTable? {
    guard let target = try target(of: field) else { return nil }
    return try FlatTable(bytes, at: target)
  }

  /// How many elements of a size a vector has, and where the first stands.
  private func vector(at target: Int, stride: Int) throws(ArrowFault) -> (start: Int, count: Int) {
    let count = Int(try FlatTable.number(UInt32.self, in: bytes, at: target))
    guard count <= (bytes.count - target - 4) / stride else {
      throw .damaged("a vector of its description is cut off", "描述信息中的数组不完整")
    }
    return (target + 4, count)
  }

  /// A text; what is no UTF-8 shows as U+FFFD.
  func text(_ field: Int) throws(ArrowFault) -> String? {
    guard let target = try target(of: field) else { return nil }
    let (start, count) = try vector(at: target, stride: 1)
    return String(decoding: bytes[start..<start + count], as: UTF8.self)
  }

  /// A vector of tables.
  func tables(_ field: Int) throws(ArrowFault) -> [FlatTable] {
    guard let target = try target(of: field) else { return [] }
    let (start, count) = try vector(at: target, stride: 4)
    var tables: [FlatTable] = []
    for element in 0..<count {
      let place = start + 4 * element
      tables.append(
        try FlatTable(bytes, at: place + Int(try FlatTable.number(UInt32.self, in: bytes, at: place))))
    }
    return tables
  }

  /// A vector of records of one size, each made of numbers of 64 bits.
  func records(_ field: Int, words: Int) throws(ArrowFault) -> [[Int64]] {
    guard let target = try target(of: field) else { return [] }
    let (start, count) = try vector(at: target, stride: 8 * words)
    var records: [[Int64]] = []
    records.reserveCapacity(count)
    for element in 0..<count {
      var record: [Int64] = []
      for word in 0..<words {
        record.append(try FlatTable.number(Int64.self, in: bytes, at: start + 8 * (element * words + word)))
      }
      records.append(record)
    }
    return records
  }
}
