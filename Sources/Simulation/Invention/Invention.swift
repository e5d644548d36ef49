import Evaluation
import Language
import Tables
import Values

/// Searches for cases that show a measure's verdicts.
///
/// Nothing is derived from the conditions but the values between which they turn; what a case shows is always what the
/// measures did to it when they ran. So the search needs no inverse of any function of the language. It looks for a
/// record that the measure takes, then among all cases that differ from it in one value or one row, and from these on.
struct Invention {
  private let measures: [Measure]
  private let inputs: [ListInput]
  private let graph: Graph
  private let asof: CalendarDate
  let plan: InventionPlan
  /// List by list, the columns that matter to the measure; others matter to the rest of its scenario.
  let relevant: [Int: Set<Int>]
  private var draw = InventionDraw(seed: 1)
  /// The cases found, by what they show.
  private(set) var found: [InventedVerdict: InventedCase] = [:]
  /// For what is not found yet, the cases that come nearest, the nearest first.
  private var nearest: [InventedVerdict: [(score: Double, invented: InventedCase)]] = [:]

  private static let generation = 96
  private static let patience = (firing: 40, others: 10)
  private static let kept = 6

  /// A search for one of some measures, run after those before it.
  init(
    for position: Int, of measures: [Measure], shapedAs inputs: [ListInput], _ graph: Graph, asof: CalendarDate
  ) {
    self.measures = Array(measures[...position])
    self.inputs = inputs
    self.graph = graph
    self.asof = asof
    relevant = InventionReader.relevantColumns(to: position, of: measures, graph)
    plan = InventionPlan(for: measures[position], among: measures, over: graph, asof: asof)
  }

  /// Every verdict that the measure may have.
  private var verdicts: [InventedVerdict] {
    guard let measure = measures.last else { return [] }
    return measure.conditions.indices.flatMap { [.misses($0), .unknown($0)] }
      + measure.exceptions.indices.map { .excepted($0) }
  }

  /// Searches.
  /// - Parameter seeds: Cases to begin with, as those found for a measure before this one.
  /// - Throws: `Failure` where a condition can't be computed.
  mutating func search(from seeds: [InventedCase]) throws {
    try evolve(towards: [.fires], from: seeds, generations: Invention.patience.firing)
    guard var example = found[.fires] else { return }
    example = try shrunk(example)
    found[.fires] = example
    try look(around: example)
    if let sharper = try sharpened(example), sharper != example {
      found = [.fires: sharper]
      try look(around: sharper)
    }
    let missing = verdicts.filter { found[$0] == nil }
    try evolve(towards: missing, from: [], generations: Invention.patience.others)
  }

  // MARK: Trying

  private func trial(of cases: [InventedCase]) throws -> InventionTrial {
    try Interruption.check()
    let world = try InventedWorld(
      cases, plan: plan, list: measures[measures.count - 1].list, shapedAs: inputs, graph, asof: asof)
    return try InventionTrial(measures, on: world)
  }

  /// Runs the measures on one case alone and says what became of its record.
  func verdict(of invented: InventedCase) throws -> InventedVerdict? { try trial(of: [invented]).verdicts[0] }

  private mutating func evolve(
    towards wanted: [InventedVerdict], from seeds: [InventedCase], generations: Int
  ) throws {
    var cases = seeds
    while cases.count < Invention.generation { cases.append(random()) }
    for _ in 0..<generations {
      let open = wanted.filter { found[$0] == nil }
      guard !open.isEmpty else { return }
      try take(cases, towards: open)
      cases = open.flatMap { verdict in (nearest[verdict] ?? []).map(\.invented) }
      guard !cases.isEmpty else { return }
      let parents = cases
      cases = []
      while cases.count < Invention.generation - Invention.generation / 8 {
        cases.append(mutated(parents[cases.count % parents.count]))
      }
      while cases.count < Invention.generation { cases.append(random()) }
    }
  }

  /// Tries cases and keeps those that show, or nearly show, what is wanted.
  private mutating func take(_ cases: [InventedCase], towards wanted: [InventedVerdict]) throws {
    let trial = try trial(of: cases)
    for (number, invented) in cases.enumerated() {
      if let verdict = trial.verdicts[number], found[verdict] == nil, wanted.contains(verdict) {
        found[verdict] = invented
      }
    }
    for verdict in wanted where found[verdict] == nil {
      var candidates = nearest[verdict] ?? []
      for (number, invented) in cases.enumerated() where !candidates.contains(where: { $0.invented == invented }) {
        candidates.append((try trial.nearness(of: number, to: verdict), invented))
      }
      nearest[verdict] = Array(candidates.sorted { $0.score > $1.score }.prefix(Invention.kept))
    }
  }

  // MARK: Changing

  private mutating func random() -> InventedCase {
    InventedCase(
      rows: plan.lists.map { list in
        let count = list.counts.randomElement(using: &draw) ?? 1
        var rows: [[Value?]] = []
        for _ in 0..<count {
          let alike = rows.first.flatMap { Int.random(in: 0..<3, using: &draw) > 0 ? $0 : nil }
          rows.append(alike ?? list.columns.map { value(for: $0) })
        }
        return rows
      })
  }

