import Tables

/// A stretch of a mapped file, or bytes of its own. It keeps what it lies in alive.
public struct ArrowBytes: Sendable {
  private enum Owner: Sendable {
    case file(MappedFile)
    case array([UInt8])
  }

  private let owner: Owner
  /// Where it begins in what it lies in.
  private let start: Int
  /// How many bytes there are.
  public let count: Int

  /// All bytes of a file.
  public init(_ file: MappedFile) {
    (owner, start, count) = (.file(file), 0, file.byteCount)
  }

  /// Bytes in memory.
  public init(_ bytes: [UInt8]) {
    (owner, start, count) = (.array(bytes), 0, bytes.count)
  }

  private init(_ owner: Owner, start: Int, count: Int) {
    (self.owner, self.start, self.count) = (owner, start, count)
  }

  /// A part of the bytes; nil where it isn't wholly inside.
  public func slice(at offset: Int, count: Int) -> ArrowBytes? {
    guard offset >= 0, count >= 0, offset <= self.count, count <= self.count - offset else { return nil }
    return ArrowBytes(owner, start: start + offset, count: count)
  }

  /// Where the bytes lie in a mapped file; nil where they are in memory.
  public var place: (file: MappedFile, offset: Int)? {
    guard case .file(let file) = owner else { return nil }
    return (file, start)
  }

  /// Where it begins in the file or the bytes that it was cut from.
  var offset: Int { start }

  /// Calls the body with the bytes. The pointer is only good within the body.
  @inline(__always)
  public func withUnsafeBytes<Result, Problem: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Problem) -> Result
  ) throws(Problem) -> Result {
    switch owner {
    case .file(let file):
      return try file.withUnsafeBytes { (bytes) throws(Problem) in
        try body(UnsafeRawBufferPointer(rebasing: bytes[start..<start + count]))
      }
    case .array(let array):
      // Typed errors don't pass through the array's own closure.
      let result: Swift.Result<Result, Problem> = array.withUnsafeBytes { bytes in
        do throws(Problem) {
          return .success(try body(UnsafeRawBufferPointer(rebasing: bytes[start..<start + count])))
        } catch {
          return .failure(error)
        }
      }
      return try result.get()
    }
  }

  /// A number at a place, in the file's order of bytes; a place past the end is a fault of the program.
  @inline(__always)
  public func load<Number: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as type: Number.Type) -> Number {
    precondition(
      offset >= 0 && offset <= count - MemoryLayout<Number>.size, "a number past the end of the bytes")
    return withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Number.self)) }
  }

  /// The bytes as an array.
  public var array: [UInt8] { withUnsafeBytes { Array($0) } }

  /// Whether the bytes begin or end with some text.
  func begins(with mark: String) -> Bool { slice(at: 0, count: mark.utf8.count)?.array == Array(mark.utf8) }
  func ends(with mark: String) -> Bool {
    slice(at: count - mark.utf8.count, count: mark.utf8.count)?.array == Array(mark.utf8)
  }
}
