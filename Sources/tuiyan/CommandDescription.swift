import ArgumentParser
import Foundation
import Values

/// The command as its parser describes it, as far as pages of help need it: whatever is written of it can't part from what
/// it takes.
struct CommandDescription: Decodable {
  struct Command: Decodable {
    let commandName: String
    let abstract: String?
    let discussion: String?
    let shouldDisplay: Bool?
    let arguments: [Argument]?
    let subcommands: [Command]?

    /// The subcommands that are shown, the parser's own left aside.
    var commands: [Command] {
      (subcommands ?? []).filter { ($0.shouldDisplay ?? true) && $0.commandName != "help" }
    }

    /// The arguments and options that are shown.
    var visibleArguments: [Argument] { (arguments ?? []).filter(\.shouldDisplay) }
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

    var isPositional: Bool { kind == "positional" }
    var isFlag: Bool { kind == "flag" }

    /// What it means, in the command line's tongue.
    var meaning: String { ParserWords.text(abstract ?? "", in: CommonOptions.tongue) }

    /// The values that it may have, where they are few.
    var choices: [String] { isFlag ? [] : allValues ?? [] }

    /// What it is unless said; nil for flags, and where that is nothing.
    var fallback: String? { isFlag ? nil : defaultValue.flatMap { $0.isEmpty ? nil : $0 } }

    /// How it is typed, its names and its value written by `name` and `value`.
    func synopsis(_ name: (String) -> String, _ value: (String) -> String) -> String {
      let names = (names ?? []).map { name($0.typed) }.joined(separator: "|")
      let value = value(valueName ?? "")
      let text = (isPositional ? value : isFlag ? names : "\(names) \(value)") + (isRepeating ? " ..." : "")
      return isOptional || isFlag ? "[\(text)]" : text
    }
  }

  let command: Command

  /// The command of this program.
  static func current() throws -> Command {
    try JSONDecoder().decode(CommandDescription.self, from: Data(Tuiyan._dumpHelp().utf8)).command
  }
}
