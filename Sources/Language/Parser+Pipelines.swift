import Values

// Sources and the stages that they run through.
extension Parser {
  mutating func pipeline() throws(Diagnostic) -> Pipeline {
    let source: Pipeline.Source
    if let verb, let study = try study(verb) {
      source = .study(study)
    } else if keyword == .last, let format = lastFormat {
      advance()
      if format { source = .last(format: try name(Phrase("a form", "格式"))) } else { source = .last(format: nil) }
    } else if verb == .show {
      advance()
      source = .show(try name(Phrase("what to show, such as `lists`", "要查看的内容，如 `lists`"), as: .showing))
    } else {
      source = .expression(try within(.source) { parser throws(Diagnostic) in try parser.selection() })
    }
    var stages: [Stage] = []
    while take(.pipe) { stages.append(try stage(after: source, stages)) }
    return Pipeline(source: source, stages: stages)
  }

  /// Behind `last`, whether a form is named; nil where it is no source but a function or a name.
  private var lastFormat: Bool? {
    func isEnd(ahead distance: Int) -> Bool {
      switch kind(ahead: distance) {
      case nil, .end?, .symbol(.pipe)?: true
      default: false
      }
    }
    if isEnd(ahead: 1) { return false }
    guard isEnd(ahead: 2) else { return nil }
    switch kind(ahead: 1) {
    case .word(let word)? where Keyword(form: word)?.isReserved != true: return true
    case .bracketedName?: return true
    default: return nil
    }
  }

  static let stages = Phrase(
    "a stage: `where`, `select`, `derive`, `by`, `sort`, `take`, `distinct`, `join`, `chart`, `export`, or an aggregate",
    "环节：`筛选`、`选列`、`新列`、`按`、`排序`、`取前`、`去重`、`关联`、`作图`、`导出`，或 `计数` 等汇总")

  /// The words that a stage can begin with.
  private static let stageWords: [Keyword] = [
    .where, .select, .derive, .by, .sort, .take, .distinct, .join, .chart, .export,
  ]

  private mutating func stage(after source: Pipeline.Source, _ before: [Stage]) throws(Diagnostic) -> Stage {
    let start = start
    expecting(Parser.stageWords)
    let kind = try within(.stage(source, before, isOverGroups: false)) { parser throws(Diagnostic) in
      try parser.stageOverRows()
    }
    if let kind { return Stage(kind: kind, span: span(from: start)) }
    return try within(.stage(source, before, isOverGroups: true)) { parser throws(Diagnostic) in
      guard !parser.atEnd else {
        parser.expecting(.value)
        throw parser.unexpected(expecting: Parser.stages)
      }
      return Stage(kind: .aggregate(try parser.aggregates()), span: parser.span(from: start))
    }
  }

  /// A stage that begins with a word of its own.
  private mutating func stageOverRows() throws(Diagnostic) -> Stage.Kind? {
    switch keyword {
    case .where?:
      advance()
      return .filter(try expression())
    case .select?:
      advance()
      return .select(try separated { parser throws(Diagnostic) in try parser.expression() })
    case .derive?:
      advance()
      let name = try name(Phrase("the new column's name", "新列名称"))
      try expect(.equal)
      return .derive(name, try expression())
    case .distinct?:
      advance()
      return .distinct(try isStageOver ? [] : separated { parser throws(Diagnostic) in try parser.sum() })
    case .join?:
      advance()
      return .join(try name(Phrase("a list", "名单"), as: .list))
    case .chart?:
      advance()
      return .chart(try isStageOver ? nil : sum())
    case .export?:
      advance()
      return .export(try quoted(Phrase("a quoted path", "带引号的路径"), as: .output))
    case .by?:
      advance()
      let keys = try separated { parser throws(Diagnostic) in try parser.sum() }
      return .group(keys: keys, aggregates: try groupAggregates())
    case .sort?:
      advance()
      return .sort(try isStageOver ? [] : separated { parser throws(Diagnostic) in try parser.sortKey() })
    case .take?:
      advance()
      return .take(try rowCount())
    default: return nil
    }
  }

  /// Whether nothing more belongs to a stage that may stand alone; what could belong to it is a value.
  private var isStageOver: Bool {
    expecting(.value)
    expecting(.symbol(.pipe))
    return atEnd || at(.pipe)
  }

  /// What is computed for each group of the stage at hand.
  private mutating func groupAggregates() throws(Diagnostic) -> [Expression] {
    guard let recorder, case .stage(let source, let before, _)? = recorder.innermost else {
      return atEnd || at(.pipe) ? [] : try aggregates()
    }
    return try within(.stage(source, before, isOverGroups: true)) { parser throws(Diagnostic) in
      parser.isStageOver ? [] : try parser.aggregates()
    }
  }

  private mutating func aggregates() throws(Diagnostic) -> [Expression] {
    try separated { parser throws(Diagnostic) in
      let expression = try parser.sum()
      switch expression.kind {
      case .name, .call, .binary: return expression
      default:
        throw Diagnostic(
          .statement,
          Phrase("expected \(Parser.stages.english)", "此处应为\(Parser.stages.chinese)"), at: expression.span)
      }
    }
  }

  mutating func sortKey() throws(Diagnostic) -> SortKey {
    let expression = try sum()
    if take(.desc) { return SortKey(expression: expression, isDescending: true) }
    _ = take(.asc)
    return SortKey(expression: expression, isDescending: false)
  }

  private mutating func rowCount() throws(Diagnostic) -> Int {
    guard case .literal(.integer(let count)) = token.kind else {
      throw unexpected(expecting: Phrase("a number of rows", "行数"))
    }
    advance()
    return Int(count)
  }
}
