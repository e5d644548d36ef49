/// One row of the screen as it was or will be painted.
struct ScreenRow: Equatable {
  /// The characters with their control sequences. Each row starts and ends without a style.
  var text = ""

  /// The cells that the characters take.
  var width = 0

  /// Whether the line goes on in the next row only because the window is too narrow.
  var isWrapped = false
}

/// Builds rows cell by cell, wrapping where the window ends.
struct ScreenRowBuilder {
  let columns: Int
  let palette: Palette
  private(set) var rows: [ScreenRow] = []
  private var row = ScreenRow()
  private var style: Style?

  init(columns: Int, palette: Palette) {
    self.columns = max(columns, 2)
    self.palette = palette
  }

  /// The column where the next cell would stand, equal to `columns` when the row is full.
  var column: Int { row.width }

  /// Where something of `width` cells will stand: at the start of the next row when this one has no room.
  func place(forWidth width: Int) -> (row: Int, column: Int) {
    row.width + width > columns ? (rows.count + 1, 0) : (rows.count, min(row.width, columns - 1))
  }

  mutating func append(_ scalar: Unicode.Scalar, width: Int, style: Style?) {
    if row.width + width > columns { close(isWrapped: true) }
    if style != self.style {
      endStyle()
      if let style { row.text += palette.opening(style) }
      self.style = style
    }
    row.text.unicodeScalars.append(scalar)
    row.width += width
  }

  mutating func append(_ text: String, style: Style?) {
    for scalar in text.unicodeScalars {
      append(CellWidth.of(scalar) == nil ? "\u{FFFD}" : scalar, width: CellWidth.of(scalar) ?? 1, style: style)
    }
  }

  /// Ends the row; what follows starts a new one.
  mutating func close(isWrapped: Bool = false) {
    endStyle()
    row.isWrapped = isWrapped
    rows.append(row)
    row = ScreenRow()
  }

  private mutating func endStyle() {
    if let style, !palette.opening(style).isEmpty { row.text += Palette.closing }
    style = nil
  }
}
