import Documents
import Evaluation
import Foundation
import Language
import Simulation
import Snapshots
import Tables
import Values

/// The statements of a dataset's document, where its load hangs on nothing but them and the files that they name.
struct DatasetStatements {
  /// The lists that it declares, in order.
  let lists: [(declaration: ListDeclaration, span: SourceSpan)]
  /// All statements as they are written.
  let texts: [String]
  /// The files of the lists, as the user wrote their paths.
  let paths: [PathLiteral]

  /// Nil where something is asked before all is declared, or a list is declared twice: then order matters.
  init?(_ statements: [Statement]) {
    var lists: [(declaration: ListDeclaration, span: SourceSpan)] = []
    var paths: [PathLiteral] = []
    var hasValues = false
    for statement in statements {
      switch statement.kind {
      case .list(let declaration):
        guard !hasValues, !lists.contains(where: { $0.declaration.name.text == declaration.name.text }) else {
          return nil
        }
        lists.append((declaration, statement.span))
        if case .file(let path, _, _, _) = declaration.source { paths.append(path) }
      case .asof: if hasValues { return nil }
      case .bind, .assert: hasValues = true
      case .given, .lock, .metric, .scenario, .target, .duty: break
      default: return nil
      }
    }
    texts = statements.map(\.text)
    self.lists = lists
    self.paths = paths
  }
}

/// Where a dataset is kept, and what its load hangs on.
struct SnapshotPlace {
  let store: SnapshotStore
  let statements: DatasetStatements
  private let declaration: SnapshotKey.Declaration
  private let origin: Workbench.Origin
  /// How the files stood before they were read.
  private let states: [String: SourceState]

  /// A dataset as it was found.
  struct Found {
    let snapshot: DatasetSnapshot
    /// The fingerprints of its files, by their paths.
    let fingerprints: [String: Fingerprint]
  }

  /// Nil where the dataset is too small to be kept, or hangs on more than the bytes of its files.
  init?(_ statements: DatasetStatements, in store: SnapshotStore, origin: Workbench.Origin) {
    var (states, total) = ([String: SourceState](), 0)
    for path in statements.paths {
      let file = origin.file(path)
      guard let state = SourceState(of: file) else { return nil }
      if states.updateValue(state, forKey: file) == nil { total += state.size }
    }
    guard total >= store.minimumBytes else { return nil }
    self.store = store
    self.statements = statements
    self.origin = origin
    self.states = states
    declaration = SnapshotKey.Declaration(statements.texts)
  }

  /// What is kept of the dataset; nil where there is nothing.
  /// - Throws: `Interruption` where the work is stopped.
  func find() throws -> Found? {
    // Where nothing can be found the fingerprints are taken while the files are read.
    guard store.mayHold(datasetsOf: declaration) else { return nil }
    Threads.rouse()
    var (fingerprints, unknown) = ([String: Fingerprint](), [String: Fingerprint]())
    for (file, state) in states {
      if let digest = store.fingerprint(of: file, state) {
        fingerprints[file] = Fingerprint(path: file, digest: digest)
        continue
      }
      do {
        unknown[file] = try Fingerprint(of: file)
      } catch let failure as Failure where failure.exitCode == Diagnostic.Kind.data.exitCode {
        // Reading the list says so where it belongs.
        return nil
      }
    }
    guard isUnchanged else { return nil }
    keep(unknown)
    fingerprints.merge(unknown) { $1 }
    return try store.open(key(fingerprints)).map { Found(snapshot: $0, fingerprints: fingerprints) }
  }

  /// Keeps a dataset that was read from its files, unless some file has changed meanwhile.
  func keep(_ snapshot: DatasetSnapshot, read fingerprints: [String: Fingerprint]) {
    guard isUnchanged, states.keys.allSatisfy({ fingerprints[$0] != nil }) else { return }
    keep(fingerprints)
    store.keep(snapshot, as: key(fingerprints))
  }

