import Language
import Presentation
import Simulation
import Tables
import Values

extension StudyRunner {
  /// How many periods are shown when no days are named.
  private static let usualPeriods = 36
  /// How many periods can be asked for.
  private static let mostPeriods = 5_000

  /// `trend M, N between FIRST and LAST by month, KEY`.
  func trend(_ trend: TrendSyntax) throws -> Answer {
    let metrics = try trend.metrics.map { try metric($0) }
    let (days, notes) = try days(of: trend, metrics)
    let series = try zip(metrics, trend.metrics).map { metric, written in
      Trend.Series(
        name: metric.name, heading: metric.heading,
        expressions: try days.map { day in
          var checker = Checker(DatedScope(state: state, asof: day))
          return try checker.check(written, in: .whole)
        })
    }
    let result = try Trend(base: state.base, series: series, days: days, keys: trend.keys.map { try entityKey($0) })
      .result()
    var answer = result.answer
    answer.notes = notes + answer.notes
    var readable = result.readable
    readable.limit(to: state.settings.rowLimit)
    answer.form = .tables([readable])
    return answer
  }

  /// The opening day and the ends of the periods, and what there is to say of them.
  private func days(of trend: TrendSyntax, _ metrics: [NamedMetric]) throws -> ([CalendarDate], [Phrase]) {
    let asof = state.base.asof
    guard let from = trend.first, let to = trend.last else { return try usualDays(of: trend, metrics) }
    guard case .date(let first) = try scope.value(of: from, expecting: .date),
      case .date(let last) = try scope.value(of: to, expecting: .date)
    else { return ([], []) }
    guard first <= last else {
      throw Diagnostic(
        .statement, Phrase("the first day is after the last", "起始日晚于截止日"), at: from.span.union(to.span),
        notes: [Phrase("write `between \(last) and \(first)`", "请写 `介于 \(last) 至 \(first)`")])
    }
    guard first <= asof else {
      throw Diagnostic(
        .statement, Phrase("\(first) is after \(asof), the day that is asked about", "\(first) 晚于观察日 \(asof)"),
        at: from.span, notes: [Phrase("a trend looks back; `asof` sets the day", "走势只回看过去；观察日用 `截至` 设定")])
    }
    guard let days = trend.period.ends(from: first, to: min(last, asof), limit: StudyRunner.mostPeriods) else {
      throw Diagnostic(
        .statement,
        Phrase("this is more than 5,000 periods", "所跨期数超过 5,000"), at: from.span.union(to.span),
        notes: [Phrase("take longer periods, or fewer", "请改用较长的周期，或缩短时段")])
    }
    let isCut = last > asof
    let note = Phrase("the last day is \(asof), the day that is asked about", "末日为观察日 \(asof)")
    return (days, isCut ? [note] : [])
  }

  /// From before the first record to the day that is asked about, or the last periods of that.
  private func usualDays(of trend: TrendSyntax, _ metrics: [NamedMetric]) throws -> ([CalendarDate], [Phrase]) {
    let asof = state.base.asof
    guard let first = try Trend.firstDay(of: metrics.map(\.expression), in: state.graph), first <= asof else {
      throw Diagnostic(
        .statement, Phrase("none of the lists counted has a record with a date", "所计名单均无带日期的记录"),
        at: trend.metrics.first?.span,
        notes: [
          Phrase(
            "mark the dates in the list's declaration with `since`, `until` or `on`",
            "请在名单声明中以 `起`、`止` 或 `看` 标明日期列")
        ])
    }
    let opening = trend.period.endBefore(first)
    if let days = trend.period.ends(from: opening, to: asof, limit: StudyRunner.usualPeriods) { return (days, []) }
    let later = trend.period.start(StudyRunner.usualPeriods, before: asof)
    let days = trend.period.ends(from: later, to: asof, limit: StudyRunner.usualPeriods) ?? [asof]
    return (
      days,
      [
        Phrase(
          "the records begin on \(first); the last \(StudyRunner.usualPeriods) periods are shown: `between \(first) and \(asof)` shows all",
          "记录自 \(first) 起；此处只列最近 \(StudyRunner.usualPeriods) 期，全部请写 `介于 \(first) 至 \(asof)`")
      ]
    )
  }
}

/// The names around a metric on an earlier day: what is given has the value of that day.
private struct DatedScope: Scope {
  let state: State
  let asof: CalendarDate

  var schema: Schema { state.schema }
  var definedNames: [String] { state.definedNames }
  func values(ofList list: Int, column: Int) -> [String] { state.values(ofList: list, column: column) }

  func definition(named name: String) -> Definition? {
    if state.bindings[name] == nil, let given = state.givens.named(name) { return given.definition(on: asof) }
    return state.definition(named: name)
  }
}
