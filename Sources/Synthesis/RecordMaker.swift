/// Makes the records of one list, chunk by chunk, as the bytes of its file.
///
/// What stands in a record follows from its place alone, so chunks can be made in any order. Records of lists above are
/// made again where this one needs them: nothing is kept but the record at hand.
///
/// Functions that change nothing are mutating all the same: others are handed a copy of the maker, which costs more than
/// the record.
struct RecordMaker {
  let plan: Plan
  let list: ListPlan
  let chain: [ListPlan]
  let literals: EncodedLiterals
  let signs: DateSigns
  /// How many entities there are.
  let entities: UInt64
  let scattering: Scattering
  let codes: Scattering
  /// The level of the list itself.
  let depth: Int
  let columns: [ColumnPlan]
  let ragged: Int
  let duplicates: Int
  let styles: [ChoicePlan?]
  let key: Int?
  let keepsRemainders: Bool
  /// Where each level's slots begin.
  let bases: [Int]
  /// Where the tree of each slot begins.
  let roots: [Int]
  let seeds: [UInt64]
  /// The slots that remainders are told apart by, with their alternatives.
  let groups: [(slot: Int, alternatives: Range<Int>)]
  /// What decides whether there are records of an entity, and slots that this needs.
  let ownShare: Int
  let deciding: [Int]
  let needed: [[Int]]
  /// For each list of the chain how many records there are, the most of them, and how many belong to nothing.
  let rows: [ChoicePlan?]
  let most: [UInt64]
  let orphans: [Int]
  /// The lists that name entities, with the seeds that decide which.
  let members: [(list: Int, share: Int, seed: UInt64)]

  // The record at hand: for each slot the alternative that was drawn (−1 for none) and its value.
  var drawn: [Int]
  var values: [Int64]
  var levelSeeds: [UInt64]
  var serials: [UInt64]
  var output: [UInt8] = []
  var count = SynthesisReport.Count()
  /// Entities that no list names, by the alternatives of the columns that remainders are told apart by.
  var remainders: [Int: Int] = [:]

  init(_ plan: Plan, _ signs: DateSigns, list number: Int, entities: Int, seed: UInt64) {
    self.plan = plan
    self.signs = signs
    let list = plan.lists[number]
    self.list = list
    chain = list.chain.map { plan.lists[$0] }
    literals = plan.literals.encoded(list.encoding)
    self.entities = UInt64(entities)
    scattering = Scattering(count: UInt64(entities), seed: Draw.seed(seed, for: "order of \(list.name)"))
    codes = Scattering(count: MadeUpCode.count, seed: Draw.seed(seed, for: "codes"))
    var bases = [0]
    for list in chain { bases.append(bases[bases.count - 1] + list.slots.count) }
    self.bases = bases
    roots = chain.flatMap { $0.slots.map(\.choice.root) }
    drawn = [Int](repeating: -1, count: bases[bases.count - 1])
    values = [Int64](repeating: 0, count: bases[bases.count - 1])
    seeds = chain.map { Draw.seed(seed, for: "records of \($0.name)") }
    members = plan.lists.indices.filter { plan.lists[$0].chain.count == 2 }.map {
      ($0, plan.lists[$0].share, Draw.seed(seed, for: "records of \(plan.lists[$0].name)"))
    }
    groups = list.groupSlots.map { ($0, list.slots[$0].choice.alternatives) }
    ownShare = chain.count > 1 ? chain[1].share : list.share
    deciding = list.deciding
    needed = list.needed
    depth = list.chain.count - 1
    columns = list.columns
    (ragged, duplicates, keepsRemainders) = (list.ragged, list.duplicates, list.keepsRemainders)
    styles = chain.flatMap { $0.slots.map(\.style) }
    key = chain[0].key
    rows = chain.map(\.rows)
    most = chain.map { UInt64($0.most) }
    orphans = chain.map(\.orphans)
    levelSeeds = [UInt64](repeating: 0, count: chain.count)
    serials = [UInt64](repeating: 0, count: chain.count)
  }

  /// How many places there are to go through: entities, or records of a list without any.
  var places: UInt64 {
    guard chain.count == 1, !list.isRegistry, case .fixed(let share) = plan.shares[list.share] else { return entities }
    return (entities * share) >> 32
  }

  /// Makes the records of some places, `output` being emptied before.
  mutating func make(_ range: Range<UInt64>) {
    output.removeAll(keepingCapacity: true)
    for place in range {
      if depth > 0 {
        let entity = scattering(place)
        begin(0, at: entity)
        draw(deciding, 0)
        guard holds(share: ownShare, levelSeeds[0] ^ seeds[1]) else { continue }
        draw(needed[0], 0)
        descend(to: 1, from: entity)
      } else {
        begin(0, at: place)
        draw(needed[0], 0)
        if keepsRemainders, !isNamed() { remainders[group(), default: 0] += 1 } else { write() }
      }
    }
  }

  /// Makes the records of a level under the record of the level above.
  mutating func descend(to level: Int, from parent: UInt64) {
    let own = levelSeeds[level - 1] ^ seeds[level]
    var records = 1
    if let rows = rows[level] { records = Int(number(of: rows, Draw.at(1, of: own))) }
    for record in 0..<records {
      let serial = parent * most[level] + UInt64(record)
      begin(level, at: serial, Draw.at(record + 2, of: own))
      let isOrphan = Draw.at(Purpose.orphan, of: levelSeeds[level]) >> 32 < share(orphans[level])
      if isOrphan { orphan(at: level) }
      draw(needed[level], level)
      if level == depth {
        if isOrphan { count.orphans += 1 }
        write(isOrphan: isOrphan)
      } else {
        descend(to: level + 1, from: serial)
      }
      if isOrphan { restore(level, parent: parent) }
    }
  }

