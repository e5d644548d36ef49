/// The stretch of a file's text that is in memory: rows are taken from its front, blocks are added at its end.
struct TextWindow {
  /// The bytes, with `EventPatterns.stride` zeros and more past `end`.
  private(set) var bytes: [UInt8]
  /// Where the first row that was not yet taken begins.
  private(set) var start = 0
  /// Where the text ends.
  private(set) var end = 0
  /// Whether the file has no more text than this.
  private(set) var isLast = false
  /// Whether every row that is whole is known to hold only characters: no invalid byte, no NUL.
  private(set) var isClean = true
  private var checkedEnd = 0

  init(capacity: Int) { bytes = [UInt8](repeating: 0, count: capacity + EventPatterns.stride) }

  var count: Int { end - start }

  /// Takes rows off the front.
  mutating func advance(to position: Int) { start = position }

  /// Begins anew with what another window has left over.
  mutating func restart(withRestOf other: TextWindow) {
    (start, end, checkedEnd, isLast, isClean) = (0, 0, 0, other.isLast, true)
    makeRoom(for: other.count)
    let rest = other.start..<other.end
    other.bytes.withUnsafeBytes { from in
      bytes.withUnsafeMutableBytes { $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: from[rest])) }
    }
    end = rest.count
  }

  /// Adds a block of text. What was taken before makes room.
  mutating func append(_ block: Span<UInt8>, isLast: Bool) {
    makeRoom(for: block.count)
    let offset = end
    bytes.withMutableSpan { copy(block, to: &$0, at: offset) }
    end += block.count
    finishAppending(isLast: isLast)
  }

  /// Adds at most some bytes of text that the body writes from an offset on; it gives back how many.
  mutating func append(atMost limit: Int, isLast: Bool, _ body: (inout MutableSpan<UInt8>, Int) -> Int) {
    makeRoom(for: limit)
    let offset = end
    end += bytes.withMutableSpan { body(&$0, offset) }
    finishAppending(isLast: isLast)
  }

  /// Turns the doubled quotation marks of a field into single ones, where they stand.
  mutating func unescape(_ field: Field) -> Field {
    let range = field.escapedRange
    return bytes.withMutableSpan { space in
      var (source, target) = (range.lowerBound, range.lowerBound)
      while source < range.upperBound {
        let byte = space[source]
        space[target] = byte
        source &+= byte == Byte.quote ? 2 : 1
        target &+= 1
      }
      return Field(range.lowerBound..<target)
    }
  }

  private mutating func makeRoom(for count: Int) {
    let kept = end - start
    if start > 0 {
      bytes.withUnsafeMutableBytes { space in
        space.copyMemory(from: UnsafeRawBufferPointer(rebasing: space[start..<end]))
      }
      checkedEnd = max(0, checkedEnd - start)
      (start, end) = (0, kept)
    }
    let needed = kept + count + EventPatterns.stride
    if needed > bytes.count { bytes += [UInt8](repeating: 0, count: max(needed - bytes.count, bytes.count)) }
  }

  private mutating func finishAppending(isLast: Bool) {
    self.isLast = isLast
    // After the rows with bad bytes were taken, the rest may be clean again.
    let from = isClean ? checkedEnd : 0
    let to = isLast ? end : endOfLastLine
    guard to > from else { return }
    isClean = isText(bytes.span, from..<to)
    checkedEnd = to
  }

  /// The place behind the last line end, quoted or not: no character goes across it.
  private var endOfLastLine: Int {
    var position = end
    while position > start, bytes[position - 1] != Byte.lineFeed, bytes[position - 1] != Byte.carriageReturn {
      position -= 1
    }
    return position
  }
}

/// Copies bytes into a larger space.
func copy(_ source: Span<UInt8>, to target: inout MutableSpan<UInt8>, at offset: Int) {
  precondition(offset + source.count <= target.count, "no room for the bytes")
  source.withUnsafeBytes { from in
    target.withUnsafeMutableBytes { to in
      UnsafeMutableRawBufferPointer(rebasing: to[offset..<offset + from.count]).copyMemory(from: from)
    }
  }
}
