import Tables

/// Distinct cell texts, each with a code from 0 in order of first appearance, found by their bytes.
///
/// An open table of slots over one arena: neither finding a text nor adding one makes a string. The arena and its
/// offsets are what a `TextDictionary` is made of, so nothing is copied at the end.
struct ByteDictionary {
  /// Which texts say nothing and so get no code.
  enum Silence {
    /// Every text says something, the empty one too.
    case none
    /// Only the empty one says nothing.
    case empty
    /// The empty one and the words for nothing.
    case nullWords
  }

  /// What stands in a code's place for a text that says nothing.
  static let blank = UInt32.max - 1

  private let silence: Silence
  /// The upper half of a hash over a code plus one; 0 where a slot is free. At most two thirds of them are taken.
  private var slots = largeArray(of: UInt64(0), count: 256)
  private var taken = 0
  /// The texts one after another.
  private var arena: [UInt8] = []
  private var places = TextPlaces()
  /// How many cells were looked up, and how many will be if the rest of the file is like its beginning.
  private var (seen, expected) = (0, 0)
  /// The cell that was looked up last, and how many were unlike the one before.
  private var last: (hash: UInt64, code: UInt32) = (0, .max)
  private var changes = 0
  /// Where nearly every text is new: each is taken for new, in place of the slots, until repeats are sought.
  private var newcomers: RepeatFinder?
  /// How many texts there are when repeats are sought next.
  private var nextSearch = 0
  /// Guesses, kept so that no batch allocates.
  private var guesses: [Guess] = []

  /// What the first slot that a hash leads to says of a cell: a code, or `max`, and where its text begins.
  private struct Guess {
    var code: UInt32
    var start: Int
    static let none = Guess(code: .max, start: 0)
  }

  private static let tagMask: UInt64 = 0xFFFF_FFFF_0000_0000

  /// How many slots are sure to stay in the cache.
  private static let cachedSlots = 1 << 13

  /// How many texts are looked up side by side: what a look at each brings stays in the nearest cache.
  private static let sideBySide = 256

  init(_ silence: Silence = .none) { self.silence = silence }

  /// How many texts there are, those that say nothing aside.
  var count: Int { places.count }

  /// The bytes of one text.
  func bytes(of code: Int) -> ArraySlice<UInt8> { arena[places.range(of: code)] }

  /// Calls the body with one text's bytes among others; the span is only good within it.
  func withBytes<Result>(of code: Int, _ body: (Span<UInt8>, Range<Int>) -> Result) -> Result {
    body(arena.span, places.range(of: code))
  }

  /// The texts as a dictionary of their own.
  func finish() -> TextDictionary { TextDictionary(bytes: Buffer(arena), offsets: places.finish()) }

  /// Makes room for all texts of a column of which a part was added.
  /// - Parameters:
  ///   - rows: How many rows the column will have.
  ///   - seen: How many it has so far.
  mutating func reserve(rows: Int, seen: Int) {
    (self.seen, expected) = (seen, rows)
    // Where few rows bring a new text, those to come will bring fewer.
    guard seen > 0, rows > seen, count * 8 > seen else { return }
    // Room that is never filled takes no memory.
    arena.reserveCapacity(min(grown(arena.count), 1 << 30))
    places.reserve(min(grown(count), 1 << 28))
    if count * 16 > changes * 15, grown(count) > ByteDictionary.cachedSlots * 8 {
      takeAllForNew()
    } else {
      // Slots do: the rest of a large file may be unlike its beginning, so past some they grow as they are filled.
      growSlots(to: min(grown(taken), 1 << 21) * 8 / 5)
    }
  }

  /// What a number will grow to by the end of the file if it goes on growing as it did.
  private func grown(_ number: Int) -> Int {
    expected > seen ? Int(Double(number) * Double(expected) / Double(max(1, seen))) + 1 : number
  }

  /// The code of a text, given one now if it had none.
  /// - Precondition: `hash` is `hashBytes` of the same field.
  @inline(__always)
  mutating func code(of field: Field, in bytes: Span<UInt8>, hash: UInt64) -> UInt32 {
    var position = ByteDictionary.place(of: hash, among: slots.count)
    while true {
      let slot = slots[position]
      if slot == 0 { return insert(field, bytes, hash: hash, at: position) }
      if (slot ^ hash) &>> 32 == 0 {
        let code = UInt32(truncatingIfNeeded: slot) &- 1
        if isText(code, equalTo: field, bytes) { return code }
      }
      position &+= 1
      if position == slots.count { position = 0 }
    }
  }

