import Evaluation
import Language
import Tables
import Values

/// A metric's values in each group on each day, and what came and left before it. The days are gone through one after
/// another, so that there is one world at a time.
struct TrendCourse {
  private let series: Trend.Series
  private let days: [CalendarDate]
  private let grouping: Grouping?
  /// For each day the counts that make up what counts; none where it can't be told who comes and leaves.
  private let terms: [[Aggregate]]
  /// Which of the counts change their condition with the days.
  private let isChanging: [Bool]
  /// Who was there on the day before, for each such count.
  private var former: [Int: Presence] = [:]

  private(set) var values: [[RangedValue]] = []
  /// What counts on each day; empty where it can't be told who comes and leaves.
  private(set) var stocks: [[RangedValue]] = []
  /// For each day but the first.
  private(set) var flows: [Flows] = []

  init(_ series: Trend.Series, days: [CalendarDate], by grouping: Grouping?) {
    (self.series, self.days, self.grouping) = (series, days, grouping)
    let tallies = series.expressions.compactMap { Tally($0.counted) }
    guard let first = tallies.first, tallies.count == days.count,
      tallies.allSatisfy({ $0.terms.count == first.terms.count && $0.terms.allSatisfy { !$0.isSubtracted } })
    else {
      (terms, isChanging) = ([], [])
      return
    }
    let terms = tallies.map { $0.terms.map(\.aggregate) }
    self.terms = terms
    isChanging = first.terms.indices.map { place in
      terms[0][place].looksAround || terms.contains { $0[place] != terms[0][place] }
    }
    flows = [Flows](repeating: Flows(groups: grouping?.count ?? 1), count: days.count - 1)
  }

  /// Adds what holds on a day, the first day first.
  /// - Throws: `Failure` where the metric can't be computed; `Interruption`.
  mutating func add(_ day: Int, of world: World) throws {
    values.append(try MetricEvaluation(series.expressions[day]).values(in: world, by: grouping))
    guard !terms.isEmpty else { return }
    try Interruption.check()
    stocks.append(try world.evaluator.values(of: series.expressions[day].counted, grouping: grouping))
    for place in isChanging.indices where isChanging[place] {
      try Interruption.check()
      let presence = try Presence(terms[day][place], in: world)
      if let before = former[place] { flows[day - 1] += try EndFlows.flows(before, presence, by: grouping) }
      former[place] = presence
    }
  }

  /// Adds what came and left where the records' own days tell it, when all days are gone through.
  /// - Throws: `Failure` if what came and left should not add up; `Interruption`.
  mutating func finish(over base: World) throws {
    former = [:]
    for place in isChanging.indices where !isChanging[place] {
      let flows = try SpanFlows(terms[0][place], in: base, by: grouping, between: days).flows()
      for (period, flows) in flows.enumerated() { self.flows[period] += flows }
    }
    try reconcile()
  }

  /// What counted before, with what came and without what left, must be what counts after.
  private func reconcile() throws {
    for (period, flows) in flows.enumerated() {
      try Interruption.check()
      for group in flows.entered.headline.indices {
        try Interruption.check(atRow: group)
        let (opening, closing) = (stocks[period][group].headline, stocks[period + 1][group].headline)
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

  /// What there is to say of what came and left.
  var notes: [Phrase] {
    guard !terms.isEmpty else {
      return [
        Phrase(
          "\(series.name) is no sum of counts, nor a share of one: what entered and left can't be told",
          "“\(series.heading.chinese)”不是计数之和或其占比，无法列出进入与移出")
      ]
    }
    guard !isChanging.contains(true) else {
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
