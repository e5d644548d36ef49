import GRDB
import GRDBSQLite
import Tables
import Values

/// Reads a table or a query of an SQLite database as a table. Nothing is ever written, beside the file neither.
func loadSQLite(
  _ declaration: FileDeclaration, progress: ((Int, Int) -> Void)? = nil, isCancelled: () -> Bool = { false }
) throws(Failure) -> LoadedFile {
  var log = ProblemLog(list: declaration.list, file: declaration.displayPath)
  return try OpenSQLite(declaration).read { (database) throws(Failure) in
    let query = try SQLiteQuery(declaration, in: database)
    let head = try query.head(declaration, log: &log)
    var rows = try query.rows()
    return try CellTable(declaration, header: head.header, plan: head.plan)
      .load(&rows, log: &log, progress: progress, isCancelled: isCancelled)
  }
}

/// Reads the columns and the first rows of a table or a query.
func readSQLiteHeader(_ declaration: FileDeclaration) throws(Failure) -> FileHeader {
  var log = ProblemLog(list: declaration.list, file: declaration.displayPath)
  return try OpenSQLite(declaration).read { (database) throws(Failure) in
    try SQLiteQuery(declaration, in: database).head(declaration, log: &log).fileHeader
  }
}

/// A database that is open for reading alone.
private struct OpenSQLite {
  private let queue: DatabaseQueue
  private let displayPath: String

  init(_ declaration: FileDeclaration) throws(Failure) {
    displayPath = declaration.displayPath
    guard declaration.encoding == nil else {
      throw Failure(
        .data, Phrase("\(displayPath) is a database and has no encoding to declare", "\(displayPath) 是数据库，不需声明编码"),
        notes: [Phrase("leave `encoding` out", "请去掉 `编码`")])
    }
    var path = declaration.path
    if try hasWriteAheadLog(declaration) {
      guard (try? InputFile(path: path + "-wal", displayPath: "").byteCount) ?? 0 == 0 else {
        throw Failure(
          .data,
          Phrase(
            "changes of \(displayPath) still stand beside it, in \(displayPath)-wal",
            "\(displayPath) 的部分改动尚在旁边的 \(displayPath)-wal 中"),
          notes: [
            Phrase(
              "close the program that writes it, or run `PRAGMA wal_checkpoint(TRUNCATE)` in it",
              "请关闭正在写入的程序，或在其中执行 `PRAGMA wal_checkpoint(TRUNCATE)`")
          ])
      }
      // Otherwise SQLite would make files beside it to share the log with writers.
      path = "file:\(escaped(path))?immutable=1"
    }
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { database in
      // A schema that others wrote runs nothing but plain functions.
      try database.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
      // A query may work long before its first row: it is asked to stop a few times a millisecond.
      sqlite3_progress_handler(database.sqliteConnection, 20_000, { _ in Interruption.isRequested ? 1 : 0 }, nil)
    }
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
    } catch {
      throw databaseFailure(error, displayPath)
    }
  }

  func read<Answer>(_ body: (Database) throws(Failure) -> Answer) throws(Failure) -> Answer {
    do {
      return try queue.read { database in
        Result { () throws(Failure) in try body(database) }
      }.get()
    } catch {
      throw databaseFailure(error, displayPath)
    }
  }
}

/// Whether a database keeps its changes in a file of their own until they are taken over.
private func hasWriteAheadLog(_ declaration: FileDeclaration) throws(Failure) -> Bool {
  let file = try InputFile(path: declaration.path, displayPath: declaration.displayPath)
  var header = [UInt8](repeating: 0, count: 20)
  return try file.read(20, at: 0, into: &header) == 20 && header[18] == 2
}

/// A path as a part of a URI.
private func escaped(_ path: String) -> String {
  var text = ""
  for byte in path.utf8 {
    let character = Character(Unicode.Scalar(byte))
    let hex = String(byte, radix: 16, uppercase: true)
    text +=
      character.isASCII && (character.isLetter || character.isNumber || "/._-~".contains(character))
      ? String(character) : "%" + (hex.count < 2 ? "0" : "") + hex
  }
  return text
}

/// What SQLite reports, as a failure of the file.
func databaseFailure(_ error: any Error, _ displayPath: String) -> Failure {
  if let failure = error as? Failure { return failure }
  let reason = (error as? DatabaseError)?.message ?? "\(error)"
  switch (error as? DatabaseError)?.resultCode {
  case .SQLITE_INTERRUPT?: return interrupted(displayPath)
  case .SQLITE_NOTADB?, .SQLITE_CORRUPT?:
    return Failure(
      .data, Phrase("\(displayPath) is damaged or encrypted: `\(reason)`", "\(displayPath) 已损坏或加密：`\(reason)`"),
      notes: [Phrase("`PRAGMA integrity_check` says more", "`PRAGMA integrity_check` 可查明原因")])
  case .SQLITE_BUSY?, .SQLITE_LOCKED?:
    return Failure(
      .environment, Phrase("\(displayPath) is being written by another program", "\(displayPath) 正被其他程序写入"),
      notes: [Phrase("try again when it is done", "请待其完成后重试")])
  default: return Failure(.data, Phrase("\(displayPath) can't be read: `\(reason)`", "无法读取 \(displayPath)：`\(reason)`"))
  }
}
