import Language
import OrderedCollections
import Simulation
import Tables
import Values

/// What the workbench knows of itself.
struct Showing {
  private let state: State

  init(_ state: State) { self.state = state }

  static let topics: OrderedDictionary<String, Phrase> = [
    "lists": Phrase("lists", "名单"), "givens": Phrase("givens", "前提"), "scenarios": Phrase("scenarios", "情景"),
    "metrics": Phrase("metrics", "指标"),
    "targets": Phrase("targets", "目标"), "duties": Phrase("duties", "职责"), "problems": Phrase("problems", "问题"),
    "problem_lines": Phrase("problem_lines", "问题明细"), "names": Phrase("names", "名称"),
    "settings": Phrase("settings", "设置"),
  ]

  func answer(_ topic: Name) throws -> Answer {
    switch Showing.topics.first(where: { $0.key == topic.text || $0.value.chinese == topic.text })?.key {
    case "lists": return Answer(Summary(state).lists)
    case "scenarios": return scenarios
    case "metrics": return try metrics()
    case "targets": return try targets()
    case "givens": return givens
    case "duties": return try DutyCalendar(state: state).answer()
    case "problems": return problems
    case "problem_lines": return problemLines
    case "names": return names
    case "settings": return settings
    default: break
    }
    if let list = state.schema.list(named: topic.text) { return columns(of: list) }
    var candidates = Array(Showing.topics.keys) + Showing.topics.values.map(\.chinese)
    candidates += state.schema.lists.flatMap { [$0.name] + ($0.alias.map { [$0] } ?? []) }
    throw Diagnostic(
      .statement, Phrase("there is no `\(topic.text)` to show", "没有可查看的“\(topic.text)”"), at: topic.span,
      notes: Nearness.notes(topic.text, candidates) + [
        Phrase(
          "show \(Showing.topics.keys.joined(separator: ", ")), or a list's name for its columns",
          "可查看：\(Showing.topics.values.map(\.chinese).joined(separator: "、"))，或用名单名称查看其列")
      ])
  }

  private static let name = ResultColumn("name", heading: Phrase("name", "名称"))
  private static let alias = ResultColumn("alias", heading: Phrase("also", "别名"))

  private func cell(_ text: String?) -> Cell { text.map { .value(.text($0)) } ?? .empty }

  /// What was defined, in one line and in the words of each tongue.
  private func cell(_ definition: Expression) -> Cell {
    let naming = state.naming()
    return .phrase(
      Phrase(
        ExpressionPrinter(tongue: .english, naming: naming).text(of: definition),
        ExpressionPrinter(tongue: .chinese, naming: naming).text(of: definition)))
  }

  private func columns(of list: Int) -> Answer {
    let data = state.graph.lists[list]
    var roles: [Int: Phrase] = [:]
    for (position, keyword) in [
      (data.standing.since, Keyword.since), (data.standing.until, .until), (data.standing.on, .on), (data.key, .key),
      (state.schema.lists[list].authority, .authority),
    ] {
      if let position { roles[position] = keyword.words }
    }
    let rows = data.table.columns.enumerated().map { position, column -> [Cell] in
      let known = column.known?.population ?? column.count
      return [
        cell(column.name), cell(column.heading), .phrase(column.type.name),
        roles[position].map { .phrase($0) } ?? .empty, .value(.integer(Int64(column.count - known))),
      ]
    }
    let columns = [
      ResultColumn("column", heading: Phrase("column", "列")),
      ResultColumn("heading", heading: Phrase("heading in the file", "文件表头")),
      ResultColumn("type", heading: Phrase("type", "类型")), ResultColumn("role", heading: Phrase("role", "作用")),
      ResultColumn("unknown", heading: Phrase("unknown", "不详")),
    ]
    return Answer(ResultTable(columns: columns, rows: rows))
  }

