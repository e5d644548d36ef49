import Values

/// Finds the cells of a sheet's rows in its XML, and writes their texts. It keeps no more of the XML than a row.
struct SheetScanner {
  private let formats: CellFormats
  private let calendar: SerialCalendar
  private let strings: SharedStrings
  private var scratch = StoredNumber()
  /// Whether the part of the sheet that holds rows has begun.
  private var isInData = false
  /// The number of the row before.
  private var rowNumber = 0

  /// The last row and the number of columns that a sheet can have: XFD1048576.
  static let lastRow = 1 << 20
  static let columnCount = 1 << 14
  /// A row that is longer than this in XML is taken for damage: it is 500 bytes for each column.
  static let maximumRowSize = 64 << 20

  init(formats: CellFormats, calendar: SerialCalendar, strings: SharedStrings) {
    self.formats = formats
    self.calendar = calendar
    self.strings = strings
  }

  /// What was found where a row was looked for.
  enum Step {
    /// A row with the cells that it has, and where the next one begins.
    case row(next: Int)
    /// The bytes end before the row does.
    case incomplete
    /// The sheet has no more rows.
    case end
    case malformed(Phrase)
  }

  /// Reads the row that begins at `start` or behind it.
  /// - Precondition: 64 bytes are readable past `end`.
  mutating func scanRow(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, _ row: inout CellRow, _ texts: inout CellTexts
  ) -> Step {
    var position = start
    while true {
      guard case .tag(let tag) = XMLScanner.nextTag(bytes, from: position, to: end) else {
        return other(bytes, from: position, to: end)
      }
      position = tag.end
      if XMLScanner.matches(bytes, tag.name, "sheetData") {
        if tag.kind != .opening { return .end }
        isInData = true
      } else if isInData, XMLScanner.matches(bytes, tag.name, "row"), tag.kind != .closing {
        return scanCells(bytes, of: tag, to: end, &row, &texts)
      } else if !isInData, tag.kind != .opening, XMLScanner.matches(bytes, tag.name, "worksheet") {
        return .end
      }
    }
  }

  private func other(_ bytes: Span<UInt8>, from position: Int, to end: Int) -> Step {
    if case .malformed = XMLScanner.nextTag(bytes, from: position, to: end) { return .malformed(notXML) }
    return .incomplete
  }

  private var notXML: Phrase {
    Phrase("its XML is broken behind row \(rowNumber)", "第 \(rowNumber) 行之后的 XML 有误")
  }

  private mutating func scanCells(
    _ bytes: Span<UInt8>, of tag: XMLTag, to end: Int, _ row: inout CellRow, _ texts: inout CellTexts
  ) -> Step {
    guard let number = number(of: tag, bytes), number > rowNumber, number <= SheetScanner.lastRow else {
      return .malformed(Phrase("a row behind row \(rowNumber) is out of place", "第 \(rowNumber) 行之后的一行行号有误"))
    }
    row.begin(number, in: texts)
    guard tag.kind == .opening else {
      rowNumber = number
      return .row(next: tag.end)
    }
    var position = tag.end
    var column = -1
    while true {
      let head: CellHead
      if let usual = CellHead(usualAt: position, bytes, to: end) {
        (head, position) = (usual, usual.end)
      } else {
        let cell: XMLTag
        switch XMLScanner.nextTag(bytes, from: position, to: end) {
        case .incomplete: return .incomplete
        case .malformed: return .malformed(notXML)
        case .tag(let found): cell = found
        }
        position = cell.end
        if cell.kind == .closing {
          guard XMLScanner.matches(bytes, cell.name, "row") else { continue }
          rowNumber = number
          return .row(next: position)
        }
        guard XMLScanner.matches(bytes, cell.name, "c") else { continue }
        head = CellHead(cell, bytes)
      }
      if head.hasReference {
        guard head.row == number, head.column > column, head.column < SheetScanner.columnCount else {
          return .malformed(Phrase("a cell in row \(number) is out of place", "第 \(number) 行有一个单元格位置有误"))
        }
        column = head.column
      } else {
        column += 1
        guard column < SheetScanner.columnCount else {
          return .malformed(Phrase("row \(number) has too many cells", "第 \(number) 行的单元格过多"))
        }
      }
      guard !head.isEmpty else { continue }
      switch scanContent(bytes, from: position, to: end, head, column: column, &row, &texts) {
      case .whole(let next): position = next
      case .incomplete: return .incomplete
      case .malformed:
        return .malformed(
          Phrase(
            "a cell in row \(number) breaks off or names a text that there is not",
            "第 \(number) 行有一个单元格不完整，或所引用的共享文本不存在"))
      }
    }
  }

  private func number(of row: XMLTag, _ bytes: Span<UInt8>) -> Int? {
    var position = row.attributes.lowerBound
    while let attribute = XMLScanner.nextAttribute(bytes, &position, to: row.attributes.upperBound) {
      if attribute.name.count == 1, bytes[attribute.name.lowerBound] == UInt8(ascii: "r") {
        return digits(bytes, attribute.value)
      }
    }
    return rowNumber + 1
  }
}

