import Documents
import Evaluation
import Foundation
import Ingest
import Language
import OrderedCollections
import Simulation
import Snapshots
import Tables
import Values

// Loading: datasets and policies are documents, lists are files.
extension StatementRunner {
  mutating func load(_ path: PathLiteral, as list: Name?, _ part: FilePartSyntax? = nil) throws -> Answer? {
    let file = try locate(path)
    if let list {
      try declare(ListDeclaration(inferring: list, from: path, part), at: path.span)
      try state.bind()
      return try Summary(state).list(list.text)
    }
    if StatementRunner.endingsOfLists.contains(where: file.lowercased().hasSuffix) {
      throw Failure(
        .statement, Phrase("say which list the file holds", "请说明文件是哪个名单"), at: path.span,
        notes: [Phrase("`load court from \"\(path.path)\"`", "`导入 名单名 来自 \"\(path.path)\"`")])
    }
    return try loadDocument(file, path)
  }

  /// What the names of files end in that hold a list and no document.
  private static let endingsOfLists = [".csv", ".xlsx", ".db", ".sqlite", ".sqlite3", ".arrow", ".feather", ".ipc"]

  /// The file that a path means: a folder's README.md for the folder.
  private func locate(_ path: PathLiteral) throws -> String {
    let full = origin.file(path)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: full, isDirectory: &isFolder) else {
      let folder = (full as NSString).deletingLastPathComponent
      let siblings = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      throw Failure(
        .data, Phrase("there is no file `\(path.path)`", "没有文件“\(path.path)”"), at: path.span,
        notes: Nearness.notes((full as NSString).lastPathComponent, siblings))
    }
    guard isFolder.boolValue else { return full }
    let readme = "\(full)/README.md"
    guard FileManager.default.fileExists(atPath: readme) else {
      throw Failure(
        .data, Phrase("the folder `\(path.path)` has no README.md", "文件夹“\(path.path)”中没有 README.md"), at: path.span,
        notes: [Phrase("a dataset's README.md declares its lists", "数据集的 README.md 声明其名单")])
    }
    return readme
  }

  // MARK: Documents

  private mutating func loadDocument(_ file: String, _ path: PathLiteral) throws -> Answer? {
    let document = try placed(at: path.span) { () throws(Failure) in try Document(contentsOf: file, name: path.path) }
    let programs = document.blocks.filter { $0.kind == .program }.map { block in
      (block, Parser.parse(document: SourceText(block.text, name: path.path, firstLine: block.firstLine)))
    }
    let errors = programs.flatMap(\.1.diagnostics)
    guard errors.isEmpty else { throw Failure(errors) }
    let isDataset = programs.contains { $0.1.statements.contains(where: \.declaresFile) }
    if isDataset { state.clearData() }
    let folder = (file as NSString).deletingLastPathComponent
    var inner = StatementRunner(
      state: state, origin: .document(in: folder), workbench: workbench)
    inner.state.files[file] = try Fingerprint(of: file)
    var assertions = AssertionCount()
    let place = isDataset ? snapshotPlace(of: programs.flatMap(\.1.statements), inner.origin) : nil
    var isRestored = false
    if let place, let found = try place.find(), let restored = try inner.restoring(found, place) {
      inner = restored
      isRestored = true
      assertions = AssertionCount(found.snapshot)
    }
    for (block, program) in programs {
      let clause = Clause(
        path: Document.citation(of: block.headings, in: document), quotation: block.quotation)
      var runner = StatementRunner(state: inner.state, origin: inner.origin.under(clause), workbench: workbench)
      for statement in program.statements where !(isRestored && statement.isInSnapshot) {
        guard case .assert = statement.kind else {
          _ = try runner.run(statement)
          continue
        }
        do {
          _ = try runner.run(statement)
          assertions.held += 1
        } catch let failure as Failure where failure.exitCode == Diagnostic.Kind.assertion.exitCode {
          assertions.failures += failure.diagnostics
        }
      }
      inner.state = runner.state
    }
    try inner.state.bind()
    let before = state
    state = inner.state
    if let place, !isRestored { keep(place, assertions) }
    let summary = Summary(state)
    return isDataset ? summary.dataset(assertions) : summary.policy(since: before, assertions)
  }

  // MARK: Lists

  /// Reads a list's file, or joins lists; what is defined over the lists before stays.
  mutating func declare(_ declaration: ListDeclaration, at span: SourceSpan) throws {
    let name = declaration.name.text
    switch declaration.source {
    case .union(let members):
      for member in members { try requireList(member) }
      let input = ListInput(name: name, alias: declaration.alias, source: .union(members.map(\.text)))
      try add(State.LoadedList(input: input, rowsRead: 0, problems: [], span: span))
    case .file(let path, let part, let encoding, let columns):
      if let parent = declaration.parent { try requireList(parent.list) }
      let file = origin.file(path)
      let (loaded, fingerprint) = try read(declaration, path, part, encoding, columns)
      state.files[file] = fingerprint
      let input = try bound(declaration, columns, loaded.table, loaded.rowHashes, path).collapsingRows()
      try add(State.LoadedList(input: input, rowsRead: loaded.rowsRead, problems: loaded.problems, span: span))
    }
  }

  private mutating func add(_ list: State.LoadedList) throws {
    if !state.canBindBesideRestored(list.input) { try readRestoredLists() }
    state.set(list)
  }

  /// A list comes after those that it belongs to or is made of.
  private func requireList(_ name: Name) throws(Diagnostic) {
    let inputs = state.lists.values.map(\.input)
    guard !inputs.contains(where: { $0.name == name.text || $0.alias == name.text }) else { return }
    throw Diagnostic(
      .statement, Phrase("`\(name.text)` is not a list", "“\(name.text)”不是名单"), at: name.span,
      notes: Nearness.notes(name.text, inputs.flatMap { [$0.name] + ($0.alias.map { [$0] } ?? []) }))
  }

  /// Runs what does not know where it is asked for; its failures get that place.
  private func placed<Result>(at span: SourceSpan, _ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    do throws(Failure) { return try body() } catch { throw error.placed(at: span) }
  }

  private func read(
    _ declaration: ListDeclaration, _ path: PathLiteral, _ part: FilePartSyntax?, _ encoding: Name?,
    _ columns: [ColumnSyntax]
  ) throws -> (LoadedFile, Fingerprint) {
    var textEncoding: TextEncoding?
    if let encoding {
      guard let known = TextEncoding(name: encoding.text) else {
        throw Diagnostic(
          .statement, Phrase("`\(encoding.text)` is no encoding known here", "不支持编码“\(encoding.text)”"),
          at: encoding.span, notes: [Phrase("write `utf8` or `gb18030`", "请写 `utf8` 或 `gb18030`")])
      }
      textEncoding = known
    }
    let file = FileDeclaration(
      list: declaration.name.text, path: origin.file(path),
      displayPath: path.path, encoding: textEncoding, part: part?.filePart,
      columns: columns.map { column in
        ColumnDeclaration(
          name: column.name.text, type: column.type, headings: column.headings, yes: column.yes, no: column.no,
          unit: column.unit.map { $0 == "万元" ? .tenThousandYuan : .yuan })
      })
    let span = part.map { path.span.union($0.span) } ?? path.span
    let kind = try placed(at: span) { () throws(Failure) in try FileKind(file) }
    let taking = FingerprintTaking()
    // What is not read from its beginning to its end is read once more, the same blocks at about the same time.
    let other = kind == .text ? nil : Background { try Fingerprint(of: file.path) }
    let loaded: LoadedFile
    do {
      loaded = try placed(at: span) { () throws(Failure) in
        try load(file, kind) { taking.add($0) }
      }
    } catch {
      other?.wait()
      try Interruption.check()
      throw error
    }
    return (loaded, try other?.result() ?? taking.fingerprint(of: file.path))
  }

  private func load(
    _ file: FileDeclaration, _ kind: FileKind, onBytes: @escaping @Sendable (Span<UInt8>) -> Void
  ) throws(Failure) -> LoadedFile {
    let size = (try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int) ?? nil
    return try WorkProgress.telling(
      Phrase("reading \(file.displayPath)", "读取 \(file.displayPath)"), total: size, unit: .bytes
    ) { (work) throws(Failure) in
      // What a workbook counts is unpacked; its share is what tells.
      try loadFile(
        file, kind: kind, onBytes: onBytes,
        progress: { work.reach(Int(Double($0) / Double(max($1, 1)) * Double(size ?? $1))) },
        isCancelled: { Interruption.isRequested })
    }
  }

  /// The list that a declaration makes of a file's rows.
  func bound(
    _ declaration: ListDeclaration, _ columns: [ColumnSyntax], _ table: Table, _ rowHashes: [UInt64],
    _ path: PathLiteral
  ) throws -> ListInput {
    func position(_ role: ColumnSyntax.Role) -> Int? {
      columns.first { $0.role == role }.flatMap { table.position(of: $0.name.text) }
    }
    for column in columns where [.since, .until, .on].contains(column.role) {
      guard let type = table.column(column.name.text)?.type, type != .date else { continue }
      throw Diagnostic(
        .statement,
        Phrase(
          "`\(column.name.text)` is \(type.name.english), not a date", "“\(column.name.text)”是\(type.name.chinese)，不是日期"
        ),
        at: column.name.span)
    }
    for key in [declaration.parent?.column, declaration.key] {
      guard let key, table.position(of: key.text) == nil else { continue }
      throw Diagnostic(
        .statement, Phrase("the list has no column `\(key.text)`", "名单没有“\(key.text)”列"), at: key.span,
        notes: Nearness.notes(key.text, table.columns.flatMap { [$0.name, $0.heading] }))
    }
    let standing = StandingColumns(since: position(.since), until: position(.until), on: position(.on))
    let isInferred = columns.isEmpty && declaration.parent == nil && declaration.key == nil
    let inferred = isInferred ? Inference(table, state).belonging(of: declaration.name.text) : nil
    return ListInput(
      name: declaration.name.text, alias: declaration.alias,
      source: .file(table, path: path.path, rowHashes: rowHashes),
      parent: declaration.parent.map { ($0.list.text, $0.column.text) } ?? inferred?.parent,
      key: declaration.key?.text ?? inferred?.key,
      weight: columns.first { $0.role == .weight }?.name.text ?? inferred?.weight,
      authority: columns.first { $0.role == .authority }?.name.text, standing: standing,
      headings: Dictionary(columns.map { ($0.name.text, $0.headings) }, uniquingKeysWith: { first, _ in first }))
  }
}

