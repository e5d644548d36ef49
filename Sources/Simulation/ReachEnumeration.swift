import Language
import Values

/// Finds the best sets of options that meet a goal by carrying them out: every set, or as many as a bound allows.
struct ReachEnumeration {
  /// How many sets are carried out at most: all of twelve options.
  static let mostRuns = 1 << 12

  private let optionCount: Int
  private let costs: [Fraction]
  private let meets: (ReachOutcome) throws -> Bool
  private let outcome: ([Int]) throws -> ReachOutcome

  private var smallest: ReachChoice?
  private var cheapest: ReachChoice?
  private var runs = 0

  /// An enumeration.
  /// - Parameters:
  ///   - optionCount: How many options there are.
  ///   - costs: What an exit by each costs.
  ///   - meets: Whether an outcome is good enough.
  ///   - outcome: Carries a set out.
  init(
    optionCount: Int, costs: [Fraction], meets: @escaping (ReachOutcome) throws -> Bool,
    outcome: @escaping ([Int]) throws -> ReachOutcome
  ) {
    (self.optionCount, self.costs, self.meets, self.outcome) = (optionCount, costs, meets, outcome)
  }

  /// The smallest set and the cheapest; nil where none of the sets that were carried out meets the goal.
  mutating func run() throws -> (smallest: ReachChoice?, cheapest: ReachChoice?) {
    var undecided: Int?
    for size in 0...optionCount where undecided == nil {
      if try !each(size, visit) { undecided = size }
    }
    guard let size = undecided else { return (smallest, cheapest) }
    // Smaller sets are all known; of larger ones only the way on from the best first step.
    try descendGreedily()
    func bounded(_ choice: ReachChoice?, by bound: Fraction) -> ReachChoice? {
      choice.map {
        ReachChoice(options: $0.options, measure: $0.measure, bound: $0.measure.first > bound ? bound : nil)
      }
    }
    return (bounded(smallest, by: Fraction(size)), bounded(cheapest, by: .zero))
  }

  /// Carries out all sets of a size.
  /// - Returns: Whether there were runs left for all of them.
  private mutating func each(_ size: Int, _ visit: (inout Self, [Int]) throws -> Void) throws -> Bool {
    var set = Array(0..<size)
    while true {
      guard runs < ReachEnumeration.mostRuns else { return false }
      try visit(&self, set)
      guard let position = set.indices.last(where: { set[$0] < optionCount - size + $0 }) else { return true }
      set[position] += 1
      for later in set.indices.dropFirst(position + 1) { set[later] = set[later - 1] + 1 }
    }
  }

  private func visit(_ enumeration: inout Self, _ set: [Int]) throws { try enumeration.consider(set) }

  private mutating func consider(_ set: [Int]) throws {
    try Interruption.check()
    runs += 1
    let found = try outcome(set)
    guard try meets(found) else { return }
    let exits = found.exits.reduce(0, +)
    let bySize = (Fraction(set.count), exits)
    if smallest.map({ bySize < $0.measure }) ?? true {
      smallest = ReachChoice(options: set, measure: bySize, bound: nil)
    }
    let cost = try zip(set, found.exits).reduce(Fraction.zero) { try $0 + costs[$1.0] * Fraction($1.1) }
    let byCost = (cost, Int64(set.count))
    if cheapest.map({ byCost < $0.measure }) ?? true {
      cheapest = ReachChoice(options: set, measure: byCost, bound: nil)
    }
  }

  /// From all options, leaves out one after another, the last first, as long as the goal is met.
  private mutating func descendGreedily() throws {
    var set = Array(0..<optionCount)
    for option in (0..<optionCount).reversed() {
      let fewer = set.filter { $0 != option }
      if try meets(outcome(fewer)) { set = fewer }
    }
    try consider(set)
  }
}