  private var scenarios: Answer {
    let printer = ExpressionPrinter(tongue: .english)
    let rows = state.scenarios.values.map { scenario -> [Cell] in
      let definition = scenario.definition
      let parameters = definition.parameters.map { parameter in
        parameter.name.text + (parameter.fallback.map { " = \(printer.text(of: $0))" } ?? "")
      }
      let measures: Cell
      let citation: String?
      switch definition.body {
      case .measures(let list):
        measures = .value(.integer(Int64(list.count)))
        citation = list.lazy.compactMap(\.citation).first
      case .sum(let expression):
        let lines = expression.span.text.split(whereSeparator: \.isNewline)
        measures = cell(lines.map { $0.drop { $0.isWhitespace } }.joined(separator: " "))
        citation = nil
      }
      return [
        cell(definition.name.text), cell(definition.alias), cell(parameters.joined(separator: ", ")), measures,
        cell(citation ?? scenario.clause?.path),
      ]
    }
    let columns = [
      Showing.name, Showing.alias, ResultColumn("parameters", heading: Phrase("parameters", "参数")),
      ResultColumn("measures", heading: Phrase("measures", "措施")),
      ResultColumn("source", heading: Phrase("source", "依据")),
    ]
    return Answer(ResultTable(columns: columns, rows: rows))
  }

  /// Each dated value of what is given; the one that holds on the day is marked.
  private var givens: Answer {
    let rows = state.givens.values.flatMap { given -> [[Cell]] in
      let now = given.value(on: state.base.asof)
      let values = given.values.isEmpty ? [.init(value: .unknown, since: nil, citation: nil)] : given.values
      return values.map { dated in
        [
          cell(given.name), cell(given.alias), given.type.map { .phrase($0.name) } ?? .empty, .value(dated.value),
          dated.since.map { .value(.date($0)) } ?? .empty,
          .value(.flag(now?.since == dated.since && dated.value != .unknown)), .value(.flag(given.isLocked)),
          cell(dated.citation),
        ]
      }
    }
    let columns = [
      Showing.name, Showing.alias, ResultColumn("type", heading: Phrase("type", "类型")),
      ResultColumn("value", heading: Phrase("value", "值")), ResultColumn("since", heading: Phrase("since", "起")),
      ResultColumn("in_force", heading: Phrase("in force", "有效")),
      ResultColumn("locked", heading: Phrase("locked", "锁定")),
      ResultColumn("source", heading: Phrase("source", "依据")),
    ]
    return Answer(ResultTable(columns: columns, rows: rows))
  }

  private func metrics() throws -> Answer {
    let scope = StatementScope(state: state)
    let rows = state.metrics.values.map { metric -> [Cell] in
      // A metric that the data can't answer is shown all the same, without a value.
      let value = (try? scope.check(metric.expression)).flatMap {
        try? MetricEvaluation($0).values(in: state.base)[0]
      }
      return [
        cell(metric.name), cell(metric.alias), value.map { .ranged($0) } ?? .empty,
        cell(metric.expression),
      ]
    }
    let columns = [
      Showing.name, Showing.alias, ResultColumn("value", heading: Phrase("value", "值")),
      ResultColumn("definition", heading: Phrase("definition", "定义")),
    ]
    return Answer(ResultTable(columns: columns, rows: rows))
  }

  private func targets() throws -> Answer {
    let scope = StatementScope(state: state)
    let rows = try state.targets.values.map { target -> [Cell] in
      let definition = target.definition
      var checker = Checker(scope)
      let condition = try? checker.condition(definition.condition, in: .whole)
      let met = condition.flatMap { try? state.base.evaluator.value(of: $0) }
      var now: Cell = .empty
      if case .compare(_, let left, _)? = condition?.kind,
        let value = try? MetricEvaluation(left).values(in: state.base)[0]
      {
        now = .ranged(value)
      }
      let deadline = try definition.deadline.map { expression in
        Cell.value(try state.base.evaluator.value(of: scope.check(expression)).headline)
      }
      return [
        cell(definition.name.text), cell(definition.alias), cell(definition.condition),
        deadline ?? .empty, now, met.map { .value($0.isExact ? $0.headline : .unknown) } ?? .empty,
        cell(definition.citation ?? target.clause?.path),
      ]
    }
    let columns = [
      Showing.name, Showing.alias, ResultColumn("condition", heading: Phrase("condition", "条件")),
      ResultColumn("by", heading: Phrase("by", "期限")), ResultColumn("now", heading: Phrase("now", "当前")),
      ResultColumn("met", heading: Phrase("met", "达成")), ResultColumn("source", heading: Phrase("source", "依据")),
    ]
    return Answer(ResultTable(columns: columns, rows: rows))
  }

