import Evaluation
import Language
import Presentation
import Simulation
import Tables
import Values

/// A computed table on its way through a pipeline. Conditions and orders see its headline values.
///
/// It stands column by column, and what stages leave out or put in another order stays where it is: there may be as many
/// rows as a list has, and few of them are shown.
struct TableFlow {
  /// The columns, those included that people don't see.
  private(set) var columns: [ResultColumn]
  /// The type of each column; nil where nothing is known in it.
  private(set) var types: [ValueType?]
  private(set) var notes: [Phrase]
  /// For each column the cells of all rows there ever were.
  private var cells: [CellColumn]
  private let placeCount: Int
  /// The places of the rows that are left, in their order.
  private var rows: [Int]
  /// How many further rows a limit has left out before.
  private let omitted: Int
  /// The day and the names that stages may use beside the columns.
  let scope: StatementScope
  /// What the words of a stage are called in the columns' own names.
  let naming: Naming
  /// Whether the rows are groups, whose ranges no further grouping could keep.
  private let isGrouped: Bool

  /// A computed table of columns, with the cells of each and their type.
  init(
    _ columns: [(column: ResultColumn, cells: CellColumn, type: ValueType?)], count: Int, omitted: Int = 0,
    notes: [Phrase],
    in scope: StatementScope, naming: Naming, isGrouped: Bool = false
  ) {
    self.columns = columns.map(\.column)
    types = columns.map(\.type)
    cells = columns.map(\.cells)
    placeCount = count
    rows = Array(0..<count)
    self.omitted = omitted
    self.notes = notes
    self.scope = scope
    self.naming = naming
    self.isGrouped = isGrouped
  }

  /// The table of an answer, whose types are those of the values.
  init(_ answer: Answer, in scope: StatementScope, naming: Naming) throws {
    let table = answer.table
    self.init(
      try table.columns.enumerated().map { position, column in
        let cells = try Interruption.map(table.rows) { $0[position] }
        return (column, .cells(cells), cells.lazy.compactMap(\.headline.type).first)
      }, count: table.rows.count, omitted: table.omitted, notes: answer.notes, in: scope, naming: naming)
  }

  /// How many rows are left.
  var rowCount: Int { rows.count }

  /// The cell of a column in one of the rows that are left.
  func cell(_ row: Int, _ column: Int) -> Cell { cells[column][rows[row]] }

  /// The headlines of a column in the rows that are left.
  private func headlines(_ column: Int) -> Headlines { Headlines(cells[column], at: rows) }

  /// Cells for the rows that are left, each at its row's place.
  private func placed(_ values: Headlines) throws -> CellColumn {
    var cells = [Cell](repeating: .empty, count: placeCount)
    for (row, value) in values.enumerated() {
      try Interruption.check(atRow: row)
      cells[rows[row]] = .value(value)
    }
    return .cells(cells)
  }

