import Evaluation
import Language
import Tables
import Values

/// What comes and goes of one count whose condition, if any, doesn't change with the days: told from the records' spans.
///
/// The records are put side by side by what they are counted as, and each of these is looked at once, however many
/// periods there are: it can move only where one of its spans begins or ends, or on days of which something is unknown.
struct SpanFlows {
  private let periods: Periods
  private let spans: StandingSpans
  private let truth: TruthPlanes
  /// The records that may count.
  private let possible: Bitmap
  /// For each row what it is counted as, below nothing where that can't be identified.
  private let units: Buffer<Int32>
  private let unitCount: Int
  private let weights: Integers
  private let groupsOfUnits: RowGroups?
  private let groupsOfRows: RowGroups?
  private let groupCount: Int

  /// - Throws: `Failure` where the condition can't be computed; `Interruption`.
  init(_ term: Aggregate, in world: World, by grouping: Grouping?, between days: [CalendarDate]) throws {
    let graph = world.graph
    let data = graph.lists[term.list]
    periods = Periods(days)
    spans = try StandingSpans(of: term.list, in: graph, isDated: !term.includesAll)
    let all = TruthPlanes(repeating: true, count: data.rowCount)
    truth = try term.condition.map { try world.evaluator.truth($0, over: term.list) } ?? all
    possible = truth.unknown.isEmpty ? truth.yes : truth.yes | truth.unknown
    let countsRows = term.function == .count
    units = countsRows ? Buffer(Array(0..<Int32(data.rowCount))) : data.entities
    unitCount = countsRows ? data.rowCount : graph.entityCount
    weights = countsRows ? [] : data.weights
    groupCount = grouping?.count ?? 1
    groupsOfRows = grouping?.rows(of: term.list)
    groupsOfUnits = countsRows ? groupsOfRows : grouping?.entityGroups
  }

  /// What comes and goes in each period.
  /// - Throws: `Interruption`.
  func flows() throws -> [Flows] {
    // A thread's own totals cost as much as many rows.
    let isWorthSharing = units.count > 1 << 12 && periods.count * groupCount < 1 << 14
    let stripes = isWorthSharing ? Threads.count : 1
    let groups = groupsOfUnits?.numbers(ofFirst: unitCount)
    let parts = Threads.map(stripes) { stripe in
      let part = unitCount * stripe / stripes..<unitCount * (stripe + 1) / stripes
      return Result { try self.totals(ofUnits: part, in: groups) }
    }
    var sum = try strayTotals()
    for part in parts { sum += try part.get() }
    return try sum.flows()
  }

  // MARK: Units

  private func totals(ofUnits range: Range<Int>, in groups: [Int32]?) throws -> FlowTotals {
    var totals = FlowTotals(periods: periods, groups: groupCount)
    var (parts, offsets) = try partsByUnit(range)
    let isWeighted = !weights.isEmpty
    for unit in 0..<range.count {
      try Interruption.check(atRow: unit)
      let own = Int(offsets[unit])..<Int(offsets[unit + 1])
      let group = groups.map { Int($0[range.lowerBound + unit]) } ?? 0
      guard !own.isEmpty, group >= 0 else { continue }
      if own.count > 1 { parts.sortByFirstDay(own) }
      totals.add(
        parts[own], weight: isWeighted ? weights[range.lowerBound + unit] : 1, isIdentified: true, group: group)
    }
    return totals
  }

  /// The parts of some units that have to do with the periods, unit by unit, and where those of each begin.
  private func partsByUnit(_ range: Range<Int>) throws -> (parts: [SpanPart], offsets: [Int32]) {
    var offsets = [Int32](repeating: 0, count: range.count + 1)
    try forEachPart(ofUnits: range) { unit, _ in offsets[unit + 1] += 1 }
    for unit in 0..<range.count { offsets[unit + 1] += offsets[unit] }
    var next = offsets
    var parts = [SpanPart](repeating: SpanPart(first: 0, end: 0, certainty: .sure), count: Int(offsets[range.count]))
    try forEachPart(ofUnits: range) { unit, row in
      parts[Int(next[unit])] = part(row)
      next[unit] += 1
    }
    return (parts, offsets)
  }

  /// Calls the body with each part of some units, counted from the first of these, and its row.
  @inline(__always)
  private func forEachPart(ofUnits range: Range<Int>, _ body: (Int, Int) -> Void) throws {
    let (opening, closing) = (periods.opening, periods.closing)
    try possible.words.withUnsafeBufferPointer { words in
      try units.withUnsafeBufferPointer { units in
        try spans.first.withUnsafeBufferPointer { first in
          try spans.end.withUnsafeBufferPointer { end in
            for index in words.indices {
              try Interruption.check(atRow: index << 6)
              var word = words[index]
              while word != 0 {
                let row = index << 6 + word.trailingZeroBitCount
                word &= word - 1
                let unit = Int(units[row]) - range.lowerBound
                guard unit >= 0, unit < range.count, first[row] < end[row], first[row] <= closing, end[row] > opening
                else { continue }
                body(unit, row)
              }
            }
          }
        }
      }
    }
  }

  private func part(_ row: Int) -> SpanPart {
    let certainty: SpanPart.Certainty =
      truth.yes.contains(row) ? (spans.isSure.contains(row) ? .sure : .inHeadline) : .possible
    return SpanPart(first: spans.first[row], end: spans.end[row], certainty: certainty)
  }

  // MARK: Records without an entity

  /// Each is a unit of its own, if it isn't about an entity that counts anyway.
  private func strayTotals() throws -> FlowTotals {
    var totals = FlowTotals(periods: periods, groups: groupCount)
    guard units.contains(where: { $0 < 0 }) else { return totals }
    for row in units.indices where units[row] < 0 {
      try Interruption.check(atRow: row)
      let part = part(row)
      guard possible.contains(row), part.first < part.end, part.first <= periods.closing, part.end > periods.opening
      else { continue }
      let group = groupsOfRows.map { Int($0[row]) } ?? 0
      guard group >= 0 else { continue }
      totals.bridge(periods.touched(from: part.first, before: part.end), in: group)
      totals.add([part], weight: 1, isIdentified: false, group: group)
    }
    return totals
  }
}

extension [SpanPart] {
  /// Puts some parts in the order of their first days.
  fileprivate mutating func sortByFirstDay(_ range: Range<Int>) {
    guard range.count < 32 else {
      self[range].sort { $0.first < $1.first }
      return
    }
    for place in range.dropFirst() {
      let part = self[place]
      var gap = place
      while gap > range.lowerBound, self[gap - 1].first > part.first {
        self[gap] = self[gap - 1]
        gap -= 1
      }
      self[gap] = part
    }
  }
}
