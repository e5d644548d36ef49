import Values

/// Entities to be freed, each by any of some options, and how many can be freed with what each option can do.
struct ReachWorkload: Sendable {
  /// Entities that the same options can free.
  struct Item: Sendable, Hashable {
    /// The options, one bit each.
    let options: UInt64
    /// How many.
    let entities: Int64
  }

  /// The entities, those with the same options together.
  let items: [Item]

  init(_ items: [Item]) {
    var totals: [UInt64: Int64] = [:]
    for item in items where item.options != 0 { totals[item.options, default: 0] += item.entities }
    self.items = totals.sorted { $0.key < $1.key }.map { Item(options: $0.key, entities: $0.value) }
  }

  /// How many entities there are.
  var total: Int64 { items.reduce(0) { $0 + $1.entities } }

  /// The most that can be freed when each option can free only so many: an entity is any of its options' work.
  ///
  /// It is a flow from entities to options (Ford and Fulkerson 1956): work that an option can't take in moves on to
  /// another, along the shortest chain of options that pass work on.
  /// - Parameter capacities: What each option can free; nil for no bound.
  /// - Returns: Entities.
  func freed(within capacities: [Int64?]) -> Int64 {
    guard capacities.contains(where: { $0 != nil }) else { return total }
    var room = capacities.map { $0 ?? total }
    // How many of each item are given to each option.
    var given = items.map { _ in [Int64](repeating: 0, count: capacities.count) }
    var freed: Int64 = 0
    for (item, work) in items.enumerated() {
      var left = work.entities
      while left > 0, let chain = chain(from: item, room, given) {
        var amount = min(left, room[chain[chain.count - 1].option])
        for (link, next) in zip(chain, chain.dropFirst()) { amount = min(amount, given[next.item][link.option]) }
        for (position, link) in chain.enumerated() {
          given[link.item][link.option] += amount
          if position > 0 { given[link.item][chain[position - 1].option] -= amount }
        }
        room[chain[chain.count - 1].option] -= amount
        left -= amount
        freed += amount
      }
    }
    return freed
  }

  /// One hand that work passes through: an item's work goes to an option.
  private struct Link {
    let item: Int
    let option: Int
  }

  /// The shortest chain from an item to an option with room, by way of options that pass other items' work on.
  private func chain(from start: Int, _ room: [Int64], _ given: [[Int64]]) -> [Link]? {
    var chains: [[Link]] = [[]]
    var seen: UInt64 = 0
    while !chains.isEmpty {
      var next: [[Link]] = []
      for chain in chains {
        // The item whose work has to find a place: the first, or one that makes room at the chain's last option.
        let candidates =
          chain.last.map { last in items.indices.filter { given[$0][last.option] > 0 } } ?? [start]
        for item in candidates {
          for option in room.indices
          where items[item].options >> UInt64(option) & 1 == 1 && seen >> UInt64(option) & 1 == 0 {
            seen |= 1 << UInt64(option)
            let longer = chain + [Link(item: item, option: option)]
            if room[option] > 0 { return longer }
            next.append(longer)
          }
        }
      }
      chains = next
    }
    return nil
  }
}
