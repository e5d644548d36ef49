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
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw Failure(.data, Phrase("can't read `\(path)`", "无法读取“\(path)”"))
    }
    defer { try? file.close() }
    var hash = SHA256()
    while let block = try file.read(upToCount: 1 << 20), !block.isEmpty {
      try Interruption.check()
      hash.update(data: block)
    }
    self.path = path
    digest = hash.finalize().map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }.joined()
  }
}
