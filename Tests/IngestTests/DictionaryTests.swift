import Tables
import Testing

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
        batched.appendCodes(of: fields, hashes: hashes, count: fields.count, in: bytes.span, to: &batchedCodes)
      }
      #expect(batchedCodes.count == Self.texts.count * (round + 1))
    }
    #expect(batchedCodes == (0..<UInt32(Self.texts.count * 2)).map { $0 % UInt32(Self.texts.count) })
    #expect(single.count == Self.texts.count)
    #expect(String(decoding: batched.bytes(of: 19_999), as: UTF8.self) == Self.texts[19_999])
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

  /// Texts one after another, with the room behind them that reading by words may touch.
  private func cells(_ texts: [String]) -> ([UInt8], [Field]) {
    var bytes: [UInt8] = []
    let fields = texts.map { text in
      let start = bytes.count
      bytes += Array(text.utf8)
      return Field(start..<bytes.count)
    }
    return (bytes + [UInt8](repeating: 0, count: 8), fields)
  }
}
