import Language
import Tables
import Values

/// Binds lists to their entities and to one another. What does not fit is reported, and kept wherever it can be used.
public struct GraphBuilder {
  var schemas: [ListSchema] = []
  var lists: [ListData] = []
  private var entitiesByCode = EntityTable()
  /// The codes of the entities that are not in the registry, by their numbers.
  var strangers: [OrganisationCode] = []
  var entityCount = 0
  var registry: Int?
  /// For each list, the keys of the rows that were set aside because they are about natural persons.
  private var personalKeys: [Int: Set<String>] = [:]
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
    for input in inputs {
      do { try builder.add(input) } catch let failure as Failure { throw failure.placed(at: places[input.name]) }
    }
    let graph = Graph(
      schema: Schema(builder.schemas), lists: builder.lists, entityCount: builder.entityCount,
      registry: builder.registry, entityCodes: builder.entityCodes)
    return (graph, builder.problems)
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
      let rows = collapse(table, hashes, input.name, path)
      let unique = rows.count == table.rowCount ? table : table.selecting(rows)
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

  /// The rows that are not the same as an earlier one.
  private mutating func collapse(_ table: Table, _ hashes: [UInt64], _ list: String, _ path: String) -> [Int] {
    guard hashes.count == table.rowCount else { return Array(0..<table.rowCount) }
    var first: [UInt64: Int] = [:]
    first.reserveCapacity(table.rowCount)
    var rows: [Int] = []
    rows.reserveCapacity(table.rowCount)
    for row in 0..<table.rowCount {
      // Two rows may share a hash by chance; only rows that also read the same are one.
      guard let earlier = first[hashes[row]], table.columns.allSatisfy({ $0.value(at: row) == $0.value(at: earlier) })
      else {
        first[hashes[row]] = first[hashes[row]] ?? row
        rows.append(row)
        continue
      }
      report(
        .duplicateRow, list, path, table, row,
        Phrase("the same row stands in line \(table.line(earlier))", "第 \(table.line(earlier)) 行已有同样内容"), .collapsed)
    }
    return rows
  }

  private mutating func report(
    _ kind: Problem.Kind, _ list: String, _ path: String, _ table: Table, _ row: Int, heading: String? = nil,
    found: String? = nil, _ expected: Phrase, _ outcome: Problem.Outcome
  ) {
    problems.append(
      Problem(
        kind, list: list, file: path, line: table.line(row), heading: heading, found: found, expected: expected,
        outcome: outcome))
  }

