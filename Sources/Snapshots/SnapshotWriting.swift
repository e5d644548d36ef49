import Arrow
import Evaluation
import Foundation
import Tables
import Values

/// Writes a dataset into a folder: for each list an Arrow file of its columns, which any program reads, and others of
/// what was found out about its rows.
struct SnapshotFolderWriter {
  private let folder: String
  private let key: String
  private let maximumBytes: Int
  private let isStopped: @Sendable () -> Bool
  private var files: [Manifest.File] = []
  private var byteCount = 0

  /// A writer into a folder of its own.
  /// - Parameters:
  ///   - folder: The folder, which is there.
  ///   - key: The name under which the dataset will be kept.
  ///   - maximumBytes: How large the files may be, all together.
  ///   - isStopped: Asked often; where it says yes, writing ends.
  init(folder: String, key: String, maximumBytes: Int, isStopped: @escaping @Sendable () -> Bool) {
    self.folder = folder
    self.key = key
    self.maximumBytes = maximumBytes
    self.isStopped = isStopped
  }

  /// Writes everything, the manifest last.
  /// - Throws: `SnapshotFault`.
  mutating func write(_ snapshot: DatasetSnapshot) throws {
    var lists: [Manifest.List] = []
    for (position, list) in snapshot.lists.enumerated() {
      lists.append(try write(list, stem: SnapshotFolderWriter.stem(position, list.name)))
    }
    try write(
      "strangers.arrow",
      [.init("code", .integer(bits: 64, isSigned: false), .init(snapshot.strangers.map(\.number)))],
      count: snapshot.strangers.count)
    try write(problems: snapshot.problems())
    let manifest = Manifest(
      key: key, lists: lists, entityCount: snapshot.entityCount, declaredDay: snapshot.declaredDay?.dayNumber,
      day: snapshot.day.dayNumber, assertionsHeld: snapshot.assertionsHeld,
      failedAssertions: snapshot.failedAssertions, fileProblemCount: snapshot.fileProblemCount, files: files)
    try OutputFile(path: "\(folder)/\(Manifest.fileName)").write(manifest.encoded())
    SnapshotSeal(files, in: folder)?.put(on: folder)
  }

  /// A file's name that tells whose it is, as far as that is safe in a name.
  private static func stem(_ position: Int, _ name: String) -> String {
    let isPlain = name.utf8.count <= 40 && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    return isPlain ? "\(position)-\(name)" : "\(position)"
  }

  /// A column of what was found out.
  private struct Fact {
    let field: ArrowField
    let column: ArrowColumn

    init(_ name: String, _ type: ArrowType, _ values: ArrowColumn.Content) {
      field = ArrowField(name: name, type: type)
      column = ArrowColumn([values])
    }

    init(_ name: String, texts: [String?]) {
      column = ArrowColumn(texts: texts)
      field = ArrowField(name: name, type: .text(isLarge: column.holdsLargeTexts))
    }

    static let row = ArrowType.integer(bits: 32, isSigned: true)
  }

  /// As many stretches of lines stand in the manifest, which is read whole.
  private static let fewStretches = 64

