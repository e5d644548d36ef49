import Values

/// A stretch of a chunk's text in which one thread finds the rows.
///
/// One thread at a time writes to it, while it is gone through; afterwards any number read. `CSVAssembly` sees to that,
/// which is why it may go from thread to thread.
final class RowStretch: @unchecked Sendable {
  /// Where the first row of the next stretch is looked for.
  fileprivate var boundary = 0
  /// Whether its beginning would lie within quotation marks, if all of them enclose fields.
  fileprivate var isQuoted = false
  fileprivate(set) var rows: FoundRows
  /// The number of its first batch, counted from the beginning of the file.
  fileprivate(set) var firstBatch = 0

  fileprivate init(_ log: ProblemLog) { rows = FoundRows(log) }

  /// Lends the rows to be changed where they stand.
  fileprivate func withRows(_ body: (inout FoundRows) -> Void) {
    // Taken out, so that nothing has to watch over the access.
    var rows = FoundRows(self.rows.log)
    swap(&rows, &self.rows)
    body(&rows)
    self.rows = rows
  }
}

/// A piece of a file's text with the rows that were found in it.
///
/// Threads take turns as with its stretches.
final class RowChunk: @unchecked Sendable {
  /// The text that the cells lie in.
  fileprivate(set) var window: TextWindow
  /// The stretches in use, and all that ever were.
  fileprivate(set) var stretches: ArraySlice<RowStretch> = []
  fileprivate var allStretches: [RowStretch] = []
  /// Where the block begins, and how many quotation marks stand in each stretch of it.
  fileprivate var blockStart = 0
  fileprivate var quoteCounts: [Int] = []
  /// How many bytes of the file were read when this was.
  fileprivate(set) var fileEnd = 0
  /// What ended the reading behind the rows.
  fileprivate(set) var failure: Failure?

  init(_ window: TextWindow = TextWindow(capacity: 0)) { self.window = window }

  /// Whether nothing of the file comes after it.
  var isLast: Bool { window.isLast || failure != nil }

  /// Calls the body with each batch of rows and its number, counted from the beginning of the file.
  func forEachBatch(_ body: (borrowing RowBatch, _ number: Int) -> Void) {
    for stretch in stretches {
      for (index, batch) in stretch.rows.batches.enumerated() { body(batch, stretch.firstBatch + index) }
    }
  }
}

/// Takes a file's text through the steps from blocks to rows, a chunk at a time.
///
/// Blocks are read in their order. The rows of a chunk are looked for in several stretches at once, each from a guess
/// on; then the stretches are joined, which tells whether the guesses were right.
final class ChunkReader: @unchecked Sendable {
  private var file: DecodedFile
  private let reader: RowReader
  private let stretchSize: Int
  /// The line on which the next row that is joined begins, and the number of its batch.
  private var line: Int
  private var batch = 0
  /// How many rows with data were joined, those set aside included.
  private(set) var rowsRead = 0
  private(set) var log: ProblemLog
  private let displayPath: String

  init(
    _ file: consuming DecodedFile, _ reader: RowReader, stretchSize: Int, line: Int, displayPath: String,
    log: ProblemLog
  ) {
    self.file = file
    self.reader = reader
    self.stretchSize = stretchSize
    self.line = line
    self.displayPath = displayPath
    self.log = log
  }

  var byteCount: Int { file.byteCount }
  var encoding: TextEncoding { file.encoding }

  // MARK: Reading

  /// Takes what is in a chunk's window as it is for its block.
  func begin(_ chunk: RowChunk) {
    chunk.fileEnd = file.bytesRead
    chunk.blockStart = chunk.window.start
    countQuotes(in: chunk)
    cut(chunk)
  }

  /// Reads the next block of the file into a chunk. One thread at a time does so.
  func readBlock(into chunk: RowChunk) {
    chunk.failure = nil
    chunk.stretches = []
    chunk.window.restart()
    chunk.blockStart = chunk.window.start
    do throws(Failure) {
      try file.readBlock(into: &chunk.window)
    } catch {
      chunk.failure = error
    }
    chunk.fileEnd = file.bytesRead
    countQuotes(in: chunk)
  }

