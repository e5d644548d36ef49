/// What a case shows of the debtor's property: the searches' results in the order of their dates, and the clues.
struct Evidence: Sendable {
  enum Result: String, Sendable {
    case found = "是"
    case notFound = "否"
    case unrecorded = ""
  }

  /// 有, 无, or blank if nobody wrote it down.
  var clues: String
  var results: [Result]

  private static let counts: KeyValuePairs<Int, Int> = [2: 640, 3: 280, 4: 80]

  /// The plan's rule surely fires: two searches or more found nothing, and nobody gave clues.
  static func firing(using random: inout SplitMix64) -> Evidence {
    let count = random.pick(counts)
    var results = [Result](repeating: .notFound, count: count)
    // Property that was found once, and spent, doesn't undo two searches that found none.
    if count > 2, random.chance(150) { results[0] = .found }
    return Evidence(clues: "无", results: results)
  }

  /// Whether the rule fires hangs on results that nobody recorded.
  static func resultUnknown(missing: Int, using random: inout SplitMix64) -> Evidence {
    if missing == 2 { return Evidence(clues: "无", results: [.unrecorded, .unrecorded]) }
    var results: [Result] = random.chance(700) ? [.notFound, .unrecorded] : [.unrecorded, .notFound]
    if random.chance(200) { results.insert(.found, at: 0) }
    return Evidence(clues: "无", results: results)
  }

  static func cluesUnknown(using random: inout SplitMix64) -> Evidence {
    Evidence(clues: "", results: firing(using: &random).results)
  }

  /// A search found property, so that at most one search found none.
  static func propertyFound(using random: inout SplitMix64) -> Evidence {
    Evidence(clues: "无", results: random.chance(600) ? [.notFound, .found] : [.found, .notFound, .found])
  }

  static func cluesGiven(using random: inout SplitMix64) -> Evidence {
    Evidence(clues: "有", results: firing(using: &random).results)
  }

  static let searchedOnce = Evidence(clues: "无", results: [.notFound])

  /// The rule surely doesn't fire, for whatever reason.
  static func quiet(using random: inout SplitMix64) -> Evidence {
    guard random.chance(550) else {
      let count = random.pick([0: 150, 1: 350, 2: 330, 3: 170])
      return Evidence(clues: "有", results: (0..<count).map { _ in random.chance(720) ? .notFound : .found })
    }
    var results = [Result](repeating: .found, count: random.pick([0: 580, 1: 320, 2: 100]))
    if random.chance(720) { results.insert(.notFound, at: random.below(results.count + 1)) }
    return Evidence(clues: random.chance(520) ? "无" : "", results: results)
  }

  /// Anything: the record is off the list.
  static func past(using random: inout SplitMix64) -> Evidence {
    random.chance(500) ? firing(using: &random) : quiet(using: &random)
  }
}
