import Language
import Tables
import Values

/// Which rows of a parent have which rows of a child, as offsets into one array.
public struct ChildLinks: Sendable {
  /// Where the rows of a parent row begin; one entry more than there are parent rows.
  public let offsets: Buffer<Int32>
  /// Child rows, parent row by parent row, each in file order.
  public let rows: Buffer<Int32>
  /// The end of the child rows that are linked.
  public let end: Int
  /// Whether the links are the child rows in the order of the file, none left out.
  public let isInOrder: Bool

  /// Links from a parent row a child row belongs to; below nothing or past the parents' end for none.
  /// - Throws: `Interruption`.
  public init(parentOf: some Sequence<Int32>, parentCount: Int) throws {
    try self.init(pairs: parentOf.enumerated().lazy.map { (parent: $1, child: Int32($0)) }, parentCount: parentCount)
  }

  /// Links from the first parent row of each child row, or -1, and from further ones in order of child rows.
  /// - Throws: `Interruption`.
  init(parentOf: Buffer<Int32>, others: [(parent: Int32, child: Int32)], parentCount: Int) throws {
    guard !others.isEmpty else {
      try self.init(parentOf: parentOf, parentCount: parentCount)
      return
    }
    var pairs: [(parent: Int32, child: Int32)] = []
    var next = 0
    for (child, parent) in parentOf.enumerated() {
      try Interruption.check(atRow: child)
      pairs.append((parent, Int32(child)))
      while next < others.count, Int(others[next].child) == child {
        pairs.append(others[next])
        next += 1
      }
    }
    try self.init(pairs: pairs, parentCount: parentCount)
  }

  /// Links from pairs of a parent row (or -1) and a child row, in order of child rows.
  /// - Throws: `Interruption`.
  public init(pairs: some Sequence<(parent: Int32, child: Int32)>, parentCount: Int) throws {
    let end = UInt32(clamping: parentCount)
    var counts = [Int32](repeating: 0, count: parentCount + 1)
    for (position, pair) in pairs.enumerated() {
      try Interruption.check(atRow: position)
      if UInt32(bitPattern: pair.parent) < end { counts[Int(pair.parent) + 1] += 1 }
    }
    for index in 1..<counts.count { counts[index] += counts[index - 1] }
    var next = counts
    var rows = [Int32](repeating: 0, count: Int(counts[parentCount]))
    for (position, pair) in pairs.enumerated() {
      try Interruption.check(atRow: position)
      guard UInt32(bitPattern: pair.parent) < end else { continue }
      rows[Int(next[Int(pair.parent)])] = pair.child
      next[Int(pair.parent)] += 1
    }
    let linkedEnd = Int(rows.max() ?? -1) + 1
    self.init(
      offsets: Buffer(counts), rows: Buffer(rows), end: linkedEnd,
      isInOrder: linkedEnd == rows.count && rows.indices.allSatisfy { Int(rows[$0]) == $0 })
  }

  /// Links that were made before. Nothing is computed row by row.
  /// - Parameters:
  ///   - offsets: Ascending from 0 to the number of rows.
  ///   - rows: Child rows, parent row by parent row.
  ///   - end: The end of the child rows that are linked.
  ///   - isInOrder: Whether the links are the child rows in the order of the file, none left out.
  public init(offsets: Buffer<Int32>, rows: Buffer<Int32>, end: Int, isInOrder: Bool) {
    self.offsets = offsets
    self.rows = rows
    self.end = end
    self.isInOrder = isInOrder
  }

  /// The child rows of a parent row.
  public func children(of parent: Int) -> Slice<Buffer<Int32>> {
    rows[Int(offsets[parent])..<Int(offsets[parent + 1])]
  }
}

/// The columns that decide on which days a record stands, as positions.
public struct StandingColumns: Sendable, Hashable {
  /// The day from which a record stands.
  public var since: Int?
  /// The first day on which it stands no more.
  public var until: Int?
  /// The day on which it happened; later ones are not seen.
  public var on: Int?

  /// Columns by their roles.
  public init(since: Int? = nil, until: Int? = nil, on: Int? = nil) {
    self.since = since
    self.until = until
    self.on = on
  }
}

/// A list with its rows, bound to what they belong to.
public struct ListData: Sendable {
  /// A part of a list that is made of others.
  public struct Member: Sendable, Hashable {
    /// The list.
    public let list: Int
    /// Where its rows stand.
    public let rows: Range<Int>

    /// A part of a list.
    public init(list: Int, rows: Range<Int>) {
      self.list = list
      self.rows = rows
    }
  }

