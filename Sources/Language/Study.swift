import Values

/// A question that takes scenarios or metrics through more than one world and gives a table.
public enum Study: Sendable, Hashable {
  /// Scenarios side by side on metrics.
  case compare(Comparison)
  /// A metric along values of a scenario's parameters.
  case sweep(SweepSyntax)
  /// Whether a target can be met.
  case reach(ReachSyntax)
  /// A target shared out among groups.
  case decompose(DecompositionSyntax)
  /// An effect shared out among the measures that have it.
  case attribute(AttributionSyntax)
  /// Which records and entities two measures would both take.
  case overlap(ScenarioExpression, span: SourceSpan)
  /// A metric over past dates.
  case trend(TrendSyntax)
  /// Each standing record in one of the plan's lists.
  case classify(ClassificationSyntax)
}

/// `compare A, B against C on M, N by K after`.
public struct Comparison: Sendable, Hashable {
  /// The scenarios compared, in order.
  public let scenarios: [ScenarioExpression]
  /// What each is compared with; the base unless said.
  public let reference: ScenarioExpression?
  /// The metrics.
  public let metrics: [Expression]
  /// The groups, none for the whole.
  public let keys: [Expression]
  /// Whether each world is grouped by what its own measures have left, not by the base.
  public let isGroupedAfter: Bool
  /// Where it stands.
  public let span: SourceSpan
}

/// Values that a parameter takes one after another: `1..4`, `3 months..12 months step 3 months`, `(1, 2, 4)`.
public enum SweptValues: Sendable, Hashable {
  /// One value: the parameter is not swept.
  case single(Expression)
  /// From one value to another, both included; the step is 1 of the values' own unit unless said.
  case range(from: Expression, to: Expression, step: Expression?)
  /// Values as listed.
  case list([Expression])
}

/// Scenarios joined by `+` whose parameters may take several values: `court_exits(n: 1..4) + tax_exits`.
public struct SweptScenario: Sendable, Hashable {
  /// A parameter's values.
  public struct Argument: Sendable, Hashable {
    /// The parameter's name; nil for the one in its place.
    public let label: Name?
    /// What it takes.
    public let values: SweptValues
  }

  /// A scenario with its arguments.
  public struct Term: Sendable, Hashable {
    /// The scenario.
    public let name: Name
    /// Its arguments.
    public let arguments: [Argument]
  }

  /// The terms, run in order; none for the base.
  public let terms: [Term]
  /// Where it stands.
  public let span: SourceSpan

  /// The scenarios, where no parameter takes several values; nil otherwise.
  public var fixed: ScenarioExpression? {
    var fixed: [ScenarioExpression.Term] = []
    for term in terms {
      var arguments: [Language.Argument] = []
      for argument in term.arguments {
        guard case .single(let value) = argument.values else { return nil }
        arguments.append(Language.Argument(label: argument.label, value: value))
      }
      fixed.append(.init(name: term.name, arguments: arguments))
    }
    return ScenarioExpression(terms: fixed, span: span)
  }
}

/// `sweep court_exits(n: 1..4) on M by K`.
public struct SweepSyntax: Sendable, Hashable {
  /// The scenarios, with one or two parameters that take several values.
  public let scenario: SweptScenario
  /// The metrics.
  public let metrics: [Expression]
  /// The groups, none for the whole.
  public let keys: [Expression]
  /// Where it stands.
  public let span: SourceSpan
}

/// A stretch of the calendar.
public enum Period: String, Sendable, Hashable, CaseIterable {
  /// Monday to Sunday.
  case week
  case month
  case quarter
  case year

  /// The word in both tongues.
  public var words: Phrase { Keyword(rawValue: rawValue)?.words ?? .same(rawValue) }
}

/// `300 per month`.
public struct Rate: Sendable, Hashable {
  /// How much.
  public let amount: Expression
  /// In which stretch of time.
  public let period: Period
}

