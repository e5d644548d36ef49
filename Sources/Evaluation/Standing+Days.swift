import Language
import Tables
import Values

extension Standing {
  /// The rows that stand on a day by their own dates: `since <= day < until`, and nothing that happened later.
  ///
  /// A blank end is open. A date that can't be read leaves the row in doubt: it stands in the headline.
  public init(of list: ListData, on day: CalendarDate) {
    let number = day.dayNumber
    let tests = [
      list.truth(list.standing.since, .lessOrEqual, number, isOpenWhenBlank: false),
      list.truth(list.standing.until, .greater, number, isOpenWhenBlank: true),
      list.truth(list.standing.on, .lessOrEqual, number, isOpenWhenBlank: false),
    ].compactMap { $0 }
    guard let first = tests.first else {
      self.init(Bitmap(repeating: true, count: list.rowCount))
      return
    }
    let planes = tests.dropFirst().reduce(first) { $0 & $1 }
    let possible = planes.unknown.isEmpty ? planes.yes : planes.yes | planes.unknown
    self.init(low: planes.yes, headline: possible, high: possible)
  }
}

extension ListData {
  /// The comparison of a date column with a day for each row; nil where the list has no such column.
  fileprivate func truth(_ position: Int?, _ sign: BinaryOperator, _ day: Int32, isOpenWhenBlank: Bool) -> TruthPlanes?
  {
    guard let position, case .days(let days) = table.columns[position].storage else { return nil }
    let column = table.columns[position]
    let parts = wordStripes(of: rowCount) { words in
      ColumnThreshold(cells: .days(days), known: column.known, sign: sign, threshold: Int64(day))
        .truth(words.lowerBound * 64..<min(rowCount, words.upperBound * 64))
    }
    let planes = TruthPlanes(joining: parts, count: rowCount)
    guard isOpenWhenBlank, column.known != nil else { return planes }
    let open = column.blank.map { planes.unknown & $0 } ?? planes.unknown
    return TruthPlanes(yes: planes.yes | open, unknown: planes.unknown.subtracting(open))
  }
}