  /// The rows. A list made of others has the columns that all of them share.
  public let table: Table
  /// The file, as the user wrote its path; empty for a list made of others.
  public let file: String
  /// The first row of its parent that a row belongs to, or -1; empty when the list belongs to nothing.
  public let parentRows: Buffer<Int32>
  /// The parent's rows with their rows here; nil when the list belongs to nothing.
  public let links: ChildLinks?
  /// The entity of each row, or -1 where it can't be identified; empty when the list belongs to no entity.
  public let entities: Buffer<Int32>
  /// How many entities a row of the registry stands for; empty where each stands for one, and for other lists.
  public let weights: Integers
  /// The columns that decide when rows stand.
  public let standing: StandingColumns
  /// The column that tells rows apart.
  public let key: Int?
  /// The lists that it joins.
  public let members: [Member]
  /// Stands for the cells: a list in which some were set to something else has another.
  let version = Version()

  /// A list bound to what it belongs to; a list that belongs to nothing has only a table.
  public init(
    table: Table, file: String = "", parentRows: Buffer<Int32> = [], links: ChildLinks? = nil,
    entities: Buffer<Int32> = [],
    weights: Integers = [], standing: StandingColumns = StandingColumns(), key: Int? = nil, members: [Member] = []
  ) {
    self.table = table
    self.file = file
    self.parentRows = parentRows
    self.links = links
    self.entities = entities
    self.weights = weights
    self.standing = standing
    self.key = key
    self.members = members
  }

  /// The number of rows.
  public var rowCount: Int { table.rowCount }
}

/// Lists bound to one another and to the entities they are about.
///
/// Entities are numbered: the rows of the registry first, then those that stand on some list but not in the registry.
public struct Graph: Sendable {
  /// The lists as statements see them.
  public let schema: Schema
  /// The lists' rows, in the schema's order.
  public let lists: [ListData]
  /// How many entities there are, remainders of the registry among them.
  public let entityCount: Int
  /// The position of the registry.
  public let registry: Int?
  /// Organisation codes of all identified entities.
  public let entityCodes: EntityCodes
  /// What follows from how the lists are bound.
  let bindings: GraphBindings
  /// Stands for all that updates leave as it is: which rows there are and what they belong to.
  var structure: Version { bindings.version }

  /// A graph of lists, as many as the schema has.
  public init(
    schema: Schema, lists: [ListData], entityCount: Int, registry: Int?, entityCodes: EntityCodes
  ) {
    self.init(
      schema: schema, lists: lists, entityCount: entityCount, registry: registry, entityCodes: entityCodes,
      bindings: GraphBindings())
  }

  /// A graph of lists that are bound as those of another are.
  init(
    schema: Schema, lists: [ListData], entityCount: Int, registry: Int?, entityCodes: EntityCodes,
    bindings: GraphBindings
  ) {
    self.bindings = bindings
    self.schema = schema
    self.lists = lists
    self.entityCount = entityCount
    self.registry = registry
    self.entityCodes = entityCodes
  }

  /// The graph of nothing.
  public static let empty = Graph(
    schema: Schema([]), lists: [], entityCount: 0, registry: nil, entityCodes: EntityCodes())

  /// How many entities are rows of the registry.
  public var registeredCount: Int { registry.map { lists[$0].rowCount } ?? 0 }

  /// The row of an ancestor that each row of a list belongs to, or -1.
  public func rows(of ancestor: Int, from list: Int) -> Buffer<Int32> {
    if ancestor == registry {
      let registered = Int32(registeredCount)
      return Buffer(lists[list].entities.map { $0 < registered ? $0 : -1 })
    }
    var current = list
    var rows: Buffer<Int32>?
    while current != ancestor, let parent = schema.lists[current].parent {
      let step = lists[current].parentRows
      rows = rows.map { Buffer($0.map { $0 < 0 ? -1 : step[Int($0)] }) } ?? step
      current = parent
    }
    return rows ?? []
  }

  /// The rows of a list that belong to each row of an ancestor.
  /// - Throws: `Interruption`.
  public func links(from ancestor: Int, to list: Int) throws -> ChildLinks {
    let data = lists[list]
    if schema.lists[list].parent == ancestor, ancestor != registry, let links = data.links { return links }
    return try bindings.links(from: ancestor, to: list) {
      try ChildLinks(parentOf: owners(in: ancestor, of: list), parentCount: lists[ancestor].rowCount)
    }
  }

  /// The row of an ancestor that each row of a list belongs to; below nothing, or past the ancestor's end, where it
  /// belongs to none. Those of the registry are entities, of which some are not in it: they are not copied to say so.
  func owners(in ancestor: Int, of list: Int) -> Buffer<Int32> {
    ancestor == registry ? lists[list].entities : rows(of: ancestor, from: list)
  }
}
