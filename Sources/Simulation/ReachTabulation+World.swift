import Evaluation
import Language
import Tables
import Values

extension ReachTabulation {
  /// The most options that a mask holds.
  static let mostOptions = Mask.bitWidth

  /// Groups the entities of a world by what frees them.
  /// - Returns: nil where that does not tell all: where measures look at one another's work, update or admit records,
  ///   strike those on a list, or where the goal counts history or looks at records that measures take.
  init?(_ balance: GoalBalance, _ selection: MeasureSelection) throws {
    let world = selection.base
    let measures = selection.units.flatMap { $0 }
    guard selection.isIndependent, selection.units.count <= ReachTabulation.mostOptions,
      measures.allSatisfy({ $0.isTabulable(in: world.graph) }), balance.isTabulable(in: world.graph),
      !balance.reads(measures, in: world.graph.schema)
    else { return nil }
    self.balance = balance
    optionCount = selection.units.count
    let masks = try RecordMasks(selection)
    let counted = try balance.counted.terms.map { try Presence($0.aggregate, in: world) }
    let total = try balance.counts(in: world).whole
    var wholes: [Presence] = []
    if case .counted(let tally, _) = balance.whole {
      wholes = try tally.terms.map { try Presence($0.aggregate, in: world) }
    }

    var groups: [Group] = []
    var positions: [Kind: Int] = [:]
    func add(_ kind: Kind) {
      if let position = positions[kind] {
        groups[position].size += 1
      } else {
        positions[kind] = groups.count
        groups.append(Group(kind: kind, size: 1))
      }
    }
    var members = Bitmap(count: world.graph.entityCount)
    for presence in counted { members = members | presence.entities.high }
    masks.possibleStrikes.keys.forEach { members.insert($0) }
    let rows = try counted.map { try ReachTabulation.rowsByEntity($0, masks, world.graph) }
    var least: (low: Int64, headline: Int64, high: Int64) = (total.low, total.headline, total.high)
    members.forEach { entity in
      let parts = zip(counted, rows).compactMap { presence, rows in
        rows[entity].map { Part($0, weight: presence.weight(of: entity)) }
      }
      func share(_ pick: (Standing) -> Bitmap) -> Int64 {
        wholes.reduce(0) { $0 + (pick($1.entities).contains(entity) ? $1.weight(of: entity) : 0) }
      }
      let whole = RangedCount(low: share(\.low), headline: share(\.headline), high: share(\.high))
      least = (least.low - whole.low, least.headline - whole.headline, least.high - whole.high)
      add(
        Kind(
          parts: parts,
          strikes: (masks.sureStrikes[entity] ?? 0, masks.possibleStrikes[entity] ?? 0), whole: whole))
    }
    for presence in counted {
      let sure = masks.masks(of: presence.list, in: world.graph).sure
      (presence.loners & presence.rows.high).forEach { row in
        // Nobody knows who it is: it counts as an entity, or at the low end as one that is counted already.
        let isHeadline = presence.rows.headline.contains(row)
        let part = Part(low: nil, headline: isHeadline ? [sure[row]] : nil, high: [sure[row]], weight: 1)
        add(Kind(parts: [part], strikes: (0, 0), whole: RangedCount(0)))
      }
    }
    self.groups = groups
    remainder = RangedCount(low: least.low, headline: least.headline, high: least.high)
  }

  /// The masks of an entity's records that a count is over.
  struct Records {
    var low: [Mask] = []
    var headline: [Mask] = []
    var high: [Mask] = []
  }

  private static func rowsByEntity(
    _ presence: Presence, _ masks: RecordMasks, _ graph: Graph
  ) throws -> [Int: Records] {
    var records: [Int: Records] = [:]
    let (sure, possible) = masks.masks(of: presence.list, in: graph)
    let entities = graph.lists[presence.list].entities
    presence.rows.high.forEach { row in
      guard entities[row] >= 0 else { return }
      let entity = Int(entities[row])
      records[entity, default: Records()].high.append(sure[row])
      if presence.rows.headline.contains(row) { records[entity]?.headline.append(sure[row]) }
      if presence.rows.low.contains(row) { records[entity]?.low.append(possible[row]) }
    }
    return records
  }
}

