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
    func position(of kind: Kind) -> Int {
      if let position = positions[kind] { return position }
      positions[kind] = groups.count
      groups.append(Group(kind: kind, size: 0))
      return groups.count - 1
    }
    var members = Bitmap(count: world.graph.entityCount)
    for presence in counted { members = members | presence.entities.high }
    masks.possibleStrikes.keys.forEach { members.insert($0) }
    let holdings = try counted.map { try EntityHoldings($0, masks, world.graph) }
    var least: (low: Int64, headline: Int64, high: Int64) = (total.low, total.headline, total.high)
    // Of the thousands of entities that are alike the kind is made once, and that of neighbours not even looked up.
    var known: [Signature: Int] = [:]
    var latest: (signature: Signature, position: Int)?
    var seen = 0
    try members.forEach { entity in
      try Interruption.check(atRow: seen)
      seen += 1
      var signature = Signature(strikes: (masks.sureStrikes[entity] ?? 0, masks.possibleStrikes[entity] ?? 0))
      for (presence, holding) in zip(counted, holdings) {
        let state = holding.states[entity]
        signature.add(state, weight: state > 0 ? presence.weight(of: entity) : 0)
      }
      for presence in wholes {
        guard presence.entities.high.contains(entity) else { continue }
        let weight = presence.weight(of: entity)
        signature.high += weight
        if presence.entities.headline.contains(entity) { signature.headline += weight }
        if presence.entities.low.contains(entity) { signature.low += weight }
      }
      least = (least.low - signature.low, least.headline - signature.headline, least.high - signature.high)
      let found: Int
      if let latest, latest.signature == signature {
        found = latest.position
      } else if let position = known[signature] {
        found = position
      } else {
        let parts = zip(counted, holdings).compactMap { presence, holding in
          holding.part(of: entity) { presence.weight(of: entity) }
        }
        found = position(
          of: Kind(
            parts: parts, strikes: (signature.sureStrikes, signature.possibleStrikes),
            whole: RangedCount(low: signature.low, headline: signature.headline, high: signature.high)))
        known[signature] = found
      }
      latest = (signature, found)
      groups[found].size += 1
    }
    for presence in counted {
      let sure = masks.masks(of: presence.list, in: world.graph).sure
      try (presence.loners & presence.rows.high).forEach { row in
        try Interruption.check(atRow: row)
        // Nobody knows who it is: it counts as an entity, or at the low end as one that is counted already.
        let isHeadline = presence.rows.headline.contains(row)
        let part = Part(low: nil, headline: isHeadline ? [sure[row]] : nil, high: [sure[row]], weight: 1)
        groups[position(of: Kind(parts: [part], strikes: (0, 0), whole: RangedCount(0)))].size += 1
      }
    }
    self.groups = groups
    remainder = RangedCount(low: least.low, headline: least.headline, high: least.high)
  }

  /// What tells the kind of an entity apart.
  private struct Signature: Hashable {
    let sureStrikes: Mask
    let possibleStrikes: Mask
    /// The state and the weight in the first count, and in all others.
    private var first: (state: Int32, weight: Int64) = (-1, 0)
    private var others: [Int64] = []
    var low: Int64 = 0
    var headline: Int64 = 0
    var high: Int64 = 0

    init(strikes: (sure: Mask, possible: Mask)) { (sureStrikes, possibleStrikes) = strikes }

    mutating func add(_ state: Int32, weight: Int64) {
      if first.state < 0 { first = (state, weight) } else { others += [Int64(state), weight] }
    }

    static func == (left: Signature, right: Signature) -> Bool {
      left.first == right.first && left.low == right.low && left.headline == right.headline && left.high == right.high
        && left.sureStrikes == right.sureStrikes && left.possibleStrikes == right.possibleStrikes
        && left.others == right.others
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(sureStrikes)
      hasher.combine(possibleStrikes)
      hasher.combine(first.state)
      hasher.combine(first.weight)
      hasher.combine(others)
      hasher.combine(low)
      hasher.combine(headline)
      hasher.combine(high)
    }
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
          RecordMasks.add(bit, to: planes.yes, of: list, in: &sure)
          RecordMasks.add(bit, to: planes.yes | planes.unknown, of: list, in: &possible)
        }
      }
    }
  }

  private static func add(_ bit: Mask, to rows: Bitmap, of list: Int, in masks: inout [Int: [Mask]]) {
    var changed = masks.removeValue(forKey: list) ?? [Mask](repeating: 0, count: rows.count)
    rows.forEach { changed[$0] |= bit }
    masks[list] = changed
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
