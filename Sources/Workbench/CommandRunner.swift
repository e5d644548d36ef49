import Documents
import Foundation
import Language
import Presentation
import Snapshots
import Tables
import Terminal
import Values

/// The forms that results are written in.
public typealias OutputFormat = Presentation.OutputFormat

/// The tongues that the program speaks.
public typealias Tongue = Values.Tongue

/// What the command line asks for, carried out. Each run returns the process's exit code.
public struct CommandRunner {
  /// What all commands share.
  public struct Options: Sendable {
    /// How results are written.
    public var format: OutputFormat
    /// The tongue of messages and headings.
    public var tongue: Tongue
    /// Whether colours may be used where a terminal shows them.
    public var wantsColour: Bool
    /// Folders that documents may write to.
    public var writableFolders: [String]
    /// Datasets and policies to load first.
    public var documents: [String]
    /// Whether statements after one that failed still run.
    public var keepsGoing: Bool
    /// Whether the tongue was asked for on the command line.
    public var isTongueAsked: Bool
    /// Whether the shell takes over what the user has set before, and keeps what is set in it.
    public var readsSettings: Bool
    /// Whether loaded datasets are kept for the next time.
    public var keepsSnapshots: Bool

    /// What all commands share.
    public init(
      format: OutputFormat, tongue: Tongue, wantsColour: Bool, writableFolders: [String], documents: [String],
      keepsGoing: Bool, isTongueAsked: Bool = false, readsSettings: Bool = false, keepsSnapshots: Bool = false
    ) {
      self.keepsSnapshots = keepsSnapshots
      self.format = format
      self.tongue = tongue
      self.wantsColour = wantsColour
      self.writableFolders = writableFolders
      self.documents = documents
      self.keepsGoing = keepsGoing
      self.isTongueAsked = isTongueAsked
      self.readsSettings = readsSettings
    }
  }

  let options: Options
  private let workbench: Workbench
  let console: Console

  /// A run with a workbench of its own.
  public init(_ options: Options) {
    self.options = options
    workbench = CommandRunner.workbench(options)
    console = Console(format: options.format, isInteractive: false, wantsColour: options.wantsColour)
    console.mask = { [workbench] in workbench.mask }
  }

  private static func workbench(_ options: Options) -> Workbench {
    Workbench(
      tongue: options.tongue, isUnlimited: options.format == .csv || options.format == .json,
      writableFolders: options.writableFolders, snapshots: options.keepsSnapshots ? snapshots : nil)
  }

  /// The user's own store of loaded datasets.
  static let snapshots = SnapshotStore.ofUser()

  // MARK: Commands

  /// Runs statements given on the command line.
  public func run(statements: [String]) -> Int32 {
    var code = loadDocuments()
    guard goesOn(after: code) else { return code }
    for text in statements {
      code = worse(code, run(SourceText(text), origin: .typed))
      guard goesOn(after: code) else { return code }
    }
    return finished(code)
  }

  /// The shell at a terminal; elsewhere statements from standard input.
  public func runInput() -> Int32 {
    guard isInteractive() || CommandRunner.isDumbTerminal else { return runPipe() }
    return Shell(workbench: workbench, options: options).run()
  }

  /// Runs documents one after another over the same lists and prints their results.
  /// - Parameters:
  ///   - files: Their paths.
  ///   - echoes: Whether each statement is shown above its result.
  /// - Returns: The exit code.
  public func run(files: [String], echoes: Bool) -> Int32 {
    var code = loadDocuments()
    for file in files {
      guard goesOn(after: code) else { return code }
      code = worse(
        code,
        attempt {
          try DocumentSession(file: file, workbench: workbench).run { outcome in
            if echoes { console.write(echo(outcome.statement)) }
            try console.show(outcome, tongue: workbench.tongue)
          }
        })
    }
    return finished(code)
  }

