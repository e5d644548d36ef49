import Language
import Simulation
import Tables
import Values

extension StudyRunner {
  /// A goal along the values of a measure's parameter: where it begins or ceases to be met.
  func flip(_ reach: ReachSyntax, _ goal: Goal) throws -> Answer {
    let swept = reach.measures.flatMap(\.sweptArguments)
    guard let (scenario, argument) = swept.first, swept.count == 1 else {
      throw Diagnostic(
        .statement, Phrase("only one parameter can take several values here", "此处只能有一个参数取多个值"),
        at: swept.last?.argument.label?.span ?? reach.span,
        notes: [Phrase("`sweep` takes two", "两个参数请用 `逐档`")])
    }
    let (values, isRange) = try self.values(of: argument.values)
    var remarks: [Phrase] = []
    let timeline = try timeline(reach, goal)
    let point = try ReachFlipPoint(among: values, isRange: isRange) { value in
      let scenarios = reach.measures.map { measure in
        let chosen = measure.fixed(at: [value])
        return (label: chosen.label, measures: chosen, span: measure.span)
      }
      let supply = try ReachSupplies(reach, goal, self, scenarios: scenarios, countsElsewhere: false)
      for remark in supply.remarks where !remarks.contains(remark) { remarks.append(remark) }
      return try ReachStudy(base: state.base, goal: goal, options: supply.options, timeline: timeline).trial(of: value)
    }
    let position = scope.scenario(named: scenario.text)?.definition.parameters.first?.name.text
    return ReachFlipReport(
      point, parameter: argument.label?.text ?? position ?? scenario.text, goal: goal, remarks: remarks
    ).answer()
  }

  // MARK: A parameter's values

  private func values(of swept: SweptValues) throws -> (values: [Value], isRange: Bool) {
    switch swept {
    case .single(let expression): return ([try scope.value(of: expression)], false)
    case .list(let expressions): return (try expressions.map { try scope.value(of: $0) }, false)
    case .range(let from, let to, let step):
      let (first, last) = (try scope.value(of: from), try scope.value(of: to))
      guard first.type == last.type, let type = first.type else {
        throw Diagnostic(.statement, Phrase("both ends must be of one type", "两端应为同一类型"), at: to.span)
      }
      let stride = try step.map { try scope.value(of: $0) }
      var values = [first]
      while let value = values.last, value < last {
        guard let next = value.advanced(by: stride), value < next else {
          throw Diagnostic(
            .statement,
            Phrase("\(type.name.english) values can't be stepped through so", "\(type.name.chinese)不能这样逐档取值"),
            at: step?.span ?? from.span, notes: [Phrase("list them: `(a, b, c)`", "可逐一列出：`(甲, 乙, 丙)`")])
        }
        guard values.count < StudyRunner.mostValues else {
          throw Diagnostic(.statement, Phrase("these are too many values", "取值过多"), at: from.span.union(to.span))
        }
        values.append(min(next, last))
      }
      guard values.count > 1 else {
        throw Diagnostic(
          .statement, Phrase("the range holds one value at most", "该区间至多一个值"), at: from.span.union(to.span))
      }
      return (values, true)
    }
  }

  private static let mostValues = 100_000
}

extension Value {
  /// The value a step further, a step of one of its own unit unless said; nil where its type has no such step or no such
  /// value.
  fileprivate func advanced(by step: Value?) -> Value? {
    switch (self, step) {
    case (.integer(let value), nil): return value.sum(1).map { .integer($0) }
    case (.money(let value), nil): return value.sum(100).map { .money($0) }
    case (.percentage(let value), nil): return (try? value + Fraction(1, over: 100)).map { .percentage($0) }
    case (.decimal(let value), nil): return (try? value + Fraction(1)).map { .decimal($0) }
    case (.date(let value), nil): return (try? value.adding(CalendarDuration(days: 1))).map { .date($0) }
    case (.date(let value), .duration(let step)?): return (try? value.adding(step)).map { .date($0) }
    case (.month(let value), nil): return value.advanced(by: 1).map { .month($0) }
    case (.month(let value), .duration(let step)?):
      return step.days == 0 && step.workingDays == 0 ? value.advanced(by: step.months).map { .month($0) } : nil
    case (.duration(let value), nil): return value.sum(value.unit).map { .duration($0) }
    case (.duration(let value), .duration(let step)?): return value.sum(step).map { .duration($0) }
    case (.integer(let value), .integer(let step)?): return value.sum(step).map { .integer($0) }
    case (.money(let value), .money(let step)?): return value.sum(step).map { .money($0) }
    default:
      guard let value = number, let step = step?.number, let sum = try? value + step else { return nil }
      return type == .percentage ? .percentage(sum) : type == .decimal ? .decimal(sum) : nil
    }
  }
}

extension FixedWidthInteger {
  /// The sum; nil where it has no room.
  fileprivate func sum(_ other: Self) -> Self? {
    let (sum, didOverflow) = addingReportingOverflow(other)
    return didOverflow ? nil : sum
  }
}

extension CalendarMonth {
  fileprivate func advanced(by months: Int32) -> CalendarMonth? {
    monthNumber.sum(months).map { CalendarMonth(monthNumber: $0) }
  }
}

extension CalendarDuration {
  /// One of what the duration is counted in.
  fileprivate var unit: CalendarDuration {
    if days == 0, workingDays == 0 { return CalendarDuration(months: 1) }
    return workingDays == 0 ? CalendarDuration(days: 1) : CalendarDuration(workingDays: 1)
  }

  fileprivate func sum(_ other: CalendarDuration) -> CalendarDuration? {
    guard let months = months.sum(other.months), let days = days.sum(other.days),
      let workingDays = workingDays.sum(other.workingDays)
    else { return nil }
    return CalendarDuration(months: months, days: days, workingDays: workingDays)
  }
}
