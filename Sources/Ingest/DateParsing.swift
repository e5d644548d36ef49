import Values

/// What a cell that should hold a date or a month holds.
enum DateReading: Equatable {
  case day(CalendarDate)
  case month(CalendarMonth)
  /// A day long before any record, written where none was known: 1900-1-1, 0000-00-00.
  case sentinel
  /// Shaped like a date, but the calendar has no such day: 2022-09-31.
  case impossible
  case unreadable
}

/// The first year that a record can be of; a day before it was put in for an unknown one.
private let firstYearOfRecords = 1901

/// Reads a day written `2022-07-31` in ten bytes, the one form that most cells have; nil for anything else.
@inline(__always)
func readPlainDate(_ bytes: Span<UInt8>, _ field: Field) -> CalendarDate? {
  guard field.length == 10 else { return nil }
  let raw = bytes.bytes
  let head = UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: field.lowerBound, as: UInt64.self))
  let tail = UInt16(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: field.lowerBound &+ 8, as: UInt16.self))
  // Digits become 0 to 9 and hyphens 0, so that anything else reaches the top bit of its byte, or had it.
  let digits = head ^ 0x2D30_302D_3030_3030
  let days = tail ^ 0x3030
  guard ((digits &+ 0x7F76_767F_7676_7676) | digits) & 0x8080_8080_8080_8080 == 0,
    ((days &+ 0x7676) | days) & 0x8080 == 0
  else { return nil }
  @inline(__always) func digit(_ place: UInt64) -> Int { Int(digits &>> (place &* 8) & 0xF) }
  let year = digit(0) &* 1000 &+ digit(1) &* 100 &+ digit(2) &* 10 &+ digit(3)
  let month = digit(5) &* 10 &+ digit(6)
  let day = Int(days & 0xF) &* 10 &+ Int(days &>> 8)
  guard year >= firstYearOfRecords, month &- 1 < 12, month > 0, day > 0 else { return nil }
  guard day <= 28 || day <= CalendarDate.days(inMonth: month, of: year) else { return nil }
  // Years that begin in March have their leap day at the end.
  let shifted = UInt32(truncatingIfNeeded: month <= 2 ? year &- 1 : year)
  let fromMarch = UInt32(truncatingIfNeeded: month <= 2 ? month &+ 9 : month &- 3)
  let before = shifted &* 365 &+ shifted / 4 &- shifted / 100 &+ shifted / 400 &+ (153 &* fromMarch &+ 2) / 5
  return CalendarDate(dayNumber: Int32(truncatingIfNeeded: before) &+ Int32(truncatingIfNeeded: day) &- 719_469)
}

/// Reads a folded cell as a day or a month in any of the forms that files have, with a time of day behind it or without.
func readDate(_ bytes: Span<UInt8>) -> DateReading {
  var scanner = DateScanner(position: 0, end: bytes.count)
  guard let (year, digits) = scanner.number(bytes, digits: 4...8) else { return .unreadable }
  switch digits {
  case 4: return scanner.separatedDate(bytes, year: year)
  case 6 where scanner.isAtEnd: return compactMonth(year)
  case 8 where scanner.skipTime(bytes): return compactDay(year)
  default: return .unreadable
  }
}

private func compactMonth(_ digits: Int) -> DateReading {
  let (year, month) = digits.quotientAndRemainder(dividingBy: 100)
  guard let found = CalendarMonth(year: year, month: month) else { return .unreadable }
  return year < firstYearOfRecords ? .sentinel : .month(found)
}

private func compactDay(_ digits: Int) -> DateReading {
  if digits == 0 { return .sentinel }
  let (year, rest) = digits.quotientAndRemainder(dividingBy: 10_000)
  guard let day = CalendarDate(year: year, month: rest / 100, day: rest % 100) else {
    return year < firstYearOfRecords ? .unreadable : .impossible
  }
  return year < firstYearOfRecords ? .sentinel : .day(day)
}

/// The way through one date's bytes.
private struct DateScanner {
  var position: Int
  let end: Int

  var isAtEnd: Bool { position == end }

  /// The rest of a date whose parts are kept apart, behind its year.
  mutating func separatedDate(_ bytes: Span<UInt8>, year: Int) -> DateReading {
    skipSpaces(bytes)
    let isChinese = skip("年", bytes)
    let separator = isAtEnd ? 0 : bytes[position]
    if !isChinese {
      guard "-/.".utf8.contains(separator) else { return .unreadable }
      position += 1
    }
    skipSpaces(bytes)
    guard let (month, _) = number(bytes, digits: 1...2) else { return .unreadable }
    skipSpaces(bytes)
    if isChinese {
      guard skip("月", bytes) || isAtEnd else { return .unreadable }
      if skip("份", bytes) || isAtEnd { return isAtEnd ? reading(year, month) : .unreadable }
    } else {
      if isAtEnd { return reading(year, month) }
      guard bytes[position] == separator else { return .unreadable }
      position += 1
    }
    skipSpaces(bytes)
    guard let (day, _) = number(bytes, digits: 1...2) else { return .unreadable }
    if isChinese {
      skipSpaces(bytes)
      if !skip("日", bytes) { _ = skip("号", bytes) }
    }
    return skipTime(bytes) ? reading(year, month, day) : .unreadable
  }

  private func reading(_ year: Int, _ month: Int, _ day: Int? = nil) -> DateReading {
    if year < firstYearOfRecords { return .sentinel }
    guard let day else { return CalendarMonth(year: year, month: month).map { .month($0) } ?? .impossible }
    return CalendarDate(year: year, month: month, day: day).map { .day($0) } ?? .impossible
  }

  /// Passes a time of day up to the end: ` 0:00:00`, `t00:00:00.0`, ` 00:00`, with China's offset or none.
  ///
  /// Any other offset is refused: in China such a time may be of the next day.
  mutating func skipTime(_ bytes: Span<UInt8>) -> Bool {
    skipSpaces(bytes)
    if isAtEnd { return true }
    _ = skip("t", bytes)
    guard let (hour, _) = number(bytes, digits: 1...2), hour <= 24, skip(":", bytes),
      let (minute, _) = number(bytes, digits: 1...2), minute <= 59
    else { return false }
    if skip(":", bytes) {
      guard let (second, _) = number(bytes, digits: 1...2), second <= 60 else { return false }
      if skip(".", bytes), number(bytes, digits: 1...9) == nil { return false }
    }
    _ = skip("+08:00", bytes) || skip("+0800", bytes)
    return isAtEnd
  }

  private mutating func skipSpaces(_ bytes: Span<UInt8>) {
    while position < end, bytes[position] == Byte.space { position += 1 }
  }

  private mutating func skip(_ text: StaticString, _ bytes: Span<UInt8>) -> Bool {
    let width = text.utf8CodeUnitCount
    guard end - position >= width else { return false }
    let isThere = text.withUTF8Buffer { wanted in
      (0..<width).allSatisfy { wanted[$0] == bytes[position + $0] }
    }
    if isThere { position += width }
    return isThere
  }

  /// A run of digits of permitted length, as a number.
  mutating func number(_ bytes: Span<UInt8>, digits: ClosedRange<Int>) -> (value: Int, digits: Int)? {
    var value = 0
    let start = position
    while position < end, case let digit = bytes[position] &- Byte.zero, digit <= 9, position - start < 9 {
      value = value * 10 + Int(digit)
      position += 1
    }
    return digits.contains(position - start) ? (value, position - start) : nil
  }
}
