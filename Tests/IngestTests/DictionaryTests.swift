import Tables
import Testing
import Values

@testable import Ingest

@Suite("Dictionaries") struct DictionaryTests {
  static let texts = (0..<20_000).map { number in
    // Lengths around the words in which bytes are compared, and texts that differ in their last byte alone.
    String(repeating: "某", count: number % 9) + String(repeating: "x", count: number % 8) + "\(number)"
  }

  @Test("A byte dictionary gives each text one code, whether cells come one by one or in batches")
  func byteDictionary() {
    var (single, batched) = (ByteDictionary(), ByteDictionary())
    var batchedCodes: [UInt32] = []
    for round in 0..<2 {
      for start in stride(from: 0, to: Self.texts.count, by: RowBatch.capacity) {
        let part = Self.texts[start..<min(start + RowBatch.capacity, Self.texts.count)]
        let (bytes, fields) = cells(Array(part))
        let hashes = fields.map { hashBytes(bytes.span, $0) }
        for row in fields.indices {
          let code = single.code(of: fields[row], in: bytes.span, hash: hashes[row])
          #expect(code == UInt32(start + row))
        }
        var codes = [UInt32](repeating: 0, count: fields.count)
        batched.findCodes(of: fields, hashes: hashes, count: fields.count, in: bytes.span, into: &codes)
        batchedCodes += codes
      }
      #expect(batchedCodes.count == Self.texts.count * (round + 1))
    }
    #expect(batchedCodes == (0..<UInt32(Self.texts.count * 2)).map { $0 % UInt32(Self.texts.count) })
    #expect(single.count == Self.texts.count)
    #expect(String(decoding: batched.bytes(of: 19_999), as: UTF8.self) == Self.texts[19_999])
  }

  @Test("Texts that say nothing get no code, however often they come and however the table grows")
  func silence() {
    var dictionary = ByteDictionary(.nullWords)
    var expected: [UInt32] = []
    var found: [UInt32] = []
    for start in stride(from: 0, to: Self.texts.count, by: 1_000) {
      let part = ["", "暂无", "null", "--"] + Self.texts[start..<start + 1_000] + ["", "－－", "NULL"]
      let (bytes, fields) = cells(part)
      var codes = [UInt32](repeating: 0, count: part.count)
      dictionary.findCodes(
        of: fields, hashes: fields.map { hashBytes(bytes.span, $0) }, count: part.count, in: bytes.span, into: &codes)
      found += codes
      let blank = ByteDictionary.blank
      expected += [blank, blank, blank, blank] + (start..<start + 1_000).map { UInt32($0) } + [blank, blank, blank]
      if start == 3_000 { dictionary.reserve(rows: Self.texts.count, seen: found.count) }
    }
    #expect(found == expected)
    #expect(dictionary.finish().texts == Self.texts)
    var plain = ByteDictionary(.empty)
    let (bytes, fields) = cells(["", "null", "", "null"])
    var codes = [UInt32](repeating: 9, count: 4)
    plain.findCodes(
      of: fields, hashes: fields.map { hashBytes(bytes.span, $0) }, count: 4, in: bytes.span, into: &codes)
    #expect(codes == [ByteDictionary.blank, 0, ByteDictionary.blank, 0])
  }

