import ArgumentParser
import Presentation
import Values

/// The page for `man` in the command line's tongue.
struct Manual: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: Phrase("Print the page for man.", "输出 man 手册页。").said, shouldDisplay: false)

  @Option(
    help: ArgumentHelp(
      Phrase("The language of the page; otherwise LANG decides.", "手册页的语言；不写时依 LANG。"),
      value: CommonOptions.languageValue))
  var language: Language?

  func run() throws {
    print(try ManualPage(CommandDescription.current(), version: Tuiyan.configuration.version).text, terminator: "")
  }
}

/// A command's page in the macros of `man`.
struct ManualPage {
  private let command: CommandDescription.Command
  private let version: String

  init(_ command: CommandDescription.Command, version: String) {
    self.command = command
    self.version = version
  }

  /// The page.
  var text: String {
    let name = command.commandName
    var lines = [
      ".TH \(name.uppercased()) 1 \"\" \"\(name) \(version)\" \"\(Phrase("User Commands", "用户命令").said)\"",
      ".ad l",
      heading("NAME", "名称"), "\(name) \\- \(roff(command.abstract ?? ""))",
      heading("SYNOPSIS", "用法"), ".nf", ".B \(name)",
    ]
    lines += command.commands.map { "\\fB\(name) \($0.commandName)\\fR \(synopsis($0))" } + [".fi"]
    lines += [heading("DESCRIPTION", "说明")] + ManualPage.description.flatMap { [".PP", roff($0.said)] }
    lines.append(heading("COMMANDS", "命令"))
    for command in command.commands {
      lines += [".SS \(command.commandName)", roff(command.abstract ?? "")]
      if let discussion = command.discussion, !discussion.isEmpty { lines += [".PP", roff(discussion)] }
      for argument in own(command) { lines += entry(argument) }
    }
    lines += [
      heading("OPTIONS", "选项"),
      roff(Phrase("These are taken by every command that runs statements.", "以下选项各命令通用。").said),
    ]
    for argument in shared(command.commands) { lines += entry(argument) }
    for (title, entries) in ManualPage.endings {
      lines.append(heading(title.english, title.chinese))
      for (name, meaning) in entries { lines += [".TP", ".B \(roff(name))", roff(meaning.said)] }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func heading(_ english: String, _ chinese: String) -> String { ".SH \(Phrase(english, chinese).said)" }

  // MARK: Arguments

  private func synopsis(_ command: CommandDescription.Command) -> String {
    let arguments = own(command).map { argument in
      argument.synopsis({ "\\fB\(roff($0))\\fR" }, { "\\fI\(roff($0))\\fR" })
    }
    return (arguments + ["[\\fI\(Phrase("options", "选项").said)\\fR]"]).joined(separator: " ")
  }

  private func entry(_ argument: CommandDescription.Argument) -> [String] {
    let value = argument.isFlag ? "" : " \\fI\(roff(argument.valueName ?? ""))\\fR"
    let names = (argument.names ?? []).map { "\\fB\(roff($0.typed))\\fR" }.joined(separator: ", ")
    var lines = [".TP", argument.isPositional ? String(value.dropFirst()) : names + value, roff(argument.meaning)]
    if !argument.choices.isEmpty {
      let choices = Phrase(
        "One of \(argument.choices.joined(separator: ", ")).", "可取 \(argument.choices.joined(separator: "、"))。")
      lines.append(roff(choices.said))
    }
    if let fallback = argument.fallback {
      lines.append(roff(Phrase("Unless said: \(fallback).", "默认 \(fallback)。").said))
    }
    return lines
  }

  /// The arguments that only this command has.
  private func own(_ command: CommandDescription.Command) -> [CommandDescription.Argument] {
    command.visibleArguments.filter { !ManualPage.isShared($0) }
  }

  /// The options that commands share, each once.
  private func shared(_ commands: [CommandDescription.Command]) -> [CommandDescription.Argument] {
    var seen: Set<[String]> = []
    return commands.flatMap(\.visibleArguments).filter {
      ManualPage.isShared($0) && seen.insert(($0.names ?? []).map(\.typed)).inserted
    }
  }

  private static func isShared(_ argument: CommandDescription.Argument) -> Bool {
    let common = [
      "format", "language", "allow-write", "load", "keep-going", "no-color", "no-snapshots", "no-config", "version",
      "help", "threads",
    ]
    return (argument.names ?? []).contains { common.contains($0.name) }
  }

  // MARK: Words

  /// A text as roff reads it: no line of it is a request, what is typed keeps its hyphens, and lines may break behind any
  /// Chinese character.
  private func roff(_ text: String) -> String {
    var escaped = ""
    for (character, next) in zip(text, text.dropFirst() + " ") {
      switch character {
      case "\\": escaped += "\\e"
      case "-": escaped += "\\-"
      default: escaped.append(character)
      }
      if character != " ", next != " ", TextWrap.mayBreak(between: character, and: next) { escaped += "\\:" }
    }
    return escaped.split(separator: "\n").map { $0.hasPrefix(".") || $0.hasPrefix("'") ? "\\&\($0)" : String($0) }
      .joined(separator: "\n")
  }

  private static let description = [
    Phrase(
      "Tuiyan is a workbench for what-if questions about a city's lists of enterprises: it loads them as they arrive, "
        + "answers questions in a small language whose words are English or Chinese, and rehearses a measure before it is "
        + "issued.",
      "推演是面向城市企业名单的政策演练工具：按原样导入名单，用中英文皆可的简明语言回答问题，并在措施出台之前先行演练。"),
    Phrase(
      "Without a command it opens a shell at a terminal, and elsewhere runs statements from standard input. In the shell, "
        + "help explains every word and tour shows in ten minutes what can be done.",
      "不写命令时，在终端打开交互界面，否则运行标准输入中的语句。界面中“帮助”解释每个词语；tour 为十分钟导览。"),
  ]

  private static let endings: [(title: Phrase, entries: [(name: String, meaning: Phrase)])] = [
    (
      Phrase("EXIT STATUS", "退出码"),
      [
        ("0", Phrase("done", "成功")), ("1", Phrase("a check or an assertion did not hold", "复核或校验不成立")),
        ("2", Phrase("the command line can't be read", "命令行有误")), ("3", Phrase("a statement is wrong", "语句有误")),
        ("4", Phrase("data are missing, unreadable or malformed", "数据缺失或无法读取")),
        ("5", Phrase("the environment: no space, no permission", "环境问题：空间或权限不足")),
        ("130", Phrase("interrupted", "已中断")),
      ]
    ),
    (
      Phrase("ENVIRONMENT", "环境变量"),
      [
        ("LC_ALL, LC_MESSAGES, LANG", Phrase("the language of messages; zh for Chinese", "提示语言；zh 为中文")),
        ("PAGER", Phrase("what shows long results; empty for none", "分页程序；为空则不分页")),
        ("NO_COLOR", Phrase("no colour where it is set and not empty", "已设且不为空时不用颜色")),
      ]
    ),
    (
      Phrase("FILES", "文件"),
      [("$XDG_STATE_HOME/tuiyan/history", Phrase("statements typed in the shell", "输入过的语句"))]
    ),
  ]
}
