import Values

/// The values from one to another by a step: `1..4`, `3 months..12 months step 3 months`.
public struct SweepRange: Sendable, Hashable {
  /// The first value.
  public let first: Value
  /// The last value; taken if a step ends on it.
  public let last: Value
  /// The step; nil for one of the values' own unit.
  public let step: Value?

  /// The most values that a range may have.
  public static let limit = 10_000

  /// Why a range can't be walked.
  public enum Fault: Error, Hashable, Sendable {
    /// The ends are of different types, or of a type that has no steps.
    case noSteps
    /// The step is of another kind than the values.
    case foreignStep
    /// The step is nothing, or leads away from the last value.
    case endless
    /// There are more values than the limit.
    case tooMany
    /// A value leaves what can be written.
    case overflow
  }

  /// A range of values.
  public init(from first: Value, to last: Value, step: Value? = nil) {
    self.first = first
    self.last = last
    self.step = step
  }

  /// The values, the first one first. Dates move by months from the first one on, so that a month's end that is
  /// clamped once doesn't pull the later ones with it.
  /// - Throws: `Fault`.
  public func values() throws(Fault) -> [Value] {
    switch (first, last) {
    case (.date(let start), .date(let end)): try dates(from: start, to: end)
    case (.month(let start), .month(let end)): try months(from: start, to: end)
    case (.duration(let start), .duration(let end)): try durations(from: start, to: end)
    default: try numbers()
    }
  }

  private func numbers() throws(Fault) -> [Value] {
    guard let start = first.number, let end = last.number, let type = first.type, let other = last.type else {
      throw .noSteps
    }
    guard type == other || SweepRange.plain.isSuperset(of: [type, other]) else { throw .noSteps }
    let size: Fraction
    if let step {
      guard let number = step.number, let stepType = step.type,
        stepType == type || SweepRange.plain.isSuperset(of: [type, stepType])
      else { throw .foreignStep }
      size = number
    } else {
      size = type == .percentage ? (try? Fraction(1, over: 100)) ?? Fraction(1) : Fraction(1)
    }
    let isWhole = type == .integer && other == .integer && size.isWhole
    return try walk(isPast: { size < .zero ? $0.1 < end : end < $0.1 }, isEndless: endless(size, start, end)) {
      index throws(Fault) in
      guard let number = try? start + size * Fraction(index) else { throw .overflow }
      if isWhole {
        guard let integer = Int64(exactly: number.numerator) else { throw .overflow }
        return (.integer(integer), number)
      }
      guard let value = SweepRange.value(number, like: type) else { throw .overflow }
      return (value, number)
    }
  }

  /// Types that are numbers without a unit.
  private static let plain: Set<ValueType> = [.integer, .decimal]

  private static func value(_ number: Fraction, like type: ValueType) -> Value? {
    switch type {
    case .percentage: return .percentage(number)
    case .money:
      guard let fen = try? number * Fraction(100), fen.isWhole, let whole = Int64(exactly: fen.numerator) else {
        return nil
      }
      return .money(whole)
    default: return .decimal(number)
    }
  }

  private func endless(_ size: Fraction, _ start: Fraction, _ end: Fraction) -> Bool {
    size == .zero || (size < .zero ? start < end : end < start)
  }

  private func dates(from start: CalendarDate, to end: CalendarDate) throws(Fault) -> [Value] {
    let step = try duration(or: CalendarDuration(days: 1))
    let isForward = try direction(of: step)
    return try walk(
      isPast: { isForward ? end < $0.1 : $0.1 < end }, isEndless: isForward ? end < start : start < end
    ) { index throws(Fault) in
      guard let scaled = SweepRange.scaled(step, by: index), let date = try? start.adding(scaled) else {
        throw .overflow
      }
      return (.date(date), date)
    }
  }

