import Evaluation
import Language
import Tables
import Values

/// What a question after a goal found out, in words and as a table.
struct ReachReport {
  let findings: ReachFindings
  let study: ReachStudy

  init(of findings: ReachFindings, in study: ReachStudy) {
    self.findings = findings
    self.study = study
  }

  func answer() throws -> Answer {
    let table = try findings.forecast.map { try months($0) } ?? sets()
    return Answer(table, as: .prose(try prose()), notes: try notes())
  }

  // MARK: Tables

  private func sets() -> ResultTable {
    let metric = study.goal.metric
    var columns = [
      ResultColumn("set", heading: Phrase("set", "组合")), ResultColumn("measures", heading: Phrase("measures", "措施")),
      ResultColumn("exits", heading: Phrase("exits", "退出数")), ResultColumn(metric.name, heading: metric.heading),
      ResultColumn("meets", heading: Phrase("meets", "达标")),
    ]
    if study.hasCosts { columns.append(ResultColumn("cost", heading: Phrase("cost", "成本"))) }
    var rows = findings.supplies.map { supply in
      row(
        supply.options.count == 1 ? Phrase("alone", "单独") : Phrase("together", "合计"), supply.options,
        .ranged(supply.exits.range), supply.value, study.goal.isMet(by: supply.value), cost: nil)
    }
    for (name, chosen) in [
      (Phrase("smallest", "最少措施"), findings.smallest), (Phrase("cheapest", "最低成本"), findings.cheapest),
    ] {
      guard let chosen else { continue }
      rows.append(
        row(
          name, chosen.outcome.chosen, .value(.integer(chosen.outcome.exits.reduce(0, +))), chosen.value,
          chosen.outcome.verdict, cost: chosen.cost))
    }
    return ResultTable(columns: columns, rows: rows)
  }

  private func row(
    _ name: Phrase, _ options: [Int], _ exits: Cell, _ value: RangedValue, _ verdict: Truth, cost: Fraction?
  ) -> [Cell] {
    var cells: [Cell] = [
      .phrase(name), .value(.text(label(options))), exits, .ranged(value), .value(verdict.asValue),
    ]
    if study.hasCosts { cells.append(cost.map { .value(costValue($0)) } ?? .empty) }
    return cells
  }

  private func months(_ forecast: ReachForecast) throws -> ResultTable {
    let metric = study.goal.metric
    var columns = [
      ResultColumn("month", heading: Phrase("month", "月份")), ResultColumn("day", heading: Phrase("day", "日期")),
      ResultColumn("arrived", heading: Phrase("arrived", "累计新增")),
      ResultColumn("carried_out", heading: Phrase("carried out", "累计退出")),
      ResultColumn("stock", heading: Phrase("stock", "存量")),
      ResultColumn("shown", heading: Phrase("shown", "公示存量")),
    ]
    let isShare = findings.balance?.isShare ?? false
    if isShare {
      columns.append(ResultColumn("whole", heading: Phrase("whole", "总数")))
      columns.append(ResultColumn(metric.name, heading: metric.heading))
    }
    columns.append(ResultColumn("meets", heading: Phrase("meets", "达标")))
    let rows = try (0...forecast.shownMonths()).map { number in
      try Interruption.check()
      let (low, month, high) = (
        try forecast.schedules.low.month(number), try forecast.schedules.headline.month(number),
        try forecast.schedules.high.month(number)
      )
      func ranged(_ part: (ReachSchedule.Month) -> Int64) -> Cell {
        let ends = [part(low), part(month), part(high)]
        let range = RangedCount(low: ends.min() ?? 0, headline: part(month), high: ends.max() ?? 0)
        return range.low == range.high ? .value(.integer(range.headline)) : .ranged(range.range)
      }
      var cells: [Cell] = [
        .value(.month(month.day.month)), .value(.date(month.day)), .value(.integer(month.arrived)),
        ranged(\.carriedOut), ranged(\.stock), ranged(\.shown),
      ]
      if isShare {
        func share(_ month: ReachSchedule.Month) throws -> Value {
          month.whole > 0 ? .percentage(try Fraction(Int128(month.shown), over: Int128(month.whole))) : .unknown
        }
        cells.append(.value(.integer(month.whole)))
        let range = RangedValue(low: try share(low), headline: try share(month), high: try share(high))
        cells.append(range.isExact ? .value(range.headline) : .ranged(range))
      }
      let verdict: Truth = high.isMet ? .yes : low.isMet ? .unknown : .no
      cells.append(.value(verdict.asValue))
      return cells
    }
    return ResultTable(columns: columns, rows: rows)
  }