/// `reach serious_ratio < 1% by 2023-03-31 with A, B capacity 300 per month inflow 25 per month`.
public struct ReachSyntax: Sendable, Hashable {
  /// What holds for one measure or for all.
  public struct Share<Amount: Sendable & Hashable>: Sendable, Hashable {
    /// The scenario; nil for all of them together.
    public let scenario: Name?
    /// How much.
    public let amount: Amount
  }

  /// The comparison that is to hold, or a target's name.
  public let goal: Expression
  /// The day by which; nil for the target's own, or for today's stock alone.
  public let deadline: Expression?
  /// What may be used. One with a parameter that takes several values is asked where the goal flips.
  public let measures: [SweptScenario]
  /// What an exit costs.
  public let costs: [Share<Expression>]
  /// How many exits can be carried out in a period.
  public let capacities: [Share<Rate>]
  /// How many entities come onto the lists in a period.
  public let inflow: Rate?
  /// How long after its exit a record is still counted.
  public let lag: Expression?
  /// How the denominator grows, as a share or a number in a period.
  public let growth: Rate?
  /// Records that local measures can remove, list by list: `court where contains(enforced_by, "南京")`.
  public let jurisdictions: [Expression]
  /// The order in which the last measure is used in part.
  public let order: [SortKey]
  /// Where it stands.
  public let span: SourceSpan
}

/// `decompose below_one by district with A + B sort listed`.
public struct DecompositionSyntax: Sendable, Hashable {
  /// The comparison that is to hold, or a target's name.
  public let goal: Expression
  /// The property of entities that they are grouped by.
  public let keys: [Expression]
  /// What each group could use; nil where no supply is asked for.
  public let measures: ScenarioExpression?
  /// Which of its records come first; none for the data's order.
  public let order: [SortKey]
  /// Where it stands.
  public let span: SourceSpan
}

/// `attribute A + B + C on M`.
public struct AttributionSyntax: Sendable, Hashable {
  /// The scenarios whose measures share the effect.
  public let scenario: ScenarioExpression
  /// The metrics.
  public let metrics: [Expression]
  /// Where it stands.
  public let span: SourceSpan
}

/// `trend M, N between 2021-12-31 and 2022-07-31 by month, district`.
public struct TrendSyntax: Sendable, Hashable {
  /// The metrics.
  public let metrics: [Expression]
  /// The first and the last day; nil for all that the records tell.
  public let first: Expression?
  /// The last day.
  public let last: Expression?
  /// The stretch at whose ends the metric is taken.
  public let period: Period
  /// The groups, none for the whole.
  public let keys: [Expression]
  /// Where it stands.
  public let span: SourceSpan
}

/// `classify serious "退出" with court_exits + status_exits, "帮扶" where …, "约束"`.
public struct ClassificationSyntax: Sendable, Hashable {
  /// One of the lists into which records are put.
  public struct Class: Sendable, Hashable {
    /// What makes a record belong to it.
    public enum Rule: Sendable, Hashable {
      /// One of the scenarios' measures takes it.
      case taken(by: ScenarioExpression)
      /// A condition over the record holds.
      case condition(Expression)
      /// Nothing else: it takes what is left.
      case rest
    }

    /// What it is called.
    public let label: String
    /// Where that stands.
    public let labelSpan: SourceSpan
    /// Its rule.
    public let rule: Rule
  }

  /// The list whose records are put into classes.
  public let list: Name
  /// The classes; a record belongs to the first whose rule it meets.
  public let classes: [Class]
  /// Where it stands.
  public let span: SourceSpan
}

/// `why "…" in S`, `why 20 of S by district`.
public struct WhySyntax: Sendable, Hashable {
  /// Whom it asks about.
  public enum Subject: Sendable, Hashable {
    /// The entity with a code or a part of a name.
    case entity(String)
    /// So many of those that the scenario takes or may take, spread over groups.
    case examples(count: Int, keys: [Expression])
  }

  /// Whom it asks about.
  public let subject: Subject
  /// Where that stands.
  public let subjectSpan: SourceSpan
  /// The scenario that they are taken through.
  public let scenario: ScenarioExpression
  /// Whether only what decides is shown.
  public let isBrief: Bool
}
