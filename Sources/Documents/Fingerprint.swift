import Crypto
import Foundation
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
    var hash = SHA256()
    try withUnsafeTemporaryAllocation(byteCount: 1 << 18, alignment: 1) { block in
      while case let count = fread(block.baseAddress, 1, block.count, file), count > 0 {
        try Interruption.check()
        hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: block[..<count]))
      }
    }
    guard ferror(file) == 0 else {
      throw Failure(.data, Phrase("can't read `\(path)`", "无法读取“\(path)”"))
    }
    self.path = path
    digest = hash.finalize().map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }.joined()
  }
}
