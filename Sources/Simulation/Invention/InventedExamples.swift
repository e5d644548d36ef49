import Evaluation
import Language
import Tables
import Values

/// Invented records that show what each measure of a scenario does: one that it takes, one that each condition alone
/// keeps from it, one that unknown facts leave open, one for each exception.
///
/// Whatever is shown of a record was done to it: the measures ran over a world that holds it alone.
public struct InventedExamples: Sendable {
  /// One invented record.
  public struct Example: Sendable {
    /// What became of it.
    public let verdict: InventedVerdict
    /// The world that holds it, and what stands around it, alone.
    public let world: World
    /// Its row in the measure's list.
    public let record: Int
    let invented: InventedCase
  }

  /// What was invented for one measure.
  public struct OfMeasure: Sendable {
    /// The measures of its scenario up to it, which ran before it.
    public let measures: [Measure]
    /// The examples, in the order of the verdicts.
    public let examples: [Example]
    /// The verdicts for which nothing was found.
    public let missing: [InventedVerdict]
    let plan: InventionPlan
    /// List by list, the columns that matter to the measure.
    let relevant: [Int: Set<Int>]

    /// The measure itself.
    public var measure: Measure { measures[measures.count - 1] }
  }

  /// Measure by measure.
  public let measures: [OfMeasure]
  private let graph: Graph

  /// Invents examples for measures that run one after another.
  /// - Parameters:
  ///   - measures: The measures of a scenario, in order.
  ///   - inputs: The lists that are loaded. Their shape is used, and the words of their categories; no record is.
  ///   - graph: The same lists, bound to one another.
  ///   - asof: The day.
  /// - Throws: `Failure` where a condition can't be computed at all.
  public init(of measures: [Measure], shapedAs inputs: [ListInput], _ graph: Graph, asof: CalendarDate) throws {
    self.graph = graph
    var seeds: [InventedCase] = []
    self.measures = try measures.indices.map { position in
      var invention = Invention(for: position, of: measures, shapedAs: inputs, graph, asof: asof)
      try invention.search(from: seeds)
      seeds += invention.found.values.sorted { $0.description < $1.description }
      let measure = measures[position]
      var examples: [Example] = []
      var missing: [InventedVerdict] = []
      for verdict in InventedExamples.shown(of: measure, found: invention.found) {
        // A condition over a whole list may hold among many cases and not for one; only what holds alone is shown.
        guard let invented = invention.found[verdict], try invention.verdict(of: invented) == verdict else {
          missing.append(verdict)
          continue
        }
        let world = try InventedWorld(
          [invented], plan: invention.plan, list: measure.list, shapedAs: inputs, graph, asof: asof)
        examples.append(
          Example(verdict: verdict, world: world.world, record: world.records[0], invented: invented))
      }
      return OfMeasure(
        measures: Array(measures[...position]), examples: examples, missing: missing, plan: invention.plan,
        relevant: invention.relevant)
    }
  }

  /// The verdicts to show: one record that is left open is enough.
  private static func shown(
    of measure: Measure, found: [InventedVerdict: InventedCase]
  ) -> [InventedVerdict] {
    let open = measure.conditions.indices.first { found[.unknown($0)] != nil } ?? 0
    return [.fires] + measure.conditions.indices.map { .misses($0) }
      + (measure.conditions.isEmpty ? [] : [.unknown(open)]) + measure.exceptions.indices.map { .excepted($0) }
  }
}

extension InventedCase: CustomStringConvertible {
  var description: String { "\(rows)" }
}

// MARK: As an answer

