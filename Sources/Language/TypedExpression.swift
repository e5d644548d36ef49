import Values

/// An expression whose names are resolved and whose types agree.
///
/// It is computed for each row of one list, its context, or once, in a context without rows. Structure alone makes
/// two of them equal; where they stood in the text does not.
public struct TypedExpression: Sendable, Hashable {
  /// What it is made of.
  public indirect enum Kind: Sendable, Hashable {
    /// A value.
    case literal(Value)
    /// A column of the row at hand.
    case column(Int)
    /// An expression over the row of an ancestor list that the row at hand belongs to.
    case ancestor(list: Int, TypedExpression)
    /// Negation.
    case not(TypedExpression)
    /// Conjunction.
    case and(TypedExpression, TypedExpression)
    /// Disjunction.
    case or(TypedExpression, TypedExpression)
    /// A comparison.
    case compare(BinaryOperator, TypedExpression, TypedExpression)
    /// `+ - * /`.
    case arithmetic(BinaryOperator, TypedExpression, TypedExpression)
    /// The opposite number.
    case negate(TypedExpression)
    /// Whether the value is known.
    case isKnown(TypedExpression)
    /// Whether the value is one of some literals.
    case isOneOf(TypedExpression, [Value])
    /// The first where the condition holds, else the second.
    case conditional(TypedExpression, TypedExpression, TypedExpression)
    /// A function of values.
    case function(Function, [TypedExpression])
    /// Something counted or added up over the rows of a list: those that belong to the row at hand, or all.
    case aggregate(Aggregate)
    /// One end of a range.
    case reading(Reading, TypedExpression)
    /// An expression over the records that stand after some scenarios.
    case after(ScenarioExpression, TypedExpression)
  }

  /// What it is made of.
  public let kind: Kind
  /// Its type; nil for a bare `unknown`.
  public let type: ValueType?
  /// Where it stands.
  public let span: SourceSpan

  /// Structure and type alone count.
  public static func == (left: TypedExpression, right: TypedExpression) -> Bool {
    left.type == right.type && left.kind == right.kind
  }

  /// Hashes structure and type.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(type)
    hasher.combine(kind)
  }

  init(_ kind: Kind, _ type: ValueType?, _ span: SourceSpan) {
    self.kind = kind
    self.type = type
    self.span = span
  }

  /// A value in the place of another expression.
  public static func constant(_ value: Value, like other: TypedExpression) -> TypedExpression {
    TypedExpression(.literal(value), value.type, other.span)
  }

  /// A column of the row at hand.
  public static func column(_ column: Int, type: ValueType, at span: SourceSpan) -> TypedExpression {
    TypedExpression(.column(column), type, span)
  }

  /// The parts that it is directly made of.
  public var children: [TypedExpression] {
    switch kind {
    case .literal, .column: []
    case .ancestor(_, let inner), .not(let inner), .negate(let inner), .isKnown(let inner), .isOneOf(let inner, _),
      .reading(_, let inner), .after(_, let inner):
      [inner]
    case .and(let left, let right), .or(let left, let right), .compare(_, let left, let right),
      .arithmetic(_, let left, let right):
      [left, right]
    case .conditional(let condition, let first, let second): [condition, first, second]
    case .function(_, let arguments): arguments
    case .aggregate(let aggregate): [aggregate.argument, aggregate.condition].compactMap { $0 }
    }
  }

  /// Whether it is the same everywhere: made of values alone, without a row, a list or a reading.
  public var isConstant: Bool {
    switch kind {
    case .column, .ancestor, .aggregate, .reading, .after: false
    default: children.allSatisfy(\.isConstant)
    }
  }

  /// Whether it counts records or entities, so that a quotient of two such is a share.
  var isCount: Bool {
    switch kind {
    case .aggregate(let aggregate): aggregate.function == .count || aggregate.function == .entities
    case .arithmetic(let sign, let left, let right): sign != .divide && left.isCount && right.isCount
    case .reading(_, let inner): inner.isCount
    default: false
    }
  }
}

/// Something computed over the rows of a list.
public struct Aggregate: Sendable, Hashable {
  /// How.
  public let function: AggregateFunction
  /// Over which list: a position in the schema.
  public let list: Int
  /// Whether rows that no longer stand are taken too.
  public let includesAll: Bool
  /// What is added up or compared, over a row of the list.
  public let argument: TypedExpression?
  /// For which rows of the list.
  public let condition: TypedExpression?
  /// The part of the values that a quantile leaves below it, from 0 to 1; nil for all else.
  public let part: Fraction?

  /// Names a computation.
  public init(
    _ function: AggregateFunction, list: Int, includesAll: Bool = false, argument: TypedExpression? = nil,
    condition: TypedExpression? = nil, part: Fraction? = nil
  ) {
    self.function = function
    self.list = list
    self.includesAll = includesAll
    self.argument = argument
    self.condition = condition
    self.part = part
  }
}

/// Functions over many rows.
public enum AggregateFunction: String, Sendable, Hashable, CaseIterable {
  /// Records; over the registry, its rows. Of nothing: 0.
  case count
  /// Distinct entities; over the registry, the entities that its rows stand for. Of nothing: 0.
  case entities
  /// Whether there is any. Of nothing: no.
  case any
  /// The sum. Of nothing: 0.
  case sum
  /// The mean. Of nothing: unknown.
  case mean
  /// The value in the middle, or half-way between two. Of nothing: unknown.
  case median
  /// The value below which a part of the values lies, between two of them if need be. Of nothing: unknown.
  case quantile
  /// The value of the earliest record, by the date that its list is ordered by. Of nothing: unknown.
  case first
  /// The value of the latest record. Of nothing: unknown.
  case last
  /// The least. Of nothing: unknown.
  case min
  /// The greatest. Of nothing: unknown.
  case max
}

/// Functions of values.
public enum Function: String, Sendable, Hashable, CaseIterable {
  /// A number rounded to some places, a half away from zero.
  case round
  /// A number without its sign.
  case abs
  /// What is left of a whole number when it is divided by another: of the other's sign, or 0.
  case mod
  /// The year of a date or a month.
  case year
  /// The month of a date.
  case month
  /// The day of the month of a date.
  case day
  /// Whether a text holds another.
  case contains
  /// Whether a text begins with another.
  case starts
  /// Whether a text has the form of a pattern, in which `*` stands for any characters and `?` for one.
  case matches
  /// The first known of its arguments.
  case coalesce
  /// The working days after one date, up to and including another.
  case workingDays = "working_days"
  /// The whole months from one date to another.
  case monthsBetween = "months_between"
  /// The last day of a period that starts with a date, counted as the law counts.
  case deadline
}

/// One of the readings of a value with a range.
public enum Reading: String, Sendable, Hashable, CaseIterable {
  case headline, low, high
}

extension TypedExpression {
  /// A count that no statement wrote.
  public static func counting(_ aggregate: Aggregate) -> TypedExpression {
    TypedExpression(.aggregate(aggregate), .integer, unwritten)
  }

  /// A column of a list that no statement named.
  public static func column(_ position: Int, of list: ListSchema) -> TypedExpression {
    TypedExpression(.column(position), list.columns[position].type, unwritten)
  }

  private static var unwritten: SourceSpan { SourceSpan(SourceText(""), 0..<0) }
}
