/// Unpacks a frame of LZ4.
/// - Parameters:
///   - packed: The frame: a header, then blocks, each with its size before it.
///   - size: How many bytes come out.
/// - Returns: What comes out.
/// - Throws: An `ArrowFault` where the frame is damaged or something else comes out.
func unpackLZ4(_ packed: ArrowBytes, size: Int) throws(ArrowFault) -> [UInt8] {
  // One byte stands for 255 at most.
  guard size >= 0, size / 255 <= packed.count else { throw LZ4Frame.damaged }
  var frame = LZ4Frame(input: packed.array, output: [UInt8](repeating: 0, count: size))
  try frame.unpack()
  return frame.output
}

private struct LZ4Frame {
  let input: [UInt8]
  var output: [UInt8]
  private var position = 0
  private var filled = 0

  static let damaged = ArrowFault.damaged("a packed column is damaged", "压缩列已损坏")
  private static let mark: UInt32 = 0x184D_2204

  init(input: [UInt8], output: [UInt8]) {
    self.input = input
    self.output = output
  }

  private mutating func take(_ count: Int) throws(ArrowFault) -> Range<Int> {
    guard count <= input.count - position else { throw LZ4Frame.damaged }
    defer { position += count }
    return position..<position + count
  }

  private mutating func word() throws(ArrowFault) -> UInt32 {
    try take(4).reversed().reduce(0) { $0 << 8 | UInt32(input[$1]) }
  }

  mutating func unpack() throws(ArrowFault) {
    guard try word() == LZ4Frame.mark else { throw LZ4Frame.damaged }
    let flags = input[try take(2).lowerBound]
    guard flags >> 6 == 1 else { throw LZ4Frame.damaged }
    let (hasBlockSums, hasSize, hasDictionary) = (flags & 0x10 != 0, flags & 0x08 != 0, flags & 0x01 != 0)
    // The size, the number of a dictionary, and a byte that sums the header up.
    _ = try take((hasSize ? 8 : 0) + (hasDictionary ? 4 : 0) + 1)
    while case let size = try word(), size != 0 {
      let block = try take(Int(size & 0x7FFF_FFFF))
      if size >> 31 == 1 {
        try copy(block)
      } else {
        try unpack(block)
      }
      if hasBlockSums { _ = try take(4) }
    }
    guard filled == output.count else { throw LZ4Frame.damaged }
  }

  private mutating func copy(_ range: Range<Int>) throws(ArrowFault) {
    guard range.count <= output.count - filled else { throw LZ4Frame.damaged }
    output.replaceSubrange(filled..<filled + range.count, with: input[range])
    filled += range.count
  }

  /// A block: bytes as they are, then a stretch of what came out before, again and again.
  private mutating func unpack(_ block: Range<Int>) throws(ArrowFault) {
    var place = block.lowerBound
    while place < block.upperBound {
      let token = input[place]
      place += 1
      let literals = try length(Int(token >> 4), &place, block.upperBound)
      guard literals <= block.upperBound - place else { throw LZ4Frame.damaged }
      try copy(place..<place + literals)
      place += literals
      // The last stretch of a block has no repetition behind it.
      if place == block.upperBound { return }
      guard place + 2 <= block.upperBound else { throw LZ4Frame.damaged }
      let distance = Int(input[place]) | Int(input[place + 1]) << 8
      place += 2
      let count = try length(Int(token & 15), &place, block.upperBound) + 4
      guard distance > 0, distance <= filled, count <= output.count - filled else { throw LZ4Frame.damaged }
      for _ in 0..<count {
        output[filled] = output[filled - distance]
        filled += 1
      }
    }
  }

  /// A length that 15 says goes on in further bytes.
  private func length(_ first: Int, _ place: inout Int, _ end: Int) throws(ArrowFault) -> Int {
    var length = first
    guard first == 15 else { return length }
    while true {
      guard place < end else { throw LZ4Frame.damaged }
      let byte = input[place]
      place += 1
      length += Int(byte)
      if byte < 255 { return length }
    }
  }
}
