import Language
import Tables
import Values

// Lists made of others.
extension GraphBuilder {
  mutating func addUnion(_ names: [String], _ input: ListInput) throws {
    var members: [ListData.Member] = []
    var start = 0
    for name in names {
      guard let list = schemas.firstIndex(where: { $0.name == name || $0.alias == name }) else {
        throw Failure(
          .statement, Phrase("`\(name)` is not a list", "“\(name)”不是名单"),
          notes: Nearness.notes(name, schemas.map(\.name)))
      }
      let count = lists[list].rowCount
      members.append(ListData.Member(list: list, rows: start..<start + count))
      start += count
    }
    let parents = Set(members.map { schemas[$0.list].parent })
    let parent = parents.count == 1 ? parents.first ?? nil : registry
    let columns = sharedColumns(members)
    let isBound = members.allSatisfy { !lists[$0.list].entities.isEmpty || lists[$0.list].rowCount == 0 }
    let entities: Buffer<Int32> = isBound ? Buffer(members.flatMap { lists[$0.list].entities }) : []
    let isOfRegistry = parent == registry
    append(
      input, Table(columns: columns, rowCount: start), path: "", parent: isBound ? parent : nil,
      parentRows: isOfRegistry ? entities : Buffer(members.flatMap { lists[$0.list].parentRows }),
      links: isOfRegistry ? nil : try parent.map { try joinedLinks(of: members, to: $0) }, entities: entities,
      members: members)
  }

  /// The links of several lists to one parent, over their rows end to end.
  private func joinedLinks(of members: [ListData.Member], to parent: Int) throws -> ChildLinks {
    let count = lists[parent].rowCount
    var pairs: [(parent: Int32, child: Int32)] = []
    for member in members {
      guard let links = lists[member.list].links else { continue }
      for row in 0..<count {
        try Interruption.check(atRow: row)
        pairs += links.children(of: row).map { (Int32(row), $0 + Int32(member.rows.lowerBound)) }
      }
    }
    return try ChildLinks(pairs: pairs, parentCount: count)
  }

  /// The columns that all members have, by name and type, joined, after one that names the member.
  private func sharedColumns(_ members: [ListData.Member]) -> [Column] {
    guard let first = members.first else { return [] }
    let names = TextDictionary(members.map { schemas[$0.list].name })
    let codes = members.flatMap { member in
      [UInt32](repeating: names.code(of: schemas[member.list].name) ?? 0, count: member.rows.count)
    }
    let origin = Column(
      name: "list", heading: "名单", type: .category,
      storage: .codes(Codes(codes, distinct: names.count), names))
    let shared = lists[first.list].table.columns.filter { column in
      column.name != origin.name
        && members.allSatisfy { member in
          lists[member.list].table.columns.contains { $0.name == column.name && $0.type == column.type }
        }
    }
    return [origin]
      + shared.compactMap { column in
        Column.joined(members.compactMap { lists[$0.list].table.column(column.name) })
      }
  }
}
