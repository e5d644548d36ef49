import Language
import Tables
import Testing
import Values

@testable import Evaluation

/// Rows about which the kernels are asked, beside loops that look at them one by one.
struct Rows {
  var dice: Dice
  let count: Int

  init(_ count: Int, seed: Int = 1) {
    dice = Dice(seed &* 7919 &+ count)
    self.count = count
  }

  /// Some of the rows: none, about one in some, or all.
  mutating func some(of chances: Int) -> Bitmap {
    Bitmap((0..<count).filter { _ in dice.one(of: chances) }, count: count)
  }

  mutating func numbers(_ range: ClosedRange<Int32>) -> [Int32] {
    (0..<count).map { _ in Int32.random(in: range, using: &dice) }
  }

  /// Three nested sets.
  mutating func standing() -> Standing {
    // Many rows, or every other one.
    let high = count.isMultiple(of: 2) ? some(of: 2) : ~some(of: 9)
    let headline = high & ~some(of: 5)
    return Standing(low: headline & ~some(of: 5), headline: headline, high: high)
  }
}

@Suite("Kernels give what a loop over the rows gives") struct KernelTests {
  static let sizes = [0, 1, 63, 64, 65, 4095, 4096, 4097, 16383, 16384, 16385]
  /// Enough rows for several threads.
  static let large = 131_137

  /// Codes with an upper end that makes them one, two or four bytes wide.
  static func column(_ rows: inout Rows, distinct: Int, owners: Int?) -> KeyColumn {
    let count = owners ?? rows.count
    let codes = (0..<count).map { _ in UInt32.random(in: 0..<UInt32(distinct), using: &rows.dice) }
    var column = KeyColumn(
      codes: Codes(codes, distinct: distinct), codeCount: distinct,
      known: Bitmap((0..<count).filter { _ in !rows.dice.one(of: 6) }, count: count),
      keys: .numbers(from: 0, KeyColumn.NumberForm(type: .integer, places: 0)))
    if let owners {
      column.owners = Buffer(rows.numbers(-1...Int32(owners + 2)))
      column.isOutsideWhenAbsent = true
    }
    return column
  }

  /// The key of a row, as a loop finds it: the code, then unknown, then nothing to belong to.
  private static func key(_ column: KeyColumn, _ row: Int) -> Int {
    let place = column.owners.map { Int($0[row]) } ?? row
    guard place >= 0, place < column.codes.count else { return .max }
    return column.known?.contains(place) == false ? .max - 1 : Int(column.codes[place])
  }

  /// How many keys there are, and in how many rows they stand where those are not the rows themselves.
  struct Shape: Sendable {
    let distinct: Int
    var owners: Int?
  }

