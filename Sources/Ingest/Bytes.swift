extension Array {
  /// Lends the elements to be changed where they stand.
  ///
  /// Used in place of `mutableSpan`: after that property of a stored array, the optimiser of Swift 6.3 takes the other
  /// arrays of the same value for unshared, and changes them in their copies too.
  @inline(__always)
  mutating func withMutableSpan<Result, Fault: Error>(
    _ body: (inout MutableSpan<Element>) throws(Fault) -> Result
  ) throws(Fault) -> Result {
    try withUnsafeMutableBufferPointer { (elements) throws(Fault) in
      // The span doesn't outlive the body, and the elements are ours alone while it runs.
      var span = MutableSpan(_unsafeElements: elements)
      return try body(&span)
    }
  }
}

/// Bytes with a meaning in text files.
enum Byte {
  static let tab = UInt8(ascii: "\t")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let quote = UInt8(ascii: "\"")
  static let comma = UInt8(ascii: ",")
  static let point = UInt8(ascii: ".")
  static let hyphen = UInt8(ascii: "-")
  static let plus = UInt8(ascii: "+")
  static let zero = UInt8(ascii: "0")
  static let nine = UInt8(ascii: "9")
}

/// A byte repeated eight times, to be sought in eight bytes at once.
struct BytePattern {
  let repeated: UInt64

  init(_ byte: UInt8) { repeated = UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// The top bit of each byte of the word that is the pattern's byte; every other bit clear.
  ///
  /// Exact: unlike the usual trick, no carry can mark a byte beside a match.
  @inline(__always)
  func matches(in word: UInt64) -> UInt64 {
    let difference = word ^ repeated
    let sevenBits: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    return ~(((difference & sevenBits) &+ sevenBits) | difference | sevenBits)
  }
}

/// The bytes that end a field or change how what follows is read.
struct EventPatterns {
  private let delimiter: SIMD16<UInt8>
  private let lineEnd: SIMD16<UInt8>
  private let quote = SIMD16<UInt8>(repeating: Byte.quote)

  /// How many bytes one mask covers, and so how many must be readable from wherever a mask is taken.
  static let stride = 64

  init(delimiter: UInt8, lineEnd: UInt8) {
    self.delimiter = SIMD16(repeating: delimiter)
    self.lineEnd = SIMD16(repeating: lineEnd)
  }

  /// A bit for each of 64 bytes, the first in the lowest, set where an event stands.
  /// - Precondition: 64 bytes from the offset on are readable; the raw span checks it.
  @inline(__always)
  func mask(_ bytes: RawSpan, at offset: Int) -> UInt64 {
    mask16(bytes, offset) | mask16(bytes, offset &+ 16) &<< 16 | mask16(bytes, offset &+ 32) &<< 32
      | mask16(bytes, offset &+ 48) &<< 48
  }

  @inline(__always)
  private func mask16(_ bytes: RawSpan, _ offset: Int) -> UInt64 {
    let vector = bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
    let isEvent = (vector .== delimiter) .| (vector .== lineEnd) .| (vector .== quote)
    let ones = SIMD16<UInt8>(repeating: 0).replacing(with: SIMD16<UInt8>(repeating: 1), where: isEvent)
    let words = unsafeBitCast(ones, to: SIMD2<UInt64>.self)
    // The product gathers the eight lowest bits of a word in its highest byte.
    return (words[0] &* 0x0102_0408_1020_4080) &>> 56 | ((words[1] &* 0x0102_0408_1020_4080) &>> 56) &<< 8
  }
}

/// The place of the first such byte in a range, or nil.
func firstIndex(of byte: UInt8, in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
  let pattern = BytePattern(byte)
  let raw = bytes.bytes
  var offset = range.lowerBound
  while offset &+ 8 <= range.upperBound {
    let word = raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
    let matches = pattern.matches(in: word)
    if matches != 0 { return offset &+ matches.trailingZeroBitCount / 8 }
    offset &+= 8
  }
  while offset < range.upperBound {
    if bytes[offset] == byte { return offset }
    offset &+= 1
  }
  return nil
}

/// The place of the last such byte in a range, or nil.
func lastIndex(of byte: UInt8, in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
  var offset = range.upperBound
  while offset > range.lowerBound {
    offset -= 1
    if bytes[offset] == byte { return offset }
  }
  return nil
}

/// How often a byte stands in a range.
func count(of byte: UInt8, in bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
  let raw = bytes.bytes
  let (sought, one) = (SIMD16(repeating: byte), SIMD16<UInt8>(repeating: 1))
  var (count, offset) = (0, range.lowerBound)
  while offset &+ 16 <= range.upperBound {
    // A lane holds 255 at most, the whole sum sixteen times that.
    var lanes = SIMD16<UInt8>(repeating: 0)
    let end = min(range.upperBound, offset &+ 255 * 16)
    while offset &+ 16 <= end {
      let vector = raw.unsafeLoadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
      lanes = lanes &+ SIMD16(repeating: 0).replacing(with: one, where: vector .== sought)
      offset &+= 16
    }
    count &+= Int(SIMD16<UInt16>(truncatingIfNeeded: lanes).wrappedSum())
  }
  while offset < range.upperBound {
    count &+= bytes[offset] == byte ? 1 : 0
    offset &+= 1
  }
  return count
}
