/// A column of a batch as its buffers are to stand in the file.
public struct ArrowColumn: Sendable {
  /// The bytes of a buffer, handed over where they lie.
  public struct Content: Sendable {
    /// How many there are.
    public let count: Int
    fileprivate let lend: @Sendable ((UnsafeRawBufferPointer) throws -> Void) throws -> Void

    /// Bytes that lie somewhere: `lend` calls what it is given with exactly `count` of them.
    public init(count: Int, lend: @escaping @Sendable ((UnsafeRawBufferPointer) throws -> Void) throws -> Void) {
      self.count = count
      self.lend = lend
    }

    /// The elements of an array as this machine, which has the low byte first, keeps them.
    public init<Element: BitwiseCopyable & Sendable>(_ elements: [Element]) {
      self.init(count: elements.count * MemoryLayout<Element>.stride) { body in try elements.withUnsafeBytes(body) }
    }
  }

  /// How many values are null.
  public let nullCount: Int
  /// The buffers that the column's type has: which values are there, then the values.
  public let buffers: [Content]

  /// A column; `validity` holds a bit a row, the first row's lowest, set where there is a value; nil where all are.
  public init(nullCount: Int = 0, validity: Content? = nil, _ values: [Content]) {
    self.nullCount = nullCount
    buffers = [validity ?? Content([UInt8]())] + values
  }

  /// Whether its texts are too long, all together, for offsets of 32 bits, and have such of 64.
  public var holdsLargeTexts: Bool { buffers.count == 3 && buffers[2].count > ArrowColumn.mostSmallText }

  private static let mostSmallText = Int(Int32.max)

  /// A column of texts.
  public init(texts: [String?]) {
    var (offsets, bytes, words) = ([0], [UInt8](), [UInt8](repeating: 0, count: (texts.count + 7) / 8))
    for (row, text) in texts.enumerated() {
      if let text {
        bytes += text.utf8
        words[row >> 3] |= 1 << UInt8(row & 7)
      }
      offsets.append(bytes.count)
    }
    let isLarge = bytes.count > ArrowColumn.mostSmallText
    self.init(
      nullCount: texts.count { $0 == nil }, validity: Content(words),
      [isLarge ? Content(offsets) : Content(offsets.map { Int32($0) }), Content(bytes)])
  }
}

/// Writes a file of Arrow's format, front to back.
public struct ArrowWriter {
  private let schema: ArrowSchema
  private let sink: (UnsafeRawBufferPointer) throws -> Void
  private var position = 0
  private var dictionaries: [[Int64]] = []
  private var batches: [[Int64]] = []

  /// What every body, and every buffer in it, begins at a multiple of.
  private static let alignment = 64

  /// A file of some columns; its bytes go to `sink` in order.
  public init(_ schema: ArrowSchema, to sink: @escaping (UnsafeRawBufferPointer) throws -> Void) throws {
    self.schema = schema
    self.sink = sink
    try write(Array((ArrowReader.mark + "\0\0").utf8))
    _ = try write(kind: 1, schema.node, [])
  }

  /// The values of a dictionary, before the first batch that refers to it.
  public mutating func write(dictionary id: Int64, count: Int, _ values: ArrowColumn) throws {
    let batch = head(count: count, [values])
    dictionaries.append(try write(kind: 2, .table([.number(id), .reference(batch)]), [values]))
  }

  /// Some rows: a column for each field.
  public mutating func write(count: Int, _ columns: [ArrowColumn]) throws {
    batches.append(try write(kind: 3, head(count: count, columns), columns))
  }

  /// Ends the file.
  public mutating func finish() throws {
    try write([0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0])
    let footer = FlatNode.table([
      .number(ArrowSchema.version), .reference(schema.node), .reference(.records(dictionaries)),
      .reference(.records(batches)),
    ]).buffer
    try write(footer)
    try write(withUnsafeBytes(of: Int32(footer.count).littleEndian) { Array($0) } + Array(ArrowReader.mark.utf8))
  }

  private static func padded(_ count: Int) -> Int { (count + alignment - 1) / alignment * alignment }

  private func head(count: Int, _ columns: [ArrowColumn]) -> FlatNode {
    var (buffers, offset) = ([[Int64]](), 0)
    for buffer in columns.flatMap(\.buffers) {
      buffers.append([Int64(offset), Int64(buffer.count)])
      offset += ArrowWriter.padded(buffer.count)
    }
    return .table([
      .number(Int64(count)), .reference(.records(columns.map { [Int64(count), Int64($0.nullCount)] })),
      .reference(.records(buffers)),
    ])
  }

  /// - Returns: Where the message stands, as the file's end says it.
  private mutating func write(kind: UInt8, _ header: FlatNode, _ columns: [ArrowColumn]) throws -> [Int64] {
    let start = position
    let length = columns.flatMap(\.buffers).reduce(0) { $0 + ArrowWriter.padded($1.count) }
    var message = FlatNode.table([
      .number(ArrowSchema.version), .number(kind), .reference(header), .number(Int64(length)),
    ]).buffer
    message += [UInt8](repeating: 0, count: ArrowWriter.padded(start + 8 + message.count) - start - 8 - message.count)
    try write([0xFF, 0xFF, 0xFF, 0xFF] + withUnsafeBytes(of: Int32(message.count).littleEndian) { Array($0) })
    try write(message)
    let headSize = position - start
    for buffer in columns.flatMap(\.buffers) {
      try buffer.lend { bytes in
        precondition(bytes.count == buffer.count, "a buffer of another size than it said")
        try sink(bytes)
      }
      position += buffer.count
      try write([UInt8](repeating: 0, count: ArrowWriter.padded(buffer.count) - buffer.count))
    }
    return [Int64(start), Int64(headSize), Int64(length)]
  }

  private mutating func write(_ bytes: [UInt8]) throws {
    guard !bytes.isEmpty else { return }
    try bytes.withUnsafeBytes(sink)
    position += bytes.count
  }
}
