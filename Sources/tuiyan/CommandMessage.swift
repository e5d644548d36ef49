import Foundation
import Presentation
import Values

/// What the parser of the command line has to say.
///
/// It speaks English alone. In Chinese its pages of help are laid out anew from its description of the command, and its
/// errors are told by their wording; one that is not known stays as it is.
struct CommandMessage {
  private let english: String

  init(_ english: String) { self.english = english }

  /// The message in a tongue, for a window of so many columns.
  func text(in tongue: Tongue, columns: Int) -> String {
    if tongue == .chinese, english.hasPrefix("OVERVIEW:"), let page = helpPage(columns: columns) { return page }
    var lines = english.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if let advice { lines.insert("Help:  " + advice.text(in: tongue), at: 1) }
    return lines.map { ParserWords.text($0, in: tongue) }.joined(separator: "\n")
  }

  /// What was meant by a word where a command could stand.
  private var advice: Phrase? {
    guard let word = english.firstMatch(of: /^Error: Unexpected argument '(.*)'\nUsage: tuiyan shell/)?.1 else {
      return nil
    }
    if FileManager.default.fileExists(atPath: String(word)) {
      return Phrase(
        "`tuiyan run \(word)` runs it, `tuiyan --load \(word)` opens the shell on it",
        "“tuiyan run \(word)”运行该文件，“tuiyan --load \(word)”打开界面并导入")
    }
    let commands = ((try? CommandDescription.current())?.commands ?? []).map(\.commandName)
    return Phrase(
      "commands: \(commands.joined(separator: ", "))", "子命令：\(commands.joined(separator: "、"))")
  }

  private func helpPage(columns: Int) -> String? {
    guard let usage = english.firstMatch(of: /(?m)^USAGE: tuiyan ?([a-z]*)/),
      let root = try? CommandDescription.current()
    else { return nil }
    let command = root.subcommands?.first { $0.commandName == usage.1 }
    return HelpPage(command, of: root, columns: columns).text
  }
}

/// A page of help in Chinese, in a window of so many columns.
struct HelpPage {
  private let command: CommandDescription.Command?
  private let root: CommandDescription.Command
  private let columns: Int

  /// Where what an option means begins.
  private static let meaningColumn = 26

  /// - Parameters:
  ///   - command: A subcommand; nil for the command itself.
  ///   - root: The command itself.
  ///   - columns: The columns of the window.
  init(_ command: CommandDescription.Command?, of root: CommandDescription.Command, columns: Int) {
    self.command = command
    self.root = root
    self.columns = columns
  }

  /// The page, without a last newline.
  var text: String {
    let shown = command ?? root
    var lines = wrapped(ParserWords.text(shown.abstract ?? "", in: .chinese))
    if let discussion = shown.discussion, !discussion.isEmpty {
      lines += [""] + discussion.split(separator: "\n").flatMap { wrapped(String($0)) }
    }
    lines += ["", "用法：" + usage(of: shown)].flatMap { TextWrap.lines(of: $0, within: columns, hanging: 6) }
    lines += section("参数", shown.visibleArguments.filter(\.isPositional).map(entry))
    lines += section("选项", shown.visibleArguments.filter { !$0.isPositional }.map(entry))
    guard command == nil else { return lines.joined(separator: "\n") }
    lines += section("子命令", root.commands.map { ($0.commandName, $0.abstract ?? "") })
    return (lines + ["", "  不写子命令即为 shell；详见 \(root.commandName) help <子命令>"]).joined(separator: "\n")
  }

  private func wrapped(_ text: String) -> [String] { TextWrap.lines(of: text, within: columns) }

  private func usage(of shown: CommandDescription.Command) -> String {
    guard let command else { return "\(root.commandName) <子命令>" }
    let arguments = command.visibleArguments.filter { argument in
      !(argument.names ?? []).contains { ["help", "version"].contains($0.name) }
    }
    return ([root.commandName, command.commandName] + arguments.map { $0.synopsis({ $0 }, { "<\($0)>" }) })
      .joined(separator: " ")
  }

