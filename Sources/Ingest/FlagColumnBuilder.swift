import Tables
import Values

/// The words for yes and no in a column, in comparable form.
struct FlagWords: Equatable {
  private let yes: Set<String>
  private let no: Set<String>

  /// The usual words.
  static let usual = FlagWords(
    yes: ["是", "有", "yes", "true", "1", "y", "t", "√", "✓"], no: ["否", "无", "no", "false", "0", "n", "f", "×", "✗"])

  private init(yes: Set<String>, no: Set<String>) {
    self.yes = yes
    self.no = no
  }

  /// Declared words; a side without any takes the usual ones, less what the other side has.
  init(yes: [String], no: [String]) {
    let (declaredYes, declaredNo) = (Set(yes.map(FlagWords.comparable)), Set(no.map(FlagWords.comparable)))
    self.yes = yes.isEmpty ? FlagWords.usual.yes.subtracting(declaredNo) : declaredYes
    self.no = no.isEmpty ? FlagWords.usual.no.subtracting(declaredYes) : declaredNo
  }

  /// What a cell's text says, or nil.
  func answer(_ text: String) -> Bool? {
    let word = FlagWords.comparable(text)
    return yes.contains(word) ? true : no.contains(word) ? false : nil
  }

  /// The words as a message lists them.
  var list: String {
    let yes = yes == FlagWords.usual.yes ? ["是", "有", "yes"] : yes.sorted()
    let no = no == FlagWords.usual.no ? ["否", "无", "no"] : no.sorted()
    return yes.joined(separator: "/") + " · " + no.joined(separator: "/")
  }

  private static func comparable(_ text: String) -> String {
    var folded = FoldedText()
    folded.fold(text)
    return String(decoding: folded.bytes, as: UTF8.self).filter { $0 != " " }
  }
}

/// Builds a column of yes and no.
struct FlagColumnBuilder: ColumnBuilder {
  private enum Meaning {
    case yes
    case no
    case blank
    case unreadable
  }

  private let source: ColumnSource
  private let words: FlagWords
  /// The few distinct texts of the cells, each looked at once.
  private var dictionary = ByteDictionary()
  private var meanings: [Meaning] = []
  private var bits: [UInt64] = []
  private var states = CellStates()

  init(_ source: ColumnSource, words: FlagWords) {
    self.source = source
    self.words = words
  }

  mutating func append(_ batch: borrowing RowBatch, _ bytes: Span<UInt8>, log: inout ProblemLog) {
    let first = states.count
    states.extend(by: batch.rowCount)
    bits.append(contentsOf: repeatElement(0, count: Bitmap.wordCount(for: states.count) - bits.count))
    let cells = batch.fields.span.extracting(batch.places(of: source.position))
    for row in 0..<cells.count {
      let cell = cells[row].trimmed(bytes)
      let code = Int(dictionary.code(of: cell, in: bytes, hash: hashBytes(bytes, cell)))
      if code == meanings.count { meanings.append(meaning(bytes, cell)) }
      let index = first &+ row
      switch meanings[code] {
      case .yes: bits[index >> 6] |= 1 << UInt64(index & 63)
      case .no: break
      case .blank: states.markBlank(index)
      case .unreadable:
        states.markUnknown(index)
        log.report(
          .badValue, line: batch.line(row), heading: source.heading, found: excerpt(bytes, cell.range),
          expected: Phrase("one of \(words.list)", "下列之一：\(words.list)"), outcome: .unknown)
      }
    }
  }

  private func meaning(_ bytes: Span<UInt8>, _ cell: Field) -> Meaning {
    if cell.length == 0 { return .blank }
    if let answer = words.answer(text(bytes, cell.range)) { return answer ? .yes : .no }
    var folded = FoldedText()
    folded.fold(bytes, cell.range)
    return NullWords.value.contains(folded) ? .blank : .unreadable
  }

  mutating func finish(lines: LineNumbers, log: inout ProblemLog) -> Column {
    Column(
      name: source.name, heading: source.heading, type: .flag,
      storage: .flags(Bitmap(words: bits, count: states.count)), known: states.known, blank: states.blanks)
  }
}
