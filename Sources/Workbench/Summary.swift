import Evaluation
import Language
import OrderedCollections
import Presentation
import Simulation
import Tables
import Values

/// What a load tells the user.
struct Summary {
  private let state: State

  init(_ state: State) { self.state = state }

  private static let columns = [
    ResultColumn("list", heading: Phrase("list", "名单")), ResultColumn("alias", heading: Phrase("also", "别名")),
    ResultColumn("rows", heading: Phrase("rows", "行")),
    ResultColumn("entities", heading: Phrase("entities", "主体")),
    ResultColumn("problems", heading: Phrase("problems", "问题")),
  ]

  /// A row for each list: rows, distinct entities of those that stand, problems.
  var lists: ResultTable {
    let problems = state.problemCounts
    let rows = state.graph.schema.lists.enumerated().map { position, list -> [Cell] in
      let data = state.graph.lists[position]
      return [
        .value(.text(list.name)), list.alias.map { .value(.text($0)) } ?? .empty,
        .value(.integer(Int64(data.rowCount))), entities(position),
        .value(.integer(Int64(problems[list.name] ?? 0))),
      ]
    }
    return ResultTable(columns: Summary.columns, rows: rows)
  }

  /// How many entities stand on each list; nil for one that belongs to none.
  var entityCounts: [Int64?] {
    state.graph.lists.indices.map { list in
      if case .value(.integer(let count)) = entities(list) { count } else { nil }
    }
  }

  private func entities(_ list: Int) -> Cell {
    guard !state.graph.lists[list].entities.isEmpty else { return .empty }
    if let snapshot = state.restored?.snapshot, snapshot.day == state.base.asof, snapshot.lists.indices.contains(list),
      let count = snapshot.lists[list].entities
    {
      return .value(.integer(count))
    }
    let aggregate = Aggregate(.entities, list: list)
    guard let range = try? state.base.evaluator.value(of: .counting(aggregate)) else { return .empty }
    return .value(range.headline)
  }

  /// One list that was loaded by itself.
  func list(_ name: String) throws -> Answer {
    let table = lists
    let rows = table.rows.filter { $0[0] == .value(.text(name)) }
    let notes = problemNotes(state.problemCounts[name] ?? 0)
    return Answer(ResultTable(columns: table.columns, rows: rows), notes: notes)
  }

  /// A dataset: its lists, the day, how many published figures come out, how many problems there are.
  func dataset(_ assertions: AssertionCount) -> Answer {
    var notes = [day]
    if assertions.total > 0 {
      notes.append(
        Phrase(
          "\(assertions.held) of \(assertions.total) published figures reconciled",
          "公布数字核对相符 \(assertions.held)/\(assertions.total)"))
    }
    notes += assertions.failures.map { failure in
      failure.notes.reduce(failure.message) { $0 + Phrase("; ", "；") + $1 }
    }
    notes += problemNotes(state.problemCounts.values.reduce(0, +))
    return Answer(lists, notes: notes)
  }

  /// A policy: what it added.
  func policy(since before: State, _ assertions: AssertionCount) -> Answer {
    var rows: [[Cell]] = []
    func add(_ kind: Phrase, _ name: String, _ alias: String?) {
      rows.append([.phrase(kind), .value(.text(name)), alias.map { .value(.text($0)) } ?? .empty])
    }
    for metric in state.metrics.values where before.metrics[metric.name]?.expression != metric.expression {
      add(Keyword.metric.words, metric.name, metric.alias)
    }
    for scenario in state.scenarios.values where before.scenarios[scenario.name] != scenario {
      add(Keyword.scenario.words, scenario.name, scenario.alias)
    }
    for target in state.targets.values where before.targets[target.name]?.definition != target.definition {
      add(Keyword.target.words, target.name, target.alias)
    }
    for duty in state.duties.values where before.duties[duty.name]?.definition != duty.definition {
      add(Keyword.duty.words, duty.name, duty.alias)
    }
    for binding in state.bindings.values where before.bindings[binding.name] == nil {
      add(Keyword.let.words, binding.name, nil)
    }
    let columns = [
      ResultColumn("defines", heading: Phrase("defines", "定义")), ResultColumn("name", heading: Phrase("name", "名称")),
      ResultColumn("alias", heading: Phrase("also", "别名")),
    ]
    var notes: [Phrase] = []
    if assertions.total > 0 {
      notes.append(
        Phrase(
          "\(assertions.held) of \(assertions.total) assertions hold", "校验成立 \(assertions.held)/\(assertions.total)"))
      notes += assertions.failures.map { failure in
        failure.notes.reduce(failure.message) { $0 + Phrase("; ", "；") + $1 }
      }
    }
    let table = ResultTable(columns: columns, rows: rows)
    return Answer(
      table, as: rows.count > Summary.mostDefinitions ? .prose(Summary.lines(of: table)) : .table, notes: notes)
  }

  /// Definitions that people see a line each; more are put together by kind.
  private static let mostDefinitions = 8

  /// What was defined, kind by kind, in lines of 80 columns that break at the same names in both tongues.
  private static func lines(of definitions: ResultTable) -> [Phrase] {
    let (english, chinese) = (ValueText(tongue: .english), ValueText(tongue: .chinese))
    let kinds = OrderedDictionary(grouping: definitions.rows, by: { $0[0] })
    func width(_ words: ValueText) -> Int { kinds.keys.map { TextWidth.columns(of: words.text(of: $0)) }.max() ?? 0 }
    func heading(_ kind: Cell, _ words: ValueText) -> String {
      "  \(TextWidth.padded(words.text(of: kind), to: width(words)))  "
    }
    return kinds.flatMap { kind, rows in
      let first = Phrase(heading(kind, english), heading(kind, chinese))
      let names = rows.enumerated().map { position, row in
        let isLast = position == rows.count - 1
        return Phrase(
          english.text(of: row[1]) + (isLast ? "" : ", "),
          chinese.text(of: row[2] == .empty ? row[1] : row[2]) + (isLast ? "" : "、"))
      }
      return wrapped(names, after: first)
    }
  }

  /// Names one after another behind a heading; further lines are indented as far.
  private static func wrapped(_ names: [Phrase], after first: Phrase) -> [Phrase] {
    let margin = first.map { String(repeating: " ", count: TextWidth.columns(of: $0)) }
    var lines: [Phrase] = []
    var line = first
    for name in names {
      let longer = line + name
      if max(TextWidth.columns(of: longer.english), TextWidth.columns(of: longer.chinese)) > 80, line != margin {
        lines.append(line.map { String($0.dropLast($0.hasSuffix(" ") ? 1 : 0)) })
        line = margin + name
      } else {
        line = longer
      }
    }
    return lines + [line]
  }

  private var day: Phrase {
    Phrase("as of \(state.base.asof)", "截至 \(state.base.asof)")
  }

  private func problemNotes(_ count: Int) -> [Phrase] {
    guard count > 0 else { return [] }
    let number = DecimalNotation.text(ofCount: count)
    return [
      Phrase("\(number) problem\(count == 1 ? "" : "s") in the data (show problems)", "数据问题 \(number) 处（查看 问题）")
    ]
  }
}
