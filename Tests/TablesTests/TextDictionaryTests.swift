// swift-format-ignore-file: NeverForceUnwrap, NeverUseForceTry

import Tables
import Testing

@Suite("Dictionaries of texts") struct TextDictionaryTests {
  @Test("Each text has the code of its first appearance", arguments: [0, 1, 8, 9, 1000])
  func codes(count: Int) {
    let texts = (0..<count).map { "文本\($0)" }
    var dictionary = TextDictionary(texts + texts)
    #expect(dictionary.texts == texts)
    #expect(texts.enumerated().allSatisfy { dictionary.code(of: $1) == UInt32($0) })
    #expect(dictionary.code(of: "没有") == nil)
    #expect(dictionary.code(adding: "没有") == UInt32(count))
    #expect(dictionary.code(adding: "没有") == UInt32(count))
    #expect(dictionary.count == count + 1)
  }

  @Test("Texts are told apart by their bytes, not by what they look like")
  func bytes() {
    let dictionary = TextDictionary(["\u{E9}", "e\u{301}", ""])
    #expect(dictionary.texts.count == 3)
    #expect(dictionary.code(of: "e\u{301}") == 1)
    #expect(dictionary.code(of: "") == 2)
  }

  @Test("A large dictionary finds the same codes before and after it has an index")
  func searching() {
    let texts = (0..<10_000).map { "\($0 * 31)" }
    let built = arena(texts)
    for number in stride(from: 0, to: 10_000, by: 499) {
      #expect(built.code(of: texts[number]) == UInt32(number))
      #expect(built.code(of: "-\(number)") == nil)
    }
  }

  @Test("Adding to a copy leaves the other as it was, whichever has an index")
  func copies() {
    let original = arena((0..<20).map { "甲\($0)" })
    var (first, second) = (original, original)
    #expect(first.code(adding: "x") == 20)
    #expect(second.code(adding: "y") == 20)
    #expect(first.code(of: "y") == nil && second.code(of: "x") == nil && original.code(of: "x") == nil)
    #expect(original.count == 20 && first.text(of: 20) == "x" && second.text(of: 20) == "y")
    #expect(first.code(adding: "甲7") == 7)
  }

  @Test("Random texts behave as in a dictionary of the language's own", arguments: 1...8)
  func model(seed: Int) {
    var dice = Dice(seed)
    var dictionary = TextDictionary()
    var model: [[UInt8]: UInt32] = [:]
    let letters = ["a", "b", "甲", "é", "\0"]
    for _ in 0..<3000 {
      let text = (0..<Int.random(in: 0..<6, using: &dice)).map { _ in letters.randomElement(using: &dice)! }.joined()
      let known = model[Array(text.utf8)]
      #expect(dictionary.code(of: text) == known)
      let code = dictionary.code(adding: text)
      #expect(code == known ?? UInt32(model.count))
      model[Array(text.utf8)] = code
    }
    #expect(dictionary.count == model.count)
    #expect(model.allSatisfy { dictionary.text(of: Int($1)).utf8.elementsEqual($0) })
  }

  @Test("A table of texts gives the codes that its dictionary has")
  func table() {
    let texts = (0..<3000).map { "\($0 % 1000)号" }
    var table = TextTable()
    let codes = texts.map { Array($0.utf8).withUnsafeBufferPointer { table.code(adding: $0) } }
    #expect(codes == (0..<3000).map { UInt32($0 % 1000) })
    #expect(Array("7号".utf8).withUnsafeBufferPointer { table.code(of: $0) } == 7)
    #expect(Array("7".utf8).withUnsafeBufferPointer { table.code(of: $0) } == nil)
    #expect(table.text(of: 999) == "999号" && table.count == 1000)
    #expect(table.finish().texts == Array(texts.prefix(1000)))
  }

  @Test("A table gives many texts at once the codes that it gives them one by one", arguments: 0..<20)
  func manyTexts(seed: Int) {
    var dice = Dice(seed)
    let letters = ["a", "b", "é", "宁", "罚", "\u{10348}"]
    let texts = (0..<3_000).map { _ in
      (0..<Int.random(in: 0..<(seed + 2), using: &dice)).map { _ in letters.randomElement(using: &dice)! }.joined()
    }
    let dictionary = TextDictionary(texts)
    var single = TextTable()
    var many = TextTable(room: 5)
    let expected = texts.map { Array($0.utf8).withUnsafeBufferPointer { single.code(adding: $0) } }
    let bytes = texts.flatMap { Array($0.utf8) }
    var offsets = [0]
    for text in texts { offsets.append(offsets[offsets.count - 1] + text.utf8.count) }
    let added = bytes.withUnsafeBufferPointer { many.codes(adding: $0, offsets: offsets[...]) }
    #expect(added == expected)
    let found = bytes.withUnsafeBufferPointer { many.codes(of: $0, offsets: offsets[...]) }
    #expect(found == expected)
    let later = bytes.withUnsafeBufferPointer { many.codes(of: $0, offsets: offsets[7...]) }
    #expect(later == Array(expected[7...]))
    let none = bytes.withUnsafeBufferPointer { many.codes(of: $0, offsets: offsets[3...3]) }
    #expect(none.isEmpty)
    let count = many.count
    #expect(count == dictionary.count)
    var stretches: [String] = []
    dictionary.forEachStretch { bytes, offsets in
      for (start, end) in zip(offsets, offsets.dropFirst()) {
        stretches.append(String(decoding: bytes[start..<end], as: UTF8.self))
      }
    }
    #expect(dictionary.texts == stretches)
    TextDictionary().forEachStretch { _, _ in Issue.record("a dictionary without texts has no stretch") }
  }

  @Test("Texts and offsets may lie in a file, and a text is added to them all the same")
  func files() throws {
    let texts = ["玄武区", "", "江宁区"]
    var dictionary = try TextDictionary(
      bytes: mapped(Array(texts.joined().utf8)), offsets: .narrow(mapped([Int32(0), 9, 9, 18])))
    #expect(dictionary.texts == texts)
    #expect(dictionary.code(of: "江宁区") == 2 && dictionary.code(of: "") == 1)
    #expect(dictionary.byteCount == 18 + 16)
    let copy = dictionary
    #expect(dictionary.code(adding: "六合区") == 3)
    #expect(dictionary.texts == texts + ["六合区"] && copy.texts == texts)
    #expect(!dictionary.bytes.isMapped && copy.bytes.isMapped)
    let wide = try TextDictionary(
      bytes: mapped(Array(texts.joined().utf8)), offsets: .wide(mapped([Int64(0), 9, 9, 18])))
    #expect(wide.texts == texts)
    #expect(wide.range(of: 2) == 9..<18)
  }

  @Test("Offsets that lead out of the bytes end the program instead of reading what is not theirs")
  func damage() async {
    await #expect(processExitsWith: .failure) {
      let dictionary = TextDictionary(bytes: [1, 2], offsets: .narrow([0, 9]))
      print(dictionary.text(of: 0))
    }
  }

  /// A dictionary of distinct texts as a loader makes it.
  private func arena(_ texts: [String]) -> TextDictionary {
    var offsets = [0]
    for text in texts { offsets.append(offsets[offsets.count - 1] + text.utf8.count) }
    return TextDictionary(bytes: Buffer(Array(texts.joined().utf8)), offsets: TextOffsets(offsets))
  }
}
