import ArgumentParser
import Values
import Workbench

/// The shell, or statements.
struct Statements: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shell",
    abstract: Phrase(
      "Open the shell, or run statements from -e or standard input.", "打开交互界面，或运行 -e 所给及标准输入中的语句。"
    ).said)

  @Option(
    name: [.customShort("e"), .customLong("execute")], parsing: .singleValue,
    help: ArgumentHelp(
      Phrase("Statements to run; may be given several times.", "要运行的语句，可给多次。"),
      value: Phrase("statements", "语句")))
  var statements: [String] = []

  @OptionGroup var common: CommonOptions

  func run() throws {
    let runner = CommandRunner(common.resolved)
    throw ExitCode(statements.isEmpty ? runner.runInput() : runner.run(statements: statements))
  }
}

/// Documents, run.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: Phrase("Run documents and print their results.", "运行文档并输出结果。").said)

  @Argument(
    help: ArgumentHelp(
      Phrase("Sessions, policies, datasets or files of statements.", "推演记录、政策、数据集或语句文件。"),
      value: Phrase("files", "文件")))
  var files: [String]

  @Flag(name: .customLong("echo"), help: ArgumentHelp(Phrase("Show each statement above its result.", "在结果之上显示语句。")))
  var echoes = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    throw ExitCode(CommandRunner(common.resolved).run(files: files, echoes: echoes))
  }
}

/// Sessions, replayed.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: Phrase(
      "Replay sessions and compare their results with those written down.", "重新执行推演记录，并与所记结果比较。"
    ).said)

  @Argument(help: ArgumentHelp(Phrase("Sessions.", "推演记录。"), value: Phrase("files", "文件")))
  var files: [String]

  @Flag(
    name: .customLong("accept"),
    help: ArgumentHelp(Phrase("Write the results as they are now into the files.", "把现在的结果写入文件。")))
  var accepts = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    throw ExitCode(CommandRunner(common.resolved).check(files: files, accepts: accepts))
  }
}

/// Statements, laid out.
struct Format: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: Phrase(
      "Lay out statements in one canonical way, in files of statements and in Markdown documents.",
      "统一语句文件和 Markdown 文档中语句的写法，可译为中文或英文。"
    ).said)

  @Argument(
    help: ArgumentHelp(
      Phrase(
        "Files, changed in place; - for standard input, printed to standard output.", "就地修改的文件；- 为标准输入，结果写到标准输出。"),
      value: Phrase("files", "文件")))
  var files: [String]

  @Option(
    help: ArgumentHelp(
      Phrase(
        "The language of the keywords; otherwise each statement keeps the one that its first keyword has.",
        "关键词的语言；不写时各语句沿用其首个关键词的语言。"),
      value: CommonOptions.languageValue))
  var language: Language?

  @Flag(
    name: .customLong("check"),
    help: ArgumentHelp(Phrase("Change nothing; leave with 1 where something would change.", "不作修改；若有需修改之处，以 1 退出。")))
  var checks = false

  @Flag(name: .customLong("no-color"), help: ArgumentHelp(Phrase("Use no colour.", "不用颜色。")))
  var isPlain = false

  func run() throws {
    let runner = FormatRunner(
      tongue: language?.tongue, messages: CommonOptions.tongue, changesNothing: checks, wantsColour: !isPlain)
    throw ExitCode(runner.run(files: files))
  }
}

/// A session, shown.
struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: Phrase(
      "Show a session: its prose, its statements, and what they give now.", "演示推演记录：文字、语句及现在的结果。"
    ).said,
    discussion: Phrase(
      """
      With --step it waits for a key before each statement: Space or Enter goes on, t tries a statement of one's own in a \
      copy, q leaves. Where a result is not the one that was written down it says so, and leaves with 1.
      """,
      """
      用 --step 时逐句等待按键：空格或回车继续，t 在副本中试一条自己的语句，q 退出。结果与所记不同时予以提示，并以 1 退出。
      """
    ).said)

  @Argument(
    help: ArgumentHelp(
      Phrase("A session, or any document with statements.", "推演记录，或任何含语句的文档。"), value: Phrase("file", "文件")))
  var file: String

  @Flag(name: .customLong("step"), help: ArgumentHelp(Phrase("Wait for a key before each statement.", "逐句等待按键。")))
  var steps = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    throw ExitCode(CommandRunner(common.resolved).replay(file: file, steps: steps))
  }
}

/// All that can be done, shown.
struct Tour: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: Phrase(
      "Show in ten minutes what can be done, over a made-up city that needs no files.", "十分钟导览，使用自带的虚构城市，无需文件。"
    ).said)

  @OptionGroup var common: CommonOptions

  func run() throws {
    throw ExitCode(CommandRunner(common.resolved).tour())
  }
}
