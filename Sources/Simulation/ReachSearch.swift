import Language
import Values

/// What a set of options is to be best at.
enum ReachAim: Sendable {
  /// Fewest options, then fewest exits.
  case smallest
  /// Least cost, then fewest options.
  case cheapest
}

/// The best set of options that was found, and what is known of better ones.
struct ReachChoice: Sendable {
  /// Positions of the options, ascending.
  let options: [Int]
  /// What it is measured by: the number of options and of exits, or the cost and the number of options.
  let measure: (first: Fraction, second: Int64)
  /// What no set can undercut where it is not known that there is none better; nil where that is proved.
  let bound: Fraction?
}

/// Finds the best set of options that meets a goal, by branch and bound over the groups of entities.
///
/// Options are decided on in the written order, so that the first of several that free an entity is the one whose exit
/// it is. A branch is left when not even its most favourable end meets the goal, or none of its ends can be better than
/// the best that is known.
struct ReachSearch {
  private typealias Mask = ReachTabulation.Mask

  private let tabulation: ReachTabulation
  private let reading: Reading
  private let aim: ReachAim
  private let costs: [Fraction]
  private let accepts: ([Int]) throws -> Bool
  /// What is added to the excess of the stock before the goal is looked at.
  private let shift: Int128
  private let optionCount: Int
  /// Groups that some option bears on, by option.
  private let touched: [[Int]]
  /// By how much an option and those after it can lower the excess at most, the greatest first.
  private let reductions: [[Int128]]
  /// What an exit costs by an option and those after it, and how many each has at most, the cheapest first.
  private let supplies: [[(price: Fraction, exits: Int64)]]
  /// By how much entities that are no exit in the headline can lower the excess at most; nil where a reading may free
  /// entities that the headline keeps, so that exits don't bound it.
  private let reductionWithoutExit: Int128?
  private let mostSteps: Int

  /// The excess of each group after the options taken, and the least that it can be with any of those still open.
  private var values: [Int128]
  private var leasts: [Int128]
  private var best: ReachChoice?
  private var steps = 0
  private var isCut = false

  /// A search.
  /// - Parameters:
  ///   - tabulation: The entities by what frees them.
  ///   - reading: In which reading the goal is to be met: `high` for the whole range, `low` for its best end.
  ///   - aim: What the set is to be best at.
  ///   - costs: What an exit by each option costs.
  ///   - shift: What is added to the excess, for what comes until the goal's day.
  ///   - mostSteps: After how many branches it stops without proof.
  ///   - accepts: Whether a set that meets the goal by its stock is good enough besides.
  init(
    _ tabulation: ReachTabulation, _ reading: Reading, aim: ReachAim, costs: [Fraction], shift: Int128 = 0,
    mostSteps: Int = .max, accepts: @escaping ([Int]) throws -> Bool = { _ in true }
  ) {
    (self.tabulation, self.reading, self.aim, self.costs) = (tabulation, reading, aim, costs)
    (self.shift, self.mostSteps, self.accepts) = (shift, mostSteps, accepts)
    optionCount = tabulation.optionCount
    let groups = tabulation.groups
    touched = (0..<tabulation.optionCount).map { option in
      groups.indices.filter { groups[$0].kind.options >> Mask(option) & 1 == 1 }
    }
    let spans = groups.map { group in
      let ends = ReachSearch.ends(group.kind, from: 0, to: group.kind.options, tabulation, reading)
      return Int128(group.size) * ((ends.max() ?? 0) - (ends.min() ?? 0))
    }
    reductionWithoutExit =
      reading == .high && tabulation.balance.numerator >= 0
      ? groups.indices.reduce(0) { groups[$1].kind.leavesWithTheHeadline ? $0 : $0 + spans[$1] } : nil
    let each = touched.map { $0.reduce(Int128(0)) { $0 + spans[$1] } }
    reductions = (0...tabulation.optionCount).map { each[$0...].sorted(by: >) }
    let most = zip(costs, touched).map { price, groups in
      (
        price: price,
        exits: groups.reduce(Int64(0)) { sum, position in
          let group = tabulation.groups[position]
          return sum + group.size * tabulation.count(group.kind, after: 0, .headline)
        }
      )
    }
    supplies = (0...tabulation.optionCount).map { most[$0...].sorted { $0.price < $1.price } }
    values = groups.map { Int128($0.size) * tabulation.excess($0.kind, exits: 0, strikes: 0, reading) }
    leasts = groups.map { group in
      let ends = ReachSearch.ends(group.kind, from: 0, to: group.kind.options, tabulation, reading)
      return Int128(group.size) * (ends.min() ?? 0)
    }
  }

  /// The excess of an entity when exits and strikes are those of a set or of a larger one: its extremes over all sets
  /// between are among these.
  private static func ends(
    _ kind: ReachTabulation.Kind, from smaller: Mask, to larger: Mask, _ tabulation: ReachTabulation, _ reading: Reading
  ) -> [Int128] {
    [(smaller, smaller), (smaller, larger), (larger, smaller), (larger, larger)].map {
      tabulation.excess(kind, exits: $0.0, strikes: $0.1, reading)
    }
  }

