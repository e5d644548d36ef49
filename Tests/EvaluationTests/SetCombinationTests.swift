import Tables
import Testing
import Values

@testable import Evaluation

/// Members of several sets, told apart in one pass, beside a loop that looks at them row by row.
@Suite("Members of sets by the sets they are in") struct SetCombinationTests {
  static let sizes = [0, 1, 63, 64, 65, 4_095, 4_096, 4_097]
  /// Enough rows for several threads.
  static let large = 131_137

  /// What rows are in groups by.
  enum Keys: Int, CaseIterable {
    /// Everything in one group.
    case none
    /// A few keys in bytes, some unknown, and rows past the last key.
    case bytes
    /// The same in numbers of two bytes, of which there are too many for a table each.
    case shorts
    /// Keys that stand at what a row belongs to.
    case owned
  }

  private func groups(_ keys: Keys, count: Int, _ dice: inout Dice) throws -> RowGroups? {
    guard keys != .none else { return nil }
    let distinct = keys == .shorts ? 700 : 5
    // The last rows have no code, as entities that are not in the registry have none.
    let placed = keys == .owned ? 90 : count - count / 7
    let codes = (0..<placed).map { _ in UInt32.random(in: 0..<UInt32(distinct), using: &dice) }
    var column = KeyColumn(
      codes: Codes(codes, distinct: distinct), codeCount: distinct,
      known: Bitmap((0..<placed).filter { _ in !dice.one(of: 6) }, count: placed),
      keys: .numbers(from: 0, KeyColumn.NumberForm(type: .integer, places: 0)))
    guard keys == .owned else {
      let (groups, _) = try RowGroups.sorting(Bitmap(repeating: true, count: placed), by: column)
      return groups.handedOn(to: nil)
    }
    column.owners = Buffer((0..<count).map { _ in Int32.random(in: -1...Int32(placed + 2), using: &dice) })
    return try RowGroups.sorting(Bitmap((0..<count).filter { _ in dice.one(of: 2) }, count: count), by: column).groups
  }

  @Test("Each combination of sets is counted and weighed in each group", arguments: sizes, Keys.allCases)
  func combinations(count: Int, keys: Keys) throws {
    try check(count, keys, setCounts: count > 100 ? [3] : [1, 3, SetCombinations.mostSets])
  }

  @Test("Several threads count as one does", arguments: [Keys.none, .bytes])
  func threads(keys: Keys) throws { try check(SetCombinationTests.large, keys, setCounts: [2]) }

  private func check(_ count: Int, _ keys: Keys, setCounts: [Int]) throws {
    var dice = Dice(count &* 31 &+ keys.rawValue)
    let groups = try groups(keys, count: count, &dice)
    let weights = (0..<count / 2).map { _ in Int64.random(in: 0...9, using: &dice) }
    for setCount in setCounts {
      let sets = (0..<setCount).map { set in
        // Sets of many rows, of few, of none; and some that are part of another.
        Bitmap(
          (0..<count).filter { $0 % 3 != set && (set % 3 == 2 ? dice.one(of: 50) : !dice.one(of: 5)) }, count: count)
      }
      for weights in [[], weights] {
        var expected: [Int: [Int64]] = [:]
        for row in 0..<count {
          let combination = sets.indices.reduce(0) { $0 | (sets[$1].contains(row) ? 1 << $1 : 0) }
          let group = groups.map { Int($0[row]) } ?? 0
          guard combination > 0, group >= 0 else { continue }
          expected[combination, default: Array(repeating: 0, count: groups?.count ?? 1)][group] +=
            row < weights.count ? weights[row] : 1
        }
        expected = expected.filter { $0.value.contains { $0 != 0 } }
        for threads in [1, 3] {
          Threads.use(threads)
          let found = try SetCombinations(of: sets, weights: Integers(weights), in: groups)
          #expect(Dictionary(uniqueKeysWithValues: found.counts.map { ($0.combination, $0.counts) }) == expected)
          let ofFirst = found.total { $0 & 1 == 1 }
          #expect(
            ofFirst
              == expected.reduce(into: Array(repeating: 0, count: groups?.count ?? 1)) { sum, found in
                guard found.key & 1 == 1 else { return }
                for group in sum.indices { sum[group] += found.value[group] }
              })
        }
        Threads.use(0)
      }
    }
  }
}
