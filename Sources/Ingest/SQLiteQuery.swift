import GRDB
import GRDBSQLite
import Values

/// What is read of a database: all of a table, or what a query gives.
struct SQLiteQuery {
  private let database: Database
  private let sql: String
  private let displayPath: String
  private let byteCount: Int
  private let columnNames: [String]

  /// Finds the table or checks the query of a declaration.
  /// - Throws: A `Failure` where the table is none, or the query is not one statement that only reads.
  init(_ declaration: FileDeclaration, in database: Database) throws(Failure) {
    self.database = database
    displayPath = declaration.displayPath
    byteCount = try InputFile(path: declaration.path, displayPath: displayPath).byteCount
    let isQuery: Bool
    switch declaration.part {
    case .query(let query)?: (sql, isQuery) = (query, true)
    case .table(let name)?: (sql, isQuery) = (try selecting(name, in: database, displayPath), false)
    case .sheet?, .sheetNumber?:
      throw partMismatch(
        declaration.part, file: displayPath, holding: Phrase("tables", "数据表"),
        notes: [tablesNote(try tables(of: database, displayPath))])
    case nil: (sql, isQuery) = (try selecting(nil, in: database, displayPath), false)
    }
    do {
      columnNames = try statement(sql, in: database, displayPath).columnNames
    } catch let error as DatabaseError where isQuery {
      let reason = error.message ?? "\(error)"
      throw Failure(
        .statement, Phrase("the query can't be run: `\(reason)`", "无法执行查询：`\(reason)`"),
        notes: [tablesNote(try tables(of: database, displayPath))])
    } catch {
      throw databaseFailure(error, displayPath)
    }
  }

  /// The rows, from the first.
  func rows() throws(Failure) -> SQLiteRows {
    do {
      return SQLiteRows(
        try Row.fetchCursor(try statement(sql, in: database, displayPath)), displayPath: displayPath,
        byteCount: byteCount)
    } catch {
      throw databaseFailure(error, displayPath)
    }
  }

  /// The columns' names as headings, with the first rows.
  func head(_ declaration: FileDeclaration, log: inout ProblemLog) throws(Failure) -> CellTableHead {
    var source = try rows()
    let below = try source.headRows(limit: CellTableHead.sampleRows)
    let header = HeadRow(line: 0, cells: columnNames.map(trimmed), isText: true, next: 0, nextLine: 1)
    return try CellTableHead(declaration, header: header, below: below, log: &log)
  }
}

/// A query as a statement: one that gives rows and changes nothing.
private func statement(_ sql: String, in database: Database, _ displayPath: String) throws -> Statement {
  let statements = try database.allStatements(sql: sql)
  guard let statement = try statements.next() else {
    throw refusedQuery(Phrase("the query is empty", "查询为空"))
  }
  guard isReading(sql), statement.isReadonly, statement.columnCount > 0 else {
    throw refusedQuery(Phrase("the query does more than read", "查询不只是读取数据"))
  }
  guard statement.sqliteStatement.hasNoParameters else {
    throw refusedQuery(Phrase("the query has parameters, which have no value here", "查询含有参数，此处无法给值"))
  }
  guard try statements.next() == nil else {
    throw refusedQuery(Phrase("there is more than one query", "查询不止一条"))
  }
  return statement
}

private func refusedQuery(_ reason: Phrase) -> Failure {
  Failure(
    .statement, reason,
    notes: [
      Phrase(
        "write one query that begins with `select`, `with` or `values`",
        "请写一条以 `select`、`with` 或 `values` 开头的查询")
    ])
}

/// Whether a query begins with a word that only reads. Statements such as `ATTACH` count as read-only too, and aren't.
private func isReading(_ sql: String) -> Bool {
  var rest = sql[...]
  while true {
    rest = rest.drop { $0.isWhitespace || $0 == ";" }
    if rest.hasPrefix("--") {
      rest = rest.drop { !$0.isNewline }
    } else if rest.hasPrefix("/*") {
      rest = rest.dropFirst(2)
      while !rest.isEmpty, !rest.hasPrefix("*/") { rest = rest.dropFirst() }
      rest = rest.dropFirst(2)
    } else {
      return ["select", "with", "values"].contains(rest.prefix { $0.isASCII && $0.isLetter }.lowercased())
    }
  }
}

/// A query for all of a table: the one that is named, else the only one.
private func selecting(_ name: String?, in database: Database, _ displayPath: String) throws(Failure) -> String {
  let tables = try tables(of: database, displayPath)
  guard let chosen = name ?? (tables.count == 1 ? tables.first : nil) else {
    guard let first = tables.first else {
      throw Failure(.data, Phrase("\(displayPath) has no table", "\(displayPath) 中没有数据表"))
    }
    throw Failure(
      .data,
      Phrase(
        "\(displayPath) has \(tables.count) tables: say which is meant",
        "\(displayPath) 有 \(tables.count) 个数据表，请说明读取哪一个"),
      notes: [
        tablesNote(tables), Phrase("write `table \"\(first)\"` behind the path", "请在路径后写 `数据表 \"\(first)\"`"),
      ])
  }
  let found = tables.first { $0 == chosen } ?? tables.first { $0.lowercased() == chosen.lowercased() }
  guard let found else {
    throw Failure(
      .data, Phrase("\(displayPath) has no table “\(chosen)”", "\(displayPath) 中没有数据表“\(chosen)”"),
      notes: [tablesNote(tables)])
  }
  return "select * from \(found.quotedDatabaseIdentifier)"
}

