/// Distinct cell texts, each with a code from 0 in order of first appearance, found by their bytes.
///
/// An open table of slots over one arena: neither finding a text nor adding one makes a string.
struct ByteDictionary {
  /// The upper half of a hash, over a code plus one; 0 where a slot is free.
  private var slots: [UInt64]
  private var hashes: [UInt64] = []
  private var places: [Place] = []
  /// The texts one after another, and behind them room for more, at least a word that reading by words may touch.
  private var arena = [UInt8](repeating: 0, count: 1 << 12)
  /// How much of the arena holds texts.
  private var used = 0

  /// Where a text stands in the arena.
  private struct Place {
    var start: Int
    var length: Int
    var range: Range<Int> { start..<start + length }
  }

  private static let tagMask: UInt64 = 0xFFFF_FFFF_0000_0000

  /// How many slots are sure to stay in the cache.
  private static let cachedSlots = 1 << 14
  // One batch's first guesses, kept so that no batch allocates.
  private var candidates: [Int] = []
  private var candidatePlaces: [Place] = []

  init() { slots = [UInt64](repeating: 0, count: 512) }

  /// How many texts there are.
  var count: Int { hashes.count }

  /// The bytes of all texts, with the range of each; the span is only good within the body.
  func withTexts(_ body: (Span<UInt8>, _ range: (Int) -> Range<Int>) -> Void) {
    body(arena.span) { places[$0].range }
  }

  /// The bytes of one text.
  func bytes(of code: Int) -> ArraySlice<UInt8> { arena[places[code].range] }

  /// The codes of many texts, each given one now if it had none.
  ///
  /// In a large dictionary every look-up misses the cache three times. Reading all the slots first, then all the places,
  /// lets the misses of one batch run side by side.
  /// - Precondition: As for `code(of:in:hash:)`, for the first `count` fields and hashes.
  mutating func appendCodes(
    of fields: [Field], hashes: [UInt64], count: Int, in bytes: Span<UInt8>, to codes: inout [UInt32]
  ) {
    guard slots.count > ByteDictionary.cachedSlots else {
      for row in 0..<count { codes.append(code(of: fields[row], in: bytes, hash: hashes[row])) }
      return
    }
    if candidates.count < count {
      candidates = [Int](repeating: 0, count: count)
      candidatePlaces = [Place](repeating: Place(start: 0, length: 0), count: count)
    }
    let mask = slots.count &- 1
    for row in 0..<count {
      let slot = slots[Int(truncatingIfNeeded: hashes[row]) & mask]
      let isMatch = (slot ^ hashes[row]) & ByteDictionary.tagMask == 0 && slot != 0
      candidates[row] = isMatch ? Int(truncatingIfNeeded: slot & ~ByteDictionary.tagMask) &- 1 : -1
    }
    for row in 0..<count where candidates[row] >= 0 { candidatePlaces[row] = places[candidates[row]] }
    for row in 0..<count {
      if candidates[row] >= 0, isText(candidatePlaces[row], equalTo: fields[row], bytes) {
        codes.append(UInt32(truncatingIfNeeded: candidates[row]))
      } else {
        codes.append(code(of: fields[row], in: bytes, hash: hashes[row]))
      }
    }
  }

  /// The code of a text, given one now if it had none.
  /// - Precondition: `hash` is `hashBytes` of the same field, and eight bytes past the field are readable.
  @inline(__always)
  mutating func code(of field: Field, in bytes: Span<UInt8>, hash: UInt64) -> UInt32 {
    let mask = slots.count &- 1
    var position = Int(truncatingIfNeeded: hash) & mask
    while true {
      let slot = slots[position]
      if slot == 0 { return insert(field, bytes, hash: hash, at: position) }
      if slot & ByteDictionary.tagMask == hash & ByteDictionary.tagMask {
        let code = Int(truncatingIfNeeded: slot & ~ByteDictionary.tagMask) &- 1
        if isText(places[code], equalTo: field, bytes) { return UInt32(truncatingIfNeeded: code) }
      }
      position = (position &+ 1) & mask
    }
  }

  @inline(__always)
  private func isText(_ place: Place, equalTo field: Field, _ bytes: Span<UInt8>) -> Bool {
    let (start, length) = (place.start, place.length)
    guard length == Int(field.length) else { return false }
    let (kept, sought) = (arena.span.bytes, bytes.bytes)
    var offset = 0
    while offset &+ 8 <= length {
      let first = kept.unsafeLoadUnaligned(fromByteOffset: start &+ offset, as: UInt64.self)
      let second = sought.unsafeLoadUnaligned(fromByteOffset: field.lowerBound &+ offset, as: UInt64.self)
      if first != second { return false }
      offset &+= 8
    }
    return lastWord(kept, from: start &+ offset, length &- offset)
      == lastWord(sought, from: field.lowerBound &+ offset, length &- offset)
  }

  @inline(never)
  private mutating func insert(_ field: Field, _ bytes: Span<UInt8>, hash: UInt64, at position: Int) -> UInt32 {
    let code = hashes.count
    precondition(code < UInt32.max - 1, "more distinct texts than codes")
    hashes.append(hash)
    let start = used
    let end = start + Int(field.length)
    if end + 8 > arena.count { arena.append(contentsOf: repeatElement(0, count: end + 8)) }
    arena.withMutableSpan { copy(bytes.extracting(field.range), to: &$0, at: start) }
    used = end
    places.append(Place(start: start, length: end - start))
    slots[position] = hash & ByteDictionary.tagMask | UInt64(code + 1)
    if hashes.count * 2 > slots.count { growSlots() }
    return UInt32(truncatingIfNeeded: code)
  }

  private mutating func growSlots() {
    slots = [UInt64](repeating: 0, count: slots.count * 4)
    let mask = slots.count - 1
    for (code, hash) in hashes.enumerated() {
      var position = Int(truncatingIfNeeded: hash) & mask
      while slots[position] != 0 { position = (position &+ 1) & mask }
      slots[position] = hash & ByteDictionary.tagMask | UInt64(code + 1)
    }
  }
}

/// A hash of a field's bytes. It is the same on every machine and in every run.
/// - Precondition: Eight bytes past the field are readable.
@inline(__always)
func hashBytes(_ bytes: Span<UInt8>, _ field: Field) -> UInt64 {
  let raw = bytes.bytes
  var hash = UInt64(truncatingIfNeeded: field.length) &* 0x9E37_79B9_7F4A_7C15
  var offset = field.lowerBound
  let end = field.upperBound
  while offset &+ 8 <= end {
    hash = mixed(hash ^ raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    offset &+= 8
  }
  return mixed(hash ^ lastWord(raw, from: offset, end &- offset))
}

/// Fewer than eight bytes as a word, the rest of it zero.
/// - Precondition: Eight bytes from the offset on are readable.
@inline(__always)
private func lastWord(_ bytes: RawSpan, from offset: Int, _ count: Int) -> UInt64 {
  guard count > 0 else { return 0 }
  return bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self) & (.max &>> UInt64(64 &- count &* 8))
}

@inline(__always)
private func mixed(_ word: UInt64) -> UInt64 {
  let product = word.multipliedFullWidth(by: 0x9FB2_1C65_1E98_DF25)
  return product.high ^ product.low
}
