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

    /// A record whose entity can't be identified may be about one that counts anyway, and so bridge what looked like a
    /// move of that one.
    mutating func loosen(by strays: [Int64]) {
      for group in low.indices { low[group] = max(0, low[group] - strays[group]) }
    }
  }

  var entered: Numbers
  var left: Numbers

  init(groups: Int) { (entered, left) = (Numbers(count: groups), Numbers(count: groups)) }

  static func += (left: inout Flows, right: Flows) {
    left.entered += right.entered
    left.left += right.left
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
