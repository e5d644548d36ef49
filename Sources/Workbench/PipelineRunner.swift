import Evaluation
import Language
import Presentation
import Simulation
import Tables
import Values

/// Answers questions: a source, and what is done with its rows, stage by stage.
struct PipelineRunner {
  let state: State
  /// How many rows an answer holds.
  let rowLimit: Int

  /// What `last` gives.
  var last: LastResult?

  private var scope: StatementScope { StatementScope(state: state) }

  /// What flows from one stage to the next.
  enum Flow: Sendable {
    case rows(RowFlow)
    case table(TableFlow)
    case answer(Answer)
  }

  func answer(_ pipeline: Pipeline) throws -> Answer { try answer(flow(of: pipeline)) }

  /// What a question gives, before it is cut to a number of rows.
  func flow(of pipeline: Pipeline) throws -> Flow {
    var flow = try source(pipeline.source)
    for (position, stage) in pipeline.stages.enumerated() {
      try Interruption.check()
      if case .chart(let column) = stage.kind, position == pipeline.stages.count - 1 {
        return .answer(try draw(flow, column, at: stage.span))
      }
      switch flow {
      case .rows(let rows): flow = try apply(stage, to: rows)
      case .table(let table): flow = .table(try table.applying(stage))
      case .answer(let answer):
        flow = .table(try table(answer).applying(stage))
      }
    }
    return flow
  }

  /// What is left of a question, with as many rows as are wanted.
  func answer(_ flow: Flow) throws -> Answer {
    switch flow {
    case .rows(let rows): return try rows.answer(limit: rowLimit)
    case .table(let table): return try table.answer(limit: rowLimit)
    case .answer(let answer):
      guard answer.form == .table else { return answer }
      return try table(answer).answer(limit: rowLimit)
    }
  }

  /// What is left of a question, all of its rows, made as they are written.
  func computedRows(_ flow: Flow) throws -> ComputedRows {
    switch flow {
    case .rows(let rows): return try rows.computedRows()
    case .table(let table): return table.computedRows
    case .answer(let answer):
      return answer.form == .table ? try table(answer).computedRows : ComputedRows(answer.table)
    }
  }

  private func draw(_ flow: Flow, _ column: Expression?, at span: SourceSpan) throws -> Answer {
    switch flow {
    case .rows:
      throw Diagnostic(
        .statement, Phrase("a chart is drawn of groups", "作图需要先分组"), at: span,
        notes: [Phrase("as in `court | by district | chart`", "如 `失信被执行人｜按 所属区｜作图`")])
    case .table(let table): return try table.drawn(column, at: span)
    case .answer(let answer): return try table(answer).drawn(column, at: span)
    }
  }

  private func table(_ answer: Answer) throws -> TableFlow {
    try TableFlow(answer, in: scope, naming: state.naming())
  }

  /// What flows behind a source and some stages, none of them a chart.
  func flow(from source: Pipeline.Source, through stages: [Stage]) throws -> Flow {
    var flow = try self.source(source)
    if case .answer(let answer) = flow { flow = .table(try table(answer)) }
    for stage in stages {
      switch flow {
      case .rows(let rows): flow = try apply(stage, to: rows)
      case .table(let table): flow = .table(try table.applying(stage))
      case .answer: break
      }
    }
    return flow
  }

  // MARK: Sources

  private func source(_ source: Pipeline.Source) throws -> Flow {
    switch source {
    case .study(let study): return .answer(try StudyRunner(state: state).answer(study))
    case .last(let format):
      guard let last else {
        throw Failure(
          .statement, Phrase("there is no result yet", "尚无结果"), at: format?.span,
          notes: [Phrase("`last` shows the last result again", "“上次”再次显示最近一次的结果")])
      }
      return last.flow
    case .show(let topic): return .answer(try Showing(state).answer(topic))
    case .expression(let expression):
      if let rows = try rows(of: expression) { return .rows(rows) }
      return .answer(try value(of: expression))
    }
  }

  /// The rows that an expression names, or nil where it is a value.
  private func rows(of expression: Expression) throws -> RowFlow? {
    switch expression.kind {
    case .name(let name):
      guard scope.definition(named: name.text) == nil else { return nil }
      if Keyword(form: name.text) == .entities { return try knownEntities(name) }
      guard let list = state.schema.list(named: name.text) else {
        if state.scenarios.named(name.text) != nil { throw notAQuestion(name) }
        return nil
      }
      return RowFlow(list: list, selection: state.base.standing(of: list), state: state)
    case .all(let inner):
      guard let rows = try rows(of: inner) else { return nil }
      return RowFlow(list: rows.list, selection: state.base.frame.existing[rows.list], state: state)
    case .selection(let inner, let condition):
      guard let rows = try rows(of: inner) else {
        guard case .name(let name) = inner.kind else { return nil }
        throw Checker(scope).notAList(name)
      }
      return try rows.filtered(by: condition)
    default: return nil
    }
  }

