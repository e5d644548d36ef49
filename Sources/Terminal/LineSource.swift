/// A physical line of the input, or why there is none.
enum Line {
  case text(String, line: Int)
  case invalid(byteOffset: Int, line: Int)
  case interrupted
  case end
}

/// Cuts bytes into lines and checks that each is UTF-8.
struct LineSource {
  private let descriptor: Descriptor?
  private var buffer: [UInt8]
  /// Where the unread part of the buffer starts, and how much of it is known to hold no line end.
  private var start = 0
  private var searched = 0
  /// The offset in the whole input of the buffer's first byte.
  private var bufferOffset = 0
  private var line = 0
  private var isAtEnd: Bool

  init(descriptor: Descriptor) {
    self.descriptor = descriptor
    buffer = []
    isAtEnd = false
  }

  init(bytes: [UInt8]) {
    descriptor = nil
    buffer = bytes
    isAtEnd = true
  }

  /// The next line without its line end.
  mutating func next() throws -> Line {
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { (start, searched) = (end + 1, end + 1) }
        return check(buffer[start..<end])
      }
      searched = buffer.count
      if isAtEnd {
        guard start < buffer.count else { return .end }
        defer { start = buffer.count }
        return check(buffer[start...])
      }
      if try !readMore() { return .interrupted }
    }
  }

  /// Forgets the beginning of a line whose end has not come yet.
  mutating func dropPartialLine() {
    guard descriptor != nil else { return }
    start = buffer.count
    searched = start
  }

  private mutating func check(_ bytes: ArraySlice<UInt8>) -> Line {
    line += 1
    var bytes = bytes
    if line == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    if bytes.last == UInt8(ascii: "\r") { bytes = bytes.dropLast() }
    if let text = String(validating: bytes, as: UTF8.self) { return .text(text, line: line) }
    let wrong = UTF8Check.firstInvalidOffset(in: bytes) ?? 0
    return .invalid(byteOffset: bufferOffset + bytes.startIndex + wrong, line: line)
  }

  /// Returns false when Ctrl-C came before any bytes did.
  private mutating func readMore() throws -> Bool {
    guard let descriptor else { return true }
    while true {
      if InterruptFlag.take() { return false }
      guard try descriptor.wait() == .readable else { continue }
      switch try descriptor.take() {
      case .nothing: continue
      case .end: isAtEnd = true
      case .bytes(let block):
        bufferOffset += start
        buffer.removeFirst(start)
        searched -= start
        start = 0
        buffer += block
      }
      return true
    }
  }
}
