import Evaluation
import Language
import Simulation
import Tables
import Values

extension StudyRunner {
  /// `reach METRIC < BOUND by DAY with A, B …`.
  func reach(_ reach: ReachSyntax) throws -> Answer {
    let goal = try goal(reach.goal, by: reach.deadline)
    do {
      return try answer(reach, goal)
    } catch let uncovered as WorkingCalendar.Uncovered {
      throw Diagnostic(
        .statement, uncovered.message, at: reach.lag?.span ?? reach.span,
        notes: [Phrase("give the lag in days or months", "滞后可用天或月表示")])
    }
  }

  private func answer(_ reach: ReachSyntax, _ goal: Goal) throws -> Answer {
    guard reach.measures.allSatisfy({ $0.fixed != nil }) else { return try flip(reach, goal) }
    let supply = try ReachSupplies(reach, goal, self)
    return try ReachStudy(
      base: state.base, goal: goal, options: supply.options, timeline: timeline(reach, goal),
      orders: orders(reach, supply.options), orderText: orderText(reach), openWhole: openWhole(reach, goal),
      remarks: supply.remarks + datelessRemarks(reach, goal)
    ).answer()
  }

  // MARK: What happens until the day

  /// The months until the goal's day; nil where only today's stock is asked about.
  func timeline(_ reach: ReachSyntax, _ goal: Goal) throws -> ReachTimeline? {
    let common = reach.capacities.first { $0.scenario == nil }
    let clauses = [
      reach.deadline?.span, reach.capacities.first?.amount.amount.span, reach.inflow?.amount.span, reach.lag?.span,
      reach.growth?.amount.span,
    ].compactMap { $0 }
    guard GoalBalance(goal) != nil else {
      guard let span = clauses.first else { return nil }
      throw Diagnostic(
        .statement,
        Phrase(
          "by a day only counts of entities and their shares, kept below a bound, can be asked about",
          "按日期只能测算主体数及其占比的上限"), at: span,
        notes: [Phrase("leave the day and the pace out to ask about today's stock", "去掉日期和进度，可就当前存量测算")])
    }
    guard goal.deadline != nil || !clauses.isEmpty else { return nil }
    if let deadline = goal.deadline, deadline < state.base.asof {
      throw Diagnostic(
        .statement,
        Phrase("\(deadline) has passed: the day is \(state.base.asof)", "\(deadline) 已过，观察日为 \(state.base.asof)"),
        at: (reach.deadline ?? reach.goal).span)
    }
    if let deadline = goal.deadline, deadline.dayNumber - state.base.asof.dayNumber > StudyRunner.mostDays {
      throw Diagnostic(
        .statement, Phrase("months are followed for fifty years at most", "逐月推算至多五十年"),
        at: (reach.deadline ?? reach.goal).span)
    }
    var growth: ReachTimeline.Growth?
    if let rate = reach.growth {
      let value = try number(rate.amount)
      let amount = PeriodRate(amount: value.number ?? .zero, period: rate.period)
      growth = value.type == .percentage ? .share(amount) : .number(amount)
    }
    var lag: CalendarDuration?
    if let expression = reach.lag, case .duration(let duration) = try scope.value(of: expression, expecting: .duration)
    {
      guard duration.months >= 0, duration.days >= 0, duration.workingDays >= 0 else {
        throw Diagnostic(.statement, Phrase("the lag looks back", "滞后不能为负"), at: expression.span)
      }
      lag = duration
    }
    return ReachTimeline(
      start: state.base.asof, deadline: goal.deadline, capacity: try common.map { try rate($0.amount) },
      inflow: try reach.inflow.map(rate), lag: lag, growth: growth)
  }

  /// Fifty years.
  private static let mostDays: Int32 = 18_262
  /// More entities than there are anywhere: no sum over fifty years of so many leaves 64 bits.
  private static let mostEntities: Int64 = 1_000_000_000_000

  /// A target's own day goes unheard where its metric can't be followed month by month.
  private func datelessRemarks(_ reach: ReachSyntax, _ goal: Goal) -> [Phrase] {
    guard let deadline = goal.deadline, GoalBalance(goal) == nil else { return [] }
    return [
      Phrase(
        "asked of today's stock: this metric can't be followed month by month to \(deadline)",
        "就当前存量测算：该指标不能逐月推至 \(deadline)")
    ]
  }

