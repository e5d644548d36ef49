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
  init(of list: Int, in graph: Graph, isDated: Bool = true) {
    let data = graph.lists[list]
    (first, end) = ([], [])
    isSure = Bitmap(count: 0)
    guard data.members.isEmpty else {
      for member in data.members { append(StandingSpans(of: member.list, in: graph, isDated: isDated)) }
      return
    }
    first = [Int32](repeating: .min, count: data.rowCount)
    end = [Int32](repeating: .max, count: data.rowCount)
    isSure = Bitmap(repeating: true, count: data.rowCount)
    // The population has no dates: the registry is what it is.
    guard isDated, list != graph.registry else { return }
    for position in [data.standing.since, data.standing.on].compactMap({ $0 }) { begin(data.table.columns[position]) }
    if let position = data.standing.until { finish(data.table.columns[position]) }
  }

  private mutating func begin(_ column: Column) {
    guard case .days(let days) = column.storage else { return }
    for row in days.indices {
      if column.isKnown(row) { first[row] = max(first[row], days[row]) } else { isSure.remove(row) }
    }
  }

  private mutating func finish(_ column: Column) {
    guard case .days(let days) = column.storage else { return }
    for row in days.indices {
      if column.isKnown(row) {
        end[row] = days[row]
      } else if !(column.blank?.contains(row) ?? true) {
        isSure.remove(row)
      }
    }
  }

  private mutating func append(_ other: StandingSpans) {
    first += other.first
    end += other.end
    isSure.append(contentsOf: other.isSure)
  }

  /// The days on which records begin or cease to stand, with the records, in order.
  var turns: [(day: Int32, row: Int)] {
    var turns: [(day: Int32, row: Int)] = []
    for row in first.indices where first[row] < end[row] {
      if first[row] > .min { turns.append((first[row], row)) }
      if end[row] < .max { turns.append((end[row], row)) }
    }
    return turns.sorted { ($0.day, $0.row) < ($1.day, $1.row) }
  }

  /// The records that stand on a day.
  func standing(on day: Int32) -> Standing {
    let possible = Bitmap(first.indices.filter { contains(day, $0) }, count: first.count)
    return Standing(low: possible & isSure, headline: possible, high: possible)
  }

  /// Whether a record may stand on a day.
  func contains(_ day: Int32, _ row: Int) -> Bool { first[row] <= day && day < end[row] }

  /// The earliest day that is known to begin a span; nil where none is.
  var earliest: Int32? { first.lazy.filter { $0 > .min }.min() }
}

/// The world on one day after another, each made from the one before and the records whose dates lie between.
struct WorldTimeline {
  private let graph: Graph
  private let spans: [StandingSpans]
  private let turns: [[(day: Int32, row: Int)]]
  /// For each list, how many of its turns lie behind.
  private var passed: [Int]
  private var standing: [Standing]

  init(_ graph: Graph) {
    self.graph = graph
    spans = graph.lists.indices.map { list in
      // What stands of a list made of others follows from them.
      StandingSpans(of: list, in: graph, isDated: graph.lists[list].members.isEmpty)
    }
    turns = spans.map(\.turns)
    passed = turns.map { _ in 0 }
    standing = spans.map { $0.standing(on: .min) }
  }

  /// The world on a day.
  /// - Precondition: The day is none before the last one asked for.
  mutating func world(on day: CalendarDate) -> World {
    let number = day.dayNumber
    for list in turns.indices {
      while passed[list] < turns[list].count, turns[list][passed[list]].day <= number {
        let row = turns[list][passed[list]].row
        let (stands, isSure) = (spans[list].contains(number, row), spans[list].isSure.contains(row))
        standing[list].set(row, stands: stands, surely: isSure)
        passed[list] += 1
      }
    }
    return World(graph: graph, asof: day, records: standing)
  }
}

extension Standing {
  fileprivate mutating func set(_ row: Int, stands: Bool, surely: Bool) {
    if stands {
      headline.insert(row)
      high.insert(row)
      if surely { low.insert(row) }
    } else {
      headline.remove(row)
      high.remove(row)
      low.remove(row)
    }
  }
}
