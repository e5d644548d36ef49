import Values

/// What a file is, by its first bytes; names are not to be trusted.
public enum FileKind: Sendable {
  /// Text, in rows of cells.
  case text
  /// A workbook with sheets, as spreadsheets write it.
  case workbook
  /// A database of SQLite.
  case database
  /// A table as Arrow's IPC has it.
  case arrow

  /// Tells what a file is.
  /// - Throws: A `Failure`: the file missing or unreadable, of a kind that is not read, or without the part that is meant.
  public init(_ declaration: FileDeclaration) throws(Failure) {
    let path = declaration.displayPath
    let file = try InputFile(path: declaration.path, displayPath: path)
    var head = [UInt8](repeating: 0, count: 16)
    // What has no size, such as a pipe, can be read only once: as text.
    let count = file.byteCount > 0 ? try file.read(16, at: 0, into: &head) : 0
    switch Signature(head.span.extracting(0..<count)) {
    case .package: self = .workbook
    case .database: self = .database
    case .arrow: self = .arrow
    case .oldFeather: throw oldFeatherFailure(path)
    case .parquet: throw parquetFailure(path)
    case .compoundDocument: throw compoundDocumentFailure(file, displayPath: path)
    case .utf8, .gb18030, .utf16, .none:
      guard declaration.part == nil else {
        throw partMismatch(
          declaration.part, file: path, holding: Phrase("text", "文本"),
          notes: [Phrase("leave `sheet`, `table` or `query` out", "请去掉 `工作表`、`数据表` 或 `查询`")])
      }
      self = .text
    }
  }
}

/// Reads a file as a table: CSV, a sheet of a workbook, a table or query of a database, or an Arrow file, told by the
/// file's first bytes.
///
/// What is wrong in single rows and cells is reported in the result; what concerns the whole file is thrown.
/// - Parameters:
///   - declaration: The file, what of it is meant, and what is known of its columns.
///   - kind: What the file is, where that was told already.
///   - onBytes: Called with the bytes of a text file in their order, each once, by one thread at a time. Files of other
///     kinds are read here and there, and it is never called.
///   - progress: Called now and then with what is done and what there is to do, in bytes.
///   - isCancelled: Asked now and then; where it says yes, reading ends with a failure of kind `interrupted`.
/// - Returns: The table with the problems found; lines are rows of a sheet, or of what a table or query gives.
/// - Throws: A `Failure`: the file missing, unreadable, empty, damaged or of another kind; headings that it lacks;
///   amounts without unit.
public func loadFile(
  _ declaration: FileDeclaration, kind: FileKind? = nil, onBytes: (@Sendable (Span<UInt8>) -> Void)? = nil,
  progress: ((_ done: Int, _ total: Int) -> Void)? = nil, isCancelled: () -> Bool = { false }
) throws(Failure) -> LoadedFile {
  let known: FileKind
  if let kind { known = kind } else { known = try FileKind(declaration) }
  return switch known {
  case .text: try loadCSV(declaration, onBytes: onBytes, progress: progress, isCancelled: isCancelled)
  case .workbook: try loadWorkbook(declaration, progress: progress, isCancelled: isCancelled)
  case .database: try loadSQLite(declaration, progress: progress, isCancelled: isCancelled)
  case .arrow: try loadArrow(declaration, progress: progress, isCancelled: isCancelled)
  }
}

/// Reads the headings and the first rows of a file, and says what its columns will be.
/// - Parameter declaration: The file, what of it is meant, and what is known of its columns.
/// - Returns: What the beginning of the file tells.
/// - Throws: What `loadFile` throws for the beginning of the file.
public func readHeader(_ declaration: FileDeclaration) throws(Failure) -> FileHeader {
  switch try FileKind(declaration) {
  case .text: try readCSVHeader(declaration)
  case .workbook: try readWorkbookHeader(declaration)
  case .database: try readSQLiteHeader(declaration)
  case .arrow: try readArrowHeader(declaration)
  }
}

private func oldFeatherFailure(_ path: String) -> Failure {
  Failure(
    .data, Phrase("\(path) is a Feather file of the old form, version 1", "\(path) 是旧版（第 1 版）Feather 文件"),
    notes: [Phrase("write it anew as version 2, which is Arrow's own form", "请改用第 2 版（即 Arrow 格式）重新写出")])
}

private func parquetFailure(_ path: String) -> Failure {
  Failure(
    .data, Phrase("\(path) is a Parquet file, which is not read", "\(path) 是 Parquet 文件，无法读取"),
    notes: [
      Phrase(
        "write the table as an Arrow file, with `write_ipc` or `to_feather`",
        "请用 `write_ipc` 或 `to_feather` 写为 Arrow 文件")
    ])
}
