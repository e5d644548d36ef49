import Language
import Values

/// Arithmetic and comparison of single values, with unknown carried through.
public enum Scalars {
  /// The value of an operation. Unknown with anything is unknown; so is a quotient by zero.
  /// - Throws: `ArithmeticFault.overflow`; `WorkingCalendar.Uncovered`.
  public static func apply(_ sign: BinaryOperator, _ left: Value, _ right: Value, type: ValueType?) throws -> Value {
    switch (left, right) {
    case (.unknown, _), (_, .unknown): return .unknown
    case (.date(let date), .duration(let duration)):
      return .date(try date.adding(sign == .add ? duration : -duration))
    case (.duration(let duration), .date(let date)): return .date(try date.adding(duration))
    case (.date(let first), .date(let second)):
      return .integer(Int64(first.dayNumber) - Int64(second.dayNumber))
    case (.duration(let first), .duration(let second)):
      let other = sign == .add ? second : -second
      let (months, firstOverflow) = first.months.addingReportingOverflow(other.months)
      let (days, secondOverflow) = first.days.addingReportingOverflow(other.days)
      let (workingDays, thirdOverflow) = first.workingDays.addingReportingOverflow(other.workingDays)
      guard !firstOverflow, !secondOverflow, !thirdOverflow else { throw ArithmeticFault.overflow }
      return .duration(CalendarDuration(months: months, days: days, workingDays: workingDays))
    default:
      guard let first = left.number, let second = right.number else { return .unknown }
      if sign == .divide, second == .zero { return .unknown }
      let result: Fraction =
        switch sign {
        case .add: try first + second
        case .subtract: try first - second
        case .multiply: try first * second
        case .divide: try first / second
        default: .zero
        }
      return try value(of: result, type: type ?? .decimal)
    }
  }

  /// A number as a value of a type; money rounded to 分, a half away from zero.
  public static func value(of number: Fraction, type: ValueType) throws -> Value {
    switch type {
    case .integer:
      guard let integer = Int64(exactly: number.roundedToInteger) else { throw ArithmeticFault.overflow }
      return .integer(integer)
    case .money:
      guard let fen = Int64(exactly: try (number * Fraction(100)).roundedToInteger) else {
        throw ArithmeticFault.overflow
      }
      return .money(fen)
    case .percentage: return .percentage(number)
    default: return .decimal(number)
    }
  }

  /// The opposite of a number or a span of time.
  public static func negated(_ value: Value) throws -> Value {
    switch value {
    case .integer(let integer):
      guard integer != .min else { throw ArithmeticFault.overflow }
      return .integer(-integer)
    case .money(let fen):
      guard fen != .min else { throw ArithmeticFault.overflow }
      return .money(-fen)
    case .decimal(let number): return .decimal(-number)
    case .percentage(let number): return .percentage(-number)
    case .duration(let duration): return .duration(-duration)
    default: return .unknown
    }
  }

  /// The truth of a comparison.
  public static func compare(_ sign: BinaryOperator, _ left: Value, _ right: Value) -> Truth {
    if left == .unknown || right == .unknown { return .unknown }
    let isEqual = left.number.flatMap { first in right.number.map { first == $0 } } ?? (left == right)
    let isLess = !isEqual && left < right
    switch sign {
    case .equal: return Truth(isEqual)
    case .notEqual: return Truth(!isEqual)
    case .less: return Truth(isLess)
    case .lessOrEqual: return Truth(isLess || isEqual)
    case .greater: return Truth(!isLess && !isEqual)
    case .greaterOrEqual: return Truth(!isLess)
    default: return .unknown
    }
  }

  /// What is left of a division, of the divisor's sign.
  /// - Throws: `ArithmeticFault.divisionByZero`.
  static func remainder(of number: Int64, by divisor: Int64) throws -> Int64 {
    guard divisor != 0 else { throw ArithmeticFault.divisionByZero }
    // The least number has no opposite: by -1 everything goes without remainder.
    guard divisor != -1 else { return 0 }
    let rest = number % divisor
    return rest != 0 && (rest < 0) != (divisor < 0) ? rest + divisor : rest
  }

  /// A function of known values.
  /// - Throws: `ArithmeticFault.overflow`; `WorkingCalendar.Uncovered`.
  public static func call(_ function: Function, _ arguments: [Value], type: ValueType?) throws -> Value {
    if function == .coalesce { return arguments.first { $0 != .unknown } ?? .unknown }
    guard let first = arguments.first, first != .unknown else { return .unknown }
    switch (function, first) {
    case (.round, _), (.abs, _):
      guard let number = first.number else { return .unknown }
      var places = first.type == .money ? 2 : 0
      if arguments.count > 1, case .integer(let asked) = arguments[1] { places = Int(asked) }
      return try value(of: function == .abs ? number.magnitude : number.rounded(places: places), type: type ?? .decimal)
    case (.mod, .integer(let number)):
      guard case .integer(let divisor)? = arguments.last else { return .unknown }
      return .integer(try remainder(of: number, by: divisor))
    case (.year, .date(let date)): return .integer(Int64(date.components.year))
    case (.year, .month(let month)): return .integer(Int64(month.components.year))
    case (.month, .date(let date)): return .month(date.month)
    case (.day, .date(let date)): return .integer(Int64(date.components.day))
    case (let test, .text(let text)) where test.testsText:
      guard case .text(let part)? = arguments.last else { return .unknown }
      switch test {
      case .contains: return .flag(text.contains(part))
      case .starts: return .flag(text.hasPrefix(part))
      default: return .flag(Wildcards(part).matches(text))
      }
    case (.workingDays, .date(let start)), (.monthsBetween, .date(let start)):
      guard case .date(let end)? = arguments.last else { return .unknown }
      let count =
        try function == .workingDays
        ? WorkingCalendar.mainland.workingDays(from: start, to: end) : start.wholeMonths(to: end)
      return .integer(Int64(count))
    case (.deadline, .date(let start)):
      guard case .duration(let period)? = arguments.last else { return .unknown }
      return .date(try start.deadline(after: period))
    default: return .unknown
    }
  }
}

extension Truth {
  /// The truth that a value tells.
  public init(_ value: Value) {
    if case .flag(let flag) = value { self = Truth(flag) } else { self = .unknown }
  }

  /// The value that tells a truth.
  public var value: Value {
    switch self {
    case .no: .flag(false)
    case .unknown: .unknown
    case .yes: .flag(true)
    }
  }
}
