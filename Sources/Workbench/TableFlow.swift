import Evaluation
import Language
import Presentation
import Simulation
import Tables
import Values

/// A computed table on its way through a pipeline. Conditions and orders see its headline values.
struct TableFlow {
  private(set) var table: ResultTable
  /// The type of each column; nil where nothing is known in it.
  private(set) var types: [ValueType?]
  private(set) var notes: [Phrase]
  /// The day and the names that stages may use beside the columns.
  let scope: StatementScope
  /// What the words of a stage are called in the columns' own names.
  let naming: Naming
  /// Whether the rows are groups, whose ranges no further grouping could keep.
  private let isGrouped: Bool

  /// A computed table. Types that aren't given are those of the values.
  init(
    _ table: ResultTable, types: [ValueType?]? = nil, notes: [Phrase], in scope: StatementScope, naming: Naming,
    isGrouped: Bool = false
  ) {
    self.table = table
    self.types =
      types ?? table.columns.indices.map { column in table.rows.lazy.compactMap { $0[column].headline.type }.first }
    self.notes = notes
    self.scope = scope
    self.naming = naming
    self.isGrouped = isGrouped
  }

  func applying(_ stage: Stage) throws -> TableFlow {
    var next = self
    switch stage.kind {
    case .filter(let condition):
      let view = try self.view()
      var checker = Checker(view.scope)
      let truth = try view.evaluator.truth(checker.condition(named(condition), in: .row(of: 0)), over: 0)
      next.table.rows = try Interruption.map(truth.yes.rows) { table.rows[$0] }
    case .take(let count):
      next.table.rows = Array(table.rows.prefix(count))
    case .sort(let keys):
      next.table.rows = try sorted(by: keys)
    case .select(let expressions):
      (next.table, next.types) = try selecting(expressions)
    case .derive(let name, let expression):
      let (values, type) = try typedValues(of: expression)
      next.table.columns.append(ResultColumn(name.text))
      next.types.append(type)
      for (row, value) in values.enumerated() {
        try Interruption.check(atRow: row)
        next.table.rows[row].append(.value(value))
      }
    case .distinct(let expressions):
      let keys =
        expressions.isEmpty
        ? try table.columns.indices.map { column in try Interruption.map(table.rows) { $0[column].headline } }
        : try expressions.map { try values(of: $0) }
      var seen: Set<[Value]> = []
      next.table.rows = try table.rows.indices.filter { row in
        try Interruption.check(atRow: row)
        return seen.insert(keys.map { $0[row] }).inserted
      }.map { table.rows[$0] }
    case .join(let name):
      throw Diagnostic(
        .statement, Phrase("only a list's own rows can be joined", "只能关联名单自身的行"), at: name.span)
    case .export(let path):
      throw Diagnostic(.statement, Phrase("`export` comes last", "“导出”应写在最后"), at: path.span)
    case .chart:
      throw Diagnostic(.statement, Phrase("`chart` comes last", "“作图”应写在最后"), at: stage.span)
    case .group(let keys, let aggregates):
      try refuseGroups(at: stage.span)
      return try grouped(by: keys, aggregates)
    case .aggregate(let aggregates):
      try refuseGroups(at: stage.span)
      return try grouped(by: [], aggregates)
    }
    return next
  }

  private func refuseGroups(at span: SourceSpan) throws(Diagnostic) {
    guard isGrouped else { return }
    throw Diagnostic(
      .statement, Phrase("these rows are groups already", "这些行已是分组结果"), at: span,
      notes: [Phrase("name all keys in one `by`", "请在同一个 `按` 中写出所有分组列")])
  }

  func answer(limit: Int) -> Answer {
    var shown = table
    for (position, type) in types.enumerated() { shown.columns[position].type = type }
    shown.limit(to: limit)
    return Answer(shown, notes: notes)
  }

