import Evaluation
import Language
import Tables
import Values

/// How many came onto a count and how many left it over a stretch of days, in groups.
///
/// An entity comes if it counts at the end and did not at the beginning; it leaves if it was the other way round. One
/// that counts at both ends and was gone on a day between, or at neither and was there on a day between, has come and
/// left. So each is in either number at most once, and what counted at the beginning, with who came and without who
/// left, is what counts at the end.
struct Flows: Hashable {
  /// A number in each group: at least, in the headline, at most.
  struct Numbers: Hashable {
    var low: [Int64]
    var headline: [Int64]
    var high: [Int64]

    init(count: Int) {
      let zeros = [Int64](repeating: 0, count: count)
      (low, headline, high) = (zeros, zeros, zeros)
    }

    /// A group's number as results show it.
    func range(_ group: Int) -> RangedValue {
      RangedValue(low: .integer(low[group]), headline: .integer(headline[group]), high: .integer(high[group]))
    }

    static func += (left: inout Numbers, right: Numbers) {
      for group in left.headline.indices {
        left.low[group] += right.low[group]
        left.headline[group] += right.headline[group]
        left.high[group] += right.high[group]
      }
    }

    mutating func add(_ move: Move, weight: Int64, to group: Int) {
      if move.low { low[group] += weight }
      if move.headline { headline[group] += weight }
      if move.high { high[group] += weight }
    }

    /// A record whose entity can't be identified may be about one that counts anyway, and so bridge what looked like a
    /// move of that one.
    mutating func loosen(by strays: [Int64]) {
      for group in low.indices { low[group] = max(0, low[group] - strays[group]) }
    }
  }

  /// Whether one entity moved: surely, in the headline, perhaps.
  struct Move: Hashable {
    var low = false
    var headline = false
    var high = false
  }

  var entered: Numbers
  var left: Numbers

  init(groups: Int) { (entered, left) = (Numbers(count: groups), Numbers(count: groups)) }

  static func += (left: inout Flows, right: Flows) {
    left.entered += right.entered
    left.left += right.left
  }
}

/// What comes and goes of one count whose condition, if any, doesn't change with the days: told from the records' spans.
struct SpanFlows {
  /// A record's part in the count.
  private struct Part {
    let first: Int32
    let end: Int32
    /// Whether it surely counts on the days of its span, and in the headline.
    let isSure: Bool
    let isInHeadline: Bool
  }

  private let spans: StandingSpans
  private let truth: TruthPlanes
  /// For each row what it is counted as, -1 where that can't be identified.
  private let units: Buffer<Int32>
  private let rowsOfUnits: ChildLinks
  private let weights: Integers
  private let groupsOfUnits: RowGroups?
  private let groupsOfRows: RowGroups?
  private let groupCount: Int
  private let turns: [(day: Int32, row: Int)]
  private let doubtful: [Int]
  private let strays: [Int]

  init(_ term: Aggregate, in world: World, by grouping: Grouping?) throws {
    let graph = world.graph
    let data = graph.lists[term.list]
    let spans = StandingSpans(of: term.list, in: graph, isDated: !term.includesAll)
    let all = TruthPlanes(repeating: true, count: data.rowCount)
    let truth = try term.condition.map { try world.evaluator.truth($0, over: term.list) } ?? all
    let countsRows = term.function == .count
    let units = countsRows ? data.rowCount.rowNumbers : data.entities
    let possible = truth.yes | truth.unknown
    turns = spans.turns.filter { possible.contains($0.row) }
    doubtful = possible.subtracting(spans.isSure & truth.yes).rows
    strays = units.indices.filter { units[$0] < 0 && possible.contains($0) }
    rowsOfUnits = ChildLinks(parentOf: units, parentCount: countsRows ? data.rowCount : graph.entityCount)
    weights = countsRows ? [] : data.weights
    groupCount = grouping?.count ?? 1
    groupsOfRows = grouping?.rows(of: term.list)
    groupsOfUnits = countsRows ? groupsOfRows : grouping?.entityGroups
    (self.spans, self.truth, self.units) = (spans, truth, units)
  }

  /// What comes and goes after a day up to another.
  func flows(after opening: CalendarDate, to closing: CalendarDate) -> Flows {
    let (from, to) = (opening.dayNumber, closing.dayNumber)
    var flows = Flows(groups: groupCount)
    var bridges = [Int64](repeating: 0, count: groupCount)
    for row in strays where spans.first[row] <= to && spans.end[row] > from {
      let group = groupsOfRows.map { Int($0[row]) } ?? 0
      guard group >= 0 else { continue }
      bridges[group] += 1
      // Whether it is an entity of its own is open.
      var (entered, left) = moves([part(row)], from, to)
      (entered.low, left.low) = (false, false)
      flows.entered.add(entered, weight: 1, to: group)
      flows.left.add(left, weight: 1, to: group)
    }
    for unit in unitsThatMayMove(from, to) {
      let parts = rowsOfUnits.children(of: Int(unit)).map { Int($0) }
        .filter { truth.yes.contains($0) || truth.unknown.contains($0) }.map(part)
      let group = groupsOfUnits.map { Int($0[Int(unit)]) } ?? 0
      guard group >= 0 else { continue }
      let weight = weights.isEmpty ? 1 : weights[Int(unit)]
      let (entered, left) = moves(parts, from, to)
      flows.entered.add(entered, weight: weight, to: group)
      flows.left.add(left, weight: weight, to: group)
    }
    flows.entered.loosen(by: bridges)
    flows.left.loosen(by: bridges)
    return flows
  }

