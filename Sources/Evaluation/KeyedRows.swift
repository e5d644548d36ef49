import Tables
import Values

/// The rows of a list by the normal form of its key.
struct KeyedRows: ~Copyable {
  private var keys: TextTable
  /// The keys as characters, once one was met that Unicode knows in several forms.
  private var forms: [String: UInt32]?
  /// Where the rows of a key begin, key by key.
  private var offsets: Buffer<Int32> = []
  private var rows: Buffer<Int32> = []

  /// The rows of a column of texts whose key is known.
  /// - Throws: `Interruption`.
  init(_ column: Column, _ codes: Codes, _ dictionary: TextDictionary) throws {
    keys = TextTable(room: dictionary.count)
    var forms = NormalForms()
    var keyOfText: [UInt32] = []
    keyOfText.reserveCapacity(dictionary.count)
    try dictionary.forEachStretch { bytes, offsets in
      try Interruption.check()
      forms.fill(bytes, offsets)
      guard !forms.arePlain || self.forms != nil else {
        keyOfText += forms.withForms { keys.codes(adding: $0, offsets: $1) }
        return
      }
      for index in 0..<forms.count { keyOfText.append(key(adding: forms[index], isPlain: forms.isPlain[index])) }
    }
    let links = try ChildLinks(
      parentOf: Interruption.map(0..<codes.count) { column.isKnown($0) ? Int32(keyOfText[Int(codes[$0])]) : -1 },
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
  /// - Throws: `Interruption`.
  mutating func keys(of dictionary: TextDictionary) throws -> [Int32] {
    var forms = NormalForms()
    var result: [Int32] = []
    result.reserveCapacity(dictionary.count)
    try dictionary.forEachStretch { bytes, offsets in
      try Interruption.check()
      forms.fill(bytes, offsets)
      guard !forms.arePlain || self.forms != nil else {
        result += forms.withForms { keys.codes(of: $0, offsets: $1) }.map { Int32(bitPattern: $0) }
        return
      }
      for index in 0..<forms.count {
        result.append(key(of: forms[index], isPlain: forms.isPlain[index]).map { Int32($0) } ?? -1)
      }
    }
    return result
  }

  /// The rows that have a key, in order.
  borrowing func rows(of key: Int32) -> Slice<Buffer<Int32>> {
    key < 0 ? rows[0..<0] : rows[Int(offsets[Int(key)])..<Int(offsets[Int(key) + 1])]
  }
}

/// The normal forms of some keys, one behind another.
private struct NormalForms {
  private var bytes: [UInt8] = []
  private var offsets = [0]
  private var form: [UInt8] = []
  /// Whether each is the only way to write its key.
  private(set) var isPlain: [Bool] = []
  private(set) var arePlain = true

  var count: Int { offsets.count - 1 }

  /// A form.
  subscript(index: Int) -> [UInt8] { Array(bytes[offsets[index]..<offsets[index + 1]]) }

  /// Takes the forms of keys that stand one behind another.
  mutating func fill(_ keys: UnsafeBufferPointer<UInt8>, _ places: ArraySlice<Int>) {
    bytes.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    offsets.append(0)
    isPlain.removeAll(keepingCapacity: true)
    arePlain = true
    for (start, end) in zip(places, places.dropFirst()) {
      isPlain.append(MatchKey.normalise(UnsafeBufferPointer(rebasing: keys[start..<end]), into: &form))
      arePlain = arePlain && isPlain[isPlain.count - 1]
      bytes += form
      offsets.append(bytes.count)
    }
  }

  /// Calls the body with the forms and where each begins and the last one ends.
  func withForms<Result>(_ body: (UnsafeBufferPointer<UInt8>, ArraySlice<Int>) -> Result) -> Result {
    bytes.withUnsafeBufferPointer { body($0, offsets[...]) }
  }
}
