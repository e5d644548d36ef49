import Evaluation
import Language
import Tables
import Values

/// Each standing record of a list in exactly one class: the first, in the given order, whose rule it surely meets.
///
/// Where unknown facts decide whether an earlier class's rule is met, the record stays where it surely belongs, and the
/// row says which classes it might belong to.
public struct Classification: Sendable {
  /// A class with its rule, names resolved.
  public struct Class: Sendable {
    /// What makes a record belong to it.
    public enum Rule: Sendable {
      /// One of a scenario's measures takes it.
      case taken(by: ScenarioRun)
      /// A condition over the record holds; as it is read, and as it is computed.
      case condition(Phrase, TypedExpression)
      /// Nothing else: it takes what is left.
      case rest
    }

    /// What it is called.
    public let label: String
    /// What makes a record belong to it.
    public let rule: Rule

    /// A class.
    public init(label: String, rule: Rule) {
      self.label = label
      self.rule = rule
    }
  }

  private let world: World
  private let list: Int
  private let classes: [Class]
  /// The property of entities that says whose they are.
  private let territory: EntityKey?

  /// A classification of the records of a list that stand in a world.
  public init(world: World, list: Int, classes: [Class], territory: EntityKey?) {
    self.world = world
    self.list = list
    self.classes = classes
    self.territory = territory
  }

  /// Where a class's rule holds and why.
  private struct Membership {
    let planes: TruthPlanes
    /// The measures by which records surely belong, each with the records that it is the first to take.
    var measures: [(measure: Measure, rows: Bitmap)] = []
  }

  /// The records, class by class, each class in the data's order.
  /// - Throws: `Failure` where a condition can't be computed.
  public func answer() throws -> Answer {
    let memberships = try classes.map(membership)
    var left = world.standing(of: list).headline
    var assigned: [Bitmap] = []
    for membership in memberships {
      assigned.append(left & membership.planes.yes)
      left = left.subtracting(membership.planes.yes)
    }
    let names = EntityNames(world.graph)
    let districts = try territory.map { territory in
      try world.evaluator.groupingByEntity(of: [list], by: [territory.expression])
    }
    let districtsOfRows = districts?.rows(of: list)
    var rows: [[Cell]] = []
    func add(_ row: Int, _ place: Int?) {
      let (_, origin) = names.origin(of: row, in: list)
      let reason = place.map { self.reason(row, classes[$0], memberships[$0]) } ?? (.empty, nil)
      let possible = memberships.prefix(place ?? classes.count).indices
        .filter { memberships[$0].planes.unknown.contains(row) }.map { classes[$0].label }
      var cells: [Cell] = [
        place.map { .value(.text(classes[$0].label)) } ?? .value(.unknown),
        possible.isEmpty ? .empty : .value(.text(possible.joined(separator: "、"))),
        .value(.text(world.graph.schema.lists[origin].name)),
        .value(.text(names.identification(of: row, in: list))),
        names.code(ofRecord: row, in: list).cell, names.name(ofRecord: row, in: list).cell, reason.0,
        names.authority(ofRecord: row, in: list).cell,
      ]
      if let districts, let districtsOfRows { cells.append(districts.keys[Int(districtsOfRows[row])][0].cell) }
      rows.append(cells + [reason.1.map { .value(.text($0)) } ?? .empty])
    }
    for place in classes.indices {
      try Interruption.check()
      assigned[place].forEach { add($0, place) }
    }
    left.forEach { add($0, nil) }
    return Answer(ResultTable(columns: columns, rows: rows), notes: notes(assigned, left, memberships))
  }

  private var columns: [ResultColumn] {
    var columns = [
      ResultColumn("class", heading: Phrase("class", "类别")),
      ResultColumn("might_be", heading: Phrase("might be", "或属")),
      ResultColumn("list", heading: Phrase("list", "名单")), ResultColumn("record", heading: Phrase("record", "记录")),
      ResultColumn("code", heading: Phrase("code", "代码")), ResultColumn("name", heading: Phrase("name", "名称")),
      ResultColumn("reason", heading: Phrase("reason", "理由")),
      ResultColumn("department", heading: Phrase("department", "认定部门")),
    ]
    if let territory { columns.append(ResultColumn(territory.name, heading: territory.heading)) }
    return columns + [ResultColumn("source", heading: Phrase("source", "依据"))]
  }

