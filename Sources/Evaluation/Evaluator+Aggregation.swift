import Language
import Tables
import Values

// Values computed once over whole lists, or once a group.
extension Evaluator {
  /// An expression without rows, once for each group.
  /// - Parameters:
  ///   - expression: What is computed, typed in a context without rows.
  ///   - grouping: The groups; nil for the whole.
  ///   - selection: Rows of one list that take the place of those that stand, as a pipeline has left them.
  /// - Returns: As many values as there are groups.
  /// - Throws: `Failure` where a number is too large.
  public func values(
    of expression: TypedExpression, grouping: Grouping? = nil, selection: (list: Int, rows: Standing)? = nil
  ) throws -> [RangedValue] {
    try Aggregation(evaluator: self, grouping: grouping ?? .whole, selection: selection).values(expression)
  }

  /// An expression without rows.
  public func value(of expression: TypedExpression) throws -> RangedValue {
    try values(of: expression).first ?? RangedValue(.unknown)
  }

  /// How many rows of the headline have no known value in each aggregate of an expression, the largest first; none
  /// where all values are known. Such a value makes a sum, a mean, a least or a greatest unknown; the earliest and the
  /// latest hang on one record alone.
  public func unknownValues(
    in expression: TypedExpression, selection: (list: Int, rows: Standing)? = nil
  ) throws -> [(argument: TypedExpression, rows: Int)] {
    var found: [(argument: TypedExpression, rows: Int)] = []
    if case .aggregate(let aggregate) = expression.kind, aggregate.isOutermost { return [] }
    if case .aggregate(let aggregate) = expression.kind, let argument = aggregate.argument {
      let rows = try rows(of: aggregate, selection: selection).headline
      if let unknown = try numbers(argument, over: aggregate.list).unknown {
        let count = (rows & unknown).population
        if count > 0 { found.append((argument, count)) }
      }
    } else {
      for child in expression.children { found += try unknownValues(in: child, selection: selection) }
    }
    return found.sorted { $0.rows > $1.rows }
  }

  /// The rows that an aggregate is over: those that take part surely, in the headline, and perhaps.
  public func rows(of aggregate: Aggregate, selection: (list: Int, rows: Standing)? = nil) throws -> Standing {
    let rows =
      if let selection, selection.list == aggregate.list, !aggregate.includesAll { selection.rows } else {
        frame.rows(of: aggregate)
      }
    guard let condition = aggregate.condition else { return rows }
    return rows.keeping(try truth(condition, over: aggregate.list))
  }
}

private struct Aggregation {
  let evaluator: Evaluator
  let grouping: Grouping
  let selection: (list: Int, rows: Standing)?

  func values(_ expression: TypedExpression) throws -> [RangedValue] {
    switch expression.kind {
    case .literal(let value):
      return alike(RangedValue(value))
    case .not(let operand):
      return try values(operand).map(Ranges.not)
    case .and(let left, let right):
      return zip(try values(left), try values(right)).map(Ranges.and)
    case .or(let left, let right):
      return zip(try values(left), try values(right)).map { Ranges.or($0, $1) }
    case .compare(let sign, let left, let right):
      return zip(try values(left), try values(right)).map { Ranges.compare(sign, $0, $1) }
    case .arithmetic(let sign, let left, let right):
      return try guarded(expression) {
        try zip(values(left), values(right)).map { try Ranges.apply(sign, $0, $1, type: expression.type) }
      }
    case .negate(let operand):
      return try guarded(expression) { try values(operand).map(Ranges.negated) }
    case .isKnown(let operand):
      return try values(operand).map { RangedValue(.flag($0.isExact && $0.headline != .unknown)) }
    case .isOneOf(let operand, let members):
      return try values(operand).map { range in
        members.map { Ranges.compare(.equal, range, RangedValue($0)) }
          .reduce(RangedValue(.flag(false))) { Ranges.or($0, $1) }
      }
    case .conditional(let condition, let first, let second):
      let (firsts, seconds) = (try values(first), try values(second))
      return try values(condition).enumerated().map { Ranges.conditional($1, firsts[$0], seconds[$0]) }
    case .function(let function, let arguments):
      return try guarded(expression) { try call(function, arguments, type: expression.type) }
    case .reading(let reading, let inner):
      return try values(inner).map { range in
        switch reading {
        case .headline: RangedValue(range.headline)
        case .low: RangedValue(range.low)
        case .high: RangedValue(range.high)
        }
      }
    case .after(let scenarios, let inner):
      return try Aggregation(
        evaluator: try evaluator.evaluator(after: scenarios), grouping: grouping, selection: nil
      ).values(inner)
    case .aggregate(let aggregate):
      return try compute(aggregate, type: expression.type)
    case .column, .ancestor:
      return alike(RangedValue(.unknown))
    }
  }