  /// Reports rows that share a key with an earlier one but not its content.
  private mutating func checkKey(_ table: Table, _ input: ListInput, _ path: String) throws -> Int? {
    guard let name = input.key else { return nil }
    guard let position = table.position(of: name) else { throw missingColumn(name, input, table) }
    let column = table.columns[position]
    guard case .codes(let codes, let dictionary) = column.storage else { return position }
    var first = [Int32](repeating: -1, count: dictionary.texts.count)
    for row in 0..<table.rowCount where column.isKnown(row) {
      let code = Int(codes[row])
      if first[code] < 0 {
        first[code] = Int32(row)
      } else {
        let line = table.line(Int(first[code]))
        report(
          .conflictingKey, input.name, path, table, row, heading: column.heading, found: dictionary.texts[code],
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

// MARK: The registry

extension GraphBuilder {
  private mutating func addRegistry(_ table: Table, _ path: String, _ input: ListInput) throws {
    guard let keyName = input.key else {
      throw Failure(
        .statement, Phrase("the registry needs a key: the column with the code", "登记库需要主键：代码所在的列"),
        notes: [Phrase("add `key code` to its declaration", "请在声明中加 `主键 code`")])
    }
    guard let codeColumn = table.column(keyName) else { throw missingColumn(keyName, input, table) }
    let weights = try readWeights(table, input)
    var kept: [Int] = []
    var keptWeights: [Int64] = []
    for row in 0..<table.rowCount {
      let hasCode = codeColumn.isKnown(row)
      switch (hasCode, weights[row]) {
      case (true, 1?), (true, nil):
        keptWeights.append(1)
      case (true, let weight):
        report(
          .badWeight, input.name, path, table, row, heading: input.weight, found: weight.map(String.init),
          Phrase("a row with a code stands for one entity", "有代码的行只代表一户，户数应为 1"), .kept)
        keptWeights.append(1)
      case (false, let weight?) where weight >= 0:
        keptWeights.append(weight)
      case (false, let weight):
        report(
          .nameless, input.name, path, table, row, heading: codeColumn.heading, found: weight.map(String.init),
          Phrase("a code, or how many entities the row stands for", "应有代码，或有户数"), .setAside)
        continue
      }
      kept.append(row)
    }
    let rows = kept.count == table.rowCount ? table : table.selecting(kept)
    identify(rows, keyName, &keptWeights, input, path)
    registry = schemas.count
    entityCount = rows.rowCount
    append(
      input, rows, path: path, parent: nil, entities: Buffer((0..<Int32(rows.rowCount)).map { $0 }),
      weights: Integers(keptWeights),
      key: rows.position(of: keyName))
  }

  private func readWeights(_ table: Table, _ input: ListInput) throws -> [Int64?] {
    guard let name = input.weight else { return [Int64?](repeating: 1, count: table.rowCount) }
    guard let column = table.column(name), case .integers(let integers, _) = column.storage else {
      throw unsuitableColumn(name, Phrase("an integer", "整数"), input, table)
    }
    return (0..<table.rowCount).map { column.isKnown($0) ? integers[$0] : nil }
  }

  /// Gives each code its entity. A code that stands twice counts once: further rows weigh nothing.
  private mutating func identify(
    _ table: Table, _ key: String, _ weights: inout [Int64], _ input: ListInput, _ path: String
  ) {
    guard let column = table.column(key), case .codes(let codes, let dictionary) = column.storage else { return }
    let identities = dictionary.texts.map { CreditCode.normalised($0) }
    entitiesByCode = EntityTable(room: dictionary.count)
    for row in 0..<table.rowCount where column.isKnown(row) {
      let text = dictionary.texts[Int(codes[row])]
      switch identities[Int(codes[row])] {
      case .organisation(let code, let checkHolds):
        guard let code = OrganisationCode(code) else { continue }
        if case let earlier = Int(entitiesByCode.entity(code, adding: Int32(row))), earlier != row {
          let line = table.line(earlier)
          report(
            .conflictingKey, input.name, path, table, row, heading: column.heading, found: text,
            Phrase("line \(line) has the same code; counted once", "第 \(line) 行代码相同，只计一户"), .kept)
          weights[row] = 0
        } else if !checkHolds {
          reportCheckDigit(text, column, input.name, path, table, row)
        }
      case .naturalPerson, .unidentifiable:
        report(
          .unidentified, input.name, path, table, row, heading: column.heading, found: text,
          Phrase("a unified social credit code or an organisation code", "统一社会信用代码或组织机构代码"), .kept)
      }
    }
  }

  private mutating func reportCheckDigit(
    _ text: String, _ column: Column, _ list: String, _ path: String, _ table: Table, _ row: Int
  ) {
    report(
      .checkDigit, list, path, table, row, heading: column.heading, found: text,
      Phrase("a code whose check digit holds (GB 32100)", "校验位应符合 GB 32100"), .kept)
  }
}

// MARK: Lists that belong to others

extension GraphBuilder {
  private mutating func addChild(
    _ table: Table, _ path: String, _ input: ListInput, _ parent: (list: String, column: String)
  ) throws {
    guard let parentList = schemas.firstIndex(where: { $0.name == parent.list || $0.alias == parent.list }) else {
      throw Failure(
        .statement, Phrase("`\(parent.list)` is not a list", "“\(parent.list)”不是名单"),
        notes: Nearness.notes(parent.list, schemas.map(\.name)))
    }
    guard let position = table.position(of: parent.column) else { throw missingColumn(parent.column, input, table) }
    if parentList == registry {
      try addRecords(table, path, input, codeColumn: position)
    } else {
      try addDetails(table, path, input, keyColumn: position, of: parentList)
    }
  }

  /// Records about entities, matched by organisation code. Natural persons are set aside.
  private mutating func addRecords(
    _ table: Table, _ path: String, _ input: ListInput, codeColumn: Int
  ) throws {
    let column = table.columns[codeColumn]
    guard case .codes(let codes, let dictionary) = column.storage else {
      throw unsuitableColumn(column.name, Phrase("text", "文本"), input, table)
    }
    let identities = dictionary.texts.map { CreditCode.normalised($0) }
    var kept: [Int] = []
    var entities: [Int32] = []
    for row in 0..<table.rowCount {
      let identity = column.isKnown(row) ? identities[Int(codes[row])] : .unidentifiable
      let text = column.isKnown(row) ? dictionary.texts[Int(codes[row])] : nil
      switch identity {
      case .naturalPerson:
        report(
          .naturalPerson, input.name, path, table, row, heading: column.heading,
          Phrase("an enterprise; natural persons are set aside", "应为企业；自然人另行存放"), .setAside)
        if let key = input.key, case .text(let text)? = table.column(key)?.value(at: row) {
          personalKeys[schemas.count, default: []].insert(MatchKey.normalised(text))
        }
        continue
      case .unidentifiable:
        report(
          .unidentified, input.name, path, table, row, heading: column.heading, found: text,
          Phrase("a unified social credit code or an organisation code", "统一社会信用代码或组织机构代码"), .kept)
        entities.append(-1)
      case .organisation(let code, let checkHolds):
        entities.append(OrganisationCode(code).map { entity($0) } ?? -1)
        if Int(entities[entities.count - 1]) >= lists[registry ?? 0].rowCount {
          report(
            .notInRegistry, input.name, path, table, row, heading: column.heading, found: text,
            Phrase("an enterprise of the registry", "应为登记库中的企业"), .kept)
        }
        if !checkHolds, let text { reportCheckDigit(text, column, input.name, path, table, row) }
      }
      kept.append(row)
    }
    let rows = kept.count == table.rowCount ? table : table.selecting(kept)
    let key = try checkKey(rows, input, path)
    append(
      input, rows, path: path, parent: registry, parentRows: Buffer(entities), entities: Buffer(entities), key: key)
  }

  /// The entity with a code; one that is not in the registry gets the next number.
  private mutating func entity(_ code: OrganisationCode) -> Int32 {
    let entity = entitiesByCode.entity(code, adding: Int32(entityCount))
    if Int(entity) == entityCount {
      entityCount += 1
      strangers.append(code)
    }
    return entity
  }

  /// Rows about the rows of another list, matched by its key. A row belongs to every parent row that matches.
  private mutating func addDetails(
    _ table: Table, _ path: String, _ input: ListInput, keyColumn: Int, of parent: Int
  ) throws {
    let parentData = lists[parent]
    guard let parentKey = parentData.key,
      case .codes(let parentCodes, let parentDictionary) =
        parentData.table.columns[parentKey].storage
    else {
      throw Failure(
        .statement, Phrase("the list `\(schemas[parent].name)` has no key", "名单“\(schemas[parent].name)”没有主键"),
        notes: [Phrase("add `key …` to its declaration", "请在其声明中加 `主键 …`")])
    }
    var parents: [String: [Int32]] = [:]
    for row in 0..<parentData.rowCount where parentData.table.columns[parentKey].isKnown(row) {
      parents[MatchKey.normalised(parentDictionary.texts[Int(parentCodes[row])]), default: []].append(Int32(row))
    }
    let column = table.columns[keyColumn]
    guard case .codes(let codes, let dictionary) = column.storage else {
      throw unsuitableColumn(column.name, Phrase("text", "文本"), input, table)
    }
    let keys = dictionary.texts.map { MatchKey.normalised($0) }
    let matches = keys.map { parents[$0] ?? [] }
    var kept: [Int] = []
    var parentRows: [Int32] = []
    var pairs: [(parent: Int32, child: Int32)] = []
    for row in 0..<table.rowCount {
      let code = column.isKnown(row) ? Int(codes[row]) : nil
      let matched = code.map { matches[$0] } ?? []
      if matched.isEmpty, let code, personalKeys[parent]?.contains(keys[code]) == true {
        report(
          .naturalPerson, input.name, path, table, row, heading: column.heading,
          Phrase("an enterprise's; a natural person's rows are set aside", "应属企业；自然人的记录另行存放"), .setAside)
        continue
      }
      if matched.isEmpty {
        report(
          .noParent, input.name, path, table, row, heading: column.heading, found: code.map { dictionary.texts[$0] },
          Phrase("a key of `\(schemas[parent].name)`", "应为“\(schemas[parent].name)”的主键"), .kept)
      }
      pairs += matched.map { ($0, Int32(kept.count)) }
      parentRows.append(matched.first ?? -1)
      kept.append(row)
    }
    let rows = kept.count == table.rowCount ? table : table.selecting(kept)
    // Whether rows belong to entities hangs on the declarations: a parent without rows has no entities to show for it.
    let isBound = Schema(schemas).ancestors(of: parent).contains { $0 == registry }
    let entities = isBound ? parentRows.map { $0 < 0 ? -1 : parentData.entities[Int($0)] } : []
    let key = try checkKey(rows, input, path)
    append(
      input, rows, path: path, parent: parent, parentRows: Buffer(parentRows),
      links: ChildLinks(pairs: pairs, parentCount: parentData.rowCount), entities: Buffer(entities), key: key)
  }

  // MARK: Lists made of others

  private mutating func addUnion(_ names: [String], _ input: ListInput) throws {
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
      links: isOfRegistry ? nil : parent.map { joinedLinks(of: members, to: $0) }, entities: entities, members: members)
  }

  /// The links of several lists to one parent, over their rows end to end.
  private func joinedLinks(of members: [ListData.Member], to parent: Int) -> ChildLinks {
    let count = lists[parent].rowCount
    var pairs: [(parent: Int32, child: Int32)] = []
    for member in members {
      guard let links = lists[member.list].links else { continue }
      for row in 0..<count {
        pairs += links.children(of: row).map { (Int32(row), $0 + Int32(member.rows.lowerBound)) }
      }
    }
    return ChildLinks(pairs: pairs, parentCount: count)
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
      storage: .codes(Codes(codes, distinct: names.texts.count), names))
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
