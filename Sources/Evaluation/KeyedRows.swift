import Tables

/// The rows of a list by the normal form of its key.
struct KeyedRows: ~Copyable {
  private var keys: TextTable
  /// The keys as characters, once one was met that Unicode knows in several forms.
  private var forms: [String: UInt32]?
  /// Where the rows of a key begin, key by key.
  private var offsets: Buffer<Int32> = []
  private var rows: Buffer<Int32> = []

  /// The rows of a column of texts whose key is known.
  init(_ column: Column, _ codes: Codes, _ dictionary: TextDictionary) {
    keys = TextTable(room: dictionary.count)
    var normal: [UInt8] = []
    let keyOfText = dictionary.withUTF8 { bytes, range in
      (0..<dictionary.count).map { code in
        let isPlain = MatchKey.normalise(UnsafeBufferPointer(rebasing: bytes[range(code)]), into: &normal)
        return key(adding: normal, isPlain: isPlain)
      }
    }
    let links = ChildLinks(
      parentOf: (0..<codes.count).map { column.isKnown($0) ? Int32(keyOfText[Int(codes[$0])]) : -1 },
      parentCount: keys.count)
    (offsets, rows) = (links.offsets, links.rows)
  }

  private mutating func key(adding normal: [UInt8], isPlain: Bool) -> UInt32 {
    if let key = key(of: normal, isPlain: isPlain) { return key }
    let key = normal.withUnsafeBufferPointer { keys.code(adding: $0) }
    forms?[String(decoding: normal, as: UTF8.self)] = key
    return key
  }

  private mutating func key(of normal: [UInt8], isPlain: Bool) -> UInt32? {
    if let key = normal.withUnsafeBufferPointer({ keys.code(of: $0) }) { return key }
    if isPlain, forms == nil { return nil }
    if forms == nil {
      var all: [String: UInt32] = [:]
      for key in 0..<keys.count { all[keys.text(of: key)] = UInt32(key) }
      forms = all
    }
    return forms?[String(decoding: normal, as: UTF8.self)]
  }

  /// The key of each text, or -1 for those that no row has.
  mutating func keys(of dictionary: TextDictionary) -> [Int32] {
    var normal: [UInt8] = []
    return dictionary.withUTF8 { bytes, range in
      var result: [Int32] = []
      result.reserveCapacity(dictionary.count)
      for code in 0..<dictionary.count {
        let isPlain = MatchKey.normalise(UnsafeBufferPointer(rebasing: bytes[range(code)]), into: &normal)
        result.append(key(of: normal, isPlain: isPlain).map { Int32($0) } ?? -1)
      }
      return result
    }
  }

  /// The rows that have a key, in order.
  borrowing func rows(of key: Int32) -> Slice<Buffer<Int32>> {
    key < 0 ? rows[0..<0] : rows[Int(offsets[Int(key)])..<Int(offsets[Int(key) + 1])]
  }
}
