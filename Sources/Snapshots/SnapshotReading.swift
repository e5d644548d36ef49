import Arrow
import Evaluation
import Foundation
import Tables
import Values

/// Reads a dataset from a folder that was written by this program. Columns stay where they lie in the files.
struct SnapshotFolderReader {
  private let folder: String
  private let manifest: Manifest

  /// Nil where the manifest is damaged or that of another dataset, or some file does not hold what was written into it.
  /// - Throws: `Interruption` where the work is stopped.
  init?(folder: String, key: String) throws {
    guard let data = FileManager.default.contents(atPath: "\(folder)/\(Manifest.fileName)"),
      let manifest = Manifest(encoded: data), manifest.key == key, try manifest.holds(in: folder)
    else { return nil }
    self.folder = folder
    self.manifest = manifest
  }

  /// The dataset; nil where some file does not hold what it should.
  func snapshot() -> DatasetSnapshot? {
    // The lists' files are opened by several threads at once.
    let lists = Threads.map(manifest.lists.count) { position in
      list(manifest.lists[position], earlier: manifest.lists[..<position])
    }.compactMap { $0 }
    guard lists.count == manifest.lists.count, let strangers = columns("strangers.arrow")?["code"]?.mapped(UInt64.self),
      strangers.allSatisfy({ $0 < SnapshotFolderReader.firstImpossibleCode })
    else { return nil }
    guard let problems = mapped(ProblemFile.name) else { return nil }
    return DatasetSnapshot(
      lists: lists, entityCount: manifest.entityCount, strangers: strangers.map { OrganisationCode(number: $0) },
      declaredDay: manifest.declaredDay.map { CalendarDate(dayNumber: $0) },
      day: CalendarDate(dayNumber: manifest.day), assertionsHeld: manifest.assertionsHeld,
      failedAssertions: manifest.failedAssertions, fileProblemCount: manifest.fileProblemCount,
      problems: { ProblemFile.read(problems) })
  }

  /// 36 to the ninth.
  private static let firstImpossibleCode: UInt64 = 101_559_956_668_416

  /// The columns of a file of one batch, by their names.
  private func columns(_ name: String) -> [String: ArrowVector]? {
    guard let (fields, vectors) = fields(name) else { return nil }
    return Dictionary(zip(fields.map(\.name), vectors), uniquingKeysWith: { first, _ in first })
  }

  private func mapped(_ name: String) -> MappedFile? {
    guard let size = manifest.files.first(where: { $0.name == name })?.size,
      let file = try? MappedFile(path: "\(folder)/\(name)"), file.byteCount == size
    else { return nil }
    return file
  }

  private func fields(_ name: String) -> (fields: [ArrowField], vectors: [ArrowVector])? {
    guard let file = mapped(name), var reader = try? ArrowReader(ArrowBytes(file)), let batch = try? reader.nextBatch()
    else { return nil }
    var vectors: [ArrowVector] = []
    for position in reader.schema.fields.indices {
      guard let vector = try? batch.column(position) else { return nil }
      vectors.append(vector)
    }
    return (reader.schema.fields, vectors)
  }

  private func list(_ list: Manifest.List, earlier: ArraySlice<Manifest.List>) -> DatasetSnapshot.List? {
    guard let facts = columns("\(list.stem).rows.arrow"), let (fields, vectors) = fields("\(list.stem).arrow"),
      fields.count == list.columnCount, vectors.allSatisfy({ $0.count == list.rowCount }),
      facts.values.allSatisfy({ $0.count == list.rowCount })
    else { return nil }
    var columns: [Column] = []
    for (position, field) in fields.enumerated() {
      let blank = facts["blank.\(position)"].map(\.mappedFlags)
      if case .some(nil) = blank { return nil }
      guard
        let column = ColumnSnapshot.column(
          field, vectors[position], blank: blank ?? nil, narrowCodes: facts["codes.\(position)"])
      else { return nil }
      columns.append(column)
    }
    guard let low = facts["stands"]?.mappedFlags, let headline = facts["stands_in_headline"]?.mappedFlags,
      let high = facts["may_stand"]?.mappedFlags, let lines = lines(list, facts), let entities = rows(facts, "entity"),
      let parentRows = list.sharesEntities ? entities : rows(facts, "parent"), let weights = weights(facts),
      let links = links(list, earlier)
    else { return nil }
    let positions = [list.key, list.since, list.until, list.on].compactMap { $0 }
    guard positions.allSatisfy(columns.indices.contains), list.parent.map(earlier.indices.contains) ?? true,
      list.members.allSatisfy({ earlier.indices.contains($0.list) && $0.start >= 0 && $0.start <= $0.end })
    else { return nil }
    let data = ListData(
      table: Table(columns: columns, rowCount: list.rowCount, lines: lines), file: list.source,
      parentRows: parentRows, links: links.value, entities: entities, weights: weights,
      standing: StandingColumns(since: list.since, until: list.until, on: list.on), key: list.key,
      members: list.members.map { ListData.Member(list: $0.list, rows: $0.start..<$0.end) })
    return DatasetSnapshot.List(
      name: list.name, bound: BoundList(data, parent: list.parent), rowsRead: list.rowsRead,
      standing: Standing(low: low, headline: headline, high: high), entities: list.entities,
      problemCount: list.problemCount)
  }