  func applying(_ stage: Stage) throws -> TableFlow {
    var next = self
    switch stage.kind {
    case .filter(let condition):
      var checker = Checker(viewScope)
      let typed = try checker.condition(named(condition), in: .row(of: 0))
      next.rows = try Interruption.map(evaluator(reading: [typed]).truth(typed, over: 0).yes.rows) { rows[$0] }
    case .take(let count):
      next.rows = Array(rows.prefix(count))
    case .sort(let keys):
      next.rows = try sorted(by: keys)
    case .select(let expressions):
      next = try selecting(expressions)
    case .derive(let name, let expression):
      let (values, type) = try typedValues(of: expression)
      next.columns.append(ResultColumn(name.text))
      next.types.append(type)
      next.cells.append(try placed(values))
    case .distinct(let expressions):
      var kinds = RowKinds(count: rows.count)
      if expressions.isEmpty {
        for column in columns.indices {
          let values = headlines(column)
          try kinds.tellApart { values[$0] }
        }
      }
      for expression in expressions {
        let values = try values(of: expression)
        try kinds.tellApart { values[$0] }
      }
      next.rows = try Interruption.map(kinds.firstRows()) { rows[$0] }
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

  func answer(limit: Int) throws -> Answer {
    var shown = try table(limit: limit)
    for (position, type) in types.enumerated() { shown.columns[position].type = type }
    return Answer(shown, notes: notes)
  }

  /// All rows, as they are written.
  var computedRows: ComputedRows {
    var typed = columns
    for (position, type) in types.enumerated() { typed[position].type = type }
    return ComputedRows(typed.map { ($0, true) }, count: rows.count) { [cells, rows] in cells[$1][rows[$0]] }
  }

  /// The first of its rows.
  private func table(limit: Int) throws -> ResultTable {
    let shown = rows.prefix(limit)
    return ResultTable(
      columns: columns, rows: try Interruption.map(shown) { row in cells.map { $0[row] } },
      omitted: omitted + rows.count - shown.count)
  }

  /// The result as a picture; machines get its table.
  /// - Throws: `Diagnostic` where there is no such column or no number in it.
  func drawn(_ column: Expression?, at span: SourceSpan) throws -> Answer {
    let position = try column.map { expression in
      guard let position = self.position(of: expression) else {
        throw Diagnostic(
          .statement, Phrase("the result has no column `\(expression.span.text)`", "结果没有“\(expression.span.text)”列"),
          at: expression.span, notes: Nearness.notes(String(expression.span.text), columns.map(\.name)))
      }
      return position
    }
    let table = try self.table(limit: .max)
    guard Chart(table, column: position, in: .english) != nil else {
      throw Diagnostic(.statement, Phrase("there is no number to draw", "没有可作图的数"), at: column?.span ?? span)
    }
    return Answer(table, as: .chart(column: position), notes: notes)
  }

  private func sorted(by keys: [SortKey]) throws -> [Int] {
    var columns: [(values: Headlines, isDescending: Bool)] = []
    if keys.isEmpty, let last = self.columns.lastIndex(where: { $0.detail != .hidden }) {
      columns = [(headlines(last), true)]
    }
    for key in keys { columns.append((try values(of: key.expression), key.isDescending)) }
    let order = try Evaluator.order(
      of: rows.count, by: columns.map { column in ({ column.values[$0] }, column.isDescending) })
    return try Interruption.map(order) { rows[$0] }
  }

  private func selecting(_ expressions: [Expression]) throws -> TableFlow {
    let printer = ExpressionPrinter(tongue: .english, naming: naming)
    var next = self
    (next.columns, next.types, next.cells) = ([], [], [])
    for expression in expressions {
      if let position = position(of: expression) {
        var column = columns[position]
        column.detail = .full
        next.columns.append(column)
        next.types.append(types[position])
        next.cells.append(cells[position])
      } else {
        let (values, type) = try typedValues(of: expression)
        next.columns.append(ResultColumn(printer.text(of: expression)))
        next.types.append(type)
        next.cells.append(try placed(values))
      }
    }
    return next
  }

  /// The column that an expression names as the result shows it, such as `district` or `sum(fine)`.
  func position(of expression: Expression) -> Int? {
    // A name in brackets may hold what is no word, as a column's name often does.
    if case .name(let name) = expression.kind, let position = columns.firstIndex(where: { $0.name == name.text }) {
      return position
    }
    let text = ExpressionPrinter(tongue: .english, naming: naming).text(of: expression)
    if let position = columns.firstIndex(where: { $0.name == text }) { return position }
    let written = String(expression.span.text)
    return columns.firstIndex { $0.heading.english == written || $0.heading.chinese == written }
  }

  /// The expression with what the result shows as a column, such as `sum(fine)`, called by that column's name.
  func named(_ expression: Expression) -> Expression {
    expression.replacing(withinSelections: false) { part in
      if case .literal = part.kind { return nil }
      return position(of: part).map { .name(Name(text: columns[$0].name, span: part.span)) }
    }
  }

  private func values(of expression: Expression) throws -> Headlines { try typedValues(of: expression).values }

  private func typedValues(of expression: Expression) throws -> (values: Headlines, type: ValueType?) {
    if let position = position(of: expression) { return (headlines(position), types[position]) }
    var checker = Checker(viewScope)
    let typed = try checker.check(named(expression), in: .row(of: 0))
    let values = try evaluator(reading: [typed]).values(typed, over: 0, at: Array(rows.indices))
    return (Headlines(try Interruption.map(values, \.headline)), typed.type)
  }

  // MARK: As a list

  /// Names as conditions over the rows have them, the columns being those of a list of their own.
  var viewScope: TableScope {
    let columns = zip(columns, types).map { column, type in
      ColumnSchema(name: column.name, heading: column.heading.chinese, type: type ?? .text)
    }
    let list = ListSchema(name: "result", alias: nil, columns: columns, parent: nil)
    return TableScope(schema: Schema([list]), outer: scope)
  }

  /// The rows that are left as a list of their own, so that conditions over them are evaluated like any other.
  /// Only columns that the expressions read hold anything.
  func evaluator(reading expressions: [TypedExpression]) throws -> Evaluator {
    let read = expressions.reduce(into: Set<Int>()) { $0.formUnion($1.columnsRead) }
    let schema = viewScope.schema
    let columns = try schema.lists[0].columns.enumerated().map { position, column in
      try Column(column, values: read.contains(position) ? headlines(position) : Headlines(unknown: rows.count))
    }
    let graph = Graph(
      schema: schema, lists: [ListData(table: Table(columns: columns, rowCount: rows.count))], entityCount: 0,
      registry: nil, entityCodes: EntityCodes())
    let all = [Standing(Bitmap(repeating: true, count: rows.count))]
    return Evaluator(Frame(graph: graph, asof: scope.asof, standing: all, existing: all))
  }
}

extension TypedExpression {
  /// The columns that it reads, where there is one list.
  var columnsRead: Set<Int> {
    var columns = children.reduce(into: Set<Int>()) { $0.formUnion($1.columnsRead) }
    if case .column(let column) = kind { columns.insert(column) }
    return columns
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
  fileprivate init(_ schema: ColumnSchema, values: Headlines) throws {
    let type = schema.type
    var known = Bitmap(count: values.count)
    /// What a value that fits is stored as; each is looked at once, for it may be made as it is.
    func stored<Stored>(orUnknown none: Stored, _ storing: (Value) -> Stored) throws -> [Stored] {
      try Interruption.map(values.indices) { row in
        let value = values[row]
        guard value.fits(type) else { return none }
        known.insert(row)
        return storing(value)
      }
    }
    let storage: ColumnStorage
    switch type {
    case .flag:
      let flags = try stored(orUnknown: false) { $0 == .flag(true) }
      storage = .flags(Bitmap(flags.indices.lazy.filter { flags[$0] }, count: flags.count))
    case .text, .category:
      var dictionary = TextDictionary()
      let codes = try stored(orUnknown: UInt32(0)) { value in
        if case .text(let text) = value { dictionary.code(adding: text) } else { 0 }
      }
      if dictionary.texts.isEmpty { _ = dictionary.code(adding: "") }
      storage = .codes(Codes(codes, distinct: dictionary.texts.count), dictionary)
    case .date, .month:
      storage = .days(
        try stored(orUnknown: 0) { value in
          switch value {
          case .date(let date): date.dayNumber
          case .month(let month): month.monthNumber
          default: 0
          }
        })
    case .integer, .money, .decimal, .percentage, .duration:
      let places = type == .integer || type == .money ? 0 : 9
      storage = .integers(
        try stored(orUnknown: 0) { value in
          if case .money(let fen) = value { return fen }
          let scaled = value.number.flatMap { number in
            (try? Fraction.power(ofTen: places)).flatMap { try? number * $0 }
          }
          return scaled.map { Int64(clamping: $0.roundedToInteger) } ?? 0
        }, places: places)
    }
    self.init(name: schema.name, heading: schema.heading, type: type, storage: storage, known: known)
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