  @Test(
    "Rows are counted and weighed by group", arguments: sizes + [large],
    [Shape(distinct: 3), Shape(distinct: 3, owners: 90), Shape(distinct: 400), Shape(distinct: 70_000, owners: 500)])
  func groups(size: Int, shape: Shape) throws {
    var rows = Rows(size, seed: shape.distinct)
    let column = KernelTests.column(&rows, distinct: shape.distinct, owners: shape.owners)
    let among = rows.some(of: 2)
    let weights = rows.numbers(0...9).map { Int64($0) }
    let chosen = among.rows
    let keys = Set(chosen.map { KernelTests.key(column, $0) }).sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(keys, 0...))
    let standing = rows.standing()
    var wanted = [Int32](repeating: -1, count: size)
    for row in chosen { wanted[row] = Int32(places[KernelTests.key(column, row)] ?? -2) }
    func expected(_ set: Bitmap, _ weight: (Int) -> Int64 = { _ in 1 }) -> [Int64] {
      var sums = keys.map { _ in Int64(0) }
      for row in chosen where set.contains(row) { sums[Int(wanted[row])] += weight(row) }
      return sums
    }
    let few = Integers(Array(weights.prefix(size / 2 + 1)))
    let counted = [among, standing.low, standing.headline, standing.high].map { expected($0) }
    let weighed = expected(standing.high) { weights[$0] }
    let weighedInPart = expected(standing.high) { $0 < few.count ? weights[$0] : 1 }
    for threads in [1, 2, 7] {
      Threads.use(threads)
      let (groups, slots) = try RowGroups.sorting(among, by: column)
      #expect(slots.count == keys.count)
      #expect(try groups.counts(of: among) == counted[0])
      let counts = try groups.counts(of: standing)
      #expect([counts.low, counts.headline, counts.high] == Array(counted.dropFirst()))
      #expect(try groups.sums(of: standing.high, weights: Integers(weights)) == weighed)
      #expect(try groups.sums(of: standing.high, weights: few) == weighedInPart)
      #expect(groups.numbers(ofFirst: size) == wanted)
      // The same keys with their codes at the rows themselves.
      let (written, _) = try RowGroups.sorting(among, by: column.writtenOut())
      #expect(written.numbers(ofFirst: size) == wanted)
    }
    Threads.use(0)
  }

  @Test(
    "Several keys make a group of each pair that occurs", arguments: sizes + [large],
    [[4, 5], [300, 300], [5000, 4000]])
  func combinations(size: Int, distinct: [Int]) throws {
    var rows = Rows(size, seed: distinct[0])
    let columns = distinct.map { KernelTests.column(&rows, distinct: $0, owners: nil) }
    let among = rows.some(of: 2)
    let pairs = Set(among.rows.map { row in columns.map { KernelTests.key($0, row) } })
      .sorted { $0.lexicographicallyPrecedes($1) }
    let (first, firstSlots) = try RowGroups.sorting(among, by: columns[0])
    let (second, secondSlots) = try RowGroups.sorting(among, by: columns[1])
    let combination = try KeyCombination(of: among, first, second)
    func key(_ slot: Int, _ column: KeyColumn) -> Int { slot == column.slots.unknown ? .max - 1 : slot }
    #expect(
      zip(combination.firsts, combination.seconds).map { first, second in
        [key(Int(firstSlots[Int(first)]), columns[0]), key(Int(secondSlots[Int(second)]), columns[1])]
      } == pairs)
    let (groups, _) = try RowGroups.sorting(among, by: combination.column)
    let places = Dictionary(uniqueKeysWithValues: zip(pairs, Int32(0)...))
    for row in among.rows { #expect(groups[row] == places[columns.map { KernelTests.key($0, row) }]) }
  }

  /// A registry without rows of its own to show, and records about its entities.
  private static func graph(_ rows: inout Rows, registered: Int) -> Graph {
    let entities = Buffer(rows.numbers(-1...Int32(registered + 2)))
    let schema = Schema([
      ListSchema(name: "registry", alias: nil, columns: [], parent: nil),
      ListSchema(name: "court", alias: nil, columns: [], parent: 0),
    ])
    return Graph(
      schema: schema,
      lists: [
        ListData(table: Table(columns: [], rowCount: registered), entities: Buffer(0..<Int32(registered))),
        ListData(table: Table(columns: [], rowCount: rows.count), parentRows: entities, entities: entities),
      ], entityCount: registered + 3, registry: 0, entityCodes: EntityCodes())
  }

  @Test("Entities are marked and counted once, group by group", arguments: sizes + [large], [1, 700, 300_000])
  func entities(size: Int, registered: Int) throws {
    var rows = Rows(size, seed: registered)
    let graph = KernelTests.graph(&rows, registered: registered)
    let owners = graph.lists[1].entities
    let standing = rows.standing()
    let inner = rows.some(of: 2)
    let everyone = Bitmap(repeating: true, count: registered)
    var registry = Rows(registered)
    let district = KernelTests.column(&registry, distinct: 3, owners: nil)
    let (byDistrict, _) = try RowGroups.sorting(everyone, by: district)
    let ofEntities = byDistrict.handedOn(to: nil)
    let (byKind, _) = try RowGroups.sorting(
      Bitmap(repeating: true, count: size), by: KernelTests.column(&rows, distinct: 4, owners: nil))
    func expected(_ set: Bitmap, _ groups: RowGroups?, withUnidentified: Bool) -> [Int64] {
      var seen = [Set<Int>](repeating: [], count: groups?.count ?? 1)
      for row in set.rows where owners[row] >= 0 || withUnidentified {
        let group = groups.map { Int($0[row]) } ?? 0
        seen[group].insert(owners[row] >= 0 ? Int(owners[row]) : -1 - row)
      }
      return seen.map { Int64($0.count) }
    }
    for threads in [1, 3] {
      Threads.use(threads)
      let marks = graph.entities(of: standing, in: 1)
      for (set, part) in [(marks.low, standing.low), (marks.headline, standing.headline), (marks.high, standing.high)] {
        #expect(set.rows == Set(part.rows.map { Int(owners[$0]) }.filter { $0 >= 0 }).sorted())
      }
      #expect(graph.entities(of: standing.high, in: 1) == marks.high)
      let nested = [
        standing.low & inner, standing.low, standing.low, standing.headline, standing.high,
        Bitmap(repeating: true, count: size),
      ]
      let ofNested = graph.entities(ofNested: [(1, nested), (0, [everyone])])
      #expect(ofNested == [nested.map { graph.entities(of: $0, in: 1) }, [everyone.extended(to: registered + 3)]])
      #expect(graph.strays(of: 1).rows == owners.indices.filter { owners[$0] < 0 })
      #expect(
        graph.rows(of: 1, about: marks.low).rows
          == owners.indices.filter { row in
            owners[row] >= 0 && marks.low.contains(Int(owners[row]))
          })
      let handed = byDistrict.handedOn(to: owners)
      for (groups, entityGroups) in [(nil, nil), (byKind, nil), (handed, ofEntities)] as [(RowGroups?, RowGroups?)] {
        let counts = try DistinctEntities(graph: graph, list: 1, groups: groups, entityGroups: entityGroups)
          .counts(of: standing)
        #expect(counts.low == expected(standing.low, groups, withUnidentified: false))
        #expect(counts.headline == expected(standing.headline, groups, withUnidentified: true))
        #expect(counts.high == expected(standing.high, groups, withUnidentified: true))
      }
      let exact = try DistinctEntities(graph: graph, list: 1, groups: nil, entityGroups: nil)
        .counts(of: Standing(standing.low))
      #expect(exact.low == expected(standing.low, nil, withUnidentified: false))
      #expect(exact.high == expected(standing.low, nil, withUnidentified: true))
    }
    Threads.use(0)
  }

  @Test(
    "Children are counted and compared parent by parent", arguments: sizes, [0, 1, 2, 3, 4])
  func children(size: Int, kind: Int) throws {
    // Enough for several threads, where parents are few.
    let isLarge = kind == 4 && (64...4096).contains(size)
    var rows = Rows(isLarge ? KernelTests.large : size * (kind == 3 ? 70 : 2) % 40_000, seed: kind)
    var parents = rows.numbers(-1...Int32(max(0, size)))
    // In the file's order, with none left out, every bit stands where it is wanted already.
    if kind == 1 { parents = parents.map { max(0, min($0, Int32(size) - 1)) }.sorted() }
    // Parents with very many children.
    if kind == 3 { parents = parents.map { $0 % 5 * 13 } }
    let links = try ChildLinks(parentOf: parents, parentCount: size)
    // Many rows that take part, or few.
    let yes = kind == 0 ? ~rows.some(of: 6) : rows.some(of: kind == 1 ? 9 : 3)
    let unknown = kind == 2 ? Bitmap(count: rows.count) : rows.some(of: kind == 1 ? 15 : 4).subtracting(yes)
    var (low, high) = ([Int64](repeating: 0, count: size), [Int64](repeating: 0, count: size))
    for (child, parent) in parents.enumerated() where parent >= 0 && parent < size {
      low[Int(parent)] += yes.contains(child) ? 1 : 0
      high[Int(parent)] += yes.contains(child) || unknown.contains(child) ? 1 : 0
    }
    let part = TruthPlanes(yes: yes, unknown: unknown)
    let families = (0..<size).reduce(0) { max($0, links.children(of: $1).count) }
    let wanted = NumberVector(low: low, high: high, unknown: nil, places: 0)
    let thresholds: [Int64] = size > 100 ? [1, 2] : [.min, -1, 0, 1, 2, 16, 90, 255, 256, .max]
    let signs: [BinaryOperator] = [.less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual]
    let questions = chunks(of: size).flatMap { chunk in
      signs.flatMap { sign in
        thresholds.map { threshold in
          let slow = NumberThreshold(operand: StoredNumbers(vector: wanted), sign: sign, threshold: threshold)
          return (chunk: chunk, sign: sign, threshold: threshold, answer: slow.truths(chunk))
        }
      }
    }
    for threads in [1, 3] {
      Threads.use(threads)
      // Also in wider cells than the families need.
      for largest in [families, 200, 70_000] where largest >= families {
        for counts in [
          try ChildCounts(of: part, owners: Buffer(parents), count: size, largest: largest),
          try ChildCounts(of: part, links: links, largest: largest),
        ] {
          let vector = counts.numbers(0..<size)
          #expect(vector.low == low)
          #expect(vector.upper == high)
          for question in questions {
            #expect(counts.truth(question.chunk, question.sign, question.threshold) == question.answer)
          }
        }
      }
    }
    Threads.use(0)
  }

  @Test(
    "Numbers put places in order, those that are alike as they were", arguments: sizes, [2, 300, 70_000, Int32.max])
  func order(size: Int, most: Int32) throws {
    var rows = Rows(size, seed: Int(most))
    let (first, second) = (rows.numbers(0...most - 1), rows.numbers(0...3))
    var order = StableOrder(count: size)
    try order.sort(by: first.map { UInt64($0) << 20 })
    try order.sort(by: second.map { UInt64($0) })
    let wanted = (0..<size).sorted { (second[$0], first[$0], $0) < (second[$1], first[$1], $1) }
    #expect(order.places.map { Int($0) } == wanted)
  }

  @Test("Records stand on a day by their dates, blank ends being open", arguments: sizes + [large])
  func standing(size: Int) {
    var rows = Rows(size)
    func dates(_ name: String, _ blank: Bitmap?) -> Column {
      let column = Column(name, .date, days: rows.numbers(0...6).map { $0 == 6 ? nil : $0 })
      return Column(name: name, type: .date, storage: column.storage, known: column.known, blank: blank)
    }
    let columns = [dates("since", nil), dates("until", rows.some(of: 2)), dates("on", nil)]
    let data = ListData(
      table: Table(columns: columns, rowCount: size), standing: StandingColumns(since: 0, until: 1, on: 2))
    let day: Int32 = 3
    func truth(_ row: Int, _ column: Column, _ test: (Int32) -> Bool) -> Truth {
      guard case .days(let days) = column.storage, column.isKnown(row) else {
        return column.name == "until" && column.blank?.contains(row) == true ? .yes : .unknown
      }
      return test(days[row]) ? .yes : .no
    }
    let truths = (0..<size).map { row in
      truth(row, columns[0]) { $0 <= day } & truth(row, columns[1]) { $0 > day } & truth(row, columns[2]) { $0 <= day }
    }
    for threads in [1, 4] {
      Threads.use(threads)
      let standing = Standing(of: data, on: CalendarDate(dayNumber: day))
      #expect(standing.low.rows == truths.indices.filter { truths[$0] == .yes })
      #expect(standing.headline.rows == truths.indices.filter { truths[$0] != .no })
      #expect(standing.high == standing.headline)
    }
    Threads.use(0)
  }
}

extension NumberThreshold {
  /// The same numbers compared one by one.
  fileprivate func truths(_ rows: Range<Int>) -> TruthPlanes {
    guard let stored = operand as? StoredNumbers else { return TruthPlanes(repeating: nil, count: rows.count) }
    func holds(_ number: Int64) -> Bool {
      switch sign {
      case .less: number < threshold
      case .lessOrEqual: number <= threshold
      case .greater: number > threshold
      case .greaterOrEqual: number >= threshold
      case .equal: number == threshold
      default: number != threshold
      }
    }
    let outcomes = rows.map { row in Set((stored.vector.low[row]...stored.vector.upper[row]).map(holds)) }
    return TruthPlanes(
      yes: Bitmap(outcomes.indices.filter { outcomes[$0] == [true] }, count: rows.count),
      unknown: Bitmap(outcomes.indices.filter { outcomes[$0].count == 2 }, count: rows.count))
  }
}
