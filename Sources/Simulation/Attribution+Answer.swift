import Evaluation
import Language
import Tables
import Values

extension Attribution {
  /// The names of measures that stand side by side: the scenario's, and what the measure does where its scenario has
  /// several.
  public static func labels(of measures: [Measure], in schema: Schema) -> [Phrase] {
    let long = measures.map { measure in
      let list = schema.lists[measure.list]
      return Phrase(
        "\(measure.scenario): \(measure.action.words.english) \(list.name)",
        "\(measure.scenario)：\(measure.action.words.chinese)\(list.alias ?? list.name)")
    }
    return measures.indices.map { position in
      guard measures.filter({ $0.scenario == measures[position].scenario }).count > 1 else {
        return .same(measures[position].scenario)
      }
      let alike = long.indices.filter { long[$0] == long[position] }
      guard alike.count > 1, let number = alike.firstIndex(of: position) else { return long[position] }
      return long[position].map { "\($0) (\(number + 1))" }
    }
  }

  /// A row of the answer: what it is called, and numbers for each reading.
  private struct Row {
    let label: Phrase
    /// The metric itself, in the rows for the base and for what is left.
    var values: [Fraction] = []
    var inOrder: [Fraction] = []
    var shapley: [Fraction] = []
    var error: Fraction?
  }

  /// Both forms of the answer: a table with the readings side by side for machines, and for each metric one in which
  /// they are a range, for people.
  /// - Throws: as `shares(in:)`.
  public func answer() throws -> (answer: Answer, readable: [ResultTable]) {
    let shares = try sharesInAllReadings()
    let labels = Attribution.labels(of: measures, in: base.graph.schema)
    var columns = [
      ResultColumn("metric", heading: Phrase("metric", "指标")),
      ResultColumn("measure", heading: Phrase("measure", "措施")),
    ]
    for (name, display) in [("value", ResultColumn.Display.plain), ("in_order", .difference), ("shapley", .difference)]
    {
      columns += AttributionReading.allCases.map { ResultColumn(name + $0.suffix, display: display) }
    }
    if !isExact { columns.append(ResultColumn("standard_error", display: .difference)) }
    var rows: [[Cell]] = []
    var readable: [ResultTable] = []
    for (position, metric) in metrics.enumerated() {
      let found = try self.rows(shares.map { $0[position] }, labels)
      let unit = Unit(metric)
      rows += found.map { cells(of: $0, metric, unit) }
      readable.append(table(of: try legible(found, unit), metric, unit))
    }
    return (Answer(ResultTable(columns: columns, rows: rows), notes: notes(shares.flatMap { $0 })), readable)
  }

  private func rows(_ shares: [Shares], _ labels: [Phrase]) throws -> [Row] {
    let parts = measures.indices.map { measure in
      Row(
        label: labels[measure], inOrder: shares.map { $0.inOrder[measure] },
        shapley: shares.map { $0.shapley[measure] },
        error: shares[0].errors.dropFirst(measure).first)
    }
    // Both kinds of shares were found to add up to the effect.
    let effects = try shares.map { try $0.effect }
    return [Row(label: Keyword.base.words, values: shares.map(\.before))] + parts + [
      Row(label: Phrase("total", "合计"), inOrder: effects, shapley: effects),
      Row(label: Phrase("after all", "全部实施后"), values: shares.map(\.after)),
    ]
  }

  /// Shares of a count or an amount to two places, so that those shown still add up to the effect: what rounding down
  /// leaves goes to the shares that lost most by it.
  private func legible(_ rows: [Row], _ unit: Unit) throws -> [Row] {
    guard unit.part == .decimal else { return rows }
    var rows = rows
    let parts = measures.indices.map { $0 + 1 }
    let kinds: [WritableKeyPath<Row, [Fraction]>] = [\.inOrder, \.shapley]
    for shares in kinds {
      for reading in AttributionReading.allCases.indices {
        let exact = try parts.map { try rows[$0][keyPath: shares][reading] * Fraction(100) }
        var whole = exact.map(\.roundedDown)
        let total = try exact.reduce(Fraction.zero) { try $0 + $1 }.roundedToInteger
        let losses = try zip(exact, whole).map { try $0 - Fraction($1) }
        let order = parts.indices.sorted { losses[$0] == losses[$1] ? $0 < $1 : losses[$0] > losses[$1] }
        for part in order.prefix(Int(total - Int128(whole.reduce(0, +)))) { whole[part] += 1 }
        for (part, share) in zip(parts, whole) {
          rows[part][keyPath: shares][reading] = try Fraction(Int128(share), over: 100)
        }
      }
    }
    for part in parts { rows[part].error = try rows[part].error?.rounded(places: 2) }
    return rows
  }

