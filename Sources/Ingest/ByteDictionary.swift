/// Distinct cell texts, each with a code from 0 in order of first appearance, found by their bytes.
///
/// An open table of slots over one arena: neither finding a text nor adding one makes a string.
struct ByteDictionary {
  /// The upper half of a hash, over a code plus one; 0 where a slot is free. At most half of them are taken.
  private var slots = largeArray(of: UInt64(0), count: 512)
  private var places: [Place] = []
  /// The texts one after another, and behind them room for more: at least a word, which reading by words may touch.
  private var arena = largeArray(of: UInt8(0), count: 1 << 12)
  /// How much of the arena holds texts.
  private var used = 0
  /// One batch's guesses, kept so that no batch allocates.
  private var guesses: [Guess] = []

  /// Where a text stands in the arena.
  private struct Place {
    var start: Int
    var length: Int32
    var range: Range<Int> { start..<start + Int(length) }
  }

  /// What the first slot that a hash leads to says of a cell: its code, if it has one already.
  private struct Guess {
    var code: UInt32
    var place: Place
    static let none = Guess(code: .max, place: Place(start: 0, length: 0))
  }

  private static let tagMask: UInt64 = 0xFFFF_FFFF_0000_0000
  /// How many slots are sure to stay in the cache.
  private static let cachedSlots = 1 << 13

  /// How many texts there are.
  var count: Int { places.count }

  /// The bytes of all texts, with the range of each; the span is only good within the body.
  func withTexts(_ body: (Span<UInt8>, _ range: (Int) -> Range<Int>) -> Void) {
    body(arena.span) { places[$0].range }
  }

  /// The bytes of one text.
  func bytes(of code: Int) -> ArraySlice<UInt8> { arena[places[code].range] }

  /// The code of a text, given one now if it had none.
  /// - Precondition: `hash` is `hashBytes` of the same field, and eight bytes past the field are readable.
  @inline(__always)
  mutating func code(of field: Field, in bytes: Span<UInt8>, hash: UInt64) -> UInt32 {
    let mask = slots.count &- 1
    var position = Int(truncatingIfNeeded: hash) & mask
    while true {
      let slot = slots[position]
      if slot == 0 { return insert(field, bytes, hash: hash, at: position) }
      if (slot ^ hash) & ByteDictionary.tagMask == 0 {
        let code = UInt32(truncatingIfNeeded: slot) &- 1
        if isText(places[Int(code)], equalTo: field, bytes) { return code }
      }
      position = (position &+ 1) & mask
    }
  }

  @inline(__always)
  private func isText(_ place: Place, equalTo field: Field, _ bytes: Span<UInt8>) -> Bool {
    guard place.length == field.length else { return false }
    let (kept, sought) = (arena.span.bytes, bytes.bytes)
    let length = Int(field.length)
    var offset = 0
    while offset &+ 8 <= length {
      let first = kept.unsafeLoadUnaligned(fromByteOffset: place.start &+ offset, as: UInt64.self)
      let second = sought.unsafeLoadUnaligned(fromByteOffset: field.lowerBound &+ offset, as: UInt64.self)
      if first != second { return false }
      offset &+= 8
    }
    return lastWord(kept, from: place.start &+ offset, length &- offset)
      == lastWord(sought, from: field.lowerBound &+ offset, length &- offset)
  }

  @inline(never)
  private mutating func insert(_ field: Field, _ bytes: Span<UInt8>, hash: UInt64, at position: Int) -> UInt32 {
    let code = places.count
    precondition(code < UInt32.max - 1, "more distinct texts than codes")
    let place = Place(start: used, length: field.length)
    used += Int(field.length)
    if used + 8 > arena.count { arena = largeArray(of: 0, count: max(arena.count, used) * 2, beginningWith: arena) }
    arena.withMutableSpan { copy(bytes.extracting(field.range), to: &$0, at: place.start) }
    places.append(place)
    slots[position] = hash & ByteDictionary.tagMask | UInt64(code + 1)
    if places.count * 2 > slots.count { growSlots() }
    return UInt32(truncatingIfNeeded: code)
  }

