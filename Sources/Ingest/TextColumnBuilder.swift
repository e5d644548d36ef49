import Tables
import Values

/// Builds a column of text or categories: codes into a dictionary of distinct texts.
struct TextColumnBuilder: ColumnBuilder {
  private let source: ColumnSource
  private let type: ValueType
  /// Whether texts are kept as they are, with the blanks around them and those that stand for nothing elsewhere.
  private let isVerbatim: Bool
  private var dictionary: ByteDictionary
  private var codes = RowCodes()
  private var states = CellStates()
  /// The codes of texts that a spreadsheet cut to a few digits.
  private var shortened: Set<UInt32> = []
  /// Where all texts were taken for new: those that weren't.
  private var repeats: [RepeatFinder.Repeat] = []
  // One batch's cells, kept so that no batch allocates.
  private var cells = [Field](repeating: .none, count: RowBatch.capacity)
  private var hashes = [UInt64](repeating: 0, count: RowBatch.capacity)
  private var batchCodes = [UInt32](repeating: 0, count: RowBatch.capacity)

  init(_ source: ColumnSource, type: ValueType, isVerbatim: Bool = false) {
    self.source = source
    self.type = type
    self.isVerbatim = isVerbatim
    dictionary = ByteDictionary(isVerbatim ? .empty : .nullWords)
  }

  mutating func append(_ batch: borrowing RowBatch, _ bytes: Span<UInt8>, log: inout ProblemLog) {
    let count = batch.rowCount
    TextColumnBuilder.prepare(
      batch.fields.span.extracting(batch.places(of: source.position)), bytes, isVerbatim: isVerbatim, &cells, &hashes)
    let known = dictionary.count
    dictionary.findCodes(of: cells, hashes: hashes, count: count, in: bytes, into: &batchCodes)
    var blanks = 0
    for row in 0..<count { blanks &+= batchCodes[row] == ByteDictionary.blank ? 1 : 0 }
    let first = states.count
    states.extend(by: count)
    if blanks > 0 {
      for row in 0..<count where batchCodes[row] == ByteDictionary.blank {
        states.markBlank(first &+ row)
        // What stands in an unknown cell means nothing, but it must be a code.
        batchCodes[row] = 0
      }
    }
    codes.append(batchCodes.prefix(count), below: dictionary.count)
    if !isVerbatim { findShortened(from: known) }
    if dictionary.isDueForSearch { settle(dictionary.repeats(), isFinal: false) }
  }

  private mutating func settle(_ repeats: [RepeatFinder.Repeat], isFinal: Bool) {
    guard let numbers = dictionary.settle(repeats, isFinal: isFinal) else { return }
    shortened = Set(shortened.map { numbers[Int($0)] })
    codes.renumber(numbers, distinct: dictionary.count)
  }

  /// Takes a batch's cells with the hash of each.
  private static func prepare(
    _ fields: Span<Field>, _ bytes: Span<UInt8>, isVerbatim: Bool, _ cells: inout [Field], _ hashes: inout [UInt64]
  ) {
    cells.withMutableSpan { cells in
      hashes.withMutableSpan { hashes in
        for row in 0..<fields.count {
          let cell = isVerbatim ? fields[row] : fields[row].trimmed(bytes)
          cells[row] = cell
          hashes[row] = hashBytes(bytes, cell)
        }
      }
    }
  }

  /// Looks at the texts that a batch brought.
  private mutating func findShortened(from first: Int) {
    for code in first..<dictionary.count {
      let isShortened = dictionary.withBytes(of: code) { hasLostDigits($0, $1) }
      if isShortened { shortened.insert(UInt32(code)) }
    }
  }

  mutating func reserve(_ rows: Int) {
    dictionary.reserve(rows: rows, seen: codes.count)
    codes.reserve(rows)
  }

  mutating func prepareToFinish() { repeats = dictionary.repeats() }

  mutating func finish(lines: LineNumbers, log: inout ProblemLog) -> Column {
    settle(repeats, isFinal: true)
    reportLostDigits(lines: lines, log: &log)
    let hasNoText = dictionary.count == 0 && codes.count > 0
    let texts = hasNoText ? TextDictionary([""]) : dictionary.finish()
    return Column(
      name: source.name, heading: source.heading, type: type, storage: .codes(codes.codes, texts),
      known: states.known, blank: states.blanks)
  }

  private func reportLostDigits(lines: LineNumbers, log: inout ProblemLog) {
    guard !shortened.isEmpty else { return }
    for row in 0..<codes.count where shortened.contains(codes[row]) && !states.isUnknown(row) {
      log.report(
        .badValue, line: Int(lines[row]), heading: source.heading,
        found: String(decoding: dictionary.bytes(of: Int(codes[row])), as: UTF8.self),
        expected: Phrase(
          "a code in full: a spreadsheet has cut it to a few digits", "完整的代码：电子表格已将其截成几位数字"),
        outcome: .kept)
    }
  }
}

/// Whether a text is a long number as a spreadsheet shows it, with most digits gone: `9.13E+17`.
func hasLostDigits(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
  guard (5...24).contains(range.count), bytes[range.lowerBound] <= Byte.nine,
    firstIndex(of: Byte.plus, in: bytes, range) != nil,
    case .number(let number) = readNumber(bytes, from: range.lowerBound, to: range.upperBound)
  else { return false }
  var position = number.end
  guard range.upperBound - position >= 4, bytes[position] | 0x20 == UInt8(ascii: "e"), bytes[position + 1] == Byte.plus
  else { return false }
  position += 2
  guard case .number(let exponent) = readNumber(bytes, from: position, to: range.upperBound) else { return false }
  return exponent.end == range.upperBound && exponent.places == 0 && exponent.mantissa >= 11
}
