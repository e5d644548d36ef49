import Values

/// One statement.
public struct Statement: Sendable, Hashable {
  /// What it does.
  public enum Kind: Sendable, Hashable {
    /// A question.
    case pipeline(Pipeline)
    /// `load "path"`, `load court from "x.csv"`, `load court from "x.xlsx" sheet 2`.
    case load(path: PathLiteral, list: Name?, part: FilePartSyntax?)
    /// `asof 2022-07-31`.
    case asof(Expression)
    /// A list that a file or other lists give.
    case list(ListDeclaration)
    /// `let x = e`: binds a value now.
    case bind(Name, Expression)
    /// `given g "前提" percentage between 0% and 5% = 1.1% since 2022-01-01 cite "…"`.
    case given(GivenDefinition)
    /// `lock g`: what is given stays as it is.
    case lock(Name)
    /// `metric m "指标" = e`: computed anew at each use.
    case metric(Name, alias: String?, Expression)
    /// `scenario s(n = 2) = …`.
    case scenario(ScenarioDefinition)
    /// `target t = m < 1% by 2022-12-31 cite "…"`.
    case target(TargetDefinition)
    /// `duty d "…" owner "…" by 2022-04-30 cite "…"`.
    case duty(DutyDefinition)
    /// `assert e`, `assert e else serious | by district`: with what to show where it does not hold.
    case assert(Expression, otherwise: Pipeline?)
    /// `why "…" in s`, `why 20 of s`.
    case why(WhySyntax)
    /// `explain s`.
    case explain(ScenarioExpression)
    /// `examples of s`: records made up to show what its measures do.
    case examples(ScenarioExpression)
    /// `tour`: ten minutes through all that can be done.
    case tour
    /// `save "path"`.
    case save(PathLiteral)
    /// `set language zh`.
    case set(Name, Expression)
    /// `undo`: takes back the last definition.
    case undo
    /// `recover`, `recover discard`: what was done in a shell that ended without leaving.
    case recover(discards: Bool)
    /// `help`, `help word`, `help --find text`.
    case help(HelpRequest)
  }

  /// What it does.
  public let kind: Kind
  /// Where it stands.
  public let span: SourceSpan

  /// The words as they were written.
  public var text: String { String(span.text) }
}

/// What help is asked for.
public enum HelpRequest: Sendable, Hashable {
  /// Everything that can be written, in short.
  case overview
  /// One word of the language, or a matter of its grammar.
  case topic(String)
  /// All that mentions a text.
  case find(String)
  /// The whole reference.
  case reference

  /// The words of the option and of the request, the English one first.
  static let findWords = ["find", "查找"]
  static let referenceWords = ["reference", "参考"]
}

/// A path, quoted in a statement.
public struct PathLiteral: Sendable, Hashable {
  /// The path as written.
  public let path: String
  /// Where it stands.
  public let span: SourceSpan

  /// A path that something at a place of the text names.
  public init(path: String, span: SourceSpan) {
    self.path = path
    self.span = span
  }
}

/// `list court "失信被执行人" of registry by code from "court.csv" encoding gb18030 key case { … }`.
public struct ListDeclaration: Sendable, Hashable {
  /// Where the rows come from.
  public enum Source: Sendable, Hashable {
    /// A file, with the columns that are declared; none means that all are taken as they are.
    case file(PathLiteral, part: FilePartSyntax?, encoding: Name?, [ColumnSyntax])
    /// Other lists, one after another.
    case union([Name])
  }

  /// What a list belongs to.
  public struct Parent: Sendable, Hashable {
    /// The list.
    public let list: Name
    /// The column of this list that holds the parent's key.
    public let column: Name
  }

  /// The name.
  public let name: Name
  /// The second name.
  public let alias: String?
  /// What it belongs to, if to anything.
  public let parent: Parent?
  /// The column that tells its rows apart.
  public let key: Name?
  /// Where the rows come from.
  public let source: Source

