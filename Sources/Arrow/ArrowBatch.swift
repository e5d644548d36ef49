import Values

/// Some rows of a file.
public struct ArrowBatch: Sendable {
  private let fields: [ArrowField]
  private let head: ArrowBatchHead
  private let body: ArrowBytes
  private let dictionaries: [Int64: [ArrowVector]]

  /// How many rows there are.
  public var rowCount: Int { head.rowCount }

  init(
    _ head: ArrowBatchHead, _ body: ArrowBytes, fields: [ArrowField], dictionaries: [Int64: [ArrowVector]]
  ) throws(ArrowFault) {
    var whole = ArrowLayout()
    for field in fields {
      whole.nodes += field.layout.nodes
      whole.buffers += field.layout.buffers
      whole.views += field.layout.views
    }
    let buffers = whole.buffers + head.viewBuffers.reduce(0, +)
    guard head.nodes.count == whole.nodes, head.viewBuffers.count == whole.views, head.buffers.count == buffers else {
      throw .damaged("a batch does not have the columns that were described", "有一批数据的列与描述不符")
    }
    self.fields = fields
    self.head = head
    self.body = body
    self.dictionaries = dictionaries
  }

  /// A column's values, with every length checked that reading them relies on.
  /// - Throws: An `ArrowFault` where the buffers don't hold what they should, or are of a kind that isn't read.
  public func column(_ position: Int) throws(ArrowFault) -> ArrowVector {
    let field = fields[position]
    var first = ArrowLayout()
    for earlier in fields[..<position] {
      first.nodes += earlier.layout.nodes
      first.buffers += earlier.layout.buffers
      first.views += earlier.layout.views
    }
    let furtherBuffers = field.layout.views == 1 ? head.viewBuffers[first.views] : 0
    first.buffers += head.viewBuffers[..<first.views].reduce(0, +)
    let node = head.nodes[first.nodes]
    guard node[0] == Int64(rowCount) else {
      throw .damaged("the column \(field.name) has another number of rows", "“\(field.name)”列的行数不符")
    }
    var buffers: [ArrowBytes] = []
    let stored = field.dictionary?.index ?? field.type
    guard let bufferCount = stored.bufferCount else {
      throw .unsupported(
        "the column \(field.name) is of type \(ArrowBatch.name(of: field.type))",
        "“\(field.name)”列的类型为 \(ArrowBatch.name(of: field.type))")
    }
    for index in first.buffers..<first.buffers + bufferCount + furtherBuffers { buffers.append(try buffer(index)) }
    return try ArrowVector(
      field, count: rowCount, hasNulls: node[1] != 0, buffers,
      values: field.dictionary.map { dictionaries[$0.id] ?? [] })
  }

  /// Where the buffers begin in the whole file.
  var bufferPlaces: [Int] { head.buffers.map { body.offset + Int($0[0]) } }

  private static func name(of type: ArrowType) -> String {
    if case .other(let name) = type { name } else { "\(type)" }
  }

  /// A buffer as it is in memory, unpacked if need be.
  private func buffer(_ index: Int) throws(ArrowFault) -> ArrowBytes {
    let (offset, length) = (head.buffers[index][0], head.buffers[index][1])
    guard let offset = Int(exactly: offset), let length = Int(exactly: length),
      let bytes = body.slice(at: offset, count: length)
    else { throw .damaged("a batch points outside of itself", "有一批数据指向其自身之外") }
    if head.packing == .none || length == 0 { return bytes }
    guard length >= 8, let packed = bytes.slice(at: 8, count: length - 8) else { throw .cut }
    let size = bytes.load(at: 0, as: Int64.self)
    if size == -1 { return packed }
    guard head.packing == .lz4 else {
      throw .unsupported(
        "its columns are packed with ZSTD", "其各列以 ZSTD 压缩",
        notes: [
          Phrase(
            "write it with `compression='uncompressed'` or `compression='lz4'`",
            "写出时请用 `compression='uncompressed'` 或 `compression='lz4'`")
        ])
    }
    guard let size = Int(exactly: size) else { throw .damaged("a packed column has no size", "压缩列没有大小") }
    return ArrowBytes(try unpackLZ4(packed, size: size))
  }
}
