import Tables
import Values

/// Puts a table together, a batch of rows after another.
struct TableAssembly {
  private var builders: [any ColumnBuilder]
  private var lines = LineCollection()
  private var hashes: [UInt64] = []

  /// A table of planned columns; the file's path as the user wrote it is for messages.
  init(_ plan: ColumnPlan, displayPath: String) { builders = plan.builders(file: displayPath) }

  /// Adds the rows of a batch.
  mutating func append(_ batch: borrowing RowBatch, _ bytes: Span<UInt8>, log: inout ProblemLog) throws(Failure) {
    batch.appendLines(to: &lines)
    hashes += batch.hashes
    for index in builders.indices { try builders[index].append(batch, bytes, log: &log) }
  }

  /// The table of all rows added, with what was wrong in them.
  mutating func finish(
    rowsRead: Int, encoding: TextEncoding, headerLine: Int, log: inout ProblemLog
  ) -> LoadedFile {
    let lines = lines.finish()
    var columns: [Column] = []
    for index in builders.indices {
      builders[index].prepareToFinish()
      columns.append(builders[index].finish(lines: lines, log: &log))
      builders[index] = BlankColumnBuilder(name: "", type: .flag)
    }
    return LoadedFile(
      table: Table(columns: columns, rowCount: lines.count, lines: lines), rowHashes: hashes,
      problems: log.problems,
      problemTotals: log.totals, rowsRead: rowsRead, encoding: encoding, headerLine: headerLine)
  }
}

/// What is thrown where reading was to end before the file did.
func interrupted(_ file: String) -> Failure {
  Failure(.interrupted, Phrase("loading \(file) was interrupted", "载入 \(file) 已中断"))
}
