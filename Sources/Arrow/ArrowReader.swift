import Values

/// Reads a file or a stream of Arrow's format, a batch after another.
public struct ArrowReader: Sendable {
  private let bytes: ArrowBytes
  /// The columns.
  public let schema: ArrowSchema
  /// Where messages are still to be read: those that a file's end names, or nil to go on from one to the next.
  private var pending: [Int]?
  private var position: Int
  private var dictionaries: [Int64: [ArrowVector]] = [:]
  /// How many bytes were read.
  public private(set) var bytesDone = 0

  /// What files begin and end with.
  static let mark = "ARROW1"

  /// Reads what columns there are.
  /// - Throws: An `ArrowFault` where the bytes are not of the format, or cut off.
  public init(_ bytes: ArrowBytes) throws(ArrowFault) {
    self.bytes = bytes
    guard bytes.begins(with: ArrowReader.mark) else {
      guard let message = try ArrowMessage(bytes, at: 0), case .schema(let schema) = message.content else {
        throw .damaged("it does not begin with a description of its columns", "开头没有列的描述")
      }
      self.schema = schema
      position = message.headSize + message.body.count
      return
    }
    guard bytes.count >= 18, bytes.ends(with: ArrowReader.mark) else { throw .cut }
    let size = Int(bytes.load(at: bytes.count - 10, as: Int32.self))
    guard size >= 8, let footer = bytes.slice(at: bytes.count - 10 - size, count: size)?.array else {
      throw .damaged("its end has an impossible size", "文件尾的大小无效")
    }
    let table = try FlatTable(root: footer)
    guard let described = try table.table(1) else {
      throw .damaged("its end does not describe its columns", "文件尾没有列的描述")
    }
    schema = try ArrowSchema(described, size: size)
    var places: [Int] = []
    for field in [2, 3] {
      for block in try table.records(field, words: 3) {
        guard block[0] >= 8, block[0] < Int64(bytes.count) else {
          throw .damaged("its end points outside of it", "文件尾指向文件之外")
        }
        places.append(Int(block[0]))
      }
    }
    pending = places.reversed()
    position = 0
  }

  /// Whether some bytes begin as a stream does: with the size of a description, marked as one.
  public static func beginsStream(_ head: Span<UInt8>) -> Bool {
    guard head.count >= 8, (0..<4).allSatisfy({ head[$0] == 0xFF }) else { return false }
    return head[7] == 0 && (head[4] != 0 || head[5] != 0 || head[6] != 0)
  }

  /// The next rows; nil at the end.
  public mutating func nextBatch() throws(ArrowFault) -> ArrowBatch? {
    while let message = try nextMessage() {
      switch message.content {
      case .batch(let head):
        return try ArrowBatch(head, message.body, fields: schema.fields, dictionaries: dictionaries)
      case .dictionary(let id, let isDelta, let head):
        // A dictionary that no column refers to is stepped over.
        guard let field = schema.fields.first(where: { $0.dictionary?.id == id }), field.type.bufferCount != nil
        else { continue }
        let values = ArrowField(name: field.name, type: field.type)
        let batch = try ArrowBatch(head, message.body, fields: [values], dictionaries: [:])
        let part = try batch.column(0)
        dictionaries[id] = isDelta ? dictionaries[id, default: []] + [part] : [part]
      case .schema: throw .damaged("its columns are described twice", "列被描述了两次")
      case .other:
        throw .unsupported("it holds tensors, not a table", "其内容为张量，而非表格")
      }
    }
    return nil
  }

  private mutating func nextMessage() throws(ArrowFault) -> ArrowMessage? {
    if pending != nil {
      guard let place = pending?.popLast() else { return nil }
      guard let message = try ArrowMessage(bytes, at: place) else {
        throw .damaged("its end names a message that is not there", "文件尾所列的消息不存在")
      }
      bytesDone += message.headSize + message.body.count
      guard bytesDone <= bytes.count else {
        throw .damaged("its end names a message more than once", "文件尾重复列出了同一消息")
      }
      return message
    }
    guard let message = try ArrowMessage(bytes, at: position) else { return nil }
    position += message.headSize + message.body.count
    bytesDone = position
    return message
  }
}
