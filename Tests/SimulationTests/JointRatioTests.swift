import Evaluation
import Language
import Tables
import Testing
import Values

@testable import Simulation

/// The extremes of ratios whose parts hang on the same facts, beside sums over the entities one by one: the least ratio is
/// the one for which the least of what all entities may add to numerator − ratio · denominator is nothing.
@Suite("Ratios whose parts hang on the same facts") struct JointRatioTests {
  static let sizes = [0, 1, 63, 64, 65, 4_095, 4_096, 4_097]

  /// A registry with remainders, three lists about its entities and others, and which of all that stands how surely.
  private struct Lists {
    let world: World
    let entities: [[Int]]
    let standing: [Standing]
    let population: Standing
    let weights: [Int64]
    let districts: [Int?]

    static let districtNames = ["north", "south", "west"]

    init(_ count: Int, seed: Int) throws {
      var lot = Lot(seed &* 31 &+ count)
      // Entities past the registry are on lists alone; -1 is nobody.
      let registered = count / 2 + 1
      weights = (0..<registered).map { _ in lot.once(in: 9) ? Int64.random(in: 0...5, using: &lot) : 1 }
      let weights = weights
      districts = (0..<registered).map { _ in lot.once(in: 7) ? nil : Int.random(in: 0..<3, using: &lot) }
      func facts() -> [Int] {
        (0..<count).map { _ in lot.once(in: 20) ? -1 : Int.random(in: 0..<registered + 3, using: &lot) }
      }
      let (court, tax, penalties) = (facts(), facts(), facts())
      let district = TextDictionary(Lists.districtNames)
      let districtColumn = Column(
        name: "district", type: .category,
        storage: .codes(Codes(districts.map { UInt32($0 ?? 0) }, distinct: 3), district),
        known: Bitmap(districts.indices.filter { [districts] in districts[$0] != nil }, count: registered))
      let schema = Schema([
        ListSchema(
          name: "registry", alias: nil, columns: [ColumnSchema(name: "district", heading: "district", type: .category)],
          parent: nil),
        ListSchema(name: "court", alias: nil, columns: [], parent: 0),
        ListSchema(name: "tax", alias: nil, columns: [], parent: 0),
        ListSchema(name: "penalties", alias: nil, columns: [], parent: 0),
        ListSchema(name: "serious", alias: nil, columns: [], parent: 0, members: [1, 2]),
      ])
      func list(_ entities: [Int], members: [ListData.Member] = []) -> ListData {
        let rows = Buffer(entities.map { Int32($0) })
        return ListData(
          table: Table(columns: [], rowCount: entities.count), parentRows: rows, entities: rows, members: members)
      }
      let graph = Graph(
        schema: schema,
        lists: [
          ListData(
            table: Table(columns: [districtColumn], rowCount: registered), entities: Buffer(0..<Int32(registered)),
            weights: Integers(weights)),
          list(court), list(tax), list(penalties),
          list(
            court + tax,
            members: [
              ListData.Member(list: 1, rows: 0..<count), ListData.Member(list: 2, rows: count..<2 * count),
            ]),
        ], entityCount: registered + 3, registry: 0, entityCodes: EntityCodes())
      func some(_ count: Int, of chances: Int) -> Bitmap {
        Bitmap((0..<count).filter { _ in lot.once(in: chances) }, count: count)
      }
      func sets(_ count: Int) -> Standing {
        let high = some(count, of: 2)
        let headline = high.subtracting(some(count, of: 6))
        return Standing(low: headline.subtracting(some(count, of: 6)), headline: headline, high: high)
      }
      let records = [Standing(Bitmap(repeating: true, count: registered))] + (0..<3).map { _ in sets(count) }
      let serious = Standing(joining: [records[1], records[2]])
      // Some are struck surely, some perhaps.
      let yes = some(registered, of: 8)
      let struck = TruthPlanes(yes: yes, unknown: some(registered, of: 5).subtracting(yes))
      world = World(graph: graph, asof: CalendarDate(dayNumber: 19_000), records: records + [serious]).striking(struck)
      population = records[0].taking(struck)
      standing = [records[0]] + records.dropFirst() + [serious]
      entities = [Array(0..<registered), court, tax, penalties, court + tax]
    }

    /// What the group of an entity, or of nobody, has in common.
    func key(_ entity: Int) -> GroupKey {
      guard districts.indices.contains(entity) else { return .notInRegistry }
      return .value(districts[entity].map { .text(Lists.districtNames[$0]) } ?? .unknown)
    }

    /// Whether an entity is on a list surely, and perhaps, if nobody in doubt was struck.
    func presence(of entity: Int, on rows: [Int], _ list: Int) -> (isSure: Bool, isPossible: Bool) {
      if districts.indices.contains(entity), !population.high.contains(entity) { return (false, false) }
      if list == 0 { return (entity < weights.count, entity < weights.count) }
      return (rows.contains { standing[list].low.contains($0) }, rows.contains { standing[list].high.contains($0) })
    }
  }

