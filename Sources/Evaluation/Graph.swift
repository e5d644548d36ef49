import Language
import Tables
import Values

/// Which rows of a parent have which rows of a child, as offsets into one array.
public struct ChildLinks: Sendable {
  /// Where the rows of a parent row begin; one entry more than there are parent rows.
  public let offsets: Buffer<Int32>
  /// Child rows, parent row by parent row, each in file order.
  public let rows: Buffer<Int32>

  /// Links from a parent row a child row belongs to; -1 for none.
  public init(parentOf: some Sequence<Int32>, parentCount: Int) {
    self.init(pairs: parentOf.enumerated().lazy.map { (parent: $1, child: Int32($0)) }, parentCount: parentCount)
  }

  /// Links from pairs of a parent row (or -1) and a child row, in order of child rows.
  public init(pairs: some Sequence<(parent: Int32, child: Int32)>, parentCount: Int) {
    var counts = [Int32](repeating: 0, count: parentCount + 1)
    for pair in pairs where pair.parent >= 0 { counts[Int(pair.parent) + 1] += 1 }
    for index in 1..<counts.count { counts[index] += counts[index - 1] }
    offsets = Buffer(counts)
    var next = counts
    var rows = [Int32](repeating: 0, count: Int(counts[parentCount]))
    for pair in pairs where pair.parent >= 0 {
      rows[Int(next[Int(pair.parent)])] = pair.child
      next[Int(pair.parent)] += 1
    }
    self.rows = Buffer(rows)
  }

  /// Links that were made before; `offsets` ascends from 0 to the number of rows.
  public init(offsets: Buffer<Int32>, rows: Buffer<Int32>) {
    self.offsets = offsets
    self.rows = rows
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
  /// How many entities a row stands for; empty but for the registry.
  public let weights: Integers
  /// The columns that decide when rows stand.
  public let standing: StandingColumns
  /// The column that tells rows apart.
  public let key: Int?
  /// The lists that it joins.
  public let members: [Member]

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

  /// A graph of lists, as many as the schema has.
  public init(
    schema: Schema, lists: [ListData], entityCount: Int, registry: Int?, entityCodes: EntityCodes
  ) {
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
  public func links(from ancestor: Int, to list: Int) -> ChildLinks {
    let data = lists[list]
    if schema.lists[list].parent == ancestor, ancestor != registry, let links = data.links { return links }
    return ChildLinks(parentOf: rows(of: ancestor, from: list), parentCount: lists[ancestor].rowCount)
  }
}
