import Presentation
import Values

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
