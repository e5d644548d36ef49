import Glibc

/// Reads statements from a pipe, a file, or a terminal that can't edit lines.
///
/// Bytes are read as they come and checked to be UTF-8. Lines are joined with `\n` until the given function says that
/// the statement is complete; at the end of the input an unfinished statement is handed over as it is. Blank lines
/// between statements are skipped, a byte order mark and the carriage return of a `\r\n` are dropped.
public final class PlainReader: StatementReader {
  /// How lines become statements.
  public struct Options {
    /// Whether a text of whole lines is a complete statement.
    public var isComplete: (String) -> Bool = { _ in true }

    /// Whether a line goes on with the complete statement above it, as one that starts with `|` does. Asking needs
    /// the next line to be there, so leave it nil where someone waits for the answer before writing on.
    public var continuesStatement: ((String) -> Bool)?

    /// Shown before a statement, and before its further lines; for people at a terminal without line editing.
    public var prompts: (first: String, continuation: String)?

    /// Every line a statement, no prompts.
    public init() {}
  }

  private let options: Options
  private var lines: LineSource
  private var heldBack: Line?

  /// Reads from an open descriptor, which stays the caller's.
  public init(descriptor: CInt = STDIN_FILENO, options: Options = Options()) {
    self.options = options
    lines = LineSource(descriptor: Descriptor(reading: descriptor))
  }

  /// Reads from bytes in memory.
  public init(bytes: [UInt8], options: Options = Options()) {
    self.options = options
    lines = LineSource(bytes: bytes)
  }

  /// Does nothing: what does not come from a keyboard is not recalled.
  public func remember(_ statement: String) {}

  /// The next statement. Throws `TerminalFailure.unreadableInput` when reading fails.
  public func next() throws -> StatementEvent {
    var pending: [String] = []
    var start = 0
    while true {
      show(prompt: pending.isEmpty ? options.prompts?.first : options.prompts?.continuation)
      switch try takeLine() {
      case .end:
        return pending.isEmpty ? .endOfInput : .statement(pending.joined(separator: "\n"), line: start)
      case .interrupted:
        lines.dropPartialLine()
        return .interrupted
      case .invalid(let byteOffset, let line):
        return .invalidInput(byteOffset: byteOffset, line: line)
      case .text(let text, let line):
        if pending.isEmpty {
          if text.isBlank { continue }
          start = line
        }
        pending.append(text)
        let statement = pending.joined(separator: "\n")
        if options.isComplete(statement), try !nextLineContinues() { return .statement(statement, line: start) }
      }
    }
  }

  private func takeLine() throws -> Line {
    defer { heldBack = nil }
    return try heldBack ?? lines.next()
  }

  private func nextLineContinues() throws -> Bool {
    guard let continues = options.continuesStatement else { return false }
    let line = try lines.next()
    heldBack = line
    guard case .text(let text, _) = line else { return false }
    return continues(text)
  }

  private func show(prompt: String?) {
    guard let prompt, heldBack == nil else { return }
    fflush(nil)
    Descriptor(number: STDOUT_FILENO).write(prompt)
  }
}
