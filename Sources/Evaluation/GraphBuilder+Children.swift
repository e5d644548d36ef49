import Language
import Tables
import Values

// Lists whose rows belong to entities, or to the rows of another list.
extension GraphBuilder {
  mutating func addChild(
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
    let subjects = try subjects(of: dictionary)
    let known = try self.entities(of: subjects, in: entitiesByCode)
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
    let owners = Buffer(entities)
    append(input, rows, path: path, parent: registry, parentRows: owners, entities: owners, key: key)
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
    var parents = try KeyedRows(parentData.table.columns[parentKey], parentCodes, parentDictionary)
    let keys = try parents.keys(of: dictionary)
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
    let owners = Buffer(parentRows)
    append(
      input, rows, path: path, parent: parent, parentRows: owners,
      links: try ChildLinks(parentOf: owners, others: others, parentCount: parentData.rowCount),
      entities: Buffer(entities), key: key)
  }
}
