import Tables
import Values

/// Builds a table from a file. While the columns of one chunk are built, each by itself, the rows of the next one are
/// found, stretch by stretch, and the block behind that is read: as many of these pieces of work at once as there are
/// threads.
///
/// A column sees its cells in the order of the file, so its codes, its problems and whatever else it finds are the same
/// with any number of threads.
struct CSVAssembly {
  private let reader: ChunkReader
  private let columns: [BuildingColumn]
  private let rows = RowIndex()
  /// The chunks whose columns are built, whose rows are found and that is read.
  private var built = RowChunk()
  private var found: RowChunk
  private var read = RowChunk()

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
      chunk.forEachBatch { batch, number in
        guard failure == nil else { return }
        log.sequence = number
        do throws(Failure) {
          try builder.append(batch, bytes.span, log: &log)
        } catch {
          failure = (error, number)
        }
      }
      duration = ContinuousClock.now - start
    }

    func reserve(_ rows: Int) { builder.reserve(rows) }

    func prepareToFinish() { builder.prepareToFinish() }

    func finish(_ lines: LineNumbers) {
      log.sequence = .max
      column = builder.finish(lines: lines, log: &log)
      builder = BlankColumnBuilder(name: "", type: .flag)
    }
  }

  /// What is known of each row besides its cells. It is one piece of work, as a column is.
  private final class RowIndex: @unchecked Sendable {
    /// The line that each row began on, and a hash of its bytes.
    private(set) var lines = LineCollection()
    private(set) var hashes: [UInt64] = []

    func append(_ chunk: RowChunk) {
      chunk.forEachBatch { batch, _ in
        batch.appendLines(to: &lines)
        hashes += batch.hashes
      }
    }

    func reserve(_ rows: Int) { hashes.reserveCapacity(rows) }
  }

  /// A table of planned columns, from a file whose beginning is in a window.
  init(_ plan: ColumnPlan, _ reader: ChunkReader, _ window: TextWindow, displayPath: String) {
    self.reader = reader
    columns = plan.builders(file: displayPath).map { BuildingColumn($0, log: reader.log.emptyCopy) }
    found = RowChunk(window)
  }

  /// Reads the file to its end.
  /// - Parameter pause: Called now and then with the bytes done and the bytes there are.
  /// - Throws: What is wrong with the file as a whole, or what `pause` throws.
  mutating func run(_ pause: (_ done: Int, _ total: Int) throws(Failure) -> Void) throws(Failure) {
    reader.begin(found)
    var hasRoom = false
    while true {
      work()
      try check()
      if built.isLast { break }
      reader.join(found)
      if !found.isLast { reader.pass(restOf: found, to: read) }
      if !hasRoom, rows.lines.count > 0 {
        reserve()
        hasRoom = true
      }
      (built, found, read) = (found, read, built)
      try pause(built.fileEnd, reader.byteCount)
    }
  }

  /// Does one step with each chunk.
  private func work() {
    let (columns, rows, reader, built, found, read) = (columns, rows, reader, built, found, read)
    let order = columns.indices.sorted { (columns[$1].duration, $0) < (columns[$0].duration, $1) }
    // What takes longest first, so that the shortest pieces are left for whoever has nothing else to do.
    let first = built.isLast || found.isLast ? 0 : 1
    let stretchCount = built.isLast ? 0 : found.stretches.count
    Threads.perform(first + order.count + 1 + stretchCount) { piece in
      switch piece - first {
      case -1: reader.readBlock(into: read)
      case let column where column < order.count: columns[order[column]].append(built)
      case order.count: rows.append(built)
      case let other: reader.findRows(in: found, stretch: other - order.count - 1)
      }
    }
  }

  /// Makes room for the rows that the whole file will have if the rest of it is like its beginning.
  private func reserve() {
    guard built.fileEnd > 0, reader.byteCount > built.fileEnd else { return }
    let rows = Int(Double(rows.lines.count) * Double(reader.byteCount) / Double(built.fileEnd) * 1.02) + 1
    self.rows.reserve(rows)
    for column in columns { column.reserve(rows) }
  }

  /// Throws what went wrong first in the order of the file.
  private func check() throws(Failure) {
    let first = columns.compactMap(\.failure).enumerated().min {
      ($0.element.batch, $0.offset) < ($1.element.batch, $1.offset)
    }
    if let first { throw first.element.0 }
    if let failure = built.failure { throw failure }
  }

  /// The table of all rows, with what was wrong in them.
  func finish(headerLine: Int) -> LoadedFile {
    let (columns, lines) = (columns, rows.lines.finish())
    for column in columns { column.prepareToFinish() }
    Threads.perform(columns.count) { columns[$0].finish(lines) }
    let log = ProblemLog(merging: [reader.log] + columns.map(\.log))
    let table = Table(columns: columns.compactMap(\.column), rowCount: lines.count, lines: lines)
    return LoadedFile(
      table: table, rowHashes: table.columns.contains(where: \.hasOwnTextInEachRow) ? [] : rows.hashes,
      problems: log.problems, problemTotals: log.totals, rowsRead: reader.rowsRead,
      encoding: reader.encoding, headerLine: headerLine)
  }
}