  /// Where a text is looked for first: what a slot keeps of the hash tells it, so that slots are moved without a look at
  /// the texts, and in their order.
  @inline(__always)
  private static func place(of hash: UInt64, among slotCount: Int) -> Int {
    Int(truncatingIfNeeded: ((hash &>> 32) &* UInt64(truncatingIfNeeded: slotCount)) &>> 32)
  }

  @inline(__always)
  private func isText(_ code: UInt32, equalTo field: Field, _ bytes: Span<UInt8>) -> Bool {
    if code == ByteDictionary.blank { return isBlank(bytes, field) }
    let place = places.range(of: Int(code))
    guard place.count == Int(field.length) else { return false }
    return isSame(arena.span.bytes, place.lowerBound, bytes.bytes, field.lowerBound, Int(field.length))
  }

  @inline(never)
  private mutating func insert(_ field: Field, _ bytes: Span<UInt8>, hash: UInt64, at position: Int) -> UInt32 {
    let code = isBlank(bytes, field) ? ByteDictionary.blank : addText(field, bytes)
    slots[position] = hash & ByteDictionary.tagMask | UInt64(code &+ 1)
    taken += 1
    if taken * 3 > slots.count * 2 { growSlots(to: min(max(slots.count * 2, grown(taken) * 8 / 5), slots.count * 8)) }
    return code
  }

  @inline(__always)
  private mutating func addText(_ field: Field, _ bytes: Span<UInt8>) -> UInt32 {
    let code = count
    precondition(code < Int(ByteDictionary.blank), "more distinct texts than codes")
    bytes.extracting(field.range).withUnsafeBufferPointer { arena.append(contentsOf: $0) }
    places.append(end: arena.count)
    return UInt32(truncatingIfNeeded: code)
  }

  private func isBlank(_ bytes: Span<UInt8>, _ field: Field) -> Bool {
    switch silence {
    case .none: false
    case .empty: field.length == 0
    case .nullWords: field.length == 0 || NullWords.isNothing(bytes, field.range)
    }
  }

  private mutating func growSlots(to count: Int) {
    guard count > slots.count else { return }
    var larger = largeArray(of: UInt64(0), count: count)
    larger.withMutableSpan { larger in
      for slot in slots where slot != 0 { ByteDictionary.put(slot, into: &larger) }
    }
    slots = larger
  }

  /// Puts a slot where its hash leads, or into the next one that is free.
  @inline(__always)
  private static func put(_ slot: UInt64, into slots: inout MutableSpan<UInt64>) {
    var position = place(of: slot, among: slots.count)
    while slots[position] != 0 {
      position &+= 1
      if position == slots.count { position = 0 }
    }
    slots[position] = slot
  }
}

extension ByteDictionary {
  /// The codes of many texts, each given one now if it had none; `blank` for those that say nothing.
  ///
  /// In a large dictionary every look-up misses the cache three times: at the slot, the place and the text. Going through
  /// some dozens of texts step by step lets their misses run side by side.
  /// - Precondition: As for `code(of:in:hash:)`, for the first `count` fields and hashes; there is room for the codes.
  mutating func findCodes(
    of fields: [Field], hashes: [UInt64], count: Int, in bytes: Span<UInt8>, into codes: inout [UInt32]
  ) {
    seen += count
    guard newcomers == nil else { return takeForNew(fields, hashes, count, bytes, &codes) }
    if expected == 0 { countChanges(hashes.span.extracting(first: count)) }
    guard slots.count > ByteDictionary.cachedSlots else {
      codes.withMutableSpan { codes in
        for row in 0..<count { codes[row] = code(of: fields[row], in: bytes, hash: hashes[row]) }
      }
      return
    }
    if guesses.isEmpty { guesses = [Guess](repeating: .none, count: ByteDictionary.sideBySide) }
    var first = 0
    while first < count {
      let rows = first..<min(first + ByteDictionary.sideBySide, count)
      guess(fields.span.extracting(rows), hashes.span.extracting(rows), in: bytes)
      for row in rows {
        let guess = guesses[row &- first].code
        let isRight = guess != .max && isText(guess, equalTo: fields[row], bytes)
        codes[row] = isRight ? guess : code(of: fields[row], in: bytes, hash: hashes[row])
      }
      first = rows.upperBound
    }
  }

