import ArgumentParser
import Foundation
import Presentation
import Terminal
import Values
import Workbench

/// The command.
@main
struct Tuiyan: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tuiyan",
    abstract: Phrase(
      "Rehearse credit policy on a city's lists before it is issued.", "推演：政策出台之前，先在名单上演练。"
    ).said,
    discussion: Phrase(
      """
      Without a subcommand: the shell at a terminal, or statements from standard input.
      Exit codes: 0 done; 1 a check or an assertion did not hold; 2 the command line; 3 a statement; 4 data; \
      5 the environment; 130 interrupted.
      """,
      """
      不写子命令时：在终端打开交互界面，否则运行标准输入中的语句。
      退出码：0 成功；1 复核或校验不成立；2 命令行有误；3 语句有误；4 数据有误；5 环境问题；130 已中断。
      """
    ).said,
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
      CommandRunner.finish(tongue: CommonOptions.tongue)
      exit(withError: code)
    } catch {
      let isAskedFor = exitCode(for: error).isSuccess
      // It repeats what stood on the command line.
      let columns = TerminalSize.current(of: isAskedFor ? STDOUT_FILENO : STDERR_FILENO)?.columns ?? 80
      let message = CommandMessage(fullMessage(for: error)).text(in: CommonOptions.tongue, columns: columns)
      FileHandle(fileDescriptor: isAskedFor ? 1 : 2).write(Data((VisibleText.lines(message) + "\n").utf8))
      Foundation.exit(isAskedFor ? 0 : 2)
    }
  }
}
