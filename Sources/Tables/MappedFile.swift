import Values

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file whose bytes are read where the system keeps them: opening costs nothing, and pages that nobody needs at the
/// moment are given back.
///
/// Whoever writes such files puts a new one in place of the old (a rename), for bytes that are cut off under a mapping
/// end the program. It may be used from any thread: its bytes are never written between its making and its end.
public final class MappedFile: @unchecked Sendable {
  /// The bytes of the whole file. Only good as long as this object lives.
  @usableFromInline let bytes: UnsafeRawBufferPointer

  /// The size of the file.
  public var byteCount: Int { bytes.count }

  /// Maps a file.
  /// - Throws: A `Failure` that names the file where it can't be opened or mapped.
  public init(path: String, displayPath: String? = nil) throws(Failure) {
    let name = displayPath ?? path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw MappedFile.failure(name, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw MappedFile.failure(name, errno) }
    guard status.st_size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    let size = Int(status.st_size)
    guard let start = mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0), start != MAP_FAILED else {
      throw MappedFile.failure(name, errno)
    }
    bytes = UnsafeRawBufferPointer(start: start, count: size)
  }

  deinit {
    if let start = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: start), bytes.count) }
  }

  /// Calls the body with all bytes of the file. The pointer is only good within the body.
  public func withUnsafeBytes<Result, Problem: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Problem) -> Result
  ) throws(Problem) -> Result {
    defer { withExtendedLifetime(self) {} }
    return try body(bytes)
  }

  private static func failure(_ name: String, _ code: Int32) -> Failure {
    let reason = String(cString: strerror(code))
    return Failure(.environment, Phrase("\(name) can't be read: \(reason)", "无法读取 \(name)：\(reason)"))
  }
}
