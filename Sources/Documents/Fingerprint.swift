import Crypto
import Foundation
import Synchronization
import Values

/// A file that results rest on, known by its content.
public struct Fingerprint: Sendable, Hashable {
  /// The path.
  public let path: String
  /// SHA-256 of the bytes, in hexadecimal.
  public let digest: String

  /// A path with a digest that is known.
  public init(path: String, digest: String) {
    self.path = path
    self.digest = digest
  }

  /// The fingerprint of a file, read a block at a time.
  /// - Throws: `Failure` where it can't be read.
  public init(of path: String) throws {
    guard let file = fopen(path, "rb") else {
      throw Failure(.data, Phrase("can't read `\(path)`", "无法读取“\(path)”"))
    }
    defer { fclose(file) }
    // Blocks go past the library's own buffer into one that is used again and again.
    setvbuf(file, nil, _IONBF, 0)
    let taking = FingerprintTaking()
    try withUnsafeTemporaryAllocation(byteCount: 1 << 18, alignment: 1) { block in
      while case let count = fread(block.baseAddress, 1, block.count, file), count > 0 {
        try Interruption.check()
        taking.add(Span(_unsafeBytes: UnsafeRawBufferPointer(rebasing: block[..<count])))
      }
    }
    guard ferror(file) == 0 else {
      throw Failure(.data, Phrase("can't read `\(path)`", "无法读取“\(path)”"))
    }
    self = taking.fingerprint(of: path)
  }
}

/// A fingerprint that is taken while somebody reads the file.
public final class FingerprintTaking: Sendable {
  private let hash = Mutex(SHA256())

  /// Before anything was read.
  public init() {}

  /// Adds bytes in the order in which they stand in the file.
  public func add(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBytes { bytes in hash.withLock { $0.update(bufferPointer: bytes) } }
  }

  /// The fingerprint of the bytes added, as that of a file.
  public func fingerprint(of path: String) -> Fingerprint {
    let digest = hash.withLock { $0.finalize() }.map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }
    return Fingerprint(path: path, digest: digest.joined())
  }
}
