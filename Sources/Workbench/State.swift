import Documents
import Evaluation
import Language
import OrderedCollections
import Simulation
import Snapshots
import Tables
import Values

/// All that statements can change. A value: a statement that fails leaves the one before untouched.
struct State: Sendable {
  /// A metric as it was defined.
  struct DefinedMetric: Sendable, Named {
    let name: String
    let alias: String?
    let expression: Expression
  }

  /// A target as it was defined.
  struct DefinedTarget: Sendable, Named {
    let definition: TargetDefinition
    let clause: Clause?

    var name: String { definition.name.text }
    var alias: String? { definition.alias }
  }

  /// A value that was bound.
  struct Binding: Sendable, Named {
    let name: String
    let value: Value

    var alias: String? { nil }
  }

  /// A list as it was declared and read.
  struct LoadedList: Sendable {
    var input: ListInput
    /// Rows of the file, those set aside included.
    var rowsRead: Int
    /// What was wrong with the file itself.
    var problems: [Problem]
    /// Where it was declared.
    var span: SourceSpan?
    /// Tells readings apart, also of the same file.
    fileprivate(set) var number = 0
  }

  var lists: OrderedDictionary<String, LoadedList> = [:]
  var metrics = DefinitionTable<DefinedMetric>()
  var scenarios = DefinitionTable<DefinedScenario>()
  var targets = DefinitionTable<DefinedTarget>()
  var duties = DefinitionTable<DefinedDuty>()
  var givens = DefinitionTable<DefinedGiven>()
  var bindings = DefinitionTable<Binding>()
  var settings = Settings()
  /// The day that was asked for; nil for the last one in the data.
  var asof: CalendarDate?
  /// Files read, by their paths, with what was in them.
  var files: OrderedDictionary<String, Fingerprint> = [:]

  /// The lists bound to one another, as of the last change of `lists`.
  private(set) var graph = Graph.empty
  /// What did not fit when they were bound.
  private(set) var bindingProblems: [Problem] = []
  /// The world before any measure.
  private(set) var base = World(graph: .empty, asof: CalendarDate(dayNumber: 0))
  private var isBound = true
  /// Parts of answers, kept for the next question. What it holds changes no answer, so that copies share it.
  private(set) var cache = SubresultCache(limit: Settings().cacheLimit)
  /// Counts the changes of lists and day: two states of one workbench with the same number have the same world.
  private(set) var worldNumber = 0

  /// Where the lists come from, if not from their files.
  private(set) var restored: RestoredLists?

  /// Everything that is wrong with the data, file by file.
  var problems: [Problem] {
    // Lists that came from a snapshot have theirs there: those of the files come first there too.
    let known = restored?.snapshot.problems() ?? []
    let ofFiles = known.prefix(restored?.snapshot.fileProblemCount ?? 0)
    return ofFiles + lists.values.flatMap(\.problems) + known.dropFirst(ofFiles.count) + bindingProblems
  }

  /// How many problems there are in each list.
  var problemCounts: [String: Int] {
    let known = restored?.snapshot.lists.map { ($0.name, $0.problemCount) } ?? []
    let found = (lists.values.flatMap(\.problems) + bindingProblems).map { ($0.list, 1) }
    return Dictionary(known + found, uniquingKeysWith: +)
  }

  /// Takes over lists as they were bound before; they are set already.
  mutating func install(_ restored: RestoredLists) {
    let snapshot = restored.snapshot
    graph = GraphBuilder.restoring(
      bound(snapshot), entityCount: snapshot.entityCount, strangers: snapshot.strangers)
    bindingProblems = []
    asof = snapshot.declaredDay
    cache.removeAll()
    base = World(graph: graph, asof: snapshot.day, records: snapshot.lists.map(\.standing), cache: cache)
    self.restored = restored
    isBound = true
  }

  /// The lists that came from a snapshot, which are the first, as they were bound.
  private func bound(_ snapshot: DatasetSnapshot) -> [(input: ListInput, bound: BoundList)] {
    zip(lists.values, snapshot.lists).map { ($0.input, $1.bound) }
  }

