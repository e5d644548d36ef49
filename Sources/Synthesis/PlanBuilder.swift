import Language
import Values

/// Binds a shape to the lists that a dataset declares.
struct PlanBuilder {
  let shape: Shape
  let declarations: [ListDeclaration]
  var plan = Plan()
  private(set) var signs: DateSigns
  var listNumbers: [String: Int] = [:]
  var wordNumbers: [String: Int] = [:]

  /// What a dataset's lists look like.
  /// - Throws: `Diagnostic` at the first place where shape and declarations don't fit.
  static func plan(_ shape: Shape, _ declarations: [ListDeclaration]) throws(Diagnostic) -> (Plan, DateSigns) {
    var builder = PlanBuilder(shape, declarations)
    try builder.build()
    return (builder.plan, builder.signs)
  }

  private init(_ shape: Shape, _ declarations: [ListDeclaration]) {
    self.shape = shape
    self.declarations = declarations
    signs = DateSigns(&plan.literals)
  }

  private mutating func build() throws(Diagnostic) {
    for word in shape.words {
      let choice = try choice(word.choice, in: .words(word.name))
      wordNumbers[word.name.text] = plan.words.count
      plan.words.append(choice)
    }
    let files = declarations.filter(\.isFile)
    for (number, declaration) in files.enumerated() {
      listNumbers[declaration.name.text] = number
      if let alias = declaration.alias { listNumbers[alias] = number }
    }
    for list in shape.lists where listNumbers[list.name.text] == nil {
      throw Diagnostic(
        .statement,
        Phrase("`\(list.name.text)` is no list that is read from a file", "“\(list.name.text)”不是由文件读入的名单"),
        at: list.name.span, notes: Nearness.notes(list.name.text, listNumbers.keys))
    }
    for (number, declaration) in files.enumerated() {
      guard let found = shape.lists.first(where: { listNumbers[$0.name.text] == number }) else {
        throw Diagnostic(
          .statement,
          Phrase("no shape says what `\(declaration.name.text)` looks like", "没有给出“\(declaration.name.text)”的形状"),
          at: declaration.name.span)
      }
      try add(found, declaration)
    }
    guard plan.size > 0 else {
      throw Diagnostic(
        .statement, Phrase("the shape does not say how many entities there are", "没有说明主体总数"),
        at: shape.lists.first?.name.span,
        notes: [Phrase("write `entities 649000` in the registry's shape", "请在登记库的形状中写 `entities 649000`")])
    }
  }

  private mutating func add(_ list: Shape.ListShape, _ declaration: ListDeclaration) throws(Diagnostic) {
    guard case .file(let path, _, let encoding, let columns) = declaration.source else { return }
    guard !path.path.contains("/") else {
      throw Diagnostic(
        .statement, Phrase("a made-up list stands beside its README.md", "虚构的名单须与 README.md 同在一处"), at: path.span)
    }
    let isGB = encoding.map { $0.text.lowercased().hasPrefix("gb") } ?? false
    var made = ListPlan(name: declaration.name.text, file: path.path, encoding: isGB ? .gb18030 : .utf8)
    let number = plan.lists.count
    made.chain = [number]
    if let parent = declaration.parent {
      guard let above = listNumbers[parent.list.text], above < number else {
        throw Diagnostic(
          .statement,
          Phrase("`\(parent.list.text)` must be declared before", "须先声明“\(parent.list.text)”"), at: parent.list.span)
      }
      made.chain = plan.lists[above].chain + [number]
    }
    plan.lists.append(made)
    for definition in list.definitions {
      let slot = ListPlan.Slot(
        name: definition.name.text, choice: try choice(definition.choice, in: .list(number)),
        style: try definition.style.map { style throws(Diagnostic) in try choice(style, in: .list(number)) })
      plan.lists[number].slots.append(slot)
    }
    try addCounts(list, number)
    try addColumns(list, declaration, columns, number)
    addNeeds(number)
  }

