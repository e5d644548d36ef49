// swift-format-ignore-file: NeverForceUnwrap, NeverUseForceTry

import Arrow
import Foundation
import Language
import Tables
import Testing
import Values

@testable import Evaluation
@testable import Snapshots

@Suite("Lists that lie in a snapshot's files give what lists in memory give") struct MappedGraphTests {
  /// The same world twice: as it was bound, and as its snapshot holds it.
  private struct Pair {
    let scope: GraphScope
    let bound: Frame
    let mapped: Frame

    init(records: Int, seed: Int) throws {
      let graph = try SampleWorld(records: records, seed: seed).graph()
      let snapshot = try MappedGraphTests.snapshot(of: graph)
      let restored = Graph(
        schema: graph.schema, lists: snapshot.lists.map(\.bound.data), entityCount: snapshot.entityCount,
        registry: graph.registry,
        entityCodes: EntityCodes(
          registered: snapshot.lists[SampleWorld.registry].bound.data.table.column("code"),
          strangers: snapshot.strangers))
      scope = GraphScope(graph: graph)
      let everything = graph.lists.map { Standing(Bitmap(repeating: true, count: $0.rowCount)) }
      bound = Frame(graph: graph, asof: scope.asof, standing: everything, existing: everything)
      mapped = Frame(
        graph: restored, asof: scope.asof, standing: snapshot.lists.map(\.standing), existing: everything)
    }

    func truth(_ frame: Frame, _ text: String, over list: Int) throws -> TruthPlanes {
      try Evaluator(frame).truth(scope.check(text, in: .row(of: list)), over: list)
    }

    func values(_ frame: Frame, _ aggregates: [String], where condition: String, by key: String) throws
      -> [[RangedValue]]
    {
      let list = SampleWorld.court
      let rows = frame.standing[list].keeping(try truth(frame, condition, over: list))
      let evaluator = Evaluator(frame)
      let grouping = try evaluator.grouping(of: rows.high, of: list, by: [scope.check(key, in: .row(of: list))])
      return try aggregates.map {
        try evaluator.values(
          of: scope.check($0, in: .group(of: list)), grouping: grouping, selection: (list, rows))
      }
    }
  }

  /// What a store gives back of a graph in which everything stands; its folder is gone by then.
  private static func snapshot(of graph: Graph) throws -> DatasetSnapshot {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mapped-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = SnapshotStore(folder: folder, minimumBytes: 0)
    let key = SnapshotKey(SnapshotKey.Declaration([]), sources: [])
    let lists = graph.schema.lists.enumerated().map { position, schema in
      DatasetSnapshot.List(
        name: schema.name, bound: BoundList(graph.lists[position], parent: schema.parent),
        rowsRead: graph.lists[position].rowCount,
        standing: Standing(Bitmap(repeating: true, count: graph.lists[position].rowCount)), entities: nil,
        problemCount: 0)
    }
    store.keep(
      DatasetSnapshot(
        lists: lists, entityCount: graph.entityCount, strangers: graph.entityCodes.strangers, declaredDay: nil,
        day: CalendarDate(dayNumber: 0), assertionsHeld: 0, failedAssertions: [], fileProblemCount: 0,
        problems: { [] }), as: key)
    store.wait()
    #expect(store.takeNotes() == [])
    return try #require(try store.open(key))
  }

