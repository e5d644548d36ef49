import Tables
import Testing
import Values

@testable import Ingest

@Suite("Threads", .serialized) struct ThreadTests {
  /// A file with every kind of fault: quotes that hold line ends, doubled ones and stray ones, rows too short and too
  /// long, bytes that are no text, dates and amounts that are none, empty lines.
  private static func dirty(rows: Int, seed: UInt64, lineEnd: String) -> [UInt8] {
    var state = seed
    func draw(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    var bytes = Array("案号,名称,金额（元）,日期,有无\(lineEnd)".utf8)
    for row in 0..<rows {
      switch draw(25) {
      case 0: bytes += Array("短行,乙".utf8)
      case 1: bytes += Array("\"戊\"己,行,3,2022-07-31,是".utf8)
      case 2: bytes += [0x41, 0xFF, 0x2C, 0x42, 0x2C, 0x31, 0x2C, 0x2C]
      case 3: break
      case 4: bytes += Array("长,行,1,2,3,4,5,6".utf8)
      default:
        let name = ["\"多\(lineEnd)行\"", "\"南京\"\"某某\"\"\"", "甲\(row)", "无", "丁🙂", "丙", "\"a,b\""][draw(7)]
        let fine = ["12.50", "", "一百", "0.001", "30万元", "99"][draw(6)]
        let date = ["2022-07-31", "2022年7月1日", "暂无", "2022-02-30", "1900-01-01", ""][draw(6)]
        bytes += Array("号\(draw(rows)),\(name),\(fine),\(date),\(["是", "否", "也许", ""][draw(4)])".utf8)
      }
      bytes += Array(lineEnd.utf8)
    }
    return bytes
  }

  private static let columns = [
    ColumnDeclaration(name: "案号", type: .text), ColumnDeclaration(name: "名称", type: .text),
    ColumnDeclaration(name: "fine", type: .money, headings: ["金额（元）"]),
    ColumnDeclaration(name: "date", type: .date, headings: ["日期"]),
    ColumnDeclaration(name: "flag", type: .flag, headings: ["有无"]),
  ]

  @Test(
    "One thread and many give the same table and the same problems",
    arguments: [UInt64(1), 2, 3], [("\n", 97), ("\r\n", 61), ("\n", 4_096), ("\r\n", 1 << 20)])
  func same(seed: UInt64, cut: (lineEnd: String, block: Int)) throws {
    defer { Threads.use(0) }
    let bytes = Self.dirty(rows: cut.block < 1_000 ? 300 : 6_000, seed: seed, lineEnd: cut.lineEnd)
    Threads.use(1)
    let one = try load(bytes: bytes, columns: Self.columns, encoding: .utf8, sizes: .blocks(of: cut.block))
    for threads in [2, 3, 8] {
      Threads.use(threads)
      let many = try load(bytes: bytes, columns: Self.columns, encoding: .utf8, sizes: .blocks(of: cut.block))
      #expect(many.problems == one.problems)
      #expect(many.problemTotals == one.problemTotals)
      #expect(many.table.lines == one.table.lines && many.rowHashes == one.rowHashes && many.rowsRead == one.rowsRead)
      for (column, other) in zip(many.table.columns, one.table.columns) {
        #expect((0..<column.count).allSatisfy { column.value(at: $0) == other.value(at: $0) }, "\(column.name)")
        #expect(column.known == other.known && column.blank == other.blank)
        guard case .codes(let codes, let texts) = column.storage,
          case .codes(let otherCodes, let otherTexts) = other.storage
        else { continue }
        #expect(texts.bytes == otherTexts.bytes)
        #expect((0..<codes.count).allSatisfy { codes[$0] == otherCodes[$0] })
      }
    }
  }

  @Test("Columns that grow past 65,536 texts are the same with any number of threads", arguments: [1, 2, 8])
  func manyTexts(threads: Int) throws {
    defer { Threads.use(0) }
    Threads.use(threads)
    let count = 66_000
    let text =
      "文号,类别,备注\n"
      + (0..<count).map { "苏罚\($0)号,类\($0 / 300 % 260),\($0 % 7 == 0 ? "暂无" : "乙\($0 % 70_000 / 2)")\n" }.joined()
    let loaded = try load(
      text, columns: ["文号", "类别", "备注"].map { ColumnDeclaration(name: $0, type: .text) }, sizes: .blocks(of: 1 << 14))
    let columns = loaded.table.columns
    guard case .codes(.wide(let numbers), let texts) = columns[0].storage,
      case .codes(let kinds, let kindTexts) = columns[1].storage,
      case .codes(let remarks, let remarkTexts) = columns[2].storage
    else {
      Issue.record("codes as wide as they need")
      return
    }
    #expect(numbers.elementsEqual((0..<count).map { UInt32($0) }) && texts.count == count)
    #expect(texts.text(of: 65_999) == "苏罚65999号")
    #expect(
      kindTexts.count == 220 && (0..<count).allSatisfy { kindTexts.text(of: Int(kinds[$0])) == "类\($0 / 300 % 260)" })
    for row in 0..<count {
      let isBlank = row % 7 == 0
      guard columns[2].isKnown(row) != isBlank, columns[2].blank?.contains(row) == isBlank,
        isBlank || remarkTexts.text(of: Int(remarks[row])) == "乙\(row / 2)"
      else {
        Issue.record("row \(row)")
        break
      }
    }
    // The first column shows already that no two rows are the same.
    #expect(loaded.rowHashes.isEmpty && loaded.rowsRead == count)
  }

  @Test("Of more problems than are kept the first of the file are, with any number of threads", arguments: [1, 2, 8])
  func manyProblems(threads: Int) throws {
    defer { Threads.use(0) }
    Threads.use(threads)
    let rows = (0..<9_000).map { "x\($0),y\($0)" }.joined(separator: "\n")
    let columns = ["a", "b"].map { ColumnDeclaration(name: $0, type: .integer) }
    let loaded = try load("a,b\n" + rows, columns: columns, sizes: .blocks(of: 30_000))
    #expect(loaded.problemTotals == [.badValue: 18_000])
    #expect(loaded.problems.count == LoadedFile.maximumProblems)
    // Each batch gives the problems of one column and then those of the other; only the last one is cut.
    #expect(loaded.problems.prefix(8_192).map(\.line) == (0..<8_192).map { $0 / 2 + 2 })
  }

  @Test("What ends the reading is what stands first in the file, with any number of threads", arguments: [1, 2, 8])
  func firstFailure(threads: Int) throws {
    defer { Threads.use(0) }
    Threads.use(threads)
    let rows = (0..<5_000).map { "\($0 == 4_000 ? "5" : "5元"),\($0 == 3_000 ? "7" : "7元")" }.joined(separator: "\n")
    let columns = ["a", "b"].map { ColumnDeclaration(name: $0, type: .money) }
    let thrown = failure {
      _ = try load("a,b\n" + rows, columns: columns, sizes: .blocks(of: 3_000))
    }
    #expect(thrown?.diagnostics.first?.message.english.contains("line 3002") == true)
  }
}
