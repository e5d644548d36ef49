import Tables
import Testing
import Values

@testable import Ingest

@Suite("Properties") struct PropertyTests {
  private static let alphabet = Array("ab,\"\n；中文　。\t|é🙂0-'—x")

  @Test("Any table, quoted at random, reads back as it was", arguments: 0..<60)
  func roundTrip(seed: Int) throws {
    var random = SeededGenerator(state: UInt64(seed))
    let width = Int.random(in: 1...6, using: &random)
    let rows = (0..<Int.random(in: 1...80, using: &random)).map { _ in
      // The letter before each cell keeps rows from being blank and cells from being words for nothing.
      (0..<width).map { _ in "c" + randomText(&random) + "c" }
    }
    let lineEnd = Bool.random(using: &random) ? "\n" : "\r\n"
    let delimiter = [",", ";", "\t", "|"].randomElement(using: &random) ?? ","
    let headings = (0..<width).map { "h\($0)" }
    let lines = ([headings] + rows).map { row in
      row.map { written($0, delimiter: delimiter, &random) }.joined(separator: delimiter)
    }
    let text = lines.joined(separator: lineEnd) + (Bool.random(using: &random) ? lineEnd : "")
    let bytes = seed.isMultiple(of: 2) ? Array(text.utf8) : gb18030(text)
    let loaded = try load(
      bytes: bytes, columns: headings.map { ColumnDeclaration(name: $0, type: .text) },
      encoding: seed.isMultiple(of: 2) ? .utf8 : .gb18030, delimiter: delimiter.utf8.first,
      sizes: .blocks(of: Int.random(in: 1...300, using: &random)))
    #expect(loaded.problems.isEmpty)
    for (column, heading) in headings.enumerated() {
      #expect(loaded.values(heading) == rows.map { .text($0[column]) })
    }
  }

  private func randomText(_ random: inout SeededGenerator) -> String {
    String((0..<Int.random(in: 0...12, using: &random)).compactMap { _ in Self.alphabet.randomElement(using: &random) })
  }

  private func written(_ cell: String, delimiter: String, _ random: inout SeededGenerator) -> String {
    let needsQuotes = cell.contains { "\"\n\r".contains($0) || String($0) == delimiter }
    guard needsQuotes || Bool.random(using: &random) else { return cell }
    return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  @Test("Random bytes never crash the reader, and every row is accounted for", arguments: 0..<200)
  func randomBytes(seed: Int) throws {
    var random = SeededGenerator(state: UInt64(seed) &* 7919)
    let likely = Array("\",;\t|\n\r 0123456789-/.年月日元万%是否无ａ\u{3000}".utf8) + [0, 0x81, 0xFE, 0xFF, 0xE4, 0xB8]
    var bytes = Array("a,b,c,d,e,f\n1,2022-1-1,是,1元,x,2\n".utf8)
    for _ in 0..<Int.random(in: 0...2_000, using: &random) {
      bytes.append(
        Bool.random(using: &random)
          ? likely.randomElement(using: &random) ?? 0 : UInt8.random(in: 0...255, using: &random))
    }
    let types: [ValueType] = [.integer, .date, .flag, .money, .decimal, .month, .percentage, .text]
    let columns = ["a", "b", "c", "d", "e", "f"].map {
      ColumnDeclaration(name: $0, type: types.randomElement(using: &random), unit: .yuan)
    }
    for encoding in [TextEncoding.utf8, .gb18030, nil] {
      for declared in [columns, []] {
        do {
          let loaded = try load(
            bytes: bytes, columns: declared, encoding: encoding,
            sizes: .blocks(of: Int.random(in: 1...500, using: &random)))
          let setAside = (loaded.problemTotals[.raggedRow] ?? 0) + (loaded.problemTotals[.badBytes] ?? 0)
          #expect(loaded.rowsRead == loaded.table.rowCount + setAside)
        } catch let error as Failure {
          #expect(!error.diagnostics.isEmpty)
        }
      }
    }
  }

  @Test("The words that a mask marks are those that a plain search finds", arguments: 0..<50)
  func masks(seed: Int) {
    var random = SeededGenerator(state: UInt64(seed))
    let bytes = (0..<64).map { _ in
      Bool.random(using: &random)
        ? [0x2C, 0x0A, 0x22, 0x2D, 0x2B, 0x0B, 0x23, 0xAC].randomElement(using: &random) ?? 0
        : UInt8.random(in: 0...255, using: &random)
    }
    let patterns = EventPatterns(delimiter: 0x2C, lineEnd: 0x0A)
    let mask = patterns.mask(bytes.span.bytes, at: 0)
    let plain = bytes.indices.filter { [0x2C, 0x0A, 0x22].contains(bytes[$0]) }
    #expect((0..<64).filter { mask >> UInt64($0) & 1 == 1 } == plain)
  }
}