  /// Numbers of rows; none where the file has no such column, nil where it has another.
  private func rows(_ facts: [String: ArrowVector], _ name: String) -> Buffer<Int32>? {
    guard let vector = facts[name] else { return [] }
    return vector.mapped(Int32.self)
  }

  /// The lines of rows; none of a list that no file gave.
  private func lines(_ list: Manifest.List, _ facts: [String: ArrowVector]) -> LineNumbers? {
    guard let stretches = list.lines else { return rows(facts, "line").map { LineNumbers(listed: $0) } }
    return LineNumbers(
      stretches.map { LineNumbers.Stretch(row: $0.row, line: $0.line) },
      count: stretches.isEmpty ? 0 : list.rowCount)
  }

  private func weights(_ facts: [String: ArrowVector]) -> Integers? {
    guard let vector = facts["weight"] else { return [] }
    return vector.mappedIntegers
  }

  /// Something that may be none.
  private struct Links {
    let value: ChildLinks?
  }

  private func links(_ list: Manifest.List, _ earlier: ArraySlice<Manifest.List>) -> Links? {
    guard let known = list.links else { return Links(value: nil) }
    guard let offsets = columns("\(list.stem).offsets.arrow")?["offset"]?.mapped(Int32.self),
      let rows = columns("\(list.stem).children.arrow")?["row"]?.mapped(Int32.self),
      let parent = list.parent.flatMap({ earlier.indices.contains($0) ? earlier[$0] : nil }),
      offsets.count == parent.rowCount + 1, offsets.first == 0, offsets.last == Int32(rows.count),
      (0...list.rowCount).contains(known.end), !known.isInOrder || known.end == rows.count
    else { return nil }
    return Links(
      value: ChildLinks(offsets: offsets, rows: rows, end: known.end, isInOrder: known.isInOrder))
  }
}

/// The problems of a dataset in a file of their own, read when somebody asks for them.
enum ProblemFile {
  static let name = "problems.arrow"

  private static let outcomes: [(Problem.Outcome, String)] = [
    (.kept, "kept"), (.unknown, "unknown"), (.setAside, "set aside"), (.collapsed, "collapsed"),
  ]

  static func word(for outcome: Problem.Outcome) -> String { outcomes.first { $0.0 == outcome }?.1 ?? "kept" }

  /// What the file holds; nothing of a row that is damaged.
  static func read(_ file: MappedFile) -> [Problem] {
    guard var reader = try? ArrowReader(ArrowBytes(file)), let batch = try? reader.nextBatch(),
      reader.schema.fields.count == 9
    else { return [] }
    let columns = (0..<9).compactMap { try? batch.column($0) }
    guard columns.count == 9 else { return [] }
    func text(_ column: Int, _ row: Int) -> String? {
      guard case .text(let text)? = try? columns[column].cell(row) else { return nil }
      return text.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
    return (0..<batch.rowCount).compactMap { row in
      guard let kind = text(0, row).flatMap(Problem.Kind.init), let list = text(1, row), let file = text(2, row),
        case .integer(let line)? = try? columns[3].cell(row), let english = text(6, row), let chinese = text(7, row),
        let outcome = outcomes.first(where: { $0.1 == text(8, row) })?.0
      else { return nil }
      return Problem(
        kind, list: list, file: file, line: Int(line), heading: text(4, row), found: text(5, row),
        expected: Phrase(english, chinese), outcome: outcome)
    }
  }
}
