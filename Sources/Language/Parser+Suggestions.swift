import Values

// What is said where a statement does not end when it should.
extension Parser {
  /// Why a statement goes on: a stage that there isn't, words that run together, a unit that isn't known.
  func unexpectedEnd(after statement: Statement) -> Diagnostic {
    if case .pipeline(let pipeline) = statement.kind {
      if let name = lastAggregate(of: pipeline) {
        guard AggregateFunction(name: name.text) == nil else {
          let call = "\(name.text)(\(here.text))"
          return unexpected(
            expecting: Parser.end, notes: [Phrase("a column stands in brackets: `\(call)`", "列名要写在括号里：`\(call)`")])
        }
        if pipeline.stages.last?.span.range == name.span.range { return noStage(name) }
      }
      if case .expression(let expression) = pipeline.source, let name = expression.leadingName,
        let note = verbNote(name.text)
      {
        return Diagnostic(
          .statement, Phrase("no statement begins with `\(name.text)`", "没有以“\(name.text)”开头的语句"), at: name.span,
          notes: [note])
      }
    }
    return unexpected(expecting: Parser.end, notes: isAfterRowCount(statement) ? [] : unitNotes)
  }

  static let end = Phrase("the end of the statement", "语句结束")

  /// The bare name that a pipeline's last aggregate is, if it is one.
  private func lastAggregate(of pipeline: Pipeline) -> Name? {
    let last: Expression? =
      switch pipeline.stages.last?.kind {
      case .aggregate(let aggregates)?: aggregates.last
      case .group(_, let aggregates)?: aggregates.last
      default: nil
      }
    guard case .name(let name)? = last?.kind else { return nil }
    return name
  }

  private func noStage(_ name: Name) -> Diagnostic {
    let stages: [Keyword] = [.where, .select, .derive, .by, .sort, .take, .distinct, .join, .export]
    let words = (stages + [.count, .sum, .mean]).flatMap { [$0.words.english, $0.words.chinese] }
    let split = Nearness.split(name.text, known: []) ?? parted(name.text, after: stages)
    return Diagnostic(
      .statement, Phrase("there is no stage `\(name.text)`", "没有环节“\(name.text)”"), at: name.span,
      notes: (split.map { [Nearness.spacing($0)] } ?? Nearness.notes(name.text, words))
        + [Phrase("expected \(Parser.stages.english)", "此处应为\(Parser.stages.chinese)")])
  }

  /// A verb that the first word of a statement begins with, or that lacks the name it defines.
  private func verbNote(_ word: String) -> Phrase? {
    let definers: [Keyword] = [.let, .given, .metric, .scenario, .target]
    if let keyword = Keyword(form: word), definers.contains(keyword) {
      return Phrase("it needs a name: `\(word) name = …`", "缺少名称：`\(word) 名称 ＝ …`")
    }
    return parted(word, after: Parser.verbs).map(Nearness.spacing)
  }

  /// A run of Chinese with a space after the keyword that it begins with; nil where it begins with none.
  private func parted(_ run: String, after keywords: [Keyword]) -> String? {
    let words = keywords.map(\.words.chinese).filter { run.count > $0.count && run.hasPrefix($0) }
    return words.max { $0.count < $1.count }.map { "\($0) \(run.dropFirst($0.count))" }
  }

  private func isAfterRowCount(_ statement: Statement) -> Bool {
    guard case .pipeline(let pipeline) = statement.kind, case .take? = pipeline.stages.last?.kind else { return false }
    return true
  }

  /// The units of time, where a number is followed by a word that is none.
  private var unitNotes: [Phrase] {
    guard case .literal(.integer)? = last?.kind, case .word = token.kind else { return [] }
    return [
      Phrase(
        "a span of time is counted in `days`, `weeks`, `months`, `years` or `working days`",
        "期限的单位为 `天`、`周`、`个月`、`年` 或 `个工作日`")
    ]
  }
}

extension Expression {
  /// The name that an expression begins with, if it begins with one.
  fileprivate var leadingName: Name? {
    switch kind {
    case .name(let name): name
    case .binary(_, let left, _), .between(let left, _, _), .membership(let left, _), .knownness(let left, _):
      left.leadingName
    default: nil
    }
  }
}