  private mutating func write(_ list: DatasetSnapshot.List, stem: String) throws -> Manifest.List {
    let data = list.bound.data
    let columns = try data.table.columns.enumerated().map { ColumnSnapshot(try $1.unkept(), id: Int64($0)) }
    try write("\(stem).arrow", fields: columns.map(\.field)) { writer in
      for column in columns {
        guard let (id, count, texts) = column.dictionary else { continue }
        try writer.write(dictionary: id, count: count, texts)
      }
      try writer.write(count: data.rowCount, columns.map(\.column))
    }
    let sharesEntities = !data.entities.isEmpty && data.parentRows == data.entities
    var facts: [Fact] = []
    let stretches = data.table.lines.stretches.flatMap { $0.count <= SnapshotFolderWriter.fewStretches ? $0 : nil }
    if stretches == nil { facts.append(Fact("line", Fact.row, .init(Array(data.table.lines)))) }
    if !data.parentRows.isEmpty, !sharesEntities { facts.append(Fact("parent", Fact.row, .init(data.parentRows))) }
    if !data.entities.isEmpty { facts.append(Fact("entity", Fact.row, .init(data.entities))) }
    if !data.weights.isEmpty {
      let (type, content) = data.weights.arrow
      facts.append(Fact("weight", type, content))
    }
    facts.append(Fact("stands", .flag, .init(list.standing.low.words)))
    facts.append(Fact("stands_in_headline", .flag, .init(list.standing.headline.words)))
    facts.append(Fact("may_stand", .flag, .init(list.standing.high.words)))
    for (position, column) in data.table.columns.enumerated() {
      if let blank = column.blank { facts.append(Fact("blank.\(position)", .flag, .init(blank.words))) }
      if let (type, codes) = columns[position].narrowCodes { facts.append(Fact("codes.\(position)", type, codes)) }
    }
    try write("\(stem).rows.arrow", facts, count: data.rowCount)
    if let links = data.links {
      try write("\(stem).offsets.arrow", [Fact("offset", Fact.row, .init(links.offsets))], count: links.offsets.count)
      try write("\(stem).children.arrow", [Fact("row", Fact.row, .init(links.rows))], count: links.rows.count)
    }
    return Manifest.List(
      name: list.name, stem: stem, source: data.file, rowCount: data.rowCount,
      lines: stretches?.map { Manifest.Stretch(row: $0.row, line: $0.line) }, columnCount: columns.count,
      parent: list.bound.parent, key: data.key,
      members: data.members.map { Manifest.Member(list: $0.list, start: $0.rows.lowerBound, end: $0.rows.upperBound) },
      rowsRead: list.rowsRead, links: data.links.map { Manifest.Links(end: $0.end, isInOrder: $0.isInOrder) },
      sharesEntities: sharesEntities, since: data.standing.since,
      until: data.standing.until, on: data.standing.on, entities: list.entities, problemCount: list.problemCount)
  }

  private mutating func write(problems: [Problem]) throws {
    try write(
      ProblemFile.name,
      [
        Fact("kind", texts: problems.map(\.kind.rawValue)), Fact("list", texts: problems.map(\.list)),
        Fact("file", texts: problems.map(\.file)),
        Fact("line", .integer(bits: 64, isSigned: true), .init(problems.map { Int64($0.line) })),
        Fact("heading", texts: problems.map(\.heading)), Fact("found", texts: problems.map(\.found)),
        Fact("expected", texts: problems.map(\.expected.english)),
        Fact("expected_zh", texts: problems.map(\.expected.chinese)),
        Fact("outcome", texts: problems.map { ProblemFile.word(for: $0.outcome) }),
      ], count: problems.count)
  }

  private mutating func write(_ name: String, _ facts: [Fact], count: Int) throws {
    try write(name, fields: facts.map(\.field)) { try $0.write(count: count, facts.map(\.column)) }
  }

  private mutating func write(
    _ name: String, fields: [ArrowField], _ body: (inout ArrowWriter) throws -> Void
  ) throws {
    let output = try OutputFile(path: "\(folder)/\(name)")
    let isStopped = isStopped
    let schema = ArrowSchema(fields: fields, metadata: [ArrowMetadata.version: ProgramVersion.current])
    var writer = try ArrowWriter(schema) { bytes in
      if isStopped() { throw SnapshotFault.stopped }
      try output.write(bytes)
    }
    try body(&writer)
    try writer.finish()
    byteCount += output.byteCount
    guard byteCount <= maximumBytes else { throw SnapshotFault.tooLarge }
    guard let checksum = try FileChecksum(of: MappedFile(path: "\(folder)/\(name)"), isStopped: isStopped) else {
      throw SnapshotFault.stopped
    }
    files.append(Manifest.File(name: name, size: output.byteCount, checksum: checksum.text))
  }
}