  /// Whether a list can be bound to those that came from a snapshot as they are there: it is a further one, and rows
  /// that were set aside don't matter to it.
  func canBindBesideRestored(_ input: ListInput) -> Bool {
    guard let restored else { return true }
    guard input.name != Keyword.registry.rawValue, !restored.snapshot.lists.contains(where: { $0.name == input.name })
    else { return false }
    guard let parent = input.parent?.list, parent != Keyword.registry.rawValue,
      let name = lists.values.first(where: { $0.input.name == parent || $0.input.alias == parent })?.input.name,
      restored.snapshot.lists.contains(where: { $0.name == name && $0.problemCount > 0 })
    else { return true }
    return !restored.snapshot.problems().contains { $0.list == name && $0.kind == .naturalPerson }
  }

  /// Takes the lists as their files hold them for those that came from a snapshot.
  mutating func replaceRestored(with lists: OrderedDictionary<String, LoadedList>) {
    restored = nil
    for list in lists.values { set(list) }
  }

  /// Adds or replaces a list; the lists are bound anew before the next question.
  mutating func set(_ list: LoadedList) {
    worldNumber += 1
    lists[list.input.name] = list
    lists[list.input.name]?.number = worldNumber
    isBound = false
  }

  /// Forgets lists and what was defined over them; settings stay.
  mutating func clearData() {
    let (settings, cache, number) = (settings, cache, worldNumber)
    self = State()
    (self.settings, self.cache) = (settings, cache)
    worldNumber = number + 1
  }

  /// Sets the day that questions are about.
  mutating func setDay(_ day: CalendarDate) throws {
    asof = day
    worldNumber += 1
    try bind()
    base = World(graph: graph, asof: day, cache: cache)
  }

  /// Binds the lists to one another if any has changed.
  mutating func bind() throws {
    guard !isBound else { return }
    let spans = lists.values.compactMap { list in list.span.map { (list.input.name, $0) } }
    let places = Dictionary(spans, uniquingKeysWith: { $1 })
    if let snapshot = restored?.snapshot {
      (graph, bindingProblems) = try GraphBuilder.extending(
        bound(snapshot), entityCount: snapshot.entityCount, strangers: snapshot.strangers,
        with: lists.values.dropFirst(snapshot.lists.count).map(\.input), places: places)
    } else {
      (graph, bindingProblems) = try GraphBuilder.build(lists.values.map(\.input), places: places)
    }
    isBound = true
    // Nothing that was computed from the lists before is asked for again.
    cache.removeAll()
    base = World(graph: graph, asof: day, cache: cache)
    giveBackSpareRoom()
  }

  /// Gives back the memory that reading and binding lists took and nobody uses any more, where it is much.
  private func giveBackSpareRoom() {
    guard graph.lists.contains(where: { $0.rowCount >= State.manyRows }) else { return }
    for list in graph.lists {
      list.table.giveBackSpareRoom()
      list.parentRows.giveBackSpareRoom()
      list.entities.giveBackSpareRoom()
      list.weights.giveBackSpareRoom()
      list.links?.offsets.giveBackSpareRoom()
      list.links?.rows.giveBackSpareRoom()
    }
    SpareRoom.giveBackFreed()
  }

  /// A list of so many rows has megabytes to give back.
  private static let manyRows = 1 << 16

  /// The same lists and definitions without a single row: what a question's columns will be is asked of it in no time.
  func withoutRows() throws -> State {
    var state = self
    state.asof = base.asof
    state.restored = nil
    for (name, list) in lists { state.lists[name]?.input = list.input.withoutRows() }
    state.isBound = false
    try state.bind()
    return state
  }

  /// The state without its world, which takes much room and can be made again.
  var withoutWorld: State {
    var state = self
    state.base = World(graph: .empty, asof: base.asof)
    return state
  }