  private func alike(_ value: RangedValue) -> [RangedValue] {
    [RangedValue](repeating: value, count: grouping.count)
  }

  private func guarded<Result>(_ expression: TypedExpression, _ body: () throws -> Result) throws -> Result {
    try located(at: expression.span, body)
  }

  private func call(_ function: Function, _ arguments: [TypedExpression], type: ValueType?) throws -> [RangedValue] {
    let columns = try arguments.map(values)
    return try (0..<grouping.count).map { group in
      let ranges = columns.map { $0[group] }
      let headline = try Scalars.call(function, ranges.map(\.headline), type: type)
      guard ranges.contains(where: { !$0.isExact }) else { return RangedValue(headline) }
      if function == .workingDays || function == .monthsBetween {
        // The earlier the first date and the later the second, the more.
        let least = try Scalars.call(function, [ranges[0].high, ranges[1].low], type: type)
        let most = try Scalars.call(function, [ranges[0].low, ranges[1].high], type: type)
        return Ranges.enclosing(headline, [least, most])
      }
      if function == .mod { return try Ranges.remainder(headline, ranges[1]) }
      let low = try Scalars.call(function, ranges.map(\.low), type: type)
      let high = try Scalars.call(function, ranges.map(\.high), type: type)
      guard function == .abs, let first = ranges[0].low.number, let last = ranges[0].high.number,
        first < .zero, last > .zero
      else { return Ranges.enclosing(headline, [low, high]) }
      let zero = try Scalars.value(of: .zero, type: type ?? .decimal)
      return Ranges.enclosing(headline, [low, high, zero])
    }
  }

  // MARK: Aggregates

  private func compute(_ aggregate: Aggregate, type: ValueType?) throws -> [RangedValue] {
    guard selection == nil else { return try computed(aggregate, type: type) }
    return try evaluator.kept(.values(aggregate, type: type, groups: grouping.version), over: aggregate.list) {
      GroupValues(values: try computed(aggregate, type: type))
    }.values
  }

  private func computed(_ aggregate: Aggregate, type: ValueType?) throws -> [RangedValue] {
    let rows = try evaluator.rows(of: aggregate, selection: selection)
    switch aggregate.function {
    case .count:
      return counted(rows) { counts($0, of: aggregate.list) }
    case .entities:
      return entities(rows, of: aggregate.list)
    case .any:
      return zip(
        counts(rows.low, of: aggregate.list),
        zip(
          counts(rows.headline, of: aggregate.list), counts(rows.high, of: aggregate.list))
      ).map { Ranges.truth(sure: $0 > 0, headline: Truth($1.0 > 0), possible: $1.1 > 0) }
    case .first, .last:
      return try outermost(aggregate, rows)
    case .median, .quantile:
      return try quantiles(aggregate, rows, type: type ?? .decimal)
    case .sum, .mean, .min, .max:
      return try numbers(aggregate, rows, type: type ?? .decimal)
    }
  }

  /// The rows of each group that may take part.
  private func rowsByGroup(_ rows: Bitmap, of list: Int) -> [[Int]] {
    var result = [[Int]](repeating: [], count: grouping.count)
    let groups = grouping.rows(of: list)
    rows.forEach { row in
      let group = groups.map { Int($0[row]) } ?? 0
      if group >= 0 { result[group].append(row) }
    }
    return result
  }

  private func outermost(_ aggregate: Aggregate, _ rows: Standing) throws -> [RangedValue] {
    guard let argument = aggregate.argument else { return alike(RangedValue(.unknown)) }
    let dates = evaluator.orderDates(of: aggregate.list)
    let part = TruthPlanes(rows)
    let picked = rowsByGroup(rows.high, of: aggregate.list).map {
      Int(evaluator.outermost(among: $0, part, dates, isLast: aggregate.function == .last))
    }
    let known = picked.filter { $0 >= 0 }
    var values = try evaluator.values(argument, over: aggregate.list, at: known).makeIterator()
    return picked.map { $0 < 0 ? RangedValue(.unknown) : values.next() ?? RangedValue(.unknown) }
  }

