import Tables
import Values

/// A sum over all bytes of a file by which a damaged one is told: made to be as fast as memory is read, not to withstand
/// somebody who wants to deceive it.
struct FileChecksum: Equatable {
  /// The sum, in hexadecimal.
  let text: String

  /// Blocks are summed on several threads, and their sums in order: the sum hangs on no thread.
  private static let block = 4 << 20

  /// The sum of some bytes; nil where the work is stopped.
  /// - Parameters:
  ///   - bytes: The bytes, which nobody writes meanwhile.
  ///   - isStopped: Asked once a block.
  init?(of bytes: UnsafeRawBufferPointer, isStopped: @Sendable () -> Bool = { Interruption.isRequested }) {
    let count = (bytes.count + FileChecksum.block - 1) / FileChecksum.block
    // The bytes outlive the call, and nobody writes them.
    nonisolated(unsafe) let bytes = bytes
    let sums = Threads.map(count) { index -> UInt64 in
      guard !isStopped() else { return 0 }
      let start = index * FileChecksum.block
      let part = UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + FileChecksum.block, bytes.count)])
      return FileChecksum.sum(part)
    }
    guard !isStopped() else { return nil }
    var total = FileChecksum.mixed(0, UInt64(bytes.count))
    for sum in sums { total = FileChecksum.mixed(total, sum) }
    text = String(total, radix: 16)
  }

  /// The sum of a file; nil where the work is stopped.
  init?(of file: MappedFile, isStopped: @Sendable () -> Bool = { Interruption.isRequested }) {
    guard let sum = file.withUnsafeBytes({ FileChecksum(of: $0, isStopped: isStopped) }) else { return nil }
    self = sum
  }

  /// Each step can be undone, so that no change of one word alone leaves the sum as it was; the turn takes high bits
  /// down to where the multiplication spreads them.
  @inline(__always)
  private static func mixed(_ sum: UInt64, _ word: UInt64) -> UInt64 {
    let product = (sum ^ word) &* 0x9E37_79B9_7F4A_7C15
    return product &<< 29 | product &>> 35
  }

  /// Eight sums side by side, as one would wait for each multiplication.
  private static func sum(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var (a, b, c, d) = (UInt64(1), UInt64(2), UInt64(3), UInt64(4))
    var (e, f, g, h) = (UInt64(5), UInt64(6), UInt64(7), UInt64(8))
    let whole = bytes.count & ~63
    var place = 0
    while place < whole {
      a = mixed(a, bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      b = mixed(b, bytes.loadUnaligned(fromByteOffset: place &+ 8, as: UInt64.self))
      c = mixed(c, bytes.loadUnaligned(fromByteOffset: place &+ 16, as: UInt64.self))
      d = mixed(d, bytes.loadUnaligned(fromByteOffset: place &+ 24, as: UInt64.self))
      e = mixed(e, bytes.loadUnaligned(fromByteOffset: place &+ 32, as: UInt64.self))
      f = mixed(f, bytes.loadUnaligned(fromByteOffset: place &+ 40, as: UInt64.self))
      g = mixed(g, bytes.loadUnaligned(fromByteOffset: place &+ 48, as: UInt64.self))
      h = mixed(h, bytes.loadUnaligned(fromByteOffset: place &+ 56, as: UInt64.self))
      place &+= 64
    }
    var total = [a, b, c, d, e, f, g, h].reduce(0, mixed)
    for byte in bytes[whole...] { total = mixed(total, UInt64(byte)) }
    return total
  }
}