  /// A state that was kept without its world, with the world of a later state where that is the same.
  func withWorld(of later: State) throws -> State {
    var state = self
    if worldNumber == later.worldNumber {
      state.base = later.base
    } else {
      try Interruption.check()
      try state.bind()
      state.base = World(graph: state.graph, asof: state.day)
    }
    // What comes next gets a number of its own, also against what is taken back.
    state.worldNumber = max(worldNumber, later.worldNumber)
    if worldNumber != later.worldNumber { state.worldNumber += 1 }
    return state
  }

  /// The day that questions are about: the one asked for, or the last on which anything in the data happened.
  private var day: CalendarDate {
    if let asof { return asof }
    var latest: Int32 = 0
    for list in graph.lists {
      for position in [list.standing.since, list.standing.on].compactMap({ $0 }) {
        let column = list.table.columns[position]
        guard case .days(let days) = column.storage else { continue }
        for (row, day) in days.enumerated() where column.isKnown(row) && day < State.farFuture {
          latest = max(latest, day)
        }
      }
    }
    return CalendarDate(dayNumber: latest)
  }

  /// 2099-01-01: from here on a date means that there is no end.
  private static let farFuture = CalendarDate(year: 2099, month: 1, day: 1)?.dayNumber ?? .max
}

/// What a user can set.
struct Settings: Sendable {
  /// The tongue of messages and headings.
  var tongue = Tongue.english
  /// How many rows of a table are shown to people.
  var rowLimit = 40
  /// The seed of whatever is drawn by lot.
  var seed = 0
  /// Whether each statement's time is told.
  var tellsTime = false
  /// How many megabytes of sub-results are kept between statements.
  var cacheMegabytes = 256

  /// The same in bytes.
  var cacheLimit: Int { cacheMegabytes << 20 }
  /// The most megabytes that can be asked for.
  static let mostCacheMegabytes = 1 << 20
  /// Whether names and codes are hidden on the screen.
  var isMasked = false
  /// Whether loaded datasets are kept for the next time, where there is a place for them.
  var keepsSnapshots = true
}

// What names stand for.
extension State {
  var schema: Schema { graph.schema }

  func definition(named name: String) -> Definition? {
    if let binding = bindings[name] { return .value(binding.value) }
    if let given = givens.named(name) { return given.definition(on: base.asof) }
    return metrics.named(name).map { .metric($0.expression) }
  }

  /// What names are called in each tongue, around an expression over a list's rows or over none.
  func naming(over list: Int? = nil, isGroup: Bool = false) -> Naming {
    Naming(
      schema: schema,
      definitions: metrics.values.map { ($0.name, $0.alias) } + givens.values.map { ($0.name, $0.alias) }, list: list,
      isGroup: isGroup)
  }

  var scenarioNames: [String] { scenarios.names + [Keyword.base.rawValue] }

  var definedNames: [String] { bindings.names + givens.names + metrics.names }

  func values(ofList list: Int, column: Int) -> [String] {
    guard case .codes(_, let dictionary) = graph.lists[list].table.columns[column].storage,
      dictionary.texts.count <= 1000
    else { return [] }
    return Array(dictionary.texts)
  }
}

extension ListInput {
  fileprivate func withoutRows() -> ListInput {
    guard case .file(let table, let path, _) = source else { return self }
    let columns = table.columns.map { column in
      let storage: ColumnStorage =
        switch column.storage {
        case .flags: .flags(Bitmap(count: 0))
        case .codes: .codes(.narrow([]), TextDictionary([""]))
        case .integers(_, let places): .integers([], places: places)
        case .days: .days([])
        }
      return Column(name: column.name, heading: column.heading, type: column.type, storage: storage)
    }
    return ListInput(
      name: name, alias: alias, source: .file(Table(columns: columns, rowCount: 0), path: path, rowHashes: []),
      parent: parent, key: key, weight: weight, authority: authority, standing: standing, headings: headings)
  }
}

extension DefinedScenario: Named {
  var name: String { definition.name.text }
  var alias: String? { definition.alias }
}
