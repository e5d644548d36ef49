import Evaluation
import Language
import Tables
import Values

/// A metric over past days, from the records' own dates, with what came and what left between them.
///
/// On each day the world is what stands by then; a list without dates, as the registry, is as it is today. What comes
/// and leaves is told of counts, and of shares by their numerators: with what counted before it gives what counts after,
/// which the program checks against the counts themselves.
public struct Trend: Sendable {
  /// A metric, resolved for each of the days: what it says may depend on the day.
  public struct Series: Sendable {
    /// The name in the language.
    public let name: String
    /// The name in both tongues.
    public let heading: Phrase
    /// What is computed, day by day.
    public let expressions: [TypedExpression]

    /// A metric with its meaning on each day.
    public init(name: String, heading: Phrase, expressions: [TypedExpression]) {
      self.name = name
      self.heading = heading
      self.expressions = expressions
    }
  }

  /// What a trend gives.
  public struct Result: Sendable {
    /// A row a day and group: the metric, what counted before, what came, what left, what counts.
    public let answer: Answer
    /// The same for people: ranges of the metric alone.
    public let readable: ResultTable
  }

  /// How many bytes are kept of what several days or metrics share, while they are gone through.
  private static let keptBytes = 64 << 20

  private let base: World
  private let series: [Series]
  private let days: [CalendarDate]
  private let keys: [EntityKey]

  /// A trend.
  /// - Parameters:
  ///   - base: The world whose lists it is of.
  ///   - series: The metrics, with as many expressions as there are days.
  ///   - days: The opening day and the ends of periods after it, ascending; at least one.
  ///   - keys: What entities are grouped by.
  public init(base: World, series: [Series], days: [CalendarDate], keys: [EntityKey]) {
    self.base = base
    self.series = series
    self.days = days
    self.keys = keys
  }

  // MARK: Which days there are

  /// The first day on which a record begins that some metrics count; nil where no such record has a date.
  /// - Throws: `Interruption`.
  public static func firstDay(of metrics: [TypedExpression], in graph: Graph) throws -> CalendarDate? {
    let lists = metrics.reduce(into: Set<Int>()) { $0.formUnion($1.listsRead) }
    return try lists.compactMap { try StandingSpans(of: $0, in: graph).earliest }.min().map(CalendarDate.init)
  }

  // MARK: Computing

  /// Computes the trend.
  /// - Throws: `Failure` where a metric can't be computed, or if what came and left should not add up;
  ///   `Interruption`.
  public func result() throws -> Result {
    let lists = Set(series.flatMap { $0.expressions.flatMap(\.listsRead) }).sorted()
    let grouping = keys.isEmpty ? nil : try base.evaluator.groupingByEntity(of: lists, by: keys.map(\.expression))
    // What doesn't change with the days is computed once.
    let cache = SubresultCache(limit: Trend.keptBytes)
    var courses = series.map { TrendCourse($0, days: days, by: grouping) }
    let title = Phrase("going through the days", "逐期计算")
    try WorkProgress.telling(title, total: days.count * (series.count + 1), unit: .steps) { work throws in
      for day in days.indices {
        try Interruption.check()
        let world = World(graph: base.graph, asof: days[day], cache: cache)
        work.advance()
        for number in courses.indices {
          try courses[number].add(day, of: world)
          work.advance()
        }
      }
    }
    for number in courses.indices { try courses[number].finish(over: base) }
    var notes = self.notes(lists)
    for course in courses { notes += course.notes }
    return Result(
      answer: Answer(try table(courses, grouping, isReadable: false), notes: notes),
      readable: try table(courses, grouping, isReadable: true))
  }

  // MARK: Showing

