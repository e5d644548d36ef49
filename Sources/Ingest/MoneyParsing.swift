import Values

/// What a cell that should hold an amount holds.
enum MoneyReading: Equatable {
  /// Whole 分.
  case fen(Int64)
  /// A bare number in a column without a unit: what it means is not known.
  case noUnit
  case tooLarge
  /// Parts of a 分.
  case tooPrecise
  case unreadable
}

/// Reads an amount that is nothing but a number in the column's unit; nil for anything else.
@inline(__always)
func readPlainMoney(_ bytes: Span<UInt8>, _ field: Field, unit: MoneyUnit) -> Int64? {
  // Nine digits have room for two places, and for six.
  if unit != .hundredMillionYuan, let whole = readPlainInteger(bytes, field) {
    return whole &* (unit == .yuan ? 100 : 1_000_000)
  }
  guard case .number(let number) = readNumber(bytes, from: field.lowerBound, to: field.upperBound),
    number.end == field.upperBound, number.places <= unit.placesToFen
  else { return nil }
  return scaled(number.mantissa, byTenTo: unit.placesToFen &- number.places)
}

/// Reads a folded cell as an amount with its own unit (`30万元`, `2000元整`, `人民币 30 万`) or in the column's.
///
/// Prose around an amount (`罚款2000元`) is not read: which amount of a sentence counts is not for a reader to say.
func readMoney(_ bytes: Span<UInt8>, unit: MoneyUnit?) -> MoneyReading {
  var start = 0
  for prefix in ["人民币", "rmb", "cny", "¥", "￥", " "] where hasPrefix(bytes, prefix, at: start) {
    start += prefix.utf8.count
  }
  while start < bytes.count, bytes[start] == Byte.space { start += 1 }
  switch readNumber(bytes, from: start, to: bytes.count) {
  case .notANumber: return .unreadable
  case .tooLarge: return .tooLarge
  case .number(let number):
    var suffix = text(bytes, number.end..<bytes.count).filter { $0 != " " }
    if suffix.isEmpty {
      guard let unit else { return .noUnit }
      return fen(number, unit)
    }
    if let last = suffix.last, "整正".contains(last) { suffix.removeLast() }
    guard let ownUnit = MoneyUnit(name: suffix) else { return .unreadable }
    return fen(number, ownUnit)
  }
}

private func fen(_ number: WrittenNumber, _ unit: MoneyUnit) -> MoneyReading {
  guard number.places <= unit.placesToFen else { return .tooPrecise }
  return scaled(number.mantissa, byTenTo: unit.placesToFen - number.places).map { .fen($0) } ?? .tooLarge
}

private func hasPrefix(_ bytes: Span<UInt8>, _ prefix: String, at start: Int) -> Bool {
  let wanted = Array(prefix.utf8)
  guard bytes.count - start >= wanted.count else { return false }
  return wanted.indices.allSatisfy { bytes[start + $0] == wanted[$0] }
}
