import Language
import Tables
import Values

/// A scenario in plain words: each measure, what must hold, what protects, and the clause it rests on.
public struct Explanation: Sendable {
  private let label: String
  private let measures: [Measure]
  private let schema: Schema

  /// The explanation of some measures.
  public init(label: String, measures: [Measure], schema: Schema) {
    self.label = label
    self.measures = measures
    self.schema = schema
  }

  /// The explanation, as prose and as a table with a row a condition.
  public func answer() -> Answer {
    var prose: [Phrase] = []
    var rows: [[Cell]] = []
    for (position, measure) in measures.enumerated() {
      prose += paragraph(measure, number: measures.count > 1 ? position + 1 : nil)
      rows += tableRows(measure, number: position + 1)
    }
    if measures.isEmpty {
      prose = [Phrase("\(label): no measure; the world stays as it is", "\(label)：没有措施，局面不变")]
    }
    let columns = [
      ResultColumn("measure", heading: Phrase("measure", "措施"), display: .label),
      ResultColumn("scenario", heading: Phrase("scenario", "情景")),
      ResultColumn("action", heading: Phrase("action", "动作")), ResultColumn("list", heading: Phrase("list", "名单")),
      ResultColumn("role", heading: Phrase("role", "作用")),
      ResultColumn("condition", heading: Phrase("condition", "条件")),
      ResultColumn("words", heading: Phrase("in words", "文字表述")),
      ResultColumn("source", heading: Phrase("source", "依据")),
    ]
    return Answer(ResultTable(columns: columns, rows: rows), as: .prose(prose))
  }

  private func paragraph(_ measure: Measure, number: Int?) -> [Phrase] {
    let list = schema.lists[measure.list]
    let heading = number.map { "\($0). " } ?? ""
    let parameters = measure.parameters.map { parameter in
      let printer = ExpressionPrinter(tongue: .english)
      return "\(parameter.name) = \(printer.literal(parameter.value))"
    }
    let settings = parameters.isEmpty ? "" : " (\(parameters.joined(separator: ", ")))"
    let name = list.alias ?? list.name
    var lines = [
      Phrase(
        "\(heading)\(measure.scenario)\(settings): \(effect(measure.action).english) \(list.name)\(list.alias.map { " (\($0))" } ?? "")",
        "\(heading)\(measure.scenario)\(settings)：\(effect(measure.action).chinese)“\(name)”中的记录")
    ]
    if !measure.assignments.isEmpty {
      lines.append(Phrase("  sets:", "  改为："))
      lines += measure.assignments.map { $0.text.map { "    " + $0 } }
    }
    if measure.conditions.isEmpty {
      lines.append(everyRecord(of: measure).map { "  " + $0 })
    } else {
      lines.append(Phrase("  for each record of which all of this holds:", "  须同时符合："))
      lines += measure.conditions.map { $0.words.map { "    " + $0 } }
    }
    for exception in measure.exceptions {
      let condition = exception.condition.words
      lines.append(Phrase("  except when \(condition.english)", "  但 \(condition.chinese) 的除外"))
      if let citation = exception.citation { lines.append(.same("    \(citation)")) }
    }
    if measure.isProspective { lines.append(Explanation.prospect(of: measure, list).map { "  " + $0 }) }
    if measure.action == .exempt, !measure.isProspective {
      lines.append(
        Phrase(
          "  exempted records also leave history; on today's stock this is a counterfactual",
          "  豁免的记录同时从历史中抹去；对存量而言属于假设"))
    }
    if let source = measure.source { lines.append(Phrase("  rule: \(source)", "  依据：\(source)")) }
    if let quotation = measure.clause?.quotation { lines += Explanation.quoted(quotation) }
    return lines
  }

  private func everyRecord(of measure: Measure) -> Phrase {
    switch measure.action {
    case .admit: Phrase("every record that history holds", "历史上的所有记录")
    case .update: Phrase("every record", "所有记录")
    case .exit, .exempt, .repair, .strike: Phrase("every record that stands", "所有在册记录")
    }
  }

  /// What a measure on cases to come says of today's.
  static func prospect(of measure: Measure, _ list: ListSchema) -> Phrase {
    Phrase(
      "acts on \(list.name) to come; on today's stock it is a counterfactual and supplies no exits",
      "针对今后的“\(list.alias ?? list.name)”；对存量而言属于假设，不计入可退出数")
  }

  /// The quoted clause, a line for each of its lines.
  static func quoted(_ text: String) -> [Phrase] {
    text.split(separator: "\n").map { .same("    “\($0)”") }
  }

  private func effect(_ action: MeasureSyntax.Action) -> Phrase {
    switch action {
    case .exit: Phrase("takes off the list", "移出名单")
    case .exempt: Phrase("exempts, as never listed, from", "豁免（视为从未列入）")
    case .repair: Phrase("takes off as repaired from", "因信用修复移出")
    case .strike: Phrase("strikes out of the population, by", "从总体中核减")
    case .update: Phrase("changes the records of", "更新名单")
    case .admit: Phrase("puts onto the list", "新增列入名单")
    }
  }

  private func tableRows(_ measure: Measure, number: Int) -> [[Cell]] {
    func row(_ role: Phrase, _ condition: Phrase, _ source: String?, _ words: Phrase? = nil) -> [Cell] {
      [
        .value(.integer(Int64(number))), .value(.text(measure.scenario)), .phrase(measure.action.words),
        .value(.text(schema.lists[measure.list].name)), .phrase(role), .phrase(condition),
        .phrase(words ?? condition), source.map { .value(.text($0)) } ?? .empty,
      ]
    }
    let conditions = measure.conditions.map { row(Phrase("condition", "条件"), $0.text, measure.source, $0.words) }
    let exceptions = measure.exceptions.map {
      row(Phrase("exception", "除外"), $0.condition.text, $0.citation ?? measure.source, $0.condition.words)
    }
    let all = row(Phrase("condition", "条件"), Phrase("every record", "所有记录"), measure.source)
    let values = measure.assignments.map { row(Phrase("value", "新值"), $0.text, measure.source) }
    return values + (conditions.isEmpty ? [all] : conditions) + exceptions
  }
}