  /// The enterprises that the registry knows by their codes.
  private func knownEntities(_ name: Name) throws -> RowFlow {
    guard let registry = state.schema.registry, let key = state.graph.lists[registry].key else {
      throw Checker(scope).notAList(Name(text: Keyword.registry.rawValue, span: name.span))
    }
    let all = Bitmap(repeating: true, count: state.graph.registeredCount)
    let known = state.graph.lists[registry].table.columns[key].known ?? all
    let rows = state.base.standing(of: registry)
    return RowFlow(list: registry, selection: rows & Standing(known), state: state)
  }

  private func notAQuestion(_ name: Name) -> Diagnostic {
    Diagnostic(
      .statement, Phrase("`\(name.text)` is a scenario: say what to do with it", "“\(name.text)”是情景，请说明要做什么"),
      at: name.span,
      notes: [
        Phrase(
          "`explain \(name.text)`, `compare base, \(name.text) on serious_ratio`",
          "`解读 \(name.text)`、`对比 现状、\(name.text) 看 严重失信占比`")
      ])
  }

  /// A plain value: in words for people, under its name for machines.
  private func value(of expression: Expression) throws -> Answer {
    let typed = try scope.check(expression)
    let range = try MetricEvaluation(typed).values(in: scope.world)[0]
    let name = ExpressionPrinter(tongue: .english, naming: state.naming()).text(of: expression)
    let table = ResultTable(
      columns: [ResultColumn(name)], rows: [[range.isExact ? .value(range.headline) : .ranged(range)]])
    let parts = try ratioParts(typed)
    func text(_ tongue: Tongue) -> String {
      let writer = ValueText(tongue: tongue)
      var text = writer.text(of: range.headline, display: typed.isYear ? .label : .plain)
      if !range.isExact { text += "   \(writer.rangeText(range.low, range.high))" }
      if let parts {
        let (part, whole) = (writer.text(of: parts.part.headline), writer.text(of: parts.whole.headline))
        text += tongue == .english ? "   \(part) of \(whole)" : "   \(whole) 中的 \(part)"
      }
      return text
    }
    return Answer(
      table, as: .prose([Phrase(text(.english), text(.chinese))]),
      notes: UnknownValues.notes(try scope.world.evaluator.unknownValues(in: typed)))
  }

  /// Both parts of a share, where the value is one.
  private func ratioParts(_ expression: TypedExpression) throws -> (part: RangedValue, whole: RangedValue)? {
    guard expression.type == .percentage, case .arithmetic(.divide, let part, let whole) = expression.kind else {
      return nil
    }
    return (try scope.world.evaluator.value(of: part), try scope.world.evaluator.value(of: whole))
  }

  // MARK: Stages over rows

  private func apply(_ stage: Stage, to rows: RowFlow) throws -> Flow {
    switch stage.kind {
    case .filter(let condition): return .rows(try rows.filtered(by: condition))
    case .select(let expressions): return .rows(try rows.selecting(expressions))
    case .group(let keys, let aggregates): return .table(try rows.grouped(by: keys, aggregates))
    case .aggregate(let aggregates): return .table(try rows.grouped(by: [], aggregates))
    case .derive(let name, let expression): return .rows(try rows.deriving(name, expression))
    case .distinct(let expressions): return .rows(try rows.distinct(by: expressions))
    case .join(let name): return .table(try rows.joined(with: name))
    case .chart: throw Diagnostic(.statement, Phrase("`chart` comes last", "“作图”应写在最后"), at: stage.span)
    case .export(let path):
      throw Diagnostic(
        .statement, Phrase("`export` comes last", "“导出”应写在最后"), at: path.span)
    case .sort(let keys): return .rows(try rows.sorted(by: keys))
    case .take(let count): return .rows(try rows.taking(count))
    }
  }
}

/// What is said of values that are missing from a sum.
enum UnknownValues {
  static func notes(_ found: [(argument: TypedExpression, rows: Int)]) -> [Phrase] {
    found.map { argument, rows in
      let name = argument.span.text
      let count = DecimalNotation.text(ofCount: rows)
      return Phrase(
        "`\(name)` is unknown in \(count) record\(rows == 1 ? "" : "s"); `where \(name) is known` leaves \(rows == 1 ? "it" : "them") out",
        "有 \(count) 条记录的“\(name)”不详；加 `当 \(name) 为 已知` 可排除")
    }
  }
}

/// What stands at the head of a result's columns.
enum Headings {
  /// A column's own name in English and its heading in Chinese; the expression as it is for all else.
  static func phrase(for typed: TypedExpression, named name: String, in schema: Schema, list: Int) -> Phrase {
    switch typed.kind {
    case .column(let position):
      let column = schema.lists[list].columns[position]
      return Phrase(column.name, column.heading)
    case .ancestor(let ancestor, let inner):
      return phrase(for: inner, named: name, in: schema, list: ancestor)
    case .aggregate(let aggregate) where aggregate.argument == nil && aggregate.condition == nil:
      switch aggregate.function {
      case .count: return Phrase("records", "记录数")
      case .entities: return Phrase("entities", "主体数")
      default: return .same(name)
      }
    default: return .same(name)
    }
  }
}
