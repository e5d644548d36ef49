import ArgumentParser
import Foundation

/// The page for `man`, made from the parser's own description of the command, so that the two can't part.
struct Manual: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the page for man.", shouldDisplay: false)

  func run() throws {
    let description = try JSONDecoder().decode(CommandDescription.self, from: Data(Tuiyan._dumpHelp().utf8))
    print(ManualPage(description.command, version: Tuiyan.configuration.version).text, terminator: "")
  }
}

/// A command as the parser describes it, as far as its page needs it.
struct CommandDescription: Decodable {
  struct Command: Decodable {
    let commandName: String
    let abstract: String?
    let discussion: String?
    let shouldDisplay: Bool?
    let arguments: [Argument]?
    let subcommands: [Command]?
  }

  struct Argument: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String

      /// As it is typed.
      var typed: String { kind == "long" ? "--\(name)" : "-\(name)" }
    }

    let abstract: String?
    let kind: String
    let names: [Name]?
    let valueName: String?
    let allValues: [String]?
    let defaultValue: String?
    let isOptional: Bool
    let isRepeating: Bool
    let shouldDisplay: Bool
  }

  let command: Command
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
    let commands = (command.subcommands ?? []).filter { ($0.shouldDisplay ?? true) && $0.commandName != "help" }
    var lines = [
      ".TH \(name.uppercased()) 1 \"\" \"\(name) \(version)\" \"User Commands\"",
      ".SH NAME", "\(name) \\- \(roff(command.abstract ?? ""))",
      ".SH SYNOPSIS", ".nf", ".B \(name)",
    ]
    lines += commands.map { "\\fB\(name) \($0.commandName)\\fR \(synopsis($0))" } + [".fi"]
    lines += [".SH DESCRIPTION"] + ManualPage.description.map { roff($0) } + [".SH COMMANDS"]
    for command in commands {
      lines += [".SS \(command.commandName)", roff(command.abstract ?? "")]
      if let discussion = command.discussion, !discussion.isEmpty { lines += [".PP", roff(discussion)] }
      if let chinese = ManualPage.chinese[command.commandName] { lines += [".PP", roff(chinese)] }
      for argument in own(command) { lines += entry(argument) }
    }
    lines += [".SH OPTIONS", "These are taken by every command that runs statements. 以下选项各命令通用。"]
    for argument in shared(commands) { lines += entry(argument) }
    return (lines + ManualPage.ending.split(separator: "\n").map(String.init)).joined(separator: "\n") + "\n"
  }

  // MARK: Arguments

  private func synopsis(_ command: CommandDescription.Command) -> String {
    own(command).map { argument in
      let value = "\\fI\(roff(argument.valueName ?? ""))\\fR"
      let many = argument.isRepeating ? " ..." : ""
      let text: String
      switch argument.kind {
      case "positional": text = value + many
      case "flag": text = names(argument, separator: "|")
      default: text = names(argument, separator: "|") + " " + value + many
      }
      return argument.isOptional || argument.kind == "flag" ? "[\(text)]" : text
    }.joined(separator: " ") + " [\\fIoptions\\fR]"
  }

  private func entry(_ argument: CommandDescription.Argument) -> [String] {
    let value = argument.kind == "flag" ? "" : " \\fI\(roff(argument.valueName ?? ""))\\fR"
    let head = argument.kind == "positional" ? String(value.dropFirst()) : names(argument, separator: ", ") + value
    var lines = [".TP", head, roff(argument.abstract ?? "")]
    if let values = argument.allValues, !values.isEmpty, argument.kind != "flag" {
      lines.append(roff("One of \(values.joined(separator: ", "))."))
    }
    if let value = argument.defaultValue, !value.isEmpty, argument.kind != "flag" {
      lines.append(roff("Unless said: \(value)."))
    }
    return lines
  }

  private func names(_ argument: CommandDescription.Argument, separator: String) -> String {
    (argument.names ?? []).map { "\\fB\(roff($0.typed))\\fR" }.joined(separator: separator)
  }

  /// The arguments that only this command has.
  private func own(_ command: CommandDescription.Command) -> [CommandDescription.Argument] {
    visible(command).filter { !ManualPage.isShared($0) }
  }

  /// The options that commands share, each once.
  private func shared(_ commands: [CommandDescription.Command]) -> [CommandDescription.Argument] {
    var seen: Set<[String]> = []
    return commands.flatMap { visible($0) }.filter {
      ManualPage.isShared($0) && seen.insert(($0.names ?? []).map(\.typed)).inserted
    }
  }

  private func visible(_ command: CommandDescription.Command) -> [CommandDescription.Argument] {
    (command.arguments ?? []).filter(\.shouldDisplay)
  }

  private static func isShared(_ argument: CommandDescription.Argument) -> Bool {
    let common = [
      "format", "language", "allow-write", "load", "keep-going", "no-color", "version", "help", "seed", "threads",
    ]
    return (argument.names ?? []).contains { common.contains($0.name) }
  }

  // MARK: Words

  /// A text as roff reads it: no line of it is a request, and what is typed keeps its hyphens.
  private func roff(_ text: String) -> String {
    text.replacingOccurrences(of: "\\", with: "\\e").replacingOccurrences(of: "-", with: "\\-")
      .split(separator: "\n").map { $0.hasPrefix(".") || $0.hasPrefix("'") ? "\\&\($0)" : String($0) }
      .joined(separator: "\n")
  }

  private static let description = [
    "Tuiyan is a workbench for what-if questions about a city's lists of enterprises: it loads them as they arrive, "
      + "answers questions in a small language whose words are English or Chinese, and rehearses a measure before it is issued.",
    "Without a command it opens a shell at a terminal, and elsewhere runs statements from standard input. In the shell, "
      + "help explains every word and tour shows in ten minutes what can be done.",
  ]

  /// The commands in Chinese, by their names.
  static let chinese = [
    "shell": "打开交互界面，或运行 -e 所给及标准输入中的语句。", "run": "运行文档并输出结果。", "check": "重新执行推演记录，并与所记结果比较。",
    "replay": "演示推演记录：文字、语句及现在的结果；--step 时逐句等待按键。", "tour": "十分钟导览，使用自带的虚构城市。",
    "format": "统一语句的写法，可译为中文或英文。", "synthesize": "按数据集的形状虚构任意规模的名单。",
  ]

  private static let ending = """
    .SH EXIT STATUS
    .TP
    .B 0
    done 成功
    .TP
    .B 1
    a check or an assertion did not hold 复核或校验不成立
    .TP
    .B 2
    the command line can't be read 命令行有误
    .TP
    .B 3
    a statement is wrong 语句有误
    .TP
    .B 4
    data are missing, unreadable or malformed 数据缺失或无法读取
    .TP
    .B 5
    the environment: no space, no permission 环境问题：空间或权限不足
    .TP
    .B 130
    interrupted 已中断
    .SH ENVIRONMENT
    .TP
    .B LC_ALL, LC_MESSAGES, LANG
    the language of messages; zh for Chinese 提示语言
    .TP
    .B PAGER
    what shows long results; empty for none 分页程序
    .TP
    .B NO_COLOR
    no colour where it is set and not empty 不用颜色
    .SH FILES
    .TP
    .I $XDG_STATE_HOME/tuiyan/history
    statements typed in the shell 输入过的语句
    """
}