  private func part(_ row: Int) -> Part {
    let holds = truth.yes.contains(row)
    return Part(
      first: spans.first[row], end: spans.end[row], isSure: holds && spans.isSure.contains(row), isInHeadline: holds)
  }

  /// Those with a record that begins or ceases within the days, or that is in doubt on one of them.
  private func unitsThatMayMove(_ from: Int32, _ to: Int32) -> [Int32] {
    var found = Set<Int32>()
    var place = turns.partitioningIndex { $0.day > from }
    while place < turns.count, turns[place].day <= to {
      found.insert(units[turns[place].row])
      place += 1
    }
    for row in doubtful where spans.first[row] <= to && spans.end[row] > from { found.insert(units[row]) }
    return found.filter { $0 >= 0 }.sorted()
  }

  private func moves(_ parts: [Part], _ from: Int32, _ to: Int32) -> (entered: Flows.Move, left: Flows.Move) {
    let possible = Presences(parts, from, to)
    let headline = Presences(parts.filter(\.isInHeadline), from, to)
    guard !parts.allSatisfy({ $0.isSure || $0.first > to || $0.end <= from }) else {
      return (
        Flows.Move(low: headline.enters, headline: headline.enters, high: headline.enters),
        Flows.Move(low: headline.leaves, headline: headline.leaves, high: headline.leaves)
      )
    }
    let sure = Presences(parts.filter(\.isSure), from, to)
    let mayMove = possible.isThere && sure.firstGap != nil
    // A sure move is one of the two only where the ends don't make it the other.
    let surelyEnters = sure.isThere(after: possible.firstGap) && (sure.atEnd || !possible.atStart)
    let surelyLeaves = sure.isThere(before: possible.lastGap) && (sure.atStart || !possible.atEnd)
    return (
      Flows.Move(
        low: surelyEnters, headline: headline.enters, high: mayMove && !(sure.atStart && !possible.atEnd)),
      Flows.Move(low: surelyLeaves, headline: headline.leaves, high: mayMove && !(sure.atEnd && !possible.atStart))
    )
  }

  /// On which days of a stretch some spans are there.
  private struct Presences {
    let isThere: Bool
    let atStart: Bool
    let atEnd: Bool
    /// The first and the last day on which none is.
    let firstGap: Int32?
    let lastGap: Int32?
    private let earliest: Int32
    private let latest: Int32

    init(_ parts: [Part], _ from: Int32, _ to: Int32) {
      let parts = parts.filter { $0.first < $0.end && $0.first <= to && $0.end > from }
      isThere = !parts.isEmpty
      atStart = parts.contains { $0.first <= from }
      atEnd = parts.contains { $0.end > to }
      earliest = parts.map { max($0.first, from) }.min() ?? .max
      latest = parts.map { min($0.end - 1, to) }.max() ?? .min
      var day = from
      for part in parts.sorted(by: { $0.first < $1.first }) where part.first <= day { day = max(day, part.end) }
      firstGap = day <= to ? day : nil
      day = to
      for part in parts.sorted(by: { $0.end > $1.end }) where part.end > day { day = min(day, part.first &- 1) }
      lastGap = firstGap == nil ? nil : day
    }

    func isThere(after gap: Int32?) -> Bool { gap.map { latest > $0 } ?? false }
    func isThere(before gap: Int32?) -> Bool { gap.map { earliest < $0 } ?? false }

    var enters: Bool { atEnd ? !atStart || firstGap != nil : !atStart && isThere }
    var leaves: Bool { atStart ? !atEnd || firstGap != nil : !atEnd && isThere }
  }
}

/// What differs between two ends of one count whose condition changes with the days: moves within are not seen.
enum EndFlows {
  static func flows(
    _ first: Presence, _ second: Presence, by grouping: Grouping?
  ) throws -> Flows {
    let count = grouping?.count ?? 1
    func moves(_ from: Presence, _ to: Presence) throws -> Flows.Numbers {
      var numbers = Flows.Numbers(count: count)
      let strays = (from.rows.high | to.rows.high) & to.loners
      var bridges = [Int64](repeating: 0, count: count)
      try to.add(Bitmap(count: to.entities.low.count), strays, times: 1, into: &bridges, by: grouping)
      let none = Bitmap(count: to.rows.low.count)
      try to.add(
        to.entities.low.subtracting(from.entities.high),
        to.lonersAreSure ? to.rows.low.subtracting(from.rows.high) : none, times: 1, into: &numbers.low, by: grouping)
      if !to.lonersAreSure { numbers.loosen(by: bridges) }
      try to.add(
        to.entities.headline.subtracting(from.entities.headline), to.rows.headline.subtracting(from.rows.headline),
        times: 1, into: &numbers.headline, by: grouping)
      try to.add(
        to.entities.high.subtracting(from.entities.low), to.rows.high.subtracting(from.rows.low), times: 1,
        into: &numbers.high, by: grouping)
      return numbers
    }
    var flows = Flows(groups: count)
    flows.entered = try moves(first, second)
    flows.left = try moves(second, first)
    return flows
  }
}

extension Int {
  fileprivate var rowNumbers: Buffer<Int32> { Buffer(Array(0..<Int32(self))) }
}

extension RandomAccessCollection {
  /// The first place from which a condition holds; it holds for every element after it.
  fileprivate func partitioningIndex(where holds: (Element) -> Bool) -> Index {
    var (low, high) = (startIndex, endIndex)
    while low != high {
      let middle = index(low, offsetBy: distance(from: low, to: high) / 2)
      if holds(self[middle]) { high = middle } else { low = index(after: middle) }
    }
    return low
  }
}
