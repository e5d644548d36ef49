import Documents
import Foundation
import Language
import Simulation
import Snapshots
import Tables
import Values

/// Runs statements one after another and holds the one mutable state: lists, definitions, settings, and the record of
/// what was done.
///
/// A statement that fails changes nothing.
public final class Workbench {
  /// Where statements come from: it decides what paths mean and what may be written.
  public struct Origin: Sendable {
    /// The folder that relative paths start from.
    public let folder: String
    /// Whether they stand in a document, which writes nothing unless allowed.
    public let isDocument: Bool
    /// Whether an indented line goes on with the statement above.
    public let isLaidOut: Bool
    /// The headings and the quotation that a block of a document stands under.
    let clause: Clause?

    /// Statements typed by a user in the current folder.
    public static var typed: Origin { typed(in: FileManager.default.currentDirectoryPath) }

    /// Statements typed by a user in some folder.
    public static func typed(in folder: String) -> Origin {
      Origin(folder: folder, isDocument: false, isLaidOut: false)
    }

    /// Statements that came through a pipe, laid out as in a document.
    public static var piped: Origin {
      Origin(folder: FileManager.default.currentDirectoryPath, isDocument: false, isLaidOut: true)
    }

    /// Statements of a document in a folder.
    public static func document(in folder: String) -> Origin {
      Origin(folder: folder, isDocument: true, isLaidOut: true)
    }

    private init(folder: String, isDocument: Bool, isLaidOut: Bool, clause: Clause? = nil) {
      self.folder = folder
      self.isDocument = isDocument
      self.isLaidOut = isLaidOut
      self.clause = clause
    }

    /// The file that a path in a statement means.
    func file(_ path: PathLiteral) -> String {
      path.path.hasPrefix("/") ? path.path : "\(folder)/\(path.path)"
    }

    func under(_ clause: Clause?) -> Origin {
      Origin(folder: folder, isDocument: isDocument, isLaidOut: isLaidOut, clause: clause)
    }
  }

  /// What a statement gave.
  public struct Outcome: Sendable {
    /// The statement as written.
    public let statement: String
    /// Its answer; nil where it has nothing to say.
    public let answer: Answer?
    /// How long it took to compute, for who has asked (`set timing on`); showing the answer is not counted.
    public var elapsed: Duration?
  }

  /// A statement that succeeded, as `save` writes it.
  struct Done: Sendable {
    let statement: Statement
    let origin: Origin
    let answer: Answer?
    /// The settings that the answer is shown with.
    let settings: Settings
  }

  var state = State()
  var done: [Done] = []
  /// What `last` shows.
  var lastResult: LastResult?
  /// What definitions found, to be taken back; the last one at the end.
  var formerStates: [Former] = []
  /// Whether former states had to be given up for want of room.
  var hasForgottenFormer = false
  private let nameMask = NameMask()
  /// The lists that the mask has read, by what changes with them.
  private var maskedWorld: Int?
  /// Where statements are written down before they run; nil outside the shell.
  var recovery: Recovery?
  /// The tongue that the first statement was answered in, where a replay begins.
  private(set) var firstTongue: Tongue
  /// Folders that documents may write to.
  let writableFolders: [String]
  /// Whether answers hold all rows, for machines to read; sessions keep to the limit all the same.
  let isUnlimited: Bool

  /// Where loaded datasets are kept; nil to keep none.
  let snapshots: SnapshotStore?

  /// A workbench with nothing loaded.
  /// - Parameters:
  ///   - tongue: The tongue of messages and headings.
  ///   - isUnlimited: Whether answers hold all rows, not only as many as people are shown.
  ///   - writableFolders: Folders that documents may write to.
  ///   - snapshots: Where loaded datasets are kept; nil to keep none.
  public init(
    tongue: Tongue = .english, isUnlimited: Bool = false, writableFolders: [String] = [],
    snapshots: SnapshotStore? = nil
  ) {
    self.snapshots = snapshots
    firstTongue = tongue
    state.settings.tongue = tongue
    self.isUnlimited = isUnlimited
    self.writableFolders = writableFolders
  }

  /// The tongue of messages and headings.
  public var tongue: Tongue { state.settings.tongue }

  /// So many rows of a list are worth the threads that share them.
  private static let sharedRows = 1 << 16

