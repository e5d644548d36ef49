import Foundation
import GRDB
import Tables
import Testing
import Values

@testable import Ingest

@Suite("Databases") struct SQLiteTests {
  /// A database file that lives as long as the test uses it.
  private func database(_ sql: String, journal: String = "delete") throws -> TemporaryFile {
    let file = try TemporaryFile([], name: "data.db")
    let queue = try DatabaseQueue(path: file.path)
    try queue.writeWithoutTransaction { database in
      _ = try String.fetchOne(database, sql: "pragma journal_mode = \(journal)")
      try database.execute(sql: sql)
    }
    try queue.close()
    return file
  }

  private func load(_ file: TemporaryFile, _ part: FilePart? = nil, _ columns: [ColumnDeclaration] = []) throws
    -> LoadedFile
  {
    try loadFile(FileDeclaration(list: "l", path: file.path, displayPath: "data.db", part: part, columns: columns))
  }

  private static let court = """
    create table court (案号 text, 代码, 发布时间 text, 金额 real, 户数 integer, 附件 blob);
    insert into court values ('甲', 'A1', '2022-07-31', 0.1 + 0.2, 3, null), ('乙', 12, '2022-09-31', 1e6, '四', x'00FF'),
      ('丙', null, '', 1e300, -5, 'text');
    """

