/// How much a description may take to read, so that one that refers to the same part over and over is refused.
private struct Budget {
  var left: Int

  mutating func spend(_ cost: Int) throws(ArrowFault) {
    left -= cost
    guard left >= 0 else { throw .damaged("its description is far larger than its bytes", "描述信息与其字节数不符") }
  }
}

extension ArrowSchema {
  /// How deep columns may stand inside of columns.
  private static let maximumDepth = 64

  /// The columns that a table of a buffer describes; `size` is the buffer's own, by which its content is bounded.
  init(_ table: FlatTable, size: Int) throws(ArrowFault) {
    guard try table.number(0, 0 as Int16) == 0 else {
      throw .unsupported(
        "its numbers are in the order of big-endian machines", "其数值为大端字节序",
        notes: [.init("write it anew on a little-endian machine", "请在小端机器上重新写出")])
    }
    var budget = Budget(left: 16 * size)
    var fields: [ArrowField] = []
    for field in try table.tables(1) { fields.append(try ArrowSchema.field(field, depth: 0, &budget)) }
    self.fields = fields
    metadata = try ArrowSchema.metadata(table, 2, &budget)
  }

  private static func metadata(
    _ table: FlatTable, _ field: Int, _ budget: inout Budget
  ) throws(ArrowFault) -> [String: String] {
    var metadata: [String: String] = [:]
    for pair in try table.tables(field) {
      let (key, value) = (try pair.text(0) ?? "", try pair.text(1) ?? "")
      try budget.spend(16 + key.utf8.count + value.utf8.count)
      metadata[key] = value
    }
    return metadata
  }

  private static func field(
    _ table: FlatTable, depth: Int, _ budget: inout Budget
  ) throws(ArrowFault) -> ArrowField {
    guard depth < maximumDepth else { throw .damaged("its columns are nested too deep", "列嵌套过深") }
    let name = try table.text(0) ?? ""
    try budget.spend(16 + name.utf8.count)
    let kind = try table.number(2, 0 as UInt8)
    let type = try ArrowType(kind: kind, table.table(3))
    var dictionary: ArrowDictionary?
    if let encoding = try table.table(4) {
      var index = ArrowType.integer(bits: 32, isSigned: true)
      if let table = try encoding.table(1) { index = try ArrowType(integer: table) }
      dictionary = ArrowDictionary(id: try encoding.number(0, 0), index: index, isOrdered: try encoding.flag(2))
    }
    var layout = ArrowLayout(nodes: 1)
    if let dictionary {
      // The columns inside belong to the values, which the dictionary's own batches hold.
      layout.buffers = dictionary.index.bufferCount ?? 2
    } else {
      if let bufferCount = type.bufferCount {
        layout.buffers = bufferCount
      } else {
        layout.buffers = try ArrowType.bufferCount(ofKind: kind, table.table(3))
      }
      layout.views = ArrowType.isView(kind) ? 1 : 0
      for child in try table.tables(5) {
        let inner = try field(child, depth: depth + 1, &budget).layout
        layout.nodes += inner.nodes
        layout.buffers += inner.buffers
        layout.views += inner.views
      }
    }
    return ArrowField(
      name: name, type: type, dictionary: dictionary, metadata: try metadata(table, 6, &budget), layout: layout)
  }
}

extension ArrowType {
  init(kind: UInt8, _ table: FlatTable?) throws(ArrowFault) {
    guard let table else { throw .damaged("a column has no type", "有一列没有类型") }
    switch kind {
    case 1: self = .null
    case 2: self = try ArrowType(integer: table)
    case 3:
      switch try table.number(0, 0 as Int16) {
      case 1: self = .float(bits: 32)
      case 2: self = .float(bits: 64)
      default: self = .other("float16")
      }
    case 5: self = .text(isLarge: false)
    case 6: self = .flag
    case 7:
      let (precision, scale) = (Int(try table.number(0, 0 as Int32)), Int(try table.number(1, 0 as Int32)))
      let bits = Int(try table.number(2, 128 as Int32))
      let isReadable = [32, 64, 128].contains(bits) && (0...38).contains(scale)
      self = isReadable ? .decimal(bits: bits, precision: precision, scale: scale) : .other("decimal\(bits)")
    case 8: self = .date(isDays: try table.number(0, 1 as Int16) == 0)
    case 10:
      let unit = Int(try table.number(0, 0 as Int16))
      guard (0...3).contains(unit) else { throw .damaged("a timestamp has no unit", "时间戳没有单位") }
      self = .timestamp(places: 3 * unit, zone: try table.text(1))
    case 20: self = .text(isLarge: true)
    case 24: self = .textView
    default: self = .other(ArrowType.names[kind] ?? "type \(kind)")
    }
  }

  fileprivate init(integer table: FlatTable) throws(ArrowFault) {
    let bits = Int(try table.number(0, 0 as Int32))
    guard [8, 16, 32, 64].contains(bits) else {
      throw .damaged("a whole number of \(bits) bits", "整数宽度 \(bits) 位无效")
    }
    self = .integer(bits: bits, isSigned: try table.flag(1))
  }

  private static let names: [UInt8: String] = [
    4: "binary", 9: "time", 11: "interval", 12: "list", 13: "struct", 14: "union", 15: "fixed_size_binary",
    16: "fixed_size_list", 17: "map", 18: "duration", 19: "large_binary", 21: "large_list", 22: "run_end_encoded",
    23: "binary_view", 25: "list_view", 26: "large_list_view",
  ]

  fileprivate static func isView(_ kind: UInt8) -> Bool { kind == 23 || kind == 24 }

  /// How many buffers of its own a column of a type has that isn't read: it must be known to step over it.
  fileprivate static func bufferCount(ofKind kind: UInt8, _ table: FlatTable?) throws(ArrowFault) -> Int {
    switch kind {
    case 22: return 0
    case 13, 16: return 1
    case 3, 7, 9, 11, 12, 15, 17, 18, 21, 23: return 2
    case 4, 19, 25, 26: return 3
    case 14: return try table?.number(0, 0 as Int16) == 1 ? 2 : 1
    default:
      throw .unsupported("it has a column of a type that is not known here (\(kind))", "其中一列的类型未知（\(kind)）")
    }
  }
}
