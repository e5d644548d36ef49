import Values

/// How many came and left in each period and group, added up unit by unit.
struct FlowTotals: Sendable {
  private let periods: Periods
  private let groupCount: Int
  /// Period by period and group by group: who came surely, in the headline, perhaps, and who left so.
  private var moves: [Moves]
  /// Period by period and group by group: how many more than in the period before may have come and left, of those
  /// about whom nothing happens in the period.
  private var doubtChanges: [Int64]
  /// Likewise: how many more records than in the period before may be about an entity that counts anyway.
  private var bridgeChanges: [Int64]
  /// The periods in which something happens to the unit at hand.
  private var turning: [Int] = []

  private struct Moves {
    var entered = SIMD4<Int64>()
    var left = SIMD4<Int64>()
  }

  /// No moves.
  init(periods: Periods, groups: Int) {
    self.periods = periods
    groupCount = groups
    moves = [Moves](repeating: Moves(), count: periods.count * groups)
    doubtChanges = [Int64](repeating: 0, count: (periods.count + 1) * groups)
    bridgeChanges = doubtChanges
  }

  static func += (left: inout FlowTotals, right: FlowTotals) {
    for place in left.moves.indices {
      left.moves[place].entered &+= right.moves[place].entered
      left.moves[place].left &+= right.moves[place].left
    }
    for place in left.doubtChanges.indices {
      left.doubtChanges[place] += right.doubtChanges[place]
      left.bridgeChanges[place] += right.bridgeChanges[place]
    }
  }

  // MARK: One unit

  /// Adds what one unit does in all periods.
  /// - Parameters:
  ///   - parts: Its records' parts in the order of their first days, none of them empty, at least one.
  ///   - weight: How many entities it stands for.
  ///   - isIdentified: Whether it is surely a unit of its own.
  ///   - group: Which group it is in.
  mutating func add(_ parts: ArraySlice<SpanPart>, weight: Int64, isIdentified: Bool, group: Int) {
    var isSure = true
    for part in parts { isSure = isSure && part.certainty == .sure }
    if isSure {
      addSure(parts, Readings(weight: weight, isIdentified: isIdentified), group)
    } else {
      addDoubtful(parts, Readings(weight: weight, isIdentified: isIdentified), group)
    }
  }

  /// What a move of one unit adds in each reading.
  private struct Readings {
    let weight: Int64
    let isIdentified: Bool

    /// All but the least where it may not be a unit of its own.
    var sure: SIMD4<Int64> { SIMD4(isIdentified ? weight : 0, weight, weight, 0) }

    func of(_ move: Move) -> SIMD4<Int64> {
      SIMD4(move.low && isIdentified ? weight : 0, move.headline ? weight : 0, move.high ? weight : 0, 0)
    }
  }

  /// A unit without doubt moves where its stretches begin and end. Of what happens in one period the first and the last
  /// tell what was before and after it.
  private mutating func addSure(_ parts: ArraySlice<SpanPart>, _ readings: Readings, _ group: Int) {
    var period = -1
    var (beginsFirst, beginsLast) = (false, false)
    func close() {
      guard period >= 0 else { return }
      let place = period * groupCount + group
      if beginsFirst || beginsLast { moves[place].entered &+= readings.sure }
      if !beginsFirst || !beginsLast { moves[place].left &+= readings.sure }
    }
    func turn(_ day: Int32, begins: Bool) {
      guard day > periods.opening, day <= periods.closing else { return }
      let next = periods.period(of: day)
      if next != period {
        close()
        (period, beginsFirst) = (next, begins)
      }
      beginsLast = begins
    }
    var (first, end) = (parts[parts.startIndex].first, parts[parts.startIndex].end)
    for part in parts.dropFirst() {
      if part.first > end {
        turn(first, begins: true)
        turn(end, begins: false)
        (first, end) = (part.first, part.end)
      } else {
        end = max(end, part.end)
      }
    }
    turn(first, begins: true)
    turn(end, begins: false)
    close()
  }

  /// A unit of which something is unknown is looked at in each period in which a part begins or ends. In those between
  /// all days are alike: it may have come and gone in each of them, or in none.
  private mutating func addDoubtful(_ parts: ArraySlice<SpanPart>, _ readings: Readings, _ group: Int) {
    turning.removeAll(keepingCapacity: true)
    for part in parts {
      for day in [part.first, part.end] where day > periods.opening && day <= periods.closing {
        turning.append(periods.period(of: day))
      }
    }
    turning.sort()
    var next = 0
    for period in turning where period >= next {
      addQuiet(parts, next..<period, readings.weight, group)
      let (entered, left) = parts.moves(after: periods.days[period], to: periods.days[period + 1])
      moves[period * groupCount + group].entered &+= readings.of(entered)
      moves[period * groupCount + group].left &+= readings.of(left)
      next = period + 1
    }
    addQuiet(parts, next..<periods.count, readings.weight, group)
  }

  private mutating func addQuiet(_ parts: ArraySlice<SpanPart>, _ range: Range<Int>, _ weight: Int64, _ group: Int) {
    guard let first = range.first else { return }
    // Who may have come may have left again: nothing on these days says which.
    guard parts.moves(after: periods.days[first], to: periods.days[first + 1]).entered.high else { return }
    doubtChanges[range.lowerBound * groupCount + group] += weight
    doubtChanges[range.upperBound * groupCount + group] -= weight
  }

  /// In some periods a record without an entity may be about an entity that counts anyway.
  mutating func bridge(_ range: Range<Int>, in group: Int) {
    bridgeChanges[range.lowerBound * groupCount + group] += 1
    bridgeChanges[range.upperBound * groupCount + group] -= 1
  }

  // MARK: All units

  /// What came and left in each period.
  /// - Throws: `Interruption`.
  func flows() throws -> [Flows] {
    var (doubts, bridges) = ([Int64](repeating: 0, count: groupCount), [Int64](repeating: 0, count: groupCount))
    return try (0..<periods.count).map { period in
      try Interruption.check()
      var flows = Flows(groups: groupCount)
      for group in 0..<groupCount {
        try Interruption.check(atRow: group)
        let place = period * groupCount + group
        doubts[group] += doubtChanges[place]
        bridges[group] += bridgeChanges[place]
        flows.entered.set(moves[place].entered, doubts: doubts[group], in: group)
        flows.left.set(moves[place].left, doubts: doubts[group], in: group)
      }
      flows.entered.loosen(by: bridges)
      flows.left.loosen(by: bridges)
      return flows
    }
  }
}

extension Flows.Numbers {
  fileprivate mutating func set(_ readings: SIMD4<Int64>, doubts: Int64, in group: Int) {
    low[group] = readings[0]
    headline[group] = readings[1]
    high[group] = readings[2] + doubts
  }
}
