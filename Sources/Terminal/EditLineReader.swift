import CLibEdit
import Glibc

/// Reads statements from a person at a terminal, with editing, completion and history.
///
/// A statement of several lines is one text to edit: Enter on an unfinished statement starts a new line, and the arrow
/// keys go back to the lines above. libedit keeps the text and the keys; the reader paints the edit area itself, before
/// every key, because libedit miscounts double-width characters. One reader at a time may use the terminal.
public final class EditLineReader: StatementReader {
  /// How the reader looks and what it asks back.
  public struct Options {
    /// Stands before a statement. One line.
    public var prompt = "> "

    /// Stands before the further lines of a statement. One line.
    public var continuationPrompt = ". "

    /// Stands before the pattern while the history is searched.
    public var searchLabel = "search: "

    /// The colours of prompts, statements and candidates.
    public var palette = Palette.plain

    /// Where statements are kept between sessions; nil keeps them only for this one.
    public var history: HistoryFile?

    /// How many statements can be recalled.
    public var historyLimit = 2000

    /// Whether `~/.editrc` may change the keys.
    public var readsUserSettings = true

    /// Whether a text is a complete statement; if not, Enter asks for another line.
    public var isComplete: (String) -> Bool = { _ in true }

    /// What could stand at the cursor, an offset in Unicode scalars into the whole text.
    public var complete: (_ text: String, _ cursor: Int) -> Completion = { _, _ in .none }

    /// What of a pasted text is inserted, and a note that is shown below the line if not all of it is.
    public var readPaste: (String) -> (text: String, note: String?) = { ($0, nil) }

    /// The styles of parts of the text, in offsets of Unicode scalars; nil leaves the text as it is.
    public var colourise: ((String) -> [(range: Range<Int>, style: Style)])?

    /// Plain prompts, no completion, every line a statement.
    public init() {}
  }

  /// May be changed between two statements: the prompt tells where one is.
  public var options: Options

  /// Why the last statement could not be written to the history file, if it could not.
  public private(set) var historyFailure: TerminalFailure?

  let editor: LineEditor
  let screen = Descriptor(number: STDOUT_FILENO)
  let keyboard = Keyboard.shared
  /// The keys that the terminal would turn into signals if lines were not edited.
  var signalKeys: (interrupt: UInt8?, stop: UInt8?) = (nil, nil)
  var statements: StatementHistory
  var painter = EditAreaPainter()
  var decoder = ScalarDecoder()
  var outcome: Outcome?
  /// Whether what was typed before the terminal handed over keys has been taken.
  var hasTakenTypedAhead = false
  var isPasting = false
  /// The window's size when it was last looked at: when a line starts and when the terminal tells of a change.
  var size = TerminalSize.usual
  /// What stands below the line: the search pattern or candidates.
  var footer = Footer.none
  /// What could stand at a caret in some text when it was looked up last.
  var latestCompletion: (text: [Unicode.Scalar], caret: Int, completion: Completion)?

  /// How the line ended, when it was not by the end of the input.
  enum Outcome {
    case accepted(String), interrupted, failed(TerminalFailure)
  }

  /// Starts on standard input and output and loads the history. Installs `InterruptFlag`.
  ///
  /// Throws `TerminalFailure.notATerminal` and `.noUnicodeLocale`. A history that can't be read is told by
  /// `historyFailure`.
  public init(options: Options) throws {
    guard CellWidth.isAvailable else { throw TerminalFailure.noUnicodeLocale }
    guard isInteractive(),
      let editor = LineEditor(program: "tuiyan", input: STDIN_FILENO, output: screen.number)
    else { throw TerminalFailure.notATerminal }
    self.options = options
    self.editor = editor
    statements = StatementHistory(limit: options.historyLimit)
    InterruptFlag.install()
    HangUp.install()
    editor.connect(to: self)
    bindKeys()
    loadHistory()
  }

  /// Shows the prompt and lets the user edit until a statement is complete. Blank ones are asked for again.
  public func next() throws -> StatementEvent {
    fflush(nil)
    cle_watch_terminal(true)
    signalKeys = keyboard.signalKeys
    measureWindow()
    screen.write(Sequences.startPasteMarks)
    defer {
      screen.write(Sequences.endPasteMarks)
      cle_watch_terminal(false)
    }
    while true {
      outcome = nil
      hasTakenTypedAhead = false
      statements.leave()
      let rest = editor.editLine()
      switch outcome {
      case .accepted(let text):
        if !text.isBlank { return .statement(text, line: 1) }
      case .interrupted: return .interrupted
      case .failed(let failure): throw failure
      case nil:
        leaveArea()
        // Only a key that the user bound to one of libedit's own commands ends a line past ours.
        guard let rest, !rest.isBlank else { return .endOfInput }
        handOver()
        return .statement(rest.last == "\n" ? String(rest.dropLast()) : rest, line: 1)
      }
    }
  }

  /// Puts a statement into the history and appends it to the file. A file that can't be written does not stop the
  /// work: see `historyFailure`.
  public func remember(_ statement: String) {
    guard statements.add(statement) else { return }
    editor.remember(statement, limit: options.historyLimit)
    do {
      try options.history?.append(statement)
      historyFailure = nil
    } catch {
      historyFailure = error
    }
  }

  private func loadHistory() {
    guard let history = options.history else { return }
    do {
      statements = StatementHistory(try history.load(last: options.historyLimit), limit: options.historyLimit)
    } catch {
      historyFailure = error
    }
    for statement in statements.statements { editor.remember(statement, limit: options.historyLimit) }
  }

  private func bindKeys() {
    for command in EditCommand.allCases { editor.add(command) }
    bindOwnKeys(inCommandMode: false)
    guard options.readsUserSettings else { return }
    editor.readUserSettings()
    // Choosing the vi keys resets all others.
    guard editor.hasViKeys else { return }
    bindOwnKeys(inCommandMode: true)
    editor.bind("\\200", to: "vi-command-mode", inCommandMode: true)
  }

  private func bindOwnKeys(inCommandMode: Bool) {
    for (key, command) in EditCommand.libeditKeys { editor.bind(key, to: command) }
    for command in EditCommand.allCases {
      for key in command.keys { editor.bind(key, to: command.name, inCommandMode: inCommandMode) }
    }
  }
}

/// Control sequences that are not about the edit area.
enum Sequences {
  static let startPasteMarks = "\u{1B}[?2004h"
  static let endPasteMarks = "\u{1B}[?2004l"
  static let endOfPaste = "\u{1B}[201~"
  /// What Escape becomes with the vi keys when no sequence follows it: a character that no keyboard sends.
  static let loneEscape: Unicode.Scalar = "\u{80}"
  static let clearScreen = "\u{1B}[H\u{1B}[2J"
}