  /// How many records there are, and what is wrong with whole rows.
  private mutating func addCounts(_ list: Shape.ListShape, _ number: Int) throws(Diagnostic) {
    let chain = plan.lists[number].chain
    let isRegistry = list.size != nil
    if let size = list.size {
      guard (1...800_000_000).contains(size), chain.count == 1 else {
        throw Diagnostic(
          .statement, Phrase("a number of entities belongs to the registry, up to 800,000,000", "主体总数只能写在登记库，至多 8 亿"),
          at: list.name.span)
      }
      plan.size = size
      plan.lists[number].isRegistry = true
      plan.lists[number].keepsRemainders = list.keepsRemainders
    }
    for (kind, share) in list.dirt {
      let share = try self.share(share, in: .above(number))
      switch kind {
      case .duplicates: plan.lists[number].duplicates = share
      case .orphans: plan.lists[number].orphans = share
      case .ragged: plan.lists[number].ragged = share
      }
    }
    let missing: Phrase? =
      switch chain.count {
      case 1 where isRegistry: nil
      case 1:
        list.records == nil
          ? Phrase("write `records 1%`: a share of the number of entities", "请写 `records 1%`，即占主体总数之比") : nil
      case 2:
        list.entities == nil
          ? Phrase("write `entities 1%`: the share that it names", "请写 `entities 1%`，即名单所涉主体之比") : nil
      default:
        list.rows == nil
          ? Phrase("write `rows 0: 20, 1: 80`: how many a parent has", "请写 `rows 0: 20, 1: 80`，即每条上级记录所属的条数") : nil
      }
    if let missing {
      throw Diagnostic(
        .statement,
        Phrase("the shape does not say how many records `\(list.name.text)` has", "没有说明“\(list.name.text)”有多少条记录"),
        at: list.name.span, notes: [missing])
    }
    if let share = chain.count == 1 ? list.records : list.entities {
      plan.lists[number].share = try self.share(share, in: .above(number))
    }
    if let rows = list.rows {
      let choice = try choice(rows, in: .above(number))
      var most: Int64 = 0
      for alternative in plan.alternatives[choice.alternatives] {
        guard case .integers(let low, let count, let step) = alternative.kind, low >= 0,
          low + Int64(count - 1) * step <= 1000
        else {
          throw Diagnostic(
            .statement, Phrase("`rows` takes numbers from 0 to 1000", "`rows` 只能取 0 至 1000 的数"), at: list.name.span)
        }
        most = max(most, low + Int64(count - 1) * step)
      }
      plan.lists[number].rows = choice
      plan.lists[number].most = Int(most)
    }
  }

  private mutating func addColumns(
    _ list: Shape.ListShape, _ declaration: ListDeclaration, _ columns: [ColumnSyntax], _ number: Int
  ) throws(Diagnostic) {
    guard !columns.isEmpty else {
      throw Diagnostic(
        .statement,
        Phrase("`\(declaration.name.text)` declares no columns", "“\(declaration.name.text)”没有声明各列"),
        at: declaration.name.span)
    }
    let slots = plan.lists[number].slots
    plan.lists[number].key = declaration.key.flatMap { key in slots.firstIndex { $0.name == key.text } }
    for column in columns {
      let slot = slots.firstIndex { slot in slot.name == column.name.text || column.headings.contains(slot.name) }
      let source: ColumnPlan.Source
      if column.role == .weight {
        source = .weight
      } else if plan.lists[number].isRegistry, column.name.text == declaration.key?.text {
        source = .code(nil)
      } else if column.name.text == declaration.parent?.column.text {
        source = try belonging(number, column.name, style: slot.flatMap { slots[$0].style })
      } else if let slot {
        source = .slot(slot)
      } else {
        throw Diagnostic(
          .statement,
          Phrase(
            "the shape of `\(list.name.text)` does not say what `\(column.name.text)` holds",
            "“\(list.name.text)”的形状没有说明“\(column.name.text)”列的内容"),
          at: list.name.span,
          notes: [Phrase("an empty column is `\(column.name.text) blank`", "空列请写 `\(column.name.text) blank`")])
      }
      let heading = column.headings.first ?? column.name.text
      plan.lists[number].headings.append(heading)
      let isGroup = column.type == .category || column.type == .flag
      plan.lists[number].columns.append(
        ColumnPlan(
          type: column.type, source: source, unit: ColumnPlan.unit(column, heading),
          isGroup: isGroup))
    }
  }

  /// How a record names what it belongs to.
  private func belonging(
    _ number: Int, _ column: Name, style: ChoicePlan?
  ) throws(Diagnostic) -> ColumnPlan.Source {
    let chain = plan.lists[number].chain
    guard chain.count > 2 else { return .code(style) }
    guard let key = plan.lists[chain[chain.count - 2]].key else {
      throw Diagnostic(
        .statement,
        Phrase("the list above has no key that could stand in `\(column.text)`", "上级名单没有可填入“\(column.text)”的主键"),
        at: column.span)
    }
    return .parentKey(key)
  }
}

extension ListDeclaration {
  /// Whether it is read from a file.
  var isFile: Bool {
    if case .file = source { true } else { false }
  }
}

extension ColumnPlan {
  /// How many 分 one of the units has in which a column's amounts are written.
  static func unit(_ column: ColumnSyntax, _ heading: String) -> Int64 {
    let unit = column.unit ?? heading
    if unit.contains("亿元") { return 10_000_000_000 }
    return unit.contains("万元") ? 1_000_000 : 100
  }
}