  /// Replays sessions and compares, each over a workbench of its own.
  /// - Parameters:
  ///   - files: Their paths.
  ///   - accepts: Whether the results as they are now are written into the files.
  /// - Returns: The exit code.
  public func check(files: [String], accepts: Bool) -> Int32 {
    CommandRunner.takeInterrupts()
    var code: Int32 = 0
    for file in files where code != Diagnostic.Kind.interrupted.exitCode {
      code = worse(
        code,
        attempt {
          let (session, check) = try DocumentSession.checked(file: file, isTongueAsked: options.isTongueAsked) {
            let workbench = CommandRunner.workbench(options)
            for path in options.documents { _ = try workbench.load(path) }
            return workbench
          }
          if accepts { try session.accept(check) }
          try report(check, of: file, accepted: accepts)
        })
    }
    return finished(code)
  }

  /// Shows a session with its prose and what its statements give now.
  /// - Parameters:
  ///   - file: Its path.
  ///   - steps: Whether to wait for a key before each statement, where a person sits at a terminal.
  /// - Returns: The exit code: 1 where a result is not the one that was written down.
  public func replay(file: String, steps: Bool) -> Int32 {
    let code = loadDocuments()
    guard code == 0 else { return code }
    return walk(steps: steps) {
      let session = try DocumentSession(file: file, workbench: workbench)
      return (session.document, session.folder)
    }
  }

  /// Walks through a document and says how it went.
  func walk(steps: Bool, through document: () throws -> (Document, folder: String)) -> Int32 {
    InterruptFlag.install()
    Interruption.watch { InterruptFlag.isRaised }
    let audience = Audience(tongue: options.tongue, palette: console.palette, isAsked: steps)
    let screen = Console(format: options.format, isInteractive: steps, wantsColour: options.wantsColour)
    var outcome: Int32 = 0
    let code = attempt {
      let (document, folder) = try document()
      let walk = SessionWalk(document, in: folder, workbench: workbench, console: screen, audience: audience)
      switch try walk.run() {
      case .shown(let differences), .left(let differences):
        guard differences > 0 else { return }
        let results = differences == 1 ? "1 result differs" : "\(differences) results differ"
        console.report(
          Failure(
            .assertion,
            Phrase("\(results) from what was written down", "有 \(differences) 个结果与记录不同"),
            notes: [
              Phrase("`tuiyan check FILE` shows where it begins", "`tuiyan check 文件` 指出首个不同之处")
            ]), tongue: options.tongue)
        outcome = Diagnostic.Kind.assertion.exitCode
      case .interrupted: outcome = Diagnostic.Kind.interrupted.exitCode
      }
    }
    return finished(worse(code, outcome), screen)
  }

  // MARK: Pieces

  /// Lets Ctrl-C end the statement at work, so that nothing half written stays behind; a second one ends the program at
  /// once.
  public static func takeInterrupts() {
    InterruptFlag.install(once: true)
    Interruption.watch { InterruptFlag.isRaised }
  }

  private func goesOn(after code: Int32) -> Bool {
    code == 0 || options.keepsGoing && code != Diagnostic.Kind.interrupted.exitCode
  }

  private func loadDocuments() -> Int32 {
    CommandRunner.takeInterrupts()
    for path in options.documents {
      // What comes first is not what was asked for: its notes go to standard error, its table nowhere.
      let code = attempt {
        for note in try workbench.load(path)?.notes ?? [] { console.report(note, tongue: workbench.tongue) }
      }
      if code != 0 { return code }
    }
    return 0
  }

  private func run(_ source: SourceText, origin: Workbench.Origin) -> Int32 {
    attempt {
      try workbench.run(source, origin: origin) { try console.show($0, tongue: workbench.tongue) }
    }
  }

  private func runPipe() -> Int32 {
    var code = loadDocuments()
    guard goesOn(after: code) else { return code }
    var readerOptions = PlainReader.Options()
    readerOptions.isComplete = Parser.isComplete
    readerOptions.continuesStatement = { line in
      guard let first = line.first, line.contains(where: { !$0.isWhitespace }) else { return false }
      return first == "|" || first == "｜" || first.isWhitespace
    }
    let reader = PlainReader(options: readerOptions)
    while true {
      guard let event = try? reader.next() else { return Diagnostic.Kind.environment.exitCode }
      switch event {
      case .endOfInput: return finished(code)
      case .interrupted: return Diagnostic.Kind.interrupted.exitCode
      case .invalidInput(let offset, let line):
        console.report(
          Failure(
            .data,
            Phrase(
              "standard input is not UTF-8 at byte \(offset), line \(line)", "标准输入第 \(line) 行（字节 \(offset)）不是 UTF-8")),
          tongue: workbench.tongue)
        code = worse(code, Diagnostic.Kind.data.exitCode)
      case .statement(let text, let line):
        code = worse(code, run(SourceText(text, name: "-", firstLine: line), origin: .piped))
      }
      guard goesOn(after: code) else { return code }
    }
  }

