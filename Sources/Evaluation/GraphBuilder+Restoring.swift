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
    var builder = GraphBuilder()
    for (position, list) in lists.enumerated() {
      let data = list.bound.data
      builder.append(
        list.input, data.table, path: data.file, parent: list.bound.parent, parentRows: data.parentRows,
        links: data.links, entities: data.entities, weights: data.weights, key: data.key, members: data.members)
      if list.input.name == Keyword.registry.rawValue { builder.registry = position }
    }
    builder.strangers = strangers
    return Graph(
      schema: Schema(builder.schemas), lists: builder.lists, entityCount: entityCount, registry: builder.registry,
      entityCodes: builder.entityCodes)
  }
}
