import Evaluation
import Language
import Tables
import Values

/// Cases as rows of lists with the shape of real ones, each about an entity of its own that can't be real.
struct InventedWorld {
  /// The lists with the cases' rows.
  let world: World
  /// For each case, its record's row in the measure's list.
  let records: [Int]

  /// A world of cases.
  /// - Parameters:
  ///   - cases: The cases.
  ///   - plan: What their rows and values stand for.
  ///   - list: The measure's list.
  ///   - inputs: The real lists, whose shape is taken and nothing else.
  ///   - graph: The same, bound to one another.
  ///   - asof: The day.
  /// - Throws: `Failure` where the lists don't fit together.
  init(
    _ cases: [InventedCase], plan: InventionPlan, list: Int, shapedAs inputs: [ListInput], _ graph: Graph,
    asof: CalendarDate
  ) throws {
    let entries = Dictionary(plan.lists.enumerated().map { ($1.list, $0) }, uniquingKeysWith: { first, _ in first })
    let shaped = inputs.enumerated().map { position, input -> ListInput in
      guard case .file = input.source else { return input }
      let rows = InventedRows(cases, plan: plan, entry: entries[position], list: position, input: input, graph: graph)
      return ListInput(
        name: input.name, alias: input.alias, source: .file(rows.table, path: "", rowHashes: []), parent: input.parent,
        key: input.key, weight: input.weight, authority: input.authority, standing: input.standing,
        headings: input.headings)
    }
    let invented = try GraphBuilder.build(shaped).graph
    world = World(graph: invented, asof: asof)
    let subject = plan.lists[plan.subject].list
    let offset = InventedWorld.offset(of: subject, in: list, of: invented)
    var next = offset
    records = cases.map { invented in
      defer { next += invented.rows[plan.subject].count }
      return next
    }
  }

  /// Where the rows of a leaf begin in the list that is made of it.
  private static func offset(of leaf: Int, in list: Int, of graph: Graph) -> Int {
    var offset = 0
    for member in graph.lists[list].members {
      if member.list == leaf || !graph.lists[member.list].members.isEmpty {
        return offset + self.offset(of: leaf, in: member.list, of: graph)
      }
      offset += member.rows.count
    }
    return offset
  }
}

/// The rows of one list for some cases.
private struct InventedRows {
  let table: Table

  init(
    _ cases: [InventedCase], plan: InventionPlan, entry: Int?, list: Int, input: ListInput, graph: Graph
  ) {
    let template = graph.lists[list].table
    let places =
      entry.map { entry in
        cases.enumerated().flatMap { number, invented in
          invented.rows[entry].indices.map { (number: number, row: $0) }
        }
      } ?? []
    let planned = entry.map { plan.lists[$0].columns } ?? []
    let parentColumn = input.parent.flatMap { template.position(of: $0.column) }
    let parent = graph.schema.lists[list].parent
    table = Table(
      columns: template.columns.enumerated().map { position, column in
        let plannedAt = planned.firstIndex { $0.position == position }
        let values = places.map { place -> Value? in
          let own = plannedAt.flatMap { at in entry.flatMap { cases[place.number].rows[$0][place.row][at] } }
          if position == parentColumn, let parent {
            return .text(
              parent == graph.registry
                ? InventedRows.code(place.number) : InventedRows.key(of: parent, place.number, 0, graph))
          }
          if list == graph.registry, graph.lists[list].key == position { return .text(InventedRows.code(place.number)) }
          if graph.lists[list].key == position {
            return .text(InventedRows.key(of: list, place.number, place.row, graph))
          }
          if input.weight == column.name { return .integer(1) }
          return plannedAt == nil ? .some(.unknown) : own
        }
        let isEnd = graph.lists[list].standing.until == position && plannedAt == nil
        return Column(shapedAs: column, holding: isEnd ? values.map { _ in nil } : values)
      }, rowCount: places.count)
  }

  /// A code that is nobody's: no department is numbered 00 and no region 000000, and its check characters fail.
  static func code(_ number: Int) -> String {
    let digits = String(number)
    return "00000000XN" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits + "00"
  }

  private static func key(of list: Int, _ number: Int, _ row: Int, _ graph: Graph) -> String {
    // A list whose key says which entity it is about has one key for all rows of a case.
    let schema = graph.schema.lists[list]
    if let key = graph.lists[list].key, schema.parent == graph.registry, schema.bonds[key] == .parent {
      return code(number)
    }
    return "虚构-\(schema.name)-\(number)-\(row)"
  }
}

extension Column {
  /// A column like another one with values of its own; nil is blank.
  init(shapedAs column: Column, holding values: [Value?]) {
    var known = Bitmap(count: values.count)
    var blank = Bitmap(count: values.count)
    for (row, value) in values.enumerated() {
      switch value {
      case nil: blank.insert(row)
      case .unknown?: break
      case .some: known.insert(row)
      }
    }
    func whole(_ number: Fraction?, _ places: Int) -> Int64 {
      guard let number, let power = try? Fraction.power(ofTen: places), let scaled = try? number * power else {
        return 0
      }
      return Int64(clamping: scaled.roundedToInteger)
    }
    let storage: ColumnStorage
    switch column.type {
    case .flag: storage = .flags(Bitmap(values.indices.filter { values[$0] == .flag(true) }, count: values.count))
    case .text, .category, .duration:
      var dictionary = TextDictionary()
      let codes = values.map { value in
        if case .text(let text)? = value { dictionary.code(adding: text) } else { dictionary.code(adding: "") }
      }
      storage = .codes(Codes(codes, distinct: dictionary.texts.count), dictionary)
    case .date, .month:
      storage = .days(
        values.map { value in
          switch value {
          case .date(let day)?: day.dayNumber
          case .month(let month)?: month.monthNumber
          default: 0
          }
        })
    case .integer: storage = .integers(values.map { whole($0?.number, 0) }, places: 0)
    case .money: storage = .integers(values.map { whole($0?.number, 2) }, places: 2)
    case .decimal: storage = .integers(values.map { whole($0?.number, 4) }, places: 4)
    case .percentage: storage = .integers(values.map { whole($0?.number, 6) }, places: 6)
    }
    self.init(
      name: column.name, heading: column.heading, type: column.type, storage: storage, known: known, blank: blank)
  }
}
