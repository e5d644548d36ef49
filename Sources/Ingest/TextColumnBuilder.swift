import Tables
import Values

/// Builds a column of text or categories: codes into a dictionary of distinct texts.
struct TextColumnBuilder: ColumnBuilder {
  private let source: ColumnSource
  private let type: ValueType
  /// Whether texts are kept as they are, with the blanks around them and those that stand for nothing elsewhere.
  private let isVerbatim: Bool
  /// The texts of the cells as they stand, those for nothing included.
  private var dictionary = ByteDictionary()
  private var codes: [UInt32] = []
  // One batch's cells, kept so that no batch allocates.
  private var cells = [Field](repeating: .none, count: RowBatch.capacity)
  private var hashes = [UInt64](repeating: 0, count: RowBatch.capacity)

  init(_ source: ColumnSource, type: ValueType, isVerbatim: Bool = false) {
    self.source = source
    self.type = type
    self.isVerbatim = isVerbatim
  }

  mutating func append(_ batch: borrowing RowBatch, _ bytes: Span<UInt8>, log: inout ProblemLog) {
    for row in 0..<batch.rowCount {
      let cell =
        isVerbatim ? batch.wholeCell(row, source.position) : batch.cell(row, source.position, bytes)
      cells[row] = cell
      hashes[row] = hashBytes(bytes, cell)
    }
    dictionary.appendCodes(of: cells, hashes: hashes, count: batch.rowCount, in: bytes, to: &codes)
  }

  mutating func reserve(_ rows: Int) { codes.reserveCapacity(rows) }

  mutating func finish(lines: [Int32], log: inout ProblemLog) -> Column {
    let plan = finalPlan()
    reportLostDigits(plan, lines: lines, log: &log)
    var states = CellStates()
    states.extend(by: codes.count)
    if let finalCodes = plan.codes {
      for row in codes.indices {
        let final = finalCodes[Int(codes[row])]
        if final == Plan.blank { states.markBlank(row) }
        // What stands in an unknown cell means nothing, but it must be a code.
        codes[row] = final == Plan.blank ? 0 : final
      }
    }
    let hasNoText = plan.count == 0 && !codes.isEmpty
    let texts =
      hasNoText
      ? TextDictionary([""]) : TextDictionary(bytes: Buffer(plan.bytes), offsets: TextOffsets(plan.offsets))
    return Column(
      name: source.name, heading: source.heading, type: type,
      storage: .codes(Codes(codes, distinct: texts.count), texts), known: states.known, blank: states.blanks)
  }

  /// What becomes of each text that stood in a cell.
  private struct Plan {
    static let blank = UInt32.max
    /// The texts that say something, one behind another.
    var bytes: [UInt8] = []
    var offsets = [0]
    var count: Int { offsets.count - 1 }
    /// The final code for each code of the cells; nil where they are the same.
    var codes: [UInt32]?
    /// The codes of texts that a spreadsheet cut to a few digits.
    var shortened: Set<UInt32> = []
  }

  /// Leaves out the words for nothing.
  private func finalPlan() -> Plan {
    var plan = Plan()
    plan.offsets.reserveCapacity(dictionary.count + 1)
    var codes: [UInt32] = []
    codes.reserveCapacity(dictionary.count)
    var folded = FoldedText()
    dictionary.withTexts { bytes, range in
      for code in 0..<dictionary.count {
        let range = range(code)
        guard !isBlank(bytes, range, &folded) else {
          codes.append(Plan.blank)
          continue
        }
        codes.append(UInt32(plan.count))
        bytes.extracting(range).withUnsafeBufferPointer { plan.bytes.append(contentsOf: $0) }
        plan.offsets.append(plan.bytes.count)
        if !isVerbatim, hasLostDigits(bytes, range) { plan.shortened.insert(UInt32(code)) }
      }
    }
    if plan.count < codes.count { plan.codes = codes }
    return plan
  }

  private func isBlank(_ bytes: Span<UInt8>, _ range: Range<Int>, _ folded: inout FoldedText) -> Bool {
    if range.isEmpty { return true }
    guard !isVerbatim, range.count <= NullWords.longest, NullWords.canBegin(with: bytes[range.lowerBound]) else {
      return false
    }
    folded.fold(bytes, range)
    return NullWords.text.contains(folded)
  }

  private func reportLostDigits(_ plan: Plan, lines: [Int32], log: inout ProblemLog) {
    guard !plan.shortened.isEmpty else { return }
    for row in codes.indices where plan.shortened.contains(codes[row]) {
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
    case .number(let number) = readNumber(bytes, from: range.lowerBound, to: range.upperBound)
  else { return false }
  var position = number.end
  guard range.upperBound - position >= 4, bytes[position] | 0x20 == UInt8(ascii: "e"), bytes[position + 1] == Byte.plus
  else { return false }
  position += 2
  guard case .number(let exponent) = readNumber(bytes, from: position, to: range.upperBound) else { return false }
  return exponent.end == range.upperBound && exponent.places == 0 && exponent.mantissa >= 11
}
