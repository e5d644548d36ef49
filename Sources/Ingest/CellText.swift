/// The place of one cell's bytes in the text.
struct Field {
  var start: Int32
  var length: Int32

  init(_ range: Range<Int>) {
    start = Int32(truncatingIfNeeded: range.lowerBound)
    length = Int32(truncatingIfNeeded: range.count)
  }

  /// A field before anything was read.
  static let none = Field(0..<0)

  @inline(__always) var lowerBound: Int { Int(start) }
  @inline(__always) var upperBound: Int { Int(start) &+ Int(length) }
  var range: Range<Int> { lowerBound..<upperBound }
}

extension Field {
  /// The field without white space at its ends: ASCII spaces and controls, U+00A0 and U+3000.
  @inline(__always)
  func trimmed(_ bytes: Span<UInt8>) -> Field {
    guard length > 0 else { return self }
    let first = bytes[lowerBound]
    let last = bytes[upperBound &- 1]
    // The first bytes of U+00A0 (C2 A0) and U+3000 (E3 80 80), and their last.
    if first > Byte.space, first != 0xC2, first != 0xE3, last > Byte.space, last != 0xA0, last != 0x80 { return self }
    return trimmedSlowly(bytes)
  }

  @inline(never)
  private func trimmedSlowly(_ bytes: Span<UInt8>) -> Field {
    var (start, end) = (lowerBound, upperBound)
    while start < end {
      let width = blankWidth(bytes, from: start, to: end)
      guard width > 0 else { break }
      start += width
    }
    while start < end {
      if bytes[end - 1] <= Byte.space {
        end -= 1
      } else if end - start >= 2, blankWidth(bytes, from: end - 2, to: end) == 2 {
        end -= 2
      } else if end - start >= 3, blankWidth(bytes, from: end - 3, to: end) == 3 {
        end -= 3
      } else {
        break
      }
    }
    return Field(start..<end)
  }
}

/// How many bytes the blank at an offset has: 1, 2 (U+00A0), 3 (U+3000), or 0 where none stands.
func blankWidth(_ bytes: Span<UInt8>, from offset: Int, to end: Int) -> Int {
  let first = bytes[offset]
  if first <= Byte.space { return 1 }
  if first == 0xC2, offset + 1 < end, bytes[offset + 1] == 0xA0 { return 2 }
  return first == 0xE3 && offset + 2 < end && bytes[offset + 1] == 0x80 && bytes[offset + 2] == 0x80 ? 3 : 0
}

/// Cell text with full-width ASCII narrowed, blanks of every kind as spaces and letters in lower case.
///
/// Filled again and again, so that the cells that need it cost no allocation each.
struct FoldedText {
  private(set) var bytes: [UInt8] = []

  /// Takes over the text of a cell.
  mutating func fold(_ source: Span<UInt8>, _ range: Range<Int>) {
    bytes.removeAll(keepingCapacity: true)
    var offset = range.lowerBound
    let end = range.upperBound
    while offset < end {
      let byte = source[offset]
      if byte < 0x80 {
        append(byte)
        offset += 1
      } else if offset + 2 < end, let folded = Self.narrowed(byte, source[offset + 1], source[offset + 2]) {
        append(folded)
        offset += 3
      } else if byte == 0xC2, offset + 1 < end, source[offset + 1] == 0xA0 {
        append(Byte.space)
        offset += 2
      } else {
        bytes.append(byte)
        offset += 1
      }
    }
  }

  /// Takes over some text.
  mutating func fold(_ text: String) {
    let utf8 = Array(text.utf8)
    fold(utf8.span, 0..<utf8.count)
  }

  private mutating func append(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): bytes.append(byte | 0x20)
    case 0..<Byte.space: bytes.append(Byte.space)
    default: bytes.append(byte)
    }
  }

  /// The ASCII byte for a three-byte character: U+FF01–FF5E, U+3000, and the minus sign U+2212.
  private static func narrowed(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> UInt8? {
    switch (first, second, third) {
    case (0xEF, 0xBC, 0x81...0xBF): third - 0x60
    case (0xEF, 0xBD, 0x80...0x9E): third - 0x20
    case (0xE3, 0x80, 0x80): Byte.space
    case (0xE2, 0x88, 0x92): Byte.hyphen
    default: nil
    }
  }
}