extension StatementRunner {
  /// Where a dataset is kept; nil where it isn't.
  private func snapshotPlace(of statements: [Statement], _ origin: Workbench.Origin) -> SnapshotPlace? {
    guard let store = workbench.snapshots, state.settings.keepsSnapshots else { return nil }
    return DatasetStatements(statements).flatMap { SnapshotPlace($0, in: store, origin: origin) }
  }
}

/// How many of a document's assertions hold.
struct AssertionCount {
  var held = 0
  var failures: [Diagnostic] = []

  init() {}

  /// What a dataset's assertions gave when it was loaded.
  init(_ snapshot: DatasetSnapshot) {
    held = snapshot.assertionsHeld
    failures = snapshot.failedAssertions.compactMap { failed in
      failed.sentences.first.map { Diagnostic(.assertion, $0, notes: Array(failed.sentences.dropFirst())) }
    }
  }

  var total: Int { held + failures.count }
}

extension Statement {
  /// Whether a snapshot holds what it gives.
  fileprivate var isInSnapshot: Bool {
    switch kind {
    case .list, .asof, .assert: true
    default: false
    }
  }

  /// Whether it reads a list from a file.
  fileprivate var declaresFile: Bool {
    guard case .list(let declaration) = kind, case .file = declaration.source else { return false }
    return true
  }
}