  private func quantiles(_ aggregate: Aggregate, _ rows: Standing, type: ValueType) throws -> [RangedValue] {
    guard let argument = aggregate.argument else { return alike(RangedValue(.unknown)) }
    let vector = try evaluator.numbers(argument, over: aggregate.list)
    let half = try Fraction(1, over: 2)
    return try rowsByGroup(rows.high, of: aggregate.list).map { members in
      try guarded(argument) {
        try QuantileRange(part: aggregate.part ?? half, vector, members, rows).range { number in
          let unit = type == .money ? Fraction(100) : Fraction(powerOfTen(vector.places))
          return try Scalars.value(of: number / unit, type: type)
        }
      }
    }
  }

  private func counted(_ rows: Standing, _ count: (Bitmap) -> [Int64]) -> [RangedValue] {
    let high = count(rows.high)
    let low = rows.low == rows.high ? high : count(rows.low)
    let headline = rows.headline == rows.high ? high : rows.headline == rows.low ? low : count(rows.headline)
    return (0..<grouping.count).map {
      RangedValue(low: .integer(low[$0]), headline: .integer(headline[$0]), high: .integer(high[$0]))
    }
  }

  private func counts(_ rows: Bitmap, of list: Int) -> [Int64] {
    guard let groups = grouping.rows(of: list) else { return [Int64(rows.population)] }
    var counts = [Int64](repeating: 0, count: grouping.count)
    rows.forEach { if groups[$0] >= 0 { counts[Int(groups[$0])] += 1 } }
    return counts
  }

  private func entities(_ rows: Standing, of list: Int) -> [RangedValue] {
    if list == evaluator.graph.registry { return counted(rows) { weighted($0, of: list) } }
    let low = distinct(rows.low, of: list, withUnidentified: false)
    let headline = distinct(rows.headline, of: list, withUnidentified: true)
    let high = distinct(rows.high, of: list, withUnidentified: true)
    return (0..<grouping.count).map {
      RangedValue(low: .integer(low[$0]), headline: .integer(headline[$0]), high: .integer(high[$0]))
    }
  }

  private func weighted(_ rows: Bitmap, of registry: Int) -> [Int64] {
    let weights = evaluator.graph.lists[registry].weights
    let groups = grouping.rows(of: registry)
    var sums = [Int64](repeating: 0, count: grouping.count)
    rows.forEach { row in
      let group = groups.map { Int($0[row]) } ?? 0
      if group >= 0 { sums[group] += weights[row] }
    }
    return sums
  }

  /// Distinct entities of some rows. A record whose entity can't be identified counts as one of its own, or not.
  private func distinct(_ rows: Bitmap, of list: Int, withUnidentified: Bool) -> [Int64] {
    let entities = evaluator.graph.lists[list].entities
    var counts = [Int64](repeating: 0, count: grouping.count)
    guard let groups = grouping.rows(of: list) else {
      var seen = Bitmap(count: evaluator.graph.entityCount)
      rows.forEach { row in
        if entities[row] >= 0 { seen.insert(Int(entities[row])) } else if withUnidentified { counts[0] += 1 }
      }
      counts[0] += Int64(seen.population)
      return counts
    }
    var pairs: [UInt64] = []
    rows.forEach { row in
      guard groups[row] >= 0 else { return }
      if entities[row] >= 0 {
        pairs.append(UInt64(groups[row]) << 32 | UInt64(entities[row]))
      } else if withUnidentified {
        counts[Int(groups[row])] += 1
      }
    }
    pairs.sort()
    for (position, pair) in pairs.enumerated() where position == 0 || pairs[position - 1] != pair {
      counts[Int(pair >> 32)] += 1
    }
    return counts
  }

  // MARK: Sums, means, least and greatest

  private func numbers(_ aggregate: Aggregate, _ rows: Standing, type: ValueType) throws -> [RangedValue] {
    guard let argument = aggregate.argument else { return alike(RangedValue(.unknown)) }
    let vector = try evaluator.numbers(argument, over: aggregate.list)
    let groups = grouping.rows(of: aggregate.list)
    var totals = [Total](repeating: Total(function: aggregate.function), count: grouping.count)
    let headline = rows.headline
    rows.high.forEach { row in
      let group = groups.map { Int($0[row]) } ?? 0
      guard group >= 0 else { return }
      if vector.unknown?.contains(row) == true {
        totals[group].addUnknown(isHeadline: headline.contains(row))
      } else {
        totals[group].add(
          low: vector.low[row], high: vector.upper[row], isSure: rows.low.contains(row),
          isHeadline: headline.contains(row))
      }
    }
    return try totals.map { total in try guarded(argument) { try total.range(type: type, places: vector.places) } }
  }

