import Values

/// A stretch of a file's text with the batches of rows that were found in it.
///
/// One thread at a time writes to it, while it is filled; afterwards any number read. `CSVAssembly` sees to that, which
/// is why it may go from thread to thread.
final class RowChunk: @unchecked Sendable {
  /// The text that the cells of the batches lie in.
  var window: TextWindow
  /// The batches, more of them than are in use: they are filled again and again.
  private var batches: [RowBatch] = []
  /// How many batches there are.
  private(set) var batchCount = 0
  /// The number of the first batch, counted from the beginning of the file.
  private(set) var firstNumber = 0
  /// What ended the reading behind the last batch.
  var failure: Failure?

  init(_ window: TextWindow) { self.window = window }

  /// One of the batches that are in use.
  func batch(_ index: Int) -> RowBatch { batches[index] }

  /// Forgets the batches; the first of the next ones has a number.
  func removeBatches(next number: Int) {
    batchCount = 0
    firstNumber = number
  }

  /// Fills one more batch with the window's next rows.
  /// - Returns: Whether there was any.
  func fillBatch(
    fieldCount: Int, _ body: (inout RowBatch, inout TextWindow) throws(Failure) -> Void
  ) throws(Failure) -> Bool {
    if batchCount == batches.count { batches.append(RowBatch(fieldCount: fieldCount)) }
    batches[batchCount].removeAll()
    try body(&batches[batchCount], &window)
    guard batches[batchCount].rowCount > 0 else { return false }
    batchCount += 1
    return true
  }
}

/// Reads a file chunk by chunk and finds the rows, in the order of the file.
///
/// It is used by one thread after another, never by two at once: the one that fills a chunk.
final class ChunkReader: @unchecked Sendable {
  private(set) var file: DecodedFile
  private var rows: RowReader
  private let fieldCount: Int
  /// The number of the next batch, counted from the beginning of the file.
  private var number = 0
  /// The line that each row of all batches began on, and a hash of its bytes.
  private(set) var lines: [Int32] = []
  private(set) var hashes: [UInt64] = []
  var log: ProblemLog

  init(_ file: consuming DecodedFile, _ rows: RowReader, fieldCount: Int, log: ProblemLog) {
    self.file = file
    self.rows = rows
    self.fieldCount = fieldCount
    self.log = log
  }

  /// How many rows with data there were.
  var rowsRead: Int { rows.rowsRead }
  var bytesRead: Int { file.bytesRead }
  var byteCount: Int { file.byteCount }
  var encoding: TextEncoding { file.encoding }

  /// Fills a chunk with the rows of its own window.
  func fill(_ chunk: RowChunk) {
    chunk.removeBatches(next: number)
    chunk.failure = nil
    do throws(Failure) {
      while true {
        log.sequence = number
        let hasRows = try chunk.fillBatch(fieldCount: fieldCount) { (batch, window) throws(Failure) in
          try rows.fill(&batch, from: &window, log: &log)
        }
        guard hasRows else { return }
        let batch = chunk.batch(chunk.batchCount - 1)
        lines += batch.lines
        hashes += batch.hashes
        number += 1
      }
    } catch {
      chunk.failure = error
    }
  }

  /// Adds the next block of the file to a chunk whose rows were all taken, and fills it.
  func readOn(_ chunk: RowChunk) {
    do throws(Failure) {
      try file.readBlock(into: &chunk.window)
    } catch {
      chunk.removeBatches(next: number)
      chunk.failure = error
      return
    }
    fill(chunk)
  }

  /// Fills a chunk with what another has left over and the next block of the file.
  func read(_ chunk: RowChunk, after other: RowChunk) {
    chunk.window.restart(withRestOf: other.window)
    readOn(chunk)
  }

  /// Makes room for the rows that the whole file will have if the rest of it is like its beginning.
  func reserve() -> Int {
    guard bytesRead > 0, byteCount > bytesRead else { return lines.count }
    let rows = Int(Double(lines.count) * Double(byteCount) / Double(bytesRead) * 1.02) + 1
    lines.reserveCapacity(rows)
    hashes.reserveCapacity(rows)
    return rows
  }
}
