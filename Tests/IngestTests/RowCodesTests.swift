import Tables
import Testing

@testable import Ingest

@Suite("Codes of rows while they come in") struct RowCodesTests {
  /// Codes that begin as the numbers of their rows and go on as any.
  private static func codes(own: Int, others: Int, below limit: Int, _ generator: inout SeededGenerator) -> [UInt32] {
    (0..<own).map { UInt32($0) }
      + (0..<others).map { _ in UInt32.random(in: 0..<UInt32(limit), using: &generator) }
  }

  /// The bytes that each code takes.
  private static func width(_ codes: Codes) -> Int {
    switch codes {
    case .narrow: 1
    case .medium: 2
    case .wide: 4
    }
  }

  private static func width(below limit: Int) -> Int { limit <= 1 << 8 ? 1 : limit <= 1 << 16 ? 2 : 4 }

  private static func listed(_ codes: RowCodes) -> [UInt32] { (0..<codes.count).map { codes[$0] } }

  private static func listed(_ codes: Codes, _ count: Int) -> [UInt32] { (0..<count).map { codes[$0] } }

  @Test("Codes come back as they were added, whether or not they begin as the numbers of their rows")
  func appended() {
    var generator = SeededGenerator(state: 11)
    for (own, others) in [(0, 0), (0, 5), (7, 0), (300, 1), (300, 900), (70_000, 0), (70_000, 9), (5, 70_000)] {
      for room in [nil, 1, 100_000] {
        let limit = max(1, own, others)
        let codes = Self.codes(own: own, others: others, below: limit, &generator)
        var kept = RowCodes()
        var start = 0
        while start < codes.count {
          let end = min(codes.count, start + Int.random(in: 0...4_000, using: &generator))
          let limit = Int(codes[..<end].max() ?? 0) + 1
          kept.append(codes[start..<end], below: limit)
          if let room, start == 0 { kept.reserve(room) }
          start = end
        }
        #expect(Self.listed(kept) == codes)
        #expect(Self.listed(kept.codes, codes.count) == codes)
        #expect(Self.width(kept.codes) == Self.width(below: Int(codes.max() ?? 0) + 1))
      }
    }
  }

  @Test("Renumbered codes are as narrow as the new ones allow, and more may follow")
  func renumbered() {
    var generator = SeededGenerator(state: 12)
    for own in [0, 5, 300, 70_000] {
      for others in [0, 3, 70_000] {
        for distinct in [1, 200, 60_000, 140_000] {
          let limit = own + others + 1
          let codes = Self.codes(own: own, others: others, below: limit, &generator)
          var kept = RowCodes()
          kept.append(codes[...], below: limit)
          let numbers = (0..<max(limit, codes.count)).map { _ in
            UInt32.random(in: 0..<UInt32(distinct), using: &generator)
          }
          // As many as there are codes, where each row brought its own.
          kept.renumber(others == 0 ? Array(numbers.prefix(own)) : numbers, distinct: distinct)
          let expected = codes.map { numbers[Int($0)] }
          #expect(Self.listed(kept) == expected)
          #expect(Self.width(kept.codes) == Self.width(below: distinct))
          kept.append([0, 0], below: distinct)
          #expect(Self.listed(kept) == expected + [0, 0])
        }
      }
    }
  }
}
