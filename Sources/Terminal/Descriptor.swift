import CLibEdit
import Glibc

/// Reads and writes on a file descriptor that someone else opened.
struct Descriptor {
  let number: CInt

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

  /// Reads one byte, nil at the end. One at a time, so that a program started in between finds what was typed ahead.
  func readByte() throws(TerminalFailure) -> UInt8? {
    var byte: UInt8 = 0
    while true {
      let count = read(number, &byte, 1)
      if count == 1 { return byte }
      // A terminal that went away says EIO; for its reader that is the end.
      if count == 0 || errno == EIO { return nil }
      guard errno == EINTR || errno == EAGAIN else { throw .unreadableInput(code: errno) }
    }
  }

  /// Reads what is there, at most `limit` bytes; empty at the end.
  func readBlock(limit: Int = 65_536) throws(TerminalFailure) -> [UInt8] {
    var code: Int32 = 0
    let block = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      var result: Int
      repeat { result = read(number, buffer.baseAddress, limit) } while result < 0 && errno == EINTR
      code = result < 0 ? errno : 0
      count = max(result, 0)
    }
    guard code == 0 else { throw .unreadableInput(code: code) }
    return block
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