  private func echo(_ statement: String) -> String {
    let lines: [Substring] = VisibleText.lines(statement).split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().map { ($0 == 0 ? "> " : ". ") + $1 + "\n" }.joined()
  }

  private func report(_ check: SessionCheck, of file: String, accepted: Bool) throws {
    guard check.holds || accepted else { throw CheckReport(check, file: file).failure }
    let count = check.holds ? check.compared : check.differences.count
    let file = VisibleText.line(file)
    let outcome =
      check.holds
      ? Phrase("\(file): \(count) results as written", "\(file)：\(count) 个结果与记录一致")
      : Phrase("\(file): \(count) results rewritten", "\(file)：已改写 \(count) 个结果")
    console.write(outcome.text(in: options.tongue) + "\n")
    if !check.changedFiles.isEmpty, !accepted {
      console.report(CheckReport.changedFiles(check), tongue: options.tongue)
    }
  }

  private func attempt(_ body: () throws -> Void) -> Int32 {
    do {
      try console.telling(in: workbench.tongue, body)
      for note in workbench.snapshots?.takeNotes() ?? [] { console.report(note, tongue: workbench.tongue) }
      return 0
    } catch let failure as Failure {
      console.report(failure, tongue: workbench.tongue)
      return failure.exitCode
    } catch is Interruption {
      console.report(Failure.interruptedOutput, tongue: workbench.tongue)
      return Diagnostic.Kind.interrupted.exitCode
    } catch {
      console.report(Failure(.environment, .same("\(error)")), tongue: workbench.tongue)
      return Diagnostic.Kind.environment.exitCode
    }
  }

  /// The first code that is not zero stands, unless the user stopped the work.
  private func worse(_ code: Int32, _ next: Int32) -> Int32 {
    code == 0 || next == Diagnostic.Kind.interrupted.exitCode ? next : code
  }

  private func finished(_ code: Int32, _ console: Console? = nil) -> Int32 {
    let console = console ?? self.console
    guard !console.isIntact else { return code }
    console.report(
      Failure(.environment, Phrase("can't write to standard output", "无法写入标准输出")), tongue: options.tongue)
    return Diagnostic.Kind.environment.exitCode
  }

  private static var isDumbTerminal: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }
}

/// What a check that does not hold says: the first result that differs, and files that have changed.
private struct CheckReport {
  private let check: SessionCheck
  private let file: String

  init(_ check: SessionCheck, file: String) {
    self.check = check
    self.file = file
  }

  /// Files whose content is no longer what the results were written for.
  static func changedFiles(_ check: SessionCheck) -> Phrase {
    let list = check.changedFiles.joined(separator: ", ")
    return Phrase("files changed since: \(list)", "此后有变动的文件：\(list)")
  }

  var failure: Failure {
    let first = check.differences.first
    let missing = Phrase("nothing", "无")
    var notes = [
      Phrase("written:  ", "记录：") + (first?.written.map(Phrase.same) ?? missing),
      Phrase("replayed: ", "重放：") + (first?.replayed.map(Phrase.same) ?? missing),
      Phrase("of: \(first?.statements ?? "")", "语句：\(first?.statements ?? "")"),
    ]
    if !check.changedFiles.isEmpty { notes.append(CheckReport.changedFiles(check)) }
    notes.append(
      Phrase(
        "`tuiyan check --accept \(file)` writes the results as they are now",
        "`tuiyan check --accept \(file)` 将按现在的结果改写"))
    let (count, total, line) = (check.differences.count, check.compared, first?.line ?? 1)
    return Failure(
      .assertion,
      Phrase(
        "\(file):\(line): \(count) of \(total) results differ, the first here",
        "\(file):\(line)：\(total) 个结果中有 \(count) 个不同，首个在此"), notes: notes)
  }
}