extension ListDeclaration {
  /// A declaration that leaves everything to inference.
  init(inferring name: Name, from path: PathLiteral, _ part: FilePartSyntax?) {
    self.init(name: name, alias: nil, parent: nil, key: nil, source: .file(path, part: part, encoding: nil, []))
  }
}

extension FilePartSyntax {
  /// The part as the reader of files takes it.
  fileprivate var filePart: FilePart {
    switch kind {
    case .sheet(let name): .sheet(name)
    case .sheetNumber(let number): .sheetNumber(number)
    case .table(let name): .table(name)
    case .query(let query): .query(query)
    }
  }
}

extension Document {
  /// The document in a file: Markdown, or statements alone.
  /// - Throws: `Failure` where it can't be read or is no UTF-8.
  init(contentsOf file: String, name: String) throws(Failure) {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw Failure(.data, Phrase("can't read `\(name)`", "无法读取“\(name)”"))
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Failure(.data, Phrase("`\(name)` is not UTF-8", "“\(name)”不是 UTF-8 编码"))
    }
    self = file.hasSuffix(".tuiyan") ? Document(program: text, name: name) : Document(markdown: text, name: name)
  }

  /// Headings as a citation: the document's title first, the rest after it.
  static func citation(of headings: [String], in document: Document) -> String {
    headings.isEmpty ? document.title : headings.joined(separator: " · ")
  }
}

/// What a list's own values tell of what it belongs to.
private struct Inference {
  let table: Table
  let state: State

  init(_ table: Table, _ state: State) {
    self.table = table
    self.state = state
  }

  func belonging(of name: String) -> (parent: (list: String, column: String)?, key: String?, weight: String?) {
    let code = table.columns.first(where: holdsCodes)
    if Keyword(form: name) == .registry || name == Keyword.registry.rawValue {
      let weight = table.columns.first { $0.name == "weight" || $0.heading == "户数" }
      return (nil, code?.name, weight?.name)
    }
    for list in state.lists.values {
      guard let key = list.input.key, case .file(let parent, _, _) = list.input.source,
        let heading = parent.column(key)?.heading, heading != code?.heading, let column = table.column(heading),
        list.input.name != Keyword.registry.rawValue
      else { continue }
      return ((list.input.name, column.name), nil, nil)
    }
    guard let code, state.lists.keys.contains(Keyword.registry.rawValue) else { return (nil, nil, nil) }
    return ((Keyword.registry.rawValue, code.name), nil, nil)
  }

  /// Whether at least half of a column's distinct texts are codes of organisations.
  private func holdsCodes(_ column: Column) -> Bool {
    guard case .codes(_, let dictionary) = column.storage, !dictionary.texts.isEmpty else { return false }
    let sample = dictionary.texts.prefix(1000)
    let codes = sample.filter { text in
      if case .organisation = CreditCode.normalised(text) { text.count > 8 } else { false }
    }
    return codes.count * 2 >= sample.count
  }
}
