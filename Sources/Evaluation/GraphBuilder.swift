import Language
import Tables
import Values

/// Binds lists to their entities and to one another. What does not fit is reported, and kept wherever it can be used.
public struct GraphBuilder {
  private var schemas: [ListSchema] = []
  private var lists: [ListData] = []
  private var entitiesByCode = EntityTable()
  /// The codes of the entities that are not in the registry, by their numbers.
  private var strangers: [OrganisationCode] = []
  private var entityCount = 0
  private var registry: Int?
  /// For each list, the keys of the rows that were set aside because they are about natural persons.
  private var personalKeys: [Int: Set<String>] = [:]
  /// What did not fit, in the order of lists and lines.
  public private(set) var problems: [Problem] = []

  private init() {}

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

  private var entityCodes: EntityCodes {
    EntityCodes(
      registered: registry.flatMap { list in lists[list].key.map { lists[list].table.columns[$0] } },
      strangers: strangers)
  }

  private mutating func add(_ input: ListInput) throws {
    switch input.source {
    case .union(let names): try addUnion(names, input)
    case .file(let table, let path, let hashes):
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
  private mutating func checkKey(_ table: Table, _ input: ListInput, _ path: String) throws -> Int? {
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

  private mutating func append(
    _ input: ListInput, _ table: Table, path: String, parent: Int?, parentRows: [Int32] = [], links: ChildLinks? = nil,
    entities: [Int32] = [], weights: Integers = [], key: Int? = nil, members: [ListData.Member] = []
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
    let column = try weightColumn(table, input)
    var weights = [UInt8](repeating: 1, count: table.rowCount)
    var large: [Int: Int64] = [:]
    var nameless = Bitmap(count: table.rowCount)
    for row in 0..<table.rowCount where column != nil || !codeColumn.isKnown(row) {
      try Interruption.check(atRow: row)
      let weight = column.map { $0.known(row) } ?? 1
      switch (codeColumn.isKnown(row), weight) {
      case (true, 1?), (true, nil): break
      case (true, let weight):
        report(
          .badWeight, input.name, path, table, row, heading: input.weight, found: weight.map(String.init),
          Phrase("a row with a code stands for one entity", "有代码的行只代表一户，户数应为 1"), .kept)
      case (false, let weight?) where weight >= 0:
        if let small = UInt8(exactly: weight) { weights[row] = small } else { large[row] = weight }
      case (false, let weight):
        report(
          .nameless, input.name, path, table, row, heading: codeColumn.heading, found: weight.map(String.init),
          Phrase("a code, or how many entities the row stands for", "应有代码，或有户数"), .setAside)
        nameless.insert(row)
      }
    }
    var numbers =
      large.isEmpty
      ? Integers.narrow(Buffer(weights)) : Integers(weights.indices.map { large[$0] ?? Int64(weights[$0]) })
    var rows = table
    if !nameless.isEmpty {
      let kept = (~nameless).rows
      rows = table.selecting(kept)
      numbers = numbers.selecting(kept)
    }
    try identify(rows, keyName, &numbers, input, path)
    registry = schemas.count
    entityCount = rows.rowCount
    append(
      input, rows, path: path, parent: nil, entities: (0..<Int32(rows.rowCount)).map { $0 },
      weights: (0..<numbers.count).allSatisfy { numbers[$0] == 1 } ? [] : numbers,
      key: rows.position(of: keyName))
  }

  /// The column that says how many entities a row stands for; nil where every row stands for one.
  private func weightColumn(_ table: Table, _ input: ListInput) throws -> WeightColumn? {
    guard let name = input.weight else { return nil }
    guard let column = table.column(name), case .integers(let integers, _) = column.storage else {
      throw unsuitableColumn(name, Phrase("an integer", "整数"), input, table)
    }
    return WeightColumn(column: column, integers: integers)
  }

  private struct WeightColumn {
    let column: Column
    let integers: Integers
    func known(_ row: Int) -> Int64? { column.isKnown(row) ? integers[row] : nil }
  }

  /// Gives each code its entity. A code that stands twice counts once: further rows weigh nothing.
  private mutating func identify(
    _ table: Table, _ key: String, _ weights: inout Integers, _ input: ListInput, _ path: String
  ) throws {
    guard let column = table.column(key), case .codes(let codes, let dictionary) = column.storage else { return }
    let subjects = subjects(of: dictionary)
    entitiesByCode = EntityTable(room: dictionary.count)
    for row in 0..<table.rowCount where column.isKnown(row) {
      try Interruption.check(atRow: row)
      let text = Int(codes[row])
      guard let code = subjects[text].organisation else {
        report(
          .unidentified, input.name, path, table, row, heading: column.heading, found: dictionary.text(of: text),
          Phrase("a unified social credit code or an organisation code", "统一社会信用代码或组织机构代码"), .kept)
        continue
      }
      if case let earlier = Int(entitiesByCode.entity(code, adding: Int32(row))), earlier != row {
        let line = table.line(earlier)
        report(
          .conflictingKey, input.name, path, table, row, heading: column.heading, found: dictionary.text(of: text),
          Phrase("line \(line) has the same code; counted once", "第 \(line) 行代码相同，只计一户"), .kept)
        weights.clear(row)
      } else if !subjects[text].checkHolds {
        reportCheckDigit(dictionary.text(of: text), column, input.name, path, table, row)
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
    let subjects = subjects(of: dictionary)
    let known = self.entities(of: subjects, in: entitiesByCode)
    let keyColumn = input.key.flatMap { table.column($0) }
    var persons = Bitmap(count: table.rowCount)
    var entities: [Int32] = []
    entities.reserveCapacity(table.rowCount)
    for row in 0..<table.rowCount {
      try Interruption.check(atRow: row)
      let text = column.isKnown(row) ? Int(codes[row]) : nil
      let subject = text.map { subjects[$0] } ?? .unidentifiable
      if subject == .naturalPerson {
        report(
          .naturalPerson, input.name, path, table, row, heading: column.heading,
          Phrase("an enterprise; natural persons are set aside", "应为企业；自然人另行存放"), .setAside)
        if case .text(let key)? = keyColumn?.value(at: row) {
          personalKeys[schemas.count, default: []].insert(MatchKey.normalised(key))
        }
        persons.insert(row)
        continue
      }
      guard let code = subject.organisation else {
        report(
          .unidentified, input.name, path, table, row, heading: column.heading, found: text.map(dictionary.text),
          Phrase("a unified social credit code or an organisation code", "统一社会信用代码或组织机构代码"), .kept)
        entities.append(-1)
        continue
      }
      let entity = text.map { known[$0] } ?? -1
      entities.append(entity < 0 ? self.entity(code) : entity)
      if Int(entities[entities.count - 1]) >= lists[registry ?? 0].rowCount {
        report(
          .notInRegistry, input.name, path, table, row, heading: column.heading, found: text.map(dictionary.text),
          Phrase("an enterprise of the registry", "应为登记库中的企业"), .kept)
      }
      if !subject.checkHolds, let text {
        reportCheckDigit(dictionary.text(of: text), column, input.name, path, table, row)
      }
    }
    let rows = persons.isEmpty ? table : table.selecting((~persons).rows)
    let key = try checkKey(rows, input, path)
    append(input, rows, path: path, parent: registry, parentRows: entities, entities: entities, key: key)
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
    let column = table.columns[keyColumn]
    guard case .codes(let codes, let dictionary) = column.storage else {
      throw unsuitableColumn(column.name, Phrase("text", "文本"), input, table)
    }
    var parents = KeyedRows(parentData.table.columns[parentKey], parentCodes, parentDictionary)
    let keys = parents.keys(of: dictionary)
    let personal = personalKeys[parent] ?? []
    var persons = Bitmap(count: table.rowCount)
    var parentRows: [Int32] = []
    parentRows.reserveCapacity(table.rowCount)
    /// Further parents of rows that have more than one, with the rows before them.
    var others: [(parent: Int32, child: Int32)] = []
    for row in 0..<table.rowCount {
      try Interruption.check(atRow: row)
      let text = column.isKnown(row) ? Int(codes[row]) : nil
      let matched = parents.rows(of: text.map { keys[$0] } ?? -1)
      if matched.isEmpty {
        if !personal.isEmpty, let text, personal.contains(MatchKey.normalised(dictionary.text(of: text))) {
          report(
            .naturalPerson, input.name, path, table, row, heading: column.heading,
            Phrase("an enterprise's; a natural person's rows are set aside", "应属企业；自然人的记录另行存放"), .setAside)
          persons.insert(row)
          continue
        }
        report(
          .noParent, input.name, path, table, row, heading: column.heading, found: text.map(dictionary.text),
          Phrase("a key of `\(schemas[parent].name)`", "应为“\(schemas[parent].name)”的主键"), .kept)
      }
      others += matched.dropFirst().map { ($0, Int32(parentRows.count)) }
      parentRows.append(matched.first ?? -1)
    }
    let rows = persons.isEmpty ? table : table.selecting((~persons).rows)
    // Whether rows belong to entities hangs on the declarations: a parent without rows has no entities to show for it.
    let isBound = Schema(schemas).ancestors(of: parent).contains { $0 == registry }
    let entities = isBound ? parentRows.map { $0 < 0 ? -1 : parentData.entities[Int($0)] } : []
    let key = try checkKey(rows, input, path)
    append(
      input, rows, path: path, parent: parent, parentRows: parentRows,
      links: ChildLinks(parentOf: parentRows, others: others, parentCount: parentData.rowCount), entities: entities,
      key: key)
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
    let entities = isBound ? members.flatMap { lists[$0.list].entities } : []
    let isOfRegistry = parent == registry
    append(
      input, Table(columns: columns, rowCount: start), path: "", parent: isBound ? parent : nil,
      parentRows: isOfRegistry ? entities : members.flatMap { lists[$0.list].parentRows },
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
