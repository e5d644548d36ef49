import Values

/// A column as statements see it.
public struct ColumnSchema: Sendable, Hashable {
  /// Its name.
  public let name: String
  /// The heading in its file: its second name.
  public let heading: String
  /// The other headings that its declaration names: it answers to them too.
  public let otherHeadings: [String]
  /// The type of its values.
  public let type: ValueType

  /// Describes a column.
  public init(name: String, heading: String, otherHeadings: [String] = [], type: ValueType) {
    self.name = name
    self.heading = heading
    self.otherHeadings = otherHeadings
    self.type = type
  }

  /// Everything that it answers to, its name first.
  public var names: [String] { [name, heading] + otherHeadings }
}

/// What a column decides besides what it tells: measures can't change its cells.
public enum ColumnBond: Sendable, Hashable {
  /// It tells the rows apart.
  case key
  /// It says what a row belongs to.
  case parent
  /// It decides when a row stands, or whether it is seen.
  case standing
  /// It holds how many entities a row stands for.
  case weight
  /// It names the list that a row of a list made of others came from.
  case origin
}

/// A list as statements see it.
public struct ListSchema: Sendable, Hashable {
  /// Its name.
  public let name: String
  /// Its second name.
  public let alias: String?
  /// Its columns.
  public let columns: [ColumnSchema]
  /// The list that it belongs to: a position in the schema.
  public let parent: Int?
  /// The lists that it joins, when it is made of others.
  public let members: [Int]
  /// The date by which its records come one after another: when they happened, or from when they stand.
  public let order: Int?
  /// The column that says who put a record on the list; nil where one authority keeps it.
  public let authority: Int?
  /// The columns that decide something besides what they tell, by position.
  public let bonds: [Int: ColumnBond]

  /// Describes a list.
  public init(
    name: String, alias: String?, columns: [ColumnSchema], parent: Int?, members: [Int] = [], order: Int? = nil,
    authority: Int? = nil, bonds: [Int: ColumnBond] = [:]
  ) {
    self.name = name
    self.alias = alias
    self.columns = columns
    self.parent = parent
    self.members = members
    self.order = order
    self.authority = authority
    self.bonds = bonds
  }

  /// The position of the column with a name or a heading; another column's name goes before a heading.
  public func column(named name: String) -> Int? {
    columns.firstIndex { $0.name == name } ?? columns.firstIndex { $0.heading == name }
      ?? columns.firstIndex { $0.otherHeadings.contains(name) }
  }
}

/// The lists that are loaded, and how they belong to one another.
public struct Schema: Sendable, Hashable {
  /// The lists; a list's position names it in typed expressions.
  public let lists: [ListSchema]

  /// A schema of some lists.
  public init(_ lists: [ListSchema]) { self.lists = lists }

  /// The position of the list with a name or a second name, in either tongue for the registry.
  public func list(named name: String) -> Int? {
    if let position = lists.firstIndex(where: { $0.name == name || $0.alias == name }) { return position }
    return Keyword(form: name) == .registry ? registry : nil
  }

  /// The list that holds the population.
  public var registry: Int? { lists.firstIndex { $0.name == Keyword.registry.rawValue } }

  /// What a list belongs to, directly and in turn, the nearest first.
  public func ancestors(of list: Int) -> [Int] {
    var ancestors: [Int] = []
    var current = lists[list].parent
    while let ancestor = current, !ancestors.contains(ancestor) {
      ancestors.append(ancestor)
      current = lists[ancestor].parent
    }
    return ancestors
  }
}

/// What a name can stand for besides lists and columns.
public enum Definition: Sendable, Hashable {
  /// A value bound by `let`, or a parameter.
  case value(Value)
  /// A metric, computed anew at each use.
  case metric(Expression)
  /// Something given that has no value on the day, with why and what to do.
  case missing(Phrase, notes: [Phrase])
}

/// What the checker asks about the names around an expression.
public protocol Scope {
  /// The lists.
  var schema: Schema { get }
  /// The day that questions are about.
  var asof: CalendarDate { get }
  /// What a name was defined as.
  func definition(named name: String) -> Definition?
  /// The names that are defined, for suggestions.
  var definedNames: [String] { get }
  /// The values of a text column, as far as they are few enough to suggest one.
  func values(ofList list: Int, column: Int) -> [String]
}
