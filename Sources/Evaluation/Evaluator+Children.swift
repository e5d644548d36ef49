import Language
import Tables
import Values

// Aggregates over the rows that belong to each row of a list.
extension Evaluator {
  /// For each row of the aggregate's list, whether it takes part.
  private func participation(_ aggregate: Aggregate) throws -> TruthPlanes {
    let standing = TruthPlanes(frame.rows(of: aggregate))
    guard let condition = aggregate.condition else { return standing }
    return try standing & truth(condition, over: aggregate.list)
  }

  /// For each row of a list, how many of the rows that belong to it take part.
  func childCounts(_ aggregate: Aggregate, for list: Int) throws -> ChildCounts {
    try kept(.children(aggregate), over: list) {
      let part = try participation(aggregate)
      let families = graph.families(of: aggregate.list, in: list)
      guard families.areDisjoint else {
        return try ChildCounts(
          of: part, links: graph.links(from: list, to: aggregate.list), largest: families.largest)
      }
      return try ChildCounts(
        of: part, owners: graph.owners(in: list, of: aggregate.list), count: graph.lists[list].rowCount,
        largest: families.largest)
    }
  }

  /// For each row of a list, the earliest or latest of the rows that belong to it; -1 where there is none, or where
  /// facts that are unknown decide which it is.
  func outermost(_ aggregate: Aggregate, for list: Int) throws -> [Int32] {
    let part = try participation(aggregate)
    let links = try graph.links(from: list, to: aggregate.list)
    let dates = orderDates(of: aggregate.list)
    return try (0..<graph.lists[list].rowCount).map { row in
      try Interruption.check(atRow: row)
      return outermost(
        among: links.children(of: row).lazy.map { Int($0) }, part, dates, isLast: aggregate.function == .last)
    }
  }

  /// The earliest or latest of some rows by their dates; of several on one day, the first or last in the file.
  func outermost(
    among rows: some Sequence<Int>, _ part: TruthPlanes, _ dates: Column?, isLast: Bool
  ) -> Int32 {
    guard let dates, case .days(let days) = dates.storage else { return -1 }
    var best: Int?
    var isOpen = false
    var rival: Int32?
    for row in rows {
      let isSure = part.yes.contains(row)
      guard isSure || part.unknown.contains(row) else { continue }
      guard dates.isKnown(row) else {
        isOpen = true
        continue
      }
      let day = days[row]
      if !isSure {
        rival = rival.map { isLast ? max($0, day) : min($0, day) } ?? day
      } else if best.map({ isLast ? days[$0] <= day : day < days[$0] }) ?? true {
        best = row
      }
    }
    guard let best, !isOpen else { return -1 }
    if let rival, isLast ? rival >= days[best] : rival <= days[best] { return -1 }
    return Int32(best)
  }

  /// The dates that a list's records are ordered by.
  func orderDates(of list: Int) -> Column? {
    graph.schema.lists[list].order.map { graph.lists[list].table.columns[$0] }
  }

  /// For each row of a list, the sum, least or greatest over the rows that belong to it.
  func numbers(of aggregate: Aggregate, for list: Int) throws -> NumberVector {
    let part = try participation(aggregate)
    let links = try graph.links(from: list, to: aggregate.list)
    let count = graph.lists[list].rowCount
    guard let argument = aggregate.argument else { return NumberVector(low: [], places: 0) }
    let numbers = try numbers(argument, over: aggregate.list)
    var low = [Int64](repeating: 0, count: count)
    var high = low
    var unknown = Bitmap(count: count)
    for row in 0..<count {
      try Interruption.check(atRow: row)
      var accumulator = Accumulator(aggregate.function)
      for child in links.children(of: row) {
        let child = Int(child)
        let isSure = part.yes.contains(child)
        guard isSure || part.unknown.contains(child) else { continue }
        if numbers.unknown?.contains(child) == true {
          accumulator.isUnknown = true
        } else {
          accumulator.add(low: numbers.low[child], high: numbers.upper[child], isSure: isSure)
        }
      }
      guard let range = accumulator.range, let first = Int64(exactly: range.low), let last = Int64(exactly: range.high)
      else {
        if accumulator.didOverflow { throw fault(.overflow, at: argument.span) }
        unknown.insert(row)
        continue
      }
      (low[row], high[row]) = (first, last)
    }
    return NumberVector(
      low: low, high: low == high ? nil : high, unknown: unknown.isEmpty ? nil : unknown, places: numbers.places)
  }

  /// The sum, least or greatest of numbers, some of which may not count.
  private struct Accumulator {
    let function: AggregateFunction
    var isUnknown = false
    var didOverflow = false
    private var low: Int128?
    private var high: Int128?
    private var hasSure = false

    init(_ function: AggregateFunction) {
      self.function = function
      if function == .sum { (low, high, hasSure) = (0, 0, true) }
    }

    mutating func add(low number: Int64, high other: Int64, isSure: Bool) {
      let (number, other) = (Int128(number), Int128(other))
      hasSure = hasSure || isSure
      switch function {
      case .sum:
        low = (low ?? 0) + (isSure ? number : min(0, number))
        high = (high ?? 0) + (isSure ? other : max(0, other))
      case .min:
        low = low.map { min($0, number) } ?? number
        high = isSure ? high.map { min($0, other) } ?? other : high
      default:
        high = high.map { max($0, other) } ?? other
        low = isSure ? low.map { max($0, number) } ?? number : low
      }
    }

    /// The range, or nil where it is unknown: of nothing, or of what may be nothing.
    var range: (low: Int128, high: Int128)? {
      guard !isUnknown, hasSure, let low, let high else { return nil }
      return (low, high)
    }
  }
}

extension Aggregate {
  /// Whether it takes the value of one record, the earliest or the latest.
  var isOutermost: Bool { function == .first || function == .last }
}
