import Values

extension StatementPrinter {
  /// Words that would be read as the verb of a statement, or as going on with the one above.
  private static let verbs = Set(Parser.verbs + measures).union(joining)
  /// Words that begin a measure.
  static let measures: [Keyword] =
    MeasureSyntax.Action.allCases.compactMap { Keyword(rawValue: $0.rawValue) } + [.prospective]
  /// Words that go on with the line above.
  static let joining = Set(Lexer.joining.compactMap(Keyword.init(form:)))
  /// Words that name a stage.
  private static let stages: Set<Keyword> = [
    .where, .select, .derive, .by, .sort, .take, .distinct, .join, .chart, .export,
  ]

  func pipeline(_ pipeline: Pipeline) -> StatementLayout {
    var stages: [Piece] = []
    var grouped = self
    for stage in pipeline.stages {
      stages.append(grouped.stage(stage))
      grouped = grouped.behind(stage)
    }
    return StatementLayout(head: source(pipeline.source), stages: stages)
  }

  private func source(_ source: Pipeline.Source) -> Piece {
    switch source {
    case .expression(let expression):
      if case .name(let name) = expression.kind, Keyword(form: name.text) == .last {
        return Piece(text: "[\(name.text)]", range: expression.span.range)
      }
      var piece = conjunction(expression)
      piece.text = StatementPrinter.text(piece.text, notBeginningWith: StatementPrinter.verbs)
      return piece
    case .study(let study): return self.study(study)
    case .last(let format):
      // In Chinese the function has another word than the result.
      return Piece(
        text: [tongue == .chinese ? "上次" : word(.last), format.map(self.name)].compactMap { $0 }.joined(separator: " "))
    case .show(let name): return Piece(text: "\(word(.show)) \(self.name(name))")
    }
  }

  /// Joined scenarios; the base where there is none.
  func scenario(_ expression: ScenarioExpression) -> String {
    guard !expression.terms.isEmpty else { return word(.base) }
    return expression.terms.map { term in
      let arguments = term.arguments.map(expressions.text).joined(separator: ", ")
      return name(term.name) + (term.arguments.isEmpty ? "" : "(\(arguments))")
    }.joined(separator: " + ")
  }

  /// An expression beside which a comparison can't stand without brackets.
  func operand(_ expression: Expression) -> String { expressions.text(expression, within: .sum) }

  func sortKey(_ key: SortKey) -> String { operand(key.expression) + (key.isDescending ? " \(word(.desc))" : "") }

  // MARK: Stages

  private func stage(_ stage: Stage) -> Piece {
    func piece(_ keyword: Keyword, _ words: String) -> Piece {
      Piece(text: "| \(word(keyword))\(words.isEmpty ? "" : " ")\(words)", range: stage.span.range)
    }
    func list(_ items: [String]) -> String { items.joined(separator: ", ") }
    switch stage.kind {
    case .filter(let condition):
      var piece = conjunction(condition, after: "| \(word(.where))", isRows: false)
      piece.range = stage.span.range
      return piece
    case .select(let expressions): return piece(.select, list(expressions.map(plain)))
    case .derive(let name, let value): return piece(.derive, "\(self.name(name)) = \(plain(value))")
    case .distinct(let keys): return piece(.distinct, list(keys.map(operand)))
    case .join(let name): return piece(.join, self.name(name))
    case .chart(let column): return piece(.chart, column.map(operand) ?? "")
    case .export(let path): return piece(.export, quoted(path.path))
    case .group(let keys, let aggregates): return piece(.by, group(keys, aggregates))
    case .aggregate(let aggregates):
      let text = StatementPrinter.text(self.aggregates(aggregates), notBeginningWith: StatementPrinter.stages)
      return Piece(text: "| \(text)", range: stage.span.range)
    case .sort(let keys):
      return piece(
        .sort,
        list(keys.map(sortKey)))
    case .take(let count): return piece(.take, String(count))
    }
  }

  /// Keys with what is computed for each group, kept apart by brackets where the last key would else go on.
  private func group(_ keys: [Expression], _ aggregates: [Expression]) -> String {
    var keyTexts = keys.map(operand)
    guard let first = aggregates.first, let last = keys.last else { return keyTexts.joined(separator: ", ") }
    var text = self.aggregates(aggregates)
    if text.hasPrefix("-") {
      let rest = aggregates.dropFirst().map { ", " + aggregate($0) }.joined()
      text = "(\(aggregate(first)))\(rest)"
    }
    var isApart = false
    switch last.kind {
    case .name, .call: isApart = true
    case .member: isApart = !text.hasPrefix("(")
    default: break
    }
    if !isApart { keyTexts[keyTexts.count - 1] = "(\(plain(last)))" }
    return "\(keyTexts.joined(separator: ", ")) \(text)"
  }

  private func aggregates(_ aggregates: [Expression]) -> String {
    aggregates.map(aggregate).joined(separator: ", ")
  }

  /// A function of a group, where a bare `count` or `entities` is a word of the language.
  private func aggregate(_ expression: Expression) -> String {
    with([.count, .entities]).operand(expression)
  }

  /// A printer for what follows a stage: the functions that it computed are columns now.
  private func behind(_ stage: Stage) -> StatementPrinter {
    let computed: [Expression]
    switch stage.kind {
    case .group(_, let aggregates) where aggregates.isEmpty: return with([.count])
    case .group(_, let aggregates), .aggregate(let aggregates): computed = aggregates
    default: return self
    }
    let functions: [Keyword] = computed.compactMap { expression in
      guard case .name(let name) = expression.kind, let keyword = Keyword(form: name.text) else { return nil }
      return keyword == .count || keyword == .entities ? keyword : nil
    }
    return with(functions)
  }

  private func with(_ words: [Keyword]) -> StatementPrinter {
    StatementPrinter(tongue: tongue, words: (expressions.words ?? []).union(words))
  }
}
