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
      if let unknown = try unknownRows(of: argument, over: aggregate.list) {
        let count = (rows & unknown).population
        if count > 0 { found.append((argument, count)) }
      }
    } else {
      for child in expression.children { found += try unknownValues(in: child, selection: selection) }
    }
    return found.sorted { $0.rows > $1.rows }
  }

  /// The rows for which a number is not known; nil where all are.
  private func unknownRows(of argument: TypedExpression, over list: Int) throws -> Bitmap? {
    guard case .column(let position) = argument.kind else { return try numbers(argument, over: list).unknown }
    return graph.lists[list].table.columns[position].known.map { ~$0 }
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
      return try Interruption.map(values(operand), Ranges.not)
    case .and(let left, let right):
      return try combined(left, right, Ranges.and)
    case .or(let left, let right):
      return try combined(left, right) { Ranges.or($0, $1) }
    case .compare(let sign, let left, let right):
      return try combined(left, right) { Ranges.compare(sign, $0, $1) }
    case .arithmetic(let sign, let left, let right):
      return try guarded(expression) {
        try combined(left, right) { try Ranges.apply(sign, $0, $1, type: expression.type) }
      }
    case .negate(let operand):
      return try guarded(expression) { try Interruption.map(values(operand), Ranges.negated) }
    case .isKnown(let operand):
      return try Interruption.map(values(operand)) { RangedValue(.flag($0.isExact && $0.headline != .unknown)) }
    case .isOneOf(let operand, let members):
      return try Interruption.map(values(operand)) { range in
        members.map { Ranges.compare(.equal, range, RangedValue($0)) }
          .reduce(RangedValue(.flag(false))) { Ranges.or($0, $1) }
      }
    case .conditional(let condition, let first, let second):
      let (firsts, seconds) = (try values(first), try values(second))
      let conditions = try values(condition)
      return try Interruption.map(conditions.indices) { Ranges.conditional(conditions[$0], firsts[$0], seconds[$0]) }
    case .function(let function, let arguments):
      return try guarded(expression) { try call(function, arguments, type: expression.type) }
    case .reading(let reading, let inner):
      return try Interruption.map(values(inner)) { range in
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

  private func combined(
    _ left: TypedExpression, _ right: TypedExpression, _ combine: (RangedValue, RangedValue) throws -> RangedValue
  ) throws -> [RangedValue] {
    let (lefts, rights) = (try values(left), try values(right))
    return try Interruption.map(lefts.indices) { try combine(lefts[$0], rights[$0]) }
  }

  private func alike(_ value: RangedValue) -> [RangedValue] {
    [RangedValue](repeating: value, count: grouping.count)
  }

  private func guarded<Result>(_ expression: TypedExpression, _ body: () throws -> Result) throws -> Result {
    try located(at: expression.span, body)
  }

  private func call(_ function: Function, _ arguments: [TypedExpression], type: ValueType?) throws -> [RangedValue] {
    let columns = try arguments.map(values)
    return try Interruption.map(0..<grouping.count) { group in
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
      return try ranges(counts(rows, of: aggregate.list))
    case .entities:
      return try ranges(entities(rows, of: aggregate))
    case .any:
      let counts = try counts(rows, of: aggregate.list)
      return try Interruption.map(0..<grouping.count) {
        Ranges.truth(sure: counts.low[$0] > 0, headline: Truth(counts.headline[$0] > 0), possible: counts.high[$0] > 0)
      }
    case .first, .last:
      return try outermost(aggregate, rows)
    case .median, .quantile:
      return try quantiles(aggregate, rows, type: type ?? .decimal)
    case .sum, .mean, .min, .max:
      return try numbers(aggregate, rows, type: type ?? .decimal)
    }
  }

  /// The rows of each group that may take part.
  private func rowsByGroup(_ rows: Bitmap, of list: Int) throws -> GroupedRows {
    try GroupedRows(rows, grouping.rows(of: list)?.numbers(ofFirst: rows.count), count: grouping.count)
  }

  private func outermost(_ aggregate: Aggregate, _ rows: Standing) throws -> [RangedValue] {
    guard let argument = aggregate.argument else { return alike(RangedValue(.unknown)) }
    let dates = evaluator.orderDates(of: aggregate.list)
    let part = TruthPlanes(rows)
    let members = try rowsByGroup(rows.high, of: aggregate.list)
    let picked = try Interruption.map(0..<grouping.count) { group in
      Int(
        evaluator.outermost(
          among: members[group].lazy.map { Int($0) }, part, dates, isLast: aggregate.function == .last))
    }
    let known = picked.filter { $0 >= 0 }
    var values = try evaluator.values(argument, over: aggregate.list, at: known).makeIterator()
    return try Interruption.map(picked) { $0 < 0 ? RangedValue(.unknown) : values.next() ?? RangedValue(.unknown) }
  }

  private func quantiles(_ aggregate: Aggregate, _ rows: Standing, type: ValueType) throws -> [RangedValue] {
    guard let argument = aggregate.argument else { return alike(RangedValue(.unknown)) }
    let vector = try evaluator.numbers(argument, over: aggregate.list)
    let half = try Fraction(1, over: 2)
    let members = try rowsByGroup(rows.high, of: aggregate.list)
    let plain = QuantileRange.plainRows(of: rows, vector)
    let stretches = members.stretches(of: grouping.count)
    let parts = Threads.map(stretches.count) { stretch in
      Result {
        try Interruption.map(stretches[stretch]) { group in
          try guarded(argument) {
            try QuantileRange(part: aggregate.part ?? half, vector, members[group], rows, plain).range { number in
              let unit = type == .money ? Fraction(100) : Fraction(powerOfTen(vector.places))
              return try Scalars.value(of: number / unit, type: type)
            }
          }
        }
      }
    }
    return try parts.flatMap { try $0.get() }
  }

  private typealias Counts = (low: [Int64], headline: [Int64], high: [Int64])

  private func ranges(_ counts: Counts) throws -> [RangedValue] {
    // A list that is in no groups has all its rows in the first.
    let found = try Interruption.map(counts.headline.indices) {
      RangedValue(
        low: .integer(counts.low[$0]), headline: .integer(counts.headline[$0]), high: .integer(counts.high[$0]))
    }
    guard found.count != grouping.count else { return found }
    let rest = max(0, grouping.count - found.count)
    return found.prefix(grouping.count) + [RangedValue](repeating: RangedValue(.integer(0)), count: rest)
  }

  private func counts(_ rows: Standing, of list: Int) throws -> Counts {
    if let groups = grouping.rows(of: list) { return try groups.counts(of: rows) }
    let high = Int64(rows.high.population)
    let headline = rows.headline == rows.high ? high : Int64(rows.headline.population)
    let low = rows.low == rows.headline ? headline : Int64(rows.low.population)
    return ([low], [headline], [high])
  }

  private func entities(_ rows: Standing, of aggregate: Aggregate) throws -> Counts {
    let (graph, list) = (evaluator.graph, aggregate.list)
    let groups = grouping.rows(of: list)
    guard list == graph.registry else {
      let distinct = DistinctEntities(graph: graph, list: list, groups: groups, entityGroups: grouping.entityGroups)
      guard selection == nil else { return try distinct.counts(of: rows) }
      return try distinct.counts(
        of: rows,
        known: (
          { try evaluator.entities(of: aggregate) },
          { try evaluator.entityCounts(of: aggregate, in: $0, grouping.version) }
        ))
    }
    let weights = graph.lists[list].weights
    guard !weights.isEmpty else { return try counts(rows, of: list) }
    func sums(_ rows: Bitmap) throws -> [Int64] {
      if let groups { return try groups.sums(of: rows, weights: weights) }
      var sum: Int64 = 0
      rows.forEach { sum += weights[$0] }
      return [sum]
    }
    let high = try sums(rows.high)
    let headline = rows.headline == rows.high ? high : try sums(rows.headline)
    return (rows.low == rows.headline ? headline : try sums(rows.low), headline, high)
  }

  // MARK: Sums, means, least and greatest

  private func numbers(_ aggregate: Aggregate, _ rows: Standing, type: ValueType) throws -> [RangedValue] {
    guard let argument = aggregate.argument else { return alike(RangedValue(.unknown)) }
    let numbers = try evaluator.numberSource(argument, over: aggregate.list)
    let (groups, count) = (grouping.rows(of: aggregate.list), grouping.count)
    // A thread's own totals cost as much as many rows.
    let threads = count > rows.high.count / 8 ? 1 : Int.max
    let parts = try stripes(of: rows.high.count, atMost: threads) { chunks in
      var part = Totals(function: aggregate.function, count: count)
      try part.add(chunks, of: numbers, rows, groups)
      return part
    }
    var totals = parts.first ?? Totals(function: aggregate.function, count: count)
    for part in parts.dropFirst() { totals.add(part) }
    return try guarded(argument) { try totals.ranges(type: type, places: numbers.places) }
  }
}
