import Glibc

/// Shows text a windowful at a time when it is longer than the window.
public struct Pager {
  /// The shell command of the pager; empty prints without one.
  public var command: String

  /// A pager: the one given, or `PAGER`, or `less -R -F -X`.
  public init(command: String? = nil) {
    self.command = command ?? getenv("PAGER").map { String(cString: $0) } ?? "less -R -F -X"
  }

  /// Shows a text on standard output: through the pager when that is an interactive terminal whose window is shorter
  /// than the text, directly otherwise and when the pager can't be started.
  ///
  /// Returns when the user leaves the pager. Ctrl-C inside the pager belongs to the pager.
  public func show(_ text: String) {
    fflush(nil)
    guard isInteractive(), !command.isBlank, isTooLong(text) else { return printDirectly(text) }
    // `less` in a locale that is not UTF-8 would show Chinese as codes; it reads its character set from here first.
    // The shell that starts the pager would be ended by a Ctrl-C meant for the pager, and leave it to itself.
    let script = """
      trap : INT
      LESS="${LESS-FRX}" LESSCHARSET="${LESSCHARSET-utf-8}"; export LESS LESSCHARSET
      \(command)
      """
    guard let pipe = popen(script, "we") else { return printDirectly(text) }
    // Whoever leaves the pager early closes the pipe; that must not end us.
    let former = signal(SIGPIPE, SIG_IGN)
    Descriptor(number: fileno(pipe)).write(text.utf8)
    let status = pclose(pipe)
    signal(SIGPIPE, former)
    InterruptFlag.take()
    let notFound: CInt = 127
    if status == notFound << 8 { printDirectly(text) }
  }

  private func printDirectly(_ text: String) {
    Descriptor(number: STDOUT_FILENO).write(text)
  }

  private func isTooLong(_ text: String) -> Bool {
    let size = TerminalSize.current() ?? .usual
    return Pager.rows(of: text, columns: size.columns, upTo: size.rows) >= size.rows
  }

  /// The rows that a text takes in a window of some width; counting stops at `limit`.
  static func rows(of text: String, columns: Int, upTo limit: Int) -> Int {
    var rows = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(text.hasSuffix("\n") ? 1 : 0) {
      let width = CellWidth.of(withoutControlSequences(line))
      rows += max(1, (width + columns - 1) / columns)
      if rows >= limit { break }
    }
    return rows
  }

  /// The text without `ESC [ … letter` sequences, which take no room.
  private static func withoutControlSequences(_ line: Substring) -> String {
    var plain = String.UnicodeScalarView()
    var isInside = false
    for scalar in line.unicodeScalars {
      if isInside {
        isInside = !scalar.properties.isAlphabetic
      } else if scalar == "\u{1B}" {
        isInside = true
      } else {
        plain.append(scalar)
      }
    }
    return String(plain)
  }
}