extension InventedExamples {
  /// The examples: for people a small table each, for machines a row a value.
  public func answer() -> Answer {
    let columns = [
      ResultColumn("scenario", heading: Phrase("scenario", "情景")),
      ResultColumn("measure", heading: Phrase("measure", "措施"), display: .label),
      ResultColumn("example", heading: Phrase("example", "范例"), display: .label),
      ResultColumn("outcome", heading: Phrase("outcome", "结果")),
      ResultColumn("decides", heading: Phrase("what decides", "关键条件")),
      ResultColumn("list", heading: Phrase("list", "名单")),
      ResultColumn("row", heading: Phrase("row", "行"), display: .label),
      ResultColumn("column", heading: Phrase("column", "列")), ResultColumn("value", heading: Phrase("value", "值")),
    ]
    var rows: [[Cell]] = []
    var prose: [Phrase] = [
      Phrase(
        "invented: no such enterprise or record exists; each was put through the rule as it is shown",
        "虚构：并无此类企业或记录；以下各例均按所示内容实际代入规则得出结果")
    ]
    for (number, part) in measures.enumerated() {
      prose += heading(of: part)
      for (position, example) in part.examples.enumerated() {
        let (outcome, decides) = words(for: example.verdict, of: part.measure)
        prose += [.same("")] + text(of: example, number: position + 1, in: part)
        for line in lines(of: example, in: part) {
          rows.append([
            .value(.text(part.measure.scenario)), .value(.integer(Int64(number + 1))),
            .value(.integer(Int64(position + 1))), .phrase(outcome), decides.map { .phrase($0) } ?? .empty,
            .value(.text(line.list)), .value(.integer(Int64(line.row + 1))), .value(.text(line.column.english)),
            .value(line.value ?? .unknown),
          ])
        }
      }
    }
    return Answer(ResultTable(columns: columns, rows: rows), as: .prose(prose), notes: notes)
  }

  private func heading(of part: OfMeasure) -> [Phrase] {
    let measure = part.measure
    let list = graph.schema.lists[measure.list]
    let action = Phrase(
      "\(measure.action.words.english) \(list.name)", "\(measure.action.words.chinese) \(list.alias ?? list.name)")
    return [.same(""), Phrase("\(measure.scenario): \(action.english)", "\(measure.scenario)：\(action.chinese)")]
      + (measure.source.map { [Phrase("  \($0)", "  \($0)")] } ?? [])
  }

  private func words(for verdict: InventedVerdict, of measure: Measure) -> (Phrase, decides: Phrase?) {
    switch verdict {
    case .fires: (EntityExamples.Outcome.fires.words, nil)
    case .misses(let position): (EntityExamples.Outcome.justMisses.words, measure.conditions[position].text)
    case .unknown(let position): (EntityExamples.Outcome.unknown.words, measure.conditions[position].text)
    case .excepted(let position):
      (EntityExamples.Outcome.excepted.words, measure.exceptions[position].condition.text)
    }
  }

  // MARK: Lines

  private struct Line {
    let entry: Int
    let list: String
    let heading: Phrase
    let row: Int
    let column: Phrase
    let value: Value?
    /// Whether it is not as in the first example.
    let differs: Bool
  }

  private func lines(of example: Example, in part: OfMeasure) -> [Line] {
    let first = part.examples.first { $0.verdict == .fires }?.invented ?? example.invented
    return part.plan.lists.enumerated().flatMap { entry, list -> [Line] in
      let schema = graph.schema.lists[list.list]
      return example.invented.rows[entry].enumerated().flatMap { row, values -> [Line] in
        zip(list.columns, values).enumerated().compactMap { position, pair in
          guard part.relevant[list.list]?.contains(pair.0.position) == true else { return nil }
          let column = schema.columns[pair.0.position]
          let former = first.rows[entry].indices.contains(row) ? first.rows[entry][row][position] : .some(.unknown)
          let isNew = !first.rows[entry].indices.contains(row)
          if let usual = pair.0.usual, pair.1 == usual, former == pair.1 || isNew { return nil }
          return Line(
            entry: entry, list: schema.name, heading: Phrase(schema.name, schema.alias ?? schema.name), row: row,
            column: Phrase(column.name, column.heading), value: pair.1, differs: isNew || former != pair.1)
        }
      }
    }
  }