  /// Reads statements and runs those before the first that fails.
  /// - Parameters:
  ///   - source: The statements.
  ///   - origin: Where they come from.
  ///   - handle: Called with each outcome as it comes.
  /// - Throws: `Failure` with every error of the text when it can't be read, else of the first statement that failed.
  public func run(
    _ source: SourceText, origin: Origin = .typed, handle: (Outcome) throws -> Void = { _ in }
  ) throws {
    if state.graph.lists.contains(where: { $0.rowCount >= Workbench.sharedRows }) { Threads.rouse() }
    let program = origin.isLaidOut ? Parser.parse(document: source) : Parser.parse(source)
    guard program.diagnostics.isEmpty else { throw Failure(program.diagnostics) }
    for statement in program.statements {
      let start = ContinuousClock.now
      let answer = try runJournalled(statement, origin: origin)
      let elapsed = state.settings.tellsTime ? ContinuousClock.now - start : nil
      try handle(Outcome(statement: statement.text, answer: answer, elapsed: elapsed))
    }
    do { try state.bind() } catch is Interruption { throw Failure.interruptedStatement }
  }

  /// What hides whom data are about, where that is asked for.
  var mask: NameMask? {
    guard state.settings.isMasked else { return nil }
    if maskedWorld != state.worldNumber {
      nameMask.read(state.graph)
      maskedWorld = state.worldNumber
    }
    return nameMask
  }

  /// Starts with what the user has set before. What decides how results are written down stands in a saved session.
  func begin(with settings: Settings) {
    begin(in: settings.tongue)
    let rows = Setting.rows.word(in: settings)
    if settings.rowLimit != state.settings.rowLimit {
      let program = Parser.parse(SourceText("set rows \(rows)"))
      for statement in program.statements { _ = try? run(statement, origin: .typed) }
      formerStates = []
    }
    state.settings = settings
  }

  /// Another workbench at the same point; what is done with either leaves the other as it is.
  func copy() -> Workbench {
    let copy = Workbench(tongue: firstTongue, isUnlimited: isUnlimited, writableFolders: writableFolders)
    copy.state = state
    copy.done = done
    return copy
  }

  /// Starts over in the tongue that a session was written in.
  func begin(in tongue: Tongue) {
    firstTongue = tongue
    state.settings.tongue = tongue
  }

  /// Loads a dataset or a policy, as `load "…"` does.
  /// - Throws: `Failure`.
  func load(_ path: String) throws -> Answer? {
    var answer: Answer?
    let statement = "load " + ExpressionPrinter(tongue: .english).literal(.text(path))
    try run(SourceText(statement)) { answer = $0.answer }
    return answer
  }

  private func runJournalled(_ statement: Statement, origin: Origin) throws -> Answer? {
    guard let journal = recovery?.journal, !statement.recovers else { return try run(statement, origin: origin) }
    let time = Date().formatted(.iso8601)
    journal.begin(JournalEntry(statement: statement.text, folder: origin.folder, world: world, time: time))
    do {
      let answer = try run(statement, origin: origin)
      journal.end(.done)
      return answer
    } catch {
      journal.end(.failed)
      throw error
    }
  }

  /// Runs one statement and keeps it in the record.
  func run(_ statement: Statement, origin: Origin) throws -> Answer? {
    do {
      switch statement.kind {
      case .undo: return try undo(statement, origin: origin)
      case .recover(let discards): return try recover(statement, discards: discards)
      default: break
      }
    } catch let diagnostic as Diagnostic {
      throw Failure([diagnostic])
    }
    var runner = StatementRunner(state: state, origin: origin, workbench: self)
    let answer = try runner.run(statement)
    let former = state
    state = runner.state
    state.cache.limit = state.settings.cacheLimit
    lastResult = runner.result ?? lastResult
    keepFormer(former, of: statement)
    if statement.belongsInSession {
      done.append(Done(statement: statement, origin: origin, answer: answer, settings: state.settings))
    }
    return answer
  }
}

extension Statement {
  /// Whether a saved session repeats the statement.
  fileprivate var belongsInSession: Bool {
    switch kind {
    case .save, .help, .tour, .undo, .recover: false
    default: true
    }
  }

  /// Whether it brings back what was written down.
  fileprivate var recovers: Bool {
    if case .recover = kind { true } else { false }
  }
}
