import Evaluation
import Language
import Tables
import Values

/// What a count is at every place of a sweep and how much that is more than on the base, in three readings and groups.
///
/// An entity counts until the last of its records is taken: one pass over the records finds that place, one over the
/// entities adds up.
struct SweepCounts {
  /// For each group, a number at each place; a row of places a group.
  struct Series {
    var numbers: [Int64]
    private let count: Int

    init(groups: Int, count: Int) {
      numbers = [Int64](repeating: 0, count: groups * count)
      self.count = count
    }

    func number(_ group: Int, at place: Int) -> Int64 { numbers[group * count + place] }

    /// Less a number for each group.
    func subtracting(_ totals: [Int64]) -> Series {
      var result = self
      for group in totals.indices {
        for place in 0..<count { result.numbers[group * count + place] -= totals[group] }
      }
      return result
    }

    fileprivate mutating func add(_ other: Series, times sign: Int64) {
      for index in numbers.indices { numbers[index] += sign * other.numbers[index] }
    }
  }

  /// The values, then the changes.
  private(set) var low, headline, high: Series
  private(set) var lowChange, headlineChange, highChange: Series

  private init(groups: Int, count: Int) {
    low = Series(groups: groups, count: count)
    (headline, high, lowChange, headlineChange, highChange) = (low, low, low, low, low)
  }

  /// The counts of a tally; nil where they hang on more than which records are taken.
  init?(_ tally: Tally, in base: World, _ flips: SweepFlips, by grouping: Grouping?) throws {
    self.init(groups: grouping?.count ?? 1, count: flips.count)
    for term in tally.terms {
      guard let counts = try SweepCounts(term.aggregate, in: base, flips, by: grouping) else { return nil }
      add(counts, isSubtracted: term.isSubtracted)
    }
  }

  private mutating func add(_ other: SweepCounts, isSubtracted: Bool) {
    let sign: Int64 = isSubtracted ? -1 : 1
    headline.add(other.headline, times: sign)
    headlineChange.add(other.headlineChange, times: sign)
    low.add(isSubtracted ? other.high : other.low, times: sign)
    high.add(isSubtracted ? other.low : other.high, times: sign)
    lowChange.add(isSubtracted ? other.highChange : other.lowChange, times: sign)
    highChange.add(isSubtracted ? other.lowChange : other.highChange, times: sign)
  }

  private init?(_ term: Aggregate, in base: World, _ flips: SweepFlips, by grouping: Grouping?) throws {
    self.init(groups: grouping?.count ?? 1, count: flips.count)
    let leaves = base.graph.leaves(of: term.list)
    guard leaves.contains(where: { flips.records[$0.list] != nil }) else {
      guard term.condition?.readsRecords != true else { return nil }
      let values = try base.evaluator.values(of: .counting(term), grouping: grouping)
      for (group, value) in values.enumerated() {
        guard
          case (.integer(let least), .integer(let reading), .integer(let most)) = (
            value.low, value.headline, value.high
          )
        else { return nil }
        for place in 0..<flips.count {
          low.numbers[group * flips.count + place] = least
          headline.numbers[group * flips.count + place] = reading
          high.numbers[group * flips.count + place] = most
        }
      }
      return
    }
    // What a condition counts may turn with the records that are taken, and history is another matter.
    guard !term.includesAll, term.condition?.readsRecords != true,
      term.function == .count || base.graph.lists[term.list].weights.isEmpty
    else { return nil }
    let pass = SweepPass(term, rows: try base.evaluator.rows(of: term), in: base, flips, grouping)
    // Records that stand no more are erased too: whose entity that touches, no place of a standing one tells.
    guard term.function == .count || pass.rows.isExact || !leaves.contains(where: { flips.erased.contains($0.list) })
    else { return nil }
    // In doubt who stood before, an entity is touched along either threshold, and gone along both.
    guard term.function == .count || pass.rows.isExact || flips.sizes.count == 1 else { return nil }
    if term.function == .count {
      try countRows(pass)
    } else {
      try countEntities(pass)
    }
  }

  private mutating func countRows(_ pass: SweepPass) throws {
    let (surely, likely, perhaps) = (pass.rows.low, pass.rows.headline, pass.rows.high)
    low = try pass.remaining(surely, .possible)
    headline = try pass.remaining(likely, .sure)
    high = pass.rows.isExact && !pass.hasDoubt ? low : try pass.remaining(perhaps, .sure)
    lowChange = pass.lost(try pass.remaining(perhaps, .possible), of: perhaps)
    headlineChange = pass.lost(headline, of: likely)
    highChange = pass.lost(try pass.remaining(surely, .sure), of: surely)
  }

  private mutating func countEntities(_ pass: SweepPass) throws {
    let headlines = try pass.ends(pass.rows.headline, .sure)
    let isExact = pass.rows.isExact
    let lows = isExact && !pass.hasDoubt ? headlines : try pass.ends(pass.rows.low, .possible)
    let highs = isExact ? headlines : try pass.ends(pass.rows.high, .sure)
    (headline, headlineChange) = try pass.counted(headlines)
    (low, lowChange) = isExact && !pass.hasDoubt ? (headline, headlineChange) : try pass.counted(lows)
    (high, highChange) = isExact ? (headline, headlineChange) : try pass.counted(highs)
    if !isExact {
      let touches = try pass.touches()
      let (highs, lows) = (try highs.places()[0], try lows.places()[0])
      // Gone at the least: whoever may have counted, has a record that may be taken, and surely counts no more.
      lowChange = pass.lost { entity in
        highs[entity] == 0 ? nil : max(Int(touches[entity]), Int(lows[entity]) - 1)
      }
      // Gone at the most: whoever surely counted and surely counts no more.
      highChange = pass.lost { entity in lows[entity] == 0 ? nil : Int(highs[entity]) - 1 }
    }
    // A record without an entity may be about one that counts already, so that surely it counts for nothing.
    let strays = pass.strays
    guard !strays.isEmpty else { return }
    let (likely, perhaps) = (pass.rows.headline & strays, pass.rows.high & strays)
    let left = try pass.remaining(likely, .sure)
    headline.add(left, times: 1)
    headlineChange.add(pass.lost(left, of: likely), times: 1)
    high.add(try pass.remaining(perhaps, .sure), times: 1)
    lowChange.add(pass.lost(try pass.remaining(perhaps, .possible), of: perhaps), times: 1)
  }
}
