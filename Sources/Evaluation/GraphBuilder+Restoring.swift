import Language
import Tables
import Values

/// A list as it was bound before, but for its declaration.
public struct BoundList: Sendable {
  /// Its rows, and what they belong to.
  public let data: ListData
  /// The position of the list that it belongs to.
  public let parent: Int?

  /// A list that was bound.
  public init(_ data: ListData, parent: Int?) {
    self.data = data
    self.parent = parent
  }
}

extension GraphBuilder {
  /// The graph of lists that were bound before. Nothing is computed row by row.
  /// - Parameters:
  ///   - lists: The lists as they are declared, each with what binding it gave.
  ///   - entityCount: How many entities there are.
  ///   - strangers: The codes of those that are not in the registry, by their numbers.
  /// - Returns: The graph.
  public static func restoring(
    _ lists: [(input: ListInput, bound: BoundList)], entityCount: Int, strangers: [OrganisationCode]
  ) -> Graph {
    GraphBuilder(restoring: lists, entityCount: entityCount, strangers: strangers).graph
  }

  /// The graph of lists that were bound before, and of others that come after them and are bound now.
  ///
  /// It is the one that binding all of them gives, unless one of the others belongs to a list of which rows about natural
  /// persons were set aside: which rows these were is not known any more.
  /// - Parameters:
  ///   - lists: The lists that were bound, as for `restoring`.
  ///   - entityCount: How many entities there are without the others.
  ///   - strangers: The codes of those that are not in the registry.
  ///   - inputs: The others, none of which is the registry.
  ///   - places: Where they were declared.
  /// - Returns: The graph, and what did not fit of the others.
  /// - Throws: What `build` throws.
  public static func extending(
    _ lists: [(input: ListInput, bound: BoundList)], entityCount: Int, strangers: [OrganisationCode],
    with inputs: [ListInput], places: [String: SourceSpan] = [:]
  ) throws -> (graph: Graph, problems: [Problem]) {
    var builder = GraphBuilder(restoring: lists, entityCount: entityCount, strangers: strangers)
    if inputs.contains(where: { $0.parent != nil }) { try builder.findEntities() }
    try builder.add(inputs, places)
    return (builder.graph, builder.problems)
  }

  private init(restoring lists: [(input: ListInput, bound: BoundList)], entityCount: Int, strangers: [OrganisationCode])
  {
    self.init()
    for (position, list) in lists.enumerated() {
      let data = list.bound.data
      append(
        list.input, data.table, path: data.file, parent: list.bound.parent, parentRows: data.parentRows,
        links: data.links, entities: data.entities, weights: data.weights, key: data.key, members: data.members)
      if list.input.name == Keyword.registry.rawValue { registry = position }
    }
    self.entityCount = entityCount
    self.strangers = strangers
  }

  /// Finds the entities by their codes again: the registry's rows, the first of those that share a code, and then those
  /// that are not among them.
  private mutating func findEntities() throws {
    guard let registry, let key = lists[registry].key else { return }
    let column = lists[registry].table.columns[key]
    guard case .codes(_, let dictionary) = column.storage else { return }
    let subjects = try subjects(of: dictionary)
    entitiesByCode = EntityTable(room: dictionary.count + strangers.count)
    try entitiesByCode.addRows(of: column, subjects) { _, _ in }
    for (position, code) in strangers.enumerated() {
      _ = entitiesByCode.entity(code, adding: Int32(column.count + position))
    }
  }
}
