import Evaluation
import Language
import Tables
import Values

extension InventionPlan {
  /// What is to be tried for one of some measures that run one after another. The plans of all of them have the same
  /// lists and columns, so that what was found for one can be tried for the next.
  init(for measure: Measure, among measures: [Measure], over graph: Graph, asof: CalendarDate) {
    var reader = InventionReader(graph)
    for measure in measures { reader.read(measure) }
    let subjectList = reader.leaves(of: measure.list)[0]
    let touched = reader.columns.keys.sorted()
    let needed = Set(
      touched.flatMap { graph.schema.ancestors(of: $0) } + measures.map { reader.leaves(of: $0.list)[0] })
    lists = touched.map { list in
      let columns = (reader.columns[list] ?? [:]).sorted { $0.key < $1.key }.compactMap { position, hints -> Column? in
        guard graph.lists[list].key != position || hints.values.contains(where: { $0.type == .text }) else {
          return nil
        }
        let pools = ValuePools(asof: asof, durations: reader.durations)
        let isEnd = graph.lists[list].standing.until == position
        let day = Value.date(
          CalendarDate(dayNumber: asof.dayNumber - (graph.lists[list].standing.on == position ? 200 : 400)))
        return Column(
          position: position, pool: pools.pool(for: graph.lists[list].table.columns[position], hints, isEnd: isEnd),
          usual: hints.isAsked ? nil : .some(isEnd ? nil : day))
      }
      let asked = (reader.counts[list] ?? []).flatMap { [$0 - 1, $0, $0 + 1] }
      let least = needed.contains(list) ? 1 : 0
      let counts = list == graph.registry ? [1] : Set([0, 1, 2] + asked).filter { $0 >= least && $0 <= 12 }.sorted()
      return List(list: list, columns: columns, counts: counts)
    }
    subject = lists.firstIndex { $0.list == subjectList } ?? 0
  }
}

/// The values between which a column's comparisons turn: what it is compared with, what lies next to that on either
/// side, and unknown.
private struct ValuePools {
  let asof: CalendarDate
  let durations: [CalendarDuration]

  func pool(for column: Tables.Column, _ hints: InventionReader.Hints, isEnd: Bool) -> [Value?] {
    var values: [Value]
    switch column.type {
    case .flag: values = [.flag(true), .flag(false)]
    case .date: values = dates(hints).map { .date($0) }
    case .month: values = Array(Set(dates(hints).map(\.month))).sorted().map { .month($0) }
    case .text, .category: values = texts(hints, column)
    case .integer: values = numbers(hints).filter(\.isWhole).map { .integer(Int64(clamping: $0.numerator)) }
    case .decimal: values = numbers(hints).map { .decimal($0) }
    case .percentage: values = shares(hints).map { .percentage($0) }
    case .money: values = amounts(hints).map { .money($0) }
    case .duration: values = durations.map { .duration($0) }
    }
    values.append(.unknown)
    return isEnd ? [nil] + values : values
  }

  private func dates(_ hints: InventionReader.Hints) -> [CalendarDate] {
    var days: Set<Int32> = []
    func add(_ day: CalendarDate?) {
      guard let day else { return }
      for shift: Int32 in -1...1 { days.insert(day.dayNumber + shift) }
    }
    func before(_ count: Int) { add(CalendarDate(dayNumber: asof.dayNumber - Int32(count))) }
    add(asof)
    for count in [5, 8, 15, 30, 60, 100, 200, 400, 800, 1_500, 2_600] { before(count) }
    for duration in durations {
      // A duration that leads to days without a calendar gives no boundary to try.
      add(try? asof.adding(-duration))
      add(try? asof.adding(CalendarDuration(months: -2 * duration.months, days: -2 * duration.days)))
      before(Int(duration.workingDays) * 7 / 5 + 2)
    }
    for value in hints.values {
      switch value {
      case .date(let day): add(day)
      case .month(let month): [month.firstDay, month.lastDay].forEach(add)
      case .integer(let year) where (1990...2100).contains(year):
        add(CalendarDate(year: Int(year), month: 1, day: 1))
        add(CalendarDate(year: Int(year), month: 12, day: 31))
      case .integer(let count) where (1...1_000).contains(count):
        before(Int(count))
        before(Int(count) * 2)
      default: break
      }
    }
    return days.sorted().map { CalendarDate(dayNumber: $0) }
  }

  private func texts(_ hints: InventionReader.Hints, _ column: Tables.Column) -> [Value] {
    var texts: [String] = []
    for case .text(let text) in hints.values {
      texts.append(String(text.map { $0 == "*" || $0 == "?" ? "某" : $0 }))
      if column.type == .text { texts.append(text + "（虚构）") }
    }
    if case .codes(_, let dictionary) = column.storage, column.type == .category {
      texts += dictionary.texts.filter { !$0.isEmpty }.sorted { Value.text($0) < .text($1) }.prefix(3)
    }
    texts += ["虚构甲", "虚构乙"]
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }.map { .text($0) }
  }

  private func numbers(_ hints: InventionReader.Hints) -> [Fraction] {
    var numbers: Set<Fraction> = [Fraction(0), Fraction(1), Fraction(2)]
    let literals = hints.values.compactMap { value -> Fraction? in
      if case .money = value { nil } else { value.number }
    }
    for literal in literals {
      for shift in -1...1 { if let number = try? literal + Fraction(shift) { numbers.insert(number) } }
      guard hints.isReckoned else { continue }
      for base in [1, 1_000] { if let number = try? literal * Fraction(base) { numbers.insert(number) } }
    }
    if hints.isReckoned { numbers.insert(Fraction(1_000)) }
    if hints.usesYear {
      let year = asof.components.year
      for shift in -3...1 { numbers.insert(Fraction(year + shift)) }
    }
    return numbers.sorted { $0 < $1 }
  }

  private func shares(_ hints: InventionReader.Hints) -> [Fraction] {
    var shares: Set<Fraction> = [Fraction(0), Fraction(1)]
    guard let point = try? Fraction(1, over: 100) else { return [Fraction(0)] }
    for literal in hints.values.compactMap(\.number) {
      shares.insert(literal)
      if let more = try? literal + point { shares.insert(more) }
      if let less = try? literal - point { shares.insert(less) }
    }
    return shares.sorted { $0 < $1 }
  }

  /// In 分.
  private func amounts(_ hints: InventionReader.Hints) -> [Int64] {
    var amounts: Set<Int64> = [0, 100_000]
    for value in hints.values {
      switch value {
      case .money(let amount): for shift: Int64 in [-100, 0, 100] { amounts.insert(amount + shift) }
      case .integer(let factor) where (1...100_000).contains(factor): amounts.insert(factor * 100_000)
      default: break
      }
    }
    return amounts.sorted()
  }
}
