import Evaluation
import Language
import OrderedCollections
import Presentation
import Tables
import Values

/// Rows of a list on their way through a pipeline.
struct RowFlow {
  let list: Int
  let state: State
  /// The rows that are left: surely, in the headline, perhaps.
  private(set) var selection: Standing
  /// The rows of the headline in the order that was asked for; nil for the file's.
  private var order: [Int]?
  /// The columns that were asked for; nil for all.
  private var columns: [TypedExpression]?
  private var columnNames: [String] = []
  /// Columns that were added, in order, each unfolded to the list's own.
  private var derived: OrderedDictionary<String, Expression> = [:]
  private var notes: [Phrase] = []

  init(list: Int, selection: Standing, state: State) {
    self.list = list
    self.selection = selection
    self.state = state
  }

  private var scope: StatementScope { StatementScope(state: state) }
  private var schema: ListSchema { state.schema.lists[list] }
  private var evaluator: Evaluator { scope.world.evaluator }

  /// The rows of the headline in their order.
  private var rows: [Int] { order ?? selection.headline.rows }

  /// An expression in terms of the list's own columns.
  func unfolded(_ expression: Expression) -> Expression {
    expression.unfolding(Dictionary(uniqueKeysWithValues: derived.map { ($0.key, $0.value) }))
  }

  // MARK: Stages

  func deriving(_ name: Name, _ expression: Expression) throws -> RowFlow {
    var next = self
    let own = unfolded(expression)
    var checker = Checker(scope)
    let typed = try checker.check(own, in: .row(of: list))
    next.derived[name.text] = own
    if next.columns != nil {
      next.columns?.append(typed)
      next.columnNames.append(name.text)
    }
    return next
  }

  /// The first row of those that are alike in some expressions, or in every column that is shown.
  func distinct(by expressions: [Expression]) throws -> RowFlow {
    var checker = Checker(scope)
    let keys =
      expressions.isEmpty
      ? try shownColumns().map(\.typed) : try expressions.map { try checker.check(unfolded($0), in: .row(of: list)) }
    return keeping(try evaluator.firstOfEachKind(rows, of: list, by: keys))
  }

  /// Each row beside the standing records of another list about the same entity.
  func joined(with name: Name) throws -> TableFlow {
    guard let other = state.schema.list(named: name.text) else { throw Checker(scope).notAList(name) }
    let (mine, theirs) = (state.graph.lists[list].entities, state.graph.lists[other].entities)
    guard state.schema.isAboutEntities(list), state.schema.isAboutEntities(other) else {
      let bare = state.schema.isAboutEntities(list) ? name.text : schema.name
      throw Diagnostic(
        .statement, Phrase("`\(bare)` belongs to no entity", "“\(bare)”不隶属于任何主体"), at: name.span)
    }
    let partners = try ChildLinks(
      pairs: Interruption.map(state.base.standing(of: other).headline.rows) { (theirs[$0], Int32($0)) },
      parentCount: state.graph.entityCount)
    var pairs: [(mine: Int, theirs: Int)] = []
    for (position, row) in rows.enumerated() {
      try Interruption.check(atRow: position)
      guard mine[row] >= 0 else { continue }
      for partner in partners.children(of: Int(mine[row])) { pairs.append((row, Int(partner))) }
    }
    let (mineOfPairs, theirsOfPairs) = (try Interruption.map(pairs, \.mine), try Interruption.map(pairs, \.theirs))
    let own = try shownColumns()
    let schema = state.schema.lists[other]
    var columns = try own.map { column, typed in
      (column, CellColumn.rows(try evaluator.rowValues(typed, over: list), mineOfPairs), typed.type)
    }
    for (position, column) in schema.columns.enumerated() {
      let heading = Phrase("\(schema.name).\(column.name)", "\(schema.alias ?? schema.name).\(column.heading)")
      let typed = TypedExpression.column(position, type: column.type, at: name.span)
      let cells = CellColumn.rows(try evaluator.rowValues(typed, over: other), theirsOfPairs)
      columns.append((ResultColumn("\(schema.name).\(column.name)", heading: heading), cells, column.type))
    }
    return TableFlow(columns, count: pairs.count, notes: notes, in: scope, naming: state.naming(over: list))
  }

  /// The columns that are shown: those that were asked for, or the list's own and the derived ones.
  func shownColumns() throws -> [(column: ResultColumn, typed: TypedExpression)] {
    var checker = Checker(scope)
    var typed = columns ?? schema.columns.indices.map { .column($0, of: schema) }
    var names = columns == nil ? schema.columns.map(\.name) : columnNames
    if columns == nil {
      for (name, expression) in derived {
        names.append(name)
        typed.append(try checker.check(expression, in: .row(of: list)))
      }
    }
    return zip(names, typed).map { name, typed in
      let heading =
        derived[name] == nil ? Headings.phrase(for: typed, named: name, in: state.schema, list: list) : .same(name)
      let column = ResultColumn(name, heading: heading, display: typed.isYear ? .label : .plain, type: typed.type)
      return (column, typed)
    }
  }

  /// Only some rows, in their order.
  private func keeping(_ rows: [Int]) -> RowFlow {
    var next = self
    let set = Bitmap(rows, count: selection.headline.count)
    next.order = rows
    next.selection = Standing(low: selection.low & set, headline: set, high: set)
    return next
  }

