/// A stretch of a file's text that is in memory: a block of it, and before that what the window before has left over.
struct TextWindow {
  /// The bytes; `EventPatterns.stride` and more past `end` are readable.
  private(set) var bytes: [UInt8]
  /// Where the first row that was not yet taken begins.
  private(set) var start = 0
  /// Where the text ends.
  private(set) var end = 0
  /// Whether the file has no more text than this.
  private(set) var isLast = false

  /// Room that is left for what the window before will leave over: a row or two.
  private static let frontRoom = 1 << 12

  init(capacity: Int) { bytes = [UInt8](repeating: 0, count: capacity + EventPatterns.stride) }

  var count: Int { end - start }

  /// Takes rows off the front.
  mutating func advance(to position: Int) { start = position }

  /// Begins anew without any text.
  mutating func restart() { (start, end, isLast) = (TextWindow.frontRoom, TextWindow.frontRoom, false) }

  /// Puts what another window has left over before the text.
  mutating func prepend(restOf other: TextWindow) {
    let rest = other.start..<other.end
    if rest.count > start { moveText(to: rest.count) }
    start -= rest.count
    let target = start
    bytes.withMutableSpan { copy(other.bytes.span.extracting(rest), to: &$0, at: target) }
  }

  /// Adds a block of text.
  mutating func append(_ block: Span<UInt8>, isLast: Bool) {
    append(atMost: block.count) { target, offset in
      copy(block, to: &target, at: offset)
      return (block.count, isLast)
    }
  }

  /// Adds at most some bytes of text that the body writes from an offset on; it gives back how many, and whether the file
  /// has no more.
  mutating func append<Fault: Error>(
    atMost limit: Int, _ body: (inout MutableSpan<UInt8>, Int) throws(Fault) -> (written: Int, isLast: Bool)
  ) throws(Fault) {
    makeRoom(for: limit)
    let offset = end
    let (written, isLast) = try bytes.withMutableSpan { (space) throws(Fault) in try body(&space, offset) }
    end += written
    self.isLast = isLast
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
    let needed = end + count + EventPatterns.stride
    if needed > bytes.count { bytes += [UInt8](repeating: 0, count: max(needed - bytes.count, bytes.count)) }
  }

  private mutating func moveText(to position: Int) {
    let text = start..<end
    makeRoom(for: position - start)
    bytes.withUnsafeMutableBytes { space in
      UnsafeMutableRawBufferPointer(rebasing: space[position...]).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: space[text]))
    }
    (start, end) = (position, position + text.count)
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
