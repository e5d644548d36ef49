import Values

/// The type that a column's first cells suggest.
///
/// A cell that the type can't hold will be unknown, so a number is inferred only where every cell is one. Dates and
/// amounts, whose shape or heading says what they are, may have a few bad cells. The cells have no blanks around them.
func inferType(heading: String, cells: [String]) -> ValueType {
  let samples = cells.filter { !$0.isEmpty }.map(SampleCell.init).filter { !$0.isBlank(.text) }
  guard !samples.isEmpty else { return .text }
  let values = samples.filter { !$0.isBlank(.value) }
  if let unit = MoneyUnit(heading: heading), mostly(values, { $0.isMoney(unit) }) { return .money }
  let dates = samples.filter { !$0.isBlank(.date) }
  if mostly(dates, \.isDate), dates.contains(where: \.isDay) { return .date }
  if mostly(dates, { $0.isMonth(heading: heading) }) { return .month }
  if let number = inferNumber(heading: heading, values) { return number }
  if isFlag(samples) { return .flag }
  return isCategory(samples) ? .category : .text
}

private func mostly(_ cells: [SampleCell], _ condition: (SampleCell) -> Bool) -> Bool {
  !cells.isEmpty && cells.count(where: condition) * 100 >= cells.count * 95
}

private func inferNumber(heading: String, _ cells: [SampleCell]) -> ValueType? {
  guard !cells.isEmpty, !cells.contains(where: \.isCode) else { return nil }
  if cells.allSatisfy(\.isPercentage) { return .percentage }
  let numbers = cells.compactMap(\.number)
  guard numbers.count == cells.count else { return nil }
  if statesPerCent(heading) { return .percentage }
  return cells.contains { $0.text.contains(".") } ? .decimal : .integer
}

/// Only words for yes and no; 有 and 无 must both be there, for 无 alone is how any text says that there is nothing.
private func isFlag(_ cells: [SampleCell]) -> Bool {
  let words = Set(cells.map(\.folded))
  let pairs: [Set<String>] = [["是", "否"], ["yes", "no"], ["true", "false"], ["y", "n"]]
  return pairs.contains { words.isSubset(of: $0) } || words == ["有", "无"]
}

private func isCategory(_ cells: [SampleCell]) -> Bool {
  let distinct = Set(cells.map(\.text)).count
  return distinct <= 64 && distinct * 2 <= cells.count
}

/// A cell to infer a type from.
private struct SampleCell {
  let text: String
  private let fold: FoldedText

  init(_ text: String) {
    self.text = text
    var fold = FoldedText()
    fold.fold(text)
    self.fold = fold
  }

  var folded: String { String(decoding: fold.bytes, as: UTF8.self) }

  func isBlank(_ words: NullWords) -> Bool { words.contains(fold) }

  func isMoney(_ unit: MoneyUnit) -> Bool {
    if case .fen = readMoney(fold.bytes.span, unit: unit) { true } else { false }
  }

  private var isAllDigits: Bool { fold.bytes.allSatisfy { $0 &- Byte.zero <= 9 } }

  var isDay: Bool {
    if case .day = readDate(fold.bytes.span) { true } else { false }
  }

  /// Shaped like a date. Eight digits alone are one only in the years of living memory, or for a far future.
  var isDate: Bool {
    switch readDate(fold.bytes.span) {
    case .day(let day): !isAllDigits || (1949...2100).contains(day.components.year) || day.components.year == 9999
    case .sentinel, .impossible: !isAllDigits
    case .month, .unreadable: false
    }
  }

  /// Shaped like a month. Six digits, or a point between, could be a number: then the heading must speak of months.
  func isMonth(heading: String) -> Bool {
    guard case .month(let month) = readDate(fold.bytes.span) else { return false }
    let isPlain = isAllDigits || fold.bytes.contains(Byte.point)
    return !isPlain || (heading.contains("月") && (1949...2100).contains(month.components.year))
  }

  /// A name made of digits: too long for a number, or with zeros before it.
  var isCode: Bool {
    let digits = fold.bytes.prefix { $0 &- Byte.zero <= 9 }
    return digits.count >= 15 || (digits.count > 1 && digits.first == Byte.zero)
  }

  var number: WrittenNumber? {
    guard case .number(let number) = readNumber(fold.bytes.span, from: 0, to: fold.bytes.count),
      number.end == fold.bytes.count, number.places <= NumberColumnBuilder.maximumPlaces
    else { return nil }
    return number
  }

  var isPercentage: Bool {
    guard fold.bytes.last == UInt8(ascii: "%"), case let end = fold.bytes.count - 1,
      case .number(let number) = readNumber(fold.bytes.span, from: 0, to: end)
    else { return false }
    return number.end == end
  }
}