  private func months(from start: CalendarMonth, to end: CalendarMonth) throws(Fault) -> [Value] {
    let step = try duration(or: CalendarDuration(months: 1))
    guard step.days == 0, step.workingDays == 0 else { throw .foreignStep }
    let isForward = try direction(of: step)
    return try walk(
      isPast: { isForward ? end < $0.1 : $0.1 < end }, isEndless: isForward ? end < start : start < end
    ) { index throws(Fault) in
      guard let scaled = SweepRange.scaled(step, by: index) else { throw .overflow }
      let (number, didOverflow) = start.monthNumber.addingReportingOverflow(scaled.months)
      guard !didOverflow else { throw .overflow }
      let month = CalendarMonth(monthNumber: number)
      return (.month(month), month)
    }
  }

  /// Spans of time in one unit: months can't be turned into days.
  private func durations(from start: CalendarDuration, to end: CalendarDuration) throws(Fault) -> [Value] {
    let units = Set([start, end].flatMap(\.units))
    guard units.count <= 1 else { throw .noSteps }
    let unit = units.first ?? .days
    let step = try duration(or: unit.span(1))
    guard step.units.allSatisfy({ $0 == unit }) else { throw .foreignStep }
    let (low, high, size) = (unit.count(start), unit.count(end), unit.count(step))
    return try walk(
      isPast: { size < 0 ? $0.1 < high : high < $0.1 }, isEndless: size == 0 || (size < 0 ? low < high : high < low)
    ) { index throws(Fault) in
      let (product, first) = size.multipliedReportingOverflow(by: Int64(index))
      let (count, second) = product.addingReportingOverflow(low)
      guard !first, !second, let span = Int32(exactly: count) else { throw .overflow }
      return (.duration(unit.span(span)), count)
    }
  }

  // MARK: Steps

  private func duration(or unit: CalendarDuration) throws(Fault) -> CalendarDuration {
    guard let step else { return unit }
    guard case .duration(let duration) = step, duration.units.count <= 1 else { throw .foreignStep }
    return duration
  }

  /// Whether a span leads into the future.
  private func direction(of step: CalendarDuration) throws(Fault) -> Bool {
    guard let unit = step.units.first else { throw .endless }
    return unit.count(step) > 0
  }

  private static func scaled(_ duration: CalendarDuration, by count: Int) -> CalendarDuration? {
    guard let unit = duration.units.first else { return nil }
    let (product, didOverflow) = unit.count(duration).multipliedReportingOverflow(by: Int64(count))
    guard !didOverflow, let span = Int32(exactly: product) else { return nil }
    return unit.span(span)
  }

  private func walk<Measured>(
    isPast: ((Value, Measured)) -> Bool, isEndless: Bool, _ element: (Int) throws(Fault) -> (Value, Measured)
  ) throws(Fault) -> [Value] {
    guard !isEndless else { throw .endless }
    var values: [Value] = []
    while true {
      let next = try element(values.count)
      guard !isPast(next) else { return values }
      guard values.count < SweepRange.limit else { throw .tooMany }
      values.append(next.0)
    }
  }
}

/// The units of spans of time, which can't be turned into one another.
private enum SpanUnit: Hashable {
  case months, days, workingDays

  func count(_ duration: CalendarDuration) -> Int64 {
    switch self {
    case .months: Int64(duration.months)
    case .days: Int64(duration.days)
    case .workingDays: Int64(duration.workingDays)
    }
  }

  func span(_ count: Int32) -> CalendarDuration {
    switch self {
    case .months: CalendarDuration(months: count)
    case .days: CalendarDuration(days: count)
    case .workingDays: CalendarDuration(workingDays: count)
    }
  }
}

extension CalendarDuration {
  fileprivate var units: [SpanUnit] {
    var units: [SpanUnit] = []
    if months != 0 { units.append(.months) }
    if days != 0 { units.append(.days) }
    if workingDays != 0 { units.append(.workingDays) }
    return units
  }
}