  // MARK: Rules

  private func membership(_ item: Class) throws -> Membership {
    switch item.rule {
    case .rest:
      return Membership(planes: TruthPlanes(repeating: true, count: world.graph.lists[list].rowCount))
    case .condition(_, let condition):
      return Membership(planes: try world.evaluator.truth(condition, over: list))
    case .taken(let run): return membership(run)
    }
  }

  private func membership(_ run: ScenarioRun) -> Membership {
    let none = Bitmap(count: world.graph.lists[list].rowCount)
    var (yes, possible) = (none, none)
    var measures: [(measure: Measure, rows: Bitmap)] = []
    for step in run.steps where step.measure.action.takesRecords {
      let before = step.before.standing(of: list).headline
      let taken = before.subtracting(step.after.standing(of: list).headline)
      measures.append((step.measure, taken.subtracting(yes)))
      yes = yes | taken
      possible = possible | (before & doubtful(step))
    }
    return Membership(planes: TruthPlanes(yes: yes, unknown: possible.subtracting(yes)), measures: measures)
  }

  /// The records of the list that a step may take for all that is known.
  private func doubtful(_ step: ScenarioRun.Step) -> Bitmap {
    let graph = world.graph
    guard step.measure.action != .strike else {
      return step.after.touched(in: list).subtracting(step.before.touched(in: list))
    }
    let parts = Dictionary(
      graph.split(step.acting, of: step.measure.list).map { ($0.list, $0.planes.unknown) }, uniquingKeysWith: |)
    return Bitmap(
      joining: graph.leaves(of: list).map { parts[$0.list] ?? Bitmap(count: graph.lists[$0.list].rowCount) })
  }

  private func reason(_ row: Int, _ item: Class, _ membership: Membership) -> (Cell, source: String?) {
    switch item.rule {
    case .rest: return (.phrase(Phrase("no rule before holds", "不属前列各类")), nil)
    case .condition(let text, _): return (.phrase(text), nil)
    case .taken:
      let measure = membership.measures.first { $0.rows.contains(row) }?.measure
      return (measure.map { .value(.text($0.scenario)) } ?? .empty, measure?.source)
    }
  }

  // MARK: What the reader should know besides

  private func notes(_ assigned: [Bitmap], _ left: Bitmap, _ memberships: [Membership]) -> [Phrase] {
    var notes: [Phrase] = []
    for (item, rows) in zip(classes, assigned) {
      let records = rows.population
      let entities = world.entities(of: rows, in: list).population
      notes.append(
        Phrase(
          "\(item.label): \(counted(records, "record", "records")) of \(counted(entities, "entity", "entities"))",
          "\(item.label)：\(grouped(records)) 条记录，涉及 \(grouped(entities)) 户"))
    }
    if !left.isEmpty {
      notes.append(
        Phrase(
          "\(counted(left.population, "record belongs", "records belong")) to no class; a last class without a rule takes what is left",
          "\(grouped(left.population)) 条记录不属任何一类；末尾加一个不带规则的类别可收纳其余"))
    }
    var doubt = 0
    for (place, rows) in (assigned + [left]).enumerated() {
      let open = memberships.prefix(place).reduce(Bitmap(count: rows.count)) { $0 | $1.planes.unknown }
      doubt += (rows & open).population
    }
    if doubt > 0 {
      notes.append(
        Phrase(
          "\(counted(doubt, "record", "records")) might belong to an earlier class: facts are missing (`where might_be is known`)",
          "\(grouped(doubt)) 条记录因事实不详可能属于前列类别（`筛选 might_be 为 已知`）"))
    }
    return notes
  }

  private func grouped(_ count: Int) -> String { DecimalNotation.text(ofCount: count) }

  private func counted(_ count: Int, _ one: String, _ many: String) -> String {
    "\(grouped(count)) \(count == 1 ? one : many)"
  }
}

extension MeasureSyntax.Action {
  /// Whether it takes records off a list, or entities with their records out of the population.
  var takesRecords: Bool {
    switch self {
    case .exit, .exempt, .repair, .strike: true
    case .update, .admit: false
    }
  }
}

extension String? {
  /// A text as results show it.
  var cell: Cell { map { .value(.text($0)) } ?? .value(.unknown) }
}