  /// What an entity, or a record without one, may add to both parts.
  private struct Way: Hashable {
    let part: Int64
    let whole: Int64
  }

  /// The ways of each entity and of each record without one, by what their group has in common.
  private func ways(
    _ lists: Lists, _ numerators: [Int], _ denominators: [Int], isPart: Bool
  ) -> [(key: GroupKey, ways: Set<Way>)] {
    var result: [(key: GroupKey, ways: Set<Way>)] = []
    var rows = lists.entities.map { _ in [Int: [Int]]() }
    for list in rows.indices {
      for (row, entity) in lists.entities[list].enumerated() { rows[list][entity, default: []].append(row) }
    }
    for entity in 0..<lists.weights.count + 3 {
      func least(_ counted: [Int], _ pick: ((isSure: Bool, isPossible: Bool)) -> Bool) -> Int64 {
        counted.reduce(0) { sum, list in
          let isCounted = pick(lists.presence(of: entity, on: rows[list][entity] ?? [], list))
          return sum + (isCounted ? list == 0 ? lists.weights[entity] : 1 : 0)
        }
      }
      var ways: Set<Way> = []
      for part in [least(numerators, \.isSure), least(numerators, \.isPossible)] {
        for whole in [least(denominators, \.isSure), least(denominators, \.isPossible)]
        where !(isPart && part > 0 && whole == 0) {
          ways.insert(Way(part: part, whole: whole))
        }
      }
      let isKnown = !lists.weights.indices.contains(entity) || lists.population.low.contains(entity)
      if !isKnown, lists.population.high.contains(entity) { ways.insert(Way(part: 0, whole: 0)) }
      result.append((lists.key(entity), ways))
    }
    for (counted, way) in [(numerators, Way(part: 1, whole: 0)), (denominators, Way(part: 0, whole: 1))] {
      for list in counted where list > 0 {
        for row in rows[list][-1] ?? [] where lists.standing[list].high.contains(row) {
          result.append((.notInRegistry, [way, Way(part: 0, whole: 0)]))
        }
      }
    }
    return result
  }

  /// A ratio of entities on some lists, given by their positions, to those on others.
  struct Question: Sendable {
    let text: String
    let numerators: [Int]
    let denominators: [Int]
    /// Whether nobody can be in the first part alone.
    var isPart = false
  }

  private static let questions = [
    Question(text: "entities(serious) / entities(registry)", numerators: [4], denominators: [0]),
    Question(
      text: "(entities(court) + entities(penalties)) / entities(registry)", numerators: [1, 3], denominators: [0]),
    Question(text: "entities(court) / entities(serious)", numerators: [1], denominators: [4], isPart: true),
    Question(text: "entities(penalties) / entities(serious)", numerators: [3], denominators: [4]),
    Question(text: "entities(serious) / (entities(court) + entities(tax))", numerators: [4], denominators: [1, 2]),
  ]

  @Test("No choice of facts leads further, and some choice leads there", arguments: sizes, questions)
  func extremes(count: Int, question: Question) throws {
    let lists = try Lists(count, seed: question.text.utf8.count)
    let rehearsal = try Rehearsal(lists.world)
    let metric = try rehearsal.metric(question.text)
    guard case .arithmetic(.divide, let left, let right) = metric.expression.kind, let numerator = Tally(left),
      let denominator = Tally(right)
    else { throw NoRatio() }
    let all = ways(lists, question.numerators, question.denominators, isPart: question.isPart)
    for grouping in [nil, try rehearsal.grouping(by: "district", for: [metric])] {
      let empty = [RangedValue](repeating: RangedValue(.integer(0)), count: grouping?.count ?? 1)
      for threads in [1, 3] {
        Threads.use(threads)
        let found = try JointRatio(numerator, denominator, in: lists.world, by: grouping).narrowing(empty)
        for (group, range) in found.enumerated() {
          let members = all.filter { grouping == nil || grouping?.keys[group] == [$0.key] }.map(\.ways)
          #expect(range.headline == .integer(0))
          guard members.reduce(0, { $0 + ($1.map(\.whole).min() ?? 0) }) > 0 else {
            #expect(range.low == .unknown && range.high == .unknown)
            continue
          }
          #expect(excess(of: members, over: try ratio(range.low)) { $0.min() } == 0)
          #expect(excess(of: members, over: try ratio(range.high)) { $0.max() } == 0)
        }
      }
      Threads.use(0)
    }
  }

  private struct NoRatio: Error {}

  private func ratio(_ value: Value) throws -> Fraction {
    guard case .percentage(let fraction) = value else { throw NoRatio() }
    return fraction
  }

  /// The sum of numerator − ratio · denominator over all members, of what each may add the one that is picked.
  private func excess(of members: [Set<Way>], over ratio: Fraction, _ pick: ([Int128]) -> Int128?) -> Int128 {
    members.reduce(0) { sum, ways in
      sum + (pick(ways.map { Int128($0.part) * ratio.denominator - Int128($0.whole) * ratio.numerator }) ?? 0)
    }
  }
}
