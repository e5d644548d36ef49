import Language
import Tables
import Values

// The registry: which rows are entities, and how many each stands for.
extension GraphBuilder {
  mutating func addRegistry(_ table: Table, _ path: String, _ input: ListInput) throws {
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
      input, rows, path: path, parent: nil, entities: Buffer(Array(0..<Int32(rows.rowCount))),
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
    let subjects = try subjects(of: dictionary)
    var entities = EntityTable(room: dictionary.count)
    try entities.addRows(of: column, subjects) { row, entity in
      let text = Int(codes[row])
      guard let entity else {
        report(
          .unidentified, input.name, path, table, row, heading: column.heading, found: dictionary.text(of: text),
          Phrase("a unified social credit code or an organisation code", "统一社会信用代码或组织机构代码"), .kept)
        return
      }
      if case let earlier = Int(entity), earlier != row {
        let line = table.line(earlier)
        report(
          .conflictingKey, input.name, path, table, row, heading: column.heading, found: dictionary.text(of: text),
          Phrase("line \(line) has the same code; counted once", "第 \(line) 行代码相同，只计一户"), .kept)
        weights.clear(row)
      } else if !subjects[text].checkHolds {
        reportCheckDigit(dictionary.text(of: text), column, input.name, path, table, row)
      }
    }
    entitiesByCode = entities
  }

  mutating func reportCheckDigit(
    _ text: String, _ column: Column, _ list: String, _ path: String, _ table: Table, _ row: Int
  ) {
    report(
      .checkDigit, list, path, table, row, heading: column.heading, found: text,
      Phrase("a code whose check digit holds (GB 32100)", "校验位应符合 GB 32100"), .kept)
  }
}