  /// An example as a small table: the lists, their columns, their values, and a mark at what differs from the first.
  private func text(of example: Example, number: Int, in part: OfMeasure) -> [Phrase] {
    let (outcome, decides) = words(for: example.verdict, of: part.measure)
    func title(_ tongue: Tongue) -> String {
      let colon = tongue == .english ? ": " : "："
      return "  \(number) · \(outcome.text(in: tongue))" + (decides.map { colon + $0.text(in: tongue) } ?? "")
    }
    let lines = lines(of: example, in: part)
    let first = part.examples.first { $0.verdict == .fires }?.invented ?? example.invented
    var result = [Phrase(title(.english), title(.chinese))]
    for (entry, list) in part.plan.lists.enumerated() where !list.columns.isEmpty {
      let schema = graph.schema.lists[list.list]
      let name = Phrase(schema.name, schema.alias ?? schema.name)
      let count = example.invented.rows[entry].count
      if count < first.rows[entry].count {
        let gone = first.rows[entry].count - count
        result.append(
          Phrase("  * \(name.english): \(gone) fewer than in 1", "  * \(name.chinese)：比例 1 少 \(gone) 条"))
      }
      for row in 0..<count {
        let own = lines.filter { $0.entry == entry && $0.row == row }
        let label = count > 1 ? Phrase("\(name.english) \(row + 1)", "\(name.chinese) \(row + 1)") : name
        let cells = own.map { line in
          (mark: line.differs ? "*" : " ", column: line.column, value: InventedExamples.text(of: line.value))
        }
        for (position, cell) in cells.enumerated() {
          result.append(
            InventedExamples.line(mark: cell.mark, label: position == 0 ? label : .same(""), cell.column, cell.value))
        }
      }
    }
    return result
  }

  private static func line(mark: String, label: Phrase, _ column: Phrase, _ value: Phrase) -> Phrase {
    func text(_ tongue: Tongue) -> String {
      let (label, column) = (label.text(in: tongue), column.text(in: tongue))
      return "  \(mark) " + padded(label, 18) + "  " + padded(column, 24) + "  " + value.text(in: tongue)
    }
    return Phrase(text(.english), text(.chinese))
  }

  /// Columns of a terminal are counted where texts are shown; here Chinese characters are taken as two.
  private static func padded(_ text: String, _ width: Int) -> String {
    let columns = text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) }
    return text + String(repeating: " ", count: max(0, width - columns))
  }

  private static func text(of value: Value?) -> Phrase {
    switch value {
    case nil: Phrase("(open)", "（空）")
    case .unknown?: Keyword.unknown.words
    case .flag(let flag)?: flag ? Keyword.yes.words : Keyword.no.words
    case .text(let text)?: .same(text)
    case let value?:
      Phrase(
        ExpressionPrinter(tongue: .english).literal(value), ExpressionPrinter(tongue: .chinese).literal(value))
    }
  }

  // MARK: What could not be invented

  private var notes: [Phrase] {
    measures.flatMap { part in
      // Without a record that it takes there is nothing that others could differ from.
      part.missing.prefix(part.missing.first == .fires ? 1 : .max).map { verdict -> Phrase in
        let measure = part.measure
        switch verdict {
        case .fires:
          return Phrase(
            "\(measure.scenario): no record could be invented that it takes: its conditions may exclude one another, or the "
              + "measures before it take them all",
            "\(measure.scenario)：未能虚构出适用的记录：各项条件可能互相排斥，或均已由此前的措施处理")
        case .misses(let position):
          let text = measure.conditions[position].text
          return Phrase(
            "\(measure.scenario): nothing invented that only `\(text.english)` keeps from it: it may follow from the others",
            "\(measure.scenario)：未能虚构仅“\(text.chinese)”不符的记录：该项可能由其他条件推出")
        case .unknown:
          return Phrase(
            "\(measure.scenario): nothing invented that unknown facts leave open", "\(measure.scenario)：未能虚构无法判定的记录")
        case .excepted(let position):
          let text = measure.exceptions[position].condition.text
          return Phrase(
            "\(measure.scenario): nothing invented that only `\(text.english)` protects",
            "\(measure.scenario)：未能虚构仅因“\(text.chinese)”除外的记录")
        }
      }
    }
  }
}
