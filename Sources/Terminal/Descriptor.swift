import CLibEdit
import Glibc

/// Reads and writes on a file descriptor that someone else opened.
struct Descriptor {
  let number: CInt
  private let isTerminal: Bool

  init(number: CInt) {
    self.number = number
    isTerminal = false
  }

  /// For reading. A terminal is opened once more: what `wait` has seen on it may be gone by the time it is read, and a read
  /// that blocks would not notice the key that took it away.
  init(reading number: CInt) {
    isTerminal = isatty(number) == 1
    let again = isTerminal ? cle_open_again(number) : -1
    self.number = again >= 0 ? again : number
  }

  enum Readiness {
    case readable, signalled
  }

  /// Waits until there is something to read or a signal arrived.
  func wait() throws(TerminalFailure) -> Readiness {
    switch cle_wait(number) {
    case 1: return .readable
    case 0: return .signalled
    default: throw .unreadableInput(code: errno)
    }
  }

  /// Whether something can be read now, or within some milliseconds.
  func hasInput(within milliseconds: CInt = 0) -> Bool { cle_has_input(number, milliseconds) }

  /// What a read gave.
  enum Input {
    case bytes([UInt8])
    /// What was there is gone again.
    case nothing
    case end
  }

  /// Reads what is there, at most `limit` bytes.
  func take(limit: Int = 65_536) throws(TerminalFailure) -> Input {
    var code: Int32 = 0
    let block = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      var result: Int
      repeat { result = read(number, buffer.baseAddress, limit) } while result < 0 && errno == EINTR
      code = result < 0 ? errno : 0
      count = max(result, 0)
    }
    switch code {
    case 0: return block.isEmpty ? .end : .bytes(block)
    case EAGAIN: return .nothing
    // A terminal that went away says EIO; for its reader that is the end.
    case EIO where isTerminal: return .end
    default: throw .unreadableInput(code: code)
    }
  }

  /// Writes everything, waiting where the other side is slow. Returns the `errno` of a failure.
  @discardableResult
  func write(_ bytes: some Sequence<UInt8>) -> Int32? {
    let bytes = Array(bytes)
    return bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let count = Glibc.write(number, buffer.baseAddress?.advanced(by: written), buffer.count - written)
        if count >= 0 {
          written += count
        } else if errno != EINTR && errno != EAGAIN {
          return errno
        }
      }
      return nil
    }
  }

  /// Writes a text as UTF-8.
  func write(_ text: String) {
    write(text.utf8)
  }
}
