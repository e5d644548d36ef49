import Glibc

/// Waits for single keys at a terminal, which shows nothing of them.
///
/// Between two keys the terminal is as the user left it, so that programs started in between find nothing changed.
public struct KeyReader {
  /// What was pressed.
  public enum Key: Sendable, Equatable {
    /// A key that gives a character.
    case character(Character)
    /// Enter, in either of its two forms.
    case enter
    /// Ctrl-C.
    case interrupt
    /// Ctrl-D, or nobody is there any more.
    case endOfInput
    /// An arrow, a function key, or anything else that is no character.
    case other
  }

  private let keyboard = Keyboard.shared

  /// A reader of standard input; nil where no person sits at a terminal.
  public init?() {
    guard isInteractive() else { return nil }
  }

  /// Waits for a key.
  /// - Parameter prompt: Shown once the terminal is quiet, so that a key pressed at once is not shown beside it.
  /// - Returns: The key.
  public func next(showing prompt: String = "") -> Key {
    fflush(nil)
    var former = termios()
    guard tcgetattr(STDIN_FILENO, &former) == 0 else { return .endOfInput }
    let interruptKey = keyboard.signalKeys.interrupt
    var raw = former
    raw.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
    // Without this Enter and Ctrl-J could not be told from what a terminal in another mode would send.
    raw.c_iflag &= ~tcflag_t(ICRNL | INLCR | IXON)
    guard tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) == 0 else { return .endOfInput }
    defer {
      keyboard.sendSignals(for: interruptKey)
      tcsetattr(STDIN_FILENO, TCSADRAIN, &former)
    }
    keyboard.takeTypedAhead()
    Descriptor(number: STDOUT_FILENO).write(prompt)
    while true {
      // Ctrl-C may come before the terminal hands it over as a key.
      if InterruptFlag.take() { return .interrupt }
      switch try? keyboard.wait() {
      case .readable?: if let key = read() { return key }
      case .signalled?:
        // A program that was stopped and goes on finds the terminal as the shell set it.
        tcsetattr(STDIN_FILENO, TCSADRAIN, &raw)
      case nil: return .endOfInput
      }
    }
  }

  /// Does some work during which the terminal shows nothing of what is typed; it waits for `next`.
  public func withoutEcho<Result>(_ body: () throws -> Result) rethrows -> Result {
    var former = termios()
    guard tcgetattr(STDIN_FILENO, &former) == 0 else { return try body() }
    var silent = former
    silent.c_lflag &= ~tcflag_t(ECHO | ICANON)
    tcsetattr(STDIN_FILENO, TCSADRAIN, &silent)
    defer { tcsetattr(STDIN_FILENO, TCSADRAIN, &former) }
    return try body()
  }

  /// The key that can be read; nil where it is gone again.
  private func read() -> Key? {
    switch try? keyboard.read() {
    case .byte(let byte)?: key(of: byte)
    case .nothing?: nil
    case .end?, nil: .endOfInput
    }
  }

  private func key(of byte: UInt8) -> Key {
    switch byte {
    case 0x03: return .interrupt
    case Keyboard.endOfInput: return .endOfInput
    case 0x0A, 0x0D: return .enter
    case 0x1B:
      // What a key without a character sends comes at once; it means nothing here.
      while keyboard.hasInput(within: 20), next() != nil {}
      return .other
    case 0x20..<0x7F: return .character(Character(Unicode.Scalar(byte)))
    case 0x80...: return character(from: byte)
    default: return .other
    }
  }

  private func character(from first: UInt8) -> Key {
    var bytes = [first]
    while bytes.count < 4, String(validating: bytes, as: UTF8.self) == nil, let byte = next() {
      bytes.append(byte)
    }
    return String(validating: bytes, as: UTF8.self)?.first.map { .character($0) } ?? .other
  }

  private func next() -> UInt8? {
    if case .byte(let byte)? = try? keyboard.read() { byte } else { nil }
  }
}
