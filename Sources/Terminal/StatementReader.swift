/// What a reader found next.
public enum StatementEvent: Sendable, Equatable {
  /// A whole statement, possibly of several lines joined by `\n`, without the line end that closed it.
  ///
  /// `line` is the number of its first line, counted from 1 in a pipe or a file; at a terminal it is always 1.
  case statement(String, line: Int)

  /// Ctrl-C: what was typed so far is dropped.
  case interrupted

  /// Nothing more will come.
  case endOfInput

  /// A line is not UTF-8 and was dropped, together with the unfinished statement that it continued.
  ///
  /// `byteOffset` is that of the first wrong byte, counted from 0 over the whole input; `line` counts from 1.
  case invalidInput(byteOffset: Int, line: Int)
}

/// Where statements come from: a terminal, a pipe, a file.
public protocol StatementReader {
  /// Waits for the next statement. Throws `TerminalFailure` when the input can't be read.
  func next() throws -> StatementEvent

  /// Puts a statement into the history, so that it can be recalled whole.
  func remember(_ statement: String)
}

/// Why the terminal, a pipe or the history file could not be used.
public enum TerminalFailure: Error, Sendable, Equatable {
  /// Standard input or standard output is not a terminal that can be edited on.
  case notATerminal

  /// No UTF-8 locale is installed, not even `C.UTF-8`.
  case noUnicodeLocale

  /// Reading failed; `code` is the system's `errno`.
  case unreadableInput(code: Int32)

  /// The history file could not be read or written; `code` is the system's `errno`.
  case unusableHistory(path: String, code: Int32)
}

extension String {
  /// Whether nothing stands here but spaces and line ends.
  var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