  private func section(_ heading: String, _ entries: [(name: String, meaning: String)]) -> [String] {
    guard !entries.isEmpty else { return [] }
    return ["", heading + "："]
      + entries.flatMap { name, meaning in
        let label = TextWidth.padded("  " + name, to: HelpPage.meaningColumn)
        let isTooLong = TextWidth.columns(of: label) > HelpPage.meaningColumn || label.last != " "
        let start = isTooLong ? String(repeating: " ", count: HelpPage.meaningColumn) : label
        let lines = TextWrap.lines(of: start + meaning, within: columns, hanging: HelpPage.meaningColumn)
        return isTooLong ? ["  " + name] + lines : lines
      }
  }

  private func entry(_ argument: CommandDescription.Argument) -> (name: String, meaning: String) {
    let value = "<\(argument.valueName ?? "")>"
    let names = (argument.names ?? []).map(\.typed).joined(separator: ", ")
    let name = argument.isPositional ? value : argument.isFlag ? names : "\(names) \(value)"
    var meaning = argument.meaning
    if !argument.choices.isEmpty { meaning += "可取 \(argument.choices.joined(separator: "、"))。" }
    if let fallback = argument.fallback { meaning += "默认 \(fallback)。" }
    return (name, meaning)
  }
}

/// What the parser of the command line says in words of its own.
enum ParserWords {
  private static let sentences = [
    "Show the version.": "显示版本。", "Show help information.": "显示帮助。",
    "Show subcommand help information.": "显示子命令的帮助。",
  ]

  /// A sentence of the parser's, in a tongue; any other text stays as it is.
  static func text(_ sentence: String, in tongue: Tongue) -> String {
    guard tongue == .chinese else { return sentence }
    return sentences[sentence] ?? heading(sentence) ?? sentence
  }

  /// A line of an error's message.
  private static func heading(_ line: String) -> String? {
    if let match = line.wholeMatch(of: /Error: (.*)/) { return "错误：" + (fault(match.1) ?? String(match.1)) }
    if let match = line.wholeMatch(of: /Help: +(.*)/) { return "说明：\(match.1)" }
    if let match = line.wholeMatch(of: /Usage: (.*)/) { return "用法：\(match.1)" }
    if let match = line.wholeMatch(of: /\s*See '(.*)' for more information\./) { return "  详见 \(match.1)" }
    return nil
  }

  private static func fault(_ text: Substring) -> String? {
    if let match = text.wholeMatch(of: /Unknown option '(.*)'\. Did you mean '(.*)'\?/) {
      return "没有选项“\(match.1)”，是否指“\(match.2)”？"
    }
    if let match = text.wholeMatch(of: /Unknown option '(.*)'/) { return "没有选项“\(match.1)”" }
    if let match = text.wholeMatch(of: /Missing value for '(.*)'/) { return "“\(match.1)”缺少值" }
    if let match = text.wholeMatch(of: /Missing expected argument '(.*)'/) { return "缺少“\(match.1)”" }
    if let match = text.wholeMatch(of: /Unexpected argument '(.*)'/) { return "多余的参数“\(match.1)”" }
    if let match = text.wholeMatch(of: /(\d+) unexpected arguments: '(.*)'/) {
      return "\(match.1) 个多余的参数：“\(match.2.replacing("', '", with: "”“"))”"
    }
    if let match = text.wholeMatch(of: /The value '(.*)' is invalid for '(.*)'\. Please provide one of (.*)\./) {
      let choices = match.3.replacing("'", with: "").replacing(#/(,| or| and) /#, with: "、")
      return "“\(match.2)”不能是“\(match.1)”，可取 \(choices)"
    }
    if let match = text.wholeMatch(of: /The value '(.*)' is invalid for '(.*)'/) {
      return "“\(match.2)”不能是“\(match.1)”"
    }
    if let match = text.wholeMatch(of: /The option '(.*)' does not take any value, but '(.*)' was specified\./) {
      return "选项“\(match.1)”不带值，却写了“\(match.2)”"
    }
    return nil
  }
}
