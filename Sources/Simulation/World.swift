import Evaluation
import Language
import Tables
import Values

/// The lists on a day, and which of their records stand. Immutable: a scenario makes a new one over it.
public struct World: Sendable {
  /// The lists, with what updates have set in them.
  public private(set) var graph: Graph
  /// The day.
  public let asof: CalendarDate
  /// For each list, the records that stand, whoever was struck from the population. Lists made of others have none of
  /// their own.
  public private(set) var records: [Standing]
  /// For each list, the records that history holds: all that were not exempted.
  private(set) var existing: [Standing]
  /// The rows of the registry that make up the population.
  private(set) var population: Standing
  /// For each list of which there are any, the records that some measure has taken or put on it, or may have; nil while
  /// there was no measure.
  private var touchedRecords: [Int: Bitmap]?
  /// The lists with rows of their own onto which some measure may have put records.
  private var gaining: Set<Int> = []
  /// The lists with rows of their own off which some measure may have taken records.
  private var losing: Set<Int> = []
  /// The rows of the registry that some measure has struck or may have struck; nil while there was no such measure.
  private var touchedPopulation: Bitmap?
  /// For each list with rows of its own, column by column, the rows whose cell some update has set or may have set to
  /// something else.
  private var touchedCells: [Int: [Int: Bitmap]] = [:]
  /// What an evaluation sees of the world.
  public private(set) var frame: Frame

  /// Whether no measure has run.
  var isBase: Bool { touchedRecords == nil }

  /// The world before any measure: what stands on a day by the records' own dates.
  /// - Parameters:
  ///   - graph: The lists.
  ///   - asof: The day.
  ///   - cache: Where parts of answers are kept for the next question, about this world or those after it.
  public init(graph: Graph, asof: CalendarDate, cache: SubresultCache? = nil) {
    self.init(graph: graph, asof: asof, records: graph.lists.map { Standing(of: $0, on: asof) }, cache: cache)
  }

  /// The world before any measure, of which it is known what stands on the day.
  public init(graph: Graph, asof: CalendarDate, records: [Standing], cache: SubresultCache? = nil) {
    self.graph = graph
    self.asof = asof
    self.records = records
    existing = graph.lists.map { Standing(Bitmap(repeating: true, count: $0.rowCount)) }
    population = graph.registry.map { [existing] in existing[$0] } ?? Standing(Bitmap(count: 0))
    // All rows of lists are all rows of what is made of them.
    frame = Frame(graph: graph, asof: asof, standing: [], existing: existing, cache: cache)
    frame = makeFrame()
  }

  /// The records of a list that stand in this world.
  public func standing(of list: Int) -> Standing { frame.standing[list] }

  /// What is seen after scenarios, for questions about two worlds at once.
  private var after: @Sendable (ScenarioExpression) throws -> Frame = { throw Evaluator.unknownWorld($0) }

  /// What expressions are computed with.
  public var evaluator: Evaluator { Evaluator(frame, after: after) }

  /// The world, of which also questions about what follows scenarios can be asked.
  public func answering(after: @escaping @Sendable (ScenarioExpression) throws -> Frame) -> World {
    var world = self
    world.after = after
    return world
  }

  /// The world after records of a list are taken where a condition holds.
  func taking(_ condition: TruthPlanes, from list: Int, erasing: Bool) -> World {
    var world = self
    var touched = touchedRecords ?? [:]
    for (member, planes) in graph.split(condition, of: list) {
      touched.add((planes.yes | planes.unknown) & records[member].high, to: member)
      world.records[member] = records[member].taking(planes)
      world.losing.insert(member)
      if erasing {
        world.existing[member] = existing[member].taking(planes)
        touched.add((planes.yes | planes.unknown) & existing[member].high, to: member)
      }
    }
    world.touchedRecords = touched
    world.frame = world.makeFrame()
    return world
  }

  /// The world after records of a list that history holds begin to stand where a condition holds.
  func admitting(_ condition: TruthPlanes, to list: Int) -> World {
    var world = self
    var touched = touchedRecords ?? [:]
    for (member, planes) in graph.split(condition, of: list) {
      world.records[member] = records[member].admitting(planes, of: existing[member])
      let possible = (planes.yes | planes.unknown) & existing[member].high
      touched.add(possible.subtracting(records[member].low), to: member)
      world.gaining.insert(member)
    }
    world.touchedRecords = touched
    world.frame = world.makeFrame()
    return world
  }

  /// Whether some measure may have put records onto a list.
  func mayHaveGained(_ list: Int) -> Bool { graph.leaves(of: list).contains { gaining.contains($0.list) } }

  /// Whether some measure may have taken records off a list, or struck the entities that they are about.
  func mayHaveLost(_ list: Int) -> Bool {
    !(touchedPopulation?.isEmpty ?? true) || graph.leaves(of: list).contains { losing.contains($0.list) }
  }

  /// The world after rows of the registry leave the population where a condition holds.
  func striking(_ condition: TruthPlanes) -> World {
    var world = self
    world.touchedRecords = touchedRecords ?? [:]
    let struck = (condition.yes | condition.unknown) & population.high
    world.touchedPopulation = touchedPopulation.map { $0 | struck } ?? struck
    world.population = population.taking(condition)
    world.frame = world.makeFrame()
    return world
  }

