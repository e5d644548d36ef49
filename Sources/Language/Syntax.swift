import Values

/// A name as it was written, and where.
public struct Name: Sendable, Hashable {
  /// The name, full-width forms narrowed.
  public let text: String
  /// Where it stands.
  public let span: SourceSpan

  /// A name at a place.
  public init(text: String, span: SourceSpan) {
    self.text = text
    self.span = span
  }
}

/// A part of a statement that has a value.
public struct Expression: Sendable, Hashable {
  /// What it is made of.
  public indirect enum Kind: Sendable, Hashable {
    /// A value as written.
    case literal(Value)
    /// A column, a list, a definition or a parameter.
    case name(Name)
    /// A column of another record: `court.filed`, `entity.district`.
    case member(Expression, Name)
    /// A function or a scenario with arguments; the receiver stands before a dot, as in `entity.count(penalties)`.
    case call(receiver: Expression?, Name, [Argument])
    /// `not x`, `-x`.
    case unary(UnaryOperator, Expression)
    /// Two operands.
    case binary(BinaryOperator, Expression, Expression)
    /// `x between a and b`, both ends included.
    case between(Expression, Expression, Expression)
    /// `x in (a, b)`.
    case membership(Expression, [Expression])
    /// `x is known` (true) and `x is unknown` (false).
    case knownness(Expression, isKnown: Bool)
    /// `if c then a else b`.
    case conditional(Expression, Expression, Expression)
    /// `all court`: every row, not only those that stand.
    case all(Expression)
    /// `court where c`.
    case selection(Expression, Expression)
  }

  /// What it is made of.
  public let kind: Kind
  /// Where it stands.
  public let span: SourceSpan
}

/// An argument of a call.
public struct Argument: Sendable, Hashable {
  /// The parameter's name, when it was given with a colon.
  public let label: Name?
  /// The value.
  public let value: Expression
}

/// Operators with one operand.
public enum UnaryOperator: Sendable, Hashable {
  case not, negate
}

/// Operators with two operands.
public enum BinaryOperator: String, Sendable, Hashable, CaseIterable {
  case or, and
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"

  /// Whether it compares.
  public var isComparison: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
    default: false
    }
  }
}

/// A question: where rows come from and what is done with them, stage by stage.
public struct Pipeline: Sendable, Hashable {
  /// Where rows come from.
  public enum Source: Sendable, Hashable {
    /// A list, a selection of one, or a plain value.
    case expression(Expression)
    /// A study that gives a table.
    case study(Study)
    /// What the workbench knows of itself.
    case show(Name)
    /// The last result again, in the form that is named: `last`, `last csv`.
    case last(format: Name?)
  }

  /// Where rows come from.
  public let source: Source
  /// What is done with them, in order.
  public let stages: [Stage]

  /// A question.
  public init(source: Source, stages: [Stage]) {
    self.source = source
    self.stages = stages
  }
}

/// One stage after `|`.
public struct Stage: Sendable, Hashable {
  /// What it does.
  public enum Kind: Sendable, Hashable {
    /// Keeps the rows for which the condition is true.
    case filter(Expression)
    /// Keeps some columns.
    case select([Expression])
    /// Adds a column under a name.
    case derive(Name, Expression)
    /// Keeps the first row of those that are alike in some columns; none means in all that are shown.
    case distinct([Expression])
    /// Sets beside each row the standing rows of another list about the same entity.
    case join(Name)
    /// Draws a column, the last that holds numbers unless one is named.
    case chart(Expression?)
    /// Writes the rows to a file, in the form that its name ends in.
    case export(PathLiteral)
    /// Groups by keys and computes aggregates for each group; none means count.
    case group(keys: [Expression], aggregates: [Expression])
    /// Computes aggregates over all rows.
    case aggregate([Expression])
    /// Orders rows; none means the last column, descending.
    case sort([SortKey])
    /// Keeps the first rows.
    case take(Int)
  }

  /// What it does.
  public let kind: Kind
  /// Where it stands.
  public let span: SourceSpan
}

/// A column to order by.
public struct SortKey: Sendable, Hashable {
  /// What is compared.
  public let expression: Expression
  /// Whether the largest comes first.
  public let isDescending: Bool
}

/// Scenarios joined by `+`; the base when there is no term.
public struct ScenarioExpression: Sendable, Hashable {
  /// A scenario's name with its arguments.
  public struct Term: Sendable, Hashable {
    /// The scenario.
    public let name: Name
    /// Its arguments.
    public let arguments: [Argument]

    /// A scenario with arguments.
    public init(name: Name, arguments: [Argument]) {
      self.name = name
      self.arguments = arguments
    }
  }

  /// The terms, run in order.
  public let terms: [Term]
  /// Where it stands.
  public let span: SourceSpan

  /// Scenarios run one after another.
  public init(terms: [Term], span: SourceSpan) {
    self.terms = terms
    self.span = span
  }
}

/// A step that changes a world, as written.
public struct MeasureSyntax: Sendable, Hashable {
  /// What a measure does.
  public enum Action: String, Sendable, Hashable, CaseIterable {
    /// Takes records off a list.
    case exit
    /// Takes off records that should never have been listed.
    case exempt
    /// Takes off records whose credit was repaired.
    case `repair`
    /// Takes entities, or a remainder's weight, out of the population.
    case strike
    /// Changes what records say.
    case update
    /// Puts records that don't stand onto their list.
    case admit

    /// The word in both tongues.
    public var words: Phrase { Keyword(rawValue: rawValue)?.words ?? .same(rawValue) }
  }

  /// A new value for a column.
  public struct Assignment: Sendable, Hashable {
    /// The column.
    public let column: Name
    /// What it is to hold, computed from what it and the others held before.
    public let value: Expression
  }

  /// A condition under which the measure does not act, with its own source.
  public struct Exception: Sendable, Hashable {
    /// When.
    public let condition: Expression
    /// The clause it rests on.
    public let citation: String?
  }

  /// What it does.
  public let action: Action
  /// Whether it speaks of cases to come, so that on today's records it shows only what would have been.
  public let isProspective: Bool
  /// The list that it acts on.
  public let list: Name
  /// What an update sets; nothing for other measures.
  public let assignments: [Assignment]
  /// For which records; nil for all.
  public let condition: Expression?
  /// The exceptions.
  public let exceptions: [Exception]
  /// The clause it rests on, when one was cited.
  public let citation: String?
  /// Where it stands.
  public let span: SourceSpan
}