  private func keep(_ fingerprints: [String: Fingerprint]) {
    for (file, state) in states {
      if let digest = fingerprints[file]?.digest { store.keep(fingerprint: digest, of: file, state) }
    }
  }

  private func key(_ fingerprints: [String: Fingerprint]) -> SnapshotKey {
    SnapshotKey(
      declaration, sources: statements.paths.map { ($0.path, fingerprints[origin.file($0)]?.digest ?? "") })
  }

  /// Whether every file stands as it did.
  private var isUnchanged: Bool { states.allSatisfy { $0.value.isOf($0.key) } }
}

/// Lists that came from a snapshot, and how to read them from their files.
struct RestoredLists: Sendable {
  let snapshot: DatasetSnapshot
  let declarations: [(declaration: ListDeclaration, span: SourceSpan)]
  let origin: Workbench.Origin
}

extension StatementRunner {
  /// Keeps what was loaded for the next time.
  func keep(_ place: SnapshotPlace, _ assertions: AssertionCount) {
    guard state.graph.lists.count == place.statements.lists.count else { return }
    let counts = state.problemCounts
    let entities = Summary(state).entityCounts
    let lists = state.graph.schema.lists.enumerated().map { position, schema in
      DatasetSnapshot.List(
        name: schema.name, bound: BoundList(state.graph.lists[position], parent: schema.parent),
        rowsRead: state.lists[schema.name]?.rowsRead ?? 0, standing: state.base.records[position],
        entities: entities[position], problemCount: counts[schema.name] ?? 0)
    }
    let problems = state.problems
    let snapshot = DatasetSnapshot(
      lists: lists, entityCount: state.graph.entityCount, strangers: state.graph.entityCodes.strangers,
      declaredDay: state.asof, day: state.base.asof, assertionsHeld: assertions.held,
      failedAssertions: assertions.failures.map { DatasetSnapshot.FailedAssertion([$0.message] + $0.notes) },
      fileProblemCount: state.lists.values.reduce(0) { $0 + $1.problems.count }, problems: { problems })
    place.keep(snapshot, read: Dictionary(state.files.elements.map { ($0.key, $0.value) }) { $1 })
  }

  /// Takes the lists of a snapshot for those that a dataset declares; nil where they are others.
  func restoring(_ found: SnapshotPlace.Found, _ place: SnapshotPlace) throws -> StatementRunner? {
    let declared = place.statements.lists
    let snapshot = found.snapshot
    guard declared.map(\.declaration.name.text) == snapshot.lists.map(\.name) else { return nil }
    var next = self
    for ((declaration, span), list) in zip(declared, snapshot.lists) {
      let table = list.bound.data.table
      let input =
        switch declaration.source {
        case .union(let members):
          ListInput(name: declaration.name.text, alias: declaration.alias, source: .union(members.map(\.text)))
        case .file(let path, _, _, let columns): try next.bound(declaration, columns, table, [], path)
        }
      if case .file(let path, _, _, _) = declaration.source {
        let file = origin.file(path)
        next.state.files[file] = found.fingerprints[file]
      }
      next.state.set(State.LoadedList(input: input, rowsRead: list.rowsRead, problems: [], span: span))
    }
    next.state.install(RestoredLists(snapshot: snapshot, declarations: declared, origin: origin))
    return next
  }

  /// Reads lists that came from a snapshot from their files, where what is bound to them needs all that was in them.
  mutating func readRestoredLists() throws {
    guard let restored = state.restored else { return }
    var reader = StatementRunner(state: State(), origin: restored.origin, workbench: workbench)
    for (declaration, span) in restored.declarations { try reader.declare(declaration, at: span) }
    for (file, fingerprint) in reader.state.files where state.files[file] != fingerprint {
      throw Failure(
        .data, Phrase("`\(file)` has changed since it was loaded", "“\(file)”在载入后已有改动"),
        notes: [Phrase("load the dataset again", "请重新载入数据集")])
    }
    state.replaceRestored(with: reader.state.lists)
  }
}
