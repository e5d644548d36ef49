/// The distinct texts of a column, each with a code from 0 in order of first appearance.
///
/// Texts are told apart by their UTF-8. The standard dictionary compares characters instead and so normalises every
/// Chinese text it hashes, which takes longer than reading the file that the text came from.
public struct TextDictionary: Sendable {
  /// The texts by code.
  public private(set) var texts: [String]
  /// The upper half of a text's hash over its code plus one; 0 where a slot is free. At most half of them are taken.
  private var slots: [UInt64]

  private static let tagMask: UInt64 = 0xFFFF_FFFF_0000_0000

  /// A dictionary of some texts; a repeated text keeps its first code.
  public init(_ texts: [String] = []) {
    self.texts = []
    self.texts.reserveCapacity(texts.count)
    slots = [UInt64](repeating: 0, count: TextDictionary.slotCount(for: texts.count))
    for text in texts { _ = code(adding: text) }
  }

  /// The code of a text, or nil where the column never holds it.
  public func code(of text: String) -> UInt32? {
    let slot = slots[slotIndex(of: text, hash: TextDictionary.hash(text))]
    return slot == 0 ? nil : UInt32(truncatingIfNeeded: slot & ~TextDictionary.tagMask) - 1
  }

  /// The code of a text, given one now if it had none.
  public mutating func code(adding text: String) -> UInt32 {
    let hash = TextDictionary.hash(text)
    let index = slotIndex(of: text, hash: hash)
    if slots[index] != 0 { return UInt32(truncatingIfNeeded: slots[index] & ~TextDictionary.tagMask) - 1 }
    let code = UInt32(texts.count)
    texts.append(text)
    slots[index] = hash & TextDictionary.tagMask | UInt64(code + 1)
    if texts.count * 2 > slots.count { rehash() }
    return code
  }

  /// The slot that holds a text, or the free one that would.
  private func slotIndex(of text: String, hash: UInt64) -> Int {
    let mask = slots.count - 1
    var index = Int(truncatingIfNeeded: hash) & mask
    while slots[index] != 0 {
      let slot = slots[index]
      if slot & TextDictionary.tagMask == hash & TextDictionary.tagMask,
        texts[Int(slot & ~TextDictionary.tagMask) - 1].utf8.elementsEqual(text.utf8)
      {
        break
      }
      index = (index + 1) & mask
    }
    return index
  }

  private mutating func rehash() {
    slots = [UInt64](repeating: 0, count: TextDictionary.slotCount(for: texts.count) * 2)
    let mask = slots.count - 1
    for (code, text) in texts.enumerated() {
      let hash = TextDictionary.hash(text)
      var index = Int(truncatingIfNeeded: hash) & mask
      while slots[index] != 0 { index = (index + 1) & mask }
      slots[index] = hash & TextDictionary.tagMask | UInt64(code + 1)
    }
  }

  /// A power of two of which some texts take at most half.
  private static func slotCount(for texts: Int) -> Int {
    var count = 16
    while count < texts * 2 { count *= 2 }
    return count
  }

  /// A hash of a text's UTF-8, the same on every machine.
  private static func hash(_ text: String) -> UInt64 {
    text.utf8.withContiguousStorageIfAvailable { hash(UnsafeRawBufferPointer($0)) }
      ?? Array(text.utf8).withUnsafeBytes { hash($0) }
  }

  private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: bytes.count) &* 0x9E37_79B9_7F4A_7C15
    var offset = 0
    while offset + 8 <= bytes.count {
      hash = mixed(hash ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    var rest: UInt64 = 0
    while offset < bytes.count {
      rest = rest << 8 | UInt64(bytes[offset])
      offset += 1
    }
    return mixed(hash ^ rest)
  }

  private static func mixed(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: 0x9FB2_1C65_1E98_DF25)
    return product.high ^ product.low
  }
}
