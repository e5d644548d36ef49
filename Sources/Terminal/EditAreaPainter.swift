/// Keeps the edit area on the screen up to date by rewriting the rows that changed.
///
/// Rows are always rewritten whole, from their first cell: a terminal and a program that disagree about half of a
/// double-width character can then never drift apart. The painter only produces text; writing it is the caller's.
struct EditAreaPainter {
  private var painted: [ScreenRow] = []
  private var caret = (row: 0, column: 0)
  private var firstVisibleRow = 0
  private var output = ""
  private var row = 0
  private var reachedRows = 0

  /// The row of the caret on the screen, counted from the first row of the area.
  var caretRow: Int { caret.row }

  /// The text that brings the screen from what it shows to `layout` with `footer` below it.
  ///
  /// An area that is taller than the window is shown in part, always with the caret in it.
  mutating func paint(_ layout: EditAreaLayout, footer: [ScreenRow] = [], size: TerminalSize) -> String {
    let footer = footer.prefix(max(size.rows - layout.rows.count, min(1, size.rows - 1)))
    let height = size.rows - footer.count
    let rows = visibleRows(of: layout, height: height) + footer
    let target = (row: layout.caretRow - firstVisibleRow, column: layout.caretColumn)
    guard rows != painted || target != caret else { return "" }

    output = ""
    row = caret.row
    reachedRows = max(painted.count, 1)
    write(rows, columns: size.columns)
    if painted.count > rows.count {
      move(to: rows.count)
      output += "\u{1B}[J"
    }
    move(to: target.row)
    if target.column > 0 { output += "\u{1B}[\(target.column)C" }
    painted = rows
    caret = target
    return output
  }

  /// The text that leaves the area: the cursor goes to the start of the row below it, and the area is forgotten.
  mutating func leave() -> String {
    output = ""
    row = caret.row
    reachedRows = max(painted.count, 1)
    move(to: reachedRows)
    forget()
    return output
  }

  /// The text that removes the area from the screen, its caret standing on `row` by now.
  mutating func erase(caretRow row: Int) -> String {
    forget()
    // All that is below the first row, then that row: a terminal that is told to clear everything from its first cell on
    // may keep it as a page that went by, and a copy of the line would come back with the next change of width.
    let up = row > 0 ? "\u{1B}[\(row)A" : ""
    return "\r\(up)\u{1B}7\u{1B}[K\u{1B}[B\u{1B}[J\u{1B}8"
  }

  /// Takes the cursor's row for an empty one: the next area is painted from there.
  mutating func forget() {
    painted = []
    caret = (0, 0)
    firstVisibleRow = 0
  }

  private mutating func visibleRows(of layout: EditAreaLayout, height: Int) -> [ScreenRow] {
    let last = max(layout.rows.count - height, 0)
    firstVisibleRow = min(firstVisibleRow, last, layout.caretRow)
    firstVisibleRow = max(firstVisibleRow, layout.caretRow - height + 1)
    return Array(layout.rows[firstVisibleRow...].prefix(height))
  }

  private mutating func write(_ rows: [ScreenRow], columns: Int) {
    // A wrapped row flows into the next through the terminal's own margin, so that the terminal knows the two for one
    // line when it copies text or changes its width.
    var flows = false
    for (index, new) in rows.enumerated() {
      guard flows || index >= painted.count || painted[index] != new else { continue }
      if flows {
        row = index
        reachedRows = max(reachedRows, index + 1)
      } else {
        move(to: index)
      }
      output += new.text
      // Behind a full row the cursor still stands on its last cell: clearing there would eat it.
      if new.width < columns { output += "\u{1B}[K" }
      flows = new.isWrapped && index + 1 < rows.count
    }
  }

  /// Moves to the start of a row. Only rows below the last one reached are made by line feeds: those can scroll.
  private mutating func move(to target: Int) {
    output += "\r"
    if target < row {
      output += "\u{1B}[\(row - target)A"
    } else {
      let within = min(target, reachedRows - 1)
      if within > row { output += "\u{1B}[\(within - row)B" }
      output += String(repeating: "\r\n", count: max(target - max(within, row), 0))
      reachedRows = max(reachedRows, target + 1)
    }
    row = target
  }
}