  private mutating func value(for column: InventionPlan.Column) -> Value? {
    if let usual = column.usual, Int.random(in: 0..<6, using: &draw) > 0 { return usual }
    // What is blank stands for no end, which most records have; what is unknown decides little.
    if column.pool[0] == nil, Int.random(in: 0..<3, using: &draw) > 0 { return nil }
    let known = column.pool.dropLast()
    guard Int.random(in: 0..<12, using: &draw) > 0, let value = known.randomElement(using: &draw) else {
      return .unknown
    }
    return value
  }

  private mutating func mutated(_ invented: InventedCase) -> InventedCase {
    var result = invented
    for _ in 0..<Int.random(in: 1...3, using: &draw) {
      let entry = Int.random(in: 0..<plan.lists.count, using: &draw)
      let list = plan.lists[entry]
      let rows = result.rows[entry]
      if rows.isEmpty || list.columns.isEmpty || Int.random(in: 0..<4, using: &draw) == 0 {
        guard let count = list.counts.randomElement(using: &draw) else { continue }
        var next = Array(rows.prefix(count))
        while next.count < count { next.append(next.first ?? list.columns.map { value(for: $0) }) }
        result.rows[entry] = next
      } else {
        let column = Int.random(in: 0..<list.columns.count, using: &draw)
        let value = value(for: list.columns[column])
        // One row or all of them: conditions that count need many rows to agree.
        let all = Int.random(in: 0..<2, using: &draw) == 0
        let row = Int.random(in: 0..<rows.count, using: &draw)
        for index in rows.indices where all || index == row { result.rows[entry][index][column] = value }
      }
    }
    return result
  }

  // MARK: Around an example

  /// The example with every row left out that it does without.
  private func shrunk(_ invented: InventedCase) throws -> InventedCase {
    var best = invented
    while true {
      let fewer = plan.lists.indices.flatMap { entry -> [InventedCase] in
        let rows = best.rows[entry]
        guard rows.count > (plan.lists[entry].counts.first ?? 0) else { return [] }
        return rows.indices.reversed().map { row in
          var next = best
          next.rows[entry].remove(at: row)
          return next
        }
      }
      guard !fewer.isEmpty else { return best }
      let verdicts = try trial(of: fewer).verdicts
      guard let next = verdicts.firstIndex(of: .fires) else { return best }
      best = fewer[next]
    }
  }

  private func matters(_ column: InventionPlan.Column, of list: InventionPlan.List) -> Bool {
    relevant[list.list]?.contains(column.position) ?? false
  }

  /// All cases that differ from an example in one value or by one row, with how far the value lies.
  private func neighbours(of example: InventedCase) -> [(distance: Int, invented: InventedCase)] {
    var cases: [(Int, InventedCase)] = []
    for (entry, list) in plan.lists.enumerated() {
      let rows = example.rows[entry]
      for row in rows.indices {
        for (position, column) in list.columns.enumerated() where matters(column, of: list) {
          let place = column.pool.firstIndex(of: rows[row][position]) ?? 0
          for (other, value) in column.pool.enumerated() where other != place {
            var next = example
            next.rows[entry][row][position] = value
            // A day that no condition looks at says little about the rule.
            cases.append((abs(other - place) + 1 + (column.usual == nil ? 0 : column.pool.count), next))
          }
        }
        if rows.count > (list.counts.first ?? 0) {
          var next = example
          next.rows[entry].remove(at: row)
          cases.append((0, next))
        }
      }
      if rows.count < (list.counts.last ?? 1), let copied = rows.first {
        var next = example
        next.rows[entry].append(copied)
        cases.append((0, next))
      }
    }
    return cases
  }

  /// Takes from the cases around an example, for each verdict, the one that differs least.
  private mutating func look(around example: InventedCase) throws {
    let around = neighbours(of: example).enumerated().sorted {
      ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset)
    }.map(\.element.invented)
    for start in stride(from: 0, to: around.count, by: Invention.generation * 4) {
      try take(Array(around[start..<min(around.count, start + Invention.generation * 4)]), towards: verdicts)
    }
  }

  /// The example with each value moved to where a condition turns; nil where it then no longer shows the same.
  private func sharpened(_ example: InventedCase) throws -> InventedCase? {
    var best = example
    for (entry, list) in plan.lists.enumerated() {
      for row in best.rows[entry].indices {
        for (position, column) in list.columns.enumerated() where column.usual == nil && matters(column, of: list) {
          let value = best.rows[entry][row][position]
          guard let place = column.pool.firstIndex(of: value), value?.isOrdered == true else { continue }
          let cases = column.pool.map { value in
            var next = best
            next.rows[entry][row][position] = value
            return next
          }
          let firing = try trial(of: cases).verdicts.map { $0 == .fires }
          let edges = firing.indices.filter { index in
            guard firing[index], column.pool[index]?.isOrdered == true else { return false }
            return [index - 1, index + 1].contains { beside in
              firing.indices.contains(beside) && !firing[beside] && column.pool[beside]?.isOrdered == true
            }
          }
          if let edge = edges.min(by: { abs($0 - place) < abs($1 - place) }) { best = cases[edge] }
        }
      }
    }
    return try verdict(of: best) == .fires ? best : nil
  }
}

extension Value {
  /// Whether it lies on a line with others of its type.
  fileprivate var isOrdered: Bool {
    switch self {
    case .integer, .decimal, .percentage, .money, .date, .month: true
    case .unknown, .flag, .text, .duration: false
    }
  }
}
