import Values

/// The row of headings among a file's first rows.
struct HeaderRow {
  /// How many lines of a file may come before the headings.
  static let searchedLines = 20

  let row: HeadRow
  /// Each heading in comparable form, in the order of the file.
  let comparable: [String]

  init(_ row: HeadRow) {
    self.row = row
    comparable = row.cells.map(normalisedHeading)
  }

  /// The places of the columns that a declaration means: the first is the one to read, others repeat its heading.
  func positions(of column: ColumnDeclaration) -> [Int] {
    for heading in column.acceptedHeadings {
      let wanted = normalisedHeading(heading)
      let found = comparable.indices.filter { comparable[$0] == wanted }
      if !found.isEmpty { return found }
    }
    return []
  }

  /// Whether the row has every declared column that a file must have.
  func hasAll(_ columns: [ColumnDeclaration]) -> Bool {
    columns.allSatisfy { !$0.isRequired || !positions(of: $0).isEmpty }
  }

  /// How many of some declared columns the row has.
  func matchCount(_ columns: [ColumnDeclaration]) -> Int { columns.count { !positions(of: $0).isEmpty } }
}

/// Finds the headings: the first of the searched lines that has all declared columns, else the one that has most of
/// them; without declarations, the first that is about as full as any. Rows above are titles.
/// - Returns: The row's place among the rows; nil where there is none.
func findHeader(_ rows: [HeadRow], columns: [ColumnDeclaration]) -> Int? {
  let searched = rows.prefix { $0.line <= HeaderRow.searchedLines }
  guard !searched.isEmpty else { return rows.isEmpty ? nil : 0 }
  let counts = searched.map { HeaderRow($0).matchCount(columns) }
  if let most = counts.max(), most > 0 { return counts.firstIndex(of: most) }
  let fullest = searched.map(\.filledCount).max() ?? 0
  return searched.firstIndex { $0.filledCount * 10 >= fullest * 6 }
}

/// Tells how a text separates fields and lines.
func sniffDialect(
  _ bytes: Span<UInt8>, _ range: Range<Int>, isLast: Bool, declaration: FileDeclaration
) -> Dialect {
  let hasLineFeed = firstIndex(of: Byte.lineFeed, in: bytes, range) != nil
  // A return at the very end may yet be followed by a line feed.
  let decided = isLast ? range : range.lowerBound..<max(range.lowerBound, range.upperBound - 1)
  let hasReturn = firstIndex(of: Byte.carriageReturn, in: bytes, decided) != nil
  let lineEnd = hasReturn && !hasLineFeed ? Byte.carriageReturn : Byte.lineFeed
  if let delimiter = declaration.delimiter { return Dialect(delimiter: delimiter, lineEnd: lineEnd) }
  var best = (score: DialectScore(matched: 0, regularRows: 0, width: 0), delimiter: Byte.comma)
  for delimiter in [Byte.comma, UInt8(ascii: ";"), Byte.tab, UInt8(ascii: "|")] {
    let dialect = Dialect(delimiter: delimiter, lineEnd: lineEnd)
    let rows = readHeadRows(bytes, range, isLast: isLast, dialect: dialect, limit: HeaderRow.searchedLines)
    let score = DialectScore(rows, columns: declaration.columns)
    if best.score < score { best = (score, delimiter) }
  }
  return Dialect(delimiter: best.delimiter, lineEnd: lineEnd)
}

/// How well the first rows fit a delimiter: by the declared headings found, else by how regular the rows are.
private struct DialectScore: Comparable {
  let matched: Int
  let regularRows: Int
  let width: Int

  init(matched: Int, regularRows: Int, width: Int) {
    self.matched = matched
    self.regularRows = regularRows
    self.width = width
  }

  init(_ rows: [HeadRow], columns: [ColumnDeclaration]) {
    matched = rows.map { HeaderRow($0).matchCount(columns) }.max() ?? 0
    let widths = Dictionary(grouping: rows.map(\.cells.count).filter { $0 > 1 }) { $0 }.mapValues(\.count)
    let commonest = widths.max { ($0.value, $0.key) < ($1.value, $1.key) }
    regularRows = commonest?.value ?? 0
    width = commonest?.key ?? 0
  }

  static func < (left: DialectScore, right: DialectScore) -> Bool {
    (left.matched, left.regularRows, left.width) < (right.matched, right.regularRows, right.width)
  }
}

/// What is wrong where the file lacks headings that the declaration names: each of them, all at once.
func missingHeadingsFailure(_ missing: [ColumnDeclaration], in header: HeaderRow, file: String) -> Failure {
  let there = header.row.cells.filter { !$0.isEmpty }
  let list = there.prefix(40).map { "“\($0)”" }.joined(separator: ", ") + (there.count > 40 ? " …" : "")
  let diagnostics = missing.enumerated().map { position, column in
    let heading = column.acceptedHeadings[0]
    var notes: [Phrase] = []
    let near = Nearness.names(near: heading, among: there, as: normalisedHeading)
    if !near.isEmpty {
      let names = near.map { "“\($0)”" }.joined(separator: ", ")
      notes.append(Phrase("near headings: \(names)", "相近的表头：\(names)"))
    }
    if position == 0 {
      notes.append(Phrase("the headings there: \(list)", "该行的表头：\(list)"))
    }
    return Diagnostic(
      .data,
      Phrase(
        "\(file) line \(header.row.line) has no heading “\(heading)”", "\(file) 第 \(header.row.line) 行没有表头“\(heading)”"),
      notes: notes)
  }
  return Failure(diagnostics)
}