  /// Numbers of a group, of which some may not count.
  private struct Total {
    let function: AggregateFunction
    private var sure: (low: Int128, high: Int128, count: Int128) = (0, 0, 0)
    private var headline: (low: Int128, count: Int128, least: Int64?, greatest: Int64?) = (0, 0, nil, nil)
    private var hasUnknown = false
    private var hasUnknownHeadline = false
    private var open: [(low: Int64, high: Int64)] = []
    private var least: (sureHigh: Int64?, any: Int64?) = (nil, nil)
    private var greatest: (sureLow: Int64?, any: Int64?) = (nil, nil)

    init(function: AggregateFunction) { self.function = function }

    mutating func addUnknown(isHeadline: Bool) {
      hasUnknown = true
      hasUnknownHeadline = hasUnknownHeadline || isHeadline
    }

    mutating func add(low: Int64, high: Int64, isSure: Bool, isHeadline: Bool) {
      if isHeadline {
        headline.low += Int128(low)
        headline.count += 1
        headline.least = Swift.min(headline.least ?? low, low)
        headline.greatest = Swift.max(headline.greatest ?? low, low)
      }
      least.any = Swift.min(least.any ?? low, low)
      greatest.any = Swift.max(greatest.any ?? high, high)
      if isSure {
        sure = (sure.low + Int128(low), sure.high + Int128(high), sure.count + 1)
        least.sureHigh = Swift.min(least.sureHigh ?? high, high)
        greatest.sureLow = Swift.max(greatest.sureLow ?? low, low)
      } else {
        open.append((low, high))
      }
    }

    func range(type: ValueType, places: Int) throws -> RangedValue {
      func value(_ number: Int128, over count: Int128 = 1) throws -> Value {
        if type == .date || type == .month {
          guard let stored = Int64(exactly: number) else { throw ArithmeticFault.overflow }
          return NumberVector.value(stored, type: type, places: 0)
        }
        let unit = type == .money ? 100 : Int128(powerOfTen(places))
        return try Scalars.value(of: Fraction(number, over: unit) / Fraction(count), type: type)
      }
      func optional(_ number: Int64?) throws -> Value { try number.map { try value(Int128($0)) } ?? .unknown }
      let reading: Value
      let ends: (low: Value, high: Value)
      switch function {
      case .sum:
        reading = try value(headline.low)
        ends = (
          try value(open.reduce(sure.low) { $0 + Swift.min(0, Int128($1.low)) }),
          try value(open.reduce(sure.high) { $0 + Swift.max(0, Int128($1.high)) })
        )
      case .mean:
        reading = headline.count == 0 ? .unknown : try value(headline.low, over: headline.count)
        let low = extreme(sure.low, open.map(\.low).sorted(), isLeast: true)
        let high = extreme(sure.high, open.map(\.high).sorted(by: >), isLeast: false)
        ends = (
          low.count == 0 ? .unknown : try value(low.sum, over: low.count),
          high.count == 0 ? .unknown : try value(high.sum, over: high.count)
        )
      case .min:
        reading = try optional(headline.least)
        ends = (try optional(least.any), try optional(least.sureHigh))
      default:
        reading = try optional(headline.greatest)
        ends = (try optional(greatest.sureLow), try optional(greatest.any))
      }
      return RangedValue(
        low: hasUnknown ? .unknown : ends.low, headline: hasUnknownHeadline ? .unknown : reading,
        high: hasUnknown ? .unknown : ends.high)
    }

    /// The sum and count of the least (or greatest) mean: open numbers join as long as they pull it further.
    private func extreme(_ sum: Int128, _ numbers: [Int64], isLeast: Bool) -> (sum: Int128, count: Int128) {
      var (sum, count) = (sum, sure.count)
      for number in numbers {
        let number = Int128(number)
        let pulls = count == 0 || (isLeast ? number * count < sum : number * count > sum)
        guard pulls else { break }
        (sum, count) = (sum + number, count + 1)
      }
      return (sum, count)
    }
  }
}
