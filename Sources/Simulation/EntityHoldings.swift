import Evaluation
import Tables
import Values

/// What each entity holds of the records that a count is over, as far as that tells which options free it.
///
/// Each record moves its entity from one state to the next, and what is alike in two entities is one state: there are
/// few, and few kinds of records, so that the next one is looked up.
struct EntityHoldings {
  typealias Mask = ReachTabulation.Mask

  /// The smallest masks of an entity's records in each reading; nil where it has none.
  private struct State: Hashable {
    var low: [Mask]?
    var headline: [Mask]?
    var high: [Mask]?
  }

  /// A record as options see it.
  private struct Record: Hashable {
    let sure: Mask
    let possible: Mask
    let isLow: Bool
    let isHeadline: Bool
  }

  /// The state of each entity; 0 for one that has no record.
  private(set) var states: [Int32]
  private var known: [State] = [State()]
  private var numbers: [State: Int32] = [State(): 0]
  private var records: [Record] = []
  /// Steps that were taken: the state and the kind of the record that led to the next state. A step that falls on
  /// another's place drives it out.
  private var steps = [(step: UInt64, next: Int32)](repeating: (.max, 0), count: 1 << EntityHoldings.stepBits)

  private static let stepBits = 14

  /// What entities hold of the rows that a count is over.
  /// - Throws: `Interruption`.
  init(_ presence: Presence, _ masks: RecordMasks, _ graph: Graph) throws {
    states = [Int32](repeating: 0, count: graph.entityCount)
    let (sure, possible) = masks.masks(of: presence.list, in: graph)
    let entities = graph.lists[presence.list].entities
    var kinds: [Record: Int] = [:]
    var latest: (record: Record, kind: Int)?
    let (rows, words) = (presence.rows, presence.rows.high.words)
    for word in 0..<words.count {
      if word & 1023 == 0 { try Interruption.check() }
      var left = words[word]
      while left != 0 {
        let row = word << 6 + left.trailingZeroBitCount
        left &= left - 1
        let entity = Int(entities[row])
        guard entity >= 0 else { continue }
        let record = Record(
          sure: sure[row], possible: possible[row], isLow: rows.low.contains(row),
          isHeadline: rows.headline.contains(row))
        let kind: Int
        if let latest, latest.record == record {
          kind = latest.kind
        } else if let found = kinds[record] {
          kind = found
        } else {
          kind = records.count
          kinds[record] = kind
          records.append(record)
        }
        latest = (record, kind)
        let step = UInt64(states[entity]) << 32 | UInt64(kind)
        // The upper bits of a product lead to a place.
        let place = Int((step &* 0x9E37_79B9_7F4A_7C15) &>> UInt64(64 - EntityHoldings.stepBits))
        if steps[place].step != step { steps[place] = (step, self.step(from: Int(states[entity]), kind)) }
        states[entity] = steps[place].next
      }
    }
  }

  /// The state of an entity with one more record.
  private mutating func step(from former: Int, _ kind: Int) -> Int32 {
    let record = records[kind]
    var state = known[former]
    state.high = EntityHoldings.smallest(state.high, record.sure)
    if record.isHeadline { state.headline = EntityHoldings.smallest(state.headline, record.sure) }
    if record.isLow { state.low = EntityHoldings.smallest(state.low, record.possible) }
    let number = numbers[state] ?? Int32(known.count)
    if number == known.count {
      numbers[state] = number
      known.append(state)
    }
    return number
  }

  /// The masks of which none holds another: who is freed by an option in a mask is freed of every mask that holds it.
  private static func smallest(_ masks: [Mask]?, _ mask: Mask) -> [Mask] {
    guard let masks else { return [mask] }
    if masks.contains(where: { $0 & mask == $0 }) { return masks }
    return (masks.filter { $0 & mask != mask } + [mask]).sorted()
  }

  /// What an entity counts, given what it weighs; nil for one without records.
  func part(of entity: Int, weighing weight: () -> Int64) -> ReachTabulation.Part? {
    guard states[entity] > 0 else { return nil }
    let state = known[Int(states[entity])]
    return ReachTabulation.Part(low: state.low, headline: state.headline, high: state.high, weight: weight())
  }
}
