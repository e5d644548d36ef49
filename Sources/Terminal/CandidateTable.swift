/// Lays candidates out in columns below the line, each with its meaning, like the entries of a small dictionary.
struct CandidateTable {
  /// Lays out at most `limit` rows of at most `columns` cells; a last row `… +N` tells how many are not shown.
  static func rows(
    of candidates: [Completion.Candidate], omitted: Int = 0, columns: Int, limit: Int, palette: Palette
  ) -> [ScreenRow] {
    guard !candidates.isEmpty, limit > 0 else { return [] }
    let table = CandidateTable(candidates, columns: columns, palette: palette)
    let needed = (candidates.count + table.columnCount - 1) / table.columnCount
    guard needed > limit || omitted > 0 else { return table.rows(candidates, count: needed) }
    let shown = min((limit - 1) * table.columnCount, candidates.count)
    let more = CellWidth.truncate("… +\(candidates.count - shown + omitted)", to: columns)
    let last = ScreenRow(text: palette.apply(.faint, to: more), width: CellWidth.of(more))
    return table.rows(Array(candidates.prefix(shown)), count: min(limit - 1, needed)) + [last]
  }

  private let palette: Palette
  private let textWidth: Int
  private let meaningWidth: Int
  private let columnCount: Int

  /// Between a candidate and its meaning.
  private static let inner = 2
  /// Between one entry and the next.
  private static let outer = 3
  /// A meaning longer than this is cut, so that one long sentence does not make everything one column.
  private static let longestMeaning = 40

  private init(_ candidates: [Completion.Candidate], columns: Int, palette: Palette) {
    self.palette = palette
    let texts = candidates.map { CellWidth.of($0.label) }.max() ?? 0
    let meanings = candidates.map { CellWidth.of($0.meaning) }.max() ?? 0
    textWidth = min(texts, columns)
    let room = columns - textWidth - CandidateTable.inner
    let cut = room < 4 ? 0 : min(meanings, CandidateTable.longestMeaning, room)
    let entry = textWidth + (cut > 0 ? CandidateTable.inner + cut : 0)
    columnCount = max(1, (columns + CandidateTable.outer) / (entry + CandidateTable.outer))
    // One column alone has the whole row.
    meaningWidth = columnCount > 1 ? cut : room < 4 ? 0 : min(meanings, room)
  }

  /// Fills columns from top to bottom, as `ls` does.
  private func rows(_ candidates: [Completion.Candidate], count: Int) -> [ScreenRow] {
    (0..<count).map { index in
      var row = ScreenRow()
      for candidate in stride(from: index, to: candidates.count, by: count) {
        if candidate != index { pad(&row, by: CandidateTable.outer) }
        append(candidates[candidate], to: &row, isLast: candidate + count >= candidates.count)
      }
      return row
    }
  }

  private func append(_ candidate: Completion.Candidate, to row: inout ScreenRow, isLast: Bool) {
    let text = CellWidth.truncate(candidate.label, to: textWidth)
    row.text += text
    row.width += CellWidth.of(text)
    let meaning = CellWidth.truncate(candidate.meaning, to: meaningWidth)
    let hasMeaning = !meaning.isEmpty
    if hasMeaning || !isLast { pad(&row, by: textWidth - CellWidth.of(text)) }
    guard meaningWidth > 0, hasMeaning || !isLast else { return }
    pad(&row, by: CandidateTable.inner)
    row.text += palette.apply(.faint, to: meaning)
    row.width += CellWidth.of(meaning)
    if !isLast { pad(&row, by: meaningWidth - CellWidth.of(meaning)) }
  }

  private func pad(_ row: inout ScreenRow, by count: Int) {
    row.text += String(repeating: " ", count: max(count, 0))
    row.width += max(count, 0)
  }
}
