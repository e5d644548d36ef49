import Evaluation
import Tables
import Values

/// On which days each record of a list stands by its own dates: from one day until before another.
///
/// A date that isn't known bounds nothing, so the span holds every day on which the record may stand.
struct StandingSpans {
  /// The first day; the least number where none is known.
  private(set) var first: [Int32]
  /// The first day after; the greatest number where there is none.
  private(set) var end: [Int32]
  /// The records all of whose dates are known: they surely stand on the days of their span.
  private(set) var isSure: Bitmap

  /// The spans of a list's records; one made of others has the spans of their records. Where dates don't count, every
  /// record always stands.
  /// - Throws: `Interruption`.
  init(of list: Int, in graph: Graph, isDated: Bool = true) throws {
    let data = graph.lists[list]
    (first, end) = ([], [])
    isSure = Bitmap(count: 0)
    guard data.members.isEmpty else {
      for member in data.members { append(try StandingSpans(of: member.list, in: graph, isDated: isDated)) }
      return
    }
    first = [Int32](repeating: .min, count: data.rowCount)
    end = [Int32](repeating: .max, count: data.rowCount)
    isSure = Bitmap(repeating: true, count: data.rowCount)
    // The population has no dates: the registry is what it is.
    guard isDated, list != graph.registry else { return }
    for position in [data.standing.since, data.standing.on].compactMap({ $0 }) {
      try begin(data.table.columns[position])
    }
    if let position = data.standing.until { try finish(data.table.columns[position]) }
  }

  private mutating func begin(_ column: Column) throws {
    try StandingSpans.tighten(&first, by: column) { max($0, $1) }
    guard let known = column.known else { return }
    isSure = isSure & known
  }

  private mutating func finish(_ column: Column) throws {
    try StandingSpans.tighten(&end, by: column) { $1 }
    // A blank end is open.
    guard let known = column.known, let blank = column.blank else { return }
    isSure = isSure & (known | blank)
  }

  /// Bounds spans by the days that are known.
  @inline(__always)
  private static func tighten(_ bounds: inout [Int32], by column: Column, _ bound: (Int32, Int32) -> Int32) throws {
    guard case .days(let days) = column.storage else { return }
    try days.withUnsafeBufferPointer { days in
      try bounds.withUnsafeMutableBufferPointer { bounds in
        for word in 0..<Bitmap.wordCount(for: min(days.count, bounds.count)) {
          let rows = word * 64..<min(days.count, bounds.count, word * 64 + 64)
          try Interruption.check(atRow: rows.lowerBound)
          var known = column.known?.words[word] ?? .max
          if known == .max {
            for row in rows { bounds[row] = bound(bounds[row], days[row]) }
          } else {
            while known != 0 {
              let row = rows.lowerBound + known.trailingZeroBitCount
              bounds[row] = bound(bounds[row], days[row])
              known &= known - 1
            }
          }
        }
      }
    }
  }

  private mutating func append(_ other: StandingSpans) {
    first += other.first
    end += other.end
    isSure.append(contentsOf: other.isSure)
  }

  /// The earliest day that is known to begin a span; nil where none is.
  var earliest: Int32? {
    let day = first.reduce(.max) { $1 > .min ? min($0, $1) : $0 }
    return day < .max ? day : nil
  }
}
