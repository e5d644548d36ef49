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

  /// A metric's values in each group on each day, and what came and left before it.
  private struct Course {
    var values: [[RangedValue]] = []
    /// What counts on each day; empty where it can't be told who comes and leaves.
    var stocks: [[RangedValue]] = []
    /// For each day but the first.
    var flows: [Flows] = []
    /// Whether moves within a period are seen.
    var seesMovesWithin = true
  }

  // MARK: Which days there are

  /// The first day on which a record begins that some metrics count; nil where no such record has a date.
  public static func firstDay(of metrics: [TypedExpression], in graph: Graph) -> CalendarDate? {
    let lists = metrics.reduce(into: Set<Int>()) { $0.formUnion($1.listsRead) }
    return lists.compactMap { StandingSpans(of: $0, in: graph).earliest }.min().map(CalendarDate.init)
  }

  // MARK: Computing

  /// Computes the trend.
  /// - Throws: `Failure` where a metric can't be computed, or if what came and left should not add up;
  ///   `Interruption`.
  public func result() throws -> Result {
    let lists = Set(series.flatMap { $0.expressions.flatMap(\.listsRead) }).sorted()
    let grouping = keys.isEmpty ? nil : try base.evaluator.groupingByEntity(of: lists, by: keys.map(\.expression))
    var timeline = WorldTimeline(base.graph)
    let worlds = try days.map { day in
      try Interruption.check()
      return timeline.world(on: day)
    }
    let steps = series.reduce(0) { $0 + $1.expressions.count }
    let title = Phrase("going through the days", "逐期计算")
    let courses = try WorkProgress.telling(title, total: steps, unit: .steps) { work throws in
      try series.map { try course(of: $0, in: worlds, by: grouping, telling: work) }
    }
    var notes = self.notes(lists)
    for (series, course) in zip(series, courses) { notes += self.notes(series, course) }
    return Result(
      answer: Answer(table(courses, grouping, isReadable: false), notes: notes),
      readable: table(courses, grouping, isReadable: true))
  }

  private func course(
    of series: Series, in worlds: [World], by grouping: Grouping?, telling work: WorkProgress
  ) throws -> Course {
    var course = Course()
    for (expression, world) in zip(series.expressions, worlds) {
      try Interruption.check()
      course.values.append(try MetricEvaluation(expression).values(in: world, by: grouping))
      work.advance()
    }
    let counts = series.expressions.map(\.counted)
    let tallies = counts.compactMap(Tally.init)
    guard let first = tallies.first, tallies.count == days.count,
      tallies.allSatisfy({ $0.terms.count == first.terms.count && $0.terms.allSatisfy { !$0.isSubtracted } })
    else { return course }
    for (count, world) in zip(counts, worlds) {
      course.stocks.append(try world.evaluator.values(of: count, grouping: grouping))
    }
    course.flows = [Flows](repeating: Flows(groups: grouping?.count ?? 1), count: days.count - 1)
    for place in first.terms.indices {
      let terms = tallies.map { $0.terms[place].aggregate }
      let changes = terms.contains { $0 != first.terms[place].aggregate } || first.terms[place].aggregate.looksAround
      if changes { course.seesMovesWithin = false }
      try add(changes ? endFlows(terms, worlds, grouping) : spanFlows(terms[0], grouping), to: &course)
    }
    try reconcile(series, course)
    return course
  }

  private func add(_ flows: [Flows], to course: inout Course) {
    for (period, flows) in flows.enumerated() { course.flows[period] += flows }
  }

  private func spanFlows(_ term: Aggregate, _ grouping: Grouping?) throws -> [Flows] {
    let flows = try SpanFlows(term, in: base, by: grouping)
    return try zip(days, days.dropFirst()).map { opening, closing in
      try Interruption.check()
      return flows.flows(after: opening, to: closing)
    }
  }

  private func endFlows(_ terms: [Aggregate], _ worlds: [World], _ grouping: Grouping?) throws -> [Flows] {
    let presences = try zip(terms, worlds).map { try Presence($0, in: $1) }
    return try zip(presences, presences.dropFirst()).map { try EndFlows.flows($0, $1, by: grouping) }
  }

  /// What counted before, with what came and without what left, must be what counts after.
  private func reconcile(_ series: Series, _ course: Course) throws {
    for (period, flows) in course.flows.enumerated() {
      for group in flows.entered.headline.indices {
        let (opening, closing) = (course.stocks[period][group].headline, course.stocks[period + 1][group].headline)
        guard case .integer(let before) = opening, case .integer(let after) = closing,
          before + flows.entered.headline[group] - flows.left.headline[group] == after
        else {
          throw Failure(
            .statement,
            Phrase(
              "a fault of the program: what came to and left `\(series.name)` by \(days[period + 1]) does not add up",
              "程序错误：至 \(days[period + 1])“\(series.heading.chinese)”的流入流出与存量不符"),
            at: series.expressions[0].span,
            notes: [
              Phrase(
                "please report it, with the statement and, if you may, the lists", "请报告此问题，并附上语句；如可行，也请附上名单")
            ])
        }
      }
    }
  }

  // MARK: Showing

  private func table(_ courses: [Course], _ grouping: Grouping?, isReadable: Bool) -> ResultTable {
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
      let ranks = courses.map { Trend.ranks($0.values[day], grouping) }
      for group in groups {
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
      rows += groups.map { totals(courses, grouping, $0, isReadable: isReadable) }
    }
    return ResultTable(columns: columns, rows: rows)
  }

  private func flowCells(_ course: Course, _ day: Int, _ group: Int) -> [Cell] {
    let closing = course.stocks[day][group].compact
    guard day > 0 else { return [.empty, .empty, .empty, closing] }
    let flows = course.flows[day - 1]
    return [
      course.stocks[day - 1][group].compact, flows.entered.range(group).compact, flows.left.range(group).compact,
      closing,
    ]
  }

  /// What counted first, all that came, all that left, what counts last.
  private func totals(_ courses: [Course], _ grouping: Grouping?, _ group: Int, isReadable: Bool) -> [Cell] {
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
  static func ranks(_ values: [RangedValue], _ grouping: Grouping?) -> [Int?] {
    let ranked = values.indices.filter { group in
      values[group].headline != .unknown && grouping?.keys[group].contains(.notInRegistry) != true
    }
    return values.indices.map { group in
      guard ranked.contains(group) else { return nil }
      return 1 + ranked.count { values[group].headline < values[$0].headline }
    }
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

  private func notes(_ series: Series, _ course: Course) -> [Phrase] {
    guard !course.stocks.isEmpty else {
      return [
        Phrase(
          "\(series.name) is no sum of counts, nor a share of one: what entered and left can't be told",
          "“\(series.heading.chinese)”不是计数之和或其占比，无法列出进入与移出")
      ]
    }
    guard course.seesMovesWithin else {
      return [
        Phrase(
          "the condition in \(series.name) changes with the day: who moved and moved back within a period is not seen",
          "“\(series.heading.chinese)”的条件随日期变化，同一期内的进出相抵不计")
      ]
    }
    return []
  }
}

extension TypedExpression {
  /// The count whose moves are told: a share's numerator, or the whole.
  fileprivate var counted: TypedExpression {
    if case .arithmetic(.divide, let numerator, _) = kind { numerator } else { self }
  }
}

extension Aggregate {
  /// Whether its condition looks at other records, which come and go with the days.
  fileprivate var looksAround: Bool { condition?.readsRecords == true }
}

extension RangedValue {
  /// The range, or the value where there is no doubt.
  var compact: Cell { isExact ? .value(headline) : .ranged(self) }
}

extension Cell {
  /// The headline alone.
  var withoutRange: Cell { if case .ranged(let range) = self { .value(range.headline) } else { self } }
}