  /// What is known at a branch: the options taken, and what comes of them.
  private struct Branch {
    var taken: [Int] = []
    var mask: Mask = 0
    var cost = Fraction.zero
    var exits: Int64 = 0
    /// The excess with the options taken.
    var excess: Int128
    /// The least that it can be with any of those still open.
    var least: Int128
  }

  /// The best set, or nil where none meets the goal.
  mutating func run() throws -> ReachChoice? {
    let constant = tabulation.constant(reading) + shift
    let root = Branch(excess: values.reduce(constant, +), least: leasts.reduce(constant, +))
    try descend(0, root)
    guard isCut, let found = best else { return best }
    return ReachChoice(options: found.options, measure: found.measure, bound: try bound(at: 0, root))
  }

  private mutating func descend(_ option: Int, _ branch: Branch) throws {
    steps += 1
    if steps & 0xFFF == 0 { try Interruption.check() }
    guard steps <= mostSteps else {
      isCut = true
      return
    }
    if tabulation.balance.isMet(branch.excess), try accepts(branch.taken) {
      consider(branch)
      return
    }
    guard option < optionCount, tabulation.balance.isMet(branch.least) else { return }
    if let best, isNoBetter(try bound(at: option, branch), than: best, at: branch) { return }
    let before = touched[option].map { (values[$0], leasts[$0]) }
    var taking = branch
    taking.taken.append(option)
    taking.mask |= 1 << Mask(option)
    taking.exits += freed(by: option, after: branch.mask)
    if aim == .cheapest {
      taking.cost = try branch.cost + costs[option] * Fraction(taking.exits - branch.exits)
    }
    try descend(option + 1, updated(taking, deciding: option))
    restore(option, before)
    try descend(option + 1, updated(branch, deciding: option))
    restore(option, before)
  }

  /// A branch with the groups that an option bears on worked out anew.
  private mutating func updated(_ branch: Branch, deciding option: Int) -> Branch {
    var branch = branch
    let open = option + 1 < optionCount ? ~Mask(0) << Mask(option + 1) : 0
    for position in touched[option] {
      let group = tabulation.groups[position]
      let size = Int128(group.size)
      let ends = ReachSearch.ends(
        group.kind, from: branch.mask, to: branch.mask | open & group.kind.options, tabulation, reading)
      let (value, least) = (size * (ends.first ?? 0), size * (ends.min() ?? 0))
      branch.excess += value - values[position]
      branch.least += least - leasts[position]
      (values[position], leasts[position]) = (value, least)
    }
    return branch
  }

  private mutating func restore(_ option: Int, _ before: [(Int128, Int128)]) {
    for (position, (value, least)) in zip(touched[option], before) {
      (values[position], leasts[position]) = (value, least)
    }
  }

  private mutating func consider(_ branch: Branch) {
    let measure: (Fraction, Int64) =
      aim == .smallest
      ? (Fraction(branch.taken.count), branch.exits) : (branch.cost, Int64(branch.taken.count))
    guard best.map({ measure < $0.measure }) ?? true else { return }
    best = ReachChoice(options: branch.taken, measure: measure, bound: nil)
  }

  /// How many entities leave in the headline when an option follows others.
  private func freed(by option: Int, after mask: Mask) -> Int64 {
    touched[option].reduce(0) { sum, position in
      let group = tabulation.groups[position]
      let leaving =
        tabulation.count(group.kind, after: mask, .headline)
        - tabulation.count(group.kind, after: mask | 1 << Mask(option), .headline)
      return sum + group.size * leaving
    }
  }

  /// What the end of a branch measures at least: so many more options as are needed if none gets in another's way, or
  /// the cost so far and that of the exits still needed, the cheapest first.
  private func bound(at option: Int, _ branch: Branch) throws -> Fraction {
    var excess = branch.excess
    guard aim == .smallest else {
      guard let reductionWithoutExit else { return branch.cost }
      excess -= reductionWithoutExit
      guard !tabulation.balance.isMet(excess) else { return branch.cost }
      var needed = tabulation.balance.steps(to: excess)
      var cost = branch.cost
      for supply in supplies[option] where needed > 0 {
        let exits = min(needed, Int128(supply.exits))
        cost = try cost + supply.price * Fraction(exits)
        needed -= exits
      }
      return cost
    }
    var further = 0
    for reduction in reductions[option] where !tabulation.balance.isMet(excess) {
      excess -= reduction
      further += 1
    }
    return Fraction(branch.taken.count + further)
  }

  /// Whether a branch that measures at least so much can't beat the best.
  private func isNoBetter(_ bound: Fraction, than best: ReachChoice, at branch: Branch) -> Bool {
    let second = aim == .smallest ? branch.exits : Int64(branch.taken.count + 1)
    return !((bound, second) < best.measure)
  }
}

extension ReachTabulation.Kind {
  /// Whether whoever of it is freed in the reading of the whole range is an exit in the headline too.
  fileprivate var leavesWithTheHeadline: Bool {
    !parts.isEmpty && parts.allSatisfy { $0.high == nil || $0.headline != nil }
  }
}