  /// The result as a picture; machines get its table.
  /// - Throws: `Diagnostic` where there is no such column or no number in it.
  func drawn(_ column: Expression?, at span: SourceSpan) throws -> Answer {
    let position = try column.map { expression in
      guard let position = self.position(of: expression) else {
        throw Diagnostic(
          .statement, Phrase("the result has no column `\(expression.span.text)`", "结果没有“\(expression.span.text)”列"),
          at: expression.span, notes: Nearness.notes(String(expression.span.text), table.columns.map(\.name)))
      }
      return position
    }
    guard let english = Chart(table, column: position, in: .english),
      let chinese = Chart(table, column: position, in: .chinese)
    else {
      throw Diagnostic(.statement, Phrase("there is no number to draw", "没有可作图的数"), at: column?.span ?? span)
    }
    let (lines, omitted) = english.drawing()
    var notes = notes
    if omitted > 0 {
      notes.append(Phrase("… \(omitted) more rows: `take` chooses which", "… 另有 \(omitted) 行，可用 `取前` 选取"))
    }
    return Answer(table, prose: zip(lines, chinese.drawing().lines).map { Phrase($0, $1) }, notes: notes)
  }

  private func sorted(by keys: [SortKey]) throws -> [[Cell]] {
    var columns: [(values: [Value], isDescending: Bool)] = []
    if keys.isEmpty, let last = table.columns.lastIndex(where: { $0.detail != .hidden }) {
      columns = [(try Interruption.map(table.rows) { $0[last].headline }, true)]
    }
    for key in keys { columns.append((try values(of: key.expression), key.isDescending)) }
    let order = try Interruption.sorted(table.rows.indices) { first, second in
      for (values, isDescending) in columns where values[first] != values[second] {
        if values[first] == .unknown || values[second] == .unknown { return values[second] == .unknown }
        return (values[first] < values[second]) != isDescending
      }
      return first < second
    }
    return try Interruption.map(order) { table.rows[$0] }
  }

  private func selecting(_ expressions: [Expression]) throws -> (table: ResultTable, types: [ValueType?]) {
    let printer = ExpressionPrinter(tongue: .english, naming: naming)
    var columns: [ResultColumn] = []
    var types: [ValueType?] = []
    var cells: [[Cell]] = []
    for expression in expressions {
      if let position = position(of: expression) {
        var column = table.columns[position]
        column.detail = .full
        columns.append(column)
        types.append(self.types[position])
        cells.append(try Interruption.map(table.rows) { $0[position] })
      } else {
        let (values, type) = try typedValues(of: expression)
        columns.append(ResultColumn(printer.text(of: expression)))
        types.append(type)
        cells.append(try Interruption.map(values) { .value($0) })
      }
    }
    let rows = try Interruption.map(table.rows.indices) { row in cells.map { $0[row] } }
    return (ResultTable(columns: columns, rows: rows, omitted: table.omitted), types)
  }

  /// The column that an expression names as the result shows it, such as `district` or `sum(fine)`.
  func position(of expression: Expression) -> Int? {
    // A name in brackets may hold what is no word, as a column's name often does.
    if case .name(let name) = expression.kind, let position = table.columns.firstIndex(where: { $0.name == name.text })
    {
      return position
    }
    let text = ExpressionPrinter(tongue: .english, naming: naming).text(of: expression)
    if let position = table.columns.firstIndex(where: { $0.name == text }) { return position }
    let written = String(expression.span.text)
    return table.columns.firstIndex { $0.heading.english == written || $0.heading.chinese == written }
  }

  func view() throws -> TableView { try TableView(table, types, in: scope) }

  /// The expression with what the result shows as a column, such as `sum(fine)`, called by that column's name.
  func named(_ expression: Expression) -> Expression {
    expression.replacing(withinSelections: false) { part in
      if case .literal = part.kind { return nil }
      return position(of: part).map { .name(Name(text: table.columns[$0].name, span: part.span)) }
    }
  }

  private func values(of expression: Expression) throws -> [Value] { try typedValues(of: expression).values }