extension ReachTabulation.Part {
  fileprivate init(_ records: ReachTabulation.Records, weight: Int64) {
    func smallest(_ masks: [ReachTabulation.Mask]) -> [ReachTabulation.Mask]? {
      guard !masks.isEmpty else { return nil }
      // Who is freed by an option in a mask is freed of every mask that holds it.
      let distinct = Set(masks)
      return distinct.filter { mask in !distinct.contains { $0 != mask && $0 & mask == $0 } }.sorted()
    }
    self.init(
      low: smallest(records.low), headline: smallest(records.headline), high: smallest(records.high), weight: weight)
  }
}

/// For each record the options that surely take it and those that may, for each entity those that strike it.
struct RecordMasks {
  typealias Mask = ReachTabulation.Mask

  private var sure: [Int: [Mask]] = [:]
  private var possible: [Int: [Mask]] = [:]
  private(set) var sureStrikes: [Int: Mask] = [:]
  private(set) var possibleStrikes: [Int: Mask] = [:]

  init(_ selection: MeasureSelection) throws {
    let graph = selection.base.graph
    for (option, measures) in selection.units.enumerated() {
      let bit = Mask(1) << Mask(option)
      for measure in measures {
        try Interruption.check()
        let reach = try ScenarioRun.Reach(of: measure, in: selection.base)
        let acting = reach.matching & !reach.excepting
        if measure.action == .strike {
          acting.yes.forEach { sureStrikes[$0, default: 0] |= bit }
          (acting.yes | acting.unknown).forEach { possibleStrikes[$0, default: 0] |= bit }
          continue
        }
        for (list, planes) in graph.split(acting, of: measure.list) {
          let none = [Mask](repeating: 0, count: graph.lists[list].rowCount)
          planes.yes.forEach { sure[list, default: none][$0] |= bit }
          (planes.yes | planes.unknown).forEach { possible[list, default: none][$0] |= bit }
        }
      }
    }
  }

  /// The masks of all rows of a list, those of a list made of others end to end.
  func masks(of list: Int, in graph: Graph) -> (sure: [Mask], possible: [Mask]) {
    let members = graph.lists[list].members
    guard members.isEmpty else {
      return members.reduce(into: ([], [])) { joined, member in
        let part = masks(of: member.list, in: graph)
        joined.sure += part.sure
        joined.possible += part.possible
      }
    }
    let none = [Mask](repeating: 0, count: graph.lists[list].rowCount)
    return (sure[list] ?? none, possible[list] ?? none)
  }
}

extension Measure {
  /// Whether what it takes can be told record by record, whatever ran before.
  fileprivate func isTabulable(in graph: Graph) -> Bool {
    switch action {
    case .exit, .exempt, .repair: true
    case .strike: list == graph.registry
    case .update, .admit: false
    }
  }
}

extension GoalBalance {
  /// Whether it counts standing records, and as its whole at most the registry.
  fileprivate func isTabulable(in graph: Graph) -> Bool {
    guard counted.terms.allSatisfy({ !$0.aggregate.includesAll && !graph.lists[$0.aggregate.list].entities.isEmpty })
    else { return false }
    guard case .counted(let tally, _) = whole else { return true }
    return tally.terms.allSatisfy { !$0.aggregate.includesAll && $0.aggregate.list == graph.registry }
  }

  /// Whether the conditions of its counts look at what some measures write.
  fileprivate func reads(_ measures: [Measure], in schema: Schema) -> Bool {
    var terms = counted.terms
    if case .counted(let tally, _) = whole { terms += tally.terms }
    let seen = terms.compactMap(\.aggregate.condition).reduce(into: Set<Int>()) { $0.formUnion($1.listsRead) }
    return measures.contains { measure in
      measure.action == .strike ? !seen.isEmpty : !seen.isDisjoint(with: schema.lists(holding: measure.list))
    }
  }
}