  private func table(_ courses: [TrendCourse], _ grouping: Grouping?, isReadable: Bool) throws -> ResultTable {
    var columns = [ResultColumn("day", heading: Phrase("day", "日期"))]
    columns += keys.map { ResultColumn($0.name, heading: $0.heading) }
    for (series, course) in zip(series, courses) {
      columns.append(ResultColumn(series.name, heading: series.heading))
      if !keys.isEmpty { columns.append(ResultColumn("\(series.name)_rank", heading: Phrase("rank", "位次"))) }
      guard !course.stocks.isEmpty else { continue }
      columns += [
        ResultColumn("\(series.name)_opening", heading: Phrase("opening", "期初")),
        ResultColumn("\(series.name)_entered", heading: Phrase("entered", "进入")),
        ResultColumn("\(series.name)_left", heading: Phrase("left", "移出")),
        ResultColumn("\(series.name)_closing", heading: Phrase("closing", "期末")),
      ]
    }
    let groups = 0..<(grouping?.count ?? 1)
    var rows: [[Cell]] = []
    for day in days.indices {
      let ranks = try courses.map { try Trend.ranks($0.values[day], grouping) }
      for group in groups {
        try Interruption.check(atRow: group)
        var row: [Cell] = [.value(.date(days[day]))] + (grouping?.keys[group].map(\.cell) ?? [])
        for (course, ranks) in zip(courses, ranks) {
          row.append(course.values[day][group].compact)
          if !keys.isEmpty { row.append(ranks[group].map { .value(.integer(Int64($0))) } ?? .empty) }
          guard !course.stocks.isEmpty else { continue }
          row += flowCells(course, day, group).map { isReadable ? $0.withoutRange : $0 }
        }
        rows.append(row)
      }
    }
    if courses.contains(where: { !$0.stocks.isEmpty }), days.count > 2 {
      rows += try Interruption.map(groups) { totals(courses, grouping, $0, isReadable: isReadable) }
    }
    return ResultTable(columns: columns, rows: rows)
  }

  private func flowCells(_ course: TrendCourse, _ day: Int, _ group: Int) -> [Cell] {
    let closing = course.stocks[day][group].compact
    guard day > 0 else { return [.empty, .empty, .empty, closing] }
    let flows = course.flows[day - 1]
    return [
      course.stocks[day - 1][group].compact, flows.entered.range(group).compact, flows.left.range(group).compact,
      closing,
    ]
  }

  /// What counted first, all that came, all that left, what counts last.
  private func totals(_ courses: [TrendCourse], _ grouping: Grouping?, _ group: Int, isReadable: Bool) -> [Cell] {
    var row: [Cell] = [.phrase(Phrase("total", "合计"))] + (grouping?.keys[group].map(\.cell) ?? [])
    for course in courses {
      row.append(.empty)
      if !keys.isEmpty { row.append(.empty) }
      guard let first = course.stocks.first, let last = course.stocks.last else { continue }
      let sum = course.flows.reduce(into: Flows(groups: grouping?.count ?? 1)) { $0 += $1 }
      let cells = [
        first[group].compact, sum.entered.range(group).compact, sum.left.range(group).compact, last[group].compact,
      ]
      row += cells.map { isReadable ? $0.withoutRange : $0 }
    }
    return row
  }

  /// The place of each group, the greatest value first; equal values share one, and the next comes after all of them.
  /// Groups without a value, and who is in no group of the registry, have none.
  static func ranks(_ values: [RangedValue], _ grouping: Grouping?) throws -> [Int?] {
    let ranked = values.indices.filter { group in
      values[group].headline != .unknown && grouping?.keys[group].contains(.notInRegistry) != true
    }
    let descending = try Interruption.sorted(ranked) { values[$1].headline < values[$0].headline }
    var ranks = [Int?](repeating: nil, count: values.count)
    for (place, group) in descending.enumerated() {
      let isAlike = place > 0 && !(values[group].headline < values[descending[place - 1]].headline)
      ranks[group] = isAlike ? ranks[descending[place - 1]] : place + 1
    }
    return ranks
  }

  private func notes(_ lists: [Int]) -> [Phrase] {
    let graph = base.graph
    let undated = lists.filter { list in
      graph.leaves(of: list).map(\.list).allSatisfy {
        graph.lists[$0].standing == StandingColumns() || $0 == graph.registry
      }
    }
    return undated.map { list in
      let schema = graph.schema.lists[list]
      return Phrase(
        "\(schema.name) has no dates: on every day it is counted as it is today",
        "“\(schema.alias ?? schema.name)”没有日期，各日均按目前的情形计")
    }
  }
}

extension RangedValue {
  /// The range, or the value where there is no doubt.
  var compact: Cell { isExact ? .value(headline) : .ranged(self) }
}

extension Cell {
  /// The headline alone.
  var withoutRange: Cell { if case .ranged(let range) = self { .value(range.headline) } else { self } }
}
