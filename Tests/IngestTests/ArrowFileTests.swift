import Foundation
import Tables
import Testing
import Values

@testable import Ingest

@Suite("Arrow files that others wrote") struct ArrowFileTests {
  /// A file that `make_arrow.py` wrote.
  static func fixture(_ name: String) throws -> String {
    try #require(Bundle.module.url(forResource: name, withExtension: "arrow", subdirectory: "Fixtures")).path
  }

  private static func load(_ name: String, columns: [ColumnDeclaration] = []) throws -> LoadedFile {
    try loadFile(FileDeclaration(list: "l", path: fixture(name), displayPath: "data.arrow", columns: columns))
  }

  private static func decimal(_ numerator: Int128, _ denominator: Int128) throws -> Value {
    .decimal(try Fraction(numerator, over: denominator))
  }

  @Test(
    "Each type is read as what it means, packed or not, in one batch or several, as a file or a stream",
    arguments: ["pyarrow", "lz4", "stream"])
  func types(name: String) throws {
    let loaded = try Self.load(name)
    #expect(loaded.values("案号") == [.text("甲"), .text("乙"), .unknown, .text("无")])
    #expect(loaded.values("large") == [.text("a"), .unknown, .unknown, .text("d")])
    #expect(
      loaded.values("view") == [.text("short"), .unknown, .text("a text of more than twelve bytes"), .text("x")])
    for column in ["narrow", "wide"] {
      #expect(loaded.values(column) == [.text("玄武"), .text("秦淮"), .unknown, .text("玄武")])
      #expect(loaded.table.column(column)?.type == .category)
    }
    #expect(loaded.values("flag") == [.flag(true), .flag(false), .unknown, .flag(true)])
    #expect(loaded.values("i8") == [.integer(1), .integer(-2), .unknown, .integer(127)])
    #expect(loaded.values("u16") == [.integer(1), .integer(2), .unknown, .integer(65535)])
    // The last is one more than a whole number here can be.
    #expect(loaded.values("u64") == [.integer(1), .integer(2), .unknown, .unknown])
    #expect(try loaded.values("f32") == [Self.decimal(1, 2), Self.decimal(-5, 4), .unknown, Self.decimal(31, 10)])
    #expect(
      try loaded.values("f64") == [Self.decimal(3, 10), Self.decimal(333_333_333, 1_000_000_000), .unknown, .unknown])
    #expect(
      try loaded.values("amount") == [
        Self.decimal(3, 2), Self.decimal(-7, 100), .unknown, Self.decimal(12_345_678_901_234, 100),
      ])
    for column in ["day", "milliseconds"] {
      #expect(loaded.values(column) == [date("2022-07-31"), date("1969-12-31"), .unknown, date("2099-01-01")])
    }
    #expect(loaded.values("clock") == [date("2022-07-31"), date("2022-07-31"), .unknown, date("1960-01-01")])
    #expect(loaded.values("shanghai") == [date("2022-08-01"), date("1988-07-01"), .unknown, date("1960-01-01")])
    #expect(loaded.values("nothing") == [.unknown, .unknown, .unknown, .unknown])
    #expect(loaded.blanks("nothing") == [0, 1, 2, 3])
    #expect(loaded.values("last").first == .text("behind"))
    #expect(loaded.table.column("nested") == nil)
    #expect(loaded.table.lines == [1, 2, 3, 4])
  }

  @Test("What was not read as it stands is reported: types, rounded numbers, days of other zones")
  func problems() throws {
    let loaded = try Self.load("pyarrow")
    #expect(
      loaded.summaries == [
        "0 unreadable value kept", "1 unreadable value unknown", "2 unreadable value kept",
        "4 unreadable value unknown",
      ])
    #expect(loaded.problems.map(\.heading) == ["nested", "utc", "f64", "u64"])
  }

  @Test("A declaration reads what it names, whatever the file says of the type")
  func declared() throws {
    let loaded = try Self.load(
      "pyarrow",
      columns: [
        ColumnDeclaration(name: "case", type: .text, headings: ["案号"]),
        ColumnDeclaration(name: "has", type: .flag, headings: ["flag"], yes: ["有"], no: ["无"]),
        ColumnDeclaration(name: "fine", type: .money, headings: ["amount"], unit: .yuan),
        ColumnDeclaration(name: "count", type: .text, headings: ["i8"]),
        ColumnDeclaration(name: "none", type: .date, headings: ["absent"], isRequired: false),
      ])
    #expect(loaded.values("has") == [.flag(true), .flag(false), .unknown, .flag(true)])
    #expect(loaded.values("fine") == [.money(150), .money(-7), .unknown, .money(12_345_678_901_234)])
    #expect(loaded.values("count") == [.text("1"), .text("-2"), .unknown, .text("127")])
    #expect(loaded.values("none") == [.unknown, .unknown, .unknown, .unknown])
  }

  @Test("A slice is its own rows, a table without rows has its columns")
  func slices() throws {
    let slice = try Self.load("slice")
    #expect(slice.values("案号") == [.text("乙"), .unknown])
    #expect(slice.values("narrow") == [.text("秦淮"), .unknown])
    let empty = try Self.load("empty")
    #expect(empty.table.rowCount == 0)
    #expect(empty.table.columns.count == 19)
  }

  @Test("A dictionary may grow from batch to batch")
  func deltas() throws {
    let texts = try Self.load("delta").values("district")
    #expect(texts == ["玄武", "玄武", "秦淮", "玄武", "鼓楼", "玄武"].map { .text($0) })
  }

  @Test("What polars writes is read: views of text, categories, wide codes")
  func polars() throws {
    let loaded = try Self.load("polars")
    #expect(loaded.values("code") == [.text("a"), .unknown, .text("cccccccccccccccccccc")])
    #expect(loaded.values("n") == [.integer(1), .unknown, .integer(3)])
    #expect(try loaded.values("r") == [Self.decimal(1, 2), .unknown, Self.decimal(9, 4)])
    #expect(loaded.values("d") == [date("2022-07-31"), .unknown, date("1970-01-01")])
    #expect(loaded.values("c") == [.text("x"), .unknown, .text("x")])
    #expect(loaded.table.column("c")?.type == .category)
    #expect(loaded.values("f") == [.flag(true), .unknown, .flag(false)])
  }

  @Test("What is refused says why, and what would mend it")
  func refusals() throws {
    let packed = try #require(failure { _ = try Self.load("zstd") }?.diagnostics.first)
    #expect(packed.message.english == "data.arrow can't be read: its columns are packed with ZSTD")
    #expect(packed.notes.first?.chinese == "写出时请用 `compression='uncompressed'` 或 `compression='lz4'`")
    let nested = failure {
      _ = try Self.load("pyarrow", columns: [ColumnDeclaration(name: "nested", type: .text)])
    }
    #expect(
      nested?.diagnostics.first?.message.english
        == "data.arrow: the column “nested” is of Arrow's type list, which is not read")
    for (bytes, message) in [
      ("FEA1....", "data.csv is a Feather file of the old form, version 1"),
      ("PAR1....", "data.csv is a Parquet file, which is not read"),
      ("ARROW1", "data.csv is damaged: it ends too early"),
    ] {
      let file = try TemporaryFile(Array(bytes.utf8))
      let refused = failure {
        _ = try loadFile(FileDeclaration(list: "l", path: file.path, displayPath: "data.csv"))
      }
      #expect(refused?.diagnostics.first?.message.english == message)
    }
  }

  @Test("Rows of nothing but nulls are read, and refused where only a few bytes stand for millions of them")
  func emptyRows() throws {
    #expect(try Self.load("nulls").values("乙") == Array(repeating: .unknown, count: 5))
    for name in ["nulls-many", "nulls-absurd"] {
      let refused = failure { _ = try Self.load(name) }
      #expect(
        refused?.diagnostics.first?.message.english
          == "data.arrow can't be read: it has more than 1,048,576 rows without any value")
    }
  }

  @Test("The beginning tells columns and types")
  func header() throws {
    let header = try readHeader(FileDeclaration(list: "l", path: Self.fixture("polars"), displayPath: "data.arrow"))
    #expect(header.headings == ["code", "n", "r", "d", "c", "f"])
    #expect(header.columns.map(\.type) == [.text, .integer, .decimal, .date, .category, .flag])
  }

  @Test(
    "A file that is changed anywhere, or cut anywhere, is read or refused, and never ends the program",
    arguments: ["pyarrow", "lz4", "stream", "delta", "polars"])
  func mutations(name: String) throws {
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: Self.fixture(name))))
    var generator = SeededGenerator(state: UInt64(bytes.count))
    for _ in 0..<150 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: changed.indices, using: &generator)
        changed[place] = [0, 1, 0x7F, 0x80, 0xFF, UInt8.random(in: 0...255, using: &generator)].randomElement(
          using: &generator)!
      }
      if Bool.random(using: &generator), Bool.random(using: &generator) {
        changed.removeLast(Int.random(in: 0..<changed.count, using: &generator))
      }
      let file = try TemporaryFile(changed, name: "data.arrow")
      let refused = failure {
        _ = try loadArrow(FileDeclaration(list: "l", path: file.path, displayPath: "data.arrow"))
      }
      if let refused { #expect(!refused.diagnostics.isEmpty) }
    }
  }
}