  /// How a metric's numbers are written: shares of a count or of an amount need not be whole.
  private struct Unit {
    let whole: ValueType
    let part: ValueType

    init(_ metric: NamedMetric) {
      whole = metric.expression.type ?? .decimal
      part = whole == .percentage ? .percentage : .decimal
    }

    func value(_ number: Fraction, isPart: Bool) -> Value {
      if !isPart, let value = try? Scalars.value(of: number, type: whole), value.number == number { return value }
      return part == .percentage ? .percentage(number) : .decimal(number)
    }
  }

  private func cells(of row: Row, _ metric: NamedMetric, _ unit: Unit) -> [Cell] {
    func cells(_ numbers: [Fraction], isPart: Bool) -> [Cell] {
      AttributionReading.allCases.indices.map {
        numbers.isEmpty ? .empty : .value(unit.value(numbers[$0], isPart: isPart))
      }
    }
    var result: [Cell] = [.value(.text(metric.name)), .phrase(row.label)]
    result += cells(row.values, isPart: false) + cells(row.inOrder, isPart: true) + cells(row.shapley, isPart: true)
    if !isExact { result.append(row.error.map { .value(unit.value($0, isPart: true)) } ?? .empty) }
    return result
  }

  private func table(of rows: [Row], _ metric: NamedMetric, _ unit: Unit) -> ResultTable {
    func cell(_ numbers: [Fraction], isPart: Bool) -> Cell {
      guard let low = numbers.min(), let high = numbers.max() else { return .empty }
      return .ranged(
        RangedValue(
          low: unit.value(low, isPart: isPart), headline: unit.value(numbers[0], isPart: isPart),
          high: unit.value(high, isPart: isPart)))
    }
    var columns = [
      ResultColumn("measure", heading: Phrase("measure", "措施")), ResultColumn(metric.name, heading: metric.heading),
      ResultColumn("in_order", heading: Phrase("in order Δ", "按顺序 Δ"), display: .difference),
      ResultColumn("shapley", heading: Phrase("Shapley Δ", "沙普利 Δ"), display: .difference),
    ]
    if !isExact { columns.append(ResultColumn("standard_error", heading: .same("±"), display: .plain)) }
    return ResultTable(
      columns: columns,
      rows: rows.map { row in
        [
          .phrase(row.label), cell(row.values, isPart: false), cell(row.inOrder, isPart: true),
          cell(row.shapley, isPart: true),
        ] + (isExact ? [] : [row.error.map { .value(unit.value($0, isPart: true)) } ?? .empty])
      })
  }

  private func notes(_ shares: [Shares]) -> [Phrase] {
    var notes: [Phrase] = []
    if Set(shares.map(\.after)).count > metrics.count {
      notes.append(
        Phrase(
          "range: from none to all of the unknown conditions holding; each reading adds up by itself",
          "区间：不详的条件全不成立至全部成立；各种读法分别相加"))
    }
    if !isExact {
      let orders = DecimalNotation.text(ofCount: Shapley.drawnOrders)
      notes.append(
        Phrase(
          "\(measures.count) measures: Shapley from \(orders) orders by lot (seed \(seed)); ± is the standard error",
          "共 \(measures.count) 项措施：沙普利值取自抽签所得的 \(orders) 种顺序（种子 \(seed)），±为标准误"))
    }
    if shares.contains(where: \.isRounded) {
      notes.append(
        Phrase(
          "shares are rounded at eighteen decimal places; the largest takes what is left", "分摊值按小数点后十八位取整，余数归最大的一项"))
    }
    return notes
  }
}

extension AttributionReading {
  /// What is added to a column's name.
  fileprivate var suffix: String {
    switch self {
    case .headline: ""
    case .none: "_none"
    case .all: "_all"
    }
  }
}