  @Test(
    "Where nearly every text is new, repeats get the code of the first one, however late they come",
    arguments: [1, 2, 3], [0, 3, 50])
  func newcomers(threads: Int, repeatsPerHundred: Int) {
    defer { Threads.use(0) }
    Threads.use(threads)
    // A head without repeats, so that all are taken for new, then now and then a text from anywhere before, one like the
    // one before it, or none.
    let texts = (0..<120_000).map { number -> String in
      let draw = number * 7_919 % 100
      guard number > 10_000 else { return Self.texts[number] }
      if draw < repeatsPerHundred { return Self.text(number * 31 % number) }
      return draw == 99 ? "暂无" : Self.text(draw == 98 ? number - 1 : number)
    }
    let expected = codes(texts)
    var dictionary = ByteDictionary(.nullWords)
    var found: [UInt32] = []
    var hasGivenUp = false
    for start in stride(from: 0, to: texts.count, by: 1_000) {
      found += codes(texts[start..<start + 1_000], in: &dictionary)
      if start == 8_000 { dictionary.reserve(rows: texts.count * 2, seen: found.count) }
      if dictionary.isDueForSearch, let map = dictionary.settle(dictionary.repeats(), isFinal: false) {
        found = found.map { $0 == ByteDictionary.blank ? $0 : map[Int($0)] }
        hasGivenUp = true
      }
    }
    let map = dictionary.settle(dictionary.repeats(), isFinal: true)
    found = found.map { $0 == ByteDictionary.blank ? $0 : map?[Int($0)] ?? $0 }
    #expect(found == expected.codes)
    #expect(dictionary.finish().texts == expected.texts)
    #expect(hasGivenUp == (repeatsPerHundred == 50))
  }

  @Test("Texts of one hash are told apart by their bytes, and repeats found among any number of them")
  func repeats() {
    for count in [0, 1, 5, 40_000, 300_000] {
      var finder = RepeatFinder(expected: count / 2)
      // Every seventh text is like the one seven before it, and every eleventh only has the hash of another.
      let texts = (0..<count).map { $0 % 7 == 6 && $0 > 6 ? $0 / 7 : $0 + count }
      for text in texts {
        let hashed = text % 11 == 0 ? text / 2 : text
        finder.append(hash: UInt64(hashed) &* 0x9FB2_1C65_1E98_DF25)
      }
      var firsts: [Int: UInt32] = [:]
      var expected: [RepeatFinder.Repeat] = []
      for (code, text) in texts.enumerated() {
        if let first = firsts[text] {
          expected.append(RepeatFinder.Repeat(code: UInt32(code), first: first))
        } else {
          firsts[text] = UInt32(code)
        }
      }
      #expect(finder.repeats { texts[Int($0)] == texts[Int($1)] } == expected)
    }
  }

  @Test("Texts of every length up to 70 bytes are told apart by any one byte", arguments: 0...70)
  func oneByte(length: Int) {
    let plain = [UInt8](repeating: 0x61, count: length)
    var all = plain
    var fields = [Field(0..<length)]
    for place in 0..<length {
      var other = plain
      other[place] = 0x62
      fields.append(Field(all.count..<all.count + length))
      all += other
    }
    let hashes = fields.map { hashBytes(all.span, $0) }
    #expect(Set(hashes).count == fields.count)
    for (index, field) in fields.enumerated() {
      let same = isSame(all.span.bytes, 0, all.span.bytes, field.lowerBound, length)
      #expect(same == (index == 0))
    }
    var dictionary = ByteDictionary()
    // With one hash for all, only the bytes tell them apart.
    let codes = fields.map { dictionary.code(of: $0, in: all.span, hash: 7) }
    #expect(codes == fields.indices.map { UInt32($0) })
  }

  @Test("Places of texts go on past four gigabytes")
  func largePlaces() {
    var places = TextPlaces()
    let ends = [5, 1 << 32 - 1, 1 << 32, 1 << 32 + 7, 5 << 32 + 3, 5 << 32 + 4]
    for end in ends { places.append(end: end) }
    #expect((0..<ends.count).map { places.range(of: $0).upperBound } == ends)
    #expect(places.range(of: 0) == 0..<5)
    let offsets = places.finish()
    #expect((0...ends.count).map { offsets[$0] } == [0] + ends)
  }