  func rate(_ rate: Rate) throws -> PeriodRate {
    let value = try number(rate.amount)
    guard value.type == .integer || value.type == .decimal else {
      throw Diagnostic(
        .statement, Phrase("expected a number of entities", "此处应为户数"), at: rate.amount.span)
    }
    return PeriodRate(amount: value.number ?? .zero, period: rate.period)
  }

  /// A number that is not below zero.
  func number(_ expression: Expression) throws -> Value {
    let typed = try scope.check(expression)
    let value = try state.base.evaluator.value(of: typed).headline
    guard let number = value.number, number >= .zero else {
      throw Diagnostic(
        .statement, Phrase("expected a number from 0 up", "此处应为不小于 0 的数"), at: expression.span)
    }
    guard number <= Fraction(StudyRunner.mostEntities) else {
      throw Diagnostic(.statement, Phrase("this number is too large", "数值过大"), at: expression.span)
    }
    return value
  }

  // MARK: Orders

  /// The order for each list that an option takes records off and that has what is asked for.
  private func orders(_ reach: ReachSyntax, _ options: [ReachStudy.Option]) throws -> [ReachOrder] {
    guard !reach.order.isEmpty else { return [] }
    var orders: [ReachOrder] = []
    var refusal: Diagnostic?
    for list in Set(options.compactMap(\.measures.last?.list)).sorted() {
      var checker = Checker(scope)
      do throws(Diagnostic) {
        var keys: [ReachOrder.Key] = []
        for key in reach.order {
          keys.append(
            .init(expression: try checker.check(key.expression, in: .row(of: list)), isDescending: key.isDescending))
        }
        orders.append(ReachOrder(list: list, keys: keys))
      } catch {
        refusal = refusal ?? error
      }
    }
    if orders.isEmpty, let refusal { throw refusal }
    return orders
  }

  private func orderText(_ reach: ReachSyntax) -> Phrase? {
    guard !reach.order.isEmpty else { return nil }
    func text(_ tongue: Tongue) -> String {
      let printer = ExpressionPrinter(tongue: tongue, naming: state.naming())
      return reach.order.map { key in
        let word = (key.isDescending ? Keyword.desc : .asc).words.text(in: tongue)
        return printer.text(of: key.expression) + (key.isDescending ? " \(word)" : "")
      }.joined(separator: tongue == .english ? ", " : "、")
    }
    return Phrase(text(.english), text(.chinese))
  }

  // MARK: The whole

  /// Why the whole of a share isn't known to the last entity: it was given with bounds, or the registry holds remainders,
  /// which complete a published total.
  private func openWhole(_ reach: ReachSyntax, _ goal: Goal) -> ReachStudy.OpenWhole? {
    guard goal.metric.expression.type == .percentage || goal.metric.expression.type == .decimal,
      case .arithmetic(.divide, _, let divisor) = goal.metric.expression.kind
    else { return nil }
    if case .literal = divisor.kind {
      guard case .name(let name)? = divisorSyntax(of: reach.goal)?.kind, let given = state.givens.named(name.text),
        let bounds = given.bounds,
        case (.integer(let least), .integer(let most)) = (bounds.lowerBound, bounds.upperBound),
        least > 0
      else { return nil }
      return .bounds(least...most)
    }
    guard let registry = state.schema.registry, case .aggregate(let aggregate) = divisor.kind,
      aggregate.list == registry, aggregate.condition == nil, let key = state.graph.lists[registry].key,
      let known = state.graph.lists[registry].table.columns[key].known, known.population < known.count
    else { return nil }
    return .rounding(places: 4)
  }

  /// What a share is divided by, as it was written.
  private func divisorSyntax(of expression: Expression) -> Expression? {
    switch expression.kind {
    case .binary(.divide, _, let divisor): divisor
    case .binary(_, let metric, _): divisorSyntax(of: metric)
    case .name(let name):
      (state.targets.named(name.text)?.definition.condition ?? state.metrics.named(name.text)?.expression)
        .flatMap(divisorSyntax)
    default: nil
    }
  }
}