  private mutating func growSlots() {
    slots = largeArray(of: 0, count: slots.count * 4)
    let mask = slots.count - 1
    for code in places.indices {
      let hash = hashBytes(arena.span, from: places[code].start, Int(places[code].length))
      var position = Int(truncatingIfNeeded: hash) & mask
      while slots[position] != 0 { position = (position &+ 1) & mask }
      slots[position] = hash & ByteDictionary.tagMask | UInt64(code + 1)
    }
  }
}

extension ByteDictionary {
  /// The codes of many texts, each given one now if it had none.
  ///
  /// In a large dictionary every look-up misses the cache three times: at the slot, the place and the text. Going through
  /// a whole batch step by step lets its misses run side by side.
  /// - Precondition: As for `code(of:in:hash:)`, for the first `count` fields and hashes.
  mutating func appendCodes(
    of fields: [Field], hashes: [UInt64], count: Int, in bytes: Span<UInt8>, to codes: inout [UInt32]
  ) {
    guard slots.count > ByteDictionary.cachedSlots else {
      for row in 0..<count { codes.append(code(of: fields[row], in: bytes, hash: hashes[row])) }
      return
    }
    guess(hashes, count: count)
    checkBeginnings(fields, count: count, in: bytes)
    for row in 0..<count {
      let guess = guesses[row]
      let isRight = guess.code != .max && isText(guess.place, equalTo: fields[row], bytes)
      codes.append(isRight ? guess.code : code(of: fields[row], in: bytes, hash: hashes[row]))
    }
  }

  private mutating func guess(_ hashes: [UInt64], count: Int) {
    if guesses.count < count { guesses = [Guess](repeating: .none, count: count) }
    let mask = slots.count &- 1
    for row in 0..<count {
      let slot = slots[Int(truncatingIfNeeded: hashes[row]) & mask]
      let isMatch = slot != 0 && (slot ^ hashes[row]) & ByteDictionary.tagMask == 0
      guesses[row].code = isMatch ? UInt32(truncatingIfNeeded: slot) &- 1 : .max
    }
    for row in 0..<count where guesses[row].code != .max { guesses[row].place = places[Int(guesses[row].code)] }
  }

  /// Drops the guesses whose first bytes differ from the cell's.
  private mutating func checkBeginnings(_ fields: [Field], count: Int, in bytes: Span<UInt8>) {
    for row in 0..<count where guesses[row].code != .max {
      if !beginsAlike(guesses[row].place, fields[row], bytes) { guesses[row].code = .max }
    }
  }

  @inline(__always)
  private func beginsAlike(_ place: Place, _ field: Field, _ bytes: Span<UInt8>) -> Bool {
    lastWord(arena.span.bytes, from: place.start, min(8, Int(place.length)))
      == lastWord(bytes.bytes, from: field.lowerBound, min(8, Int(field.length)))
  }
}

/// A hash of a field's bytes. It is the same on every machine and in every run.
/// - Precondition: Eight bytes past the field are readable.
@inline(__always)
func hashBytes(_ bytes: Span<UInt8>, _ field: Field) -> UInt64 {
  hashBytes(bytes, from: field.lowerBound, Int(field.length))
}

/// A hash of a field's bytes and of what was hashed before.
/// - Precondition: Eight bytes past the field are readable.
@inline(__always)
func hashBytes(_ bytes: Span<UInt8>, _ field: Field, after before: UInt64) -> UInt64 {
  mixed(before ^ hashBytes(bytes, field))
}

@inline(__always)
private func hashBytes(_ bytes: Span<UInt8>, from start: Int, _ length: Int) -> UInt64 {
  let raw = bytes.bytes
  var hash = UInt64(truncatingIfNeeded: length) &* 0x9E37_79B9_7F4A_7C15
  var offset = start
  let end = start &+ length
  while offset &+ 8 <= end {
    hash = mixed(hash ^ raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    offset &+= 8
  }
  return mixed(hash ^ lastWord(raw, from: offset, end &- offset))
}

/// At most eight bytes as a word, the rest of it zero.
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