/// The tables and views that users made, by name.
private func tables(of database: Database, _ displayPath: String) throws(Failure) -> [String] {
  do {
    return try String.fetchAll(
      database,
      sql: """
        select name from sqlite_master
        where type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\' order by name
        """)
  } catch {
    throw databaseFailure(error, displayPath)
  }
}

private func tablesNote(_ tables: [String]) -> Phrase {
  let names = tables.prefix(20).map { "“\(excerpt($0))”" }
  let more = tables.count > 20 ? " …" : ""
  return Phrase(
    "its tables: \(names.joined(separator: ", "))\(more)", "其数据表：\(names.joined(separator: "、"))\(more)")
}

/// The rows that a statement gives.
struct SQLiteRows: CellRowSource {
  private let cursor: RowCursor
  private let statement: SQLiteStatement
  private let columnCount: Int
  private let displayPath: String
  private var number = 0
  private var textBytes = 0
  private var scratch = StoredNumber()
  let byteCount: Int

  init(_ cursor: RowCursor, displayPath: String, byteCount: Int) {
    self.cursor = cursor
    self.displayPath = displayPath
    self.byteCount = byteCount
    statement = cursor._statement.sqliteStatement
    columnCount = cursor._statement.columnCount
  }

  /// How far a query has come it does not say; what its texts come to is taken for it.
  var bytesDone: Int { min(textBytes, byteCount) }

  func remarks() -> [CellRemark] { [] }

  mutating func nextRow(_ row: inout CellRow, _ texts: inout CellTexts) throws(Failure) -> Bool {
    do {
      guard try cursor.next() != nil else { return false }
    } catch {
      throw databaseFailure(error, displayPath)
    }
    number += 1
    row.begin(number, in: texts)
    for column in 0..<columnCount { append(column, to: &row, &texts) }
    textBytes += texts.end - row.start
    return true
  }

  private mutating func append(_ column: Int, to row: inout CellRow, _ texts: inout CellTexts) {
    let textStart = texts.end
    var fault: CellRow.Fault?
    switch statement.kind(of: column) {
    case .nothing: return
    case .whole: statement.withText(of: column) { texts.append($0, 0..<$0.count) }
    case .real:
      statement.withText(of: column) { text in
        texts.appendNumber(
          text, 0..<text.count, format: .number, calendar: .from1900, scratch: &scratch)
      }
    case .text:
      row.isDoubtful = true
      statement.withText(of: column) { texts.append($0, 0..<$0.count) }
    case .bytes:
      fault = .binary
      texts.append("x'")
      statement.withText(of: column) { bytes in
        for offset in 0..<min(bytes.count, 32) {
          texts.append(UInt8(hexDigit: bytes[offset] >> 4))
          texts.append(UInt8(hexDigit: bytes[offset] & 15))
        }
        if bytes.count > 32 { texts.append("…") }
      }
      texts.append("'")
    }
    row.add(column: column, textStart: textStart, fault: fault, texts)
  }
}

extension UInt8 {
  fileprivate init(hexDigit: UInt8) { self = hexDigit < 10 ? Byte.zero + hexDigit : UInt8(ascii: "A") + hexDigit - 10 }
}

/// What a column of the present row holds.
private enum StoredKind {
  case nothing
  case whole
  case real
  case text
  case bytes
}

extension SQLiteStatement {
  fileprivate var hasNoParameters: Bool { sqlite3_bind_parameter_count(self) == 0 }

  fileprivate func kind(of column: Int) -> StoredKind {
    switch sqlite3_column_type(self, CInt(column)) {
    case SQLITE_INTEGER: .whole
    case SQLITE_FLOAT: .real
    case SQLITE_TEXT: .text
    case SQLITE_BLOB: .bytes
    default: .nothing
    }
  }

  /// Lends the bytes of a column: as SQLite writes numbers, texts in UTF-8, and bytes as they are.
  fileprivate func withText(of column: Int, _ body: (Span<UInt8>) -> Void) {
    // Asked for as a text first, a number becomes one where it stands; then its bytes can be counted.
    let isBytes = sqlite3_column_type(self, CInt(column)) == SQLITE_BLOB
    let start =
      isBytes
      ? sqlite3_column_blob(self, CInt(column))
      : sqlite3_column_text(self, CInt(column)).map { UnsafeRawPointer($0) }
    let count = Int(sqlite3_column_bytes(self, CInt(column)))
    body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count).bindMemory(to: UInt8.self).span)
  }
}