/// Pieces of XML as words, the first byte lowest. Computed, so that none is fetched from memory.
private enum XMLWord {
  /// `<c r="`
  static var cellOpening: UInt64 { 0x223D_7220_633C }
  /// `<v>`
  static var valueOpening: UInt32 { 0x3E_763C }
  /// `</v></c>`
  static var valueClosing: UInt64 { 0x3E63_2F3C_3E76_2F3C }
}

/// What a cell's tag says of it.
private struct CellHead {
  /// What the cell's value means.
  enum Kind {
    case number
    case shared
    case inline
    case formulaText
    case flag
    case error
    case date
  }

  var kind = Kind.number
  var style = 0
  /// The place that the cell names; -1 where that is none.
  var column = -1
  var row = -1
  var hasReference = false
  /// Whether the tag has no content.
  var isEmpty = false
  /// Where the tag ends.
  var end = 0

  /// Reads a tag written as spreadsheet programs write nearly all: `<c r="B7" s="3" t="s">`; nil for any other form, and
  /// where the bytes may end before the tag does.
  @inline(__always)
  init?(usualAt start: Int, _ bytes: Span<UInt8>, to limit: Int) {
    guard limit &- start > 64 else { return nil }
    let raw = bytes.bytes
    guard raw.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self) & 0xFFFF_FFFF_FFFF == XMLWord.cellOpening
    else {
      return nil
    }
    var position = start &+ 6
    var letters = 0
    while case let letter = bytes[position] &- UInt8(ascii: "A"), letter < 26, letters < 1 << 14 {
      letters = letters &* 26 &+ Int(letter) &+ 1
      position &+= 1
    }
    var number = 0
    while case let digit = bytes[position] &- Byte.zero, digit <= 9, number < 1 << 24 {
      number = number &* 10 &+ Int(digit)
      position &+= 1
    }
    (column, row, hasReference) = (letters &- 1, number, true)
    guard letters > 0, number > 0, bytes[position] == Byte.quote else { return nil }
    position &+= 1
    if bytes[position] == Byte.space, bytes[position &+ 1] == UInt8(ascii: "s"), bytes[position &+ 2] == XMLByte.equal,
      bytes[position &+ 3] == Byte.quote
    {
      position &+= 4
      while case let digit = bytes[position] &- Byte.zero, digit <= 9, style < 1 << 24 {
        style = style &* 10 &+ Int(digit)
        position &+= 1
      }
      guard bytes[position] == Byte.quote else { return nil }
      position &+= 1
    }
    // A kind of one letter; the others are rare enough for the long way.
    if bytes[position] == Byte.space {
      guard bytes[position &+ 1] == UInt8(ascii: "t"), bytes[position &+ 2] == XMLByte.equal,
        bytes[position &+ 3] == Byte.quote, bytes[position &+ 4] &- UInt8(ascii: "a") < 26,
        bytes[position &+ 5] == Byte.quote
      else { return nil }
      setKind(bytes, position &+ 4..<position &+ 5)
      position &+= 6
    }
    guard bytes[position] == XMLByte.greater else { return nil }
    end = position &+ 1
  }

  @inline(__always)
  init(_ tag: XMLTag, _ bytes: Span<UInt8>) {
    isEmpty = tag.kind == .empty
    end = tag.end
    var position = tag.attributes.lowerBound
    while let attribute = XMLScanner.nextAttribute(bytes, &position, to: tag.attributes.upperBound) {
      guard attribute.name.count == 1 else { continue }
      switch bytes[attribute.name.lowerBound] {
      case UInt8(ascii: "r"): setReference(bytes, attribute.value)
      case UInt8(ascii: "s"): style = digits(bytes, attribute.value) ?? 0
      case UInt8(ascii: "t"): setKind(bytes, attribute.value)
      default: break
      }
    }
  }

  @inline(__always)
  private mutating func setReference(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    hasReference = true
    var position = range.lowerBound
    var letters = 0
    while position < range.upperBound, case let letter = (bytes[position] | 0x20) &- UInt8(ascii: "a"), letter < 26,
      position &- range.lowerBound < 4
    {
      letters = letters &* 26 &+ Int(letter) &+ 1
      position &+= 1
    }
    column = letters &- 1
    row = digits(bytes, position..<range.upperBound) ?? -1
  }

  @inline(__always)
  private mutating func setKind(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    guard let first = range.first else { return }
    switch bytes[first] {
    case UInt8(ascii: "s"): kind = range.count == 1 ? .shared : .formulaText
    case UInt8(ascii: "i"): kind = .inline
    case UInt8(ascii: "b"): kind = .flag
    case UInt8(ascii: "e"): kind = .error
    case UInt8(ascii: "d"): kind = .date
    default: kind = .number
    }
  }
}

