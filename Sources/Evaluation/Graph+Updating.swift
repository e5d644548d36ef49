import Language
import Tables

extension Graph {
  /// The graph in which one column of a list has other cells. All else is shared.
  ///
  /// A list made of others hands the cells on to its members; whatever is made of a list shows its new cells.
  /// - Parameters:
  ///   - position: The column.
  ///   - list: The list.
  ///   - column: Its cells, of the same type and as many as before.
  /// - Returns: The new graph.
  /// - Throws: `Interruption`.
  public func updating(_ position: Int, of list: Int, with column: Column) throws -> Graph {
    var lists = self.lists
    var changed: Set<Int> = []
    let name = lists[list].table.columns[position].name
    for (leaf, rows) in leaves(of: list) {
      guard let position = lists[leaf].table.columns.firstIndex(where: { $0.name == name }) else { continue }
      let isWhole = rows.count == column.count
      lists[leaf] = lists[leaf].replacing(position, with: isWhole ? column : column.selecting(Array(rows)))
      changed.insert(leaf)
    }
    // A list made of others comes after them.
    for (position, data) in lists.enumerated() where data.members.contains(where: { changed.contains($0.list) }) {
      guard let shared = data.table.columns.dropFirst().firstIndex(where: { $0.name == name }),
        let joined = try Column.joined(data.members.compactMap { lists[$0.list].table.column(name) })?.made()
      else { continue }
      lists[position] = data.replacing(shared, with: joined)
      changed.insert(position)
    }
    return Graph(
      schema: schema, lists: lists, entityCount: entityCount, registry: registry, entityCodes: entityCodes,
      bindings: bindings)
  }

  /// The lists with rows of their own that a list is made of, with where their rows stand in it; or the list itself.
  public func leaves(of list: Int) -> [(list: Int, rows: Range<Int>)] {
    leaves(of: list, from: 0)
  }

  private func leaves(of list: Int, from start: Int) -> [(list: Int, rows: Range<Int>)] {
    let members = lists[list].members
    guard !members.isEmpty else { return [(list, start..<start + lists[list].rowCount)] }
    return members.flatMap { leaves(of: $0.list, from: start + $0.rows.lowerBound) }
  }
}

extension ListData {
  /// The list with other cells in one column, which keeps its name.
  fileprivate func replacing(_ position: Int, with column: Column) -> ListData {
    var columns = table.columns
    let former = columns[position]
    columns[position] = Column(
      name: former.name, heading: former.heading, type: former.type, storage: column.storage, known: column.known,
      blank: column.blank)
    return ListData(
      table: Table(columns: columns, rowCount: table.rowCount, lines: table.lines), file: file, parentRows: parentRows,
      links: links, entities: entities, weights: weights, standing: standing, key: key, members: members)
  }
}
