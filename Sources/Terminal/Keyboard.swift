import CLibEdit
import Glibc
import Synchronization

/// The keys pressed at the terminal that is standard input, for one reader after another.
final class Keyboard: Sendable {
  static let shared = Keyboard()

  /// What a read gave.
  enum Key {
    case byte(UInt8)
    /// What was there is gone again.
    case nothing
    case end
  }

  let descriptor = Descriptor(reading: STDIN_FILENO)
  /// What was typed while keys were no signals, and is not for the reader that had them so.
  private let typedAhead = Mutex<[UInt8]>([])

  private var hasTypedAhead: Bool { typedAhead.withLock { !$0.isEmpty } }

  /// Waits until a key was pressed or a signal arrived.
  func wait() throws(TerminalFailure) -> Descriptor.Readiness {
    hasTypedAhead ? .readable : try descriptor.wait()
  }

  /// Whether a key was pressed, or is within some milliseconds.
  func hasInput(within milliseconds: CInt = 0) -> Bool {
    hasTypedAhead || descriptor.hasInput(within: milliseconds)
  }

  /// Reads one byte. One at a time, so that a program started in between finds what was typed ahead.
  func read() throws(TerminalFailure) -> Key {
    if let byte = typedAhead.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return .byte(byte) }
    switch try descriptor.take(limit: 1) {
    case .bytes(let bytes): return bytes.first.map { .byte($0) } ?? .nothing
    case .nothing: return .nothing
    case .end: return .end
    }
  }

  /// Takes what was typed while the terminal collected lines, once it hands over each key. The key that ends the input did
  /// so then, and is left as a zero byte, which no terminal could tell from a key of its own later.
  func takeTypedAhead() {
    let typed = waiting()
    typedAhead.withLock { $0 += typed.map { $0 == 0 ? Keyboard.endOfInput : $0 } }
  }

  /// Ctrl-D.
  static let endOfInput: UInt8 = 0x04

  /// All that can be read at once.
  private func waiting() -> [UInt8] {
    var typed: [UInt8] = []
    while descriptor.hasInput(), case .bytes(let bytes)? = try? descriptor.take(limit: 4096) { typed += bytes }
    return typed
  }

  /// The keys that the terminal turns into signals, as long as nobody tells it not to.
  var signalKeys: (interrupt: UInt8?, stop: UInt8?) {
    var (interrupt, stop): (CInt, CInt) = (-1, -1)
    cle_signal_keys(descriptor.number, &interrupt, &stop)
    return (UInt8(exactly: interrupt), UInt8(exactly: stop))
  }

  /// Lets the terminal turn keys into signals again.
  ///
  /// An interrupt that was pressed before raises the flag now, and what was typed before it is dropped, as the terminal
  /// does with both.
  /// - Returns: Whether there was one.
  @discardableResult
  func sendSignals(for interruptKey: UInt8?) -> Bool {
    cle_send_signals(descriptor.number)
    let typed = waiting()
    guard !typed.isEmpty else { return false }
    return typedAhead.withLock { typedAhead in
      typedAhead += typed
      guard let interruptKey, let last = typedAhead.lastIndex(of: interruptKey) else { return false }
      typedAhead.removeSubrange(...last)
      InterruptFlag.raise()
      return true
    }
  }
}
