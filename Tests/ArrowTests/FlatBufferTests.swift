import Testing

@testable import Arrow

@Suite("FlatBuffers") struct FlatBufferTests {
  private static let sample = FlatNode.table([
    .number(7 as Int16), nil, .text("登记库"), .reference(.records([[1, -2], [3, 4]])), .flag(true),
    .reference(.nodes([.table([.number(9 as Int64)]), .table([.number(0 as UInt8), .text("")])])),
  ])

  @Test("What is written is read again")
  func roundTrip() throws {
    let table = try FlatTable(root: Self.sample.buffer)
    #expect(try table.number(0, 0 as Int16) == 7)
    #expect(try table.number(1, 42 as Int32) == 42)
    #expect(try table.text(2) == "登记库")
    #expect(try table.records(3, words: 2) == [[1, -2], [3, 4]])
    #expect(try table.flag(4))
    let inner = try table.tables(5)
    #expect(try inner[0].number(0, 0 as Int64) == 9)
    #expect(try inner[1].text(1) == "")
    #expect(try table.text(17) == nil)
  }

  @Test("A buffer that is changed in any byte, or cut anywhere, is read without a crash")
  func mutations() {
    let buffer = Self.sample.buffer
    for place in buffer.indices {
      for byte: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
        var changed = buffer
        changed[place] = byte
        readEverything(changed)
      }
      readEverything(Array(buffer[..<place]))
    }
  }

  private func readEverything(_ bytes: [UInt8]) {
    guard let table = try? FlatTable(root: bytes) else { return }
    _ = try? table.number(0, 0 as Int16)
    _ = try? table.text(2)
    _ = try? table.records(3, words: 2)
    for inner in (try? table.tables(5)) ?? [] { _ = (try? inner.number(0, 0 as Int64), try? inner.text(1)) }
  }
}
