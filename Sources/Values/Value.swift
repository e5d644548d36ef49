/// What kind of value an expression or a column holds.
public enum ValueType: String, Hashable, Sendable, CaseIterable {
  /// A whole number of 64 bits.
  case integer
  /// An exact decimal number.
  case decimal
  /// A share of one, written with `%`.
  case percentage
  /// An amount in 元, kept as whole 分.
  case money
  /// Free text.
  case text
  /// Text from a small set of values, as a district.
  case category
  /// Yes or no.
  case flag
  /// A day.
  case date
  /// A month of a year.
  case month
  /// A span of time.
  case duration

  /// Whether values of the type can be added up.
  public var isNumeric: Bool {
    switch self {
    case .integer, .decimal, .percentage, .money: true
    default: false
    }
  }

  /// Whether values of the type are text, of whatever variety.
  public var isText: Bool { self == .text || self == .category }

  /// The type's name in both tongues.
  public var name: Phrase {
    switch self {
    case .integer: Phrase("integer", "整数")
    case .decimal: Phrase("decimal", "小数")
    case .percentage: Phrase("percentage", "百分比")
    case .money: Phrase("money", "金额")
    case .text: Phrase("text", "文本")
    case .category: Phrase("category", "类别")
    case .flag: Phrase("yes/no", "是否")
    case .date: Phrase("date", "日期")
    case .month: Phrase("month", "月份")
    case .duration: Phrase("duration", "期限")
    }
  }
}

/// One value of the language, or the lack of one.
public enum Value: Hashable, Sendable {
  case unknown
  case flag(Bool)
  case integer(Int64)
  case decimal(Fraction)
  /// A share of one: 1.26 % is 63/5000.
  case percentage(Fraction)
  /// An amount in 分.
  case money(Int64)
  case text(String)
  case date(CalendarDate)
  case month(CalendarMonth)
  case duration(CalendarDuration)

  /// The type of a known value; nil for unknown, which has every type.
  public var type: ValueType? {
    switch self {
    case .unknown: nil
    case .flag: .flag
    case .integer: .integer
    case .decimal: .decimal
    case .percentage: .percentage
    case .money: .money
    case .text: .text
    case .date: .date
    case .month: .month
    case .duration: .duration
    }
  }

  /// The number behind a numeric value: amounts in 元, percentages as shares of one.
  public var number: Fraction? {
    switch self {
    case .integer(let integer): Fraction(integer)
    case .decimal(let fraction), .percentage(let fraction): fraction
    case .money(let fen): try? Fraction(Int128(fen), over: 100)
    default: nil
    }
  }
}

/// A value with the range that unknown facts leave open: `low` and `high` enclose every way they could turn out.
public struct RangedValue: Hashable, Sendable {
  /// The conservative reading: an unknown does not fire.
  public let headline: Value
  /// Where they are not the headline itself: most values are without doubt, and there are as many as lists have rows.
  private let ends: Ends?

  private indirect enum Ends: Hashable, Sendable {
    case between(low: Value, high: Value)
  }

  /// A value with its range.
  public init(low: Value, headline: Value, high: Value) {
    self.headline = headline
    ends = low == headline && high == headline ? nil : .between(low: low, high: high)
  }

  /// A value without doubt.
  public init(_ value: Value) {
    headline = value
    ends = nil
  }

  /// The least that it could be.
  public var low: Value { if case .between(let low, _)? = ends { low } else { headline } }

  /// The most that it could be.
  public var high: Value { if case .between(_, let high)? = ends { high } else { headline } }

  /// Whether unknown facts can't change it.
  public var isExact: Bool { ends == nil }
}

extension Value: Comparable {
  /// Orders values of one type; unknown comes last, and values of different types by their type.
  public static func < (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.unknown, _): return false
    case (_, .unknown): return true
    case (.flag(let first), .flag(let second)): return !first && second
    case (.text(let first), .text(let second)):
      return first.unicodeScalars.lexicographicallyPrecedes(second.unicodeScalars)
    case (.date(let first), .date(let second)): return first < second
    case (.month(let first), .month(let second)): return first < second
    case (.duration(let first), .duration(let second)):
      return (first.months, first.days, first.workingDays) < (second.months, second.days, second.workingDays)
    default:
      if let first = left.number, let second = right.number { return first < second }
      return left.rank < right.rank
    }
  }

  private var rank: Int {
    switch self {
    case .flag: 0
    case .integer, .decimal, .percentage, .money: 1
    case .date: 2
    case .month: 3
    case .duration: 4
    case .text: 5
    case .unknown: 6
    }
  }
}