  /// Puts the record under one that does not exist: an entity beyond the last, or a parent with a number beyond all.
  mutating func orphan(at level: Int) {
    guard level == 1 else {
      serials[level - 1] += entities * most[1..<level].reduce(1, *)
      return
    }
    begin(0, at: entities + serials[level])
    draw(needed[0], 0)
  }

  mutating func restore(_ level: Int, parent: UInt64) {
    serials[level - 1] = parent
    guard level == 1 else { return }
    begin(0, at: parent)
    draw(needed[0], 0)
  }

  mutating func begin(_ level: Int, at serial: UInt64, _ seed: UInt64? = nil) {
    serials[level] = serial
    levelSeeds[level] = seed ?? Draw.at(Int(truncatingIfNeeded: serial), of: seeds[level])
  }

  /// Whether any list names the entity at hand.
  mutating func isNamed() -> Bool {
    // A closure would copy the maker, entity by entity.
    for member in members.indices where holds(share: members[member].share, levelSeeds[0] ^ members[member].seed) {
      return true
    }
    return false
  }

  /// The alternatives of the columns that remainders are told apart by, as one number.
  mutating func group() -> Int {
    var group = 0
    for (slot, range) in groups {
      group = group * (range.count + 1) + (drawn[slot] < 0 ? range.count : drawn[slot] - range.lowerBound)
    }
    return group
  }

  /// Writes a row for each group of entities that no list names.
  mutating func makeRemainders(_ groups: [Int: Int]) {
    output.removeAll(keepingCapacity: true)
    for (group, entities) in groups.sorted(by: { $0.key < $1.key }) {
      var rest = group
      for (slot, range) in self.groups.reversed() {
        let place = rest % (range.count + 1)
        drawn[slot] = place == range.count ? -1 : range.lowerBound + place
        values[slot] = 0
        rest /= range.count + 1
      }
      writeRemainder(of: entities)
    }
  }
}

// Drawing.
extension RecordMaker {
  /// Draws of a record that belong to no slot.
  enum Purpose {
    static let orphan = -1
    static let duplicate = -2
    static let ragged = -3
    static let form = 1_000_000
  }

  @inline(__always)
  mutating func draw(_ slots: [Int], _ level: Int) {
    for slot in slots {
      let bits = Draw.at(slot, of: levelSeeds[level])
      let place = bases[level] + slot
      let alternative = alternative(of: roots[place], bits)
      drawn[place] = alternative
      guard alternative >= 0 else { continue }
      switch plan.alternatives[alternative].kind {
      case .integers(let low, let count, let step), .amounts(let low, let count, let step):
        values[place] = low + Int64(Draw.below(count, from: Draw.at(0, of: bits))) * step
      case .days(let low, let count):
        values[place] = Int64(low) + Int64(Draw.below(count, from: Draw.at(0, of: bits)))
      case .after(let other, let low, let count, let inMonths):
        let start = bases[other.level] + other.slot
        let time = Int64(low) + Int64(Draw.below(count, from: Draw.at(0, of: bits)))
        guard drawn[start] >= 0, plan.alternatives[drawn[start]].isDay else {
          drawn[place] = -1
          continue
        }
        values[place] = Day.clamped(inMonths ? Day.adding(months: time, to: values[start]) : values[start] + time)
      case .blank, .template, .form, .dateStyle:
        values[place] = Int64(truncatingIfNeeded: bits)
      }
    }
  }

  /// The alternative that a number picks; −1 for none.
  mutating func alternative(of root: Int, _ bits: UInt64) -> Int {
    var node = root
    while true {
      switch plan.nodes[node] {
      case .pick(let first, let end):
        let wanted = bits >> 32
        var (low, high) = (first, end - 1)
        while low < high {
          let middle = (low + high) / 2
          if plan.limits[middle] > wanted { high = middle } else { low = middle + 1 }
        }
        return end > first ? low : -1
      case .branch(let condition, let then, let other):
        node = holds(condition) ? then : other
      case .lookup(let place, let offset):
        let alternative = drawn[bases[place.level] + place.slot]
        guard alternative >= 0, plan.targets[alternative + offset] >= 0 else { return -1 }
        node = plan.targets[alternative + offset]
      }
    }
  }

  /// The number that a choice among numbers gives.
  mutating func number(of choice: ChoicePlan, _ bits: UInt64) -> Int64 {
    let alternative = alternative(of: choice.root, bits)
    guard alternative >= 0, case .integers(let low, let count, let step) = plan.alternatives[alternative].kind else {
      return 0
    }
    return low + Int64(Draw.below(count, from: Draw.at(0, of: bits))) * step
  }

  mutating func holds(_ condition: Int) -> Bool {
    switch plan.conditions[condition] {
    case .among(let place, let offset):
      let alternative = drawn[bases[place.level] + place.slot]
      return alternative >= 0 && plan.marks[alternative + offset]
    case .listed(let list):
      for member in members.indices where members[member].list == list {
        return holds(share: members[member].share, levelSeeds[0] ^ members[member].seed)
      }
      return false
    case .not(let condition): return !holds(condition)
    case .and(let left, let right): return holds(left) && holds(right)
    case .or(let left, let right): return holds(left) || holds(right)
    }
  }

  /// The share that stands for the record at hand, in parts of 2³².
  mutating func share(_ number: Int) -> UInt64 {
    switch plan.shares[number] {
    case .fixed(let share): share
    case .conditional(let condition, let then, let other): share(holds(condition) ? then : other)
    }
  }

  @inline(__always)
  mutating func holds(share number: Int, _ seed: UInt64) -> Bool { Draw.at(0, of: seed) >> 32 < share(number) }
}