  @Test("Everything that is as long as a list lies in a file", arguments: [1, 65, 4097])
  func mapping(size: Int) throws {
    let pair = try Pair(records: size, seed: 3)
    for (bound, list) in zip(pair.bound.graph.lists, pair.mapped.graph.lists) {
      #expect(list.table.rowCount == bound.table.rowCount && list.table.lines == bound.table.lines)
      #expect(list.members == bound.members && list.key == bound.key)
      #expect(list.entities == bound.entities && list.entities.isMapped)
      #expect(list.parentRows == bound.parentRows && list.parentRows.isMapped == !bound.parentRows.isEmpty)
      #expect(list.links?.offsets == bound.links?.offsets && list.links?.offsets.isMapped ?? true)
      #expect(list.links?.rows == bound.links?.rows && list.links?.rows.isMapped ?? true)
      #expect(list.links?.end == bound.links?.end && list.links?.isInOrder == bound.links?.isInOrder)
      for (before, column) in zip(bound.table.columns, list.table.columns) {
        #expect(column.name == before.name && column.type == before.type && column.heading == before.heading)
        // Where every cell is known, no bitmap needs to say so.
        let everything = Bitmap(repeating: true, count: list.rowCount)
        #expect((column.known ?? everything) == before.known ?? everything, "\(column.name)")
        #expect(column.known?.words.isMapped ?? true, "\(column.name)")
        for row in 0..<list.rowCount { #expect(column.value(at: row) == before.value(at: row), "\(column.name)") }
        switch column.storage {
        case .flags(let flags): #expect(flags.words.isMapped)
        case .days(let days): #expect(days.isMapped)
        case .codes(_, let texts): #expect(texts.bytes.isMapped || texts.bytes.isEmpty)
        case .integers: break
        }
      }
    }
  }

  @Test(
    "Texts by code are read as they were written, and by programs that know no numbers without a sign",
    arguments: [(1, 8), (128, 8), (129, 16), (256, 16), (257, 16), (32_768, 16), (32_769, 32), (70_000, 32)])
  func codes(distinct: Int, bits: Int) throws {
    let texts = (0..<distinct + 50).map { $0 >= distinct && $0 % 3 == 0 ? nil : "文\($0 % distinct)" }
    let column = Column("word", .category, texts: texts)
    #expect(ColumnSnapshot(column, id: 0).field.dictionary?.index == .integer(bits: bits, isSigned: true))
    let schema = Schema([ListSchema(name: "words", alias: nil, columns: [], parent: nil)])
    let graph = Graph(
      schema: schema, lists: [ListData(table: Table(columns: [column], rowCount: texts.count))], entityCount: 0,
      registry: nil, entityCodes: EntityCodes())
    let table = try #require(try MappedGraphTests.snapshot(of: graph).lists.first).bound.data.table
    #expect(
      texts.indices.map { table.columns[0].value(at: $0) } == texts.indices.map { column.value(at: $0) })
    // What is counted by code has no more places to count in than before.
    guard case .codes(let codes, _) = column.storage, case .codes(let mapped, _) = table.columns[0].storage else {
      Issue.record("a column without codes")
      return
    }
    #expect(mapped.byteCount == codes.byteCount)
  }

  @Test(
    "Conditions by lot hold for the same rows", arguments: [0, 1, 63, 64, 65, 4095, 4096, 4097], [1, 3])
  func conditions(size: Int, threads: Int) throws {
    Threads.use(threads)
    defer { Threads.use(0) }
    let pair = try Pair(records: size, seed: 7)
    var conditions = Conditions(seed: size + threads)
    for _ in 0..<(size > 100 ? 15 : 60) {
      let text = conditions.overRecord(Int.random(in: 0...3, using: &conditions.dice)).text
      #expect(
        try pair.truth(pair.mapped, text, over: SampleWorld.court)
          == pair.truth(pair.bound, text, over: SampleWorld.court), "\(text)")
    }
    for text in [
      "count(court) = 1", "count(court where n > 2) >= 2", "any(searches where found)", "sum(court.fine) > 300元",
      "district = \"东\" and size > 2",
    ] {
      #expect(
        try pair.truth(pair.mapped, text, over: SampleWorld.registry)
          == pair.truth(pair.bound, text, over: SampleWorld.registry), "\(text)")
    }
  }

  @Test("Groups have the same rows, entities and sums", arguments: [0, 1, 64, 700, 4097], [1, 3])
  func groups(size: Int, threads: Int) throws {
    Threads.use(threads)
    defer { Threads.use(0) }
    let pair = try Pair(records: size, seed: 11)
    let aggregates = ["count", "entities", "sum(n)", "max(n) - min(n)", "mean(fine)"]
    var conditions = Conditions(seed: size)
    for _ in 0..<4 {
      let condition = conditions.overRecord(1).text
      for key in OracleTests.groupings.map(\.text) + ["count(searches)"] {
        let expected = try pair.values(pair.bound, aggregates, where: condition, by: key)
        #expect(try pair.values(pair.mapped, aggregates, where: condition, by: key) == expected, "\(key)")
      }
    }
  }
}