  private func countQuotes(in chunk: RowChunk) {
    var start = chunk.blockStart
    chunk.quoteCounts.removeAll(keepingCapacity: true)
    // Even a block without text may follow on a row that has no end yet.
    repeat {
      let end = min(start + stretchSize, chunk.window.end)
      chunk.quoteCounts.append(count(of: Byte.quote, in: chunk.window.bytes.span, start..<end))
      start = end
    } while start < chunk.window.end
  }

  /// Puts what a chunk whose rows are joined has left over before the block of the next one.
  func pass(restOf chunk: RowChunk, to next: RowChunk) {
    guard next.failure == nil else { return }
    next.window.prepend(restOf: chunk.window)
    next.blockStart = next.window.start + chunk.window.count
    cut(next)
  }

  /// Cuts a chunk into stretches. The first begins where a row does.
  private func cut(_ chunk: RowChunk) {
    let window = chunk.window
    while chunk.allStretches.count < chunk.quoteCounts.count { chunk.allStretches.append(RowStretch(log)) }
    chunk.stretches = chunk.allStretches.prefix(chunk.quoteCounts.count)
    var quotes = count(of: Byte.quote, in: window.bytes.span, window.start..<chunk.blockStart)
    for (index, stretch) in chunk.stretches.enumerated() {
      stretch.isQuoted = quotes % 2 == 1
      stretch.boundary = min(chunk.blockStart + (index + 1) * stretchSize, window.end)
      quotes += chunk.quoteCounts[index]
    }
  }

  // MARK: Rows

  /// Finds the rows that begin in one of a chunk's stretches, from where they are guessed to.
  func findRows(in chunk: RowChunk, stretch index: Int) {
    let stretch = chunk.stretches[index]
    guard index > 0 else { return findRows(of: stretch, in: chunk, from: chunk.window.start) }
    let start = reader.guessRowStart(
      chunk.window.bytes.span, from: chunk.stretches[index - 1].boundary, to: stretch.boundary,
      isQuoted: stretch.isQuoted)
    findRows(of: stretch, in: chunk, from: start)
  }

  private func findRows(of stretch: RowStretch, in chunk: RowChunk, from start: Int) {
    stretch.withRows { reader.findRows(from: start, before: stretch.boundary, of: chunk.window, into: &$0) }
  }

  /// Joins the rows that were found in a chunk's stretches: each must begin where those before it end, else it is gone
  /// through anew from there.
  func join(_ chunk: RowChunk) {
    guard chunk.failure == nil else { return }
    var position = chunk.window.start
    var ending = FoundRows.Ending.complete
    for stretch in chunk.stretches {
      guard ending == .complete, position < stretch.boundary else {
        stretch.withRows { $0.restart(at: position) }
        continue
      }
      if stretch.rows.start != position { findRows(of: stretch, in: chunk, from: position) }
      take(stretch, of: chunk)
      position = stretch.rows.next
      ending = stretch.rows.ending
    }
    chunk.window.advance(to: position)
    if ending == .rowTooLong { chunk.failure = rowTooLong }
  }

  private func take(_ stretch: RowStretch, of chunk: RowChunk) {
    stretch.withRows { $0.settle(linesBefore: line, in: &chunk.window) }
    stretch.firstBatch = batch
    let rows = stretch.rows
    log.append(rows.log, lines: line, sequence: batch)
    line += rows.line
    rowsRead += rows.rowsRead
    batch += rows.batches.count
  }

  private var rowTooLong: Failure {
    Failure(
      .data,
      Phrase(
        "\(displayPath) line \(line) is longer than \(reader.maximumRowSize >> 20) MB: this is no CSV file",
        "\(displayPath) 第 \(line) 行超过 \(reader.maximumRowSize >> 20) MB，不是 CSV 文件"))
  }
}