  @Test("Texts are taken away from among others, with gaps anywhere and past four gigabytes")
  func removedPlaces() {
    var generator = SeededGenerator(state: 5)
    for round in 0..<400 {
      let count = Int.random(in: 1...12, using: &generator)
      let lengths = (0..<count).map { _ in
        round % 2 == 0 ? Int.random(in: 0...9, using: &generator) : Int.random(in: 0...3 << 31, using: &generator)
      }
      var places = TextPlaces()
      var end = 0
      for length in lengths {
        end += length
        places.append(end: end)
      }
      let gaps = (0..<count).filter { _ in Int.random(in: 0..<3, using: &generator) == 0 }
      let kept = (0..<count).filter { !gaps.contains($0) }
      let former = kept.map { places.range(of: $0) }
      var moved: [Int: Int] = [:]
      places.remove(gaps) { place, start in moved[place.lowerBound] = start }
      #expect(places.count == kept.count)
      var start = 0
      for (text, place) in former.enumerated() {
        #expect(places.range(of: text) == start..<start + place.count)
        // Texts of no length may begin at one place.
        if place.count > 0, kept[text] > gaps.first ?? count { #expect(moved[place.lowerBound] == start) }
        start += place.count
      }
    }
  }

  @Test("Changing one dictionary leaves its copies as they were")
  func copies() {
    var original = ByteDictionary()
    let (bytes, fields) = cells(["a", "b", "c"])
    _ = original.code(of: fields[0], in: bytes.span, hash: hashBytes(bytes.span, fields[0]))
    var copy = original
    #expect(copy.code(of: fields[1], in: bytes.span, hash: hashBytes(bytes.span, fields[1])) == 1)
    #expect(original.count == 1)
    #expect(original.code(of: fields[2], in: bytes.span, hash: hashBytes(bytes.span, fields[2])) == 1)
    #expect(String(decoding: copy.bytes(of: 1), as: UTF8.self) == "b")
    #expect(ByteDictionary().count == 0)
  }

  @Test("A text dictionary finds every text, keeps first codes, and knows no other")
  func textDictionary() {
    var dictionary = TextDictionary(Self.texts + Self.texts.prefix(10))
    #expect(dictionary.texts == Self.texts)
    let copy = dictionary
    #expect(dictionary.code(adding: "new") == 20_000)
    #expect(dictionary.code(adding: "new") == 20_000)
    #expect(copy.code(of: "new") == nil)
    #expect(Self.texts.indices.allSatisfy { dictionary.code(of: Self.texts[$0]) == UInt32($0) })
    #expect(TextDictionary().code(of: "") == nil)
    #expect(TextDictionary(["", "\0"]).code(of: "\0") == 1)
  }

  @Test("Texts of the same look in other bytes are texts of their own")
  func bytesDecide() {
    let dictionary = TextDictionary(["\u{E9}", "e\u{301}", "\u{8C48}", "\u{F900}"])
    #expect(dictionary.texts.count == 4)
    #expect(dictionary.code(of: "e\u{301}") == 1)
    #expect(dictionary.code(of: "\u{F900}") == 3)
  }

  private static func text(_ number: Int) -> String {
    number < texts.count ? texts[number] : "（2022）苏0115执\(number)号"
  }

  /// The codes of texts by a dictionary of the standard library; those that say nothing have none.
  private func codes(_ texts: [String]) -> (codes: [UInt32], texts: [String]) {
    var (known, all) = ([String: UInt32](), [String]())
    let codes = texts.map { text -> UInt32 in
      if text == "暂无" { return ByteDictionary.blank }
      if let code = known[text] { return code }
      known[text] = UInt32(all.count)
      all.append(text)
      return UInt32(all.count - 1)
    }
    return (codes, all)
  }

  private func codes(_ texts: ArraySlice<String>, in dictionary: inout ByteDictionary) -> [UInt32] {
    let (bytes, fields) = cells(Array(texts))
    var codes = [UInt32](repeating: 0, count: fields.count)
    dictionary.findCodes(
      of: fields, hashes: fields.map { hashBytes(bytes.span, $0) }, count: fields.count, in: bytes.span, into: &codes)
    return codes
  }

  /// Texts one after another.
  private func cells(_ texts: [String]) -> ([UInt8], [Field]) {
    var bytes: [UInt8] = []
    let fields = texts.map { text in
      let start = bytes.count
      bytes += Array(text.utf8)
      return Field(start..<bytes.count)
    }
    return (bytes, fields)
  }
}
