import Documents
import Foundation
import Testing
import Values

@Suite("Fingerprints") struct FingerprintTests {
  private func fingerprint(of data: Data) throws -> Fingerprint {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try data.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try Fingerprint(of: file.path)
  }

  @Test(
    "A fingerprint is the SHA-256 of the file's bytes, as FIPS 180-4 gives it",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func knownDigests(text: String, digest: String) throws {
    #expect(try fingerprint(of: Data(text.utf8)).digest == digest)
  }

  @Test("A file longer than a block has the digest of the whole")
  func longFile() throws {
    // One million times the letter a, twice over one block of 2^20 bytes when three are joined.
    let million = Data(repeating: UInt8(ascii: "a"), count: 1_000_000)
    let digest = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    #expect(try fingerprint(of: million).digest == digest)
    let two = try fingerprint(of: million + million).digest
    #expect(two != digest)
    #expect(two.count == 64)
  }

  @Test("A file that isn't there can't have one")
  func missingFile() {
    #expect(throws: Failure.self) { try Fingerprint(of: "/nowhere/at/all.csv") }
  }
}