  private static let list = ResultColumn("list", heading: Phrase("list", "名单"))
  private static let file = ResultColumn("file", heading: Phrase("file", "文件"))
  private static let kind = ResultColumn("problem", heading: Phrase("problem", "问题"))
  private static let column = ResultColumn("column", heading: Phrase("column", "列"))
  private static let outcome = ResultColumn("outcome", heading: Phrase("outcome", "处理"))
  private static let found = ResultColumn("found", heading: Phrase("found", "实际"))
  private static let expected = ResultColumn("expected", heading: Phrase("expected", "应为"))

  /// Every problem with its place.
  private var problemLines: Answer {
    let rows = state.problems.map { problem -> [Cell] in
      [
        cell(problem.list), cell(problem.file),
        problem.line > 0 ? .value(.integer(Int64(problem.line))) : .empty, .phrase(problem.kind.name),
        cell(problem.heading), cell(problem.found), .phrase(problem.expected), .phrase(problem.outcome.words),
      ]
    }
    let line = ResultColumn("line", heading: Phrase("line", "行"), display: .label)
    let columns = [
      Showing.list, Showing.file, line, Showing.kind, Showing.column, Showing.found, Showing.expected, Showing.outcome,
    ]
    return Answer(ResultTable(columns: columns, rows: rows))
  }

  /// Problems by file, kind and heading, each with its first place.
  private var problems: Answer {
    struct Group: Hashable {
      let list: String
      let file: String
      let kind: Problem.Kind
      let heading: String?
      let outcome: Problem.Outcome
    }
    let groups = OrderedDictionary(grouping: state.problems) {
      Group(list: $0.list, file: $0.file, kind: $0.kind, heading: $0.heading, outcome: $0.outcome)
    }
    let rows = groups.map { group, problems -> [Cell] in
      let first = problems[0]
      return [
        cell(group.list), cell(group.file), .phrase(group.kind.name), cell(group.heading),
        .value(.integer(Int64(problems.count))), .phrase(group.outcome.words),
        first.line > 0 ? .value(.integer(Int64(first.line))) : .empty, cell(first.found), .phrase(first.expected),
      ]
    }
    let columns = [
      Showing.list, Showing.file, Showing.kind, Showing.column,
      ResultColumn("count", heading: Phrase("count", "处数")), Showing.outcome,
      ResultColumn("line", heading: Phrase("first line", "首见行"), display: .label), Showing.found, Showing.expected,
    ]
    return Answer(
      ResultTable(columns: columns, rows: rows),
      notes: rows.isEmpty
        ? [] : [Phrase("each of them with its line: show problem_lines", "逐条查看：查看 问题明细")])
  }

  private var names: Answer {
    let rows = state.bindings.values.map { binding -> [Cell] in [cell(binding.name), .value(binding.value)] }
    return Answer(
      ResultTable(
        columns: [Showing.name, ResultColumn("value", heading: Phrase("value", "值"))], rows: rows))
  }

  private var settings: Answer {
    let rows = Setting.allCases.map { setting -> [Cell] in
      [cell(setting.rawValue), .value(setting.value(in: state.settings)), .phrase(setting.meaning)]
    }
    let columns = [
      Showing.name, ResultColumn("value", heading: Phrase("value", "值")),
      ResultColumn("meaning", heading: Phrase("meaning", "含义")),
    ]
    return Answer(ResultTable(columns: columns, rows: rows))
  }
}

extension Problem.Outcome {
  /// What became of the row, in both tongues.
  fileprivate var words: Phrase {
    switch self {
    case .kept: Phrase("kept", "保留")
    case .unknown: Phrase("counts as unknown", "按不详处理")
    case .setAside: Phrase("set aside", "另行存放")
    case .collapsed: Phrase("counted once", "合并计一次")
    }
  }
}
