import Language
import Tables
import Testing
import Values

@testable import Evaluation

@Suite("Sums, ends and quantiles of groups give what a loop over the rows gives") struct TotalsTests {
  /// How numbers are stored.
  enum Kind: CaseIterable {
    case bytes, shorts, words, whole, huge, days, intervals
  }

  private static func source(_ kind: Kind, _ rows: inout Rows) -> any NumberKernel {
    let known = rows.dice.one(of: 2) ? ~rows.some(of: 40) : nil
    func column(_ range: ClosedRange<Int64>) -> IntegerColumn {
      let numbers = (0..<rows.count).map { _ in Int64.random(in: range, using: &rows.dice) }
      return IntegerColumn(integers: Integers(numbers + [range.upperBound]), known: known, places: 0)
    }
    switch kind {
    case .bytes: return column(0...255)
    case .shorts: return column(0...65_535)
    case .words: return column(0...Int64(UInt32.max))
    case .whole: return column(-9...9)
    case .huge: return column(.min + 1 ... .max)
    case .days: return DayColumn(days: Buffer(rows.numbers(.min ... .max)), known: known)
    case .intervals:
      let low = rows.numbers(-9...9).map { Int64($0) }
      return StoredNumbers(
        vector: NumberVector(low: low, high: low.map { $0 + 1 }, unknown: rows.some(of: 40), places: 0))
    }
  }

  private static func groups(_ rows: inout Rows, _ distinct: Int?) throws -> RowGroups? {
    guard let distinct else { return nil }
    let owners = rows.dice.one(of: 2) ? 90 : nil
    let column = KernelTests.column(&rows, distinct: distinct, owners: owners)
    return try RowGroups.sorting(rows.some(of: 2), by: column).groups
  }

  @Test(
    "Numbers of every width are added up by group, in parts as in one go", arguments: KernelTests.sizes,
    [.sum, .mean, .min, .max] as [AggregateFunction])
  func totals(size: Int, function: AggregateFunction) throws {
    for (seed, kind) in Kind.allCases.enumerated() {
      for distinct in [nil, 3, 300] {
        var rows = Rows(size, seed: seed)
        let source = TotalsTests.source(kind, &rows)
        // Rows in doubt, or none.
        let standing = rows.dice.one(of: 3) ? Standing(rows.some(of: 1)) : rows.standing()
        let groups = try TotalsTests.groups(&rows, distinct)
        let count = groups?.count ?? 1
        let vector = try source.numbers(0..<size)
        var wanted = [Total](repeating: Total(function: function), count: count)
        for row in standing.high.rows {
          let group = groups.map { Int($0[row]) } ?? 0
          guard group >= 0 else { continue }
          if vector.unknown?.contains(row) == true {
            wanted[group].addUnknown(isHeadline: standing.headline.contains(row))
          } else {
            wanted[group].add(
              low: vector.low[row], high: vector.upper[row], isSure: standing.low.contains(row),
              isHeadline: standing.headline.contains(row))
          }
        }
        let chunks = chunks(of: size)
        let middle = chunks.count / 2
        var totals = Totals(function: function, count: count)
        for part in [chunks[..<middle], chunks[middle...]] {
          var partial = Totals(function: function, count: count)
          try partial.add(part, of: source, standing, groups)
          totals.add(partial)
        }
        #expect(
          try totals.ranges(type: .decimal, places: 0) == wanted.map { try $0.range(type: .decimal, places: 0) },
          "\(kind), \(distinct ?? 1) groups")
      }
    }
  }

  @Test("A number picked out of many is the one that sorting brings to its place", arguments: KernelTests.sizes)
  func selecting(size: Int) {
    guard size > 0 else { return }
    var rows = Rows(size)
    let arrangements = [
      rows.numbers(.min ... .max), rows.numbers(0...3), rows.numbers(0...900).sorted(),
      rows.numbers(0...900).sorted(by: >),
      [Int32](repeating: 7, count: size), (0..<Int32(size)).map { $0 % 2 == 0 ? $0 : -$0 },
    ]
    for numbers in arrangements {
      let sorted = numbers.sorted()
      for place in Set([0, size / 4, size / 2, size - 1]) {
        var rest = numbers
        #expect(rest.select(place) == sorted[place])
        #expect(rest[place] == sorted[place] && rest[..<place].allSatisfy { $0 <= sorted[place] })
        #expect(rest[place...].allSatisfy { $0 >= sorted[place] } && rest.sorted() == sorted)
      }
    }
  }

  @Test("Quantiles of numbers without doubt are those that looking at each doubt gives", arguments: KernelTests.sizes)
  func quantiles(size: Int) throws {
    var rows = Rows(size)
    let standing = rows.standing()
    let vector = NumberVector(
      low: rows.numbers(-99...99).map { Int64($0) }, unknown: rows.some(of: 300), places: 0)
    let groups = rows.numbers(-1...40)
    let members = try GroupedRows(standing.high, groups, count: 41)
    let plain = QuantileRange.plainRows(of: standing, vector)
    for group in 0..<41 {
      #expect(members[group].map { Int($0) } == standing.high.rows.filter { groups[$0] == group })
      for part in [0, 1, 50, 90, 100] {
        func range(_ plain: Bitmap) throws -> RangedValue {
          try QuantileRange(part: Fraction(Int128(part), over: 100), vector, members[group], standing, plain)
            .range { .decimal($0) }
        }
        #expect(try range(plain) == range(Bitmap(count: size)))
      }
    }
    let stretches = members.stretches(of: 41)
    #expect(Array(stretches.joined()) == Array(0..<41))
  }
}
