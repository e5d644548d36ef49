/// One message of a file: a description, and a body that it describes.
struct ArrowMessage {
  /// What a message brings.
  enum Content {
    case schema(ArrowSchema)
    /// Values of a dictionary: new ones, or more of them.
    case dictionary(id: Int64, isDelta: Bool, ArrowBatchHead)
    case batch(ArrowBatchHead)
    case other
  }

  let content: Content
  /// The bytes of the description with its frame.
  let headSize: Int
  let body: ArrowBytes

  /// A description larger than this is none.
  private static let maximumHeadSize = 64 << 20

  /// The message at a place; nil at the end of a stream.
  init?(_ file: ArrowBytes, at offset: Int) throws(ArrowFault) {
    guard offset != file.count else { return nil }
    guard offset >= 0, offset <= file.count - 4 else { throw .cut }
    var (frame, size) = (4, Int(file.load(at: offset, as: Int32.self)))
    // Files from before 2019 lack the mark before the size.
    if size == -1 {
      guard offset <= file.count - 8 else { throw .cut }
      (frame, size) = (8, Int(file.load(at: offset + 4, as: Int32.self)))
    }
    if size == 0 { return nil }
    guard (8...ArrowMessage.maximumHeadSize).contains(size) else {
      throw .damaged("a message has an impossible size", "有一条消息的大小无效")
    }
    guard let head = file.slice(at: offset + frame, count: size)?.array else { throw .cut }
    let table = try FlatTable(root: head)
    let length = try table.number(3, 0 as Int64)
    guard length >= 0, let length = Int(exactly: length),
      let body = file.slice(at: offset + frame + size, count: length)
    else { throw .cut }
    headSize = frame + size
    self.body = body
    content = try ArrowMessage.content(table, size: size)
  }

  private static func content(_ table: FlatTable, size: Int) throws(ArrowFault) -> Content {
    let kind = try table.number(1, 0 as UInt8)
    guard let header = try table.table(2) else { throw .damaged("a message holds nothing", "有一条消息没有内容") }
    switch kind {
    case 1: return .schema(try ArrowSchema(header, size: size))
    case 2:
      guard let batch = try header.table(1) else { throw .damaged("a dictionary holds nothing", "有一个字典没有内容") }
      return .dictionary(
        id: try header.number(0, 0), isDelta: try header.flag(2), try ArrowBatchHead(batch))
    case 3: return .batch(try ArrowBatchHead(header))
    default: return .other
    }
  }
}

/// What a message says about a batch of rows.
struct ArrowBatchHead {
  /// How the buffers of a batch are packed.
  enum Packing {
    case none
    case lz4
    case zstandard
  }

  let rowCount: Int
  /// Length and number of nulls of each column, those inside of others included.
  let nodes: [[Int64]]
  /// Offset and length of each buffer in the body.
  let buffers: [[Int64]]
  let packing: Packing
  /// How many further buffers each column of views has.
  let viewBuffers: [Int]

  init(_ table: FlatTable) throws(ArrowFault) {
    let count = try table.number(0, 0 as Int64)
    guard count >= 0, count <= Int64(Int32.max) else {
      throw .damaged("a batch has an impossible number of rows", "有一批数据的行数无效")
    }
    rowCount = Int(count)
    nodes = try table.records(1, words: 2)
    buffers = try table.records(2, words: 2)
    if let compression = try table.table(3) {
      packing = try compression.number(0, 0 as Int8) == 0 ? .lz4 : .zstandard
    } else {
      packing = .none
    }
    let bufferCount = buffers.count
    var viewBuffers: [Int] = []
    for record in try table.records(4, words: 1) {
      guard record[0] >= 0, record[0] <= Int64(bufferCount) else {
        throw .damaged("a column of texts has an impossible number of parts", "有一列文本的分块数无效")
      }
      viewBuffers.append(Int(record[0]))
    }
    self.viewBuffers = viewBuffers
  }
}
