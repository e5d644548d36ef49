import Tables
import Values

/// Reads a CSV file as a table: one pass over its bytes, a block of them in memory at a time.
///
/// What is wrong in single rows and cells is reported in the result; what concerns the whole file is thrown.
/// - Parameters:
///   - declaration: The file and what is known of its columns.
///   - onBytes: Called with the file's bytes in their order, each once, by one thread at a time.
///   - progress: Called now and then with the bytes done and the bytes there are.
///   - isCancelled: Asked now and then; where it says yes, reading ends with a failure of kind `interrupted`.
/// - Returns: The table with the problems found.
/// - Throws: A `Failure`: the file missing, unreadable, empty or no text; headings that it lacks; amounts without unit.
public func loadCSV(
  _ declaration: FileDeclaration, onBytes: (@Sendable (Span<UInt8>) -> Void)? = nil,
  progress: ((_ bytesDone: Int, _ bytesTotal: Int) -> Void)? = nil, isCancelled: () -> Bool = { false }
) throws(Failure) -> LoadedFile {
  try loadCSV(declaration, sizes: .usual, onBytes: onBytes, progress: progress, isCancelled: isCancelled)
}

/// Reads the headings and the first rows of a CSV file, and says what its columns will be.
func readCSVHeader(_ declaration: FileDeclaration) throws(Failure) -> FileHeader {
  var log = ProblemLog(list: declaration.list, file: declaration.displayPath)
  var source = try OpenCSV(declaration, sizes: .usual)
  let head = try source.readHead(declaration, log: &log)
  return FileHeader(
    headings: head.header.row.cells, line: head.header.row.line, columns: head.plan.headerColumns,
    samples: head.samples.map(\.cells), encoding: source.file.encoding, delimiter: head.dialect.delimiter)
}

/// How much is held in memory at a time.
struct ReadingSizes {
  /// The bytes read from the file at once.
  var block: Int
  /// The bytes that headings and samples are sought in.
  var head: Int
  /// The longest row.
  var row: Int
  /// The bytes that one thread finds the rows of at a time.
  var stretch: Int

  static let usual = ReadingSizes(
    block: 1 << 20, head: 1 << 20, row: RowReader.usualMaximumRowSize, stretch: 1 << 18)
}

/// `loadCSV` with blocks of any size.
func loadCSV(
  _ declaration: FileDeclaration, sizes: ReadingSizes, onBytes: (@Sendable (Span<UInt8>) -> Void)? = nil,
  progress: ((Int, Int) -> Void)? = nil, isCancelled: () -> Bool = { false }
) throws(Failure) -> LoadedFile {
  var log = ProblemLog(list: declaration.list, file: declaration.displayPath)
  var source = try OpenCSV(declaration, sizes: sizes, onBytes: onBytes)
  let head = try source.readHead(declaration, log: &log)
  let header = head.header.row
  let rows = RowReader(head.dialect, columnCount: header.cells.count, maximumRowSize: sizes.row)
  source.window.advance(to: header.next)
  let window = source.window
  let reader = ChunkReader(
    source.file, rows, stretchSize: sizes.stretch, line: header.nextLine, displayPath: declaration.displayPath, log: log
  )
  var assembly = CSVAssembly(head.plan, reader, window, displayPath: declaration.displayPath)
  try assembly.run { (done, total) throws(Failure) in
    progress?(done, total)
    guard !isCancelled() else { throw interrupted(declaration.displayPath) }
  }
  let loaded = assembly.finish(headerLine: header.line)
  guard !isCancelled() else { throw interrupted(declaration.displayPath) }
  return loaded
}

/// A CSV file that is being read.
private struct OpenCSV: ~Copyable {
  var file: DecodedFile
  var window: TextWindow
  private let sizes: ReadingSizes

  /// What the beginning of the file tells.
  struct Head {
    let dialect: Dialect
    let header: HeaderRow
    let samples: [HeadRow]
    let plan: ColumnPlan
  }

  /// How many rows types are inferred from.
  private static let sampleRows = 1_000

  init(
    _ declaration: FileDeclaration, sizes: ReadingSizes, onBytes: (@Sendable (Span<UInt8>) -> Void)? = nil
  ) throws(Failure) {
    file = try DecodedFile(declaration, blockSize: sizes.block, onBytes: onBytes)
    window = TextWindow(capacity: sizes.block * 2)
    self.sizes = sizes
  }

  /// Reads the beginning: as much as is wanted of it, and more while headings are still to be found.
  mutating func readHead(_ declaration: FileDeclaration, log: inout ProblemLog) throws(Failure) -> Head {
    var size = sizes.head
    while true {
      repeat { try file.readBlock(into: &window) } while !window.isLast && window.count < size
      let (dialect, rows) = firstRows(declaration)
      let position = findHeader(rows, columns: declaration.columns)
      let isSettled = position.map { HeaderRow(rows[$0]).hasAll(declaration.columns) } ?? false
      if isSettled || window.isLast || window.count > sizes.row || rows.count > HeaderRow.searchedLines {
        return try head(rows, position, dialect, declaration, log: &log)
      }
      size = window.count * 2
    }
  }

  private func firstRows(_ declaration: FileDeclaration) -> (Dialect, [HeadRow]) {
    let range = window.start..<window.end
    let isLast = window.isLast || window.count > sizes.row
    let dialect = sniffDialect(window.bytes.span, range, isLast: isLast, declaration: declaration)
    let rows = readHeadRows(
      window.bytes.span, range, isLast: isLast, dialect: dialect, limit: HeaderRow.searchedLines + OpenCSV.sampleRows)
    return (dialect, rows)
  }

  private func head(
    _ rows: [HeadRow], _ position: Int?, _ dialect: Dialect, _ declaration: FileDeclaration, log: inout ProblemLog
  ) throws(Failure) -> Head {
    guard let position else {
      throw Failure(
        .data, Phrase("\(declaration.displayPath) is empty", "\(declaration.displayPath) 是空文件"),
        notes: [Phrase("its first line should hold the headings", "首行应为表头")])
    }
    guard rows[position].isText else { throw unreadableHeader(rows[position], declaration) }
    let header = HeaderRow(rows[position])
    let samples = rows[(position + 1)...].filter { $0.isText && $0.cells.count == header.row.cells.count }
      .prefix(OpenCSV.sampleRows)
    let plan = try ColumnPlan(declaration, header: header, samples: Array(samples), log: &log)
    return Head(dialect: dialect, header: header, samples: Array(samples), plan: plan)
  }

  private func unreadableHeader(_ row: HeadRow, _ declaration: FileDeclaration) -> Failure {
    let path = declaration.displayPath
    let encoding = file.encoding == .utf8 ? "UTF-8" : "GB 18030"
    return Failure(
      .data,
      Phrase(
        "\(path) line \(row.line): the headings are no text in \(encoding)",
        "\(path) 第 \(row.line) 行：表头不是 \(encoding) 编码的文本"),
      notes: [Phrase("declare the encoding: `utf8` or `gb18030`", "请声明编码：`utf8` 或 `gb18030`")])
  }
}
