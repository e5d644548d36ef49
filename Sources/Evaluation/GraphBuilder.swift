import Language
import Tables
import Values

/// Binds lists to their entities and to one another. What does not fit is reported, and kept wherever it can be used.
public struct GraphBuilder {
  var schemas: [ListSchema] = []
  var lists: [ListData] = []
  var entitiesByCode = EntityTable()
  /// The codes of the entities that are not in the registry, by their numbers.
  var strangers: [OrganisationCode] = []
  var entityCount = 0
  var registry: Int?
  /// For each list, the keys of the rows that were set aside because they are about natural persons.
  var personalKeys: [Int: Set<String>] = [:]
  /// What did not fit, in the order of lists and lines.
  public private(set) var problems: [Problem] = []

  init() {}

  /// The graph of some lists; a list comes after those that it belongs to or is made of.
  /// - Throws: `Failure` where a list names another, or a column, that is not there; its place is what `places` says of
  ///   the list.
  public static func build(
    _ inputs: [ListInput], places: [String: SourceSpan] = [:]
  ) throws -> (graph: Graph, problems: [Problem]) {
    var builder = GraphBuilder()
    try builder.add(inputs, places)
    return (builder.graph, builder.problems)
  }

  /// What was bound so far.
  var graph: Graph {
    Graph(
      schema: Schema(schemas), lists: lists, entityCount: entityCount, registry: registry, entityCodes: entityCodes)
  }

  mutating func add(_ inputs: [ListInput], _ places: [String: SourceSpan]) throws {
    for input in inputs {
      do { try add(input) } catch let failure as Failure { throw failure.placed(at: places[input.name]) }
    }
  }

  var entityCodes: EntityCodes {
    EntityCodes(
      registered: registry.flatMap { list in lists[list].key.map { lists[list].table.columns[$0] } },
      strangers: strangers)
  }

  private mutating func add(_ input: ListInput) throws {
    switch input.source {
    case .union(let names): try addUnion(names, input)
    case .file(let table, let path, let hashes):
      problems += input.collapsed
      let unique = try collapse(table, hashes, input.name, path).map { table.selecting($0) } ?? table
      if input.name == Keyword.registry.rawValue {
        try addRegistry(unique, path, input)
      } else if let parent = input.parent {
        try addChild(unique, path, input, parent)
      } else {
        append(input, unique, path: path, parent: nil)
      }
    }
  }

  // MARK: Rows

  mutating func report(
    _ kind: Problem.Kind, _ list: String, _ path: String, _ table: Table, _ row: Int, heading: String? = nil,
    found: String? = nil, _ expected: Phrase, _ outcome: Problem.Outcome
  ) {
    problems.append(
      Problem(
        kind, list: list, file: path, line: table.line(row), heading: heading, found: found, expected: expected,
        outcome: outcome))
  }

  /// Reports rows that share a key with an earlier one but not its content.
  mutating func checkKey(_ table: Table, _ input: ListInput, _ path: String) throws -> Int? {
    guard let name = input.key else { return nil }
    guard let position = table.position(of: name) else { throw missingColumn(name, input, table) }
    let column = table.columns[position]
    guard case .codes(let codes, let dictionary) = column.storage else { return position }
    var first = [Int32](repeating: -1, count: dictionary.count)
    for row in 0..<table.rowCount where column.isKnown(row) {
      try Interruption.check(atRow: row)
      let code = Int(codes[row])
      if first[code] < 0 {
        first[code] = Int32(row)
      } else {
        let line = table.line(Int(first[code]))
        report(
          .conflictingKey, input.name, path, table, row, heading: column.heading, found: dictionary.text(of: code),
          Phrase("line \(line) has the same key and other content", "第 \(line) 行主键相同而内容不同"), .kept)
      }
    }
    return position
  }

  mutating func append(
    _ input: ListInput, _ table: Table, path: String, parent: Int?, parentRows: Buffer<Int32> = [],
    links: ChildLinks? = nil, entities: Buffer<Int32> = [], weights: Integers = [], key: Int? = nil,
    members: [ListData.Member] = []
  ) {
    schemas.append(
      ListSchema(
        name: input.name, alias: input.alias,
        columns: table.columns.map { ColumnSchema($0, headings: input.headings[$0.name] ?? []) },
        parent: parent, members: members.map(\.list), order: input.standing.on ?? input.standing.since,
        authority: input.authority.flatMap { table.position(of: $0) },
        bonds: input.bonds(in: table, members: members.map { schemas[$0.list] })))
    lists.append(
      ListData(
        table: table, file: path, parentRows: parentRows, links: links, entities: entities, weights: weights,
        standing: input.standing, key: key, members: members))
  }
}
