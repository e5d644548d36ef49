import Tables
import Testing

@testable import Arrow

@Suite("Arrow files of our own") struct ArrowRoundTripTests {
  private static func file(_ schema: ArrowSchema, _ write: (inout ArrowWriter) throws -> Void) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var writer = try ArrowWriter(schema) { bytes.append(contentsOf: $0) }
    try write(&writer)
    try writer.finish()
    return bytes
  }

  private static let schema = ArrowSchema(
    fields: [
      ArrowField(name: "n", type: .integer(bits: 32, isSigned: true), metadata: ["k": "v"]),
      ArrowField(name: "文", type: .text(isLarge: false)),
      ArrowField(
        name: "c", type: .text(isLarge: false),
        dictionary: ArrowDictionary(id: 7, index: .integer(bits: 8, isSigned: false))),
      ArrowField(name: "d", type: .decimal(bits: 128, precision: 19, scale: 2)),
    ], metadata: ["made by": "a test"])

  private static func sample() throws -> [UInt8] {
    try file(schema) { writer in
      try writer.write(dictionary: 7, count: 2, ArrowColumn(texts: ["一", "二"]))
      for start in [Int32(0), 10] {
        try writer.write(
          count: 3,
          [
            ArrowColumn(nullCount: 1, validity: .init([UInt8(0b101)]), [.init([start, 0, start + 2])]),
            ArrowColumn(texts: ["甲", nil, ""]), ArrowColumn([.init([UInt8(1), 0, 1])]),
            ArrowColumn([.init([Int128(-150), 0, Int128(Int64.max)])]),
          ])
      }
    }
  }

  private static func texts(_ batch: ArrowBatch, _ column: Int) throws -> [String] {
    let vector = try batch.column(column)
    return try (0..<batch.rowCount).map { row in
      switch try vector.cell(row) {
      case .null: "–"
      case .integer(let number): "\(number)"
      case .decimal(let number, let scale): "\(number)e-\(scale)"
      case .text(let text): String(decoding: text.array, as: UTF8.self)
      default: "?"
      }
    }
  }

  @Test("Columns, dictionaries, batches and what is said of them come back")
  func roundTrip() throws {
    var reader = try ArrowReader(ArrowBytes(Self.sample()))
    #expect(reader.schema == Self.schema)
    let first = try #require(try reader.nextBatch())
    #expect(try Self.texts(first, 0) == ["0", "–", "2"])
    #expect(try Self.texts(first, 1) == ["甲", "–", ""])
    #expect(try Self.texts(first, 2) == ["二", "一", "二"])
    #expect(try Self.texts(first, 3) == ["-150e-2", "0e-2", "9223372036854775807e-2"])
    let second = try #require(try reader.nextBatch())
    #expect(try Self.texts(second, 0) == ["10", "–", "12"])
    #expect(try reader.nextBatch() == nil)
  }

  @Test("The part between mark and footer is a stream that reads the same")
  func stream() throws {
    let bytes = try Self.sample()
    var stream = try ArrowReader(ArrowBytes(Array(bytes[8...])))
    #expect(stream.schema == Self.schema)
    #expect(try stream.nextBatch()?.rowCount == 3)
    #expect(try stream.nextBatch()?.rowCount == 3)
    #expect(try stream.nextBatch() == nil)
  }

  @Test("Every body and every buffer begins where 64 divides the place")
  func alignment() throws {
    var reader = try ArrowReader(ArrowBytes(try Self.sample()))
    while let batch = try reader.nextBatch() {
      for place in batch.bufferPlaces { #expect(place.isMultiple(of: 64)) }
    }
  }

  @Test("A file changed in any one byte, or cut anywhere, is read or refused")
  func mutations() throws {
    let bytes = try Self.sample()
    for place in bytes.indices {
      for value: UInt8 in [0, 0x7F, 0x80, 0xFF, bytes[place] ^ 1] where value != bytes[place] {
        var changed = bytes
        changed[place] = value
        Self.readEverything(changed)
      }
      Self.readEverything(Array(bytes[..<place]))
    }
  }

  @Test("A file whose end names the same rows again and again is refused once it has given more than it holds")
  func repeats() throws {
    let bytes = try Self.sample()
    let end = bytes.count - 10
    let size = bytes[end...].prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    let batches = try FlatTable(root: Array(bytes[(end - size)..<end])).records(3, words: 3)
    let footer = FlatNode.table([
      .number(ArrowSchema.version), .reference(Self.schema.node), .reference(.records([])),
      .reference(.records(Array(repeating: batches[0], count: 100))),
    ]).buffer
    let sizeBytes = withUnsafeBytes(of: Int32(footer.count).littleEndian) { Array($0) }
    let repeated = Array(bytes[..<(end - size)]) + footer + sizeBytes + Array(ArrowReader.mark.utf8)
    var reader = try ArrowReader(ArrowBytes(repeated))
    var count = 0
    let fault = #expect(throws: ArrowFault.self) {
      while try reader.nextBatch() != nil { count += 1 }
    }
    #expect(fault?.reason.english == "its end names a message more than once")
    #expect((2..<100).contains(count))
  }

  private static func readEverything(_ bytes: [UInt8]) {
    guard var reader = try? ArrowReader(ArrowBytes(bytes)) else { return }
    while let batch = try? reader.nextBatch() {
      for column in reader.schema.fields.indices {
        guard let vector = try? batch.column(column) else { continue }
        for row in 0..<min(vector.count, 100) { _ = try? vector.cell(row) }
      }
    }
  }

  @Test("A frame of LZ4 whose blocks repeat what came before is unpacked; one that lies is refused")
  func frames() throws {
    // “abc”, then nine bytes repeated from three before, then “!”.
    let block: [UInt8] = [0x35] + Array("abc".utf8) + [3, 0, 0x10] + Array("!".utf8)
    let head: [UInt8] = [0x04, 0x22, 0x4D, 0x18, 0x60, 0x40, 0]
    let frame = head + [UInt8(block.count), 0, 0, 0] + block + [0, 0, 0, 0]
    #expect(try unpackLZ4(ArrowBytes(frame), size: 13) == Array("abcabcabcabc!".utf8))
    for size in [0, 12, 14, 1 << 40] {
      #expect(throws: ArrowFault.self) { try unpackLZ4(ArrowBytes(frame), size: size) }
    }
    for place in frame.indices {
      for value: UInt8 in [0, 0x7F, 0xF0, 0xFF] {
        var changed = frame
        changed[place] = value
        _ = try? unpackLZ4(ArrowBytes(changed), size: 13)
      }
    }
  }
}
