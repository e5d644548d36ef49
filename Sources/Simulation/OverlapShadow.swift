import Evaluation
import Language
import Tables
import Values

extension Overlap {
  /// What one measure, or several together, would take: rows of lists, and entities.
  struct Shadow {
    /// For each list that has records of its own, the rows that are taken; nil for none.
    private let rows: [Standing?]
    /// The entities that are taken.
    private let entities: Standing

    private init(rows: [Standing?], entities: Standing) {
      self.rows = rows
      self.entities = entities
    }

    /// What a measure takes in a world.
    init(of measure: Measure, on world: World) throws {
      let reach = try ScenarioRun.Reach(of: measure, in: world)
      let acting = reach.matching & !reach.excepting
      let graph = world.graph
      if measure.action == .strike {
        let struck = Shadow.struck(by: measure, where: acting, in: world)
        entities = struck
        rows = graph.lists.indices.map { list in
          let data = graph.lists[list]
          guard list != graph.registry, data.members.isEmpty, !data.entities.isEmpty else { return nil }
          return world.standing(of: list) & Shadow.rows(about: struck, in: list, of: graph)
        }
        return
      }
      var rows: [Standing?] = Array(repeating: nil, count: graph.lists.count)
      for (list, planes) in graph.split(acting, of: measure.list) {
        let standing = world.standing(of: list)
        // An admission is of records that don't stand, all else of records that do.
        let eligible =
          measure.action == .admit
          ? Standing(low: ~standing.high, headline: ~standing.headline, high: ~standing.low) : standing
        let taken = eligible & Standing(low: planes.yes, headline: planes.yes, high: planes.yes | planes.unknown)
        rows[list] = rows[list].map { $0 | taken } ?? taken
      }
      self.rows = rows
      let none = Standing(Bitmap(count: graph.entityCount))
      entities = rows.enumerated().reduce(none) { found, part in
        guard let rows = part.element, !graph.lists[part.offset].entities.isEmpty else { return found }
        return found
          | Standing(
            low: world.entities(of: rows.low, in: part.offset),
            headline: world.entities(of: rows.headline, in: part.offset),
            high: world.entities(of: rows.high, in: part.offset))
      }
    }

    /// The registered entities that a strike takes.
    private static func struck(by measure: Measure, where acting: TruthPlanes, in world: World) -> Standing {
      let graph = world.graph
      // A record that only may stand strikes nobody for sure, and what is in doubt doesn't fire.
      let matched = world.standing(of: measure.list)
      let sure =
        measure.list == graph.registry ? matched : Standing(low: matched.low, headline: matched.low, high: matched.high)
      let taken = sure & Standing(low: acting.yes, headline: acting.yes, high: acting.yes | acting.unknown)
      let registered = Bitmap(0..<graph.registeredCount, count: graph.entityCount)
      func entities(_ rows: Bitmap) -> Bitmap {
        if measure.list == graph.registry { return Bitmap(rows.rows, count: graph.entityCount) }
        return world.entities(of: rows, in: measure.list) & registered
      }
      return Standing(low: entities(taken.low), headline: entities(taken.headline), high: entities(taken.high))
    }

    private static func rows(about entities: Standing, in list: Int, of graph: Graph) -> Standing {
      let owners = graph.lists[list].entities
      func rows(_ set: Bitmap) -> Bitmap {
        Bitmap(owners.indices.filter { owners[$0] >= 0 && set.contains(Int(owners[$0])) }, count: owners.count)
      }
      return Standing(low: rows(entities.low), headline: rows(entities.headline), high: rows(entities.high))
    }

    // MARK: Together and apart

    /// What both take.
    func common(with other: Shadow) -> Shadow {
      Shadow(
        rows: zip(rows, other.rows).map { first, second in
          if let first, let second { first & second } else { nil }
        }, entities: entities & other.entities)
    }

    /// What the other does not take.
    func subtracting(_ other: Shadow) -> Shadow {
      Shadow(
        rows: zip(rows, other.rows).map { first, second in
          if let first, let second { first.subtracting(second) } else { first }
        }, entities: entities.subtracting(other.entities))
    }

    // MARK: Counts

    /// How many records one of the three sets holds.
    func records(_ part: KeyPath<Standing, Bitmap>) -> Int64 {
      rows.reduce(0) { $0 + Int64($1.map { $0[keyPath: part].population } ?? 0) }
    }

    /// How many entities one of the three sets holds.
    func entities(_ part: KeyPath<Standing, Bitmap>, withUnidentified: Bool, on graph: Graph) -> Int64 {
      let weights = graph.registry.map { graph.lists[$0].weights } ?? []
      var count: Int64 = 0
      entities[keyPath: part].forEach { count += $0 < weights.count ? weights[$0] : 1 }
      guard withUnidentified else { return count }
      for (list, standing) in rows.enumerated() {
        guard let standing else { continue }
        let owners = graph.lists[list].entities
        guard !owners.isEmpty else { continue }
        standing[keyPath: part].forEach { if owners[$0] < 0 { count += 1 } }
      }
      return count
    }
  }
}

extension Standing {
  /// Rows in either.
  fileprivate static func | (left: Standing, right: Standing) -> Standing {
    Standing(low: left.low | right.low, headline: left.headline | right.headline, high: left.high | right.high)
  }

  /// Rows that are not in the other, surely, in the headline, and perhaps.
  fileprivate func subtracting(_ other: Standing) -> Standing {
    Standing(
      low: low.subtracting(other.high), headline: headline.subtracting(other.headline),
      high: high.subtracting(other.low))
  }
}
