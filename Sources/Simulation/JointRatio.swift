import Evaluation
import Tables
import Values

/// The extremes of a ratio of counts of entities whose two parts hang on the same unknown facts.
///
/// Each entity has a few ways to take part; the least (greatest) ratio over all of them is found by Dinkelbach's
/// method (1967): for a guess λ every entity takes the way with the least n − λ·d, and the ratio of the sums is the
/// next guess, until it is the same.
struct JointRatio {
  /// One way to take part: what an entity adds to the two parts.
  private struct Way: Hashable {
    let numerator: Int64
    let denominator: Int64

    /// How far the way lies above a ratio.
    func excess(over ratio: Fraction) throws -> Fraction {
      try Fraction(numerator) - ratio * Fraction(denominator)
    }
  }

  /// The sums over entities that have one way, and how many entities have each set of several.
  private struct Group {
    var numerator: Int128 = 0
    var denominator: Int128 = 0
    var choices: [Set<Way>: Int128] = [:]

    /// The ratio when each entity takes the way that is picked from its own.
    private func ratio(_ pick: (Set<Way>) throws -> Way?) throws -> Fraction {
      var (part, whole) = (numerator, denominator)
      for (ways, count) in choices {
        guard let way = try pick(ways) else { continue }
        part += Int128(way.numerator) * count
        whole += Int128(way.denominator) * count
      }
      return try Fraction(part, over: whole)
    }

    /// The least (or greatest) ratio; unknown where the denominator may be nothing.
    func extreme(isLeast: Bool) throws -> Value {
      let least = choices.reduce(denominator) { $0 + Int128($1.key.map(\.denominator).min() ?? 0) * $1.value }
      guard least > 0 else { return .unknown }
      var ratio = try ratio(\.first)
      while true {
        let next = try self.ratio { ways in
          try ways.min { first, second in
            let (left, right) = (try first.excess(over: ratio), try second.excess(over: ratio))
            return isLeast ? left < right : right < left
          }
        }
        // Whichever of several equal ways is taken, the guesses end at the one extreme there is.
        guard isLeast ? next < ratio : ratio < next else { return .percentage(ratio) }
        ratio = next
      }
    }
  }

  private var groups: [Group]

  init(_ numerator: Tally, _ denominator: Tally, in world: World, by grouping: Grouping?) throws {
    groups = Array(repeating: Group(), count: grouping?.count ?? 1)
    // As if nobody in doubt had been struck: what they would add then is what they add if they stay.
    let kept = world.keepingDoubtful
    let numerators = try numerator.terms.map { try Presence($0.aggregate, in: kept) }
    let denominators = try denominator.terms.map { try Presence($0.aggregate, in: kept) }
    let doubtful = world.doubtfulEntities
    let isPart = JointRatio.isPart(numerator, of: denominator, in: world)
    var everyone = Bitmap(count: world.graph.entityCount)
    for presence in numerators + denominators { everyone = everyone | presence.entities.high }
    let entityGroups = grouping?.entityGroups
    // Whose part is sure counts as it is; few are left to look at one by one.
    var open = doubtful
    for presence in numerators + denominators {
      open = open | presence.entities.high.subtracting(presence.entities.low)
    }
    let settled = everyone.subtracting(open)
    for (presences, part) in [(numerators, \Group.numerator), (denominators, \Group.denominator)] {
      var sums = [Int64](repeating: 0, count: groups.count)
      for presence in presences {
        try sums.add(presence.entities.low & settled, presence.weights, in: entityGroups, times: 1)
      }
      for group in groups.indices { groups[group][keyPath: part] += Int128(sums[group]) }
    }
    (everyone & open).forEach { entity in
      func counted(_ presences: [Presence], _ pick: (Standing) -> Bitmap) -> Int64 {
        presences.reduce(0) { $0 + (pick($1.entities).contains(entity) ? $1.weight(of: entity) : 0) }
      }
      var ways: Set<Way> = []
      for part in [counted(numerators, \.low), counted(numerators, \.high)] {
        for whole in [counted(denominators, \.low), counted(denominators, \.high)]
        where !(isPart && part > 0 && whole == 0) {
          ways.insert(Way(numerator: part, denominator: whole))
        }
      }
      if doubtful.contains(entity) { ways.insert(Way(numerator: 0, denominator: 0)) }
      add(ways, to: entityGroups.map { Int($0[entity]) } ?? 0)
    }
    addLoners(numerators, denominators, grouping)
  }

  /// Records whose entity can't be identified: each may count as an entity of its own, in every part that holds it.
  private mutating func addLoners(_ numerators: [Presence], _ denominators: [Presence], _ grouping: Grouping?) {
    for (presences, way) in [
      (numerators, Way(numerator: 1, denominator: 0)), (denominators, Way(numerator: 0, denominator: 1)),
    ] {
      for presence in presences {
        let rowGroups = grouping?.rows(of: presence.list)
        (presence.loners & presence.rows.high).forEach { row in
          let group = rowGroups.map { Int($0[row]) } ?? 0
          if group >= 0 { add([way, Way(numerator: 0, denominator: 0)], to: group) }
        }
      }
    }
  }

  private mutating func add(_ ways: Set<Way>, to group: Int) {
    if ways.count == 1, let only = ways.first {
      groups[group].numerator += Int128(only.numerator)
      groups[group].denominator += Int128(only.denominator)
    } else {
      groups[group].choices[ways, default: 0] += 1
    }
  }

  /// Whether whoever is in the numerator is in the denominator too: all of its lists are part of the other's list.
  private static func isPart(_ numerator: Tally, of denominator: Tally, in world: World) -> Bool {
    guard denominator.terms.count == 1, let whole = denominator.terms.first?.aggregate, whole.condition == nil else {
      return false
    }
    return numerator.terms.allSatisfy { term in
      let list = term.aggregate.list
      let isWithin = list == whole.list || world.graph.lists[whole.list].members.contains { $0.list == list }
      return isWithin && term.aggregate.includesAll == whole.includesAll
    }
  }

  /// The values with their ranges replaced by the joint ones.
  func narrowing(_ values: [RangedValue]) throws -> [RangedValue] {
    try zip(values, groups).map { value, group in
      RangedValue(
        low: try group.extreme(isLeast: true), headline: value.headline, high: try group.extreme(isLeast: false))
    }
  }
}
