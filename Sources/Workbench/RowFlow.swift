import Evaluation
import Language
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
  private var notes: [Phrase] = []

  init(list: Int, selection: Standing, state: State) {
    self.list = list
    self.selection = selection
    self.state = state
  }

  private var scope: StatementScope { StatementScope(state: state) }
  private var schema: ListSchema { state.schema.lists[list] }
  private var evaluator: Evaluator { state.base.evaluator }

  /// The rows of the headline in their order.
  private var rows: [Int] { order ?? selection.headline.rows }

  // MARK: Stages

  func filtered(by condition: Expression) throws -> RowFlow {
    var checker = Checker(scope)
    let planes = try evaluator.truth(checker.condition(condition, in: .row(of: list)), over: list)
    var next = self
    let unknown = (selection.headline & planes.unknown).population
    next.selection = selection.keeping(planes)
    next.order = order?.filter { planes.yes.contains($0) }
    if unknown > 0 {
      let count = Fraction(unknown).text(places: 0, grouping: true)
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
    next.columns = try expressions.map { try checker.check($0, in: .row(of: list)) }
    next.columnNames = expressions.map { printer.text(of: $0) }
    return next
  }

  func taking(_ count: Int) throws -> RowFlow {
    var next = self
    let kept = Array(rows.prefix(count))
    let set = Bitmap(kept, count: selection.headline.count)
    next.order = kept
    next.selection = Standing(low: selection.low & set, headline: set, high: set)
    return next
  }

  func sorted(by keys: [SortKey]) throws -> RowFlow {
    var next = self
    var checker = Checker(scope)
    let sortKeys = try keys.map { key in
      (expression: try checker.check(key.expression, in: .row(of: list)), isDescending: key.isDescending)
    }
    let lastColumn = columns?.last ?? lastOwnColumn
    let wanted = sortKeys.isEmpty ? [(expression: lastColumn, isDescending: true)] : sortKeys
    let rows = rows
    let values = try wanted.map { try evaluator.values($0.expression, over: list, at: rows).map(\.headline) }
    let ordered = rows.indices.sorted { first, second in
      for (column, key) in zip(values, wanted) where column[first] != column[second] {
        // Unknown comes last whichever way the rest goes.
        if column[first] == .unknown || column[second] == .unknown { return column[second] == .unknown }
        return (column[first] < column[second]) != key.isDescending
      }
      return first < second
    }
    next.order = ordered.map { rows[$0] }
    return next
  }

  private var lastOwnColumn: TypedExpression {
    let position = schema.columns.count - 1
    return .column(position, type: schema.columns[position].type, at: SourceSpan(SourceText(""), 0..<0))
  }

  /// A table with a row a group, or one row for all.
  func grouped(by keys: [Expression], _ aggregates: [Expression]) throws -> TableFlow {
    var checker = Checker(scope)
    let printer = ExpressionPrinter(tongue: .english, naming: state.naming(over: list))
    let groupPrinter = ExpressionPrinter(tongue: .english, naming: state.naming(over: list, isGroup: true))
    let typedKeys = try keys.map { try checker.check($0, in: .row(of: list)) }
    let wanted =
      aggregates.isEmpty
      ? [TypedExpression.counting(Aggregate(.count, list: list))]
      : try aggregates.map { try checker.check($0, in: .group(of: list)) }
    let names = aggregates.isEmpty ? ["count"] : aggregates.map { groupPrinter.text(of: $0) }
    let grouping =
      keys.isEmpty ? Grouping.whole : try evaluator.grouping(of: selection.high, of: list, by: typedKeys)
    let values = try wanted.map {
      try evaluator.values(of: $0, grouping: grouping, selection: (list: list, rows: selection))
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
    let rows = (0..<grouping.count).map { group in
      grouping.keys[group].map(\.cell)
        + values.map { $0[group].isExact ? .value($0[group].headline) : Cell.ranged($0[group]) }
    }
    let missing = try wanted.flatMap { try evaluator.unknownValues(in: $0, selection: (list: list, rows: selection)) }
    return TableFlow(
      ResultTable(columns: columns, rows: rows), notes: notes + UnknownValues.notes(missing),
      naming: state.naming(over: list, isGroup: true))
  }

  // MARK: Showing

  func answer(limit: Int) throws -> Answer {
    let rows = rows
    let shown = Array(rows.prefix(limit))
    let expressions =
      columns
      ?? schema.columns.enumerated().map { position, column in
        TypedExpression.column(position, type: column.type, at: SourceSpan(SourceText(""), 0..<0))
      }
    let names = columns == nil ? schema.columns.map(\.name) : columnNames
    let values = try expressions.map { try evaluator.values($0, over: list, at: shown) }
    let resultColumns = zip(names, expressions).map { name, typed in
      ResultColumn(
        name, heading: Headings.phrase(for: typed, named: name, in: state.schema, list: list),
        display: typed.isYear ? .label : .plain)
    }
    let cells = shown.indices.map { row in
      values.map { $0[row].isExact ? Cell.value($0[row].headline) : .ranged($0[row]) }
    }
    return Answer(
      ResultTable(columns: resultColumns, rows: cells, omitted: rows.count - shown.count), notes: notes)
  }
}

extension TypedExpression {
  /// Whether it is a year, whose digits are not grouped.
  var isYear: Bool {
    if case .function(.year, _) = kind { true } else { false }
  }
}