extension SheetScanner {
  /// Reads what stands between a cell's tags.
  @inline(__always)
  private mutating func scanContent(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, _ head: CellHead, column: Int, _ row: inout CellRow,
    _ texts: inout CellTexts
  ) -> ElementEnding {
    // Nearly every cell is `<v>…</v></c>`; the bytes past the end that may be read make the comparison safe.
    let raw = bytes.bytes
    if end &- start > 16,
      raw.unsafeLoadUnaligned(fromByteOffset: start, as: UInt32.self) & 0xFF_FFFF == XMLWord.valueOpening
    {
      var position = start &+ 3
      while position < end, bytes[position] != XMLByte.less { position &+= 1 }
      if end &- position >= 8,
        raw.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self) == XMLWord.valueClosing
      {
        return append(bytes, start &+ 3..<position, head, column: column, &row, &texts)
          ? .whole(position &+ 8) : .malformed
      }
    }
    return scanSlowly(bytes, from: start, to: end, head, column: column, &row, &texts)
  }

  @inline(never)
  private mutating func scanSlowly(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, _ head: CellHead, column: Int, _ row: inout CellRow,
    _ texts: inout CellTexts
  ) -> ElementEnding {
    let textStart = texts.end
    var position = start
    var (valueStart, formulaStart) = (nil as Int?, nil as Int?)
    var (value, formula) = (nil as Range<Int>?, nil as Range<Int>?)
    while true {
      let tag: XMLTag
      switch XMLScanner.nextTag(bytes, from: position, to: end) {
      case .incomplete: return .incomplete
      case .malformed: return .malformed
      case .tag(let found): tag = found
      }
      position = tag.end
      if XMLScanner.matches(bytes, tag.name, "v") {
        if tag.kind == .opening { valueStart = tag.end }
        if tag.kind == .closing, let valueStart { value = valueStart..<tag.start }
      } else if XMLScanner.matches(bytes, tag.name, "f") {
        formula = formula ?? tag.end..<tag.end
        if tag.kind == .opening { formulaStart = tag.end }
        if tag.kind == .closing, let formulaStart { formula = formulaStart..<tag.start }
      } else if XMLScanner.matches(bytes, tag.name, "is"), tag.kind == .opening {
        row.isDoubtful = true
        switch texts.appendRichText(bytes, from: position, to: end, closing: "is") {
        case .whole(let next): position = next
        case .incomplete: return .incomplete
        case .malformed: return .malformed
        }
        row.add(column: column, textStart: textStart, texts)
      } else if tag.kind == .closing, XMLScanner.matches(bytes, tag.name, "c") {
        break
      }
    }
    if texts.end > textStart { return .whole(position) }
    if let value, !value.isEmpty || formula == nil || head.kind == .formulaText {
      return append(bytes, value, head, column: column, &row, &texts) ? .whole(position) : .malformed
    }
    if let formula {
      row.isDoubtful = true
      texts.append(XMLByte.equal)
      texts.appendDecoded(bytes, formula, isCellText: false)
      row.add(column: column, textStart: textStart, fault: .noValue, texts)
    }
    return .whole(position)
  }

  /// Writes a value as its kind means it; false where it names a text that there is not.
  @inline(__always)
  private mutating func append(
    _ bytes: Span<UInt8>, _ value: Range<Int>, _ head: CellHead, column: Int, _ row: inout CellRow,
    _ texts: inout CellTexts
  ) -> Bool {
    if value.isEmpty { return true }
    let textStart = texts.end
    var fault: CellRow.Fault?
    switch head.kind {
    case .shared:
      guard let index = digits(bytes, value), index < strings.count else { return false }
      strings.append(index, to: &texts)
    case .number:
      row.isDoubtful = row.isDoubtful || bytes[value.lowerBound] >= 0x80
      texts.appendNumber(
        bytes, value, format: formats[head.style], calendar: calendar, scratch: &scratch)
    case .flag:
      let first = bytes[value.lowerBound]
      texts.append(first == Byte.zero || first | 0x20 == UInt8(ascii: "f") ? "FALSE" : "TRUE")
    case .error:
      fault = .error
      row.isDoubtful = true
      texts.appendDecoded(bytes, value, isCellText: false)
    case .date, .formulaText, .inline:
      row.isDoubtful = true
      texts.appendDecoded(bytes, value, isCellText: true)
    }
    row.add(column: column, textStart: textStart, fault: fault, texts)
    return true
  }
}

/// A whole number of at most nine digits; nil for anything else.
@inline(__always)
func digits(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
  guard range.count > 0, range.count <= 9 else { return nil }
  var number = 0
  for offset in range {
    let digit = bytes[offset] &- Byte.zero
    guard digit <= 9 else { return nil }
    number = number &* 10 &+ Int(digit)
  }
  return number
}
