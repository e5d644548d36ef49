/// A part of a FlatBuffer that is to be written.
indirect enum FlatNode: Sendable {
  /// A table; nil for a field that is left out.
  case table([FlatField?])
  /// A text.
  case text(String)
  /// A vector of references.
  case nodes([FlatNode])
  /// A vector of records, each made of numbers of 64 bits.
  case records([[Int64]])
}

/// A field of a table that is to be written.
enum FlatField: Sendable {
  /// A number, as the bytes that it takes, the lowest first.
  case number([UInt8])
  /// A reference.
  case reference(FlatNode)

  /// A number of some width.
  static func number(_ number: some FixedWidthInteger) -> FlatField {
    .number(withUnsafeBytes(of: number.littleEndian) { Array($0) })
  }

  static func flag(_ flag: Bool) -> FlatField { .number([flag ? 1 : 0]) }

  static func text(_ text: String) -> FlatField { .reference(.text(text)) }

  fileprivate var size: Int {
    switch self {
    case .number(let bytes): bytes.count
    case .reference: 4
    }
  }
}

extension FlatNode {
  /// The node as a whole buffer, a multiple of eight bytes long.
  var buffer: [UInt8] {
    var writer = FlatWriter()
    writer.bytes = [0, 0, 0, 0]
    let root = writer.append(self)
    writer.point(from: 0, to: root)
    writer.align(to: 8)
    return writer.bytes
  }
}

/// Writes nodes from front to back: what is referred to stands behind what refers to it.
private struct FlatWriter {
  var bytes: [UInt8] = []

  mutating func align(to alignment: Int, before offset: Int = 0) {
    while (bytes.count + offset) % alignment != 0 { bytes.append(0) }
  }

  mutating func append(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// Writes into a place the distance to another.
  mutating func point(from place: Int, to target: Int) {
    let distance = UInt32(target - place)
    for byte in 0..<4 { bytes[place + byte] = UInt8(truncatingIfNeeded: distance >> (8 * UInt32(byte))) }
  }

  /// - Returns: Where the node begins.
  mutating func append(_ node: FlatNode) -> Int {
    switch node {
    case .table(let fields): return append(table: fields)
    case .text(let text):
      align(to: 4)
      let start = bytes.count
      append(UInt32(text.utf8.count))
      bytes += text.utf8
      bytes.append(0)
      return start
    case .records(let records):
      align(to: 8, before: 4)
      let start = bytes.count
      append(UInt32(records.count))
      for record in records { for number in record { append(number) } }
      return start
    case .nodes(let nodes):
      align(to: 4)
      let start = bytes.count
      append(UInt32(nodes.count))
      bytes += [UInt8](repeating: 0, count: 4 * nodes.count)
      for (element, node) in nodes.enumerated() {
        let place = start + 4 + 4 * element
        point(from: place, to: append(node))
      }
      return start
    }
  }

  private mutating func append(table fields: [FlatField?]) -> Int {
    var (offsets, size) = ([Int](), 4)
    for field in fields {
      guard let field else {
        offsets.append(0)
        continue
      }
      size = (size + field.size - 1) / field.size * field.size
      offsets.append(size)
      size += field.size
    }
    // The index stands before its table, which begins at a multiple of eight so that its own numbers are aligned.
    let indexSize = 4 + 2 * fields.count
    align(to: 8, before: indexSize)
    let index = bytes.count
    append(UInt16(indexSize))
    append(UInt16(size))
    for offset in offsets { append(UInt16(offset)) }
    let start = bytes.count
    append(Int32(start - index))
    bytes += [UInt8](repeating: 0, count: size - 4)
    for case (let field?, let offset) in zip(fields, offsets) {
      if case .number(let number) = field {
        bytes.replaceSubrange(start + offset..<start + offset + number.count, with: number)
      }
    }
    for case (let field?, let offset) in zip(fields, offsets) {
      if case .reference(let node) = field { point(from: start + offset, to: append(node)) }
    }
    return start
  }
}