  private func typedValues(of expression: Expression) throws -> (values: [Value], type: ValueType?) {
    if let position = position(of: expression) {
      return (try Interruption.map(table.rows) { $0[position].headline }, types[position])
    }
    let view = try self.view()
    var checker = Checker(view.scope)
    let typed = try checker.check(named(expression), in: .row(of: 0))
    let values = try view.evaluator.values(typed, over: 0, at: Array(table.rows.indices))
    return (try Interruption.map(values, \.headline), typed.type)
  }
}

/// A computed table as a list of its own, so that conditions over it are checked and evaluated like any other.
struct TableView {
  let evaluator: Evaluator
  let scope: TableScope

  /// - Throws: `Interruption`.
  init(_ table: ResultTable, _ types: [ValueType?], in outer: StatementScope) throws {
    let columns = try table.columns.enumerated().map { position, column in
      try Column(
        name: column.name, heading: column.heading.chinese, type: types[position] ?? .text,
        values: Interruption.map(table.rows) { $0[position].headline })
    }
    let data = Table(columns: columns, rowCount: table.rows.count)
    let schema = Schema([
      ListSchema(
        name: "result", alias: nil,
        columns: columns.map { ColumnSchema(name: $0.name, heading: $0.heading, type: $0.type) }, parent: nil)
    ])
    let graph = Graph(
      schema: schema, lists: [ListData(table: data)], entityCount: 0, registry: nil, entityCodes: EntityCodes())
    let all = [Standing(Bitmap(repeating: true, count: data.rowCount))]
    evaluator = Evaluator(Frame(graph: graph, asof: outer.asof, standing: all, existing: all))
    scope = TableScope(schema: schema, outer: outer)
  }
}

struct TableScope: Scope {
  let schema: Schema
  let outer: StatementScope
  var asof: CalendarDate { outer.asof }
  var definedNames: [String] { outer.definedNames }
  func definition(named name: String) -> Definition? { outer.definition(named: name) }
  func values(ofList list: Int, column: Int) -> [String] { [] }
}

extension Column {
  /// A column of values of one type; percentages and decimals keep nine places.
  fileprivate init(name: String, heading: String, type: ValueType, values: [Value]) throws {
    let known = Bitmap(values.indices.filter { values[$0].fits(type) }, count: values.count)
    let storage: ColumnStorage
    switch type {
    case .flag: storage = .flags(Bitmap(values.indices.filter { values[$0] == .flag(true) }, count: values.count))
    case .text, .category:
      var dictionary = TextDictionary()
      let codes = try Interruption.map(values) { value in
        if case .text(let text) = value { dictionary.code(adding: text) } else { UInt32(0) }
      }
      if dictionary.texts.isEmpty { _ = dictionary.code(adding: "") }
      storage = .codes(Codes(codes, distinct: dictionary.texts.count), dictionary)
    case .date, .month:
      storage = .days(
        try Interruption.map(values) { value in
          switch value {
          case .date(let date): date.dayNumber
          case .month(let month): month.monthNumber
          default: 0
          }
        })
    case .integer, .money, .decimal, .percentage, .duration:
      let places = type == .integer || type == .money ? 0 : 9
      storage = .integers(
        try Interruption.map(values) { value in
          if case .money(let fen) = value { return fen }
          let scaled = value.number.flatMap { number in
            (try? Fraction.power(ofTen: places)).flatMap { try? number * $0 }
          }
          return scaled.map { Int64(clamping: $0.roundedToInteger) } ?? 0
        }, places: places)
    }
    self.init(name: name, heading: heading, type: type, storage: storage, known: known)
  }
}

extension Value {
  /// Whether a column of a type can hold it; a group's words for what is not in the registry fit no number's.
  fileprivate func fits(_ column: ValueType) -> Bool {
    guard let type, type != column else { return type != nil }
    return (type.isText && column.isText)
      || (type.isNumeric && column.isNumeric && type != .money && column != .money)
  }
}