  @Test("A table's values are typed by the declaration, and what can't be read is reported with its row")
  func declared() throws {
    let file = try database(Self.court)
    let loaded = try load(
      file, nil,
      [
        ColumnDeclaration(name: "case", type: .text, headings: ["案号"]),
        ColumnDeclaration(name: "code", type: .text, headings: ["代码"]),
        ColumnDeclaration(name: "listed", type: .date, headings: ["发布时间"]),
        ColumnDeclaration(name: "fine", type: .money, headings: ["金额"], unit: .tenThousandYuan),
        ColumnDeclaration(name: "weight", type: .integer, headings: ["户数"]),
        ColumnDeclaration(name: "file", type: .text, headings: ["附件"]),
      ])
    #expect(loaded.values("case") == [.text("甲"), .text("乙"), .text("丙")])
    #expect(loaded.values("code") == [.text("A1"), .text("12"), .unknown])
    #expect(loaded.values("listed") == [date("2022-07-31"), .unknown, .unknown])
    #expect(loaded.blanks("listed") == [2])
    #expect(loaded.values("fine").prefix(2) == [.money(300_000), .money(1_000_000_000_000)])
    #expect(loaded.values("weight") == [.integer(3), .unknown, .integer(-5)])
    #expect(loaded.values("file") == [.unknown, .text("x'00FF'"), .text("text")])
    #expect(loaded.table.lines == [1, 2, 3])
    #expect(loaded.headerLine == 0)
    #expect(
      loaded.summaries == [
        "2 unreadable value kept", "2 unreadable value unknown", "2 unreadable value unknown",
        "3 unreadable value unknown",
      ])
  }

  @Test(
    "A table and the same rows in CSV give the same values",
    arguments: [FilePart.table("t"), .query("select * from t")])
  func twin(part: FilePart) throws {
    let csv = try load(TemporaryFile(Array(try Data(contentsOf: URL(fileURLWithPath: fixture("records.csv"))))))
    let headings = csv.table.columns.map(\.heading)
    let rows = (0..<csv.table.rowCount).map { row in
      csv.table.columns.map { column in
        if case .text(let text) = column.value(at: row) {
          "'\(text.replacingOccurrences(of: "'", with: "''"))'"
        } else {
          "null"
        }
      }
    }
    let texts = headings.filter { csv.table.column($0).map { $0.type == .text || $0.type == .category } ?? false }
    let file = try database(
      "create table t (\(headings.map { "\"\($0)\"" }.joined(separator: ", ")));"
        + rows.map { "insert into t values (\($0.joined(separator: ", ")));" }.joined())
    let loaded = try load(file, part, texts.map { ColumnDeclaration(name: $0, type: .text) })
    #expect(!texts.isEmpty)
    for heading in texts { #expect(loaded.values(heading) == csv.values(heading)) }
  }

  @Test("A query gives its columns under their names, and types are inferred from its rows")
  func query() throws {
    let file = try database(Self.court)
    let loaded = try load(
      file, .query("-- 计数\nwith c as (select * from court) select count(*) as 件数, max(案号) as \"m\", 1.5 as d from c;"))
    #expect(loaded.values("件数") == [.integer(3)])
    #expect(loaded.table.columns.map(\.type) == [.integer, .text, .decimal])
    let header = try readHeader(FileDeclaration(list: "l", path: file.path, part: .table("COURT")))
    #expect(header.headings == ["案号", "代码", "发布时间", "金额", "户数", "附件"])
  }

  @Test(
    "What does more than read once is refused",
    arguments: [
      ("delete from court", "the query does more than read"), ("", "the query is empty"),
      ("with a as (select 1) insert into court(案号) select * from a", "the query does more than read"),
      ("attach 'x.db' as x", "the query does more than read"),
      ("pragma journal_mode = wal", "the query does more than read"),
      ("select 1; drop table court", "there is more than one query"),
      ("select 1; select 2", "there is more than one query"),
      ("select * from court where 案号 = ?", "the query has parameters, which have no value here"),
      ("select * from curt", "the query can't be run: `no such table: curt`"),
      ("selct 1", "the query can't be run: `near \"selct\": syntax error`"),
      ("vacuum into 'y.db'", "the query does more than read"), ("begin", "the query does more than read"),
    ])
  func refusals(query: String, expected: String) throws {
    let file = try database(Self.court)
    let before = try Data(contentsOf: URL(fileURLWithPath: file.path))
    let failure = try #require(failure { _ = try load(file, .query(query)) })
    #expect(failure.diagnostics.first?.message.english == expected)
    #expect(failure.diagnostics.first?.notes.isEmpty == false)
    #expect(try Data(contentsOf: URL(fileURLWithPath: file.path)) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: file.folder) == ["data.db"])
  }

  @Test(
    "The table that is meant is found, or the tables are listed",
    arguments: [
      (FilePart.table("x"), "data.db has no table “x”"), (nil, "data.db has 2 tables: say which is meant"),
      (.sheetNumber(1), "data.db holds tables, no sheets"),
    ] as [(FilePart?, String)])
  func choices(part: FilePart?, expected: String) throws {
    let file = try database(Self.court + "create view v as select 1")
    let failure = try #require(failure { _ = try load(file, part) })
    #expect(failure.diagnostics.first?.message.english == expected)
    #expect(failure.diagnostics.first?.notes.first?.english == "its tables: “court”, “v”")
    let empty = try database("create table a (x); drop table a")
    #expect(throws: Failure.self) { try load(empty) }
  }

  @Test("A database with a log of its own is read without a trace, but not while changes stand in the log")
  func log() throws {
    let file = try database("create table t (x); insert into t values (1)", journal: "wal")
    #expect(try load(file).values() == [.integer(1)])
    #expect(try FileManager.default.contentsOfDirectory(atPath: file.folder) == ["data.db"])
    let writer = try DatabaseQueue(path: file.path)
    try writer.write { try $0.execute(sql: "insert into t values (2)") }
    let failure = try #require(failure { _ = try load(file) })
    #expect(failure.diagnostics.first?.message.english == "changes of data.db still stand beside it, in data.db-wal")
    try writer.close()
    #expect(try load(file).values() == [.integer(1), .integer(2)])
  }

  @Test("Text that is no UTF-8 costs its row, and a damaged file is refused")
  func damage() throws {
    let file = try database(
      "create table t (x); insert into t values (cast(x'41FF' as text)), ('a' || char(0) || 'b'), ('c')")
    let loaded = try load(file)
    #expect(loaded.values() == [.text("c")])
    #expect(loaded.summaries == ["1 unreadable bytes setAside", "2 unreadable bytes setAside"])
    #expect(loaded.rowsRead == 3)
    var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file.path)))
    for place in 100..<bytes.count { bytes[place] = 0xA5 }
    let damaged = try TemporaryFile(bytes, name: "data.db")
    let failure = try #require(failure { _ = try load(damaged) })
    #expect(failure.diagnostics.first?.message.english.hasPrefix("data.db is damaged or encrypted") == true)
  }
}