  /// A declaration of a list.
  public init(name: Name, alias: String?, parent: Parent?, key: Name?, source: Source) {
    self.name = name
    self.alias = alias
    self.parent = parent
    self.key = key
    self.source = source
  }
}

/// One line of a list's declaration: `clues flag "有效财产线索" yes "有" no "无"`.
public struct ColumnSyntax: Sendable, Hashable {
  /// What a column means to the list.
  public enum Role: Sendable, Hashable {
    /// The day from which the record stands.
    case since
    /// The first day on which it stands no more.
    case until
    /// The day on which what the row tells happened: later rows are not seen.
    case on
    /// How many entities a row of the registry stands for.
    case weight
    /// Who put the record on the list, and answers for it.
    case authority
  }

  /// The name.
  public let name: Name
  /// The type, or nil to infer it.
  public let type: ValueType?
  /// Headings that the file may use, the best first.
  public let headings: [String]
  /// Its role, if it has one.
  public let role: Role?
  /// Words that mean yes.
  public let yes: [String]
  /// Words that mean no.
  public let no: [String]
  /// The unit of amounts when the heading does not say it: `元` or `万元`.
  public let unit: String?
}

/// `scenario court_exits "法院退出" (n = 2) = …`.
public struct ScenarioDefinition: Sendable, Hashable {
  /// A parameter with its default.
  public struct Parameter: Sendable, Hashable {
    /// The name.
    public let name: Name
    /// The default; without one the argument must be given.
    public let fallback: Expression?
  }

  /// What it runs.
  public enum Body: Sendable, Hashable {
    /// Measures, in order.
    case measures([MeasureSyntax])
    /// Other scenarios, in order.
    case sum(ScenarioExpression)
  }

  /// The name.
  public let name: Name
  /// The second name.
  public let alias: String?
  /// The parameters.
  public let parameters: [Parameter]
  /// What it runs.
  public let body: Body
  /// Where it stands.
  public let span: SourceSpan
}

/// `given g "前提" percentage between 0% and 5% = 1.1% since 2022-01-01 cite "…"`: a parameter or an official figure.
public struct GivenDefinition: Sendable, Hashable {
  /// A value from a day on, until the next one.
  public struct DatedValue: Sendable, Hashable {
    /// The value; `unknown` ends the one before.
    public let value: Expression
    /// The day from which it holds; nil for always.
    public let since: Expression?
    /// Where it comes from.
    public let citation: String?
  }

  /// The name.
  public let name: Name
  /// The second name.
  public let alias: String?
  /// The type; nil to take it from the values.
  public let type: ValueType?
  /// The least that a value may be, and the most.
  public let bounds: (least: Expression, most: Expression)?
  /// The only values that it may have; none where it may have others.
  public let choices: [Expression]
  /// The values; none for one that the user has yet to give.
  public let values: [DatedValue]

  /// Bounds are equal when both ends are.
  public static func == (left: GivenDefinition, right: GivenDefinition) -> Bool {
    left.name == right.name && left.alias == right.alias && left.type == right.type && left.values == right.values
      && left.choices == right.choices && left.bounds?.least == right.bounds?.least
      && left.bounds?.most == right.bounds?.most
  }

  /// Hashes the name, which tells most of them apart.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// `target t "…" = m < 1% by 2022-12-31 cite "…"`.
public struct TargetDefinition: Sendable, Hashable {
  /// The name.
  public let name: Name
  /// The second name.
  public let alias: String?
  /// A comparison of a metric with a bound.
  public let condition: Expression
  /// The day by which it must hold.
  public let deadline: Expression?
  /// The clause that sets it.
  public let citation: String?
}

/// What a text holds: its statements, and all that is wrong with the rest.
public struct Program: Sendable {
  /// The statements that could be read, in order.
  public let statements: [Statement]
  /// What could not be read, in order.
  public let diagnostics: [Diagnostic]
}
