@testable import Terminal

/// A terminal small enough to trust: it wraps, scrolls, and knows the few sequences that the painter uses.
struct ScreenModel {
  private let size: TerminalSize
  private var cells: [[String]]
  private var row = 0
  private var column = 0
  /// The last cell of the row was filled and the next character will wrap.
  private var isAtMargin = false
  /// How many rows have gone out at the top.
  private(set) var scrolledRows = 0
  /// How often everything from the first cell on was cleared at once, which terminals may keep as a page that went by.
  private(set) var clearedPages = 0
  private var savedCaret = (row: 0, column: 0)

  init(size: TerminalSize) {
    self.size = size
    cells = Array(repeating: Array(repeating: "", count: size.columns), count: size.rows)
  }

  var caret: (row: Int, column: Int) { (row, column) }

  /// The rows without trailing blanks and without empty rows at the end.
  var contents: [String] { cells.map { text(of: $0) }.droppingTrailingEmpty }

  var caretRowText: String { text(of: cells[row]) }

  private func text(of row: [String]) -> String {
    row.map { $0.isEmpty ? " " : $0 }.joined().replacingWideHalves.trimmed
  }

  mutating func write(_ output: String) {
    var scalars = Array(output.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\r": (column, isAtMargin) = (0, false)
      case "\n": lineFeed()
      case "\u{1B}":
        // Sequences without a bracket are one character long, and that may be a digit.
        let digits = scalars.first == "[" ? scalars.dropFirst().prefix { $0.value < 0x40 } : []
        scalars = scalars.dropFirst(scalars.first == "[" ? 1 + digits.count : 0)
        perform(scalars.popFirst() ?? "m", count: Int(String(scalars: digits)) ?? 1)
      default: put(scalar)
      }
    }
  }

  private mutating func perform(_ command: Unicode.Scalar, count: Int) {
    switch command {
    case "A": row = max(row - count, 0)
    case "B": row = min(row + count, size.rows - 1)
    case "C": column = min(column + count, size.columns - 1)
    case "K": clear(row, from: column)
    case "7": savedCaret = caret
    case "8": (row, column) = savedCaret
    case "J":
      if caret == (0, 0) { clearedPages += 1 }
      clear(row, from: column)
      for below in (row + 1)..<max(size.rows, row + 1) { clear(below, from: 0) }
    default: break
    }
    if command != "m" { isAtMargin = false }
  }

  private mutating func clear(_ row: Int, from start: Int) {
    for column in start..<size.columns { cells[row][column] = "" }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    let width = CellWidth.of(scalar) ?? 1
    guard width > 0 else { return }
    if isAtMargin || column + width > size.columns {
      column = 0
      lineFeed()
    }
    isAtMargin = false
    // Writing over one half of a double-width character blanks the other.
    if cells[row][column] == ScreenModel.wideHalf, column > 0 { cells[row][column - 1] = "" }
    let behind = column + width
    if behind < size.columns, cells[row][behind] == ScreenModel.wideHalf { cells[row][behind] = "" }
    cells[row][column] = String(scalar)
    if width == 2 { cells[row][column + 1] = ScreenModel.wideHalf }
    column += width
    if column == size.columns { (column, isAtMargin) = (size.columns - 1, true) }
  }

  private mutating func lineFeed() {
    isAtMargin = false
    if row + 1 < size.rows {
      row += 1
    } else {
      cells.removeFirst()
      scrolledRows += 1
      cells.append(Array(repeating: "", count: size.columns))
    }
  }

  static let wideHalf = "\u{0}"
}

extension String {
  var trimmed: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }

  fileprivate var replacingWideHalves: String { filter { $0 != Character(ScreenModel.wideHalf) } }
}

extension [String] {
  var droppingTrailingEmpty: [String] {
    var rows = self
    while rows.last?.isEmpty == true { rows.removeLast() }
    return rows
  }
}

/// The same numbers for the same seed on every run.
struct SmallRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
