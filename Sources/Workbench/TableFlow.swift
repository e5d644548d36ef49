import Evaluation
import Language
import Simulation
import Tables
import Values

/// A computed table on its way through a pipeline. Conditions and orders see its headline values.
struct TableFlow {
  private var table: ResultTable
  private var notes: [Phrase]
  /// What the words of a stage are called in the columns' own names.
  private let naming: Naming

  init(_ table: ResultTable, notes: [Phrase], naming: Naming) {
    self.table = table
    self.notes = notes
    self.naming = naming
  }

  func applying(_ stage: Stage) throws -> TableFlow {
    var next = self
    switch stage.kind {
    case .filter(let condition):
      let view = TableView(table)
      var checker = Checker(view.scope)
      let truth = try view.evaluator.truth(checker.condition(condition, in: .row(of: 0)), over: 0)
      next.table.rows = truth.yes.rows.map { table.rows[$0] }
    case .take(let count):
      next.table.rows = Array(table.rows.prefix(count))
    case .sort(let keys):
      next.table.rows = try sorted(by: keys)
    case .select(let expressions):
      next.table = try selecting(expressions)
    case .derive(let name, let expression):
      next.table.columns.append(ResultColumn(name.text))
      for (row, value) in try values(of: expression).enumerated() { next.table.rows[row].append(.value(value)) }
    case .distinct(let expressions):
      let keys =
        expressions.isEmpty
        ? table.columns.indices.map { column in table.rows.map { $0[column].headline } }
        : try expressions.map { try values(of: $0) }
      var seen: Set<[Value]> = []
      next.table.rows = table.rows.indices.filter { row in seen.insert(keys.map { $0[row] }).inserted }.map {
        table.rows[$0]
      }
    case .join(let name):
      throw Diagnostic(
        .statement, Phrase("only a list's own rows can be joined", "只能关联名单自身的行"), at: name.span)
    case .export(let path):
      throw Diagnostic(.statement, Phrase("`export` comes last", "“导出”应写在最后"), at: path.span)
    case .group, .aggregate:
      throw Diagnostic(
        .statement, Phrase("these rows are groups already", "这些行已是分组结果"), at: stage.span,
        notes: [Phrase("name all keys in one `by`", "请在同一个 `按` 中写出所有分组列")])
    }
    return next
  }

  func answer(limit: Int) -> Answer {
    var shown = table
    shown.limit(to: limit)
    return Answer(shown, notes: notes)
  }

  private func sorted(by keys: [SortKey]) throws -> [[Cell]] {
    var columns: [(values: [Value], isDescending: Bool)] = []
    if keys.isEmpty, let last = table.columns.lastIndex(where: { $0.detail != .hidden }) {
      columns = [(table.rows.map { $0[last].headline }, true)]
    }
    for key in keys { columns.append((try values(of: key.expression), key.isDescending)) }
    let order = table.rows.indices.sorted { first, second in
      for (values, isDescending) in columns where values[first] != values[second] {
        if values[first] == .unknown || values[second] == .unknown { return values[second] == .unknown }
        return (values[first] < values[second]) != isDescending
      }
      return first < second
    }
    return order.map { table.rows[$0] }
  }

  private func selecting(_ expressions: [Expression]) throws -> ResultTable {
    let printer = ExpressionPrinter(tongue: .english, naming: naming)
    var columns: [ResultColumn] = []
    var cells: [[Cell]] = []
    for expression in expressions {
      if let position = position(of: expression) {
        var column = table.columns[position]
        column.detail = .full
        columns.append(column)
        cells.append(table.rows.map { $0[position] })
      } else {
        columns.append(ResultColumn(printer.text(of: expression)))
        cells.append(try values(of: expression).map { .value($0) })
      }
    }
    return ResultTable(
      columns: columns, rows: table.rows.indices.map { row in cells.map { $0[row] } }, omitted: table.omitted)
  }

  /// The column that an expression names as the result shows it, such as `district` or `sum(fine)`.
  private func position(of expression: Expression) -> Int? {
    let text = ExpressionPrinter(tongue: .english, naming: naming).text(of: expression)
    if let position = table.columns.firstIndex(where: { $0.name == text }) { return position }
    let written = String(expression.span.text)
    return table.columns.firstIndex { $0.heading.english == written || $0.heading.chinese == written }
  }

  private func values(of expression: Expression) throws -> [Value] {
    if let position = position(of: expression) { return table.rows.map { $0[position].headline } }
    let view = TableView(table)
    var checker = Checker(view.scope)
    let typed = try checker.check(expression, in: .row(of: 0))
    return try view.evaluator.values(typed, over: 0, at: Array(table.rows.indices)).map(\.headline)
  }
}

/// A computed table as a list of its own, so that conditions over it are checked and evaluated like any other.
private struct TableView {
  let evaluator: Evaluator
  let scope: TableScope

  init(_ table: ResultTable) {
    let columns = table.columns.enumerated().map { position, column in
      Column(name: column.name, heading: column.heading.chinese, values: table.rows.map { $0[position].headline })
    }
    let data = Table(columns: columns, rowCount: table.rows.count)
    let schema = Schema([
      ListSchema(
        name: "result", alias: nil,
        columns: columns.map { ColumnSchema(name: $0.name, heading: $0.heading, type: $0.type) }, parent: nil)
    ])
    let graph = Graph(
      schema: schema, lists: [ListData(table: data)], entityCount: 0, registry: nil, entitiesByCode: [:])
    let all = [Standing(Bitmap(repeating: true, count: data.rowCount))]
    evaluator = Evaluator(Frame(graph: graph, asof: CalendarDate(dayNumber: 0), standing: all, existing: all))
    scope = TableScope(schema: schema)
  }
}

private struct TableScope: Scope {
  let schema: Schema
  var asof: CalendarDate { CalendarDate(dayNumber: 0) }
  var definedNames: [String] { [] }
  func definition(named name: String) -> Definition? { nil }
  func values(ofList list: Int, column: Int) -> [String] { [] }
}

extension Column {
  /// A column of values of one type; percentages and decimals keep nine places.
  fileprivate init(name: String, heading: String, values: [Value]) {
    let type = values.lazy.compactMap(\.type).first ?? .text
    let known = Bitmap(values.indices.filter { values[$0].type == type }, count: values.count)
    let storage: ColumnStorage
    switch type {
    case .flag: storage = .flags(Bitmap(values.indices.filter { values[$0] == .flag(true) }, count: values.count))
    case .text, .category:
      var dictionary = TextDictionary()
      let codes = values.map { value in
        if case .text(let text) = value { dictionary.code(adding: text) } else { UInt32(0) }
      }
      if dictionary.texts.isEmpty { _ = dictionary.code(adding: "") }
      storage = .codes(Codes(codes, distinct: dictionary.texts.count), dictionary)
    case .date, .month:
      storage = .days(
        values.map { value in
          switch value {
          case .date(let date): date.dayNumber
          case .month(let month): month.monthNumber
          default: 0
          }
        })
    case .integer, .money, .decimal, .percentage, .duration:
      let places = type == .integer || type == .money ? 0 : 9
      storage = .integers(
        values.map { value in
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
