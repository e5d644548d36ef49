import ArgumentParser
import Foundation
import Presentation
import Values
import Workbench

/// The command.
@main
struct Tuiyan: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tuiyan",
    abstract: "Rehearse credit policy on a city's lists before it is issued. 推演：政策出台之前，先在名单上演练。",
    discussion: """
      Without a subcommand: the shell at a terminal, or statements from standard input.
      Exit codes: 0 done; 1 a check or an assertion did not hold; 2 the command line; 3 a statement; 4 data; \
      5 the environment; 130 interrupted.
      """,
    version: ProgramVersion.current,
    subcommands: [
      Statements.self, Run.self, Check.self, Replay.self, Tour.self, Format.self, Synthesize.self, Manual.self,
    ],
    defaultSubcommand: Statements.self)

  /// Runs the command and leaves with its exit code; a command line that can't be read is 2.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let code as ExitCode {
      CommandRunner.finish(tongue: CommonOptions.localeTongue)
      exit(withError: code)
    } catch {
      let isAskedFor = exitCode(for: error).isSuccess
      // It repeats what stood on the command line.
      let message = VisibleText.lines(fullMessage(for: error))
      FileHandle(fileDescriptor: isAskedFor ? 1 : 2).write(Data((message + "\n").utf8))
      Foundation.exit(isAskedFor ? 0 : 2)
    }
  }
}
