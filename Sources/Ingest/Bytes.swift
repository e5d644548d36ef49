extension Array {
  /// Lends the elements to be changed where they stand.
  ///
  /// Used in place of `mutableSpan`: after that property of a stored array, the optimiser of Swift 6.3 takes the other
  /// arrays of the same value for unshared, and changes them in their copies too.
  @inline(__always)
  mutating func withMutableSpan<Result>(_ body: (inout MutableSpan<Element>) -> Result) -> Result {
    withUnsafeMutableBufferPointer { elements in
      // The span doesn't outlive the body, and the elements are ours alone while it runs.
      var span = MutableSpan(_unsafeElements: elements)
      return body(&span)
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
  private let delimiter: BytePattern
  private let lineEnd: BytePattern
  private let quote = BytePattern(Byte.quote)

  /// How many bytes one mask covers, and so how many must be readable from wherever a mask is taken.
  static let stride = 64

  init(delimiter: UInt8, lineEnd: UInt8) {
    self.delimiter = BytePattern(delimiter)
    self.lineEnd = BytePattern(lineEnd)
  }

  /// A bit for each of 64 bytes, the first in the lowest, set where an event stands.
  /// - Precondition: 64 bytes from the offset on are readable; the raw span checks it.
  @inline(__always)
  func mask(_ bytes: RawSpan, at offset: Int) -> UInt64 {
    var mask: UInt64 = 0
    for step in 0..<8 {
      let word = bytes.unsafeLoadUnaligned(fromByteOffset: offset &+ 8 &* step, as: UInt64.self)
      let tops = delimiter.matches(in: word) | lineEnd.matches(in: word) | quote.matches(in: word)
      // The product gathers the eight top bits, moved to the bottom of their bytes, in its highest byte.
      let gathered = ((tops &>> 7) &* 0x0102_0408_1020_4080) &>> 56
      mask |= gathered &<< UInt64(8 &* step)
    }
    return mask
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
  var count = 0
  for offset in range where bytes[offset] == byte { count &+= 1 }
  return count
}

/// Whether a range holds whole characters of UTF-8 and no NUL.
func isText(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
  guard firstIndex(of: 0, in: bytes, range) == nil else { return false }
  return (try? UTF8Span(validating: bytes.extracting(range))) != nil
}
