import ArgumentParser
import Workbench

/// The shell, or statements.
struct Statements: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shell", abstract: "Open the shell, or run statements from -e or standard input.")

  @Option(
    name: [.customShort("e"), .customLong("execute")], parsing: .singleValue,
    help: ArgumentHelp("Statements to run; may be given several times.", valueName: "statements"))
  var statements: [String] = []

  @OptionGroup var common: CommonOptions

  func run() throws {
    let runner = CommandRunner(common.resolved)
    throw ExitCode(statements.isEmpty ? runner.runInput() : runner.run(statements: statements))
  }
}

/// Documents, run.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Run documents and print their results.")

  @Argument(help: "Sessions, policies, datasets or files of statements.")
  var files: [String]

  @Flag(name: .customLong("echo"), help: "Show each statement above its result.")
  var echoes = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    throw ExitCode(CommandRunner(common.resolved).run(files: files, echoes: echoes))
  }
}

/// Sessions, replayed.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Replay sessions and compare their results with those written down.")

  @Argument(help: "Sessions.")
  var files: [String]

  @Flag(name: .customLong("accept"), help: "Write the results as they are now into the files.")
  var accepts = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    throw ExitCode(CommandRunner(common.resolved).check(files: files, accepts: accepts))
  }
}

/// Statements, laid out.
struct Format: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lay out statements in one canonical way, in files of statements and in Markdown documents.")

  @Argument(help: "Files, changed in place; - for standard input, printed to standard output.")
  var files: [String]

  @Option(help: "The language of the keywords; otherwise each statement keeps the one that its first keyword has.")
  var language: Language?

  @Flag(name: .customLong("check"), help: "Change nothing; leave with 1 where something would change.")
  var checks = false

  @Flag(name: .customLong("no-color"), help: "Use no colour.")
  var isPlain = false

  func run() throws {
    let tongue = language.flatMap { Tongue(rawValue: $0.rawValue) }
    let runner = FormatRunner(
      tongue: tongue, messages: tongue ?? CommonOptions.localeTongue, changesNothing: checks, wantsColour: !isPlain)
    throw ExitCode(runner.run(files: files))
  }
}

/// A session, shown.
struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show a session: its prose, its statements, and what they give now.",
    discussion: """
      With --step it waits for a key before each statement: Space or Enter goes on, t tries a statement of one's own in a \
      copy, q leaves. Where a result is not the one that was written down it says so, and leaves with 1.
      """)

  @Argument(help: "A session, or any document with statements.")
  var file: String

  @Flag(name: .customLong("step"), help: "Wait for a key before each statement.")
  var steps = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    throw ExitCode(CommandRunner(common.resolved).replay(file: file, steps: steps))
  }
}

/// All that can be done, shown.
struct Tour: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show in ten minutes what can be done, over a made-up city that needs no files. 十分钟导览。")

  @OptionGroup var common: CommonOptions

  func run() throws {
    throw ExitCode(CommandRunner(common.resolved).tour())
  }
}
