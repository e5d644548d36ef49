import Testing

@testable import Ingest

@Suite("The check of text") struct TextCheckTests {
  /// Characters of one to four bytes, and bytes that make none where they stand.
  static let good = ["a", "，", "宁", "罚", "é", "\u{7FF}", "\u{800}", "\u{FFFD}", "한", "𠮷", "🏭", "0123456789,"]
    .map { Array($0.utf8) }
  static let bad: [[UInt8]] = [
    [0], [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xE5, 0xAE],
    [0xE5, 0xAE, 0x41], [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xE5, 0xAE, 0x81, 0x81],
  ]

  @Test("It says what the standard library says, wherever in a file the text stands", arguments: 0..<200)
  func likeTheLibrary(seed: Int) {
    var random = SeededGenerator(state: UInt64(seed))
    // Few kinds of characters, so that some texts have none that needs a closer look.
    let kinds = (0..<3).map { _ in Self.good.randomElement(using: &random) ?? [] }
    for length in [0, 1, 5, 40, 63, 64, 65, 80, 200, 1_000] {
      for hasFault in [false, true] {
        var bytes: [UInt8] = []
        while bytes.count < length { bytes += kinds.randomElement(using: &random) ?? [] }
        if hasFault {
          let place = Int.random(in: 0...bytes.count, using: &random)
          bytes.insert(contentsOf: Self.bad.randomElement(using: &random) ?? [], at: place)
        }
        let before = [UInt8](repeating: 0xE5, count: Int.random(in: 0...20, using: &random))
        let isValid = String(validating: bytes, as: UTF8.self) != nil && !bytes.contains(0)
        let all = before + bytes + [0x81, 0x81]
        #expect(isText(all.span, before.count..<before.count + bytes.count) == isValid)
      }
    }
  }
}
