import CLibEdit
import Glibc

/// The size of a terminal's window in character cells.
public struct TerminalSize: Sendable, Equatable {
  /// Cells from left to right.
  public var columns: Int

  /// Cells from top to bottom.
  public var rows: Int

  /// A size given by hand.
  public init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }

  /// The size now of the terminal behind a descriptor, or nil when it is no terminal or does not tell.
  public static func current(of descriptor: CInt = STDOUT_FILENO) -> TerminalSize? {
    var columns: CInt = 0
    var rows: CInt = 0
    guard cle_window_size(descriptor, &columns, &rows) else { return nil }
    return TerminalSize(columns: Int(columns), rows: Int(rows))
  }

  /// What is assumed of a terminal that does not tell its size.
  static let usual = TerminalSize(columns: 80, rows: 24)
}

/// Whether a person can edit lines here: standard input and output are terminals, and `TERM` is not `dumb`.
public func isInteractive() -> Bool {
  isTerminal(STDIN_FILENO) && isTerminal(STDOUT_FILENO)
}

/// Whether a descriptor leads to a terminal that understands control sequences.
public func isTerminal(_ descriptor: CInt) -> Bool {
  isatty(descriptor) == 1 && environment("TERM") != "dumb"
}

/// The value of an environment variable, or nil when it is missing or empty.
func environment(_ name: String) -> String? {
  guard let value = getenv(name) else { return nil }
  let text = String(cString: value)
  return text.isEmpty ? nil : text
}
