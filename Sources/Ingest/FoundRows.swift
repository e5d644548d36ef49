/// The rows that begin in a stretch of text, in batches, and what of it is no row of the file's shape.
///
/// Lines are counted from the stretch's first one, which is 0: how many come before it may not be known yet.
struct FoundRows {
  /// Why no more rows were looked for.
  enum Ending: Equatable {
    /// All that begin in the stretch were found.
    case complete
    /// The text ends before the next row does.
    case cut
    /// The next row is too long for any row.
    case rowTooLong
  }

  /// The batches that are in use, each of at least a row.
  private(set) var batches: [RowBatch] = []
  /// Those of former stretches, to be filled again.
  private var spare: [RowBatch] = []
  /// Where the first row begins.
  private(set) var start = 0
  /// Where the row behind the last one begins, and on which line.
  var next = 0
  var line = 0
  var ending = Ending.complete
  /// How many rows with data there were, those set aside included.
  var rowsRead = 0
  var log: ProblemLog
  /// Cells in which doubled quotation marks are still to be read as single ones.
  private var escaped: [(batch: Int, field: Int)] = []

  init(_ log: ProblemLog) { self.log = log.emptyCopy }

  /// Forgets all rows; the next ones begin at a place.
  mutating func restart(at position: Int) {
    for index in batches.indices { batches[index].removeAll() }
    spare += batches
    batches.removeAll(keepingCapacity: true)
    escaped.removeAll(keepingCapacity: true)
    (start, next, line, ending, rowsRead, log) = (position, position, 0, .complete, 0, log.emptyCopy)
  }

  /// Fills one more batch.
  mutating func fillBatch(fieldCount: Int, _ body: (inout RowBatch, inout FoundRows) -> Void) {
    var batch = spare.popLast() ?? RowBatch(fieldCount: fieldCount)
    log.sequence = batches.count
    body(&batch, &self)
    if batch.rowCount > 0 { batches.append(batch) } else { spare.append(batch) }
  }

  /// Notes cells of the row that was just read into the batch that is being filled.
  mutating func noteEscaped(in batch: borrowing RowBatch) {
    for field in batch.nextRow where batch.fields[field].isEscaped { escaped.append((batches.count, field)) }
  }

  /// Settles which lines of the file the rows stand on, and reads doubled quotation marks as single ones.
  mutating func settle(linesBefore: Int, in window: inout TextWindow) {
    for index in batches.indices { batches[index].linesBefore = linesBefore }
    for (batch, field) in escaped { batches[batch].setField(field, window.unescape(batches[batch].fields[field])) }
  }
}
