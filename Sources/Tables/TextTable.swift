/// Texts that are given codes by their bytes, from 0 in order of first appearance: what a `TextDictionary` is made of
/// where many texts come one after another.
public struct TextTable: ~Copyable {
  private var bytes: [UInt8] = []
  /// Where each text begins, and behind the last one where it ends.
  private var offsets = [0]
  /// The upper half of a hash over a code plus one; 0 where a slot is free. At most half of them are taken.
  private var slots: [UInt64]

  private static let tagMask: UInt64 = 0xFFFF_FFFF_0000_0000

  /// A table with room for some texts.
  public init(room: Int = 0) {
    var size = 16
    while size < room * 2 { size *= 2 }
    slots = [UInt64](repeating: 0, count: size)
    offsets.reserveCapacity(room + 1)
  }

  /// The number of texts.
  public var count: Int { offsets.count - 1 }

  /// A text.
  public borrowing func text(of code: Int) -> String {
    String(decoding: bytes[offsets[code]..<offsets[code + 1]], as: UTF8.self)
  }

  /// The code of a text, or nil where it has none.
  public borrowing func code(of text: UnsafeBufferPointer<UInt8>) -> UInt32? {
    find(text, hash: hashUTF8(text)).code
  }

  /// The code of a text, given one now if it had none.
  public mutating func code(adding text: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let hash = hashUTF8(text)
    let (code, place) = find(text, hash: hash)
    if let code { return code }
    let added = UInt32(count)
    bytes.append(contentsOf: text)
    offsets.append(bytes.count)
    slots[place] = hash & TextTable.tagMask | UInt64(added + 1)
    if count * 2 > slots.count { grow() }
    return added
  }

  /// The dictionary of the texts.
  public consuming func finish() -> TextDictionary {
    TextDictionary(bytes: Buffer(bytes), offsets: TextOffsets(offsets))
  }

  private borrowing func find(_ text: UnsafeBufferPointer<UInt8>, hash: UInt64) -> (code: UInt32?, place: Int) {
    bytes.withUnsafeBufferPointer { bytes in
      let mask = slots.count - 1
      var place = Int(truncatingIfNeeded: hash) & mask
      while slots[place] != 0 {
        let code = UInt32(truncatingIfNeeded: slots[place]) &- 1
        if (slots[place] ^ hash) & TextTable.tagMask == 0,
          isSameText(text, bytes, offsets[Int(code)]..<offsets[Int(code) + 1])
        {
          return (code, place)
        }
        place = (place + 1) & mask
      }
      return (nil, place)
    }
  }

  private mutating func grow() {
    let size = slots.count * 2
    var larger = [UInt64](repeating: 0, count: size)
    bytes.withUnsafeBufferPointer { bytes in
      for code in 0..<count {
        let hash = hashUTF8(UnsafeBufferPointer(rebasing: bytes[offsets[code]..<offsets[code + 1]]))
        var place = Int(truncatingIfNeeded: hash) & (size - 1)
        while larger[place] != 0 { place = (place + 1) & (size - 1) }
        larger[place] = hash & TextTable.tagMask | UInt64(code + 1)
      }
    }
    slots = larger
  }
}

/// Whether a text is the one at some place among others.
func isSameText(
  _ sought: UnsafeBufferPointer<UInt8>, _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
) -> Bool {
  guard sought.count == range.count else { return false }
  var position = range.lowerBound
  for byte in sought {
    if bytes[position] != byte { return false }
    position &+= 1
  }
  return true
}

/// A hash of a text's UTF-8, the same on every machine.
func hashUTF8(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
  let bytes = UnsafeRawBufferPointer(text)
  var hash = UInt64(truncatingIfNeeded: bytes.count) &* 0x9E37_79B9_7F4A_7C15
  var offset = 0
  while offset + 8 <= bytes.count {
    hash = mixed(hash ^ UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
    offset += 8
  }
  var rest: UInt64 = 0
  while offset < bytes.count {
    rest = rest << 8 | UInt64(bytes[offset])
    offset += 1
  }
  return mixed(hash ^ rest)
}

private func mixed(_ word: UInt64) -> UInt64 {
  let product = word.multipliedFullWidth(by: 0x9FB2_1C65_1E98_DF25)
  return product.high ^ product.low
}
