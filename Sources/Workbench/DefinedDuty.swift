import Evaluation
import Language
import Simulation
import Tables
import Values

/// A duty as it was defined.
struct DefinedDuty: Sendable, Named {
  let definition: DutyDefinition
  /// The clause under which it was defined, if in a policy.
  let clause: Clause?

  var name: String { definition.name.text }
  var alias: String? { definition.alias }
}

/// What `show duties` says: who has to have done what, by when.
struct DutyCalendar {
  let state: State

  private var scope: StatementScope { StatementScope(state: state) }

  /// How many days one duty has in the calendar at most.
  private static let mostDays = 400

  /// A row a day on which something is due, by date and owner; what has no date of its own comes last.
  func answer() throws -> Answer {
    var rows: [(day: CalendarDate?, owner: String, cells: [Cell])] = []
    for duty in state.duties.values {
      let days = try days(of: duty.definition)
      for day in days ?? [] { rows.append((day, duty.definition.owner ?? "", cells(duty, day))) }
      if days == nil { rows.append((nil, duty.definition.owner ?? "", cells(duty, nil))) }
    }
    rows.sort { first, second in
      switch (first.day, second.day) {
      case (let left?, let right?): (left.dayNumber, first.owner) < (right.dayNumber, second.owner)
      case (nil, nil): first.owner < second.owner
      case (let left, _): left != nil
      }
    }
    let columns = [
      ResultColumn("due", heading: Phrase("due", "期限")), ResultColumn("duty", heading: Phrase("duty", "职责")),
      ResultColumn("alias", heading: Phrase("also", "别名")), ResultColumn("owner", heading: Phrase("owner", "责任单位")),
      ResultColumn("working_days_left", heading: Phrase("working days left", "剩余工作日")),
      ResultColumn("terms", heading: Phrase("terms", "时限")), ResultColumn("source", heading: Phrase("source", "依据")),
    ]
    return Answer(ResultTable(columns: columns, rows: rows.map(\.cells)))
  }

  private func cells(_ duty: DefinedDuty, _ day: CalendarDate?) -> [Cell] {
    let definition = duty.definition
    func text(_ text: String?) -> Cell { text.map { .value(.text($0)) } ?? .empty }
    let left = day.flatMap { try? WorkingCalendar.mainland.workingDays(from: scope.asof, to: $0) }
    return [
      day.map { .value(.date($0)) } ?? .empty, text(duty.name), text(duty.alias), text(definition.owner),
      left.map { .value(.integer(Int64($0))) } ?? .empty, .phrase(terms(of: definition)),
      text(definition.citation ?? duty.clause?.path),
    ]
  }

  private func terms(of definition: DutyDefinition) -> Phrase {
    switch definition.due {
    case .day: return Phrase("once", "一次")
    case .every(let period, let day, _, _):
      let period = period.words
      guard let day else { return Phrase("each \(period.english)", "每\(period.chinese)") }
      return Phrase("each \(period.english), by \(day)", "每\(period.chinese) \(day) 日前")
    case .within(let span, let event):
      let printer = ExpressionPrinter(tongue: .chinese)
      return Phrase(
        "within \(ExpressionPrinter(tongue: .english).text(of: span)) of \(event)",
        "\(event)后 \(printer.text(of: span)) 内")
    }
  }

  // MARK: Days

  /// The days on which a duty is due; nil where it has none of its own.
  /// - Throws: `Diagnostic` where a day or a span is none.
  func days(of definition: DutyDefinition) throws -> [CalendarDate]? {
    switch definition.due {
    case .day(let day): return [try date(day)]
    case .within(let span, _):
      _ = try scope.value(of: span, expecting: .duration)
      return nil
    case .every(let period, let day, let first, let last):
      let first = try first.map(date) ?? scope.asof
      let last = try last.map(date) ?? first.adding(CalendarDuration(months: 12))
      var days: [CalendarDate] = []
      var before = period.endBefore(first)
      while before < last, days.count < DutyCalendar.mostDays {
        let start = CalendarDate(dayNumber: before.dayNumber + 1)
        let end = period.end(holding: start)
        let due = day.map { min(end, CalendarDate(dayNumber: start.dayNumber + Int32($0 - 1))) } ?? end
        if due >= first, due <= last { days.append(due) }
        before = end
      }
      return days
    }
  }

  private func date(_ expression: Expression) throws -> CalendarDate {
    guard case .date(let date) = try scope.value(of: expression, expecting: .date) else {
      throw Diagnostic(.statement, Phrase("this day is unknown", "该日期不详"), at: expression.span)
    }
    return date
  }
}
