/// What a terminal shows: a window of cells, the rows that went out at its top, and the few sequences that the shell
/// sends.
struct TerminalScreen {
  private let columns: Int
  private let height: Int
  /// Every row so far; the last `height` of them are the window.
  private var cells: [[Character?]]
  private var row = 0
  private var column = 0
  /// The last cell of a row was filled, and the next character will wrap.
  private var isAtMargin = false
  private var undecoded: [UInt8] = []
  private var sequence: [Unicode.Scalar]?
  /// Whether the program asked for marks around pasted text.
  private(set) var marksPastes = false

  /// The second cell of a double-width character.
  private static let wideHalf: Character = "\u{0}"

  init(columns: Int, height: Int) {
    self.columns = columns
    self.height = height
    cells = TerminalScreen.blank(rows: height, columns: columns)
  }

  /// Every row so far, without blanks at its end; empty rows below the last are left out.
  var rows: [String] {
    var rows = cells.map(TerminalScreen.text)
    while rows.last == "" { rows.removeLast() }
    return rows
  }

  /// All rows as one text.
  var text: String { rows.joined(separator: "\n") }

  /// The row in which the cursor is, blanks before the cursor included.
  var cursorRow: String {
    let text = TerminalScreen.text(of: cells[row])
    let before = String(cells[row][..<column].map { $0 ?? " " }.filter { $0 != TerminalScreen.wideHalf })
    return text.count < before.count ? before : text
  }

  /// The cell in which the cursor is, counted from 0.
  var cursorColumn: Int { column }

  /// Takes what the program wrote, which may end inside a character.
  mutating func receive(_ bytes: some Sequence<UInt8>) {
    undecoded += bytes
    let complete = undecoded.count - TerminalScreen.unfinishedTail(of: undecoded)
    for scalar in String(decoding: undecoded[..<complete], as: UTF8.self).unicodeScalars { take(scalar) }
    undecoded.removeFirst(complete)
  }

  /// How many bytes at the end begin a character that is not all there.
  private static func unfinishedTail(of bytes: [UInt8]) -> Int {
    for (distance, byte) in bytes.suffix(3).reversed().enumerated() where byte & 0xC0 != 0x80 {
      let length = byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
      return length > distance + 1 ? distance + 1 : 0
    }
    return 0
  }

  private mutating func take(_ scalar: Unicode.Scalar) {
    if sequence != nil { return continueSequence(scalar) }
    switch scalar {
    case "\r": (column, isAtMargin) = (0, false)
    case "\n": lineFeed()
    case "\u{8}": (column, isAtMargin) = (max(column - 1, 0), false)
    case "\t": column = min((column / 8 + 1) * 8, columns - 1)
    case "\u{7}": break
    case "\u{1B}": sequence = []
    default: put(scalar)
    }
  }

  private mutating func continueSequence(_ scalar: Unicode.Scalar) {
    guard sequence?.first == "[" || sequence?.isEmpty == true && scalar == "[" else {
      sequence = nil
      return
    }
    let isLast = sequence?.isEmpty == false && (0x40...0x7E).contains(scalar.value)
    guard isLast else {
      sequence?.append(scalar)
      return
    }
    let parameters = String(String.UnicodeScalarView(sequence?.dropFirst() ?? []))
    sequence = nil
    perform(scalar, parameters)
  }

  private mutating func perform(_ command: Unicode.Scalar, _ parameters: String) {
    let numbers = parameters.split(separator: ";").map { Int($0) ?? 0 }
    let count = max(numbers.first ?? 1, 1)
    let top = cells.count - height
    switch command {
    case "A": row = max(row - count, top)
    case "B": row = min(row + count, cells.count - 1)
    case "C": column = min(column + count, columns - 1)
    case "D": column = max(column - count, 0)
    case "G": column = min(count, columns) - 1
    case "H":
      row = top + min(count, height) - 1
      column = min(max(numbers.dropFirst().first ?? 1, 1), columns) - 1
    case "J":
      erase(row, (numbers.first ?? 0) == 0 ? column..<columns : 0..<columns)
      let first = (numbers.first ?? 0) == 0 ? row + 1 : top
      for below in first..<max(first, cells.count) { erase(below, 0..<columns) }
    case "K": erase(row, (numbers.first ?? 0) == 0 ? column..<columns : 0..<columns)
    case "h", "l": if parameters == "?2004" { marksPastes = command == "h" }
    default: return
    }
    isAtMargin = false
  }

  private mutating func erase(_ row: Int, _ range: Range<Int>) {
    for column in range { cells[row][column] = nil }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    let width = TerminalScreen.width(of: scalar)
    if isAtMargin || column + width > columns {
      column = 0
      lineFeed()
    }
    isAtMargin = false
    // Writing over one half of a double-width character blanks the other.
    if cells[row][column] == TerminalScreen.wideHalf, column > 0 { cells[row][column - 1] = nil }
    let behind = column + width
    if behind < columns, cells[row][behind] == TerminalScreen.wideHalf { cells[row][behind] = nil }
    cells[row][column] = Character(scalar)
    if width == 2 { cells[row][column + 1] = TerminalScreen.wideHalf }
    column = behind
    if column == columns { (column, isAtMargin) = (columns - 1, true) }
  }

  private mutating func lineFeed() {
    isAtMargin = false
    row += 1
    if row == cells.count { cells += TerminalScreen.blank(rows: 1, columns: columns) }
  }

  private static func blank(rows: Int, columns: Int) -> [[Character?]] {
    Array(repeating: Array(repeating: nil, count: columns), count: rows)
  }

  private static func text(of row: [Character?]) -> String {
    var text = String(row.map { $0 ?? " " }.filter { $0 != wideHalf })
    while text.last == " " { text.removeLast() }
    return text
  }

  /// Two cells for Chinese, its punctuation and full-width forms.
  private static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      2
    default: 1
    }
  }
}
