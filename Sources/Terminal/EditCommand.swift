import CLibEdit

/// What keys do that libedit has no command for, or not the right one.
enum EditCommand: CaseIterable {
  case accept, newLine, complete, paste, search
  case up, down, olderStatement, newerStatement
  case lineStart, lineEnd, deleteNext, clearScreen, ignore

  /// The name by which `~/.editrc` can bind it.
  var name: String {
    switch self {
    case .accept: "statement-accept"
    case .newLine: "statement-new-line"
    case .complete: "statement-complete"
    case .paste: "statement-paste"
    case .search: "statement-search"
    case .up: "statement-up"
    case .down: "statement-down"
    case .olderStatement: "statement-older"
    case .newerStatement: "statement-newer"
    case .lineStart: "statement-line-start"
    case .lineEnd: "statement-line-end"
    case .deleteNext: "statement-delete-next"
    case .clearScreen: "statement-clear-screen"
    case .ignore: "statement-ignore"
    }
  }

  /// What libedit's own `bind -l` says about it.
  var explanation: String {
    switch self {
    case .accept: "Run the statement if it is complete, otherwise start a new line"
    case .newLine: "Start a new line here"
    case .complete: "Complete the word"
    case .paste: "Insert pasted text"
    case .search: "Search the history"
    case .up: "The line above, or the statement before"
    case .down: "The line below, or the statement after"
    case .olderStatement: "The statement before"
    case .newerStatement: "The statement after"
    case .lineStart: "To the start of the line"
    case .lineEnd: "To the end of the line"
    case .deleteNext: "Delete the character under the cursor"
    case .clearScreen: "Clear the screen"
    case .ignore: "Do nothing"
    }
  }

  /// The keys in libedit's notation.
  var keys: [String] {
    switch self {
    case .accept: ["^M", "^J"]
    case .newLine: ["\\e^M", "\\e^J"]
    case .complete: ["^I"]
    case .paste: ["\\e[200~"]
    case .search: ["^R"]
    case .up: ["\\e[A", "\\eOA"]
    case .down: ["\\e[B", "\\eOB"]
    case .olderStatement: ["^P", "\\e[5~"]
    case .newerStatement: ["^N", "\\e[6~"]
    case .lineStart: ["^A", "\\e[H", "\\eOH", "\\e[1~", "\\e[7~"]
    case .lineEnd: ["^E", "\\e[F", "\\eOF", "\\e[4~", "\\e[8~"]
    case .deleteNext: ["\\e[3~"]
    case .clearScreen: ["^L"]
    case .ignore: EditCommand.keysWithoutMeaning
    }
  }

  /// Keys of libedit's own commands that it does not bind by itself.
  static let libeditKeys: [(key: String, command: String)] = [
    ("\\e[1;5C", "em-next-word"), ("\\e[1;5D", "ed-prev-word"),
    ("\\e[1;3C", "em-next-word"), ("\\e[1;3D", "ed-prev-word"),
    ("^W", "ed-delete-prev-word"),
  ]

  /// Function keys, Insert and shifted arrows: unbound, they would leave pieces like `5~` in the line.
  private static let keysWithoutMeaning: [String] =
    [2, 11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24].map { "\\e[\($0)~" }
    + "PQRS".map { "\\eO\($0)" }
    + [2, 5, 6].flatMap { modifier in "ABHF".map { "\\e[1;\(modifier)\($0)" } }
    + ["\\e[1;2C", "\\e[1;2D", "\\e[Z", "\\e[201~"]

  /// What libedit calls. It has no room for a context, so each command is a function of its own.
  var callback: cle_command {
    switch self {
    case .accept: { editor, _ in EditCommand.accept.perform(on: editor) }
    case .newLine: { editor, _ in EditCommand.newLine.perform(on: editor) }
    case .complete: { editor, _ in EditCommand.complete.perform(on: editor) }
    case .paste: { editor, _ in EditCommand.paste.perform(on: editor) }
    case .search: { editor, _ in EditCommand.search.perform(on: editor) }
    case .up: { editor, _ in EditCommand.up.perform(on: editor) }
    case .down: { editor, _ in EditCommand.down.perform(on: editor) }
    case .olderStatement: { editor, _ in EditCommand.olderStatement.perform(on: editor) }
    case .newerStatement: { editor, _ in EditCommand.newerStatement.perform(on: editor) }
    case .lineStart: { editor, _ in EditCommand.lineStart.perform(on: editor) }
    case .lineEnd: { editor, _ in EditCommand.lineEnd.perform(on: editor) }
    case .deleteNext: { editor, _ in EditCommand.deleteNext.perform(on: editor) }
    case .clearScreen: { editor, _ in EditCommand.clearScreen.perform(on: editor) }
    case .ignore: { editor, _ in EditCommand.ignore.perform(on: editor) }
    }
  }

  /// What the editor does after a command.
  enum Result {
    case edited, nothing, impossible, accepted

    var code: UInt8 {
      switch self {
      case .edited: UInt8(CC_REFRESH)
      case .nothing: UInt8(CC_NORM)
      case .impossible: UInt8(CC_ERROR)
      case .accepted: UInt8(CC_NEWLINE)
      }
    }
  }

  private func perform(on handle: OpaquePointer) -> UInt8 {
    guard let reader = LineEditor.reader(of: handle) else { return Result.impossible.code }
    return reader.perform(self).code
  }
}