  /// For each cell the code that the first slot of its hash tells, if the text of that code begins like the cell.
  private mutating func guess(_ fields: Span<Field>, _ hashes: Span<UInt64>, in bytes: Span<UInt8>) {
    // Taken out, so that the rest can be read while it is written.
    var guesses: [Guess] = []
    swap(&guesses, &self.guesses)
    guesses.withMutableSpan { guesses in
      let slots = slots.span
      for row in 0..<fields.count {
        let slot = slots[ByteDictionary.place(of: hashes[row], among: slots.count)]
        let isMatch = slot != 0 && (slot ^ hashes[row]) &>> 32 == 0
        guesses[row].code = isMatch ? UInt32(truncatingIfNeeded: slot) &- 1 : .max
      }
      for row in 0..<fields.count where guesses[row].code < ByteDictionary.blank {
        guesses[row].start = places.start(of: Int(guesses[row].code))
      }
      let arena = arena.span
      for row in 0..<fields.count where guesses[row].code < ByteDictionary.blank && fields[row].length > 0 {
        let start = guesses[row].start
        if start >= arena.count || arena[start] != bytes[fields[row].lowerBound] { guesses[row].code = .max }
      }
    }
    swap(&guesses, &self.guesses)
  }
}

// Where nearly every text is new, repeats are sought afterwards.
extension ByteDictionary {
  private mutating func countChanges(_ hashes: Span<UInt64>) {
    for row in 0..<hashes.count {
      changes &+= hashes[row] == last.hash ? 0 : 1
      last.hash = hashes[row]
    }
  }

  private mutating func takeAllForNew() {
    var newcomers = RepeatFinder(expected: grown(count))
    for code in 0..<count { newcomers.append(hash: hash(of: code)) }
    self.newcomers = newcomers
    nextSearch = max(count, ByteDictionary.cachedSlots) * 4
    slots = []
    last = (0, .max)
  }

  private func hash(of code: Int) -> UInt64 {
    let place = places.range(of: code)
    return hashBytes(arena.span, from: place.lowerBound, place.count)
  }

  /// Gives each text a code of its own, those aside that say nothing or repeat the one before.
  private mutating func takeForNew(
    _ fields: [Field], _ hashes: [UInt64], _ count: Int, _ bytes: Span<UInt8>, _ codes: inout [UInt32]
  ) {
    // Taken out, so that it is changed where it stands.
    var newcomers: RepeatFinder?
    swap(&newcomers, &self.newcomers)
    codes.withMutableSpan { codes in
      for row in 0..<count {
        let (field, hash) = (fields[row], hashes[row])
        if hash != last.hash || last.code == .max || !isText(last.code, equalTo: field, bytes) {
          last.hash = hash
          if isBlank(bytes, field) {
            last.code = ByteDictionary.blank
          } else {
            last.code = addText(field, bytes)
            newcomers?.append(hash: hash)
          }
        }
        codes[row] = last.code
      }
    }
    self.newcomers = newcomers
  }

  /// Whether it is time to seek repeats among texts that were all taken for new: that is done now and then, so that many
  /// of them don't go unseen to the end.
  var isDueForSearch: Bool { newcomers != nil && count >= nextSearch }

  /// Seeks repeats where all texts were taken for new.
  func repeats() -> [RepeatFinder.Repeat] {
    let (arena, places) = (arena, places)
    return newcomers?.repeats { one, other in
      let (one, other) = (places.range(of: Int(one)), places.range(of: Int(other)))
      return one.count == other.count
        && isSame(arena.span.bytes, one.lowerBound, arena.span.bytes, other.lowerBound, one.count)
    } ?? []
  }

  /// Heeds repeats that were found: always where no more texts come, else only where they are many, and then texts are
  /// looked up from now on.
  /// - Returns: For each code that was given the one that stands now; nil where none is heeded.
  mutating func settle(_ repeats: [RepeatFinder.Repeat], isFinal: Bool) -> [UInt32]? {
    nextSearch = count * 4
    guard isFinal || repeats.count * 8 > count, var finder = newcomers.take() else { return nil }
    last = (0, .max)
    let codes = finder.takeCodes(without: repeats)
    remove(repeats)
    if !isFinal { fillSlots() }
    return codes
  }

  /// Closes the gaps that repeats leave.
  private mutating func remove(_ repeats: [RepeatFinder.Repeat]) {
    arena.withUnsafeMutableBytes { arena in
      places.remove(repeats.lazy.map { Int($0.code) }) { place, start in
        UnsafeMutableRawBufferPointer(rebasing: arena[start..<start + place.count]).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: arena[place]))
      }
    }
    arena.removeLast(arena.count - places.start(of: count))
  }

  private mutating func fillSlots() {
    taken = count
    var filled = largeArray(of: UInt64(0), count: max(256, grown(count) * 8 / 5))
    filled.withMutableSpan { filled in
      for code in 0..<count {
        ByteDictionary.put(hash(of: code) & ByteDictionary.tagMask | UInt64(code + 1), into: &filled)
      }
    }
    slots = filled
  }
}
