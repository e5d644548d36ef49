/// Ways to share out a number of units among groups, in whole units.
enum DecompositionShares {
  /// Shares that bring the groups with the highest ratios down to one and the same ratio, as far as whole units go:
  /// each unit is taken from the group whose ratio is then the highest, the first of several.
  /// - Parameters:
  ///   - total: How many units are shared out; at most the sum of `stocks`.
  ///   - stocks: What each group has.
  ///   - populations: What each group's ratio is over; a group without any has the highest of all.
  /// - Returns: A share a group, none above its stock.
  static func leveling(_ total: Int64, of stocks: [Int64], over populations: [Int64]) -> [Int64] {
    precondition((0...stocks.reduce(0, +)).contains(total), "no more than there is")
    var shares = stocks.map { _ in Int64(0) }
    var left = total
    for group in stocks.indices where populations[group] <= 0 {
      shares[group] = min(left, stocks[group])
      left -= shares[group]
    }
    // Of the others, all units above a level go. Levels are fractions of 2^40; the least one that takes no more than
    // is left is found by halving, and the few units between it and the next one are taken one by one.
    func taken(above level: Int128) -> [Int64] {
      stocks.indices.map { group in
        guard populations[group] > 0 else { return 0 }
        return max(0, stocks[group] - Int64(clamping: (level * Int128(populations[group])) >> 40))
      }
    }
    var (low, high): (Int128, Int128) = (0, Int128(stocks.max() ?? 0) << 40)
    while low < high {
      let middle = (low + high) / 2
      if taken(above: middle).reduce(0, +) <= left { high = middle } else { low = middle + 1 }
    }
    let above = taken(above: high)
    left -= above.reduce(0, +)
    shares = zip(shares, above).map { $0 + $1 }
    while left > 0, let next = highest(stocks, populations, shares) {
      shares[next] += 1
      left -= 1
    }
    return shares
  }

  /// The group whose ratio is the highest of those that have something left.
  private static func highest(_ stocks: [Int64], _ populations: [Int64], _ shares: [Int64]) -> Int? {
    stocks.indices.filter { stocks[$0] > shares[$0] && populations[$0] > 0 }.reduce(nil as Int?) { best, group in
      guard let best else { return group }
      let mine = Int128(stocks[group] - shares[group]) * Int128(populations[best])
      return mine > Int128(stocks[best] - shares[best]) * Int128(populations[group]) ? group : best
    }
  }

  /// Shares in proportion to weights; the units that whole parts leave go to the largest remainders, the first of
  /// several.
  /// - Returns: A share a group, adding up to the total; where it is no more than the sum of the weights, none is above
  ///   its weight. All are nothing where the weights are.
  static func proportional(_ total: Int64, to weights: [Int64]) -> [Int64] {
    let sum = Int128(weights.reduce(0, +))
    guard sum > 0 else { return weights.map { _ in 0 } }
    let parts = weights.map { (Int128($0) * Int128(total)).quotientAndRemainder(dividingBy: sum) }
    var shares = parts.map { Int64($0.quotient) }
    let left = Int(total - shares.reduce(0, +))
    let order = weights.indices.sorted { (parts[$1].remainder, $0) < (parts[$0].remainder, $1) }
    for group in order.prefix(left) { shares[group] += 1 }
    return shares
  }
}