  // MARK: Words for things

  func label(_ options: [Int]) -> String {
    options.isEmpty ? Keyword.base.rawValue : options.map { study.options[$0].label }.joined(separator: " + ")
  }

  /// A cost as the kind of number that costs were given as.
  func costValue(_ cost: Fraction) -> Value {
    switch study.options.lazy.compactMap(\.cost).first {
    case .money?: .money((try? cost * Fraction(100)).map { Int64(clamping: $0.roundedToInteger) } ?? 0)
    case .decimal?: .decimal(cost)
    default: cost.isWhole ? .integer(Int64(clamping: cost.numerator)) : .decimal(cost)
    }
  }
}

extension GoalBalance {
  /// Whether the metric is a share, not a plain count.
  var isShare: Bool {
    if case .one = whole { false } else { true }
  }
}

extension RangedCount {
  /// As a value with its range.
  var range: RangedValue {
    RangedValue(low: .integer(low), headline: .integer(headline), high: .integer(high))
  }
}

extension Truth {
  /// As a cell holds it.
  var asValue: Value {
    switch self {
    case .yes: .flag(true)
    case .no: .flag(false)
    case .unknown: .unknown
    }
  }
}

/// Numbers inside sentences.
enum ReachText {
  /// A count with its thousands separated.
  static func count(_ count: Int64) -> String { DecimalNotation.text(ofCount: Int(count)) }

  /// Two ends of a range, or the one number that it is.
  static func count(from low: Int64, to high: Int64) -> String {
    low == high ? count(low) : "\(count(low)) – \(count(high))"
  }

  /// A count with its range, where it has one.
  static func count(_ range: RangedCount) -> String {
    if range.low == range.high { return count(range.headline) }
    let ends = count(from: range.low, to: range.high)
    return range.headline == range.low || range.headline == range.high ? ends : "\(count(range.headline)) (\(ends))"
  }

  /// A number as tables show it: shares in per cent with two places.
  static func value(_ value: Value, places: Int = 2) -> Phrase {
    switch value {
    case .integer(let integer): return .same(count(integer))
    case .percentage(let share): return .same(DecimalNotation(share, places: places, shift: 2).signed + "%")
    case .money(let fen):
      let yuan = (try? Fraction(Int128(fen), over: 100)) ?? .zero
      return .same(DecimalNotation(yuan, places: yuan.isWhole ? 0 : 2).signed + "元")
    default:
      return Phrase(
        ExpressionPrinter(tongue: .english).literal(value), ExpressionPrinter(tongue: .chinese).literal(value))
    }
  }

  /// A value with its range, with as many places as tell a value from a bound that it lies beside.
  static func value(_ range: RangedValue, beside bound: Value) -> Phrase {
    let places = (2...6).first { places in
      [range.low, range.headline, range.high].allSatisfy {
        $0 == bound || value($0, places: places) != value(bound, places: places)
      }
    }
    let headline = value(range.headline, places: places ?? 6)
    guard range.low != range.high else { return headline }
    let (low, high) = (value(range.low, places: places ?? 6), value(range.high, places: places ?? 6))
    guard low != high else { return headline }
    return headline + Phrase(" (", "（") + low + .same(" – ") + high + Phrase(")", "）")
  }

  /// `s` behind a noun for all numbers but one.
  static func plural(_ count: Int64) -> String { count == 1 ? "" : "s" }
}

extension DecimalNotation {
  /// The digits with a true minus.
  fileprivate var signed: String { (isNegative ? "\u{2212}" : "") + text(isGrouped: true) }
}
