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
