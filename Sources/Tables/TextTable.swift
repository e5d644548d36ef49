/// Texts that are given codes by their bytes, from 0 in order of first appearance: what a `TextDictionary` is made of
/// where many texts come one after another.
public struct TextTable: ~Copyable {
  private var bytes: [UInt8] = []
  /// Where each text begins, and behind the last one where it ends.
  private var offsets = [0]
  /// The upper half of a hash over a code plus one; 0 where a slot is free. At most half of them are taken.
  private var slots: [UInt64]
  /// How far a hash is shifted to give its slot: the upper bits lead there, so that a slot itself tells where it goes in
  /// a larger table.
  private var shift: UInt64

  private static let tagMask: UInt64 = 0xFFFF_FFFF_0000_0000

  /// A table with room for some texts.
  public init(room: Int = 0) {
    var size = 16
    while size < room * 2 { size *= 2 }
    slots = [UInt64](repeating: 0, count: size)
    shift = TextTable.shift(size)
    offsets.reserveCapacity(room + 1)
  }

  /// The shift that leads to one of a number of slots, a power of two up to that of the hash's upper half.
  private static func shift(_ size: Int) -> UInt64 { UInt64(64 - size.trailingZeroBitCount) }

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
    code(adding: text, hash: hashUTF8(text))
  }

  private mutating func code(adding text: UnsafeBufferPointer<UInt8>, hash: UInt64) -> UInt32 {
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

  /// The codes of texts that stand one behind another; `none` for those without one.
  /// - Parameters:
  ///   - bytes: The UTF-8 of all texts.
  ///   - offsets: Where each begins, and behind the last one where it ends.
  /// - Returns: A code, or `none`, for each text.
  public borrowing func codes(of bytes: UnsafeBufferPointer<UInt8>, offsets: ArraySlice<Int>) -> [UInt32] {
    let guesses = guess(bytes, offsets)
    return guesses.enumerated().map { index, guess in
      let text = TextTable.text(index, bytes, offsets)
      if guess.code != TextTable.none, isText(guess.code, text) { return guess.code }
      return find(text, hash: guess.hash).code ?? TextTable.none
    }
  }

  /// The codes of texts that stand one behind another, given now to those that had none.
  /// - Parameters:
  ///   - bytes: The UTF-8 of all texts.
  ///   - offsets: Where each begins, and behind the last one where it ends.
  /// - Returns: A code for each text.
  public mutating func codes(adding bytes: UnsafeBufferPointer<UInt8>, offsets: ArraySlice<Int>) -> [UInt32] {
    let guesses = guess(bytes, offsets)
    var codes: [UInt32] = []
    codes.reserveCapacity(guesses.count)
    for (index, guess) in guesses.enumerated() {
      let text = TextTable.text(index, bytes, offsets)
      let isRight = guess.code != TextTable.none && isText(guess.code, text)
      codes.append(isRight ? guess.code : code(adding: text, hash: guess.hash))
    }
    return codes
  }

  /// What stands for the code of a text that has none.
  public static let none = UInt32.max

  /// A hash with what the first slot that it leads to says.
  private struct Guess {
    var hash: UInt64
    var code: UInt32
    var start: Int
  }

  private static func text(
    _ index: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ offsets: ArraySlice<Int>
  ) -> UnsafeBufferPointer<UInt8> {
    let place = offsets.startIndex + index
    return UnsafeBufferPointer(rebasing: bytes[offsets[place]..<offsets[place + 1]])
  }

  /// Goes through many texts step by step, so that what each misses in the cache comes side by side.
  private borrowing func guess(_ bytes: UnsafeBufferPointer<UInt8>, _ offsets: ArraySlice<Int>) -> [Guess] {
    let shift = shift
    var guesses = (0..<max(0, offsets.count - 1)).map { index in
      let hash = hashUTF8(TextTable.text(index, bytes, offsets))
      let slot = slots[Int(truncatingIfNeeded: hash >> shift)]
      let isMatch = slot != 0 && (slot ^ hash) & TextTable.tagMask == 0
      return Guess(hash: hash, code: isMatch ? UInt32(truncatingIfNeeded: slot) &- 1 : TextTable.none, start: 0)
    }
    for index in guesses.indices where guesses[index].code != TextTable.none {
      guesses[index].start = self.offsets[Int(guesses[index].code)]
    }
    for index in guesses.indices where guesses[index].code != TextTable.none {
      let (start, first) = (guesses[index].start, offsets[offsets.startIndex + index])
      guard start < self.bytes.count, first < bytes.count else { continue }
      if self.bytes[start] != bytes[first] { guesses[index].code = TextTable.none }
    }
    return guesses
  }

  private borrowing func isText(_ code: UInt32, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.withUnsafeBufferPointer { isSameText(text, $0, offsets[Int(code)]..<offsets[Int(code) + 1]) }
  }

  private borrowing func find(_ text: UnsafeBufferPointer<UInt8>, hash: UInt64) -> (code: UInt32?, place: Int) {
    bytes.withUnsafeBufferPointer { bytes in
      let mask = slots.count - 1
      var place = Int(truncatingIfNeeded: hash >> shift)
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
    let (shift, mask) = (TextTable.shift(size), size - 1)
    var larger = [UInt64](repeating: 0, count: size)
    // Texts go to about where they come from, so that both tables are gone through once from end to end.
    for slot in slots where slot != 0 {
      var place = Int(truncatingIfNeeded: slot >> shift)
      while larger[place] != 0 { place = (place + 1) & mask }
      larger[place] = slot
    }
    slots = larger
    self.shift = shift
  }
}

/// Whether a text is the one at some place among others.
@inline(__always)
func isSameText(
  _ sought: UnsafeBufferPointer<UInt8>, _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
) -> Bool {
  guard sought.count == range.count else { return false }
  let (left, right) = (
    UnsafeRawBufferPointer(sought), UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[range]))
  )
  guard left.count > 16 else { return ends(left) == ends(right) }
  // Words overlap at the end, so that nothing outside of the texts is read.
  let last = left.count &- 8
  var offset = 0
  while offset < last {
    if word(left, offset) != word(right, offset) { return false }
    offset &+= 8
  }
  return word(left, last) == word(right, last)
}