  func filtered(by condition: Expression) throws -> RowFlow {
    var checker = Checker(scope)
    let planes = try evaluator.truth(checker.condition(unfolded(condition), in: .row(of: list)), over: list)
    var next = self
    let unknown = (selection.headline & planes.unknown).population
    next.selection = selection.keeping(planes)
    next.order = try order?.filter { row in
      try Interruption.check(atRow: row)
      return planes.yes.contains(row)
    }
    if unknown > 0 {
      let count = DecimalNotation.text(ofCount: unknown)
      next.notes.append(
        Phrase(
          "for \(count) record\(unknown == 1 ? "" : "s") the condition is unknown; the headline leaves \(unknown == 1 ? "it" : "them") out",
          "有 \(count) 条记录条件不详，未计入名义值"))
    }
    return next
  }

  func selecting(_ expressions: [Expression]) throws -> RowFlow {
    var checker = Checker(scope)
    var next = self
    let printer = ExpressionPrinter(tongue: .english, naming: state.naming(over: list))
    next.columns = try expressions.map { try checker.check(unfolded($0), in: .row(of: list)) }
    next.columnNames = expressions.map { printer.text(of: $0) }
    return next
  }

  func taking(_ count: Int) throws -> RowFlow { keeping(Array(rows.prefix(count))) }

  func sorted(by keys: [SortKey]) throws -> RowFlow {
    var next = self
    var checker = Checker(scope)
    let sortKeys = try keys.map { key in
      (expression: try checker.check(unfolded(key.expression), in: .row(of: list)), isDescending: key.isDescending)
    }
    let wanted =
      sortKeys.isEmpty ? try shownColumns().suffix(1).map { (expression: $0.typed, isDescending: true) } : sortKeys
    next.order = try evaluator.ordered(rows, of: list, by: wanted)
    return next
  }

  /// A table with a row a group, or one row for all.
  func grouped(by keys: [Expression], _ aggregates: [Expression]) throws -> TableFlow {
    var checker = Checker(scope)
    let printer = ExpressionPrinter(tongue: .english, naming: state.naming(over: list))
    let groupPrinter = ExpressionPrinter(tongue: .english, naming: state.naming(over: list, isGroup: true))
    let typedKeys = try keys.map { try checker.check(unfolded($0), in: .row(of: list)) }
    let wanted =
      aggregates.isEmpty
      ? [TypedExpression.counting(Aggregate(.count, list: list))]
      : try aggregates.map { try checker.check(unfolded($0), in: .group(of: list)) }
    let names = aggregates.isEmpty ? ["count"] : aggregates.map { groupPrinter.text(of: $0) }
    let grouping =
      keys.isEmpty ? Grouping.whole : try evaluator.grouping(of: selection.high, of: list, by: typedKeys)
    var cells = grouping.keys.parts.map(CellColumn.keys)
    for expression in wanted {
      let values = try evaluator.values(of: expression, grouping: grouping, selection: (list: list, rows: selection))
      cells.append(.values(values))
    }
    let columns =
      zip(keys, typedKeys).map { key, typed in
        let name = printer.text(of: key)
        return ResultColumn(
          name, heading: Headings.phrase(for: typed, named: name, in: state.schema, list: list),
          display: typed.isYear ? .label : .plain)
      }
      + zip(names, wanted).map { name, typed in
        ResultColumn(name, heading: Headings.phrase(for: typed, named: name, in: state.schema, list: list))
      }
    let missing = try wanted.flatMap { try evaluator.unknownValues(in: $0, selection: (list: list, rows: selection)) }
    return TableFlow(
      zip(zip(columns, cells), typedKeys + wanted).map { ($0.0, $0.1, $1.type) }, count: grouping.count,
      notes: notes + UnknownValues.notes(missing), in: scope, naming: state.naming(over: list, isGroup: true),
      isGrouped: true)
  }

  // MARK: Showing

  func answer(limit: Int) throws -> Answer {
    let rows = rows
    let shown = Array(rows.prefix(limit))
    let columns = try shownColumns()
    let cells = try columns.map { try Interruption.map(evaluator.values($0.typed, over: list, at: shown), \.cell) }
    let table = try Interruption.map(shown.indices) { row in cells.map { $0[row] } }
    return Answer(
      ResultTable(columns: columns.map(\.column), rows: table, omitted: rows.count - shown.count), notes: notes)
  }

  /// All rows, made as they are written.
  func computedRows() throws -> ComputedRows {
    let rows = rows
    let columns = try shownColumns()
    let values = try columns.map { try evaluator.rowValues($0.typed, over: list) }
    return ComputedRows(zip(columns, values).map { ($0.column, $1.mayHaveRanges) }, count: rows.count) {
      values[$1][rows[$0]].cell
    }
  }
}

extension TypedExpression {
  /// Whether it is a year, whose digits are not grouped.
  var isYear: Bool {
    if case .function(.year, _) = kind { true } else { false }
  }
}

extension RangedValue {
  /// The value as a result shows it.
  var cell: Cell { isExact ? .value(headline) : .ranged(self) }
}

extension Schema {
  /// Whether each row of a list is an entity's or belongs to one's; an empty list tells it by its declaration alone.
  func isAboutEntities(_ list: Int) -> Bool {
    registry.map { list == $0 || ancestors(of: list).contains($0) } ?? false
  }
}
