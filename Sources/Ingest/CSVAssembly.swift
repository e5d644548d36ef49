import Tables
import Values

/// Builds a table from a file, the next chunk being read while the columns of the last one are built, each by itself.
///
/// A column sees its cells in the order of the file, so its codes, its problems and whatever else it finds are the same
/// with any number of threads.
struct CSVAssembly {
  private let reader: ChunkReader
  private let columns: [BuildingColumn]
  private var current: RowChunk
  private var next: RowChunk

  /// A column while it is built. No two threads work on one at once: it is one piece of work.
  private final class BuildingColumn: @unchecked Sendable {
    private var builder: any ColumnBuilder
    var log: ProblemLog
    /// Why building ended, and at which batch.
    private(set) var failure: (Failure, batch: Int)?
    /// How long the last chunk took: what takes long is begun first.
    private(set) var duration = Duration.zero
    private(set) var column: Column?

    init(_ builder: any ColumnBuilder, log: ProblemLog) {
      self.builder = builder
      self.log = log
    }

    func append(_ chunk: RowChunk) {
      let start = ContinuousClock.now
      let bytes = chunk.window.bytes
      for index in 0..<chunk.batchCount {
        log.sequence = chunk.firstNumber + index
        do throws(Failure) {
          try builder.append(chunk.batch(index), bytes.span, log: &log)
        } catch {
          failure = (error, chunk.firstNumber + index)
          break
        }
      }
      duration = ContinuousClock.now - start
    }

    func reserve(_ rows: Int) { builder.reserve(rows) }

    func finish(_ lines: [Int32]) {
      log.sequence = .max
      column = builder.finish(lines: lines, log: &log)
      builder = BlankColumnBuilder(name: "", type: .flag)
    }
  }

  /// A table of planned columns, from a file whose beginning is in a window.
  init(_ plan: ColumnPlan, _ reader: ChunkReader, _ window: TextWindow, displayPath: String) {
    self.reader = reader
    columns = plan.builders(file: displayPath).map { BuildingColumn($0, log: reader.log.emptyCopy) }
    current = RowChunk(window)
    next = RowChunk(TextWindow(capacity: 0))
  }

  /// Reads the file to its end.
  /// - Parameter pause: Called now and then with the bytes done and the bytes there are.
  /// - Throws: What is wrong with the file as a whole, or what `pause` throws.
  mutating func run(_ pause: (_ done: Int, _ total: Int) throws(Failure) -> Void) throws(Failure) {
    reader.fill(current)
    var isFirst = true
    while true {
      try pause(reader.bytesRead, reader.byteCount)
      let isLast = current.window.isLast || current.failure != nil
      if current.batchCount == 0, !isLast {
        reader.readOn(current)
        continue
      }
      build(isLast: isLast)
      try check()
      if isFirst, !isLast {
        let rows = reader.reserve()
        for column in columns { column.reserve(rows) }
        isFirst = false
      }
      if isLast { break }
      swap(&current, &next)
    }
    try pause(reader.bytesRead, reader.byteCount)
  }

  /// Adds the current chunk to the columns, and fills the next one.
  private func build(isLast: Bool) {
    let (columns, reader, current, next) = (columns, reader, current, next)
    let order = columns.indices.sorted { (columns[$1].duration, $0) < (columns[$0].duration, $1) }
    let offset = isLast ? 0 : 1
    Threads.perform(order.count + offset) { piece in
      if piece < offset { reader.read(next, after: current) } else { columns[order[piece - offset]].append(current) }
    }
  }

  /// Throws what went wrong first in the order of the file.
  private func check() throws(Failure) {
    let first = columns.compactMap(\.failure).enumerated().min {
      ($0.element.batch, $0.offset) < ($1.element.batch, $1.offset)
    }
    if let first { throw first.element.0 }
    if let failure = current.failure { throw failure }
  }

  /// The table of all rows, with what was wrong in them.
  func finish(headerLine: Int) -> LoadedFile {
    let (columns, lines) = (columns, reader.lines)
    Threads.perform(columns.count) { columns[$0].finish(lines) }
    let log = ProblemLog(merging: [reader.log] + columns.map(\.log))
    let table = Table(columns: columns.compactMap(\.column), rowCount: lines.count, lines: LineNumbers(lines))
    return LoadedFile(
      table: table, rowHashes: table.columns.contains(where: \.hasOwnTextInEachRow) ? [] : reader.hashes,
      problems: log.problems, problemTotals: log.totals, rowsRead: reader.rowsRead,
      encoding: reader.encoding, headerLine: headerLine)
  }
}
