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
  /// All statements in one canonical form.
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
    let printer = StatementPrinter(tongue: .english)
    texts = statements.map(printer.text)
    self.lists = lists
    self.paths = paths
  }
}

/// Where a dataset is kept, and what its load hangs on.
struct SnapshotPlace {
  let store: SnapshotStore
  let statements: DatasetStatements
  let key: String
  /// The fingerprints of its files, by their paths.
  let fingerprints: [String: Fingerprint]
  /// How the files stood before they were read.
  private let states: [String: String]

  /// Nil where the dataset is too small to be kept, or a file of it can't be read.
  init?(_ statements: DatasetStatements, in store: SnapshotStore, origin: Workbench.Origin) {
    var (fingerprints, states, total) = ([String: Fingerprint](), [String: String](), 0)
    for path in statements.paths {
      let file = origin.file(path)
      guard let state = SnapshotStore.state(of: file) else { return nil }
      states[file] = state.text
      total += state.size
    }
    guard total >= store.minimumBytes else { return nil }
    for file in states.keys {
      guard let digest = try? store.fingerprint(of: file, compute: { try Fingerprint(of: $0).digest }) else {
        return nil
      }
      fingerprints[file] = Fingerprint(path: file, digest: digest)
    }
    self.store = store
    self.statements = statements
    self.fingerprints = fingerprints
    self.states = states
    key = SnapshotStore.key(
      declaration: statements.texts,
      sources: statements.paths.map { ($0.path, fingerprints[origin.file($0)]?.digest ?? "") })
  }

  /// Whether no file has changed since its fingerprint was taken.
  var isUnchanged: Bool { states.allSatisfy { SnapshotStore.state(of: $0.key)?.text == $0.value } }
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
    guard place.isUnchanged, state.graph.lists.count == place.statements.lists.count else { return }
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
      problems: { problems })
    place.store.keep(snapshot, as: place.key)
  }

  /// Takes the lists of a snapshot for those that a dataset declares; nil where they are others.
  func restoring(_ snapshot: DatasetSnapshot, _ place: SnapshotPlace) throws -> StatementRunner? {
    let declared = place.statements.lists
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
        next.state.files[file] = place.fingerprints[file]
      }
      next.state.lists[input.name] = State.LoadedList(input: input, rowsRead: list.rowsRead, problems: [], span: span)
    }
    next.state.install(RestoredLists(snapshot: snapshot, declarations: declared, origin: origin))
    return next
  }

  /// Reads lists that came from a snapshot from their files: binding others to them needs all that was in them.
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
