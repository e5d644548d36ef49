import Foundation
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