  /// The world after cells of a list's rows hold something else.
  /// - Throws: `Interruption`.
  func showing(_ columns: [(position: Int, updated: UpdatedColumn)], in list: Int) throws -> World {
    var world = self
    world.touchedRecords = touchedRecords ?? [:]
    for (position, updated) in columns {
      let name = graph.lists[list].table.columns[position].name
      for (leaf, rows) in graph.leaves(of: list) {
        guard let column = graph.lists[leaf].table.columns.firstIndex(where: { $0.name == name }) else { continue }
        let touched = updated.touched.slice(rows)
        world.touchedCells[leaf, default: [:]][column] =
          touchedCells[leaf]?[column].map { $0 | touched } ?? touched
      }
      world.graph = try world.graph.updating(position, of: list, with: updated.column)
    }
    world.frame = world.makeFrame()
    return world
  }

  /// The rows of a list whose cell in a column some update has set, or may have set, to something else.
  func touchedCells(of list: Int, column: Int) -> Bitmap {
    guard !touchedCells.isEmpty else { return Bitmap(count: graph.lists[list].rowCount) }
    let name = graph.lists[list].table.columns[column].name
    return Bitmap(
      joining: graph.leaves(of: list).map { leaf in
        let position = graph.lists[leaf.list].table.columns.firstIndex { $0.name == name }
        return position.flatMap { touchedCells[leaf.list]?[$0] } ?? Bitmap(count: leaf.rows.count)
      })
  }

  /// Whether an update has set, or may have set, any cell of a list.
  func hasTouchedCells(in list: Int) -> Bool {
    graph.leaves(of: list).contains { touchedCells[$0.list]?.values.contains { !$0.isEmpty } ?? false }
  }

  /// The records of a list that some measure took, put on it, or may have, also by striking their entity.
  func touched(in list: Int) -> Bitmap {
    guard let touchedRecords else { return Bitmap(count: graph.lists[list].rowCount) }
    let members = graph.lists[list].members
    if !members.isEmpty {
      return Bitmap(joining: members.map { touched(in: $0.list) })
    }
    guard list != graph.registry else { return touchedPopulation ?? Bitmap(count: graph.registeredCount) }
    let touchedRows = touchedRecords[list] ?? Bitmap(count: graph.lists[list].rowCount)
    guard let touchedPopulation, !touchedPopulation.isEmpty else { return touchedRows }
    return touchedRows | graph.rows(of: list, about: touchedPopulation)
  }

  /// The entities that may have been struck, or not.
  var doubtfulEntities: Bitmap {
    var entities = population.high.subtracting(population.low)
    entities.append(contentsOf: Bitmap(count: graph.entityCount - entities.count))
    return entities
  }

  /// The world as it is if nobody in doubt was struck.
  var keepingDoubtful: World {
    var world = self
    world.population = Standing(population.high)
    world.frame = world.makeFrame()
    return world
  }

  private func makeFrame() -> Frame {
    Frame(
      graph: graph, asof: asof, standing: visible(records, as: frame.standing),
      existing: visible(existing, as: frame.existing), following: frame)
  }

  /// Sets of rows as questions see them: without records about entities that were struck, lists made of others joined.
  /// What is joined of the same sets as before is what it was before.
  private func visible(_ sets: [Standing], as former: [Standing]) -> [Standing] {
    let isWhole = touchedPopulation == nil || population.low.population == graph.registeredCount
    var result: [Standing] = []
    for list in graph.lists.indices {
      let members = graph.lists[list].members
      if !members.isEmpty {
        let isFormer = !former.isEmpty && members.allSatisfy { former[$0.list] == result[$0.list] }
        result.append(isFormer ? former[list] : Standing(joining: members.map { result[$0.list] }))
      } else if list == graph.registry {
        result.append(population)
      } else if isWhole || graph.lists[list].entities.isEmpty {
        result.append(sets[list])
      } else {
        result.append(sets[list] & populationOfRecords(of: list))
      }
    }
    return result
  }

  private func populationOfRecords(of list: Int) -> Standing {
    // Whoever is not in the registry can't be struck.
    func remaining(_ population: Bitmap) -> Bitmap { ~graph.rows(of: list, about: ~population) }
    let low = remaining(population.low)
    let headline = population.headline == population.low ? low : remaining(population.headline)
    let high = population.high == population.headline ? headline : remaining(population.high)
    return Standing(low: low, headline: headline, high: high)
  }
}

extension [Int: Bitmap] {
  /// Adds some rows of a list to those that it has.
  fileprivate mutating func add(_ rows: Bitmap, to list: Int) { self[list] = self[list].map { $0 | rows } ?? rows }
}

extension Standing {
  /// The rows of several lists end to end.
  init(joining parts: [Standing]) {
    let low = Bitmap(joining: parts.map(\.low))
    let headline = parts.allSatisfy { $0.headline == $0.low } ? low : Bitmap(joining: parts.map(\.headline))
    let high = parts.allSatisfy { $0.high == $0.headline } ? headline : Bitmap(joining: parts.map(\.high))
    self.init(low: low, headline: headline, high: high)
  }
}

extension Graph {
  /// A condition over a list as conditions over the lists that it is made of, or over itself.
  func split(_ planes: TruthPlanes, of list: Int) -> [(list: Int, planes: TruthPlanes)] {
    let members = lists[list].members
    guard !members.isEmpty else { return [(list, planes)] }
    return members.flatMap { member in
      split(
        TruthPlanes(yes: planes.yes.slice(member.rows), unknown: planes.unknown.slice(member.rows)), of: member.list)
    }
  }

  /// The list that speaks for another: one that is made of it and of others, or itself.
  public func umbrella(of list: Int) -> Int {
    lists.indices.first { lists[$0].members.contains { $0.list == list } } ?? list
  }
}