/// A hash of a text's UTF-8, the same on every machine.
@inline(__always)
func hashUTF8(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
  let bytes = UnsafeRawBufferPointer(text)
  var hash = UInt64(truncatingIfNeeded: bytes.count) &* 0x9FB2_1C65_1E98_DF25
  guard bytes.count > 16 else {
    let (first, second) = ends(bytes)
    return mixed(first ^ hash, second ^ 0x9E37_79B9_7F4A_7C15)
  }
  let last = bytes.count &- 16
  var offset = 0
  while offset < last {
    hash = mixed(word(bytes, offset) ^ hash, word(bytes, offset &+ 8) ^ 0x9E37_79B9_7F4A_7C15)
    offset &+= 16
  }
  return mixed(word(bytes, last) ^ hash, word(bytes, last &+ 8) ^ 0x9E37_79B9_7F4A_7C15)
}

/// All of at most 16 bytes in two words, which overlap where there are fewer.
@inline(__always)
private func ends(_ bytes: UnsafeRawBufferPointer) -> (UInt64, UInt64) {
  let count = bytes.count
  if count >= 8 { return (word(bytes, 0), word(bytes, count &- 8)) }
  if count >= 4 {
    return (
      UInt64(UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self))),
      UInt64(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)))
    )
  }
  guard count > 0 else { return (0, 0) }
  return (UInt64(bytes[0]) | UInt64(bytes[count / 2]) &<< 8 | UInt64(bytes[count &- 1]) &<< 16, 0)
}

/// - Precondition: Eight bytes from the offset on belong to the text.
@inline(__always)
private func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
  UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
}

@inline(__always)
private func mixed(_ first: UInt64, _ second: UInt64) -> UInt64 {
  let product = first.multipliedFullWidth(by: second)
  return product.high ^ product.low
}
