/// How entries to a list, or exits from it, spread over the years and over the months of a year.
struct Flow: Sendable {
  let years: KeyValuePairs<Int, Int>
  var months = Flow.ordinaryYear

  /// An office's year: the spring festival slows February down, June and December are busy.
  static let ordinaryYear = [8, 5, 9, 8, 8, 10, 8, 8, 8, 7, 9, 12]
  /// An inspector's year: much the same from month to month.
  static let evenYear = [8, 6, 9, 8, 9, 9, 9, 8, 9, 8, 9, 9]
  /// The exits of 2022: few until the plan of 18 April, most in June and July.
  static let campaignYear = [8, 5, 9, 12, 18, 26, 22, 12, 8, 8, 8, 8]

  /// A day between two days, both included, drawn by the weights; every month between them can be drawn.
  func day(from first: Day, through last: Day, using random: inout SplitMix64) -> Day {
    precondition(first <= last, "a flow needs at least one day")
    var spans: [(first: Day, last: Day, weight: Int)] = []
    for (year, yearWeight) in years {
      for month in 1...12 {
        let opening = max(first, Day(year, month, 1))
        let closing = min(last, Day(year, month, 1).adding(months: 1) - 1)
        guard opening <= closing else { continue }
        // Part of a month has part of its weight.
        spans.append((opening, closing, yearWeight * months[month - 1] * (closing.number - opening.number + 1)))
      }
    }
    guard !spans.isEmpty else { return random.day(first, last) }
    var rest = random.below(spans.reduce(0) { $0 + $1.weight })
    for span in spans {
      if rest < span.weight { return random.day(span.first, span.last) }
      rest -= span.weight
    }
    return last
  }
}
