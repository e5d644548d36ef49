import Values

/// `duty monthly_report "月报" owner "市信用办" per month by 30 cite "五(四)"`: what somebody has to have done by a day.
public struct DutyDefinition: Sendable, Hashable {
  /// When it is due.
  public enum Due: Sendable, Hashable {
    /// By a day.
    case day(Expression)
    /// In each period: by a day of the week (1 is Monday) or of the month, a month's last day where it has no such day;
    /// by the period's end where none is said. Between two days, or for a year from the day that questions are about.
    case every(Period, day: Int?, first: Expression?, last: Expression?)
    /// Within a span of time of an event: it has no date of its own.
    case within(Expression, event: String)
  }

  /// The name.
  public let name: Name
  /// The second name.
  public let alias: String?
  /// Who has it.
  public let owner: String?
  /// When it is due.
  public let due: Due
  /// Where that stands.
  public let dueSpan: SourceSpan
  /// The clause that sets it.
  public let citation: String?
}

extension Parser {
  mutating func duty() throws(Diagnostic) -> DutyDefinition {
    let name = try name(Phrase("the duty's name", "职责名称"))
    let alias = optionalQuoted()
    let owner = take(.owner) ? try quoted(Phrase("the owner in quotes", "带引号的责任单位")).path : nil
    let start = start
    let due = try due()
    let dueSpan = span(from: start)
    let citation = take(.cite) ? try quoted(Phrase("the clause in quotes", "带引号的条款")).path : nil
    return DutyDefinition(name: name, alias: alias, owner: owner, due: due, dueSpan: dueSpan, citation: citation)
  }

  private mutating func due() throws(Diagnostic) -> DutyDefinition.Due {
    if take(.by) || take(.asof) { return .day(try sum()) }
    if take(.within) {
      let span = try sum()
      try expect(.of)
      return .within(span, event: try quoted(Phrase("the event in quotes", "带引号的事件")).path)
    }
    guard at(.per) || isPeriodAhead else {
      throw unexpected(
        expecting: Phrase(
          "`by` and a day, `per month`, or `within` and a span of time", "`按` 和日期、`每月`，或 `限` 和期限"))
    }
    let period = try perPeriod()
    let day = take(.by) ? try dayOfPeriod(period) : nil
    guard take(.between) else { return .every(period, day: day, first: nil, last: nil) }
    let first = try sum()
    try expectJoint()
    return .every(period, day: day, first: first, last: try sum())
  }

  private var isPeriodAhead: Bool {
    if case .word(let word) = token.kind { Parser.periods[word] != nil } else { false }
  }

  private mutating func dayOfPeriod(_ period: Period) throws(Diagnostic) -> Int {
    let most =
      switch period {
      case .week: 7
      case .month: 31
      case .quarter, .year: 0
      }
    guard case .literal(.integer(let day)) = token.kind, day >= 1, day <= most else {
      throw unexpected(
        expecting: most == 0
          ? Phrase(
            "`between`, `cite` or the end: a quarter or a year ends on its last day", "`介于`、`依据` 或语句结束：季、年以最后一日为限")
          : Phrase("a day from 1 to \(most)", "1 至 \(most) 的日数"))
    }
    advance()
    return Int(day)
  }
}

extension StatementPrinter {
  func duty(_ definition: DutyDefinition) -> StatementLayout {
    var words = [word(.duty), titled(definition.name, definition.alias)]
    if let owner = definition.owner { words += [word(.owner), quoted(owner)] }
    switch definition.due {
    case .day(let day): words += [word(.by), operand(day)]
    case .every(let period, let day, let first, let last):
      let name = period.words.text(in: tongue)
      words.append(tongue == .chinese ? "每\(name)" : "\(word(.per)) \(name)")
      if let day { words += [word(.by), String(day)] }
      if let first, let last {
        words += [word(.between), operand(first), tongue == .chinese ? "至" : word(.and), operand(last)]
      }
    case .within(let span, let event): words += [word(.within), operand(span), word(.of), quoted(event)]
    }
    return StatementLayout(
      head: Piece(
        text: words.joined(separator: " "),
        continuations: [cited(definition.citation)].compactMap { $0 }.map { Piece(text: $0) }))
  }
}
